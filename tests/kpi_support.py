"""What the tests of indicators share: comparing figures, and facts written as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import settings

from data_access.store import Store
from metrics.computing import FACTS
from metrics.kpi import Kpi, Value
from metrics.registry import KPIS
from tests.kpi_figures import Figure, wilson

STEADY = settings(deadline=None, derandomize=True)
EVERY_KPI = pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
EVERY_FLOW = pytest.mark.parametrize("kpi", [kpi for kpi in KPIS.values() if kpi.at], ids=lambda kpi: kpi.key)


def differences(expected: Mapping[str, Figure], given: Mapping[str, Value]) -> list[str]:
    """What differs, named; an empty list when all figures agree."""
    return [
        f"{key}: expected {figure}, given {given[key]}"
        for key, figure in expected.items()
        if not agrees(figure, given[key])
    ]


def agrees(expected: Figure, given: Value) -> bool:
    """Whether value, part, whole and pending agree, and the interval of a rate is Wilson's."""
    same = (given.part, given.whole, given.pending) == (expected.part, expected.whole, expected.pending)
    return same and _close(given.value, expected.value) and _interval_agrees(given)


def _interval_agrees(given: Value) -> bool:
    if given.low is None or not given.part or not given.whole or given.part == given.whole:
        return True
    low, high = wilson(given.part, given.whole)
    return _close(given.low, low) and _close(given.high, high)


def _close(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else one == pytest.approx(other, rel=1e-9, abs=1e-9)


def facts_source(store: Store, kpi: Kpi, rows: Iterable[Mapping[str, Any]], at: datetime) -> str:
    """A SELECT of facts with these columns, the key numbered, the moment `at`, and everything else empty."""
    view = FACTS[kpi.facts]
    columns = {name: kind for name, kind, *_ in store.query(f"DESCRIBE {_macro(view.name)}")}
    selects = [f"{_macro(view.name)} WHERE false"]
    for number, row in enumerate(rows):
        cells = {view.key: at if view.key == "day" else f"x{number}"} | ({kpi.at: at} if kpi.at else {}) | dict(row)
        unknown = cells.keys() - columns.keys()
        assert not unknown, f"the example of {kpi.key} has columns that {view.name} lacks: {unknown}"
        selects.append("SELECT " + ", ".join(f"{_literal(v)}::{columns[c]} AS {c}" for c, v in cells.items()))
    return " UNION ALL BY NAME ".join(selects)


def _macro(name: str) -> str:
    return f"SELECT * FROM {name}(TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01')"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    return "'" + str(value).replace("'", "''") + "'"
