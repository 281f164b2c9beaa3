"""Reads that several reruns and visitors share: kept by store, data version, who may see what, and the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from data_access.reading import View
from metrics.computing import By, Results, cases, compute
from metrics.curves import Curve, curve
from metrics.due_list import due_list
from metrics.kpi import Kpi, Side
from metrics.protection import is_exact, protected
from metrics.registry import KPIS
from metrics.selection import Selection, Window
from metrics.suppression import suppress
from pages.parts.visit import served_store

T = TypeVar("T")
Question = tuple[Any, ...]


@st.cache_data(max_entries=256, show_spinner=False)
def _kept(state: tuple[Any, ...], question: Question, _answer: Callable[[], Any]) -> Any:
    return _answer()


def _ask(reader: View, question: Question, answer: Callable[[], T]) -> T:
    actor = reader.actor
    scope = None if actor.group_ids is None else tuple(sorted(actor.group_ids))
    state = (str(served_store().path), reader.data_version, tuple(sorted(actor.actions)), scope)
    found: T = _kept(state, question, answer)
    return found


def figures(
    reader: View,
    keys: tuple[str, ...],
    windows: list[Window],
    as_of: datetime,
    selection: Selection,
    by: By | None = None,
) -> Results:
    """`metrics.computing.compute` for indicators by key."""
    return protected(_exact(reader, keys, windows, as_of, selection, by), reader.actor)


def _exact(
    reader: View, keys: tuple[str, ...], windows: list[Window], as_of: datetime, selection: Selection, by: By | None
) -> Results:
    spans = tuple(windows)
    return _ask(
        reader,
        ("figures", keys, spans, as_of, selection, by),
        lambda: compute(reader, [KPIS[key] for key in keys], spans, as_of, selection, by),
    )


def counts(
    reader: View,
    keys: tuple[str, ...],
    places: Sequence[tuple[str, str | None]],
    windows: list[Window],
    as_of: datetime,
    selection: Selection,
    by: By | None = None,
) -> list[list[float | None]]:
    """Counts of disjoint parts (indicators by key) at each place (window and group), a row per place.

    For readers who may see no cases small ones are hidden (None), and what would give them away.
    """
    exact = _exact(reader, keys, windows, as_of, selection, by)
    rows = [[int(exact.get(key, window, group).value or 0) for key in keys] for window, group in places]
    if all(is_exact(reader.actor, KPIS[key]) for key in keys):
        return [[float(count) for count in row] for row in rows]
    return [[cell if isinstance(cell, int) else None for cell in row] for row in suppress(rows).cells]


def case_rows(
    reader: View, kpi: Kpi, window: Window, as_of: datetime, selection: Selection, side: Side, where: str = "true"
) -> pd.DataFrame:
    """`metrics.computing.cases`."""
    return _ask(
        reader,
        ("cases", kpi.key, window, as_of, selection, side, where),
        lambda: cases(reader, kpi, window, as_of, selection, side, where=where),
    )


def pressing(reader: View, as_of: datetime, selection: Selection) -> pd.DataFrame:
    """`metrics.due_list.due_list`."""
    return _ask(reader, ("due", as_of, selection), lambda: due_list(reader, as_of, selection))


def times_taken(reader: View, kpi: Kpi, window: Window, as_of: datetime, selection: Selection) -> Curve:
    """`metrics.curves.curve`."""
    return _ask(
        reader, ("curve", kpi.key, window, as_of, selection), lambda: curve(reader, kpi, window, as_of, selection)
    )
