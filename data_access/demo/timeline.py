"""The whole demo ward as one list of events up to a moment.

Everything has its own generator of chance and its whole life is drawn at once, so that a later moment only adds events
to the end of the list and never changes the ones before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from data_access.demo.admins import account_check_events, admin_events
from data_access.demo.affairs import commendation_events, proposal_events, violation_events
from data_access.demo.members import member_events
from data_access.demo.model import DemoEvent
from data_access.demo.operation import device_check_events, duty_check_events, incident_events, suspension_events
from data_access.demo.places import area_events, group_events
from data_access.demo.posts import post_events
from data_access.demo.tips import tip_events


def timeline(until: datetime) -> list[DemoEvent]:
    """Events that happened and were entered by `until`, in the order of entering; `until` is Vietnam wall time."""
    known = [event for event in _everything(until) if event.recorded_at <= until]
    return sorted(known, key=lambda event: event.recorded_at)


def _everything(until: datetime) -> Iterator[DemoEvent]:
    """All lives that begin by the day of `until`, whole; the order in which things are named never changes."""
    yield from area_events(until)
    yield from group_events()
    yield from admin_events()
    yield from member_events(until)
    yield from post_events(until)
    yield from tip_events(until)
    yield from duty_check_events(until)
    yield from incident_events(until)
    yield from suspension_events()
    yield from account_check_events(until)
    yield from device_check_events(until)
    yield from commendation_events(until)
    yield from violation_events(until)
    yield from proposal_events(until)
