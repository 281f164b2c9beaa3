"""The store: one encrypted DuckDB file, opened here and nowhere else.

One process owns the file. The root connection is an in-memory database that holds only macros and the deadline rules;
the file is attached to it as `store`. Each read takes a cursor of its own; writes go one at a time through `write`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from data_access import audit, heads, migrating
from data_access.actors import OPERATOR, Actor
from data_access.attaching import attach, attach_again, quoted, require_nothing_at, shut_away, wal_file
from data_access.duckdb_errors import as_user_error, needs_reopening, told_in_vietnamese
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
Answer = TypeVar("Answer")
_LAST_WRITE_SECONDS = 10.0


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
        self._write_lock, self._reopen_lock = threading.Lock(), threading.RLock()
        self._is_closed = False
        self._broken: duckdb.DuckDBPyConnection | None = None
        self._root = attach(path, keys)
        try:
            self.migrated = migrating.migrate(self._root, path, keys.store, clock())
            self._prepare(self._root)
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
        require_nothing_at(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        store = None
        try:
            store = cls(path, keys, rules, clock)
            store._begin(ward, is_demo)
        except BaseException:
            if store is not None:
                store.close()
            for left in (path, wal_file(path), heads.head_file(path)):
                left.unlink(missing_ok=True)
            raise
        return store

    def _begin(self, ward: tuple[str, str], is_demo: bool) -> None:
        with self.write(OPERATOR) as tx:
            tx.execute(
                "INSERT INTO store.identity VALUES ($code, $name, $demo, $at)",
                {"code": ward[0], "name": ward[1], "demo": is_demo, "at": tx.recorded_at},
            )
            tx.audit("store.created", "store", ward[0])
        self._root.execute("CHECKPOINT store")

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
            require_nothing_at(path)
            raise StoreMissing(f"Không có kho dữ liệu tại {path}. Hãy chạy: python cli.py init")
        store = cls(path, keys, rules, clock)
        try:
            store._check_opening(check_head=check_head)
        except BaseException:
            store.close()
            raise
        return store

    def _check_opening(self, *, check_head: bool) -> None:
        problem = self._head_problem()
        if not self.query("SELECT 1 FROM store.identity"):
            if problem and heads.last(heads.head_file(self.path)) is not None:
                raise StoreDamaged(problem)
            raise StoreDamaged(
                f"Kho dữ liệu {self.path} chưa được tạo xong hoặc đã mất tệp WAL. Nếu là kho mới, hãy xóa tệp này "
                "rồi tạo lại; nếu kho đã có dữ liệu, hãy khôi phục từ bản sao lưu."
            )
        if problem and check_head:
            raise StoreDamaged(problem)

    def close(self) -> None:
        """Close the file when the write that is going on, if any, is done."""
        is_idle = self._write_lock.acquire(timeout=_LAST_WRITE_SECONDS)
        self._is_closed = True
        self._root.close()
        if is_idle:
            self._write_lock.release()

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
        return self._read(lambda cursor: cursor.execute(sql, _named(sql, parameters)).fetchall())

    def frame(self, sql: str, parameters: Parameters | None = None) -> pd.DataFrame:
        """The same as a data frame."""
        return self._read(lambda cursor: cursor.execute(sql, _named(sql, parameters)).df())

    def _read(self, ask: Callable[[duckdb.DuckDBPyConnection], Answer], *, again: bool = True) -> Answer:
        root, cursor = self._cursor()
        try:
            with told_in_vietnamese(self.path), cursor:
                return ask(cursor)
        except (UserError, duckdb.Error) as error:
            if not self._breaks(root, error) or not again:
                raise
        return self._read(ask, again=False)

    def _breaks(self, root: duckdb.DuckDBPyConnection, error: BaseException) -> bool:
        """Whether `root` is of no more use after `error`; the next one to need it then opens the file anew."""
        if not needs_reopening(error) and not (error.__cause__ and needs_reopening(error.__cause__)):
            return False
        self._broken = root
        return True

    def _usable_root(self) -> duckdb.DuckDBPyConnection:
        """The root; a broken one is replaced first: what was committed is in the file and its WAL."""
        if self._is_closed:
            raise UserError("Kho dữ liệu đã đóng. Hãy mở lại chương trình.")
        if self._broken is self._root:
            with self._reopen_lock:
                if self._broken is self._root:
                    self._reopen()
        return self._root

    def _cursor(self) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
        """The root and a cursor of it, also when another thread has just found the root broken."""
        root = self._usable_root()
        try:
            return root, root.cursor()
        except duckdb.ConnectionException:
            self._broken = root
        root = self._usable_root()
        return root, root.cursor()

    def _reopen(self) -> None:
        self._root.close()
        root = attach_again(self.path, self.keys)
        self._prepare(root)
        self._root = root
        problem = self._head_problem()
        if problem:
            self._broken = root
            raise StoreDamaged(problem)

    def _head_problem(self) -> str | None:
        """What is wrong between the log and its head file; the files are then left just as they are."""
        head_file = heads.head_file(self.path)
        problem = heads.problem(self, head_file)
        if problem and heads.last(head_file) is not None:
            self._root.execute("PRAGMA disable_checkpoint_on_shutdown")
        return problem

    @contextmanager
    def write(self, actor: Actor, *, changes_data: bool = True) -> Iterator[Transaction]:
        """One transaction, in which nothing but the store may be touched; rolled back on any exception.

        When it ends without one, the write is on disk and the head of the audit log is in the head file.
        `changes_data` is false for what no figure or list depends on, so that caches outlive it.
        """
        try:
            with self._write_lock:
                yield from self._transaction(actor, changes_data)
        except NotAllowed as refusal:
            with self._write_lock:
                for tx in self._transaction(actor, True):
                    tx.audit("refused", detail=refusal.action)
            raise

    def _transaction(self, actor: Actor, changes_data: bool) -> Iterator[Transaction]:
        root, cursor = self._cursor()
        head_file, place = heads.head_file(self.path), None
        with told_in_vietnamese(self.path), cursor:
            tx = Transaction(self, cursor, actor, self.clock())
            try:
                cursor.execute("BEGIN")
                yield tx
                place = heads.reserve(head_file) if tx.head is not None else None
                cursor.execute("COMMIT")
            except BaseException as error:
                self._breaks(root, error)
                _roll_back(cursor)
                if place is not None:
                    self.data_version += changes_data  # an interrupted commit may have taken place
                    heads.give_back(head_file, place)
                raise
        self.data_version += changes_data
        if tx.head is not None and place is not None:
            heads.fill(head_file, place, tx.head)

    def copy_to(self, target: Path) -> None:
        """A consistent copy at `target`, under the same key, while reading and writing go on."""
        name = f"copy_{uuid4().hex}"
        root, cursor = self._cursor()
        with told_in_vietnamese(target), cursor:
            try:
                cursor.execute(f"ATTACH '{quoted(target)}' AS {name} (ENCRYPTION_KEY '{self.keys.store}')")
                cursor.execute(f"COPY FROM DATABASE store TO {name}")
                cursor.execute(f"DETACH {name}")
            except BaseException as error:
                self._breaks(root, error)
                with suppress(duckdb.Error):
                    cursor.execute(f"DETACH DATABASE IF EXISTS {name}")
                raise

    def _prepare(self, root: duckdb.DuckDBPyConnection) -> None:
        load_reference_tables(root, self.rules)
        for macro in facts_macros():
            root.execute(macro)
        shut_away(root, self.path.parent, self.path.parent / BACKUP_FOLDER)


def _named(sql: str, parameters: Parameters | None) -> dict[str, Any]:
    names = set(re.findall(r"\$([a-z_][a-z_0-9]*)", sql))
    return {name: value for name, value in (parameters or {}).items() if name in names}


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """What has failed may have ended the transaction already."""
    with suppress(duckdb.Error):
        cursor.execute("ROLLBACK")
