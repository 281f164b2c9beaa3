"""Leaders and deputies of the groups, as clause 7a.1 names them, and the checks of their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data_access.demo.chance import blend, generator, happens
from data_access.demo.model import START, DemoEvent, Story, Value, at_hour, progress_of
from data_access.demo.people import officer_name, person_name, phone_of
from data_access.demo.place_lists import PLACES, WARD_GROUP_ID, Place
from data_access.demo.places import founded_at
from regulation.safety import PASSWORD_DAYS

AREA_OFFICERS = 6
_FIRST_ADMIN_NUMBER = 60_000
_REPLACED_OFFICER, _REPLACED_ON = 2, datetime(2026, 4, 15, 8, 0)
_CHECK_MONTHS = (1, 4, 7, 10)


@dataclass(frozen=True, slots=True)
class Admin:
    """One leader or deputy of one group; `person` is who it is (an officer serves in several groups)."""

    member_id: str
    person: str
    name: str
    number: int
    role: str
    position: str
    group_id: str
    place: Place | None
    joined_at: datetime
    left_at: datetime | None = None


def admin_events() -> Iterator[DemoEvent]:
    for admin in admins():
        yield from _life(admin).events


def account_check_events(until: datetime) -> Iterator[DemoEvent]:
    for admin in admins():
        for number, day in enumerate(_check_days(admin, until)):
            yield from _check(admin, number, day).events


def area_officer_name(index: int) -> str:
    return officer_name(generator("area-officer", index))


def admins() -> list[Admin]:
    """Everyone who leads or helps to lead a group, at any time."""
    found: list[Admin] = []
    for number in range(1, len(PLACES) + 2):
        for index, post in enumerate(_posts(number)):
            found.append(_admin(number, index, *post))
    successor = AREA_OFFICERS
    for old in [admin for admin in found if admin.left_at]:
        found.append(_successor(old, successor))
    return found


def _posts(group_number: int) -> list[tuple[str, str, str, int]]:
    """Role, position, person and telephone of each: one leader and two to four deputies."""
    officer = group_number % AREA_OFFICERS
    chief = 0 if group_number % 2 else 1
    posts = [
        ("leader", "deputy_chief", f"chief-{chief}", chief),
        ("deputy", "area_officer", f"area-officer-{officer}", 10 + officer),
    ]
    if group_number > len(PLACES):
        other = (officer + 1) % AREA_OFFICERS
        return [*posts, ("deputy", "area_officer", f"area-officer-{other}", 10 + other)]
    posts.append(("deputy", "party_secretary", f"secretary-{group_number}", 100 + group_number))
    if group_number % 5:  # elsewhere the secretary is also the head
        posts.append(("deputy", "area_head", f"head-{group_number}", 200 + group_number))
    if group_number % 4 == 1:
        posts.append(("deputy", "resident", f"helper-{group_number}", 300 + group_number))
    return posts


def _admin(group_number: int, index: int, role: str, position: str, person: str, number: int) -> Admin:
    place = PLACES[group_number - 1] if group_number <= len(PLACES) else None
    leaves = person == f"area-officer-{_REPLACED_OFFICER}"
    return Admin(
        member_id=f"member-{group_number:02d}-admin-{index}",
        person=person,
        name=_name(person),
        number=_FIRST_ADMIN_NUMBER + number,
        role=role,
        position=position,
        group_id=place.group_id if place else WARD_GROUP_ID,
        place=place,
        joined_at=(founded_at(group_number) if place else START + timedelta(hours=9)) + timedelta(minutes=5 + index),
        left_at=_REPLACED_ON if leaves else None,
    )


def _successor(old: Admin, officer: int) -> Admin:
    return Admin(
        member_id=f"{old.member_id}-next",
        person=f"area-officer-{officer}",
        name=area_officer_name(officer),
        number=_FIRST_ADMIN_NUMBER + 10 + officer,
        role=old.role,
        position=old.position,
        group_id=old.group_id,
        place=old.place,
        joined_at=_REPLACED_ON + timedelta(hours=1),
    )


def _name(person: str) -> str:
    kind, _, index = person.rpartition("-")
    rng = generator(kind, int(index))
    return officer_name(rng) if kind in ("chief", "area-officer") else person_name(rng)


def _life(admin: Admin) -> Story:
    story = Story("member", admin.member_id)
    fields: dict[str, Value] = {
        "external_code": admin.member_id.removeprefix("member-").upper(),
        "group_id": admin.group_id,
        "full_name": admin.name,
        "zalo_name": admin.name,
        "phone": phone_of(admin.number),
        "role": admin.role,
        "position": admin.position,
        "name_status": "full",
    }
    if admin.place and admin.position in ("party_secretary", "area_head", "resident"):
        household = generator("admin-home", admin.member_id).randint(1, admin.place.households)
        fields |= {"area_id": admin.place.area_id, "household": f"{admin.place.code}-{household:03d}"}
    story.add("joined", admin.joined_at, fields)
    if admin.left_at:
        story.add("left", admin.left_at, note="Chuyển công tác.")
    return story


def _check_days(admin: Admin, until: datetime) -> Iterator[date]:
    """When the account is checked: some days after joining, then each quarter."""
    first = admin.joined_at.date() + timedelta(days=generator("first-check", admin.person).randint(3, 25))
    yield first
    for year in range(2026, until.year + 1):
        for month in _CHECK_MONTHS:
            day = date(year, month, 8 + generator("check", admin.person, year, month).randint(0, 9))
            if day > first and (admin.left_at is None or day < admin.left_at.date()):
                yield day


def _check(admin: Admin, number: int, day: date) -> Story:
    """A person's account gets safer with time: verified, then with a second factor; passwords are mostly changed."""
    habits = generator("habits", admin.person)
    verified_from = habits.choices((0, 1, 2), (86, 10, 4))[0]
    two_factor_from = habits.choices((0, 1, 2, 3, 99), (58, 20, 10, 6, 6))[0]
    rng = generator("account-check", admin.person, day)
    changed_recently = happens(rng, blend(0.72, 0.93, progress_of(day)))
    password_age = rng.randint(2, PASSWORD_DAYS - 10) if changed_recently else rng.randint(95, 200)
    story = Story("account_check", f"account-{admin.member_id.removeprefix('member-')}-{day:%y%m%d}")
    fields: dict[str, Value] = {
        "member_id": admin.member_id,
        "verified": number >= verified_from,
        "two_factor": number >= two_factor_from,
        "password_changed_on": day - timedelta(days=password_age),
    }
    story.add("recorded", at_hour(day, rng.uniform(8, 16.5)), fields, lag=timedelta(minutes=rng.randint(1, 90)))
    return story
