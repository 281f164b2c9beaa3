"""Finding a tổ dân phố or a group by its code, name or another name, however it is typed."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from regulation.text import fold_text

_AREA_PREFIX = re.compile(r"^(?:to dan pho|tdp|to dp|t\.?d\.?p|khu dan cu|to)\b[\s.:]*(?:so\s+)?")


@dataclass
class Names:
    """Names of things of one kind. `add` each spelling, then `find`."""

    label: str
    is_area: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    _levels: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: tuple(defaultdict(set) for _ in range(3)))

    def add(self, thing: str, name: str | None, *, is_main: bool = False) -> None:
        if not name:
            return
        if is_main:
            self.shown[thing] = name
        for level, spelling in zip(self._levels, self._spellings(name), strict=True):
            if spelling:
                level[spelling].add(thing)

    def _spellings(self, name: str) -> tuple[str, str, str]:
        """From strict to lenient: as written; without diacritics; without “tổ dân phố” and leading zeros."""
        folded = fold_text(name)
        return " ".join(name.casefold().split()), folded, self._bare(folded)

    def _bare(self, folded: str) -> str:
        plain = re.sub(r"[^\w\s]+", " ", _AREA_PREFIX.sub("tdp ", folded) if self.is_area else folded)
        bare = re.sub(r"\b0+(?=\d)", "", " ".join(plain.split()))
        return f"tdp {bare}" if self.is_area and bare.isdigit() else bare

    def find(self, name: str) -> set[str]:
        """The things that `name` may mean; one when it is clear, none when unknown."""
        for level, spelling in zip(self._levels, self._spellings(name), strict=True):
            found = level.get(spelling)
            if found:
                return found
        return set()

    def nearest(self, name: str) -> list[str]:
        """Up to three main names of the things that some name of theirs looks most like."""
        spelled = {spelling.removeprefix("tdp "): things for spelling, things in self._levels[2].items()}
        near = difflib.get_close_matches(self._bare(fold_text(name)).removeprefix("tdp "), spelled, n=3, cutoff=0.5)
        things = dict.fromkeys(thing for spelling in near for thing in sorted(spelled[spelling]))
        return [self.shown.get(thing, thing) for thing in things][:3]

    def names_of(self, things: Iterable[str]) -> str:
        return "; ".join(sorted(self.shown.get(thing, thing) for thing in things))
