"""Pieces of a Word document that python-docx has no call for: rules, fields, fixed tables, alternative texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from reports.word_styles import (
    HEADER_DISTANCE,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)

_POINT_MM = 25.4 / 72
WORD_2013 = "15"
"""The newest mode: an older one makes Word open the file as a document of an earlier version."""
_CAPITAL_EM, _LETTER_EM = 0.64, 0.47


def text_width(text: str, size: float) -> float:
    """About how long a bold line of Times New Roman is, in millimetres, at `size` points."""
    ems = sum(_CAPITAL_EM if letter.isupper() else _LETTER_EM for letter in text)
    return ems * size * _POINT_MM


def add_rule(paragraph: Paragraph, width: float, length: float, gap: float = 2) -> None:
    """Make an empty paragraph a solid line of `length` mm, centred in `width` mm, `gap` points above the next text."""
    layout = paragraph.paragraph_format
    side = Mm(max(0.0, (width - length) / 2))
    layout.left_indent, layout.right_indent, layout.first_line_indent = side, side, Mm(0)
    layout.space_before, layout.space_after = Pt(3), Pt(gap)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def set_page(section: Section) -> None:
    """A4 upright with the decree's margins; no page number on the first page of the section, which counts from 1."""
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT), Mm(MARGIN_RIGHT)
    section.header_distance = section.footer_distance = Mm(HEADER_DISTANCE)
    section.different_first_page_header_footer = True
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    numbering.set(qn("w:start"), "1")


def add_page_number(section: Section) -> None:
    """The page number as a field in the section's header."""
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        paragraph.add_run()._r.append(_field_part(kind, instruction))


def _field_part(kind: str, text: str) -> Any:
    if kind in ("", "text"):
        part = OxmlElement("w:t" if kind else "w:instrText")
        part.text = text
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def add_table(document: WordDocument, rows: int, widths: Sequence[float], *, ruled: bool) -> Table:
    """A table of fixed column widths (mm), centred in the text; `ruled` draws its lines."""
    table: Table = document.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if ruled:
        table.style = document.styles["Table Grid"]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    _set_side_margins(table, 1.2 if ruled else 0)
    return table


def _set_side_margins(table: Table, margin: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(round(margin * 56.7)))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def keep_row_whole(row: _Row, *, header: bool = False) -> None:
    """Never split the row over two pages; a header row is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def write_cell(cell: _Cell, lines: Sequence[tuple[str, str]]) -> list[Paragraph]:
    """Put (text, style id) lines in a cell, the first in the paragraph that every cell already has."""
    written = []
    for order, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if order == 0 else cell.add_paragraph()
        set_style(paragraph, style)
        if text:
            paragraph.add_run(text)
        written.append(paragraph)
    return written


def set_style(paragraph: Paragraph, style: str) -> None:
    """Give a paragraph the style with this id."""
    paragraph._p.get_or_add_pPr().style = style


def describe(picture: Any, name: str, alternative: str) -> None:
    """Name a picture and say in words what it shows."""
    properties = picture._inline.docPr
    properties.set("name", name)
    properties.set("descr", alternative)


def keep_settings(document: WordDocument, names: Sequence[str]) -> None:
    """Keep only these document settings: the template brings along its own ids, languages and typefaces."""
    settings = document.settings.element
    for setting in list(settings):
        if setting.tag not in {qn(f"w:{name}") for name in names}:
            settings.remove(setting)
    for compatibility in settings.iter(qn("w:compatSetting")):
        if compatibility.get(qn("w:name")) == "compatibilityMode":
            compatibility.set(qn("w:val"), WORD_2013)
