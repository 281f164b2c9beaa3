"""Tips, posts and members said once more, by hand and in plain Python: what the store is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Life:
    """`moves[state][kind]` is the state that follows; milestones by column, with what undoes them."""

    moves: Mapping[str | None, Mapping[str, str]]
    first: Mapping[str, str]
    last: Mapping[str, str]
    undone_by: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, str]
    fields: tuple[str, ...]
    with_reason: tuple[str, ...] = ()

    @property
    def kinds(self) -> list[str]:
        return sorted({kind for moves in self.moves.values() for kind in moves})

    @property
    def opening(self) -> set[str]:
        return set(self.moves[None])


def _staying(states: str, kinds: str) -> dict[str, dict[str, str]]:
    return {state: dict.fromkeys(kinds.split(), state) for state in states.split()}


def _merged(*parts: Mapping[Any, Mapping[str, str]]) -> dict[Any, dict[str, str]]:
    merged: dict[Any, dict[str, str]] = {}
    for part in parts:
        for state, moves in part.items():
            merged.setdefault(state, {}).update(moves)
    return merged


TIP = Life(
    _merged(
        _staying("received classified transferred resolved reopened", "amended urgent_reported written_up registered"),
        _staying("classified transferred resolved", "replied"),
        {
            None: {"received": "received"},
            "received": {"classified": "classified"},
            "classified": {"classified": "classified", "transferred": "transferred", "resolved": "resolved"},
            "transferred": {"resolved": "resolved"},
            "resolved": {"reopened": "reopened"},
            "reopened": {"classified": "classified", "transferred": "transferred", "resolved": "resolved"},
        },
    ),
    first={
        "received_at": "received",
        "classified_at": "classified",
        "urgent_reported_at": "urgent_reported",
        "written_up_at": "written_up",
        "registered_at": "registered",
        "transferred_at": "transferred",
        "replied_at": "replied",
    },
    last={"resolved_at": "resolved"},
    undone_by={"resolved_at": ("reopened",)},
    counts={"reopenings": "reopened"},
    fields=("summary", "tip_kind", "urgent", "register_number"),
    with_reason=("reopened",),
)
POST = Life(
    _merged(
        _staying("proposed returned verified approved published removed", "amended"),
        _staying("published", "detected pinned reactions_sampled"),
        {
            None: {"proposed": "proposed", "published": "published"},
            "proposed": {"verified": "verified", "returned": "returned", "published": "published"},
            "returned": {"proposed": "proposed", "published": "published"},
            "verified": {"returned": "returned", "approved": "approved", "published": "published"},
            "approved": {"published": "published"},
            "published": {"removed": "removed"},
        },
    ),
    first={
        "proposed_at": "proposed",
        "published_at": "published",
        "detected_at": "detected",
        "removed_at": "removed",
        "pinned_at": "pinned",
    },
    last={"verified_at": "verified", "approved_at": "approved"},
    undone_by={"verified_at": ("returned", "proposed"), "approved_at": ("returned", "proposed")},
    counts={"verifications": "verified", "returns": "returned"},
    fields=("title", "content", "foreign_text", "reactions"),
    with_reason=("returned",),
)
MEMBER = Life(
    _merged(
        _staying("active left", "amended"),
        {None: {"joined": "active"}, "active": {"left": "left"}, "left": {"joined": "active"}},
    ),
    first={},
    last={"joined_at": "joined", "left_at": "left"},
    undone_by={"left_at": ("joined",)},
    counts={},
    fields=("full_name", "household", "role"),
)
LIVES = {"tip": TIP, "post": POST, "member": MEMBER}
VOIDED = "voided"


@dataclass(frozen=True)
class Entry:
    """One event as it was recorded; `place` is where it stands among those of the same moment."""

    number: int
    kind: str
    at: datetime
    recorded_at: datetime
    fields: Mapping[str, Any]
    posted_at: datetime | None = None
    place: int = 0


@dataclass
class Model:
    """One thing. `entries` are those that count; the others are only remembered as taken."""

    life: Life
    entries: dict[int, Entry] = field(default_factory=dict)

    def takes(self, entry: Entry, note: str, corrects: int | None) -> bool:
        """Take an event, or leave everything as it is and say no."""
        if entry.at > entry.recorded_at or (entry.posted_at and entry.posted_at > entry.at):
            return False
        if (corrects is not None or entry.kind in self.life.with_reason) and not note.strip():
            return False
        if set(entry.fields) - set(self.life.fields):
            return False
        after = dict(self.entries)
        place = entry.number
        if corrects is not None:
            if corrects not in after:
                return False
            place = after.pop(corrects).place
        if entry.kind != VOIDED:
            after[entry.number] = replace(entry, place=place)
        if not self._is_possible(after):
            return False
        self.entries = after
        return True

    def _is_possible(self, entries: Mapping[int, Entry]) -> bool:
        state: str | None = None
        for entry in _in_order(entries):
            if entry.kind not in self.life.moves[state]:
                return False
            state = self.life.moves[state][entry.kind]
        return True

    def row(self) -> dict[str, Any] | None:
        """What the row must say; None when there must be none."""
        order = _in_order(self.entries)
        if not any(entry.kind in self.life.opening for entry in order):
            return None
        row: dict[str, Any] = dict.fromkeys(self.life.fields)
        row |= dict.fromkeys([*self.life.first, *self.life.last]) | dict.fromkeys(self.life.counts, 0)
        row |= {"state": None, "opened_at": None, "first_posted_at": None}
        for entry in order:
            self._step(row, entry)
        return row | {
            "entered_at": min(entry.recorded_at for entry in order),
            "changed_at": max(entry.recorded_at for entry in order),
            "last_event_id": max(entry.number for entry in order),
        }

    def _step(self, row: dict[str, Any], entry: Entry) -> None:
        row["state"] = self.life.moves[row["state"]][entry.kind]
        row |= {name: value for name, value in entry.fields.items() if value is not None}
        for column, kind in self.life.first.items():
            if entry.kind == kind and row[column] is None:
                row[column] = entry.at
        for column, kind in self.life.last.items():
            if entry.kind == kind:
                row[column] = entry.at
            if entry.kind in self.life.undone_by.get(column, ()):
                row[column] = None
        for column, kind in self.life.counts.items():
            row[column] += entry.kind == kind
        if entry.kind in self.life.opening and row["opened_at"] is None:
            row["opened_at"] = entry.at
        if entry.posted_at is not None:
            row["first_posted_at"] = min(entry.posted_at, row["first_posted_at"] or entry.posted_at)


def _in_order(entries: Mapping[int, Entry]) -> list[Entry]:
    return sorted(entries.values(), key=lambda entry: (entry.at, entry.place))
