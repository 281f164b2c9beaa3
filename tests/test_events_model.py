"""Whatever is asked of the store, its rows are those of the reference model, and what is refused changes nothing."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data_access.actors import OPERATOR
from data_access.errors import NotAllowed, Rejected
from data_access.events import Event, correct, record, take_back
from data_access.store import Store, Transaction
from data_access.verifying import verify
from tests.reference_model import LIVES, VOIDED, Entry, Life, Model
from tests.store_support import NOBODY, START, SetClock, create, marks

DAYS_LATER = timedelta(days=3)
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking could go on for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
QUICK, LONG = settings(SETTINGS, max_examples=15), settings(SETTINGS, max_examples=60)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "urgent": st.booleans(),
    "foreign_text": st.booleans(),
    "reactions": st.integers(0, 500),
}
TEXTS = st.sampled_from(["", "một", "hai", "ba"])
_names = itertools.count()
seen: Counter[str] = Counter()


@dataclass(frozen=True)
class Command:
    """What somebody tries; `minute` counts from START, `which` chooses an event among those taken so far."""

    what: str
    thing: int
    kind: str
    minute: int
    fields: dict[str, Any]
    note: str
    which: int
    posted_before: int | None
    moves: bool = False  # whether a correction gives another moment
    fits: bool = False  # whether a possible kind at a possible time is taken instead


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for everything in this file; at the end the second and the third way of counting agree, too."""
    seen.clear()
    with create(tmp_path_factory.mktemp("model") / "kho.duckdb", SetClock(START + DAYS_LATER)) as made:
        yield made
        assert verify(made, only={"head", "audit", "events", "folds", "outcomes"}) == []
    if seen["taken"] + seen["refused"] > 100:
        assert min(seen["taken"], seen["refused"]) > 0.2 * seen.total(), "too one-sided to show anything"


def fields_of(life: Life):
    known = {name: VALUES.get(name, TEXTS) for name in life.fields}
    return st.fixed_dictionaries({}, optional=known | {"no_such_field": TEXTS} if life.fields else known)


def commands(life: Life):
    return st.builds(
        Command,
        what=st.sampled_from(["record", "record", "record", "replace", "correct", "take_back", "as_nobody"]),
        thing=st.sampled_from([0, 0, 0, 1]),
        kind=st.sampled_from(life.kinds),
        minute=st.sampled_from([0, 1, 1, 1, 2, 2, 3, 5, 8, 10_000]),
        fields=fields_of(life),
        note=st.sampled_from(["", " ", "nhập nhầm", "nhập nhầm", "nhập nhầm"]),
        which=st.integers(0, 6),
        posted_before=st.sampled_from([None, None, 0, 7, -1]),
        moves=st.sampled_from([False, False, True]),
        fits=st.sampled_from([False, True, True, True]),
    )


def start_with(life: Life, thing: int) -> Command:
    return Command("record", thing, min(life.moves[None]), 0, {}, "", 0, None)


class Trial:
    """Two things in the store and their models, side by side."""

    def __init__(self, store: Store, subject: str) -> None:
        self.store, self.subject, self.life = store, subject, LIVES[subject]
        self.things = [f"{subject}-{next(_names)}" for _ in range(2)]
        self.models = [Model(self.life) for _ in self.things]
        self.taken: list[tuple[int, Entry]] = []

    def marks(self) -> list[tuple[Any, ...]]:
        return marks(self.store, self.subject, f"{self.subject}_event", "audit_entry")

    def fitted(self, command: Command) -> Command:
        """The command with a kind that is possible after the last event, at the same minute or the next."""
        if not command.fits:
            return command
        row = self.models[command.thing].row() or {"state": None}
        possible = sorted(self.life.moves[row["state"]])
        last = max((entry.at for entry in self.models[command.thing].entries.values()), default=START)
        minute = (last - START) // timedelta(minutes=1) + command.minute % 2
        return replace(command, kind=possible[command.which % len(possible)], minute=minute, posted_before=None)

    def run(self, command: Command) -> None:
        command, before = self.fitted(command), self.marks()
        expected = self.expect(command)
        if expected is None:
            with pytest.raises((Rejected, NotAllowed)) as refusal:
                self.do(command)
            self.check_nothing_changed(before, refusal.value)
        else:
            thing, entry = expected
            assert self.do(command) == entry.number
            self.taken.append((thing, entry))
        seen["refused" if expected is None else "taken"] += 1
        self.check_rows()

    def chosen(self, command: Command) -> tuple[int, Entry | None]:
        """The event that a command speaks of; a number that nothing has when there is none."""
        if not self.taken:
            return 10**9, None
        _, entry = self.taken[command.which % len(self.taken)]
        return entry.number, entry

    def expect(self, command: Command) -> tuple[int, Entry] | None:
        """The thing and the event that must be taken, by the model, or None for a refusal."""
        moment = START + timedelta(minutes=command.minute)
        posted = None if command.posted_before is None else moment - timedelta(minutes=command.posted_before)
        last = self.store.query(f"SELECT coalesce(max(event_id), 0) FROM store.{self.subject}_event")[0][0]
        entry = Entry(last + 1, command.kind, moment, self.store.clock(), command.fields, posted)
        number, old = self.chosen(command)
        corrects = None if command.what in ("record", "as_nobody") else number
        thing = command.thing
        if command.what in ("correct", "take_back"):
            if old is None:
                return None
            thing = next(thing for thing, taken in self.taken if taken is old)
            entry = self.corrected(command, entry, old) if command.what == "correct" else self.voided(entry, old)
        if command.what == "as_nobody" or not self.models[thing].takes(entry, command.note, corrects):
            return None
        return thing, entry

    @staticmethod
    def corrected(command: Command, entry: Entry, old: Entry) -> Entry:
        said = {name: value for name, value in old.fields.items() if value is not None}
        at = entry.at if command.moves else old.at
        return Entry(entry.number, old.kind, at, entry.recorded_at, said | dict(entry.fields), old.posted_at)

    @staticmethod
    def voided(entry: Entry, old: Entry) -> Entry:
        return Entry(entry.number, VOIDED, old.at, entry.recorded_at, {})

    def do(self, command: Command) -> int:
        number, _ = self.chosen(command)
        with self.store.write(NOBODY if command.what == "as_nobody" else OPERATOR) as tx:
            if command.what == "correct":
                at = START + timedelta(minutes=command.minute) if command.moves else None
                return correct(tx, self.subject, number, command.note, fields=command.fields, occurred_at=at)
            if command.what == "take_back":
                return take_back(tx, self.subject, number, command.note)
            return self.record(tx, command, number if command.what == "replace" else None)

    def record(self, tx: Transaction, command: Command, corrects: int | None) -> int:
        at = START + timedelta(minutes=command.minute)
        posted = None if command.posted_before is None else at - timedelta(minutes=command.posted_before)
        thing = self.things[command.thing]
        event = Event(thing, command.kind, at, command.fields, posted, command.note, corrects)
        return record(tx, self.subject, [event])[0]

    def check_nothing_changed(self, before: list[tuple[Any, ...]], refusal: Exception) -> None:
        after = self.marks()
        if isinstance(refusal, NotAllowed):
            last = self.store.query("SELECT actor, action FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
            assert last == [(NOBODY.actor_id, "refused")]
            assert after[2][0] == before[2][0] + 1
            after[2] = before[2]
        assert after == before

    def check_rows(self) -> None:
        for thing, model in zip(self.things, self.models, strict=True):
            assert row_of(self.store, self.subject, thing, model.life) == model.row()


def row_of(store: Store, subject: str, thing: str, life: Life) -> dict[str, Any] | None:
    columns = (
        *life.fields, *life.first, *life.last, *life.counts,
        "state", "opened_at", "first_posted_at", "entered_at", "changed_at", "last_event_id",
    )  # fmt: skip
    rows = store.query(f'SELECT {", ".join(columns)} FROM store."{subject}" WHERE {subject}_id = $id', {"id": thing})
    return dict(zip(columns, rows[0], strict=True)) if rows else None


def check_commands(store: Store, subject: str, data: st.DataObject) -> None:
    """Rows are those of the model after every command, and what is refused changes nothing."""
    life = LIVES[subject]
    trial = Trial(store, subject)
    trial.run(start_with(life, 0))
    for command in data.draw(st.lists(commands(life), min_size=3, max_size=10)):
        trial.run(command)
        store.clock.forward(seconds=1)


@st.composite
def histories(draw, life: Life):
    """A possible life: kinds and fields, one a minute."""
    state, steps = None, []
    for minute in range(draw(st.integers(2, 7))):
        kind = draw(st.sampled_from(sorted(life.moves[state])))
        state = life.moves[state][kind]
        known = st.fixed_dictionaries({}, optional={name: VALUES.get(name, TEXTS) for name in life.fields})
        steps.append((kind, START + timedelta(minutes=minute), draw(known)))
    return steps


def check_arrival(store: Store, subject: str, data: st.DataObject) -> None:
    """A life gives the same row in whatever order its events arrive."""
    steps = data.draw(histories(LIVES[subject]))
    in_order, shuffled = (f"{subject}-{next(_names)}" for _ in range(2))
    with store.write(OPERATOR) as tx:
        record(tx, subject, [event(in_order, step) for step in steps])
    waiting = data.draw(st.permutations(steps))
    while waiting:
        left = [step for step in waiting if not is_taken(store, subject, event(shuffled, step))]
        if len(left) == len(waiting):  # what holds only together must come together
            with store.write(OPERATOR) as tx:
                record(tx, subject, [event(shuffled, step) for step in left])
            break
        waiting = left
    one, other = (row_of(store, subject, thing, LIVES[subject]) for thing in (in_order, shuffled))
    for bookkeeping in ("entered_at", "changed_at", "last_event_id"):
        del one[bookkeeping], other[bookkeeping]
    assert one == other


def event(thing: str, step: tuple[str, datetime, dict[str, Any]]) -> Event:
    kind, at, fields = step
    return Event(thing, kind, at, fields, note="Có tình tiết mới")


def is_taken(store: Store, subject: str, wanted: Event) -> bool:
    try:
        with store.write(OPERATOR) as tx:
            record(tx, subject, [wanted])
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("subject", LIVES)
@QUICK
@given(data=st.data())
def test_rows_are_those_of_the_model_and_refusals_change_nothing(store, subject, data):
    check_commands(store, subject, data)


@pytest.mark.parametrize("subject", LIVES)
@QUICK
@given(data=st.data())
def test_the_order_of_arrival_does_not_matter(store, subject, data):
    check_arrival(store, subject, data)


@pytest.mark.slow
@pytest.mark.parametrize("subject", LIVES)
@LONG
@given(data=st.data())
def test_many_commands(store, subject, data):
    check_commands(store, subject, data)


@pytest.mark.slow
@pytest.mark.parametrize("subject", LIVES)
@LONG
@given(data=st.data())
def test_many_arrivals(store, subject, data):
    check_arrival(store, subject, data)
