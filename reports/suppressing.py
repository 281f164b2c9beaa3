"""Small counts hidden in the rows of a table, for readers who may not see cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metrics.suppression import HIDDEN, STEP, Published, rounded, suppress
from reports.cells import Value
from reports.table_spec import ColumnSpec, TableSpec

EXACT_NOTE = "<3: dưới 3 trường hợp; *: ẩn để không suy ra được số dưới 3."
ROUNDED_NOTE = (
    f"<3: dưới 3 trường hợp; các số khác làm tròn đến bội số của {STEP} vì bảng chỉ gồm một phần dữ liệu; "
    "tổng là tổng các số đã làm tròn."
)
_RATE_STEP = 0.05

Rows = list[list[Value]]


def suppressed(spec: TableSpec, rows: Sequence[Sequence[Value]], *, exact: bool) -> Rows:
    """The rows with small counts hidden, and what could give them away: other counts, rates and measures.

    `exact` is off for a table that is narrowed down: counts are rounded then, rates to five points.
    """
    shown = [list(row) for row in rows]
    for places in _groups(spec):
        _hide(spec, shown, places, exact=exact)
    for place, column in enumerate(spec.columns):
        if column.kind in ("rate", "number"):
            _hide_derived(spec, shown, place, exact=exact)
    return shown


def _groups(spec: TableSpec) -> Iterator[list[int]]:
    """The count columns that belong together: a whole with its parts behind it, or a count alone."""
    counts = [place for place, column in enumerate(spec.columns) if column.kind == "count"]
    parts = {place for place in counts if spec.columns[place].whole}
    for place in counts:
        key = spec.columns[place].key
        if place not in parts:
            yield [place, *(part for part in counts if spec.columns[part].whole == key)]


def _hide(spec: TableSpec, shown: Rows, places: list[int], *, exact: bool) -> None:
    whole, *parts = places
    body = shown[:-1] if spec.total_row else shown
    cells = [_cells(row, whole, parts) for row in body]
    if spec.columns[whole].complete and not any(row[-1] for row in cells):
        cells = [row[:-1] for row in cells]
    if any(count < 0 for row in cells for count in row):  # parts that overlap after all: nothing can be said safely
        for row in shown:
            for place in places:
                row[place] = HIDDEN
        return
    published = suppress(cells, across=bool(parts)) if exact else rounded(cells)
    for row, line, total in zip(body, published.cells, published.row_totals, strict=True):
        _write(row, whole, parts, line, total if parts else line[0])
    if spec.total_row:
        _write_total(shown[-1], whole, parts, published)


def _cells(row: list[Value], whole: int, parts: list[int]) -> list[int]:
    """The parts and what is left of the whole, or the count alone."""
    if not parts:
        return [_count(row[whole])]
    counts = [_count(row[part]) for part in parts]
    return [*counts, _count(row[whole]) - sum(counts)]


def _count(value: Value) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _write(row: list[Value], whole: int, parts: list[int], line: Sequence[Value], total: Value) -> None:
    row[whole] = total
    for part, cell in zip(parts, line, strict=False):
        row[part] = cell


def _write_total(row: list[Value], whole: int, parts: list[int], published: Published) -> None:
    total = published.total if parts else published.column_totals[0] if published.column_totals else published.total
    _write(row, whole, parts, published.column_totals, total)


def _hide_derived(spec: TableSpec, shown: Rows, place: int, *, exact: bool) -> None:
    sources = _sources(spec, spec.columns[place])
    for row in shown:
        value = row[place]
        if any(isinstance(row[source], str) for source in sources):
            row[place] = HIDDEN
        elif not exact and isinstance(value, float) and spec.columns[place].kind == "rate":
            row[place] = round(round(value / _RATE_STEP) * _RATE_STEP, 2)


def _sources(spec: TableSpec, column: ColumnSpec) -> list[int]:
    named = column.derived_from or tuple(other.key for other in spec.columns if other.kind == "count")
    return [place for place, other in enumerate(spec.columns) if other.key in named]
