"""Delays and locks: guessers are stopped, owners and strangers to the attack are not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from auth import throttling
from auth.throttling import Throttle

AT = datetime(2026, 11, 25, 8, 0)
NONE = timedelta(0)


def _failed(throttle: Throttle, times: int, login: str, address: str, device: str = "", at: datetime = AT) -> int:
    """How many of so many wrong attempts at one moment were let through to the password."""
    return sum(throttle.admit(login, address, device, at) == NONE for _ in range(times))


def test_five_free_tries_then_growing_locks() -> None:
    throttle, at, waits = Throttle(), AT, []
    assert _failed(throttle, 5, "an", "10.0.0.1") == 5
    for _ in range(10):
        wait = throttle.admit("an", "10.0.0.1", "", at)
        waits.append(wait)
        at += wait
        assert throttle.admit("an", "10.0.0.1", "", at) == NONE
    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_100_000_guesses_at_one_account_from_one_address() -> None:
    throttle = Throttle()
    assert _failed(throttle, 100_000, "an", "10.0.0.1") == 5
    assert throttle.admit("an", "10.0.0.2", "", AT) == NONE
    assert throttle.admit("binh", "10.0.0.2", "", AT) == NONE


def test_100_000_guesses_at_one_account_from_everywhere() -> None:
    """The account locks for unknown browsers; its owner's own browser and everybody else come in."""
    throttle = Throttle()
    let_through = sum(
        throttle.admit("an", f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", "", AT) == NONE for n in range(100_000)
    )
    assert let_through == throttling.ACCOUNT_TRIES
    assert throttle.admit("an", "10.9.9.9", "", AT) > NONE
    assert throttle.admit("an", "10.9.9.9", "may-cua-an", AT) == NONE
    assert throttle.admit("binh", "10.9.9.9", "", AT) == NONE


def test_100_000_guesses_at_as_many_accounts_from_one_address() -> None:
    throttle = Throttle()
    let_through = sum(throttle.admit(f"ten{n}", "10.0.0.1", "", AT) == NONE for n in range(100_000))
    assert let_through == throttling.ADDRESS_TRIES
    assert throttle.admit("an", "10.0.0.1", "", AT) > NONE
    assert throttle.admit("an", "10.0.0.1", "may-cua-an", AT) == NONE
    assert throttle.admit("an", "10.0.0.2", "", AT) == NONE


def test_a_day_of_guessing_gets_nowhere() -> None:
    """From everywhere, for a day, one attempt each second: fewer than a hundred passwords looked at."""
    throttle = Throttle()
    let_through = sum(
        throttle.admit("an", f"a{second}", "", AT + timedelta(seconds=second)) == NONE for second in range(86_400)
    )
    assert let_through < 100


def test_memory_is_bounded_and_a_flood_does_not_wash_a_lock_away() -> None:
    throttle = Throttle()
    _failed(throttle, 6, "an", "10.0.0.1")
    for n in range(150_000):
        throttle.admit(f"ten{n}", f"noi{n}", "", AT + timedelta(milliseconds=n % 1000))
    assert throttle.remembered() <= throttling.MOST_REMEMBERED
    assert throttle.admit("an", "10.0.0.1", "", AT + timedelta(seconds=1)) > NONE


def test_a_known_browser_is_counted_by_itself() -> None:
    throttle = Throttle()
    assert _failed(throttle, 50, "an", "10.0.0.1", "may-cua-an") == 5
    assert throttle.admit("an", "10.0.0.1", "", AT) == NONE
    assert throttle.admit("an", "10.0.0.1", "may-khac-cua-an", AT) == NONE


def test_success_clears_ones_own_tries_and_no_others() -> None:
    throttle = Throttle()
    _failed(throttle, 4, "an", "10.0.0.1")
    throttle.admit("an", "10.0.0.1", "", AT)
    throttle.succeed("an", "10.0.0.1", "")
    assert _failed(throttle, 100, "an", "10.0.0.1") == 5
    assert throttle.admit("binh", "10.0.0.2", "", AT) == NONE


def test_signing_in_to_ones_own_account_does_not_buy_more_guesses_at_others() -> None:
    throttle, let_through = Throttle(), 0
    for n in range(200):
        let_through += throttle.admit(f"ten{n}", "10.0.0.1", "", AT) == NONE
        if throttle.admit("ke-gian", "10.0.0.1", "", AT) == NONE:
            throttle.succeed("ke-gian", "10.0.0.1", "")
    assert let_through <= throttling.ADDRESS_TRIES


def test_many_right_sign_ins_from_one_office_lock_nobody() -> None:
    throttle = Throttle()
    for n in range(500):
        assert throttle.admit(f"can-bo-{n % 40}", "10.0.0.1", "", AT) == NONE
        throttle.succeed(f"can-bo-{n % 40}", "10.0.0.1", "")
    assert throttle.remembered() == 0


def test_failures_are_forgiven_with_time() -> None:
    """One wrong password each morning never locks an office out."""
    throttle = Throttle()
    for day in range(200):
        assert throttle.admit("an", "10.0.0.1", "", AT + timedelta(days=day)) == NONE
    later = Throttle()
    _failed(later, 4, "an", "10.0.0.1")
    assert _failed(later, 9, "an", "10.0.0.1", at=AT + timedelta(hours=4)) == 5


def test_attempts_made_at_the_same_time_gain_nothing() -> None:
    throttle = Throttle()
    with ThreadPoolExecutor(16) as pool:
        admitted = list(pool.map(lambda _: throttle.admit("an", "10.0.0.1", "", AT) == NONE, range(400)))
    assert sum(admitted) == 5
