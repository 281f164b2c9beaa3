"""Charts: the screen and the paper carry the same numbers, gaps stay gaps, and what is printed reads in grey."""

from __future__ import annotations

import io
import math
import struct
from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from charts import paper, screen
from charts.looks import LOOKS, NO_DATA, written
from charts.spec import (
    ROLES,
    BarChart,
    Chart,
    ChartError,
    Heatmap,
    LineChart,
    Series,
    Sparkline,
    StepCurve,
    StepSeries,
)
from tests.report_sample import sample_chart

GROUPED = BarChart(
    title="Tỷ lệ theo tổ",
    alt="",
    labels=("Tổ 1", "Tổ 2", "Tổ 3"),
    keys=("TDP01", "TDP02", "TDP03"),
    series=(
        Series("Kỳ này", (0.5, None, 1.0), "accent", key="now", notes=("5/10", "", "7/7")),
        Series("Kỳ trước", (0.25, 0.75, None), "neutral", key="then"),
    ),
    unit="percent",
    stacked=False,
)
LYING = BarChart("Thành viên", "", ("Tổ 1", "Tổ 2"), (Series("Thành viên", (12, 30), key="n"),), horizontal=True)
LINE = LineChart(
    title="Đúng hạn",
    alt="",
    labels=("10/2025", "11/2025", "12/2025", "1/2026"),
    keys=("2025-10", "2025-11", "2025-12", "2026-01"),
    series=(Series("Đúng hạn", (0.9, None, 0.95, 0.8), "on_time", key="rate"),),
    target=0.95,
)
STEPS = StepCurve(
    title="Thời gian phân loại",
    alt="",
    series=(
        StepSeries(
            "Mọi tin", (1.0, 6.0, 20.0), (0.2, 0.6, 0.9), "on_time", (8.0, 30.0), (0.1, 0.5, 0.8), (0.4, 0.7, 1)
        ),
        StepSeries("Tội phạm", (2.0, 3.0), (0.5, 1.0), "accent"),
    ),
    deadline=24.0,
    limit=48.0,
)
HEAT = Heatmap(
    title="Tin theo thứ, giờ",
    alt="",
    columns=("0–6 giờ", "6–12 giờ"),
    rows=("Thứ 2", "Thứ 3", "Chủ nhật"),
    values=((1, 8), (None, 5), (0, 3)),
    row_keys=("1", "2", "7"),
    column_keys=("0", "6"),
)
SPARK = Sparkline("", (0.8, None, 0.9, None), ("1", "2", "3", "4"), target=0.95)
ALL: dict[str, Chart] = {
    "stacked": sample_chart(),
    "grouped": GROUPED,
    "lying": LYING,
    "line": LINE,
    "steps": STEPS,
    "heat": HEAT,
    "spark": SPARK,
}
EMPTY: dict[str, Chart] = {
    "bars": BarChart("", "", ("a", "b"), (Series("x", (None, None)),)),
    "line": LineChart("", "", (), (Series("x", ()),)),
    "steps": StepCurve("", "", (StepSeries("x", (), ()),)),
    "heat": Heatmap("", "", ("a",), ("b",), ((None,),)),
}


def _axes(chart: Chart):
    return paper.figure(chart).axes[0]


def _known(values):
    return [None if value is None or math.isnan(value) else float(value) for value in values]


@pytest.mark.parametrize("chart", [sample_chart(), GROUPED, LYING], ids=["stacked", "grouped", "lying"])
def test_bars_are_the_same_on_screen_and_on_paper(chart: BarChart) -> None:
    drawn = screen.figure(chart)
    assert [trace.name for trace in drawn.data] == [series.name for series in chart.series]
    for trace, bars, series in zip(drawn.data, _axes(chart).containers, chart.series, strict=True):
        on_screen = trace.x if chart.horizontal else trace.y
        on_paper = [bar.get_width() if chart.horizontal else bar.get_height() for bar in bars.patches]
        assert list(on_screen) == list(series.values)
        assert on_paper == pytest.approx([value or 0 for value in series.values])


def test_stacked_bars_stand_on_each_other() -> None:
    tops = [0.0] * 6
    for bars in _axes(sample_chart()).containers:
        for index, bar in enumerate(bars.patches):
            assert bar.get_y() == pytest.approx(tops[index])
            tops[index] += bar.get_height()
    assert tops == [74, 72, 85, 92, 85, 92]
    assert screen.figure(sample_chart()).layout.barmode == "stack"
    assert screen.figure(GROUPED).layout.barmode == "group"


def test_every_count_above_zero_is_written_on_the_printed_bars() -> None:
    chart = sample_chart()
    shown = sorted(text.get_text() for text in _axes(chart).texts if text.get_text())
    expected = sorted(str(value) for series in chart.series for value in series.values if value)
    assert shown == expected


def test_numbers_beside_a_column_do_not_cover_each_other() -> None:
    low = tuple(Series(f"s{order}", (1.0,), role) for order, role in enumerate(ROLES[1:4]))
    chart = BarChart("", "", ("x",), (Series("s", (90.0,), "on_time"), *low))
    drawn = paper.figure(chart)
    drawn.draw_without_rendering()
    boxes = sorted(
        (text.get_window_extent() for text in drawn.axes[0].texts if text.get_text() == "1"), key=lambda box: box.y0
    )
    assert len(boxes) == 3
    # A line of text has some air above and below its digits.
    assert all(lower.y0 + 0.75 * lower.height <= upper.y0 for lower, upper in pairwise(boxes))


def test_lines_break_where_nothing_is_known() -> None:
    (trace,) = screen.figure(LINE).data
    assert list(trace.y) == [0.9, None, 0.95, 0.8]
    assert trace.connectgaps is False
    line = _axes(LINE).lines[0]
    assert _known(line.get_ydata()) == [0.9, None, 0.95, 0.8]
    assert [label.get_text() for label in _axes(LINE).get_xticklabels()] == list(LINE.labels)


def test_target_and_deadline_are_drawn_at_their_values() -> None:
    assert screen.figure(LINE).layout.shapes[0].y0 == 0.95
    assert list(_axes(LINE).lines[1].get_ydata()) == [0.95, 0.95]
    assert "Chỉ tiêu 95%" in [text.get_text() for text in _axes(LINE).texts]
    assert screen.figure(STEPS).layout.shapes[0].x0 == 24
    assert [24, 24] in [list(line.get_xdata()) for line in _axes(STEPS).lines]
    assert "Hạn 24 giờ" in [text.get_text() for text in _axes(STEPS).texts]
    assert "Hạn 24 giờ" in [note.text for note in screen.figure(STEPS).layout.annotations]


def test_step_curves_start_at_nothing_done() -> None:
    curves = {trace.name: trace for trace in screen.figure(STEPS).data if trace.line.shape == "hv" and trace.name}
    lines = {line.get_label(): line for line in _axes(STEPS).lines}
    for name, times, shares in (
        ("Mọi tin", [0, 1, 6, 20], [0, 0.2, 0.6, 0.9]),
        ("Tội phạm", [0, 2, 3], [0, 0.5, 1]),
    ):
        assert (list(curves[name].x), list(curves[name].y)) == (times, shares)
        assert (list(lines[name].get_xdata()), list(lines[name].get_ydata())) == (times, shares)
        assert lines[name].get_drawstyle() == "steps-post"


def test_unfinished_cases_sit_on_the_curve() -> None:
    (ticks,) = [trace for trace in screen.figure(STEPS).data if trace.name == "Chưa xong"]
    assert (list(ticks.x), list(ticks.y)) == ([8, 30], [0.6, 0.9])
    on_paper = [line for line in _axes(STEPS).lines if line.get_marker() == "|" and len(line.get_xdata())]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in on_paper] == [([8, 30], [0.6, 0.9])]


def test_heat_map_cells_are_the_same() -> None:
    cells, _ = screen.figure(HEAT).data
    assert [list(row) for row in cells.z] == [[1, 8], [None, 5], [0, 3]]
    (image,) = _axes(HEAT).images
    assert [_known(row) for row in image.get_array().filled(math.nan)] == [[1, 8], [None, 5], [0, 3]]
    assert [text.get_text() for text in _axes(HEAT).texts] == ["1", "8", "–", "5", "0", "3"]


def test_sparkline_marks_the_last_known_value() -> None:
    line, mark = screen.figure(SPARK).data
    assert list(line.y) == [0.8, None, 0.9, None]
    assert (list(mark.x), list(mark.y)) == (["3"], [0.9])
    line_on_paper, mark_on_paper = _axes(SPARK).lines
    assert _known(line_on_paper.get_ydata()) == [0.8, None, 0.9, None]
    assert (list(mark_on_paper.get_xdata()), list(mark_on_paper.get_ydata())) == ([2], [0.9])


def test_a_click_hands_back_the_keys() -> None:
    now, then = screen.figure(GROUPED).data
    assert [list(pair) for pair in now.customdata] == [["now", "TDP01"], ["now", "TDP02"], ["now", "TDP03"]]
    assert [list(pair) for pair in then.customdata] == [["then", "TDP01"], ["then", "TDP02"], ["then", "TDP03"]]
    (line,) = screen.figure(LINE).data
    assert [pair[1] for pair in line.customdata] == list(LINE.keys)
    _, targets = screen.figure(HEAT).data
    assert [list(pair) for pair in targets.customdata] == [
        ["1", "0"],
        ["1", "6"],
        ["2", "0"],
        ["2", "6"],
        ["7", "0"],
        ["7", "6"],
    ]


def test_labels_are_the_keys_when_there_are_no_others() -> None:
    (trace,) = screen.figure(LYING).data
    assert [list(pair) for pair in trace.customdata] == [["n", "Tổ 1"], ["n", "Tổ 2"]]


def test_pointing_tells_figure_and_cases() -> None:
    now, _ = screen.figure(GROUPED).data
    assert list(now.hovertext) == [
        "<b>Tổ 1</b><br>Kỳ này: 50%<br>5/10",
        "<b>Tổ 2</b><br>Kỳ này: –",
        "<b>Tổ 3</b><br>Kỳ này: 100%<br>7/7",
    ]


@pytest.mark.parametrize("chart", EMPTY.values(), ids=EMPTY)
def test_an_empty_chart_says_so(chart: Chart) -> None:
    assert chart.is_empty
    assert [note.text for note in screen.figure(chart).layout.annotations] == [NO_DATA]
    assert [text.get_text() for text in _axes(chart).texts] == [NO_DATA]


@pytest.mark.parametrize("chart", ALL.values(), ids=ALL)
def test_a_printed_chart_is_a_grey_picture_of_its_size(chart: Chart) -> None:
    data = paper.png(chart, width_mm=120, height_mm=60)
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.format == "PNG"
    assert picture.size == (math.floor(120 / 25.4 * 300), math.floor(60 / 25.4 * 300))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.5)
    red, green, blue, _ = picture.convert("RGBA").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 60
    assert lightest == 255


def test_a_printed_chart_tells_nothing_of_time_or_machine() -> None:
    data = paper.png(sample_chart())
    assert data == paper.png(sample_chart())
    kinds, at = [], 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        kinds.append(kind)
        at += 12 + length
    assert set(kinds) <= {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


def test_printed_type_is_the_serif_of_the_document() -> None:
    axes = _axes(sample_chart())
    used = {label.get_fontname() for label in (*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts)}
    assert used == {paper.face()}
    assert paper.face() in ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")


def test_outcomes_differ_by_more_than_colour() -> None:
    outcomes = ROLES[:4]
    assert len({LOOKS[role].pattern for role in outcomes}) == 4
    assert len({LOOKS[role].hatch for role in outcomes}) == 4
    assert len({LOOKS[role].dash for role in outcomes}) == 4
    hatches = [bars.patches[0].get_hatch() for bars in _axes(sample_chart()).containers]
    assert len(set(hatches)) == 4


def _luminance(colour: str) -> float:
    channels = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in to_rgb(colour)]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


@pytest.mark.parametrize("ground", ["#FFFFFF", "#0E1117"])
@pytest.mark.parametrize("role", ROLES)
def test_colours_stand_out_on_light_and_dark(role: str, ground: str) -> None:
    light, dark = sorted((_luminance(LOOKS[role].colour), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_the_page_decides_ground_and_text_colour() -> None:
    for chart in ALL.values():
        layout = screen.figure(chart).layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert layout.font.color is None
        assert layout.separators == ",."


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "count", "–"),
        (0.947, "percent", "94,7%"),
        (1234.0, "count", "1.234"),
        (2.5, "hours", "2,5 giờ"),
        (0.0, "days", "0 ngày"),
    ],
)
def test_values_are_written_in_vietnamese(value: float | None, unit: str, text: str) -> None:
    assert written(value, unit) == text


@pytest.mark.parametrize(
    "make",
    [
        lambda: BarChart("", "", ("a", "b"), (Series("x", (1,)),)),
        lambda: BarChart("", "", ("a",), (Series("x", (1,), notes=("", "")),)),
        lambda: LineChart("", "", ("a", "b"), (Series("x", (1, 2)),), keys=("a",)),
        lambda: StepSeries("x", (1.0, 2.0), (0.5,)),
        lambda: Heatmap("", "", ("a", "b"), ("c",), ((1,),)),
    ],
)
def test_parts_that_do_not_fit_are_refused(make) -> None:
    with pytest.raises(ChartError):
        make()
