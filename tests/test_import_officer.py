"""What officers really send: messy sheets, lists sent again, short lists, people who share a name or a telephone."""

import io
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter

from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed
from data_access.imports import IMPORTS, ImportRefused, import_file, template
from data_access.imports.template import DATA_SHEET
from tests.import_support import AREAS, contents, cp1258, csv_bytes, land, new_store, ods, with_places, xls, xlsx

TITLE = ["CÔNG AN PHƯỜNG SÔNG TRÍ", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
HEADER = ["TT", "Họ và tên", "Nhóm", "TDP", "SĐT", "Ngày vào nhóm", "Ghi chú"]
MESSY = [
    TITLE,
    ["", "", "", "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH THÀNH VIÊN NHÓM ZALO (đến ngày 01/02/2026)"],
    HEADER,
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    [1, "  Nguyễn  Văn An ", "N01", "tdp 1", 912345678, "1/10/2025", ""],
    [2, "TRẦN THỊ BÌNH", "zalo ket noi binh yen - phu mau", "Phú Mậu", "0987.654.321", "02-10-2025", "tổ trưởng"],
    ["", "", "", "", "", "", ""],
    HEADER,
    [3, "H'Hen Niê", "N02", "to dan pho Phu Mau", "+84 (0) 905 111 222", "20 giờ 30 phút ngày 05/10/2025", ""],
    [4, "Lê Văn Đức", "n01", "Khối Tân Phong", "01662345678", "46000", ""],
    ["", "Tổng cộng: 4 người", "", "", "", "", ""],
    [],
    ["", "", "", "", "Sông Trí, ngày 01 tháng 02 năm 2026", "", ""],
    ["", "NGƯỜI LẬP BIỂU", "", "", "TRƯỞNG CÔNG AN PHƯỜNG", "", ""],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "", ""],
    ["", "Phan Văn Khải", "", "", "Hồ Thị Lan", "", ""],
]
LANDED = [
    ("H'Hen Niê", "N02", "TDP02", "0905111222", datetime(2025, 10, 5, 20, 30)),
    ("Lê Văn Đức", "N01", "TDP01", "0362345678", datetime(2025, 12, 9)),
    ("Nguyễn Văn An", "N01", "TDP01", "0912345678", datetime(2025, 10, 1)),
    ("TRẦN THỊ BÌNH", "N02", "TDP02", "0987654321", datetime(2025, 10, 2)),
]
WRITERS = {
    "xlsx": xlsx,
    "xls": xls,
    "ods": ods,
    "utf-8": csv_bytes,
    "utf-8 chấm phẩy": lambda rows: csv_bytes(rows, "utf-8-sig", ";"),
    "utf-16 tab": lambda rows: csv_bytes(rows, "utf-16", "\t"),
    "windows-1258": cp1258,
}
MEMBER = ["Họ và tên", "Nhóm Zalo", "Tổ dân phố", "Số điện thoại", "Ngày vào nhóm"]
TIP = ["Thời gian tiếp nhận", "Loại tin", "Nhóm Zalo", "Tổ dân phố", "Kênh tiếp nhận", "Tóm tắt nội dung"]


@pytest.fixture
def store(tmp_path):
    with new_store(tmp_path) as made:
        yield with_places(made)


def members(store):
    return store.query(
        """SELECT full_name, external_code, code, phone, joined_at FROM (
            SELECT m.full_name, g.external_code, a.code, m.phone, m.joined_at FROM store.member m
            LEFT JOIN store."group" g USING (group_id) LEFT JOIN store.area a ON a.area_id = m.area_id)
        ORDER BY full_name, phone"""
    )


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", WRITERS)
def test_a_messy_sheet_in_every_format(store, name):
    data = WRITERS[name](MESSY)
    result = import_file(store, OPERATOR, "members", data, "danh sách")
    assert result.errors == ()
    assert members(store) == LANDED
    told = [(problem.row, problem.level) for problem in result.warnings]
    assert (13, "warning") in told  # the total
    assert (15, "warning") in told  # from the place and date on
    before = contents(store)
    assert import_file(store, OPERATOR, "members", data, "danh sách").unchanged == 4
    assert contents(store) == before


def test_the_same_list_in_another_format_changes_nothing(store):
    import_file(store, OPERATOR, "members", xlsx(MESSY), "a.xlsx")
    before = contents(store)
    for write in WRITERS.values():
        assert import_file(store, OPERATOR, "members", write(MESSY), "b").unchanged == 4
    assert contents(store) == before


def test_the_form_filled_in_by_hand(store):
    """Dates as dates, a number typed as a number although the column is text, choices from the drop-downs."""
    book = openpyxl.load_workbook(io.BytesIO(template("members")))
    sheet = book[DATA_SHEET]
    places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    rows = [
        {"Họ và tên": "Nguyễn Văn An", "Nhóm Zalo": "N01", "Tổ dân phố": 1, "Số điện thoại": 912345678,
         "Vai trò": "Trưởng nhóm", "Chức vụ": "Cảnh sát khu vực", "Ngày vào nhóm": datetime(2025, 10, 1)},
        {"Họ và tên": "Trần Thị Bình", "Nhóm Zalo": "Zalo kết nối bình yên - Phú Mậu", "Vai trò": "Thành viên",
         "Ngày vào nhóm": "02/10/2025", "Ngày rời nhóm": datetime(2026, 1, 5, 8, 30)},
    ]  # fmt: skip
    for number, row in enumerate(rows, 2):
        for header, value in row.items():
            sheet.cell(number, places[header], value)
    result = import_file(store, OPERATOR, "members", saved(book), "thành viên.xlsx")
    assert (result.created, result.problems) == (2, ())
    found = store.query("SELECT full_name, phone, role, position, state, left_at FROM store.member ORDER BY full_name")
    assert found == [
        ("Nguyễn Văn An", "0912345678", "leader", "area_officer", "active", None),
        ("Trần Thị Bình", None, "member", None, "left", datetime(2026, 1, 5, 8, 30)),
    ]


def test_a_list_of_those_who_left_needs_no_joining_date(store):
    land(store, "members", MESSY)
    left = [
        ["Họ tên", "Nhóm", "Ngày rời nhóm"],
        ["Nguyễn Văn An", "N01", "05/01/2026"],
        ["Lê Văn Đức", "N01", "06/01/2026"],
    ]
    result = land(store, "members", left)
    assert (result.changed, result.errors) == (2, ())
    assert store.query("SELECT full_name FROM store.member WHERE state = 'left' ORDER BY 1") == [
        ("Lê Văn Đức",),
        ("Nguyễn Văn An",),
    ]
    assert land(store, "members", left).unchanged == 2
    unknown = land(store, "members", [*left, ["Phan Văn Khải", "N01", "06/01/2026"]])
    assert [(problem.row, problem.column, problem.value) for problem in unknown.errors] == [
        (1, "Ngày vào nhóm", "dòng 4")
    ]
    assert "thêm mới thành viên" in unknown.errors[0].error


def test_a_new_member_without_a_joining_date_is_told_with_its_row(store):
    result = land(
        store, "members", [MEMBER, ["Lê Văn Đức", "N01", "", "", "01/10/2025"], ["Phan Văn Khải", "N01", "", "", ""]]
    )
    assert [(problem.row, problem.column) for problem in result.errors] == [(3, "Ngày vào nhóm")]
    assert store.query("SELECT count(*) FROM store.member") == [(0,)]


def test_a_list_sent_again_with_rows_added_and_one_mended(store):
    land(store, "members", MESSY)
    more = [*MESSY[:12], [5, "Đặng Hữu Phước", "N02", "Phú Mậu", "0934567890", "03/02/2026", ""], *MESSY[12:]]
    more[6] = [1, "Nguyễn Văn Ân", *MESSY[6][2:]]
    result = land(store, "members", more)
    assert (result.created, result.changed, result.unchanged, result.errors) == (1, 1, 3, ())
    assert [row[0] for row in members(store)] == [
        "H'Hen Niê", "Lê Văn Đức", "Nguyễn Văn Ân", "TRẦN THỊ BÌNH", "Đặng Hữu Phước",
    ]  # fmt: skip


def test_one_telephone_for_a_household(store):
    """Two people with one number stay two, whichever comes first and however often the list comes."""
    an = ["Nguyễn Văn An", "N01", "TDP01", "0912345678", "01/10/2025"]
    wife = ["Trần Thị Bình", "N01", "TDP01", "0912345678", "01/10/2025"]
    result = land(store, "members", [MEMBER, an, wife])
    assert (result.created, result.errors) == (2, ())
    assert [(problem.row, problem.column) for problem in result.warnings] == [(3, "Số điện thoại")]
    assert land(store, "members", [MEMBER, wife, an]).unchanged == 2
    child = ["Nguyễn Thị Cúc", "N01", "TDP01", "0912345678", "01/12/2025"]
    result = land(store, "members", [MEMBER, child])
    assert (result.created, [problem.column for problem in result.warnings]) == (1, ["Số điện thoại"])
    assert len(members(store)) == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Anh"),
        ("Nguyễn An", "Nguyễn Văn An"),
        ("Bình", "Trần Thị Bình"),
        ("Tạp hóa Cô Ba", "Lê Thị Ba"),
        ("Nguyen Van An", "Nguyễn Văn An"),
        ("Lê Thị Hoà", "Lê Thị Hòa"),
    ],
)
def test_a_mended_name_with_the_same_telephone_is_the_same_person(store, before, after):
    row = ["N01", "TDP01", "0912345678", "01/10/2025"]
    land(store, "members", [MEMBER, [before, *row]])
    result = land(store, "members", [MEMBER, [after, *row]])
    assert (result.created, result.changed) == (0, 1)
    assert [row[0] for row in members(store)] == [after]


def test_tips_of_one_day_without_a_time_stay_apart(store):
    """A list of days: two reports of one day differ in their words, and neither takes the place of the other."""
    first = ["05/01/2026", "Phản ánh ANTT", "N01", "TDP01", "Nhóm Zalo", "Mất xe đạp"]
    second = [*first[:5], "Ồn ào sau 22 giờ"]
    assert land(store, "tips", [TIP, first]).created == 1
    assert land(store, "tips", [TIP, second]).created == 1
    assert land(store, "tips", [TIP, first, second]).unchanged == 2
    third = [*first[:5], "Tụ tập đông người"]
    result = land(store, "tips", [TIP, third, second, first])
    assert (result.created, result.unchanged) == (1, 2)
    assert store.query("SELECT summary FROM store.tip ORDER BY 1") == [
        ("Mất xe đạp",), ("Tụ tập đông người",), ("Ồn ào sau 22 giờ",),
    ]  # fmt: skip


def test_mended_words_of_a_tip_with_its_time_are_a_change(store):
    row = ["05/01/2026 22:25", "Phản ánh ANTT", "N01", "TDP01", "Nhóm Zalo", "Mất xe đạp"]
    land(store, "tips", [TIP, row])
    result = land(store, "tips", [TIP, [*row[:5], "Mất xe đạp điện"]])
    assert (result.created, result.changed) == (0, 1)
    assert store.query("SELECT summary FROM store.tip") == [("Mất xe đạp điện",)]


def test_tips_that_cannot_be_told_apart_need_a_code(store):
    row = ["05/01/2026", "Phản ánh ANTT", "N01", "TDP01", "Nhóm Zalo", "Hỏi thủ tục"]
    result = land(store, "tips", [TIP, row, row])
    assert [problem.error for problem in result.errors] == ["Trùng với dòng 2 của tệp."]
    assert "Mã tin" in result.errors[0].fix
    coded = [["Mã tin", *TIP], ["1", *row], ["2", *row]]
    assert land(store, "tips", coded).created == 2
    assert land(store, "tips", coded).unchanged == 2


def test_classified_and_resolved_in_the_same_minute_can_be_mended(store):
    header = [
        "Mã tin",
        "Loại tin",
        "Thời gian tiếp nhận",
        "Thời gian phân loại",
        "Thời gian giải quyết xong",
        "Kết quả",
    ]
    row = ["1", "Khác", "05/01/2026 08:00", "05/01/2026 09:00", "05/01/2026 10:00", "Tự giải quyết"]
    land(store, "tips", [header, row])
    mended = [*row[:3], "05/01/2026 10:00", *row[4:]]
    result = land(store, "tips", [header, mended])
    assert (result.changed, result.errors) == (1, ())
    assert store.query("SELECT classified_at = resolved_at, state, resolution FROM store.tip") == [
        (True, "resolved", "handled")
    ]
    assert land(store, "tips", [header, mended]).unchanged == 1


def test_a_moment_that_contradicts_what_is_known_names_both(store):
    header = ["Mã tin", "Loại tin", "Thời gian tiếp nhận", "Thời gian phân loại"]
    land(store, "tips", [header, ["1", "Khác", "05/01/2026 08:00", "05/01/2026 09:00"]])
    result = land(store, "tips", [header[:3], ["1", "Khác", "06/01/2026 08:00"]])
    assert [problem.column for problem in result.errors] == ["Thời gian tiếp nhận"]
    assert "05/01/2026 09:00:00 sớm hơn “Thời gian tiếp nhận” 06/01/2026 08:00:00" in result.errors[0].error
    assert "đã có trong hệ thống" in result.errors[0].error


def test_only_the_households_of_areas(store):
    counts = [["Tổ dân phố", "Tổng số hộ"], ["Tổ dân phố 1", 230], ["Phú Mậu", 1201], ["Tổng cộng", 1431]]
    result = land(store, "areas", counts)
    assert result.errors[0].row == 1  # “Phú Mậu” is no full name of an area, so it would be a new one
    counts[2][0] = "Tổ dân phố Phú Mậu"
    result = land(store, "areas", counts)
    assert (result.changed, result.errors) == (2, ())
    assert store.query("SELECT households FROM store.area ORDER BY code") == [(230,), (1201,)]


def test_a_place_called_like_a_total_is_no_total(store):
    rows = [["Tên tổ dân phố", "Số hộ", "Từ ngày"], ["Cộng Hòa", 10, "01/07/2025"], ["Tổng Đội", 12, "01/07/2025"]]
    assert land(store, "areas", rows).created == 2


def test_other_names_of_an_area_old_and_new(store):
    land(store, "areas", [AREAS[0], ["TDP01", "Tổ dân phố Tân Phong", "", "Khối 1; Xóm Đình", ""]])
    aliases = store.query("SELECT alias FROM store.area_alias ORDER BY alias")
    assert aliases == [("Khối 1",), ("Khối Tân Phong",), ("Tổ dân phố 1",), ("Xóm Đình",)]
    for name in ("Tổ dân phố Tân Phong", "tan phong", "TDP 1", "xóm đình", "Khối 1", "TDP01"):
        result = land(store, "members", [MEMBER, [f"Lê Văn {name[-1].upper()}n", "N01", name, "", "01/10/2025"]])
        assert result.errors == (), name
    assert store.query("SELECT DISTINCT code FROM store.member JOIN store.area USING (area_id)") == [("TDP01",)]
    before = contents(store)
    assert land(store, "areas", [AREAS[0], ["TDP01", "Tổ dân phố Tân Phong", "", "Xóm Đình", ""]]).unchanged == 1
    assert contents(store) == before


def test_unknown_places_are_all_told_at_once(store):
    rows = [MEMBER, ["Lê Văn Đức", "N07", "TDP 9", "", "01/10/2025"], ["Phan Văn Khải", "", "Khối 1", "", "01/10/2025"]]
    result = land(store, "members", rows)
    assert [(problem.row, problem.column, problem.value) for problem in result.errors] == [
        (3, "Nhóm Zalo", ""),
        (2, "Nhóm Zalo", "N07"),
        (2, "Tổ dân phố", "TDP 9"),
        (3, "Tổ dân phố", "Khối 1"),
    ]
    assert all(problem.fix for problem in result.errors)


def test_cells_merged_over_rows_and_hidden_rows(store):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["DANH SÁCH"],
        MEMBER,
        ["Lê Văn Đức", "N01", "TDP01", "", "01/10/2025"],
        ["Phan Văn Khải"],
        ["Hồ Thị Lan"],
    ):
        sheet.append(row)
    for area in ("A1:E1", "B3:B5", "C3:C5", "E3:E5"):
        sheet.merge_cells(area)
    sheet.row_dimensions[4].hidden = True
    result = import_file(store, OPERATOR, "members", saved(book), "a.xlsx")
    assert (result.created, result.errors) == (3, ())
    assert {row[1:3] for row in members(store)} == {("N01", "TDP01")}


def two_sheets(*states):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, state in enumerate(states, 1):
        sheet = book.create_sheet(f"Tổ {number}")
        sheet.sheet_state = state
        for row in (MEMBER, [f"Lê Văn Đức {'ABC'[number]}", "N01", "", "", "01/10/2025"]):
            sheet.append(row)
    return saved(book)


def test_of_two_sheets_none_is_left_out_silently(store):
    with pytest.raises(ImportRefused, match="2 trang cùng chứa bảng thành viên: “Tổ 1”, “Tổ 2”"):
        import_file(store, OPERATOR, "members", two_sheets("visible", "visible"), "a.xlsx")
    assert import_file(store, OPERATOR, "members", two_sheets("hidden", "visible"), "a.xlsx").created == 1
    assert members(store)[0][0] == "Lê Văn Đức C"


def test_results_of_formulas_are_read_and_missing_ones_told(store):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, MEMBER)
        sheet.write_row(1, 0, ["Lê Văn Đức", "N01", "TDP01", "0912345678", "01/10/2025"])
        sheet.write_formula(2, 0, '=PROPER("HỒ THỊ LAN")', None, "Hồ Thị Lan")
        sheet.write_row(2, 1, ["N01", "TDP01"])
        sheet.write_formula(2, 3, "=VLOOKUP(A3,Sheet9!A:B,2,0)", None, "#N/A")
        sheet.write_formula(2, 4, "=TODAY()", None, 45932)
    result = import_file(store, OPERATOR, "members", buffer.getvalue(), "a.xlsx")
    assert (result.created, result.errors) == (2, ())
    assert [(problem.value, "lỗi công thức" in problem.error) for problem in result.warnings] == [("D3", True)]
    assert members(store)[0] == ("Hồ Thị Lan", "N01", "TDP01", None, datetime(2025, 10, 2))


def test_formulas_that_no_program_has_computed(store):
    rows = [MEMBER, ['=CONCATENATE("Lê"," Văn Đức")', "N01", "", "", "01/10/2025"]]
    result = land(store, "members", rows)
    assert [problem.column for problem in result.errors] == ["Họ và tên"]
    assert [problem.value for problem in result.warnings] == ["A2"]
    assert "lưu lại" in result.warnings[0].fix


def test_errors_of_formulas_in_a_csv(store):
    result = import_file(
        store, OPERATOR, "members", csv_bytes([MEMBER, ["Lê Văn Đức", "N01", "#REF!", "", "01/10/2025"]]), "a.csv"
    )
    assert [(problem.column, problem.error) for problem in result.errors] == [("Tổ dân phố", "Ô báo lỗi công thức.")]


@pytest.mark.parametrize(
    ("header", "row", "encoding"),
    [
        (["Hä vµ tªn", "Nhãm Zalo", "Ngµy vµo nhãm"], ["NguyÔn V¨n An", "N01", "01/10/2025"], "TCVN3"),
        (["Hoï vaø teân", "Nhoùm Zalo", "Ngaøy vaøo nhoùm"], ["Nguyeãn Vaên An", "N01", "01/10/2025"], "VNI"),
    ],
)
@pytest.mark.parametrize("write", [xlsx, lambda rows: csv_bytes(rows, "latin-1")], ids=["xlsx", "csv"])
def test_old_encodings_are_recognised_in_the_header_and_in_the_rows(store, header, row, encoding, write):
    before = contents(store)
    with pytest.raises(ImportRefused, match=f"Dòng 2 .*{encoding}"):
        import_file(store, OPERATOR, "members", write([["DANH SACH"], header, row]), "a")
    plain = ["Ho va ten", "Nhom Zalo", "Ngay vao nhom"]
    result = import_file(store, OPERATOR, "members", write([plain, row]), "a")
    assert [(problem.row, problem.column, problem.value[:4]) for problem in result.errors] == [
        (2, "Họ và tên", row[0][:4])
    ]
    assert encoding in result.errors[0].error
    assert contents(store) == before


@pytest.mark.parametrize(
    "name", ["Y Wang", "H'Hen Niê", "Trần Lê-Hoàng", "Ô", "Vũ 2", "Jean-Pierre Nguyễn", "Ng. V. An", "Bà Tư 🌸"]
)
def test_unusual_names_land_with_a_warning_at_most(store, name):
    result = land(store, "members", [MEMBER, [name, "N01", "", "", "01/10/2025"]])
    assert (result.created, result.errors) == (1, ())
    assert members(store)[0][0] == name


def test_a_code_belongs_to_a_place_in_a_group(store):
    """One person in two groups has one code; the code finds each of the two places."""
    header = ["Mã thành viên", *MEMBER]
    rows = [
        header,
        ["TV1", "Lê Văn Đức", "N01", "", "", "01/10/2025"],
        ["TV1", "Lê Văn Đức", "N02", "", "", "01/10/2025"],
    ]
    assert land(store, "members", rows).created == 2
    assert land(store, "members", rows).unchanged == 2
    renamed = [header, ["TV1", "Lê Đức Thắng", "N02", "", "", "01/10/2025"]]
    assert land(store, "members", renamed).changed == 1
    assert [row[:2] for row in members(store)] == [("Lê Văn Đức", "N01"), ("Lê Đức Thắng", "N02")]


def test_who_may_import_may_record_what_the_board_did(store):
    """The right to import posts carries the approvals that the file tells of; a refusal is logged."""
    header = ["Tiêu đề", "Nội dung", "Ngày đề xuất", "Ngày kiểm tra", "Ngày duyệt", "Ngày đăng"]
    row = ["Cảnh báo", "c", "05/01/2026 08:00", "05/01/2026 09:00", "05/01/2026 09:30", "05/01/2026 10:00"]
    clerk = Actor("a1", "Cán bộ đầu mối", "focal_point", frozenset({"import.posts"}))
    assert import_file(store, clerk, "posts", xlsx([header, row]), "a.xlsx").created == 1
    assert store.query("SELECT DISTINCT actor FROM store.post_event") == [("a1",)]
    with pytest.raises(NotAllowed):
        import_file(store, clerk, "tips", xlsx([TIP]), "a.xlsx")
    last = store.query("SELECT actor, action, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    assert last == [("a1", "refused", "import.tips")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\danh sách.xlsx", "danh sách.xlsx"),
        ("a\x1b[31m\nb.xlsx", "a[31mb.xlsx"),
        ("x" * 500 + ".xlsx", "x" * 115 + ".xlsx"),
        ("../", "tệp nhập"),
    ],
)
def test_of_the_name_of_a_file_only_the_name_is_kept(store, given, kept):
    import_file(store, OPERATOR, "members", xlsx([MEMBER, ["Lê Văn Đức", "N01", "", "", "01/10/2025"]]), given)
    names = store.query("SELECT file_name FROM store.import_batch WHERE kind = 'members'")
    assert names == [(kept,)]


def test_every_kind_says_what_it_needs():
    """The columns without which a row means nothing are those of the firm keys, but for what a code can replace."""
    for kind in IMPORTS.values():
        in_keys = {name for key in kind.firm_keys for name in key}
        assert {column.key for column in kind.columns if column.required} - in_keys <= {"kind"}
