"""How long things take: the share done by each moment, unfinished cases counted as censored (Kaplan–Meier)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from scipy.stats import CensoredData, ecdf

from data_access.reading import Reader
from metrics.computing import READ_AGGREGATES, facts_in_window
from metrics.kpi import Kpi, Quantile
from metrics.selection import EVERYTHING, Selection, Window


@dataclass(frozen=True)
class Curve:
    """Share done (0 to 1) by each time in hours, ascending, with 95 % bounds; `censored`: hours waited, unfinished."""

    hours: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    censored: tuple[float, ...] = ()


def curve(reader: Reader, kpi: Kpi, window: Window, as_of: datetime, selection: Selection = EVERYTHING) -> Curve:
    """The curve behind an indicator that is a quantile of time; empty when nothing happened in the window."""
    reader.actor.require(READ_AGGREGATES)
    measure = kpi.measure
    if not isinstance(measure, Quantile):
        raise TypeError(f"{kpi.key} is not a quantile of time")
    source, parameters = facts_in_window(reader, kpi, window, as_of, selection)
    rows = reader.query(
        f"""SELECT ({measure.minutes}) / 60, {measure.done} FROM {source}
        AND ({measure.where}) AND ({measure.minutes}) >= 0""",
        parameters,
    )
    return from_times([hours for hours, done in rows if done], [hours for hours, done in rows if not done])


def from_times(done: list[float], censored: list[float]) -> Curve:
    """The curve of finished and unfinished times, in hours."""
    if not done:
        return Curve(censored=tuple(sorted(censored)))
    estimate = ecdf(CensoredData(uncensored=done, right=censored)).cdf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # bounds that are undefined at 0 and 1 are handled below
        interval = cast(Any, estimate).confidence_interval(0.95, method="log-log")
    steps = [
        (hour, share, low, high)
        for hour, share, low, high in zip(
            estimate.quantiles.tolist(),
            estimate.probabilities.tolist(),
            interval.low.probabilities.tolist(),
            interval.high.probabilities.tolist(),
            strict=True,
        )
    ]
    hours, shares, low, high = zip(*steps, strict=True)
    return Curve(hours, shares, _known(low, shares), _known(high, shares), tuple(sorted(censored)))


def _known(bounds: tuple[float, ...], shares: tuple[float, ...]) -> tuple[float, ...]:
    """At 0 and 1 the bounds aren't defined: the share itself stands there."""
    return tuple(share if bound != bound else bound for bound, share in zip(bounds, shares, strict=True))
