"""What an import hands back: the problems it found and what it landed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from data_access.errors import UserError

Cell = str | int | float | bool | date | datetime | time | timedelta
Level = Literal["error", "warning"]

PROBLEM_HEADERS = ("dòng", "cột", "giá trị", "lỗi", "cách sửa")
SHOWN_LENGTH = 80


class ImportRefused(UserError):
    """The file as a whole cannot be read or landed; the text tells the user why and what to do, in Vietnamese."""

    @property
    def sentence(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Problem:
    """One thing to look at; `row` is the 1-based row of the sheet, 0 for the file as a whole."""

    row: int
    column: str
    value: str
    error: str
    fix: str
    level: Level = "error"


@dataclass(frozen=True)
class ImportResult:
    """Counts are rows of the file. When `ok` is false nothing landed and the three counts are what would have been."""

    kind: str
    rows_read: int
    created: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    batch_id: str | None
    dry_run: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "warning")

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def landed(self) -> bool:
        return self.ok and not self.dry_run


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def problems_table(result: ImportResult) -> list[dict[str, str | int]]:
    """The problems as rows with the columns dòng, cột, giá trị, lỗi, cách sửa; errors first, then by row."""
    ordered = sorted(result.problems, key=lambda problem: (problem.level != "error", problem.row))
    return [
        dict(zip(PROBLEM_HEADERS, (item.row or "", item.column, item.value, item.error, item.fix), strict=True))
        for item in ordered
    ]


def shown(cell: Cell | None) -> str:
    """A cell as the user would recognise it in the sheet, cut short."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "".join(letter if letter.isprintable() else " " for letter in str(cell)[: 2 * SHOWN_LENGTH])
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
