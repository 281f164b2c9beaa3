"""How many tips come on which day, and of what sort: the plan of each tip before its life is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from data_access.demo.chance import blend, generator, happens, how_many, pick
from data_access.demo.model import START, at_hour, days, is_tet, progress_of

KINDS: tuple[tuple[str, float], ...] = (
    ("procedure_question", 69.5),
    ("security_report", 18.5),
    ("suggestion", 5.0),
    ("other", 4.5),
    ("crime_report", 2.5),
    ("denunciation", 1.7),
)
CRIMES = ("crime_report", "denunciation")
CHANNELS: tuple[tuple[str, float], ...] = (
    ("zalo_group", 62.0),
    ("zalo_private", 22.0),
    ("phone", 11.0),
    ("in_person", 4.0),
    ("letter", 1.0),
)
CRIME_CHANNELS: tuple[tuple[str, float], ...] = (
    ("zalo_private", 45.0),
    ("phone", 30.0),
    ("zalo_group", 13.0),
    ("in_person", 9.0),
    ("letter", 3.0),
)
# fmt: off
QUESTION_HOURS = (1, 1, 0, 0, 1, 2, 4, 8, 12, 12, 10, 8, 7, 7, 9, 10, 10, 11, 12, 18, 20, 15, 8, 3)
SECURITY_HOURS = (6, 5, 4, 3, 3, 3, 4, 6, 7, 7, 6, 6, 6, 5, 6, 7, 8, 10, 13, 18, 22, 24, 20, 12)
# fmt: on
_BUSY_FROM = 0.4  # of the ward's progress: from then on a day always brings something
_EARLY_STRIDE, _LATER_STRIDE, _STRIDE_CHANGES = 11, 15, date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class TipPlan:
    """A tip to come: its kind, its channel, when it is sent, and how its classification will go.

    `pace` is "usual", "slow" (just within the 24 hours), "late" (some hours over) or "forgotten" (weeks over).
    `register_number` is set for crime tips.
    """

    key: str
    kind: str
    channel: str
    sent_at: datetime
    pace: str
    register_number: str = ""

    @property
    def is_crime(self) -> bool:
        return self.kind in CRIMES


def tip_plans(until: datetime) -> Iterator[TipPlan]:
    registered: dict[int, int] = {}
    for day in days(until):
        yield from _plans_of(day, registered)


def _plans_of(day: date, registered: dict[int, int]) -> Iterator[TipPlan]:
    rng = generator("tips", day)
    forgets = _forgets(day)
    progress = progress_of(day)
    count = max(how_many(rng, _mean(day)), 1 + int(forgets) if progress > _BUSY_FROM else int(forgets))
    for index in range(count):
        own = generator("tip-plan", day, index)
        if forgets and index == count - 1:
            pace = "forgotten"
        elif (index == 0 and happens(own, blend(0.25, 0.97, progress))) or (
            index == 1 and count > 3 and happens(own, 0.4)
        ):
            pace = "slow"
        else:
            pace = "late" if happens(own, blend(0.075, 0.018, progress)) else "usual"
        yield _plan(own, day, index, pace, registered)


def _mean(day: date) -> float:
    """Tips expected on a day: more as the groups grow, fewer at weekends and at Tết."""
    weekday = 1.08 if day.weekday() < 5 else 0.72
    return blend(1.28, 2.95, progress_of(day)) * weekday * (0.85 if is_tet(day) else 1.0)


def _forgets(day: date) -> bool:
    """Whether a tip of this day slips out of sight for weeks: at regular distances, so that there always is one."""
    number = (day - START.date()).days
    return number % (_EARLY_STRIDE if day < _STRIDE_CHANGES else _LATER_STRIDE) == 4


def _plan(rng: Random, day: date, index: int, pace: str, registered: dict[int, int]) -> TipPlan:
    kind = pick(rng, KINDS) if pace in ("usual", "late") else _quiet_kind(rng)
    channel = pick(rng, CRIME_CHANNELS if kind in CRIMES else CHANNELS)
    if pace == "slow":
        hour = rng.randint(9, 16)
    elif channel in ("in_person", "letter"):
        hour = rng.choice((7, 8, 9, 10, 14, 15, 16))
    else:
        hours = QUESTION_HOURS if kind in ("procedure_question", "suggestion") else SECURITY_HOURS
        hour = rng.choices(range(24), hours)[0]
    number = ""
    if kind in CRIMES:
        registered[day.year] = registered.get(day.year, 0) + 1
        number = f"{registered[day.year]:02d}/{day.year}"
    return TipPlan(f"{day:%y%m%d}-{index}", kind, channel, at_hour(day, hour + rng.random()), pace, number)


def _quiet_kind(rng: Random) -> str:
    """The kind of a tip that is left for later: never a crime tip."""
    while (kind := pick(rng, KINDS)) in CRIMES:
        continue
    return kind
