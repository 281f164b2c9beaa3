"""Telephone numbers: what people type, one stored form, what is refused."""

import unicodedata

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.phones import OLD_PREFIXES, PhoneProblem, canonical_phone, mask_phone, read_phone, show_phone


@pytest.mark.parametrize(
    "cell",
    [
        "0912345678",
        "+84912345678",
        "0084912345678",
        "84912345678",
        "912345678",
        "912345678.0",
        912345678,
        912345678.0,
        84912345678.0,
        "9.12345678E8",
        "9,12345678E+08",
        "0912.345.678",
        " 0912 345 678 ",
        "0912-345-678",
        "0912,345,678",
        "(0912) 345 678",
        "'0912345678",
        "+84 (0) 912 345 678",
        "SĐT: 0912345678",
        unicodedata.normalize("NFD", "Điện thoại: 0912345678"),
    ],
)
def test_one_number_many_spellings(cell):
    assert read_phone(cell).number == "0912345678"


def test_zeros_at_the_end_are_digits():
    assert read_phone("0912.345.000").number == "0912345000"
    assert read_phone("0912345.000").number == "0912345000"


@pytest.mark.parametrize("cell", ["9.12E+08", "9,12E+08", "9.12346E+08", 912000000.0, 912000000])
def test_a_number_that_lost_digits_is_refused_with_the_way_to_mend_it(cell):
    with pytest.raises(PhoneProblem) as problem:
        read_phone(cell)
    assert "mất chữ số" in problem.value.error
    assert "Văn bản" in problem.value.fix


@pytest.mark.parametrize(
    "cell", ["", "   ", "không có", "12345", "0540000000", "09123456789", "0912345", 12.5, "091２345678"]
)
def test_what_cannot_be_dialled_is_refused(cell):
    with pytest.raises(PhoneProblem):
        read_phone(cell)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01662345678", "0362345678"),
        ("01202345678", "0702345678"),
        ("01212345678", "0792345678"),
        ("01222345678", "0772345678"),
        ("01262345678", "0762345678"),
        ("01282345678", "0782345678"),
        ("01232345678", "0832345678"),
        ("01242345678", "0842345678"),
        ("01252345678", "0852345678"),
        ("01272345678", "0812345678"),
        ("01292345678", "0822345678"),
        ("01862345678", "0562345678"),
        ("01882345678", "0582345678"),
        ("01992345678", "0592345678"),
        (1662345678.0, "0362345678"),
    ],
)
def test_old_prefixes_are_mapped_and_told(old, new):
    phone = read_phone(old)
    assert phone.number == new
    assert phone.mapped_from.endswith(str(old).removesuffix(".0")[-9:])


def test_every_mapped_prefix_is_one_in_use():
    for new in OLD_PREFIXES.values():
        assert phonenumbers.is_valid_number(phonenumbers.parse(f"{new}2345678", "VN")), new


@pytest.mark.parametrize(
    "cell",
    ["0912345678/0987654321", "0912 345 678; 0987 654 321", "0912345678\n0987654321", "0912345678 - 0987654321",
     "0912345678, 0987654321", "0912345678 hoặc 0987654321", "0912.345.678 0987.654.321"],
)  # fmt: skip
def test_of_two_numbers_the_first_is_kept_and_the_second_told(cell):
    phone = read_phone(cell)
    assert (phone.number, phone.others) == ("0912345678", ("0987654321",))


def test_landline_of_the_province():
    assert read_phone("0239 3855 555").number == "02393855555"
    assert show_phone("02393855555") == "0239 3855 555"


def test_shown_and_masked():
    assert show_phone("0912345678") == "0912 345 678"
    assert mask_phone("0912345678") == "09xx xxx 678"
    assert "12345" not in mask_phone("0912345678")


PREFIXES = st.sampled_from(["032", "039", "056", "070", "079", "081", "086", "090", "091", "098"])


@given(PREFIXES, st.integers(0, 9_999_999))
def test_every_spelling_of_a_number_reads_back(prefix, rest):
    number = f"{prefix}{rest:07d}"
    grouped = f"{number[:4]}.{number[4:]}"
    spellings = (show_phone(number), "+84" + number[1:], number[1:], number.replace("0", "0 "), grouped)
    assert {canonical_phone(spelling) for spelling in spellings} == {number}
    if rest % 1_000_000:
        assert read_phone(float(number)).number == number
