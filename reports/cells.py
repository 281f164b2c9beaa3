"""Single cells on their way out: plain values, clean text, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

import pandas as pd

Value = str | int | float | datetime | date | None
LONGEST = 30_000  # a cell of Excel takes 32,767 characters
_BLANKS = r"[\s\"'`´‘’“”„«»‚‹›]*"
_LEAD = re.compile(_BLANKS)
_STARTERS = "=+-@"
_UNIT = r"(?:%|phút|giờ|ngày|điểm %|\([+-]?\d[\d.,]*%\)|\d+)"
_SIGNED_NUMBER = re.compile(rf"[+-](?:\d[\d.,]*(?: ?{_UNIT})*)?")
_INNER_START = re.compile(rf"([;,|]{_BLANKS})(?=[=+\-@＝＋－＠﹦﹢﹣﹫])")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_DROPPED = ("Cf", "Cs", "Co", "Cn")


def plain(value: object) -> Value:
    """A value of pandas or numpy as one of Python; nothing known is None, yes and no are words."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    item = value.item() if hasattr(value, "item") else value
    if isinstance(item, bool):
        return "Có" if item else "Không"
    if isinstance(item, float) and item != item:
        return None
    return item if isinstance(item, str | int | float | datetime | date) else str(item)


def clean(text: str) -> str:
    """Composed text without control, direction and invisible characters; cut where a cell would not take more."""
    if not text.isprintable():
        text = "".join(map(_visible, _LINE_ENDS.sub("\n", text)))
    composed = unicodedata.normalize("NFC", text)
    return composed if len(composed) <= LONGEST else composed[: LONGEST - 1] + "…"


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cc":
        return "\n" if char == "\n" else " "
    return "" if kind in _DROPPED else char


def defuse(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would take it for a formula; signed figures stay."""
    found = _LEAD.match(text)
    first = text[found.end() :][:1] if found else ""
    if not first or unicodedata.normalize("NFKC", first)[0] not in _STARTERS or _SIGNED_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def defuse_inside(text: str) -> str:
    """Text for CSV: on one line, and nothing that becomes a formula when the line is cut at another delimiter."""
    return _INNER_START.sub(r"\1'", " ".join(text.split()))
