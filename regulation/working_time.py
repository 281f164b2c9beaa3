"""Public holidays and office hours. They matter for reports and for "working days"; 24 hours run through them all."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

OFFICE_HOURS = ((time(7, 0), time(11, 30)), (time(13, 30), time(17, 0)))
_SATURDAY = 5


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[dict[date, str], frozenset[date]]:
    """The holidays of a year with their names, and the weekend days worked in exchange for one."""
    calendar = holidays.country_holidays("VN", years=year, language="vi")
    return dict(sorted(calendar.items())), frozenset(calendar.weekend_workdays)


def public_holidays(years: Iterable[int]) -> dict[date, str]:
    """Every public holiday of `years` (days in lieu and exchanged days too) with its Vietnamese name, oldest first."""
    return {day: name for year in sorted(set(years)) for day, name in _year(year)[0].items()}


def worked_weekends(years: Iterable[int]) -> tuple[date, ...]:
    """The weekend days of `years` that are worked in exchange for another day, oldest first."""
    return tuple(sorted({day for year in set(years) for day in _year(year)[1] if day.year == year}))


def is_off_day(day: date) -> bool:
    """Whether offices are closed: a weekend (unless worked in exchange) or a public holiday."""
    named, worked = _year(day.year)
    return day in named or (day.weekday() >= _SATURDAY and day not in worked)


def is_office_time(moment: datetime) -> bool:
    """Whether `moment` falls within office hours: 7:00–11:30 and 13:30–17:00 of a working day, ends excluded."""
    if is_off_day(moment.date()):
        return False
    return any(starts <= moment.time() < ends for starts, ends in OFFICE_HOURS)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself isn't counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= not is_off_day(day)
    return day
