"""Passwords: Argon2id hashes, and the rules of clause 16.1."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from auth.common import COMMON
from regulation.text import fold_text, to_nfc

MIN_LENGTH, MAX_LENGTH = 12, 128
MIN_SCORE = 3  # of 4: more than 10^8 guesses
MIN_BITS = 36.0
MAX_SCORED = 72
_BITS_OF_OWN_WORD, _BITS_OF_WORD, _BITS_OF_LETTER = 5.0, 8.0, 4.0
_BITS_OF_DIGIT, _BITS_OF_YEAR, _BITS_OF_SYMBOL = 3.3, 10.0, 3.0
_HASHER = PasswordHasher()
_HASH_OF_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$uxvcjhw7Hsnumm56IXe+/Q$sq0td6kDU3W2CjjGDb6jEvlz2UvRX9+QbZKohPYIQ+s"
_SCORING = threading.Lock()  # zxcvbn keeps the words about one person in a global


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted((word for word in words if len(word) >= 3), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


_COMMON_WORDS = _pattern(COMMON)


@dataclass(frozen=True)
class Person:
    """What a password may not be made of."""

    login: str
    full_name: str = ""
    phone: str = ""
    email: str = ""
    identity_number: str = ""
    birthday: date | None = None

    def forbidden(self) -> set[str]:
        """What the clause names, and the names: folded to plain letters and digits; too short ones are left out."""
        phone = re.sub(r"^(?:84|0)", "", _plain(self.phone))
        whole = (self.login, self.full_name, phone, self.email, self.email.split("@")[0], self.identity_number)
        days = {text for text in _spellings(self.birthday) if len(text) >= 6}
        return days | {plain for plain in map(_plain, whole) if len(plain) >= 4}

    def words(self) -> set[str]:
        """Everything about the person that a guesser would try."""
        return self.forbidden() | {plain for plain in map(_plain, self.full_name.split()) if len(plain) >= 3}


def _spellings(day: date | None) -> list[str]:
    if day is None:
        return []
    years = (f"{day:%Y}", f"{day:%y}")
    pairs = [(f"{day:%d}", f"{day:%m}"), (f"{day.day}", f"{day.month}")]
    return [text for d, m in pairs for y in years for text in (d + m + y, m + d + y, y + m + d)]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold_text(text))


def problem(password: str, person: Person) -> str | None:
    """A sentence that says why `password` will not do for `person`; None when it will (clause 16.1)."""
    password = to_nfc(password)
    if len(password) < MIN_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự. Hãy dùng một câu dài, dễ nhớ với riêng mình."
    if len(password) > MAX_LENGTH:
        return f"Mật khẩu dài quá {MAX_LENGTH} ký tự. Hãy rút ngắn lại."
    plain = _plain(password)
    if any(text in plain for text in person.forbidden()):
        return (
            "Mật khẩu không được chứa họ tên, tên đăng nhập, số điện thoại, ngày sinh, số căn cước hoặc thư điện tử "
            "của mình (khoản 1 Điều 16)."
        )
    if _is_guessable(password, plain, person.words()):
        return "Mật khẩu này dễ đoán. Hãy ghép năm, sáu từ không liên quan với nhau, hoặc thêm số và ký hiệu."
    return None


def _is_guessable(password: str, plain: str, known: set[str]) -> bool:
    characters = set(password.lower())
    if len(characters) < 5 or plain.isdigit() or _bits(password, plain, known) < MIN_BITS:
        return True
    with _SCORING:
        scores = [int(zxcvbn(text[:MAX_SCORED], [*known, *COMMON])["score"]) for text in {password, plain} if text]
    return min(scores) < MIN_SCORE


def _bits(password: str, plain: str, known: set[str]) -> float:
    """A low estimate of what a guesser who tries Vietnamese words, years and dates first has to guess."""
    rest, own = _pattern(known).subn(" ", plain)
    rest, words = _COMMON_WORDS.subn(" ", rest)
    digits = [len(run) for run in re.findall(r"\d+", rest)]
    symbols = sum(not char.isalnum() and not char.isspace() for char in password)
    return (
        own * _BITS_OF_OWN_WORD
        + words * _BITS_OF_WORD
        + sum(_BITS_OF_YEAR if length == 4 else length * _BITS_OF_DIGIT for length in digits)
        + sum(char.isalpha() for char in rest) * _BITS_OF_LETTER
        + symbols * _BITS_OF_SYMBOL
    )


def hashed(password: str) -> str:
    """The Argon2id hash to keep. Composed and decomposed typing give the same."""
    return _HASHER.hash(to_nfc(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is right; an empty hash (no account, no password yet) costs the same and never is."""
    try:
        return _HASHER.verify(password_hash or _HASH_OF_NOBODY, to_nfc(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False
