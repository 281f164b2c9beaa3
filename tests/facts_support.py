"""A store into which tests put events with all three times of their own, and the facts read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from data_access.actors import OPERATOR
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store
from data_access.subjects import SUBJECTS
from regulation.deadlines import DEADLINE_RULES, DeadlineRule
from tests.conftest import TEST_KEY, WARD

LATEST = datetime(9999, 12, 31)
SOON = timedelta(minutes=5)
TICK = timedelta(microseconds=1)
DAY = timedelta(hours=24)
Step = tuple[Any, ...]  # kind, when it happened, fields; perhaps when it was entered; perhaps when it was posted


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class Bench:
    """A store of its own kind: a demonstration, so that the time of entering can be set."""

    def __init__(self, path: Path, rules: Sequence[DeadlineRule] = DEADLINE_RULES) -> None:
        self.store = Store.create(path, derive(TEST_KEY), ward=WARD, is_demo=True, rules=rules, clock=lambda: LATEST)
        self._numbers = count(1)
        self._columns: dict[str, list[str]] = {}

    def new_id(self, subject: str) -> str:
        return f"{subject}-{next(self._numbers)}"

    def add(self, subject: str, *steps: Step, thing: str = "") -> str:
        """Record the life of one thing; gives its id."""
        thing = thing or self.new_id(subject)
        with self.store.write(OPERATOR) as tx:
            record(tx, subject, [_event(thing, *step) for step in steps])
        return thing

    def tip(self, received: str | datetime, *steps: Step, **fields: Any) -> str:
        """A tip received at a moment, with what happened to it."""
        moment = at(received) if isinstance(received, str) else received
        return self.add("tip", ("received", moment, {"tip_kind": "other"} | fields), *steps)

    def facts(
        self, subject: str, thing: str, as_of: str | datetime, known_at: datetime = LATEST
    ) -> list[dict[str, Any]]:
        """The facts of one thing at a moment."""
        view = f"{subject}_facts"
        if view not in self._columns:
            described = self.store.query(f"DESCRIBE SELECT * FROM {view}({MOMENT}, {MOMENT})")
            self._columns[view] = [row[0] for row in described]
        rows = self.store.query(
            f"FROM {view}($as_of, $known_at) WHERE {SUBJECTS[subject].key} = $thing",
            {"as_of": at(as_of) if isinstance(as_of, str) else as_of, "known_at": known_at, "thing": thing},
        )
        return [dict(zip(self._columns[view], row, strict=True)) for row in rows]

    def fact(self, subject: str, thing: str, as_of: str | datetime, known_at: datetime = LATEST) -> Mapping[str, Any]:
        (found,) = self.facts(subject, thing, as_of, known_at)
        return found


MOMENT = "TIMESTAMP '2026-01-01'"


def _event(
    thing: str,
    kind: str,
    occurred: str | datetime,
    fields: Mapping[str, Any] | None = None,
    entered: datetime | None = None,
    posted: datetime | None = None,
) -> Event:
    moment = at(occurred) if isinstance(occurred, str) else occurred
    return Event(thing, kind, moment, fields or {}, posted, "Lý do", recorded_at=entered or moment + SOON)
