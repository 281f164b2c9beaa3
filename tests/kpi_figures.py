"""Every indicator computed once more, by hand, over the ward of `kpi_reference`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import sqrt
from typing import Any

from tests.kpi_reference import DAY, FOREVER, Events, Post, Stay, Thing, Tip, Ward, moment, ward_at


@dataclass(frozen=True)
class Figure:
    """What an indicator should show."""

    value: float | None
    part: float | None = None
    whole: float | None = None
    pending: int = 0


@dataclass(frozen=True)
class Span:
    """A window as seen at a moment: [starts, ends), of which nothing after `seen` is known."""

    starts: datetime
    ends: datetime
    seen: datetime

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.starts <= moment < self.ends


def number(found: Iterable[Any]) -> Figure:
    return Figure(float(len(list(found))))


def rate(part: int, whole: int, pending: int = 0) -> Figure:
    return Figure(part / whole if whole else None, part, whole, pending)


def share(found: Iterable[Any], good: Callable[[Any], Any]) -> Figure:
    whole = list(found)
    return rate(sum(bool(good(one)) for one in whole), len(whole))


def judged(outcomes: Iterable[str | None]) -> Figure:
    """On time among all that were due, done or not; those not yet due apart."""
    seen = Counter(outcomes)
    return rate(seen["on_time"], seen["on_time"] + seen["late"] + seen["overdue"], seen["pending"])


def waiting(done: Sequence[float], still_open: Sequence[float], q: str) -> Figure:
    """Kaplan–Meier by hand: the first time by which the share `q` is done."""
    left, answer = Fraction(1), None
    times = sorted([*done, *still_open])
    for at in sorted(set(done)):
        at_risk = len(times) - bisect_left(times, at)
        left *= Fraction(at_risk - sum(one == at for one in done), at_risk)
        if 1 - left >= Fraction(q):
            answer = at
            break
    return Figure(answer, len(done), len(times))


def took(found: Iterable[tuple[Thing, datetime | None, datetime | None]], q: str) -> Figure:
    """How long it took from a start (None: leave out) to an end (None: not yet)."""
    done, still_open = [], []
    for thing, start, end in found:
        if start is not None:
            (still_open if end is None else done).append(thing.minutes(start, end))
    return waiting(done, still_open, q)


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Wilson's score interval from its formula, 95 %."""
    z = 1.959963984540054
    p, n = part / whole, whole
    centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)


Compute = Callable[[Ward, Span], Figure]


def _tips(ward: Ward, span: Span) -> list[Tip]:
    return [tip for tip in ward.tips if span.holds(tip.received)]


def _crimes(ward: Ward, span: Span) -> list[Tip]:
    return [tip for tip in _tips(ward, span) if tip.crime]


def _of_tips(good: Callable[[Tip], Any]) -> Compute:
    return lambda ward, span: number(tip for tip in _tips(ward, span) if good(tip))


def _published(ward: Ward, span: Span) -> list[Post]:
    return [post for post in ward.posts if span.holds(post.published)]


def _of_posts(good: Callable[[Post], Any]) -> Compute:
    return lambda ward, span: number(post for post in _published(ward, span) if good(post))


def _times(q: str, times: Callable[[Tip], tuple[Thing, datetime | None, datetime | None]]) -> Compute:
    return lambda ward, span: took(map(times, _tips(ward, span)), q)


def _gap(ward: Ward, span: Span) -> Figure:
    seen = Counter((tip.off_hours, tip.classification) for tip in _tips(ward, span))
    rates = []
    for off in (False, True):
        due = sum(seen[off, name] for name in ("on_time", "late", "overdue"))
        if not due:
            return Figure(None)
        rates.append(seen[off, "on_time"] / due)
    return Figure(rates[0] - rates[1])


def _late_entries(ward: Ward, span: Span) -> Figure:
    typed = [tip for tip in _tips(ward, span) if not tip.imported]
    return share(typed, lambda tip: tip.entered_after > timedelta(hours=4))


def _review_times(q: str) -> Compute:
    return lambda ward, span: took(
        ((post.thing, post.proposed, post.published) for post in ward.posts if span.holds(post.proposed)), q
    )


def _returned(ward: Ward, span: Span) -> Figure:
    proposed = [post.thing for post in ward.posts if span.holds(post.proposed)]
    checked = [post for post in proposed if post.count("verified") or post.count("returned")]
    return share(checked, lambda post: post.count("returned"))


def _removed(ward: Ward, span: Span) -> list[Post]:
    return [post for post in ward.posts if span.holds(post.removed)]


def _removal_time(ward: Ward, span: Span) -> Figure:
    return took(((p.thing, p.detected, p.removed) for p in ward.posts if span.holds(p.detected)), "0.5")


def _pins(ward: Ward, span: Span) -> Figure:
    pinned = [post.thing for post in ward.posts if span.holds(post.pinned)]
    return number(post for post in pinned if post.get("pinned_by_role") not in ("leader", "deputy"))


def _breadth(ward: Ward, span: Span) -> Figure:
    posts = _published(ward, span)
    found = {post.content for post in posts if post.content}
    return Figure(len(found) / 9 if posts else None, len(found), 9)


def _standard(ward: Ward, span: Span) -> Figure:
    looked_at = [post.thing for post in _published(ward, span) if post.thing.get("text_standard") is not None]
    return share(
        looked_at, lambda post: post.is_("text_standard") and (not post.is_("foreign_text") or post.is_("translated"))
    )


def _reactions(ward: Ward, span: Span) -> Figure:
    sampled = [post for post in _published(ward, span) if post.reactions is not None and post.audience]
    reactions, audience = sum(post.reactions for post in sampled), sum(post.audience for post in sampled)
    return Figure(100 * reactions / audience if audience else None, reactions, audience)


def _silence(ward: Ward, span: Span) -> Figure:
    longest, run = None, 0
    for day, (posts, _) in sorted(ward.days.items()):
        if span.holds(day):
            run = 0 if posts else run + 1
            longest = max(longest or 0, run)
    return Figure(longest)


def _quiet_days(ward: Ward, span: Span) -> Figure:
    return number(day for day, (posts, _) in ward.days.items() if span.holds(day) and not posts)


def _active(ward: Ward) -> list[Stay]:
    return [stay for stay in ward.stays if stay.left is None]


def _coverage(ward: Ward, _: Span) -> Figure:
    reached: dict[str, set[str]] = defaultdict(set)
    for stay in _active(ward):
        if stay.area and stay.household:
            reached[stay.area].add(stay.household)
    areas = [area for area in ward.areas if area.first("ended") is None and area.get("households")]
    part = sum(len(reached[area.events[0]["area_id"]]) for area in areas)
    whole = sum(area.get("households") for area in areas)
    return rate(part, whole)


def _admins(latest: Callable[[list[Thing], Span], Any]) -> Compute:
    """Active leaders and deputies whose account checks, oldest first, are good."""
    return lambda ward, span: share(
        [stay for stay in _active(ward) if stay.admin],
        lambda stay: latest(sorted(ward.checks.get(stay.id, []), key=moment), span),
    )


def _latest(name: str) -> Callable[[list[Thing], Span], Any]:
    return lambda checks, _: next((c.get(name) for c in reversed(checks) if c.get(name) is not None), False)


def _rotated(checks: list[Thing], span: Span) -> bool:
    changed = [check.get("password_changed_on") for check in checks if check.get("password_changed_on")]
    return bool(changed) and max(changed) >= span.seen.date() - 90 * DAY


def _duty(ward: Ward, span: Span) -> Figure:
    return share([checks for day, (_, checks) in ward.days.items() if span.holds(day)], lambda checks: checks)


def _happened(name: str, opening: str = "recorded") -> Callable[[Ward, Span], list[Thing]]:
    return lambda ward, span: [thing for thing in getattr(ward, name) if span.holds(thing.first(opening))]


_incidents, _proposals = _happened("incidents", "opened"), _happened("proposals", "raised")
_commendations, _violations = _happened("commendations"), _happened("violations")
_KINDS = {
    "denunciations": "denunciation", "crime_reports": "crime_report", "security_reports": "security_report",
    "suggestions": "suggestion", "procedure_questions": "procedure_question", "other_tips": "other",
}  # fmt: skip
_CONTENTS = (
    "policy", "hostile_activity", "security_situation", "police_activity", "good_example", "procedure",
    "intake_guidance", "force_feedback", "wanted_hotline",
)  # fmt: skip
_OUTCOMES = ("on_time", "late", "overdue", "pending")

# What happens within a window; seen as of the moment asked for.
FLOWS: dict[str, Compute] = {
    "tips_received": _of_tips(lambda tip: True),
    **{key: _of_tips(lambda tip, kind=kind: tip.kind == kind) for key, kind in _KINDS.items()},
    **{
        f"classification_{name}": _of_tips(lambda tip, name=name: tip.classification == name)
        for name in _OUTCOMES
    },
    "tips_valuable": _of_tips(lambda tip: tip.thing.is_("valuable")),
    "classified_on_time": lambda ward, span: judged(tip.classification for tip in _tips(ward, span)),
    "classified_on_time_strict": lambda ward, span: judged(tip.strict for tip in _tips(ward, span)),
    "classification_time_p50": _times("0.5", lambda tip: (tip.thing, tip.received, tip.classified)),
    "classification_time_p90": _times("0.9", lambda tip: (tip.thing, tip.received, tip.classified)),
    "detection_lag_p50": _times("0.5", lambda tip: (tip.thing, tip.posted, tip.received)),
    "detection_lag_p90": _times("0.9", lambda tip: (tip.thing, tip.posted, tip.received)),
    "resolved_rate": lambda ward, span: share(_tips(ward, span), lambda tip: tip.resolved),
    "self_resolved": _of_tips(
        lambda tip: tip.resolved and tip.thing.get("resolution") in ("handled", "guided", "unfounded")
    ),
    "transferred": _of_tips(lambda tip: tip.transferred),
    "replied_rate": lambda ward, span: share([t for t in _tips(ward, span) if t.contact], lambda tip: tip.replied),
    "reply_time_p50": _times("0.5", lambda tip: (tip.thing, tip.received if tip.contact else None, tip.replied)),
    "complete_content_rate": lambda ward, span: share(_tips(ward, span), lambda tip: tip.complete),
    "identity_refused_with_reason": _of_tips(
        lambda tip: tip.thing.is_("identity_refused") and tip.thing.get("refusal_reason")
    ),
    "identity_refused_without_reason": _of_tips(
        lambda tip: tip.thing.is_("identity_refused") and not tip.thing.get("refusal_reason")
    ),
    "off_hours_gap": _gap,
    "late_entry_rate": _late_entries,
    "reopened": _of_tips(lambda tip: tip.thing.count("reopened")),
    "crime_tips": _of_tips(lambda tip: tip.crime),
    "crime_classified_on_time": lambda ward, span: judged(tip.classification for tip in _crimes(ward, span)),
    "urgent_tips": _of_tips(lambda tip: tip.thing.is_("urgent")),
    "transferred_on_time": lambda ward, span: judged(tip.transfer for tip in _tips(ward, span)),
    "urgent_reported_p50": _times(
        "0.5", lambda tip: (tip.thing, tip.received if tip.thing.is_("urgent") else None, tip.reported)
    ),
    "urgent_within_target": lambda ward, span: judged(tip.urgent_report for tip in _tips(ward, span)),
    "written_up_rate": lambda ward, span: share(_crimes(ward, span), lambda tip: tip.thing.first("written_up")),
    "registered_rate": lambda ward, span: share(_crimes(ward, span), lambda tip: tip.thing.get("register_number")),
    "posts_published": _of_posts(lambda post: True),
    **{
        f"posts_{name}": _of_posts(lambda post, name=name: post.content == name)
        for name in _CONTENTS
    },
    "content_breadth": _breadth,
    "reviewed_rate": lambda ward, span: share(_published(ward, span), lambda post: post.reviewed),
    "posts_unreviewed": _of_posts(lambda post: not post.reviewed),
    "review_time_p50": _review_times("0.5"),
    "review_time_p90": _review_times("0.9"),
    "returned_rate": _returned,
    "posts_removed": lambda ward, span: number(_removed(ward, span)),
    "removed_without_clause": lambda ward, span: number(
        post for post in _removed(ward, span) if not post.thing.get("removal_clause")
    ),
    "removal_time_p50": _removal_time,
    "unauthorised_pins": _pins,
    "text_standard_rate": _standard,
    "reactions_per_100": _reactions,
    "days_without_post": _quiet_days,
    "longest_silence": _silence,
    "members_joined": lambda ward, span: number(stay for stay in ward.stays if span.holds(stay.joined)),
    "members_left": lambda ward, span: number(stay for stay in ward.stays if span.holds(stay.left)),
    "duty_coverage": _duty,
    "incidents": lambda ward, span: number(_incidents(ward, span)),
    "incidents_resolved_rate": lambda ward, span: share(_incidents(ward, span), lambda one: one.first("resolved")),
    "incident_resolution_p50": lambda ward, span: took(
        ((one, one.first("opened"), one.last("resolved")) for one in _incidents(ward, span)), "0.5"
    ),
    "reported_to_province_rate": lambda ward, span: share(
        [one for one in _incidents(ward, span) if one.is_("needs_province")],
        lambda one: one.first("reported_to_province"),
    ),
    "commendations": lambda ward, span: number(_commendations(ward, span)),
    "commendations_collective": lambda ward, span: number(
        one for one in _commendations(ward, span) if one.is_("collective")
    ),
    "commendations_individual": lambda ward, span: number(
        one for one in _commendations(ward, span) if not one.is_("collective")
    ),
    "violations": lambda ward, span: number(_violations(ward, span)),
    "proposals": lambda ward, span: number(_proposals(ward, span)),
    "proposals_decided_rate": lambda ward, span: share(_proposals(ward, span), lambda one: one.first("decided")),
}  # fmt: skip


def _standing_tips(good: Callable[[Tip, Span], Any]) -> Compute:
    return lambda ward, span: number(tip for tip in ward.tips if good(tip, span))


def _due_soon(tip: Tip, span: Span) -> bool:
    left = tip.received + timedelta(hours=24) - span.seen
    return tip.classification == "pending" and left <= timedelta(hours=6)


def _running(ward: Ward) -> list[Thing]:
    return [group for group in ward.groups if group.first("ended") is None]


# How things stand at the end of a window; seen as of that moment.
STATES: dict[str, Compute] = {
    "unclassified_now": _standing_tips(lambda tip, _: tip.classified is None),
    "overdue_now": _standing_tips(lambda tip, _: tip.classification == "overdue"),
    "due_in_6h": _standing_tips(_due_soon),
    "groups_active": lambda ward, _: number(_running(ward)),
    "groups_registered": lambda ward, _: share(
        _running(ward), lambda group: group.get("name") and group.get("purpose") and group.get("assigned")
    ),
    "members_active": lambda ward, _: number(_active(ward)),
    "household_coverage": _coverage,
    "full_name_rate": lambda ward, _: share(_active(ward), lambda stay: stay.named),
    "admin_verified_rate": _admins(_latest("verified")),
    "admin_two_factor_rate": _admins(_latest("two_factor")),
    "password_rotation_rate": _admins(_rotated),
}


class Reference:
    """Figures of a store; wards as of a moment are made once."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._wards: dict[tuple[Any, ...], Ward] = {}

    def ward(self, as_of: datetime, known_at: datetime = FOREVER, **only: str) -> Ward:
        key = (as_of, known_at, *sorted(only.items()))
        if key not in self._wards:
            whole = self.ward(as_of, known_at) if only else ward_at(self._events, as_of, known_at)
            self._wards[key] = whole.only(**only)
        return self._wards[key]

    def figure(self, key: str, window: Any, as_of: datetime, known_at: datetime = FOREVER, **only: str) -> Figure:
        """What `key` should show in a window (anything with `starts` and `ends`), perhaps `only` for a group or so."""
        seen = min(window.ends - timedelta(microseconds=1), as_of)
        ward = self.ward(as_of if key in FLOWS else seen, known_at, **only)
        compute = FLOWS.get(key) or STATES[key]
        return compute(ward, Span(window.starts, window.ends, seen))
