"""What a table to import looks like: its columns, what they mean to a thing, and how a thing is found again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from data_access.imports.parsers import Parser
from regulation.vocabularies import Vocabulary

Shape = Literal["text", "moment", "phone", "number", "yes_no", "term", "area", "group"]

Values = Mapping[str, object]
Derive = Callable[[Values, Collection[str]], dict[str, object]]
Alike = Callable[[Values, Values], bool]


def _nothing(_values: Values, _columns: Collection[str]) -> dict[str, object]:
    return {}


def _always(_values: Values, _others: Values) -> bool:
    return True


@dataclass(frozen=True)
class Column:
    """One column of an import. `field` is the column of the subject's row, when it is not named as `key`.

    `required` is filled in every row, `opening` in the row of a new thing.
    """

    key: str
    header: str
    shape: Shape
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    guide: str = ""
    example: str = ""
    opening: bool = False
    vocabulary: Vocabulary | None = None
    field: str = ""
    timed: bool = False

    @property
    def row_field(self) -> str:
        return self.field or self.key


@dataclass(frozen=True)
class Step:
    """A column holding the moment of an event, with the columns whose values belong to that event.

    `note` is the column whose text becomes the note of the event. An event that `repeats` may happen several times;
    `skip` leaves out that many earlier events of the kind, which belong to another column.
    """

    column: str
    event: str
    carries: tuple[str, ...] = ()
    note: str = ""
    repeats: bool = False
    skip: int = 0


@dataclass(frozen=True)
class ImportKind:
    """One kind of table.

    `steps` are in the order in which things happen; the first of them that a row fills opens the thing.

    A row is found again by keys; one counts when the row fills all its columns. `code_key` and `natural_keys` are firm:
    rows that share one speak of the same thing, unless their codes differ or they are not `alike`. A thing found by one
    of `loose_keys` (whose moment has a time of day) may differ in all else, one found by `weak_keys` may not contradict
    the row in any key; both only find things that no other row speaks of. See `matching.py`.

    Of each pair in `orders` the first moment may not be later than the second. `needs`: a column and the one it cannot
    do without; `one_of`: a new thing fills at least one of these; `wants`: a “yes” and what should then be told.
    `derive` gives further fields of the subject from a row's values and, for a new thing, the columns that the sheet
    has; `defaults` are fields of a new thing for columns left empty. `posted` is the column with the time of the
    message, `beside` are columns kept apart from the row, `field_events` fields whose change is an event of its own
    kind, `former` fields whose old value stays known in a column kept apart.
    """

    key: str
    label: str
    subject: str
    columns: tuple[Column, ...]
    natural_keys: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    loose_keys: tuple[tuple[str, ...], ...] = ()
    weak_keys: tuple[tuple[str, ...], ...] = ()
    code: str = "code"
    code_key: tuple[str, ...] = ("code",)
    alike: Alike = _always
    orders: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()
    wants: tuple[tuple[str, str], ...] = ()
    posted: str = ""
    beside: tuple[str, ...] = ()
    field_events: Mapping[str, str] = field(default_factory=dict)
    derive: Derive = _nothing
    defaults: Mapping[str, object] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def firm_keys(self) -> tuple[tuple[str, ...], ...]:
        return (self.code_key, *self.natural_keys)

    def column(self, key: str) -> Column:
        return self.by_key[key]
