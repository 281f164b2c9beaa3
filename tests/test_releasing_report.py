"""Reports through the gate: every text masked, figures and signatures kept, the release logged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from auth.permissions import ROLES
from data_access import audit
from data_access.errors import NotAllowed
from data_access.store import Store
from regulation.periods import parse_period
from reports.building import build_report
from reports.content import Note, Paragraph, Row, Section, Signature, Table, plain_text
from reports.issuer import default_issuer
from reports.releasing_report import ReleasedReport, release_report
from tests.gate_support import (
    LEADER,
    NAME,
    NOW,
    actor,
    gate_store,
    log,
)
from tests.report_sample import sample_chart, sample_report


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from gate_store(tmp_path_factory.mktemp("gate"))


def test_a_report_without_identities_stays_as_it_is(store: Store) -> None:
    report = sample_report()
    made = release_report(store, LEADER, report, form="docx")
    lines = plain_text(made.report).split("\n")
    note = next(line for line in lines if line.startswith("Người kết xuất: Đỗ Lập Biểu"))
    lines.remove(note)
    assert "\n".join(lines) == plain_text(report)
    assert made.report.heading == report.heading
    assert made.report.signature == report.signature
    assert log(store)[-1] == ("acc-leader", "export.report", "2026-H1", "docx")


def test_every_text_of_a_report_is_masked(store: Store) -> None:
    said = f"{NAME.upper()}, 0912.345.678"
    chart = dataclasses.replace(sample_chart(), title=said, alt=said, labels=(said, *sample_chart().labels[1:]))
    figure = next(block for block in sample_report().blocks() if type(block).__name__ == "Figure")
    blocks = (
        Paragraph(said),
        Table((dataclasses.replace(_some_table().columns[0], title=said),), (Row((said,)),), said),
        dataclasses.replace(figure, chart=chart, caption=said),
        Section("1.", said, (Note(said),)),
    )
    signed = Signature("", "TRƯỞNG CÔNG AN PHƯỜNG", "Thiếu tá", "Phan Ký Tên", ("Như trên",))
    report = dataclasses.replace(
        sample_report(), title=said, closing=said, sections=(Section("I.", said, blocks),), signature=signed
    )
    made = release_report(store, LEADER, report, form="docx").report
    assert "QŨY" not in repr(made).upper()
    assert "345" not in repr(made)
    assert repr(made).count("Z.V.Q., 09xx xxx 678") == repr(report).count("QŨY")
    assert made.signature == signed


def _some_table() -> Table:
    return next(block for block in sample_report().blocks() if isinstance(block, Table))


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_take_reports_away(store: Store, role: str) -> None:
    if role in ("leader", "focal_point", "steering"):
        assert type(release_report(store, actor(role), sample_report(), form="docx")) is ReleasedReport
    else:
        with pytest.raises(NotAllowed):
            release_report(store, actor(role), sample_report(), form="docx")
        assert log(store)[-1] == (f"acc-{role}", "refused", "", "export.report")


def test_the_report_of_the_demo_ward_loses_nothing(demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With six thousand names known, no word of a report on figures is taken for one of them."""
    report = build_report(demo_store, parse_period("2026-H1"), NOW, default_issuer())
    monkeypatch.setattr(audit, "append", lambda *_: None)  # the demo store is shared: nothing may be written to it
    made = release_report(demo_store, LEADER, report, form="docx").report
    before, after = plain_text(report).split("\n"), plain_text(made).split("\n")
    assert [line for line in after if line not in before] == [
        line for line in after if line.startswith("Người kết xuất")
    ]
    assert len(after) == len(before) + 1
