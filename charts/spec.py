"""What a chart says, apart from how it is drawn.

A chart is a frozen value of one of five kinds. `charts.screen` draws it for the browser, `charts.paper` for print, so
that both always carry the same numbers. A missing value is `None` and is drawn as a gap, never as zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["on_time", "late", "overdue", "pending", "neutral", "accent"]
Unit = Literal["percent", "count", "minutes", "hours", "days", "points"]
ROLES: tuple[Role, ...] = ("on_time", "late", "overdue", "pending", "neutral", "accent")


class ChartError(ValueError):
    """A chart whose parts do not fit together."""


@dataclass(frozen=True)
class Series:
    """Named values, one for each label of the chart; `role` decides colour, hatch and dash.

    `notes` (one per value, may be empty) are shown when the value is pointed at: a fraction, an interval.
    """

    name: str
    values: tuple[float | None, ...]
    role: Role = "accent"
    key: str = ""
    notes: tuple[str, ...] = ()

    def note(self, index: int) -> str:
        """The note on one value, empty when there is none."""
        return self.notes[index] if self.notes else ""

    @property
    def is_empty(self) -> bool:
        """True when no value is known."""
        return all(value is None for value in self.values)


@dataclass(frozen=True)
class _LabelledChart:
    """Series over labels. `keys` are what a click hands back for each label; the labels themselves when left out."""

    title: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    keys: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        _check_lengths(self.labels, self.series, self.keys)

    @property
    def is_empty(self) -> bool:
        """True when no series has a value."""
        return all(series.is_empty for series in self.series)

    def key(self, index: int) -> str:
        """What stands for the label at `index` when it is clicked."""
        return self.keys[index] if self.keys else self.labels[index]


@dataclass(frozen=True)
class BarChart(_LabelledChart):
    """Bars over categories, stacked or grouped, upright or lying (`horizontal`)."""

    unit: Unit = "count"
    stacked: bool = True
    horizontal: bool = False


@dataclass(frozen=True)
class LineChart(_LabelledChart):
    """Lines over ordered labels, broken where a value is unknown; `target` is a level to compare with."""

    unit: Unit = "percent"
    target: float | None = None


@dataclass(frozen=True)
class StepSeries:
    """Share done (0…1) by each elapsed time, estimated with unfinished cases as censored.

    `times` ascend and start at the first event; `low`/`high` bound the share when given; `censored` are the times
    already waited by cases not finished yet, drawn as ticks on the curve.
    """

    name: str
    times: tuple[float, ...]
    shares: tuple[float, ...]
    role: Role = "accent"
    censored: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.times), len(self.shares)}
        lengths |= {len(band) for band in (self.low, self.high) if band}
        if len(lengths) != 1:
            raise ChartError(f"{self.name}: times, shares and bands must have one length, got {sorted(lengths)}")

    def share_at(self, time: float) -> float:
        """The share done at `time`: the last step at or before it, 0 before the first."""
        done = 0.0
        for step, share in zip(self.times, self.shares, strict=True):
            if step > time:
                break
            done = share
        return done


@dataclass(frozen=True)
class StepCurve:
    """Time-to-event curves; `deadline` is marked on the time axis; the axis ends at `limit` when given."""

    title: str
    alt: str
    series: tuple[StepSeries, ...]
    unit: Unit = "hours"
    deadline: float | None = None
    limit: float | None = None

    @property
    def is_empty(self) -> bool:
        """True when no series has a step."""
        return all(not series.times for series in self.series)


@dataclass(frozen=True)
class Heatmap:
    """Values over rows and columns (`values[row][column]`), for instance weekday by hour."""

    title: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    unit: Unit = "count"
    role: Role = "on_time"
    row_keys: tuple[str, ...] = ()
    column_keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.values) != len(self.rows) or any(len(row) != len(self.columns) for row in self.values):
            raise ChartError(f"{self.title}: values must be {len(self.rows)} rows of {len(self.columns)}")

    @property
    def is_empty(self) -> bool:
        """True when no cell has a value."""
        return all(value is None for row in self.values for value in row)

    def key(self, row: int, column: int) -> tuple[str, str]:
        """What a click on a cell hands back."""
        row_key = self.row_keys[row] if self.row_keys else self.rows[row]
        column_key = self.column_keys[column] if self.column_keys else self.columns[column]
        return row_key, column_key


@dataclass(frozen=True)
class Sparkline:
    """A trend small enough for a card: no axes, the last known value marked."""

    alt: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    unit: Unit = "percent"
    role: Role = "accent"
    target: float | None = None

    @property
    def is_empty(self) -> bool:
        """True when no value is known."""
        return all(value is None for value in self.values)

    @property
    def last_known(self) -> int | None:
        """The index of the last value that is known."""
        known = [index for index, value in enumerate(self.values) if value is not None]
        return known[-1] if known else None


Chart = BarChart | LineChart | StepCurve | Heatmap | Sparkline


def _check_lengths(labels: Sequence[str], series: Sequence[Series], keys: Sequence[str]) -> None:
    wrong = [item.name for item in series if len(item.values) != len(labels)]
    wrong += [item.name for item in series if item.notes and len(item.notes) != len(labels)]
    if wrong:
        raise ChartError(f"series {wrong} must have one value for each of the {len(labels)} labels")
    if keys and len(keys) != len(labels):
        raise ChartError(f"{len(keys)} keys for {len(labels)} labels")
