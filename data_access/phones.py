"""Vietnamese telephone numbers: reading what people type, one canonical form, showing and masking."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

# The change of 15/9/2018: 11-digit mobile prefixes became 10-digit ones, the old ones stopped on 30/6/2019.
OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in range(2, 10)},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
EXAMPLE = "0912 345 678"
_SEPARATORS = re.compile(r"[\s.\-()'’`\u00a0\u2010-\u2015]+")
_SEVERAL = re.compile(r"[/;,|\n]+|\s+(?:và|hoặc|hay)\s+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^\d(?:[.,](\d+))?[eE]\+?0?(\d+)$")
_LABEL = re.compile(r"^(?:sđt|sdt|đt|dt|tel|phone|di động|điện thoại|số điện thoại)\s*[:.]?\s*", re.IGNORECASE)


class PhoneProblem(ValueError):
    """The cell holds no number that can be dialled; the arguments are the error and the way to mend it."""

    def __init__(self, error: str, fix: str) -> None:
        super().__init__(error)
        self.error = error
        self.fix = fix


@dataclass(frozen=True)
class Phone:
    """`number` is canonical ("0912345678"); `others` are further numbers found in the same cell."""

    number: str
    others: tuple[str, ...] = ()
    mapped_from: str = ""


def read_phone(cell: str | int | float) -> Phone:
    """Read one cell. Raises `PhoneProblem` when its first number is not a valid Vietnamese one."""
    text = _as_text(cell)
    pieces = _split(_LABEL.sub("", text))
    if not pieces:
        raise PhoneProblem("Không có số điện thoại trong ô.", f"Ghi số điện thoại, ví dụ {EXAMPLE}, hoặc để trống ô.")
    pieces = _two_in_a_row(pieces[0]) + pieces[1:]
    number, mapped_from = _canonical(pieces[0])
    return Phone(number, tuple(_SEPARATORS.sub("", piece) for piece in pieces[1:]), mapped_from)


def canonical_phone(text: str) -> str | None:
    """The canonical form of a typed number, None when it is not a valid Vietnamese number."""
    try:
        return read_phone(text).number
    except PhoneProblem:
        return None


def show_phone(number: str) -> str:
    """Canonical number as people write it: "0912 345 678", "0239 3855 555"."""
    return phonenumbers.format_number(phonenumbers.parse(number, "VN"), phonenumbers.PhoneNumberFormat.NATIONAL)


def mask_phone(number: str) -> str:
    """Canonical number with its middle hidden: "09xx xxx 678"."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < 8:
        return "xxxx"
    hidden = digits[:2] + "x" * (len(digits) - 5) + digits[-3:]
    return f"{hidden[:4]} {hidden[4:-3]} {hidden[-3:]}"


def _as_text(cell: str | int | float) -> str:
    if isinstance(cell, float):
        if not cell.is_integer():
            raise PhoneProblem("Số điện thoại có phần thập phân.", _text_column_fix())
        return str(int(cell)) if _is_exact(int(cell)) else _raise_lost_digits()
    if isinstance(cell, int):
        return str(cell) if _is_exact(cell) else _raise_lost_digits()
    return _expand_scientific(re.sub(r"^(\d{9,12})\.00?$", r"\1", unicodedata.normalize("NFC", cell).strip()))


def _is_exact(number: int) -> bool:
    """A sheet that kept only 9.12E+08 hands over 912000000: a run of six or more zeros is no telephone number."""
    return number % 1_000_000 != 0


def _expand_scientific(text: str) -> str:
    """Sheets show at most five decimals, so one with all but a final zero is a full number, any shorter one is not."""
    found = _SCIENTIFIC.match(text)
    if not found:
        return text
    decimals, exponent = found.group(1) or "", int(found.group(2))
    if not exponent - 1 <= len(decimals) <= exponent or exponent < 8:
        return _raise_lost_digits()
    return (text[0] + decimals).ljust(exponent + 1, "0")


def _raise_lost_digits() -> str:
    raise PhoneProblem("Số điện thoại đã mất chữ số (bảng tính ghi theo dạng lũy thừa).", _text_column_fix())


def _text_column_fix() -> str:
    return "Đặt định dạng cột là Văn bản (Text) rồi nhập lại đủ các chữ số."


def _split(text: str) -> list[str]:
    """The numbers of one cell; commas that only group the digits of one number do not split it."""
    if len(re.sub(r"\D", "", text)) <= 12:
        text = text.replace(",", " ")
    return [piece for piece in _SEVERAL.split(text) if piece.strip()]


def _two_in_a_row(piece: str) -> list[str]:
    """Split "0912345678 0987654321", numbers parted only by a space or a hyphen."""
    digits = _SEPARATORS.sub("", piece)
    if len(digits) >= 18 and digits.isdigit() and digits.startswith("0"):
        first = 11 if digits[:4] in OLD_PREFIXES or digits.startswith("02") else 10
        return [digits[:first], digits[first:]]
    return [piece]


def _canonical(piece: str) -> tuple[str, str]:
    digits = _national_digits(_SEPARATORS.sub("", piece))
    mapped = OLD_PREFIXES.get(digits[:4]) if len(digits) == 11 else None
    number = mapped + digits[4:] if mapped else digits
    if not (number.isascii() and number.isdigit() and _is_valid(number)):
        raise PhoneProblem(
            "Không phải số điện thoại Việt Nam hợp lệ.",
            f"Ghi đủ 10 số (di động) hoặc 11 số (máy bàn, ví dụ 0239 3855 555), ví dụ {EXAMPLE}.",
        )
    return number, digits if mapped else ""


def _national_digits(text: str) -> str:
    """Drop +84, 0084 or 84 and give back the zero that a sheet dropped."""
    for prefix in ("+84", "0084"):
        if text.startswith(prefix):
            return "0" + text.removeprefix(prefix).removeprefix("0")
    if text.startswith("84") and len(text) in (11, 12):
        return "0" + text[2:].removeprefix("0")
    return text if text.startswith("0") else "0" + text


def _is_valid(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, "VN")
