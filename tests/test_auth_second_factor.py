"""The second factor: one-time codes and recovery codes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from auth import second_factor
from auth.second_factor import accepted_step, step_of

# RFC 6238, appendix B: the secret "12345678901234567890", eight digits; its last six are the six-digit codes.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


def _wall(seconds: int) -> datetime:
    return datetime(1970, 1, 1, 7) + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_codes_of_the_standard(seconds: int, code: str) -> None:
    assert accepted_step(RFC_SECRET, code, _wall(seconds), 0) == seconds // 30
    assert accepted_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", _wall(seconds), 0) == seconds // 30


def test_a_clock_may_be_half_a_minute_out_and_no_more() -> None:
    seconds, code = 1234567890, RFC_CODES[1234567890]  # the first second of its step
    for off, accepted in ((-31, False), (-30, True), (-1, True), (0, True), (29, True), (59, True), (60, False)):
        assert (accepted_step(RFC_SECRET, code, _wall(seconds + off), 0) is not None) is accepted, off


def test_a_code_counts_once() -> None:
    moment, code = _wall(1234567890), RFC_CODES[1234567890]
    step = accepted_step(RFC_SECRET, code, moment, 0)
    assert step == step_of(moment)
    assert accepted_step(RFC_SECRET, code, moment, step) is None
    assert accepted_step(RFC_SECRET, code, moment, step - 1) == step


@pytest.mark.parametrize("code", ["", "00592", "0059244", "005925", "００５９２４", "mã số", "' OR 1=1"])
def test_wrong_codes(code: str) -> None:
    assert accepted_step(RFC_SECRET, code, _wall(1234567890), 0) is None


def test_secrets_and_the_address_for_the_application() -> None:
    first, second = second_factor.new_secret(), second_factor.new_secret()
    assert first != second
    assert re.fullmatch(r"[A-Z2-7]{32}", first)
    address = urlsplit(second_factor.enrolment_address(first, "an.nv", "phường Sông Trí"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path).endswith(":an.nv")
    fields = parse_qs(address.query)
    assert fields["secret"] == [first]
    assert fields["issuer"] == ["Bình Yên – phường Sông Trí"]
    picture = second_factor.qr_svg(address.geturl())
    assert picture.startswith("<svg")
    assert first not in picture
    assert "style=" not in picture


def test_recovery_codes() -> None:
    codes = second_factor.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", code) for code in codes)
    assert set(codes).isdisjoint(second_factor.new_recovery_codes())
    spellings = {codes[0], codes[0].lower(), codes[0].replace("-", ""), f" {codes[0].replace('-', ' ')} "}
    assert len({second_factor.recovery_hash(text) for text in spellings}) == 1
    assert second_factor.recovery_hash(codes[0]) != second_factor.recovery_hash(codes[1])
