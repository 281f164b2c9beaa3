"""Reading a moment: sheet dates and serial numbers, dd/mm/yyyy with or without time, ISO, dates written out."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from time import strptime

from data_access.imports.model import Cell
from data_access.imports.parsers import BadCell, Parsed, Parser, clean
from regulation.clock import Clock, now, to_vietnam
from regulation.text import fold_text

EPOCH = datetime(1899, 12, 30)  # serial 0 of spreadsheets; right from 1/3/1900 on
EARLIEST = datetime(1900, 3, 1)
MAX_SERIAL = 2_958_465.0  # 31/12/9999
FIX = "Ghi dạng ngày/tháng/năm giờ:phút, ví dụ 05/01/2026 20:30."
NO_TIME = ("Không ghi giờ; đã lấy 00:00.", "Ghi cả giờ và phút để tính đúng thời hạn, ví dụ 05/01/2026 20:30.")

_DATES = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}(?!\d)")
_TIME = re.compile(
    r"(?P<h>\d{1,2})\s*(?::|h|g|gio)\s*(?:(?P<m>\d{1,2})\s*(?:(?::|phut|p)\s*(?:(?P<s>\d{1,2})(?:\.\d+)?\s*(?:giay|s)?)?)?)?"
    r"\s*(?P<half>am|pm|sa|ch|sang|chieu|toi)?"
)
_WORDS = re.compile(r"\b(?:ngay|luc|vao|hoi)\b|[,;()]|\bt(?=\d)|(?<=\s)-(?=\s)|^-|-$")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})$")


def moment(*, clock: Clock = now, formats: tuple[str, ...] = (), needs_time: bool = False) -> Parser:
    """A datetime in Vietnam wall time, not in the future; `formats` (of strptime) are tried first on text."""

    def parse(cell: Cell) -> Parsed:
        value, has_time = read_moment(cell, formats)
        if value < EARLIEST:
            raise BadCell("Thời điểm trước năm 1900.", "Kiểm tra lại năm. " + FIX)
        if value > clock():
            raise BadCell("Thời điểm ở tương lai.", "Kiểm tra lại ngày, tháng (ngày đứng trước tháng) và năm.")
        return Parsed(value, NO_TIME if needs_time and not has_time else None)

    return parse


def read_moment(cell: Cell, formats: tuple[str, ...] = ()) -> tuple[datetime, bool]:
    """The moment and whether a time of day was written. Raises `BadCell`."""
    if isinstance(cell, datetime):
        return _to_second(cell), True
    if isinstance(cell, date):
        return datetime.combine(cell, time()), False
    if isinstance(cell, bool | time | timedelta):
        raise BadCell("Ô không ghi ngày tháng.", FIX)
    if isinstance(cell, int | float):
        return _from_serial(float(cell))
    return _from_text(clean(cell), formats)


def _to_second(value: datetime) -> datetime:
    """Sheets keep fractions of days: 20:30:00 may come out as 20:29:59.999997."""
    return (to_vietnam(value) + timedelta(microseconds=500_000)).replace(microsecond=0)


def _from_serial(serial: float) -> tuple[datetime, bool]:
    if not (math.isfinite(serial) and 61 <= serial <= MAX_SERIAL):
        raise BadCell("Số này không phải là ngày tháng của bảng tính.", FIX)
    return _to_second(EPOCH + timedelta(days=serial)), not serial.is_integer()


def _from_text(written: str, formats: tuple[str, ...]) -> tuple[datetime, bool]:
    for pattern in formats:
        try:
            return datetime(*strptime(written, pattern)[:6]), "%H" in pattern or "%I" in pattern
        except ValueError:
            continue
    if formats:
        raise BadCell("Ngày giờ không theo dạng đã khai trong tệp ánh xạ.", "Sửa ô hoặc mục [format] của tệp ánh xạ.")
    if _ISO.match(written):
        return _from_iso(written), True
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", written):
        return _from_serial(float(written.replace(",", ".")))
    return _from_vietnamese(fold_text(written))


def _from_iso(written: str) -> datetime:
    try:
        return _to_second(datetime.fromisoformat(written))
    except ValueError as error:
        raise BadCell("Ngày giờ không có trong lịch.", FIX) from error


def _from_vietnamese(written: str) -> tuple[datetime, bool]:
    found = next((match for pattern in _DATES if (match := pattern.search(written))), None)
    if found is None:
        if _SHORT_YEAR.search(written):
            raise BadCell("Năm chỉ ghi hai chữ số.", "Ghi đủ bốn chữ số của năm. " + FIX)
        raise BadCell("Không đọc được ngày tháng.", FIX)
    rest = " ".join(_WORDS.sub(" ", written[: found.start()] + " " + written[found.end() :]).split())
    try:
        day = date(*(int(found[name]) for name in "ymd"))
    except ValueError as error:
        raise BadCell("Ngày không có trong lịch.", "Ghi ngày trước, tháng sau. " + FIX) from error
    return datetime.combine(day, _time_of_day(rest) if rest else time()), bool(rest)


def _time_of_day(written: str) -> time:
    found = _TIME.fullmatch(written)
    if found is None:
        raise BadCell("Không đọc được giờ.", FIX)
    hour, minute, second = (int(found[name] or 0) for name in "hms")
    half = found["half"]
    if half in ("pm", "ch", "chieu", "toi") and hour < 12:
        hour += 12
    if half in ("am", "sa", "sang") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise BadCell("Giờ không hợp lệ.", "Giờ từ 0 đến 23, phút và giây từ 0 đến 59. " + FIX) from error
