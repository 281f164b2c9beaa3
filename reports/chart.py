"""The one chart of a report: what became of the tips, by the month in which they came in."""

from __future__ import annotations

from datetime import timedelta

from charts.spec import BarChart, Role, Series
from metrics.formatting import number
from metrics.selection import Window
from regulation.vocabularies import OUTCOMES
from reports.content import Figure
from reports.figures import Figures
from reports.prose import day_month, joined, lower_first

ROLES: tuple[Role, ...] = ("on_time", "late", "overdue", "pending")
_MOST_ON_ONE_LINE = 7


def outcome_figure(figures: Figures) -> Figure:
    """Stacked bars of the four outcomes over the steps of the period."""
    caption = f"Biểu đồ 1. Kết quả phân loại, xử lý tin theo {figures.step_word} tiếp nhận (số tin)"
    return Figure(_chart(figures, caption), caption)


def _chart(figures: Figures, title: str) -> BarChart:
    series = tuple(Series(OUTCOMES.label(role), _values(figures, f"classification_{role}"), role) for role in ROLES)
    shown = tuple(part for part in series if part.role != "pending" or any(part.values))
    totals = [f"{lower_first(part.name)} {number(sum(value or 0 for value in part.values))} tin" for part in shown]
    return BarChart(
        title=title,
        alt=f"Biểu đồ cột chồng theo {figures.step_word}. Cả kỳ: {joined(totals)}.",
        labels=tuple(_label(step, split=len(figures.steps) > _MOST_ON_ONE_LINE) for step in figures.steps),
        series=shown,
    )


def _values(figures: Figures, key: str) -> tuple[float, ...]:
    return tuple(figures.results.get(key, step.name).value or 0 for step in figures.steps)


def _label(step: Window, *, split: bool) -> str:
    """The days of a step, "15/12–14/01", on two lines where there are many."""
    first, last = day_month(step.starts), day_month(step.ends - timedelta(microseconds=1))
    return f"{first}–\n{last}" if split else f"{first}–{last}"
