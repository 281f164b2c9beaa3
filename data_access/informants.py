"""Who is behind a tip: masked for those who work on it, revealed with a reason, every reveal in the audit log.

Where the informant asked for secrecy ("Yêu cầu giữ bí mật", clause 15.2), masked means that nothing is shown at all,
and a reveal needs the right "read.confidential_informant" or leave given by the leadership for that tip and account.
Leave is kept in a table of its own and not among the events of the tip: it says something about an account, can be
withdrawn, and must not travel with the history of the case; the audit log holds both ends of it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from data_access import masking
from data_access.actors import Actor
from data_access.errors import NotAllowed, Rejected
from data_access.reading import Reader
from data_access.store import Store
from regulation.syllables import is_syllable

READ, READ_CONFIDENTIAL, GRANT = "read.informant", "read.confidential_informant", "confidence.granted"
SECRET = "(yêu cầu giữ bí mật)"
LEAST_LETTERS, LEAST_WORDS, LONGEST_REASON = 15, 4, 500
LONGEST = timedelta(hours=12)  # no session lasts longer


@dataclass(frozen=True)
class Informant:
    """Who sent a tip; parts that are not known are empty. `confidential`: secrecy was asked for."""

    tip_id: str
    name: str
    address: str
    phone: str
    identity_number: str
    confidential: bool


_SELECT = """SELECT tip_id, i.name, i.address, i.phone, i.identity_number, coalesce(t.confidential, false), t.group_id
FROM store.tip t JOIN store.tip_informant i USING (tip_id) WHERE tip_id IN (SELECT unnest($tips)) ORDER BY tip_id"""


def masked(reader: Reader, tip_ids: Sequence[str]) -> dict[str, Informant]:
    """The masked informants of the tips that have one and lie within the reader's groups, by tip."""
    reader.actor.require("read.tips")
    groups = reader.actor.group_ids
    rows = reader.query(_SELECT, {"tips": list(tip_ids)})
    return {row[0]: _mask(Informant(*row[:6])) for row in rows if groups is None or row[6] in groups}


def _mask(informant: Informant) -> Informant:
    if informant.confidential:
        return Informant(informant.tip_id, SECRET, "", "", "", confidential=True)
    return Informant(
        informant.tip_id,
        masking.mask_name(informant.name),
        masking.mask_address(informant.address),
        masking.mask_phone(informant.phone),
        masking.mask_identity_number(informant.identity_number),
        confidential=False,
    )


def names_of(reader: Reader, tip_ids: Sequence[str]) -> dict[str, str]:
    """Names of the informants by tip, for finding them in texts in order to mask them; never to be shown."""
    return dict(
        reader.query(
            "SELECT tip_id, name FROM store.tip_informant WHERE tip_id IN (SELECT unnest($tips)) AND name <> ''",
            {"tips": list(tip_ids)},
        )
    )


def people(reader: Reader) -> tuple[str, ...]:
    """Names of all informants and members, for finding them in texts in order to mask them; never to be shown."""
    rows = reader.query(
        """SELECT name FROM store.tip_informant UNION SELECT full_name FROM store.member
        UNION SELECT zalo_name FROM store.member ORDER BY 1"""
    )
    return tuple(name for (name,) in rows if name)


@dataclass(frozen=True)
class _Shown:
    session_id: str
    actor_id: str
    tip_id: str


class Reveals:
    """Which identities stand revealed, for which case, in which session. In memory only: a restart hides them all."""

    def __init__(self) -> None:
        self._until: dict[_Shown, datetime] = {}
        self._lock = threading.Lock()

    def add(self, session_id: str, actor_id: str, tip_id: str, moment: datetime) -> None:
        with self._lock:
            self._until = {shown: until for shown, until in self._until.items() if until > moment}
            self._until[_Shown(session_id, actor_id, tip_id)] = moment + LONGEST

    def holds(self, session_id: str, actor_id: str, tip_id: str, moment: datetime) -> bool:
        with self._lock:
            until = self._until.get(_Shown(session_id, actor_id, tip_id))
        return until is not None and moment < until

    def end(self, session_id: str) -> None:
        """Hide everything again that was revealed in a session: to be called when it ends."""
        with self._lock:
            self._until = {shown: until for shown, until in self._until.items() if shown.session_id != session_id}


REVEALS = Reveals()


def reveal(
    store: Store, actor: Actor, tip_id: str, reason: str, session_id: str, reveals: Reveals = REVEALS
) -> Informant:
    """The identity behind a tip, once the audit entry with the reason is on disk; it stays revealed in the session.

    Raises `NotAllowed` (and logs the refusal), or `Rejected` for a reason that is no sentence or where nobody is known.
    """
    if not session_id:
        raise Rejected("Phiên làm việc không còn hiệu lực. Hãy đăng nhập lại.")
    with store.write(actor, changes_data=False) as tx:
        actor.require(READ)
        informant, group_id = _find(tx.execute(_SELECT, {"tips": [tip_id]}))
        actor.require_group(group_id, READ)
        if not _may_see(actor, informant, tx.execute(_GRANTED, _pair(tip_id, actor.actor_id))):
            raise NotAllowed(
                "Người báo tin này yêu cầu giữ bí mật. Hãy đề nghị lãnh đạo cho phép xem danh tính.", READ_CONFIDENTIAL
            )
        tx.audit("informant.revealed", "tip", tip_id, _sentence(reason, informant.name))
    reveals.add(session_id, actor.actor_id, tip_id, store.clock())
    return informant


def revealed(store: Store, actor: Actor, tip_id: str, session_id: str, reveals: Reveals = REVEALS) -> Informant | None:
    """The identity behind a tip if it was revealed in this session and the actor may still see it, else None."""
    rows = store.query(_SELECT, {"tips": [tip_id]})
    if not rows or not actor.may(READ) or not reveals.holds(session_id, actor.actor_id, tip_id, store.clock()):
        return None
    informant, group_id = _find(rows)
    if actor.group_ids is not None and group_id not in actor.group_ids:
        return None
    granted = store.query(_GRANTED, _pair(tip_id, actor.actor_id))
    return informant if _may_see(actor, informant, granted) else None


_GRANTED = """SELECT 1 FROM store.confidence_grant
WHERE tip_id = $tip AND account_id = $account AND withdrawn_at IS NULL"""


def _pair(tip_id: str, account_id: str) -> dict[str, str]:
    return {"tip": tip_id, "account": account_id}


def _find(rows: Sequence[tuple[Any, ...]]) -> tuple[Informant, str | None]:
    if not rows:
        raise Rejected("Tin này không có, hoặc không còn lưu danh tính người báo tin.")
    return Informant(*rows[0][:6]), rows[0][6]


def _may_see(actor: Actor, informant: Informant, granted: Sequence[object]) -> bool:
    return not informant.confidential or actor.may(READ_CONFIDENTIAL) or bool(granted)


def grant_confidence(store: Store, actor: Actor, tip_id: str, to_account: str, reason: str) -> None:
    """Let an account see the identity behind a tip in spite of "giữ bí mật"; it must have the right "read.informant".

    Raises `NotAllowed`, or `Rejected` when the tip asks for no secrecy, or there is no such account in use.
    """
    with store.write(actor) as tx:
        actor.require(GRANT)
        informant, group_id = _find(tx.execute(_SELECT, {"tips": [tip_id]}))
        actor.require_group(group_id, GRANT)
        if not informant.confidential:
            raise Rejected("Người báo tin này không yêu cầu giữ bí mật nên không cần cho phép riêng.")
        if not tx.execute(
            "SELECT 1 FROM store.account WHERE account_id = $account AND active", {"account": to_account}
        ):
            raise Rejected("Không có tài khoản này hoặc tài khoản đã khóa. Hãy chọn tài khoản khác.")
        sentence = _sentence(reason, informant.name)
        tx.execute(
            "INSERT OR REPLACE INTO store.confidence_grant VALUES ($tip, $account, $ward, $reason, $at, $actor, NULL)",
            _pair(tip_id, to_account)
            | {"ward": store.ward[0], "reason": sentence, "at": tx.recorded_at, "actor": actor.actor_id},
        )
        tx.audit(GRANT, "tip", tip_id, f"cho tài khoản {to_account}: {sentence}")


@dataclass(frozen=True)
class Leave:
    """An account in use, and whether it was given leave to see the identity behind a tip."""

    account_id: str
    full_name: str
    role: str
    given: bool


def leaves(reader: Reader, tip_id: str) -> list[Leave]:
    """All accounts in use with their leave for a tip, by name; needs the right "confidence.granted"."""
    reader.actor.require(GRANT)
    rows = reader.query(
        """SELECT a.account_id, a.full_name, a.role, g.tip_id IS NOT NULL FROM store.account a
        LEFT JOIN store.confidence_grant g
            ON g.account_id = a.account_id AND g.tip_id = $tip AND g.withdrawn_at IS NULL
        WHERE a.active ORDER BY a.full_name, a.account_id""",
        {"tip": tip_id},
    )
    return [Leave(*row) for row in rows]


def withdraw_confidence(store: Store, actor: Actor, tip_id: str, from_account: str) -> None:
    """Take the leave back; what is revealed is hidden at the next look. `Rejected` when there is none."""
    with store.write(actor) as tx:
        actor.require(GRANT)
        if not tx.execute(_GRANTED, _pair(tip_id, from_account)):
            raise Rejected("Tài khoản này chưa được cho phép xem danh tính của tin này.")
        tx.execute(
            "UPDATE store.confidence_grant SET withdrawn_at = $at WHERE tip_id = $tip AND account_id = $account",
            _pair(tip_id, from_account) | {"at": tx.recorded_at},
        )
        tx.audit("confidence.withdrawn", "tip", tip_id, f"tài khoản {from_account}")


def _sentence(reason: str, name: str) -> str:
    """The reason as it goes into the log, without identities; raises `Rejected` when it says nothing."""
    text = " ".join(reason.split())
    words = {word.strip(".,;:!?()").lower() for word in text.split()}
    if sum(map(str.isalpha, text)) < LEAST_LETTERS or sum(map(is_syllable, words)) < LEAST_WORDS:
        raise Rejected(
            "Hãy ghi lý do xem danh tính thành một câu rõ ràng (ít nhất bốn từ), "
            "ví dụ: Cần gọi lại để xác minh địa điểm xảy ra vụ việc."
        )
    return masking.mask_text(text, [name])[:LONGEST_REASON]
