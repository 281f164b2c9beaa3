"""Small counts in released tables: exact for case workers, hidden or rounded for everybody else."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from data_access.store import Store
from reports.releasing import PERIOD, release
from reports.table_spec import ColumnSpec, TableSpec, spec_of
from tests.gate_support import (
    LEADER,
    NOW,
    STEERING,
    actor,
    gate_store,
    passed,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from gate_store(tmp_path_factory.mktemp("gate"))


def _areas(standard: bool = True) -> TableSpec:
    columns = (
        ColumnSpec("area", "Tổ dân phố", "label"),
        ColumnSpec("received", "Tiếp nhận", "count"),
        ColumnSpec("crime", "Tin báo tội phạm", "count", whole="received"),
        ColumnSpec("share", "Tỷ lệ", "rate", derived_from=("crime", "received")),
    )
    rows = [
        ["Tổ 1", 40, 1, 1 / 40],
        ["Tổ 2", 52, 9, 9 / 52],
        ["Tổ 3", 33, 12, 12 / 33],
        ["Tổ 4", 47, 14, 14 / 47],
        ["Tổng", 172, 36, 36 / 172],
    ]
    return TableSpec("tdp", columns, rows, "read.aggregates", total_row=True, standard=standard)


def test_readers_with_case_rights_see_every_count(store: Store) -> None:
    made = passed(store, _areas())
    assert [row[2] for row in made.rows] == [1, 9, 12, 14, 36]
    assert len(made.lines) == 1


@pytest.mark.parametrize("role", ["steering", "administrator"])
def test_readers_without_case_rights_do_not(store: Store, role: str) -> None:
    made = release(store, actor(role), _areas(), title="t", filters={PERIOD: "Năm 2026"}, as_of=NOW, purpose="screen")
    crime, rates, received = ([row[place] for row in made.rows] for place in (2, 3, 1))
    assert crime[0] == "<3"
    assert crime[1:4].count("*") == 1
    assert crime[4] == 36
    assert received == [40, 52, 33, 47, 172]
    assert [isinstance(rate, str) for rate in rates] == [isinstance(count, str) for count in crime]
    assert "<3" in made.lines[1]


@pytest.mark.parametrize(("standard", "filters"), [(False, {}), (True, {"Nhóm": "Nhóm 1"})])
def test_a_narrowed_table_is_rounded(store: Store, standard: bool, filters: dict[str, str]) -> None:
    made = release(store, STEERING, _areas(standard), title="t", filters=filters, as_of=NOW, purpose="screen")
    assert [row[2] for row in made.rows] == ["<3", 10, 10, 15, 35]
    for row in made.rows[:4]:
        assert row[1] == sum(
            n for n in (row[2], 5 * round((_received(row[0]) - _crime(row[0])) / 5)) if isinstance(n, int)
        )
    assert [row[3] for row in made.rows[:4]] == ["*", 0.15, 0.35, 0.3]
    assert "làm tròn" in made.lines[1]


def _received(area: object) -> int:
    return {"Tổ 1": 40, "Tổ 2": 52, "Tổ 3": 33, "Tổ 4": 47}[str(area)]


def _crime(area: object) -> int:
    return {"Tổ 1": 1, "Tổ 2": 9, "Tổ 3": 12, "Tổ 4": 14}[str(area)]


def test_the_other_part_of_a_whole_is_protected_too(store: Store) -> None:
    """Received 20, on time 19: the one that was late would show by subtraction."""
    columns = (
        ColumnSpec("a", "Nhóm", "label"),
        ColumnSpec("w", "Tiếp nhận", "count"),
        ColumnSpec("p", "Đúng hạn", "count", whole="w"),
    )
    rows = [["1", 20, 19], ["2", 30, 20], ["3", 40, 25]]
    spec = TableSpec("han", columns, rows, "read.aggregates", standard=True)
    made = release(store, STEERING, spec, title="t", filters={}, as_of=NOW, purpose="screen")
    first = made.rows[0]
    assert not (isinstance(first[1], int) and isinstance(first[2], int))


def test_parts_that_overlap_are_hidden_altogether(store: Store) -> None:
    columns = (ColumnSpec("w", "Cả", "count"), ColumnSpec("p", "Phần", "count", whole="w"))
    spec = TableSpec("bang", columns, [[5, 9]], "read.aggregates", standard=True)
    made = release(store, STEERING, spec, title="t", filters={}, as_of=NOW, purpose="screen")
    assert made.rows == (("*", "*"),)


def test_the_screen_gets_a_frame_with_the_same_values(store: Store) -> None:
    frame = pd.DataFrame({"k": ["x"], "area": ["Tổ 1"], "count": [12]})
    columns = (ColumnSpec("area", "Tổ dân phố", "label"), ColumnSpec("count", "Số tin", "count"))
    spec = spec_of(frame, columns, "bang", "read.aggregates")
    made = release(store, LEADER, spec, title="t", filters={}, as_of=NOW, purpose="screen")
    assert made.frame().to_dict("list") == {"Tổ dân phố": ["Tổ 1"], "Số tin": [12]}
    assert made.texts() == [["Tổ 1", "12"]]


def test_a_release_leaves_the_caches_of_all_pages_alone(store: Store) -> None:
    before = store.data_version
    release(store, LEADER, _areas(), title="t", filters={}, as_of=NOW, purpose="csv")
    assert store.data_version == before
