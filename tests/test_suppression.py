"""Small counts: what is printed never gives a hidden count away, held against linear programming and brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from metrics.suppression import BELOW, HIDDEN, Cell, Published, rounded, show_count, suppress

Table = list[list[int]]


def _flat(shown: Published) -> list[list[Cell]]:
    body = [[*row, total] for row, total in zip(shown.cells, shown.row_totals, strict=True)]
    return [*body, [*shown.column_totals, shown.total]]


def _truth(cells: Table) -> list[list[int]]:
    body = [[*row, sum(row)] for row in cells]
    return [*body, [sum(column) for column in zip(*body, strict=True)]]


def _bounds(cell: Cell, flat: list[list[Cell]] | None = None) -> tuple[float, float | None]:
    """What a reader knows of a count from how it is printed; nothing where the whole table is hidden."""
    if isinstance(cell, int):
        return cell, cell
    if flat is not None and all(other == HIDDEN for line in flat for other in line):
        return 0, None
    return (0, 2) if cell == BELOW else (3, None)


def _fits(number: int, cell: Cell, flat: list[list[Cell]] | None = None) -> bool:
    low, high = _bounds(cell, flat)
    return low <= number <= (np.inf if high is None else high)


def _sums(rows: int, columns: int) -> np.ndarray:
    """Each sum equals its parts, as rows of an equation system over the cells of the table with its margins."""
    equations = []
    for row in range(rows + 1):
        line = np.zeros((rows + 1, columns + 1))
        line[row, :columns], line[row, columns] = 1, -1
        equations.append(line.ravel())
    for column in range(columns + 1):
        line = np.zeros((rows + 1, columns + 1))
        line[:rows, column], line[rows, column] = 1, -1
        equations.append(line.ravel())
    return np.array(equations)


def intervals(shown: Published) -> dict[tuple[int, int], tuple[float, float]]:
    """The least and the greatest value that each count that is not printed can have."""
    flat = _flat(shown)
    rows, columns = len(flat) - 1, len(flat[0]) - 1
    bounds = [_bounds(cell, flat) for line in flat for cell in line]
    equations = _sums(rows, columns)
    found = {}
    for place, cell in enumerate(cell for line in flat for cell in line):
        if isinstance(cell, int):
            continue
        aim = np.zeros(len(bounds))
        ends = []
        for sign in (1, -1):
            aim[place] = sign
            solved = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds)
            assert solved.status in (0, 3)
            ends.append(sign * solved.fun if solved.status == 0 else sign * -np.inf)
        found[divmod(place, columns + 1)] = (ends[0], ends[1])
    return found


def assert_safe(cells: Table, shown: Published) -> None:
    truth, flat = _truth(cells), _flat(shown)
    for true_line, line in zip(truth, flat, strict=True):
        for true, cell in zip(true_line, line, strict=True):
            assert _fits(true, cell, flat)
            assert not (isinstance(cell, int) and cell < 3)
    for (row, column), (low, high) in intervals(shown).items():
        assert high - low >= 1 - 1e-6, f"{truth[row][column]} at {row}, {column} is given away"


TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 4), st.integers(0, 40)), min_size=columns, max_size=columns),
        min_size=1,
        max_size=6,
    )
)


@settings(max_examples=120, deadline=None)
@given(TABLES)
def test_no_hidden_count_can_be_worked_out_from_the_margins(cells: Table) -> None:
    shown = suppress(cells)
    assert_safe(cells, shown)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(TABLES)
def test_no_hidden_count_can_be_worked_out_from_the_margins_long(cells: Table) -> None:
    assert_safe(cells, suppress(cells))


def _possible(shown: Published, most: int) -> list[list[list[int]]]:
    """All tables with counts up to `most` that would be printed with these numbers and marks: by trying each one."""
    flat, found = _flat(shown), []
    rows, columns = len(shown.cells), len(shown.cells[0])
    for numbers in product(range(most + 1), repeat=rows * columns):
        truth = _truth([list(numbers[row * columns : (row + 1) * columns]) for row in range(rows)])
        if all(
            _fits(true, cell, flat)
            for true_line, line in zip(truth, flat, strict=True)
            for true, cell in zip(true_line, line, strict=True)
        ):
            found.append(truth)
    return found


@pytest.mark.parametrize("numbers", [*product((0, 1, 2, 3, 5), repeat=3)], ids=str)
def test_small_lists_by_trying_all(numbers: tuple[int, ...]) -> None:
    cells = [[number] for number in numbers]
    shown = suppress(cells, across=False)
    kept = [cell for (cell,) in shown.cells]
    total = shown.column_totals[0]
    possible = [
        guess
        for guess in product(range(12), repeat=3)
        if all(_fits(one, cell) for one, cell in zip(guess, kept, strict=True)) and _fits(sum(guess), total)
    ]
    assert numbers in possible
    for place, cell in enumerate(kept):
        assert isinstance(cell, int) or len({guess[place] for guess in possible}) >= 2


@pytest.mark.parametrize("numbers", [*product((0, 1, 2, 4), repeat=4)], ids=str)
def test_two_by_two_tables_by_trying_all(numbers: tuple[int, ...]) -> None:
    cells = [list(numbers[:2]), list(numbers[2:])]
    shown = suppress(cells)
    possible = _possible(shown, 5)
    assert _truth(cells) in possible
    for row, line in enumerate(_flat(shown)):
        for column, cell in enumerate(line):
            assert isinstance(cell, int) or len({truth[row][column] for truth in possible}) >= 2


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    shown = suppress([[3, 10], [7, 4]])
    assert shown == Published(((3, 10), (7, 4)), (13, 11), (10, 14), 24)


def test_one_small_count_takes_three_others_with_it() -> None:
    shown = suppress([[1, 10, 30], [20, 12, 31], [22, 40, 33]])
    assert shown.cells[0][0] == BELOW
    assert [cell for row in shown.cells for cell in row].count(HIDDEN) == 3
    assert (shown.row_totals, shown.column_totals, shown.total) == ((41, 63, 95), (43, 62, 94), 199)


def test_none_and_one_look_alike() -> None:
    assert suppress([[0, 10], [12, 13]]).cells == suppress([[1, 9], [11, 14]]).cells or (
        suppress([[0, 10], [12, 13]]).cells[0][0] == suppress([[1, 9], [11, 14]]).cells[0][0] == BELOW
    )
    assert [show_count(count) for count in (0, 1, 2, 3)] == [BELOW, BELOW, BELOW, 3]


def test_small_sums_are_small_too() -> None:
    shown = suppress([[1, 1, 0], [10, 20, 30]])
    assert shown.row_totals[0] == BELOW
    assert shown.cells[0] == (BELOW, BELOW, BELOW)


def test_a_table_of_the_size_of_a_ward_is_mostly_kept() -> None:
    """Twenty tổ dân phố by six kinds with the proportions of a real half-year: sums stay, large columns stay mostly."""
    draws = np.random.default_rng(4)
    cells = draws.poisson([20, 8, 3, 4, 0.6, 0.2], size=(20, 6)).tolist()
    shown = suppress(cells)
    assert shown.total == int(np.sum(cells))
    assert all(isinstance(total, int) for total in shown.row_totals)
    assert sum(isinstance(row[0], int) for row in shown.cells) >= 10


def test_empty_tables() -> None:
    assert suppress([]) == Published((), (), (), BELOW)


@given(TABLES)
def test_rounded_counts_are_within_two_and_sums_add_nothing(cells: Table) -> None:
    shown = rounded(cells)
    for row, true_row in zip(shown.cells, cells, strict=True):
        for cell, true in zip(row, true_row, strict=True):
            if cell == BELOW:
                assert true <= 2
            else:
                assert isinstance(cell, int)
                assert cell % 5 == 0
                assert abs(cell - true) <= 2
                assert cell > 0
    for total, row in zip(shown.row_totals, shown.cells, strict=True):
        numbers = [cell for cell in row if cell != BELOW]
        assert total == (sum(numbers) if numbers else HIDDEN)


@given(st.integers(0, 2), st.integers(3, 500))
def test_a_difference_of_two_selections_leaves_several_counts(small: int, rest: int) -> None:
    """All kinds against all but one, both narrowed down: the small one could be at least three numbers."""
    both, without = rounded([[rest + small]]).cells[0][0], rounded([[rest]]).cells[0][0]
    possible = {
        a - b
        for a in range(rest + small - 5, rest + small + 6)
        for b in range(rest - 5, rest + 6)
        if a >= b >= 3 and rounded([[a]]).cells[0][0] == both and rounded([[b]]).cells[0][0] == without
    }
    assert small in possible
    assert len(possible) >= 3
