"""Figures for readers who may see no cases: what rests on fewer than three cases is hidden (see `suppression`)."""

from __future__ import annotations

from dataclasses import replace

from data_access.actors import Actor
from metrics.computing import FACTS, Results
from metrics.kpi import Count, Gap, Kpi, Quantile, Ratio, Value
from metrics.registry import KPIS
from metrics.selection import CURRENT, LAST_YEAR, PREVIOUS
from metrics.suppression import is_small

ABOUT_PEOPLE = ("tip_facts", "member_facts", "commendation_facts", "violation_facts")
WHOLE_PERIODS = (CURRENT, PREVIOUS, LAST_YEAR)
_HIDDEN = Value(None, hidden=True)


def sees_cases(actor: Actor, kpi: Kpi) -> bool:
    """Whether a reader may see the cases behind an indicator."""
    return actor.may(FACTS[kpi.facts].reads)


def is_exact(actor: Actor, kpi: Kpi) -> bool:
    """Whether a reader may see every figure of an indicator: its cases are open to them, or are nobody's affair."""
    return kpi.facts not in ABOUT_PEOPLE or sees_cases(actor, kpi)


def protected(results: Results, actor: Actor) -> Results:
    """The figures that `actor` may see: splits and parts of a period are hidden where the cases are."""
    return replace(results, values={place: _shown(place, value, actor) for place, value in results.values.items()})


def _shown(place: tuple[str, str, str | None], value: Value, actor: Actor) -> Value:
    key, window, group = place
    kpi = KPIS[key]
    if is_exact(actor, kpi):
        return value
    if group is not None or window not in WHOLE_PERIODS or gives_away(kpi, value):
        return _HIDDEN
    return replace(value, pending=0)


def gives_away(kpi: Kpi, value: Value) -> bool:
    """Whether a figure rests on, or sets apart, fewer than three cases."""
    match kpi.measure:
        case Count():
            return is_small(int(value.value or 0))
        case Ratio():
            return any(is_small(int(part)) for part in _parts(value))
        case Quantile():
            return is_small(int(value.part or 0))
        case Gap():
            return value.value is None
    return False


def _parts(value: Value) -> tuple[float, float]:
    """The cases within a share and those outside; a share that is full or empty sets nobody apart."""
    part, whole = value.part or 0, value.whole or 0
    inside, outside = part or whole, (whole - part) or whole
    return inside, outside
