"""Short ways to write the examples of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.kpi import Example


def share(column: str, values: Sequence[Any], part: int, whole: int, **others: Any) -> Example:
    """One fact per value of `column`, all with `others` besides; `part` of `whole` of them count."""
    return Example(tuple({column: value, **others} for value in values), part / whole if whole else None, part, whole)


def count(column: str, values: Sequence[Any], expected: int, **others: Any) -> Example:
    """One fact per value of `column`; `expected` of them count."""
    return Example(tuple({column: value, **others} for value in values), float(expected))
