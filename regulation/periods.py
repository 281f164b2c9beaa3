"""Report periods: half years, years, quarters, months by a calendar of cut-off days, and ranges of days.

Every period is half-open, [starts, ends), in naive Vietnam time, and never begins before the regulation did.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

REGULATION_START = date(2025, 9, 25)
_YEARS = range(2000, 2101)
_PARTS = {"year": 1, "half": 2, "quarter": 4, "month": 12}
_ROMAN = ("I", "II", "III", "IV")
_KEY = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Cut-off days: the period of a month begins on `start_day`, `months_ahead` months before that month."""

    key: str
    label: str
    start_day: int
    months_ahead: int

    def month_start(self, month: int) -> datetime:
        """First moment of the month numbered year * 12 + month - 1."""
        year, index = divmod(month - self.months_ahead, 12)
        return datetime(year, index + 1, self.start_day)

    def month_of(self, day: date) -> int:
        """Number (year * 12 + month - 1) of the month whose period holds `day`."""
        month = day.year * 12 + day.month - 1 + self.months_ahead
        return month if day.day >= self.start_day else month - 1


CALENDARS: dict[str, Calendar] = {
    calendar.key: calendar
    for calendar in (
        Calendar("decree_09", "Báo cáo hành chính (Nghị định 09/2019): từ 15/12", 15, 1),
        Calendar("interagency_2018", "Liên ngành (TTLT 05/2018): từ 01/12", 1, 1),
        Calendar("public_order", "An toàn về an ninh, trật tự của phường (TT 124/2021): từ 16/11", 16, 2),
        Calendar("public_order_area", "An toàn về an ninh, trật tự của khu dân cư (TT 124/2021): từ 01/11", 1, 2),
        Calendar("statistics", "Thống kê (Nghị định 60/2018): từ 01/01", 1, 0),
    )
}
DEFAULT_CALENDAR = "decree_09"


@dataclass(frozen=True)
class Period:
    """A span of time [starts, ends). `clipped`: the regulation began inside it, so that it's shorter than its kind.

    `kind` is "year", "half", "quarter", "month" or "range"; `calendar` a key of CALENDARS.
    """

    key: str
    label: str
    starts: datetime
    ends: datetime
    kind: str = "range"
    calendar: str = DEFAULT_CALENDAR
    clipped: bool = False

    @property
    def first_day(self) -> date:
        """First day of the period."""
        return self.starts.date()

    @property
    def last_day(self) -> date:
        """Last day that belongs to the period."""
        return (self.ends - timedelta(microseconds=1)).date()

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last_day - self.first_day).days + 1

    @property
    def span_label(self) -> str:
        """The span in prose, e.g. "từ ngày 15/12/2025 đến ngày 14/6/2026"."""
        return f"từ ngày {_prose_date(self.first_day)} đến ngày {_prose_date(self.last_day)}"


def _prose_date(day: date) -> str:
    """Day and month as Nghị định 30 writes them: a leading zero for days below 10 and for January and February only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def _short_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _calendar(calendar: Calendar | str) -> Calendar:
    if isinstance(calendar, Calendar):
        return calendar
    if calendar not in CALENDARS:
        raise ValueError(f"Không có lịch kỳ báo cáo “{calendar}”. Hãy chọn một trong: {', '.join(CALENDARS)}.")
    return CALENDARS[calendar]


def _key(kind: str, number: int) -> str:
    year, part = divmod(number, _PARTS[kind])
    suffix = {"year": "", "half": f"-H{part + 1}", "quarter": f"-Q{part + 1}", "month": f"-{part + 1:02d}"}
    return f"{year:04d}{suffix[kind]}"


def _label(kind: str, number: int) -> str:
    year, part = divmod(number, _PARTS[kind])
    match kind:
        case "half":
            return f"6 tháng {'cuối' if part else 'đầu'} năm {year}"
        case "quarter":
            return f"Quý {_ROMAN[part]} năm {year}"
        case "month":
            return f"Tháng {part + 1} năm {year}"
    return f"Năm {year}"


def _build(kind: str, number: int, calendar: Calendar) -> Period | None:
    """The `number`-th period of its kind since year 0, clipped; None when it's wholly before the regulation."""
    months = 12 // _PARTS[kind]
    starts, ends = calendar.month_start(number * months), calendar.month_start((number + 1) * months)
    first = _midnight(REGULATION_START)
    if ends <= first:
        return None
    return Period(
        _key(kind, number), _label(kind, number), max(starts, first), ends, kind, calendar.key, clipped=starts < first
    )


def _build_range(first: date, last: date, calendar: Calendar) -> Period | None:
    """The days `first` to `last`, both included, clipped; None when they're wholly before the regulation."""
    if last < REGULATION_START:
        return None
    begins = max(first, REGULATION_START)
    return Period(
        f"{first.isoformat()}..{last.isoformat()}", f"Từ {_short_date(begins)} đến {_short_date(last)}",
        _midnight(begins), _midnight(last + _ONE_DAY), "range", calendar.key, clipped=first < REGULATION_START,
    )  # fmt: skip


def _number(key: str) -> tuple[str, int] | None:
    """Kind and running number of a key such as "2026", "2026-H1", "2026-Q1" or "2026-03"."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, *parts = found.groups()
    for kind, part in zip(("half", "quarter", "month"), parts, strict=True):
        if part:
            return kind, int(year) * _PARTS[kind] + int(part) - 1
    return "year", int(year)


def _in_years(key: str) -> bool:
    return all(int(part.strip()[:4]) in _YEARS for part in key.split(".."))


def _range_days(key: str) -> tuple[date, date] | None:
    """First and last day of a key such as "2026-01-05..2026-02-10"."""
    try:
        first, last = (date.fromisoformat(part.strip()) for part in key.split(".."))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _too_early(text: str) -> ValueError:
    return ValueError(
        f"Kỳ “{text}” kết thúc trước khi quy chế có hiệu lực ({_short_date(REGULATION_START)}). Hãy chọn kỳ sau đó."
    )


def parse_period(text: str, calendar: Calendar | str = DEFAULT_CALENDAR) -> Period:
    """The period named by `text`: "2026", "2026-H1", "2026-Q1", "2026-03" or "2026-01-05..2026-02-10".

    Raises ValueError, with a Vietnamese sentence, when the text isn't one of these or lies before the regulation.
    """
    chosen, key = _calendar(calendar), text.strip().upper()
    standard, days = _number(key), _range_days(key)
    if (standard is None and days is None) or not _in_years(key):
        raise ValueError(
            f"Không hiểu kỳ “{text.strip()}”. Hãy viết như 2026-H1 (6 tháng đầu năm), 2026-H2, 2026 (cả năm), "
            "2026-Q1 (quý), 2026-03 (tháng) hoặc 2026-01-05..2026-02-10 (từ ngày đến ngày)."
        )
    period = _build(*standard, chosen) if standard else _build_range(*days, chosen) if days else None
    if period is None:
        raise _too_early(text.strip())
    return period


def _shifted(period: Period, *, years: bool) -> Period | None:
    """The period one step (or, with `years`, one year) before a standard period."""
    standard = _number(period.key)
    if standard is None:
        return None
    kind, number = standard
    return _build(kind, number - (_PARTS[kind] if years else 1), CALENDARS[period.calendar])


def _year_before(day: date) -> date:
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


def previous(period: Period) -> Period | None:
    """The period directly before, of the same kind or, for a range, of the same length; None before the regulation."""
    days = _range_days(period.key)
    if days is None:
        return _shifted(period, years=False)
    first, last = max(days[0], REGULATION_START), days[1]
    return _build_range(first - (last - first) - _ONE_DAY, first - _ONE_DAY, CALENDARS[period.calendar])


def same_last_year(period: Period) -> Period | None:
    """The same period one year earlier (29/2 becomes 28/2); None before the regulation."""
    days = _range_days(period.key)
    if days is None:
        return _shifted(period, years=True)
    return _build_range(_year_before(days[0]), _year_before(days[1]), CALENDARS[period.calendar])


def period_of(day: date, kind: str = "half", calendar: Calendar | str = DEFAULT_CALENDAR) -> Period:
    """The period of `kind` ("year", "half", "quarter", "month") that holds `day`; ValueError before the regulation."""
    chosen = _calendar(calendar)
    if day < REGULATION_START:
        raise ValueError(f"Ngày {_short_date(day)} ở trước ngày quy chế có hiệu lực ({_short_date(REGULATION_START)}).")
    period = _build(kind, chosen.month_of(day) * _PARTS[kind] // 12, chosen)
    if period is None:
        raise _too_early(_short_date(day))
    return period


def periods_until(
    day: date, kinds: Iterable[str] = ("half", "year"), calendar: Calendar | str = DEFAULT_CALENDAR
) -> list[Period]:
    """The periods of `kinds` from the first to the one that holds `day`, newest first; none before the regulation."""
    found: list[Period] = []
    for kind in kinds:
        period = period_of(day, kind, calendar) if day >= REGULATION_START else None
        while period is not None:
            found.append(period)
            period = previous(period)
    return sorted(found, key=lambda one: (one.ends, one.starts), reverse=True)


def is_complete(period: Period, as_of: datetime) -> bool:
    """Whether the whole period has passed at `as_of`."""
    return period.ends <= as_of


def months_in(starts: datetime, ends: datetime) -> list[Period]:
    """The whole calendar months, oldest first, that [starts, ends) touches; not clipped."""
    months, calendar = [], CALENDARS["statistics"]
    number = calendar.month_of(starts.date())
    while calendar.month_start(number) < ends:
        span = calendar.month_start(number), calendar.month_start(number + 1)
        months.append(Period(_key("month", number), _label("month", number), *span, "month", calendar.key))
        number += 1
    return months


def next_half_label(period: Period) -> str:
    """The period that follows, as said within a sentence: "6 tháng cuối năm 2026", "năm 2027"; "thời gian tới"."""
    standard = _number(period.key)
    if standard is None:
        return "thời gian tới"
    kind, number = standard
    label = _label(kind, number + 1)
    return label[0].lower() + label[1:]
