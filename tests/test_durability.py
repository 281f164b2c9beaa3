"""What is acknowledged stays: through kills, a full disk and many writers at once (long tests)."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data_access import backup
from data_access.actors import OPERATOR
from data_access.audit import broken_entries
from data_access.errors import Rejected, UserError
from data_access.events import Event, record
from data_access.imports import import_file
from data_access.store import Store
from data_access.verifying import verify
from tests.import_support import xlsx
from tests.store_support import KEYS, MASTER, PROGRAMS, START, WARD, SetClock, create, reopen

pytestmark = pytest.mark.slow
KILLS = 50
ROOM = "24m"


def write_until_killed(path: Path, start: str, lines: int, seconds: float) -> list[str]:
    """Run the busy writer until it has acknowledged some lines and a bit more, kill it with -9, and give them all."""
    program = subprocess.Popen(
        [sys.executable, str(PROGRAMS / "busy_writer.py"), str(path), MASTER, start], stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"ready\n"
    first = b"".join(program.stdout.readline() for _ in range(lines))
    time.sleep(seconds)
    program.kill()
    told = (first + program.stdout.read()).decode()
    program.wait()
    return [line for line in told.split("\n")[:-1] if line]


def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "kho.duckdb"
    create(path).close()
    moments = random.Random(904)
    acknowledged: list[str] = []
    for kill in range(KILLS):
        acknowledged += write_until_killed(path, f"l{kill}", moments.randint(0, 12), moments.uniform(0, 0.1))
        with reopen(path) as store:
            known = set(store.query("SELECT tip_id || ' ' || kind FROM store.tip_event"))
        missing = [line for line in acknowledged if (line,) not in known]
        assert missing == []
    assert len(acknowledged) > 2 * KILLS
    with reopen(path) as store:
        assert broken_entries(store) == []
        assert verify(store) == []
        rows = dict(store.query("SELECT tip_id, state FROM store.tip"))
    classified = {line.split()[0] for line in acknowledged if line.endswith("classified")}
    assert {rows[tip] for tip in classified} == {"classified"}


def test_eight_threads_on_the_same_ten_tips(tmp_path: Path) -> None:
    tips, steps = (
        [f"tin-{number}" for number in range(10)],
        ("classified", "resolved", "replied", "reopened", "amended"),
    )
    with create(tmp_path / "kho.duckdb") as store:
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event(tip, "received", START) for tip in tips])
        accepted: list[int] = []
        trouble: list[BaseException] = []

        def work(seed: int) -> None:
            own = random.Random(seed)
            for number in range(250):
                event = Event(own.choice(tips), own.choice(steps), START, {"summary": f"{seed}-{number}"}, note="Lý do")
                try:
                    with store.write(OPERATOR) as tx:
                        accepted.extend(record(tx, "tip", [event]))
                except Rejected:
                    pass
                except BaseException as error:
                    trouble.append(error)

        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert trouble == []
        logged = [row[0] for row in store.query("SELECT event_id FROM store.tip_event ORDER BY 1")]
        assert sorted(accepted) == logged[len(tips) :]
        assert logged == list(range(1, len(logged) + 1))
        last = dict(store.query("SELECT tip_id, arg_max(summary, event_id) FROM store.tip_event GROUP BY 1"))
        assert dict(store.query("SELECT tip_id, summary FROM store.tip")) == last
        assert verify(store) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "dia"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path, leave: int) -> Path:
    """A file that takes all room of a disk but `leave` bytes."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        file.write(b"\0" * max(shutil.disk_usage(folder).free - leave, 0))
    return ballast


def received(store: Store, start: int, count: int) -> None:
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event(f"tin-{start + n}", "received", START, {"summary": "x" * 900}) for n in range(count)])


def fill_up(store: Store, written: int) -> int:
    """Record tips until the disk is full, which must be said; gives how many were acknowledged."""
    for _ in range(200):
        try:
            received(store, written, 200)
        except UserError as error:
            assert "đĩa" in str(error).lower()  # noqa: PT017
            return written
        written += 200
    raise AssertionError("the disk never filled up")


def test_full_disk_during_a_write(small_disk: Path) -> None:
    with create(small_disk / "kho.duckdb") as store:
        received(store, 0, 10)
        ballast = fill(small_disk, 64 * 1024)
        written = fill_up(store, 10)
        assert store.query("SELECT count(*) FROM store.tip") == [(written,)]
        ballast.unlink()
        received(store, written, 5)
    with reopen(small_disk / "kho.duckdb") as store:
        assert store.query("SELECT count(*) FROM store.tip") == [(written + 5,)]
        assert verify(store) == []


def test_full_disk_during_an_import(small_disk: Path) -> None:
    header = ["Mã tổ dân phố", "Tên tổ dân phố", "Số hộ", "Tên gọi khác", "Từ ngày"]
    rows = [[f"T{n:05}", f"Tổ dân phố số {n}", 100, f"Tên cũ {n}", "01/10/2025"] for n in range(4000)]
    with create(small_disk / "kho.duckdb") as store:
        ballast = fill(small_disk, 32 * 1024)
        with pytest.raises(UserError, match=r"(?i)đĩa|dung lượng|chỗ"):
            import_file(store, OPERATOR, "areas", xlsx([header, *rows]), "to.xlsx")
        assert store.query("SELECT count(*) FROM store.area") == [(0,)]
        ballast.unlink()
        assert import_file(store, OPERATOR, "areas", xlsx([header, *rows]), "to.xlsx").created == len(rows)
        assert verify(store) == []


def test_full_disk_during_a_backup(small_disk: Path) -> None:
    with create(small_disk / "kho.duckdb") as store:
        received(store, 0, 2000)
        ballast = fill(small_disk, 64 * 1024)
        with pytest.raises(UserError, match=r"(?i)đĩa|dung lượng|chỗ"):
            backup.make(store, small_disk / "sao-luu")
        ballast.unlink()
        assert verify(store) == []
        made = backup.make(store, small_disk / "sao-luu")
    restored = small_disk / "khoi-phuc.duckdb"
    backup.restore(made, restored, KEYS, at=START + timedelta(days=1))
    with reopen(restored) as store:
        assert store.query("SELECT count(*) FROM store.tip") == [(2000,)]


def test_backup_while_writing_goes_on(tmp_path: Path) -> None:
    clock = SetClock()
    with create(tmp_path / "kho.duckdb", clock) as store:
        received(store, 0, 500)
        stop = threading.Event()
        written = [500]

        def work() -> None:
            while not stop.is_set():
                received(store, written[0], 1)
                written[0] += 1

        thread = threading.Thread(target=work)
        thread.start()
        made = [backup.make(store, tmp_path / f"sao-luu-{number}") for number in range(3)]
        stop.set()
        thread.join()
        assert written[0] > 500
        assert store.query("SELECT count(*) FROM store.tip") == [(written[0],)]
    for number, file in enumerate(made):
        target = tmp_path / f"lai-{number}" / "kho.duckdb"
        target.parent.mkdir()
        backup.restore(file, target, KEYS, at=datetime(2026, 3, 3))
        with reopen(target) as store:
            assert store.ward == WARD
            assert verify(store) == []
            (tips, last) = store.query("SELECT count(*), max(event_id) FROM store.tip_event")[0]
            assert tips == last >= 500
