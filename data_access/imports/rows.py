"""From a grid to rows of parsed values, with a problem for everything that cannot be taken as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access.imports.columns import Column, ImportKind
from data_access.imports.headers import Header, header_name
from data_access.imports.mapping import MappingFile
from data_access.imports.model import Cell, Problem, shown
from data_access.imports.moments import moment
from data_access.imports.parsers import BadCell, Parser, clean
from data_access.imports.workbook import Grid
from regulation.clock import Clock
from regulation.text import fold_text

_TOTAL = re.compile(r"^(?:(?:tong cong|tong so)\b.*|(?:tong|cong)\s*(?:[:.(\d].*)?)$")
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|nguoi tong hop|nguoi thong ke|xac nhan cua|noi nhan\b|\(?ky(?:,| ten| va)|t/?m\.|k/?t\.)"
    r"|\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b"
)
_FORMULA_ERROR = re.compile(r"^(?:#(?:n/a|ref!|value!|div/0!|name\?|num!|null!)|err:\d{3})$", re.IGNORECASE)
_NUMBERING = re.compile(r"^\(?\d{1,2}\)?$|^\(?[a-z]\)?$")


_Numbered = tuple[int, dict[str, Cell]]


@dataclass(frozen=True)
class ImportRow:
    """One row of the sheet: its 1-based number and its filled columns (key → value); `cells` as they stood."""

    number: int
    values: dict[str, object]
    cells: dict[str, Cell]


def read_rows(
    grid: Grid, header: Header, kind: ImportKind, mapping: MappingFile, clock: Clock
) -> tuple[list[ImportRow], list[Problem]]:
    """All rows below the header that hold anything.

    Passed over are totals, the row of column numbers, the header when it is repeated, and the signatures at the end.
    """
    parsers = {column.key: parser_of(column, mapping.formats, clock) for column in kind.columns}
    table = list(_filled(grid, header))
    end = _signatures_from(kind, table)
    problems = [_signatures_skipped(*table[end])] if end < len(table) else []
    rows: list[ImportRow] = []
    for number, cells in table[:end]:
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


def _filled(grid: Grid, header: Header) -> Iterator[_Numbered]:
    """The filled cells of each row below the header, by column key; rows without any are left out."""
    titles = {key: header_name(grid.rows[header.index][place]) for key, place in header.places.items()}
    for index in range(header.index + 1, len(grid.rows)):
        cells = grid.rows[index]
        if index <= header.index + 2 and _is_numbering(cells):
            continue
        filled = {
            key: cells[place]
            for key, place in header.places.items()
            if place < len(cells) and not is_empty(cells[place])
        }
        if filled and not _repeats_titles(filled, titles):
            yield index + 1, filled


def _repeats_titles(filled: dict[str, Cell], titles: dict[str, str]) -> bool:
    """A table printed over several pages has its header on each of them."""
    return len(filled) > 1 and all(isinstance(c, str) and header_name(c) == titles[key] for key, c in filled.items())


def _signatures_from(kind: ImportKind, table: Sequence[_Numbered]) -> int:
    """Where the place, date and signatures below the table begin: after the last row with all that a thing needs."""
    needed = [column.key for column in kind.columns if column.required or column.opening]
    after = next((n for n in range(len(table), 0, -1) if all(key in table[n - 1][1] for key in needed)), 0)
    for place in range(after, len(table)):
        if any(isinstance(cell, str) and _SIGNATURE.search(fold_text(cell)) for cell in table[place][1].values()):
            return place
    return len(table)


def _signatures_skipped(number: int, filled: dict[str, Cell]) -> Problem:
    fix = "Không cần làm gì nếu bên dưới dòng này không còn dữ liệu."
    value = shown(next(iter(filled.values())))
    return Problem(number, "", value, "Phần ký tên dưới bảng được bỏ qua từ dòng này.", fix, "warning")


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not clean(cell)


def _is_numbering(cells: list[Cell]) -> bool:
    """The row “(1) (2) (3)…” that official tables carry under their header."""
    written = [fold_text(clean(cell)) for cell in cells if not is_empty(cell)]
    return len(written) > 2 and len(set(written)) == len(written) and all(map(_NUMBERING.match, written))


def is_total(kind: ImportKind, filled: dict[str, Cell]) -> bool:
    required = [column.key for column in kind.columns if column.required or column.opening]
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
        if isinstance(cell, str) and cell[:1] in "#Ee" and _FORMULA_ERROR.match(cell.strip()):
            yield Problem(
                row.number, column.header, cell, "Ô báo lỗi công thức.", "Sửa công thức hoặc ghi giá trị vào ô."
            )
            continue
        try:
            parsed = parsers[column.key](cell)
        except BadCell as bad:
            yield Problem(row.number, column.header, shown(cell), bad.error, bad.fix)
            continue
        row.values[column.key] = parsed.value
        if parsed.warning:
            yield Problem(row.number, column.header, shown(cell), *parsed.warning, "warning")
