"""The blank forms: what they hold, and that they come back in."""

import io
import zipfile

import openpyxl
import pytest

from data_access.actors import OPERATOR
from data_access.imports import IMPORTS, ImportRefused, import_file, template
from data_access.imports.template import DATA_SHEET, GUIDE_SHEET, LIST_SHEET, allowed, example_row
from tests.import_support import NOW, contents, new_store, xlsx


def book_of(kind):
    return openpyxl.load_workbook(io.BytesIO(template(kind)))


def filled(kind, cells):
    """The form with one row written in."""
    book = book_of(kind)
    sheet = book[DATA_SHEET]
    for place, column in enumerate(IMPORTS[kind].columns, 1):
        if column.header in cells:
            sheet.cell(2, place, cells[column.header])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", IMPORTS)
def test_sheets_headers_and_formats(kind):
    book = book_of(kind)
    assert book.sheetnames == [DATA_SHEET, GUIDE_SHEET, LIST_SHEET]
    assert book[LIST_SHEET].sheet_state == "hidden"
    sheet = book[DATA_SHEET]
    for place, column in enumerate(IMPORTS[kind].columns, 1):
        header = sheet.cell(1, place).value
        assert header == column.header + (" *" if column.required or column.opening else "")
        wanted = {"moment": "dd/mm/yyyy hh:mm", "number": "0"}.get(column.shape, "@")
        spans = [span for span in sheet.column_dimensions.values() if span.min <= place <= span.max]
        assert [span.number_format for span in spans] == [wanted]


@pytest.mark.parametrize("kind", IMPORTS)
def test_drop_downs_offer_what_the_import_takes(kind):
    book = book_of(kind)
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book[DATA_SHEET].data_validations.dataValidation}
    for place, column in enumerate(IMPORTS[kind].columns, 1):
        letter = openpyxl.utils.get_column_letter(place)
        offered = [cell.value for cell in book[LIST_SHEET][letter] if cell.value]
        assert offered == list(allowed(column))
        assert (f"{letter}2" in rules) == bool(offered)
        for value in offered:
            column.parse(value)


@pytest.mark.parametrize("kind", IMPORTS)
def test_the_guide_tells_of_every_column(kind):
    rows = {row[0]: row for row in book_of(kind)[GUIDE_SHEET].iter_rows(values_only=True) if row[0]}
    for column in IMPORTS[kind].columns:
        assert (rows[column.header][1] or "") == ("Có" if column.required else "Khi thêm mới" if column.opening else "")
        assert rows[column.header][2]


@pytest.mark.parametrize("kind", IMPORTS)
def test_the_blank_form_has_no_rows(kind, tmp_path):
    with new_store(tmp_path) as store, pytest.raises(ImportRefused, match="không có dòng dữ liệu"):
        import_file(store, OPERATOR, kind, template(kind), f"{kind}.xlsx")


def test_forms_filled_with_their_own_examples_land(tmp_path):
    with new_store(tmp_path) as store:
        for kind in IMPORTS:
            result = import_file(store, OPERATOR, kind, filled(kind, example_row(kind)), f"{kind}.xlsx")
            assert (result.created, result.problems) == (1, ()), kind
            again = import_file(store, OPERATOR, kind, filled(kind, example_row(kind)), f"{kind}.xlsx")
            assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
        assert store.query("SELECT full_name, phone, joined_at < $now FROM store.member", {"now": NOW}) == [
            ("Nguyễn Văn An", "0900000123", True)
        ]


def test_keys_and_headers_are_unambiguous():
    """No spelling of a header stands for two columns of one table."""
    from data_access.imports.headers import header_name

    for kind in IMPORTS.values():
        seen: dict[str, str] = {}
        for column in kind.columns:
            for spelling in (column.key, column.header, *column.aliases):
                assert seen.setdefault(header_name(spelling), column.key) == column.key, (kind.key, spelling)


def test_text_that_looks_like_a_formula_or_an_address_stays_text(tmp_path):
    parts = zipfile.ZipFile(io.BytesIO(template("members"))).namelist()
    assert not any("externalLink" in part or "hyperlink" in part.lower() for part in parts)
    rows = [
        ["Tiêu đề", "Nội dung", "Ngày đăng"],
        ["=1+1", "a", "05/01/2026 08:00"],
        ["=HYPERLINK(1)", "a", "06/01/2026 08:00"],
    ]
    with new_store(tmp_path) as store:
        before = contents(store)
        result = import_file(store, OPERATOR, "posts", xlsx(rows), "bài.xlsx")
        assert not result.landed  # a formula without a computed value is an empty cell, and the title is required
        assert contents(store) == before
