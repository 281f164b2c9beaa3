"""Names of groups and tổ dân phố, for filters and tables."""

from __future__ import annotations

from data_access.store import Store


def group_names(store: Store) -> dict[str, str]:
    """Group names by id, in the order of their names."""
    return _names(store, 'SELECT group_id, name FROM store."group"')


def area_names(store: Store) -> dict[str, str]:
    """Names of tổ dân phố by id, numbered ones in the order of their numbers."""
    return _names(store, "SELECT area_id, name FROM store.area")


def _names(store: Store, sql: str) -> dict[str, str]:
    return dict(sorted(store.query(sql), key=lambda row: _natural(row[1] or "")))


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Digits compare as numbers, so that "Tổ dân phố 10" follows "Tổ dân phố 9"."""
    return tuple((0, int(word)) if word.isdigit() else (1, word.lower()) for word in name.split())
