"""Look into a zipped workbook before it is opened: bombs, macros, passwords, sheets of monstrous size."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from data_access.imports.model import ImportRefused

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 5 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_CELLS = 10_000_000
MAX_REPEATED_COLUMNS = 16_384
CHUNK = 1024 * 1024
_OVERLAP = 256
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_BROKEN = "Bảng tính bị hỏng hoặc không đúng định dạng. Hãy mở bằng Excel, lưu lại thành .xlsx rồi nhập."


def check(data: bytes) -> None:
    """Raise `ImportRefused` unless `data` is a zipped XLSX or ODS workbook of bearable size, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            members = book.infolist()
            _check_sizes(members)
            _check_kind(book, {member.filename for member in members})
            for member in members:
                _check_member(book, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise ImportRefused(_BROKEN) from error


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    blown_up = unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS or blown_up:
        raise ImportRefused("Tệp phình ra quá lớn khi giải nén nên không được nhận. Hãy lưu thành tệp mới.")


def _check_kind(book: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise ImportRefused("Bảng tính có macro nên không được nhận. Hãy lưu lại thành .xlsx (không macro) rồi nhập.")
    if "META-INF/manifest.xml" in names and b"encryption-data" in book.read("META-INF/manifest.xml"):
        raise ImportRefused("Bảng tính được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi nhập.")
    if not ("xl/workbook.xml" in names or "content.xml" in names):
        raise ImportRefused("Tệp nén này không phải bảng tính .xlsx hoặc .ods. Hãy chọn đúng tệp bảng tính.")


def _check_member(book: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack for real (sizes in the directory may lie; the check sum does not) and measure the sheet in passing."""
    extent = [0, 0]
    tail = b""
    with book.open(member) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            if member.filename.startswith("xl/worksheets/"):
                _measure_xlsx(text, extent)
            elif member.filename == "content.xml":
                _measure_ods(text)
            tail = text[-_OVERLAP:]


def _measure_xlsx(text: bytes, extent: list[int]) -> None:
    for letters, digits in _CELL.findall(text):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        extent[0], extent[1] = max(extent[0], int(digits)), max(extent[1], column)
    if extent[0] * extent[1] > MAX_CELLS:
        raise ImportRefused(
            "Trang tính có ô nằm quá xa vùng dữ liệu. Hãy chép riêng vùng dữ liệu sang một bảng tính mới rồi nhập."
        )


def _measure_ods(text: bytes) -> None:
    if any(int(count[:9]) > MAX_REPEATED_COLUMNS for count in _REPEATED.findall(text)):
        raise ImportRefused("Bảng tính có số cột lặp lại bất thường. Hãy lưu lại thành .xlsx rồi nhập.")
