"""Migrations: numbered SQL files, each run in one transaction together with the record that it ran."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import duckdb

from data_access.attaching import quoted, wal_file
from data_access.duckdb_errors import as_user_error
from data_access.errors import StoreVersion

_HISTORY = """CREATE TABLE IF NOT EXISTS store.schema_migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)"""


@dataclass(frozen=True)
class Migration:
    """One `NNNN_name.sql` file."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """All migrations of this program, in order."""
    return read(resources.files("data_access").joinpath("migrations"))


def read(folder: Traversable) -> list[Migration]:
    """The migrations of a folder, in order."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
    return [
        Migration(int(name.split("_")[0]), name.removesuffix(".sql"), sql.replace("\r\n", "\n"))
        for name, sql in sorted(texts.items())
    ]


def migrate(root: duckdb.DuckDBPyConnection, path: Path, key: str, at: datetime) -> list[str]:
    """Bring the attached store up to date; returns the names of the migrations run. Raises `StoreVersion`.

    Before a store that holds data is changed, a copy of it is put beside it.
    """
    root.execute(_HISTORY)
    done = dict(root.execute("SELECT number, checksum FROM store.schema_migration").fetchall())
    known = _by_number(migrations())
    _check_history(done, known)
    pending = [migration for number, migration in known.items() if number not in done]
    if done and pending:
        _copy_before(root, path.with_name(f"{path.stem}.before-{pending[0].name}-{at:%Y%m%d-%H%M%S}.duckdb"), key)
    for migration in pending:
        _run(root, path, migration, at)
    if pending:
        root.execute("CHECKPOINT store")
    return [migration.name for migration in pending]


def _by_number(found: Sequence[Migration]) -> dict[int, Migration]:
    known = {migration.number: migration for migration in found}
    if not found or [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise StoreVersion(
            "Bản cài đặt của chương trình thiếu hoặc thừa bước nâng cấp trong thư mục migrations. "
            "Hãy cài lại chương trình; kho dữ liệu chưa bị thay đổi."
        )
    return known


def _check_history(done: dict[int, str], known: dict[int, Migration]) -> None:
    if done and max(done) > max(known):
        raise StoreVersion(
            f"Kho dữ liệu ở phiên bản {max(done)}, mới hơn chương trình (phiên bản {max(known)}). "
            "Hãy cập nhật chương trình rồi mở lại."
        )
    for number in range(1, max(done, default=0) + 1):
        if done.get(number) != known[number].checksum:
            raise StoreVersion(
                f"Bước nâng cấp số {number} của kho dữ liệu khác với chương trình này. "
                "Hãy cài lại đúng bản chương trình, không sửa các tệp trong thư mục migrations."
            )


def _copy_before(root: duckdb.DuckDBPyConnection, target: Path, key: str) -> None:
    _remove(target)  # of an attempt in the same second
    try:
        root.execute(f"ATTACH '{quoted(target)}' AS before (ENCRYPTION_KEY '{key}')")
        root.execute("COPY FROM DATABASE store TO before")
        root.execute("DETACH before")
    except BaseException:
        with suppress(duckdb.Error):
            root.execute("DETACH DATABASE IF EXISTS before")
        _remove(target)
        raise


def _remove(path: Path) -> None:
    for left in (path, wal_file(path)):
        left.unlink(missing_ok=True)


def _run(root: duckdb.DuckDBPyConnection, path: Path, migration: Migration, at: datetime) -> None:
    root.execute("BEGIN")
    try:
        root.execute(migration.sql)
        root.execute(
            "INSERT INTO store.schema_migration VALUES ($number, $name, $checksum, $at)",
            {"number": migration.number, "name": migration.name, "checksum": migration.checksum, "at": at},
        )
        root.execute("COMMIT")
    except BaseException as error:
        with suppress(duckdb.Error):
            root.execute("ROLLBACK")
        if not isinstance(error, duckdb.Error) or as_user_error(error, path) is not error:
            raise
        raise StoreVersion(
            f"Bước nâng cấp {migration.name} không chạy được nên kho dữ liệu giữ nguyên như cũ ({error}). "
            "Hãy báo cho người phụ trách chương trình."
        ) from error
