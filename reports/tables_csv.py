"""A released table as CSV: UTF-8 with its mark, everything in quotes, one line per row."""

from __future__ import annotations

import csv
import io

from reports.cells import Value, defuse_inside
from reports.releasing import Released, in_words
from reports.table_spec import Kind

_MARK = "\ufeff"


def write_csv(released: Released) -> bytes:
    """Header, rows, an empty line, then the title and the lines that tell who released it, when and how."""
    if type(released) is not Released:
        raise TypeError("only a released table can be written")
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([defuse_inside(column.title) for column in released.columns])
    for row in released.rows:
        writer.writerow([_cell(value, column.kind) for value, column in zip(row, released.columns, strict=True)])
    for line in ("", released.title, *released.lines):
        writer.writerow([defuse_inside(line)])
    return text.getvalue().encode()


def _cell(value: Value, kind: Kind) -> str:
    """Whole numbers without separators, so that they stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and kind != "rate":
        return f"{value:.10g}".replace(".", ",")
    return defuse_inside(in_words(value, kind))
