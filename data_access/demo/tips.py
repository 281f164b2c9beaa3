"""The life of each tip: received, classified, reported, registered, transferred, resolved, answered, reopened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from data_access.demo import tip_texts as texts
from data_access.demo.chance import around, between, blend, generator, happens
from data_access.demo.model import SOON, DemoEvent, DemoInformant, Story, Value, is_tet, progress_of
from data_access.demo.people import person_name, phone_of
from data_access.demo.place_lists import WARD_GROUP_ID, Place
from data_access.demo.places import place_name, random_place
from data_access.demo.tip_outcomes import classify, finish
from data_access.demo.tip_plans import TipPlan, tip_plans

_FIRST_INFORMANT_NUMBER = 30_000


def tip_events(until: datetime) -> Iterator[DemoEvent]:
    for plan in tip_plans(until):
        yield from _life(plan).events


def informants(until: datetime) -> list[DemoInformant]:
    """The known senders of the tips entered by `until`, in the order of the tips."""
    found = []
    for number, plan in enumerate(tip_plans(until)):
        story = _life(plan)
        received = story.events[0]
        if received.recorded_at <= until and received.fields["has_name"]:
            found.append(_informant(plan, received, _FIRST_INFORMANT_NUMBER + number))
    return found


def _informant(plan: TipPlan, received: DemoEvent, number: int) -> DemoInformant:
    rng = generator("informant", plan.key)
    name = person_name(rng)
    place = random_place(rng)
    return DemoInformant(
        tip_id=received.subject_id,
        name=name,
        address=f"Số {rng.randint(1, 120)}, {place.name}" if received.fields["has_address"] else "",
        phone=phone_of(number) if received.fields["has_phone"] else "",
        recorded_at=received.recorded_at,
    )


def _life(plan: TipPlan) -> Story:
    rng = generator("tip", plan.key)
    story = Story("tip", f"tip-{plan.key}")
    place = random_place(rng)
    from_zalo = plan.channel.startswith("zalo")
    fields = _fields(rng, plan, place)
    urgent = bool(fields["urgent"])
    received_at = plan.sent_at + (_detection(rng, plan, urgent) if from_zalo else timedelta())
    lag = _entry_lag(rng, plan, urgent)
    story.add(
        "received",
        received_at,
        fields,
        posted_at=plan.sent_at if from_zalo else None,
        note=rng.choice(texts.LATE_NOTES) if lag > timedelta(hours=4) else "",
        lag=lag,
    )
    classify(rng, plan, story)
    finish(rng, plan, story, place)
    return story


def _detection(rng: Random, plan: TipPlan, urgent: bool) -> timedelta:
    """From the message standing in the group to the officer taking it up."""
    if urgent:
        return around(rng, 0.06, 0.6, 0.5)
    slower = 2.5 if is_tet(plan.sent_at.date()) else 1.0
    asleep = plan.sent_at.hour >= 22 or plan.sent_at.hour < 6
    if asleep and happens(rng, 0.6):
        morning = plan.sent_at.replace(hour=6, minute=0) + timedelta(days=1 if plan.sent_at.hour >= 22 else 0)
        return morning - plan.sent_at + between(rng, 0.1, 1.5 * slower)
    return around(rng, blend(0.42, 0.2, progress_of(plan.sent_at.date())) * slower, 0.9, 6 * slower)


def _entry_lag(rng: Random, plan: TipPlan, urgent: bool) -> timedelta:
    """From taking a tip up to entering it: minutes mostly, hours for some."""
    if urgent or plan.pace == "slow" or happens(rng, blend(0.83, 0.91, progress_of(plan.sent_at.date()))):
        return SOON + between(rng, 0, 0.25)
    return between(rng, 1, 5) if happens(rng, 0.6) else between(rng, 5, 36)


def _fields(rng: Random, plan: TipPlan, place: Place) -> dict[str, Value]:
    day = plan.sent_at.date()
    area = place_name(place, day)
    landmark = rng.choice(place.landmarks)
    kind = plan.kind
    fields: dict[str, Value] = {
        "external_code": f"T{plan.key}",
        "channel": plan.channel,
        "tip_kind": "other" if not plan.is_crime and plan.pace == "usual" and happens(rng, 0.03) else kind,
        "summary": rng.choice(texts.SUMMARIES[kind]).format(area=area, place=landmark),
        "urgent": happens(rng, {"security_report": 0.022, "crime_report": 0.34, "denunciation": 0.1}.get(kind, 0.0)),
        "serious": plan.is_crime and happens(rng, 0.3),
        "victim_under_18": plan.is_crime and happens(rng, 0.12),
        "valuable": happens(rng, 0.8 if plan.is_crime else 0.45 if kind == "security_report" else 0.0),
        "confidential": happens(rng, 0.7 if plan.is_crime else 0.12 if kind == "security_report" else 0.01),
    }
    if plan.channel == "zalo_group":
        fields["group_id"] = WARD_GROUP_ID if happens(rng, 0.07) else place.group_id
    if plan.channel == "zalo_group" or happens(rng, 0.9):
        fields["area_id"] = place.area_id
    if plan.is_crime or kind == "security_report":
        fields |= _incident_fields(rng, plan, f"{landmark[0].upper()}{landmark[1:]}, {area}")
    return fields | _identity_fields(rng, plan)


def _incident_fields(rng: Random, plan: TipPlan, where: str) -> dict[str, Value]:
    when = plan.sent_at - around(rng, 1.5 if plan.kind == "security_report" else 9, 1.0, 24 * 20)
    fields: dict[str, Value] = {}
    if happens(rng, 0.93):
        fields["incident_time"] = f"Khoảng {when.hour} giờ {when.minute // 10 * 10:02d} phút ngày {when:%d/%m/%Y}"
    if happens(rng, 0.95):
        fields["incident_place"] = where
    if plan.is_crime and happens(rng, 0.85):
        fields["basis"] = rng.choice(texts.KNOWN_THROUGH)
    return fields


def _identity_fields(rng: Random, plan: TipPlan) -> dict[str, Value]:
    refuses = happens(rng, 0.18 if plan.is_crime else 0.13 if plan.kind == "security_report" else 0.004)
    if refuses:
        fields: dict[str, Value] = {
            "identity_refused": True,
            "has_name": False,
            "has_address": False,
            "has_phone": False,
        }
        if happens(rng, 0.76):
            fields["refusal_reason"] = rng.choice(texts.REFUSAL_REASONS)
        return fields
    care = progress_of(plan.sent_at.date())
    return {
        "identity_refused": False,
        "has_name": happens(rng, 0.98),
        "has_address": happens(rng, blend(0.76, 0.93, care)),
        "has_phone": happens(rng, 0.97 if plan.channel == "phone" else blend(0.8, 0.93, care)),
    }
