"""Look into a zipped workbook before it is opened: bombs, macros, passwords, sheets of monstrous size."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from data_access.imports.model import ImportRefused, Problem
from data_access.imports.workbook import BROKEN, PASSWORD

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 5 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_CELLS = 10_000_000
MAX_REPEATED_COLUMNS = 16_384
MAX_MANIFEST_BYTES = 1024 * 1024
CHUNK = 1024 * 1024
SHOWN_CELLS = 5
_OVERLAP = 1024
_CELL = re.compile(rb'<(?:\w+:)?c [^<>]{0,80}?r="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_ERROR = re.compile(rb'<(?:\w+:)?c [^<>]{0,80}?r="([A-Z]{1,3}\d{1,7})"[^<>]{0,80}? t="e"')
_NO_RESULT = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"(?: s="\d+")?><f[^>]*>[^<]*</f>(?:<v></v>|<v ?/>)?</c>')


@dataclass
class _Found:
    """What the sheets hold: the last row and column, formulas that failed and formulas without a result."""

    rows: int = 0
    columns: int = 0
    failed: dict[str, None] = field(default_factory=dict)
    empty: dict[str, None] = field(default_factory=dict)


def check(data: bytes) -> tuple[Problem, ...]:
    """Raise `ImportRefused` unless `data` is a zipped XLSX or ODS workbook of bearable size, without macros.

    Gives notices about what will not be read: results of formulas that are missing, links to other files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            members = book.infolist()
            _check_sizes(members)
            names = {member.filename for member in members}
            _check_kind(book, names)
            found = _Found()
            for member in members:
                _check_member(book, member, found)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ImportRefused(BROKEN) from error
    return tuple(_notices(names, found))


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    blown_up = unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS or blown_up:
        raise _blown_up()


def _blown_up() -> ImportRefused:
    return ImportRefused("Tệp phình ra quá lớn khi giải nén nên không được nhận. Hãy lưu thành tệp mới.")


def _check_kind(book: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise ImportRefused("Bảng tính có macro nên không được nhận. Hãy lưu lại thành .xlsx (không macro) rồi nhập.")
    if "META-INF/manifest.xml" in names:
        with book.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(MAX_MANIFEST_BYTES):
                raise ImportRefused(PASSWORD)
    if not ("xl/workbook.xml" in names or "content.xml" in names):
        raise ImportRefused("Tệp nén này không phải bảng tính .xlsx hoặc .ods. Hãy chọn đúng tệp bảng tính.")


def _check_member(book: zipfile.ZipFile, member: zipfile.ZipInfo, found: _Found) -> None:
    """Unpack for real (sizes in the directory may lie; the check sum does not) and measure the sheet in passing."""
    tail = b""
    unpacked = 0
    with book.open(member) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise _blown_up()
            text = tail + chunk
            if b"<!ENTITY" in text:
                raise ImportRefused(BROKEN)
            if member.filename.startswith("xl/worksheets/"):
                _measure_xlsx(text, found)
            elif member.filename == "content.xml":
                _measure_ods(text)
            tail = text[-_OVERLAP:]


def _measure_xlsx(text: bytes, found: _Found) -> None:
    for letters, digits in _CELL.findall(text):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        found.rows, found.columns = max(found.rows, int(digits)), max(found.columns, column)
    if found.rows * found.columns > MAX_CELLS:
        raise ImportRefused(
            "Trang tính có ô nằm quá xa vùng dữ liệu. Hãy chép riêng vùng dữ liệu sang một bảng tính mới rồi nhập."
        )
    found.failed.update(dict.fromkeys(place.decode() for place in _ERROR.findall(text)))
    found.empty.update(dict.fromkeys(place.decode() for place in _NO_RESULT.findall(text)))


def _measure_ods(text: bytes) -> None:
    if any(int(count[:9]) > MAX_REPEATED_COLUMNS for count in _REPEATED.findall(text)):
        raise ImportRefused("Bảng tính có số cột lặp lại bất thường. Hãy lưu lại thành .xlsx rồi nhập.")


def _notices(names: set[str], found: _Found) -> list[Problem]:
    notices = []
    if found.failed:
        error = "Có ô báo lỗi công thức (#N/A, #REF!…); các ô đó được đọc như ô trống."
        notices.append(_notice(_places(found.failed), error, "Sửa công thức hoặc ghi giá trị vào ô rồi nhập lại."))
    if found.empty:
        error = "Có công thức chưa được tính; các ô đó được đọc như ô trống."
        notices.append(_notice(_places(found.empty), error, "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi nhập."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        error = "Bảng tính có liên kết tới tệp khác; chỉ đọc giá trị đã lưu trong ô, không mở tệp được liên kết."
        notices.append(_notice("", error, "Kiểm tra giá trị trong các ô lấy từ tệp khác."))
    return notices


def _notice(value: str, error: str, fix: str) -> Problem:
    return Problem(0, "", value, error, fix, "warning")


def _places(cells: dict[str, None]) -> str:
    more = len(cells) - SHOWN_CELLS
    return ", ".join(list(cells)[:SHOWN_CELLS]) + (f" và {more} ô khác" if more > 0 else "")
