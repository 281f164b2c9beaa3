"""Opening a workbook in a process of its own, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from data_access.imports.model import Cell, ImportRefused

PROGRAM = Path(__file__).with_name("workbook_process.py")
SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
SAVE_AS = "Hãy mở tệp bằng Excel hoặc LibreOffice và lưu lại thành .xlsx hoặc .csv rồi nhập lại."
PASSWORD = "Bảng tính được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi nhập."
TOO_MANY_ROWS = "Bảng có hơn 200.000 dòng. Hãy tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt."
BROKEN = f"Bảng tính bị hỏng hoặc không đúng định dạng. {SAVE_AS}"
TOO_LARGE = (
    "Bảng tính quá lớn hoặc có ô nằm quá xa vùng dữ liệu nên không mở được. "
    "Hãy chép riêng vùng dữ liệu sang một bảng tính mới rồi nhập."
)
_REFUSALS = {"password": PASSWORD, "rows": TOO_MANY_ROWS, "cells": TOO_LARGE, "broken": BROKEN}
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
_READERS: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


@dataclass(frozen=True)
class Grid:
    """One candidate table; the row at index i is row i + 1 of the sheet. Empty cells are '' or missing at the end."""

    name: str
    rows: list[list[Cell]]
    is_sheet: bool = False
    visible: bool = True


def read_workbook(data: bytes) -> list[Grid]:
    """The sheets of a workbook (XLSX, XLS, ODS). Raises `ImportRefused` when it cannot be opened within the limits."""
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    try:
        # The program and its arguments are ours; the file goes in through a pipe.
        done = subprocess.run(  # nosec B603
            [sys.executable, "-I", str(PROGRAM), str(MEMORY_BYTES)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ImportRefused(TOO_LARGE) from error
    if done.returncode != 0:
        raise ImportRefused(TOO_LARGE)
    return [_grid(json.loads(line)) for line in done.stdout.splitlines()]


def _grid(sheet: dict[str, Any]) -> Grid:
    if "refused" in sheet:
        raise ImportRefused(_REFUSALS[sheet["refused"]])
    rows = sheet["rows"]
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, list):
                row[place] = _typed(*cell)
    for top, left, bottom, right in sheet["merged"]:
        if left == right and top < len(rows) and left < len(rows[top]):
            _fill_down(rows, top, bottom, left)
    return Grid(sheet["name"], rows, is_sheet=True, visible=sheet["visible"])


def _typed(kind: str, value: Any) -> Cell:
    return timedelta(seconds=value) if kind == "timedelta" else _READERS[kind](value)


def _fill_down(rows: list[list[Cell]], top: int, bottom: int, column: int) -> None:
    """A cell merged over several rows says the same of each of them."""
    for row in rows[top + 1 : bottom + 1]:
        row.extend([""] * (column + 1 - len(row)))
        if row[column] == "":
            row[column] = rows[top][column]
