"""Names of people inside a text: after a form of address or a label, and full names by their shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from data_access import masking_words as words
from data_access.masking_canvas import Canvas, Span, Word, bare_letters, canvas
from regulation.syllables import is_syllable

_INSIDE = re.compile(r"[\s_>*|]{0,4}|[\-\u2010-\u2015]\s{0,2}|\.")
_ABBREVIATED = re.compile(r"\.\s?")
_ADDRESS_GAP = re.compile(r"[\s:_>*|\-\u2010-\u2015\"“'(/]{0,5}")
_LABEL_GAP = re.compile(r"[\s_>*|=\-\u2010-\u2015\"“'(]{0,6}|[\s.…_]{0,40}:[\s._>*|=\-\"“'(]{0,6}")
_PHRASE_GAP = re.compile(r"[\s/]{1,3}")
_MOST_WORDS = 5
_CLEAR, _ANY = words.with_bare(words.CLEAR_SURNAMES), words.with_bare(words.SURNAMES)
_MIDDLES, _FIRM = words.with_bare(words.MIDDLES), words.with_bare(words.FIRM_MIDDLES)
_SECONDS = _MIDDLES | _CLEAR
_BARE_STOPS = frozenset(map(bare_letters, words.STOPS)) - {"an", "anh", "tu", "mai", "ha", "ly", "son"}
_MARKERS: dict[tuple[str, ...], bool] = {(word,): False for word in words.ADDRESSES}
_MARKERS |= dict.fromkeys(words.ROLES, False) | dict.fromkeys(words.LABELS, True)
_BARE_MARKERS = {tuple(map(bare_letters, marker)): is_label for marker, is_label in _MARKERS.items()}

_FIRSTS = frozenset(marker[0] for marker in (*_MARKERS, *_BARE_MARKERS))


def initials(names: Sequence[str]) -> str:
    """ "N.V.A." of the words of a name."""
    return "".join(f"{canvas(name[0].upper()).shown[:1]}." for name in names)


def name_spans(laid_out: Canvas) -> Iterator[Span]:
    """Where names stand that their surroundings or their shape give away."""
    return _Finder(laid_out).spans()


class _Finder:
    def __init__(self, laid_out: Canvas) -> None:
        self._canvas = laid_out
        self._words = laid_out.words

    @cached_property
    def _is_bare(self) -> bool:
        """Whether the text is typed without diacritics."""
        return self._canvas.shown.lower() == self._canvas.bare

    @property
    def _sure_surnames(self) -> frozenset[str]:
        """Surnames that are hardly anything else, even in lower case."""
        return words.BARE_SPOKEN_SURNAMES if self._is_bare else words.SPOKEN_SURNAMES | words.BARE_SPOKEN_SURNAMES

    def spans(self) -> Iterator[Span]:
        place = 0
        while place < len(self._words):
            first, count = self._marked(place)
            if not count:
                first, count = place, self._unmarked(place)
            if count:
                yield self._span(first, count)
            place = first + count if count else place + 1

    def _span(self, first: int, count: int) -> Span:
        chosen = self._words[first : first + count]
        return Span(chosen[0].start, chosen[-1].end, initials([word.shown for word in chosen]))

    def _gap(self, place: int) -> str:
        """What stands between the word at `place` and the one before."""
        return self._canvas.shown[self._words[place - 1].end : self._words[place].start]

    def _marked(self, place: int) -> tuple[int, int]:
        """First word and length of the name after the marker that begins at `place`; length 0 without one."""
        if self._words[place].low not in _FIRSTS or (self._low(place - 1), self._low(place)) in words.NO_MARKERS:
            return place, 0
        for length in range(min(words.LONGEST_MARKER, len(self._words) - place - 1), 0, -1):
            is_label = self._marker(place, length)
            if is_label is None:
                continue
            first = place + length
            gap = self._gap(first)
            if not (_LABEL_GAP if is_label else _ADDRESS_GAP).fullmatch(gap):
                return place, 0
            if is_label and (":" in gap or self._words[first - 1].low in ("là", "la")):
                told = self._run(first, self._is_after_label)
                return first, max(told, self._name_length(first, self._words[place]))
            return self._addressed(place, first)
        return place, 0

    def _marker(self, place: int, length: int) -> bool | None:
        """Whether the words are a label; None when they are no marker at all."""
        if not all(_PHRASE_GAP.fullmatch(self._gap(here)) for here in range(place + 1, place + length)):
            return None
        phrase = tuple(word.low for word in self._words[place : place + length])
        known = _MARKERS.get(phrase)
        return _BARE_MARKERS.get(phrase) if known is None and self._is_bare else known

    def _addressed(self, marker: int, first: int) -> tuple[int, int]:
        name = first
        while name - first < 4 and name + 1 < len(self._words) and self._may_stand_between(name):
            name += 1
        for begin in dict.fromkeys((name, first)):
            count = self._name_length(begin, self._words[marker])
            if count:
                return begin, count
        return first, 0

    def _may_stand_between(self, place: int) -> bool:
        word = self._words[place]
        plain = word.low in words.BETWEEN and (not word.is_title or self._begins_compound(place))
        return plain and bool(_INSIDE.fullmatch(self._gap(place + 1)))

    def _name_length(self, place: int, marker: Word) -> int:
        word = self._words[place]
        if word.shown[0].isupper() and not (marker.is_capitals and word.shown.isupper()):
            return self._run(place, self._is_name_word)
        return self._spoken(place, marker.low)

    def _spoken(self, place: int, marker: str) -> int:
        """Length of a name all in lower or all in upper case behind a form of address."""
        low, following = self._words[place].low, self._low(place + 1)
        if low in self._sure_surnames or (low in _ANY and following in _FIRM):
            return self._by_surname(place)
        is_compound = self._begins_compound(place) or (marker, low) in words.COMPOUNDS
        if is_compound or (self._is_bare and marker not in words.BARE_ADDRESSES):
            return 0
        if low in _ANY and following in _SECONDS:
            return self._by_surname(place)
        given = words.BARE_GIVENS if self._is_bare else words.GIVENS
        return self._run(place, lambda here: self._low(here) in given, 2) if low in given else 0

    def _by_surname(self, place: int) -> int:
        """The surname, the name behind "văn" or "thị", and what follows up to an ordinary word."""
        sure = 3 if self._low(place + 1) in _FIRM else 1
        return self._run(place, lambda here: here - place < sure or self._is_ordinary_free(here), 4)

    def _low(self, place: int) -> str:
        return self._words[place].low if 0 <= place < len(self._words) else ""

    def _run(self, place: int, belongs: Callable[[int], bool], most: int = _MOST_WORDS) -> int:
        """How many words from `place` on follow each other closely and belong to the name."""
        count = 0
        while count < most and place + count < len(self._words):
            here = place + count
            if (count and not self._follows(place, here)) or not belongs(here):
                break
            count += 1
        return count

    def _follows(self, place: int, here: int) -> bool:
        gap = self._gap(here)
        if _INSIDE.fullmatch(gap):
            return True
        whole = any(word.end - word.start > 1 for word in self._words[place:here])
        before = self._words[here - 1]
        return whole and before.end - before.start == 1 and bool(_ABBREVIATED.fullmatch(gap))

    def _is_name_word(self, place: int) -> bool:
        word = self._words[place]
        is_upper = word.shown[0].isupper() and (not word.is_capitals or is_syllable(word.low))
        return is_upper and word.low not in words.NO_NAMES and not self._begins_compound(place)

    def _is_ordinary_free(self, place: int) -> bool:
        low = self._words[place].low
        return low not in words.STOPS and not (self._is_bare and low in _BARE_STOPS) and low not in words.NO_NAMES

    def _is_after_label(self, place: int) -> bool:
        word = self._words[place]
        if word.is_title:
            return self._is_name_word(place)
        return self._is_ordinary_free(place)

    def _begins_compound(self, place: int) -> bool:
        if place + 1 >= len(self._words):
            return False
        pair = (self._words[place].low, self._words[place + 1].low)
        return pair in (words.BARE_COMPOUNDS if self._is_bare else words.COMPOUNDS)

    def _unmarked(self, place: int) -> int:
        """Length of the full name that begins at `place`; 0 when the word begins none."""
        word = self._words[place]
        if word.low not in _ANY or place + 1 >= len(self._words):
            return 0
        following = self._words[place + 1].low
        if word.is_title:
            count = self._run(place, self._is_name_word)
            is_place = place > 0 and self._words[place - 1].low in words.PLACES
            sure = following in _FIRM or (word.low in _CLEAR and not is_place)
            named = sure or (following in _MIDDLES and count >= 3 and not is_place)
            return count if count >= 2 and named and not self._is_public(place, count) else 0
        surname = word.low in self._sure_surnames or (not self._is_bare and word.low in words.SURNAMES)
        enough = surname and following in _FIRM
        enough |= word.is_capitals and word.low in _CLEAR and following in _SECONDS
        if not enough or (word.is_capitals != self._words[place + 1].is_capitals):
            return 0
        count = self._by_surname(place)
        return count if count >= 3 else 0

    def _is_public(self, place: int, count: int) -> bool:
        return tuple(word.low for word in self._words[place : place + count]) in words.PUBLIC_FIGURES
