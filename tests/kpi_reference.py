"""The ward once more, in plain Python from the raw event tables: what the tests hold the program's facts against.

Nothing here uses the program's folds, facts, deadline rules or conditions; the terms are those of the regulation
(clauses 13.2, 14, 15, 16) and of TTLT 01/2017 Điều 8, the days off those that the Government announced.
`kpi_figures` has every indicator over it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

Row = Mapping[str, Any]
Events = Mapping[str, Sequence[Row]]
SUBJECTS = (
    "area", "group", "member", "post", "tip", "incident", "proposal", "duty_check", "account_check", "commendation",
    "violation",
)  # fmt: skip
REGULATION = datetime(2025, 9, 25)
FOREVER = datetime(9999, 12, 31)
HOLIDAYS = {
    date(2026, 1, 1),
    *(date(2026, 2, day) for day in (16, 17, 18, 19, 20)),  # Tết Bính Ngọ
    date(2026, 4, 26), date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1),
    date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24),
}  # fmt: skip
WORKED = {date(2026, 8, 22)}  # a Saturday worked for Monday 31/8
DAY = timedelta(days=1)
OPENINGS = {
    "area": {"created"},
    "group": {"established"},
    "member": {"joined"},
    "post": {"proposed", "published"},
    "tip": {"received"},
    "incident": {"opened"},
    "proposal": {"raised"},
}


def read_events(store: Any) -> Events:
    """All events of a store, as dictionaries, in the order of entering."""
    found = {}
    for name in SUBJECTS:
        columns = [row[0] for row in store.query(f"DESCRIBE store.{name}_event")]
        rows = store.query(f"SELECT * FROM store.{name}_event ORDER BY event_id")
        found[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


class Thing:
    """One thing and the events of it that count, oldest first."""

    def __init__(self, events: Sequence[Row], everything: Sequence[Row], as_of: datetime) -> None:
        self.events = events
        self.everything = everything  # also what was corrected or taken back since
        self.as_of = as_of

    def first(self, *kinds: str) -> datetime | None:
        return next((event["occurred_at"] for event in self.events if event["kind"] in kinds), None)

    def last(self, *kinds: str) -> datetime | None:
        return next((event["occurred_at"] for event in reversed(self.events) if event["kind"] in kinds), None)

    def standing(self, kind: str, *undone_by: str) -> datetime | None:
        """When it last happened, unless something undid it afterwards."""
        for event in reversed(self.events):
            if event["kind"] in undone_by:
                return None
            if event["kind"] == kind:
                return event["occurred_at"]
        return None

    def get(self, name: str) -> Any:
        """The latest word on a field; None for nothing or for one that was cleared."""
        value = next((event[name] for event in reversed(self.events) if event[name] is not None), None)
        return None if value == "" else value

    def is_(self, name: str) -> bool:
        return bool(self.get(name))

    def count(self, kind: str) -> int:
        return sum(event["kind"] == kind for event in self.events)

    def minutes(self, start: datetime, end: datetime | None) -> float:
        """From `start` to `end`, or up to now."""
        return ((end or self.as_of) - start).total_seconds() / 60


def things(events: Sequence[Row], name: str, as_of: datetime, known_at: datetime) -> list[Thing]:
    known = [event for event in events if event["recorded_at"] <= known_at]
    originals: dict[int | None, int] = {}  # a correction stands where the event stood that was first entered
    for event in sorted(events, key=lambda event: event["event_id"]):
        originals[event["event_id"]] = originals.get(event["corrects"], event["event_id"])
    replaced = {event["corrects"] for event in known}
    lives: dict[str, list[Row]] = defaultdict(list)
    everything: dict[str, list[Row]] = defaultdict(list)
    for event in known:
        thing = event[f"{name}_id"]
        everything[thing].append(event)
        if event["kind"] != "voided" and event["event_id"] not in replaced and event["occurred_at"] <= as_of:
            lives[thing].append(event)
    found = []
    for thing, life in lives.items():
        life.sort(key=lambda event: (event["occurred_at"], originals[event["event_id"]]))
        if any(event["kind"] in OPENINGS.get(name, {"recorded"}) for event in life):
            found.append(Thing(life, everything[thing], as_of))
    return found


def outcome(start: datetime | None, due: datetime | None, done: datetime | None, as_of: datetime) -> str | None:
    """On time up to and including the last moment; nothing is due for a clock that began before the regulation."""
    if start is None or due is None or start < REGULATION:
        return None
    if done is None:
        return "overdue" if as_of > due else "pending"
    return "late" if done > due else "on_time"


class Tip:
    """A tip with what the regulation makes of it."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.as_of = thing.as_of
        self.id = thing.events[0]["tip_id"]
        self.group, self.area = thing.get("group_id"), thing.get("area_id")
        self.kind = thing.get("tip_kind") or "other"
        received = thing.first("received")
        assert received is not None
        self.received: datetime = received
        self.classified = thing.first("classified")
        self.transferred = thing.first("transferred")
        self.resolved = thing.standing("resolved", "reopened")
        self.replied = thing.first("replied")
        self.reported = thing.first("urgent_reported")
        self.posted = min((e["posted_at"] for e in thing.events if e["posted_at"]), default=None)
        self.crime = self.kind in ("denunciation", "crime_report")
        self.contact = thing.is_("has_phone") or thing.is_("has_address")

    def within_24_hours(self, start: datetime | None) -> str | None:
        return outcome(start, start and start + timedelta(hours=24), self.classified, self.as_of)

    @property
    def classification(self) -> str | None:
        return self.within_24_hours(self.received)

    @property
    def strict(self) -> str | None:
        return self.within_24_hours(self.posted)

    @property
    def transfer(self) -> str | None:
        """24 hours for a serious crime or a victim under 18; else until 24:00 of the seventh day after."""
        if not self.crime:
            return None
        if self.thing.is_("serious") or self.thing.is_("victim_under_18"):
            due = self.received + timedelta(hours=24)
        else:
            due = datetime.combine(self.received.date(), time()) + 8 * DAY
        if self.transferred is None and self.resolved is not None and self.resolved <= due:
            return None  # settled by the ward in time
        return outcome(self.received, due, self.transferred or self.resolved, self.as_of)

    @property
    def urgent_report(self) -> str | None:
        due = self.received + timedelta(minutes=15)
        return outcome(self.received, due, self.reported, self.as_of) if self.thing.is_("urgent") else None

    @property
    def off_hours(self) -> bool:
        day, hour = self.received.date(), self.received.hour + self.received.minute / 60
        works = (day.weekday() < 5 or day in WORKED) and day not in HOLIDAYS
        return not (works and (7 <= hour < 11.5 or 13.5 <= hour < 17))

    @property
    def complete(self) -> bool:
        get = self.thing.get
        known = get("has_name") and get("has_address") and get("has_phone")
        explained = get("identity_refused") and get("refusal_reason")
        crime_told = get("incident_time") and get("incident_place") and get("basis")
        return bool(get("summary") and (known or explained) and (crime_told or not self.crime))

    @property
    def imported(self) -> bool:
        return self.thing.everything[0]["batch_id"] is not None

    @property
    def entered_after(self) -> timedelta:
        entered: datetime = min(event["recorded_at"] for event in self.thing.everything)
        return entered - self.received


class Stay:
    """A member's stay in a group, from joining to leaving."""

    def __init__(self, thing: Thing, joined: datetime, left: datetime | None) -> None:
        self.joined, self.left = joined, left
        self.id = thing.events[0]["member_id"]
        self.group, self.area = thing.get("group_id"), thing.get("area_id")
        self.household = thing.get("household")
        self.named = thing.get("name_status") in ("full", "confirmed")
        self.admin = thing.get("role") in ("leader", "deputy")


class Post:
    def __init__(self, thing: Thing, areas: Mapping[str, str | None], audience: Callable[[str | None, datetime], int]):
        self.thing = thing
        self.id = thing.events[0]["post_id"]
        self.group = thing.get("group_id")
        self.area = areas.get(self.group)
        self.content = thing.get("content")
        self.proposed, self.published = thing.first("proposed"), thing.first("published")
        self.removed, self.detected = thing.first("removed"), thing.first("detected")
        self.pinned = thing.first("pinned")
        verified, approved = (thing.standing(kind, "returned", "proposed") for kind in ("verified", "approved"))
        steps = [self.proposed, verified, approved, self.published]
        self.reviewed = None not in steps and steps == sorted(steps)
        self.reactions = thing.get("reactions")
        self.audience = audience(self.group, self.published) if self.published else 0


@dataclass
class Ward:
    """Everything as of a moment and as known at a moment."""

    as_of: datetime
    tips: list[Tip]
    stays: list[Stay]
    posts: list[Post]
    groups: list[Thing]
    areas: list[Thing]
    checks: dict[str, list[Thing]]
    incidents: list[Thing]
    commendations: list[Thing]
    violations: list[Thing]
    proposals: list[Thing]
    days: dict[datetime, tuple[int, int]] = field(default_factory=dict)  # finished day: posts, duty checks

    def only(self, **wanted: str) -> Ward:
        """Narrowed to tips, stays and posts of one group, area, kind or content."""

        def keep(things: Iterable[Any]) -> list[Any]:
            return [t for t in things if all(getattr(t, name, None) == value for name, value in wanted.items())]

        return Ward(**(vars(self) | {name: keep(getattr(self, name)) for name in ("tips", "stays", "posts")}))


def ward_at(events: Events, as_of: datetime, known_at: datetime = FOREVER) -> Ward:
    """The ward as of `as_of`, from what was entered by `known_at`."""

    def all_of(name: str) -> list[Thing]:
        return things(events[name], name, as_of, known_at)

    groups = all_of("group")
    stays = [stay for thing in all_of("member") for stay in stays_of(thing)]
    areas_of_groups = {group.events[0]["group_id"]: group.get("area_id") for group in groups}
    audience = _audience(stays)
    checks: dict[str, list[Thing]] = defaultdict(list)
    for check in all_of("account_check"):
        checks[check.get("member_id")].append(check)
    ward = Ward(
        as_of,
        [Tip(thing) for thing in all_of("tip")],
        stays,
        [Post(thing, areas_of_groups, audience) for thing in all_of("post")],
        groups,
        all_of("area"),
        checks,
        *(all_of(name) for name in ("incident", "commendation", "violation", "proposal")),
    )
    ward.days = _days(ward, [moment(check) for check in all_of("duty_check")])
    return ward


def stays_of(thing: Thing) -> list[Stay]:
    turns = [(event["kind"], event["occurred_at"]) for event in thing.events if event["kind"] in ("joined", "left")]
    ends = [*turns[1:], (None, None)]
    return [Stay(thing, at, end) for (kind, at), (_, end) in zip(turns, ends, strict=True) if kind == "joined"]


def _audience(stays: Sequence[Stay]) -> Callable[[str | None, datetime], int]:
    """How many members were in a group (None: in any) at a moment."""
    joined: dict[str | None, list[datetime]] = defaultdict(list)
    left: dict[str | None, list[datetime]] = defaultdict(list)
    for stay in stays:
        for group in (stay.group, None):
            joined[group].append(stay.joined)
            if stay.left:
                left[group].append(stay.left)
    for times in (*joined.values(), *left.values()):
        times.sort()
    return lambda group, at: bisect_right(joined[group], at) - bisect_right(left[group], at)


def moment(thing: Thing) -> datetime:
    at = thing.first("recorded")
    assert at is not None
    return at


def _days(ward: Ward, checks: list[datetime]) -> dict[datetime, tuple[int, int]]:
    published = [post.published for post in ward.posts if post.published]
    began = [*published, *checks, *(tip.received for tip in ward.tips), *(g.first("established") for g in ward.groups)]
    if not began:
        return {}
    posts_of, checks_of = Counter(at.date() for at in published), Counter(at.date() for at in checks)
    day = max(REGULATION, datetime.combine(min(at for at in began if at).date(), time()))
    found = {}
    while day.date() < ward.as_of.date():
        found[day] = (posts_of[day.date()], checks_of[day.date()])
        day += DAY
    return found
