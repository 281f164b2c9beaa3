"""The registry of indicators: each entry is whole, documented, gives the number of its example, and knows no data."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed
from data_access.events import Event, record
from data_access.keys import derive
from data_access.reading import View
from data_access.store import Store
from metrics.computing import FACTS, cases, compute
from metrics.document import document
from metrics.formatting import NONE, show_value
from metrics.kpi import Count, Kpi
from metrics.registry import KPIS, SECTIONS, section_kpis
from metrics.selection import CURRENT, Window, comparison_windows
from regulation.clauses import CLAUSES
from regulation.periods import parse_period
from tests.conftest import TEST_KEY, WARD
from tests.kpi_figures import FLOWS, STATES
from tests.kpi_support import EVERY_FLOW, EVERY_KPI, facts_source
from tests.kpi_ward import FIGURES

ROOT = Path(__file__).parent.parent
JANUARY = Window(CURRENT, datetime(2026, 1, 1), datetime(2026, 2, 1))
LATER = datetime(2026, 3, 1, 8)
WITHIN = datetime(2026, 1, 10, 8)
NOW = datetime(2026, 11, 25, 10)


@pytest.fixture(scope="module")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with nothing in it, to be read only."""
    path = tmp_path_factory.mktemp("blank") / "kho.duckdb"
    with Store.create(path, derive(TEST_KEY), ward=WARD, clock=lambda: NOW) as store:
        yield store


@EVERY_KPI
def test_the_example_gives_its_number(kpi: Kpi, blank_store):
    assert kpi.example.rows
    source = facts_source(blank_store, kpi, kpi.example.rows, WITHIN)
    value = compute(blank_store, [kpi], [JANUARY], LATER, sources={kpi.facts: source}).get(kpi.key)
    assert value.value == (None if kpi.example.value is None else pytest.approx(kpi.example.value))
    if kpi.example.whole is not None:
        assert (value.part, value.whole) == (kpi.example.part, kpi.example.whole)


@EVERY_FLOW
def test_facts_outside_the_window_do_not_count(kpi: Kpi, blank_store):
    for moment in (datetime(2025, 12, 31, 23, 59, 59, 999999), JANUARY.ends):
        source = facts_source(blank_store, kpi, kpi.example.rows, moment)
        value = compute(blank_store, [kpi], [JANUARY], LATER, sources={kpi.facts: source}).get(kpi.key)
        assert not value.value
    source = facts_source(blank_store, kpi, kpi.example.rows, JANUARY.starts)
    inside = compute(blank_store, [kpi], [JANUARY], LATER, sources={kpi.facts: source}).get(kpi.key)
    assert inside.whole == kpi.example.whole
    assert inside.value is not None or kpi.example.value is None


@pytest.mark.parametrize("period", ["2025-H2", "2026-H1", "2026-H2", "2026", "2027-H1"])
def test_no_data_is_no_rate_and_no_count(period: str, blank_store):
    windows = comparison_windows(parse_period(period), NOW)
    results = compute(blank_store, KPIS.values(), windows, NOW)
    for kpi in KPIS.values():
        for window in windows:
            value = results.get(kpi.key, window.name)
            assert not value.pending
            if isinstance(kpi.measure, Count) and window.starts <= NOW:
                assert (value.value, show_value(kpi, value)) == (0, "0 ngày" if kpi.unit == "days" else "0")
            else:
                assert (value.value, show_value(kpi, value)) == (None, NONE)


def test_nothing_due_yet_is_no_rate(empty_store):
    """One tip that is not yet due: neither 0 % nor 100 %, but told."""
    now = empty_store.clock()
    with empty_store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("t", "received", now, {"tip_kind": "other"})])
    kpi = KPIS["classified_on_time"]
    value = compute(empty_store, [kpi], [Window(CURRENT, datetime(2026, 6, 15), datetime(2026, 12, 15))], now).get(
        kpi.key
    )
    assert (value.value, value.part, value.whole, value.pending) == (None, 0, 0, 1)
    assert show_value(kpi, value) == NONE


def test_a_window_that_has_not_begun_has_no_figures(blank_store):
    results = compute(blank_store, KPIS.values(), [JANUARY], datetime(2025, 12, 31))
    assert all(results.get(key).value is None for key in KPIS)


@EVERY_KPI
def test_an_entry_is_whole(kpi: Kpi):
    assert KPIS[kpi.key] is kpi
    assert kpi.clause in CLAUSES
    assert kpi.section in SECTIONS
    assert kpi.facts in FACTS
    assert kpi.better in ("up", "down", None)
    assert kpi.target is None or kpi.better is not None, "a target needs a good direction"
    if kpi.unit == "percent" and kpi.target is not None:
        assert 0 <= kpi.target <= 1
    if kpi.parent is not None:
        assert (KPIS[kpi.parent].facts, KPIS[kpi.parent].at) == (kpi.facts, kpi.at)
        assert KPIS[kpi.parent].unit == kpi.unit == "count"


def test_every_indicator_of_a_section_is_shown_once():
    listed = [kpi.key for section in SECTIONS for kpi in section_kpis(section)]
    assert sorted(listed) == sorted(KPIS)
    assert all(section_kpis(section) for section in SECTIONS)


def _is_vietnamese(text: str) -> bool:
    """Composed, and with at least one letter that only Vietnamese spelling has."""
    marks = {char for char in unicodedata.normalize("NFD", text) if unicodedata.combining(char)}
    return unicodedata.normalize("NFC", text) == text and bool(marks or "đ" in text.lower())


def test_labels_are_vietnamese_and_unique():
    labels = [kpi.label for kpi in KPIS.values()]
    assert len(set(labels)) == len(labels)
    for kpi in KPIS.values():
        assert _is_vietnamese(kpi.label), kpi.label
        assert not kpi.note or (_is_vietnamese(kpi.note) and kpi.note.endswith(".")), kpi.note
        assert kpi.label[0].isupper() or kpi.label[0].isdigit()
    assert all(_is_vietnamese(label) for label in SECTIONS.values())


def test_every_indicator_has_a_reference_and_a_figure_on_paper():
    assert set(FLOWS) | set(STATES) == set(KPIS)
    assert set(FIGURES) == set(KPIS)
    for key, kpi in KPIS.items():
        assert (key in STATES) == (kpi.at is None)


def test_the_documentation_is_current():
    written = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m metrics.document > docs/indicators.md"


def test_every_indicator_is_documented():
    lines = document().splitlines()
    for kpi in KPIS.values():
        (line,) = [line for line in lines if line.startswith(f"| `{kpi.key}` |")]
        assert kpi.label in line
        assert f"Đ.{kpi.clause}: {CLAUSES[kpi.clause].gist}" in line
        assert f"`{kpi.facts}`" in line
        assert kpi.note in line
        assert len(line.split(" | ")) == 7, "a cell breaks the table"


def test_the_documentation_is_written_in_utf_8_whatever_the_terminal():
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-m", "metrics.document"], cwd=ROOT, env=environment, capture_output=True)
    assert run.stdout.decode("utf-8") == document()


def test_figures_and_cases_need_their_rights(blank_store):
    nobody = View(blank_store, Actor("x", "Khách", "guest", frozenset()))
    reader = View(blank_store, Actor("y", "Ban Chỉ đạo", "board", frozenset({"read.aggregates"})))
    kpi = KPIS["tips_received"]
    with pytest.raises(NotAllowed):
        compute(nobody, [kpi], [JANUARY], LATER)
    assert compute(reader, [kpi], [JANUARY], LATER).get(kpi.key).value == 0
    for one in KPIS.values():
        with pytest.raises(NotAllowed):
            cases(reader, one, JANUARY, LATER)
