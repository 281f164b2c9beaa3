"""Attaching the encrypted file to an in-memory root, and shutting everything else of DuckDB away."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import duckdb_extension_httpfs

from data_access.duckdb_errors import as_user_error
from data_access.errors import StoreBusy, StoreMissing, UserError
from data_access.heads import head_file
from data_access.keys import Keys

_TRIES, _PAUSE_SECONDS = 100, 0.05


def attach(path: Path, keys: Keys) -> duckdb.DuckDBPyConnection:
    """An in-memory root with the file at `path` attached as `store`; raises `UserError` when it can't be."""
    root = duckdb.connect(":memory:")
    try:
        root.execute(f"LOAD '{quoted(_extension_file())}'")
        root.execute(f"ATTACH '{quoted(path)}' AS store (ENCRYPTION_KEY '{keys.store}')")
    except BaseException as error:
        root.close()
        raise as_user_error(error, path) from None
    return root


def attach_again(path: Path, keys: Keys) -> duckdb.DuckDBPyConnection:
    """The same after a connection broke, once its last readers have left."""
    for _ in range(_TRIES):
        try:
            return attach(path, keys)
        except StoreBusy:
            time.sleep(_PAUSE_SECONDS)
    return attach(path, keys)


def shut_away(root: duckdb.DuckDBPyConnection, *folders: Path) -> None:
    """Nothing but the files in `folders` can be reached from SQL any more; the settings are locked."""
    allowed = ", ".join(f"'{quoted(folder)}/'" for folder in folders)
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        f"allowed_directories = [{allowed}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        root.execute(f"SET {setting}")


def require_nothing_at(path: Path) -> None:
    """Raise `UserError` when there is a store at `path`, or what is left of one."""
    if path.exists():
        raise UserError(f"Đã có kho dữ liệu tại {path}; không ghi đè.")
    left = next((part for part in (wal_file(path), head_file(path)) if part.exists()), None)
    if left is not None:
        raise StoreMissing(
            f"Mất tệp kho dữ liệu {path}: chỉ còn lại {left.name}. Hãy chép tệp kho về đúng chỗ hoặc khôi phục từ bản "
            "sao lưu; nếu muốn làm kho mới, hãy chuyển các tệp còn lại đi nơi khác trước."
        )


def wal_file(path: Path) -> Path:
    """Where DuckDB keeps what was committed since the last checkpoint of the file at `path`."""
    return path.with_name(path.name + ".wal")


def quoted(path: Path) -> str:
    """The absolute path as it stands between quotes in SQL."""
    return path.resolve().as_posix().replace("'", "''")


def _extension_file() -> Path:
    folder = Path(duckdb_extension_httpfs.__file__).parent
    return next(folder.rglob("httpfs.duckdb_extension"))
