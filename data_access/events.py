"""The one way to change a tip, a post, a member or anything else: append events, in one transaction.

`record` checks the actor's permission, the times and the workflow, appends the sealed events, brings the rows up to
date from them, and writes the audit entry. Corrections are new events that name the one they supersede.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from data_access.audit import GENESIS, seal
from data_access.errors import Rejected, UserError
from data_access.folding import fold_of_sql
from data_access.store import Transaction
from data_access.subjects import SUBJECTS, VOIDED, SqlType, Subject
from regulation.workflow import ForbiddenTransition, next_state

_ARROW: dict[SqlType, pa.DataType] = {
    "TEXT": pa.string(),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
}
_COMMON_ARROW = {"event_id": pa.int64(), "corrects": pa.int64()} | {
    name: pa.timestamp("us") for name in ("occurred_at", "posted_at", "recorded_at")
}


@dataclass(frozen=True)
class Event:
    """What happened to one thing.

    `occurred_at` is when it happened, `posted_at` when the message stood in the Zalo group (None: not a message).
    `fields` sets fields of the subject ("" clears one). `corrects` is the `event_id` that this one supersedes.
    `recorded_at` is the store's clock; only a demonstration may set it.
    """

    subject_id: str
    kind: str
    occurred_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    posted_at: datetime | None = None
    note: str = ""
    corrects: int | None = None
    recorded_at: datetime | None = None


def record(tx: Transaction, subject_name: str, events: Sequence[Event], batch_id: str | None = None) -> list[int]:
    """Append `events` in order and return their numbers; raises `NotAllowed` or `Rejected` and writes nothing then."""
    if not events:
        return []
    subject = SUBJECTS[subject_name]
    for kind in {event.kind for event in events}:
        tx.actor.require(f"{subject.name}.{kind}")
    _check_each(tx, subject, events)
    touched = sorted({event.subject_id for event in events})
    first, last_seal = _last_event(tx, subject)
    _check_workflow(subject, _history(tx, subject, touched), events, first)
    rows = _rows(tx, subject, events, batch_id, first)
    tx.append(subject.event_table, _sealed(tx, subject, rows, last_seal))
    refold(tx, subject, touched)
    if any(event.corrects is not None for event in events):
        _drop_unopened(tx, subject, touched)
    numbers = [row["event_id"] for row in rows]
    whose = touched[0] if len(touched) == 1 else ""
    tx.audit(_audit_action(subject, events), subject.name, whose, f"sự kiện {numbers[0]}–{numbers[-1]}")
    return numbers


def _audit_action(subject: Subject, events: Sequence[Event]) -> str:
    kinds = sorted({event.kind for event in events})
    return f"{subject.name}.{kinds[0] if len(kinds) == 1 else 'recorded_many'}"


def _check_each(tx: Transaction, subject: Subject, events: Sequence[Event]) -> None:
    is_demo = any(event.recorded_at for event in events) and tx.store.is_demo
    for event in events:
        recorded_at = event.recorded_at or tx.recorded_at
        if event.recorded_at is not None and not is_demo:
            raise UserError("Thời điểm nhập liệu do hệ thống tự ghi, không nhận từ bên ngoài.")
        if event.occurred_at > recorded_at:
            raise Rejected(f"Thời điểm {_moment(event.occurred_at)} ở tương lai. Hãy kiểm tra lại ngày giờ.")
        if event.posted_at is not None and event.posted_at > event.occurred_at:
            raise Rejected(
                f"Tin đăng lúc {_moment(event.posted_at)} không thể sau lúc tiếp nhận {_moment(event.occurred_at)}."
            )
        unknown = set(event.fields) - set(subject.fields)
        if unknown:
            raise Rejected(f"Không có mục {', '.join(sorted(unknown))} trong {subject.label}.")
        if event.kind == VOIDED and event.corrects is None:
            raise Rejected("Hãy chỉ rõ sự kiện cần hủy.")
        transition = subject.workflow.get(event.kind)
        needs_reason = event.corrects is not None or (transition is not None and transition.needs_reason)
        if needs_reason and not event.note.strip():
            raise Rejected("Hãy ghi lý do: thao tác này bắt buộc có lý do.")


def _moment(moment: datetime) -> str:
    return moment.strftime("%d/%m/%Y %H:%M")


def _last_event(tx: Transaction, subject: Subject) -> tuple[int, str]:
    rows = tx.execute(f"SELECT event_id, seal FROM {subject.event_table} ORDER BY event_id DESC LIMIT 1")
    return (rows[0][0], rows[0][1]) if rows else (0, GENESIS)


@dataclass(frozen=True)
class _Step:
    """An event that counts; `place` is its number, or that of the event which it corrects in the end."""

    occurred_at: datetime
    place: int
    kind: str


def _history(tx: Transaction, subject: Subject, touched: Sequence[str]) -> dict[str, dict[int, _Step]]:
    """Events of the touched things that count, by thing and number."""
    rows = tx.execute(
        f"""SELECT {subject.key}, event_id, occurred_at, kind, corrects FROM {subject.event_table}
        WHERE {subject.key} IN (SELECT unnest($ids)) ORDER BY event_id""",
        {"ids": list(touched)},
    )
    found: dict[str, dict[int, _Step]] = defaultdict(dict)
    for thing, number, occurred_at, kind, corrects in rows:
        _take(found[thing], number, occurred_at, kind, corrects)
    return found


def _take(steps: dict[int, _Step], number: int, occurred_at: datetime, kind: str, corrects: int | None) -> bool:
    """Take an event into the steps of its thing; False when what it corrects is not among them."""
    corrected = None if corrects is None else steps.pop(corrects, None)
    if corrects is not None and corrected is None:
        return False
    if kind != VOIDED:
        steps[number] = _Step(occurred_at, corrected.place if corrected else number, kind)
    return True


def _check_workflow(
    subject: Subject, history: dict[str, dict[int, _Step]], events: Sequence[Event], last_number: int
) -> None:
    """Replay each touched thing in order of time, with the new events in place; raises `Rejected`."""
    for number, event in enumerate(events, last_number + 1):
        if not _take(history[event.subject_id], number, event.occurred_at, event.kind, event.corrects):
            raise Rejected(f"Không có sự kiện số {event.corrects} để sửa, hoặc sự kiện này đã được sửa trước đó.")
    for steps in history.values():
        replay(subject, [step.kind for step in sorted(steps.values(), key=lambda step: (step.occurred_at, step.place))])


def replay(subject: Subject, kinds: Sequence[str]) -> str | None:
    """The state after events of these kinds in this order; raises `Rejected` where the workflow forbids one."""
    state: str | None = None
    for kind in kinds:
        try:
            state = next_state(subject.workflow, state, kind)
        except ForbiddenTransition as error:
            raise Rejected(f"{subject.label.capitalize()}: {error}") from None
    return state


def _rows(
    tx: Transaction, subject: Subject, events: Sequence[Event], batch_id: str | None, last_number: int
) -> list[dict[str, Any]]:
    ward_code = tx.store.ward[0]
    return [
        {
            "event_id": number,
            "ward_code": ward_code,
            subject.key: event.subject_id,
            "kind": event.kind,
            "actor": tx.actor.actor_id,
            "occurred_at": event.occurred_at,
            "posted_at": event.posted_at,
            "recorded_at": event.recorded_at or tx.recorded_at,
            "note": event.note,
            "corrects": event.corrects,
            "batch_id": batch_id,
            **dict.fromkeys(subject.fields),
            **event.fields,
        }
        for number, event in enumerate(events, last_number + 1)
    ]


def _sealed(tx: Transaction, subject: Subject, rows: Sequence[Mapping[str, Any]], last_seal: str) -> pa.Table:
    columns = subject.event_columns
    seals, previous = [], last_seal
    for row in rows:
        previous = seal(tx.store.keys.audit, previous, [row[column] for column in columns])
        seals.append(previous)
    arrays = [pa.array([row[column] for row in rows], _arrow_type(subject, column)) for column in columns]
    return pa.table([*arrays, pa.array(seals, pa.string())], names=[*columns, "seal"])


def _arrow_type(subject: Subject, column: str) -> pa.DataType:
    if column in subject.fields:
        return _ARROW[subject.fields[column]]
    return _COMMON_ARROW.get(column, pa.string())


def refold(tx: Transaction, subject: Subject, touched: Sequence[str]) -> None:
    """Bring the rows of the touched things up to date."""
    columns = ", ".join(subject.row_columns)
    tx.execute(
        f"INSERT OR REPLACE INTO {subject.table} ({columns}) SELECT {columns} FROM ({fold_of_sql(subject)})",
        {"ids": list(touched), "moment": datetime.max},
    )


def _drop_unopened(tx: Transaction, subject: Subject, touched: Sequence[str]) -> None:
    """A thing whose opening was taken back has no row any more."""
    tx.execute(
        f"""DELETE FROM {subject.table} WHERE {subject.key} IN (SELECT unnest($ids))
        AND {subject.key} NOT IN (SELECT {subject.key} FROM ({fold_of_sql(subject)}))""",
        {"ids": list(touched), "moment": datetime.max},
    )


def correct(
    tx: Transaction,
    subject_name: str,
    event_id: int,
    reason: str,
    *,
    fields: Mapping[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> int:
    """Supersede an event by one that keeps what it said but for `fields` and `occurred_at`; returns the new number.

    Raises `Rejected` when there is no such event, it was superseded already, or the workflow forbids the outcome.
    """
    subject = SUBJECTS[subject_name]
    columns = (subject.key, "kind", "occurred_at", "posted_at", *subject.fields)
    rows = tx.execute(
        f"SELECT {', '.join(columns)} FROM {subject.event_table} WHERE event_id = $event", {"event": event_id}
    )
    if not rows:
        raise Rejected(f"Không có sự kiện số {event_id} để sửa.")
    old = dict(zip(columns, rows[0], strict=True))
    kept = {name: old[name] for name in subject.fields if old[name] is not None}
    moment = occurred_at or old["occurred_at"]
    event = Event(
        old[subject.key], old["kind"], moment, kept | dict(fields or {}), old["posted_at"], reason, corrects=event_id
    )
    return record(tx, subject_name, [event])[0]


def take_back(tx: Transaction, subject_name: str, event_id: int, reason: str) -> int:
    """Void an event that should never have been recorded; the log keeps both."""
    subject = SUBJECTS[subject_name]
    rows = tx.execute(
        f"SELECT {subject.key}, occurred_at FROM {subject.event_table} WHERE event_id = $event", {"event": event_id}
    )
    if not rows:
        raise Rejected(f"Không có sự kiện số {event_id} để hủy.")
    event = Event(rows[0][0], VOIDED, rows[0][1], note=reason, corrects=event_id)
    return record(tx, subject_name, [event])[0]
