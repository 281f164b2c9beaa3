"""What becomes of a tip after it was received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from data_access.demo import tip_texts as texts
from data_access.demo.chance import around, between, blend, by_day, happens, pick
from data_access.demo.model import SOON, Story, Value, is_tet, progress_of
from data_access.demo.place_lists import Place
from data_access.demo.tip_plans import TipPlan

_DAY = timedelta(hours=24)
_RESULTS: dict[str, tuple[tuple[str, float], ...]] = {
    "procedure_question": (("guided", 96.0), ("handled", 4.0)),
    "security_report": (("handled", 80.0), ("guided", 8.0), ("unfounded", 12.0)),
    "suggestion": (("handled", 62.0), ("guided", 38.0)),
    "other": (("guided", 72.0), ("handled", 20.0), ("unfounded", 8.0)),
}
_HANDED_ON = {"suggestion": 0.2, "other": 0.25, "security_report": 0.06}
_HOURS_TO_RESOLVE = {"procedure_question": 3.0, "security_report": 18.0, "suggestion": 60.0, "other": 10.0}


def classify(rng: Random, plan: TipPlan, story: Story) -> None:
    """The classification within or after 24 hours, and for crime and urgent tips what must come first."""
    received = story.events[0]
    received_at = received.occurred_at
    if received.fields["urgent"]:
        late = happens(rng, 0.2)
        story.add("urgent_reported", received_at + (between(rng, 0.3, 1) if late else between(rng, 0.03, 0.23)))
    if plan.is_crime and happens(rng, 0.93):
        story.add("written_up", received_at + between(rng, 0.3, 2.5))
    fields: dict[str, Value] = {"tip_kind": plan.kind} if received.fields["tip_kind"] != plan.kind else {}
    story.add("classified", received_at + _time_to_classify(rng, plan, received_at), fields, lag=_lag(rng))
    if plan.is_crime and happens(rng, 0.955):
        number: dict[str, Value] = {"register_number": plan.register_number}
        story.add("registered", story.last_at + around(rng, 0.4, 0.6, 3), number)


def finish(rng: Random, plan: TipPlan, story: Story, place: Place) -> None:
    """Handing over, settling, answering; some are reopened, a few stay unsettled."""
    received = story.events[0].fields
    handed_on = plan.is_crime or happens(rng, _HANDED_ON.get(plan.kind, 0.0))
    if handed_on:
        _transfer(rng, plan, story, received, place)
    if plan.is_crime and happens(rng, 0.3):
        story.add(
            "replied", by_day(rng, story.last_at + around(rng, 4, 0.8, 72)), note="Đã báo tiến độ cho người báo tin."
        )
    if happens(rng, 0.035):
        return
    result = "transferred" if handed_on else pick(rng, _RESULTS[plan.kind])
    hours = 24.0 * 16 if plan.is_crime else _HOURS_TO_RESOLVE[plan.kind] * (6 if handed_on else 1)
    _resolve(rng, story, result, around(rng, hours, 0.8, 24 * 75), has_contact=_has_contact(received))
    if not plan.is_crime and happens(rng, 0.018):
        reopened_at = story.last_at + between(rng, 20, 140)
        story.add("reopened", reopened_at, note=rng.choice(texts.REOPEN_REASONS))
        _resolve(rng, story, result, between(rng, 6, 70), has_contact=_has_contact(received))


def _has_contact(received: Mapping[str, Value]) -> bool:
    return bool(received["has_phone"] or received["has_address"])


def _time_to_classify(rng: Random, plan: TipPlan, received_at: datetime) -> timedelta:
    if plan.pace == "forgotten":
        return between(rng, 24 * 30, 24 * 85)
    if plan.pace == "late":
        return _DAY + around(rng, 7, 0.9, 70)
    if plan.pace == "slow":
        return between(rng, 22.6, 23.9)
    day = received_at.date()
    median = blend(2.6, 1.2, progress_of(day)) * (0.5 if plan.is_crime else 1.0) * (2.2 if is_tet(day) else 1.0)
    asleep = received_at.hour >= 22 or received_at.hour < 6
    if asleep and not plan.is_crime:
        median += 5
    return around(rng, median, 0.95, 23.4)


def _transfer(rng: Random, plan: TipPlan, story: Story, received: Mapping[str, Value], place: Place) -> None:
    received_at = story.events[0].occurred_at
    choices = texts.TRANSFERRED_TO if plan.is_crime else texts.OTHER_AUTHORITIES
    fields: dict[str, Value] = {"transferred_to": pick(rng, choices)}
    if plan.is_crime and (received["serious"] or received["victim_under_18"]):
        moment = received_at + (between(rng, 5, 22) if happens(rng, 0.82) else between(rng, 25, 44))
    elif plan.is_crime:
        moment = received_at + (between(rng, 20, 150) if happens(rng, 0.86) else between(rng, 200, 300))
    else:
        moment = by_day(rng, story.last_at + around(rng, 12, 0.8, 120))
    story.add("transferred", moment, fields, lag=_lag(rng))


def _resolve(rng: Random, story: Story, result: str, takes: timedelta, *, has_contact: bool) -> None:
    note = rng.choice(texts.REPLY_NOTES[result])
    resolved_at = by_day(rng, story.last_at + takes)
    story.add("resolved", resolved_at, {"resolution": result}, note=note, lag=_lag(rng))
    if happens(rng, 0.92 if has_contact else 0.35):
        story.add("replied", by_day(rng, story.last_at + around(rng, 0.7, 1.2, 96)), lag=_lag(rng))


def _lag(rng: Random) -> timedelta:
    return SOON + between(rng, 0, 0.4) if happens(rng, 0.9) else between(rng, 1, 20)
