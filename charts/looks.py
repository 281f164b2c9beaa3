"""How each role looks, on screen and on paper, and how an axis value is written.

The screen colours have a contrast of at least 3 : 1 against both a white and a near-black ground, differ in lightness
and hue for the usual colour-vision deficiencies, and never stand alone: late, overdue and pending also carry a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.spec import Role, Unit
from metrics.formatting import NONE, number

NO_DATA = "Chưa có số liệu"


@dataclass(frozen=True)
class Look:
    """Colour and pattern of a role on screen, grey level, hatch and dash of the same role in print."""

    colour: str
    pattern: str
    grey: str
    hatch: str
    dash: str
    paper_dash: str


LOOKS: dict[Role, Look] = {
    "on_time": Look("#2F7EBB", "", "#5A5A5A", "", "solid", "-"),
    "late": Look("#C77A0A", "/", "#D9D9D9", "////", "dash", "--"),
    "overdue": Look("#C2371F", "x", "#FFFFFF", "xxxx", "dot", ":"),
    "pending": Look("#7C8594", ".", "#FFFFFF", "....", "dashdot", "-."),
    "neutral": Look("#6B7F99", "\\", "#BFBFBF", "", "dash", "--"),
    "accent": Look("#12877B", "", "#404040", "", "solid", "-"),
}

UNIT_WORDS: dict[Unit, str] = {
    "percent": "%",
    "count": "",
    "minutes": "phút",
    "hours": "giờ",
    "days": "ngày",
    "points": "điểm %",
}


def written(value: float | None, unit: Unit) -> str:
    """A chart value in words: shares (0…1) as percentages, the rest with their unit; `–` when unknown."""
    if value is None:
        return NONE
    if unit == "percent":
        return f"{number(value * 100, 1)}%"
    return f"{number(value, 1)} {UNIT_WORDS[unit]}".rstrip()
