"""What an indicator is: data, not code. A measure over a facts view, with its clause, unit and target.

A measure gives SQL aggregates in which `{in_window}` stands for "this fact belongs to the window", `{starts}` and
`{seen}` for the first and the last moment seen; and turns their cells into a `Value`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from metrics.statistics import censored_quantile, difference_interval, wilson_interval

Unit = Literal["percent", "count", "minutes", "points", "days", "per_100"]
Better = Literal["up", "down"]
Side = Literal["part", "missed", "pending", "whole"]
Cells = Sequence[Any]


@dataclass(frozen=True)
class Value:
    """A figure: `value` in the unit of its indicator (a rate between 0 and 1), None when there is nothing to measure.

    `part` of `whole` cases (None where the figure isn't a share), `pending` cases left out because they are not yet
    due, `low` to `high` the 95 % interval. `comparable` is off for a count over a span much shorter than the current
    one (as in the first period), which a change must not be shown against. `hidden` is on where the reader may not
    know the figure because it rests on too few cases.
    """

    value: float | None
    part: float | None = None
    whole: float | None = None
    pending: int = 0
    low: float | None = None
    high: float | None = None
    comparable: bool = True
    hidden: bool = False


class Measure(Protocol):
    def aggregates(self) -> tuple[str, ...]: ...

    def value(self, cells: Cells) -> Value: ...

    def condition(self, side: Side) -> str:
        """Which facts stand behind the figure, or behind one side of it."""
        ...


@dataclass(frozen=True)
class Count:
    """How many facts meet a condition."""

    where: str = "true"

    def aggregates(self) -> tuple[str, ...]:
        return (f"count(*) FILTER ({{in_window}} AND ({self.where}))",)

    def value(self, cells: Cells) -> Value:
        return Value(float(cells[0]))

    def condition(self, side: Side) -> str:
        return self.where if side in ("part", "whole") else "false"


@dataclass(frozen=True)
class Ratio:
    """`part` of `whole`; facts that meet `pending` are not yet due: left out of both, and told."""

    part: str
    whole: str
    pending: str = "false"

    def aggregates(self) -> tuple[str, ...]:
        return tuple(
            f"count(*) FILTER ({{in_window}} AND ({where}))"
            for where in (f"({self.whole}) AND ({self.part})", self.whole, self.pending)
        )

    def value(self, cells: Cells) -> Value:
        part, whole, pending = (int(cell) for cell in cells)
        if not whole:
            return Value(None, part, whole, pending)
        low, high = wilson_interval(part, whole)
        return Value(part / whole, part, whole, pending, low, high)

    def condition(self, side: Side) -> str:
        return {
            "part": f"({self.whole}) AND ({self.part})",
            "missed": f"({self.whole}) AND NOT coalesce({self.part}, false)",
            "pending": self.pending,
            "whole": self.whole,
        }[side]


@dataclass(frozen=True)
class SumRatio:
    """Sum of `part` over sum of `whole`, times `scale`, over the facts that meet `where`."""

    part: str
    whole: str
    where: str = "true"
    scale: float = 1

    def aggregates(self) -> tuple[str, ...]:
        return tuple(f"sum({expr}) FILTER ({{in_window}} AND ({self.where}))" for expr in (self.part, self.whole))

    def value(self, cells: Cells) -> Value:
        part, whole = (float(cell or 0) for cell in cells)
        return Value(self.scale * part / whole if whole else None, part, whole)

    def condition(self, side: Side) -> str:
        return self.where if side in ("part", "whole") else "false"


@dataclass(frozen=True)
class Distinct:
    """How many of `of` possible values of `expression` occur among the facts that meet `where`."""

    expression: str
    of: int
    where: str = "true"

    def aggregates(self) -> tuple[str, ...]:
        return (
            f"count(DISTINCT {self.expression}) FILTER ({{in_window}} AND ({self.where}))",
            f"count(*) FILTER ({{in_window}} AND ({self.where}))",
        )

    def value(self, cells: Cells) -> Value:
        part, facts = (int(cell) for cell in cells)
        return Value(part / self.of if facts else None, part, self.of)

    def condition(self, side: Side) -> str:
        return self.where if side in ("part", "whole") else "false"


@dataclass(frozen=True)
class Quantile:
    """Time after which the share `q` of the facts that meet `where` is done (Kaplan–Meier).

    `minutes` is the time taken so far, `done` whether it is over; unfinished facts count as censored. None while fewer
    than the share `q` is done.
    """

    minutes: str
    done: str
    q: float
    where: str = "true"

    def aggregates(self) -> tuple[str, ...]:
        return tuple(
            f"list(({self.minutes})::DOUBLE) FILTER ({{in_window}} AND ({self.where}) AND {self.minutes}>=0 AND {over})"
            for over in (f"({self.done})", f"NOT ({self.done})")
        )

    def value(self, cells: Cells) -> Value:
        done, censored = (list(cell) if cell is not None else [] for cell in cells)
        value = censored_quantile(done, censored, self.q)
        return Value(value, len(done), len(done) + len(censored))

    def condition(self, side: Side) -> str:
        sides = {"part": f"({self.done})", "missed": f"NOT ({self.done})", "whole": "true", "pending": "false"}
        return f"({self.where}) AND {sides[side]}"


@dataclass(frozen=True)
class Largest:
    """The largest value of `expression` among the facts that meet `where`."""

    expression: str
    where: str = "true"

    def aggregates(self) -> tuple[str, ...]:
        return (f"max({self.expression}) FILTER ({{in_window}} AND ({self.where}))",)

    def value(self, cells: Cells) -> Value:
        return Value(None if cells[0] is None else float(cells[0]))

    def condition(self, side: Side) -> str:
        return self.where if side in ("part", "whole") else "false"


@dataclass(frozen=True)
class Gap:
    """Rate among the facts that meet `first` minus the rate among the others, with its 95 % interval."""

    part: str
    whole: str
    first: str

    def aggregates(self) -> tuple[str, ...]:
        sides = (f"({self.first})", f"NOT ({self.first})")
        return tuple(
            f"count(*) FILTER ({{in_window}} AND ({self.whole}) AND {side} AND {part})"
            for side in sides
            for part in (f"({self.part})", "true")
        )

    def value(self, cells: Cells) -> Value:
        part, whole, other_part, other_whole = (int(cell) for cell in cells)
        if not whole or not other_whole:
            return Value(None)
        low, high = difference_interval(part, whole, other_part, other_whole)
        return Value(part / whole - other_part / other_whole, None, None, 0, low, high)

    def condition(self, side: Side) -> str:
        return self.whole if side in ("part", "whole") else "false"


@dataclass(frozen=True)
class Example:
    """Facts as rows of the columns that matter, and the figure they give (tested)."""

    rows: tuple[Mapping[str, Any], ...]
    value: float | None
    part: float | None = None
    whole: float | None = None


@dataclass(frozen=True)
class Kpi:
    """An indicator, written once.

    `at` is the column that says which window a fact belongs to; None for a state at the end of the window. `clause` is
    the duty it watches, `better` the good direction, `target` in the unit of the value (a default that the ward can
    change), `parent` the indicator of which this one is a part ("trong đó"), `note` what a reader must know.
    """

    key: str
    label: str
    clause: str
    facts: str
    at: str | None
    measure: Measure
    unit: Unit
    section: str
    better: Better | None = None
    target: float | None = None
    parent: str | None = None
    note: str = ""
    example: Example = field(default_factory=lambda: Example((), None))
