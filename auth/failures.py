"""Failed sign-ins on their way to the audit log: counted in memory, told of in few entries however many there are.

When an entry is written depends on time alone, so that how long an answer takes says nothing about the account.
"""

from __future__ import annotations

import hmac
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from auth.sessions import SYSTEM
from data_access.store import Store

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
MOST_NAMES = 1000
MOST_SOURCES = 3


@dataclass
class _Count:
    tries: int = 0
    locked: int = 0
    sources: Counter[str] = field(default_factory=Counter)


class Failures:
    """Counts by login until they are due: at once after a quiet hour, then ever more rarely, at least once an hour."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        self._lock = threading.Lock()
        self._written = datetime.min
        self._interval = timedelta(0)

    def note(self, login: str, address: str, *, locked: bool) -> None:
        """Count one refused attempt; `locked` when it was not even looked at."""
        with self._lock:
            name = login if login in self._counts or len(self._counts) < MOST_NAMES else ""
            count = self._counts.setdefault(name, _Count())
            count.tries += 1
            count.locked += locked
            if address in count.sources or len(count.sources) < MOST_SOURCES:
                count.sources[address] += 1

    def write_due(self, store: Store, *, now: bool = False) -> None:
        """Write what was counted, one entry per account and one for all unknown names, when it is time (or `now`)."""
        at = store.clock()
        with self._lock:
            if not self._counts or (at - self._written < self._interval and not now):
                return
            quiet = at - self._written > 2 * LONGEST
            self._interval = SHORTEST if quiet else min(max(self._interval * 2, SHORTEST), LONGEST)
            self._written = at
            counts, self._counts = self._counts, {}
        _write(store, counts)


def _write(store: Store, counts: dict[str, _Count]) -> None:
    known: dict[str, str] = dict(store.query("SELECT login, account_id FROM store.account"))
    by_account: dict[str, _Count] = {}
    for login, count in counts.items():
        total = by_account.setdefault(known.get(login, ""), _Count())
        total.tries += count.tries
        total.locked += count.locked
        total.sources.update(count.sources)
    with store.write(SYSTEM) as tx:
        for account_id, count in sorted(by_account.items()):
            tx.audit("sign_in.refused", "account", account_id, _detail(store, count))


def _detail(store: Store, count: _Count) -> str:
    """How often and from where; an address stands as a keyed tag, which tells sources apart and names nobody."""
    tags = [
        hmac.new(store.keys.web, f"source {address}".encode(), sha256).hexdigest()[:8]
        for address, _ in count.sources.most_common(MOST_SOURCES)
    ]
    return f"{count.tries} lần, trong đó {count.locked} lần khi đang tạm khóa; nguồn {', '.join(tags)}"
