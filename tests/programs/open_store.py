"""Open a store and say what comes of it: the number of tips, or the sentence."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from data_access.errors import UserError
from data_access.keys import derive
from data_access.store import Store

path, master = Path(sys.argv[1]), sys.argv[2]
sys.stdout.reconfigure(encoding="utf-8")
try:
    with Store.open(path, derive(master)) as store:
        print("OPENED", store.query("SELECT count(*) FROM store.tip")[0][0])
except UserError as error:
    print(type(error).__name__, error)
