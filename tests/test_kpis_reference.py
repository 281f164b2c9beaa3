"""Every indicator against the same one computed another way: on paper, and in plain Python from the raw events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from data_access.store import Store
from metrics.computing import FACTS, Results, compute
from metrics.kpi import Count, Kpi, Largest, Ratio, SumRatio
from metrics.registry import KPIS
from metrics.selection import (
    CURRENT,
    LAST_YEAR,
    PREVIOUS,
    Selection,
    Window,
    comparison_windows,
    last_months,
    month_windows,
)
from regulation.periods import parse_period
from tests.conftest import DEMO_MOMENT
from tests.kpi_figures import Figure, Reference
from tests.kpi_reference import read_events
from tests.kpi_support import EVERY_KPI, agrees, differences
from tests.kpi_ward import ASKED_AT, FIGURES, PERIOD, small_ward

SPLITS = ("group", "area", "kind", "content")
NARROWED_BY_REFERENCE = ("tip_facts", "post_facts", "member_facts")


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with small_ward(tmp_path_factory.mktemp("small") / "kho.duckdb") as store:
        yield store


@pytest.fixture(scope="module")
def on_paper(ward: Store) -> Results:
    return compute(ward, KPIS.values(), comparison_windows(parse_period(PERIOD), ASKED_AT), ASKED_AT)


@pytest.fixture(scope="module")
def ward_reference(ward: Store) -> Reference:
    return Reference(read_events(ward))


@pytest.fixture(scope="module")
def demo_reference(demo_store: Store) -> Reference:
    return Reference(read_events(demo_store))


@EVERY_KPI
def test_the_figure_worked_out_on_paper(kpi: Kpi, on_paper: Results):
    expected, given = Figure(*FIGURES[kpi.key]), on_paper.get(kpi.key)
    assert agrees(expected, given), f"expected {expected}, given {given}"


def _check(store: Store, reference: Reference, windows: list[Window], as_of: datetime) -> None:
    results = compute(store, KPIS.values(), windows, as_of)
    for window in windows:
        expected = {key: reference.figure(key, window, as_of) for key in KPIS}
        given = {key: results.get(key, window.name) for key in KPIS}
        assert differences(expected, given) == [], window


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        ("2025-H2", datetime(2025, 11, 1)),
        ("2026-H1", datetime(2026, 2, 17, 23, 59)),
        ("2026-H1", datetime(2026, 6, 15, 18)),
        ("2026", datetime(2026, 6, 12, 15, 10)),
        ("2026-01-10..2026-02-20", ASKED_AT),
    ],
)
def test_the_small_ward_in_plain_python(period: str, as_of: datetime, ward, ward_reference):
    _check(ward, ward_reference, comparison_windows(parse_period(period), as_of), as_of)


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        ("2025-H2", DEMO_MOMENT),
        ("2026-H1", DEMO_MOMENT),
        ("2026-H2", DEMO_MOMENT),
        ("2026", DEMO_MOMENT),
        ("2026-H1", datetime(2026, 2, 18, 6, 30)),
        ("2026-Q1", datetime(2026, 1, 31, 22, 15)),
        ("2026-11-20..2026-11-25", DEMO_MOMENT),
    ],
)
def test_the_demo_ward_in_plain_python(period: str, as_of: datetime, demo_store, demo_reference):
    _check(demo_store, demo_reference, comparison_windows(parse_period(period), as_of), as_of)


def test_the_monthly_trend_in_plain_python(demo_store, demo_reference):
    period = parse_period("2026-H1")
    windows = [*month_windows(period.starts, period.ends), *last_months(parse_period("2026-H2"), DEMO_MOMENT)]
    distinct = {window.name: window for window in windows if window.name not in ("m:2025-12", "m:2026-06")}
    assert len(distinct) == 10
    _check(demo_store, demo_reference, list(distinct.values()), DEMO_MOMENT)


@pytest.mark.parametrize("by", ["group", "area", "kind", "content"])
def test_each_group_in_plain_python(by: str, demo_store, demo_reference):
    (window,) = comparison_windows(parse_period("2026-H2"), DEMO_MOMENT)[:1]
    results = compute(demo_store, KPIS.values(), [window], DEMO_MOMENT, by=by)
    split = [kpi.key for kpi in KPIS.values() if by in FACTS[kpi.facts].columns and kpi.facts in NARROWED_BY_REFERENCE]
    assert len(split) > 10
    assert len(results.groups) == {"group": 21, "area": 20, "kind": 6, "content": 9}[by]
    for group in results.groups:
        expected = {key: demo_reference.figure(key, window, DEMO_MOMENT, **{by: group}) for key in split}
        given = {key: results.get(key, group=group) for key in split}
        # A group without any fact of a view has no row: nothing to show, where the reference says 0 of 0.
        assert [line for line in differences(expected, given) if not _nothing(expected, given, line)] == [], group


def _nothing(expected: dict[str, Figure], given: Results, line: str) -> bool:
    key = line.split(":")[0]
    return given[key].value is None and not expected[key].value and not expected[key].whole


# Windows, groups and selections against each other -------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2026-H1", "2026-H2"])
def test_each_window_is_as_if_asked_for_alone(period: str, demo_store):
    windows = comparison_windows(parse_period(period), DEMO_MOMENT)
    assert [window.name for window in windows][:2] == [CURRENT, PREVIOUS]
    assert (LAST_YEAR in {window.name for window in windows}) == (period != "2026-H1")
    together = compute(demo_store, KPIS.values(), windows, DEMO_MOMENT)
    for window in windows[1:]:
        alone = compute(demo_store, KPIS.values(), [replace(window, name=CURRENT)], DEMO_MOMENT)
        for key in KPIS:
            assert replace(together.get(key, window.name), comparable=True) == alone.get(key), (key, window)


def test_only_counts_of_a_short_earlier_window_are_not_comparable(demo_store):
    windows = comparison_windows(parse_period("2026-H2"), DEMO_MOMENT)
    results = compute(demo_store, KPIS.values(), windows, DEMO_MOMENT)
    for key, kpi in KPIS.items():
        counts_within = kpi.at is not None and kpi.unit in ("count", "days")
        assert results.get(key, LAST_YEAR).comparable == (not counts_within), key  # 61 days against 164
        assert results.get(key, PREVIOUS).comparable, key
        assert results.get(key).comparable, key


@pytest.mark.parametrize("by", SPLITS)
def test_groups_add_up_to_the_total(by: str, demo_store):
    """What has no group (a post to all groups, a tip from nowhere) counts in the total only."""
    window = comparison_windows(parse_period("2026-H1"), DEMO_MOMENT)[0]
    total = compute(demo_store, KPIS.values(), [window], DEMO_MOMENT)
    split = compute(demo_store, KPIS.values(), [window], DEMO_MOMENT, by=by)
    ungrouped = _ungrouped(demo_store, window, by)
    checked = 0
    for key, kpi in KPIS.items():
        column = FACTS[kpi.facts].columns.get(by)
        if column is None:
            assert all(split.get(key, group=group).value is None for group in split.groups)
            continue
        values = [*(split.get(key, group=group) for group in split.groups), ungrouped.get(key)]
        assert split.get(key) == total.get(key), key
        if isinstance(kpi.measure, Count):
            assert sum(value.value or 0 for value in values) == total.get(key).value, key
            checked += 1
        elif isinstance(kpi.measure, Ratio | SumRatio):
            for side in ("part", "whole", "pending"):
                assert sum(getattr(v, side) or 0 for v in values) == getattr(total.get(key), side), (key, side)
            checked += 1
        elif isinstance(kpi.measure, Largest):
            assert max(value.value or 0 for value in values) == total.get(key).value, key
    assert checked > 10


def _ungrouped(store: Store, window: Window, by: str) -> Results:
    """Figures over the facts that belong to no group."""
    values = {}
    for is_state, moment in ((False, str(DEMO_MOMENT)), (True, "2026-06-14 23:59:59.999999")):
        sources = {
            name: f"SELECT * FROM {name}(TIMESTAMP '{moment}', TIMESTAMP '9999-12-31') WHERE {view.columns[by]} IS NULL"
            for name, view in FACTS.items()
            if by in view.columns
        }
        kpis = [kpi for kpi in KPIS.values() if kpi.facts in sources and (kpi.at is None) == is_state]
        values |= compute(store, kpis, [window], DEMO_MOMENT, sources=sources).values
    return Results(values)


@pytest.mark.parametrize(
    ("selection", "by", "group"),
    [
        (Selection(group_ids=("group-11",)), "group", "group-11"),
        (Selection(kinds=("security_report",)), "kind", "security_report"),
    ],
)
def test_a_selection_is_the_same_as_its_group(selection: Selection, by: str, group: str, demo_store):
    windows = comparison_windows(parse_period("2026-H2"), DEMO_MOMENT)[:1]
    selected = compute(demo_store, KPIS.values(), windows, DEMO_MOMENT, selection)
    split = compute(demo_store, KPIS.values(), windows, DEMO_MOMENT, by=by)
    everything = compute(demo_store, KPIS.values(), windows, DEMO_MOMENT)
    for key, kpi in KPIS.items():
        for window in windows:
            given = selected.get(key, window.name)
            if by in FACTS[kpi.facts].columns:
                wanted = split.get(key, window.name, group)
                assert given == wanted or (not given.value and wanted.value is None), (key, window)
            else:
                assert given == everything.get(key, window.name), (key, window)


def test_several_groups_and_areas_narrow_together(demo_store, demo_reference):
    window = comparison_windows(parse_period("2026-H1"), DEMO_MOMENT)[0]
    selection = Selection(group_ids=("group-01", "group-02"), area_ids=("area-02", "area-03"))
    kpis = [KPIS["tips_received"], KPIS["classified_on_time"]]
    given = compute(demo_store, kpis, [window], DEMO_MOMENT, selection)
    expected = demo_reference.figure("tips_received", window, DEMO_MOMENT, group="group-02", area="area-02")
    assert expected.value
    assert given.get("tips_received").value == expected.value
    nothing = compute(demo_store, kpis, [window], DEMO_MOMENT, Selection(group_ids=("không có",)))
    assert nothing.get("tips_received").value == 0
    assert nothing.get("classified_on_time").value is None
