"""Stores whose clock the test sets, small histories, looking at everything, and changing things behind the program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from data_access.actors import OPERATOR, Actor
from data_access.attaching import attach
from data_access.events import Event, record
from data_access.keys import Keys, derive
from data_access.store import Store

MASTER = "khoa-thu-nghiem-chi-dung-trong-kiem-thu-0002"
KEYS = derive(MASTER)
WARD = ("18754", "phường Sông Trí")
START = datetime(2026, 3, 2, 8, 0)
ROOT = Path(__file__).parent.parent
PROGRAMS = Path(__file__).parent / "programs"
NOBODY = Actor("nobody", "Người xem", "viewer", frozenset({"read.aggregates"}))


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> datetime:
        self.moment += timedelta(**span)
        return self.moment


def create(path: Path, clock: SetClock | None = None, *, keys: Keys = KEYS, is_demo: bool = False) -> Store:
    return Store.create(path, keys, ward=WARD, is_demo=is_demo, clock=clock or SetClock())


def reopen(path: Path, clock: SetClock | None = None, **options: Any) -> Store:
    return Store.open(path, options.pop("keys", KEYS), clock=clock or SetClock(), **options)


def put(store: Store, subject: str, thing: str, kind: str, at: datetime | None = None, **more: Any) -> int:
    """Record one event; what is not an attribute of `Event` is a field. Returns its number."""
    own = {name: more.pop(name) for name in ("posted_at", "note", "corrects") if name in more}
    actor = more.pop("actor", OPERATOR)
    event = Event(thing, kind, at or store.clock(), more, **own)
    with store.write(actor) as tx:
        return record(tx, subject, [event])[0]


def some_tips(store: Store, count: int = 6) -> list[str]:
    """Tips in all states, each with a text of its own."""
    at = store.clock() - timedelta(days=2)
    path = ("classified", "transferred", "resolved", "reopened", "classified")
    for number in range(count):
        thing = f"tin-{number}"
        events = [Event(thing, "received", at, {"tip_kind": "crime_report", "summary": f"Nội dung số {number}"})]
        for step, kind in enumerate(path[: number % (len(path) + 1)], 1):
            events.append(Event(thing, kind, at + timedelta(hours=step), note="Có tình tiết mới"))
        with store.write(OPERATOR) as tx:
            record(tx, "tip", events)
    return [f"tin-{number}" for number in range(count)]


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    names = store.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1")
    return {name: sorted(store.query(f'SELECT * FROM store."{name}"'), key=repr) for (name,) in names}


def marks(store: Store, *tables: str) -> list[tuple[Any, ...]]:
    """How many rows some tables have and a hash over them."""
    return [store.query(f'SELECT count(*), bit_xor(hash(t)) FROM store."{table}" t')[0] for table in tables]


@contextmanager
def behind(path: Path, keys: Keys = KEYS) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file as somebody with its key, but without the program, opens it: attached as `store`."""
    connection = attach(path, keys)
    try:
        yield connection
    finally:
        connection.close()


def python(program: str, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run one of the programs beside the tests to its end."""
    return subprocess.run(command(program, *arguments), capture_output=True, text=True, cwd=ROOT, **options)


def command(program: str, *arguments: object) -> list[str]:
    return [sys.executable, str(PROGRAMS / program), *map(str, arguments)]


def flip(path: Path, at: int, bit: int = 4) -> None:
    """Change one bit of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << bit)]))
