"""The shape of a Vietnamese syllable: initial, rhyme, at most one tone. Used to tell good text from mojibake."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_MARKS = frozenset(_TONES)
_BASES = "aăâeêioôơuưy"
_LETTERS = frozenset(
    unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in ("", *_TONES)
) | frozenset("abcdefghijklmnopqrstuvwxyzđ")

_INITIAL = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x|"
_RHYMES = (
    "a(?:i|y|o|u|c|ch|m|n|ng|nh|p|t)?|ă(?:c|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)|e(?:c|m|n|ng|o|p|t)?"
    "|ê(?:ch|m|n|nh|ng|p|t|u)?|i(?:a|ch|m|n|nh|p|t|u)?|iê(?:c|m|n|ng|p|t|u)|oo(?:c|ng)|o(?:c|i|m|n|ng|p|t)?"
    "|oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|oă(?:c|m|n|ng|t)|oe(?:m|n|o|t)?|ô(?:c|i|m|n|ng|p|t)?|ơ(?:i|m|n|p|t)?"
    "|u(?:a|c|i|m|n|ng|p|t)?|uâ(?:n|ng|t|y)|uê(?:ch|nh)?|uơ|uô(?:c|i|m|n|ng|t)|uy(?:a|ch|n|nh|p|t|u)?|uyê(?:n|t)"
    "|ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)|y(?:t|nh)?|yê(?:m|n|ng|t|u)"
)
_SYLLABLE = re.compile(f"(?!quo|quu)(?:{_INITIAL})(?:{_RHYMES})|gi(?:n|m|p|t|ch|nh)?|giê(?:c|m|n|ng|p|t|u)")

_ENDS_IN_GLIDE = re.compile(r".*(?:a[iouy]|â[uy]|eo|êu|[oôơư]i|ưu|(?<!q)ui|(?<!g)iu)")


def is_vietnamese_letter(char: str) -> bool:
    """Whether `char`, composed, is a letter of TCVN 6909:2001; f, j, w, z of foreign names included."""
    return char.lower() in _LETTERS


def has_diacritic(word: str) -> bool:
    """Whether a composed word holds a Vietnamese letter beyond a–z."""
    return any(not char.isascii() and is_vietnamese_letter(char) for char in word)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether one word, in any case, has the shape of a Vietnamese syllable."""
    composed = unicodedata.normalize("NFC", word.lower())
    if not all(map(is_vietnamese_letter, composed)):
        return False
    decomposed = unicodedata.normalize("NFD", composed)
    toneless = "".join(char for char in decomposed if char not in _TONE_MARKS)
    if len(decomposed) - len(toneless) > 1:
        return False
    base = unicodedata.normalize("NFC", toneless)
    if decomposed[-1:] in _TONE_MARKS and _ENDS_IN_GLIDE.fullmatch(base):
        return False
    return _SYLLABLE.fullmatch(base) is not None
