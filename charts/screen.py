"""Charts for the browser: Plotly figures that read on a light and on a dark ground and on a phone.

The ground is transparent and no text colour is set, so the page's theme decides. Every mark carries in `customdata`
what a click must hand back: `[series key, label key]` for bars and lines, `[row key, column key]` for a heat map.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from charts.looks import LOOKS, NO_DATA, UNIT_WORDS, written
from charts.spec import BarChart, Chart, Heatmap, LineChart, Series, Sparkline, StepCurve, StepSeries, Unit

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
LABEL_CHARACTERS = 28
_CLEAR = "rgba(0,0,0,0)"
_GRID = "rgba(127,127,127,0.25)"


def figure(chart: Chart, height: int | None = None) -> go.Figure:
    """The Plotly figure of a chart, `height` in pixels (a height that fits its kind when left out)."""
    if isinstance(chart, Sparkline):
        return _sparkline(chart, height or 56)
    if isinstance(chart, BarChart):
        drawn = _bars(chart)
    elif isinstance(chart, LineChart):
        drawn = _lines(chart)
    elif isinstance(chart, StepCurve):
        drawn = _steps(chart)
    else:
        drawn = _heatmap(chart)
    _frame(drawn, height or _fitting_height(chart))
    if chart.is_empty:
        _say_empty(drawn)
    return drawn


def _fitting_height(chart: Chart) -> int:
    if isinstance(chart, BarChart) and chart.horizontal:
        return 120 + 34 * len(chart.labels) * (1 if chart.stacked else max(1, len(chart.series)))
    if isinstance(chart, Heatmap):
        lines = max((label.count("<br>") + 1 for label in _wrapped(chart.rows)), default=1)
        return 70 + (12 + 14 * lines) * len(chart.rows)
    return 340


def _frame(drawn: go.Figure, height: int) -> None:
    """Legend above, margins that grow with the labels, Vietnamese separators, nothing to drag by accident."""
    drawn.update_layout(
        height=height,
        separators=",.",
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        dragmode=False,
        margin={"l": 8, "r": 8, "t": 16, "b": 8},
        legend={
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1,
            "x": 0,
            "traceorder": "normal",
            "title": {"text": ""},
        },
        hoverlabel={"align": "left"},
        bargap=0.28,
        uniformtext={"minsize": 9, "mode": "hide"},
    )
    drawn.update_xaxes(automargin=True, gridcolor=_GRID, zeroline=False, fixedrange=True)
    drawn.update_yaxes(automargin=True, gridcolor=_GRID, zeroline=False, fixedrange=True)


def _say_empty(drawn: go.Figure) -> None:
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(visible=False)
    drawn.add_annotation(text=NO_DATA, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper")


def _value_axis(unit: Unit) -> dict[str, Any]:
    if unit == "percent":
        return {"tickformat": ",.0%", "rangemode": "tozero"}
    word = UNIT_WORDS[unit]
    return {"rangemode": "tozero", "ticksuffix": f" {word}" if word else "", "tickformat": ",~r"}


def _hover(label: str, series: Series, index: int, unit: Unit) -> str:
    text = f"<b>{label}</b><br>{series.name}: {written(series.values[index], unit)}"
    note = series.note(index)
    return f"{text}<br>{note}" if note else text


def _bars(chart: BarChart) -> go.Figure:
    drawn = go.Figure(layout={"barmode": "stack" if chart.stacked else "group"})
    for series in chart.series:
        drawn.add_trace(_bar(chart, series))
    axis = _value_axis(chart.unit)
    if chart.horizontal:
        drawn.update_xaxes(**axis)
        drawn.update_yaxes(type="category", autorange="reversed")
    else:
        drawn.update_yaxes(**axis)
        drawn.update_xaxes(type="category")
    drawn.update_layout(showlegend=len(chart.series) > 1)
    return drawn


def _bar(chart: BarChart, series: Series) -> go.Bar:
    look = LOOKS[series.role]
    values = list(series.values)
    labels = _wrapped(chart.labels) if chart.horizontal else list(chart.labels)
    count = range(len(labels))
    return go.Bar(
        name=series.name,
        x=values if chart.horizontal else labels,
        y=labels if chart.horizontal else values,
        orientation="h" if chart.horizontal else "v",
        marker={
            "color": look.colour,
            "line": {"width": 0},
            "pattern": {
                "shape": look.pattern,
                "fillmode": "overlay",
                "fgcolor": "#FFFFFF",
                "fgopacity": 0.55,
                "size": 6,
                "solidity": 0.25,
            },
        },
        text=[written(value, chart.unit) if value else "" for value in values],
        textposition="inside" if chart.stacked and len(chart.series) > 1 else "auto",
        textangle=0,
        insidetextanchor="middle",
        cliponaxis=False,
        customdata=[[series.key, chart.key(index)] for index in count],
        hovertext=[_hover(chart.labels[index], series, index, chart.unit) for index in count],
        hoverinfo="text",
    )


def _lines(chart: LineChart) -> go.Figure:
    drawn = go.Figure()
    for series in chart.series:
        drawn.add_trace(_line(chart, series))
    drawn.update_xaxes(type="category")
    drawn.update_yaxes(**_value_axis(chart.unit))
    drawn.update_layout(showlegend=len(chart.series) > 1)
    if chart.target is not None:
        drawn.add_hline(
            y=chart.target,
            line={"dash": "dot", "width": 1.5, "color": "gray"},
            annotation_text=f"Chỉ tiêu {written(chart.target, chart.unit)}",
            annotation_position="bottom left",
        )
    return drawn


def _line(chart: LineChart, series: Series) -> go.Scatter:
    look = LOOKS[series.role]
    count = range(len(chart.labels))
    return go.Scatter(
        name=series.name,
        x=list(chart.labels),
        y=list(series.values),
        mode="lines+markers",
        connectgaps=False,
        line={"color": look.colour, "dash": look.dash, "width": 2.5},
        marker={"size": 7},
        customdata=[[series.key, chart.key(index)] for index in count],
        hovertext=[_hover(chart.labels[index], series, index, chart.unit) for index in count],
        hoverinfo="text",
    )


def _steps(chart: StepCurve) -> go.Figure:
    drawn = go.Figure()
    for series in chart.series:
        if series.low and series.high:
            drawn.add_traces(_band(series))
        drawn.add_trace(_step(chart, series))
        if series.censored:
            drawn.add_trace(_censored(chart, series))
    drawn.update_yaxes(tickformat=",.0%", range=[0, 1.03])
    drawn.update_xaxes(title_text=f"Thời gian ({UNIT_WORDS[chart.unit]})", rangemode="tozero", tickformat=",~r")
    if chart.limit is not None:
        drawn.update_xaxes(range=[0, chart.limit])
    if chart.deadline is not None:
        drawn.add_vline(
            x=chart.deadline,
            line={"dash": "dot", "width": 1.5, "color": "gray"},
            annotation_text=f"Hạn {written(chart.deadline, chart.unit)}",
            annotation_position="bottom right",
        )
    drawn.update_layout(showlegend=True)
    return drawn


def _step(chart: StepCurve, series: StepSeries) -> go.Scatter:
    look = LOOKS[series.role]
    times, shares = [0.0, *series.times], [0.0, *series.shares]
    return go.Scatter(
        name=series.name,
        x=times,
        y=shares,
        mode="lines",
        line={"shape": "hv", "color": look.colour, "dash": look.dash, "width": 2.5},
        legendgroup=series.name,
        hovertext=[
            f"<b>{series.name}</b><br>Sau {written(time, chart.unit)}: {written(share, 'percent')} đã xong"
            for time, share in zip(times, shares, strict=True)
        ],
        hoverinfo="text",
    )


def _band(series: StepSeries) -> list[go.Scatter]:
    edge: dict[str, Any] = {
        "x": list(series.times),
        "mode": "lines",
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": series.name,
    }
    fill = {"fill": "tonexty", "fillcolor": _faded(LOOKS[series.role].colour)}
    return [go.Scatter(y=list(series.low), **edge), go.Scatter(y=list(series.high), **edge, **fill)]


def _faded(colour: str, opacity: float = 0.18) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _censored(chart: StepCurve, series: StepSeries) -> go.Scatter:
    return go.Scatter(
        name="Chưa xong",
        x=list(series.censored),
        y=[series.share_at(time) for time in series.censored],
        mode="markers",
        legendgroup=series.name,
        marker={"symbol": "line-ns-open", "size": 9, "color": LOOKS[series.role].colour},
        hovertext=[f"Chưa xong, đã chờ {written(time, chart.unit)}" for time in series.censored],
        hoverinfo="text",
    )


def _heatmap(chart: Heatmap) -> go.Figure:
    cells = go.Heatmap(
        z=[list(row) for row in chart.values],
        x=list(chart.columns),
        y=_wrapped(chart.rows),
        colorscale=[[0.0, _faded(LOOKS[chart.role].colour, 0.08)], [1.0, _faded(LOOKS[chart.role].colour, 0.42)]],
        zmin=0,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
        hoverongaps=False,
    )
    drawn = go.Figure([cells, _cell_targets(chart)], layout={"showlegend": False})
    drawn.update_yaxes(type="category", autorange="reversed", showgrid=False)
    drawn.update_xaxes(type="category", showgrid=False)
    return drawn


def _wrapped(labels: Sequence[str]) -> list[str]:
    """Labels broken into lines, so that the longest leave room for the marks."""
    return ["<br>".join(wrap(label, LABEL_CHARACTERS)) for label in labels]


def _cell_targets(chart: Heatmap) -> go.Scatter:
    """Unseen markers over the cells: a heat map itself cannot be selected by a click."""
    places = [(row, column) for row in range(len(chart.rows)) for column in range(len(chart.columns))]
    unseen, rows = {"marker": {"opacity": 0}}, _wrapped(chart.rows)
    return go.Scatter(
        x=[chart.columns[column] for _, column in places],
        y=[rows[row] for row, _ in places],
        mode="markers+text",
        text=[written(value, chart.unit) if value is not None else "" for row in chart.values for value in row],
        marker={"symbol": "square", "size": 24, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=[list(chart.key(row, column)) for row, column in places],
        hovertext=[
            f"<b>{chart.rows[row]}, {chart.columns[column]}</b><br>{written(chart.values[row][column], chart.unit)}"
            for row, column in places
        ],
        hoverinfo="text",
    )


def _sparkline(chart: Sparkline, height: int) -> go.Figure:
    colour = LOOKS[chart.role].colour
    labels = chart.labels or tuple(str(index + 1) for index in range(len(chart.values)))
    hover = [f"{label}: {written(value, chart.unit)}" for label, value in zip(labels, chart.values, strict=True)]
    drawn = go.Figure(
        go.Scatter(
            x=list(labels),
            y=list(chart.values),
            mode="lines",
            line={"color": colour, "width": 2},
            connectgaps=False,
            hovertext=hover,
            hoverinfo="text",
        )
    )
    last = chart.last_known
    if last is not None:
        drawn.add_trace(
            go.Scatter(
                x=[labels[last]],
                y=[chart.values[last]],
                mode="markers",
                marker={"color": colour, "size": 7},
                hoverinfo="skip",
            )
        )
    if chart.target is not None:
        drawn.add_hline(y=chart.target, line={"dash": "dot", "width": 1, "color": "gray"})
    drawn.update_layout(
        height=height,
        separators=",.",
        showlegend=False,
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        dragmode=False,
        margin={"l": 4, "r": 8, "t": 6, "b": 6},
    )
    drawn.update_xaxes(visible=False, type="category", fixedrange=True)
    drawn.update_yaxes(visible=False, fixedrange=True)
    return drawn
