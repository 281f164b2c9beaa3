"""Finding the header row of a table in a sheet, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from data_access.imports.columns import ImportKind
from data_access.imports.model import Cell, ImportRefused, Problem, shown
from data_access.imports.parsers import TO_UNICODE, clean, old_encoding
from data_access.imports.workbook import Grid
from regulation.text import fold_text, legacy_encoding

HEADER_SEARCH_ROWS = 60
MIN_HEADERS = 2
SILENT_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "ghi chu"})


@dataclass(frozen=True)
class Header:
    """Where the header stands: `index` of its row in the grid, and the place of each column key.

    `unknown` are places and texts of other headers; `repeated` are headers of a column that is there already, each with
    the first of that column.
    """

    index: int
    places: dict[str, int]
    unknown: tuple[tuple[int, str], ...]
    repeated: tuple[tuple[str, str], ...]


def header_name(cell: Cell) -> str:
    """A header for comparing: no case, diacritics, star of a required column, remark in brackets, punctuation."""
    bare = re.sub(r"\([^)]*\)|\*", " ", fold_text(clean(cell)))
    return " ".join(re.sub(r"[^\w]+", " ", bare.replace("_", " ")).split())


def spellings(kind: ImportKind, mapped: Mapping[str, str]) -> dict[str, str]:
    """Header name → column key. A mapped column is known by its mapped header only."""
    names: dict[str, str] = {}
    for column in kind.columns:
        own = (mapped[column.key],) if column.key in mapped else (column.header, *column.aliases, column.key)
        for spelling in own:
            names.setdefault(header_name(spelling), column.key)
    for key, header in mapped.items():
        names[header_name(header)] = key
    return names


def find_table(
    grids: Iterable[Grid], kind: ImportKind, mapped: Mapping[str, str], given: Collection[str] = ()
) -> tuple[Grid, Header]:
    """The visible grid and header row that match the most columns; `given` are columns with a constant value.

    Raises `ImportRefused` when none matches enough, or when several sheets are such tables.
    """
    names = spellings(kind, mapped)
    shown_grids = [grid for grid in grids if grid.visible and grid.rows]
    tables = [_Table(grid, _best_header(grid, names), kind, given) for grid in shown_grids]
    most = max((table.width for table in tables), default=0)
    if most < min(MIN_HEADERS, len(mapped) or MIN_HEADERS):
        raise _no_header(shown_grids, kind, mapped)
    tables = [table for table in tables if table.width * 2 > most]
    best = max(tables, key=lambda table: (table.is_whole, table.width))
    rivals = [table.grid.name for table in tables if table.grid.is_sheet and table.is_whole]
    if len(rivals) > 1:
        sheets = ", ".join(f"“{name}”" for name in rivals)
        raise ImportRefused(
            f"Tệp có {len(rivals)} trang cùng chứa bảng {kind.label}: {sheets}. "
            "Hãy lưu mỗi trang thành một tệp, hoặc ẩn các trang không nhập."
        )
    return best.grid, best.header


@dataclass(frozen=True)
class _Table:
    """A grid seen as a table of `kind`."""

    grid: Grid
    header: Header
    kind: ImportKind
    given: Collection[str]

    @property
    def width(self) -> int:
        """How many columns of the kind it has."""
        return len(self.header.places)

    @cached_property
    def has_rows(self) -> bool:
        return any(cell != "" for row in self.grid.rows[self.header.index + 1 :] for cell in row)

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has all required columns, and rows."""
        columns = {*self.header.places, *self.given}
        required = {column.key for column in self.kind.columns if column.required}
        return required <= columns and self.has_rows


def _best_header(grid: Grid, names: Mapping[str, str]) -> Header:
    headers = (_match(index, row, names) for index, row in enumerate(grid.rows[:HEADER_SEARCH_ROWS]))
    return max(headers, key=lambda header: len(header.places))


def _no_header(grids: Iterable[Grid], kind: ImportKind, mapped: Mapping[str, str]) -> ImportRefused:
    for grid in grids:
        for number, row in enumerate(grid.rows[:HEADER_SEARCH_ROWS], 1):
            words = " ".join(cell for cell in row if isinstance(cell, str))
            encoding = legacy_encoding(words)
            if encoding:
                return ImportRefused(f"Dòng {number} “{shown(words)}”: {old_encoding(encoding)} {TO_UNICODE}")
    expected = ", ".join(f"“{mapped.get(column.key, column.header)}”" for column in kind.columns if column.required)
    return ImportRefused(
        f"Không tìm thấy dòng tiêu đề của bảng {kind.label}. Bảng cần có các cột: {expected}. "
        f"Hãy lấy bảng mẫu bằng lệnh: python cli.py template {kind.key}"
    )


def _match(index: int, row: list[Cell], names: Mapping[str, str]) -> Header:
    places: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    repeated: list[tuple[str, str]] = []
    for place, cell in enumerate(row):
        name = header_name(cell) if isinstance(cell, str) else ""
        if not name:
            continue
        key = names.get(name)
        if key is None and name in SILENT_HEADERS:
            continue
        if key is None:
            unknown.append((place, shown(cell)))
        elif key in places:
            repeated.append((shown(cell), shown(row[places[key]])))
        else:
            places[key] = place
    return Header(index, places, tuple(unknown), tuple(repeated))


def header_problems(kind: ImportKind, header: Header, given: Iterable[str], mapped: Mapping[str, str]) -> list[Problem]:
    """Missing and repeated columns are errors, unknown ones a notice. `given` are columns with a constant value."""
    row = header.index + 1
    present = {*header.places, *given}
    problems = [
        Problem(row, column.header, "", "Thiếu cột bắt buộc.", f"Thêm cột “{column.header}” vào bảng.")
        for column in kind.columns
        if column.required and column.key not in present and column.key not in mapped
    ]
    problems += [
        Problem(row, mapped[key], "", "Không có cột đã khai trong tệp ánh xạ.", "Sửa tên cột trong mục [columns].")
        for key in mapped
        if key not in header.places
    ]
    problems += [
        Problem(
            row, name, "", f"Hai cột cùng một nội dung: “{first}” và “{name}”.", "Xóa hoặc đổi tên một trong hai cột."
        )
        for name, first in header.repeated
    ]
    return problems + [_unknown_notice(kind, row, name) for _, name in header.unknown]


def _unknown_notice(kind: ImportKind, row: int, name: str) -> Problem:
    encoding = legacy_encoding(name)
    if encoding:
        return Problem(row, name, name, old_encoding(encoding), TO_UNICODE)
    known = {header_name(column.header): column.header for column in kind.columns}
    near = difflib.get_close_matches(header_name(name), known, n=1, cutoff=0.75)
    hint = f"Nếu là cột “{known[near[0]]}”, hãy sửa lại tiêu đề." if near else "Không cần làm gì nếu đó là cột riêng."
    return Problem(row, name, "", "Cột này không có trong bảng mẫu nên không được nhập.", hint, "warning")
