"""What DuckDB's errors mean to the user."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data_access.errors import StoreBusy, StoreDamaged, UserError, WrongKey


def as_user_error(error: BaseException, path: Path) -> BaseException:
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
