"""Replacing the area and the group named in a row by the thing of the store that is meant."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.imports.columns import ImportKind
from data_access.imports.model import Problem
from data_access.imports.present import Present
from data_access.imports.references import Names
from data_access.imports.rows import ImportRow

TEMPLATES = {"area": "areas", "group": "groups"}


def resolve(kind: ImportKind, rows: list[ImportRow], present: Present) -> Iterator[Problem]:
    """Put ids in place of names; names that are unknown or mean several things are problems."""
    names = {"area": present.areas, "group": present.groups}
    for column in kind.columns:
        if column.shape not in TEMPLATES:
            continue
        for row in rows:
            if column.key not in row.values:
                continue
            written = str(row.values[column.key])
            found = names[column.shape].find(written)
            if len(found) == 1:
                row.values[column.key] = next(iter(found))
                continue
            del row.values[column.key]
            error, fix = _unclear(names[column.shape], written, found, TEMPLATES[column.shape])
            yield Problem(row.number, column.header, written, error, fix)


def _unclear(names: Names, written: str, found: set[str], import_kind: str) -> tuple[str, str]:
    if found:
        return (
            f"Có nhiều {names.label} cùng ứng với tên này: {names.names_of(found)}.",
            f"Ghi mã hoặc tên đầy đủ của {names.label}.",
        )
    near = names.nearest(written)
    if near:
        return f"Không có {names.label} này trong hệ thống.", f"Có phải: {'; '.join(near)}?"
    return (
        f"Không có {names.label} này trong hệ thống.",
        f"Nhập danh sách {names.label} trước (python cli.py import {import_kind} TỆP).",
    )
