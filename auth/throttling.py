"""Growing delays and locks after failed attempts, per account and per address; nobody learns whether an account exists.

A browser that has signed in to an account before carries a device mark and is counted by itself: so a stranger who
guesses, even from the same office, cannot keep the owner out.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
ADDRESS_TRIES = 20
ACCOUNT_TRIES = 50
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)
MOST_REMEMBERED = 100_000
Key = tuple[str, ...]


@dataclass
class _Tries:
    failures: int = 0
    last: datetime = datetime.min
    locked_until: datetime = datetime.min


class Throttle:
    """Counts failures by key in memory; thread-safe. One failure is forgiven for each hour without any."""

    def __init__(self) -> None:
        self._tries: dict[Key, _Tries] = {}
        self._lock = threading.Lock()

    def admit(self, login: str, address: str, device: str, at: datetime) -> timedelta:
        """Zero when the attempt may be made, else how long it must wait. `device` is empty for an unknown browser.

        An admitted attempt counts as failed from the start, so that many at once gain nothing; `succeed` takes it back.
        """
        keys = _keys(login, address, device)
        with self._lock:
            until = max(self._current(key, at).locked_until for key in keys)
            if until > at:
                return until - at
            for key, free in keys.items():
                self._tries[key] = _one_more(self._current(key, at), free, at)
            self._make_room()
        return timedelta(0)

    def succeed(self, login: str, address: str, device: str) -> None:
        """A right sign-in clears what this browser did to this account, not what others did."""
        with self._lock:
            for key in _keys(login, address, device):
                tries = self._tries.get(key)
                if tries is None:
                    continue
                tries.failures, tries.locked_until = tries.failures - 1, datetime.min
                if key[0] in ("device", "pair") or tries.failures <= 0:
                    del self._tries[key]

    def remembered(self) -> int:
        """How many counters are kept."""
        return len(self._tries)

    def _current(self, key: Key, at: datetime) -> _Tries:
        tries = self._tries.get(key)
        if tries is None or at - tries.last >= FORGOTTEN_AFTER:
            return _Tries()
        forgiven = max((at - tries.last) // LONGEST_LOCK, 0)
        return _Tries(max(tries.failures - forgiven, 0), tries.last, tries.locked_until)

    def _make_room(self) -> None:
        """Forget the counters with the fewest failures: a flood of new names must not wash away a lock."""
        if len(self._tries) <= MOST_REMEMBERED:
            return
        weakest = sorted(self._tries, key=lambda key: (self._tries[key].failures, self._tries[key].last))
        for key in weakest[: MOST_REMEMBERED // 10]:
            del self._tries[key]


def _one_more(tries: _Tries, free: int, at: datetime) -> _Tries:
    failures = tries.failures + 1
    over = failures - free
    if over < 0:
        return _Tries(failures, at)
    return _Tries(failures, at, at + min(FIRST_LOCK * 2 ** min(over, 10), LONGEST_LOCK))


def _keys(login: str, address: str, device: str) -> dict[Key, int]:
    """The counters of an attempt, and how many failures each of them bears before it locks."""
    if device:
        return {("device", login, device): FREE_TRIES}
    return {
        ("pair", login, address): FREE_TRIES,
        ("address", address): ADDRESS_TRIES,
        ("account", login): ACCOUNT_TRIES,
    }
