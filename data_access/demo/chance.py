"""Drawing from distributions, always from a generator that belongs to one thing: nothing here keeps a state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def generator(kind: str, *parts: object) -> Random:
    """The generator of one thing: the same for the same names, on every machine."""
    return Random(":".join(["binh-yen", kind, *map(str, parts)]))  # nosec B311


def pick(rng: Random, choices: Sequence[tuple[T, float]]) -> T:
    """One of the weighted choices."""
    return rng.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]


def happens(rng: Random, probability: float) -> bool:
    return rng.random() < probability


def between(rng: Random, low: float, high: float) -> timedelta:
    """Hours drawn evenly, to the second."""
    return timedelta(seconds=round(rng.uniform(low, high) * 3600))


def around(rng: Random, median: float, spread: float = 0.9, most: float = 10_000.0) -> timedelta:
    """Hours drawn from a log-normal distribution, at most `most`, to the second."""
    hours = min(median * math.exp(rng.gauss(0, spread)), most)
    return timedelta(seconds=round(hours * 3600))


def how_many(rng: Random, mean: float) -> int:
    """A Poisson count."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def blend(start: float, end: float, progress: float) -> float:
    """`start` at progress 0, `end` at 1."""
    return start + (end - start) * progress


def by_day(rng: Random, moment: datetime) -> datetime:
    """`moment`, or the next morning when it falls between 22:00 and 6:30: for work that is not done at night."""
    hours = moment.hour + moment.minute / 60
    if 6.5 <= hours < 22:
        return moment
    morning = moment.replace(hour=6, minute=30, second=0) + timedelta(days=1 if hours >= 22 else 0)
    return morning + between(rng, 0, 3)
