"""Commendations, violations, difficulties and proposals (clauses 19 and 20.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from data_access.demo import operation_texts as texts
from data_access.demo.chance import between, generator, happens
from data_access.demo.members import founding_id, founding_size
from data_access.demo.model import START, DemoEvent, Story, Value, at_hour, months
from data_access.demo.people import person_name
from data_access.demo.place_lists import PLACES
from data_access.demo.places import place_name

_FIRST_VIOLATION_MONTH = 4  # by then everyone of the founding months has joined
_DAYS_BETWEEN_PROPOSALS = 52
_MONTHS_OF_REVIEW = (6, 12)


def commendation_events(until: datetime) -> Iterator[DemoEvent]:
    for month, first_day in months(until):
        rng = generator("commendations", month)
        count = 2 if first_day.month in _MONTHS_OF_REVIEW else int(happens(rng, 0.6))
        for index in range(count):
            yield from _commendation(month, index, first_day).events


def _commendation(month: int, index: int, first_day: date) -> Story:
    rng = generator("commendation", month, index)
    collective, form, reason = rng.choice(texts.COMMENDATIONS)
    day = first_day + timedelta(days=rng.randint(2, 26))
    recipient = f"Nhân dân {place_name(rng.choice(PLACES), day)}" if collective else person_name(rng)
    story = Story("commendation", f"commendation-{month:03d}-{index}")
    fields: dict[str, Value] = {"recipient": recipient, "collective": collective, "form": form, "reason": reason}
    story.add("recorded", at_hour(day, rng.uniform(8, 16)), fields)
    return story


def violation_events(until: datetime) -> Iterator[DemoEvent]:
    for month, first_day in months(until):
        rng = generator("violation", month)
        if month < _FIRST_VIOLATION_MONTH or not happens(rng, 0.55):
            continue
        clause, summary, handling = rng.choice(texts.VIOLATIONS)
        place = rng.choice(PLACES)
        member_id = founding_id(place, rng.randrange(founding_size(place)))
        fields: dict[str, Value] = {"member_id": member_id, "clause": clause, "summary": summary, "handling": handling}
        story = Story("violation", f"violation-{month:03d}")
        day = first_day + timedelta(days=rng.randint(0, 27))
        story.add("recorded", at_hour(day, rng.uniform(8, 17)), fields)
        yield from story.events


def proposal_events(until: datetime) -> Iterator[DemoEvent]:
    number, raised_on = 0, START + timedelta(days=40)
    while raised_on <= until:
        yield from _proposal(number, raised_on).events
        number, raised_on = number + 1, raised_on + timedelta(days=_DAYS_BETWEEN_PROPOSALS)


def _proposal(number: int, raised_on: datetime) -> Story:
    rng = generator("proposal", number)
    clause, summary, decision = texts.PROPOSALS[number % len(texts.PROPOSALS)]
    story = Story("proposal", f"proposal-{number:03d}")
    raised_at = raised_on + timedelta(days=rng.randint(0, 9), hours=rng.randint(8, 16))
    story.add("raised", raised_at, {"clause": clause, "summary": summary})
    if happens(rng, 0.9):
        story.add("forwarded", story.last_at + between(rng, 24 * 3, 24 * 14))
    if decision:
        story.add("decided", story.last_at + between(rng, 24 * 10, 24 * 40), {"decision": decision})
    return story
