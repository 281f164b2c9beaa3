"""Which row speaks of which thing.

First, rows that say nothing new are paired with the things they agree with; what is left then looks for its thing among
those that no other row speaks of. So a list that comes again with rows added, or with one mended, confuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data_access.imports.matching import Columns, Key, Matcher, Values
from data_access.imports.model import Problem, shown
from data_access.imports.present import Thing
from data_access.imports.rows import ImportRow

Agrees = Callable[[ImportRow, Thing], bool]


@dataclass(frozen=True)
class Match:
    """A row with its thing (None: a new one); `agrees`: the row says nothing that the store does not know."""

    row: ImportRow
    thing: Thing | None
    agrees: bool = False


class _UnclearError(Exception):
    """The row cannot be given to one thing; the argument is the sentence why."""


def match_rows(matcher: Matcher, rows: Sequence[ImportRow], agrees: Agrees) -> tuple[list[Match], list[Problem]]:
    """Each row with its thing; rows that repeat another or are unclear are problems and have no match."""
    pairing = _Pairing(matcher)
    matches = list(pairing.run(rows, agrees))
    return matches, pairing.problems


class _Pairing:
    """The state of pairing the rows of one file."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.kind = matcher.kind
        self.values: dict[int, Values] = {}
        self.claimed: dict[str, int] = {}
        self.problems: list[Problem] = []

    def run(self, rows: Sequence[ImportRow], agrees: Agrees) -> Iterator[Match]:
        self.values = {row.number: row.values for row in rows}
        single = self._without_repeats(rows)
        paired = pair_off({row.number: self._agreeing(row, agrees) for row in single})
        self.claimed = {thing_id: number for number, thing_id in paired.items()}
        for row in single:
            if row.number in paired:
                yield Match(row, self.matcher.present.things[paired[row.number]], agrees=True)
                continue
            try:
                thing = self._find(row.number)
            except _UnclearError as unclear:
                self._add(row.number, str(unclear))
                continue
            if thing is None:
                self._tell_known(row)
            else:
                self.claimed[thing.thing_id] = row.number
            yield Match(row, thing)

    def _without_repeats(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """The rows that do not repeat an earlier one; those that only share a firm key with another are told."""
        earlier: dict[tuple[Columns, Key], list[int]] = defaultdict(list)
        single = []
        for row in rows:
            values = self.values[row.number]
            keys = [(columns, self.matcher.key_of(values, columns)) for columns in self.kind.firm_keys]
            filled = [(columns, key) for columns, key in keys if key is not None]
            shared = [(columns, number) for columns, key in filled for number in earlier[columns, key]]
            same = next((n for _, n in shared if self.matcher.is_same(values, self.values[n])), None)
            if same is not None:
                self._add(row.number, f"Trùng với dòng {same} của tệp.")
                continue
            self._tell_shared(row, shared)
            for place in filled:
                earlier[place].append(row.number)
            single.append(row)
        return single

    def _tell_shared(self, row: ImportRow, shared: Sequence[tuple[Columns, int]]) -> None:
        for columns, number in shared:
            if not self.kind.alike(self.values[row.number], self.values[number]):
                return self._warn(row, columns[-1], f"Giống dòng {number} nhưng họ tên khác; được coi là người khác.")
        return None

    def _tell_known(self, row: ImportRow) -> None:
        for columns in self.kind.natural_keys:
            if self.matcher.sharing(self.values[row.number], columns):
                told = f"Đã có ở một {self.kind.label} khác trong hệ thống; dòng này được thêm mới."
                return self._warn(row, columns[-1], told)
        return None

    def _warn(self, row: ImportRow, column: str, error: str) -> None:
        header, value = self.kind.column(column).header, shown(row.cells.get(column))
        self.problems.append(Problem(row.number, header, value, error, "Kiểm tra lại cho đúng người.", "warning"))

    def _agreeing(self, row: ImportRow, agrees: Agrees) -> list[str]:
        """The things that the row adds nothing to, from the first key that gives any."""
        for columns in self.matcher.all_keys:
            things = self.matcher.sharing(self.values[row.number], columns)
            found = [thing.thing_id for thing in things if agrees(row, thing)]
            if found:
                return found
        return []

    def _find(self, number: int) -> Thing | None:
        values = self.values[number]
        for columns in self.kind.firm_keys:
            found = self.matcher.firm(values, columns)
            if found:
                return self._free_one(found)
        for columns in self.kind.loose_keys:
            free = self._free(self.matcher.loose(values, columns))
            if len(free) == 1:
                return free[0]
        for columns in self.kind.weak_keys:
            free = self._free(self.matcher.weak(values, columns))
            if free:
                return self._only(free)
        return None

    def _free(self, things: Sequence[Thing]) -> list[Thing]:
        return [thing for thing in things if thing.thing_id not in self.claimed]

    def _free_one(self, found: Sequence[Thing]) -> Thing:
        free = self._free(found)
        if not free:
            raise _UnclearError(f"Trùng với dòng {self.claimed[found[0].thing_id]} của tệp.")
        return self._only(free)

    def _only(self, things: Sequence[Thing]) -> Thing:
        if len(things) > 1:
            raise _UnclearError(f"Có {len(things)} {self.kind.label} trong hệ thống cùng khớp với dòng này.")
        return things[0]

    def _add(self, number: int, error: str) -> None:
        header = self.kind.column(self.kind.code).header
        fix = f"Ghi mã riêng ở cột “{header}” cho từng dòng, hoặc xóa dòng trùng."
        self.problems.append(Problem(number, "", "", error, fix))


def pair_off(choices: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """As many of the keys as possible, each with one of its choices that no other has (augmenting paths)."""
    owner: dict[str, int] = {}
    held: dict[int, str] = {}
    for start in choices:
        choice, came_from = _free_choice(choices, owner, start)
        while choice is not None:
            key = came_from[choice]
            before = held.get(key)
            held[key], owner[choice] = choice, key
            choice = before
    return held


def _free_choice(
    choices: Mapping[int, Sequence[str]], owner: Mapping[str, int], start: int
) -> tuple[str | None, dict[str, int]]:
    """The nearest free choice that `start` can get if others take another of theirs, and who comes to each choice."""
    came_from: dict[str, int] = {}
    queue = [start]
    for key in queue:
        for choice in choices[key]:
            if choice in came_from:
                continue
            came_from[choice] = key
            if choice not in owner:
                return choice, came_from
            queue.append(owner[choice])
    return None, came_from
