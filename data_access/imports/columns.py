"""What a table to import looks like, and finding its header row in a sheet."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from data_access.imports.model import Cell, ImportRefused, Problem, shown
from data_access.imports.parsers import Parser, clean
from data_access.imports.reader import Grid
from regulation.text import fold_text
from regulation.vocabularies import Vocabulary

HEADER_SEARCH_ROWS = 60
MIN_HEADERS = 2
Shape = Literal["text", "moment", "phone", "number", "yes_no", "term", "area", "group"]

Values = Mapping[str, object]
Derive = Callable[[Values, Collection[str]], dict[str, object]]
SILENT_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "ghi chu"})


def _nothing(_values: Values, _columns: Collection[str]) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Column:
    """One column of an import. `field` is the column of the subject's row, when it is not named as `key`."""

    key: str
    header: str
    shape: Shape
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    guide: str = ""
    example: str = ""
    vocabulary: Vocabulary | None = None
    field: str = ""
    timed: bool = False

    @property
    def row_field(self) -> str:
        return self.field or self.key


@dataclass(frozen=True)
class Step:
    """A column holding the moment of an event, with the columns whose values belong to that event.

    `note` is the column whose text becomes the note of the event. An event that `repeats` may happen several times;
    `skip` leaves out that many earlier events of the kind, which belong to another column.
    """

    column: str
    event: str
    carries: tuple[str, ...] = ()
    note: str = ""
    repeats: bool = False
    skip: int = 0


@dataclass(frozen=True)
class ImportKind:
    """One kind of table.

    `steps` are in the order in which things happen; the first of them that a row fills opens the thing. A row is found
    again by `code`, failing that by the first of `natural_keys`, failing that by the first of `weak_keys` (only if
    nothing in the natural keys speaks against it); a key counts when the row fills all its columns. Of each pair in
    `orders` the first moment may not be later than the second. `needs`: a column and the one it cannot do without;
    `one_of`: a new thing fills at least one of these; `wants`: a “yes” and what should then be told. `derive` gives
    further fields of the subject from a row's values and, for a new thing, the columns that the sheet has;
    `defaults` are fields of a new thing for columns left empty. `posted` is the column with the time of the message,
    `beside` are columns kept apart from the row, `field_events` fields whose change is an event of its own kind.
    """

    key: str
    label: str
    subject: str
    columns: tuple[Column, ...]
    natural_keys: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    weak_keys: tuple[tuple[str, ...], ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()
    wants: tuple[tuple[str, str], ...] = ()
    posted: str = ""
    beside: tuple[str, ...] = ()
    field_events: Mapping[str, str] = field(default_factory=dict)
    derive: Derive = _nothing
    defaults: Mapping[str, object] = field(default_factory=dict)
    code: str = "code"

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def column(self, key: str) -> Column:
        return self.by_key[key]


@dataclass(frozen=True)
class Header:
    """Where the header stands: `index` of its row in the grid, and the place of each column key."""

    index: int
    places: dict[str, int]
    unknown: tuple[tuple[int, str], ...]
    repeated: tuple[tuple[int, str], ...]


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


def find_table(grids: Iterable[Grid], kind: ImportKind, mapped: Mapping[str, str]) -> tuple[Grid, Header]:
    """The grid and header row that match the most columns. Raises `ImportRefused` when none matches enough."""
    names = spellings(kind, mapped)
    best: tuple[int, Grid, Header] | None = None
    for grid in grids:
        for index, row in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
            header = _match(index, row, names)
            if best is None or len(header.places) > best[0]:
                best = (len(header.places), grid, header)
    needed = min(MIN_HEADERS, len(mapped) or MIN_HEADERS)
    if best is None or best[0] < needed:
        expected = ", ".join(f"“{mapped.get(column.key, column.header)}”" for column in kind.columns if column.required)
        raise ImportRefused(
            f"Không tìm thấy dòng tiêu đề của bảng {kind.label}. Bảng cần có các cột: {expected}. "
            f"Hãy lấy bảng mẫu bằng lệnh: python cli.py template {kind.key}"
        )
    return best[1], best[2]


def _match(index: int, row: list[Cell], names: Mapping[str, str]) -> Header:
    places: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    repeated: list[tuple[int, str]] = []
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
            repeated.append((place, shown(cell)))
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
        Problem(row, name, "", "Hai cột cùng một nội dung.", "Xoá hoặc đổi tên một trong hai cột.")
        for _, name in header.repeated
    ]
    return problems + [_unknown_notice(kind, row, name) for _, name in header.unknown]


def _unknown_notice(kind: ImportKind, row: int, name: str) -> Problem:
    known = {header_name(column.header): column.header for column in kind.columns}
    near = difflib.get_close_matches(header_name(name), known, n=1, cutoff=0.75)
    hint = f"Nếu là cột “{known[near[0]]}”, hãy sửa lại tiêu đề." if near else "Không cần làm gì nếu đó là cột riêng."
    return Problem(row, name, "", "Cột này không có trong bảng mẫu nên không được nhập.", hint, "warning")
