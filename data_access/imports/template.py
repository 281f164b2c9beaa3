"""The blank form of an import: a sheet to fill in, with formats and drop-downs, and a guide sheet."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from data_access.imports.columns import Column, ImportKind, Shape
from data_access.imports.registry import IMPORTS

DATA_SHEET, GUIDE_SHEET, LIST_SHEET = "Dữ liệu", "Hướng dẫn", "Danh mục"
ROWS_WITH_DROP_DOWN = 5_000
FORMATS: dict[Shape, str] = {"moment": "dd/mm/yyyy hh:mm", "number": "0"}
SHAPE_NAMES: dict[Shape, str] = {
    "text": "Chữ",
    "moment": "Ngày giờ (ngày/tháng/năm giờ:phút)",
    "phone": "Số điện thoại",
    "number": "Số nguyên",
    "yes_no": "Có hoặc Không",
    "term": "Chọn trong danh mục",
    "area": "Mã hoặc tên tổ dân phố",
    "group": "Mã hoặc tên nhóm",
}
GUIDE_HEADERS = ("Tên cột", "Bắt buộc", "Cách ghi", "Giải thích", "Ví dụ", "Giá trị được nhận")
GUIDE = (
    "Cột tô màu cam là bắt buộc. Ô để trống nghĩa là không thay đổi. Không sửa tên cột. "
    "Dòng bị ẩn hoặc bị lọc vẫn được nhập; trang bị ẩn thì không."
)
_YES_NO = ("Có", "Không")


def example_row(kind: str) -> dict[str, str]:
    """Header → example cell, for the columns that have an example."""
    return {column.header: column.example for column in IMPORTS[kind].columns if column.example}


def template(kind: str) -> bytes:
    """The blank XLSX form of an import kind (a key of `IMPORTS`)."""
    spec = IMPORTS[kind]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        data, guide, lists = (book.add_worksheet(name) for name in (DATA_SHEET, GUIDE_SHEET, LIST_SHEET))
        styles = _styles(book)
        _fill_data(data, lists, spec, styles)
        _fill_guide(guide, spec, styles)
        lists.hide()
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    frame = {"border": 1, "text_wrap": True, "valign": "top"}
    return {
        "header": book.add_format({**frame, "bold": True, "bg_color": "#DDE8F3"}),
        "required": book.add_format({**frame, "bold": True, "bg_color": "#F7DCB4"}),
        "cell": book.add_format(frame),
        "text": book.add_format({"num_format": "@"}),
        **{shape: book.add_format({"num_format": pattern}) for shape, pattern in FORMATS.items()},
    }


def _fill_data(sheet: Any, lists: Any, spec: ImportKind, styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(spec.columns):
        sheet.set_column(place, place, max(14, len(column.header) + 3), styles.get(column.shape, styles["text"]))
        is_needed = column.required or column.opening
        sheet.write_string(0, place, column.header + (" *" if is_needed else ""), styles[_style(column)])
        choices = allowed(column)
        if choices:
            _drop_down(sheet, lists, place, column, choices)


def _style(column: Column) -> str:
    return "required" if column.required or column.opening else "header"


def _drop_down(sheet: Any, lists: Any, place: int, column: Column, choices: tuple[str, ...]) -> None:
    """The choices stand on a hidden sheet: a list written into the rule itself may have 255 characters only."""
    for row, choice in enumerate(choices):
        lists.write_string(row, place, choice)
    letter = xlsxwriter.utility.xl_col_to_name(place)
    sheet.data_validation(
        1,
        place,
        ROWS_WITH_DROP_DOWN,
        place,
        {
            "validate": "list",
            "source": f"='{LIST_SHEET}'!${letter}$1:${letter}${len(choices)}",
            "error_title": "Giá trị không có trong danh mục",
            "error_message": f"Hãy chọn một giá trị trong danh sách của cột {column.header}."[:255],
        },
    )


def allowed(column: Column) -> tuple[str, ...]:
    """The values a column takes, when they are a closed list."""
    if column.vocabulary is not None:
        return tuple(term.label for term in column.vocabulary)
    return _YES_NO if column.shape == "yes_no" else ()


def _fill_guide(sheet: Any, spec: ImportKind, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 5, 42)
    sheet.write_string(0, 0, f"Cách điền bảng {spec.label}")
    sheet.write_string(1, 0, GUIDE)
    for place, header in enumerate(GUIDE_HEADERS):
        sheet.write_string(3, place, header, styles["header"])
    for row, column in enumerate(spec.columns, 4):
        required = "Có" if column.required else "Khi thêm mới" if column.opening else ""
        choices = "; ".join(allowed(column))
        cells = (column.header, required, SHAPE_NAMES[column.shape], column.guide, column.example, choices)
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, styles["cell"])
