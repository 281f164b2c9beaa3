"""What a store says of a past moment is what a store that had only heard so much would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from data_access.actors import OPERATOR
from data_access.demo.loading import load
from data_access.events import correct, take_back
from data_access.store import Store
from data_access.subjects import SUBJECTS
from data_access.verifying import verify
from metrics.computing import compute
from metrics.registry import KPIS
from metrics.selection import Window, month_windows
from regulation.periods import parse_period
from tests.store_support import KEYS, START, WARD, SetClock, create, put

LATEST = datetime(9999, 12, 31)
PAST, PRESENT = datetime(2026, 1, 20, 15, 30), datetime(2026, 3, 10, 10, 0)
FACTS = (
    "tip", "post", "member", "group", "area", "day", "incident", "device_check", "commendation",
    "violation", "proposal",
)  # fmt: skip


def facts(store: Store, name: str, as_of: datetime, known_at: datetime) -> list[tuple]:
    moments = {"as_of": as_of, "known_at": known_at}
    return sorted(store.query(f"SELECT * FROM {name}_facts($as_of, $known_at)", moments), key=repr)


def folds(store: Store, name: str, as_of: datetime, known_at: datetime) -> list[tuple]:
    sql = f"SELECT * EXCLUDE (last_event_id) FROM {name}_fold($as_of, $known_at)"
    return sorted(store.query(sql, {"as_of": as_of, "known_at": known_at}), key=repr)


def figures(store: Store, as_of: datetime, known_at: datetime) -> dict:
    period = parse_period("2026-H1")
    windows = [Window("current", period.starts, period.ends), *month_windows(datetime(2025, 10, 1), as_of)]
    return dict(compute(store, list(KPIS.values()), windows, as_of, known_at=known_at).values)


@pytest.fixture(scope="module")
def wards(tmp_path_factory):
    """The demo ward of the present, meddled with since, and the demo ward as it was entered by a past moment."""
    folder = tmp_path_factory.mktemp("wards")
    now, then = SetClock(PRESENT), SetClock(PAST)
    with (
        Store.create(folder / "nay.duckdb", KEYS, ward=WARD, is_demo=True, clock=now) as present,
        Store.create(folder / "xưa.duckdb", KEYS, ward=WARD, is_demo=True, clock=then) as past,
    ):
        load(present, PRESENT)
        load(past, PAST)
        meddle(present)
        yield present, past


def meddle(store: Store) -> None:
    """Corrections, withdrawals and late entries about things long past."""
    events = store.query(
        """SELECT event_id, tip_id, occurred_at FROM store.tip_event
        WHERE kind = 'received' AND recorded_at < $past ORDER BY event_id LIMIT 12""",
        {"past": PAST},
    )
    for number, (event_id, tip_id, occurred_at) in enumerate(events):
        with store.write(OPERATOR) as tx:
            if number % 3 == 0:
                correct(tx, "tip", event_id, "nhập nhầm", fields={"tip_kind": "other", "urgent": True})
            elif number % 3 == 1:
                correct(tx, "tip", event_id, "nhập nhầm", occurred_at=occurred_at + timedelta(seconds=30))
            else:
                later = tx.execute(
                    f"SELECT event_id FROM store.tip_event WHERE tip_id = '{tip_id}' ORDER BY event_id DESC"
                )
                for (later_id,) in later:
                    take_back(tx, "tip", later_id, "không có thật")
    put(store, "tip", "tin-muộn", "received", PAST - timedelta(days=30), tip_kind="other")
    put(store, "duty_check", "lượt-muộn", "recorded", PAST - timedelta(days=3))
    put(store, "post", "bài-muộn", "published", PAST - timedelta(days=5), title="Bài đăng nhập muộn")


def test_there_is_something_to_tell_apart(wards):
    present, past = wards
    for name in ("tip", "post", "day"):
        assert facts(present, name, PAST, LATEST) != facts(past, name, PAST, LATEST)
    assert len(facts(present, "tip", PRESENT, LATEST)) > len(facts(past, "tip", PAST, LATEST)) > 100


@pytest.mark.parametrize("name", FACTS)
def test_facts_of_a_past_moment_are_those_of_a_store_that_knew_no_more(wards, name):
    present, past = wards
    assert facts(present, name, PAST, PAST) == facts(past, name, PAST, LATEST)
    assert facts(present, name, PAST, PAST) == facts(past, name, PAST, PAST)


@pytest.mark.parametrize("name", SUBJECTS)
def test_folds_of_a_past_moment_are_those_of_a_store_that_knew_no_more(wards, name):
    present, past = wards
    assert folds(present, name, PAST, PAST) == folds(past, name, PAST, LATEST)


def test_every_indicator_of_a_past_moment_is_that_of_a_store_that_knew_no_more(wards):
    present, past = wards
    then = figures(past, PAST, LATEST)
    assert figures(present, PAST, PAST) == then
    assert figures(present, PAST, LATEST) != then
    assert len({key for key, _, _ in then}) == len(KPIS)


def test_an_earlier_moment_within_what_was_known(wards):
    """`as_of` and `known_at` cut apart: what had happened by then, as known now."""
    present, _ = wards
    earlier = PAST - timedelta(days=20)
    known_now = {row[0] for row in facts(present, "tip", earlier, LATEST)}
    known_then = {row[0] for row in facts(present, "tip", earlier, earlier)}
    plain = present.query("SELECT DISTINCT tip_id FROM store.tip WHERE received_at <= $at", {"at": earlier})
    assert known_now == {row[0] for row in plain}
    assert known_then - known_now, "what was taken back since was known then"
    assert known_now - known_then, "what was entered late is known now only"


Step = Callable[[Store], object]


@pytest.fixture
def steps() -> list[Step]:
    """A small history, an hour apart, with everything that can be done to what is already in the log."""
    before = START - timedelta(days=1)
    return [
        lambda s: put(s, "tip", "t", "received", before, summary="một", tip_kind="crime_report"),
        lambda s: put(s, "tip", "t", "classified", before),
        lambda s: correct_in(s, 1, "nhầm", fields={"summary": "hai"}),
        lambda s: put(s, "tip", "t", "resolved"),
        lambda s: correct_in(s, 3, "nhầm nữa", occurred_at=before - timedelta(hours=3)),
        lambda s: take_back_in(s, 4),
        lambda s: put(s, "tip", "t", "transferred", before + timedelta(hours=2)),
        lambda s: put(s, "tip", "u", "received", before - timedelta(days=2)),
        lambda s: take_back_in(s, 8),
        lambda s: correct_in(s, 7, "nhầm", fields={"transferred_to": "Công an tỉnh"}),
    ]


def correct_in(store: Store, number: int, reason: str, **what) -> int:
    with store.write(OPERATOR) as tx:
        return correct(tx, "tip", number, reason, **what)


def take_back_in(store: Store, number: int) -> int:
    with store.write(OPERATOR) as tx:
        return take_back(tx, "tip", number, "không có thật")


def test_after_every_step_the_past_stays_what_it_was(tmp_path, steps):
    """What was said right after each step is said again at the end, for every moment asked about."""
    clock = SetClock()
    with create(tmp_path / "kho.duckdb", clock) as store:
        said = []
        for step in steps:
            clock.forward(hours=1)
            step(store)
            asked = [clock.moment, START - timedelta(hours=20), START - timedelta(days=2)]
            said.append([(at, clock.moment, facts(store, "tip", at, LATEST)) for at in asked])
        assert all(facts(store, "tip", at, known_at) == told for answers in said for at, known_at, told in answers)
        assert len({str(answers) for answers in said}) == len(steps)


def test_a_correction_at_the_same_moment_keeps_its_place(tmp_path):
    """Dates without a time: both events stand at midnight, and the first one is corrected, twice."""
    with create(tmp_path / "kho.duckdb") as store:
        at = datetime(2026, 2, 1)
        put(store, "tip", "t", "received", at, summary="một", tip_kind="other")
        put(store, "tip", "t", "classified", at, summary="hai")
        correct_in(store, 1, "nhầm", fields={"tip_kind": "crime_report"})
        correct_in(store, 3, "nhầm", fields={"summary": "ba"})
        assert store.query("SELECT state, summary, tip_kind FROM store.tip") == [("classified", "hai", "crime_report")]
        kinds = store.query("SELECT kind FROM tip_effective($at, $at) ORDER BY ord", {"at": LATEST})
        assert kinds == [("received",), ("classified",)]
        assert verify(store) == []
