"""Passwords: the rules of clause 16.1, and hashing."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from auth import passwords
from auth.common import COMMON
from auth.passwords import Person, hashed, matches, problem

OWNER = Person(
    "an.nv", "Nguyễn Văn Bình", "+84 912 345 678", "vanbinh.nguyen@example.vn", "042090001234", date(1990, 3, 5)
)
NOBODY = Person("ai.do")


@pytest.mark.parametrize(
    "password",
    [
        "kính lúp bờ rào 58 dép tổ",
        "Xk9#mQ2!vT7$",
        "nghiêng ngả chum vại đầy tròn",
        "ghế-mây-khế-chua-tàu-lá",
        "correct horse battery staple",
    ],
)
def test_good_passwords_are_accepted(password: str) -> None:
    assert problem(password, OWNER) is None


@pytest.mark.parametrize(
    "password",
    [
        "x9!0912345678#Qz",
        "x9!0912 345 678#Qz",
        "Qz84912345678!xx",
        "Qz0420.9000.1234!!",
        "Hà05031990@Nội#x",
        "Hà5/3/1990@Nội#xq",
        "zx19900305!!QwPl",
        "vanbinh.nguyen@example.vn",
        "!!VanBinh.Nguyen77xQ",
        "Ngụyên Văn Bính 77 xQ!",
        "An.Nv-3942-qkzx!",
    ],
)
def test_what_the_clause_names_is_refused(password: str) -> None:
    """Phone, identity number, birthday, e-mail, login and name, however they are written."""
    assert "khoản 1 Điều 16" in (problem(password, OWNER) or "")
    assert problem(password, NOBODY) is None or "dễ đoán" in (problem(password, NOBODY) or "")


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123456",
        "Mật Khẩu 2026!",
        "MatKhau@2026abc",
        "anhyeuem2026!!",
        "anh yêu em nhiều lắm 99",
        "congan@hatinh2026",
        "Công an phường Sông Trí",
        "phuongsongtri2026",
        "toiyeuvietnam1975",
        "Con mèo trèo cây cau",
        "một con vịt xòe ra 2 cái cánh",
        "123456789012",
        "420900012345",
        "aaaaaaaaaaaaa1",
        "qwertyuiop12",
        "abcdefghijkl",
        "abcabcabcabc",
        "!!!!!!!!!!!!!!",
        "nguyenvantuan90",
    ],
)
def test_guessable_passwords_are_refused(password: str) -> None:
    assert "dễ đoán" in (problem(password, NOBODY) or "")


def test_length_is_counted_in_letters_not_in_marks() -> None:
    """Eleven letters stay eleven when each is typed as a letter and a mark."""
    eleven = "ấểờụỹọắễửịậ"
    assert len(eleven) == 11
    for form in ("NFC", "NFD"):
        assert "ít nhất 12 ký tự" in (problem(unicodedata.normalize(form, eleven), NOBODY) or "")
    assert "dài quá 128" in (problem("kính lúp bờ rào " * 9, NOBODY) or "")


@settings(max_examples=60, deadline=None)
@given(
    word=st.sampled_from([word for word in COMMON if len(word) >= 6]),
    digits=st.from_regex(r"[0-9]{0,4}", fullmatch=True),
    upper=st.booleans(),
)
def test_a_common_word_with_a_few_digits_is_always_refused(word: str, digits: str, upper: bool) -> None:
    assert problem((word.title() if upper else word) + digits + "!", NOBODY) is not None


@settings(max_examples=60, deadline=None)
@given(
    phone=st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
    around=st.tuples(st.text("QXZWqxzw!#", min_size=3, max_size=8), st.text("QXZWqxzw!#", min_size=3, max_size=8)),
    separator=st.sampled_from(["", ".", " ", "-"]),
    prefix=st.sampled_from(["0", "+84", "84", ""]),
)
def test_the_own_phone_is_refused_in_any_spelling(
    phone: str, around: tuple[str, str], separator: str, prefix: str
) -> None:
    spelled = prefix + separator.join([phone[1:4], phone[4:7], phone[7:]])
    owner = Person("ai.do", phone=phone)
    assert "khoản 1 Điều 16" in (problem(around[0] + spelled + around[1], owner) or "")


def test_hashing() -> None:
    kept = hashed("kính lúp bờ rào 58 dép tổ")
    assert kept.startswith("$argon2id$")
    assert matches(kept, unicodedata.normalize("NFD", "kính lúp bờ rào 58 dép tổ"))
    assert not matches(kept, "kinh lup bo rao 58 dep to")
    assert not matches("", "kính lúp bờ rào 58 dép tổ")
    assert not matches("khong-phai-ma-bam", "kính lúp bờ rào 58 dép tổ")
    assert hashed("kính lúp bờ rào 58 dép tổ") != kept


def test_an_unknown_account_costs_as_much_as_a_known_one() -> None:
    """The hash compared with when there is no account has the parameters of the real ones."""
    nobody, real = extract_parameters(passwords._HASH_OF_NOBODY), extract_parameters(hashed("kính lúp bờ rào"))
    assert nobody == real == extract_parameters(PasswordHasher().hash("x"))
