"""Sessions: a 256-bit token in the browser, only its hash in the store; idle 30 minutes, 12 hours at the most.

Asked at every rerun, so that signing out, disabling an account or running out of time ends live tabs.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from data_access.actors import Actor
from data_access.informants import REVEALS
from data_access.store import Store, Transaction

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
WRITE_EVERY = timedelta(minutes=1)
SYSTEM = Actor("system", "Hệ thống", "system", frozenset())
"""Who writes when nobody is signed in."""


@dataclass(frozen=True)
class Session:
    """Who is signed in, and since when. `session_id` names the session without opening it."""

    session_id: str
    account_id: str
    created_at: datetime
    seen_at: datetime


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class Sessions:
    """The sessions of one store. The moment last seen is kept in memory and written once a minute."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def begin(self, account_id: str, actor: Actor) -> str:
        """Open a session and return its token, to be given to the browser once."""
        token = secrets.token_urlsafe(32)
        with self._store.write(actor) as tx:
            tx.execute(
                "DELETE FROM store.session WHERE created_at < $before", {"before": tx.recorded_at - 2 * ABSOLUTE}
            )
            tx.execute(
                "INSERT INTO store.session VALUES ($hash, $account, $at, $at, NULL)",
                {"hash": token_hash(token), "account": account_id, "at": tx.recorded_at},
            )
            tx.audit("signed_in", "account", account_id)
            at = tx.recorded_at
        with self._lock:
            self._seen = {hashed: seen for hashed, seen in self._seen.items() if at - seen <= ABSOLUTE}
        return token

    def find(self, token: str, *, counts: bool = True) -> Session | None:
        """The live session of a token; None when unknown, over, or its account disabled.

        It counts as seen now, unless the request is none of the user's own doing (`counts`).
        """
        if not token:
            return None
        hashed, moment = token_hash(token), self._store.clock()
        rows = self._store.query(
            """SELECT s.account_id, s.created_at, s.seen_at FROM store.session s JOIN store.account a USING (account_id)
            WHERE s.token_hash = $hash AND s.ended_at IS NULL AND a.active""",
            {"hash": hashed},
        )
        if not rows:
            self._forget(hashed)
            return None
        account_id, created_at, written = rows[0]
        with self._lock:
            seen_at = max(written, self._seen.get(hashed, written))
            if moment - seen_at > IDLE or moment - created_at > ABSOLUTE:
                self._seen.pop(hashed, None)
                return None
            if counts:
                self._seen[hashed] = seen_at = max(moment, seen_at)
        if seen_at - written > WRITE_EVERY:
            self._write_seen(hashed, seen_at)
        return Session(hashed, account_id, created_at, seen_at)

    def end(self, token: str, actor: Actor) -> None:
        """Sign out: every tab of the session ends."""
        hashed = token_hash(token)
        with self._store.write(actor) as tx:
            tx.execute(
                "UPDATE store.session SET ended_at = $at WHERE token_hash = $hash AND ended_at IS NULL",
                {"hash": hashed, "at": tx.recorded_at},
            )
            tx.audit("signed_out", "account", actor.actor_id)
        self._forget(hashed)

    def _forget(self, hashed: str) -> None:
        with self._lock:
            self._seen.pop(hashed, None)
        REVEALS.end(hashed)

    def _write_seen(self, hashed: str, moment: datetime) -> None:
        with self._store.write(SYSTEM, changes_data=False) as tx:
            tx.execute(
                "UPDATE store.session SET seen_at = $at WHERE token_hash = $hash", {"hash": hashed, "at": moment}
            )


def end_all(tx: Transaction, account_id: str) -> None:
    """End every session of an account (disabled, or its password or second factor changed)."""
    tx.execute(
        "UPDATE store.session SET ended_at = $at WHERE account_id = $account AND ended_at IS NULL",
        {"account": account_id, "at": tx.recorded_at},
    )
