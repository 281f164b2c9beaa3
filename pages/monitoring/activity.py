"""Hoạt động nhóm: members joining and leaving, households reached, what is posted and how it is reviewed."""

from __future__ import annotations

import streamlit as st

from charts.spec import BarChart, Heatmap, Series, StepCurve, StepSeries
from data_access.reading import View
from metrics.computing import Results
from metrics.formatting import number, show_fraction
from metrics.protection import is_exact, sees_cases
from metrics.registry import KPIS
from metrics.selection import CURRENT, Window
from pages.parts.cards import cards
from pages.parts.cases import show_rows
from pages.parts.charts import clickable, draw, heading, month_labels
from pages.parts.filters import Filters, filter_bar
from pages.parts.reads import case_rows, figures, times_taken
from pages.parts.visit import enter
from regulation.vocabularies import CONTENTS

MEMBER_CARDS = (
    "groups_active",
    "members_active",
    "members_joined",
    "members_left",
    "household_coverage",
    "full_name_rate",
    "groups_registered",
    "admin_two_factor_rate",
)
POST_CARDS = (
    "posts_published",
    "content_breadth",
    "reviewed_rate",
    "review_time_p50",
    "returned_rate",
    "posts_removed",
    "removal_time_p50",
    "longest_silence",
)
CONTENT_KEYS = tuple(f"posts_{key}" for key in CONTENTS.keys)
MONTHLY = ("members_joined", "members_left", "posts_published", "posts_removed", "returned_rate")
SHOWN_HOURS = 96.0


def _counts(found: Results, key: str, months: list[Window]) -> tuple[float, ...]:
    return tuple(found.get(key, window.name).value or 0 for window in months)


def _movement(found: Results, months: list[Window]) -> BarChart:
    return BarChart(
        "Thành viên vào nhóm và rời nhóm theo tháng",
        "Số thành viên vào và rời theo tháng",
        month_labels(months),
        (
            Series("Vào nhóm", _counts(found, "members_joined", months), "accent", "members_joined"),
            Series("Rời nhóm", _counts(found, "members_left", months), "late", "members_left"),
        ),
        stacked=False,
        keys=tuple(window.name for window in months),
    )


def _coverage(reader: View, filters: Filters) -> BarChart:
    found = figures(reader, ("household_coverage",), filters.windows[:1], filters.as_of, filters.selection, "area")
    areas = [area for area in filters.areas if area in found.groups]
    values = [found.get("household_coverage", CURRENT, area) for area in areas]
    return BarChart(
        "Tỷ lệ hộ có người tham gia nhóm, theo tổ dân phố",
        "Tỷ lệ hộ tham gia của từng tổ dân phố",
        tuple(filters.areas[area] for area in areas),
        (
            Series(
                "Hộ tham gia",
                tuple(value.value for value in values),
                "accent",
                "household_coverage",
                tuple(f"{show_fraction(value)} hộ" for value in values),
            ),
        ),
        unit="percent",
        horizontal=True,
        keys=tuple(areas),
    )


def _contents(found: Results) -> BarChart:
    return BarChart(
        "Tin, bài đã đăng theo chín nội dung (khoản 1 Điều 11)",
        "Số tin, bài đã đăng của từng nội dung",
        tuple(f"{term.letter}) {term.label}" for term in CONTENTS),
        (Series("Đã đăng", tuple(found.get(key).value or 0 for key in CONTENT_KEYS), "accent", "posts_published"),),
        horizontal=True,
        keys=CONTENTS.keys,
    )


def _content_months(found: Results, months: list[Window]) -> Heatmap:
    return Heatmap(
        "Tin, bài theo nội dung và tháng",
        "Số tin, bài đã đăng của từng nội dung trong từng tháng",
        month_labels(months),
        tuple(f"{term.letter}) {term.label}" for term in CONTENTS),
        tuple(tuple(found.get(key, window.name).value or None for window in months) for key in CONTENT_KEYS),
        row_keys=CONTENTS.keys,
        column_keys=tuple(window.name for window in months),
    )


def _posts(found: Results, months: list[Window]) -> BarChart:
    returned = tuple(found.get("returned_rate", window.name).part or 0 for window in months)
    return BarChart(
        "Tin, bài đã đăng, trả lại và gỡ bỏ theo tháng",
        "Số tin, bài đã đăng, số bài trả lại chỉnh sửa và số bài gỡ bỏ theo tháng",
        month_labels(months),
        (
            Series("Đã đăng", _counts(found, "posts_published", months), "accent", "posts_published"),
            Series("Trả lại chỉnh sửa", returned, "late", "returned_rate"),
            Series("Gỡ bỏ", _counts(found, "posts_removed", months), "overdue", "posts_removed"),
        ),
        stacked=False,
        keys=tuple(window.name for window in months),
    )


def _review_time(reader: View, filters: Filters) -> StepCurve:
    found = times_taken(reader, KPIS["review_time_p50"], filters.windows[0], filters.as_of, filters.selection)
    waiting = f", {number(len(found.censored))} bài chưa đăng" if found.censored else ""
    series = StepSeries(f"Đã đăng{waiting}", found.hours, found.shares, "accent", found.censored, found.low, found.high)
    return StepCurve(
        "Thời gian từ lúc đề xuất đến lúc đăng bài",
        "Tỷ lệ bài đã đăng theo số giờ kể từ lúc đề xuất, bài chưa đăng tính là chưa biết",
        (series,),
        limit=SHOWN_HOURS,
    )


def _list(reader: View, filters: Filters, key: str, window: Window, what: str, condition: str = "true") -> None:
    kpi = KPIS[key]
    if not sees_cases(reader.actor, kpi):
        return
    rows = case_rows(reader, kpi, window, filters.as_of, filters.selection, "part", condition)
    st.markdown(f"**{what}**: {number(len(rows))}")
    show_rows(reader, filters, kpi, rows, f"list-{key}-{window.name}-{condition}")


@st.fragment
def _clickable_months(reader: View, filters: Filters, chart: BarChart, key: str, months: list[Window]) -> None:
    heading(chart)
    clicked = clickable(chart, key, reader.data_version)
    if clicked:
        series, name = clicked
        window = next(window for window in months if window.name == name)
        _list(reader, filters, series, window, f"{KPIS[series].label}, tháng {window.starts:%m/%Y}")


@st.fragment
def _clickable_contents(reader: View, filters: Filters, found: Results) -> None:
    chart = _contents(found)
    heading(chart)
    clicked = clickable(chart, "contents", reader.data_version)
    if clicked:
        content = clicked[1]
        _list(
            reader,
            filters,
            "posts_published",
            filters.windows[0],
            f"Tin, bài đã đăng: {CONTENTS.label(content)}",
            f"content = '{content}'",
        )


@st.fragment
def _clickable_cells(reader: View, filters: Filters, found: Results, months: list[Window]) -> None:
    chart = _content_months(found, months)
    heading(chart)
    clicked = clickable(chart, "content-months", reader.data_version)
    if clicked:
        content, name = clicked
        window = next(window for window in months if window.name == name)
        what = f"{CONTENTS.label(content)}, tháng {window.starts:%m/%Y}"
        _list(reader, filters, "posts_published", window, what, f"content = '{content}'")


reader = enter("page.activity")
st.title("Hoạt động nhóm")
filters = filter_bar(reader, kinds=False)
months = filters.months_within
found = figures(reader, (*MONTHLY, *CONTENT_KEYS), [filters.windows[0], *months], filters.as_of, filters.selection)
st.subheader("Nhóm và thành viên")
cards(reader, filters, MEMBER_CARDS)
left, right = st.columns(2, gap="large")
with left:
    if is_exact(reader.actor, KPIS["members_joined"]):
        _clickable_months(reader, filters, _movement(found, months), "movement", months)
with right:
    coverage = _coverage(reader, filters)
    heading(coverage)
    draw(coverage, "coverage")
st.subheader("Tin, bài tuyên truyền")
cards(reader, filters, POST_CARDS)
left, right = st.columns(2, gap="large")
with left:
    _clickable_contents(reader, filters, found)
    review = _review_time(reader, filters)
    heading(review)
    draw(review, "review-time")
with right:
    _clickable_months(reader, filters, _posts(found, months), "posts", months)
_clickable_cells(reader, filters, found, months)
st.caption("Bấm vào một cột hoặc một ô để xem danh sách.")
