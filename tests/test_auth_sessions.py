"""Sessions: idle 30 minutes, 12 hours at the most, ended everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auth import accounts
from auth.gate import SESSION_COOKIE, Gate
from auth.permissions import DEMO_VISITOR
from auth.sessions import Sessions
from data_access.actors import OPERATOR
from data_access.keys import derive
from data_access.store import Store
from tests.sign_in_support import Clock, Person, audited, enrol, hash_cheaply, new_store


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    hash_cheaply(monkeypatch)
    store, clock = new_store(tmp_path)
    with store:
        yield enrol(store, clock)


def _begin(person: Person, sessions: Sessions) -> str:
    return sessions.begin(person.account.account_id, person.account.actor)


def test_idle_half_an_hour(person: Person) -> None:
    sessions = Sessions(person.store)
    token = _begin(person, sessions)
    for _ in range(3):
        person.clock.forward(minutes=30)
        assert sessions.find(token) is not None
    person.clock.forward(minutes=30, seconds=1)
    assert sessions.find(token) is None
    person.clock.forward(minutes=-20)
    assert sessions.find(token) is not None


def test_twelve_hours_at_the_most_however_busy(person: Person) -> None:
    sessions = Sessions(person.store)
    token = _begin(person, sessions)
    for _ in range(36):
        person.clock.forward(minutes=20)
        assert sessions.find(token) is not None
    person.clock.forward(seconds=1)
    assert sessions.find(token) is None


def test_a_timed_refresh_does_not_keep_a_session_alive(person: Person) -> None:
    sessions = Sessions(person.store)
    token = _begin(person, sessions)
    for _ in range(30):
        person.clock.forward(minutes=1)
        assert sessions.find(token, counts=False) is not None
    person.clock.forward(seconds=1)
    assert sessions.find(token, counts=False) is None


def test_the_moment_last_seen_outlives_a_restart(person: Person) -> None:
    token = _begin(person, Sessions(person.store))
    person.clock.forward(minutes=25)
    assert Sessions(person.store).find(token) is not None
    person.clock.forward(minutes=25)
    assert Sessions(person.store).find(token) is not None


def test_being_seen_does_not_spoil_the_caches(person: Person) -> None:
    sessions = Sessions(person.store)
    token = _begin(person, sessions)
    version = person.store.data_version
    for _ in range(10):
        person.clock.forward(minutes=5)
        assert sessions.find(token) is not None
    assert person.store.data_version == version


def test_signing_out_ends_one_session_everywhere_and_leaves_others(person: Person) -> None:
    here, there = Sessions(person.store), Sessions(person.store)
    phone, desk = _begin(person, here), _begin(person, here)
    assert there.find(desk) is not None
    here.end(desk, person.account.actor)
    assert there.find(desk) is None
    assert here.find(desk) is None
    assert here.find(phone) is not None
    account_id = person.account.account_id
    assert audited(person.store, "signed_out") == [(account_id, account_id, "")]
    assert audited(person.store, "signed_in") == [(account_id, account_id, "")] * 2


def test_a_session_of_a_disabled_account_is_none_even_if_nobody_ended_it(person: Person) -> None:
    sessions = Sessions(person.store)
    token = _begin(person, sessions)
    with person.store.write(OPERATOR) as tx:
        tx.execute("UPDATE store.account SET active = false")
    assert sessions.find(token) is None


@pytest.mark.parametrize("token", ["", "a", "' OR 1=1 --", "x" * 100_000])
def test_unknown_tokens(person: Person, token: str) -> None:
    real = _begin(person, Sessions(person.store))
    assert Sessions(person.store).find(token) is None
    stored = person.store.query("SELECT token_hash FROM store.session")[0][0]
    assert stored != real
    assert Sessions(person.store).find(stored) is None


def test_rows_of_long_past_sessions_are_cleared(person: Person) -> None:
    sessions = Sessions(person.store)
    for _ in range(5):
        _begin(person, sessions)
        person.clock.forward(days=2)
    assert person.store.query("SELECT count(*) FROM store.session") == [(1,)]


def _gate(store: Store | None) -> Gate:
    return Gate(lambda: store, lambda: "Đang mở", behind_proxy=False)


def test_the_actor_of_a_browser_is_asked_anew_each_time(person: Person, tmp_path: Path) -> None:
    gate, account = _gate(person.store), person.account
    cookies = {SESSION_COOKIE: _begin(person, gate.sessions_of(person.store))}
    actor = gate.current_actor(cookies)
    assert actor is not None
    assert (actor.actor_id, actor.role, actor.may("page.audit")) == (account.account_id, "leader", True)
    accounts.change_role(person.store, OPERATOR, account.account_id, "steering")
    actor = gate.current_actor(cookies)
    assert actor is not None
    assert (actor.role, actor.may("page.audit"), actor.may("read.tips")) == ("steering", False, False)
    accounts.disable(person.store, OPERATOR, account.account_id)
    assert gate.current_actor(cookies) is None
    assert gate.current_actor({}) is None
    assert gate.current_actor({SESSION_COOKIE: "khác"}) is None


def test_nobody_is_anybody_before_the_store_is_open(person: Person) -> None:
    token = _begin(person, Sessions(person.store))
    assert _gate(None).current_actor({SESSION_COOKIE: token}) is None
    assert _gate(None).current_session({SESSION_COOKIE: token}) is None


def test_a_session_of_another_store_is_none(person: Person, tmp_path: Path) -> None:
    other = Store.create(tmp_path / "khac.duckdb", derive("k" * 40), ward=("1", "phường khác"), clock=Clock())
    with other:
        gate = _gate(other)
        token = _begin(person, Sessions(person.store))
        assert gate.current_actor({SESSION_COOKIE: token}) is None


def test_in_a_demonstration_everybody_is_the_visitor(demo_store: Store) -> None:
    assert _gate(demo_store).current_actor({}) == DEMO_VISITOR
