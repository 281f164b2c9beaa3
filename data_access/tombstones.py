"""What stays of erased personal data: which event lost its text, why, and the seal of what remains of it."""

from __future__ import annotations

from data_access.store import Store


def erased_events(store: Store) -> dict[tuple[str, int], str]:
    """The seal of the remainder of each erased event, by subject and event number."""
    rows = store.query("SELECT subject, event_id, remainder_seal FROM store.erasure WHERE event_id > 0")
    return {(subject, event_id): seal for subject, event_id, seal in rows}
