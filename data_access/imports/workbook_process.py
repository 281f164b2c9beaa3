"""A process of its own that opens a workbook, so that one made to exhaust memory or time harms nothing but itself.

The argument is the memory it may take, in bytes. Reads the file from standard input; writes one line of JSON per sheet
to standard output, or a line {"refused": why} with why one of "password", "broken", "rows", "cells". Imports nothing of
the project: it is started as a plain script.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

PROCESSOR_SECONDS = 60
MAX_ROWS = 200_000
MAX_AREA = 20_000_000
MAX_CELLS = 5_000_000
MAX_CHARACTERS = 200_000_000


class _TooMuchError(Exception):
    """The argument is the word for why."""


def _limit_resources(memory_bytes: int) -> None:
    """Memory and processor time, where the system can limit them (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource

    wanted = ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, PROCESSOR_SECONDS), (resource.RLIMIT_CORE, 0))
    for kind, amount in wanted:
        hard = resource.getrlimit(kind)[1]
        limit = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (limit, limit))


def _plain(cell: Any) -> Any:
    """A cell as JSON: what has no JSON of its own becomes [type, text]."""
    if isinstance(cell, datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, time):
        return ["time", cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    return cell


class _Counter:
    """Counts what all sheets hold together."""

    def __init__(self) -> None:
        self.cells = 0
        self.characters = 0

    def add(self, row: list[Any]) -> None:
        self.cells += len(row)
        self.characters += sum(len(cell) for cell in row if isinstance(cell, str))
        self.check()

    def check(self) -> None:
        if self.cells > MAX_CELLS or self.characters > MAX_CHARACTERS:
            raise _TooMuchError("cells")


def _rows(sheet: python_calamine.CalamineSheet, counter: _Counter) -> Iterator[list[Any]]:
    """The rows from the first of the sheet on, without the empty cells at their ends."""
    rows, columns = (last + 1 for last in sheet.end or (-1, -1))
    if rows > MAX_ROWS:
        raise _TooMuchError("rows")
    if rows * columns > MAX_AREA:
        raise _TooMuchError("cells")
    for cells in sheet.to_python(skip_empty_area=False):
        row = [_plain(cell) for cell in cells]
        while row and row[-1] == "":
            row.pop()
        counter.add(row)
        yield row


def _merged(table: python_calamine.CalamineSheet, rows: int, counter: _Counter) -> Iterator[tuple[int, ...]]:
    """First row, first column, last row, last column of the cells that are merged over several rows."""
    for (top, left), (bottom, right) in table.merged_cell_ranges or []:
        counter.cells += 1 + max(0, min(bottom, rows) - top)
        counter.check()
        yield top, left, bottom, right


def _sheets(data: bytes) -> Iterator[dict[str, Any]]:
    counter = _Counter()
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_index(place)
            rows = list(_rows(table, counter))
            yield {
                "name": sheet.name,
                "visible": sheet.visible == python_calamine.SheetVisibleEnum.Visible,
                "rows": rows,
                "merged": list(_merged(table, len(rows), counter)),
            }


def main() -> None:
    _limit_resources(int(sys.argv[1]))
    lines = sys.stdout
    try:
        for sheet in _sheets(sys.stdin.buffer.read()):
            lines.write(json.dumps(sheet) + "\n")
    except python_calamine.PasswordError:
        lines.write('{"refused": "password"}\n')
    except _TooMuchError as error:
        lines.write(json.dumps({"refused": str(error)}) + "\n")
    except (python_calamine.CalamineError, OSError, ValueError):
        lines.write('{"refused": "broken"}\n')


if __name__ == "__main__":
    main()
