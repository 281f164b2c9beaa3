"""Small counts kept from readers who may not see cases: one report in one tổ dân phố gives its informant away.

A count below three is printed as "<3", none and one alike, so that not even its existence shows. Where sums would give
it away, further counts are hidden ("*") until every hidden count could be at least two different numbers for a reader
who knows all that is printed and what the two marks stand for (complementary suppression; Cox's network method for
two-way tables).

That holds within one table. Against subtracting one table from another, only tables that everybody sees, over a whole
reporting period and without filters, are printed exactly; as soon as anything is narrowed down, `rounded` is to be
used: every count to the nearest multiple of five, and sums as the sums of what is printed. A difference of two tables
then tells a count to within two at best. Many overlapping selections can still narrow a count down further.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

THRESHOLD = 3
BELOW, HIDDEN = "<3", "*"
STEP = 5
Cell = int | str
Counts = Sequence[Sequence[int]]
_State = Literal["open", "below", "hidden", "free"]
_MARGIN_COST, _TOTAL_COST = 1e3, 1e6


@dataclass(frozen=True)
class Published:
    """A two-way table as it may be printed: numbers, "<3" and "*", with its sums."""

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell


def is_small(count: int) -> bool:
    return count < THRESHOLD


def show_count(count: int) -> Cell:
    """One count that stands alone."""
    return BELOW if is_small(count) else count


def suppress(cells: Counts, *, across: bool = True, down: bool = True) -> Published:
    """Rows of counts of disjoint parts, so hidden that nothing below three can be worked out from the rest.

    The sums over rows and columns count as known even where a table does not print them, as other screens do. `across`
    or `down` is off where adding up a row, or a column, means nothing. In the rare table where even the marks would
    give a count away (all of it small, hardly any room), everything is "*".
    """
    if not cells or not cells[0]:
        return Published(((),) * len(cells), (BELOW,) * len(cells), (), BELOW)
    grid = _Grid(cells, across=across, down=down)
    for place in list(grid.hidden_places()):
        if not grid.protect(*place):
            return _nothing(len(cells), len(cells[0]))
    return grid.published()


def rounded(cells: Counts) -> Published:
    """The same for a table that is narrowed down: counts to the nearest multiple of five, sums of what is printed."""
    shown = tuple(tuple(BELOW if is_small(count) else _round(count) for count in row) for row in cells)
    columns = zip(*shown, strict=True)
    return Published(
        shown,
        tuple(_sum(row) for row in shown),
        tuple(_sum(column) for column in columns),
        _sum([cell for row in shown for cell in row]),
    )


def _round(count: int) -> int:
    return max(STEP, STEP * ((count + STEP // 2) // STEP))


def _sum(cells: Sequence[Cell]) -> Cell:
    known = [cell for cell in cells if isinstance(cell, int)]
    return sum(known) if known else HIDDEN


def _nothing(rows: int, columns: int) -> Published:
    return Published(((HIDDEN,) * columns,) * rows, (HIDDEN,) * rows, (HIDDEN,) * columns, HIDDEN)


def _with_sums(cells: Counts) -> list[list[int]]:
    with_rows = [[*row, sum(row)] for row in cells]
    return [*with_rows, [sum(column) for column in zip(*with_rows, strict=True)]]


class _Grid:
    """The table with its sums as a circulation: an arc per count between the node of its row and that of its column.

    Inner counts and the grand total flow from the row to the column, the other sums back; what flows into a node flows
    out of it. A hidden count can be another number if and only if its arc lies on a cycle along which one can be moved.
    """

    def __init__(self, cells: Counts, *, across: bool, down: bool) -> None:
        self._counts = _with_sums(cells)
        self._last_row, self._last_column = len(self._counts) - 1, len(self._counts[0]) - 1
        self._states = [
            [self._first_state(row, column, across=across, down=down) for column in range(self._last_column + 1)]
            for row in range(self._last_row + 1)
        ]

    def _first_state(self, row: int, column: int, *, across: bool, down: bool) -> _State:
        is_row_sum, is_column_sum = column == self._last_column, row == self._last_row
        if (is_row_sum and not across and not is_column_sum) or (is_column_sum and not down and not is_row_sum):
            return "free"
        if is_row_sum and is_column_sum and not (across and down):
            return "free"
        return "below" if is_small(self._counts[row][column]) else "open"

    def hidden_places(self) -> Iterator[tuple[int, int]]:
        """Row and column of the counts that are not printed as they are."""
        for row, states in enumerate(self._states):
            for column, state in enumerate(states):
                if state in ("below", "hidden"):
                    yield row, column

    def protect(self, row: int, column: int) -> bool:
        """Hide what must be hidden so that one count could be another number; False when nothing achieves it."""
        tail, head = self._ends(row, column)
        ways = []
        if self._may_grow(row, column):
            ways.append(self._path(head, tail, (row, column)))
        if self._may_shrink(row, column):
            ways.append(self._path(tail, head, (row, column)))
        found = [way for way in ways if way is not None]
        if not found:
            return False
        for step_row, step_column in min(found)[1]:
            if self._states[step_row][step_column] == "open":
                self._states[step_row][step_column] = "hidden"
        return True

    def _ends(self, row: int, column: int) -> tuple[int, int]:
        """The nodes an arc runs between: rows are numbered first, then columns."""
        ends = row, self._last_row + 1 + column
        is_back = (row == self._last_row) != (column == self._last_column)
        return (ends[1], ends[0]) if is_back else ends

    def _may_grow(self, row: int, column: int) -> bool:
        return self._states[row][column] != "below" or self._counts[row][column] < THRESHOLD - 1

    def _may_shrink(self, row: int, column: int) -> bool:
        least = THRESHOLD if self._states[row][column] in ("open", "hidden") else 0
        return self._counts[row][column] > least

    def _cost(self, row: int, column: int) -> float:
        """What hiding a count costs: small ones before large ones, sums only where nothing else helps."""
        if self._states[row][column] != "open":
            return 0.0
        cost = 1 + self._counts[row][column] / (1 + self._counts[-1][-1])
        sums = (row == self._last_row) + (column == self._last_column)
        return cost * (1, _MARGIN_COST, _TOTAL_COST)[sums]

    def _path(self, start: int, goal: int, but: tuple[int, int]) -> tuple[float, list[tuple[int, int]]] | None:
        """The cheapest way to move one from node to node without the arc `but`, and the counts on it."""
        queue: list[tuple[float, int, list[tuple[int, int]]]] = [(0.0, start, [])]
        done: set[int] = set()
        while queue:
            cost, node, steps = heapq.heappop(queue)
            if node == goal:
                return cost, steps
            if node in done:
                continue
            done.add(node)
            for following, place in self._moves(node):
                if following not in done and place != but:
                    heapq.heappush(queue, (cost + self._cost(*place), following, [*steps, place]))
        return None

    def _moves(self, node: int) -> Iterator[tuple[int, tuple[int, int]]]:
        is_row = node <= self._last_row
        others = range(self._last_column + 1) if is_row else range(self._last_row + 1)
        for other in others:
            place = (node, other) if is_row else (other, node - self._last_row - 1)
            tail, head = self._ends(*place)
            may = self._may_grow(*place) if tail == node else self._may_shrink(*place)
            if may:
                yield head if tail == node else tail, place

    def published(self) -> Published:
        shown = [
            [{"below": BELOW, "hidden": HIDDEN}.get(state, count) for state, count in zip(states, counts, strict=True)]
            for states, counts in zip(self._states, self._counts, strict=True)
        ]
        return Published(
            tuple(tuple(row[:-1]) for row in shown[:-1]),
            tuple(row[-1] for row in shown[:-1]),
            tuple(shown[-1][:-1]),
            shown[-1][-1],
        )
