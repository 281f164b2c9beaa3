"""From the bytes of a file to grids of cells, whatever the format, with limits that protect the machine."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from data_access.imports import archive, csv_text
from data_access.imports.model import Cell, ImportRefused, Problem
from data_access.imports.workbook import PASSWORD, SAVE_AS, TOO_MANY_ROWS, Grid, read_workbook

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLS_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
XLS_FIRST_RECORDS = 12
XLS_FILEPASS = 0x2F
ZIP_MAGIC = b"PK\x03\x04"
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam", ".xlsb")


@dataclass(frozen=True)
class Tables:
    """The tables a file may hold, and what is to be told about the file as a whole."""

    grids: list[Grid]
    notices: tuple[Problem, ...] = ()


def read_tables(data: bytes, file_name: str = "") -> Tables:
    """All tables the file may hold: each sheet of a workbook, or a CSV split at each possible delimiter.

    Raises `ImportRefused` for a file that is too large when unpacked, encrypted, carries macros or is no table at all.
    """
    if file_name.lower().endswith(MACRO_SUFFIXES):
        raise ImportRefused("Tệp có thể chứa macro (.xlsm, .xlsb) nên không được nhận. " + SAVE_AS)
    if data.startswith(ZIP_MAGIC):
        notices = archive.check(data)
        return Tables(read_workbook(data), notices)
    if data.startswith(OLE_MAGIC):
        _check_ole(data)
        return Tables(read_workbook(data))
    _refuse_other_binaries(data)
    return Tables([Grid(label, _limit(rows)) for label, rows in csv_text.candidate_tables(data, MAX_ROWS)])


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


def _check_ole(data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data or _is_locked(data):
        raise ImportRefused(PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise ImportRefused("Bảng tính có macro nên không được nhận. " + SAVE_AS)


def _is_locked(data: bytes) -> bool:
    """Whether a FILEPASS record follows the one that opens an old workbook."""
    place = data.find(XLS_GLOBALS)
    for _ in range(XLS_FIRST_RECORDS if place >= 0 else 0):
        kind, length = (int.from_bytes(data[start : start + 2], "little") for start in (place, place + 2))
        if kind == XLS_FILEPASS:
            return True
        place += 4 + length
    return False


def _refuse_other_binaries(data: bytes) -> None:
    head = data[:512].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith(b"%pdf"):
        raise ImportRefused("Đây là tệp PDF, không phải bảng tính. " + SAVE_AS)
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise ImportRefused("Tệp là trang web hoặc XML chứ không phải bảng tính. " + SAVE_AS)


def _limit(rows: list[list[Cell]]) -> list[list[Cell]]:
    if len(rows) > MAX_ROWS:
        raise ImportRefused(TOO_MANY_ROWS)
    return rows
