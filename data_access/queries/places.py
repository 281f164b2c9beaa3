"""Names of groups and tổ dân phố, for filters and tables."""

from __future__ import annotations

from data_access.reading import Reader
from regulation.text import natural_order


def group_names(reader: Reader) -> dict[str, str]:
    """Group names by id, in the order of their names."""
    return _names(reader, 'SELECT group_id, name FROM store."group"')


def area_names(reader: Reader) -> dict[str, str]:
    """Names of tổ dân phố by id, numbered ones in the order of their numbers."""
    return _names(reader, "SELECT area_id, name FROM store.area")


def _names(reader: Reader, sql: str) -> dict[str, str]:
    reader.actor.require("read.places")
    return dict(sorted(reader.query(sql), key=lambda row: natural_order(row[1] or "")))
