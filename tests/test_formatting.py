"""How figures are written in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.formatting import (
    NONE,
    as_written,
    describe,
    duration,
    number,
    show,
    show_change,
    show_date,
    show_datetime,
    show_fraction,
    show_interval,
    show_value,
    signed,
)
from metrics.kpi import Unit, Value
from metrics.registry import KPIS
from tests.kpi_support import STEADY

RATE, COUNT, TIME = KPIS["classified_on_time"], KPIS["tips_received"], KPIS["classification_time_p50"]
PER_100, DAYS, GAP = KPIS["reactions_per_100"], KPIS["days_without_post"], KPIS["off_hours_gap"]


def rate(part: int, whole: int, pending: int = 0) -> Value:
    return RATE.measure.value([part, whole, pending])


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234567, 0, "1.234.567"),
        (1234.5, 1, "1.234,5"),
        (1000, 1, "1.000"),
        (100.04, 1, "100"),
        (100, 0, "100"),
        (0.25, 2, "0,25"),
        (-1234.5, 1, "-1.234,5"),
        (-0.04, 1, "0"),
        (-0.4, 0, "0"),
        (89.84565, 1, "89,8"),
    ],
)
def test_numbers_have_points_for_thousands_and_a_decimal_comma(value: float, decimals: int, text: str):
    assert number(value, decimals) == text


@STEADY
@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_written_number_can_be_read_back(thousandths: int, decimals: int):
    value = thousandths / 1000
    text = number(value, decimals)
    assert float(text.replace(".", "").replace(",", ".")) == pytest.approx(round(value, decimals))
    assert not text.startswith("-0") or text.startswith("-0,")


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 phút"),
        (0.4, "0 phút"),
        (59.4, "59 phút"),
        (59.6, "1 giờ"),
        (60, "1 giờ"),
        (200, "3 giờ 20 phút"),
        (24 * 60, "24 giờ"),
        (47 * 60 + 59, "47 giờ 59 phút"),
        (48 * 60, "2 ngày"),
        (52 * 60, "2 ngày 4 giờ"),
        (72 * 60 - 10, "3 ngày"),
        (72 * 60 - 40, "2 ngày 23 giờ"),
        (400 * 1440, "400 ngày"),
    ],
)
def test_durations(minutes: float, text: str):
    assert duration(minutes) == text


@STEADY
@given(st.floats(0, 10**6))
def test_a_duration_never_has_too_many_of_a_smaller_unit(minutes: float):
    words = duration(minutes).split()
    amounts = dict(zip(words[1::2], map(int, words[::2]), strict=True))
    if "ngày" in amounts:
        assert amounts.get("giờ", 0) < 24
    if "giờ" in amounts:
        assert amounts.get("phút", 0) < 60
    in_minutes = {"ngày": 1440, "giờ": 60, "phút": 1}
    written = sum(amount * in_minutes[unit] for unit, amount in amounts.items())
    assert abs(written - minutes) <= (30.5 if "ngày" in amounts else 0.5)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "percent", "–"),
        (None, "count", "–"),
        (0, "percent", "0%"),
        (1106 / 1231, "percent", "89,8%"),
        (1, "percent", "100%"),
        (0.05, "points", "+5 điểm %"),
        (-0.0333, "points", "-3,3 điểm %"),
        (0, "points", "0 điểm %"),
        (95, "minutes", "1 giờ 35 phút"),
        (6012, "count", "6.012"),
        (3, "days", "3 ngày"),
        (8.84, "per_100", "8,8"),
    ],
)
def test_each_unit(value: float | None, unit: Unit, text: str):
    assert show(value, unit) == text


def test_signs():
    assert [signed(value) for value in (3, -3, 0, 0.2)] == ["+3", "-3", "0", "0"]
    assert [signed(value, 1) for value in (3.25, -0.04, 0.04)] == ["+3,2", "0", "0"]


def test_below_ten_cases_a_fraction():
    assert show_value(RATE, rate(3, 4)) == "3/4"
    assert show_value(RATE, rate(0, 9)) == "0/9"
    assert show_value(RATE, rate(9, 9)) == "9/9"
    assert show_value(RATE, rate(9, 10)) == "90%"
    assert show_value(RATE, rate(0, 0)) == NONE
    assert show_value(RATE, rate(1106, 1231)) == "89,8%"


def test_only_shares_of_cases_are_fractions():
    assert show_value(COUNT, COUNT.measure.value([3])) == "3"
    assert show_value(TIME, TIME.measure.value([[30.0], [90.0]])) == "30 phút"
    assert show_value(KPIS["household_coverage"], KPIS["household_coverage"].measure.value([2, 5])) == "40%"
    assert show_fraction(Value(0.5)) == ""
    assert show_fraction(rate(1106, 1231)) == "1.106/1.231"


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (120, 100, "+20 (+20%)"),
        (80, 100, "-20 (-20%)"),
        (100, 100, "0 (0%)"),
        (12, 9, "+3"),
        (12, 0, "+12"),
        (0, 12, "-12 (-100%)"),
        (1500, 1234, "+266 (+21,6%)"),
    ],
)
def test_changes_of_counts(now: float, before: float, text: str):
    assert show_change(COUNT, Value(now), Value(before)) == text


def test_changes_of_rates_are_in_points():
    assert show_change(RATE, rate(18, 20), rate(17, 20)) == "+5 điểm %"
    assert show_change(RATE, rate(17, 20), rate(18, 20)) == "-5 điểm %"
    assert show_change(RATE, rate(18, 20), rate(18, 20)) == "0 điểm %"
    assert show_change(GAP, Value(0.05), Value(0.02)) == "+3 điểm %"


def test_changes_of_times_and_others():
    assert show_change(TIME, Value(90), Value(60)) == "+30 phút"
    assert show_change(TIME, Value(60), Value(24 * 60)) == "-23 giờ"
    assert show_change(TIME, Value(60), Value(60)) == "0 phút"
    assert show_change(PER_100, Value(8.84), Value(14.06)) == "-5,3 (-37,6%)"
    assert show_change(DAYS, Value(3), Value(1)) == "+2"


def test_nothing_to_compare_is_no_change():
    assert show_change(RATE, rate(0, 0), rate(18, 20)) == NONE
    assert show_change(RATE, rate(18, 20), rate(0, 0)) == NONE
    assert show_change(RATE, rate(18, 20), rate(3, 4)) == NONE
    assert show_change(RATE, rate(3, 4), rate(18, 20)) == NONE
    assert show_change(COUNT, Value(5), Value(None)) == NONE
    assert show_change(COUNT, Value(5), Value(50, comparable=False)) == NONE


@STEADY
@given(st.integers(10, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n))))
def test_a_change_agrees_with_the_two_figures_beside_it(case: tuple[int, int, int]):
    now, before = rate(case[0], case[2]), rate(case[1], case[2])
    written = [
        float(show_value(RATE, value).removesuffix("%").replace(".", "").replace(",", ".")) for value in (now, before)
    ]
    assert show_change(RATE, now, before) == f"{signed(written[0] - written[1], 1)} điểm %"
    assert as_written(now.value or 0, "percent") == pytest.approx(written[0])


def test_intervals():
    assert show_interval(RATE, rate(18, 20)) == "69,9% đến 97,2%"
    assert show_interval(RATE, rate(0, 0)) == ""
    assert show_interval(COUNT, Value(3)) == ""
    assert show_interval(GAP, GAP.measure.value([56, 70, 48, 80])) == "+5,2 điểm % đến +33,4 điểm %"


def test_what_stands_behind_a_figure():
    assert describe(RATE, rate(18, 20)) == "18/20"
    assert describe(RATE, rate(18, 20, 3)) == "18/20, 3 chưa đến hạn"
    assert describe(TIME, TIME.measure.value([[1.0, 2.0], []])) == "2 đã xong"
    assert describe(TIME, TIME.measure.value([[1.0, 2.0], [9.0]])) == "2 đã xong, 1 chưa xong"
    assert describe(COUNT, Value(3)) == ""


def test_dates():
    assert show_date(date(2026, 1, 5)) == "05/01/2026"
    assert show_date(datetime(2026, 1, 5, 9)) == "05/01/2026"
    assert show_datetime(datetime(2026, 1, 5, 9, 7)) == "09:07 05/01/2026"
    assert (show_date(None), show_datetime(None)) == (NONE, NONE)
