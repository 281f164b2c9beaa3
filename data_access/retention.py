"""Retention: personal data is erased when its time is over; the counted facts stay, with a tombstone that says why.

All rules are off until the ward sets a number of days. Erasing is the one change to an event: its personal fields
are overwritten, its seal stays in the chain, and the tombstone keeps the seal of what remains.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from data_access import audit, settings
from data_access.actors import Actor
from data_access.errors import Rejected
from data_access.events import refold
from data_access.store import Store, Transaction
from data_access.subjects import SUBJECTS, Subject
from data_access.tombstones import Tombstone

ERASED = "(đã xóa)"  # not empty, so that what was counted as filled in still is


@dataclass(frozen=True)
class RetentionRule:
    """Which things fall due, as long as one of their events still holds one of the `fields` (if there are any).

    `$before` is the moment before which their clock must have started.
    """

    key: str
    label: str
    subject: str
    fields: tuple[str, ...]
    due_sql: str
    with_informant: bool = False

    @property
    def setting(self) -> str:
        return f"retention.{self.key}.days"


RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        "informants",
        "Danh tính người báo tin, tính từ ngày giải quyết xong",
        "tip",
        (),
        """SELECT tip_id FROM store.tip JOIN store.tip_informant USING (tip_id)
        WHERE state = 'resolved' AND resolved_at < $before""",
        with_informant=True,
    ),
    RetentionRule(
        "tip_texts",
        "Nội dung tin, tính từ ngày giải quyết xong",
        "tip",
        ("summary", "refusal_reason", "incident_time", "incident_place", "basis"),
        "SELECT tip_id FROM store.tip WHERE state = 'resolved' AND resolved_at < $before",
    ),
    RetentionRule(
        "members",
        "Tên, số điện thoại của thành viên, tính từ ngày rời nhóm",
        "member",
        ("full_name", "zalo_name", "phone"),
        "SELECT member_id FROM store.member WHERE state = 'left' AND left_at < $before",
    ),
)


@dataclass(frozen=True)
class Due:
    """Things whose personal data is to go under one rule."""

    rule: RetentionRule
    things: tuple[str, ...]


def due(store: Store) -> list[Due]:
    """The dry run: what would go now, rule by rule; rules that are off are left out."""
    days = settings.read(store, {rule.setting: "" for rule in RULES})
    found = []
    for rule in RULES:
        if days[rule.setting].strip():
            before = store.clock() - timedelta(days=_whole_days(rule, days[rule.setting]))
            things = store.query(f"{_due_sql(rule)} ORDER BY 1", {"before": before})
            found.append(Due(rule, tuple(row[0] for row in things)))
    return found


def _due_sql(rule: RetentionRule) -> str:
    if not rule.fields:
        return rule.due_sql
    subject = SUBJECTS[rule.subject]
    held = f"SELECT {subject.key} FROM {subject.event_table} WHERE {_holds(rule)}"
    return f"SELECT * FROM ({rule.due_sql}) WHERE {subject.key} IN ({held})"


def _holds(rule: RetentionRule) -> str:
    """Whether an event holds personal text."""
    return "(" + " OR ".join(f"coalesce({name}, '') NOT IN ('', '{ERASED}')" for name in rule.fields) + ")"


def _whole_days(rule: RetentionRule, text: str) -> int:
    if not text.strip().isdigit() or int(text) < 1:
        raise Rejected(f"Thời hạn lưu “{rule.label}” phải là số ngày nguyên dương, hiện đang là “{text}”.")
    return int(text)


def erase(store: Store, actor: Actor, reason: str) -> list[Due]:
    """Erase everything that is due, in one transaction; returns what went."""
    if not reason.strip():
        raise Rejected("Hãy ghi lý do xóa: mỗi lần xóa dữ liệu cá nhân phải có lý do.")
    with store.write(actor) as tx:
        actor.require("retention.erased")
        gone = due(store)
        for item in gone:
            _erase(tx, item, reason)
    return gone


def erase_again(store: Store, actor: Actor, erased: Collection[Tombstone]) -> int:
    """Erase what older data brought back although it had been erased before; returns the number of things."""
    again = 0
    with store.write(actor) as tx:
        for reason in sorted({stone.reason for stone in erased}):
            stones = [stone for stone in erased if stone.reason == reason]
            for rule in RULES:
                back = Due(rule, _back(store, rule, stones))
                _erase(tx, back, reason)
                again += len(back.things)
    return again


def _back(store: Store, rule: RetentionRule, stones: Collection[Tombstone]) -> tuple[str, ...]:
    ids = {
        stone.thing_id
        for stone in stones
        if stone.subject == rule.subject and (stone.event_id == 0) == (not rule.fields)
    }
    subject = SUBJECTS[rule.subject]
    held = f"{subject.event_table} WHERE {_holds(rule)}" if rule.fields else "store.tip_informant WHERE true"
    rows = store.query(
        f"SELECT DISTINCT {subject.key} FROM {held} AND {subject.key} IN (SELECT unnest($ids::TEXT[])) ORDER BY 1",
        {"ids": sorted(ids)},
    )
    return tuple(row[0] for row in rows)


def _erase(tx: Transaction, item: Due, reason: str) -> None:
    if not item.things:
        return
    subject = SUBJECTS[item.rule.subject]
    if item.rule.with_informant:
        tx.execute("DELETE FROM store.tip_informant WHERE tip_id IN (SELECT unnest($ids))", {"ids": list(item.things)})
        _bury(tx, subject.name, [(thing, 0, "") for thing in item.things], reason)
    if item.rule.fields:
        _empty_events(tx, subject, item, reason)
    tx.audit("retention.erased", subject.name, detail=f"{item.rule.key}: {len(item.things)}")


def _empty_events(tx: Transaction, subject: Subject, item: Due, reason: str) -> None:
    which = f"{subject.key} IN (SELECT unnest($ids)) AND {_holds(item.rule)}"
    found = tx.execute(f"SELECT event_id FROM {subject.event_table} WHERE {which}", {"ids": list(item.things)})
    events = {"events": [row[0] for row in found]}
    emptied = ", ".join(f"{name} = CASE WHEN {name} <> '' THEN '{ERASED}' ELSE {name} END" for name in item.rule.fields)
    tx.execute(
        f"UPDATE {subject.event_table} SET {emptied} WHERE event_id IN (SELECT unnest($events::BIGINT[]))", events
    )
    columns = ", ".join(subject.event_columns)
    rows = tx.execute(
        f"""SELECT {columns}, coalesce(before_seal, '{audit.GENESIS}') FROM (
            SELECT *, lag(seal) OVER (ORDER BY event_id) AS before_seal FROM {subject.event_table})
        WHERE event_id IN (SELECT unnest($events::BIGINT[]))""",
        events,
    )
    key = tx.store.keys.audit
    remainders = [(str(values[2]), int(values[0]), audit.seal(key, before, values)) for *values, before in rows]
    _bury(tx, subject.name, remainders, reason)
    refold(tx, subject, item.things)


def _bury(tx: Transaction, subject: str, remainders: Sequence[tuple[str, int, str]], reason: str) -> None:
    if not remainders:
        return
    things, events, seals = (list(part) for part in zip(*remainders, strict=True))
    tx.execute(
        """INSERT OR REPLACE INTO store.erasure
        SELECT $subject, unnest($things), unnest($events), unnest($seals), $reason, $at, $actor""",
        {
            "subject": subject,
            "things": things,
            "events": events,
            "seals": seals,
            "reason": reason,
            "at": tx.recorded_at,
            "actor": tx.actor.actor_id,
        },
    )
