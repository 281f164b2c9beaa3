"""Statistics against published worked examples and against sums made by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from metrics.kpi import Gap, Quantile, Ratio
from metrics.statistics import censored_quantile, difference_interval, time_to_event, wilson_interval
from tests.kpi_figures import waiting, wilson
from tests.kpi_support import STEADY

# Newcombe, Statistics in Medicine 17 (1998): 857–872, table I, score method without continuity correction.
SINGLE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
# Newcombe, Statistics in Medicine 17 (1998): 873–890, table II, method 10.
DIFFERENCES = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]
# Freireich et al., Blood 21 (1963): 699–716, weeks of remission under 6-MP and placebo.
MERCAPTOPURINE = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TIMES = st.lists(st.integers(0, 30).map(float), max_size=12)


@pytest.mark.parametrize(("part", "whole", "low", "high"), SINGLE)
def test_published_intervals_of_a_rate(part: int, whole: int, low: float, high: float):
    assert wilson_interval(part, whole) == pytest.approx((low, high), abs=0.00005)


def test_of_no_cases_anything_is_possible():
    assert wilson_interval(0, 0) == (0, 1)


@STEADY
@given(st.integers(1, 3000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_follows_the_formula(case: tuple[int, int]):
    part, whole = case
    low, high = wilson_interval(part, whole)
    assert (low, high) == pytest.approx(wilson(part, whole), abs=1e-9)
    assert 0 <= low <= part / whole <= high <= 1
    assert low < high


@pytest.mark.parametrize(("cases", "interval"), DIFFERENCES)
def test_published_intervals_of_a_difference(cases: tuple[int, int, int, int], interval: tuple[float, float]):
    assert difference_interval(*cases) == pytest.approx(interval, abs=0.00006)


def test_a_difference_turned_round_has_its_interval_turned_round():
    low, high = difference_interval(56, 70, 48, 80)
    assert difference_interval(48, 80, 56, 70) == pytest.approx((-high, -low))


@pytest.mark.parametrize(("q", "weeks"), [(0.1, 6), (0.25, 13), (0.5, 23), (0.55, 23), (0.56, None), (0.9, None)])
def test_published_remission_under_treatment(q: float, weeks: float | None):
    """1 − S is 0.143 at week 6, 0.247 at 10, 0.310 at 13, 0.462 at 22 and 0.552 at 23."""
    assert censored_quantile(*MERCAPTOPURINE, q) == weeks


def test_published_curve_of_remission():
    times, shares = time_to_event(*MERCAPTOPURINE)
    known = {6: 0.143, 7: 0.193, 10: 0.247, 13: 0.310, 16: 0.373, 22: 0.462, 23: 0.552}
    curve = dict(zip(times, shares, strict=True))
    assert {week: round(curve[week], 3) for week in known} == known


def test_without_censoring_it_is_the_ordinary_quantile():
    assert censored_quantile(PLACEBO, [], 0.5) == 8
    assert censored_quantile([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [], 0.9) == 90
    assert censored_quantile([5], [], 0.5) == 5


def test_no_cases_and_only_unfinished_cases_have_no_quantile():
    assert time_to_event([], []) == ([], [])
    assert censored_quantile([], [], 0.5) is None
    assert censored_quantile([], [3, 4], 0.5) is None


def test_an_unfinished_case_counts_as_waiting_until_it_is_left():
    """Half of two is done at 10; had the unfinished been left out, all would be."""
    assert censored_quantile([10], [50], 0.5) == 10
    assert censored_quantile([10], [50], 0.6) is None
    assert censored_quantile([10], [5], 0.9) == 10  # left before 10: one still waited then
    assert censored_quantile([10], [10], 0.6) is None  # a tie: done comes first, the other still waited


@STEADY
@given(TIMES, TIMES, st.sampled_from(["0.25", "0.5", "0.9"]))
def test_quantiles_in_exact_fractions(done: list[float], unfinished: list[float], q: str):
    assert censored_quantile(done, unfinished, float(Fraction(q))) == waiting(done, unfinished, q).value


@STEADY
@given(TIMES.filter(bool), TIMES)
def test_the_curve_is_that_of_scipy(done: list[float], unfinished: list[float]):
    times, shares = time_to_event(done, unfinished)
    survival = ecdf(CensoredData(uncensored=done, right=unfinished)).sf
    assert shares == pytest.approx([1 - float(survival.evaluate(time)) for time in times])
    assert shares == sorted(shares)


def test_measures_carry_their_intervals():
    rate = Ratio("a", "b").value([18, 20, 3])
    assert (rate.value, rate.part, rate.whole, rate.pending) == (0.9, 18, 20, 3)
    assert (rate.low, rate.high) == pytest.approx((0.6990, 0.9721), abs=0.00005)
    nothing = Ratio("a", "b").value([0, 0, 3])
    assert (nothing.value, nothing.low, nothing.high, nothing.pending) == (None, None, None, 3)
    gap = Gap("a", "b", "c").value([56, 70, 48, 80])
    assert (gap.value, gap.low, gap.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=0.00006)
    assert Gap("a", "b", "c").value([1, 2, 0, 0]).value is None
    assert Gap("a", "b", "c").value([0, 0, 1, 2]).value is None
    time = Quantile("m", "d", 0.5).value([[10.0], [50.0]])
    assert (time.value, time.part, time.whole) == (10, 1, 2)
    assert Quantile("m", "d", 0.5).value([None, None]).value is None
