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
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import duckdb_extension_httpfs
import pandas as pd
import pyarrow as pa

from data_access import audit, heads, migrating
from data_access.actors import OPERATOR, Actor
from data_access.duckdb_errors import as_user_error
from data_access.errors import NotAllowed, StoreDamaged, StoreMissing, UserError
from data_access.facts import facts_macros
from data_access.keys import Keys
from data_access.reference_tables import load_reference_tables
from regulation.clock import now
from regulation.deadlines import DEADLINE_RULES, DeadlineRule

Parameters = Mapping[str, Any]
Row = tuple[Any, ...]
BACKUP_FOLDER = "backups"
Clock = Callable[[], datetime]


class Transaction:
    """One write: everything on it is committed together or not at all."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection, actor: Actor, recorded_at: datetime) -> None:
        self.store = store
        self.actor = actor
        self.recorded_at = recorded_at
        self._cursor = cursor
        self.head: heads.Head | None = None

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
        self.head = audit.append(self, entry, self.store.keys.audit)


class Store:
    """An open store. Use `Store.create`, `Store.open` and, when done, `close` (or a `with` block)."""

    def __init__(self, path: Path, keys: Keys, rules: Sequence[DeadlineRule], clock: Clock) -> None:
        self.path = path
        self.keys = keys
        self.clock = clock
        self.rules = tuple(rules)
        self.actor = OPERATOR
        self.data_version = 0
        self._write_lock = threading.Lock()
        self._root = _attach(path, keys)
        try:
            self.migrated = migrating.migrate(self._root, path, keys.store, clock())
            self._prepare(rules)
        except BaseException as error:
            self._root.close()
            raise as_user_error(error, path) from None

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
        store = cls(path, keys, rules, clock)
        with store.write(OPERATOR) as tx:
            tx.execute(
                "INSERT INTO store.identity VALUES ($code, $name, $demo, $at)",
                {"code": ward[0], "name": ward[1], "demo": is_demo, "at": tx.recorded_at},
            )
            tx.audit("store.created", "store", ward[0])
        return store

    @classmethod
    def open(
        cls,
        path: Path,
        keys: Keys,
        *,
        rules: Sequence[DeadlineRule] = DEADLINE_RULES,
        clock: Clock = now,
        check_head: bool = True,
    ) -> Store:
        """Open an existing store; errors are sentences (`UserError`) that say what is wrong.

        Unless `check_head` is off (for `verify`), a store whose log ends before its head file says is refused.
        """
        if not path.exists():
            raise StoreMissing(f"Không có kho dữ liệu tại {path}. Hãy chạy: python cli.py init")
        store = cls(path, keys, rules, clock)
        try:
            store._check_opening(check_head=check_head)
        except BaseException:
            store.close()
            raise
        return store

    def _check_opening(self, *, check_head: bool) -> None:
        if not self.query("SELECT 1 FROM store.identity"):
            raise StoreDamaged(f"Kho dữ liệu {self.path} chưa được tạo xong. Hãy xóa tệp này rồi tạo lại.")
        problem = heads.problem(self, heads.head_file(self.path)) if check_head else None
        if problem:
            raise StoreDamaged(problem)

    def close(self) -> None:
        self._root.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def is_demo(self) -> bool:
        return bool(self.query("SELECT is_demo FROM store.identity")[0][0])

    @cached_property
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
        """One transaction, in which nothing but the store may be touched; rolled back on any exception.

        When it ends without one, the write is on disk and the head of the audit log is in the head file.
        """
        try:
            with self._write_lock:
                yield from self._transaction(actor)
        except NotAllowed as refusal:
            with self._write_lock:
                for tx in self._transaction(actor):
                    tx.audit("refused", detail=refusal.action)
            raise

    def _transaction(self, actor: Actor) -> Iterator[Transaction]:
        with self._root.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                tx = Transaction(self, cursor, actor, self.clock())
                yield tx
                cursor.execute("COMMIT")
            except BaseException as error:
                _roll_back(cursor)
                known = as_user_error(error, self.path)
                if known is error:
                    raise
                raise known from error
        self.data_version += 1
        if tx.head is not None:
            heads.write(heads.head_file(self.path), tx.head)

    def copy_to(self, target: Path) -> None:
        """A consistent copy at `target`, under the same key, while reading and writing go on."""
        name = f"copy_{uuid4().hex}"
        with self._root.cursor() as cursor:
            try:
                cursor.execute(f"ATTACH '{_quoted(target)}' AS {name} (ENCRYPTION_KEY '{self.keys.store}')")
                cursor.execute(f"COPY FROM DATABASE store TO {name}")
                cursor.execute(f"DETACH {name}")
            except BaseException as error:
                cursor.execute(f"DETACH DATABASE IF EXISTS {name}")
                known = as_user_error(error, target)
                if known is error:
                    raise
                raise known from error

    def _prepare(self, rules: Sequence[DeadlineRule]) -> None:
        load_reference_tables(self._root, rules)
        for macro in facts_macros():
            self._root.execute(macro)
        for setting in (
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "python_enable_replacements = false",
            f"allowed_directories = ['{_quoted(self.path.parent)}/', '{_quoted(self.path.parent / BACKUP_FOLDER)}/']",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._root.execute(f"SET {setting}")


def _quoted(path: Path) -> str:
    return path.resolve().as_posix().replace("'", "''")


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
        root.execute(f"ATTACH '{_quoted(path)}' AS store (ENCRYPTION_KEY '{keys.store}')")
    except BaseException as error:
        root.close()
        raise as_user_error(error, path) from None
    return root
