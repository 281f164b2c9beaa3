"""Text typed in the fonts used before Unicode, TCVN3 (ABC) and VNI, that a sheet shows as mojibake.

Both wrote Vietnamese letters with the codes of Western European ones: "Nguyễn" became "NguyÔn" or "Nguyeãn".
A word counts as mojibake when it is no Vietnamese syllable as it stands and is one after decoding.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from regulation.syllables import is_syllable, is_vietnamese_letter

_TCVN3_CODES = (
    "¨ă ©â ªê «ô ¬ơ \xadư ®đ ¡ă ¢â £ê ¤ô ¥ơ ¦ư §đ µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể "
    "Ôễ Õế Öệ ×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ"
)
_TCVN3 = {ord(pair[0]): pair[1] for pair in _TCVN3_CODES.split(" ")}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {
    "â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT,
}  # fmt: skip
_VNI_BREVE = {
    "ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT,
}  # fmt: skip
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLES)
    for base in "aeouyôö":
        letter = _VNI_SINGLES.get(base, base)
        table |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + _CIRCUMFLEX + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + mark: "a" + _BREVE + tone for mark, tone in _VNI_BREVE.items()}
    return {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}


_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# ASCII letters and all beyond ASCII but spaces and general punctuation; the micrometre is no mojibake.
_WORD = re.compile(r"(?!µm\b)[A-Za-z\u00a1-\u1fff\u20ab]+")
_SHORTEST_CERTAIN = 3


def _decode_tcvn3(word: str) -> str:
    return word.translate(_TCVN3).lower()


def _decode_vni(word: str) -> str:
    return _VNI_CODE.sub(lambda code: _VNI[code[0]], word.lower())


# VNI first: "khoâng" could be either, and is far likelier to be "không" than "khoõng".
_DECODERS: dict[str, Callable[[str], str]] = {"VNI": _decode_vni, "TCVN3": _decode_tcvn3}


def _stands(word: str) -> bool:
    """Whether a word is a Vietnamese syllable as written: "ThÕ" isn't, for its capital inside."""
    odd_capital = any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word))
    return not odd_capital and is_syllable(word)


def _is_mojibake(word: str, decode: Callable[[str], str]) -> bool:
    """A lone sign (×, ·, §) proves nothing."""
    return len(word) > 1 and not word.isascii() and not _stands(word) and is_syllable(decode(word))


def _is_certain(word: str) -> bool:
    """Whether a mojibake word can't be anything else: it has letters that Vietnamese doesn't."""
    return len(word) >= _SHORTEST_CERTAIN and not all(map(is_vietnamese_letter, word))


def _speaks_against(word: str, decode: Callable[[str], str]) -> bool:
    """Whether a good word shows that the text isn't in this encoding."""
    if word.isascii() or not _stands(word):
        return False
    return any(char > "\xff" for char in word) or not is_syllable(decode(word))


def _score(words: list[str], decode: Callable[[str], str]) -> int:
    """Above 0: the words are in this encoding."""
    broken = [word for word in words if _is_mojibake(word, decode)]
    certain = sum(map(_is_certain, broken))
    against = sum(_speaks_against(word, decode) for word in words)
    return max(certain, len(broken) - against)


def _western(text: str) -> str:
    """`text` as Western European letters, if it was read as Windows-1258; otherwise ""."""
    try:
        return text.encode("cp1258").decode("latin-1")
    except UnicodeError:
        return ""


def legacy_encoding(text: str) -> str | None:
    """ "TCVN3" or "VNI" when the text was typed in that encoding and not in Unicode; otherwise None."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if all(word.isascii() or _stands(word) for word in words):
        return None
    for view in (words, _WORD.findall(_western(text))):
        scores = {name: _score(view, decode) for name, decode in _DECODERS.items()}
        best = max(scores, key=lambda name: scores[name])
        if scores[best] > 0:
            return best
    return None
