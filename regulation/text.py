"""Vietnamese text: composed Unicode, folding for matching, and recognising what isn't TCVN 6909:2001 (clause 3.1)."""

import re
import unicodedata

from regulation.legacy import legacy_encoding
from regulation.syllables import has_diacritic, is_vietnamese_letter

__all__ = ["fold_text", "legacy_encoding", "natural_order", "text_standard_problem", "to_nfc"]

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)+\S*")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 6
_LEAST_SHARE_WITH_DIACRITICS = 0.2
_UNITS = "µªº"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS_FROM = 0x100  # behind digits and punctuation
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng


def to_nfc(text: str) -> str:
    """`text` in composed form, in which one Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def fold_text(text: str) -> str:
    """`text` for matching: lower case, no diacritics, đ as d, single spaces, none at the ends."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def natural_order(name: str) -> tuple[tuple[int, int, str, str], ...]:
    """A sort key: the Vietnamese alphabet and order of tones, digits as numbers ("Tổ dân phố 10" follows "… 9")."""
    return tuple(_word_order(word) for word in name.lower().split())


def _word_order(word: str) -> tuple[int, int, str, str]:
    if word.isdecimal():
        return 0, int(word), "", ""
    decomposed = unicodedata.normalize("NFD", word)
    letters = to_nfc("".join(char for char in decomposed if char not in _TONES))
    places = "".join(chr(_LETTERS_FROM + _ALPHABET.index(char)) if char in _ALPHABET else char for char in letters)
    return 1, 0, places, "".join(str(1 + _TONES.index(char)) for char in decomposed if char in _TONES)


def _strange_letters(text: str) -> list[str]:
    """Letters of `text`, each once, that aren't Vietnamese, and characters that have no meaning in Unicode."""
    return [
        char
        for char in dict.fromkeys(text)
        if (char.isalpha() and char not in _UNITS and not is_vietnamese_letter(char))
        or unicodedata.category(char) in ("Co", "Cn")
        or char == "\ufffd"
    ]


def _lacks_diacritics(text: str) -> bool:
    words = _WORD.findall(_ADDRESS.sub(" ", text))
    with_diacritics = sum(map(has_diacritic, words))
    return len(words) >= _LEAST_WORDS and with_diacritics < _LEAST_SHARE_WITH_DIACRITICS * len(words)


def text_standard_problem(text: str) -> str | None:
    """Why `text` isn't Vietnamese in Unicode with its diacritics, as a sentence with what to do; None when it is."""
    encoding = legacy_encoding(text)
    if encoding:
        return f"Văn bản gõ bằng bảng mã {encoding}. Hãy chuyển sang Unicode rồi nhập lại."
    composed = to_nfc(text)
    if composed != text:
        return "Văn bản dùng Unicode tổ hợp. Hãy chuyển sang Unicode dựng sẵn."
    strange = _strange_letters(text)
    if strange:
        return f"Có ký tự ngoài bảng chữ tiếng Việt: {' '.join(strange[:5])}. Hãy gõ lại bằng chữ tiếng Việt."
    if _lacks_diacritics(text):
        return "Văn bản thiếu dấu tiếng Việt. Hãy gõ lại có đủ dấu."
    return None
