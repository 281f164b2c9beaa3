"""The disk runs full at the worst moment: a clear sentence, nothing lost, and after making room it goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data_access import backup, heads, migrating
from data_access.actors import OPERATOR
from data_access.errors import UserError
from data_access.events import Event, record
from data_access.imports import import_file
from data_access.store import Store
from data_access.verifying import verify
from tests.small_disk import MEGABYTE, Disk, limited, mounted
from tests.store_support import KEYS, START, contents, create, put, reopen, some_tips

FULL = "Ổ đĩa đã đầy"
LITTLE = MEGABYTE // 5


@pytest.fixture(params=["tmpfs", "limit"])
def disk(request, tmp_path) -> Disk:
    folder = tmp_path / "đĩa nhỏ"
    with mounted(folder, 64 * MEGABYTE) if request.param == "tmpfs" else limited(folder) as made:
        if made is None:
            pytest.skip(f"no {request.param} here")
        yield made


@pytest.fixture
def path(disk) -> Path:
    return disk.folder / "kho.duckdb"


def write_until_full(store: Store, kilobytes: int, at_most: int) -> tuple[int, UserError | None]:
    """How many writes were acknowledged, and what the last one said."""
    chance = random.Random(5)
    for number in range(at_most):
        try:
            with store.write(OPERATOR) as tx:
                text = chance.randbytes(kilobytes * 512).hex()
                record(tx, "tip", [Event(f"đầy-{number}", "received", START, {"summary": text})])
        except UserError as error:
            return number, error
    return at_most, None


def tips(store: Store) -> int:
    return store.query("SELECT count(*) FROM store.tip")[0][0]


@pytest.mark.parametrize(
    ("left", "kilobytes"),
    [
        pytest.param(2 * MEGABYTE, 20, id="in-the-wal"),
        pytest.param(20 * MEGABYTE, 700, id="in-a-checkpoint", marks=pytest.mark.slow),
    ],
)
def test_during_writes(disk, path, left, kilobytes):
    with create(path) as store:
        known = len(some_tips(store))
        disk.fill(left)
        acknowledged, said = write_until_full(store, kilobytes, 400)
        assert FULL in str(said)
        assert ("Checkpoint failed" in str(said.__cause__)) == (left > 16 * MEGABYTE)
        assert acknowledged > 3
        assert tips(store) == known + acknowledged
        assert store.query("SELECT count(*) FROM tip_facts($at, $at)", {"at": START}) == [(known + acknowledged,)]
        with pytest.raises(UserError, match=FULL):
            put(store, "tip", "vẫn-đầy", "received", summary="x" * left)
        assert tips(store) == known + acknowledged
        disk.free()
        put(store, "tip", "lại-được", "received")
        assert tips(store) == known + acknowledged + 1
        assert verify(store) == []
    with reopen(path) as store:
        assert tips(store) == known + acknowledged + 1
        assert verify(store) == []


def test_a_store_closed_and_opened_while_the_disk_is_full_shows_everything(disk, path):
    with create(path) as store:
        disk.fill(2 * MEGABYTE)
        acknowledged, said = write_until_full(store, 20, 400)
        assert FULL in str(said)
    with reopen(path) as store:
        assert tips(store) == acknowledged
        assert verify(store) == []
    disk.free()
    with reopen(path) as store:
        put(store, "tip", "lại-được", "received")
        assert tips(store) == acknowledged + 1
        assert verify(store) == []


def members(count: int) -> bytes:
    rows = [f"Nguyễn Văn {number},N01,H{number},01/10/2025" for number in range(count)]
    return "\n".join(["Họ và tên,Nhóm Zalo,Hộ gia đình,Ngày vào nhóm", *rows]).encode()


def test_during_an_import(disk, path):
    with create(path) as store:
        put(store, "group", "nhóm-1", "established", external_code="N01", name="Nhóm một", purpose="x", assigned="y")
        before, data = contents(store), members(1200)
        disk.fill(LITTLE)
        with pytest.raises(UserError, match=FULL):
            import_file(store, OPERATOR, "members", data, "thành viên.csv")
        assert contents(store) == before
        disk.free()
        result = import_file(store, OPERATOR, "members", data, "thành viên.csv")
        assert (result.created, result.landed) == (1200, True)
        assert verify(store) == []


def test_during_a_backup(disk, path):
    with create(path) as store:
        some_tips(store)
        before, folder = contents(store), disk.folder / "backups"
        disk.fill(LITTLE)
        for attempt in (lambda: backup.make(store, folder), lambda: backup.make_daily(store)):
            with pytest.raises(UserError, match="đã đầy"):
                attempt()
            assert list(folder.iterdir()) == []
        assert contents(store) == before
        disk.free()
        made = backup.make(store, folder)
        assert verify(store) == []
    with reopen(made) as copy:
        assert contents(copy) == before


def test_during_a_backup_to_another_disk(disk, tmp_path):
    """The store has room; the stick that the copy is for has not."""
    with create(tmp_path / "kho.duckdb") as store:
        some_tips(store)
        before = contents(store)
        disk.fill(LITTLE)
        with pytest.raises(UserError, match="đã đầy"):
            backup.make(store, disk.folder)
        assert [file.name for file in disk.folder.iterdir() if file.name != "ballast"] == []
        assert list((tmp_path / "backups").iterdir()) == []
        assert contents(store) == before
        disk.free()
        made = backup.make(store, disk.folder)
    with reopen(made) as copy:
        assert contents(copy) == before


def test_during_a_restore(disk, path, tmp_path):
    with create(tmp_path / "nguồn.duckdb") as source:
        some_tips(source, 30)
        made = backup.make(source, tmp_path / "sao lưu")
    with create(path) as store:
        put(store, "tip", "tin-cũ", "received")
        before = contents(store)
    disk.fill(LITTLE)
    with pytest.raises(UserError, match="đã đầy"):
        backup.restore(made, path, KEYS, at=START, force=True)
    assert {file.name for file in disk.folder.iterdir()} - {"ballast"} == {"kho.duckdb", "kho.heads"}
    disk.free()
    with reopen(path) as store:
        assert contents(store) == before
    assert backup.restore(made, path, KEYS, at=START, force=True).exists()
    with reopen(path) as store:
        assert tips(store) == 30
        assert verify(store) == []


def test_while_a_store_is_made(disk, path):
    disk.fill(LITTLE)
    with pytest.raises(UserError, match=FULL):
        create(path)
    assert [file.name for file in disk.folder.iterdir() if file.name != "ballast"] == []
    disk.free()
    with create(path) as store:
        assert verify(store) == []


def test_while_a_store_is_brought_up_to_date(disk, path, monkeypatch):
    steps = migrating.migrations()
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "migrations", lambda: steps[:1])
        with create(path) as store:
            some_tips(store)
    before, told = path.read_bytes(), heads.last(heads.head_file(path))
    disk.fill(LITTLE)
    with pytest.raises(UserError, match=FULL):
        reopen(path)
    assert path.read_bytes() == before
    assert {file.name for file in disk.folder.iterdir()} - {"ballast"} == {"kho.duckdb", "kho.heads"}
    disk.free()
    with reopen(path) as store:
        assert store.migrated == [step.name for step in steps[1:]]
        assert heads.current(store) == told
        assert verify(store) == []
