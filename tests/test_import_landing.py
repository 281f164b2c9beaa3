"""What a file does to the store: it lands whole or not at all, and only differences become events."""

import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed
from data_access.imports import IMPORTS, ImportRefused, import_file, problems_table, read_mapping
from tests.import_support import AREAS, GROUPS, NOW, contents, csv_bytes, land, new_store, with_places, xlsx

DATA = Path(__file__).parent / "data"
MEMBER_HEADER = [
    "Họ và tên",
    "Nhóm Zalo",
    "Tổ dân phố",
    "Hộ gia đình",
    "Số điện thoại",
    "Vai trò",
    "Ngày vào nhóm",
    "Ngày rời nhóm",
]
AN = ["Nguyễn Văn An", "N01", "TDP01", "H1", "912345678", "", "01/10/2025", ""]
BINH = ["Trần Thị Bình", "N02", "Tổ dân phố Phú Mậu", "H2", "", "Phó nhóm", "02/10/2025", ""]
TIP_HEADER = [
    "Mã tin", "Kênh tiếp nhận", "Nhóm Zalo", "Loại tin", "Tóm tắt nội dung", "Thời gian đăng", "Thời gian tiếp nhận",
    "Thời gian phân loại", "Thời gian giải quyết xong", "Kết quả giải quyết", "Họ tên người báo tin",
    "Điện thoại người báo tin", "Từ chối cung cấp danh tính", "Lý do từ chối",
]  # fmt: skip
TIP = [
    "T1", "Nhóm Zalo", "N01", "Phản ánh về an ninh, trật tự", "Tụ tập gây ồn", "05/01/2026 22:10", "05/01/2026 22:25",
    "06/01/2026 07:40", "", "", "Lê Văn Cường", "0987654321", "", "",
]  # fmt: skip


@pytest.fixture
def empty(tmp_path):
    with new_store(tmp_path) as store:
        yield store


@pytest.fixture
def store(empty):
    return with_places(empty)


def with_cell(header, row, name, value):
    return [value if title == name else cell for title, cell in zip(header, row, strict=True)]


def kinds_of(store, subject):
    return [kind for (kind,) in store.query(f"SELECT kind FROM store.{subject}_event ORDER BY event_id")]


def test_areas_and_groups_land_with_aliases(store):
    assert store.query("SELECT code, name, households FROM store.area ORDER BY code") == [
        ("TDP01", "Tổ dân phố 1", 215),
        ("TDP02", "Tổ dân phố Phú Mậu", 1200),
    ]
    assert store.query("SELECT alias FROM store.area_alias") == [("Khối Tân Phong",)]
    found = store.query(
        'SELECT g.external_code, a.code FROM store."group" g JOIN store.area a USING (area_id) ORDER BY 1'
    )
    assert found == [("N01", "TDP01"), ("N02", "TDP02")]


def test_members_land_and_the_same_file_changes_nothing(store):
    rows = [MEMBER_HEADER, AN, BINH]
    first = land(store, "members", rows)
    assert (first.rows_read, first.created, first.changed, first.unchanged) == (2, 2, 0, 0)
    assert store.query("SELECT full_name, phone, role, household FROM store.member ORDER BY household") == [
        ("Nguyễn Văn An", "0912345678", "member", "H1"),
        ("Trần Thị Bình", None, "deputy", "H2"),
    ]
    before = contents(store)
    again = land(store, "members", rows)
    assert (again.created, again.changed, again.unchanged, again.batch_id) == (0, 0, 2, None)
    assert contents(store) == before


def test_the_same_sheet_decomposed_or_as_csv_changes_nothing(store):
    rows = [MEMBER_HEADER, AN, BINH]
    land(store, "members", rows)
    before = contents(store)
    decomposed = [[unicodedata.normalize("NFD", cell) for cell in row] for row in rows]
    for data in (xlsx(decomposed), csv_bytes(decomposed), csv_bytes(rows, "utf-16", "\t")):
        assert import_file(store, OPERATOR, "members", data, "thành viên").unchanged == 2
    assert contents(store) == before


def test_only_differences_become_events(store):
    land(store, "members", [MEMBER_HEADER, AN, BINH])
    renamed = with_cell(MEMBER_HEADER, AN, "Vai trò", "Phó nhóm")
    result = land(store, "members", [MEMBER_HEADER, renamed, BINH])
    assert (result.created, result.changed, result.unchanged) == (0, 1, 1)
    assert kinds_of(store, "member") == ["joined", "joined", "amended"]
    event = store.query("SELECT full_name, phone, role, batch_id FROM store.member_event WHERE kind = 'amended'")[0]
    assert event == (None, None, "deputy", result.batch_id)


def test_an_empty_cell_or_a_missing_column_leaves_things_as_they_are(store):
    land(store, "members", [MEMBER_HEADER, AN])
    short = [
        ["Họ và tên", "Nhóm Zalo", "Số điện thoại", "Ngày vào nhóm"],
        ["Nguyễn Văn An", "N01", "0912345678", "01/10/2025"],
    ]
    assert land(store, "members", short).unchanged == 1
    assert land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Hộ gia đình", "")]).unchanged == 1


def test_a_new_phone_is_the_same_person_in_the_same_household(store):
    land(store, "members", [MEMBER_HEADER, AN])
    result = land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Số điện thoại", "0988888888")])
    assert (result.created, result.changed) == (0, 1)
    assert store.query("SELECT phone FROM store.member") == [("0988888888",)]


def test_namesakes_with_other_phones_and_households_are_two_people(store):
    other = [*AN[:3], "H9", "0988888888", *AN[5:]]
    land(store, "members", [MEMBER_HEADER, AN])
    assert land(store, "members", [MEMBER_HEADER, other]).created == 1


def test_leaving_and_coming_back(store):
    left = with_cell(MEMBER_HEADER, AN, "Ngày rời nhóm", "01/12/2025")
    back = with_cell(MEMBER_HEADER, AN, "Ngày vào nhóm", "05/01/2026")
    for row in (AN, left, back):
        assert land(store, "members", [MEMBER_HEADER, row]).ok
    assert kinds_of(store, "member") == ["joined", "left", "joined"]
    assert store.query("SELECT state, joined_at, left_at FROM store.member") == [("active", datetime(2026, 1, 5), None)]
    assert land(store, "members", [MEMBER_HEADER, back]).unchanged == 1


def test_a_corrected_joining_date_supersedes_the_old_one(store):
    land(store, "members", [MEMBER_HEADER, AN])
    result = land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Ngày vào nhóm", "25/09/2025")])
    assert result.changed == 1
    row = store.query("SELECT joined_at, full_name, phone, state FROM store.member")
    assert row == [(datetime(2025, 9, 25), "Nguyễn Văn An", "0912345678", "active")]
    assert store.query("SELECT corrects IS NOT NULL FROM store.member_event ORDER BY event_id") == [(False,), (True,)]


def test_one_bad_row_and_nothing_lands(store):
    before = contents(store)
    bad = with_cell(MEMBER_HEADER, BINH, "Ngày vào nhóm", "32/10/2025")
    result = land(store, "members", [MEMBER_HEADER, AN, bad])
    assert not result.landed
    assert [(problem.row, problem.column, problem.value) for problem in result.errors] == [
        (3, "Ngày vào nhóm", "32/10/2025")
    ]
    assert contents(store) == before
    assert set(problems_table(result)[0]) == {"dòng", "cột", "giá trị", "lỗi", "cách sửa"}


def test_a_dry_run_tells_and_writes_nothing(store):
    before = contents(store)
    result = land(store, "members", [MEMBER_HEADER, AN, BINH], dry_run=True)
    assert (result.created, result.ok, result.landed, result.batch_id) == (2, True, False, None)
    assert contents(store) == before


def test_unknown_and_unclear_places_are_told_with_the_nearest(store):
    result = land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Tổ dân phố", "Phú Mạo")])
    assert "Tổ dân phố Phú Mậu" in result.errors[0].fix
    twin = [AREAS[0], ["TDP03", "Tổ dân phố Phú Mâu", 10, "", "01/07/2025"]]
    assert land(store, "areas", twin).created == 1
    result = land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Tổ dân phố", "to dan pho phu mau")])
    assert "Có nhiều tổ dân phố" in result.errors[0].error


@pytest.mark.parametrize(
    "name", ["TDP01", "tdp 1", "Tổ dân phố số 1", "TO DAN PHO 01", "1", 1, "Khối Tân Phong", "khoi tan phong"]
)
def test_one_area_many_names(store, name):
    assert land(store, "members", [MEMBER_HEADER, with_cell(MEMBER_HEADER, AN, "Tổ dân phố", name)]).created == 1
    code = store.query("SELECT a.code FROM store.member m JOIN store.area a USING (area_id)")
    assert code == [("TDP01",)]


def test_the_same_person_twice_in_a_file(store):
    result = land(store, "members", [MEMBER_HEADER, AN, BINH, AN])
    assert [(problem.row, "dòng 2" in problem.error) for problem in result.errors] == [(4, True)]


def test_tips_keep_the_informant_apart(store):
    result = land(store, "tips", [TIP_HEADER, TIP])
    assert result.landed, result.problems
    assert store.query("SELECT name, phone FROM store.tip_informant") == [("Lê Văn Cường", "0987654321")]
    assert store.query("SELECT has_name, has_phone, has_address FROM store.tip") == [(True, True, None)]
    elsewhere = {name: rows for name, rows in contents(store).items() if name != "tip_informant"}
    assert "Cường" not in repr(elsewhere)
    assert "0987654321" not in repr(elsewhere)
    assert store.query("SELECT received_at, classified_at, first_posted_at, state FROM store.tip") == [
        (datetime(2026, 1, 5, 22, 25), datetime(2026, 1, 6, 7, 40), datetime(2026, 1, 5, 22, 10), "classified")
    ]
    before = contents(store)
    assert land(store, "tips", [TIP_HEADER, TIP]).unchanged == 1
    assert contents(store) == before


def test_an_informant_told_later_is_added_and_nothing_is_lost(store):
    land(store, "tips", [TIP_HEADER, with_cell(TIP_HEADER, TIP, "Điện thoại người báo tin", "")])
    assert store.query("SELECT has_phone FROM store.tip") == [(False,)]
    later = with_cell(TIP_HEADER, TIP, "Họ tên người báo tin", "")
    assert land(store, "tips", [TIP_HEADER, later]).changed == 1
    assert store.query("SELECT name, phone FROM store.tip_informant") == [("Lê Văn Cường", "0987654321")]
    assert store.query("SELECT has_name, has_phone FROM store.tip") == [(True, True)]


def test_a_tip_goes_on_over_several_files(store):
    open_tip = with_cell(TIP_HEADER, TIP, "Thời gian phân loại", "")
    land(store, "tips", [TIP_HEADER, open_tip])
    land(store, "tips", [TIP_HEADER, TIP])
    done = with_cell(TIP_HEADER, TIP, "Thời gian giải quyết xong", "07/01/2026 09:00")
    done = with_cell(TIP_HEADER, done, "Kết quả giải quyết", "Tự giải quyết")
    land(store, "tips", [TIP_HEADER, done])
    assert kinds_of(store, "tip") == ["received", "classified", "resolved"]
    assert store.query("SELECT resolution FROM store.tip_event ORDER BY event_id") == [(None,), (None,), ("handled",)]
    assert land(store, "tips", [TIP_HEADER, TIP]).unchanged == 1


def test_corrected_times_of_a_tip(store):
    land(store, "tips", [TIP_HEADER, TIP])
    mended = with_cell(TIP_HEADER, TIP, "Thời gian phân loại", "06/01/2026 07:45")
    mended = with_cell(TIP_HEADER, mended, "Thời gian đăng", "05/01/2026 22:00")
    assert land(store, "tips", [TIP_HEADER, mended]).changed == 1
    assert store.query("SELECT first_posted_at, received_at, classified_at, summary FROM store.tip") == [
        (datetime(2026, 1, 5, 22, 0), datetime(2026, 1, 5, 22, 25), datetime(2026, 1, 6, 7, 45), "Tụ tập gây ồn")
    ]
    assert land(store, "tips", [TIP_HEADER, mended]).unchanged == 1


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Thời gian phân loại": "05/01/2026 22:00"}, "Thời gian phân loại", "sớm hơn"),
        ({"Thời gian đăng": "05/01/2026 23:00"}, "Thời gian tiếp nhận", "sớm hơn"),
        ({"Thời gian phân loại": "", "Thời gian giải quyết xong": "07/01/2026 09:00"}, "Thời gian phân loại", "thiếu"),
        ({"Kết quả giải quyết": "Tự giải quyết"}, "Thời gian giải quyết xong", "thiếu"),
        ({"Thời gian tiếp nhận": "05/01/2027 22:25"}, "Thời gian tiếp nhận", "tương lai"),
        ({"Loại tin": "chuyện phiếm"}, "Loại tin", "danh mục"),
        ({"Tóm tắt nội dung": "Tô tËp g©y ån µo"}, "Tóm tắt nội dung", "TCVN3"),
        ({"Loại tin": ""}, "Loại tin", "để trống"),
    ],
)
def test_rows_that_contradict_themselves(store, cells, column, words):
    row = TIP
    for name, value in cells.items():
        row = with_cell(TIP_HEADER, row, name, value)
    before = contents(store)
    result = land(store, "tips", [TIP_HEADER, row])
    assert [(problem.row, problem.column) for problem in result.errors] == [(2, column)]
    assert words in result.errors[0].error
    assert result.errors[0].fix
    assert contents(store) == before


def test_refused_identity_without_a_reason_never_blocks(store):
    row = with_cell(TIP_HEADER, TIP, "Từ chối cung cấp danh tính", "x")
    result = land(store, "tips", [TIP_HEADER, row])
    assert result.landed
    assert [problem.column for problem in result.warnings] == ["Lý do từ chối"]


def test_a_post_returned_and_proposed_again(store):
    header = ["Tiêu đề", "Nội dung", "Ngày đề xuất", "Ngày trả lại", "Lý do trả lại", "Ngày đề xuất lại",
              "Ngày kiểm tra", "Ngày duyệt", "Ngày đăng", "Ngày gỡ", "Khoản vi phạm"]  # fmt: skip
    row = ["Cảnh báo lừa đảo", "c", "05/01/2026 08:00", "05/01/2026 09:00", "Thiếu nguồn", "05/01/2026 10:00",
           "05/01/2026 11:00", "05/01/2026 11:30", "05/01/2026 12:00", "06/01/2026 08:00", "6.7"]  # fmt: skip
    result = land(store, "posts", [header, row])
    assert result.landed, result.problems
    assert kinds_of(store, "post") == [
        "proposed",
        "returned",
        "proposed",
        "verified",
        "approved",
        "published",
        "removed",
    ]
    assert store.query("SELECT content, state, removal_clause, returns, text_standard FROM store.post") == [
        ("security_situation", "removed", "6.7", 1, True)
    ]
    assert land(store, "posts", [header, row]).unchanged == 1
    forgotten = with_cell(header, row, "Ngày đề xuất lại", "")
    fresh = with_cell(header, forgotten, "Tiêu đề", "Bài khác")
    result = land(store, "posts", [header, fresh])
    assert "Trả lại" in result.errors[0].error


def test_a_post_needs_a_moment(store):
    result = land(store, "posts", [["Tiêu đề", "Nội dung", "Nguồn"], ["Bài", "a", "b"]])
    assert "“Ngày đề xuất” hoặc “Ngày đăng”" in result.errors[0].fix


def test_a_new_household_count_is_an_event_of_its_own(store):
    recounted = [AREAS[0], [*AREAS[1][:2], 220, *AREAS[1][3:]], AREAS[2]]
    result = land(store, "areas", recounted)
    assert (result.changed, result.unchanged) == (1, 1)
    assert kinds_of(store, "area") == ["created", "created", "counted"]
    assert land(store, "groups", GROUPS).unchanged == 2


def test_who_may_import(store):
    nobody = Actor("x", "Không quyền", "viewer", frozenset())
    with pytest.raises(NotAllowed):
        import_file(store, nobody, "members", xlsx([MEMBER_HEADER, AN]), "a.xlsx")


def test_a_batch_and_an_audit_entry_tell_of_the_import(store):
    result = land(store, "members", [MEMBER_HEADER, AN])
    batch = store.query(
        "SELECT kind, rows_read, created, imported_at FROM store.import_batch WHERE batch_id = $b",
        {"b": result.batch_id},
    )
    assert batch == [("members", 1, 1, NOW)]
    assert ("import.members",) in store.query("SELECT action FROM store.audit_entry")
    assert "An" not in {
        word for (detail,) in store.query("SELECT detail FROM store.audit_entry") for word in detail.split()
    }


def test_the_plan_is_made_anew_when_the_store_changed_in_between(store, monkeypatch):
    """Two people import the same file at once: the second finds everything there already."""
    from data_access.imports import landing

    original = landing._draft
    calls = []

    def draft(sheet, query, clock, name):
        found = original(sheet, query, clock, name)
        calls.append(name)
        if len(calls) == 1:
            monkeypatch.setattr(landing, "_draft", original)
            land(store, "members", [MEMBER_HEADER, AN])
        return found

    monkeypatch.setattr(landing, "_draft", draft)
    result = land(store, "members", [MEMBER_HEADER, AN])
    assert (result.created, result.unchanged) == (0, 1)
    assert kinds_of(store, "member") == ["joined"]


def test_boston_lands_whole_and_once(empty):
    mapping = read_mapping(DATA / "service_requests_2018.toml", IMPORTS["tips"])
    source = DATA / "service_requests_2018.csv"
    result = import_file(empty, OPERATOR, "tips", source, mapping=mapping)
    assert (result.created, result.errors) == (1231, ())
    counts = empty.query(
        "SELECT count(*), count(classified_at), count(DISTINCT external_code), count(area_id) FROM store.tip"
    )
    assert counts == [(1231, 1168, 1231, 0)]
    channels = empty.query("SELECT channel, count(*) FROM store.tip GROUP BY 1 ORDER BY 1")
    assert channels == [("in_person", 119), ("phone", 421), ("zalo_group", 691)]
    before = contents(empty)
    again = import_file(empty, OPERATOR, "tips", source, mapping=mapping)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1231)
    assert contents(empty) == before


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[colums]\n", "“colums”"),
        ("[columns]\nopened = 'a'\n", "“opened”"),
        ("[columns]\nreceived_at = 3.5\nposted_at = ''\n", "chuỗi không rỗng"),
        ("[columns]\nreceived_at = 'a'\nposted_at = 'A'\n", "dùng cho cả"),
        ("[columns]\nkind = 'a'\n[constants]\nkind = 'other'\n", "vừa có trong"),
        ("[values.kinds]\na = 'other'\n", "“kinds”"),
        ("[values]\nkind = 'other'\n", "một mục"),
        ("[format]\ndate = '%d %H'\n", "%Y"),
        ("[format]\ntime = '%H'\n", "“time”"),
        ("[constants]\nkind = 'lung tung'\n", "danh mục"),
        ("[values.kind]\n'a' = 'lung tung'\n", "danh mục"),
        ("[columns\n", "TOML"),
    ],
)
def test_a_wrong_mapping_file_is_refused_with_a_sentence(toml, words):
    with pytest.raises(ImportRefused) as refusal:
        read_mapping(toml, IMPORTS["tips"])
    assert words in refusal.value.sentence


def test_mapped_values_match_composed_or_not(store):
    toml = unicodedata.normalize("NFD", '[values.kind]\n"Gây rối" = "security_report"\n')
    rows = [["Loại tin", "Thời gian tiếp nhận"], ["gây  rối", "05/01/2026 08:00"]]
    assert land(store, "tips", rows, mapping=read_mapping(toml, IMPORTS["tips"])).created == 1


def test_a_mapped_column_that_the_file_lacks(store):
    mapping = read_mapping("[columns]\nsummary = 'Noi dung xyz'\n", IMPORTS["tips"])
    result = land(store, "tips", [["Loại tin", "Thời gian tiếp nhận"], ["Khác", "05/01/2026 08:00"]], mapping=mapping)
    assert [problem.column for problem in result.errors] == ["Noi dung xyz"]


def test_a_constant_of_a_moment_is_read_like_a_cell(store):
    mapping = read_mapping("[constants]\nreceived_at = '05/01/2026 08:00'\n", IMPORTS["tips"])
    assert land(store, "tips", [["Mã tin", "Loại tin"], ["1", "Khác"]], mapping=mapping).created == 1
