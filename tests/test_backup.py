"""Backups while work goes on, which are kept, and restoring without losing what is newer."""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from data_access import backup, heads, retention, settings
from data_access.actors import OPERATOR
from data_access.attaching import wal_file
from data_access.demo.loading import load
from data_access.errors import StoreBusy, StoreDamaged, UserError, WrongKey
from data_access.keys import KEY_VARIABLE, derive
from data_access.store import Store
from data_access.verifying import verify
from metrics.computing import compute
from metrics.registry import KPIS
from metrics.selection import Window, month_windows
from regulation.periods import parse_period
from tests.store_support import (
    KEYS,
    MASTER,
    START,
    SetClock,
    behind,
    contents,
    create,
    flip,
    put,
    python,
    reopen,
    some_tips,
)

AT = datetime(2026, 3, 2, 9, 0)
DEMO_UNTIL = datetime(2026, 4, 20, 10, 0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kho" / "kho.duckdb"


@pytest.fixture
def store(path):
    path.parent.mkdir()
    with create(path) as made:
        some_tips(made)
        yield made


@pytest.fixture
def closed(path):
    path.parent.mkdir()
    with create(path) as made:
        some_tips(made)
    return path


def figures(store: Store, as_of: datetime) -> dict:
    period = parse_period("2026-H1")
    windows = [Window("current", period.starts, period.ends), *month_windows(period.starts, as_of)]
    return dict(compute(store, list(KPIS.values()), windows, as_of).values)


def test_a_backup_is_the_store_and_verifies(store, tmp_path):
    before = contents(store)
    made = backup.make(store, tmp_path / "bản sao")
    assert made.name == "kho-20260302-080000.duckdb"
    assert sorted(file.name for file in made.parent.iterdir()) == [made.name, "kho-20260302-080000.heads"]
    with reopen(made) as copy:
        assert contents(copy) == before
        assert verify(copy) == []
    assert list((store.path.parent / "backups").iterdir()) == []
    last = store.query("SELECT action, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    assert last == [("backup.made", made.name)]


def test_a_backup_is_encrypted_with_the_same_key(store, tmp_path):
    made = backup.make(store, tmp_path)
    assert b"tip_event" not in made.read_bytes()
    with pytest.raises(WrongKey):
        reopen(made, keys=derive(MASTER + "x"))


def test_a_backup_while_writing_goes_on_holds_one_moment(store, tmp_path):
    """Every transaction adds a tip and a duty check; a copy has as many of the one as of the other."""
    stop, written = threading.Event(), []

    def write():
        number = 0
        while not stop.is_set():
            put(store, "tip", f"mới-{number}", "received")
            written.append(number)
            number += 1

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            copies = []
            for number in range(3):
                store.clock.forward(seconds=1)
                known = len(written)
                copies.append((known, backup.make(store, tmp_path / "bản sao"), len(written)))
                assert number == 0 or known > copies[0][0], "nothing was written in between"
        finally:
            stop.set()
        writing.result()
    for before, made, after in copies:
        with reopen(made) as copy:
            assert verify(copy) == []
            count = copy.query("SELECT count(*) FROM store.tip WHERE tip_id LIKE 'mới-%'")[0][0]
            assert before <= count <= after + 1
    assert verify(store) == []


def test_a_backup_of_the_demo_under_load_gives_the_same_figures_on_another_path(tmp_path):
    clock = SetClock(DEMO_UNTIL)
    with Store.create(tmp_path / "kho.duckdb", KEYS, ward=("18754", "x"), is_demo=True, clock=clock) as store:
        load(store, DEMO_UNTIL)
        stop = threading.Event()

        def work():
            number = 0
            while not stop.is_set():
                with store.write(OPERATOR) as tx:
                    tx.audit("signed_in", "account", f"tài khoản {number}")
                number += 1

        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(work)
            try:
                made = backup.make(store, tmp_path / "usb")
                expected = figures(store, DEMO_UNTIL)
            finally:
                stop.set()
            working.result()
        rows = store.query("SELECT count(*) FROM store.tip")
    target = tmp_path / "máy khác" / "kho khác.duckdb"
    assert backup.restore(made, target, KEYS, at=AT) is None
    with reopen(target, clock) as restored:
        assert verify(restored) == []
        assert figures(restored, DEMO_UNTIL) == expected
        assert restored.query("SELECT count(*) FROM store.tip") == rows
        assert restored.query("SELECT action FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1") == [
            ("backup.restored",)
        ]
    told = [value.value for value in expected.values() if value.value is not None]
    assert len(told) > 100


def test_a_tampered_store_is_not_backed_up_as_if_it_were_sound(closed, tmp_path):
    with behind(closed) as connection:
        connection.execute("UPDATE store.tip SET summary = 'khác' WHERE tip_id = 'tin-2'")
    with reopen(closed) as store, pytest.raises(StoreDamaged, match="kiểm tra không đạt: Tin, phản ánh tin-2"):
        backup.make(store, tmp_path / "bản sao")
    assert list((tmp_path / "bản sao").iterdir()) == []


def test_a_doubtful_entry_does_not_keep_the_store_from_being_backed_up(store, tmp_path):
    put(store, "tip", "tin-lạ", "received", group_id="nhóm không có trong danh sách")
    assert [finding.check for finding in verify(store)] == ["quality"]
    made = backup.make(store, tmp_path / "bản sao")
    backup.restore(made, tmp_path / "kho khác.duckdb", KEYS, at=AT)


def test_a_folder_that_cannot_be_made_is_a_sentence(store, tmp_path):
    (tmp_path / "tệp").write_text("x")
    with pytest.raises(UserError, match="Không tạo được thư mục"):
        backup.make(store, tmp_path / "tệp" / "bản sao")


def test_a_copy_that_reads_back_differently_is_not_taken(store, tmp_path, monkeypatch):
    """As a bad USB stick would have it."""
    copyfile = shutil.copyfile

    def bad(source, target, **options):
        copyfile(source, target, **options)
        flip(Path(target), 5_000)

    monkeypatch.setattr(shutil, "copyfile", bad)
    with pytest.raises(UserError, match="bản sao khác với bản gốc"):
        backup.make(store, tmp_path / "usb")
    assert list((tmp_path / "usb").iterdir()) == []


def test_fourteen_days_eight_weeks_and_twelve_months_are_kept():
    """Against a plain count over two years of daily backups, some days with two."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(731)]
    moments = [datetime.combine(day, datetime.min.time()) + timedelta(hours=hour) for day in days for hour in (3, 15)]
    found = [backup.Backup(Path(f"{moment:%Y%m%d-%H}"), moment) for moment in moments]
    kept = sorted(path.name for path in backup.kept(found))
    last_of_days = [f"{day:%Y%m%d}-15" for day in days[-14:]]
    sundays = [f"{day:%Y%m%d}-15" for day in days if day.isoweekday() == 7][-7:]
    month_ends = [f"{day:%Y%m%d}-15" for day in days if (day + timedelta(days=1)).day == 1][-12:]
    assert days[-1] == date(2024, 12, 31) + timedelta(days=365)
    assert days[-1].isoweekday() != 7, "the eighth week is the running one"
    assert kept == sorted({*last_of_days, *sundays, *month_ends})


def test_what_is_rare_is_kept_long():
    moments = [datetime(2020, 1, 1), datetime(2023, 5, 5), datetime(2026, 1, 1)]
    found = [backup.Backup(Path(str(moment.year)), moment) for moment in moments]
    assert backup.kept(found) == {Path("2020"), Path("2023"), Path("2026")}


@pytest.fixture
def quickly(monkeypatch):
    """Backups that are only a file with the right name: what is looked at is which of them stay."""

    def make(store: Store, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / f"kho-{store.clock():%Y%m%d-%H%M%S}.duckdb"
        path.touch()
        heads.head_file(path).touch()
        return path

    monkeypatch.setattr(backup, "make", make)


def test_one_backup_a_day_and_old_ones_go(store, quickly):
    folder = store.path.parent / "backups"
    for _ in range(24):  # from Monday the 2nd to Wednesday the 25th
        assert backup.make_daily(store) is not None
        assert backup.make_daily(store) is None
        store.clock.forward(hours=1)
        assert backup.make_daily(store) is None
        store.clock.forward(hours=23)
    found = backup.backups(folder)
    kept = [item.made_at.date() for item in found]
    assert kept == [date(2026, 3, 25) - timedelta(days=number) for number in range(14)] + [date(2026, 3, 8)]
    assert {file.suffix for file in folder.iterdir()} == {".duckdb", ".heads"}
    assert len(list(folder.iterdir())) == 2 * len(found)


def test_the_daily_backup_is_a_backup(store):
    made = backup.make_daily(store)
    assert made.parent == store.path.parent / "backups"
    with reopen(made) as copy:
        assert verify(copy) == []
        assert copy.query("SELECT count(*) FROM store.tip") == store.query("SELECT count(*) FROM store.tip")


def test_files_of_others_in_the_folder_are_left_alone(store, quickly):
    folder = store.path.parent / "backups"
    folder.mkdir()
    for name in ("ghi chú.txt", "khác.duckdb", "kho-2026-x.duckdb"):
        (folder / name).write_text("x")
    for _ in range(16):
        store.clock.forward(days=40)
        backup.make_daily(store)
    assert {"ghi chú.txt", "khác.duckdb", "kho-2026-x.duckdb"} <= {file.name for file in folder.iterdir()}
    assert len(backup.backups(folder)) == 14


@pytest.fixture
def made(closed, tmp_path):
    """A backup after which the store went on."""
    with reopen(closed) as store:
        path = backup.make(store, tmp_path / "bản sao")
        put(store, "tip", "tin-sau", "received")
    return path


def test_newer_data_is_not_overwritten(closed, made):
    before = {file.name: file.read_bytes() for file in closed.parent.iterdir() if file.is_file()}
    with pytest.raises(UserError, match=r"mới hơn hoặc khác bản sao lưu.*--force"):
        backup.restore(made, closed, KEYS, at=AT)
    assert {file.name: file.read_bytes() for file in closed.parent.iterdir() if file.is_file()} == before


def test_with_force_it_is_and_the_old_file_is_kept(closed, made):
    old = backup.restore(made, closed, KEYS, at=AT, force=True)
    assert old == closed.with_name("kho.replaced-20260302-090000.duckdb")
    with reopen(closed) as store:
        assert store.query("SELECT count(*) FROM store.tip WHERE tip_id = 'tin-sau'") == [(0,)]
        assert verify(store) == []
    with reopen(old) as store:
        assert store.query("SELECT count(*) FROM store.tip WHERE tip_id = 'tin-sau'") == [(1,)]
        assert verify(store) == []


def test_restoring_twice_in_a_second_keeps_both_old_files(closed, made):
    first = backup.restore(made, closed, KEYS, at=AT, force=True)
    with reopen(closed) as store:
        put(store, "tip", "tin-khác", "received")
    second = backup.restore(made, closed, KEYS, at=AT, force=True)
    assert first != second
    for old, thing in ((first, "tin-sau"), (second, "tin-khác")):
        with reopen(old) as store:
            assert store.query("SELECT 1 FROM store.tip WHERE tip_id = $t", {"t": thing}) == [(1,)]


def test_an_older_store_is_replaced_without_force(closed, made):
    """The store is what the backup was made from, or went before it: nothing is lost."""
    shutil.copy(made, closed)
    shutil.copy(heads.head_file(made), heads.head_file(closed))
    with reopen(closed) as store:
        put(store, "tip", "tin-trước", "received")
        newer = backup.make(store, made.parent / "mới")
    shutil.copy(made, closed)
    shutil.copy(heads.head_file(made), heads.head_file(closed))
    assert backup.restore(newer, closed, KEYS, at=AT) is not None
    with reopen(closed) as store:
        assert store.query("SELECT 1 FROM store.tip WHERE tip_id = 'tin-trước'") == [(1,)]


def test_a_lost_store_whose_head_file_knows_more_is_told(closed, made):
    closed.unlink()
    with pytest.raises(UserError, match="mới hơn hoặc khác bản sao lưu"):
        backup.restore(made, closed, KEYS, at=AT)
    assert backup.restore(made, closed, KEYS, at=AT, force=True) is None
    assert closed.with_name("kho.replaced-20260302-090000.heads").exists()
    reopen(closed).close()


def test_a_damaged_store_is_replaced_with_force_only(closed, made):
    os.truncate(closed, 20_000)
    with pytest.raises(UserError, match="Không đọc được kho dữ liệu hiện có"):
        backup.restore(made, closed, KEYS, at=AT)
    old = backup.restore(made, closed, KEYS, at=AT, force=True)
    assert old.stat().st_size == 20_000
    with reopen(closed) as store:
        assert verify(store) == []


def test_a_store_that_is_open_is_not_replaced_even_with_force(closed, made):
    with reopen(closed) as store:
        with pytest.raises(StoreBusy):
            backup.restore(made, closed, KEYS, at=AT, force=True)
        assert put(store, "tip", "tin-nữa", "received") > 0
    with reopen(closed) as store:
        assert verify(store) == []


@pytest.mark.parametrize("damage", ["flip", "truncate", "tamper", "wrong key", "missing"])
def test_a_bad_backup_is_refused_and_the_store_untouched(closed, made, damage):
    keys = KEYS
    if damage == "flip":
        for place in range(12_400, made.stat().st_size, 262_144):
            flip(made, place)
    elif damage == "truncate":
        os.truncate(made, made.stat().st_size // 2)
    elif damage == "tamper":
        with behind(made) as connection:
            connection.execute("UPDATE store.tip_event SET note = 'khác' WHERE event_id = 1")
    elif damage == "wrong key":
        keys = derive(MASTER + "x")
    else:
        made.unlink()
    before = closed.read_bytes()
    with pytest.raises(UserError):
        backup.restore(made, closed, keys, at=AT, force=True)
    assert closed.read_bytes() == before
    assert not list(closed.parent.glob("*restoring*"))
    with reopen(closed) as store:
        assert verify(store) == []


def test_a_backup_that_was_rolled_back_under_its_head_file_is_refused(closed, made, tmp_path):
    head = heads.last(heads.head_file(made))
    heads.write(heads.head_file(made), heads.Head(head.entry_id + 5, "f" * 64, AT))
    with pytest.raises(StoreDamaged, match="bị thiếu phần cuối"):
        backup.restore(made, tmp_path / "kho khác.duckdb", KEYS, at=AT)


def test_a_raw_copy_of_a_store_that_died_is_restored_with_its_wal(tmp_path):
    source = tmp_path / "chết" / "kho.duckdb"
    python("left_open.py", source, MASTER, 8)
    assert wal_file(source).exists()
    target = tmp_path / "kho mới.duckdb"
    backup.restore(source, target, KEYS, at=AT)
    with reopen(target) as store:
        assert store.query("SELECT count(*) FROM store.tip") == [(8,)]
        assert verify(store) == []


def test_a_raw_copy_that_left_its_wal_behind_is_refused(tmp_path):
    source = tmp_path / "chết" / "kho.duckdb"
    python("left_open.py", source, MASTER, 8)
    wal_file(source).unlink()
    with pytest.raises(StoreDamaged, match="bị thiếu phần cuối"):
        backup.restore(source, tmp_path / "kho mới.duckdb", KEYS, at=AT)
    assert not (tmp_path / "kho mới.duckdb").exists()


def test_what_was_erased_does_not_come_back_with_an_older_backup(closed, tmp_path):
    clock = SetClock(START)
    with reopen(closed, clock) as store:
        with store.write(OPERATOR) as tx:
            tx.execute(
                """INSERT INTO store.tip_informant
                VALUES ('tin-3', '18754', 'Nguyễn Văn Riêng', 'Số nhà riêng', '0912345678', '', $at, 'cli')""",
                {"at": START},
            )
            tx.audit("informant.written", "tip", "tin-3")
        made = backup.make(store, tmp_path / "bản sao")
        clock.forward(days=400)
        settings.write(store, OPERATOR, {"retention.informants.days": "365", "retention.tip_texts.days": "365"})
        gone = retention.erase(store, OPERATOR, "Hết thời hạn lưu")
        assert [item.things for item in gone] == [("tin-3",), ("tin-3",)]
    with pytest.raises(UserError, match="mới hơn"):
        backup.restore(made, closed, KEYS, at=AT)
    backup.restore(made, closed, KEYS, at=AT, force=True)
    with reopen(closed, clock) as store:
        assert store.query("SELECT count(*) FROM store.tip_informant") == [(0,)]
        assert store.query("SELECT summary FROM store.tip WHERE tip_id = 'tin-3'") == [(retention.ERASED,)]
        assert store.query("SELECT DISTINCT reason FROM store.erasure") == [("Hết thời hạn lưu",)]
        actions = [action for (action,) in store.query("SELECT action FROM store.audit_entry ORDER BY entry_id")]
        assert actions[-3:] == ["backup.restored", "retention.erased", "retention.erased"]
        assert verify(store) == []


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, MASTER)
    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_a_drill_on_the_command_line(tmp_path, run):
    path, folder, other = tmp_path / "kho.duckdb", tmp_path / "usb", tmp_path / "diễn tập" / "kho.duckdb"
    assert run("init", "--ward", "phường Sông Trí", "--code", "18754", "--store", path).exit_code == 0
    with reopen(path) as store:
        some_tips(store)
    said = run("backup", folder, "--store", path)
    assert said.exit_code == 0
    (made,) = folder.glob("kho-*.duckdb")
    assert f"Đã sao lưu và kiểm tra: {made}" in said.stdout
    said = run("restore", made, "--store", other)
    assert (said.exit_code, said.stdout) == (0, f"Đã khôi phục {other} từ {made}.\n")
    for store_path in (path, other):
        assert run("verify", "--store", store_path).exit_code == 0
        assert run("audit", "verify", "--store", store_path).exit_code == 0
    said = run("restore", made, "--store", path)
    assert said.exit_code == 1
    assert "mới hơn hoặc khác bản sao lưu" in said.output
    assert "--force" in said.output
    said = run("restore", made, "--force", "--store", path)
    assert said.exit_code == 0
    assert "Kho cũ được giữ ở" in said.stdout
    assert run("verify", "--store", path).exit_code == 0


def test_init_can_be_repeated_after_it_failed(tmp_path, run, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE)
    path = tmp_path / "kho.duckdb"

    def no_room(_path):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(heads, "reserve", no_room)
        said = run("init", "--store", path)
    assert said.exit_code == 1
    assert "Ổ đĩa đã đầy" in said.output
    key = path.with_suffix(".key").read_text()
    assert run("init", "--store", path).exit_code == 0
    assert path.with_suffix(".key").read_text() == key
    assert run("verify", "--store", path).exit_code == 0


def test_a_missing_file_on_the_command_line(tmp_path, run):
    said = run("restore", tmp_path / "không có.duckdb", "--store", tmp_path / "kho.duckdb")
    assert said.exit_code == 1
    assert "Không có tệp sao lưu" in said.output
