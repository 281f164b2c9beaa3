"""The rows behind a figure: as many as it says, the same ones, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pandas as pd
import pytest

from data_access.store import Store
from metrics.columns import COLUMNS
from metrics.computing import FACTS, Results, cases, compute
from metrics.curves import curve
from metrics.due_list import due_list
from metrics.kpi import Count, Distinct, Gap, Kpi, Largest, Quantile, Ratio, Side, SumRatio, Value
from metrics.registry import KPIS
from metrics.selection import CURRENT, Selection, Window
from tests.conftest import DEMO_MOMENT
from tests.kpi_support import EVERY_KPI
from tests.kpi_ward import ASKED_AT, small_ward

HALF = Window(CURRENT, datetime(2025, 12, 15), datetime(2026, 6, 15))
RUNNING = Window(CURRENT, datetime(2026, 6, 15), datetime(2026, 12, 15))
SIDES: tuple[Side, ...] = ("part", "missed", "pending", "whole")


class Asked:
    """Figures and cases of a store in a window, the figures computed once."""

    def __init__(self, store: Store, window: Window, as_of: datetime) -> None:
        self.store, self.window, self.as_of = store, window, as_of
        self.results: Results = compute(store, KPIS.values(), [window], as_of)

    def rows(self, kpi: Kpi, side: Side) -> pd.DataFrame:
        return cases(self.store, kpi, self.window, self.as_of, side=side)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with small_ward(tmp_path_factory.mktemp("small") / "kho.duckdb") as store:
        yield store


@pytest.fixture(scope="module", params=["small", "demo"])
def asked(request: pytest.FixtureRequest, ward: Store, demo_store: Store) -> Asked:
    if request.param == "small":
        return Asked(ward, HALF, ASKED_AT)
    return Asked(demo_store, RUNNING, DEMO_MOMENT)


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


@pytest.mark.parametrize("key", ["tips_received", "posts_published", "members_active", "incidents", "groups_active"])
def test_cases_of_one_group(key: str, demo_store):
    selection = Selection(group_ids=("group-09", "group-21"))
    value = compute(demo_store, [KPIS[key]], [RUNNING], DEMO_MOMENT, selection).get(key).value
    found = cases(demo_store, KPIS[key], RUNNING, DEMO_MOMENT, selection)
    assert len(found) == value
    assert set(found.get("group_id", ())) <= set(selection.group_ids)


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


def test_what_must_be_done_next(ward):
    """Overdue first, then what falls due by midnight; t11 has days left."""
    found = due_list(ward, ASKED_AT)
    assert list(zip(found["tip_id"], found["duty"], found["outcome"], found["minutes_left"], strict=True)) == [
        ("t3", "Phân loại, xử lý", "overdue", -(20 * 60 + 119 * 1440)),
        ("t10", "Chuyển cơ quan có thẩm quyền", "overdue", -(8 * 60 + 3 * 1440)),
        ("t13", "Báo cáo khẩn cấp", "overdue", -(5 * 60 + 45 + 1440)),
        ("t4", "Phân loại, xử lý", "pending", 330),
        ("t21", "Phân loại, xử lý", "pending", 360),
    ]
    assert due_list(ward, ASKED_AT, Selection(kinds=("suggestion",)))["tip_id"].tolist() == ["t4"]
    assert "t21" not in set(due_list(ward, datetime(2026, 6, 15, 17, 59))["tip_id"])


def test_the_curve_behind_a_quantile_of_time(ward):
    """18 tips of the half year on paper: 9 done after four and a half hours, two unfinished."""
    found = curve(ward, KPIS["classification_time_p50"], HALF, ASKED_AT)
    shares = dict(zip(found.hours, found.shares, strict=True))
    assert (shares[0.5], shares[4.5], shares[10]) == pytest.approx((2 / 18, 9 / 18, 11 / 18))
    assert next(hours for hours, share in shares.items() if share >= 0.9) == 26
    assert found.censored == (18.5, pytest.approx(24 * 120 + 20))
    assert all(low <= share <= high for low, share, high in zip(found.low, found.shares, found.high, strict=True))
    before = Window(CURRENT, datetime(2025, 9, 25), datetime(2025, 10, 1))
    assert curve(ward, KPIS["classification_time_p50"], before, ASKED_AT).hours == ()


def test_every_column_of_the_cases_has_its_heading():
    assert {column for view in FACTS.values() for column in view.drill} <= set(COLUMNS)
    assert all(column.label for column in COLUMNS.values())
