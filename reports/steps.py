"""The steps of time along the chart of a report: the months of its own calendar, or weeks of a short period."""

from __future__ import annotations

from datetime import datetime, timedelta

from metrics.selection import Window, month_windows
from regulation.periods import Period, period_of, previous

_LONGEST_BY_WEEK = 45
_WEEK = timedelta(days=7)


def step_word(period: Period) -> str:
    """What one step is: "tháng" or "tuần"."""
    return "tuần" if period.days <= _LONGEST_BY_WEEK else "tháng"


def step_windows(period: Period, as_of: datetime) -> tuple[Window, ...]:
    """The steps of the period up to `as_of`, oldest first, cut at both ends; none before it has begun."""
    ends = min(period.ends, as_of)
    if ends <= period.starts:
        return ()
    if step_word(period) == "tuần":
        return _weeks(period.starts, ends)
    if period.kind == "range":
        return tuple(month_windows(period.starts, ends))
    return _report_months(period, ends)


def _weeks(starts: datetime, ends: datetime) -> tuple[Window, ...]:
    count = -(-(ends - starts) // _WEEK)
    return tuple(
        Window(f"w:{order}", starts + order * _WEEK, min(starts + (order + 1) * _WEEK, ends)) for order in range(count)
    )


def _report_months(period: Period, ends: datetime) -> tuple[Window, ...]:
    """Months that begin on the cut-off day of the calendar, as monthly reports do."""
    found: list[Window] = []
    month: Period | None = period_of(period.last_day, "month", period.calendar)
    while month is not None and month.ends > period.starts:
        if month.starts < ends:
            found.append(Window(f"m:{month.key}", month.starts, min(month.ends, ends)))
        month = previous(month)
    return tuple(reversed(found))
