"""Sentences about one indicator, drafted from the figures of a report."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.formatting import number, show
from metrics.kpi import Kpi, Value
from reports.content import Item
from reports.figures import Figures
from reports.prose import NOT_ARISEN, change, figure

NOUNS: dict[str, str] = {
    "tip_facts": "tin",
    "post_facts": "tin, bài",
    "member_facts": "thành viên",
    "group_facts": "nhóm",
    "area_facts": "hộ",
    "day_facts": "ngày",
    "incident_facts": "sự cố",
    "account_check_facts": "tài khoản",
    "device_check_facts": "lượt kiểm tra",
}
_SPECIAL_NOUNS: dict[str, str] = {
    "admin_verified_rate": "tài khoản",
    "admin_two_factor_rate": "tài khoản",
    "password_rotation_rate": "tài khoản",
    "content_breadth": "nội dung",
    "reactions_per_100": "lượt",
    "unauthorised_pins": "lượt ghim",
}


def noun(kpi: Kpi) -> str:
    """What an indicator counts: "tin", "tài khoản", "hộ"."""
    return _SPECIAL_NOUNS.get(kpi.key, NOUNS.get(kpi.facts, "trường hợp"))


def told(figures: Figures, key: str) -> str:
    """The figure of an indicator and how it moved: "450/475 tin = 94,7%, tăng 1,2 điểm % so với kỳ trước"."""
    kpi, now = figures.kpis[key], figures.now(key)
    text = figure(kpi, now, noun(kpi))
    moved = moved_text(figures, key)
    return f"{text}, {moved}" if moved else text


def moved_text(figures: Figures, key: str) -> str:
    """How the figure moved against the baseline; empty when there is none."""
    kpi, baseline = figures.kpis[key], figures.baseline
    if baseline is None or key not in figures.kpis:
        return ""
    return change(kpi, figures.now(key), figures.then(key), noun(kpi), baseline.words)


def line(figures: Figures, key: str, subject: str) -> Item | None:
    """A list entry "subject: figure, change"; None when the indicator is not known or nothing was measured."""
    if key not in figures.kpis or is_empty(figures.now(key)):
        return None
    return Item(f"{subject}: {told(figures, key)}")


def is_empty(value: Value) -> bool:
    """True when there is nothing to tell: no value and no case."""
    return value.value is None


def lines(figures: Figures, subjects: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    """List entries for the (key, subject) pairs that have figures, with the marks of a list."""
    found = [entry for key, subject in subjects if (entry := line(figures, key, subject)) is not None]
    return marked([entry.text for entry in found])


def marked(texts: list[str], level: int = 0) -> tuple[Item, ...]:
    """Texts as a list: semicolons, and a full stop at the end."""
    return tuple(Item(text + (";" if order < len(texts) else "."), level) for order, text in enumerate(texts, 1))


def part_of(count: int, whole: int, unit: str) -> str:
    """A part of a total in a "trong đó" list: "380 tin (77,2%)"; only the count when the total is small."""
    if not count:
        return NOT_ARISEN
    written = f"{count:02d}" if count < 10 else number(count)
    return f"{written} {unit} ({show(count / whole, 'percent')})" if whole >= 10 else f"{written} {unit}"
