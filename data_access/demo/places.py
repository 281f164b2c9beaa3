"""Tổ dân phố and groups of the demo ward: founded, re-counted, one renamed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from data_access.demo.chance import generator
from data_access.demo.model import START, DemoEvent, Story, at_hour
from data_access.demo.operation_texts import GROUP_PURPOSE
from data_access.demo.place_lists import (
    PLACES,
    RENAMED,
    RENAMED_ALIAS,
    WARD_GROUP_ID,
    WARD_GROUP_NAME,
    Place,
)

RENAMED_ON = date(2026, 7, 15)
LATE_ASSIGNED, NEVER_ASSIGNED = 17, 19  # groups whose duties were shared out late, or not at all (clause 8.1)
_ASSIGNED = "Trưởng nhóm phụ trách chung; cảnh sát khu vực trả lời tin nhắn; bí thư, tổ trưởng duyệt thành viên."


def area_events(until: datetime) -> Iterator[DemoEvent]:
    for place in PLACES:
        yield from _area(place, until).events


def group_events() -> Iterator[DemoEvent]:
    yield from _ward_group().events
    for place in PLACES:
        yield from _group(place).events


def area_aliases() -> list[tuple[str, str, date | None, date | None]]:
    """Former names, as (area_id, alias, first day, last day); None: not known."""
    merged_on = date(2025, 7, 1)
    found: list[tuple[str, str, date | None, date | None]] = [
        (place.area_id, alias, None, merged_on - timedelta(days=1)) for place in PLACES for alias in place.aliases
    ]
    found.append((PLACES[RENAMED[0] - 1].area_id, RENAMED_ALIAS, merged_on, RENAMED_ON - timedelta(days=1)))
    return found


def founded_at(number: int) -> datetime:
    """When the group with this number was set up: the ward's on the first day, the others within two weeks."""
    return START + timedelta(days=1 + (number * 5) % 14, hours=8 + number % 3, minutes=7 * number % 60)


def place_name(place: Place, day: date) -> str:
    return RENAMED[1] if place.number == RENAMED[0] and day >= RENAMED_ON else place.name


def random_place(rng: Random) -> Place:
    """A tổ dân phố, larger ones more often."""
    return rng.choices(PLACES, [place.households for place in PLACES])[0]


def _area(place: Place, until: datetime) -> Story:
    story = Story("area", place.area_id)
    rng = generator("area", place.number)
    story.add(
        "created",
        START + timedelta(hours=7, minutes=place.number),
        {"code": place.code, "name": place.name, "area_kind": "Tổ dân phố", "households": place.households},
    )
    households = place.households
    for counted_on in _counting_days(until):
        households += round(households * rng.uniform(-0.006, 0.018))
        if place.number == RENAMED[0] and counted_on > RENAMED_ON:
            _rename_area(story)
        story.add("counted", at_hour(counted_on, rng.uniform(8, 16)), {"households": households})
    return story


def _counting_days(until: datetime) -> Iterator[date]:
    """Households are counted again each January and each late July."""
    for year in range(2026, until.year + 1):
        yield date(year, 1, 8)
        yield date(year, 7, 28)


def _rename_area(story: Story) -> None:
    if all(event.kind != "amended" for event in story.events):
        story.add("amended", at_hour(RENAMED_ON, 8), {"name": RENAMED[1]}, note="Đổi tên theo nghị quyết của phường.")


def _ward_group() -> Story:
    story = Story("group", WARD_GROUP_ID)
    fields = {"name": WARD_GROUP_NAME, "external_code": "NHOM21", "purpose": GROUP_PURPOSE, "assigned": _ASSIGNED}
    story.add("established", START + timedelta(hours=9), fields)
    return story


def _group(place: Place) -> Story:
    story = Story("group", place.group_id)
    fields = {
        "name": f"Zalo kết nối bình yên – {place.name}",
        "external_code": f"NHOM{place.number:02d}",
        "purpose": GROUP_PURPOSE,
        "area_id": place.area_id,
        "assigned": _ASSIGNED,
    }
    if place.number in (LATE_ASSIGNED, NEVER_ASSIGNED):
        del fields["assigned"]
    story.add("established", founded_at(place.number), fields)
    if place.number == LATE_ASSIGNED:
        story.add("amended", datetime(2026, 1, 14, 9, 20), {"assigned": _ASSIGNED}, note="Bổ sung phân công.")
    if place.number == RENAMED[0]:
        new_name = f"Zalo kết nối bình yên – {RENAMED[1]}"
        story.add("amended", at_hour(RENAMED_ON, 9), {"name": new_name}, note="Đổi theo tên tổ dân phố.")
    return story
