"""A real table with a verdict on each row: 1,231 requests of 2018 that a city had to deal with in 24 hours."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from data_access.actors import OPERATOR
from data_access.imports.landing import import_file
from data_access.imports.mapping import read_mapping
from data_access.imports.registry import IMPORTS
from data_access.keys import derive
from data_access.store import Store
from metrics.computing import cases, compute
from metrics.formatting import show_fraction, show_value
from metrics.registry import KPIS
from metrics.selection import CURRENT, Window
from regulation.deadlines import DEADLINE_RULES
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD

DATA = Path(__file__).parent / "data"
YEAR = Window(CURRENT, datetime(2018, 1, 1), datetime(2019, 1, 1))
ON_TIME = KPIS["classified_on_time"]
OUTCOMES = [KPIS[f"classification_{name}"] for name in ("on_time", "late", "overdue", "pending")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The table read through its mapping file, under a 24-hour rule that holds from 2018."""
    rules = [replace(rule, valid_from=date(2018, 1, 1)) for rule in DEADLINE_RULES]
    path = tmp_path_factory.mktemp("requests") / "kho.duckdb"
    with Store.create(path, derive(TEST_KEY), ward=WARD, rules=rules, clock=lambda: DEMO_MOMENT) as store:
        mapping = read_mapping(DATA / "service_requests_2018.toml", IMPORTS["tips"])
        result = import_file(store, OPERATOR, "tips", DATA / "service_requests_2018.csv", mapping=mapping)
        assert (result.created, result.errors) == (1231, ())
        yield store


@pytest.mark.parametrize(
    ("as_of", "late", "overdue"),
    [
        (datetime(2018, 12, 31, 23, 59, 59), 54, 71),
        (datetime(2019, 12, 31), 57, 68),
        (datetime(2022, 12, 31), 62, 63),
    ],
)
def test_the_figures_whenever_asked(as_of: datetime, late: int, overdue: int, store: Store):
    results = compute(store, [ON_TIME, *OUTCOMES], [YEAR], as_of)
    assert [results.get(kpi.key).value for kpi in OUTCOMES] == [1106, late, overdue, 0]
    value = results.get(ON_TIME.key)
    assert (value.part, value.whole, value.pending) == (1106, 1231, 0)
    assert (show_value(ON_TIME, value), show_fraction(value)) == ("89,8%", "1.106/1.231")


def test_the_unfinished_are_not_left_out(store: Store):
    """Without the 63 that were never closed it would be 1106 / 1168 = 94.7 %."""
    as_of = datetime(2022, 12, 31)
    value = compute(store, [ON_TIME], [YEAR], as_of).get(ON_TIME.key)
    missed = cases(store, ON_TIME, YEAR, as_of, side="missed")
    unfinished = missed["classified_at"].isna().sum()
    assert (len(missed), unfinished) == (125, 63)
    assert value.value == pytest.approx(1106 / 1231)
    assert value.value != pytest.approx(1106 / (1231 - unfinished), abs=0.04)


def test_every_row_agrees_with_the_verdict_of_the_city(store: Store):
    with (DATA / "service_requests_2018.csv").open(encoding="utf-8") as table:
        verdicts = {row["case_enquiry_id"]: row["on_time"] for row in csv.DictReader(table)}
    outcomes = dict(
        store.query(
            "SELECT external_code, classification FROM tip_facts(TIMESTAMP '2022-12-31', TIMESTAMP '9999-12-31')"
        )
    )
    assert len(verdicts) == 1231
    assert {code: "ONTIME" if outcome == "on_time" else "OVERDUE" for code, outcome in outcomes.items()} == verdicts


def test_asked_in_the_middle_of_the_year_nothing_later_is_known(store: Store):
    """Of those opened by then, each has the outcome that its two times give."""
    as_of = datetime(2018, 7, 1, 12)
    with (DATA / "service_requests_2018.csv").open(encoding="utf-8") as table:
        rows = [(datetime.fromisoformat(r["open_dt"]), r["closed_dt"]) for r in csv.DictReader(table)]
    seen = {"on_time": 0, "late": 0, "overdue": 0, "pending": 0}
    for opened, closed in rows:
        if opened > as_of:
            continue
        done = datetime.fromisoformat(closed) if closed and datetime.fromisoformat(closed) <= as_of else None
        hours = ((done or as_of) - opened).total_seconds() / 3600
        seen[("on_time" if done else "pending") if hours <= 24 else ("late" if done else "overdue")] += 1
    results = compute(store, OUTCOMES, [YEAR], as_of)
    assert {kpi.key.removeprefix("classification_"): results.get(kpi.key).value for kpi in OUTCOMES} == seen
    assert seen["pending"] or seen["overdue"]
