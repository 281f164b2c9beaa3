"""Opening, writing, reading: one process, one writer, readers that never wait, and nothing half done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import duckdb
import pytest

from data_access import heads
from data_access.actors import OPERATOR
from data_access.attaching import wal_file
from data_access.errors import NotAllowed, Rejected, StoreBusy, StoreDamaged, StoreMissing, UserError
from data_access.events import Event, record
from data_access.store import Store
from data_access.verifying import verify
from tests.store_support import KEYS, MASTER, NOBODY, START, WARD, contents, create, marks, put, python, reopen

SOON = 20.0  # seconds that nothing here should ever take


class Rerun(BaseException):
    """As a page is broken off: no `Exception`."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kho.duckdb"


@pytest.fixture
def store(path):
    with create(path) as made:
        yield made


def test_a_new_store_says_whose_it_is_and_keeps_it(path):
    create(path, is_demo=True).close()
    with reopen(path) as store:
        assert (store.ward, store.is_demo) == (WARD, True)
        assert verify(store) == []
        assert store.query("SELECT action, subject_id FROM store.audit_entry") == [("store.created", WARD[0])]


def test_nothing_is_readable_in_the_files(path):
    with create(path) as store:
        put(store, "tip", "tin-1", "received", summary="Nội dung không ai được đọc")
        put(store, "member", "người-1", "joined", full_name="Nguyễn Văn Không Thật")
    for file in path.parent.iterdir():
        data = file.read_bytes()
        assert "không ai được đọc".encode() not in data
        assert b"tip_event" not in data, f"{file.name} shows even the names of the tables"


def test_creating_does_not_overwrite(path, store):
    before = contents(store)
    with pytest.raises(UserError, match="không ghi đè"):
        create(path)
    assert contents(store) == before


def test_no_store_is_told_with_what_to_do(path):
    with pytest.raises(StoreMissing, match=r"cli\.py init"):
        reopen(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("left", ["kho.heads", "kho.duckdb.wal"])
def test_a_store_file_that_vanished_is_not_silently_begun_anew(path, left):
    (path.parent / left).write_bytes(b"rest")
    for attempt in (reopen, create):
        with pytest.raises(StoreMissing, match=f"chỉ còn lại {left}"):
            attempt(path)
    assert (path.parent / left).read_bytes() == b"rest"
    assert not path.exists()


def test_a_store_that_could_not_be_begun_leaves_nothing_behind(path, monkeypatch):
    def broken(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(heads, "reserve", broken)
        with pytest.raises(UserError, match="Ổ đĩa đã đầy"):
            create(path)
    assert list(path.parent.iterdir()) == []
    create(path).close()


def test_a_second_program_gets_a_sentence(path, store):
    said = python("open_store.py", path, MASTER)
    assert said.stderr == ""
    assert said.stdout.startswith("StoreBusy ")
    assert "đang được một chương trình khác mở" in said.stdout
    put(store, "tip", "tin-1", "received")
    store.close()
    assert python("open_store.py", path, MASTER).stdout == "OPENED 1\n"


def test_a_second_opening_in_the_same_program_gets_it_too(path, store):
    with pytest.raises(StoreBusy, match="đang được một chương trình khác mở"):
        reopen(path)
    assert store.query("SELECT 1") == [(1,)]


def test_a_closed_store_says_so(store):
    store.close()
    for attempt in (lambda: store.query("SELECT 1"), lambda: put(store, "tip", "tin-1", "received")):
        with pytest.raises(UserError, match="đã đóng"):
            attempt()


@pytest.mark.parametrize("error", [Rerun, KeyboardInterrupt, ValueError, SystemExit])
def test_whatever_breaks_off_a_write_it_leaves_nothing(store, error):
    put(store, "tip", "tin-1", "received")
    before, version, told = contents(store), store.data_version, heads.last(heads.head_file(store.path))

    def broken_off():
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event("tin-1", "classified", START)])
            record(tx, "member", [Event("người-1", "joined", START, {"full_name": "Nguyễn Văn A"})])
            tx.audit("setting.changed", "setting", "x")
            raise error

    with pytest.raises(error):
        broken_off()
    assert contents(store) == before
    assert store.data_version == version
    assert heads.last(heads.head_file(store.path)) == told
    assert put(store, "tip", "tin-1", "classified") == 2


def test_an_error_of_sql_within_a_write_leaves_nothing(store):
    before = contents(store)

    def failing():
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event("tin-1", "received", START)])
            tx.execute("INSERT INTO store.tip_event SELECT * FROM store.tip_event")

    with pytest.raises(duckdb.ConstraintException):
        failing()
    assert contents(store) == before


def test_a_refusal_is_written_down_and_nothing_else(store):
    put(store, "tip", "tin-1", "received")
    before = marks(store, "tip", "tip_event")
    with pytest.raises(NotAllowed, match="không có quyền"):
        put(store, "tip", "tin-1", "classified", actor=NOBODY)
    assert marks(store, "tip", "tip_event") == before
    last = store.query("SELECT actor, action, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    assert last == [(NOBODY.actor_id, "refused", "tip.classified")]


def test_the_version_grows_with_what_changes_the_data_only(store):
    version = store.data_version
    put(store, "tip", "tin-1", "received")
    assert store.data_version == version + 1
    store.query("SELECT 1")
    with pytest.raises(Rejected):
        put(store, "tip", "tin-1", "received")
    with store.write(OPERATOR, changes_data=False) as tx:
        tx.audit("signed_in", "account", "x")
    assert store.data_version == version + 1


def test_reads_do_not_wait_for_a_write_and_see_nothing_of_it(store):
    put(store, "tip", "tin-1", "received")
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("tin-2", "received", START)])
        with ThreadPoolExecutor(1) as readers:
            read = readers.submit(store.query, "SELECT tip_id FROM tip_facts($at, $at)", {"at": START})
            frame = readers.submit(store.frame, "SELECT tip_id FROM store.tip")
            assert read.result(SOON) == [("tin-1",)]
            assert list(frame.result(SOON)["tip_id"]) == ["tin-1"]
    assert store.query("SELECT count(*) FROM store.tip") == [(2,)]


def test_a_read_sees_one_moment_while_writes_go_on(store):
    """Each tip is entered together with a duty check: a read never counts one without the other."""
    done = threading.Event()

    def write():
        for number in range(40):
            with store.write(OPERATOR) as tx:
                record(tx, "tip", [Event(f"tin-{number}", "received", START)])
                record(tx, "duty_check", [Event(f"lượt-{number}", "recorded", START)])
        done.set()

    with ThreadPoolExecutor(1) as writers:
        writing = writers.submit(write)
        pairs = set()
        while not done.is_set():
            pairs.add(
                store.query("SELECT (SELECT count(*) FROM store.tip), (SELECT count(*) FROM store.duty_check_event)")[0]
            )
            if writing.done():
                break
        writing.result()
    assert all(tips == checks for tips, checks in pairs)
    assert len(pairs) > 3, "nothing was read while writing went on"


def test_writers_take_turns(store):
    inside, most = 0, 0

    def write(number: int) -> None:
        nonlocal inside, most
        with store.write(OPERATOR) as tx:
            inside += 1
            most = max(most, inside)
            record(tx, "tip", [Event(f"tin-{number}", "received", START)])
            inside -= 1

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(20)))
    assert most == 1
    assert store.query("SELECT count(*) FROM store.tip") == [(20,)]
    assert verify(store) == []


def test_sql_reaches_no_other_file(store, tmp_path, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "bí mật.csv"
    elsewhere.write_text("a\n1\n")
    target = elsewhere.with_name("ra.csv")
    for sql in (
        f"SELECT * FROM read_csv('{elsewhere}')",
        f"COPY (SELECT 1) TO '{target}'",
        f"ATTACH '{target}' AS other",
        "INSTALL spatial",
        "SET lock_configuration = false",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            store.query(sql)
    assert not target.exists()


def test_only_a_demonstration_may_say_when_something_was_entered(path, tmp_path):
    event = Event("tin-1", "received", START - timedelta(days=1), recorded_at=START - timedelta(hours=20))
    with create(path) as real, create(tmp_path / "mau.duckdb", is_demo=True) as demo:
        with pytest.raises(UserError, match="hệ thống tự ghi"), real.write(OPERATOR) as tx:
            record(tx, "tip", [event])
        with demo.write(OPERATOR) as tx:
            record(tx, "tip", [event])
        assert real.query("SELECT count(*) FROM store.tip_event") == [(0,)]
        assert demo.query("SELECT recorded_at FROM store.tip_event") == [(event.recorded_at,)]


def test_after_every_write_the_head_file_reaches_the_log(store):
    for number in range(3):
        put(store, "tip", f"tin-{number}", "received")
        told = heads.last(heads.head_file(store.path))
        assert told == heads.current(store)
        assert told.entry_id == 2 + number


def test_a_head_that_cannot_be_reserved_keeps_the_write_from_happening(store, monkeypatch):
    before = contents(store)

    def full(_path):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(heads, "reserve", full)
        with pytest.raises(UserError, match="Ổ đĩa đã đầy"):
            put(store, "tip", "tin-1", "received")
    assert contents(store) == before
    assert put(store, "tip", "tin-1", "received") == 1
    assert verify(store) == []


def test_a_connection_that_breaks_is_opened_anew_under_readers_and_writers(store):
    """DuckDB refuses a file after a failed checkpoint; here the connection is cut, which it tells in the same way."""
    put(store, "tip", "tin-1", "received")
    store._root.close()
    assert store.query("SELECT tip_id FROM tip_facts($at, $at)", {"at": START}) == [("tin-1",)]
    store._root.close()
    assert put(store, "tip", "tin-1", "classified") == 2
    assert verify(store) == []


def test_a_store_without_a_head_file_is_refused_until_that_is_accepted(path):
    create(path).close()
    heads.head_file(path).unlink()
    with pytest.raises(StoreDamaged, match="Thiếu tệp đầu nhật ký"):
        reopen(path)
    with reopen(path, check_head=False) as store:
        assert [finding.check for finding in verify(store)] == ["head"]
        with store.write(OPERATOR) as tx:
            tx.audit("head.accepted", "store")
    with reopen(path) as store:
        assert verify(store) == []


def test_closing_waits_for_the_write_that_is_going_on(path):
    store = create(path)
    entered, go_on = threading.Event(), threading.Event()

    def write():
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event("tin-1", "received", START)])
            entered.set()
            go_on.wait(SOON)

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(write)
        assert entered.wait(SOON)
        closing = pool.submit(store.close)
        assert not closing.done()
        go_on.set()
        writing.result(SOON)
        closing.result(SOON)
    assert not wal_file(path).exists()
    with reopen(path) as again:
        assert again.query("SELECT tip_id FROM store.tip") == [("tin-1",)]


def test_the_keys_are_never_printed():
    assert KEYS.store not in repr(KEYS)
    assert KEYS.audit.hex() not in repr(KEYS)
    assert Store.__repr__ is object.__repr__
