"""Facts of tips: every outcome at the moments where it changes; rules that change, reopenings, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from data_access.actors import OPERATOR
from data_access.events import Event, correct, record, take_back
from data_access.keys import derive
from data_access.store import Store
from regulation.deadlines import DEADLINE_RULES
from regulation.working_time import is_office_time
from tests.conftest import TEST_KEY, WARD
from tests.facts_support import DAY, LATEST, TICK, Bench, at


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("facts") / "kho.duckdb")
    yield bench
    bench.store.close()


# 24 hours (15.3c): through nights, weekends, Tết and the turn of the year --------------------------------------------


@pytest.mark.parametrize(
    "received",
    [
        "2026-03-02 10:00",
        "2026-03-02 00:00",
        "2026-03-02 23:59:59.999999",
        "2026-02-13 22:15",  # the evening before Tết
        "2026-02-17 00:10",  # New Year's morning
        "2026-03-06 16:59",  # a Friday afternoon
        "2025-12-31 23:30",
        "2028-02-28 12:00",  # over 29 February
        "2025-09-25 00:00",  # the first moment of the regulation
    ],
)
def test_classification_within_24_hours(received: str, bench: Bench):
    due = at(received) + DAY
    done = {
        "on_time": bench.tip(received, ("classified", due)),
        "late": bench.tip(received, ("classified", due + TICK)),
        "never": bench.tip(received),
    }
    for moment, outcomes in {
        due - TICK: ("pending", "pending", "pending"),
        due: ("on_time", "pending", "pending"),
        due + TICK: ("on_time", "late", "overdue"),
        due + timedelta(days=400): ("on_time", "late", "overdue"),
    }.items():
        assert tuple(bench.fact("tip", tip, moment)["classification"] for tip in done.values()) == outcomes, moment
    assert bench.fact("tip", done["never"], due)["classification_due"] == due


def test_before_the_regulation_nothing_was_due(bench: Bench):
    tip = bench.tip("2025-09-24 23:59:59.999999", urgent=True, tip_kind="denunciation")
    fact = bench.fact("tip", tip, "2026-01-01")
    duties = ("classification", "classification_strict", "transfer", "urgent_report")
    assert [fact[duty] for duty in duties] == [None] * 4


def test_an_event_is_not_there_before_it_happened_or_was_entered(bench: Bench):
    tip = bench.add("tip", ("received", at("2026-03-02 10:00"), {}, at("2026-03-04 08:00")))
    assert bench.facts("tip", tip, at("2026-03-02 10:00") - TICK) == []
    assert bench.fact("tip", tip, "2026-03-02 10:00")["classification"] == "pending"
    assert bench.facts("tip", tip, "2026-03-04 09:00", at("2026-03-04 08:00") - TICK) == []
    assert bench.fact("tip", tip, "2026-03-04 09:00", at("2026-03-04 08:00"))["classification"] == "overdue"


def test_the_strict_clock_runs_from_the_posting(bench: Bench):
    posted, received = at("2026-03-02 08:00"), at("2026-03-02 11:00")
    for done, outcomes in (
        (posted + DAY, ("on_time", "on_time")),
        (posted + DAY + TICK, ("on_time", "late")),
        (received + DAY + TICK, ("late", "late")),
    ):
        steps = [("received", received, {}, None, posted), ("classified", done)]
        fact = bench.fact("tip", bench.add("tip", *steps), "2026-04-01")
        assert (fact["classification"], fact["classification_strict"]) == outcomes
        assert fact["detection_minutes"] == 180
    unposted = bench.fact("tip", bench.tip(received), "2026-04-01")
    assert (unposted["classification_strict"], unposted["detection_minutes"]) == (None, None)


def test_once_classified_in_time_a_tip_stays_so_when_reopened(bench: Bench):
    tip = bench.tip(
        "2026-03-02 10:00",
        ("classified", "2026-03-02 12:00"),
        ("resolved", "2026-03-03 09:00", {"resolution": "guided"}),
        ("reopened", "2026-03-05 09:00"),
        ("classified", "2026-03-09 09:00"),
    )
    fact = bench.fact("tip", tip, "2026-03-10")
    assert (fact["classification"], fact["classified_at"]) == ("on_time", at("2026-03-02 12:00"))
    assert (fact["resolved_at"], fact["reopenings"], fact["state"]) == (None, 1, "classified")
    before = bench.fact("tip", tip, "2026-03-04")
    assert (before["resolved_at"], before["reopenings"], before["state"]) == (at("2026-03-03 09:00"), 0, "resolved")


def test_resolved_again_counts_from_the_last_time(bench: Bench):
    tip = bench.tip(
        "2026-03-02 10:00",
        ("classified", "2026-03-02 12:00"),
        ("resolved", "2026-03-03 09:00"),
        ("reopened", "2026-03-05 09:00"),
        ("resolved", "2026-03-06 09:00"),
    )
    assert bench.fact("tip", tip, "2026-04-01")["resolved_at"] == at("2026-03-06 09:00")


# Handing over a crime tip (TTLT 01/2017 Điều 8; adr/0003) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-01 00:00", "2026-03-09 00:00"),
        ("2026-03-01 23:59:59.999999", "2026-03-09 00:00"),
        ("2025-12-28 15:00", "2026-01-05 00:00"),
        ("2026-02-09 15:00", "2026-02-17 00:00"),  # its last day is the eve of Tết: it does not move
        ("2028-02-25 09:00", "2028-03-04 00:00"),
    ],
)
@pytest.mark.parametrize("kind", ["denunciation", "crime_report"])
def test_seven_days_end_at_midnight(kind: str, received: str, due: str, bench: Bench):
    last = at(due)
    classified = ("classified", at(received) + timedelta(minutes=1))
    on_time = bench.tip(received, classified, ("transferred", last), tip_kind=kind)
    late = bench.tip(received, classified, ("transferred", last + TICK), tip_kind=kind)
    never = bench.tip(received, classified, tip_kind=kind)
    outcomes = {
        moment: tuple(bench.fact("tip", tip, moment)["transfer"] for tip in (on_time, late, never))
        for moment in (last, last + TICK)
    }
    assert outcomes == {last: ("on_time", "pending", "pending"), last + TICK: ("on_time", "late", "overdue")}
    assert bench.fact("tip", never, last)["transfer_due"] == last


@pytest.mark.parametrize("reason", ["serious", "victim_under_18"])
def test_the_grave_and_those_of_minors_go_within_24_hours(reason: str, bench: Bench):
    received = at("2026-02-14 22:00")
    for moment, outcome in ((received + DAY, "on_time"), (received + DAY + TICK, "late")):
        steps = [("classified", received), ("transferred", moment)]
        tip = bench.tip(received, *steps, tip_kind="crime_report", **{reason: True})
        assert bench.fact("tip", tip, "2026-03-01")["transfer"] == outcome
        ordinary = bench.tip(received, *steps, tip_kind="security_report", **{reason: True})
        assert bench.fact("tip", ordinary, "2026-03-01")["transfer"] is None


def test_a_tip_that_turns_grave_is_due_from_its_receipt(bench: Bench):
    tip = bench.tip(
        "2026-03-02 10:00",
        ("classified", "2026-03-02 11:00"),
        ("amended", "2026-03-05 09:00", {"serious": True}),
        tip_kind="crime_report",
    )
    assert bench.fact("tip", tip, "2026-03-05 08:59")["transfer"] == "pending"
    turned = bench.fact("tip", tip, "2026-03-05 09:00")
    assert (turned["transfer"], turned["transfer_due"]) == ("overdue", at("2026-03-03 10:00"))


def test_what_proves_to_be_no_crime_need_not_be_handed_over(bench: Bench):
    tip = bench.tip(
        "2026-03-02 10:00", ("classified", "2026-03-02 11:00", {"tip_kind": "security_report"}), tip_kind="crime_report"
    )
    assert bench.fact("tip", tip, "2026-03-02 10:30")["transfer"] == "pending"
    assert bench.fact("tip", tip, "2026-03-20")["transfer"] is None


def test_settled_by_the_ward_within_the_term_or_not(bench: Bench):
    received, due = "2026-03-02 10:00", at("2026-03-10 00:00")
    for settled, outcome in ((due, None), (due + TICK, "late")):
        tip = bench.tip(received, ("classified", received), ("resolved", settled), tip_kind="denunciation")
        fact = bench.fact("tip", tip, "2026-04-01")
        assert fact["transfer"] == outcome
        assert fact["transfer_due"] == (None if outcome is None else due)
        assert bench.fact("tip", tip, due - TICK)["transfer"] == "pending"


def test_settled_and_reopened_is_to_be_handed_over_again(bench: Bench):
    steps = [
        ("classified", "2026-03-02 11:00"),
        ("resolved", "2026-03-04 10:00"),
        ("reopened", "2026-03-06 10:00"),
    ]
    tip = bench.tip("2026-03-02 10:00", *steps, tip_kind="denunciation")
    assert bench.fact("tip", tip, "2026-03-05")["transfer"] is None
    assert bench.fact("tip", tip, "2026-03-07")["transfer"] == "pending"
    assert bench.fact("tip", tip, "2026-03-11")["transfer"] == "overdue"


def test_handed_over_in_time_and_settled_long_after(bench: Bench):
    steps = [("classified", "2026-03-02 11:00"), ("transferred", "2026-03-03 11:00"), ("resolved", "2026-06-02 11:00")]
    assert (
        bench.fact("tip", bench.tip("2026-03-02 10:00", *steps, tip_kind="denunciation"), "2026-07-01")["transfer"]
        == "on_time"
    )


# Urgent tips (15.4) --------------------------------------------------------------------------------------------------


def test_urgent_within_a_quarter_of_an_hour(bench: Bench):
    received = at("2026-02-17 00:05")
    due = received + timedelta(minutes=15)
    for moment, outcome in ((due, "on_time"), (due + TICK, "late"), (None, "overdue")):
        steps = [] if moment is None else [("urgent_reported", moment)]
        fact = bench.fact("tip", bench.tip(received, *steps, urgent=True), "2026-03-01")
        assert (fact["urgent_report"], fact["urgent_report_due"]) == (outcome, due)
    assert bench.fact("tip", bench.tip(received, urgent=True), due)["urgent_report"] == "pending"
    assert bench.fact("tip", bench.tip(received), "2026-03-01")["urgent_report"] is None


# Rules that change ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ended", [date(2026, 6, 30), None], ids=["old rule ended", "old rule left open"])
def test_a_case_is_judged_by_the_rule_in_force_when_received(ended: date | None, tmp_path: Path):
    old = replace(DEADLINE_RULES[0], valid_to=ended)
    new = replace(DEADLINE_RULES[0], amount=12, valid_from=date(2026, 7, 1))
    bench = Bench(tmp_path / "kho.duckdb", [old, new, *DEADLINE_RULES[1:]])
    with bench.store:
        for received, due in (
            ("2026-06-30 23:59:59.999999", "2026-07-01 23:59:59.999999"),
            ("2026-07-01 00:00", "2026-07-01 12:00"),
        ):
            done = bench.tip(received, ("classified", at(due)))
            late = bench.tip(received, ("classified", at(due) + TICK))
            assert bench.fact("tip", done, "2026-08-01")["classification"] == "on_time"
            assert bench.fact("tip", late, "2026-08-01")["classification"] == "late"
        assert bench.store.query(f"SELECT count(*) FROM tip_facts(TIMESTAMP '{LATEST}', TIMESTAMP '{LATEST}')") == [
            (4,)
        ]


def test_a_rule_for_a_time_gives_way_to_the_one_before(tmp_path: Path):
    trial = replace(DEADLINE_RULES[0], amount=6, valid_from=date(2026, 7, 1), valid_to=date(2026, 7, 31))
    with Bench(tmp_path / "kho.duckdb", [*DEADLINE_RULES, trial]).store as store:
        spans = store.query(
            "SELECT amount, starts_at, ends_at FROM deadline_rule WHERE duty = 'classification' ORDER BY 2"
        )
    assert spans == [
        (24, at("2025-09-25"), at("2026-07-01")),
        (6, at("2026-07-01"), at("2026-08-01")),
        (24, at("2026-08-01"), at("9999-12-31")),
    ]


# Corrections ---------------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self, moment: str) -> None:
        self.moment = at(moment)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock("2026-03-02 10:05")


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.create(tmp_path / "kho.duckdb", derive(TEST_KEY), ward=WARD, clock=clock) as store:
        yield store


def _outcome(store: Store, as_of: str, known_at: str):
    rows = store.query(
        "SELECT classification, classified_at FROM tip_facts($as_of, $known_at)",
        {"as_of": at(as_of), "known_at": at(known_at)},
    )
    return rows[0] if rows else None


def test_a_correction_changes_the_outcome_from_when_it_is_known(store: Store, clock: Clock):
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("t", "received", at("2026-03-02 10:00"), {"tip_kind": "other"})])
    clock.moment = at("2026-03-03 12:00")
    with store.write(OPERATOR) as tx:
        (number,) = record(tx, "tip", [Event("t", "classified", at("2026-03-03 11:00"))])
    assert _outcome(store, "2026-03-04", "2026-03-03 12:00") == ("late", at("2026-03-03 11:00"))
    clock.moment = at("2026-03-05 08:00")
    with store.write(OPERATOR) as tx:
        corrected = correct(tx, "tip", number, "Ghi nhầm giờ", occurred_at=at("2026-03-03 09:00"))
    assert _outcome(store, "2026-03-04", "2026-03-05 07:59") == ("late", at("2026-03-03 11:00"))
    assert _outcome(store, "2026-03-04", "2026-03-05 08:00") == ("on_time", at("2026-03-03 09:00"))
    clock.moment = at("2026-03-06 08:00")
    with store.write(OPERATOR) as tx:
        take_back(tx, "tip", corrected, "Chưa phân loại")
    assert _outcome(store, "2026-03-04", "2026-03-05 09:00") == ("on_time", at("2026-03-03 09:00"))
    assert _outcome(store, "2026-03-04", "2026-03-06 08:00") == ("overdue", None)


def test_a_tip_taken_back_is_gone_and_was_there_before(store: Store, clock: Clock):
    with store.write(OPERATOR) as tx:
        (number,) = record(tx, "tip", [Event("t", "received", at("2026-03-02 10:00"), {"tip_kind": "other"})])
    clock.moment = at("2026-03-02 11:00")
    with store.write(OPERATOR) as tx:
        take_back(tx, "tip", number, "Nhập trùng")
    assert _outcome(store, "2026-03-04", "2026-03-02 10:59") == ("overdue", None)
    assert _outcome(store, "2026-03-04", "2026-03-02 11:00") is None


def test_a_correction_does_not_make_an_entry_late_or_an_import_typed(store: Store, clock: Clock):
    with store.write(OPERATOR) as tx:
        (typed,) = record(tx, "tip", [Event("t", "received", at("2026-03-02 10:00"), {"tip_kind": "other"})])
        (imported,) = record(tx, "tip", [Event("i", "received", at("2026-03-02 10:00"), {"tip_kind": "other"})], "lô-1")
    clock.moment = at("2026-03-09 08:00")
    with store.write(OPERATOR) as tx:
        for number in (typed, imported):
            correct(tx, "tip", number, "Bổ sung tóm tắt", fields={"summary": "Hỏi thủ tục"})
    facts = store.query(
        "SELECT tip_id, summary, entry_lag_hours * 60, imported FROM tip_facts($now, $now) ORDER BY 1 DESC",
        {"now": at("2026-03-10")},
    )
    assert facts == [("t", "Hỏi thủ tục", 5, False), ("i", "Hỏi thủ tục", 5, True)]


# Contents, contact, hours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "complete", "contact"),
    [
        ({"summary": "x", "has_name": True, "has_address": True, "has_phone": True}, True, True),
        ({"summary": "", "has_name": True, "has_address": True, "has_phone": True}, False, True),
        ({"summary": "x", "has_name": True, "has_address": True, "has_phone": False}, False, True),
        ({"summary": "x", "has_name": True, "has_address": False, "has_phone": True}, False, True),
        ({"summary": "x", "has_name": True}, False, False),
        ({"summary": "x", "identity_refused": True, "refusal_reason": "Ngại"}, True, False),
        ({"summary": "x", "identity_refused": True}, False, False),
        ({"summary": "x", "refusal_reason": "Ngại"}, False, False),
    ],
)
def test_complete_content(fields: dict[str, object], complete: bool, contact: bool, bench: Bench):
    fact = bench.fact("tip", bench.tip("2026-03-02 10:00", **fields), "2026-03-03")
    assert (fact["complete_content"], fact["has_contact"]) == (complete, contact)
    told = {"incident_time": "tối", "incident_place": "chợ", "basis": "nhìn thấy"}
    for missing in (None, *told):
        crime = {name: text for name, text in told.items() if name != missing}
        tip = bench.tip("2026-03-02 10:00", **(fields | crime), tip_kind="denunciation")
        assert bench.fact("tip", tip, "2026-03-03")["complete_content"] == (complete and missing is None)


@pytest.mark.parametrize(
    ("moment", "off"),
    [
        ("2026-03-02 06:59:59", True),
        ("2026-03-02 07:00", False),
        ("2026-03-02 11:29:59", False),
        ("2026-03-02 11:30", True),
        ("2026-03-02 13:30", False),
        ("2026-03-02 17:00", True),
        ("2026-03-07 09:00", True),
        ("2026-02-17 09:00", True),
        ("2026-04-27 09:00", True),  # in lieu of Giỗ Tổ on a Sunday
        ("2026-08-22 09:00", False),  # a Saturday worked for Monday 31/8
        ("2026-08-31 09:00", True),
    ],
)
def test_off_hours(moment: str, off: bool, bench: Bench):
    assert bench.fact("tip", bench.tip(moment), "2027-01-01")["off_hours"] is off
    assert is_office_time(at(moment)) is not off
