"""Write some tips and die without closing the store, so that they are in the WAL only."""

import os
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from data_access.actors import OPERATOR
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store

path, master, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
at = datetime(2026, 3, 2, 8, 0)
store = Store.create(path, derive(master), ward=("18754", "phường Sông Trí"), clock=lambda: at)
for number in range(count):
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event(f"tin-{number}", "received", at, {"summary": f"Nội dung số {number}"})])
os._exit(9)
