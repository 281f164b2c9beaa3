"""The rows behind a figure: as many as it says, the same ones, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pandas as pd
import pytest

from data_access.store import Store
from metrics.computing import FACTS, Results, cases, compute
from metrics.kpi import Count, Distinct, Gap, Kpi, Largest, Quantile, Ratio, Side, SumRatio, Value
from metrics.registry import KPIS
from metrics.selection import CURRENT, EVERYTHING, Selection, Window
from tests.conftest import DEMO_MOMENT
from tests.kpi_support import EVERY_KPI
from tests.kpi_ward import ASKED_AT, small_ward

HALF = Window(CURRENT, datetime(2025, 12, 15), datetime(2026, 6, 15))
RUNNING = Window(CURRENT, datetime(2026, 6, 15), datetime(2026, 12, 15))
SIDES: tuple[Side, ...] = ("part", "missed", "pending", "whole")


class Asked:
    """Figures and cases of a store in a window, the figures computed once."""

    def __init__(self, store: Store, window: Window, as_of: datetime, selection: Selection = EVERYTHING) -> None:
        self.store, self.window, self.as_of, self.selection = store, window, as_of, selection
        self.results: Results = compute(store, KPIS.values(), [window], as_of, selection)

    def rows(self, kpi: Kpi, side: Side) -> pd.DataFrame:
        return cases(self.store, kpi, self.window, self.as_of, self.selection, side)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with small_ward(tmp_path_factory.mktemp("small") / "kho.duckdb") as store:
        yield store


@pytest.fixture(scope="module", params=["small", "demo", "one group"])
def asked(request: pytest.FixtureRequest, ward: Store, demo_store: Store) -> Asked:
    if request.param == "small":
        return Asked(ward, HALF, ASKED_AT)
    selection = EVERYTHING if request.param == "demo" else Selection(group_ids=("group-09",), kinds=("other",))
    return Asked(demo_store, RUNNING, DEMO_MOMENT, selection)


@EVERY_KPI
def test_cases_reproduce_the_figure(kpi: Kpi, asked: Asked):
    value = asked.results.get(kpi.key)
    rows = {side: asked.rows(kpi, side) for side in SIDES}
    assert _counts(kpi, rows) == _expected(kpi, value)
    key = FACTS[kpi.facts].key
    if isinstance(kpi.measure, Ratio | Quantile):
        parts = pd.concat([rows["part"], rows["missed"]])[key]
        assert sorted(parts) == sorted(rows["whole"][key])
    for frame in rows.values():
        assert list(frame.columns) == list(FACTS[kpi.facts].drill)
        order = list(frame[kpi.at]) if kpi.at in frame.columns else []
        assert order == sorted(order, reverse=True)
        assert all(asked.window.starts <= moment < asked.window.ends for moment in order)


def _counts(kpi: Kpi, rows: dict[Side, pd.DataFrame]) -> tuple[float, ...]:
    """What the rows say of the figure."""
    whole = rows["whole"]
    match kpi.measure:
        case Count():
            return len(rows["part"]), len(whole)
        case Ratio():
            return tuple(len(rows[side]) for side in SIDES)
        case Quantile():
            return len(rows["part"]), len(rows["missed"]), len(whole)
        case SumRatio() if kpi.key == "household_coverage":
            return whole["households_reached"].sum(), whole["households"].sum()
        case Distinct():
            return whole["content"].nunique(), 9
        case Gap():
            return (whole["classification"].isin(["on_time", "late", "overdue"]).all(),)
        case Largest():
            return (_longest(whole),)
    return (len(whole) > 0,)


def _expected(kpi: Kpi, value: Value) -> tuple[float | None, ...]:
    part, whole = value.part or 0, value.whole or 0
    match kpi.measure:
        case Count():
            return value.value, value.value
        case Ratio():
            return part, whole - part, value.pending, whole
        case Quantile():
            return part, whole - part, whole
        case SumRatio() if kpi.key == "household_coverage":
            return part, whole
        case Distinct():
            return part, 9
        case Gap():
            return (True,)
        case Largest():
            return (value.value,)
    return (whole > 0,)


def _longest(days: pd.DataFrame) -> float:
    longest = run = 0
    for posts in days.sort_values("day")["posts"]:
        run = 0 if posts else run + 1
        longest = max(longest, run)
    return longest


def test_cases_can_be_narrowed_further(demo_store):
    kpi = KPIS["tips_received"]
    everything = cases(demo_store, kpi, HALF, DEMO_MOMENT)
    late = cases(demo_store, kpi, HALF, DEMO_MOMENT, where="classification = 'late'")
    assert 0 < len(late) < len(everything)
    assert set(late["tip_id"]) == set(everything.loc[everything["classification"] == "late", "tip_id"])


def test_cases_of_a_past_moment_are_those_of_its_figure(demo_store):
    as_of = datetime(2026, 2, 18, 6)
    kpi = KPIS["classified_on_time"]
    value = compute(demo_store, [kpi], [HALF], as_of, known_at=as_of).get(kpi.key)
    for side, expected in (("part", value.part), ("whole", value.whole), ("pending", value.pending)):
        assert len(cases(demo_store, kpi, HALF, as_of, side=side, known_at=as_of)) == expected
    assert value.pending
