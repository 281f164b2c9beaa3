"""The one gate for everything that leaves the store: screen tables, CSV, XLSX and reports.

What comes out of it is of a type that nothing else can make, and writers take that type only. The gate asks for the
right, masks identities by the kind of each column and inside texts, hides small counts from readers without case
rights, defuses formulas, says who released what, when, with which filters and as of when, and logs every file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from datetime import date, datetime
from typing import Literal, final, overload
from weakref import WeakKeyDictionary

import pandas as pd

from auth.permissions import ROLES
from data_access import informants, masking
from data_access.actors import Actor
from data_access.masking import Names
from data_access.reading import View
from data_access.store import Store
from metrics.formatting import NONE, number, show, show_date, show_datetime
from reports import suppressing
from reports.cells import Value, clean, defuse, plain
from reports.table_spec import ColumnSpec, Kind, TableSpec

FileForm = Literal["csv", "xlsx"]
PERIOD, SEARCH = "Kỳ báo cáo", "Từ khóa"
SEARCHED = "(có từ khóa)"
CASE_RIGHT = "read.tips"
_GATE = object()
Rows = tuple[tuple[Value, ...], ...]


def _only_here(gate: object) -> None:
    if gate is not _GATE:
        raise TypeError("only reports.releasing makes what has passed the gate")


@dataclass(frozen=True)
class _Gated:
    """Columns and rows that may be shown to whom they were made for; `lines` say who, when, what, and how hidden."""

    slug: str
    title: str
    columns: tuple[ColumnSpec, ...]
    rows: Rows
    lines: tuple[str, ...]
    as_of: datetime
    total_row: bool
    gate: InitVar[object]

    def __post_init__(self, gate: object) -> None:
        _only_here(gate)

    def texts(self) -> list[list[str]]:
        """The rows as they read in Vietnamese."""
        kinds = [column.kind for column in self.columns]
        return [[in_words(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in self.rows]


@final
@dataclass(frozen=True)
class Shown(_Gated):
    """A table for the screen: not logged, and no writer takes it."""

    def frame(self) -> pd.DataFrame:
        """Its values under the titles of its columns."""
        return pd.DataFrame(list(self.rows), columns=[column.title for column in self.columns], dtype=object)


@final
@dataclass(frozen=True)
class Released(_Gated):
    """A table whose release as a file is in the audit log: what writers take."""

    def file_name(self, form: FileForm) -> str:
        """Such as "tin-qua-han-20261125-1000.csv": never with anything from the rows or filters."""
        return f"{self.slug}-{self.as_of:%Y%m%d-%H%M}.{form}"


def in_words(value: Value, kind: Kind) -> str:
    """One value as it reads in Vietnamese; "–" for nothing."""
    match value:
        case None:
            return NONE
        case str():
            return value
        case datetime():
            return show_date(value) if kind == "day" else show_datetime(value)
        case date():
            return show_date(value)
        case _ if kind == "rate":
            return show(value, "percent")
        case _:
            return number(value, 0 if isinstance(value, int) else 2)


@overload
def release(
    store: Store,
    actor: Actor,
    table: TableSpec,
    *,
    title: str,
    filters: Mapping[str, str],
    as_of: datetime,
    purpose: Literal["screen"],
) -> Shown: ...


@overload
def release(
    store: Store,
    actor: Actor,
    table: TableSpec,
    *,
    title: str,
    filters: Mapping[str, str],
    as_of: datetime,
    purpose: FileForm,
) -> Released: ...


def release(
    store: Store,
    actor: Actor,
    table: TableSpec,
    *,
    title: str,
    filters: Mapping[str, str],
    as_of: datetime,
    purpose: Literal["screen"] | FileForm,
) -> Shown | Released:
    """Pass a table through the gate, for the screen or for a file; a file is logged before it is handed over.

    `filters` are names and values as the reader chose them: `PERIOD` for the reporting period, `SEARCH` for the words
    looked for, which are never written out. Raises `NotAllowed`, which is logged.
    """
    for action in _needed(table, purpose):
        demand(store, actor, action)
    names = names_in(store)
    rows = [_masked_row(table, row, names.and_close(close)) for row, close in _with_people(store, actor, table)]
    notes = []
    if not actor.may(CASE_RIGHT):
        exact = table.standard and set(filters) <= {PERIOD}
        hidden = suppressing.suppressed(table, rows, exact=exact)
        notes = [suppressing.EXACT_NOTE if exact else suppressing.ROUNDED_NOTE] if hidden != rows else []
        rows = hidden
    chosen = _chosen(filters, names)
    lines = (provenance(store, actor, chosen, as_of), *notes)
    kept = tuple(map(tuple, rows))
    parts = (table.slug, _safe(title, names), table.columns, kept, lines, as_of, table.total_row, _GATE)
    if purpose == "screen":
        return Shown(*parts)
    with store.write(actor, changes_data=False) as tx:
        what = "cases" if table.is_about_cases else "aggregates"
        tx.audit(f"export.{what}", "table", table.slug, f"{purpose}, {len(kept)} dòng; {chosen}")
    return Released(*parts)


def _needed(table: TableSpec, purpose: str) -> tuple[str, ...]:
    return (table.reads, "export.cases") if purpose != "screen" and table.is_about_cases else (table.reads,)


def demand(store: Store, actor: Actor, action: str) -> None:
    """Raise `NotAllowed` unless the actor has the right; the refusal goes into the log."""
    if not actor.may(action):
        with store.write(actor):
            actor.require(action)


def provenance(store: Store, actor: Actor, chosen: str, as_of: datetime) -> str:
    """The line that goes with whatever leaves: who, when, which filters, as of when."""
    who = clean(f"{actor.name} ({ROLES[actor.role]})" if actor.role in ROLES else actor.name)
    return (
        f"Người kết xuất: {who}, lúc {show_datetime(store.clock())}. Bộ lọc: {chosen}. "
        f"Số liệu tính đến {show_datetime(as_of)}."
    )


def _chosen(filters: Mapping[str, str], names: Names) -> str:
    """The filters in words, without identities; what was searched for is not told."""
    kept = {name: SEARCHED if name == SEARCH else value for name, value in filters.items() if value}
    return "; ".join(_safe(f"{name}: {value}", names) for name, value in kept.items()) or "không"


def _with_people(store: Store, actor: Actor, table: TableSpec) -> list[tuple[Sequence[object], tuple[str, ...]]]:
    """Each row with the people it is about: those it names, and the informants of the tips it tells of."""
    kinds = [column.kind for column in table.columns]
    tips = [str(row[place]) for row in table.rows for place, kind in enumerate(kinds) if kind == "tip"]
    known = informants.names_of(View(store, actor), tips) if tips else {}
    return [(row, _people(row, kinds, known)) for row in table.rows]


def _people(row: Sequence[object], kinds: Sequence[Kind], known: Mapping[str, str]) -> tuple[str, ...]:
    named = [str(value) for value, kind in zip(row, kinds, strict=True) if kind == "name" and isinstance(value, str)]
    told = [known.get(str(value), "") for value, kind in zip(row, kinds, strict=True) if kind == "tip"]
    return tuple(name for name in (*named, *told) if name)


def _masked_row(table: TableSpec, row: Sequence[object], names: Names) -> list[Value]:
    return [_masked(plain(value), column.kind, names) for value, column in zip(row, table.columns, strict=True)]


def _masked(value: Value, kind: Kind, names: Names) -> Value:
    if isinstance(value, str):
        mask = _MASKS.get(kind)
        text = clean(value).strip()
        return defuse(mask(text) if mask else masking.mask_text(text, names))
    return _MASKS[kind](str(value)) if kind in _ALWAYS_MASKED and value is not None else value


_MASKS: Mapping[Kind, Callable[[str], str]] = {
    "name": masking.mask_name,
    "phone": masking.mask_phone,
    "identity_number": masking.mask_identity_number,
    "address": masking.mask_address,
    "label": masking.mask_numbers,
    "code": masking.mask_numbers,
    "tip": masking.mask_numbers,
}
_ALWAYS_MASKED = ("name", "phone", "identity_number", "address")  # a telephone number may come as a number


def _safe(text: str, names: Names) -> str:
    return defuse(masking.mask_text(clean(text).strip(), names))


_PREPARED: WeakKeyDictionary[Store, tuple[int, Names]] = WeakKeyDictionary()
_PREPARING = threading.Lock()


def names_in(store: Store) -> Names:
    """Everybody the store knows of, prepared for finding them in texts; once per state of the store."""
    with _PREPARING:
        version, names = _PREPARED.get(store, (-1, Names.of()))
        if version != store.data_version:
            version, names = store.data_version, Names.of(distant=informants.people(store))
            _PREPARED[store] = (version, names)
        return names
