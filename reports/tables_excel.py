"""A released table as an Excel file: typed cells, no formulas, no links, nothing about the machine."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from data_access.errors import UserError
from reports.cells import Value
from reports.releasing import Released, in_words
from reports.table_spec import ColumnSpec, Kind

SHEET = "Dữ liệu"
HEADER_ROW = 1
MOST_ROWS = 1_000_000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "number": "#,##0.##",
    "rate": "0.0%",
    "moment": "dd/mm/yyyy hh:mm",
    "day": "dd/mm/yyyy",
}
_NARROWEST, _WIDEST = 8, 60


def write_xlsx(released: Released) -> bytes:
    """The title, the header (both stay in view), the rows, then the lines that tell who released it, when and how."""
    if type(released) is not Released:
        raise TypeError("only a released table can be written")
    if len(released.rows) > MOST_ROWS:
        raise UserError("Bảng có quá nhiều dòng cho một tệp Excel. Hãy thu hẹp bộ lọc hoặc chọn định dạng CSV.")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": released.title, "created": released.as_of})
        sheet = book.add_worksheet(SHEET)
        _write(sheet, released, _Styles(book))
    return buffer.getvalue()


class _Styles:
    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.line = book.add_format({"italic": True})
        self._cells = {
            (kind, bold): book.add_format({"valign": "top", "text_wrap": True, "bold": bold} | _number_format(kind))
            for kind in (*_FORMATS, None)
            for bold in (False, True)
        }

    def cell(self, kind: Kind, *, bold: bool) -> Any:
        return self._cells[kind if kind in _FORMATS else None, bold]


def _number_format(kind: Kind | None) -> dict[str, str]:
    return {"num_format": _FORMATS[kind]} if kind else {}


def _write(sheet: Any, released: Released, styles: _Styles) -> None:
    sheet.write_string(0, 0, released.title, styles.title)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    for place, column in enumerate(released.columns):
        sheet.set_column(place, place, _width(released, place))
        sheet.write_string(HEADER_ROW, place, column.title, styles.header)
    for order, row in enumerate(released.rows):
        bold = released.total_row and order == len(released.rows) - 1
        for place, (value, column) in enumerate(zip(row, released.columns, strict=True)):
            _write_cell(sheet, HEADER_ROW + 1 + order, place, value, styles.cell(column.kind, bold=bold))
    for order, line in enumerate(released.lines):
        sheet.write_string(HEADER_ROW + 2 + len(released.rows) + order, 0, line, styles.line)


def _write_cell(sheet: Any, row: int, place: int, value: Value, style: Any) -> None:
    match value:
        case None:
            sheet.write_blank(row, place, None, style)
        case datetime() | date():
            sheet.write_datetime(row, place, value, style)
        case int() | float():
            sheet.write_number(row, place, value, style)
        case _:
            sheet.write_string(row, place, value, style)


def _width(released: Released, place: int) -> int:
    """As wide as the longest line in the column, within reason."""
    column: ColumnSpec = released.columns[place]
    texts = [column.title, *(in_words(row[place], column.kind) for row in released.rows[:2000])]
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return min(max(longest + 2, _NARROWEST), _WIDEST)
