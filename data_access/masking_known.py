"""Finding the names of people one knows of in a text, however they are typed.

A full name is found in any case, composed or not, with or without diacritics, in one word or letter by letter, over
line breaks. Of the people a text is about, the shorter forms count as well: without the middle name, the given name
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from data_access import masking_words as words
from data_access.masking_canvas import Canvas, Span, Word, bare_letters, canvas
from data_access.masking_names import initials

_GAP = re.compile(r"[\s._\-\u2010-\u2015*>|/'’·•~+\\\"“”]{0,4}")
_TONES = str.maketrans(
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)


@dataclass(frozen=True)
class _Form:
    """One way of writing a name: its letters in lower case and where its words end."""

    letters: str
    mask: str
    syllables: int
    close: bool  # of somebody the text is about
    short: bool  # not the whole name

    @property
    def is_sure(self) -> bool:
        """Told by its letters alone."""
        return self.close and self.syllables >= 3 and not self.short

    @property
    def needs_capital(self) -> bool:
        return self.short or (self.syllables < 3 and not self.close)


def _key(letters: str) -> str:
    return bare_letters(letters).replace("y", "i")


class Names:
    """The names to look for. `of` prepares them once for the same people."""

    def __init__(self, forms: Iterable[_Form], also: Names | None = None) -> None:
        self._also = also
        self._forms: dict[str, list[_Form]] = {}
        for form in forms:
            self._forms.setdefault(_key(form.letters), []).append(form)
        self._lengths = sorted({len(key) for key in self._forms}, reverse=True)
        self._firsts = frozenset(key[:2] for key in self._forms)

    @staticmethod
    def of(close: Iterable[str] = (), distant: Iterable[str] = ()) -> Names:
        """`close` are the people that the text is about, `distant` others that might occur in it."""
        return _prepared(tuple(sorted(set(close))), tuple(sorted(set(distant))))

    def and_close(self, close: Iterable[str]) -> Names:
        """These names and those of the people one text is about."""
        return Names((form for name in close for form in _forms(name, close=True)), self)

    def spans(self, canvas: Canvas) -> Iterator[Span]:
        """Where the names stand in a canvas."""
        if self._also is not None:
            yield from self._also.spans(canvas)
        if not self._forms:
            return
        places = [place for place, char in enumerate(canvas.bare) if char.isalpha()]
        squeezed = "".join(canvas.bare[place] for place in places).replace("y", "i")
        text = _Text(canvas, places)
        start = 0
        while start < len(places):
            found = self._at(squeezed, text, start) if squeezed[start : start + 2] in self._firsts else None
            if found:
                yield Span(places[start], places[start + len(found.letters) - 1] + 1, found.mask)
            start += len(found.letters) if found else 1

    def _at(self, squeezed: str, text: _Text, start: int) -> _Form | None:
        if not text.begins_word(start):
            return None
        for length in self._lengths:
            for form in self._forms.get(squeezed[start : start + length], ()):
                if text.holds(form, start):
                    return form
        return None


@dataclass(frozen=True)
class _Text:
    canvas: Canvas
    places: list[int]

    def begins_word(self, start: int) -> bool:
        return start == 0 or self._is_cut(self.places[start - 1], self.places[start])

    def _is_cut(self, before: int, after: int) -> bool:
        shown = self.canvas.shown
        return after - before > 1 or (shown[before].islower() and shown[after].isupper())

    def holds(self, form: _Form, start: int) -> bool:
        end = start + len(form.letters)
        if end > len(self.places) or (end < len(self.places) and not self._is_cut(*self.places[end - 1 : end + 1])):
            return False
        taken = self.places[start:end]
        if not all(_GAP.fullmatch(self.canvas.shown, a + 1, b) for a, b in pairwise(taken)):
            return False
        return form.is_sure or self._fits(form, taken)

    def _fits(self, form: _Form, taken: list[int]) -> bool:
        """Whether it agrees in its diacritics, as far as there are any, and is capitalised where that is asked for."""
        shown = self.canvas.shown
        is_upper = shown[taken[0]].isupper()
        if form.needs_capital and not is_upper:
            return False
        if form.syllables == 1 and not self._stands_alone(taken):
            return False
        return all(
            _agrees(shown[place].lower(), letter, loosely=is_upper or form.syllables >= 3)
            for place, letter in zip(taken, form.letters, strict=True)
        )

    def _stands_alone(self, taken: list[int]) -> bool:
        """Whether one capitalised word is neither part of a longer name of something nor the start of a compound."""
        all_words = self.canvas.words
        order = next((order for order, word in enumerate(all_words) if word.start == taken[0]), None)
        if order is None or all_words[order].end != taken[-1] + 1:
            return False
        before = all_words[order - 1] if order else None
        after = all_words[order + 1] if order + 1 < len(all_words) else None
        if after and (all_words[order].low, after.low) in words.COMPOUNDS:
            return False
        return not self._joined(before, all_words[order]) and not self._joined(all_words[order], after)

    def _joined(self, first: Word | None, then: Word | None) -> bool:
        """Whether two neighbours are both capitalised with only a space between."""
        if first is None or then is None or self.canvas.shown[first.end : then.start].strip(" ") != "":
            return False
        is_marker = first.low in words.ADDRESSES
        return not is_marker and first.shown[0].isupper() and then.shown[0].isupper()


def _agrees(typed: str, known: str, *, loosely: bool) -> bool:
    """Whether a typed letter can stand for the one of the name; `loosely`: in another tone."""
    if _key(typed) == typed.replace("y", "i") or typed == known:
        return True
    return loosely and typed.translate(_TONES) == known.translate(_TONES)


@lru_cache(maxsize=64)
def _prepared(close: tuple[str, ...], distant: tuple[str, ...]) -> Names:
    forms = [form for name in close for form in _forms(name, close=True)]
    return Names([*forms, *(form for name in distant for form in _forms(name, close=False))])


def _forms(name: str, *, close: bool) -> Iterator[_Form]:
    syllables = [word.shown for word in canvas(name).words if word.low not in words.NO_NAMES]
    if len(syllables) > 2 and syllables[0].lower() in words.ADDRESSES - words.SURNAMES:
        del syllables[0]
    whole = _form(syllables, close=close)
    if len(syllables) > 1 or (close and len(whole.letters) > 1):
        yield whole
    if not close or len(syllables) < 2:
        return
    given, family = syllables[-1], syllables[0]
    shorter = [[given, family], *([[given]] if len(given) > 1 else [])]
    if len(syllables) > 2:
        shorter += [syllables[-2:], [family, given], [given, *syllables[:-1]]]
    for form in shorter:
        yield _form(form, close=True, short=True)


def _form(syllables: list[str], *, close: bool, short: bool = False) -> _Form:
    letters = "".join(char.lower() for syllable in syllables for char in syllable if char.isalpha())
    return _Form(letters, initials(syllables), len(syllables), close, short or len(syllables) == 1)
