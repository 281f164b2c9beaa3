"""Statistics for small official figures: intervals for rates, quantiles with unfinished cases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.stats import CensoredData, binomtest, ecdf

SMALL_NUMBER = 10
"""Below this many cases a rate is shown as a fraction, not as a percentage."""


@lru_cache(maxsize=4096)
def wilson_interval(part: int, whole: int) -> tuple[float, float]:
    """95 % Wilson score interval of a rate; of no cases at all, anything is possible."""
    if not whole:
        return 0.0, 1.0
    interval = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)


def difference_interval(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float]:
    """95 % interval of the difference of two independent rates (Newcombe's hybrid score method)."""
    rate, other = part / whole, other_part / other_whole
    low, high = wilson_interval(part, whole)
    other_low, other_high = wilson_interval(other_part, other_whole)
    below = ((rate - low) ** 2 + (other_high - other) ** 2) ** 0.5
    above = ((high - rate) ** 2 + (other - other_low) ** 2) ** 0.5
    return rate - other - below, rate - other + above


def time_to_event(done: Sequence[float], censored: Sequence[float]) -> tuple[list[float], list[float]]:
    """Times (ascending) and the share done by each, unfinished ones right-censored (Kaplan–Meier); or empty."""
    if not len(done) and not len(censored):
        return [], []
    curve = ecdf(CensoredData(uncensored=np.asarray(done, float), right=np.asarray(censored, float))).cdf
    return curve.quantiles.tolist(), curve.probabilities.tolist()


def censored_quantile(done: Sequence[float], censored: Sequence[float], q: float) -> float | None:
    """The shortest time by which the share `q` is done; None when fewer are."""
    times, shares = time_to_event(done, censored)
    return next((time for time, share in zip(times, shares, strict=True) if share >= q - 1e-12), None)
