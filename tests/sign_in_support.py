"""What tests of signing in share: a clock to move, and a person who has enrolled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from auth import accounts, invitations, passwords
from auth.accounts import Account, NewAccount
from data_access.actors import OPERATOR
from data_access.keys import derive
from data_access.store import Store

START = datetime(2026, 11, 25, 8, 0)
PASSWORD = "kính lúp bờ rào 58 dép tổ"
OTHER_PASSWORD = "Ghế mây, 9 quả khế & tàu lá"
TEST_KEY = "khoa-thu-nghiem-chi-dung-trong-kiem-thu-0001"


def hash_cheaply(patch: pytest.MonkeyPatch) -> None:
    """The same hashing with small parameters, for tests that are not about its cost."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_HASHER", cheap)
    patch.setattr(passwords, "_HASH_OF_NOBODY", cheap.hash("không ai"))


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Person:
    """An enrolled account, with what only its owner has."""

    store: Store
    clock: Clock
    account: Account
    secret: str
    recovery_codes: list[str]

    def code(self, steps: int = 0) -> str:
        """The code of the present half minute, or of one so many steps later. From RFC 6238's own definition: UTC."""
        utc = self.clock.now - timedelta(hours=7)
        return pyotp.TOTP(self.secret).at(int((utc - datetime(1970, 1, 1)).total_seconds()) + 30 * steps)


def new_store(folder: Path) -> tuple[Store, Clock]:
    clock = Clock()
    store = Store.create(folder / "kho.duckdb", derive(TEST_KEY), ward=("18754", "phường Sông Trí"), clock=clock)
    return store, clock


def enrol(store: Store, clock: Clock, login: str = "an.nv", role: str = "leader", **more: object) -> Person:
    """Create an account and go through its one-time link."""
    link = accounts.create(store, OPERATOR, NewAccount(login, "Nguyễn Văn An", role, **more))  # type: ignore[arg-type]
    return enrol_by(store, clock, link.token)


def enrol_by(store: Store, clock: Clock, token: str, password: str = PASSWORD) -> Person:
    invitation = invitations.find(store, token)
    assert invitation is not None
    secret = invitations.choose_password(store, token, password)
    person = Person(store, clock, accounts.by_login(store, invitation.person.login), secret, [])
    person.recovery_codes = invitations.confirm(store, token, person.code())
    person.account = accounts.by_login(store, invitation.person.login)
    clock.forward(seconds=30)  # the code just used does not count again
    return person


def audited(store: Store, action: str) -> list[tuple[str, str, str]]:
    """Actor, subject and detail of the entries of an action, oldest first."""
    rows = store.query(
        "SELECT actor, subject_id, detail FROM store.audit_entry WHERE action = $action ORDER BY entry_id",
        {"action": action},
    )
    return [(actor, subject, detail) for actor, subject, detail in rows]


def whole_log(store: Store) -> str:
    return str(store.query("SELECT * FROM store.audit_entry"))


def form_token(html: str) -> str:
    found = re.search(r'name="ma_bieu_mau" value="([0-9a-f]{64})"', html)
    assert found is not None, html
    return found.group(1)
