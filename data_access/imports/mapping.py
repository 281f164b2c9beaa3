"""The mapping file (TOML) that lets a foreign layout be read.

[columns]                       # column of ours = its header in the file
received_at = "open_dt"
[constants]                     # column of ours = the same value in every row
kind = "other"
[values.channel]                # text in the file = value of ours ("" leaves the cell empty)
"Constituent Call" = "phone"
[format]
date = "%Y-%m-%d %H:%M:%S"      # one pattern of strptime, or a list of them
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import strptime

from data_access.imports.columns import ImportKind
from data_access.imports.headers import header_name
from data_access.imports.model import Cell, ImportRefused
from data_access.imports.parsers import BadCell, clean
from regulation.text import to_nfc

EXAMPLE = datetime(2026, 1, 5, 20, 30)
FORMAT_HINT = "Ví dụ: “%d/%m/%Y %H:%M”."
SECTIONS = ("columns", "constants", "values", "format")


@dataclass(frozen=True)
class MappingFile:
    """`values` are column key → text in the file (composed, lower case) → text of ours."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    formats: tuple[str, ...] = ()

    def translate(self, key: str, cell: Cell) -> Cell:
        """The cell of column `key`, in our words if the file gives a translation."""
        known = self.values.get(key)
        return cell if known is None else known.get(_matchable(cell), cell)


def _matchable(cell: Cell) -> str:
    return " ".join(clean(cell).casefold().split())


def read_mapping(source: str | Path, kind: ImportKind) -> MappingFile:
    """A mapping file (its path, or its text) for `kind`. Raises `ImportRefused` for anything that is not understood."""
    try:
        content = source.read_text(encoding="utf-8-sig") if isinstance(source, Path) else source
        sections = tomllib.loads(to_nfc(content))
    except OSError as error:
        raise ImportRefused(f"Không đọc được tệp ánh xạ “{source}”. Hãy kiểm tra lại đường dẫn.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(f"Tệp ánh xạ không đúng cú pháp TOML ({error}).") from error
    except RecursionError as error:
        raise ImportRefused("Tệp ánh xạ không đúng cú pháp TOML: lồng nhau quá nhiều lớp.") from error
    _known(sections, SECTIONS, "mục", "tệp ánh xạ")
    values = _table(sections, "values")
    mapping = MappingFile(
        columns=_columns(_texts(kind, _table(sections, "columns"), "columns")),
        constants=_texts(kind, _table(sections, "constants"), "constants"),
        values={key: _translations(kind, key, values) for key in values},
        formats=_formats(_table(sections, "format")),
    )
    both = mapping.columns.keys() & mapping.constants.keys()
    if both:
        raise ImportRefused(f"Tệp ánh xạ: cột {_names(sorted(both))} vừa có trong [columns] vừa có trong [constants].")
    _check_values(kind, mapping)
    return mapping


def _check_values(kind: ImportKind, mapping: MappingFile) -> None:
    """Constants and translations must be values that their column takes; moments are read with the file."""
    given = [(f"constants] {key}", key, text) for key, text in mapping.constants.items()]
    given += [(f"values.{key}]", key, text) for key, table in mapping.values.items() for text in table.values() if text]
    for where, key, text in given:
        column = kind.column(key)
        if column.shape == "moment":
            continue
        try:
            column.parse(text)
        except BadCell as bad:
            raise ImportRefused(f"Tệp ánh xạ: [{where}, giá trị “{text}”: {bad.error} {bad.fix}") from bad


def _known(given: Mapping[str, object], allowed: tuple[str, ...], what: str, where: str) -> None:
    unknown = given.keys() - set(allowed)
    if unknown:
        raise ImportRefused(
            f"Tệp ánh xạ: không có {what} {_names(sorted(unknown))} trong {where}. Chỉ nhận: {_names(allowed)}."
        )


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _table(sections: Mapping[str, object], name: str) -> dict[str, object]:
    table = sections.get(name, {})
    if not isinstance(table, dict):
        raise ImportRefused(f"Tệp ánh xạ: [{name}] phải là một mục gồm các dòng “cột = giá trị”.")
    return table


def _texts(kind: ImportKind, table: Mapping[str, object], section: str) -> dict[str, str]:
    _known(table, tuple(column.key for column in kind.columns), "cột", f"bảng {kind.label}")
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict | list) or not str(value).strip():
            raise ImportRefused(f"Tệp ánh xạ: [{section}] {key} phải là một chuỗi không rỗng.")
        texts[key] = str(value) if not isinstance(value, bool) else clean(value)
    return texts


def _columns(columns: dict[str, str]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for key, header in columns.items():
        name = header_name(header)
        if name in taken:
            raise ImportRefused(f"Tệp ánh xạ: cột “{header}” được dùng cho cả “{taken[name]}” và “{key}”.")
        taken[name] = key
    return columns


def _translations(kind: ImportKind, key: str, values: Mapping[str, object]) -> dict[str, str]:
    _known({key: None}, tuple(column.key for column in kind.columns), "cột", f"bảng {kind.label}")
    table = _table(values, key)
    if not all(isinstance(ours, str | int) for ours in table.values()):
        raise ImportRefused(f"Tệp ánh xạ: [values.{key}] chỉ gồm các dòng “giá trị trong tệp” = “giá trị của ta”.")
    return {_matchable(theirs): clean(ours) for theirs, ours in table.items() if isinstance(ours, str | int)}


def _formats(table: Mapping[str, object]) -> tuple[str, ...]:
    _known(table, ("date",), "mục", "[format]")
    given = table.get("date", [])
    patterns = [given] if isinstance(given, str) else given
    if not (isinstance(patterns, list) and all(isinstance(pattern, str) for pattern in patterns)):
        raise ImportRefused("Tệp ánh xạ: [format] date phải là một chuỗi như “%d/%m/%Y %H:%M” hoặc danh sách chuỗi.")
    for pattern in patterns:
        if not {"%d", "%m", "%Y"} <= set(re.findall(r"%[a-zA-Z]", pattern)) or "%z" in pattern.lower():
            raise ImportRefused(f"Tệp ánh xạ: dạng ngày “{pattern}” phải có %d, %m và %Y, không có múi giờ.")
        try:
            strptime(EXAMPLE.strftime(pattern), pattern)
        except (ValueError, re.error) as error:
            raise ImportRefused(f"Tệp ánh xạ: dạng ngày “{pattern}” không dùng được. {FORMAT_HINT}") from error
    return tuple(patterns)
