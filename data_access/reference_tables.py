"""Small tables that facts join: the dated deadline rules and the days off, loaded beside the store at every opening.

They are not data of the ward: they come with the program, from `regulation/`.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from regulation.deadlines import DeadlineRule
from regulation.working_time import public_holidays

_FIRST_YEAR, _LAST_YEAR = 2018, 2045
_RULES = """CREATE TABLE deadline_rule (
    duty TEXT, applies TEXT, amount INTEGER, unit TEXT, starts_at TIMESTAMP, ends_at TIMESTAMP)"""
_DAYS_OFF = "CREATE TABLE day_off (day DATE PRIMARY KEY, label TEXT)"


def load_reference_tables(root: duckdb.DuckDBPyConnection, rules: Sequence[DeadlineRule]) -> None:
    """`deadline_rule` (from `starts_at` until before `ends_at`) and `day_off` (public holidays) in the root."""
    root.execute(_RULES)
    root.execute(_DAYS_OFF)
    for rule in rules:
        root.execute(
            """INSERT INTO deadline_rule
            VALUES ($duty, $applies, $amount, $unit, $first, coalesce($last::DATE + 1, DATE '9999-12-31'))""",
            {
                "duty": rule.duty,
                "applies": rule.applies,
                "amount": rule.amount,
                "unit": rule.unit,
                "first": rule.valid_from,
                "last": rule.valid_to,
            },
        )
    days = public_holidays(range(_FIRST_YEAR, _LAST_YEAR + 1))
    root.execute(
        "INSERT INTO day_off SELECT unnest($days), unnest($labels)",
        {"days": list(days), "labels": list(days.values())},
    )
