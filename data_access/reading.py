"""Reading as somebody: what queries are handed, so that they can ask who reads.

A `Store` reads as the operator of the machine; pages read through a `View` of the one who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from data_access.actors import Actor
from data_access.store import Store


class Reader(Protocol):
    """A store as seen by `actor`."""

    @property
    def actor(self) -> Actor: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]: ...

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...


class View:
    """The store as one actor may read it. Query functions call `actor.require` before they touch anything."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self._store = store
        self._actor = actor

    @property
    def actor(self) -> Actor:
        return self._actor

    @property
    def clock(self) -> Callable[[], datetime]:
        return self._store.clock

    @property
    def data_version(self) -> int:
        return self._store.data_version

    @property
    def is_demo(self) -> bool:
        return self._store.is_demo

    @property
    def ward(self) -> tuple[str, str]:
        return self._store.ward

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self._store.query(sql, parameters)

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        return self._store.frame(sql, parameters)
