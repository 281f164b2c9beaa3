"""What the store holds now of the subject being imported: rows, the events that count, and the names to refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data_access.imports.references import Names
from data_access.subjects import SUBJECTS, VOIDED, Subject

Query = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class PastEvent:
    """An event that counts, with the fields it set."""

    event_id: int
    kind: str
    occurred_at: datetime
    posted_at: datetime | None
    fields: Mapping[str, Any]


@dataclass
class Thing:
    """A row of the subject as it stands, its events in order, and what stands beside it (aliases, an informant)."""

    thing_id: str
    row: Mapping[str, Any]
    events: list[PastEvent] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Present:
    subject: Subject
    things: dict[str, Thing]
    areas: Names
    groups: Names


def read_present(query: Query, subject_name: str) -> Present:
    """Read everything that planning an import of `subject_name` needs."""
    subject = SUBJECTS[subject_name]
    columns = [subject.key, *subject.fields]
    rows = query(f"SELECT {', '.join(columns)} FROM {subject.table} ORDER BY opened_at, {subject.key}")
    things = {row[0]: Thing(row[0], dict(zip(columns, row, strict=True))) for row in rows}
    for thing_id, event in _past_events(query, subject):
        if thing_id in things:
            things[thing_id].events.append(event)
    if subject_name == "area":
        _add_aliases(query, things)
    if subject_name == "tip":
        _add_informants(query, things)
    return Present(subject, things, _areas(query), _groups(query))


def _past_events(query: Query, subject: Subject) -> list[tuple[str, PastEvent]]:
    names = list(subject.fields)
    rows = query(
        f"""SELECT {subject.key}, event_id, kind, occurred_at, posted_at, {", ".join(names)}
        FROM {subject.event_table} WHERE kind <> '{VOIDED}' AND event_id NOT IN (
            SELECT corrects FROM {subject.event_table} WHERE corrects IS NOT NULL)
        ORDER BY occurred_at, event_id"""
    )
    return [(row[0], _past_event(row[1:5], names, row[5:])) for row in rows]


def _past_event(common: tuple[Any, ...], names: list[str], values: tuple[Any, ...]) -> PastEvent:
    event_id, kind, occurred_at, posted_at = common
    fields = {name: value for name, value in zip(names, values, strict=True) if value is not None}
    return PastEvent(event_id, kind, occurred_at, posted_at, fields)


def _add_aliases(query: Query, things: dict[str, Thing]) -> None:
    aliases: dict[str, set[str]] = defaultdict(set)
    for area_id, alias in query("SELECT area_id, alias FROM store.area_alias"):
        aliases[area_id].add(alias)
    for area_id, thing in things.items():
        thing.beside["aliases"] = aliases[area_id]


def _add_informants(query: Query, things: dict[str, Thing]) -> None:
    for tip_id, name, address, phone in query("SELECT tip_id, name, address, phone FROM store.tip_informant"):
        if tip_id in things:
            things[tip_id].beside.update(informant_name=name, informant_address=address, informant_phone=phone)


def _areas(query: Query) -> Names:
    names = Names("tổ dân phố", is_area=True)
    for area_id, code, name in query("SELECT area_id, code, name FROM store.area"):
        names.add(area_id, code, is_code=True)
        names.add(area_id, name, is_main=True)
    for area_id, alias in query("SELECT area_id, alias FROM store.area_alias"):
        names.add(area_id, alias)
    return names


def _groups(query: Query) -> Names:
    names = Names("nhóm Zalo")
    for group_id, code, name in query('SELECT group_id, external_code, name FROM store."group"'):
        names.add(group_id, code, is_code=True)
        names.add(group_id, name, is_main=True)
    return names
