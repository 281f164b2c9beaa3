"""Where the key of a store comes from: `BINHYEN_KEY`, else a key file that only its owner can read.

One master key is kept; the keys for the file and for the audit chain are derived from it, so that neither gives away
the other.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from data_access.errors import UserError, WrongKey

KEY_VARIABLE = "BINHYEN_KEY"
MIN_KEY_CHARACTERS = 32


@dataclass(frozen=True)
class Keys:
    """Derived keys: `store` as hexadecimal text for the file; `audit` for the HMAC chains, `web` for cookies."""

    store: str
    audit: bytes
    web: bytes

    def __repr__(self) -> str:
        return "Keys(…)"


def derive(master: str) -> Keys:
    """Keys from a master key of at least 32 characters; raises `WrongKey` when it is shorter."""
    if len(master) < MIN_KEY_CHARACTERS:
        raise WrongKey(f"Khóa quá ngắn: cần ít nhất {MIN_KEY_CHARACTERS} ký tự. Hãy dùng khóa do lệnh init tạo ra.")
    secret = master.encode()
    return Keys(
        store=hmac.new(secret, b"binh-yen store", sha256).hexdigest(),
        audit=hmac.new(secret, b"binh-yen audit", sha256).digest(),
        web=hmac.new(secret, b"binh-yen web", sha256).digest(),
    )


def key_file(store_path: Path) -> Path:
    return store_path.with_suffix(".key")


def make_key_file(path: Path) -> Keys:
    """Write a new random master key, readable by its owner only; refuses to overwrite one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(f"Đã có tệp khóa {path}. Hãy giữ tệp này: mất khóa là không mở lại được kho dữ liệu.") from None
    master = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(master + "\n")
        file.flush()
        os.fsync(file.fileno())
    return derive(master)


def load_keys(store_path: Path) -> Keys:
    """Keys of the store at `store_path`; raises `WrongKey` when there is none or others can read the file."""
    from_environment = os.environ.get(KEY_VARIABLE)
    if from_environment:
        return derive(from_environment.strip())
    path = key_file(store_path)
    if not path.exists():
        raise WrongKey(
            f"Không tìm thấy khóa của kho dữ liệu: thiếu tệp {path} và chưa đặt biến {KEY_VARIABLE}. "
            "Hãy chép tệp khóa đã cất giữ về đúng chỗ này."
        )
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongKey(f"Tệp khóa {path} đang cho người khác đọc. Hãy chạy: chmod 600 {path}")
    try:
        return derive(path.read_text(encoding="ascii").strip())
    except UnicodeDecodeError:
        raise WrongKey(f"Tệp khóa {path} đã hỏng. Hãy chép lại tệp khóa đã cất giữ.") from None
