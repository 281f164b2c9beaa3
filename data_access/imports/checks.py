"""Whether a row agrees with itself: moments in their order, and nothing without what it depends on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from data_access.imports.columns import ImportKind
from data_access.imports.model import Problem, shown
from data_access.imports.present import Thing
from data_access.imports.rows import ImportRow

SHOWN_ROWS = 10


def check_row(kind: ImportKind, row: ImportRow, thing: Thing | None, columns: Collection[str]) -> Iterator[Problem]:
    """Problems of a parsed row that speaks of `thing` (None: a new one), in a sheet with these `columns`."""
    if thing is None:
        yield from _opening_cells(kind, row, columns)
    yield from _orders(kind, row, thing)
    for column, needed in kind.needs:
        if column in row.values and not _is_told(kind, row, thing, needed):
            error = f"Có “{kind.column(column).header}” nhưng thiếu “{kind.column(needed).header}”."
            yield _at(kind, row, needed, error, f"Điền “{kind.column(needed).header}” theo sổ sách, không ước lượng.")
    for column, wanted in kind.wants:
        if row.values.get(column) is True and not _is_told(kind, row, thing, wanted):
            error = f"“{kind.column(column).header}” là Có nhưng chưa ghi “{kind.column(wanted).header}”."
            yield _at(kind, row, wanted, error, f"Nên điền “{kind.column(wanted).header}”.", is_error=False)
    if thing is None and kind.one_of and not any(column in row.cells for column in kind.one_of):
        names = " hoặc ".join(f"“{kind.column(column).header}”" for column in kind.one_of)
        yield _at(kind, row, kind.one_of[-1], "Thiếu mốc thời gian.", f"Điền {names}.")


def missing_columns(
    kind: ImportKind, columns: Collection[str], header_row: int, new_rows: Sequence[int]
) -> list[Problem]:
    """Columns that the sheet lacks although some of its rows are new things."""
    rows = ", ".join(map(str, new_rows[:SHOWN_ROWS])) + ("…" if len(new_rows) > SHOWN_ROWS else "")
    return [
        Problem(
            header_row,
            column.header,
            f"dòng {rows}",
            f"Thiếu cột bắt buộc khi thêm mới {kind.label}.",
            f"Thêm cột “{column.header}” vào bảng, hoặc bỏ các dòng chưa có trong hệ thống.",
        )
        for column in kind.columns
        if new_rows and column.opening and column.key not in columns
    ]


def _opening_cells(kind: ImportKind, row: ImportRow, columns: Collection[str]) -> Iterator[Problem]:
    for column in kind.columns:
        if column.opening and column.key in columns and column.key not in row.cells:
            fix = f"Điền “{column.header}”: {kind.label} này chưa có trong hệ thống."
            yield Problem(row.number, column.header, "", "Ô bắt buộc đang để trống.", fix)


def _orders(kind: ImportKind, row: ImportRow, thing: Thing | None) -> Iterator[Problem]:
    """Moments of the row against each other, and against those that the store knows already."""
    known = _known_moments(kind, thing) if thing else {}
    for first, second in kind.orders:
        before, after = (row.values.get(column, known.get(column)) for column in (first, second))
        filled = [column for column in (second, first) if column in row.values]
        if filled and isinstance(before, datetime) and isinstance(after, datetime) and before > after:
            names = kind.column(first).header, kind.column(second).header
            stored = "" if len(filled) == 2 else " (một mốc đã có trong hệ thống)"
            error = f"“{names[1]}” {shown(after)} sớm hơn “{names[0]}” {shown(before)}{stored}."
            yield _at(kind, row, filled[0], error, f"Sửa lại để “{names[0]}” không muộn hơn “{names[1]}”.")


def _known_moments(kind: ImportKind, thing: Thing) -> dict[str, datetime]:
    """Moments of the steps that happen once."""
    happened = {event.kind: event.occurred_at for event in reversed(thing.events)}
    steps = [step for step in kind.steps if step.event in happened and not step.repeats]
    return {step.column: happened[step.event] for step in steps}


def _is_told(kind: ImportKind, row: ImportRow, thing: Thing | None, column: str) -> bool:
    """Whether the row fills the column (well or badly: that is another problem) or the store knows it already."""
    if column in row.cells:
        return True
    if thing is None:
        return False
    steps = {step.event for step in kind.steps if column in (step.column, step.note)}
    return thing.row.get(kind.column(column).row_field) not in (None, "") or any(
        event.kind in steps for event in thing.events
    )


def _at(kind: ImportKind, row: ImportRow, column: str, error: str, fix: str, *, is_error: bool = True) -> Problem:
    value = shown(row.cells.get(column))
    return Problem(row.number, kind.column(column).header, value, error, fix, "error" if is_error else "warning")
