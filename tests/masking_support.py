"""Texts and names to mask, and what is left of a text when its form is taken away."""

from __future__ import annotations

import unicodedata
from pathlib import Path

DATA = Path(__file__).parent / "data"
SENTENCES = [line for line in (DATA / "sentences_nfc.txt").read_text(encoding="utf-8").splitlines() if line]
NAMES = [line for line in (DATA / "names_sample.txt").read_text(encoding="utf-8").splitlines() if line]
CALM = [text for text in SENTENCES if not any(char.isdigit() for char in text)]
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f")
DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def squeezed(text: str) -> str:
    """The letters of a text and nothing else: no case, no marks, nothing between them."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(char for char in plain if char.isalpha() and not unicodedata.combining(char))


def digits_of(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


def without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))
