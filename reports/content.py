"""What a report says, apart from the file format: frozen values that every writer lays out the same way.

All texts are finished Vietnamese. Writers add layout only: no figure is computed or formatted by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from charts.spec import Chart
from data_access.errors import UserError

Align = Literal["left", "center", "right"]


class ReportError(UserError):
    """A report that cannot be written as asked; the message says why and what to do, in Vietnamese."""


@dataclass(frozen=True)
class ReportHeading:
    """The head of the first page: who issues what to whom, under which number, where and when.

    `place_date` is the whole line "Sông Trí, ngày … tháng … năm …"; `legal_bases` are written without final marks.
    """

    parent_agency: str
    agency: str
    number: str
    place_date: str
    kind: str
    subject: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    opening: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Item:
    """One entry of a dashed list; the writer puts the dash. `level` 1 is inside another entry (a plus sign)."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Note:
    """A small remark on how figures were counted."""

    text: str


@dataclass(frozen=True)
class Fill:
    """A place that only a person can write: a prompt in brackets and `lines` dotted lines."""

    prompt: str
    lines: int = 2


@dataclass(frozen=True)
class Column:
    """A table column; `share` is its part of the table width (all shares together are the whole)."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """A table row: one cell for each column, or a single cell that spans the whole width (a group title)."""

    cells: tuple[str, ...]
    bold: bool = False
    indent: int = 0

    @property
    def spans(self) -> bool:
        """True when the one cell spans the table."""
        return len(self.cells) == 1


@dataclass(frozen=True)
class Table:
    """A table whose header row repeats on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        wrong = [row.cells for row in self.rows if len(row.cells) not in (1, len(self.columns))]
        if wrong:
            raise ReportError(f"Bảng có {len(self.columns)} cột nhưng có dòng khác số ô: {wrong[0]}.")


@dataclass(frozen=True)
class Figure:
    """A chart with its caption."""

    chart: Chart
    caption: str


@dataclass(frozen=True)
class Section:
    """A part of the body. `number` is "I." at the first level, "1." at the second, "a)" at the third."""

    number: str
    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Item | Note | Fill | Table | Figure | Section


@dataclass(frozen=True)
class Annex:
    """An annex with its own page numbers: `label` "Phụ lục I", `reference` the line that ties it to the report."""

    label: str
    title: str
    reference: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Signature:
    """Recipients and the signer; an empty `full_name` leaves the space blank for a hand-written signature."""

    authority: str
    position: str
    rank: str
    full_name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A whole report on the period `period_key`, with figures as known at `as_of` (Vietnam time).

    `slug` is the period in plain letters for a file name ("6-thang-dau-nam-2026"); `closing` the last sentence of the
    body, without the end mark.
    """

    period_key: str
    slug: str
    title: str
    as_of: datetime
    heading: ReportHeading
    sections: tuple[Section, ...]
    closing: str
    signature: Signature
    annexes: tuple[Annex, ...] = ()

    def blocks(self) -> Iterator[Block]:
        """Every block of the body and the annexes, sections before what they hold."""
        yield from _walk(self.sections)
        for annex in self.annexes:
            yield from _walk(annex.blocks)


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _walk(block.blocks)


def plain_text(report: Report) -> str:
    """Every word of the report in order, one block a line: for searching and for comparing formats."""
    lines = [report.title, report.heading.subject, *report.heading.legal_bases, report.heading.opening]
    for block in _walk(report.sections):
        lines.extend(_lines(block))
    lines.append(report.closing)
    for annex in report.annexes:
        lines.extend((annex.label, annex.title))
        lines.extend(line for block in _walk(annex.blocks) for line in _lines(block))
    return "\n".join(lines)


def _lines(block: Block) -> list[str]:
    match block:
        case Section(number=number, title=title):
            return [f"{number} {title}"]
        case Table(columns=columns, rows=rows, caption=caption):
            return [caption, " | ".join(column.title for column in columns), *(" | ".join(row.cells) for row in rows)]
        case Figure(caption=caption):
            return [caption]
        case Fill(prompt=prompt):
            return [prompt]
        case Paragraph(text=text) | Item(text=text) | Note(text=text):
            return [text]
