"""Tables of facts on screen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from data_access.reading import View
from metrics.columns import COLUMNS, ColumnKind, worded
from metrics.formatting import duration
from pages.parts.filters import Filters

ROWS_SHOWN = 12
_ROW = 35


def table(reader: View, rows: pd.DataFrame, filters: Filters, *, key: str, title: str) -> None:
    """Facts as a table with Vietnamese headings, newest data under a key of its own."""
    shown = worded(rows, {"area_id": filters.areas, "group_id": filters.groups})
    for column in shown.columns:
        if COLUMNS[column].kind == "minutes":
            shown[column] = [_left(minutes) for minutes in shown[column]]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={column: _config(column) for column in shown.columns},
        key=f"{key}-{reader.data_version}",
        height=_ROW * (min(len(shown), ROWS_SHOWN) + 1) + 3,
        placeholder="",
        alt=title,
    )


def _left(minutes: float) -> str:
    return f"quá {duration(-minutes)}" if minutes < 0 else f"còn {duration(minutes)}"


def _config(column: str) -> Any:
    spec = COLUMNS[column]
    formats: dict[ColumnKind, str] = {"moment": "DD/MM/YYYY HH:mm", "day": "DD/MM/YYYY"}
    if spec.kind in formats:
        return st.column_config.DatetimeColumn(spec.label, format=formats[spec.kind])
    if spec.kind == "count":
        return st.column_config.NumberColumn(spec.label, format="localized")
    return st.column_config.TextColumn(spec.label)
