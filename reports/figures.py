"""The figures a report draws on: every indicator for the period and what it is compared with, and the splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data_access.store import Store
from metrics.computing import Results, cases, compute
from metrics.kpi import Count, Kpi, Value
from metrics.registry import KPIS
from metrics.selection import LAST_YEAR, PREVIOUS, Window, comparison_windows, is_running, month_windows
from regulation.periods import Period, previous, same_last_year
from regulation.vocabularies import OUTCOMES
from reports.prose import Baseline

URGENT_TIPS = Kpi(
    "urgent_tips", "Tin khẩn cấp, cấp bách", "15.4", "tip_facts", "received_at", Count("urgent"), "count", "crime"
)
AREA_KPIS = ("tips_received", "classified_on_time")
_MONTHLY = tuple(f"classification_{outcome}" for outcome in OUTCOMES.keys)


@dataclass(frozen=True)
class AreaLine:
    """One tổ dân phố at the end of the period: households, those with a member, members."""

    area_id: str
    name: str
    households: int
    households_reached: int
    members: int


@dataclass(frozen=True)
class Figures:
    """All figures of one report; `months` are the windows of the chart, `by_area` the results by tổ dân phố."""

    period: Period
    as_of: datetime
    kpis: dict[str, Kpi]
    results: Results
    by_area: Results
    months: tuple[Window, ...]
    areas: tuple[AreaLine, ...]

    @property
    def baseline(self) -> Baseline | None:
        """The same period last year when the regulation was in force, else the period before, else nothing."""
        if same_last_year(self.period) is not None:
            return Baseline(LAST_YEAR, "cùng kỳ năm trước")
        if previous(self.period) is not None:
            return Baseline(PREVIOUS, "kỳ trước")
        return None

    @property
    def running(self) -> bool:
        """True when the period was not over yet."""
        return is_running(self.period, self.as_of)

    def now(self, key: str) -> Value:
        """The figure of the period."""
        return self.results.get(key)

    def then(self, key: str) -> Value:
        """The figure it is compared with; empty without a baseline."""
        return self.results.get(key, self.baseline.window) if self.baseline else Value(None)

    def count(self, key: str) -> int:
        """A count of the period, 0 when nothing is recorded."""
        return round(self.now(key).value or 0)


def read_figures(store: Store, period: Period, as_of: datetime) -> Figures:
    """Everything a report on `period` needs, as known at `as_of`."""
    kpis = {**KPIS, URGENT_TIPS.key: URGENT_TIPS}
    windows = comparison_windows(period, as_of)
    months = month_windows(period.starts, min(period.ends, max(as_of, period.starts)))
    monthly = compute(store, _chosen(kpis, _MONTHLY), months, as_of) if months else Results({})
    whole = compute(store, kpis.values(), windows, as_of)
    return Figures(
        period=period,
        as_of=as_of,
        kpis=kpis,
        results=Results({**whole.values, **monthly.values}, whole.groups),
        by_area=compute(store, _chosen(kpis, AREA_KPIS), windows[:1], as_of, by="area"),
        months=tuple(months),
        areas=_area_lines(store, kpis["household_coverage"], windows[0], as_of),
    )


def _chosen(kpis: dict[str, Kpi], keys: Sequence[str]) -> list[Kpi]:
    return [kpis[key] for key in keys]


def _area_lines(store: Store, coverage: Kpi, window: Window, as_of: datetime) -> tuple[AreaLine, ...]:
    found = cases(store, coverage, window, as_of).to_dict("records")
    lines = [
        AreaLine(
            str(row["area_id"]),
            str(row["name"]),
            int(row["households"]),
            int(row["households_reached"]),
            int(row["members"]),
        )
        for row in found
    ]
    return tuple(sorted(lines, key=lambda line: _natural(line.name)))


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A sort key by which "Tổ dân phố 2" comes before "Tổ dân phố 10"."""
    return tuple((0, int(part)) if part.isdigit() else (1, part.casefold()) for part in name.split())
