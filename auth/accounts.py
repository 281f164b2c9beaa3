"""Accounts of the people who sign in. Nobody has a password until they choose one through a one-time link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from auth import invitations
from auth.invitations import Link
from auth.passwords import MAX_LENGTH, Person, hashed, matches, problem
from auth.permissions import ROLES, actor_for
from auth.sessions import end_all
from data_access.actors import Actor
from data_access.errors import Rejected
from data_access.reading import Reader
from data_access.store import Store, Transaction
from regulation.text import to_nfc

LOGIN_LENGTH = 32
CHANGED = "account.changed"
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]")
_COLUMNS = """account_id, login, full_name, role, group_ids, active,
    password_hash <> '' AND totp_secret <> '' AS enrolled, password_changed_at, created_at"""


@dataclass(frozen=True)
class Account:
    """One account; `enrolled` once a password and the second factor are set."""

    account_id: str
    login: str
    full_name: str
    role: str
    group_ids: tuple[str, ...]
    active: bool
    enrolled: bool
    password_changed_at: datetime | None
    created_at: datetime

    @property
    def state(self) -> str:
        """In Vietnamese, for lists."""
        if not self.active:
            return "Đã khóa"
        return "Đang dùng" if self.enrolled else "Chờ kích hoạt"

    @property
    def actor(self) -> Actor:
        return actor_for(self.account_id, self.full_name, self.role, self.group_ids)


@dataclass(frozen=True)
class NewAccount:
    """What an administrator fills in; whatever follows `group_ids` only serves to refuse passwords made of it."""

    login: str
    full_name: str
    role: str
    group_ids: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    identity_number: str = ""


def normal_login(login: str) -> str:
    """A login as it is compared: composed, lower case, no spaces around, not longer than any account's."""
    return to_nfc(login).strip().lower()[: LOGIN_LENGTH + 1]


def checked_login(login: str) -> str:
    """The login of a new account; raises `Rejected` when it will not do."""
    name = normal_login(login)
    if not _LOGIN.fullmatch(name):
        raise Rejected(
            f"Tên đăng nhập “{login}” không hợp lệ: cần 3–{LOGIN_LENGTH} ký tự gồm chữ thường không dấu, chữ số và "
            "dấu chấm, gạch; ví dụ: tuan.nv"
        )
    return name


def find(store: Store, account_id: str) -> Account | None:
    """The account of an identifier."""
    rows = store.query(f"SELECT {_COLUMNS} FROM store.account WHERE account_id = $id", {"id": account_id})
    return _account(rows[0]) if rows else None


def by_login(store: Store, login: str) -> Account:
    """The account of a login; raises `Rejected` without one."""
    rows = store.query(f"SELECT {_COLUMNS} FROM store.account WHERE login = $login", {"login": normal_login(login)})
    if not rows:
        raise Rejected(f"Không có tài khoản “{login}”. Hãy xem danh sách: python cli.py user list")
    return _account(rows[0])


def listed(reader: Reader) -> list[Account]:
    """All accounts by login; needs the right "read.accounts"."""
    reader.actor.require("read.accounts")
    return [_account(row) for row in reader.query(f"SELECT {_COLUMNS} FROM store.account ORDER BY login")]


def person_of(store: Store, account_id: str) -> Person:
    """What the password of the account may not be made of."""
    rows = store.query(
        "SELECT login, full_name, phone, email, identity_number, birthday FROM store.account WHERE account_id = $id",
        {"id": account_id},
    )
    return Person(*rows[0])


def recovery_codes_left(store: Store, account_id: str) -> int:
    """How many recovery codes the account has not used yet."""
    rows = store.query(
        "SELECT count(*) FROM store.recovery_code WHERE account_id = $id AND used_at IS NULL", {"id": account_id}
    )
    return int(rows[0][0])


def create(store: Store, actor: Actor, new: NewAccount) -> Link:
    """Open an account and return the one-time link for its owner; raises `NotAllowed` or `Rejected`."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        values = _checked(tx, new)
        names = ", ".join(f"${name}" for name in values)
        tx.execute(f"INSERT INTO store.account ({', '.join(values)}) VALUES ({names})", values)
        tx.audit("account.created", "account", values["account_id"], new.role)
        return invitations.issue(tx, values["account_id"])


def _checked(tx: Transaction, new: NewAccount) -> dict[str, Any]:
    if tx.store.is_demo:
        raise Rejected("Kho trình diễn không có tài khoản: ai mở cũng xem được. Hãy lập kho thật: python cli.py init")
    login, full_name = checked_login(new.login), " ".join(to_nfc(new.full_name).split())
    if not full_name:
        raise Rejected("Hãy ghi họ tên của người dùng tài khoản.")
    if tx.execute("SELECT 1 FROM store.account WHERE login = $login", {"login": login}):
        raise Rejected(f"Đã có tài khoản “{login}”. Hãy chọn tên đăng nhập khác.")
    return {
        "account_id": f"tk-{uuid4().hex}",
        "ward_code": tx.store.ward[0],
        "login": login,
        "full_name": full_name,
        "role": new.role,
        "group_ids": _checked_groups(tx, new.role, new.group_ids),
        "phone": new.phone.strip(),
        "email": new.email.strip(),
        "birthday": new.birthday,
        "identity_number": new.identity_number.strip(),
        "password_hash": "",
        "totp_secret": "",
        "totp_last_step": 0,
        "active": True,
        "created_at": tx.recorded_at,
    }


def _checked_groups(tx: Transaction, role: str, group_ids: tuple[str, ...]) -> list[str]:
    if role not in ROLES:
        raise Rejected(f"Không có vai trò “{role}”. Hãy chọn: {', '.join(ROLES)}.")
    if role != "area_officer":
        if group_ids:
            raise Rejected("Chỉ cảnh sát khu vực mới được giao theo nhóm; vai trò khác làm việc với mọi nhóm.")
        return []
    if not group_ids:
        raise Rejected("Hãy chọn ít nhất một nhóm cho cảnh sát khu vực.")
    known = {row[0] for row in tx.execute('SELECT group_id FROM store."group"')}
    unknown = sorted(set(group_ids) - known)
    if unknown:
        raise Rejected(f"Không có nhóm {', '.join(unknown)}. Hãy chọn trong danh sách nhóm của phường.")
    return sorted(set(group_ids))


def new_link(store: Store, actor: Actor, account_id: str) -> Link:
    """A new one-time link; the password and second factor stay in force until it is used, older links do not."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        _in_use(tx, account_id)
        tx.audit("account.linked", "account", account_id)
        return invitations.issue(tx, account_id)


def reset(store: Store, actor: Actor, account_id: str) -> Link:
    """Take away password, second factor and recovery codes at once (lost phone, leak), and return a one-time link."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        _in_use(tx, account_id)
        tx.execute(
            "UPDATE store.account SET password_hash = '', totp_secret = '' WHERE account_id = $id", {"id": account_id}
        )
        tx.execute("DELETE FROM store.recovery_code WHERE account_id = $id", {"id": account_id})
        end_all(tx, account_id)
        tx.audit("account.reset", "account", account_id)
        return invitations.issue(tx, account_id)


def disable(store: Store, actor: Actor, account_id: str) -> None:
    """Lock the account: its sessions end and its links are void. The last administrator stays."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        _keep_an_administrator(tx, _existing(tx, account_id))
        tx.execute("UPDATE store.account SET active = false WHERE account_id = $id", {"id": account_id})
        end_all(tx, account_id)
        invitations.void(tx, account_id)
        tx.audit("account.disabled", "account", account_id)


def enable(store: Store, actor: Actor, account_id: str) -> None:
    """Let the account in again, with the password and second factor it had."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        _existing(tx, account_id)
        tx.execute("UPDATE store.account SET active = true WHERE account_id = $id", {"id": account_id})
        tx.audit("account.enabled", "account", account_id)


def change_role(store: Store, actor: Actor, account_id: str, role: str, group_ids: tuple[str, ...] = ()) -> None:
    """Set role and groups, in force from the next click; nobody may change their own."""
    with store.write(actor) as tx:
        actor.require(CHANGED)
        account = _existing(tx, account_id)
        if actor.actor_id == account_id:
            raise Rejected("Không tự đổi vai trò của mình được. Hãy nhờ một quản trị viên khác.")
        groups = _checked_groups(tx, role, group_ids)
        if role != "administrator":
            _keep_an_administrator(tx, account)
        tx.execute(
            "UPDATE store.account SET role = $role, group_ids = $groups WHERE account_id = $id",
            {"role": role, "groups": groups, "id": account_id},
        )
        tx.audit("account.role_changed", "account", account_id, f"{account.role} → {role}; {len(groups)} nhóm")


def change_own_password(store: Store, account: Account, current: str, new: str) -> None:
    """Set a new password for whoever knows the present one; every session ends. Raises `Rejected`."""
    rows = store.query("SELECT password_hash FROM store.account WHERE account_id = $id", {"id": account.account_id})
    if not matches(rows[0][0] if rows else "", current[: MAX_LENGTH * 4]):
        raise Rejected("Mật khẩu hiện tại không đúng. Hãy gõ lại.")
    if to_nfc(current) == to_nfc(new):
        raise Rejected("Mật khẩu mới phải khác mật khẩu hiện tại.")
    refused = problem(new, person_of(store, account.account_id))
    if refused:
        raise Rejected(refused)
    secret = hashed(new)
    with store.write(account.actor) as tx:
        changed = tx.execute(
            """UPDATE store.account SET password_hash = $hash, password_changed_at = $at
            WHERE account_id = $id AND active AND password_hash = $before RETURNING account_id""",
            {"hash": secret, "at": tx.recorded_at, "id": account.account_id, "before": rows[0][0]},
        )
        if not changed:
            raise Rejected("Tài khoản vừa được thay đổi ở nơi khác. Hãy đăng nhập lại.")
        end_all(tx, account.account_id)
        invitations.void(tx, account.account_id)
        tx.audit("account.password_changed", "account", account.account_id)


def _existing(tx: Transaction, account_id: str) -> Account:
    rows = tx.execute(f"SELECT {_COLUMNS} FROM store.account WHERE account_id = $id", {"id": account_id})
    if not rows:
        raise Rejected("Không có tài khoản này. Hãy tải lại danh sách tài khoản.")
    return _account(rows[0])


def _in_use(tx: Transaction, account_id: str) -> Account:
    account = _existing(tx, account_id)
    if not account.active:
        raise Rejected(f"Tài khoản “{account.login}” đang khóa. Hãy mở khóa trước.")
    return account


def _keep_an_administrator(tx: Transaction, account: Account) -> None:
    if account.role != "administrator" or not account.active:
        return
    others = tx.execute(
        """SELECT 1 FROM store.account WHERE role = 'administrator' AND active AND account_id <> $id
        AND password_hash <> '' AND totp_secret <> ''""",
        {"id": account.account_id},
    )
    if not others:
        raise Rejected(
            "Đây là quản trị viên cuối cùng còn đăng nhập được. Hãy lập và kích hoạt một quản trị viên khác trước."
        )


def _account(row: tuple[Any, ...]) -> Account:
    account_id, login, full_name, role, group_ids, *rest = row
    return Account(account_id, login, full_name, role, tuple(group_ids), *rest)
