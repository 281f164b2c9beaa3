"""Importing a file: all of it lands in one transaction, or nothing does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from data_access.actors import Actor
from data_access.errors import Rejected
from data_access.imports.checks import check_row, missing_columns
from data_access.imports.columns import ImportKind
from data_access.imports.headers import Header, find_table, header_problems
from data_access.imports.mapping import MappingFile
from data_access.imports.matching import Matcher
from data_access.imports.model import ImportRefused, ImportResult, Problem, has_errors
from data_access.imports.pairing import Match, match_rows
from data_access.imports.planning import Planner, RowPlan
from data_access.imports.present import read_present
from data_access.imports.reader import read_bytes, read_tables
from data_access.imports.registry import IMPORTS
from data_access.imports.resolving import resolve
from data_access.imports.rows import read_rows
from data_access.imports.workbook import Grid
from data_access.imports.writing import Batch, counts, land
from data_access.store import Store
from regulation.text import to_nfc

MAX_FILE_NAME = 120
FIX_WORKFLOW = "Kiểm tra lại các mốc thời gian của dòng này và bổ sung mốc còn thiếu."


@dataclass(frozen=True)
class _Sheet:
    """A file as read, before the store is looked at."""

    kind: ImportKind
    mapping: MappingFile
    grid: Grid
    header: Header
    notices: tuple[Problem, ...]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.header.places) | frozenset(self.mapping.constants)


@dataclass(frozen=True)
class _Draft:
    """What the file would lead to."""

    rows_read: int
    plans: tuple[RowPlan, ...]
    problems: tuple[Problem, ...]


def import_file(
    store: Store,
    actor: Actor,
    kind: str,
    source: bytes | Path,
    file_name: str = "",
    mapping: MappingFile | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import a table of `kind` (a key of `IMPORTS`); `mapping` comes from `read_mapping`.

    Any error in any row leaves the store as it was; the result tells all problems. Importing a file that the store
    already agrees with writes nothing and gives no `batch_id`. Raises `ImportRefused` for a file that is no readable
    table of this kind, `NotAllowed` when `actor` may not import it. Who may import a kind may record through a file all
    that it tells, also what others did.
    """
    _require(store, actor, f"import.{kind}")
    spec = IMPORTS[kind]
    name = plain_file_name(file_name or (source.name if isinstance(source, Path) else ""))
    data = read_bytes(source)
    sheet = _read(spec, data, name, mapping or MappingFile())
    version = store.data_version
    draft = _draft(sheet, store.query, store.clock, name)
    batch_id = None
    if not dry_run and not has_errors(draft.problems) and any(plan.changes for plan in draft.plans):
        recorder = replace(actor, actions=actor.actions | {f"{spec.subject}.*"})
        with store.write(recorder) as tx:
            if store.data_version != version:
                draft = _draft(sheet, tx.execute, lambda: tx.recorded_at, name)
            if not has_errors(draft.problems):
                batch_id = land(tx, spec, Batch(name, data, draft.rows_read, draft.plans))
    return _result(kind, draft, batch_id, dry_run)


def _require(store: Store, actor: Actor, action: str) -> None:
    """Raise `NotAllowed`, and have it logged, unless the actor may do `action`."""
    if not actor.may(action):
        with store.write(actor):
            actor.require(action)


def plain_file_name(name: str) -> str:
    """The name to keep of an uploaded file: no folders, no control characters, of bearable length."""
    last = re.split(r"[/\\]", to_nfc(name))[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-MAX_FILE_NAME:] or "tệp nhập"


def _read(kind: ImportKind, data: bytes, name: str, mapping: MappingFile) -> _Sheet:
    tables = read_tables(data, name)
    grid, header = find_table(tables.grids, kind, mapping.columns, mapping.constants)
    return _Sheet(kind, mapping, grid, header, tables.notices)


def _draft(
    sheet: _Sheet, query: Callable[[str], list[tuple[Any, ...]]], clock: Callable[[], datetime], file_name: str
) -> _Draft:
    kind = sheet.kind
    problems = [*sheet.notices, *header_problems(kind, sheet.header, sheet.mapping.constants, sheet.mapping.columns)]
    if has_errors(problems):
        return _Draft(0, (), tuple(problems))
    rows, row_problems = read_rows(sheet.grid, sheet.header, kind, sheet.mapping, clock)
    if not rows:
        raise ImportRefused(f"Bảng {kind.label} không có dòng dữ liệu nào bên dưới dòng tiêu đề.")
    present = read_present(query, kind.subject)
    planner = Planner(kind, sheet.columns, clock(), f"Sửa theo tệp nhập “{file_name}”")
    problems += row_problems
    problems += resolve(kind, rows, present)
    matches, unclear = match_rows(Matcher(kind, present), rows, planner.agrees)
    problems += unclear
    new_rows = [match.row.number for match in matches if match.thing is None]
    lacking = missing_columns(kind, sheet.columns, sheet.header.index + 1, new_rows)
    problems += lacking
    broken = {problem.row for problem in problems if problem.level == "error"} | set(new_rows if lacking else ())
    plans, plan_problems = _plan(planner, matches, broken)
    return _Draft(len(rows), plans, (*problems, *plan_problems))


def _plan(planner: Planner, matches: Sequence[Match], broken: set[int]) -> tuple[tuple[RowPlan, ...], list[Problem]]:
    """Plans of the rows that hold; a broken row is only checked further."""
    plans: list[RowPlan] = []
    problems: list[Problem] = []
    for match in matches:
        found = list(check_row(planner.kind, match.row, match.thing, planner.columns))
        problems += found
        if match.row.number in broken or has_errors(found):
            continue
        try:
            plans.append(planner.plan(match.row, match.thing))
        except Rejected as error:
            problems.append(Problem(match.row.number, "", "", str(error), FIX_WORKFLOW))
    return tuple(plans), problems


def _result(kind: str, draft: _Draft, batch_id: str | None, dry_run: bool) -> ImportResult:
    return ImportResult(kind, draft.rows_read, *counts(draft.plans), draft.problems, batch_id, dry_run)
