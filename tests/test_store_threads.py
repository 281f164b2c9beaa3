"""Eight people at once on the same ten tips: nothing is lost, nothing is mixed up, nobody meets a conflict."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from data_access.actors import OPERATOR, Actor
from data_access.errors import Rejected
from data_access.events import Event, correct, record, take_back
from data_access.store import Store
from data_access.verifying import verify
from tests.reference_model import TIP, VOIDED, Entry, Model
from tests.store_support import START, SetClock, create

THREADS, TIPS = 8, [f"tin-{number}" for number in range(10)]
LATEST = datetime(9999, 12, 31)
SAID = ("summary", "tip_kind", "urgent", "register_number")


@pytest.fixture
def store(tmp_path):
    with create(tmp_path / "kho.duckdb", SetClock(START + timedelta(days=2))) as made:
        yield made


@dataclass
class Outcome:
    """What one thread was told: the numbers of what was taken with its marks, and how often it was refused."""

    taken: dict[int, str] = field(default_factory=dict)
    refused: int = 0


def work(store: Store, name: int, commands: int) -> Outcome:
    chance, actor = random.Random(name), Actor(f"người-{name}", "Người", "duty", frozenset({"tip.*"}))
    outcome = Outcome()
    for turn in range(commands):
        mark = f"{name}.{turn}"
        try:
            with store.write(actor) as tx:
                number = attempt(tx, chance, mark)
        except Rejected:
            outcome.refused += 1
        else:
            outcome.taken[number] = mark
    return outcome


def attempt(tx, chance: random.Random, mark: str) -> int:
    thing, at = chance.choice(TIPS), START + timedelta(minutes=chance.randrange(2000))
    what = chance.random()
    known = tx.execute("SELECT coalesce(max(event_id), 0) FROM store.tip_event")[0][0]
    if what < 0.1 and known:
        return take_back(tx, "tip", chance.randint(1, known), mark)
    if what < 0.25 and known:
        return correct(tx, "tip", chance.randint(1, known), mark, fields={"summary": mark})
    kind = chance.choice([*TIP.kinds, "classified", "resolved", "reopened"])
    fields = {"summary": mark, "urgent": chance.random() < 0.5}
    return record(tx, "tip", [Event(thing, kind, START if kind == "received" else at, fields, note=mark)])[0]


def watch(store: Store, stop: threading.Event) -> int:
    """Reads all the while that no row differs from its events; gives how often it looked."""
    looks = 0
    while not stop.is_set():
        torn = store.query(
            """SELECT t.tip_id FROM store.tip t FULL JOIN tip_fold($at, $at) f USING (tip_id)
            WHERE t.last_event_id IS DISTINCT FROM f.last_event_id OR t.summary IS DISTINCT FROM f.summary""",
            {"at": LATEST},
        )
        assert torn == []
        looks += 1
    return looks


def replayed(store: Store) -> dict[str, Model]:
    """The reference model of each tip, from the log in order of entry; each event must have been possible then."""
    models = {tip: Model(TIP) for tip in TIPS}
    events = store.query(
        f"""SELECT tip_id, event_id, kind, occurred_at, recorded_at, note, corrects, {", ".join(SAID)}
        FROM store.tip_event ORDER BY event_id"""
    )
    for tip, number, kind, at, recorded_at, note, corrects, *said in events:
        entry = Entry(number, kind, at, recorded_at, dict(zip(SAID, said, strict=True)))
        assert models[tip].takes(entry, note, corrects), f"event {number} was not possible when it was taken"
    return models


def many_at_once(store: Store, commands: int) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor(THREADS + 1) as pool:
        watching = pool.submit(watch, store, stop)
        working = [pool.submit(work, store, name, commands // THREADS) for name in range(THREADS)]
        try:
            outcomes = [job.result() for job in working]
        finally:
            stop.set()
        assert watching.result() > 3
    taken = {number: mark for outcome in outcomes for number, mark in outcome.taken.items()}
    refused = sum(outcome.refused for outcome in outcomes)
    assert len(taken) + refused == commands // THREADS * THREADS
    assert sum(len(outcome.taken) for outcome in outcomes) == len(taken), "one number was given twice"
    assert min(len(taken), refused) > commands // 10
    log = store.query("SELECT event_id, note, actor FROM store.tip_event ORDER BY event_id")
    assert [(number, note) for number, note, _ in log] == sorted(taken.items())
    assert [number for number, _, _ in log] == list(range(1, len(taken) + 1))
    assert all(actor == f"người-{note.split('.')[0]}" for _, note, actor in log)
    assert store.query("SELECT count(*) FROM store.audit_entry") == [(len(taken) + 1,)]
    rows_are_those_of_the_model(store)
    assert verify(store, only={"head", "audit", "events", "folds", "outcomes"}) == []


def rows_are_those_of_the_model(store: Store) -> None:
    columns = ("state", *TIP.fields, *TIP.first, *TIP.last, *TIP.counts, "last_event_id", "opened_at")
    rows = {row[0]: row[1:] for row in store.query(f"SELECT tip_id, {', '.join(columns)} FROM store.tip")}
    expected = {}
    for tip, model in replayed(store).items():
        row = model.row()
        if row is not None:
            expected[tip] = tuple(row[column] for column in columns)
    assert rows == expected
    assert any(kind == VOIDED for (kind,) in store.query("SELECT DISTINCT kind FROM store.tip_event"))


def test_two_hundred_commands(store):
    many_at_once(store, 240)


@pytest.mark.slow
def test_two_thousand_commands(store):
    many_at_once(store, 2000)


def test_no_update_is_lost(store):
    """Each adds one to what it reads within its own write."""
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("tin-đếm", "received", START, {"summary": "0"})])

    def add(times: int) -> None:
        for _ in range(times):
            with store.write(OPERATOR) as tx:
                (count,) = tx.execute("SELECT summary::INTEGER FROM store.tip WHERE tip_id = 'tin-đếm'")[0]
                record(tx, "tip", [Event("tin-đếm", "amended", tx.recorded_at, {"summary": str(count + 1)})])

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add, [8] * THREADS))
    assert store.query("SELECT summary FROM store.tip") == [(str(8 * THREADS),)]
