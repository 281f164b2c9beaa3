"""Importing a file: all of it lands in one transaction, or nothing does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data_access.actors import Actor
from data_access.errors import Rejected
from data_access.imports.checks import check_row
from data_access.imports.columns import Header, ImportKind, find_table, header_problems
from data_access.imports.mapping import MappingFile
from data_access.imports.matching import Matcher, match_rows
from data_access.imports.model import ImportRefused, ImportResult, Problem, has_errors
from data_access.imports.planning import Planner, RowPlan
from data_access.imports.present import Thing, read_present
from data_access.imports.reader import Grid, read_bytes, read_grids
from data_access.imports.registry import IMPORTS
from data_access.imports.resolving import resolve
from data_access.imports.rows import ImportRow, read_rows
from data_access.imports.writing import Batch, counts, land
from data_access.store import Store

FIX_WORKFLOW = "Kiểm tra lại các mốc thời gian của dòng này và bổ sung mốc còn thiếu."


@dataclass(frozen=True)
class _Sheet:
    """A file as read, before the store is looked at."""

    kind: ImportKind
    mapping: MappingFile
    grid: Grid
    header: Header

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
    table of this kind, `NotAllowed` when `actor` may not import it.
    """
    actor.require(f"import.{kind}")
    name = file_name or (source.name if isinstance(source, Path) else "tệp nhập")
    data = read_bytes(source)
    sheet = _read(IMPORTS[kind], data, name, mapping or MappingFile())
    version = store.data_version
    draft = _draft(sheet, store.query, store.clock, name)
    batch_id = None
    if not dry_run and not has_errors(draft.problems) and any(plan.changes for plan in draft.plans):
        with store.write(actor) as tx:
            if store.data_version != version:
                draft = _draft(sheet, tx.execute, lambda: tx.recorded_at, name)
            if not has_errors(draft.problems):
                batch_id = land(tx, sheet.kind, Batch(name, data, draft.rows_read, draft.plans))
    return _result(kind, draft, batch_id, dry_run)


def _read(kind: ImportKind, data: bytes, name: str, mapping: MappingFile) -> _Sheet:
    grid, header = find_table(read_grids(data, name), kind, mapping.columns)
    return _Sheet(kind, mapping, grid, header)


def _draft(
    sheet: _Sheet, query: Callable[[str], list[tuple[Any, ...]]], clock: Callable[[], datetime], file_name: str
) -> _Draft:
    kind = sheet.kind
    problems = header_problems(kind, sheet.header, sheet.mapping.constants, sheet.mapping.columns)
    if has_errors(problems):
        return _Draft(0, (), tuple(problems))
    rows, row_problems = read_rows(sheet.grid, sheet.header, kind, sheet.mapping, clock)
    if not rows:
        raise ImportRefused(f"Bảng {kind.label} không có dòng dữ liệu nào bên dưới dòng tiêu đề.")
    present = read_present(query, kind.subject)
    problems += row_problems
    problems += resolve(kind, rows, present)
    matched, unclear = match_rows(Matcher(kind, present), rows)
    problems += unclear
    planner = Planner(kind, sheet.columns, clock(), f"Sửa theo tệp nhập “{file_name}”")
    plans, plan_problems = _plan(planner, matched, {problem.row for problem in problems if problem.level == "error"})
    return _Draft(len(rows), plans, (*problems, *plan_problems))


def _plan(
    planner: Planner, matched: Sequence[tuple[ImportRow, Thing | None]], broken: set[int]
) -> tuple[tuple[RowPlan, ...], list[Problem]]:
    """Plans of the rows that hold; a broken row is only checked further."""
    plans: list[RowPlan] = []
    problems: list[Problem] = []
    for row, thing in matched:
        found = list(check_row(planner.kind, row, thing))
        problems += found
        if row.number in broken or has_errors(found):
            continue
        try:
            plans.append(planner.plan(row, thing))
        except Rejected as error:
            problems.append(Problem(row.number, "", "", str(error), FIX_WORKFLOW))
    return tuple(plans), problems


def _result(kind: str, draft: _Draft, batch_id: str | None, dry_run: bool) -> ImportResult:
    return ImportResult(kind, draft.rows_read, *counts(draft.plans), draft.problems, batch_id, dry_run)
