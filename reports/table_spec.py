"""A table before the gate: what each column holds, and what the reader of such a table must be allowed to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal[
    "name",  # of a person: initials
    "phone",
    "identity_number",
    "address",
    "text",  # running text, may hold anything
    "label",  # of a closed list, of a group or a tổ dân phố
    "code",  # of a group, a post or the like
    "tip",  # the key of a tip: its informant is looked for in the texts of the row
    "count",
    "number",  # a measure that is neither a count nor a rate
    "rate",  # between 0 and 1
    "moment",
    "day",
]
PERSONAL: frozenset[Kind] = frozenset(("name", "phone", "identity_number", "address", "text", "tip"))
OPEN_READS = frozenset(("read.aggregates", "read.places"))
_SLUG = re.compile(r"[a-z]+[a-z0-9]{0,20}(?:-[a-z0-9]{1,20})*")


@dataclass(frozen=True)
class ColumnSpec:
    """A column. `whole` names the count column that this one is a part of; parts of one whole do not overlap.

    `complete` is set on a whole whose parts always make it up entirely. `derived_from` names the counts that a rate or
    a number rests on (all of the table if none is named).
    """

    key: str
    title: str
    kind: Kind
    whole: str = ""
    complete: bool = False
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """A table of raw values. `slug` (plain letters) makes the file name, `reads` is the action that reading it needs.

    The last row holds the sums when `total_row` is set. `standard`: a table that everybody sees, over a whole reporting
    period; any other is rounded for readers without case rights.
    """

    slug: str
    columns: tuple[ColumnSpec, ...]
    rows: Sequence[Sequence[object]]
    reads: str
    total_row: bool = False
    standard: bool = False

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise ValueError(f"{self.slug!r} is not a plain name for a file")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.slug}: every row must have {len(self.columns)} values")
        unknown = {name for column in self.columns for name in (column.whole, *column.derived_from) if name}
        if unknown - {column.key for column in self.columns}:
            raise ValueError(f"{self.slug}: no columns {sorted(unknown)}")

    @property
    def is_about_cases(self) -> bool:
        """Whether it holds more than counts, whatever it says it reads."""
        return self.reads not in OPEN_READS or any(column.kind in PERSONAL for column in self.columns)


def spec_of(frame: pd.DataFrame, columns: tuple[ColumnSpec, ...], slug: str, reads: str, **more: bool) -> TableSpec:
    """The columns of a data frame that are named, in that order."""
    rows = list(frame[[column.key for column in columns]].itertuples(index=False, name=None))
    return TableSpec(slug, columns, rows, reads, **more)
