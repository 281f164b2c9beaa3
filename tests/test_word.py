"""The Word file against the layout of Nghị định 30/2020/NĐ-CP (Phụ lục I), with the decree's own numbers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from matplotlib.font_manager import FontProperties, findfont
from PIL import Image, ImageFont

from reports.content import Fill, Report
from reports.word import write_word
from tests.office import pages_of, squeezed
from tests.report_sample import AS_OF, sample_report

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
MM = 36000  # English metric units in a millimetre


@pytest.fixture(scope="module")
def report() -> Report:
    return sample_report()


@pytest.fixture(scope="module")
def data(report: Report) -> bytes:
    return write_word(report)


@pytest.fixture(scope="module")
def document(data: bytes) -> WordDocument:
    return Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def pages(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages_of(tmp_path_factory.mktemp("word"), {"bao-cao": data})["bao-cao"]


def _mm(length: int | None) -> float:
    return (length or 0) / MM


def _paragraph(document: WordDocument, text: str) -> WordParagraph:
    (found,) = [paragraph for paragraph in document.paragraphs if paragraph.text == text]
    return found


def _look(paragraph: WordParagraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic of a paragraph's type."""
    font = paragraph.style.font
    assert font.size is not None
    return font.size.pt, bool(font.bold), bool(font.italic)


def _is_centred(paragraph: WordParagraph) -> bool:
    return (paragraph.alignment or paragraph.style.paragraph_format.alignment) == WD_ALIGN_PARAGRAPH.CENTER


def _rule_length(paragraph: WordParagraph, width: float) -> float:
    """Length in mm of the line that an empty paragraph draws within `width`."""
    assert paragraph.text == ""
    border = paragraph._p.pPr.find(qn("w:pBdr")).find(qn("w:top"))
    assert border.get(qn("w:val")) == "single"
    layout = paragraph.paragraph_format
    assert layout.left_indent == layout.right_indent
    return width - _mm(layout.left_indent) - _mm(layout.right_indent)


def _text_length(text: str, size: float, *, bold: bool) -> float:
    """Length in mm of a line set in a typeface with the widths of Times New Roman."""
    face = FontProperties(family=["Times New Roman", "Liberation Serif", "Tinos"], weight="bold" if bold else "normal")
    try:
        path = findfont(face, fallback_to_default=False)
    except ValueError:
        pytest.skip("needs Times New Roman, Liberation Serif or Tinos")
    return ImageFont.truetype(path, 1000).getlength(text) / 1000 * size * 25.4 / 72


def test_paper_and_margins(document: WordDocument) -> None:
    assert len(document.sections) == 3
    for section in document.sections:
        assert (round(_mm(section.page_width)), round(_mm(section.page_height))) == (210, 297)
        for margin, low, high in (
            (section.top_margin, 20, 25),
            (section.bottom_margin, 20, 25),
            (section.left_margin, 30, 35),
            (section.right_margin, 15, 20),
        ):
            assert low <= round(_mm(margin), 1) <= high


def test_one_typeface_in_black(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        texts = {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}
    together = "".join(texts.values())
    slots = re.findall(r"<w:rFonts ([^>]*)/>", together)
    fonts = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', " ".join(slots)))
    assert fonts == {"Times New Roman"}
    assert "Theme=" not in together
    assert set(re.findall(r'<w:color w:val="([^"]+)"', together)) == {"000000"}
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', texts["word/styles.xml"])) == {"vi-VN"}


def test_heading_stands_in_two_columns(document: WordDocument, report: Report) -> None:
    table = document.tables[0]
    (agencies, nation), (number, place) = ([cell.text.split("\n") for cell in row.cells] for row in table.rows)
    assert agencies == [report.heading.parent_agency, report.heading.agency, ""]
    assert nation == [NATION, MOTTO, ""]
    assert number == ["Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-CAP"]
    assert place == ["Sông Trí, ngày \u00a0\u00a0\u00a0\u00a0\u00a0 tháng 6 năm 2026"]
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert all(_is_centred(paragraph) for row in table.rows for cell in row.cells for paragraph in cell.paragraphs)


def test_type_of_the_heading(document: WordDocument) -> None:
    (left, right), (number, place) = (row.cells for row in document.tables[0].rows)
    parent, agency, _ = left.paragraphs
    nation, motto, _ = right.paragraphs
    assert _look(parent) in {(12, False, False), (13, False, False)}
    assert _look(agency) in {(12, True, False), (13, True, False)}
    assert _look(nation) in {(12, True, False), (13, True, False)}
    assert _look(motto) in {(13, True, False), (14, True, False)}
    assert _look(number.paragraphs[0]) == (13, False, False)
    assert _look(place.paragraphs[0]) in {(13, False, True), (14, False, True)}


def test_rules_of_the_heading(document: WordDocument, report: Report) -> None:
    left, right = document.tables[0].rows[0].cells
    motto = _text_length(MOTTO, 13, bold=True)
    assert _rule_length(right.paragraphs[2], _mm(right.width)) == pytest.approx(motto, abs=1.5)
    agency = _text_length(report.heading.agency, 12, bold=True)
    assert 1 / 3 <= _rule_length(left.paragraphs[2], _mm(left.width)) / agency <= 1 / 2
    assert _text_length(NATION, 12, bold=True) < _mm(right.width)


def test_title_subject_and_their_rule(document: WordDocument, report: Report) -> None:
    kind, subject = _paragraph(document, "BÁO CÁO"), _paragraph(document, report.heading.subject)
    for paragraph in (kind, subject):
        assert _look(paragraph) in {(13, True, False), (14, True, False)}
        assert _is_centred(paragraph)
    following = [paragraph._p for paragraph in document.paragraphs].index(subject._p) + 1
    rule = _rule_length(document.paragraphs[following], 165)
    assert 1 / 3 <= rule / 165 <= 1 / 2


def test_addressees_each_on_a_line(document: WordDocument) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    at = texts.index("Kính gửi:")
    assert texts[at + 1 : at + 3] == ["- Ban Chỉ đạo phường Sông Trí;", "- Công an tỉnh Hà Tĩnh."]


def test_a_single_addressee_stays_on_the_line(report: Report) -> None:
    heading = replace(report.heading, addressees=("Ban Chỉ đạo phường Sông Trí",))
    written = Document(io.BytesIO(write_word(replace(report, heading=heading))))
    assert "Kính gửi: Ban Chỉ đạo phường Sông Trí." in [paragraph.text for paragraph in written.paragraphs]


def test_legal_bases_are_italic_with_their_marks(report: Report) -> None:
    heading = replace(report.heading, legal_bases=("Căn cứ một", "Căn cứ hai"))
    written = Document(io.BytesIO(write_word(replace(report, heading=heading))))
    for text in ("Căn cứ một;", "Căn cứ hai."):
        assert _look(_paragraph(written, text)) in {(13, False, True), (14, False, True)}


def test_body_text(document: WordDocument, report: Report) -> None:
    body = _paragraph(document, report.heading.opening)
    layout = body.style.paragraph_format
    assert _look(body) in {(13, False, False), (14, False, False)}
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(_mm(layout.first_line_indent), 1) in {10, 12.7}
    assert layout.space_after.pt >= 6
    assert 1 <= layout.line_spacing <= 1.5


def test_parts_are_numbered_and_bold(document: WordDocument) -> None:
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert titles == [
        "I. TÌNH HÌNH, CÔNG TÁC CHỈ ĐẠO",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Công tác tuyên truyền",
        "2. Tiếp nhận, xử lý",
        "III. ĐÁNH GIÁ CHUNG",
        "IV. KIẾN NGHỊ",
    ]
    for title in titles:
        paragraph = _paragraph(document, title)
        assert _look(paragraph) in {(13, True, False), (14, True, False)}
        assert paragraph.style.paragraph_format.keep_with_next


def test_the_body_ends_with_its_mark_and_the_signature(document: WordDocument, report: Report) -> None:
    assert _paragraph(document, f"{report.closing}./.")
    left, right = document.tables[1].rows[0].cells
    label, *recipients = left.paragraphs
    assert (label.text, _look(label)) == ("Nơi nhận:", (12, True, True))
    assert [paragraph.text for paragraph in recipients] == [
        "- Như trên;",
        "- Đảng ủy, UBND phường (để báo cáo);",
        "- Lưu: VT, CAP.",
    ]
    assert {_look(paragraph) for paragraph in recipients} == {(11, False, False)}
    position = right.paragraphs[0]
    assert position.text == "TRƯỞNG CÔNG AN PHƯỜNG"
    assert _look(position) in {(13, True, False), (14, True, False)}


def test_rank_and_name_stand_below_the_signature(report: Report) -> None:
    signer = {"authority": "KT. TRƯỞNG CÔNG AN PHƯỜNG", "position": "PHÓ TRƯỞNG", "rank": "Thiếu tá"}
    signature = replace(report.signature, full_name="Lê Văn Mẫu", **signer)
    written = Document(io.BytesIO(write_word(replace(report, signature=signature))))
    lines = [paragraph.text for paragraph in written.tables[1].rows[0].cells[1].paragraphs]
    assert lines == ["KT. TRƯỞNG CÔNG AN PHƯỜNG", "PHÓ TRƯỞNG", *[""] * 5, "Thiếu tá Lê Văn Mẫu"]


def test_page_number_field_is_centred_at_the_top_but_not_on_the_first_page(document: WordDocument) -> None:
    first = document.sections[0]
    (number,) = first.header.paragraphs
    assert "".join(part.text for part in number._p.iter(qn("w:instrText"))) == "PAGE"
    assert _look(number) in {(13, False, False), (14, False, False)}
    assert _is_centred(number)
    assert _mm(first.header_distance) < _mm(first.top_margin)
    assert [paragraph.text for paragraph in first.first_page_header.paragraphs] == [""]
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.footer.is_linked_to_previous or not section.footer.paragraphs[0].text


def test_annexes_begin_on_their_own_page(document: WordDocument, report: Report) -> None:
    for annex in report.annexes:
        label = _paragraph(document, annex.label)
        assert _look(label) == (14, True, False)
        assert _is_centred(label)
    titles = [paragraph for paragraph in document.paragraphs if paragraph.text == report.annexes[0].title.upper()]
    assert len(titles) == 2
    assert all(_look(paragraph) in {(13, True, False), (14, True, False)} for paragraph in titles)
    references = [paragraph for paragraph in document.paragraphs if paragraph.text.startswith("(Kèm theo Báo cáo số")]
    assert len(references) == 2
    assert all(_look(paragraph) in {(13, False, True), (14, False, True)} for paragraph in references)


def test_tables_keep_within_the_text_and_repeat_their_head(document: WordDocument) -> None:
    for table in document.tables[2:]:
        assert sum(_mm(cell.width) for cell in table.rows[0].cells) == pytest.approx(165, abs=0.5)
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_cells_hold_what_the_table_says(document: WordDocument) -> None:
    table = document.tables[2]
    assert [cell.text for cell in table.rows[0].cells][:3] == ["Chỉ tiêu", "ĐVT", "Kỳ này"]
    assert len({id(cell._tc) for cell in table.rows[1].cells}) == 1
    assert [cell.text for cell in table.rows[2].cells] == [
        "Chỉ tiêu số 0 có tên dài để xuống dòng",
        "tin",
        "1.234",
        "–",
        "–",
        "–",
    ]
    assert table.rows[3].cells[0].paragraphs[0].paragraph_format.left_indent


def test_fill_places_are_a_prompt_and_dotted_lines(document: WordDocument, report: Report) -> None:
    (fill,) = [block for block in report.blocks() if isinstance(block, Fill)]
    texts = [paragraph.text for paragraph in document.paragraphs]
    at = texts.index(f"[{fill.prompt}]")
    lines = document.paragraphs[at + 1 : at + 1 + fill.lines]
    assert [line.text for line in lines] == ["\t"] * fill.lines
    assert texts[at + 1 + fill.lines] != "\t"
    assert [line.paragraph_format.keep_with_next for line in lines] == [True, None]


def test_one_picture_with_words_for_who_cannot_see_it(document: WordDocument, data: bytes) -> None:
    (shape,) = document.inline_shapes
    assert _mm(shape.width) <= 165
    properties = shape._inline.docPr
    assert properties.get("descr") == "Sáu tháng, số tin đúng hạn từ 65 đến 90, trễ hạn từ 1 đến 5."
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        (name,) = [name for name in file.namelist() if name.startswith("word/media/")]
        picture = Image.open(io.BytesIO(file.read(name)))
    assert picture.width / (_mm(shape.width) / 25.4) >= 290


def test_properties_tell_the_report_and_nothing_of_the_machine(document: WordDocument, report: Report) -> None:
    properties = document.core_properties
    assert properties.title == report.title
    assert properties.author == properties.last_modified_by == "CÔNG AN PHƯỜNG SÔNG TRÍ"
    assert properties.created == properties.modified
    assert properties.created.replace(tzinfo=None) == AS_OF.replace(hour=1)  # Vietnam is 7 hours ahead of UTC
    assert (properties.comments, properties.keywords, properties.revision) == ("", "", 1)


def test_nothing_is_left_of_the_library_template(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = set(file.namelist())
        text = b"".join(file.read(name) for name in names if name.endswith((".xml", ".rels"))).decode()
    assert "docProps/app.xml" not in names
    assert "docProps/thumbnail.jpeg" not in names
    assert not re.search(r"python-docx|Calibri|Cambria|/home/|/root|/tmp", text)


def test_equal_reports_give_equal_bytes(report: Report, data: bytes) -> None:
    assert write_word(report) == data
    assert write_word(replace(report, closing="Khác")) != data


def test_a_very_long_title_is_no_obstacle(report: Report) -> None:
    heading = replace(report.heading, subject="Kết quả " * 60)
    written = Document(io.BytesIO(write_word(replace(report, title="Báo cáo " * 60, heading=heading))))
    assert len(written.core_properties.title) == 255


def test_pages_are_numbered_from_the_second_and_annexes_on_their_own(pages: list[str]) -> None:
    first_lines = [page.strip().splitlines()[0].strip() for page in pages]
    starts = [order for order, line in enumerate(first_lines) if not line.isdecimal()]
    assert [first_lines[order] for order in starts[1:]] == ["Phụ lục I", "Phụ lục II"]
    assert NATION in first_lines[0]
    for start, stop in pairwise([*starts, len(pages)]):
        assert first_lines[start + 1 : stop] == [str(number) for number in range(2, stop - start + 1)]
    assert starts[1] >= 2
    assert starts[2] - starts[1] >= 2


def test_libreoffice_shows_every_word(pages: list[str], document: WordDocument) -> None:
    shown = squeezed("".join(re.sub(r"^\s*\d+\n", "", page) for page in pages))
    for paragraph in document.paragraphs:
        assert squeezed(paragraph.text) in shown, paragraph.text
    for text in (NATION, MOTTO, "TRƯỞNG CÔNG AN PHƯỜNG", "- Lưu: VT, CAP."):
        assert squeezed(text) in shown


def test_the_head_of_a_long_table_is_on_every_page(pages: list[str]) -> None:
    with_rows = [page for page in pages if "Chỉ tiêu số" in page]
    assert len(with_rows) >= 3
    assert all("Cùng kỳ" in page for page in with_rows)
