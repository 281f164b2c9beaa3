"""CSV: which encoding, then one table per possible delimiter (the header row decides which one is right)."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator

from data_access.imports.model import Cell, ImportRefused

MAX_COLUMNS = 16_384
MAX_CELLS = 5_000_000
DELIMITERS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class _Uncuttable(ValueError):
    """The text cannot be cut at this delimiter; the argument is the sentence why."""


def candidate_tables(data: bytes, max_rows: int) -> list[tuple[str, list[list[Cell]]]]:
    """The text cut at each delimiter, as (name of the delimiter, rows). Raises `ImportRefused` if none can be."""
    text = decode(data)
    tables: list[tuple[str, list[list[Cell]]]] = []
    failures: list[str] = []
    for delimiter, label in DELIMITERS.items():
        if delimiter not in text:
            continue
        try:
            tables.append((label, _cut(text, delimiter, max_rows)))
        except _Uncuttable as failure:
            failures.append(str(failure))
    if tables:
        return tables
    if failures:
        raise ImportRefused(f"{failures[0]} Hãy mở tệp bằng Excel hoặc LibreOffice và lưu lại thành .xlsx rồi nhập.")
    return [("một cột", [[line] for line in text.splitlines()[: max_rows + 1]])]


def _cut(text: str, delimiter: str, max_rows: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for fields in _reader(text, delimiter):
            cells += len(fields)
            if len(fields) > MAX_COLUMNS or cells > MAX_CELLS:
                raise _Uncuttable("Tệp CSV có quá nhiều cột hoặc quá nhiều ô.")
            rows.append(list(fields))
            if len(rows) > max_rows:
                break
    except csv.Error as error:
        if "field larger" in str(error):
            raise _Uncuttable("Tệp CSV có ô quá dài, thường do dấu nháy kép không khớp nhau.") from error
        raise _Uncuttable("Dấu nháy kép trong tệp CSV không khớp nhau, không tách được các ô.") from error
    return rows


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def decode(data: bytes) -> str:
    """Text of the file, composed (NFC). Raises `ImportRefused` for bytes that are no text."""
    text = _decode(data)
    if "\x00" in text:
        raise ImportRefused("Tệp không phải văn bản CSV cũng không phải bảng tính. Hãy chọn đúng tệp.")
    return unicodedata.normalize("NFC", text)


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    guessed = _utf16_without_mark(data)
    if guessed:
        return _strict(data, guessed)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte_text(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused("Tệp CSV bị cắt hoặc hỏng bảng mã. Hãy lưu lại dạng CSV UTF-8 rồi nhập.") from error


def _utf16_without_mark(data: bytes) -> str | None:
    """ASCII letters, digits, commas and line ends leave a zero in every second byte."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) / 2
    if sample[1::2].count(0) > 0.3 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.3 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _one_byte_text(data: bytes) -> str:
    """Windows-1258 when its tone marks all find their vowel; else Western, where TCVN3 and VNI can be recognised."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
    if any(unicodedata.combining(letter) for letter in text):
        return data.decode("cp1252", errors="replace")
    return text
