"""Reading one cell: text, counts, yes or no, terms of a vocabulary, phones, names.

A parser takes a cell that is not empty and gives a `Parsed`, or raises `BadCell` with the error and the way to mend it.
Moments are read in `moments.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from data_access.imports.model import Cell
from data_access.phones import PhoneProblem, read_phone, show_phone
from regulation.names import name_status
from regulation.text import fold_text, legacy_encoding, to_nfc
from regulation.vocabularies import Vocabulary

MAX_COUNT = 10_000_000
MAX_LINE = 300
MAX_TEXT = 20_000
TO_UNICODE = "Chuyển tệp sang Unicode (ví dụ bằng công cụ chuyển mã của UniKey) rồi nhập lại."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_GROUPED = re.compile(r"^\d{1,3}([.,\s]\d{3})+$")
_YES = frozenset(["co", "x", "1", "dung", "true", "yes", "y", "c", "v", "✓", "✔", "☑", "da"])
_NO = frozenset(["khong", "0", "sai", "false", "no", "n", "k", "-", "chua"])


class BadCell(ValueError):
    """The cell cannot be taken; `error` and `fix` are Vietnamese sentences."""

    def __init__(self, error: str, fix: str) -> None:
        super().__init__(error)
        self.error = error
        self.fix = fix


@dataclass(frozen=True)
class Parsed:
    """The value to keep; `warning` is (what is unusual, what to check), None when nothing is."""

    value: object
    warning: tuple[str, str] | None = None


Parser = Callable[[Cell], Parsed]


def clean(cell: Cell) -> str:
    """A cell as composed text without control characters and outer blanks; whole numbers without “.0”."""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = _CONTROL.sub("", to_nfc(str(cell)).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def text(limit: int = MAX_LINE, *, multiline: bool = False) -> Parser:
    """Free text of at most `limit` characters."""

    def parse(cell: Cell) -> Parsed:
        value = _readable(cell)
        if not multiline:
            value = " ".join(value.split())
        if len(value) > limit:
            raise BadCell(f"Nội dung dài {len(value)} ký tự, vượt quá {limit}.", f"Rút gọn còn tối đa {limit} ký tự.")
        return Parsed(value)

    return parse


def _readable(cell: Cell) -> str:
    if isinstance(cell, date | time | timedelta):
        raise BadCell(
            "Bảng tính đã tự đổi ô này thành ngày tháng.",
            "Đặt định dạng cột là Văn bản (Text) rồi nhập lại nội dung của ô.",
        )
    value = clean(cell)
    encoding = legacy_encoding(value)
    if encoding:
        raise BadCell(old_encoding(encoding), TO_UNICODE)
    return value


def old_encoding(name: str) -> str:
    return f"Chữ viết theo bảng mã cũ {name}, không phải Unicode."


def count(cell: Cell) -> Parsed:
    """A whole number from 0; “1.200” and “1 200” are 1200."""
    if isinstance(cell, bool | date | time | timedelta):
        raise _no_count()
    if isinstance(cell, str):
        written = clean(cell)
        digits = re.sub(r"[.,\s]", "", written) if _GROUPED.match(written) else re.sub(r"[.,]0+$", "", written)
        if not (digits.isascii() and digits.isdigit()):
            raise _no_count()
        cell = int(digits[:12])
    if cell != int(cell):
        raise BadCell("Số có phần thập phân.", "Ghi số nguyên; nếu là hàng nghìn, ghi liền các chữ số, ví dụ 1200.")
    if not 0 <= cell <= MAX_COUNT:
        raise _no_count()
    return Parsed(int(cell))


def _no_count() -> BadCell:
    return BadCell("Không phải là số nguyên từ 0 trở lên.", "Ghi một số nguyên, ví dụ 120.")


def yes_no(cell: Cell) -> Parsed:
    """“có”, “x”, “1”… are true; “không”, “0”… are false."""
    written = fold_text(clean(cell))
    if written in _YES:
        return Parsed(True)
    if written in _NO:
        return Parsed(False)
    raise BadCell("Chỉ nhận Có hoặc Không.", "Ghi “Có” (hoặc x) hay “Không”; để trống nếu chưa biết.")


def term(vocabulary: Vocabulary) -> Parser:
    """The key of a term of `vocabulary`."""

    def parse(cell: Cell) -> Parsed:
        key = vocabulary.find(_readable(cell))
        if key is None:
            choices = "; ".join(item.label for item in vocabulary)
            raise BadCell(f"Không có trong danh mục “{vocabulary.name}”.", f"Chọn một trong các mục: {choices}.")
        return Parsed(key)

    return parse


def phone(cell: Cell) -> Parsed:
    """The canonical number; further numbers in the cell and old prefixes give a warning."""
    if isinstance(cell, bool | date | time | timedelta):
        raise BadCell("Không phải số điện thoại.", "Đặt định dạng cột là Văn bản (Text) rồi nhập lại đủ các chữ số.")
    try:
        found = read_phone(cell)
    except PhoneProblem as problem:
        raise BadCell(problem.error, problem.fix) from problem
    if found.others:
        kept = f"Ô có nhiều số; đã lấy số đầu {show_phone(found.number)}, bỏ qua {', '.join(found.others)}."
        return Parsed(found.number, (kept, "Nếu cần số khác, để số đó đứng đầu trong ô."))
    if found.mapped_from:
        changed = f"Số 11 chữ số cũ {found.mapped_from} đã đổi thành {show_phone(found.number)}."
        return Parsed(found.number, (changed, "Kiểm tra lại và cập nhật số mới trong bảng gốc."))
    return Parsed(found.number)


def full_name(cell: Cell) -> Parsed:
    """A person's name; whatever is not an old encoding passes, with a warning when it looks unusual."""
    value = str(text(120)(cell).value)
    if not any(letter.isalpha() for letter in value):
        raise BadCell("Họ tên không có chữ cái nào.", "Ghi đầy đủ họ, tên theo giấy tờ.")
    if name_status(value) == "full":
        return Parsed(value)
    return Parsed(value, ("Họ tên chưa đầy đủ hoặc khác thường.", "Kiểm tra lại họ, tên đầy đủ (khoản 2 Điều 3)."))
