"""Which windows a period is compared with, worked out by hand from the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.actors import Actor
from data_access.reading import View
from metrics.computing import FACTS, cases, compute
from metrics.registry import KPIS
from metrics.selection import (
    CURRENT,
    LAST_YEAR,
    PREVIOUS,
    Selection,
    Window,
    comparison_windows,
    is_running,
    last_months,
    month_windows,
    unlike,
)
from regulation.periods import parse_period, period_of
from tests.conftest import DEMO_MOMENT
from tests.kpi_support import STEADY

FIRST = datetime(2025, 9, 25)
H1, H2 = (datetime(2025, 12, 15), datetime(2026, 6, 15)), (datetime(2026, 6, 15), datetime(2026, 12, 15))


@pytest.mark.parametrize(
    ("period", "as_of", "windows"),
    [
        ("2025-H2", datetime(2025, 11, 1), {CURRENT: (FIRST, datetime(2025, 12, 15))}),
        ("2026-H1", datetime(2026, 6, 15), {CURRENT: H1, PREVIOUS: (FIRST, datetime(2025, 12, 15))}),
        # 77 days and 9 hours of the half have passed: as many of the half before, which began on 25/9.
        ("2026-H1", datetime(2026, 3, 2, 9), {CURRENT: H1, PREVIOUS: (FIRST, datetime(2025, 12, 11, 9))}),
        # 90 days have passed, more than the first half had: all of it.
        ("2026-H1", datetime(2026, 3, 15), {CURRENT: H1, PREVIOUS: (FIRST, datetime(2025, 12, 15))}),
        (
            "2026-H2",
            datetime(2026, 11, 25, 10),
            {
                CURRENT: H2,
                PREVIOUS: (datetime(2025, 12, 15), datetime(2026, 5, 27, 10)),
                LAST_YEAR: (FIRST, datetime(2025, 11, 25, 10)),
            },
        ),
        # A year before 1/8/2026 there was no regulation yet.
        ("2026-H2", datetime(2026, 8, 1), {CURRENT: H2, PREVIOUS: (datetime(2025, 12, 15), datetime(2026, 1, 31))}),
        ("2026-H2", datetime(2026, 6, 15), {CURRENT: H2}),
        ("2026-H2", datetime(2026, 12, 15), {CURRENT: H2, PREVIOUS: H1, LAST_YEAR: (FIRST, datetime(2025, 12, 15))}),
        (
            "2026",
            datetime(2027, 1, 1),
            {
                CURRENT: (datetime(2025, 12, 15), datetime(2026, 12, 15)),
                PREVIOUS: (FIRST, datetime(2025, 12, 15)),
                LAST_YEAR: (FIRST, datetime(2025, 12, 15)),
            },
        ),
        (
            "2028-H1",
            datetime(2028, 2, 29, 14),
            {
                CURRENT: (datetime(2027, 12, 15), datetime(2028, 6, 15)),
                PREVIOUS: (datetime(2027, 6, 15), datetime(2027, 8, 30, 14)),
                LAST_YEAR: (datetime(2026, 12, 15), datetime(2027, 2, 28, 14)),
            },
        ),
        (
            "2028-H1",
            datetime(2028, 3, 1),
            {
                CURRENT: (datetime(2027, 12, 15), datetime(2028, 6, 15)),
                PREVIOUS: (datetime(2027, 6, 15), datetime(2027, 8, 31)),
                LAST_YEAR: (datetime(2026, 12, 15), datetime(2027, 3, 1)),
            },
        ),
        (
            "2028-02-29..2028-03-01",
            datetime(2028, 6, 1),
            {
                CURRENT: (datetime(2028, 2, 29), datetime(2028, 3, 2)),
                PREVIOUS: (datetime(2028, 2, 27), datetime(2028, 2, 29)),
                LAST_YEAR: (datetime(2027, 2, 28), datetime(2027, 3, 2)),
            },
        ),
        (
            "2025-09-01..2025-10-10",
            datetime(2026, 1, 1),
            {CURRENT: (FIRST, datetime(2025, 10, 11))},
        ),
    ],
)
def test_what_a_period_is_set_against(period: str, as_of: datetime, windows: dict[str, tuple[datetime, datetime]]):
    found = comparison_windows(parse_period(period), as_of)
    assert [window.name for window in found] == list(windows)
    assert {window.name: (window.starts, window.ends) for window in found} == windows


@STEADY
@given(
    st.datetimes(datetime(2025, 9, 25), datetime(2032, 12, 31)),
    st.sampled_from(["half", "year", "quarter", "month"]),
    st.integers(-400, 400),
)
def test_like_is_set_against_like(moment: datetime, kind: str, days: int):
    period = period_of(moment.date(), kind)
    as_of = moment + timedelta(days=days)
    current, *earlier = comparison_windows(period, as_of)
    assert (current.starts, current.ends) == (period.starts, period.ends)
    for window in earlier:
        assert FIRST <= window.starts < window.ends <= period.starts
        if is_running(period, as_of):
            elapsed = as_of - period.starts
            spare = timedelta(days=1) if window.name == LAST_YEAR else timedelta()  # 29 February
            assert window.ends - window.starts <= elapsed + spare
    assert is_running(period, as_of) == (period.starts <= as_of < period.ends)


def test_months_tile_the_period_and_are_cut_at_its_ends():
    months = month_windows(*H1)
    assert [month.name for month in months] == ["m:2025-12", *(f"m:2026-0{n}" for n in range(1, 7))]
    assert (months[0].starts, months[0].ends) == (datetime(2025, 12, 15), datetime(2026, 1, 1))
    assert (months[-1].starts, months[-1].ends) == (datetime(2026, 6, 1), datetime(2026, 6, 15))
    assert all(one.ends == two.starts for one, two in pairwise(months))


def test_the_last_twelve_months():
    period = parse_period("2026-H2")
    names = [window.name for window in last_months(period, datetime(2026, 11, 25, 10))]
    assert names == ["m:2025-12", *(f"m:2026-{n:02d}" for n in range(1, 12))]
    assert [window.name for window in last_months(period, datetime(2027, 5, 1))][-1] == "m:2026-12"
    assert [window.name for window in last_months(parse_period("2025-H2"), datetime(2025, 11, 3))] == [
        "m:2025-09",
        "m:2025-10",
        "m:2025-11",
    ]
    assert len(last_months(period, datetime(2026, 11, 25), count=3)) == 3
    assert last_months(period, datetime(2026, 11, 25))[-1].starts == datetime(2026, 11, 1)


def test_a_window_below_nine_tenths_of_the_current_one_is_unlike_it():
    current = Window(CURRENT, datetime(2026, 1, 1), datetime(2026, 4, 11))  # 100 days
    nearly = Window(PREVIOUS, datetime(2025, 10, 3), datetime(2026, 1, 1))  # 90 days
    short = Window(LAST_YEAR, datetime(2025, 10, 4), datetime(2026, 1, 1))  # 89 days
    late = datetime(2026, 5, 1)
    assert unlike([current, nearly, short], late) == {LAST_YEAR}
    assert unlike([current, nearly, short], current.starts + timedelta(days=98)) == frozenset()  # 89 of 98
    assert unlike([nearly, short], late) == frozenset()


def _reader(store, *group_ids: str) -> View:
    actions = frozenset({"read.*"})
    return View(store, Actor("u", "Ban Quản trị", "board", actions, frozenset(group_ids)))


def test_who_works_within_a_group_sees_that_group(demo_store):
    window = comparison_windows(parse_period("2026-H2"), DEMO_MOMENT)[0]
    kpis = [kpi for kpi in KPIS.values() if "group" in FACTS[kpi.facts].columns]
    own = compute(_reader(demo_store, "group-09"), kpis, [window], DEMO_MOMENT)
    chosen = compute(demo_store, kpis, [window], DEMO_MOMENT, Selection(group_ids=("group-09",)))
    assert own == chosen
    assert own.get("tips_received").value
    other = Selection(group_ids=("group-10",))
    tips = [KPIS["tips_received"]]
    assert compute(_reader(demo_store, "group-09"), tips, [window], DEMO_MOMENT, other).get("tips_received").value == 0
    assert compute(_reader(demo_store), tips, [window], DEMO_MOMENT).get("tips_received").value == 0
    shown = cases(_reader(demo_store, "group-09"), KPIS["tips_received"], window, DEMO_MOMENT)
    assert set(shown["group_id"]) == {"group-09"}
