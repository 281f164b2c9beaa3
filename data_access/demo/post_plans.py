"""How many posts are proposed on which day, on what, from where and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from data_access.demo import post_texts as texts
from data_access.demo.chance import blend, generator, happens, how_many, pick
from data_access.demo.model import NEW_YEAR_DAY, Value, at_hour, days, is_tet, progress_of
from data_access.demo.people import without_marks
from data_access.demo.place_lists import WARD_GROUP_ID
from data_access.demo.places import place_name, random_place

CONTENTS: tuple[tuple[str, float], ...] = (
    ("security_situation", 27.0),
    ("procedure", 16.0),
    ("policy", 14.0),
    ("police_activity", 13.0),
    ("good_example", 9.0),
    ("intake_guidance", 7.0),
    ("wanted_hotline", 6.5),
    ("hostile_activity", 4.5),
    ("force_feedback", 3.0),
)
SOURCES: dict[str, tuple[tuple[str, float], ...]] = {
    "policy": (("official_document", 70.0), ("state_media", 20.0), ("work_material", 10.0)),
    "hostile_activity": (("state_media", 60.0), ("work_material", 30.0), ("other_official", 10.0)),
    "security_situation": (
        ("unit_case", 42.0),
        ("work_material", 26.0),
        ("state_media", 24.0),
        ("resident_report", 8.0),
    ),
    "police_activity": (("unit_case", 60.0), ("work_material", 25.0), ("state_media", 15.0)),
    "good_example": (("unit_case", 45.0), ("resident_report", 30.0), ("state_media", 25.0)),
    "procedure": (("official_document", 45.0), ("work_material", 50.0), ("other_official", 5.0)),
    "intake_guidance": (("resident_report", 50.0), ("work_material", 50.0)),
    "force_feedback": (("work_material", 60.0), ("resident_report", 40.0)),
    "wanted_hotline": (("work_material", 70.0), ("unit_case", 20.0), ("other_official", 10.0)),
}
FORMS: tuple[tuple[str, float], ...] = (
    ("image", 46.0),
    ("text", 31.0),
    ("animation", 11.0),
    ("document", 8.0),
    ("audio", 3.0),
    ("other", 1.0),
)
PROPOSERS: tuple[tuple[str, float], ...] = (("deputy", 58.0), ("leader", 22.0), ("member", 20.0))
QUIET_DAYS = (date(2026, 2, 16), NEW_YEAR_DAY, date(2026, 2, 18), date(2026, 2, 19))


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A post to come. `path` is "reviewed", "skipped" (posted before the review was over), "resident" (posted without
    any) or "banned" (posted without any, against Điều 6); `removal_clause` is set for the last."""

    key: str
    path: str
    begun_at: datetime
    fields: dict[str, Value]
    removal_clause: str = ""


def post_plans(until: datetime) -> Iterator[PostPlan]:
    for day in days(until):
        for index in range(_count(day)):
            yield _plan(generator("post-plan", day, index), day, index)


def _count(day: date) -> int:
    """Posts of a day: about two and a half; fewer at weekends, hardly any at Tết."""
    rng = generator("posts", day)
    if day in QUIET_DAYS or happens(rng, 0.035 if day.weekday() < 5 else 0.1):
        return 0
    mean = blend(1.4, 2.0, progress_of(day)) * (1.0 if day.weekday() < 5 else 0.45) * (0.4 if is_tet(day) else 1.0)
    return 1 + how_many(rng, mean)


def _plan(rng: Random, day: date, index: int) -> PostPlan:
    skill = progress_of(day)
    path = pick(
        rng,
        (
            ("reviewed", 100.0),
            ("skipped", blend(2.6, 0.8, skill)),
            ("resident", blend(2.4, 0.8, skill)),
            ("banned", blend(2.6, 1.0, skill)),
        ),
    )
    key = f"{day:%y%m%d}-{index}"
    place = random_place(rng)
    fields: dict[str, Value] = {"external_code": f"B{key}"}
    clause = ""
    if path in ("resident", "banned"):
        content = "security_situation"
        if path == "banned":
            clause, title, body = rng.choice(texts.REMOVED_POSTS)
        else:
            title, body = rng.choice(texts.RESIDENT_POSTS)
        fields |= {"group_id": place.group_id, "proposer_role": "member", "form": pick(rng, FORMS)}
        fields |= {"content": content, "source": "resident_report"} if path == "resident" else {}
    else:
        content = pick(rng, CONTENTS)
        title, body = rng.choice(texts.TEXTS[content])
        fields |= {"content": content, "source": pick(rng, SOURCES[content]), "form": _form(rng, content)}
        fields |= {"proposer_role": pick(rng, PROPOSERS)}
        fields |= _audience(rng, place.group_id)
    area = place_name(place, day)
    fields |= _wording(rng, title.format(area=area), body.format(area=area))
    return PostPlan(key, path, at_hour(day, _hour(rng, path)), fields, clause)


def _hour(rng: Random, path: str) -> float:
    if path in ("resident", "banned"):
        return rng.uniform(6, 22.5)
    return min(21.5, max(6.5, rng.choice((rng.gauss(8.5, 1.2), rng.gauss(15, 1.6), rng.gauss(19, 1)))))


def _form(rng: Random, content: str) -> str:
    return "document" if content == "procedure" and happens(rng, 0.3) else pick(rng, FORMS)


def _audience(rng: Random, group_id: str) -> dict[str, Value]:
    """No group means all groups."""
    if happens(rng, 0.58):
        return {}
    return {"group_id": WARD_GROUP_ID if happens(rng, 0.12) else group_id}


def _wording(rng: Random, title: str, body: str) -> dict[str, Value]:
    if happens(rng, 0.012):
        return {"title": without_marks(title), "body": without_marks(body), "text_standard": False}
    fields: dict[str, Value] = {"title": title, "body": body, "text_standard": True, "foreign_text": False}
    if happens(rng, 0.015):
        quote, translation = rng.choice(texts.ENGLISH_QUOTES)
        translated = happens(rng, 0.8)
        fields |= {"body": f"{body} {quote} {translation}" if translated else f"{body} {quote}"}
        fields |= {"foreign_text": True, "translated": translated}
    return fields
