"""What a browser carries besides the session: form tokens against forged requests, the mark of a known browser."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

FORM_COOKIE = "binhyen_bieu_mau"
DEVICE_COOKIE = "binhyen_may"
DEVICE_DAYS = 180
_MOST_LOGINS = 8
_ID_LENGTH = 32


def new_secret() -> str:
    """256 random bits for a browser that has no session yet."""
    return secrets.token_urlsafe(32)


def form_token(key: bytes, secret: str) -> str:
    """What a form must bring back: bound to the cookie `secret` (session or form cookie) that only its browser has."""
    return _tag(key, f"form {secret}")


def is_form_token(key: bytes, secret: str, given: str) -> bool:
    return bool(secret) and hmac.compare_digest(form_token(key, secret).encode(), given.encode())


def device_of(key: bytes, cookie: str, login: str) -> str:
    """The mark of a browser that has signed in as `login` before; empty for any other, or a forged one."""
    device, *tags = cookie.split(".")
    right = _device_tag(key, device, login)
    return device if any(hmac.compare_digest(right.encode(), tag.encode()) for tag in tags[:_MOST_LOGINS]) else ""


def with_login(key: bytes, cookie: str, login: str) -> str:
    """The cookie of the same browser once it has signed in as `login` too; the oldest of many logins is dropped."""
    device, *tags = cookie.split(".")
    if len(device) != _ID_LENGTH or not device.isalnum():
        device, tags = secrets.token_hex(_ID_LENGTH // 2), []
    right = _device_tag(key, device, login)
    return ".".join([device, right, *(tag for tag in tags[:_MOST_LOGINS] if tag != right)][: _MOST_LOGINS + 1])


def _device_tag(key: bytes, device: str, login: str) -> str:
    return _tag(key, f"device {device} {login}")


def _tag(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()
