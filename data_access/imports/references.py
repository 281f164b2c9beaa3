"""Finding a tổ dân phố or a group by its code, name or another name, however it is typed."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from regulation.text import fold_text

# “Khối 1” of old is not “tổ dân phố 1”: words for other units are dropped before a name only.
_AREA_PREFIX = re.compile(
    r"^(?:(?:to dan pho|to dp|t\.?d\.?p|khu dan cu)(?![^\W\d])|to(?=[\s.]*(?:so\s*)?\d)"
    r"|(?:thon|xom|khoi pho|khoi)(?=\s+[^\W\d]))[\s.:]*(?:so\s+(?=\d))?"
)


@dataclass
class Names:
    """Names of things of one kind. `add` each spelling, then `find`."""

    label: str
    is_area: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    _levels: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: tuple(defaultdict(set) for _ in range(4)))

    def add(self, thing: str, name: str | None, *, is_main: bool = False, is_code: bool = False) -> None:
        if not name:
            return
        if is_main:
            self.shown[thing] = name
        exact, folded, bare = self._spellings(name)
        for level, spelling in ((0, exact), (1, folded), (3 if is_code else 2, bare)):
            if spelling:
                self._levels[level][spelling].add(thing)

    def _spellings(self, name: str) -> tuple[str, str, str]:
        """From strict to lenient: as written; without diacritics; without “tổ dân phố” and leading zeros."""
        folded = fold_text(name)
        return " ".join(name.casefold().split()), folded, self._bare(folded)

    def _bare(self, folded: str) -> str:
        plain = re.sub(r"[^\w\s]+", " ", _AREA_PREFIX.sub("", folded) if self.is_area else folded)
        return re.sub(r"\b0+(?=\d)", "", " ".join(plain.split()))

    def find(self, name: str) -> set[str]:
        """The things that `name` may mean; one when it is clear, none when unknown."""
        exact, folded, bare = self._spellings(name)
        for level, spelling in zip(self._levels, (exact, folded, bare, bare), strict=True):
            found = level.get(spelling)
            if found:
                return found
        return set()

    def nearest(self, name: str) -> list[str]:
        """Up to three main names of the things that some name of theirs looks most like."""
        near = difflib.get_close_matches(self._bare(fold_text(name)), self._levels[2], n=3, cutoff=0.5)
        things = dict.fromkeys(thing for spelling in near for thing in sorted(self._levels[2][spelling]))
        return [self.shown.get(thing, thing) for thing in things][:3]

    def names_of(self, things: Iterable[str]) -> str:
        return "; ".join(sorted(self.shown.get(thing, thing) for thing in things))
