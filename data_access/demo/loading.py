"""Putting the demo ward into a demo store, and adding to it what has happened since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from data_access.actors import EVERYTHING, Actor
from data_access.demo.model import DemoEvent, DemoInformant
from data_access.demo.places import area_aliases
from data_access.demo.timeline import timeline
from data_access.demo.tips import informants
from data_access.errors import UserError
from data_access.events import Event, record
from data_access.store import Store, Transaction
from data_access.subjects import SUBJECTS

Progress = Callable[[float, str], None]
DEMO_ACTOR = Actor("demo", "Dữ liệu mẫu", "demo", frozenset({EVERYTHING}))
LOADED_UNTIL = "demo.loaded_until"
_MAKING, _WRITING = "Đang tạo phường mẫu", "Đang ghi {label}"
_FIRST_SHARE = 0.15  # of the progress bar, for making the events


def load(store: Store, until: datetime, progress: Progress | None = None) -> int:
    """Fill the empty demo store `store` with everything up to `until`, in one transaction; gives the number of events.

    `progress` is told a share from 0 to 1 and what is being done. Raises `UserError` when the store is not a
    demonstration or holds anything already.
    """
    _require_demo(store)
    if _holds_events(store):
        raise UserError("Kho dữ liệu mẫu đã có dữ liệu; chỉ nạp phường mẫu vào kho còn trống.")
    return _write(store, None, until, progress)


def top_up(store: Store, until: datetime, progress: Progress | None = None) -> int:
    """Add what the demo ward entered after the last time, up to `until`; gives the number of events added.

    What a visitor has worked on since is left to them: its further demo events are not added.
    """
    _require_demo(store)
    since = loaded_until(store)
    if since is None:
        raise UserError("Kho này chưa có phường mẫu. Hãy nạp dữ liệu mẫu vào một kho còn trống trước.")
    return _write(store, since, until, progress) if until > since else 0


def loaded_until(store: Store) -> datetime | None:
    """The moment up to which the demo ward is in the store; None when it is not."""
    rows = store.query("SELECT value FROM store.setting WHERE key = $key", {"key": LOADED_UNTIL})
    return datetime.fromisoformat(rows[0][0]) if rows else None


def _require_demo(store: Store) -> None:
    if not store.is_demo:
        raise UserError("Đây là kho dữ liệu thật, không nhận dữ liệu mẫu. Hãy tạo một kho mẫu riêng.")


def _holds_events(store: Store) -> bool:
    return any(store.query(f"SELECT 1 FROM {subject.event_table} LIMIT 1") for subject in SUBJECTS.values())


def _write(store: Store, since: datetime | None, until: datetime, progress: Progress | None) -> int:
    tell = progress or _say_nothing
    tell(0.0, _MAKING)
    events = [event for event in timeline(until) if since is None or event.recorded_at > since]
    known = [person for person in informants(until) if since is None or person.recorded_at > since]
    with store.write(DEMO_ACTOR) as tx:
        touched = _touched_by_others(tx) if since else set()
        kept = [event for event in events if (event.subject, event.subject_id) not in touched]
        _record_all(tx, kept, tell)
        tell(0.97, _WRITING.format(label="thông tin kèm theo"))
        _add_informants(tx, known)
        if since is None:
            _add_aliases(tx)
        _remember(tx, until)
    tell(1.0, "Đã xong")
    return len(kept)


def _say_nothing(share: float, label: str) -> None:
    """No one is watching the progress."""


def _touched_by_others(tx: Transaction) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name, subject in SUBJECTS.items():
        rows = tx.execute(
            f"SELECT DISTINCT {subject.key} FROM {subject.event_table} WHERE actor <> $actor",
            {"actor": DEMO_ACTOR.actor_id},
        )
        found.update((name, row[0]) for row in rows)
    return found


def _record_all(tx: Transaction, events: Sequence[DemoEvent], tell: Progress) -> None:
    by_subject: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_subject[event.subject].append(_as_event(event))
    written = 0
    for name, subject in SUBJECTS.items():
        if batch := by_subject[name]:
            tell(_FIRST_SHARE + 0.8 * written / len(events), _WRITING.format(label=subject.label))
            record(tx, name, batch)
            written += len(batch)


def _as_event(event: DemoEvent) -> Event:
    return Event(
        event.subject_id,
        event.kind,
        event.occurred_at,
        event.fields,
        posted_at=event.posted_at,
        note=event.note,
        recorded_at=event.recorded_at,
    )


def _add_informants(tx: Transaction, people: Sequence[DemoInformant]) -> None:
    columns = ("tip_id", "name", "address", "phone", "recorded_at")
    tx.execute(
        """INSERT INTO store.tip_informant
            (tip_id, name, address, phone, recorded_at, ward_code, identity_number, actor)
        SELECT unnest($tip_id), unnest($name), unnest($address), unnest($phone), unnest($recorded_at),
            $ward, '', $actor""",
        {column: [getattr(person, column) for person in people] for column in columns}
        | {"ward": tx.store.ward[0], "actor": DEMO_ACTOR.actor_id},
    )


def _add_aliases(tx: Transaction) -> None:
    ward_code = tx.store.ward[0]
    for area_id, alias, first_day, last_day in area_aliases():
        tx.execute(
            """INSERT INTO store.area_alias (area_id, ward_code, alias, valid_from, valid_to)
            VALUES ($area_id, $ward, $alias, $first, $last)""",
            {"area_id": area_id, "ward": ward_code, "alias": alias, "first": first_day, "last": last_day},
        )


def _remember(tx: Transaction, until: datetime) -> None:
    tx.execute(
        "INSERT OR REPLACE INTO store.setting (key, ward_code, value, changed_at, actor) VALUES ($k, $w, $v, $at, $a)",
        {
            "k": LOADED_UNTIL,
            "w": tx.store.ward[0],
            "v": until.isoformat(),
            "at": tx.recorded_at,
            "a": DEMO_ACTOR.actor_id,
        },
    )
