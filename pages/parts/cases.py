"""The cases behind a figure, in a window of their own, opened by a click."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from data_access.reading import View
from metrics.computing import FACTS
from metrics.formatting import number
from metrics.kpi import Kpi, Ratio, Side
from pages.parts.filters import Filters
from pages.parts.reads import case_rows
from pages.parts.tables import facts_table

SIDES: Mapping[Side, str] = {"whole": "Tất cả", "part": "Đạt", "missed": "Chưa đạt", "pending": "Chưa đến hạn"}


def open_cases(reader: View, filters: Filters, kpi: Kpi) -> None:
    """A button that opens the cases behind the figure of the period."""
    if st.button("Xem danh sách", key=f"cases-{kpi.key}", type="tertiary", icon=":material/list:"):
        _dialog(reader, filters, kpi)


@st.dialog("Danh sách", width="large")
def _dialog(reader: View, filters: Filters, kpi: Kpi) -> None:
    st.subheader(kpi.label)
    side: Side = "whole"
    if isinstance(kpi.measure, Ratio):
        chosen = st.segmented_control(
            "Phần", list(SIDES), default="missed", format_func=lambda key: SIDES[key], key=f"side-{kpi.key}"
        )
        side = chosen or "whole"
    rows = case_rows(reader, kpi, filters.windows[0], filters.as_of, filters.selection, side)
    st.caption(f"{number(len(rows))} trường hợp")
    show_rows(reader, filters, kpi, rows, f"list-{kpi.key}-{side}")


def show_rows(reader: View, filters: Filters, kpi: Kpi, rows: pd.DataFrame, key: str) -> None:
    """Facts of an indicator as a table; those of a tổ dân phố and a group under their names."""
    if rows.empty:
        st.info("Không có trường hợp nào.", icon=":material/inbox:")
        return
    facts_table(reader, rows, filters, reads=FACTS[kpi.facts].reads, key=key, title=kpi.label)
