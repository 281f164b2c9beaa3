"""From a grid to rows of parsed values, with a problem for everything that cannot be taken as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data_access.imports.columns import Column, Header, ImportKind
from data_access.imports.mapping import MappingFile
from data_access.imports.model import Cell, Problem, shown
from data_access.imports.moments import moment
from data_access.imports.parsers import BadCell, Parser, clean
from data_access.imports.reader import Grid
from regulation.clock import Clock
from regulation.text import fold_text

_TOTAL = re.compile(r"^(tong|cong)\b")
_NUMBERING = re.compile(r"^\(?\d{1,2}\)?$|^\(?[a-z]\)?$")


@dataclass(frozen=True)
class ImportRow:
    """One row of the sheet: its 1-based number and its filled columns (key → value); `cells` as they stood."""

    number: int
    values: dict[str, object]
    cells: dict[str, Cell]


def read_rows(
    grid: Grid, header: Header, kind: ImportKind, mapping: MappingFile, clock: Clock
) -> tuple[list[ImportRow], list[Problem]]:
    """All rows below the header that hold anything; rows of totals and of column numbers are passed over."""
    parsers = {column.key: parser_of(column, mapping.formats, clock) for column in kind.columns}
    problems: list[Problem] = []
    rows: list[ImportRow] = []
    for number, cells in _filled(grid, header):
        filled = {key: translated for key, cell in cells.items() if (translated := mapping.translate(key, cell)) != ""}
        if not filled:
            continue
        if is_total(kind, filled):
            problems.append(_passed_over(number, filled))
            continue
        row = ImportRow(number, {}, {**mapping.constants, **filled})
        problems += _parse(row, kind, parsers)
        rows.append(row)
    return rows, problems


def parser_of(column: Column, formats: tuple[str, ...], clock: Clock) -> Parser:
    if column.shape == "moment":
        return moment(clock=clock, formats=formats, needs_time=column.timed)
    return column.parse


def _filled(grid: Grid, header: Header) -> Iterator[tuple[int, dict[str, Cell]]]:
    for index in range(header.index + 1, len(grid.rows)):
        cells = grid.rows[index]
        if index <= header.index + 2 and _is_numbering(cells):
            continue
        yield (
            index + 1,
            {
                key: cells[place]
                for key, place in header.places.items()
                if place < len(cells) and not is_empty(cells[place])
            },
        )


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not clean(cell)


def _is_numbering(cells: list[Cell]) -> bool:
    """The row “(1) (2) (3)…” that official tables carry under their header."""
    written = [fold_text(clean(cell)) for cell in cells if not is_empty(cell)]
    return len(written) > 2 and len(set(written)) == len(written) and all(map(_NUMBERING.match, written))


def is_total(kind: ImportKind, filled: dict[str, Cell]) -> bool:
    required = [column.key for column in kind.columns if column.required]
    lacking = sum(key not in filled for key in required)
    return 0 < lacking >= len(required) - 1 and any(
        isinstance(cell, str) and _TOTAL.match(fold_text(cell)) for cell in filled.values()
    )


def _passed_over(number: int, filled: dict[str, Cell]) -> Problem:
    fix = "Không cần làm gì nếu đây đúng là dòng tổng cộng."
    return Problem(number, "", shown(next(iter(filled.values()))), "Dòng tổng cộng được bỏ qua.", fix, "warning")


def _parse(row: ImportRow, kind: ImportKind, parsers: dict[str, Parser]) -> Iterator[Problem]:
    """Fill `row.values`; what cannot be parsed, and required columns left empty, come back as problems."""
    for column in kind.columns:
        cell = row.cells.get(column.key)
        if cell is None:
            if column.required:
                yield Problem(row.number, column.header, "", "Ô bắt buộc đang để trống.", f"Điền “{column.header}”.")
            continue
        try:
            parsed = parsers[column.key](cell)
        except BadCell as bad:
            yield Problem(row.number, column.header, shown(cell), bad.error, bad.fix)
            continue
        row.values[column.key] = parsed.value
        if parsed.warning:
            yield Problem(row.number, column.header, shown(cell), *parsed.warning, "warning")
