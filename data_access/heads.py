"""The head file: after every commit the number and seal of the last audit entry, kept outside the store.

A log that ends before its head file says, or says something else at that number, was cut, rolled back or rewritten.
Copy the file elsewhere (a USB stick, the printed report) and nobody who holds the machine can hide that.
"""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data_access.errors import UserError

if TYPE_CHECKING:
    from data_access.reading import Reader
    from data_access.store import Store

_TAIL_BYTES = 4096
_LINE_BYTES = 160


@dataclass(frozen=True)
class Head:
    """Number and seal of an audit entry, and when it was written."""

    entry_id: int
    seal: str
    audited_at: datetime


def head_file(store_path: Path) -> Path:
    return store_path.with_suffix(".heads")


def write(path: Path, head: Head) -> None:
    """Append `head` and have it on disk."""
    fill(path, reserve(path), head)


def reserve(path: Path) -> int:
    """Make room for one more line and give its place: a full disk then shows before the commit, not after it."""
    line = b" " * (_LINE_BYTES - 1) + b"\n"
    with path.open("ab+", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        torn = b"" if file.read(1) in (b"", b"\n") else b"\n"  # of a line that a crash cut short
        if file.write(torn + line) == len(torn + line):
            return end + len(torn)
    give_back(path, end)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def give_back(path: Path, place: int) -> None:
    """Drop the line reserved at `place`, which is the last one."""
    with path.open("r+b") as file:
        file.truncate(place)


def fill(path: Path, place: int, head: Head) -> None:
    """Write `head` into the line reserved at `place` and have it on disk; raises `UserError` when it can't be."""
    line = json.dumps({"entry": head.entry_id, "seal": head.seal, "at": head.audited_at.isoformat()})
    try:
        with path.open("r+b") as file:
            file.seek(place)
            file.write(line.encode().ljust(_LINE_BYTES - 1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UserError(
            f"Đã ghi xong vào kho dữ liệu, nhưng không ghi được tệp đầu nhật ký {path}: {error.strerror}. "
            "Không cần nhập lại; hãy kiểm tra ổ đĩa."
        ) from error


def last(path: Path) -> Head | None:
    """The last whole line of the file; None without one (a line cut by a crash is passed over)."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        lines = file.read().split(b"\n")
    for line in reversed(lines):
        head = _read(line)
        if head is not None:
            return head
    return None


def _read(line: bytes) -> Head | None:
    try:
        found = json.loads(line)
        return Head(int(found["entry"]), str(found["seal"]), datetime.fromisoformat(found["at"]))
    except (ValueError, KeyError, TypeError):
        return None


def current(reader: Reader) -> Head | None:
    """The head of the store's own log."""
    rows = reader.query("SELECT entry_id, seal, audited_at FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    return Head(*rows[0]) if rows else None


def problem(store: Store, path: Path) -> str | None:
    """A sentence when the log does not reach, or does not agree with, the last head in the file; None when it does."""
    head = last(path)
    if head is None:
        return (
            f"Thiếu tệp đầu nhật ký {path}, hoặc tệp không còn dòng nào đọc được. Hãy chép lại tệp này từ nơi cất giữ; "
            "nếu không còn, chạy: python cli.py verify để kiểm tra rồi python cli.py audit accept để ghi nhận."
        )
    rows = store.query("SELECT seal FROM store.audit_entry WHERE entry_id = $entry", {"entry": head.entry_id})
    if not rows:
        return (
            f"Nhật ký của kho dữ liệu bị thiếu phần cuối: tệp đầu nhật ký ghi đến mục {head.entry_id} "
            f"({head.audited_at:%H:%M %d/%m/%Y}) nhưng kho không có mục này. Kho đã bị cắt, hỏng tệp WAL hoặc bị thay "
            "bằng bản cũ. Hãy khôi phục từ bản sao lưu mới nhất."
        )
    if rows[0][0] != head.seal:
        return (
            f"Nhật ký của kho dữ liệu đã bị viết lại: mục {head.entry_id} không khớp với tệp đầu nhật ký. "
            "Hãy giữ nguyên hiện trạng và báo cáo người phụ trách."
        )
    return None
