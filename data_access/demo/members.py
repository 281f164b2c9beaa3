"""Residents in the groups: most join in the first three months, then a trickle; some leave, a few come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from data_access.demo.chance import around, between, generator, happens, how_many
from data_access.demo.model import DemoEvent, Story, Value, at_hour, days, is_tet
from data_access.demo.people import doubtful_name, nickname, person_name, phone_of
from data_access.demo.place_lists import PLACES, WARD_GROUP_ID, Place
from data_access.demo.places import founded_at, random_place

FOUNDING_DAYS = 91
_TRICKLE_FROM = date(2025, 12, 20)
_TRICKLE_A_DAY = 3.4
_WARD_GROUP_SIZE = 170
_FIRST_TRICKLE_NUMBER = 10_000
_NAME_DRIVE = date(2026, 3, 9)  # a drive to have full names written


@dataclass(frozen=True, slots=True)
class Resident:
    """One joining: who (`key`, `number`), where and when."""

    key: str
    number: int
    group_id: str
    place: Place
    household: int
    joined_at: datetime


def member_events(until: datetime) -> Iterator[DemoEvent]:
    for resident in _residents(until):
        yield from _life(resident).events


def founding_size(place: Place) -> int:
    """Members of a place's group who join in the first three months."""
    return round(place.households * (0.86 + 0.37 * generator("turnout", place.number).random()))


def founding_id(place: Place, index: int) -> str:
    return f"member-{place.number:02d}-{index:04d}"


def _residents(until: datetime) -> Iterator[Resident]:
    number = 0
    for place in PLACES:
        for resident in _founders(place, number):
            yield resident
            number += 1
    yield from _ward_wide(number)
    yield from _trickle(until)


def _founders(place: Place, first_number: int) -> Iterator[Resident]:
    """The first ones come from different households, the others from households that are already there."""
    rng = generator("households", place.number)
    size = founding_size(place)
    households = rng.sample(range(1, place.households + 1), round(size * rng.uniform(0.72, 0.8)))
    for index in range(size):
        own = generator("founder", place.number, index)
        household = households[index] if index < len(households) else own.choice(households)
        joined = founded_at(place.number) + around(own, 24 * 20, 0.9, 24.0 * FOUNDING_DAYS)
        yield Resident(
            founding_id(place, index),
            first_number + index,
            place.group_id,
            place,
            household,
            _waking(own, joined),
        )


def _ward_wide(first_number: int) -> Iterator[Resident]:
    """The ward's own group: schools, shops, lodging houses and people who asked to be there."""
    for index in range(_WARD_GROUP_SIZE):
        rng = generator("ward-wide", index)
        place = random_place(rng)
        joined = _waking(rng, founded_at(0) + around(rng, 24 * 25, 0.9, 24.0 * FOUNDING_DAYS))
        household = rng.randint(1, place.households)
        yield Resident(f"member-21-{index:04d}", first_number + index, WARD_GROUP_ID, place, household, joined)


def _trickle(until: datetime) -> Iterator[Resident]:
    number = _FIRST_TRICKLE_NUMBER
    for day in days(until, _TRICKLE_FROM):
        mean = _TRICKLE_A_DAY * (0.3 if is_tet(day) else 1.0)
        for index in range(how_many(generator("joins", day), mean)):
            rng = generator("joiner", day, index)
            place = random_place(rng)
            group_id = WARD_GROUP_ID if happens(rng, 0.04) else place.group_id
            joined = at_hour(day, rng.uniform(6.5, 22))
            household = rng.randint(1, place.households)
            yield Resident(f"member-{day:%y%m%d}-{index}", number, group_id, place, household, joined)
            number += 1


def _waking(rng: Random, moment: datetime) -> datetime:
    return moment.replace(hour=rng.randint(6, 21), minute=rng.randint(0, 59)) + timedelta(days=1)


def _life(resident: Resident) -> Story:
    rng = generator("member", resident.key)
    story = Story("member", resident.key)
    full_name = person_name(rng)
    status, shown = _shown_name(rng, full_name)
    lag = between(rng, 0.05, 2) if happens(rng, 0.8) else between(rng, 5, 90)
    story.add("joined", resident.joined_at, _fields(rng, resident, status, shown), lag=lag)
    if status != "full" and happens(rng, 0.55):
        asked_on = max(at_hour(_NAME_DRIVE, 8), resident.joined_at)
        story.add(
            "amended",
            asked_on + around(rng, 24 * 12, 0.8, 24 * 120),
            {"full_name": full_name, "zalo_name": full_name, "name_status": "full"},
            note="Thành viên đã ghi đủ họ tên.",
        )
    _leave(rng, story)
    return story


def _leave(rng: Random, story: Story) -> None:
    if not happens(rng, 0.055):
        return
    left = story.add("left", story.last_at + between(rng, 24 * 20, 24 * 400), note=_leaving_reason(rng))
    if happens(rng, 0.1):
        story.add("joined", left + between(rng, 24 * 10, 24 * 80), note="Vào lại nhóm.")


def _leaving_reason(rng: Random) -> str:
    return rng.choice(("Chuyển nơi ở.", "Đổi số điện thoại.", "Tự rời nhóm.", "Đi làm ăn xa."))


def _shown_name(rng: Random, full_name: str) -> tuple[str, str]:
    """The status of the name and the name shown in the group."""
    if happens(rng, 0.085):
        return "incomplete", nickname(rng, full_name)
    if happens(rng, 0.02):
        return "doubtful", doubtful_name(rng, full_name)
    return "full", full_name


def _fields(rng: Random, resident: Resident, status: str, shown: str) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "external_code": resident.key.removeprefix("member-").upper(),
        "group_id": resident.group_id,
        "area_id": resident.place.area_id,
        "household": f"{resident.place.code}-{resident.household:03d}",
        "full_name": shown,
        "zalo_name": shown,
        "role": "member",
        "position": "resident",
        "name_status": status,
    }
    if happens(rng, 0.94):
        fields["phone"] = phone_of(resident.number)
    return fields
