"""Small tables that facts join: the dated deadline rules and the days off, loaded beside the store at every opening.

They are not data of the ward: they come with the program, from `regulation/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import duckdb

from regulation.deadlines import DeadlineRule, rule_for
from regulation.working_time import public_holidays, worked_weekends

_FIRST_YEAR, _LAST_YEAR = 2018, 2045
_RULES = """CREATE TABLE deadline_rule (
    duty TEXT, applies TEXT, amount INTEGER, unit TEXT, starts_at TIMESTAMP, ends_at TIMESTAMP)"""
_DAYS_OFF = "CREATE TABLE day_off (day DATE PRIMARY KEY, label TEXT)"
_DAYS_WORKED = "CREATE TABLE day_worked (day DATE PRIMARY KEY)"
_NO_END = date(9999, 12, 31)


def load_reference_tables(root: duckdb.DuckDBPyConnection, rules: Sequence[DeadlineRule]) -> None:
    """Into the root: `deadline_rule` (from `starts_at` until before `ends_at`; never two at once for a duty and class),
    `day_off` (public holidays) and `day_worked` (weekend days worked in exchange)."""
    for table in (_RULES, _DAYS_OFF, _DAYS_WORKED):
        root.execute(table)
    for rule, first, end in _spans(rules):
        root.execute(
            "INSERT INTO deadline_rule VALUES ($duty, $applies, $amount, $unit, $first, $end)",
            {
                "duty": rule.duty,
                "applies": rule.applies,
                "amount": rule.amount,
                "unit": rule.unit,
                "first": first,
                "end": end,
            },
        )
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    root.execute("INSERT INTO day_worked SELECT unnest($days::DATE[])", {"days": list(worked_weekends(years))})
    days = public_holidays(years)
    root.execute(
        "INSERT INTO day_off SELECT unnest($days), unnest($labels)",
        {"days": list(days), "labels": list(days.values())},
    )


def _spans(rules: Sequence[DeadlineRule]) -> Iterator[tuple[DeadlineRule, date, date]]:
    """Each rule with the first day that it governs and the first that it doesn't any more, as `rule_for` chooses."""
    for duty, applies in sorted({(rule.duty, rule.applies) for rule in rules}):
        own = [rule for rule in rules if (rule.duty, rule.applies) == (duty, applies)]
        ended = {rule.valid_to + timedelta(days=1) for rule in own if rule.valid_to is not None}
        edges = sorted({rule.valid_from for rule in own} | ended | {_NO_END})
        for first, end in pairwise(edges):
            rule = rule_for(duty, applies, datetime.combine(first, time.min), own)
            if rule is not None:
                yield rule, first, end
