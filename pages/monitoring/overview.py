"""Tổng quan: what presses, the main indicators, and all of them on request."""

from __future__ import annotations

import streamlit as st

from data_access.reading import View
from metrics.formatting import number, show, show_change, show_value
from metrics.registry import KPIS, SECTIONS, section_kpis
from metrics.selection import LAST_YEAR, PREVIOUS
from pages.parts.cards import cards
from pages.parts.filters import Filters, filter_bar
from pages.parts.reads import figures, pressing
from pages.parts.tables import facts_table, grid
from pages.parts.visit import enter
from regulation.clauses import short

HEADLINES = (
    "classified_on_time",
    "transferred_on_time",
    "urgent_within_target",
    "replied_rate",
    "tips_received",
    "crime_tips",
    "members_active",
    "household_coverage",
    "posts_published",
    "reviewed_rate",
    "duty_coverage",
    "late_entry_rate",
)


def _press(reader: View, filters: Filters) -> None:
    """Overdue duties and those due soon, before anything else."""
    if not reader.actor.may("read.tips"):
        return
    rows = pressing(reader, filters.as_of, filters.selection)
    overdue = int((rows["outcome"] == "overdue").sum())
    if rows.empty:
        st.success("Không có việc nào quá hạn hoặc đến hạn trong 6 giờ tới.", icon=":material/task_alt:")
        return
    words = [f"**{number(overdue)}** việc quá hạn"] if overdue else []
    if len(rows) > overdue:
        words.append(f"**{number(len(rows) - overdue)}** việc đến hạn trong 6 giờ tới")
    show_box = st.error if overdue else st.warning
    show_box(f"{' và '.join(words)}.", title="Cần xử lý ngay", icon=":material/alarm:")
    with st.expander("Danh sách việc phải làm, gấp nhất ở trên", expanded=True):
        columns = ["duty", "outcome", "minutes_left", "due_at", "tip_kind", "area_id", "received_at", "tip_id"]
        facts_table(
            reader, rows[columns], filters, reads="read.tips", key="pressing", title="Việc quá hạn và sắp đến hạn"
        )


def _everything(reader: View, filters: Filters) -> None:
    """All indicators of the registry, by section."""
    keys = tuple(KPIS)
    found = figures(reader, keys, filters.windows, filters.as_of, filters.selection)
    for section, label in SECTIONS.items():
        st.markdown(f"**{label}**")
        lines = [
            {
                "Chỉ tiêu": kpi.label,
                "Kỳ này": show_value(kpi, found.get(kpi.key)),
                "Kỳ trước": show_value(kpi, found.get(kpi.key, PREVIOUS)),
                "Tăng, giảm": show_change(kpi, found.get(kpi.key), found.get(kpi.key, PREVIOUS)),
                "Cùng kỳ": show_value(kpi, found.get(kpi.key, LAST_YEAR)),
                "So cùng kỳ": show_change(kpi, found.get(kpi.key), found.get(kpi.key, LAST_YEAR)),
                "Chỉ tiêu đặt ra": show(kpi.target, kpi.unit),
                "Căn cứ": short(kpi.clause),
            }
            for kpi in section_kpis(section)
        ]
        grid(
            reader,
            lines,
            reads="read.aggregates",
            title=label,
            slug=f"chi-tieu-{section}",
            height=35 * (len(lines) + 1) + 3,
        )


reader = enter("page.overview")
st.title("Tổng quan")
filters = filter_bar(reader)
_press(reader, filters)
cards(reader, filters, HEADLINES)
if st.toggle("Xem tất cả chỉ tiêu", key="tatca"):
    _everything(reader, filters)
