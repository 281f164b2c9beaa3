"""Thời hạn xử lý: outcomes by month and tổ dân phố, the time taken, and the cases behind every bar and cell."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts.spec import BarChart, Heatmap, Role, Series, StepCurve, StepSeries
from data_access.reading import View
from metrics.computing import Results
from metrics.formatting import number
from metrics.registry import KPIS
from metrics.selection import CURRENT, Window
from pages.parts.cards import cards
from pages.parts.cases import show_rows
from pages.parts.charts import clickable, draw, heading, month_labels
from pages.parts.filters import Filters, filter_bar
from pages.parts.reads import case_rows, counts, figures, times_taken
from pages.parts.visit import enter
from regulation.vocabularies import OUTCOMES

HEADLINES = (
    "classified_on_time",
    "classified_on_time_strict",
    "transferred_on_time",
    "urgent_within_target",
    "crime_classified_on_time",
    "off_hours_gap",
    "detection_lag_p50",
    "reply_time_p50",
)
OUTCOME_KEYS = tuple(f"classification_{key}" for key in OUTCOMES.keys)
ROLES: dict[str, Role] = {"on_time": "on_time", "late": "late", "overdue": "overdue", "pending": "pending"}
MISSED = "classification IN ('late', 'overdue')"
DEADLINE_HOURS, SHOWN_HOURS = 24.0, 72.0


def _series(table: list[list[float | None]]) -> tuple[Series, ...]:
    """A series for each outcome from the rows of a table of counts."""
    return tuple(
        Series(OUTCOMES.label(key), tuple(row[order] for row in table), ROLES[key], key)
        for order, key in enumerate(OUTCOMES.keys)
    )


def _windows(filters: Filters) -> list[Window]:
    return [*filters.months_within, filters.windows[0]]


def _counts(reader: View, filters: Filters, places: list[tuple[str, str | None]]) -> list[list[float | None]]:
    """Counts of the outcomes at each place; all charts of the page draw on one computation."""
    return counts(reader, OUTCOME_KEYS, places, _windows(filters), filters.as_of, filters.selection, "area")


def _by_month(reader: View, filters: Filters, months: list[Window]) -> BarChart:
    places: list[tuple[str, str | None]] = [(window.name, None) for window in months]
    table = _counts(reader, filters, places)
    return BarChart(
        "Kết quả phân loại theo tháng tiếp nhận",
        "Số tin đúng hạn, trễ hạn, quá hạn và chưa đến hạn theo tháng",
        month_labels(months),
        _series(table),
        keys=tuple(window.name for window in months),
    )


def _by_area(reader: View, filters: Filters, found: Results) -> BarChart:
    areas = [area for area in filters.areas if area in found.groups]
    places: list[tuple[str, str | None]] = [(CURRENT, area) for area in areas]
    table = _counts(reader, filters, places)
    return BarChart(
        "Kết quả phân loại theo tổ dân phố",
        "Số tin đúng hạn, trễ hạn, quá hạn và chưa đến hạn theo tổ dân phố",
        tuple(filters.areas[area] for area in areas),
        _series(table),
        horizontal=True,
        keys=tuple(areas),
    )


def _missed(found: Results, months: list[Window], filters: Filters) -> Heatmap:
    areas = [area for area in filters.areas if area in found.groups]

    def cell(area: str, window: Window) -> float | None:
        counts = [found.get(f"classification_{key}", window.name, area).value for key in ("late", "overdue")]
        return sum(count or 0 for count in counts) or None

    return Heatmap(
        "Tin trễ hạn và quá hạn theo tổ dân phố và tháng",
        "Số tin trễ hạn và quá hạn của từng tổ dân phố trong từng tháng",
        month_labels(months),
        tuple(filters.areas[area] for area in areas),
        tuple(tuple(cell(area, window) for window in months) for area in areas),
        row_keys=tuple(areas),
        column_keys=tuple(window.name for window in months),
        role="late",
    )


def _time_taken(reader: View, filters: Filters) -> StepCurve:
    found = times_taken(reader, KPIS["classification_time_p50"], filters.windows[0], filters.as_of, filters.selection)
    unfinished = f", {number(len(found.censored))} tin chưa xong" if found.censored else ""
    series = StepSeries(
        f"Đã phân loại{unfinished}", found.hours, found.shares, "accent", found.censored, found.low, found.high
    )
    return StepCurve(
        "Thời gian từ lúc tiếp nhận đến lúc phân loại",
        "Tỷ lệ tin đã phân loại theo số giờ kể từ lúc tiếp nhận, tin chưa xong tính là chưa biết",
        (series,),
        deadline=DEADLINE_HOURS,
        limit=SHOWN_HOURS,
    )


def _list(reader: View, filters: Filters, what: str, window: Window, condition: str, area: str | None = None) -> None:
    """The tips received in a window that meet a condition, under a heading that says which."""
    if not reader.actor.may("read.tips"):
        return
    chosen = replace(filters, selection=replace(filters.selection, area_ids=(area,))) if area else filters
    kpi = KPIS["tips_received"]
    rows = case_rows(reader, kpi, window, filters.as_of, chosen.selection, "whole", condition)
    st.markdown(f"**{what}**: {number(len(rows))} tin")
    show_rows(reader, filters, kpi, rows, f"tips-{window.name}-{condition}-{area}")


@st.fragment
def _months_part(reader: View, filters: Filters, months: list[Window]) -> None:
    chart = _by_month(reader, filters, months)
    heading(chart)
    clicked = clickable(chart, "by-month", reader.data_version)
    if clicked:
        outcome, name = clicked
        window = next(window for window in months if window.name == name)
        what = f"{OUTCOMES.label(outcome)}, tháng {window.starts:%m/%Y}"
        _list(reader, filters, what, window, f"classification = '{outcome}'")


@st.fragment
def _areas_part(reader: View, filters: Filters, found: Results) -> None:
    chart = _by_area(reader, filters, found)
    heading(chart)
    clicked = clickable(chart, "by-area", reader.data_version)
    if clicked:
        outcome, area = clicked
        what = f"{OUTCOMES.label(outcome)}, {filters.areas[area]}"
        _list(reader, filters, what, filters.windows[0], f"classification = '{outcome}'", area)


@st.fragment
def _cells_part(reader: View, filters: Filters, found: Results, months: list[Window]) -> None:
    chart = _missed(found, months, filters)
    heading(chart)
    clicked = clickable(chart, "cells", reader.data_version)
    if clicked:
        area, name = clicked
        window = next(window for window in months if window.name == name)
        what = f"Trễ hạn và quá hạn, {filters.areas[area]}, tháng {window.starts:%m/%Y}"
        _list(reader, filters, what, window, MISSED, area)


def _charts(reader: View, filters: Filters) -> None:
    months = filters.months_within
    found = figures(reader, OUTCOME_KEYS, _windows(filters), filters.as_of, filters.selection, "area")
    sees = reader.actor.may("read.tips")
    left, right = st.columns(2, gap="large")
    with left:
        _months_part(reader, filters, months)
        if sees:
            taken = _time_taken(reader, filters)
            heading(taken)
            draw(taken, "time-taken")
    with right:
        _areas_part(reader, filters, found)
    if sees:
        _cells_part(reader, filters, found, months)
        st.caption("Bấm vào một cột hoặc một ô để xem các tin trong đó.")
    else:
        st.caption("Số dưới 3, và số có thể làm lộ nó, không hiện.")


reader = enter("page.deadlines")
st.title("Thời hạn xử lý")
filters = filter_bar(reader)
cards(reader, filters, HEADLINES)
_charts(reader, filters)
_list(reader, filters, "Trễ hạn và quá hạn trong kỳ", filters.windows[0], MISSED)
