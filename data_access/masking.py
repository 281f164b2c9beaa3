"""Identities hidden: names, telephone and identity numbers, addresses, alone and inside running text.

All functions are pure, give back what is masked already as it is, and rather hide a word too many than leak one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from data_access import phones
from data_access.masking_canvas import Canvas, Span, canvas
from data_access.masking_known import Names
from data_access.masking_names import initials, name_spans
from data_access.masking_numbers import number_spans
from data_access.masking_places import place_spans

__all__ = ["Names", "mask_address", "mask_identity_number", "mask_name", "mask_numbers", "mask_phone", "mask_text"]

HIDDEN = "xxx"
_MASKED_PHONE = re.compile(r"\d\dxx x{3,4} \d{3}")
_WIDE_UNITS = re.compile(r"(?:phường|xã|thị xã|thị trấn|huyện|quận|tỉnh|thành phố|tp)\b", re.IGNORECASE)
_MOST_PASSES = 6


def mask_name(name: str) -> str:
    """ "Nguyễn Văn An" → "N.V.A."; "xxx" for a name without letters, empty for none."""
    if name.strip() in ("", HIDDEN):
        return name.strip()
    return initials([word.shown for word in canvas(name).words]) or HIDDEN


def mask_phone(phone: str) -> str:
    """ "0912345678" in any spelling → "09xx xxx 678"; "xxx" for what is no Vietnamese number, empty for none."""
    text = canvas(phone).shown.strip()
    if not text or _MASKED_PHONE.fullmatch(text):
        return text
    number = phones.canonical_phone(text)
    return phones.mask_phone(number) if number else HIDDEN


def mask_identity_number(number: str) -> str:
    """ "042096001234" → "xxxxxxxxx234": only the last three digits stay; "xxx" for what is too short."""
    text = "".join(char for char in canvas(number).shown if char.isalnum())
    if not text:
        return ""
    return "x" * (len(text) - 3) + text[-3:] if len(text) >= 9 else HIDDEN


def mask_address(address: str) -> str:
    """The parts of an address from the ward upwards; what leads closer to a house becomes "xxx"."""
    parts = [part.strip() for part in re.split(r"[,;\n]+", canvas(address).shown) if part.strip()]
    wide = [part for part in parts if _WIDE_UNITS.match(part) and not any(char.isdigit() for char in part)]
    hidden = [HIDDEN] if len(wide) < len(parts) else []
    return ", ".join([*hidden, *wide])


def mask_text(text: str, known: Iterable[str] | Names = ()) -> str:
    """Running text without identities.

    Hidden are telephone, identity and account numbers, e-mail addresses, houses and streets, names after a form of
    address or by their shape, and the names of the people in `known`, whatever way they are typed.
    """
    names = known if isinstance(known, Names) else Names.of(known)
    return _settled(text, lambda laid_out: _all_spans(laid_out, names))


def mask_numbers(text: str) -> str:
    """A label or a code without telephone, identity and account numbers and e-mail addresses; names stay."""
    return _settled(text, number_spans)


def _all_spans(laid_out: Canvas, names: Names) -> Iterator[Span]:
    yield from number_spans(laid_out)
    yield from place_spans(laid_out)
    yield from name_spans(laid_out)
    yield from names.spans(laid_out)


def _settled(text: str, find: Callable[[Canvas], Iterator[Span]]) -> str:
    """Masked again until nothing more is found: hiding one thing can bring two others together."""
    for _ in range(_MOST_PASSES):
        laid_out = canvas(text)
        masked = laid_out.masked(find(laid_out))
        if masked == text:
            break
        text = masked
    return text
