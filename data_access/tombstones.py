"""What stays of erased personal data: which event lost its text, why, and the seal of what remains of it."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.store import Store


@dataclass(frozen=True)
class Tombstone:
    """That something personal of a thing was erased; event 0 stands for the informant of a tip."""

    subject: str
    thing_id: str
    event_id: int
    reason: str


def tombstones(store: Store) -> frozenset[Tombstone]:
    """All of them."""
    return frozenset(
        Tombstone(*row) for row in store.query("SELECT subject, thing_id, event_id, reason FROM store.erasure")
    )


def erased_events(store: Store) -> dict[tuple[str, int], str]:
    """The seal of the remainder of each erased event, by subject and event number."""
    rows = store.query("SELECT subject, event_id, remainder_seal FROM store.erasure WHERE event_id > 0")
    return {(subject, event_id): seal for subject, event_id, seal in rows}
