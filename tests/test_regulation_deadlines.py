"""Deadlines against moments worked out by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.deadlines import CASE_CLASSES, DEADLINE_RULES, DeadlineRule, case_classes, due_at, outcome, rule_for
from regulation.vocabularies import OUTCOMES, TIP_KINDS

MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2040, 1, 1))
FRIDAY_NIGHT = datetime(2026, 2, 13, 22, 15)


def _rule(duty: str, case_class: str, start: datetime = FRIDAY_NIGHT) -> DeadlineRule:
    rule = rule_for(duty, case_class, start)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("duty", "case_class", "due"),
    [
        ("classification", "all", datetime(2026, 2, 14, 22, 15)),
        ("classification", "urgent", datetime(2026, 2, 14, 22, 15)),
        ("classification_strict", "all", datetime(2026, 2, 14, 22, 15)),
        ("transfer", "crime_serious", datetime(2026, 2, 14, 22, 15)),
        ("transfer", "crime_ordinary", datetime(2026, 2, 21)),
        ("urgent_report", "urgent", datetime(2026, 2, 13, 22, 30)),
    ],
)
def test_due_moments_run_through_the_holidays(duty: str, case_class: str, due: datetime) -> None:
    assert due_at(_rule(duty, case_class), FRIDAY_NIGHT) == due


def test_days_leave_out_the_first_whatever_its_hour() -> None:
    rule = _rule("transfer", "crime_ordinary")
    assert due_at(rule, datetime(2026, 3, 1)) == datetime(2026, 3, 9)
    assert due_at(rule, datetime(2026, 3, 1, 23, 59, 59)) == datetime(2026, 3, 9)


def test_unknown_unit() -> None:
    with pytest.raises(ValueError, match="Đơn vị thời hạn"):
        due_at(replace(DEADLINE_RULES[0], unit="weeks"), FRIDAY_NIGHT)


def test_no_rule_before_the_regulation_or_for_another_class() -> None:
    assert rule_for("classification", "all", datetime(2025, 9, 24, 23, 59, 59)) is None
    assert rule_for("classification", "all", datetime(2025, 9, 25)) is not None
    assert rule_for("transfer", "all", FRIDAY_NIGHT) is None
    assert rule_for("urgent_report", "crime_serious", FRIDAY_NIGHT) is None


def test_a_case_is_judged_by_the_rule_in_force_at_its_start() -> None:
    old = replace(DEADLINE_RULES[0], valid_to=date(2026, 6, 30))
    new = replace(DEADLINE_RULES[0], amount=12, valid_from=date(2026, 7, 1))
    assert rule_for("classification", "all", datetime(2026, 6, 30, 23, 59), [old, new]) is old
    assert rule_for("classification", "all", datetime(2026, 7, 1), [old, new]) is new


def test_rules_are_dated_and_sourced() -> None:
    for rule in DEADLINE_RULES:
        assert rule.valid_from == date(2025, 9, 25)
        assert rule.applies in CASE_CLASSES
        assert rule.source


@pytest.mark.parametrize(
    ("kind", "serious", "minor", "urgent", "classes"),
    [
        ("other", False, False, False, ("all",)),
        ("other", True, True, True, ("all", "urgent")),
        ("crime_report", False, False, False, ("all", "crime_ordinary")),
        ("crime_report", True, False, True, ("all", "urgent", "crime_serious")),
        ("denunciation", False, True, False, ("all", "crime_serious")),
    ],
)
def test_case_classes(kind: str, serious: bool, minor: bool, urgent: bool, classes: tuple[str, ...]) -> None:
    assert kind in TIP_KINDS
    assert case_classes(kind, serious=serious, victim_under_18=minor, urgent=urgent) == classes


DUE = datetime(2026, 3, 2, 12, 0)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("done", "as_of", "expected"),
    [
        (DUE, DUE, "on_time"),
        (DUE - SECOND, DUE, "on_time"),
        (DUE + SECOND, DUE + SECOND, "late"),
        (None, DUE, "pending"),
        (None, DUE + SECOND, "overdue"),
        (DUE - SECOND, DUE - 2 * SECOND, "pending"),
        (DUE + 9 * SECOND, DUE + SECOND, "overdue"),
    ],
)
def test_outcome(done: datetime | None, as_of: datetime, expected: str) -> None:
    assert outcome(done, DUE, as_of) == expected


def test_nothing_due() -> None:
    assert outcome(DUE, None, DUE) is None


@given(st.none() | MOMENTS, MOMENTS, MOMENTS)
def test_exactly_one_of_four(done: datetime | None, due: datetime, as_of: datetime) -> None:
    known = done is not None and done <= as_of
    truths = {
        "on_time": known and done is not None and done <= due,
        "late": known and done is not None and done > due,
        "overdue": not known and as_of > due,
        "pending": not known and as_of <= due,
    }
    assert [key for key, true in truths.items() if true] == [outcome(done, due, as_of)]
    assert set(truths) == set(OUTCOMES.keys)


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_a_verdict_once_done_never_changes(done: datetime, due: datetime, first: datetime, second: datetime) -> None:
    early, late = sorted((first, second))
    if done <= early:
        assert outcome(done, due, early) == outcome(done, due, late)
