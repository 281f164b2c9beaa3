"""The events of the demo ward, before they go into a store, and the one way to make them in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | bool | int | date
FIRST_DAY = date(2025, 9, 25)  # the day the regulation was issued
START = datetime(2025, 9, 25)
TET_FIRST, TET_LAST = date(2026, 2, 14), date(2026, 2, 22)  # days of slower work around Tết Bính Ngọ
NEW_YEAR_DAY = date(2026, 2, 17)
SOON = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """What happened to one thing: the three times, the fields it sets and a note, as `data_access.events.Event`."""

    subject: str
    subject_id: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    posted_at: datetime | None
    fields: Mapping[str, Value]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoInformant:
    """Who sent a tip; an empty text for what was not given. `recorded_at` is that of the tip's first event."""

    tip_id: str
    name: str
    address: str
    phone: str
    recorded_at: datetime


@dataclass(slots=True)
class Story:
    """The whole life of one thing; times never run backwards in it, neither of happening nor of recording."""

    subject: str
    subject_id: str
    events: list[DemoEvent] = field(default_factory=list)

    @property
    def last_at(self) -> datetime:
        """When the latest event happened."""
        return self.events[-1].occurred_at

    def add(
        self,
        kind: str,
        at: datetime,
        fields: Mapping[str, Value] | None = None,
        *,
        posted_at: datetime | None = None,
        note: str = "",
        lag: timedelta = SOON,
    ) -> datetime:
        """Add an event at `at` (to the minute), entered `lag` later; gives the moment it was put at."""
        occurred = at.replace(second=0, microsecond=0)
        recorded = occurred + lag
        if self.events:
            occurred = max(occurred, self.events[-1].occurred_at)
            recorded = max(occurred + lag, self.events[-1].recorded_at)
        recorded = recorded.replace(microsecond=0)
        posted = None if posted_at is None else posted_at.replace(second=0, microsecond=0)
        self.events.append(
            DemoEvent(self.subject, self.subject_id, kind, occurred, recorded, posted, dict(fields or {}), note)
        )
        return occurred


def days(until: datetime, first: date = FIRST_DAY) -> Iterator[date]:
    """Each day from `first` to the day of `until`."""
    for offset in range((until.date() - first).days + 1):
        yield first + timedelta(days=offset)


def months(until: datetime) -> Iterator[tuple[int, date]]:
    """The number (0, 1, …) and first day of each month from October 2025 to that of `until`."""
    number, day = 0, date(2025, 10, 1)
    while day <= until.date():
        yield number, day
        number, day = number + 1, (day + timedelta(days=32)).replace(day=1)


def at_hour(day: date, hours: float) -> datetime:
    """The moment `hours` (with decimals) after the day began."""
    return datetime.combine(day, time.min) + timedelta(hours=hours)


def is_tet(day: date) -> bool:
    return TET_FIRST <= day <= TET_LAST


def progress_of(day: date) -> float:
    """How far the ward's practice has matured on `day`: 0 at the start, 1 after 420 days."""
    return min(1.0, (day - FIRST_DAY).days / 420)
