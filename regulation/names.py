"""Judging whether a displayed name is a full name (clause 3.2). It advises; it never refuses a name."""

import re
import unicodedata

from regulation.legacy import legacy_encoding
from regulation.text import to_nfc

_NOT_SURNAMES = re.compile(
    "mẹ|bố|ba|má|bé|bà|anh|chị|em|cô|dì|cậu|chú|bác|thím|mợ|thầy|nhà|cháu|con|hội|nhóm|tiệm|quán|bếp|sửa|bán"
)
_BUSINESS = re.compile(
    r"\b(?:shop|store|spa|nail|nails|salon|studio|mobile|online|official|admin|zalo|taxi|cửa hàng|công ty|cty|tạp hóa|"
    r"tạp hoá|đại lý|siêu thị|nhà xe|nhà thuốc|nhà hàng|quầy thuốc|tổ dân phố|tdp|hợp tác xã|vật liệu xây dựng)\b"
)
_JOINERS = "-'’ʼ"


def _is_latin_letter(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN")


def _is_name_word(word: str) -> bool:
    return any(map(_is_latin_letter, word)) and all(_is_latin_letter(char) or char in _JOINERS for char in word)


def name_status(text: str) -> str:
    """How far `text` is a full name.

    "full": two or more words of letters (any case; hyphens, apostrophes and one-letter syllables included);
    "doubtful": digits, emoji or signs in it, a form of address in front, a business, or mojibake;
    "incomplete": one word or none.
    """
    words = to_nfc(text).lower().split()
    if len(words) < 2:
        return "incomplete"
    plain = " ".join(words)
    if not all(map(_is_name_word, words)) or _NOT_SURNAMES.fullmatch(words[0]) or _BUSINESS.search(plain):
        return "doubtful"
    return "doubtful" if legacy_encoding(text) else "full"
