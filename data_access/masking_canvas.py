"""A text laid out for finding identities in it, whatever way it was typed, with the way back to the text as it stands.

On the canvas one place is one letter: composed, without invisible characters, wide, circled and other digits as 0–9,
Greek and Cyrillic look-alikes as Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

_PLAIN = re.compile("[\t\n\r\x20-\x7e\u00a0\u00c0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9–—‘’“”]*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that show nothing
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοıɡ",
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXoig",
)


@dataclass(frozen=True)
class Span:
    """Places `start` to `end` of a canvas, and what stands there instead once masked."""

    start: int
    end: int
    mask: str


@dataclass(frozen=True)
class Word:
    """A word of a canvas: as shown, in lower case, and where it stands."""

    shown: str
    low: str
    start: int
    end: int

    @property
    def is_title(self) -> bool:
        return self.shown[0].isupper() and not self.is_capitals

    @property
    def is_capitals(self) -> bool:
        return len(self.shown) > 1 and self.shown.isupper()


@dataclass(frozen=True)
class Canvas:
    """`shown` and `bare` have one character per place; place `i` covers `text[starts[i]:ends[i]]`.

    `bare` is lower case without diacritics, đ as d.
    """

    text: str
    shown: str
    bare: str
    starts: Sequence[int]
    ends: Sequence[int]

    @cached_property
    def words(self) -> list[Word]:
        """The words; one written together like "NguyenVanAn" counts as three."""
        return list(_words(self.shown))

    def masked(self, spans: Iterable[Span]) -> str:
        """The text with the spans replaced; spans that overlap are replaced together by the mask of the longest."""
        pieces, last = [], 0
        for span in _merged(spans):
            pieces += [self.text[last : self.starts[span.start]], span.mask]
            last = self.ends[span.end - 1]
            last += span.mask.endswith(".") and self.text[last : last + 1] == "."  # one full stop is enough
        return "".join([*pieces, self.text[last:]])


def _words(shown: str) -> Iterator[Word]:
    for whole in _LETTERS.finditer(shown):
        text, start = whole[0], whole.start()
        is_even = text.islower() or text.istitle() or text.isupper()
        cuts = [] if is_even else [place for place in range(1, len(text)) if _is_camel(text, place)]
        for begin, end in pairwise([0, *cuts, len(text)]):
            piece = text[begin:end]
            yield Word(piece, piece.lower(), start + begin, start + end)


def _is_camel(word: str, place: int) -> bool:
    return word[place - 1].islower() and word[place].isupper()


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[tuple[int, Span]] = []
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        length = span.end - span.start
        if merged and span.start < merged[-1][1].end:
            longest, before = merged[-1]
            mask = before.mask if longest >= length else span.mask
            merged[-1] = (max(longest, length), Span(before.start, max(before.end, span.end), mask))
        else:
            merged.append((length, span))
    return [span for _, span in merged]


def canvas(text: str) -> Canvas:
    """`text` laid out."""
    if _PLAIN.fullmatch(text):
        return Canvas(text, text, bare_letters(text), range(len(text)), range(1, len(text) + 1))
    shown, starts, ends = [], [], []
    for start, end in _clusters(text):
        for char in _readable(text[start:end]):
            shown.append(char)
            starts.append(start)
            ends.append(end)
    joined = "".join(shown)
    return Canvas(text, joined, bare_letters(joined), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Where each visible character with its marks stands."""
    clusters: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me") and clusters:
            clusters[-1] = (clusters[-1][0], place + 1)
        elif kind not in ("Mn", "Me", "Cf") and char not in _FILLERS:
            clusters.append((place, place + 1))
    return clusters


@lru_cache(maxsize=4096)
def _readable(cluster: str) -> str:
    visible = "".join(char for char in cluster if unicodedata.category(char) != "Cf")
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", visible))
    kept = (char for char in composed if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return "".join(_digit(char) or char for char in kept).translate(_LOOK_ALIKES)


def _digit(char: str) -> str:
    value = None if char.isascii() else unicodedata.digit(char, None)
    return "" if value is None else str(value)


class _BareTable(dict[int, str]):
    """Filled as letters turn up."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower().replace("đ", "d")
        self[code] = unicodedata.normalize("NFD", letter)[:1]
        return self[code]


_BARE = _BareTable()


def bare_letters(text: str) -> str:
    """`text`, composed, in lower case without diacritics; the same number of characters."""
    return text.translate(_BARE)
