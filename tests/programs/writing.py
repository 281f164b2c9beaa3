"""Four threads that write until they are killed; each accepted command is told on standard output afterwards.

Usage: writing.py STORE MASTER SEED BYTES SHARE. A line is `subject thing event kind`; `ready` comes before the first
write. Every command carries about BYTES of text; after a SHARE of them the WAL is merged into the file.
"""

import os
import random
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from data_access.actors import OPERATOR
from data_access.errors import Rejected
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store

SHARED = [f"chung-{number}" for number in range(5)]
KINDS = ("received", "amended", "classified", "transferred", "resolved", "reopened", "written_up", "replied")


def tell(line: str) -> None:
    """One write to the pipe: it is out, whole, when this returns."""
    os.write(1, line.encode() + b"\n")


def work(store: Store, seed: str, size: int, share: float) -> None:
    chance = random.Random(seed)
    own = [f"{seed}-{number}" for number in range(10_000)]
    while True:
        subject = "tip" if chance.random() < 0.8 else "duty_check"
        thing = chance.choice(SHARED) if chance.random() < 0.5 else own[chance.randrange(20)]
        if subject == "tip":
            kind, fields = chance.choice(KINDS), {"summary": chance.randbytes(size // 2).hex()}
        else:
            kind, thing, fields = "recorded", own.pop(), {"officer": "Trực ban"}
        try:
            with store.write(OPERATOR) as tx:
                (number,) = record(tx, subject, [Event(thing, kind, tx.recorded_at, fields, note="Có tình tiết mới")])
        except Rejected:
            continue
        tell(f"{subject} {thing} {number} {kind}")
        if chance.random() < share:
            with store._write_lock:
                store.query("CHECKPOINT store")


def main() -> None:
    path, master, seed, size, share = Path(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4]), float(sys.argv[5])
    if path.exists():
        store = Store.open(path, derive(master))
    else:
        store = Store.create(path, derive(master), ward=("18754", "phường Sông Trí"))
    tell("ready")
    threads = [threading.Thread(target=work, args=(store, f"{seed}.{number}", size, share)) for number in range(4)]
    for thread in threads:
        thread.start()


main()
