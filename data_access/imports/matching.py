"""Which thing of the store a row speaks of: by its code, failing that by what it says of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data_access.imports.columns import ImportKind
from data_access.imports.model import Problem
from data_access.imports.present import Present, Thing
from data_access.imports.rows import ImportRow
from regulation.text import fold_text

Key = tuple[object, ...]
FOLDED_KINDS = ("areas", "groups")
ADD_CODE = "Ghi mã riêng ở cột “{code}” cho từng dòng, hoặc xoá dòng trùng."


@dataclass
class Matcher:
    """Index of the present things by code and by each natural and weak key."""

    kind: ImportKind
    present: Present
    _by_key: dict[tuple[str, ...], dict[Key, list[Thing]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for columns in ((self.kind.code,), *self.kind.natural_keys, *self.kind.weak_keys):
            index: dict[Key, list[Thing]] = defaultdict(list)
            for thing in self.present.things.values():
                key = self.key_of(self._values_of(thing), columns)
                if key is not None:
                    index[key].append(thing)
            self._by_key[columns] = index

    def _values_of(self, thing: Thing) -> dict[str, Any]:
        values = {column.key: thing.row.get(column.row_field) for column in self.kind.columns}
        for step in self.kind.steps:
            moments = [event.occurred_at for event in thing.events if event.kind == step.event]
            values[step.column] = moments[0] if moments else None
        return values

    def key_of(self, values: Mapping[str, object], columns: tuple[str, ...]) -> Key | None:
        """The key made of `columns`, None unless all are filled."""
        parts = tuple(self._plain(values.get(column)) for column in columns)
        return None if None in parts else parts

    def _plain(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        return (fold_text(value) if self.kind.key in FOLDED_KINDS else " ".join(value.casefold().split())) or None

    def find(self, row: ImportRow) -> list[Thing]:
        """The things that the row may speak of: none for a new one, several when it is not clear."""
        coded = self._lookup(row, (self.kind.code,))
        if coded:
            return coded
        for columns in self.kind.natural_keys:
            found = [thing for thing in self._lookup(row, columns) if not self._other_code(row, thing)]
            if found:
                return found
        for columns in self.kind.weak_keys:
            found = [thing for thing in self._lookup(row, columns) if not self._speaks_against(row, thing)]
            if found:
                return found
        return []

    def _lookup(self, row: ImportRow, columns: tuple[str, ...]) -> list[Thing]:
        key = self.key_of(row.values, columns)
        return [] if key is None else self._by_key[columns].get(key, [])

    def _other_code(self, row: ImportRow, thing: Thing) -> bool:
        ours = self.key_of(row.values, (self.kind.code,))
        theirs = self.key_of(self._values_of(thing), (self.kind.code,))
        return ours is not None and theirs is not None and ours != theirs

    def _speaks_against(self, row: ImportRow, thing: Thing) -> bool:
        values = self._values_of(thing)
        columns = {self.kind.code, *(column for key in self.kind.natural_keys for column in key)}
        pairs = ((self._plain(row.values.get(column)), self._plain(values.get(column))) for column in columns)
        return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in pairs)

    def own_key(self, row: ImportRow) -> tuple[tuple[str, ...], Key] | None:
        """The best key of the row itself, for finding the same thing twice in a file."""
        for columns in ((self.kind.code,), *self.kind.natural_keys, *self.kind.weak_keys):
            key = self.key_of(row.values, columns)
            if key is not None:
                return columns, key
        return None


def match_rows(matcher: Matcher, rows: list[ImportRow]) -> tuple[list[tuple[ImportRow, Thing | None]], list[Problem]]:
    """Each row with its present thing (None: new); rows that repeat another or are unclear are problems."""
    fix = ADD_CODE.format(code=matcher.kind.column(matcher.kind.code).header)
    first_row: dict[object, int] = {}
    matched: list[tuple[ImportRow, Thing | None]] = []
    problems: list[Problem] = []
    for row in rows:
        found = matcher.find(row)
        if len(found) > 1:
            error = f"Có {len(found)} {matcher.kind.label} trong hệ thống cùng khớp với dòng này."
            problems.append(Problem(row.number, "", "", error, fix))
            continue
        thing = found[0] if found else None
        marks = [mark for mark in (matcher.own_key(row), thing and thing.thing_id) if mark]
        earlier = next((first_row[mark] for mark in marks if mark in first_row), None)
        if earlier is not None:
            problems.append(Problem(row.number, "", "", f"Trùng với dòng {earlier} của tệp.", fix))
            continue
        first_row.update(dict.fromkeys(marks, row.number))
        matched.append((row, thing))
    return matched, problems
