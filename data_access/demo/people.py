"""Made-up people of the demo ward: names, nicknames, telephone numbers."""

from __future__ import annotations

import unicodedata
from random import Random

from data_access.demo import name_lists as lists
from data_access.demo.chance import happens, pick

PHONE_BLOCK = "0900"  # 0900 000 000 – 0900 099 999; the last thousand are hotlines in texts
_BLOCK_SIZE = 99_000
_STEP = 7_919  # prime, so that different people get different numbers


def person_name(rng: Random) -> str:
    """A full name of two to five syllables."""
    family = pick(rng, lists.FAMILY_NAMES)
    if happens(rng, 0.06):
        family += " " + pick(rng, lists.FAMILY_NAMES)
    if happens(rng, 0.5):
        parts = [family, pick(rng, lists.MALE_MIDDLES), rng.choice(lists.MALE_GIVENS)]
    else:
        parts = [family, pick(rng, lists.FEMALE_MIDDLES), rng.choice(lists.FEMALE_GIVENS)]
        if happens(rng, 0.03):
            del parts[1]
    return " ".join(parts)


def officer_name(rng: Random) -> str:
    return f"{pick(rng, lists.FAMILY_NAMES)} {pick(rng, lists.MALE_MIDDLES)} {rng.choice(lists.MALE_GIVENS)}"


def nickname(rng: Random, full_name: str) -> str:
    """A display name in place of a full name, as people set in Zalo."""
    given = full_name.split()[-1]
    return rng.choice(
        (
            f"Mẹ {rng.choice(lists.CHILD_NAMES)}",
            f"Bố {rng.choice(lists.CHILD_NAMES)}",
            f"{given} {rng.choice(lists.SHOPS)}",
            f"{given} {rng.randint(70, 99)}",
            given,
            f"{given} {rng.choice(lists.ORNAMENTS)}",
        )
    )


def doubtful_name(rng: Random, full_name: str) -> str:
    """Something that may or may not be a full name: initials, an ornament behind, a second name in brackets."""
    family, given = full_name.split()[0], full_name.split()[-1]
    return rng.choice(
        (
            f"{full_name} {rng.choice(lists.ORNAMENTS)}",
            f"{family} {given[0]}.",
            f"{full_name} ({rng.choice(lists.CHILD_NAMES)})",
            f"{family} T. {given}",
        )
    )


def phone_of(number: int) -> str:
    """The telephone number of the person with this number: valid in form, in the fictitious block."""
    return f"{PHONE_BLOCK}{(number * _STEP + 13) % _BLOCK_SIZE:06d}"


def without_marks(text: str) -> str:
    """Vietnamese typed without diacritics, which the regulation doesn't allow (clause 3.1)."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
