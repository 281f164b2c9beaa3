"""From the bytes of a file to grids of cells, whatever the format, with limits that protect the machine."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from data_access.imports import archive, csv_text
from data_access.imports.model import Cell, ImportRefused

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam", ".xlsb")
SAVE_AS = "Hãy mở tệp bằng Excel hoặc LibreOffice và lưu lại thành .xlsx hoặc .csv rồi nhập lại."


@dataclass(frozen=True)
class Grid:
    """One candidate table; the row at index i is row i + 1 of the sheet. Empty cells are ''."""

    name: str
    rows: list[list[Cell]]


def read_grids(data: bytes, file_name: str = "") -> list[Grid]:
    """All tables the file may hold: each sheet of a workbook, or a CSV split at each possible delimiter.

    Raises `ImportRefused` for a file that is too large when unpacked, encrypted, carries macros or is no table at all.
    """
    if file_name.lower().endswith(MACRO_SUFFIXES):
        raise ImportRefused("Tệp có thể chứa macro (.xlsm, .xlsb) nên không được nhận. " + SAVE_AS)
    if data.startswith(ZIP_MAGIC):
        archive.check(data)
        return _workbook(data)
    if data.startswith(OLE_MAGIC):
        _refuse_encrypted_ole(data)
        return _workbook(data)
    _refuse_other_binaries(data)
    return [Grid(label, _limit(rows)) for label, rows in csv_text.candidate_tables(data, MAX_ROWS)]


def read_bytes(source: bytes | Path) -> bytes:
    """The content of the file. Raises `ImportRefused` when it is missing, empty or larger than 20 MB."""
    if isinstance(source, Path):
        if not source.is_file():
            raise ImportRefused(f"Không tìm thấy tệp “{source.name}”. Hãy kiểm tra lại đường dẫn.")
        if source.stat().st_size > MAX_FILE_BYTES:
            raise _too_large()
        source = source.read_bytes()
    if len(source) > MAX_FILE_BYTES:
        raise _too_large()
    if not source.strip():
        raise ImportRefused("Tệp rỗng, không có dòng dữ liệu nào.")
    return source


def _too_large() -> ImportRefused:
    return ImportRefused("Tệp lớn hơn 20 MB. Hãy tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt.")


def _refuse_encrypted_ole(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted()


def _encrypted() -> ImportRefused:
    return ImportRefused("Bảng tính được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi nhập.")


def _refuse_other_binaries(data: bytes) -> None:
    head = data[:512].lstrip().lower()
    if head.startswith(b"%pdf"):
        raise ImportRefused("Đây là tệp PDF, không phải bảng tính. " + SAVE_AS)
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise ImportRefused("Tệp là trang web hoặc XML chứ không phải bảng tính. " + SAVE_AS)


def _workbook(data: bytes) -> list[Grid]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                Grid(sheet.name, _rows(book.get_sheet_by_name(sheet.name)))
                for sheet in book.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except python_calamine.PasswordError as error:
        raise _encrypted() from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ImportRefused("Bảng tính bị hỏng hoặc không đúng định dạng. " + SAVE_AS) from error


def _rows(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    if sheet.total_height > MAX_ROWS:
        raise _too_many_rows()
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right and top < len(rows) and left < len(rows[top]):
            _fill_down(rows, top, bottom, left)
    return rows


def _fill_down(rows: list[list[Cell]], top: int, bottom: int, column: int) -> None:
    """A cell merged over several rows says the same of each of them."""
    for index in range(top + 1, min(bottom + 1, len(rows))):
        if rows[index][column] == "":
            rows[index][column] = rows[top][column]


def _limit(rows: list[list[Cell]]) -> list[list[Cell]]:
    if len(rows) > MAX_ROWS:
        raise _too_many_rows()
    return rows


def _too_many_rows() -> ImportRefused:
    return ImportRefused("Bảng có hơn 200.000 dòng. Hãy tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt.")
