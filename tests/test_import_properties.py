"""Any sheet either lands whole or changes nothing; landing it again changes nothing."""

import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.actors import OPERATOR
from data_access.imports import ImportRefused, ImportResult, import_file
from data_access.subjects import SUBJECTS
from tests.import_support import NOW, cp1258, csv_bytes, fingerprint, new_store, ods, with_places, xls, xlsx

WRITERS = {
    "xlsx": xlsx,
    "xls": xls,
    "ods": ods,
    "utf-8": csv_bytes,
    "bom": lambda rows: csv_bytes(rows, "utf-8-sig", ";"),
    "utf-16": lambda rows: csv_bytes(rows, "utf-16", "\t"),
    "cp1258": cp1258,
    "nfd": lambda rows: unicodedata.normalize("NFD", csv_bytes(rows).decode()).encode(),
}
SPELLED = (
    lambda value: value,
    lambda value: f"{value:%d/%m/%Y %H:%M}",
    lambda value: f"{value:%d-%m-%Y %H:%M:%S}",
    lambda value: f"{value:%H giờ %M phút ngày %d/%m/%Y}",
    lambda value: value.isoformat(sep=" "),
)
moments = st.integers(0, 200 * 24 * 60).map(lambda minutes: datetime(2025, 8, 1) + timedelta(minutes=minutes))
spelled = st.sampled_from(SPELLED)
names = st.sampled_from(["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Yến", "Y Wang", "Đặng Hữu Phước", "Hồ Thị Ô"])
phones = st.one_of(
    st.integers(900_000_001, 900_000_020), st.integers(1, 20).map(lambda n: f"0900.000.{n:03d}"), st.just("")
)
BAD = {
    "Họ và tên": ["", "NguyÔn V¨n An", "12345"],
    "Nhóm Zalo": ["N99", ""],
    "Tổ dân phố": ["không có thật"],
    "Số điện thoại": ["9.12E+08", "12", "không"],
    "Ngày vào nhóm": ["31/02/2026", "05/01/26", "01/01/2030", "hôm qua"],
    "Ngày rời nhóm": ["01/01/1990", "x"],
    "Loại tin": ["", "lạ"],
    "Thời gian tiếp nhận": ["", "01/01/2030 08:00", "?"],
    "Thời gian phân loại": ["01/01/1950"],
    "Khẩn cấp": ["có lẽ"],
}


@st.composite
def member_rows(draw):
    joined = draw(moments)
    left = draw(st.one_of(st.none(), st.integers(0, 5000).map(lambda n: min(joined + timedelta(minutes=n), NOW))))
    return {
        "Họ và tên": draw(names),
        "Nhóm Zalo": draw(st.sampled_from(["N01", "n02", "zalo ket noi binh yen - phu mau"])),
        "Tổ dân phố": draw(st.sampled_from(["TDP01", "Phú Mậu", "khối tân phong", ""])),
        "Hộ gia đình": draw(st.sampled_from(["H1", "H2", ""])),
        "Số điện thoại": draw(phones),
        "Ngày vào nhóm": draw(spelled)(joined),
        "Ngày rời nhóm": draw(spelled)(left) if left else "",
    }


@st.composite
def tip_rows(draw):
    received = draw(moments)
    later = sorted(draw(st.lists(st.integers(0, 9000), min_size=2, max_size=2)))
    classified, resolved = (min(received + timedelta(minutes=n), NOW) for n in later)
    stage = draw(st.integers(0, 2))
    spell = draw(spelled)
    return {
        "Mã tin": draw(st.one_of(st.just(""), st.integers(1, 30).map(lambda n: f"T{n}"))),
        "Loại tin": draw(st.sampled_from(["Khác", "to giac", "TTHC", "Phản ánh ANTT"])),
        "Tóm tắt nội dung": draw(st.sampled_from(["Mất xe đạp", "Hỏi căn cước; gấp", "Ồn ào\nsau 22 giờ", ""])),
        "Thời gian tiếp nhận": spell(received),
        "Thời gian phân loại": spell(classified) if stage else "",
        "Thời gian giải quyết xong": spell(resolved) if stage == 2 else "",
        "Kết quả giải quyết": "Tự giải quyết" if stage == 2 else "",
        "Khẩn cấp": draw(st.sampled_from(["x", "Không", ""])),
        "Người báo tin": draw(st.sampled_from(["Phan Văn Khải", ""])),
    }


@st.composite
def sheets(draw, rows):
    """Title rows, columns in any order, and (half of the time) broken cells; the bytes and the rows that are broken."""
    lines = draw(st.lists(rows, min_size=1, max_size=6))
    columns = draw(st.permutations(list(lines[0])))
    broken = set()
    if draw(st.booleans()):
        for index in draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=2)):
            column = draw(st.sampled_from([name for name in columns if name in BAD]))
            lines[index] = {**lines[index], column: draw(st.sampled_from(BAD[column]))}
            broken.add(index)
    titles = [[], ["DANH SÁCH", "", ""]][: draw(st.integers(0, 2))]
    header = columns if draw(st.booleans()) else [name.upper() for name in columns]
    grid = [*titles, header, *([line[name] for name in columns] for line in lines)]
    writer = draw(st.sampled_from(sorted(WRITERS)))
    return WRITERS[writer](grid), {index + len(titles) + 2 for index in broken}


def assert_consistent(store):
    """Each row table is the fold of its events, recomputed from all events as of the end of time."""
    for name in ("member", "tip"):
        subject = SUBJECTS[name]
        columns = ", ".join(subject.row_columns)
        kept = store.query(f"SELECT {columns} FROM {subject.table} ORDER BY 1")
        forever = {"moment": datetime.max}
        folded = store.query(f"SELECT {columns} FROM {name}_fold($moment, $moment) ORDER BY 1", forever)
        assert kept == folded


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with new_store(tmp_path_factory.mktemp("import")) as made:
        yield with_places(made)


def import_it(store, kind, data) -> ImportResult | None:
    """None for a file that is refused as a whole."""
    try:
        return import_file(store, OPERATOR, kind, data, "bảng")
    except ImportRefused:
        return None


# What rows that are each well made may still say against one another, or against what is in the store by then.
AMONG_ROWS = ("Trùng với dòng", "cùng khớp với dòng này", "sớm hơn", "“Vào nhóm”", "“Rời nhóm”")


def check_all_or_nothing(store, kind, sheet):
    """The store grows from example to example, so that sheets also meet things that are there already."""
    data, broken = sheet
    before = fingerprint(store)
    result = import_it(store, kind, data)
    after = fingerprint(store)
    assert result is not None
    if not result.landed:
        assert after == before
        assert all(problem.fix and problem.error for problem in result.errors)
        unexpected = [p for p in result.errors if not any(words in p.error for words in AMONG_ROWS)]
        assert {problem.row for problem in unexpected} <= broken, unexpected
        return
    assert not broken
    assert result.created + result.changed + result.unchanged == result.rows_read
    table = kind.removesuffix("s")
    assert after[table][0] == before[table][0] + result.created
    assert_consistent(store)
    again = import_it(store, kind, data)
    assert again.errors == ()
    assert (again.created, again.changed, again.unchanged) == (0, 0, result.rows_read)
    assert fingerprint(store) == after


QUICK = settings(max_examples=40, deadline=None, derandomize=True)
MANY = settings(max_examples=200, deadline=None)


@QUICK
@given(sheet=sheets(member_rows()))
def test_members_land_whole_or_change_nothing(store, sheet):
    check_all_or_nothing(store, "members", sheet)


@QUICK
@given(sheet=sheets(tip_rows()))
def test_tips_land_whole_or_change_nothing(store, sheet):
    check_all_or_nothing(store, "tips", sheet)


@pytest.mark.slow
@MANY
@given(sheet=sheets(member_rows()))
def test_many_sheets_of_members(store, sheet):
    check_all_or_nothing(store, "members", sheet)


@pytest.mark.slow
@MANY
@given(sheet=sheets(tip_rows()))
def test_many_sheets_of_tips(store, sheet):
    check_all_or_nothing(store, "tips", sheet)


@QUICK
@given(data=st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_refused_or_land(store, data):
    before = fingerprint(store)
    result = import_it(store, "members", data)
    assert result is None or not result.landed
    assert fingerprint(store) == before


def test_the_strategies_make_sheets_that_land_and_sheets_that_do_not(tmp_path):
    """Both halves of the property are met: a good and a broken sheet made the same way."""
    good = xlsx([["Họ và tên", "Nhóm Zalo", "Ngày vào nhóm"], ["Lê Hoàng Yến", "N01", "01/10/2025"]])
    bad = xlsx([["Họ và tên", "Nhóm Zalo", "Ngày vào nhóm"], ["Lê Hoàng Yến", "N01", BAD["Ngày vào nhóm"][1]]])
    with new_store(tmp_path) as made:
        with_places(made)
        assert import_file(made, OPERATOR, "members", bad, "a.xlsx").landed is False
        assert import_file(made, OPERATOR, "members", good, "a.xlsx").landed is True
