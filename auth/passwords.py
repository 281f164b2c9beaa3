"""Passwords: Argon2id hashes, and the rules of clause 16.1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from regulation.text import fold_text, to_nfc

MIN_LENGTH, MAX_LENGTH = 12, 128
MIN_SCORE = 3  # of 4: more than 10^8 guesses
MAX_SCORED = 72
_HASHER = PasswordHasher()
_NO_ACCOUNT = _HASHER.hash("không có tài khoản này")
COMMON = (
    "matkhau", "anhyeuem", "emyeuanh", "congan", "conganphuong", "binhyen", "songtri", "hatinh", "kyanh", "vietnam",
    "zalo", "ketnoi", "hotro", "quantri", "khongbiet", "motngaynang", "giadinh", "hanhphuc", "tinhyeu", "nhatrang",
    "saigon", "hanoi", "bacho", "maiyeuem", "iloveyou", "admin", "password", "qwerty",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """What a password may not be made of."""

    login: str
    full_name: str = ""
    phone: str = ""
    email: str = ""
    identity_number: str = ""
    birthday: date | None = None

    def texts(self) -> set[str]:
        """Everything about the person that a guesser would try, folded to plain letters and digits."""
        birthday = self.birthday
        days = [birthday.strftime(form) for form in ("%d%m%Y", "%Y%m%d", "%d%m%y", "%m%d%Y")] if birthday else []
        whole = (self.login, self.full_name, self.phone, self.email, self.email.split("@")[0], self.identity_number)
        return {plain for plain in map(_plain, (*whole, *self.full_name.split(), *days)) if len(plain) >= 3}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold_text(text))


def problem(password: str, person: Person) -> str | None:
    """A sentence that says why `password` will not do for `person`; None when it will (clause 16.1)."""
    if len(password) < MIN_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự. Hãy dùng một câu dài, dễ nhớ với riêng mình."
    if len(password) > MAX_LENGTH:
        return f"Mật khẩu dài quá {MAX_LENGTH} ký tự."
    plain = _plain(password)
    if any(text in plain for text in person.texts() if len(text) >= 6 or text == plain):
        return (
            "Mật khẩu không được chứa tên đăng nhập, số điện thoại, ngày sinh, số căn cước hoặc thư điện tử của mình "
            "(khoản 1 Điều 16)."
        )
    if _is_guessable(password, person.texts()):
        return "Mật khẩu này dễ đoán. Hãy ghép bốn, năm từ không liên quan với nhau, hoặc thêm số và ký hiệu."
    return None


def _is_guessable(password: str, known: Iterable[str]) -> bool:
    plain = _plain(password)
    if len(set(plain)) < 5 or any(plain.replace(word, "").isdigit() for word in COMMON if word in plain):
        return True
    inputs = [*known, *COMMON]
    scores = [int(zxcvbn(text[:MAX_SCORED], inputs)["score"]) for text in {password, plain} if text]
    return min(scores) < MIN_SCORE


def hashed(password: str) -> str:
    """The Argon2id hash to keep. Composed and decomposed typing give the same."""
    return _HASHER.hash(to_nfc(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is right; an empty hash (no account, no password yet) costs the same time and never is."""
    try:
        return _HASHER.verify(password_hash or _NO_ACCOUNT, to_nfc(password)) and bool(password_hash)
    except (VerifyMismatchError, InvalidHashError):
        return False
