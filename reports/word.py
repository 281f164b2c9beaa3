"""A report as a Word document (.docx) in the layout of Nghị định 30/2020/NĐ-CP, forms 1.4 and 2.1.

The same report always gives the same bytes: all dates inside the file are the report's `as_of`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from charts import paper
from reports.content import (
    Align,
    Annex,
    Block,
    Figure,
    Fill,
    Item,
    Note,
    Paragraph,
    Report,
    ReportHeading,
    Row,
    Section,
    Signature,
    Table,
)
from reports.word_parts import (
    add_page_number,
    add_rule,
    add_table,
    describe,
    keep_row_whole,
    keep_settings,
    set_page,
    set_style,
    text_width,
    write_cell,
)
from reports.word_styles import ALIGNMENTS, LANGUAGE, TEXT_WIDTH, apply_styles

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
END_MARK = "./."
_MOTTO_WIDTH = 56.1
_HEAD_WIDTHS = (70.0, 95.0)
_COLON_OFFSET = 17.5
_CHART_WIDTH = 155.0
_LONGEST_PROPERTY = 255
_UNUSED_PARTS = (
    "/thumbnail",
    "/extended-properties",
    "/stylesWithEffects",
    "/theme",
    "/fontTable",
    "/webSettings",
    "/customXml",
    "/numbering",
)
_KEPT_SETTINGS = ("defaultTabStop", "characterSpacingControl", "compat")
_UTC_OFFSET = timedelta(hours=7)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_word(report: Report) -> bytes:
    """The bytes of the Word file."""
    document = Document()
    apply_styles(document)
    set_page(document.sections[0])
    add_page_number(document.sections[0])
    _write_heading(document, report.heading)
    for section in report.sections:
        _write_section(document, section, 1)
    _write_closing(document, report)
    for annex in report.annexes:
        _write_annex(document, annex)
    _set_properties(document, report)
    return _packed(document)


def _say(document: WordDocument, text: str, style: str) -> WordParagraph:
    paragraph = document.add_paragraph()
    set_style(paragraph, style)
    if text:
        paragraph.add_run(text)
    return paragraph


def _write_heading(document: WordDocument, heading: ReportHeading) -> None:
    _write_head_table(document, heading)
    _say(document, heading.kind, "ReportKind")
    _say(document, heading.subject, "ReportSubject")
    line = min(TEXT_WIDTH - 10.0, text_width(heading.subject, 14))
    add_rule(_say(document, "", "ReportSubject"), TEXT_WIDTH, 0.42 * line, gap=10)
    _write_addressees(document, heading.addressees)
    for basis, mark in _with_marks(heading.legal_bases):
        _say(document, basis + mark, "LegalBasis")
    _say(document, heading.opening, "ReportBody")


def _with_marks(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Each text with its end mark: a full stop for the last, a semicolon before."""
    return [(text, "." if order == len(texts) else ";") for order, text in enumerate(texts, 1)]


def _write_head_table(document: WordDocument, heading: ReportHeading) -> None:
    table = add_table(document, 2, _HEAD_WIDTHS, ruled=False)
    left, right = table.rows[0].cells
    write_cell(left, [(heading.parent_agency, "HeadPlain"), (heading.agency, "HeadBold"), ("", "HeadPlain")])
    rule = 0.42 * min(_HEAD_WIDTHS[0], text_width(heading.agency, 12))
    add_rule(left.paragraphs[-1], _HEAD_WIDTHS[0], rule)
    write_cell(right, [(NATION, "HeadBold"), (MOTTO, "HeadMotto"), ("", "HeadPlain")])
    add_rule(right.paragraphs[-1], _HEAD_WIDTHS[1], _MOTTO_WIDTH)
    number, place = table.rows[1].cells
    write_cell(number, [(heading.number, "HeadNumber")])
    write_cell(place, [(heading.place_date, "HeadDate")])


def _write_addressees(document: WordDocument, addressees: Sequence[str]) -> None:
    """One addressee stands on the line of "Kính gửi"; several each get a line whose dash is under the colon."""
    if len(addressees) == 1:
        _say(document, f"Kính gửi: {addressees[0]}.", "Addressee")
    elif addressees:
        _say(document, "Kính gửi:", "Addressee")
        for addressee, mark in _with_marks(addressees):
            line = _say(document, f"- {addressee}{mark}", "Addressee")
            line.paragraph_format.left_indent = Mm(25 + _COLON_OFFSET)
    document.paragraphs[-1].paragraph_format.space_after = Pt(10)


def _write_section(document: WordDocument, section: Section, level: int) -> None:
    title = section.title.upper() if level == 1 else section.title
    _say(document, f"{section.number} {title}", f"Heading{level}")
    _write_blocks(document, section.blocks, level)


def _write_blocks(document: WordDocument, blocks: Sequence[Block], level: int) -> None:
    for block in blocks:
        match block:
            case Section():
                _write_section(document, block, level + 1)
            case Paragraph():
                written = _say(document, block.text, "ReportBody")
                written.paragraph_format.keep_with_next = block.text.endswith(":") or None
            case Item():
                _say(document, f"{'+' if block.level else '-'} {block.text}", "ReportBody")
            case Note():
                _say(document, block.text, "ReportNote")
            case Fill():
                _write_fill(document, block)
            case Figure():
                _write_figure(document, block)
            case Table():
                _write_table(document, block)


def _write_fill(document: WordDocument, fill: Fill) -> None:
    _say(document, f"[{fill.prompt}]", "FillPrompt")
    for order in range(1, fill.lines + 1):
        line = _say(document, "\t", "FillLine")
        line.paragraph_format.keep_with_next = order < fill.lines or None
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _write_figure(document: WordDocument, figure: Figure) -> None:
    holder = _say(document, "", "FigurePicture")
    picture = holder.add_run().add_picture(io.BytesIO(paper.png(figure.chart, _CHART_WIDTH)), width=Mm(_CHART_WIDTH))
    describe(picture, figure.caption, figure.chart.alt)
    _say(document, figure.caption, "FigureCaption")


def _write_table(document: WordDocument, table: Table) -> None:
    if table.caption:
        _say(document, table.caption, "TableCaption")
    whole = sum(column.share for column in table.columns)
    widths = [TEXT_WIDTH * column.share / whole for column in table.columns]
    drawn = add_table(document, 1 + len(table.rows), widths, ruled=True)
    head, *body = drawn.rows
    keep_row_whole(head, header=True)
    for cell, column in zip(head.cells, table.columns, strict=True):
        _write_table_cell(cell, column.title, "center", bold=True)
    for row, content in zip(body, table.rows, strict=True):
        keep_row_whole(row)
        _write_row(row.cells, content, [column.align for column in table.columns])


def _write_row(cells: Sequence[Any], row: Row, aligns: Sequence[Align]) -> None:
    if row.spans:
        title = _write_table_cell(cells[0].merge(cells[-1]), row.cells[0], "left", bold=True)
        title.paragraph_format.keep_with_next = True
        return
    for order, (cell, text) in enumerate(zip(cells, row.cells, strict=True)):
        written = _write_table_cell(cell, text, aligns[order], bold=row.bold)
        if order == 0 and row.indent:
            written.paragraph_format.left_indent = Mm(4 * row.indent)


def _write_table_cell(cell: Any, text: str, align: Align, *, bold: bool = False) -> WordParagraph:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    (paragraph,) = write_cell(cell, [(text, "TableText")])
    paragraph.alignment = ALIGNMENTS[align]
    for run in paragraph.runs:
        run.bold = bold or None
    return paragraph


def _write_closing(document: WordDocument, report: Report) -> None:
    """The last sentence with the end mark, kept on one page with recipients and signature."""
    closing = _say(document, report.closing + END_MARK, "ReportBody")
    closing.paragraph_format.keep_with_next = True
    closing.paragraph_format.space_before, closing.paragraph_format.space_after = Pt(6), Pt(12)
    _write_signature(document, report.signature)


def _write_signature(document: WordDocument, signature: Signature) -> None:
    table = add_table(document, 1, (80.0, TEXT_WIDTH - 80.0), ruled=False)
    keep_row_whole(table.rows[0])
    left, right = table.rows[0].cells
    recipients = [(f"- {text}{mark}", "Recipients") for text, mark in _with_marks(signature.recipients)]
    write_cell(left, [("Nơi nhận:", "RecipientsLabel"), *recipients])
    titles = [text for text in (signature.authority, signature.position) if text]
    name = " ".join(text for text in (signature.rank, signature.full_name) if text)
    write_cell(right, [*((text, "Signer") for text in titles), *[("", "Signer")] * 5, (name, "Signer")])


def _write_annex(document: WordDocument, annex: Annex) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section)
    _say(document, annex.label, "AnnexLabel")
    _say(document, annex.title.upper(), "AnnexTitle")
    _say(document, f"({annex.reference})", "AnnexReference")
    add_rule(_say(document, "", "AnnexReference"), TEXT_WIDTH, 40, gap=10)
    _write_blocks(document, annex.blocks, 1)


def _set_properties(document: WordDocument, report: Report) -> None:
    properties = document.core_properties
    properties.title, properties.subject = report.title[:_LONGEST_PROPERTY], report.heading.subject[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = report.heading.agency
    properties.language, properties.comments, properties.keywords = LANGUAGE, "", ""
    properties.created = properties.modified = report.as_of.replace(microsecond=0) - _UTC_OFFSET
    properties.revision = 1
    _drop_unused_parts(document)
    keep_settings(document, _KEPT_SETTINGS)


def _drop_unused_parts(document: WordDocument) -> None:
    """Take out what the library's template brings along: a preview picture, themes and lists of other typefaces."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED_PARTS)]:
            del relations[key]


def _packed(document: WordDocument) -> bytes:
    """The file with fixed dates on its inner files, so that equal content gives equal bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
