"""Charts for print: Matplotlib pictures in black and grey with hatches, in the document's serif type.

The same chart gives the same PNG bytes on the same machine: no time stamp and no program name is written into them.
"""

from __future__ import annotations

import functools
import io
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator

from charts.looks import LOOKS, NO_DATA, UNIT_WORDS, written
from charts.spec import BarChart, Chart, Heatmap, LineChart, Series, Sparkline, StepCurve, Unit

DPI = 300
_FACES = ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")
_MM = 1 / 25.4
_LEAST_INSIDE = 0.07
"""Part of the axis that a stacked part must cover to hold its own number."""


@functools.lru_cache(maxsize=1)
def face() -> str:
    """The first of the document's serif faces that this machine has; DejaVu Serif comes with Matplotlib."""
    installed = set(font_manager.get_font_names())
    return next((name for name in _FACES if name in installed), _FACES[-1])


def png(chart: Chart, width_mm: float = 160.0, height_mm: float | None = None) -> bytes:
    """The chart as a PNG of the given size on paper at 300 dots per inch."""
    picture = io.BytesIO()
    figure(chart, width_mm, height_mm).savefig(picture, format="png", dpi=DPI, metadata={"Software": None})
    return picture.getvalue()


def figure(chart: Chart, width_mm: float = 160.0, height_mm: float | None = None) -> Figure:
    """The Matplotlib figure of a chart (a height that fits its kind when left out)."""
    height = height_mm or _fitting_height(chart)
    drawn = Figure(figsize=(width_mm * _MM, height * _MM), dpi=DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(drawn)
    axes = drawn.add_subplot()
    if chart.is_empty:
        _say_empty(axes)
    else:
        _draw(chart, axes)
    return drawn


def _fitting_height(chart: Chart) -> float:
    if isinstance(chart, BarChart) and chart.horizontal:
        return 26.0 + 7.0 * len(chart.labels)
    if isinstance(chart, Heatmap):
        return 24.0 + 7.0 * len(chart.rows)
    return 12.0 if isinstance(chart, Sparkline) else 75.0


def _font(size: float = 10.0, bold: bool = False) -> FontProperties:
    return FontProperties(family=face(), size=size, weight="bold" if bold else "normal")


def _draw(chart: Chart, axes: Axes) -> None:
    if isinstance(chart, BarChart):
        _bars(chart, axes)
    elif isinstance(chart, LineChart):
        _lines(chart, axes)
    elif isinstance(chart, StepCurve):
        _steps(chart, axes)
    elif isinstance(chart, Heatmap):
        _heatmap(chart, axes)
    else:
        _sparkline(chart, axes)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font())


def _say_empty(axes: Axes) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, NO_DATA, ha="center", va="center", fontproperties=_font(11), transform=axes.transAxes)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=2)


def _value_axis(axes: Axes, unit: Unit, horizontal: bool = False) -> None:
    axis = axes.xaxis if horizontal else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: written(value, unit)))
    axis.set_major_locator(MaxNLocator(nbins=6, integer=unit == "count"))
    axis.grid(True, color="#D0D0D0", linewidth=0.5)
    axes.set_axisbelow(True)


def _legend(axes: Axes, columns: int) -> None:
    """The legend below the axis and its labels, however many lines these take."""
    axes.figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=min(columns, 4),
        frameon=False,
        prop=_font(),
        handlelength=1.6,
        handleheight=1.1,
    )


def _bars(chart: BarChart, axes: Axes) -> None:
    _plain(axes)
    _value_axis(axes, chart.unit, chart.horizontal)
    positions = [float(index) for index in range(len(chart.labels))]
    thickness = min(0.62, 0.13 * len(positions)) if chart.stacked else 0.8 / max(1, len(chart.series))
    base = [0.0] * len(positions)
    for order, series in enumerate(chart.series):
        shift = 0.0 if chart.stacked else (order - (len(chart.series) - 1) / 2) * thickness
        values = [value or 0.0 for value in series.values]
        places = [position + shift for position in positions]
        bars = _bar_row(axes, chart, series, places, values, thickness, base)
        _bar_labels(axes, chart, series, bars)
        if chart.stacked:
            base = [low + value for low, value in zip(base, values, strict=True)]
    if chart.stacked and not chart.horizontal and len(chart.series) > 1:
        _side_labels(axes, chart, thickness)
    _category_axis(axes, chart, positions)
    top = 1.1 * _tallest(chart) or 1.0
    axes.set(**{"xlim" if chart.horizontal else "ylim": (0, top)})
    if len(chart.series) > 1:
        _legend(axes, len(chart.series))


def _bar_row(
    axes: Axes,
    chart: BarChart,
    series: Series,
    places: list[float],
    values: list[float],
    thickness: float,
    base: list[float],
) -> BarContainer:
    look = LOOKS[series.role]
    style: dict[str, Any] = {"facecolor": look.grey, "edgecolor": "black", "linewidth": 0.6, "label": series.name}
    if chart.horizontal:
        bars = axes.barh(places, values, thickness, left=base, **style)
    else:
        bars = axes.bar(places, values, thickness, bottom=base, **style)
    for patch in bars.patches:
        patch.set_hatch(look.hatch)
        patch.set_hatch_linewidth(0.5)
    return bars


def _bar_labels(axes: Axes, chart: BarChart, series: Series, bars: BarContainer) -> None:
    """Numbers on the bars: in the middle of a stacked part that is tall enough, at the end of a single bar."""
    alone = len(chart.series) == 1 or not chart.stacked
    tallest = _tallest(chart)
    texts = [
        written(value, chart.unit) if value and (alone or value >= _LEAST_INSIDE * tallest) else ""
        for value in series.values
    ]
    labels = axes.bar_label(
        bars,
        labels=texts,
        label_type="edge" if alone else "center",
        padding=2 if alone else 0,
        fontproperties=_font(9, bold=not alone),
    )
    if not alone:
        for label in labels:
            label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _side_labels(axes: Axes, chart: BarChart, thickness: float) -> None:
    """Numbers of the parts that are too low to hold them, beside the column and in the order of the stack."""
    step = _LEAST_INSIDE * _tallest(chart)
    for index in range(len(chart.labels)):
        base, low_parts = 0.0, list[tuple[float, float]]()
        for series in chart.series:
            value = series.values[index] or 0.0
            if 0 < value < step:
                low_parts.append((base + value / 2, value))
            base += value
        for height, value in _spread(low_parts, step):
            text = written(value, chart.unit)
            axes.text(index + thickness / 2 + 0.04, height, text, va="center", fontproperties=_font(9, bold=True))


def _spread(parts: list[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    """The (height, value) pairs at heights `step` apart around their middle, so that no number covers another."""
    if not parts:
        return []
    middle = sum(height for height, _ in parts) / len(parts)
    lowest = max(step / 2, middle - (len(parts) - 1) / 2 * step)
    return [(lowest + order * step, value) for order, (_, value) in enumerate(parts)]


def _tallest(chart: BarChart) -> float:
    """The highest value that the value axis must hold."""
    columns = [[series.values[index] or 0.0 for series in chart.series] for index in range(len(chart.labels))]
    return max((sum(column) if chart.stacked else max(column) for column in columns), default=0.0)


def _category_axis(axes: Axes, chart: BarChart, positions: list[float]) -> None:
    if chart.horizontal:
        axes.set_yticks(positions, list(chart.labels))
        axes.invert_yaxis()
    else:
        axes.set_xticks(positions, list(chart.labels))


def _lines(chart: LineChart, axes: Axes) -> None:
    _plain(axes)
    _value_axis(axes, chart.unit)
    positions = list(range(len(chart.labels)))
    for series in chart.series:
        look = LOOKS[series.role]
        values = [float("nan") if value is None else value for value in series.values]
        axes.plot(
            positions,
            values,
            look.paper_dash,
            color=look.grey if series.role == "on_time" else "black",
            marker="o",
            markersize=3,
            linewidth=1.2,
            label=series.name,
        )
    if chart.target is not None:
        axes.axhline(chart.target, color="black", linestyle=":", linewidth=0.8)
        axes.annotate(
            f"Chỉ tiêu {written(chart.target, chart.unit)}",
            (0, chart.target),
            xytext=(0, 3),
            textcoords="offset points",
            fontproperties=_font(9),
        )
    axes.set_xticks(positions, list(chart.labels))
    axes.set_ylim(bottom=0)
    if len(chart.series) > 1:
        _legend(axes, len(chart.series))


def _steps(chart: StepCurve, axes: Axes) -> None:
    _plain(axes)
    _value_axis(axes, "percent")
    for series in chart.series:
        times, shares = [0.0, *series.times], [0.0, *series.shares]
        axes.step(
            times, shares, LOOKS[series.role].paper_dash, where="post", color="black", linewidth=1.2, label=series.name
        )
        if series.low and series.high:
            axes.fill_between(series.times, series.low, series.high, step="post", color="#D9D9D9")
        ticks = [series.share_at(time) for time in series.censored]
        axes.plot(series.censored, ticks, linestyle="", marker="|", color="black", markersize=5)
    axes.set_xlabel(f"Thời gian ({UNIT_WORDS[chart.unit]})", fontproperties=_font())
    axes.set_ylim(0, 1.03)
    axes.set_xlim(0, chart.limit)
    if chart.deadline is not None:
        axes.axvline(chart.deadline, color="black", linestyle=":", linewidth=0.8)
        axes.annotate(
            f"Hạn {written(chart.deadline, chart.unit)}",
            (chart.deadline, 0.04),
            xytext=(3, 0),
            textcoords="offset points",
            fontproperties=_font(9),
        )
    if len(chart.series) > 1:
        _legend(axes, len(chart.series))


def _heatmap(chart: Heatmap, axes: Axes) -> None:
    values = [[float("nan") if value is None else value for value in row] for row in chart.values]
    known = [value for row in chart.values for value in row if value is not None]
    top = max(known) or 1.0
    axes.imshow(values, cmap="Greys", aspect="auto", vmin=0, vmax=top * 1.25)
    for row, cells in enumerate(chart.values):
        for column, value in enumerate(cells):
            axes.text(
                column,
                row,
                written(value, chart.unit),
                ha="center",
                va="center",
                fontproperties=_font(8),
                color="white" if value is not None and value > 0.6 * top else "black",
            )
    axes.set_xticks(range(len(chart.columns)), list(chart.columns))
    axes.set_yticks(range(len(chart.rows)), list(chart.rows))
    axes.tick_params(length=0)


def _sparkline(chart: Sparkline, axes: Axes) -> None:
    axes.set_axis_off()
    values = [float("nan") if value is None else value for value in chart.values]
    axes.plot(values, color="black", linewidth=1.0)
    last = chart.last_known
    if last is not None:
        axes.plot([last], [values[last]], "o", color="black", markersize=3)
