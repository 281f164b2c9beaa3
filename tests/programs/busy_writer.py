"""Four threads record tips and classify them, and print each number once it is committed, until killed."""

import itertools
import os
import sys
import threading
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from data_access.actors import OPERATOR
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store

path, master, start = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
at = datetime(2026, 3, 2, 8, 0)
store = Store.open(path, derive(master), clock=lambda: at)


def work(thread: int) -> None:
    for number in itertools.count():
        tip = f"{start}-{thread}-{number}"
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event(tip, "received", at, {"summary": f"Nội dung {tip}"})])
        os.write(1, f"{tip} received\n".encode())
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event(tip, "classified", at, {"tip_kind": "other"})])
        os.write(1, f"{tip} classified\n".encode())


os.write(1, b"ready\n")
threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
