"""Figures in official Vietnamese prose: counts, shares and changes, the way reports of the administration write them.

A count below ten has a leading zero ("02 tin"); a share is "450/475 tin = 94,7%", or only "3/4 tin" below ten cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from metrics.formatting import NONE, as_written, duration, number, show, show_fraction, signed
from metrics.kpi import Kpi, Value
from metrics.statistics import SMALL_NUMBER
from regulation.text import fold_text

NOT_ARISEN = "chưa phát sinh"
NOTHING = "không có"


@dataclass(frozen=True)
class Baseline:
    """What figures are compared with: the window's name among the results, and how the prose calls it."""

    window: str
    words: str


def counted(count: float | None) -> str:
    """A count in prose: "02", "15", "1.234"; a dash when unknown."""
    if count is None:
        return NONE
    whole = round(count)
    return f"{whole:02d}" if 0 < whole < 10 else number(whole)


def amount(count: float | None, noun: str) -> str:
    """ "02 tin", "0 tin"."""
    return f"{counted(count)} {noun}"


def is_small(value: Value) -> bool:
    """True when there are too few cases for a percentage."""
    return value.whole is not None and value.whole < SMALL_NUMBER


def share(value: Value, noun: str) -> str:
    """A rate in prose, with its cases."""
    if value.value is None or not value.whole:
        return NOT_ARISEN
    cases = f"{show_fraction(value)} {noun}"
    return cases if is_small(value) else f"{cases} = {show(value.value, 'percent')}"


def figure(kpi: Kpi, value: Value, noun: str) -> str:
    """The figure of an indicator in prose, whatever its unit."""
    if value.value is None:
        return NOT_ARISEN
    match kpi.unit:
        case "percent":
            return share(value, noun)
        case "minutes":
            return duration(value.value)
        case "points":
            return show(value.value, "points")
        case "per_100":
            return f"{show(value.value, 'per_100')} {noun}"
        case _:
            return amount(value.value, noun) if round(value.value) else NOTHING


def change(kpi: Kpi, now: Value, then: Value, noun: str, against: str) -> str:
    """How a figure moved, as "tăng 12 tin (+10,5%) so với kỳ trước"; empty when the two cannot be compared.

    Of rates over few cases only the earlier one is told: "(kỳ trước: 3/4 tin)".
    """
    if now.value is None or then.value is None or not then.comparable:
        return ""
    if kpi.unit == "percent" and (is_small(now) or is_small(then)):
        return f"({against}: {share(then, noun)})"
    earlier = as_written(then.value, kpi.unit)
    difference = as_written(now.value, kpi.unit) - earlier
    if not round(difference, 1):
        if kpi.unit in ("count", "days") and not earlier:
            return ""
        return f"không thay đổi so với {against}"
    relative = ""
    if kpi.unit in ("count", "days") and earlier >= SMALL_NUMBER:
        relative = f" ({signed(difference / earlier * 100, 1)}%)"
    return f"{'tăng' if difference > 0 else 'giảm'} {_size(kpi, abs(difference), noun)}{relative} so với {against}"


def _size(kpi: Kpi, size: float, noun: str) -> str:
    match kpi.unit:
        case "percent" | "points":
            return f"{number(size, 1)} điểm %"
        case "minutes":
            return duration(size)
        case "per_100":
            return f"{number(size, 1)} {noun}"
        case _:
            return amount(size, noun)


def day_month(moment: date) -> str:
    """Day and month as Nghị định 30 writes them: "05/02", "14/6"."""
    return f"{moment.day:02d}/{moment.month:02d}" if moment.month < 3 else f"{moment.day:02d}/{moment.month}"


def day(moment: date) -> str:
    """A day as Nghị định 30 writes it: "05/02/2026", "14/6/2026"."""
    return f"{day_month(moment)}/{moment.year}"


def moment(at: datetime) -> str:
    """ "08 giờ 30 phút ngày 16/6/2026"."""
    return f"{at.hour:02d} giờ {at.minute:02d} phút ngày {day(at.date())}"


def joined(parts: list[str]) -> str:
    """Words in a row: "một, hai và ba"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; abbreviations keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def slug(text: str) -> str:
    """Plain letters, digits and hyphens, for a file name."""
    return re.sub(r"[^a-z0-9]+", "-", fold_text(text)).strip("-")
