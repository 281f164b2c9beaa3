"""How figures and moments are written in Vietnamese: the one place for screen, Word, PDF and Excel."""

from __future__ import annotations

from datetime import date, datetime

from metrics.kpi import Gap, Kpi, Quantile, Ratio, Unit, Value
from metrics.statistics import SMALL_NUMBER
from metrics.suppression import BELOW

NONE = "–"


def number(value: float, decimals: int = 0) -> str:
    """1234.5 → "1.234,5"; trailing zeros of the decimals are left out."""
    text = f"{abs(value):,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    text = text.rstrip("0").rstrip(",") if decimals else text
    return f"-{text}" if value < 0 and text.strip("0,.") else text


def duration(minutes: float) -> str:
    """Minutes as "45 phút", "3 giờ 20 phút", "2 ngày 4 giờ"."""
    total = round(minutes)
    if total < 60:
        return f"{total} phút"
    if total < 48 * 60:
        return _two(total // 60, "giờ", total % 60, "phút")
    hours = round(total / 60)
    return _two(hours // 24, "ngày", hours % 24, "giờ")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit}" + (f" {small} {small_unit}" if small else "")


def show(value: float | None, unit: Unit) -> str:
    """A figure in its unit; "–" when there is none. Rates are given between 0 and 1."""
    if value is None:
        return NONE
    match unit:
        case "percent":
            return f"{number(value * 100, 1)}%"
        case "points":
            return f"{signed(value * 100, 1)} điểm %"
        case "minutes":
            return duration(value)
        case "days":
            return f"{number(value)} ngày"
        case "per_100":
            return number(value, 1)
        case _:
            return number(value)


def signed(value: float, decimals: int = 0) -> str:
    """With its sign: "+3", "-1,5", "0"."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and text != "0" else text


def show_fraction(value: Value) -> str:
    """ "n/N" of a share, else an empty text."""
    if value.part is None or value.whole is None:
        return ""
    return f"{number(value.part)}/{number(value.whole)}"


def is_small(kpi: Kpi, value: Value) -> bool:
    """Whether a share rests on too few cases for a percentage."""
    return isinstance(kpi.measure, Ratio) and value.whole is not None and 0 < value.whole < SMALL_NUMBER


def show_value(kpi: Kpi, value: Value) -> str:
    """The figure of an indicator: a fraction instead of a percentage below 10 cases; "<3" for one that is hidden."""
    if value.hidden:
        return BELOW
    return show_fraction(value) if is_small(kpi, value) else show(value.value, kpi.unit)


def as_written(value: float, unit: Unit) -> float:
    """The number that `show` writes (rates as percentages), so that a change agrees with the figures beside it."""
    match unit:
        case "percent" | "points":
            return round(value * 100, 1)
        case "per_100":
            return round(value, 1)
        case _:
            return round(value)


def show_change(kpi: Kpi, now: Value, before: Value) -> str:
    """The change against another window: points for rates, ± and % for counts; "–" where there is none to speak of."""
    if now.value is None or before.value is None or not before.comparable:
        return NONE
    if is_small(kpi, now) or is_small(kpi, before):
        return NONE
    earlier = as_written(before.value, kpi.unit)
    change = as_written(now.value, kpi.unit) - earlier
    if kpi.unit in ("percent", "points"):
        return f"{signed(change, 1)} điểm %"
    if kpi.unit == "minutes":
        return ("+" if change > 0 else "-" if change < 0 else "") + duration(abs(change))
    decimals = 1 if kpi.unit == "per_100" else 0
    relative = f" ({signed(change / earlier * 100, 1)}%)" if earlier >= SMALL_NUMBER else ""
    return f"{signed(change, decimals)}{relative}"


def show_interval(kpi: Kpi, value: Value) -> str:
    """The 95 % interval of a rate or a difference, or an empty text."""
    if value.low is None or value.high is None or not isinstance(kpi.measure, Ratio | Gap):
        return ""
    return f"{show(value.low, kpi.unit)} đến {show(value.high, kpi.unit)}"


def describe(kpi: Kpi, value: Value) -> str:
    """What stands behind a figure, in words: "18/20", "14 tin đã xong, 2 chưa xong"."""
    if isinstance(kpi.measure, Quantile) and value.part is not None and value.whole is not None:
        unfinished = int(value.whole - value.part)
        return f"{number(value.part)} đã xong" + (f", {number(unfinished)} chưa xong" if unfinished else "")
    text = show_fraction(value)
    return f"{text}, {number(value.pending)} chưa đến hạn" if value.pending else text


def show_date(day: date | datetime | None) -> str:
    return NONE if day is None else day.strftime("%d/%m/%Y")


def show_datetime(moment: datetime | None) -> str:
    return NONE if moment is None else moment.strftime("%H:%M %d/%m/%Y")
