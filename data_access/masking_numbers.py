"""Telephone, identity and account numbers, e-mail addresses and profile links inside a text.

Digits may be parted by spaces, dots and hyphens or be written as words. Dates, times, amounts and numbers of documents
are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile

from data_access.masking_canvas import Canvas, Span
from data_access.phones import mask_phone

HIDDEN = "xxx"
_DIGIT_WORDS = {"khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5"}
_DIGIT_WORDS |= {"nham": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "", "tram": "", "linh": ""}
_WORD = "|".join(sorted(_DIGIT_WORDS, key=len, reverse=True))
_UNIT = f"(?:[0-9]|(?<=[0-9])[oil](?=[0-9])|(?<![a-z])o(?=[0-9])|(?:{_WORD})(?=[^a-z]|$|{_WORD}|[0-9]))"
_BETWEEN = r"(?:[\s.\-\u2010-\u2015\u2212_·•*|'’()+]|,(?=[0-9])|,(?=\s*[a-z])|/(?=[0-9]{3}))"
_RUN = re.compile(f"(?<![a-z])(?=[a-z]){_UNIT}(?:{_BETWEEN}{{0,4}}{_UNIT})*|[0-9](?:{_BETWEEN}{{0,4}}{_UNIT})*")
_TOKEN = re.compile(f"[0-9]|{_WORD}|[oil]")
_LETTER_DIGITS = {"o": "0", "i": "1", "l": "1"}

_PHONE = re.compile(r"(?:0084|84|0)0?((?:[35789][0-9]{8})|(?:2[0-9]{9})|(?:1[2689][0-9]{8}))")
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_TIME = r"[0-9]{1,2}\s?(?::[0-9]{2}(?::[0-9]{2})?|(?:h|g)[0-9]{0,2}(?![a-z])|gio(?![a-z])(?:\s?[0-9]{1,2})?)"
_COUNTED = r"(?:dong(?!\s?(?:y|chi|thoi|bao|ho|nghiep)(?![a-z]))|vnd|d|usd|trieu|ty|ti|nghin|ngan|k|%|m2|kg)(?![a-z])"
_UNTOUCHED = re.compile(
    "|".join(
        (
            rf"(?<![0-9/]){_DAY}/{_MONTH}/(?:19|20)?[0-9]{{2}}(?![0-9/])",
            rf"(?<![0-9]){_DAY}([.\-]){_MONTH}\1(?:19|20)[0-9]{{2}}(?![0-9])(?=\s?[^\s.\-0-9]|\s+{_TIME}|[.]?\s*$|\.\s)",
            rf"(?<![0-9/]){_DAY}/{_MONTH}(?![0-9/])",
            r"(?<![0-9])[0-9]{1,3}/(?:19|20)[0-9]{2}(?![0-9])",
            rf"(?<![0-9]){_TIME}",
            r"(?<![0-9.,+])[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?(?![0-9]|[.\-][0-9])",
            r"(?<![0-9.,+])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9]|[.\-,][0-9])",
            rf"(?<![0-9.,+])[1-9][0-9]{{0,2}}(?:\s[0-9]{{3}})*\s?{_COUNTED}",
            rf"(?<![0-9.,+])[1-9][0-9]*\s?{_COUNTED}",
            r"(?<![0-9])1[89]00[\s.]?[0-9]{4}(?![0-9])",
        )
    )
)
_AFTER_DIGIT = re.compile(f"[0-9]{_BETWEEN}{{1,4}}$")
_CALLED = re.compile(
    r"(?<![a-z])(?:sdt|dien thoai|so may|hotline|dt|phone|tel|di dong|zalo|viber|lien he|lien lac|goi|alo|"
    r"cmnd|cmt|cccd|cmtnd|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|dinh danh(?: ca nhan)?|"
    r"ho chieu|passport|stk|so tk|tai khoan|the atm)"
    r"(?:\s?(?:la|so|cua|moi|cu|ca nhan|qua|den|vao|ngan hang)(?![a-z]))*[\s:.\-=(]{0,4}[a-z]?$"
)
_PRICED = re.compile(r"(?<![a-z])(?:tien|tri gia|thiet hai|gia)(?:\s?(?:la|khoang|hon|gan)(?![a-z]))*[\s:]{0,3}$")
_BEFORE = 60
_NUMBERED_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_MAIL = re.compile(
    r"[\w.+\-]+\s?(?:@|\(at\)|\[at\]|\sa\scong\s)\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+|"
    r"(?:facebook|fb|zalo|tiktok|messenger|t|m|instagram)\.(?:com|me|vn)/(?:[^\s,;]|\n(?=[\w.]+/))+"
)


@dataclass(frozen=True)
class _Digit:
    char: str
    start: int
    end: int
    glued: bool  # written right behind the digit before, without anything between
    word: bool


def number_spans(canvas: Canvas) -> Iterator[Span]:
    """Where numbers that identify somebody stand."""
    for found in _MAIL.finditer(canvas.bare):
        yield Span(found.start(), found.end(), "xxx@xxx" if "/" not in found[0] else HIDDEN)
    if not any(char.isdigit() for char in canvas.bare) and "khong" not in canvas.bare:
        return
    kept = _without_untouched(canvas.bare)
    for run in _RUN.finditer(kept):
        if run.end() - run.start() >= 6:
            yield from _in_run(kept, run.start(), run.end())


def _without_untouched(bare: str) -> str:
    """`bare` with dates, times and amounts blanked out."""
    return _UNTOUCHED.sub(lambda found: found[0] if _is_suspect(found) else "\0" * len(found[0]), bare)


def _is_suspect(found: re.Match[str]) -> bool:
    """Whether what looks like an amount or a date may be (the tail of) a telephone or identity number."""
    before = found.string[max(0, found.start() - _BEFORE) : found.start()]
    digits = re.sub(r"\D", "", found[0])
    if "/" not in found[0] and _AFTER_DIGIT.search(before):
        return True
    is_phone = digits.startswith("84") and _PHONE.fullmatch(digits) and not re.search("[a-z]", found[0])
    return bool(is_phone) or (len(digits) >= 7 and bool(_CALLED.search(before)))


def _in_run(bare: str, start: int, end: int) -> Iterator[Span]:
    digits = list(_digits(bare, start, end))
    before = bare[max(0, start - _BEFORE) : start]
    if _PRICED.search(before) and bare[start] != "0" and len(digits) <= 11:
        return
    called = bool(_CALLED.search(before))
    place = 0
    while place < len(digits):
        length, mask = (0, "") if digits[place].glued else _number_at(digits, place, called=called)
        if length:
            yield _with_sign(bare, Span(digits[place].start, digits[place + length - 1].end, mask))
        place += length or 1


def _with_sign(bare: str, span: Span) -> Span:
    """With the plus sign in front, and the bracket whose other half is inside."""
    before, inside = bare[span.start - 1 : span.start], bare[span.start : span.end]
    takes = before == "+" or (before == "(" and ")" in inside and "(" not in inside)
    return Span(span.start - takes, span.end, span.mask)


def _digits(bare: str, start: int, end: int) -> Iterator[_Digit]:
    before = -1
    for found in _TOKEN.finditer(bare, start, end):
        char = _DIGIT_WORDS.get(found[0], _LETTER_DIGITS.get(found[0], found[0]))
        is_word = len(found[0]) > 1
        yield _Digit(char, found.start(), found.end(), found.start() == before and not is_word, is_word)
        before = -1 if is_word else found.end()


def _number_at(digits: list[_Digit], place: int, *, called: bool) -> tuple[int, str]:
    """How many tokens from `place` on are one number, and its mask; 0 when it is none that identifies."""
    rest = digits[place:]
    written = list(takewhile(lambda digit: not digit.word, rest))
    length, mask = _written(written) if written else (0, "")
    if not length and len(written) < len(rest):
        length, mask = _spoken(rest)
    if not length and called and place == 0 and len(rest) >= 6 and not _is_hotline(rest):
        return min(len(rest), 16), HIDDEN
    return length, mask


def _written(rest: list[_Digit]) -> tuple[int, str]:
    text = "".join(digit.char for digit in rest)
    groups = _groups(rest)
    ends = set(accumulate(groups))
    phone = _PHONE.match(text)
    if phone and phone.end() in ends and not (len(text) == 12 and groups != [10, 2]):
        return phone.end(), mask_phone(f"0{phone[1]}")
    if text[0] == "0" and 12 in ends:
        return 12, _tail(text[:12])
    if phone and phone.end() in ends:
        return phone.end(), mask_phone(f"0{phone[1]}")
    if groups[0] >= 9 and not (groups[0] >= 11 and _NUMBERED_DAY.match(text)):
        return groups[0], _tail(text[: groups[0]])
    if groups[:3] == [3, 3, 3] and groups[3:4] != [3]:
        return 9, _tail(text[:9])
    return 0, ""


def _is_hotline(rest: list[_Digit]) -> bool:
    return "".join(digit.char for digit in rest[:4]) in ("1800", "1900")


def _spoken(rest: list[_Digit]) -> tuple[int, str]:
    """A number said digit by digit: nine digits or more, or fewer with tens and hundreds between."""
    text = "".join(digit.char for digit in rest)
    has_tens = any(digit.char == "" for digit in rest)
    if len(text) < (7 if has_tens and text[0:1] == "0" else 9):
        return 0, ""
    phone = _PHONE.fullmatch(text)
    return len(rest), mask_phone(f"0{phone[1]}") if phone else HIDDEN


def _groups(rest: list[_Digit]) -> list[int]:
    """How many digits are written together, group by group."""
    groups: list[int] = []
    for digit in rest:
        if digit.glued and groups:
            groups[-1] += 1
        else:
            groups.append(1)
    return groups


def _tail(digits: str) -> str:
    return "x" * (len(digits) - 3) + digits[-3:]
