"""Asked for a past moment, every figure and every fact is that of a store that holds only what was entered by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from data_access.demo.loading import load
from data_access.keys import derive
from data_access.store import Store
from metrics.computing import FACTS, LATEST, compute
from metrics.registry import KPIS
from metrics.selection import comparison_windows
from regulation.periods import period_of
from tests.conftest import TEST_KEY, WARD
from tests.kpi_figures import Reference
from tests.kpi_reference import read_events
from tests.kpi_support import differences
from tests.kpi_ward import small_ward

# The last five: before and after a correction (m13, t15) and something taken back (m9, t14, d6) became known.
MOMENTS = [
    datetime(2025, 10, 1, 9, 20),
    datetime(2026, 1, 9, 8, 30),
    datetime(2026, 2, 10, 8, 30),
    datetime(2026, 2, 18, 12, 0),
    datetime(2026, 2, 19, 8, 0),
    datetime(2026, 3, 20, 8, 30),
    datetime(2026, 6, 15, 13, 0),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with small_ward(tmp_path_factory.mktemp("whole") / "kho.duckdb") as store:
        yield store


def _figures(store: Store, as_of: datetime, known_at: datetime = LATEST):
    windows = [
        replace(window, name=f"{kind} {window.name}")
        for kind in ("half", "month")
        for window in comparison_windows(period_of(as_of.date(), kind), as_of)
    ]
    figures = compute(store, KPIS.values(), windows, as_of, known_at=known_at).values
    assert len(figures) == len(windows) * len(KPIS)
    return figures


def _facts(store: Store, as_of: datetime, known_at: datetime = LATEST):
    return {
        name: store.query(f"FROM {name}($as_of, $known_at) ORDER BY ALL", {"as_of": as_of, "known_at": known_at})
        for name in FACTS
    }


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_past_moment_of_the_small_ward(moment: datetime, whole: Store, tmp_path: Path):
    with small_ward(tmp_path / "then.duckdb", moment) as then:
        assert _facts(whole, moment, moment) == _facts(then, moment)
        assert _figures(whole, moment, moment) == _figures(then, moment)


def test_what_is_known_later_changes_the_past(whole: Store):
    """At 13:00 on 15/6 the tip t15 had been moved to 13/6; at 11:00 it still stood on 15/6, unclassified."""
    noon, before = datetime(2026, 6, 15, 13), datetime(2026, 6, 15, 11)
    tip = "SELECT received_at, classified_at FROM tip_facts($as_of, $known_at) WHERE tip_id = 't15'"
    assert whole.query(tip, {"as_of": noon, "known_at": before}) == [(datetime(2026, 6, 15, 6), None)]
    moved = (datetime(2026, 6, 13, 6), datetime(2026, 6, 14, 5))
    assert whole.query(tip, {"as_of": noon, "known_at": noon}) == [moved]
    assert whole.query(tip, {"as_of": datetime(2026, 6, 13, 5), "known_at": noon}) == []
    assert whole.query(tip, {"as_of": datetime(2026, 6, 14), "known_at": noon}) == [(moved[0], None)]


@pytest.mark.parametrize("known_at", [datetime(2026, 2, 11), datetime(2026, 6, 15, 11), datetime(2026, 6, 15, 13)])
def test_what_was_known_in_plain_python(known_at: datetime, whole: Store):
    reference = Reference(read_events(whole))
    as_of = datetime(2026, 6, 15, 18)
    for window in comparison_windows(period_of(as_of.date(), "year"), as_of):
        results = compute(whole, KPIS.values(), [window], as_of, known_at=known_at)
        expected = {key: reference.figure(key, window, as_of, known_at) for key in KPIS}
        assert differences(expected, {key: results.get(key, window.name) for key in KPIS}) == []


@pytest.fixture(scope="module")
def demo_until(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[datetime], Store]]:
    opened: list[Store] = []

    def make(moment: datetime) -> Store:
        path = tmp_path_factory.mktemp("demo-then") / "kho.duckdb"
        store = Store.create(path, derive(TEST_KEY), ward=WARD, is_demo=True, clock=lambda: moment)
        opened.append(store)
        load(store, moment)
        return store

    yield make
    for store in opened:
        store.close()


def test_a_past_moment_of_the_demo_ward(demo_store: Store, demo_until: Callable[[datetime], Store]):
    moment = datetime(2026, 2, 18, 23, 0)
    then = demo_until(moment)
    assert _facts(demo_store, moment, moment) == _facts(then, moment)
    assert _figures(demo_store, moment, moment) == _figures(then, moment)


@pytest.mark.slow
@pytest.mark.parametrize("month", range(1, 11))
def test_the_end_of_each_month_of_the_demo_ward(month: int, demo_store: Store, demo_until):
    moment = datetime(2026, month, 28, 23, 59)
    then = demo_until(moment)
    assert _facts(demo_store, moment, moment) == _facts(then, moment)
    assert _figures(demo_store, moment, moment) == _figures(then, moment)
