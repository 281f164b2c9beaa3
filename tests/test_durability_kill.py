"""kill -9 at any moment: what was acknowledged is there, and everything fits together."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from data_access import heads
from data_access.store import Store
from data_access.verifying import verify
from regulation.clock import now
from tests.store_support import KEYS, MASTER, ROOT, command

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
INTEGRITY = {"readable", "head", "audit", "events", "folds", "outcomes"}


def killed(path: Path, writing: tuple[str, int, float], lines: int, seconds: float) -> list[str]:
    """What a writing process acknowledged before it was killed, so many lines and seconds after its start."""
    program = subprocess.Popen(
        command("writing.py", path, MASTER, *writing), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    try:
        told = [program.stdout.readline() for _ in range(lines)]
        time.sleep(seconds)
    finally:
        program.kill()
    rest, errors = program.communicate()
    assert program.returncode == -signal.SIGKILL, errors.decode()
    whole = (b"".join(told) + rest).decode().split("\n")[:-1]  # a line without its end was not acknowledged
    return [line for line in whole if line != "ready"]


def acknowledged_are_there(store: Store, lines: list[str]) -> None:
    found = {
        subject: {
            (thing, number): kind
            for thing, number, kind in store.query(f"SELECT {subject}_id, event_id, kind FROM store.{subject}_event")
        }
        for subject in ("tip", "duty_check")
    }
    for line in lines:
        subject, thing, number, kind = line.split()
        assert found[subject].get((thing, int(number))) == kind, f"{line} was acknowledged and is gone"


def heads_fit(store: Store) -> None:
    """Every head that was ever told is in the log, and the log has at most one entry that was not told of."""
    told = []
    for line in heads.head_file(store.path).read_text("ascii").splitlines():
        if line.strip():
            told.append(json.loads(line))
    log = dict(store.query("SELECT entry_id, seal FROM store.audit_entry"))
    assert all(log[line["entry"]] == line["seal"] for line in told)
    assert max(log) == len(log)


def kill_again_and_again(path: Path, times: int, seed: int) -> int:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for number in range(times):
        size = 100_000 if chance.random() < 0.2 else 200
        share = chance.choice([0.0, 0.0, 0.4])  # a third of the runs is killed around checkpoints
        in_opening = number > 0 and chance.random() < 0.15
        lines, seconds = (
            (0, chance.uniform(0.3, 1.0)) if in_opening else (chance.randrange(1, 20), chance.uniform(0, 0.1))
        )
        acknowledged += killed(path, (f"{seed}.{number}", size, share), lines, seconds)
        with Store.open(path, KEYS, clock=now) as store:
            acknowledged_are_there(store, acknowledged)
            heads_fit(store)
            assert [finding.sentence for finding in verify(store, only=INTEGRITY)] == []
    return len(acknowledged)


def test_three_times(tmp_path):
    assert kill_again_and_again(tmp_path / "kho.duckdb", 3, seed=1) > 0


@pytest.mark.slow
def test_fifty_times(tmp_path):
    assert kill_again_and_again(tmp_path / "kho.duckdb", 50, seed=2) > 200
