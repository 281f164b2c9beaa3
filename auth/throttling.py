"""Growing delays and locks after failed attempts, per account and per address; nobody learns whether an account exists.

A browser that has signed in to an account before carries a device mark and is counted by itself: so a stranger who
guesses, even from the same office, cannot keep the owner out.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)
ADDRESS_TRIES = 20
ACCOUNT_TRIES = 50
MOST_REMEMBERED = 100_000


@dataclass
class _Tries:
    failures: int = 0
    last: datetime = datetime.min
    locked_until: datetime = datetime.min


class Throttle:
    """Counts failures by key in memory; thread-safe."""

    def __init__(self) -> None:
        self._tries: dict[tuple[str, ...], _Tries] = {}
        self._lock = threading.Lock()

    def wait(self, login: str, address: str, device: str, at: datetime) -> timedelta:
        """How long an attempt must still wait; zero when it may be made. `device` is empty for an unknown browser."""
        with self._lock:
            until = max(
                (self._get(key, at).locked_until for key in _keys(login, address, device)), default=datetime.min
            )
        return max(until - at, timedelta(0)) if until > at else timedelta(0)

    def fail(self, login: str, address: str, device: str, at: datetime) -> None:
        """Note a failed attempt: the lock doubles with each one after the free tries, up to an hour."""
        with self._lock:
            for key, free in _keys(login, address, device).items():
                tries = self._get(key, at)
                tries.failures, tries.last = tries.failures + 1, at
                over = tries.failures - free
                if over >= 0:
                    tries.locked_until = at + min(timedelta(seconds=30 * 2 ** min(over, 10)), LONGEST_LOCK)
                self._tries[key] = tries
            self._forget(at)

    def succeed(self, login: str, address: str, device: str) -> None:
        """A right sign-in clears what this address did to this account, not what others did."""
        with self._lock:
            self._tries.pop(("device", login, device) if device else ("pair", login, address), None)

    def _get(self, key: tuple[str, ...], at: datetime) -> _Tries:
        tries = self._tries.get(key)
        return tries if tries is not None and at - tries.last < FORGOTTEN_AFTER else _Tries()

    def _forget(self, at: datetime) -> None:
        if len(self._tries) <= MOST_REMEMBERED:
            return
        old = sorted(self._tries, key=lambda key: self._tries[key].last)[: MOST_REMEMBERED // 10]
        for key in old:
            del self._tries[key]


def _keys(login: str, address: str, device: str) -> dict[tuple[str, ...], int]:
    if device:
        return {("device", login, device): FREE_TRIES}
    return {
        ("pair", login, address): FREE_TRIES,
        ("address", address): ADDRESS_TRIES,
        ("account", login): ACCOUNT_TRIES,
    }
