"""Reading files: formats, encodings, delimiters, header rows, and files that are refused."""

import codecs
import io
import unicodedata
import zipfile
from datetime import datetime

import openpyxl
import pytest

from data_access.errors import UserError
from data_access.imports import IMPORTS, ImportRefused, archive
from data_access.imports.headers import find_table, header_problems
from data_access.imports.mapping import MappingFile
from data_access.imports.reader import OLE_MAGIC, read_bytes, read_tables
from data_access.imports.rows import read_rows
from tests.import_support import cp1258, csv_bytes, ods, xls, xlsx

NOW = datetime(2026, 3, 1, 12, 0)
MEMBERS = IMPORTS["members"]
TITLE = [["CÔNG AN PHƯỜNG SÔNG TRÍ"], [], ["DANH SÁCH THÀNH VIÊN", "", "", "", ""]]
HEADER = ["STT", "Họ và tên", "Nhóm Zalo", "Số điện thoại", "Ngày vào nhóm"]
DATA = [
    [1, "Nguyễn Thị Ánh Tuyết", "N01", "0912345678", datetime(2025, 10, 1, 8, 30)],
    [2, "Đặng Hữu Phước", "N02", "0987.654.321", datetime(2025, 10, 2, 17, 5)],
]
SHEET = [*TITLE, HEADER, *DATA]
EXPECTED = [
    {
        "full_name": "Nguyễn Thị Ánh Tuyết",
        "group": "N01",
        "phone": "0912345678",
        "joined_at": datetime(2025, 10, 1, 8, 30),
    },
    {"full_name": "Đặng Hữu Phước", "group": "N02", "phone": "0987654321", "joined_at": datetime(2025, 10, 2, 17, 5)},
]


def read(data: bytes, name: str = "tệp", kind=MEMBERS):
    grid, header = find_table(read_tables(data, name).grids, kind, {})
    rows, problems = read_rows(grid, header, kind, MappingFile(), lambda: NOW)
    return rows, [*header_problems(kind, header, (), {}), *problems]


FILES = {
    "xlsx": xlsx(SHEET),
    "xls": xls(SHEET),
    "ods": ods(SHEET),
    "utf-8": csv_bytes(SHEET),
    "utf-8 có BOM": codecs.BOM_UTF8 + csv_bytes(SHEET, delimiter=";"),
    "utf-16 có BOM": csv_bytes(SHEET, "utf-16", "\t"),
    "utf-16-le": csv_bytes(SHEET, "utf-16-le", "\t"),
    "utf-16-be": csv_bytes(SHEET, "utf-16-be", ";"),
    "windows-1258": cp1258(SHEET),
    "windows-1258 tab": cp1258(SHEET, "\t"),
    "dòng kiểu cũ": csv_bytes(SHEET, newline="\n"),
    "nfd": unicodedata.normalize("NFD", csv_bytes(SHEET).decode()).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_rows(name):
    rows, problems = read(FILES[name])
    assert [row.values for row in rows] == EXPECTED
    assert [row.number for row in rows] == [5, 6]
    assert problems == []


@pytest.mark.parametrize(
    "header",
    [
        ["STT", "HO VA TEN", "nhom zalo", "so dien thoai", "ngay vao nhom"],
        ["STT", "Họ tên (*)", "Tên nhóm", "SĐT", "Ngày tham gia (dd/mm/yyyy)"],
        ["TT", "Họ  và\ntên *", "Nhóm", "Điện thoại:", "Ngày vào nhóm."],
    ],
)
def test_headers_without_diacritics_or_by_another_name(header):
    rows, problems = read(xlsx([*TITLE, header, *DATA]))
    assert [row.values for row in rows] == EXPECTED
    assert problems == []


def test_columns_in_any_order_and_a_number_row_under_the_header():
    order = [4, 2, 0, 3, 1]
    shuffled = [[row[place] for place in order] for row in ([HEADER, [f"({n})" for n in range(1, 6)], *DATA])]
    assert [row.values for row in read(xlsx(shuffled))[0]] == EXPECTED


def test_the_sheet_whose_header_fits_is_taken():
    book = openpyxl.Workbook()
    book.active.title = "Hướng dẫn"
    for line in (["Cột", "Giải thích"], ["Họ và tên", "Đầy đủ họ, tên"], ["Nhóm Zalo", "Mã hoặc tên nhóm"]):
        book.active.append(line)
    sheet = book.create_sheet("Danh sách")
    for row in SHEET:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row.values for row in read(buffer.getvalue())[0]] == EXPECTED


def test_quoted_line_ends_and_delimiters_stay_inside_a_cell():
    rows = [
        ["Loại tin", "Tóm tắt", "Thời gian tiếp nhận"],
        ["Khác", 'Dòng 1\nDòng 2; "trích", hết', "01/02/2026 08:00"],
    ]
    for delimiter in ",;\t":
        found, _ = read(csv_bytes(rows, delimiter=delimiter), kind=IMPORTS["tips"])
        assert found[0].values["summary"] == 'Dòng 1\nDòng 2; "trích", hết'


def test_a_cell_merged_over_rows_counts_for_each_of_them():
    book = openpyxl.Workbook()
    for row in [HEADER, DATA[0], [2, "Đặng Hữu Phước", None, "0987654321", DATA[1][4]]]:
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row.values["group"] for row in read(buffer.getvalue())[0]] == ["N01", "N01"]


def test_totals_are_passed_over_and_said_so():
    rows, problems = read(xlsx([HEADER, *DATA, ["", "Tổng cộng: 2 người", "", "", ""]]))
    assert len(rows) == 2
    assert [(problem.row, problem.level) for problem in problems] == [(4, "warning")]


def test_unknown_columns_are_told_with_the_nearest_name():
    _, problems = read(xlsx([[*HEADER, "Ngày rời nhon"], *[[*row, ""] for row in DATA]]))
    assert [(problem.column, problem.level) for problem in problems] == [("Ngày rời nhon", "warning")]
    assert "Ngày rời nhóm" in problems[0].fix


def test_two_headers_of_one_column_are_an_error():
    _, problems = read(xlsx([[*HEADER, "SĐT"], *[[*row, "0912345678"] for row in DATA]]))
    assert [(problem.column, problem.level) for problem in problems] == [("SĐT", "error")]


def test_a_required_column_that_is_missing_is_an_error():
    _, problems = read(xlsx([[*row[:2], *row[3:]] for row in [HEADER, *DATA]]))
    assert ("Nhóm Zalo", "Thiếu cột bắt buộc.") in [(problem.column, problem.error) for problem in problems]


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Họ và tên"
    book.active.cell(1_048_576, 16_384, "x")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


LYING = bytearray(zipped({"xl/workbook.xml": b"a" * 1000}))
LYING[LYING.index(b"PK\x01\x02") + 24] ^= 0x80  # the directory tells another size than the data have

REFUSED = {
    "rỗng": (b"", "a.xlsx", "rỗng"),
    "toàn dấu cách": (b"  \r\n ", "a.csv", "rỗng"),
    "macro theo tên": (xlsx(SHEET), "a.XLSM", "macro"),
    "macro bên trong": (zipped({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}), "a.xlsx", "macro"),
    "bom nén": (zipped({"xl/workbook.xml": bytes(60_000_000)}), "a.xlsx", "phình"),
    "khai sai kích thước": (bytes(LYING), "a.xlsx", "hỏng"),
    "zip khác": (zipped({"thu.txt": b"x"}), "a.xlsx", "không phải bảng tính"),
    "zip cụt": (xlsx(SHEET)[:900], "a.xlsx", "hỏng"),
    "mật khẩu xlsx": (OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "mật khẩu"),
    "mật khẩu ods": (
        zipped({"content.xml": b"x", "META-INF/manifest.xml": b"<m:encryption-data/>"}), "a.ods", "mật khẩu"
    ),
    "xls hỏng": (OLE_MAGIC + bytes(4000), "a.xls", "hỏng"),
    "pdf": (b"%PDF-1.7 ...", "a.csv", "PDF"),
    "trang web": (b"<html><table><tr><td>Ho ten</td></tr></table></html>", "a.xls", "trang web"),
    "nhị phân": (bytes(range(256)) * 20, "a.csv", "không phải"),
    "ô xa": (far_cell(), "a.xlsx", "quá xa"),
    "nháy không khớp": ('Họ và tên,Nhóm\n"An,N01\n'.encode(), "a.csv", "nháy kép"),
    "utf-16 cụt": (csv_bytes(SHEET, "utf-16")[:-1], "a.csv", "hỏng bảng mã"),
    "không có tiêu đề": (xlsx([["Tên hàng", "Giá"], ["Gạo", 20000]]), "a.xlsx", "tiêu đề"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name):
    data, file_name, words = REFUSED[name]
    with pytest.raises(ImportRefused) as refusal:
        read(read_bytes(data), file_name)
    assert words in refusal.value.sentence
    assert isinstance(refusal.value, UserError)


def test_limits(tmp_path):
    with pytest.raises(ImportRefused, match="20 MB"):
        read_bytes(bytes(21 * 1024 * 1024))
    with pytest.raises(ImportRefused, match="Không tìm thấy"):
        read_bytes(tmp_path / "không có.xlsx")
    with pytest.raises(ImportRefused, match=r"200\.000"):
        read_tables(b"a,b\n" * 200_002, "a.csv")


def test_columns_repeated_without_end_are_refused():
    content = b'<table:table-cell table:number-columns-repeated="2000000000"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(ImportRefused):
        archive.check(zipped({"content.xml": content}))


def test_western_mojibake_of_a_csv_reaches_the_check_of_old_encodings():
    rows = [HEADER, [1, "x", "N01", "0912345678", "01/10/2025 08:00"]]
    data = cp1258(rows).replace(b";x;", ";NguyÔn V¨n An;".encode("latin-1"))
    _, problems = read(data)
    assert "TCVN3" in problems[0].error
    assert (problems[0].row, problems[0].column) == (2, "Họ và tên")
