"""Finding the things of the store that a row may speak of, by the keys of its kind."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from data_access.imports.columns import ImportKind
from data_access.imports.present import Present, Thing
from regulation.text import fold_text

Columns = tuple[str, ...]
Key = tuple[object, ...]
Values = Mapping[str, object]
FOLDED_KINDS = ("areas", "groups")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass
class Matcher:
    """Index of the present things by each key of `kind`."""

    kind: ImportKind
    present: Present
    _values: dict[str, dict[str, Any]] = field(default_factory=dict)
    _by_key: dict[Columns, dict[Key, list[Thing]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._values = {thing.thing_id: self._values_of(thing) for thing in self.present.things.values()}
        for columns in self.all_keys:
            index: dict[Key, list[Thing]] = defaultdict(list)
            for thing in self.present.things.values():
                key = self.key_of(self._values[thing.thing_id], columns)
                if key is not None:
                    index[key].append(thing)
            self._by_key[columns] = index

    @property
    def all_keys(self) -> tuple[Columns, ...]:
        return (*self.kind.firm_keys, *self.kind.loose_keys, *self.kind.weak_keys)

    def _values_of(self, thing: Thing) -> dict[str, Any]:
        """What the store knows of the columns that stand in keys."""
        moments: dict[str, datetime] = {}
        for event in thing.events:
            moments.setdefault(event.kind, event.occurred_at)
        steps = {step.column: moments.get(step.event) for step in self.kind.steps}
        names = {self.kind.code, *(name for columns in self.all_keys for name in columns)}
        return {
            name: steps[name] if name in steps else thing.row.get(self.kind.column(name).row_field) for name in names
        }

    def key_of(self, values: Values, columns: Columns) -> Key | None:
        """The key made of `columns`, None unless all are filled."""
        parts = tuple(self._comparable(values.get(column)) for column in columns)
        return None if None in parts else parts

    def _comparable(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        return (fold_text(value) if self.kind.key in FOLDED_KINDS else comparable(value)) or None

    def is_same(self, values: Values, others: Values) -> bool:
        """Whether two that share a firm key are one thing."""
        ours, theirs = (self._comparable(side.get(self.kind.code)) for side in (values, others))
        return self.kind.alike(values, others) if ours is None or theirs is None else ours == theirs

    def _differ(self, values: Values, others: Values, columns: Iterable[str]) -> bool:
        """Whether both fill one of the columns, and not with the same."""
        pairs = ((self._comparable(values.get(name)), self._comparable(others.get(name))) for name in columns)
        return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in pairs)

    def sharing(self, values: Values, columns: Columns) -> list[Thing]:
        """All things that have this key."""
        key = self.key_of(values, columns)
        return [] if key is None else self._by_key[columns].get(key, [])

    def firm(self, values: Values, columns: Columns) -> list[Thing]:
        return self._where(values, columns, self.is_same)

    def loose(self, values: Values, columns: Columns) -> list[Thing]:
        """Nothing by a key with a bare day: many things may have happened on it."""
        if any(isinstance(values.get(column), datetime) and _is_midnight(values[column]) for column in columns):
            return []
        return self._where(values, columns, lambda ours, theirs: not self._differ(ours, theirs, (self.kind.code,)))

    def weak(self, values: Values, columns: Columns) -> list[Thing]:
        names = {self.kind.code, *(name for key in self.kind.firm_keys for name in key)}
        return self._where(values, columns, lambda ours, theirs: not self._differ(ours, theirs, names))

    def _where(self, values: Values, columns: Columns, test: Callable[[Values, Values], bool]) -> list[Thing]:
        return [thing for thing in self.sharing(values, columns) if test(values, self._values[thing.thing_id])]


def _is_midnight(value: object) -> bool:
    return isinstance(value, datetime) and value.time() == time()


@lru_cache(maxsize=100_000)
def comparable(text: str) -> str:
    """Lower case, single spaces, and the tone of a word at its end: “hoà” and “hòa” are one word."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_tone_last(word) for word in text.casefold().split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(sorted(letters, key=_TONES.__contains__))
