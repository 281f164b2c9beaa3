"""Stores, sheets in every format, and the whole content of a store for comparing."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf import opendocument, table, text

from data_access.actors import OPERATOR
from data_access.imports import ImportResult, import_file
from data_access.keys import derive
from data_access.store import Store

NOW = datetime(2026, 3, 1, 12, 0)
KEYS = derive("khoá dùng riêng cho kiểm thử, không bí mật")
Rows = Sequence[Sequence[Any]]

AREAS = [
    ["Mã tổ dân phố", "Tên tổ dân phố", "Số hộ", "Tên gọi khác", "Từ ngày"],
    ["TDP01", "Tổ dân phố 1", 215, "Khối Tân Phong", "01/07/2025"],
    ["TDP02", "Tổ dân phố Phú Mậu", "1.200", "", "01/07/2025"],
]
GROUPS = [
    ["Mã nhóm", "Tên nhóm", "Ngày thành lập", "Tổ dân phố"],
    ["N01", "Zalo kết nối bình yên - Tổ dân phố 1", "25/09/2025", "TDP01"],
    ["N02", "Zalo kết nối bình yên - Phú Mậu", "25/09/2025", "TDP Phú Mậu"],
]


def new_store(folder: Path) -> Store:
    return Store.create(folder / "store.duckdb", KEYS, ward=("18754", "Phường Sông Trí"), clock=lambda: NOW)


def land(store: Store, kind: str, rows: Rows, **options: Any) -> ImportResult:
    return import_file(store, OPERATOR, kind, xlsx(rows), f"{kind}.xlsx", **options)


def with_places(store: Store) -> Store:
    """The store with two areas and two groups."""
    for kind, rows in (("areas", AREAS), ("groups", GROUPS)):
        result = land(store, kind, rows)
        assert result.landed, result.problems
    return store


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    names = store.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1")
    return {name: sorted(store.query(f'SELECT * FROM store."{name}"'), key=repr) for (name,) in names}


def fingerprint(store: Store) -> dict[str, tuple[int, int]]:
    """Of every table the number of its rows and a hash of all they hold."""
    names = store.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1")
    parts = [f"""SELECT '{name}', count(*), bit_xor(hash(t)) FROM store."{name}" t""" for (name,) in names]
    return {name: (count, seal) for name, count, seal in store.query(" UNION ALL ".join(parts))}


def xlsx(rows: Rows, sheet: str = "Trang 1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    return _saved(book)


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Trang 1")
    dates = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write(y, x, cell, dates if isinstance(cell, datetime) else xlwt.Style.default_style)
    return _saved(book)


def ods(rows: Rows) -> bytes:
    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Trang 1")
    book.spreadsheet.addElement(sheet)
    for row in rows:
        line = table.TableRow()
        sheet.addElement(line)
        for cell in row:
            line.addElement(_ods_cell(cell))
    buffer = io.BytesIO()
    book.write(buffer)
    return buffer.getvalue()


def _ods_cell(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return table.TableCell(valuetype="date", datevalue=cell.isoformat())
    if isinstance(cell, int | float):
        return table.TableCell(valuetype="float", value=cell)
    if not cell:
        return table.TableCell()
    made = table.TableCell(valuetype="string")
    made.addElement(text.P(text=cell))
    return made


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",", newline: str = "\r\n") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerows([[f"{c:%d/%m/%Y %H:%M:%S}" if isinstance(c, datetime) else c for c in row] for row in rows])
    return buffer.getvalue().encode(encoding)


def cp1258(rows: Rows, delimiter: str = ";") -> bytes:
    """As Windows writes it: vowels with hats are one byte, tones a byte of their own behind them."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for letter in csv_bytes(rows, delimiter=delimiter).decode():
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(base + tone)
    return "".join(out).encode("cp1258")
