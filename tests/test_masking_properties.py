"""Masking: properties over names and numbers in any formatting; nothing survives, and masking twice is masking once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data_access.masking import (
    mask_address,
    mask_identity_number,
    mask_name,
    mask_numbers,
    mask_phone,
    mask_text,
)
from tests.masking_support import (
    CALM,
    DIGIT_WORDS,
    INVISIBLE,
    NAMES,
    digits_of,
    squeezed,
    without_marks,
)


def _invisible_between(text: str, mark: str) -> str:
    return mark.join(text)


CASES = st.sampled_from([str, str.lower, str.upper, str.title, without_marks, lambda t: without_marks(t).lower()])
FORMS = st.sampled_from(["NFC", "NFD", "NFKD"])
GAPS = st.sampled_from([" ", "\n", "  ", "\u00a0", "-", "_", ".", "\r\n", " \u200b", "\n> ", "/"])


@st.composite
def typed_names(draw: st.DrawFn) -> tuple[str, str]:
    """A name and some way of typing it."""
    name = draw(st.sampled_from(NAMES))
    text = unicodedata.normalize(draw(FORMS), draw(CASES)(name)).replace(" ", draw(GAPS))
    if draw(st.booleans()):
        text = _invisible_between(text, draw(st.sampled_from(INVISIBLE)))
    return name, text


@settings(max_examples=400, deadline=None)
@given(typed_names(), st.sampled_from(CALM), st.sampled_from(CALM), st.sampled_from([" ", "\n", ", ", ": ", " ("]))
def test_a_known_name_never_survives(typed: tuple[str, str], before: str, after: str, between: str) -> None:
    name, text = typed
    whole = f"{before}{between}{text}{between}{after}"
    assume(squeezed(name) not in squeezed(before) + "|" + squeezed(after))
    masked = mask_text(whole, [name])
    assert squeezed(name) not in squeezed(masked)
    assert mask_text(masked, [name]) == masked


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(["anh", "Chị", "ông", "Bà", "chú", "cô giáo", "Họ tên:", "tên là", "đồng chí", "người báo tin"]),
    FORMS,
    st.sampled_from([str, str.upper, str.title]),
    st.sampled_from([" ", "\n", "  ", "\u00a0"]),
    st.sampled_from(CALM),
)
def test_a_name_behind_a_form_of_address_never_survives(
    name: str, marker: str, form: str, case: Callable[[str], str], gap: str, after: str
) -> None:
    text = unicodedata.normalize(form, f"{after} {marker}{gap}{case(name).replace(' ', gap)}, {after}")
    masked = mask_text(text)
    assert squeezed(name) not in squeezed(masked)
    assert mask_text(masked) == masked


def test_lower_case_names_behind_a_form_of_address() -> None:
    typed = [f"{marker} {name.lower()} báo tin" for name in NAMES for marker in ("anh", "bà", "tên là")]
    leaked = [text for text in typed if squeezed(text) == squeezed(mask_text(text))]
    assert len(leaked) <= 0.02 * len(typed), leaked


def _spoken(digits: str) -> str:
    return " ".join(DIGIT_WORDS[int(digit)] for digit in digits)


def _mixed(digits: str) -> str:
    return " ".join(DIGIT_WORDS[int(d)] if order % 2 else d for order, d in enumerate(digits))


def _wide(digits: str) -> str:
    return digits.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def _grouped(sep: str, *sizes: int) -> Callable[[str], str]:
    def group(digits: str) -> str:
        places = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
        pieces = [digits[a:b] for a, b in pairwise(places)]
        return sep.join([*pieces, digits[places[-1] :]])

    return group


WAYS = [
    str,
    _wide,
    _spoken,
    _mixed,
    lambda d: without_marks(_spoken(d)),
    lambda d: _spoken(d).upper(),
    lambda d: _spoken(d).replace(" ", ""),
    lambda d: _spoken(d).replace(" ", ", "),
    lambda d: "\u200b".join(d),
    lambda d: " ".join(d),
    lambda d: ".".join(d),
    lambda d: "-".join(d),
    lambda d: "\n".join(d),
    _grouped(" ", 4, 3),
    _grouped(".", 4, 3),
    _grouped("-", 3, 3),
    _grouped("\u00a0", 4, 2, 2),
    _grouped("\n", 5),
    _grouped(". ", 4, 3),
    _grouped(" - ", 4, 3),
]
MOBILE = st.builds("0{}{:08d}".format, st.sampled_from("35789"), st.integers(0, 10**8 - 1))


@settings(max_examples=400, deadline=None)
@given(MOBILE, st.sampled_from(WAYS), st.sampled_from(CALM), st.sampled_from([" ", "\n", ": ", "("]), FORMS)
def test_a_mobile_number_never_survives(
    number: str, way: Callable[[str], str], around: str, between: str, form: str
) -> None:
    text = unicodedata.normalize(form, f"{around}{between}{way(number)}{between}{around}")
    masked = mask_text(text)
    rest = masked
    for piece in (unicodedata.normalize(form, around), way(number)[-20:]):
        rest = rest.replace(piece, " ")
    assert len(digits_of(rest)) <= 5
    spoken_left = sum(squeezed(rest).count(squeezed(word)) for word in DIGIT_WORDS)
    assert spoken_left <= 3
    assert mask_text(masked) == masked


@settings(max_examples=200, deadline=None)
@given(MOBILE, st.sampled_from(["+84", "84", "+84 ", "0084", "(+84)"]), st.sampled_from(["", " ", "."]))
def test_the_country_code_changes_nothing(number: str, code: str, sep: str) -> None:
    typed = f"{code}{number[1:4]}{sep}{number[4:7]}{sep}{number[7:]}"
    masked = mask_text(f"máy của tôi {typed} nhé")
    assert digits_of(masked) == f"0{number[1]}{number[-3:]}"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**11 - 1), st.sampled_from(["", " ", ".", "-", "\u00a0", "\u200b"]))
def test_identity_numbers_never_survive(number: int, sep: str) -> None:
    digits = f"0{number:011d}"
    typed = sep.join([digits[:3], digits[3:6], digits[6:9], digits[9:]])
    masked = mask_text(f"giấy tờ {typed} của tôi")
    assert digits[:6] not in digits_of(masked)
    assert len(digits_of(masked)) <= 5
    assert mask_text(masked) == masked


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(NAMES))
def test_masking_is_idempotent_and_never_fails(text: str, name: str) -> None:
    masked = mask_text(text, [name])
    assert mask_text(masked, [name]) == masked
    for mask in (mask_name, mask_phone, mask_identity_number, mask_address, mask_numbers):
        assert mask(mask(text)) == mask(text)


FRAGMENTS = [
    "anh",
    "ông bà",
    "Nguyễn",
    "Văn",
    "An",
    ".",
    ",",
    "0912",
    "345678",
    "-",
    "xx",
    "\n",
    "\u0303",
    "N.",
    "đường",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS)))
def test_fragments_put_together_are_masked_once_and_for_all(pieces: list[str]) -> None:
    masked = mask_text(" ".join(pieces), ["Nguyễn Văn An"])
    assert mask_text(masked, ["Nguyễn Văn An"]) == masked
