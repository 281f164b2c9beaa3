"""Signing in: password and second factor together, one answer for whatever is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from auth import passwords, second_factor
from auth.accounts import Account, find, normal_login
from auth.failures import Failures
from auth.throttling import Throttle
from data_access.store import Store, Transaction

WRONG = "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng, hoặc mã đã được dùng."
_NO_SECRET = "A" * 32


@dataclass(frozen=True)
class Outcome:
    """The account that is signed in, or the sentence to show and how long the next attempt must wait."""

    account: Account | None
    sentence: str = ""
    wait: timedelta = timedelta(0)


@dataclass(frozen=True)
class _Credentials:
    """What an account must be met with; of nobody for an unknown login."""

    account_id: str = ""
    password_hash: str = ""
    totp_secret: str = ""
    totp_last_step: int = 0


def attempt(
    store: Store,
    throttle: Throttle,
    failures: Failures,
    *,
    login: str,
    password: str,
    code: str,
    address: str = "",
    device: str = "",
) -> Outcome:
    """Check one attempt: exactly one Argon2id hash for known and unknown accounts, none while locked.

    `code` is a one-time or a recovery code; either counts once. `device` is the mark of a browser that has signed in
    to this account before, empty for others.
    """
    name = normal_login(login)
    wait = throttle.admit(name, address, device, store.clock())
    account = None if wait else _checked(store, name, password, code)
    if account is None:
        failures.note(name, address, locked=bool(wait))
    else:
        throttle.succeed(name, address, device)
    failures.write_due(store)
    if account is not None:
        return Outcome(account)
    return Outcome(None, wait_sentence(wait) if wait else WRONG, wait)


def wait_sentence(wait: timedelta) -> str:
    """What to say while attempts are locked, in whole minutes."""
    minutes = ceil(wait / timedelta(minutes=1))
    return f"Đã thử sai quá nhiều lần. Hãy đợi khoảng {minutes} phút rồi thử lại."


def _checked(store: Store, login: str, password: str, code: str) -> Account | None:
    found = _credentials(store, login)
    right = passwords.matches(found.password_hash, password)
    step = second_factor.accepted_step(found.totp_secret or _NO_SECRET, code, store.clock(), found.totp_last_step)
    spare = _has_recovery_code(store, found.account_id, code)
    if not right or not found.totp_secret or (step is None and not spare):
        return None
    account = find(store, found.account_id)
    if account is None:
        return None
    with store.write(account.actor, changes_data=False) as tx:
        used = _use_step(tx, found, code) if step is not None else _use_recovery_code(tx, found.account_id, code)
        if used and step is None:
            tx.audit("recovery_code.used", "account", found.account_id)
    return account if used else None


def _credentials(store: Store, login: str) -> _Credentials:
    rows = store.query(
        """SELECT account_id, password_hash, totp_secret, totp_last_step FROM store.account
        WHERE login = $login AND active""",
        {"login": login},
    )
    return _Credentials(*rows[0]) if rows else _Credentials()


def _has_recovery_code(store: Store, account_id: str, code: str) -> bool:
    return bool(
        store.query(
            "SELECT 1 FROM store.recovery_code WHERE account_id = $id AND code_hash = $hash AND used_at IS NULL",
            {"id": account_id, "hash": second_factor.recovery_hash(code)},
        )
    )


def _use_step(tx: Transaction, found: _Credentials, code: str) -> bool:
    """Whether the code still counts, looked at again where only one at a time can."""
    same = {"id": found.account_id, "secret": found.totp_secret, "hash": found.password_hash}
    rows = tx.execute(
        """SELECT totp_last_step FROM store.account
        WHERE account_id = $id AND active AND totp_secret = $secret AND password_hash = $hash""",
        same,
    )
    step = second_factor.accepted_step(found.totp_secret, code, tx.recorded_at, rows[0][0]) if rows else None
    if step is not None:
        tx.execute("UPDATE store.account SET totp_last_step = $step WHERE account_id = $id", same | {"step": step})
    return step is not None


def _use_recovery_code(tx: Transaction, account_id: str, code: str) -> bool:
    return bool(
        tx.execute(
            """UPDATE store.recovery_code SET used_at = $at
            WHERE account_id = $id AND code_hash = $hash AND used_at IS NULL RETURNING account_id""",
            {"at": tx.recorded_at, "id": account_id, "hash": second_factor.recovery_hash(code)},
        )
    )
