"""The second factor (clause 16.2): time-based one-time codes, and recovery codes for a lost phone."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
import segno

from regulation.clock import VIETNAM

STEP_SECONDS = 30
DRIFT_STEPS = 1
RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> str:
    return pyotp.random_base32()


def step_of(moment: datetime) -> int:
    """The number of the 30-second step that a Vietnam wall time falls into."""
    return int(moment.replace(tzinfo=VIETNAM).timestamp()) // STEP_SECONDS


def accepted_step(secret: str, code: str, moment: datetime, last_step: int) -> int | None:
    """The step whose code was given, later than `last_step` (each code counts once); None when the code is wrong."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    given = "".join(code.split())
    present = step_of(moment)
    found = None
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        right = hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), given.encode())
        if right and step > last_step:
            found = step
    return found


def enrolment_address(secret: str, login: str, ward_name: str) -> str:
    """The otpauth:// address that an authenticator application reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"Bình Yên – {ward_name}")


def qr_svg(address: str) -> str:
    """The address as an inline SVG picture."""
    return segno.make(address, error="l").svg_inline(scale=5, border=2, light="#fff", dark="#000")


def new_recovery_codes() -> list[str]:
    """Ten codes such as "7KQ2F-M9XWA", each to be used once."""
    letters = ["".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{text[:5]}-{text[5:]}" for text in letters]


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code: 50 random bits need no slow hash against guessing online."""
    return sha256("".join(code.upper().replace("-", "").split()).encode()).hexdigest()
