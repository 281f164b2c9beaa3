"""Vietnam wall time (UTC+7, no daylight saving), as naive datetimes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "UTC+7")

Clock = Callable[[], datetime]
"""What tells the present moment, so that tests can set it."""


def now() -> datetime:
    """The present moment in Vietnam, naive."""
    return datetime.now(VIETNAM).replace(tzinfo=None)


def today() -> date:
    """The present day in Vietnam."""
    return now().date()


def to_vietnam(moment: datetime) -> datetime:
    """Naive Vietnam wall time of `moment`; a naive moment is taken to be Vietnam time already."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(VIETNAM).replace(tzinfo=None)
