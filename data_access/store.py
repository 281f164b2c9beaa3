"""The store: one encrypted DuckDB file, opened here and nowhere else.

One process owns the file. The root connection is an in-memory database that holds only macros and the deadline rules;
the file is attached to it as `store`. Each read takes a cursor of its own; writes go one at a time through `write`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_httpfs
import pandas as pd
import pyarrow as pa

from data_access import audit, migrating
from data_access.actors import Actor
from data_access.errors import StoreBusy, StoreDamaged, StoreMissing, UserError, WrongKey
from data_access.facts import facts_macros
from data_access.keys import Keys
from data_access.reference_tables import load_reference_tables
from regulation.clock import now
from regulation.deadlines import DEADLINE_RULES, DeadlineRule

Parameters = Mapping[str, Any]
Row = tuple[Any, ...]
Clock = Callable[[], datetime]


class Transaction:
    """One write: everything on it is committed together or not at all."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection, actor: Actor, recorded_at: datetime) -> None:
        self.store = store
        self.actor = actor
        self.recorded_at = recorded_at
        self._cursor = cursor

    def execute(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        return self._cursor.execute(sql, _named(sql, parameters)).fetchall()

    def append(self, table: str, rows: pa.Table) -> None:
        """Add rows whose columns are named as those of `table` (qualified with `store.`)."""
        self._cursor.register("incoming", rows)
        columns = ", ".join(rows.column_names)
        self._cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")
        self._cursor.unregister("incoming")

    def audit(self, action: str, subject: str = "", subject_id: str = "", detail: str = "") -> None:
        """Add an entry to the audit log, chained to the one before it."""
        entry = audit.Entry(self.recorded_at, self.actor.actor_id, action, subject, subject_id, detail)
        audit.append(self, entry, self.store.keys.audit)


class Store:
    """An open store. Use `Store.create`, `Store.open` and, when done, `close` (or a `with` block)."""

    def __init__(
        self,
        path: Path,
        keys: Keys,
        *,
        rules: Sequence[DeadlineRule] = DEADLINE_RULES,
        clock: Clock = now,
        folders: Sequence[Path] = (),
    ) -> None:
        self.path = path
        self.keys = keys
        self.clock = clock
        self._write_lock = threading.Lock()
        self._root = _attach(path, keys)
        try:
            self.migrated = migrating.migrate(self._root, clock())
            self._prepare(rules, [path.parent, *folders])
        except BaseException:
            self._root.close()
            raise
        self.data_version = 0

    @classmethod
    def create(
        cls,
        path: Path,
        keys: Keys,
        *,
        ward: tuple[str, str],
        is_demo: bool = False,
        rules: Sequence[DeadlineRule] = DEADLINE_RULES,
        clock: Clock = now,
    ) -> Store:
        """Make a new store for `ward` (code, name); whether it is a demonstration is fixed here for good."""
        if path.exists():
            raise UserError(f"Đã có kho dữ liệu tại {path}; không ghi đè.")
        path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(path, keys, rules=rules, clock=clock)
        with store._begin() as cursor:
            cursor.execute(
                "INSERT INTO store.identity VALUES ($code, $name, $demo, $at)",
                {"code": ward[0], "name": ward[1], "demo": is_demo, "at": clock()},
            )
        return store

    @classmethod
    def open(
        cls, path: Path, keys: Keys, *, rules: Sequence[DeadlineRule] = DEADLINE_RULES, clock: Clock = now
    ) -> Store:
        """Open an existing store; errors are sentences (`UserError`) that say what is wrong."""
        if not path.exists():
            raise StoreMissing(f"Không có kho dữ liệu tại {path}. Hãy chạy: python cli.py init")
        return cls(path, keys, rules=rules, clock=clock)

    def close(self) -> None:
        self._root.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_demo(self) -> bool:
        return bool(self.query("SELECT is_demo FROM store.identity")[0][0])

    @property
    def ward(self) -> tuple[str, str]:
        """Code and name of the ward."""
        code, name = self.query("SELECT ward_code, ward_name FROM store.identity")[0]
        return code, name

    def query(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """Rows of a read; never waits for a writer. Parameters that `sql` does not name are left aside."""
        with self._root.cursor() as cursor:
            return cursor.execute(sql, _named(sql, parameters)).fetchall()

    def frame(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """The same as a data frame."""
        with self._root.cursor() as cursor:
            return cursor.execute(sql, _named(sql, parameters)).df()

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Transaction]:
        """One transaction, in which nothing but the store may be touched; rolled back on any exception."""
        with self._begin() as cursor:
            yield Transaction(self, cursor, actor, self.clock())

    @contextmanager
    def _begin(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._write_lock, self._root.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException as error:
                _roll_back(cursor)
                raise _as_user_error(error, self.path) from error
            self.data_version += 1

    def _prepare(self, rules: Sequence[DeadlineRule], folders: Sequence[Path]) -> None:
        load_reference_tables(self._root, rules)
        for macro in facts_macros():
            self._root.execute(macro)
        allowed = ", ".join("'" + str(folder.resolve()).replace("'", "''") + "/'" for folder in folders)
        for setting in (
            f"allowed_directories = [{allowed}]",
            "enable_external_access = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "python_enable_replacements = false",
            "lock_configuration = true",
        ):
            self._root.execute(f"SET {setting}")


def _named(sql: str, parameters: Parameters | None) -> dict[str, Any]:
    names = set(re.findall(r"\$([a-z_][a-z_0-9]*)", sql))
    return {name: value for name, value in (parameters or {}).items() if name in names}


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """A failed COMMIT has already ended the transaction."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.TransactionException:
        return


def _extension_file() -> Path:
    folder = Path(duckdb_extension_httpfs.__file__).parent
    return next(folder.rglob("httpfs.duckdb_extension"))


def _attach(path: Path, keys: Keys) -> duckdb.DuckDBPyConnection:
    root = duckdb.connect(":memory:")
    try:
        root.execute(f"LOAD '{_extension_file()}'")
        target = str(path).replace("'", "''")
        root.execute(f"ATTACH '{target}' AS store (ENCRYPTION_KEY '{keys.store}')")
    except BaseException as error:
        root.close()
        raise _as_user_error(error, path) from None
    return root


def _as_user_error(error: BaseException, path: Path) -> BaseException:
    """The Vietnamese sentence for what DuckDB says; anything else stays as it is."""
    if not isinstance(error, duckdb.Error):
        return error
    text = str(error)
    if "Wrong encryption key" in text:
        return WrongKey(f"Khóa không mở được kho dữ liệu {path}. Hãy kiểm tra lại tệp khóa hoặc biến BINHYEN_KEY.")
    if "lock on file" in text or "already attached" in text or "being used by another process" in text:
        return StoreBusy(
            f"Kho dữ liệu {path} đang được một chương trình khác mở. "
            "Hãy đóng bảng theo dõi hoặc lệnh đang chạy rồi thử lại."
        )
    if "No space left" in text or "Could not write" in text:
        return UserError(
            "Ổ đĩa đã đầy nên chưa ghi được. Hãy giải phóng dung lượng rồi làm lại; dữ liệu cũ vẫn nguyên."
        )
    if isinstance(
        error, duckdb.IOException | duckdb.SerializationException | duckdb.InternalException | duckdb.FatalException
    ):
        return StoreDamaged(f"Không đọc được kho dữ liệu {path}: tệp có thể đã hỏng. Hãy khôi phục từ bản sao lưu.")
    return error
