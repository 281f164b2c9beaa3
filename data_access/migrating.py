"""Migrations: numbered SQL files, each run in one transaction together with the record that it ran."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import resources
from pathlib import Path

import duckdb

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
    files = resources.files("data_access").joinpath("migrations").iterdir()
    texts = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".sql")}
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
    known = {migration.number: migration for migration in migrations()}
    _check_history(done, known)
    pending = [migration for number, migration in known.items() if number not in done]
    if done and pending:
        _copy_before(root, path.with_name(f"{path.stem}.before-{pending[0].name}-{at:%Y%m%d-%H%M%S}.duckdb"), key)
    for migration in pending:
        _run(root, migration, at)
    if pending:
        root.execute("CHECKPOINT store")
    return [migration.name for migration in pending]


def _check_history(done: dict[int, str], known: dict[int, Migration]) -> None:
    if done and max(done) > max(known):
        raise StoreVersion(
            f"Kho dữ liệu ở phiên bản {max(done)}, mới hơn chương trình (phiên bản {max(known)}). "
            "Hãy cập nhật chương trình rồi mở lại."
        )
    for number, checksum in done.items():
        if number not in known or known[number].checksum != checksum:
            raise StoreVersion(
                f"Bước nâng cấp số {number} của kho dữ liệu khác với chương trình này. "
                "Hãy cài lại đúng bản chương trình, không sửa các tệp trong thư mục migrations."
            )


def _copy_before(root: duckdb.DuckDBPyConnection, target: Path, key: str) -> None:
    quoted = target.resolve().as_posix().replace("'", "''")
    root.execute(f"ATTACH '{quoted}' AS before (ENCRYPTION_KEY '{key}')")
    root.execute("COPY FROM DATABASE store TO before")
    root.execute("DETACH before")


def _run(root: duckdb.DuckDBPyConnection, migration: Migration, at: datetime) -> None:
    root.execute("BEGIN")
    try:
        root.execute(migration.sql)
        root.execute(
            "INSERT INTO store.schema_migration VALUES ($number, $name, $checksum, $at)",
            {"number": migration.number, "name": migration.name, "checksum": migration.checksum, "at": at},
        )
        root.execute("COMMIT")
    except BaseException:
        root.execute("ROLLBACK")
        raise
