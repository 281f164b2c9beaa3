"""Indicator cards: the figure, what stands behind it, how it moved, its trend, its target, and the way to its cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from charts.screen import CONFIG, figure
from charts.spec import Sparkline
from data_access.reading import View
from metrics.computing import Results
from metrics.formatting import describe, is_small, number, show, show_change, show_interval, show_value
from metrics.kpi import Kpi, Value
from metrics.protection import is_exact, sees_cases
from metrics.registry import KPIS
from metrics.selection import LAST_YEAR, PREVIOUS
from metrics.statistics import SMALL_NUMBER
from pages.parts.cases import open_cases
from pages.parts.filters import Filters
from pages.parts.reads import figures
from regulation.clauses import CLAUSES, cite

_MARKS: dict[bool, tuple[str, Literal["green", "orange"], str]] = {
    True: ("Đạt", "green", "check"),
    False: ("Chưa đạt", "orange", "priority_high"),
}


def cards(reader: View, filters: Filters, keys: Sequence[str]) -> None:
    """A wall of cards for indicators by key; all their figures come from one computation."""
    asked = tuple(keys)
    months = filters.months
    now = figures(reader, asked, filters.windows, filters.as_of, filters.selection)
    trend = figures(reader, asked, months, filters.as_of, filters.selection)
    with st.grid(4, min_column_width=240, gap="small"):
        for key in asked:
            _card(reader, filters, KPIS[key], now, trend)


def _card(reader: View, filters: Filters, kpi: Kpi, now: Results, trend: Results) -> None:
    value = now.get(kpi.key)
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card-{kpi.key}"):
        delta = _delta(kpi, value, now.get(kpi.key, PREVIOUS))
        st.markdown(kpi.label, help=_help(kpi, value))
        st.metric(
            kpi.label,
            show_value(kpi, value),
            delta=delta,
            delta_color=_delta_colour(kpi),
            delta_description=None if delta is None else "so với kỳ trước",
            label_visibility="collapsed",
        )
        st.caption(_behind(kpi, value, now.get(kpi.key, LAST_YEAR)))
        if is_exact(reader.actor, kpi):
            _trend(kpi, filters, trend)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            _target(kpi, value)
            if sees_cases(reader.actor, kpi):
                open_cases(reader, filters, kpi)


def _delta(kpi: Kpi, now: Value, before: Value) -> str | int | None:
    text = show_change(kpi, now, before)
    if text == "–":
        return None
    return 0 if text.startswith("0") else text


def _delta_colour(kpi: Kpi) -> Literal["normal", "inverse", "off"]:
    match kpi.better:
        case "up":
            return "normal"
        case "down":
            return "inverse"
    return "off"


def _help(kpi: Kpi, value: Value) -> str:
    interval = show_interval(kpi, value)
    cited, clause = cite(kpi.clause), CLAUSES.get(kpi.clause)
    parts = [f"{cited[0].upper()}{cited[1:]}. {clause.gist if clause else ''}".strip(), kpi.note]
    if interval:
        parts.append(f"Khoảng tin cậy 95%: {interval}.")
    return "\n\n".join(part for part in parts if part)


def _behind(kpi: Kpi, value: Value, last_year: Value) -> str:
    if value.hidden:
        return "dưới 3 trường hợp nên không hiện"
    parts = [_few(value) if is_small(kpi, value) else describe(kpi, value)]
    moved = show_change(kpi, value, last_year)
    if moved != "–":
        parts.append(f"{moved} so với cùng kỳ")
    return " · ".join(part for part in parts if part) or "\u00a0"


def _few(value: Value) -> str:
    waiting = f", {number(value.pending)} chưa đến hạn" if value.pending else ""
    return f"ít hơn {SMALL_NUMBER} trường hợp nên không tính phần trăm{waiting}"


def _target(kpi: Kpi, value: Value) -> None:
    if kpi.target is None or kpi.better is None:
        st.caption("\u00a0", width="content")
        return
    sign = "≥" if kpi.better == "up" else "≤"
    text = f"Chỉ tiêu {sign} {show(kpi.target, kpi.unit)}"
    if value.value is None:
        st.caption(text, width="content")
        return
    met = value.value >= kpi.target if kpi.better == "up" else value.value <= kpi.target
    word, colour, icon = _MARKS[met]
    st.badge(word, color=colour, icon=f":material/{icon}:", help=text)


def _trend(kpi: Kpi, filters: Filters, trend: Results) -> None:
    months = filters.months
    values = tuple(trend.get(kpi.key, window.name).value for window in months)
    labels = tuple(f"{window.starts:%m/%Y}" for window in months)
    unit: Literal["percent", "minutes", "count"] = "count"
    if kpi.unit in ("percent", "minutes"):
        unit = kpi.unit
    chart = Sparkline(f"{kpi.label} theo tháng", values, labels, unit, target=kpi.target)
    st.plotly_chart(figure(chart), config=CONFIG, key=f"trend-{kpi.key}", alt=chart.alt)
