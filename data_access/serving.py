"""The store that a running server serves: opened in the background at start-up, kept topped up and backed up.

A real store, once `cli.py init` has made one, is served behind sign-in; until then the demo ward is.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data_access import backup
from data_access.demo import loading
from data_access.errors import UserError
from data_access.keys import key_file, load_keys, make_key_file
from data_access.store import Store

STORE_VARIABLE = "BINHYEN_STORE"
DEMO_VARIABLE = "BINHYEN_DEMO"
DEFAULT_STORE = Path("var/store/binhyen.duckdb")
DEMO_STORE = Path("var/demo/binhyen-demo.duckdb")
DEMO_WARD = ("18754", "phường Sông Trí")
KEEP_EVERY_SECONDS = 600
_log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


@dataclass
class Serving:
    """What is being served. `share` (0 to 1) and `label` tell how far opening it has come; `error` why it failed."""

    store: Store | None = None
    share: float = 0.0
    label: str = "Đang mở kho dữ liệu"
    error: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, progress: Progress) -> None:
        """Open the store and look after it, in a thread of its own."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(progress,), name="store", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the store when its last write is done."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
        if self.store is not None:
            self.store.close()
            self.store = None

    def _run(self, progress: Progress) -> None:
        def tell(share: float, label: str) -> None:
            self.share, self.label = share, label
            progress(share, label)

        try:
            self.store = open_served(tell)
        except (UserError, OSError) as error:
            self.error = str(error)
            _log.error("%s", error)
            return
        while not self._stop.is_set():
            _keep(self.store)
            self._stop.wait(KEEP_EVERY_SECONDS)


SERVING = Serving()


def served_path() -> Path:
    """The file to serve: `BINHYEN_STORE`, else the store that `cli.py init` makes, else the demo."""
    if os.environ.get(DEMO_VARIABLE):
        return DEMO_STORE
    chosen = os.environ.get(STORE_VARIABLE)
    if chosen:
        return Path(chosen)
    return DEFAULT_STORE if DEFAULT_STORE.exists() else DEMO_STORE


def open_served(progress: Progress) -> Store:
    """Open the store to serve; the demo is made on its first start."""
    path = served_path()
    if path == DEMO_STORE:
        return _open_demo(path, progress)
    if not path.exists():
        raise UserError(f"Không có kho dữ liệu tại {path}. Hãy chạy: python cli.py init")
    return Store.open(path, load_keys(path))


def _open_demo(path: Path, progress: Progress) -> Store:
    if path.exists():
        store = Store.open(path, load_keys(path))
        if loading.loaded_until(store) is not None:
            return store
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        keys = load_keys(path) if key_file(path).exists() else make_key_file(key_file(path))
        store = Store.create(path, keys, ward=DEMO_WARD, is_demo=True)
    try:
        loading.load(store, store.clock(), progress)
    except BaseException:
        store.close()
        raise
    return store


def _keep(store: Store) -> None:
    """What the server does from time to time: the demo goes on living, a real store is backed up once a day."""
    try:
        if store.is_demo:
            loading.top_up(store, store.clock())
        else:
            backup.make_daily(store)
    except (UserError, OSError) as error:
        _log.error("%s", error)
