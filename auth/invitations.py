"""One-time links: whoever is given one chooses a password, then sets up the second factor; both take effect together.

A link holds a 256-bit token, of which only the hash is kept, and lasts 48 hours.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth import second_factor
from auth.passwords import Person, hashed, problem
from auth.permissions import actor_for
from auth.sessions import end_all, token_hash
from data_access.actors import Actor
from data_access.errors import Rejected
from data_access.store import Store, Transaction

LIFETIME = timedelta(hours=48)
LINK_PATH = "/tai-khoan/moi/"
OVER = "Liên kết này không còn dùng được: đã dùng, đã quá 48 giờ, hoặc đã có liên kết mới hơn. Hãy xin liên kết mới."
WRONG_CODE = "Mã không đúng. Hãy xem đồng hồ của điện thoại có chạy đúng không, rồi gõ mã đang hiện."


@dataclass(frozen=True)
class Link:
    """What the owner of an account is handed, once."""

    account_id: str
    token: str
    expires_at: datetime

    @property
    def path(self) -> str:
        return LINK_PATH + self.token


@dataclass(frozen=True)
class Invitation:
    """An open link, seen by whoever holds it."""

    token_hash: str
    account_id: str
    person: Person
    actor: Actor
    password_hash: str
    totp_secret: str


def issue(tx: Transaction, account_id: str) -> Link:
    """Make a link for an account, within the transaction of whoever may; older ones are void from now on."""
    void(tx, account_id)
    tx.execute("DELETE FROM store.invitation WHERE expires_at <= $now", {"now": tx.recorded_at})
    link = Link(account_id, secrets.token_urlsafe(32), tx.recorded_at + LIFETIME)
    tx.execute(
        "INSERT INTO store.invitation VALUES ($hash, $account, $at, $until, '', '', NULL)",
        {"hash": token_hash(link.token), "account": account_id, "at": tx.recorded_at, "until": link.expires_at},
    )
    return link


def void(tx: Transaction, account_id: str) -> None:
    """No link of the account can be used any more; nothing chosen with one is kept."""
    tx.execute(
        """UPDATE store.invitation SET used_at = coalesce(used_at, $at), password_hash = '', totp_secret = ''
        WHERE account_id = $account""",
        {"account": account_id, "at": tx.recorded_at},
    )


def find(store: Store, token: str) -> Invitation | None:
    """The open invitation of a token; None when unknown, used, too old, or its account disabled."""
    rows = store.query(
        """SELECT i.token_hash, account_id, login, full_name, phone, email, identity_number, birthday, role, group_ids,
            i.password_hash, i.totp_secret
        FROM store.invitation i JOIN store.account a USING (account_id)
        WHERE i.token_hash = $hash AND used_at IS NULL AND expires_at > $now AND active""",
        {"hash": token_hash(token), "now": store.clock()},
    )
    if not rows:
        return None
    found, account_id, login, full_name, phone, email, identity, birthday, role, groups, password, secret = rows[0]
    person = Person(login, full_name, phone, email, identity, birthday)
    return Invitation(
        found, account_id, person, actor_for(account_id, full_name, role, tuple(groups)), password, secret
    )


def choose_password(store: Store, token: str, password: str) -> str:
    """Keep `password` until a code confirms it; returns the new secret of the second factor. Raises `Rejected`."""
    invitation = _open(store, token)
    refused = problem(password, invitation.person)
    if refused:
        raise Rejected(refused)
    chosen = {"password": hashed(password), "secret": second_factor.new_secret(), "hash": invitation.token_hash}
    with store.write(invitation.actor, changes_data=False) as tx:
        kept = tx.execute(
            """UPDATE store.invitation SET password_hash = $password, totp_secret = $secret
            WHERE token_hash = $hash AND used_at IS NULL RETURNING 1""",
            chosen,
        )
        if not kept:
            raise Rejected(OVER)
    return chosen["secret"]


def confirm(store: Store, token: str, code: str) -> list[str]:
    """With a right code the password and the second factor take effect: every session of the account ends, the link
    is used up, and ten new recovery codes are returned, never to be shown again. Raises `Rejected`."""
    invitation = _open(store, token)
    if not invitation.totp_secret:
        raise Rejected("Hãy đặt mật khẩu trước.")
    step = second_factor.accepted_step(invitation.totp_secret, code, store.clock(), 0)
    if step is None:
        raise Rejected(WRONG_CODE)
    codes = second_factor.new_recovery_codes()
    with store.write(invitation.actor) as tx:
        still = tx.execute(
            """SELECT 1 FROM store.invitation
            WHERE token_hash = $hash AND used_at IS NULL AND password_hash = $password AND totp_secret = $secret""",
            {"hash": invitation.token_hash, "password": invitation.password_hash, "secret": invitation.totp_secret},
        )
        if not still:
            raise Rejected(OVER)
        _take_effect(tx, invitation, step, codes)
    return codes


def _take_effect(tx: Transaction, invitation: Invitation, step: int, codes: list[str]) -> None:
    account = {"id": invitation.account_id}
    tx.execute(
        """UPDATE store.account SET password_hash = $password, password_changed_at = $at, totp_secret = $secret,
            totp_last_step = $step WHERE account_id = $id""",
        account
        | {
            "password": invitation.password_hash,
            "at": tx.recorded_at,
            "secret": invitation.totp_secret,
            "step": step,
        },
    )
    tx.execute("DELETE FROM store.recovery_code WHERE account_id = $id", account)
    for code in codes:
        tx.execute(
            "INSERT INTO store.recovery_code VALUES ($id, $hash, NULL)",
            account | {"hash": second_factor.recovery_hash(code)},
        )
    void(tx, invitation.account_id)
    end_all(tx, invitation.account_id)
    tx.audit("account.enrolled", "account", invitation.account_id)


def _open(store: Store, token: str) -> Invitation:
    invitation = find(store, token)
    if invitation is None:
        raise Rejected(OVER)
    return invitation
