"""Stores that tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from data_access.demo.loading import load
from data_access.keys import derive
from data_access.store import Store

# A loaded machine is no failure, and a run can be repeated.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

DEMO_MOMENT = datetime(2026, 11, 25, 10, 0)
WARD = ("18754", "phường Sông Trí")
TEST_KEY = "khoa-thu-nghiem-chi-dung-trong-kiem-thu-0001"


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo ward, to be read only; its clock stands at `DEMO_MOMENT`."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with Store.create(path, derive(TEST_KEY), ward=WARD, is_demo=True, clock=lambda: DEMO_MOMENT) as store:
        load(store, DEMO_MOMENT)
        yield store


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """A real store with nothing in it."""
    with Store.create(tmp_path / "kho.duckdb", derive(TEST_KEY), ward=WARD, clock=lambda: DEMO_MOMENT) as store:
        yield store
