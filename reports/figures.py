"""The figures a report draws on: every indicator for the period and what it is compared with, and the splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_access import heads
from data_access.heads import Head
from data_access.reading import Reader
from metrics.computing import LATEST, Results, compute
from metrics.kpi import Kpi, Value
from metrics.registry import KPIS
from metrics.selection import LAST_YEAR, PREVIOUS, Window, comparison_windows, is_running
from regulation.periods import Period, previous, same_last_year
from regulation.text import natural_order
from regulation.vocabularies import OUTCOMES
from reports.prose import Baseline
from reports.steps import step_windows, step_word

AREA_KPIS = ("groups_active", "tips_received", "classified_on_time")
_STEP_KPIS = tuple(f"classification_{outcome}" for outcome in OUTCOMES.keys)
_INSTANT = timedelta(microseconds=1)


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
    """All figures of one report.

    `windows` are the period and what it is compared with, `steps` those of the chart, `by_area` the results by tổ dân
    phố, `head` the end of the audit log when the figures were read.
    """

    period: Period
    as_of: datetime
    kpis: dict[str, Kpi]
    results: Results
    by_area: Results
    windows: tuple[Window, ...]
    steps: tuple[Window, ...]
    areas: tuple[AreaLine, ...]
    head: Head | None = None

    @property
    def baseline(self) -> Baseline | None:
        """The same period last year when the regulation was in force, else the period before, else nothing."""
        present = {window.name for window in self.windows}
        if same_last_year(self.period) is not None and LAST_YEAR in present:
            return Baseline(LAST_YEAR, "cùng kỳ năm trước")
        if previous(self.period) is not None and PREVIOUS in present:
            return Baseline(PREVIOUS, "kỳ trước")
        return None

    @property
    def baseline_window(self) -> Window | None:
        """The span that the baseline covers: cut at the same elapsed time while the period is running."""
        baseline = self.baseline
        return next((window for window in self.windows if baseline and window.name == baseline.window), None)

    @property
    def counts_comparable(self) -> bool:
        """False when the baseline covers so much less time that its counts can't be set against those of the period."""
        return self.then("tips_received").comparable

    @property
    def step_word(self) -> str:
        """What one step of the chart is: "tháng" or "tuần"."""
        return step_word(self.period)

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


def read_figures(reader: Reader, period: Period, as_of: datetime) -> Figures:
    """Everything a report on `period` needs, as known at `as_of`."""
    windows = comparison_windows(period, as_of)
    steps = step_windows(period, as_of)
    by_step = compute(reader, _chosen(_STEP_KPIS), steps, as_of)
    whole = compute(reader, KPIS.values(), windows, as_of)
    return Figures(
        period=period,
        as_of=as_of,
        kpis=KPIS,
        results=Results({**whole.values, **by_step.values}, whole.groups),
        by_area=compute(reader, _chosen(AREA_KPIS), windows[:1], as_of, by="area"),
        windows=tuple(windows),
        steps=steps,
        areas=_area_lines(reader, min(period.ends - _INSTANT, as_of)),
        head=heads.current(reader),
    )


def _chosen(keys: Sequence[str]) -> list[Kpi]:
    return [KPIS[key] for key in keys]


def _area_lines(reader: Reader, seen: datetime) -> tuple[AreaLine, ...]:
    """The tổ dân phố that there were at `seen`."""
    rows = reader.query(
        """SELECT area_id, coalesce(name, ''), households, households_reached, members
        FROM area_facts($seen, $known_at) WHERE ended_at IS NULL""",
        {"seen": seen, "known_at": LATEST},
    )
    return tuple(sorted((AreaLine(*row) for row in rows), key=lambda line: natural_order(line.name)))
