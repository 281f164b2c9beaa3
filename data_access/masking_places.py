"""Addresses inside a text: the number of a house, lane or flat, the name of a street. Areas and wards stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_access.masking_canvas import Canvas, Span
from data_access.masking_words import CLEAR_SURNAMES, with_bare

HIDDEN = "xx"
_NUMBER = r"[0-9]{1,4}[a-z]?(?![a-z0-9])(?:\s?[/\-]\s?[0-9]{1,4}[a-z]?(?![a-z0-9]))*"
_CODE = rf"(?:[a-z]{{1,3}}[.\-]?)?{_NUMBER}"
_UNITS = (
    "so nha|nha so|sn|ngo|ngach|hem|kiet|duong so|pho so|lo so|lo dat|can ho|phong so|phong tro|chung cu|toa nha|toa|"
    "block|thua dat|thua|to ban do|ki ot|kiot"
)
_NEAR = "ngo|ngach|hem|kiet|duong|pho|to dan pho|tdp|to [0-9]|thon|xom|khoi|khu pho|quoc lo|tinh lo"
_NUMBERED = re.compile(rf"(?<![a-z])(?:{_UNITS})(?:\s+so)?\s{{0,3}}[:.]?\s{{0,3}}({_CODE})")
_BESIDE = re.compile(rf"(?<![a-z])so\s+({_NUMBER})(?=\s{{0,3}},?\s{{0,3}}(?:{_NEAR})(?![a-z]))")
_DOCUMENT = re.compile(
    r"(?:quyet dinh|nghi quyet|cong van|thong bao|ke hoach|to trinh|bao cao|van ban|bieu do|bang|phu luc|dieu|cau|"
    r"tram bien ap|tram|cong|doi|chot)\s+$"
)
_LIVED_AT = re.compile(rf"(?<![a-z])(?:dia chi|o|tai|nha)\s{{0,3}}:?\s{{0,3}}so\s+({_NUMBER})(?!\s?[.:]\s?[0-9])")
_WORD = re.compile(r"[^\W\d_]+")
_STREET = re.compile(r"(?<![^\W\d_])(?:đường|duong|phố|pho)\s{1,3}(?=\w)", re.IGNORECASE)
_AREA = re.compile(r"(?<![a-z])(?:dan|khu|khoi|thanh)\s+$")
_BEFORE_NAME = re.compile(r"(?<![0-9/.,])([0-9]{1,4}[A-Za-z]?(?:/[0-9]{1,4}[A-Za-z]?)*)\s{1,3}(?=[^\W\d_])")
_SURNAMES = with_bare(CLEAR_SURNAMES)


def place_spans(canvas: Canvas) -> Iterator[Span]:
    """Where parts of an address stand that lead to a house."""
    for pattern in (_NUMBERED, _BESIDE, _LIVED_AT):
        for found in pattern.finditer(canvas.bare):
            if not _DOCUMENT.search(canvas.bare, max(0, found.start() - 20), found.start()):
                yield Span(found.start(1), found.end(1), HIDDEN)
    for found in _STREET.finditer(canvas.shown):
        name = _capitalised(canvas.shown, found.end())
        is_area = _AREA.search(canvas.bare, max(0, found.start() - 12), found.start())
        if name and not is_area and _is_street(found[0], name):
            yield Span(found.end(), name[-1].end(), HIDDEN)
    for found in _BEFORE_NAME.finditer(canvas.shown):
        name = _capitalised(canvas.shown, found.end())
        if len(name) > 1 and name[0][0].lower() in _SURNAMES:
            yield Span(found.start(1), name[-1].end(), HIDDEN)


def _is_street(marker: str, name: list[re.Match[str]]) -> bool:
    """In capitals throughout, only a name that begins like a person's."""
    return not marker.isupper() or (len(name) > 1 and name[0][0].lower() in _SURNAMES)


def _capitalised(shown: str, start: int) -> list[re.Match[str]]:
    """The capitalised words that follow each other from `start` on, with a space between."""
    words: list[re.Match[str]] = []
    found = _WORD.match(shown, start)
    while found and found[0][0].isupper():
        words.append(found)
        end = found.end()
        found = _WORD.match(shown, end + 1) if shown[end : end + 1].isspace() else None
    return words
