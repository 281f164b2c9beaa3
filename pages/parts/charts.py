"""Charts on screen, and what a click on them means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from charts.screen import CONFIG, figure
from charts.spec import BarChart, Chart, Heatmap, LineChart, StepCurve
from metrics.selection import Window

Titled = BarChart | LineChart | StepCurve | Heatmap


def clickable(chart: Chart, key: str, version: int) -> tuple[str, str] | None:
    """Draw a chart; the keys of the mark that was clicked last (series and label, or row and column), or None."""
    event: Any = st.plotly_chart(
        figure(chart),
        config=CONFIG,
        key=f"{key}-{version}",
        on_select="rerun",
        selection_mode="points",
        alt=chart.alt,
    )
    points = event["selection"]["points"]
    data = points[0].get("customdata") if points else None
    return (str(data[0]), str(data[1])) if data else None


def draw(chart: Chart, key: str) -> None:
    """Draw a chart that only shows."""
    st.plotly_chart(figure(chart), config=CONFIG, key=key, alt=chart.alt)


def heading(chart: Titled) -> None:
    """The title of a chart above it."""
    st.markdown(f"**{chart.title}**")


def month_label(window: Window) -> str:
    """ "T11/26" for a month window."""
    return f"T{window.starts.month}/{window.starts:%y}"


def month_labels(months: Sequence[Window]) -> tuple[str, ...]:
    return tuple(month_label(window) for window in months)
