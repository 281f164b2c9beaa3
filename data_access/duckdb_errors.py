"""What DuckDB's errors mean to the user."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data_access.errors import StoreBusy, StoreDamaged, UserError, WrongKey

_FULL = "Ổ đĩa đã đầy nên chưa ghi được. Hãy giải phóng dung lượng rồi làm lại; dữ liệu cũ vẫn nguyên."
_DISK_FULL = ("No space left", "not enough space", "quota exceeded", "File too large")
_MEANINGS: tuple[tuple[tuple[str, ...], type[UserError], str], ...] = (
    (
        ("Wrong encryption key",),
        WrongKey,
        "Khóa không mở được kho dữ liệu {path}. Hãy kiểm tra lại tệp khóa hoặc biến BINHYEN_KEY.",
    ),
    (
        ("lock on file", "already attached", "being used by another process"),
        StoreBusy,
        "Kho dữ liệu {path} đang được một chương trình khác mở. "
        "Hãy đóng bảng theo dõi hoặc lệnh đang chạy rồi thử lại.",
    ),
    (
        _DISK_FULL,
        UserError,
        _FULL,
    ),
    (
        ("Permission denied", "Read-only file system"),
        UserError,
        "Không có quyền đọc và ghi tệp {path}. Hãy chạy bằng tài khoản sở hữu tệp, hoặc sửa quyền của tệp và thư mục.",
    ),
    (
        ("Could not write", "Could not sync", "fsync failed"),
        UserError,
        "Không ghi được vào {path}: ổ đĩa báo lỗi. Hãy kiểm tra ổ đĩa rồi làm lại; dữ liệu cũ vẫn nguyên.",
    ),
    (
        ("replaying WAL",),
        StoreDamaged,
        "Tệp WAL của kho dữ liệu ({path}.wal) đã hỏng nên những lần ghi cuối không đọc được. Hãy giữ nguyên các tệp, "
        "không xóa tệp WAL, và khôi phục từ bản sao lưu mới nhất.",
    ),
    (
        ("AES tag",),
        StoreDamaged,
        "Không đọc được kho dữ liệu {path}: nội dung tệp đã bị hỏng hoặc bị sửa. Hãy khôi phục từ bản sao lưu.",
    ),
)
_BROKEN = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)


def as_user_error(error: BaseException, path: Path) -> BaseException:
    """The Vietnamese sentence for what DuckDB says; anything else stays as it is."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return UserError(_FULL)
    if not isinstance(error, duckdb.Error):
        return error
    text = str(error)
    for words, kind, sentence in _MEANINGS:
        if any(word in text for word in words):
            return kind(sentence.format(path=path))
    if isinstance(error, _BROKEN):
        return StoreDamaged(f"Không đọc được kho dữ liệu {path}: tệp có thể đã hỏng. Hãy khôi phục từ bản sao lưu.")
    return error


@contextmanager
def told_in_vietnamese(path: Path) -> Iterator[None]:
    """Whatever DuckDB raises within the block is raised as what it means to the user."""
    try:
        yield
    except BaseException as error:
        known = as_user_error(error, path)
        if known is error:
            raise
        raise known from error


def needs_reopening(error: BaseException) -> bool:
    """Whether DuckDB refuses the file until it is opened anew, as it does after a checkpoint that failed."""
    return isinstance(error, duckdb.FatalException | duckdb.InternalException | duckdb.ConnectionException) or (
        isinstance(error, duckdb.Error) and "has been invalidated" in str(error)
    )
