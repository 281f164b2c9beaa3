"""The audit log: an HMAC-SHA-256 chain, so that a changed, missing or reordered entry shows."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from data_access.heads import Head

if TYPE_CHECKING:
    from data_access.store import Store, Transaction

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One audited action; `detail` never holds personal data."""

    audited_at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    detail: str


def seal(key: bytes, previous: str, values: Sequence[object]) -> str:
    """The seal of a row: HMAC over the seal before it and the row's values, as 64 hexadecimal digits."""
    text = json.dumps([previous, *map(_plain, values)], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def append(tx: Transaction, entry: Entry, key: bytes) -> Head:
    """Add `entry` behind the last one, in the transaction of what it tells of; returns the new head of the log."""
    last = tx.execute("SELECT entry_id, seal FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    previous_id, previous_seal = last[0] if last else (0, GENESIS)
    values = {"entry_id": previous_id + 1, **vars(entry)}
    names = ", ".join(f"${name}" for name in values)
    sealed = seal(key, previous_seal, list(values.values()))
    tx.execute(f"INSERT INTO store.audit_entry VALUES ({names}, $seal)", values | {"seal": sealed})
    return Head(previous_id + 1, sealed, entry.audited_at)


def broken_entries(store: Store) -> list[int]:
    """Numbers of the entries whose seal or place in the chain does not hold, in order."""
    rows = store.query("SELECT * FROM store.audit_entry ORDER BY entry_id")
    broken, previous, expected = [], GENESIS, 1
    for *values, sealed in rows:
        if values[0] != expected or seal(store.keys.audit, previous, values) != sealed:
            broken.append(int(values[0]))
        previous, expected = sealed, int(values[0]) + 1
    return broken
