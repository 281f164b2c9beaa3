"""The paragraph styles and page geometry of Nghị định 30/2020/NĐ-CP (Phụ lục I) for a Word document.

Sizes are points, lengths millimetres. Built-in styles that the document doesn't use are taken out, so that no other
typeface is left in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TYPEFACE = "Times New Roman"
LANGUAGE = "vi-VN"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20, 20, 30, 15
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
HEADER_DISTANCE = 10
INDENT = 12.7

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "Header"}


@dataclass(frozen=True)
class ParagraphStyle:
    """One paragraph style: `name` as Word shows it, `key` its id; spacing before and after in points."""

    key: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep_next: bool = False
    outline: int | None = None


_BODY: dict[str, Any] = {"align": "justify", "first": INDENT, "after": 6, "line": 1.1}
STYLES: tuple[ParagraphStyle, ...] = (
    ParagraphStyle("HeadPlain", "Đầu văn bản", size=12, align="center"),
    ParagraphStyle("HeadBold", "Đầu văn bản đậm", size=12, bold=True, align="center"),
    ParagraphStyle("HeadMotto", "Tiêu ngữ", size=13, bold=True, align="center"),
    ParagraphStyle("HeadNumber", "Số ký hiệu", size=13, align="center", before=4),
    ParagraphStyle("HeadDate", "Địa danh ngày tháng", size=13, italic=True, align="center", before=4),
    ParagraphStyle("ReportKind", "Tên loại", bold=True, align="center", before=16, keep_next=True),
    ParagraphStyle("ReportSubject", "Trích yếu", bold=True, align="center", keep_next=True),
    ParagraphStyle("Addressee", "Kính gửi", left=25, after=3, keep_next=True),
    ParagraphStyle("LegalBasis", "Căn cứ", italic=True, **_BODY),
    ParagraphStyle("ReportBody", "Nội dung", **_BODY),
    ParagraphStyle("ReportNote", "Ghi chú", size=13, italic=True, align="justify", first=INDENT, before=4, after=4),
    ParagraphStyle("FillPrompt", "Chỗ bổ sung", size=13, italic=True, align="justify", first=INDENT, keep_next=True),
    ParagraphStyle("FillLine", "Dòng chấm", after=2),
    ParagraphStyle("FigureCaption", "Chú thích hình", size=13, italic=True, align="center", before=2, after=8),
    ParagraphStyle("FigurePicture", "Hình", align="center", before=6, keep_next=True),
    ParagraphStyle("TableCaption", "Tên bảng", size=13, bold=True, align="center", before=6, after=4, keep_next=True),
    ParagraphStyle("TableText", "Ô bảng", size=12, before=1, after=1),
    ParagraphStyle("AnnexLabel", "Số phụ lục", bold=True, align="center", keep_next=True, outline=0),
    ParagraphStyle("AnnexTitle", "Tên phụ lục", bold=True, align="center", keep_next=True),
    ParagraphStyle("AnnexReference", "Kèm theo", size=13, italic=True, align="center", keep_next=True),
    ParagraphStyle("RecipientsLabel", "Nơi nhận", size=12, bold=True, italic=True),
    ParagraphStyle("Recipients", "Danh sách nơi nhận", size=11),
    ParagraphStyle("Signer", "Chữ ký", bold=True, align="center"),
)
_TITLE: dict[str, Any] = {"align": "justify", "first": INDENT, "after": 6, "keep_next": True}
_HEADINGS: tuple[ParagraphStyle, ...] = (
    ParagraphStyle(
        "Heading1", "Heading 1", bold=True, align="justify", first=INDENT, before=6, after=6, keep_next=True
    ),
    ParagraphStyle(
        "Heading2", "Heading 2", bold=True, align="justify", first=INDENT, before=3, after=6, keep_next=True
    ),
    ParagraphStyle("Heading3", "Heading 3", italic=True, align="justify", first=INDENT, after=6, keep_next=True),
)


def apply_styles(document: WordDocument) -> None:
    """Replace the template's styles by those of the decree, everywhere in Times New Roman and Vietnamese."""
    _set_defaults(document)
    kept = _KEPT | {style.name for style in _HEADINGS}
    for style in list(document.styles):
        if style.name not in kept:
            style.element.getparent().remove(style.element)
    _shape(document.styles["Normal"], ParagraphStyle("Normal", "Normal"))
    _shape(document.styles["Header"], ParagraphStyle("Header", "Header", size=13, align="center"))
    for heading in _HEADINGS:
        _shape(document.styles[heading.name], heading)
    for spec in STYLES:
        added = document.styles.add_style(spec.name, WD_STYLE_TYPE.PARAGRAPH)
        added.element.set(qn("w:styleId"), spec.key)
        added.base_style = document.styles["Normal"]
        added.quick_style = True
        _shape(added, spec)


def _set_defaults(document: WordDocument) -> None:
    """The document-wide defaults, which every style without a setting of its own follows."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_typeface(properties)
    language = properties.find(qn("w:lang"))
    for slot in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{slot}"), LANGUAGE)


def set_typeface(properties: Any) -> None:
    """Times New Roman for every script of a run property element, with no theme font left."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), TYPEFACE)


def _shape(style: Any, spec: ParagraphStyle) -> None:
    font = style.font
    font.size, font.bold, font.italic = Pt(spec.size), spec.bold, spec.italic
    font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    set_typeface(properties)
    _set_complex_size(properties, spec.size)
    layout = style.paragraph_format
    layout.alignment = ALIGNMENTS[spec.align]
    layout.first_line_indent, layout.left_indent = Mm(spec.first), Mm(spec.left)
    layout.space_before, layout.space_after = Pt(spec.before), Pt(spec.after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, spec.line
    layout.keep_with_next, layout.widow_control = spec.keep_next, True
    if spec.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(spec.outline))
        style.element.get_or_add_pPr().append(level)


def _set_complex_size(properties: Any, size: float) -> None:
    for found in properties.findall(qn("w:szCs")):
        properties.remove(found)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(size * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)
