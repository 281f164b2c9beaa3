"""From any earlier version to this one, with a copy first; anything unclear about the steps is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data_access import backup, migrating
from data_access.errors import StoreVersion, UserError
from data_access.migrating import Migration, migrations, read
from data_access.subjects import SUBJECTS
from data_access.verifying import verify
from tests.store_support import KEYS, START, WARD, SetClock, create, put, reopen, some_tips

PRESENT = migrations()
LATER = SetClock(START.replace(month=4))
TABLES = ("tip", "tip_event", "audit_entry", "setting", "tip_informant", "identity")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kho.duckdb"


@pytest.fixture
def program(monkeypatch):
    """Makes the program one that knows these steps."""
    return lambda steps: monkeypatch.setattr(migrating, "migrations", lambda: list(steps))


def older(path: Path, version: int, program) -> dict[str, list]:
    """A store made by the program of an earlier version, and what is in it."""
    program(PRESENT[:version])
    with create(path) as store:
        some_tips(store, 5)
        return {table: store.query(f'SELECT * FROM store."{table}" ORDER BY ALL') for table in TABLES}


def schema(store) -> list[tuple]:
    return store.query(
        """SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()
        WHERE database_name = 'store' ORDER BY ALL"""
    )


def test_the_steps_are_numbered_without_gaps_and_all_are_shipped():
    assert [step.number for step in PRESENT] == list(range(1, len(PRESENT) + 1))
    folder = Path(migrating.__file__).parent / "migrations"
    assert [step.name for step in PRESENT] == sorted(file.stem for file in folder.glob("*.sql"))


def test_the_schema_has_what_the_registry_says(path):
    types = {"TEXT": "VARCHAR"}
    with create(path) as store:
        columns: dict[str, dict[str, str]] = {}
        for table, column, kind, _ in schema(store):
            columns.setdefault(table, {})[column] = kind
    for subject in SUBJECTS.values():
        assert set(columns[subject.name]) == set(subject.row_columns)
        assert list(columns[f"{subject.name}_event"])
        assert set(columns[f"{subject.name}_event"]) == {
            *subject.event_columns,
            "seal",
        }
        for name, kind in subject.fields.items():
            assert columns[subject.name][name] == columns[f"{subject.name}_event"][name] == types.get(kind, kind)


@pytest.mark.parametrize("version", range(1, len(PRESENT)))
def test_forward_from_every_earlier_version_with_a_copy_first(path, program, version):
    kept = older(path, version, program)
    program(PRESENT)
    with reopen(path, LATER) as store:
        assert store.migrated == [step.name for step in PRESENT[version:]]
        assert {table: store.query(f'SELECT * FROM store."{table}" ORDER BY ALL') for table in TABLES} == kept
        assert verify(store) == []
        put(store, "tip", "tin-mới", "received")
        found = schema(store)
    with create(path.with_name("mới.duckdb")) as fresh:
        assert schema(fresh) == found
    copy = path.with_name(f"kho.before-{PRESENT[version].name}-20260402-080000.duckdb")
    assert copy.exists()
    program(PRESENT[:version])
    with reopen(copy, check_head=False) as store:
        assert store.migrated == []
        assert {table: store.query(f'SELECT * FROM store."{table}" ORDER BY ALL') for table in TABLES} == kept


def test_a_backup_of_an_earlier_version_is_restored_and_brought_up_to_date(path, program, tmp_path):
    kept = older(path, 1, program)
    with reopen(path) as store:
        made = backup.make(store, tmp_path / "sao lưu")
    program(PRESENT)
    target = tmp_path / "mới" / "kho.duckdb"
    backup.restore(made, target, KEYS, at=START)
    assert sorted(file.name for file in target.parent.iterdir()) == ["kho.duckdb", "kho.heads"]
    with reopen(target) as store:
        assert store.query("SELECT max(number) FROM store.schema_migration") == [(len(PRESENT),)]
        assert store.query("SELECT * FROM store.tip_event ORDER BY ALL") == kept["tip_event"]
        assert verify(store) == []


def test_nothing_is_done_and_nothing_copied_when_the_store_is_up_to_date(path):
    create(path).close()
    before = {file.name for file in path.parent.iterdir()}
    with reopen(path) as store:
        assert store.migrated == []
    assert {file.name for file in path.parent.iterdir()} == before


def test_a_store_that_is_newer_than_the_program_says_so(path, program):
    older(path, len(PRESENT), program)
    program(PRESENT[:-1])
    before = path.read_bytes()
    with pytest.raises(StoreVersion, match=rf"phiên bản {len(PRESENT)}, mới hơn chương trình \(phiên bản"):
        reopen(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", range(len(PRESENT)))
def test_a_changed_step_is_refused(path, program, number):
    older(path, len(PRESENT), program)
    changed = replace(PRESENT[number], sql=PRESENT[number].sql + "\n-- thêm một dòng")
    program([*PRESENT[:number], changed, *PRESENT[number + 1 :]])
    before = path.read_bytes()
    with pytest.raises(StoreVersion, match=f"Bước nâng cấp số {number + 1} của kho dữ liệu khác"):
        reopen(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("left", [PRESENT[1:], [PRESENT[0], *PRESENT[2:]], []], ids=["first", "second", "all"])
def test_a_program_with_a_missing_step_opens_and_makes_nothing(path, program, left):
    older(path, len(PRESENT), program)
    program(left)
    for attempt in (lambda: reopen(path), lambda: create(path.with_name("mới.duckdb"))):
        with pytest.raises(StoreVersion):
            attempt()
    assert not path.with_name("mới.duckdb").exists()


def test_a_program_with_two_steps_of_one_number_opens_nothing(path, program):
    create(path).close()
    program([*PRESENT, replace(PRESENT[-1], name="0009_khác")])
    with pytest.raises(StoreVersion, match="thiếu hoặc thừa bước nâng cấp"):
        reopen(path)


def test_a_store_that_skipped_a_step_is_refused(path, program):
    """As when a step was slipped in before one that had already run."""
    create(path).close()
    slipped_in = Migration(len(PRESENT), "0002_chen", "CREATE TABLE store.extra (a INTEGER);")
    last = replace(PRESENT[-1], number=len(PRESENT) + 1)
    program([*PRESENT[:-1], slipped_in, last])
    with pytest.raises(StoreVersion, match=f"Bước nâng cấp số {len(PRESENT)} "):
        reopen(path)


def test_a_step_that_fails_leaves_the_store_as_it_was(path, program):
    kept = older(path, len(PRESENT), program)
    number = len(PRESENT) + 1
    broken = Migration(
        number, f"{number:04}_hỏng", "ALTER TABLE store.tip ADD COLUMN a INTEGER; SELECT * FROM không_có;"
    )
    program([*PRESENT, broken])
    with pytest.raises(StoreVersion, match=f"{broken.name} không chạy được nên kho dữ liệu giữ nguyên"):
        reopen(path, LATER)
    program(PRESENT)
    with reopen(path) as store:
        assert {table: store.query(f'SELECT * FROM store."{table}" ORDER BY ALL') for table in TABLES} == kept
        assert store.query("SELECT max(number) FROM store.schema_migration") == [(len(PRESENT),)]
        assert verify(store) == []


def test_steps_before_the_one_that_fails_hold_and_the_rest_runs_later(path, program):
    older(path, len(PRESENT), program)
    first, second = len(PRESENT) + 1, len(PRESENT) + 2
    good = Migration(first, f"{first:04}_tốt", "CREATE TABLE store.extra (a INTEGER);")
    bad = Migration(second, f"{second:04}_xấu", "SELECT * FROM không_có;")
    mended = replace(bad, sql="INSERT INTO store.extra VALUES (1);")
    program([*PRESENT, good, bad])
    with pytest.raises(UserError):
        reopen(path, LATER)
    program([*PRESENT, good, mended])
    with reopen(path, LATER) as store:
        assert store.migrated == [mended.name]
        assert store.query("SELECT a FROM store.extra") == [(1,)]
        assert (store.ward, verify(store)) == (WARD, [])


def test_a_copy_that_cannot_be_made_keeps_the_step_from_running(path, program, monkeypatch):
    older(path, 1, program)
    program(PRESENT)
    before = path.read_bytes()

    def no_room(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(migrating, "_copy_before", no_room)
        with pytest.raises(UserError, match="Ổ đĩa đã đầy"):
            reopen(path, LATER)
    assert path.read_bytes() == before
    reopen(path, LATER).close()


def test_a_folder_of_steps_is_read_in_order_whatever_the_line_ends(tmp_path):
    (tmp_path / "0002_hai.sql").write_bytes(b"SELECT 2;\r\nSELECT 3;\r\n")
    (tmp_path / "0001_mot.sql").write_bytes(b"SELECT 1;\n")
    (tmp_path / "ghi_chu.txt").write_text("x")
    found = read(tmp_path)
    assert [(step.number, step.name) for step in found] == [(1, "0001_mot"), (2, "0002_hai")]
    (tmp_path / "0002_hai.sql").write_bytes(b"SELECT 2;\nSELECT 3;\n")
    assert read(tmp_path)[1].checksum == found[1].checksum
