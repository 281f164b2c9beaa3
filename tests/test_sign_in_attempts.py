"""Attempts to sign in: one answer for whatever is wrong, one hash for whoever is asked for, each code once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auth import accounts, passwords, signing_in
from auth.failures import Failures
from auth.signing_in import WRONG, Outcome
from auth.throttling import Throttle
from data_access.actors import OPERATOR
from data_access.audit import broken_entries
from data_access.store import Store
from tests.sign_in_support import (
    OTHER_PASSWORD,
    PASSWORD,
    Person,
    audited,
    enrol,
    hash_cheaply,
    new_store,
    whole_log,
)


class Door:
    """A store with one enrolled person, and attempts at it; counts how often a password is hashed."""

    def __init__(self, person: Person, patch: pytest.MonkeyPatch) -> None:
        self.person = person
        self.throttle, self.failures = Throttle(), Failures()
        self.hashes = 0
        self._verify, self.hash = passwords._HASHER.verify, passwords._HASHER.hash
        self._lock = threading.Lock()
        patch.setattr(passwords, "_HASHER", self)

    def verify(self, kept: str, given: str) -> bool:
        with self._lock:
            self.hashes += 1
        return self._verify(kept, given)

    def attempt(self, login: str = "an.nv", password: str = PASSWORD, code: str = "", **more: Any) -> Outcome:
        return signing_in.attempt(
            self.person.store, self.throttle, self.failures, login=login, password=password, code=code, **more
        )

    def own_code(self) -> str:
        return self.person.code()


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    hash_cheaply(monkeypatch)
    store, clock = new_store(tmp_path)
    with store:
        yield Door(enrol(store, clock), monkeypatch)


def test_password_and_code_let_in(door: Door) -> None:
    outcome = door.attempt(code=door.own_code())
    assert outcome.account is not None
    assert (outcome.account.login, outcome.sentence) == ("an.nv", "")
    assert door.hashes == 1


def test_the_login_may_be_typed_in_capitals_with_spaces(door: Door) -> None:
    assert door.attempt("  AN.NV ", code=door.own_code()).account is not None


def test_whatever_is_wrong_the_answer_and_the_cost_are_the_same(door: Door) -> None:
    code, wrong_code = door.own_code(), "000000" if door.own_code() != "000000" else "111111"
    disabled = enrol(door.person.store, door.person.clock, "khoa.nv")
    accounts.disable(door.person.store, OPERATOR, disabled.account.account_id)
    accounts.create(door.person.store, OPERATOR, accounts.NewAccount("moi.nv", "Mới", "leader"))
    door.hashes = 0
    attempts = [
        ("an.nv", OTHER_PASSWORD, code),
        ("an.nv", PASSWORD, wrong_code),
        ("an.nv", PASSWORD, ""),
        ("an.nv", "", code),
        ("khong.co", PASSWORD, code),
        ("khoa.nv", PASSWORD, disabled.code()),
        ("moi.nv", "", ""),
        ("", "", ""),
        ("an.nv" * 1000, PASSWORD, code),
        ("' OR 1=1 --", PASSWORD, code),
    ]
    for number, (login, password, given) in enumerate(attempts, 1):
        outcome = door.attempt(login, password, given, address=f"10.0.0.{number}")
        assert outcome == Outcome(None, WRONG)
        assert door.hashes == number
    assert door.attempt(code=door.own_code(), address="10.0.1.1").account is not None


def test_a_code_counts_once_and_an_older_one_not_at_all(door: Door) -> None:
    older, code = door.person.code(-1), door.own_code()
    assert door.attempt(code=code).account is not None
    assert door.attempt(code=code).account is None
    assert door.attempt(code=older).account is None
    door.person.clock.forward(seconds=30)
    assert door.attempt(code=door.own_code()).account is not None


def test_of_many_who_send_one_code_at_once_exactly_one_comes_in(door: Door) -> None:
    code, start = door.own_code(), threading.Barrier(8)

    def send(number: int) -> bool:
        start.wait()
        return door.attempt(code=code, address=f"10.0.0.{number}").account is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == 1


def test_recovery_codes_count_once_even_at_the_same_moment(door: Door) -> None:
    first, second = door.person.recovery_codes[:2]
    start = threading.Barrier(8)

    def send(number: int) -> bool:
        start.wait()
        return door.attempt(code=first.lower(), address=f"10.0.0.{number}").account is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == 1
    account_id = door.person.account.account_id
    assert accounts.recovery_codes_left(door.person.store, account_id) == 9
    assert door.attempt(code=second.replace("-", " ")).account is not None
    assert door.attempt(code="AAAAA-AAAAA").account is None
    assert audited(door.person.store, "recovery_code.used") == [(account_id, account_id, "")] * 2


def test_a_recovery_code_of_somebody_else_does_not_count(door: Door) -> None:
    other = enrol(door.person.store, door.person.clock, "binh.nv")
    assert door.attempt(code=other.recovery_codes[0]).account is None
    assert door.attempt("binh.nv", code=other.recovery_codes[0]).account is not None


def test_while_locked_the_right_password_is_not_even_looked_at(door: Door) -> None:
    for _ in range(5):
        door.attempt(password=OTHER_PASSWORD, address="10.0.0.1")
    hashes = door.hashes
    refused = door.attempt(code=door.own_code(), address="10.0.0.1")
    unknown = [door.attempt("khong.co", address="10.0.0.2") for _ in range(6)][-1]
    assert refused.account is None
    assert refused == unknown
    assert "Hãy đợi khoảng 1 phút" in refused.sentence
    assert door.hashes == hashes + 5
    assert door.attempt(code=door.own_code(), address="10.0.0.3").account is not None
    door.person.clock.forward(seconds=30)
    assert door.attempt(code=door.own_code(), address="10.0.0.1").account is not None


def test_100_000_guesses_at_one_account(door: Door) -> None:
    """Five passwords looked at; the owner comes in from elsewhere; the log grows by a handful of entries."""
    before = len(audited(door.person.store, "sign_in.refused"))
    answers = {door.attempt(password=f"đoán {n}", address="203.0.113.9").sentence for n in range(100_000)}
    assert door.hashes == 5
    assert answers == {WRONG, "Đã thử sai quá nhiều lần. Hãy đợi khoảng 1 phút rồi thử lại."}
    assert door.attempt(code=door.own_code(), address="10.0.0.1").account is not None
    door.failures.write_due(door.person.store, now=True)
    entries = audited(door.person.store, "sign_in.refused")[before:]
    assert len(entries) <= 3
    assert {subject for _, subject, _ in entries} == {door.person.account.account_id}
    assert sum(int(detail.split()[0]) for _, _, detail in entries) == 100_000


def test_100_000_guesses_at_many_accounts(door: Door) -> None:
    logins = ["an.nv", *(f"ten{n}" for n in range(999))]
    for n in range(100_000):
        door.attempt(logins[n % 1000], f"đoán {n}", address=f"203.0.113.{n % 50}")
    assert door.hashes <= 50 * 20
    assert door.attempt(code=door.own_code(), address="10.0.0.1", device="may-cua-an").account is not None
    door.failures.write_due(door.person.store, now=True)
    entries = audited(door.person.store, "sign_in.refused")
    assert len(entries) <= 6
    assert sum(int(detail.split()[0]) for _, _, detail in entries) == 100_000
    assert broken_entries(door.person.store) == []


def test_a_day_long_attack_leaves_a_short_log_that_misses_nothing(door: Door) -> None:
    for _ in range(24 * 60):
        door.attempt("an.nv", "đoán", address="203.0.113.9")
        door.attempt("khong.co", "đoán", address="203.0.113.9")
        door.person.clock.forward(minutes=1)
    door.failures.write_due(door.person.store, now=True)
    entries = audited(door.person.store, "sign_in.refused")
    assert len(entries) <= 2 * 40
    assert sum(int(detail.split()[0]) for _, _, detail in entries) == 2 * 24 * 60


def test_the_log_names_no_typed_text_and_no_address(door: Door) -> None:
    """A password typed into the wrong box must not end up in the log."""
    door.attempt("mat-khau-go-nham", "x", address="203.0.113.77")
    door.attempt("an.nv", "Sai Mật Khẩu", "135791", address="203.0.113.77")
    door.failures.write_due(door.person.store, now=True)
    log = whole_log(door.person.store)
    for private in ("mat-khau-go-nham", "Sai Mật Khẩu", "135791", "203.0.113.77"):
        assert private not in log
    known, unknown = sorted(audited(door.person.store, "sign_in.refused"), key=lambda entry: not entry[1])
    assert known[1] == door.person.account.account_id
    assert unknown[1] == ""
    assert known[2].split("nguồn ")[1] == unknown[2].split("nguồn ")[1]


@pytest.mark.parametrize("login", ["an.nv", "khong.co"])
def test_when_the_log_is_written_does_not_depend_on_the_account(door: Door, login: str) -> None:
    """Otherwise the time of the answer would tell which accounts exist."""
    written = []
    for _ in range(200):
        before = len(audited(door.person.store, "sign_in.refused"))
        door.attempt(login, "đoán", address="203.0.113.9")
        written.append(len(audited(door.person.store, "sign_in.refused")) - before)
        door.person.clock.forward(seconds=10)
    moments = [number for number, count in enumerate(written) if count]
    assert moments == [0, 6, 18, 42, 90, 186]


def test_a_second_factor_changed_meanwhile_does_not_count(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account is reset between the check of the password and the use of the code."""
    find = signing_in.find

    def find_and_reset(store: Store, account_id: str) -> accounts.Account | None:
        found = find(store, account_id)
        accounts.reset(store, OPERATOR, account_id)
        return replace(found) if found else None

    monkeypatch.setattr(signing_in, "find", find_and_reset)
    assert door.attempt(code=door.own_code()).account is None
