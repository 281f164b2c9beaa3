"""Duty checks, incidents, the suspension, and checks of devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from data_access.demo import operation_texts as texts
from data_access.demo.chance import around, between, blend, generator, happens, how_many
from data_access.demo.model import (
    NEW_YEAR_DAY,
    SOON,
    DemoEvent,
    Story,
    Value,
    at_hour,
    days,
    is_tet,
    months,
    progress_of,
)
from data_access.demo.people import officer_name
from data_access.demo.place_lists import PLACES

DUTY_OFFICERS = 8
_CHECK_HOURS = (6.5, 8.0, 11.2, 14.0, 16.6, 19.5, 21.5, 23.2)
_INCIDENT_ORDER = (
    "delivery_failure",
    "account",
    "impersonation",
    "other",
    "delivery_failure",
    "malware",
    "impersonation",
    "leak",
    "account",
    "delivery_failure",
    "other",
)
_FOR_THE_PROVINCE = ("account", "impersonation", "malware", "leak")
_DEVICE_ITEMS: tuple[tuple[str, float, float], ...] = (
    ("os_updated", 0.86, 0.97),
    ("zalo_updated", 0.9, 0.98),
    ("antivirus", 0.84, 0.98),
    ("firewall", 0.95, 1.0),
    ("licensed_software", 0.93, 1.0),
)
_SUSPENDED_GROUP = 9
_SUSPENDED_AT, _RESUMED_AT = datetime(2026, 5, 12, 20, 0), datetime(2026, 5, 14, 8, 30)


def duty_officer_name(index: int) -> str:
    return officer_name(generator("duty-officer", index))


def duty_check_events(until: datetime) -> Iterator[DemoEvent]:
    for day in days(until):
        yield from _duty_day(day)


def _duty_day(day: date) -> Iterator[DemoEvent]:
    """Several looks at the messages a day; none on a few days, New Year's Day of Tết among them (clause 15.2)."""
    rng = generator("duty", day)
    if day == NEW_YEAR_DAY or happens(rng, blend(0.03, 0.006, progress_of(day))):
        return
    most = 6 if day.weekday() < 5 and not is_tet(day) else 4
    hours = sorted(rng.sample(_CHECK_HOURS, rng.randint(2 if is_tet(day) else 3, most)))
    officer = duty_officer_name((day.toordinal() + (day.weekday() > 4)) % DUTY_OFFICERS)
    for index, hour in enumerate(hours):
        story = Story("duty_check", f"duty-{day:%y%m%d}-{index}")
        lag = SOON if happens(rng, 0.9) else between(rng, 1, 14)
        fields: dict[str, Value] = {"officer": officer, "messages": how_many(rng, 3.5)}
        story.add("recorded", at_hour(day, hour + rng.uniform(-0.4, 0.4)), fields, lag=lag)
        yield from story.events


def incident_events(until: datetime) -> Iterator[DemoEvent]:
    number = 0
    for month, first_day in months(until):
        for _ in range(1 + (month % 2 == 0)):
            yield from _incident(number, first_day).events
            number += 1


def _incident(number: int, first_day: date) -> Story:
    rng = generator("incident", number)
    kind = _INCIDENT_ORDER[number % len(_INCIDENT_ORDER)]
    must_report = kind in _FOR_THE_PROVINCE
    story = Story("incident", f"incident-{number:03d}")
    fields: dict[str, Value] = {
        "incident_kind": kind,
        "summary": rng.choice(texts.INCIDENTS[kind]),
        "needs_province": must_report,
    }
    if kind != "malware" and happens(rng, 0.75):
        fields["group_id"] = rng.choice(PLACES).group_id
    story.add("opened", at_hour(first_day + timedelta(days=rng.randint(0, 27)), rng.uniform(6, 22)), fields)
    if must_report and happens(rng, 0.84):
        story.add("reported_to_province", story.last_at + around(rng, 2, 0.9, 48))
    if happens(rng, 0.92):
        result = rng.choice(texts.INCIDENT_RESULTS)
        story.add("resolved", story.last_at + around(rng, 9, 1.0, 24 * 12), note=result)
    return story


def suspension_events() -> Iterator[DemoEvent]:
    story = Story("suspension", "suspension-001")
    authority, reason = texts.SUSPENSION
    group_id = PLACES[_SUSPENDED_GROUP - 1].group_id
    story.add("started", _SUSPENDED_AT, {"group_id": group_id, "authority": authority, "reason": reason})
    story.add("resumed", _RESUMED_AT, note="Đã xác minh xong, cho hoạt động trở lại.")
    yield from story.events


def device_check_events(until: datetime) -> Iterator[DemoEvent]:
    for month, first_day in months(until):
        for index, device in enumerate(texts.DEVICES):
            rng = generator("device", month, index)
            day = first_day + timedelta(days=rng.randint(1, 20))
            care = progress_of(day)
            fields: dict[str, Value] = {"device": device}
            fields |= {item: happens(rng, blend(early, late, care)) for item, early, late in _DEVICE_ITEMS}
            story = Story("device_check", f"device-{month:03d}-{index}")
            story.add("recorded", at_hour(day, rng.uniform(8, 16.5)), fields)
            yield from story.events
