"""Single cells: moments, counts, yes and no, terms, names, texts."""

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.imports.moments import moment
from data_access.imports.parsers import BadCell, count, full_name, phone, term, text, yes_no
from regulation.vocabularies import CONTENTS, TIP_KINDS

NOW = datetime(2026, 3, 1, 12, 0)
parse_moment = moment(clock=lambda: NOW, needs_time=True)


@pytest.mark.parametrize(
    "cell",
    [
        "05/01/2026 20:30",
        "5/1/2026 20:30:00",
        "05-01-2026 20:30",
        "05.01.2026 20h30",
        "2026-01-05 20:30",
        "2026-01-05T20:30:00",
        "2026-01-05T13:30:00Z",
        "20 giờ 30 phút ngày 05/01/2026",
        "20 giờ 30 phút, ngày 05 tháng 01 năm 2026",
        "20h30 ngày 5/1/2026",
        "05/01/2026 8:30 CH",
        "05/01/2026 08:30:00 PM",
        unicodedata.normalize("NFD", "20 giờ 30 phút ngày 05/01/2026"),
        46027.8541666667,
        "46027.8541666667",
        datetime(2026, 1, 5, 20, 29, 59, 999997),
    ],
)
def test_one_moment_many_spellings(cell):
    parsed = parse_moment(cell)
    assert parsed.value == datetime(2026, 1, 5, 20, 30)
    assert parsed.warning is None


@pytest.mark.parametrize("cell", ["05/01/2026", 46027, date(2026, 1, 5), "ngày 5 tháng 1 năm 2026"])
def test_a_day_without_time_is_midnight_and_said_so(cell):
    parsed = parse_moment(cell)
    assert parsed.value == datetime(2026, 1, 5)
    assert "00:00" in parsed.warning[0]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("05/01/26", "hai chữ số"),
        ("31/02/2026", "không có trong lịch"),
        ("01/13/2025", "không có trong lịch"),
        ("05/01/2026 24:30", "Giờ không hợp lệ"),
        ("05/01/2026 sau bữa tối", "Không đọc được giờ"),
        ("hôm qua", "Không đọc được ngày"),
        ("02/03/2026", "tương lai"),
        (46083, "tương lai"),
        ("05/01/1899", "trước năm 1900"),
        (12, "không phải là ngày"),
        (float("nan"), "không phải là ngày"),
        (True, "không ghi ngày"),
        (time(8, 0), "không ghi ngày"),
        (timedelta(hours=30), "không ghi ngày"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(cell, error):
    with pytest.raises(BadCell) as bad:
        parse_moment(cell)
    assert error in bad.value.error
    assert bad.value.fix


def test_declared_formats_leave_no_room_for_guessing():
    american = moment(clock=lambda: NOW, formats=("%m/%d/%Y %H:%M",))
    assert american("01/05/2026 20:30").value == datetime(2026, 1, 5, 20, 30)
    with pytest.raises(BadCell):
        american("25/01/2026 20:30")


@given(st.datetimes(datetime(1901, 1, 1), NOW).map(lambda value: value.replace(microsecond=0)))
def test_serials_and_spellings_of_any_moment_read_back(value):
    serial = (value - datetime(1899, 12, 30)) / timedelta(days=1)
    for cell in (serial, value, f"{value:%d/%m/%Y %H:%M:%S}", value.isoformat(), f"{value:%-d-%-m-%Y %H:%M:%S}"):
        assert parse_moment(cell).value == value


@pytest.mark.parametrize(("cell", "value"), [("1.200", 1200), ("1,200", 1200), ("1 200", 1200), ("1.234.567", 1234567),
                                             (1200.0, 1200), (0, 0), ("215", 215), ("215,0", 215)])  # fmt: skip
def test_counts(cell, value):
    assert count(cell).value == value


@pytest.mark.parametrize("cell", [1.2, "1.2", -1, "-5", "nhiều", True, "12 hộ", 1e12, "²"])
def test_bad_counts(cell):
    with pytest.raises(BadCell):
        count(cell)


@pytest.mark.parametrize("cell", ["Có", "co", "X", "x", 1, 1.0, True, "đúng", "✓"])
def test_yes(cell):
    assert yes_no(cell).value is True


@pytest.mark.parametrize("cell", ["Không", "khong", 0, False, "sai"])
def test_no(cell):
    assert yes_no(cell).value is False


def test_neither_yes_nor_no():
    with pytest.raises(BadCell):
        yes_no("có lẽ")


def test_terms_by_label_key_letter_and_other_spellings():
    parse = term(TIP_KINDS)
    for spelling in (
        "Tố giác về tội phạm",
        "to giac ve toi pham",
        "denunciation",
        unicodedata.normalize("NFD", "Tố giác"),
    ):
        assert parse(spelling).value == "denunciation"
    assert term(CONTENTS)("d").value != term(CONTENTS)("đ").value
    with pytest.raises(BadCell) as bad:
        parse("chuyện phiếm")
    assert "Tố giác về tội phạm" in bad.value.fix


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Y Wang", "H'Hen Niê", "Trần Lê-Hoàng", "Ô", "Vũ 2"])
def test_unusual_names_pass(name):
    assert full_name(name).value == name


def test_a_full_name_gives_no_warning_and_a_nickname_does():
    assert full_name("Nguyễn Văn An").warning is None
    assert full_name("An").warning is not None


@pytest.mark.parametrize(("cell", "encoding"), [("NguyÔn V¨n An", "TCVN3"), ("Nguyeãn Vaên An", "VNI")])
def test_old_encodings_are_named_and_refused(cell, encoding):
    for parse in (full_name, text()):
        with pytest.raises(BadCell) as bad:
            parse(cell)
        assert encoding in bad.value.error


def test_text_is_composed_cleaned_and_kept_whole():
    assert text()(unicodedata.normalize("NFD", "  Tổ dân phố\u200b  3 ")).value == "Tổ dân phố 3"
    assert text()(12.0).value == "12"
    assert text(100, multiline=True)("dòng 1\r\ndòng 2").value == "dòng 1\ndòng 2"
    with pytest.raises(BadCell):
        text(5)("dài quá mức")


def test_a_cell_that_the_sheet_turned_into_a_date_is_not_taken_as_text():
    with pytest.raises(BadCell) as bad:
        text()(date(2026, 3, 12))
    assert "ngày tháng" in bad.value.error


def test_two_phones_in_a_cell_give_a_warning():
    assert phone("0912345678/0987654321").warning is not None
