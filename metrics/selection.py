"""What a reader looks at: windows of time, and which groups, tổ dân phố and kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from regulation.periods import REGULATION_START, Period, months_in, previous, same_last_year

CURRENT, PREVIOUS, LAST_YEAR = "current", "previous", "last_year"


@dataclass(frozen=True)
class Window:
    """A named span of time, half-open: `starts` belongs to it, `ends` doesn't."""

    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Selection:
    """Empty means all. `kinds` are keys of TIP_KINDS and narrow tips only."""

    group_ids: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


EVERYTHING = Selection()


def comparison_windows(period: Period, as_of: datetime) -> list[Window]:
    """The period, the one before and the same one last year, where they exist.

    While the period is running, the earlier ones are cut at the same elapsed time, so that like is compared with like.
    """
    windows = [Window(CURRENT, period.starts, period.ends)]
    running = is_running(period, as_of)
    cuts = {PREVIOUS: as_of - period.starts, LAST_YEAR: None}
    for name, earlier in ((PREVIOUS, previous(period)), (LAST_YEAR, same_last_year(period))):
        if earlier is None:
            continue
        elapsed = cuts[name]
        cut = earlier.starts + elapsed if elapsed is not None else _year_before(as_of)
        ends = min(earlier.ends, cut) if running else earlier.ends
        if ends > earlier.starts:
            windows.append(Window(name, earlier.starts, ends))
    return windows


def _year_before(moment: datetime) -> datetime:
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - 1, day=day)


def month_windows(starts: datetime, ends: datetime) -> list[Window]:
    """The calendar months that a span touches, cut at its ends; named `m:YYYY-MM`."""
    return [
        Window(f"m:{month.key}", max(month.starts, starts), min(month.ends, ends)) for month in months_in(starts, ends)
    ]


def is_running(period: Period, as_of: datetime) -> bool:
    return period.starts <= as_of < period.ends


def last_months(period: Period, as_of: datetime, count: int = 12) -> list[Window]:
    """Up to `count` whole calendar months, the last being that of the end of the period or of the moment if earlier."""
    last = min(period.ends - timedelta(microseconds=1), as_of)
    first = datetime.combine(REGULATION_START, time.min)
    return [Window(f"m:{month.key}", month.starts, month.ends) for month in months_in(first, last)][-count:]


LIKE_LENGTH = 0.9


def unlike(windows: Sequence[Window], as_of: datetime) -> frozenset[str]:
    """Names of the windows much shorter than the current one so far: their counts can't be set against its counts."""
    current = next((window for window in windows if window.name == CURRENT), None)
    if current is None:
        return frozenset()
    length = min(current.ends, as_of) - current.starts
    return frozenset(window.name for window in windows if window.ends - window.starts < LIKE_LENGTH * length)
