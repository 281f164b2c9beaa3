"""Reports through the same gate: every text masked, the line of who and when added, the release logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import InitVar, dataclass, fields, is_dataclass, replace
from typing import Any, final

from data_access import masking
from data_access.actors import Actor
from data_access.store import Store
from reports.cells import clean
from reports.content import Note, Report, Section
from reports.releasing import demand, names_in, provenance

_GATE = object()


@final
@dataclass(frozen=True)
class ReleasedReport:
    """A report that has passed the gate and whose release is in the audit log."""

    report: Report
    gate: InitVar[object]

    def __post_init__(self, gate: object) -> None:
        if gate is not _GATE:
            raise TypeError("only reports.releasing_report makes what has passed the gate")


def release_report(store: Store, actor: Actor, report: Report, *, form: str) -> ReleasedReport:
    """Pass a report through the gate on its way into a file of the format `form`; raises `NotAllowed` (logged).

    The signature and the recipients stay as they are: they are the officials who answer for the report. Counts are not
    hidden: a report goes to the bodies that clause 20.2 names.
    """
    demand(store, actor, "export.report")
    names = names_in(store)
    masked = _each_text(report, lambda text: masking.mask_text(clean(text), names))
    signed = replace(masked, signature=report.signature, period_key=report.period_key, slug=report.slug)
    noted = _with_note(signed, provenance(store, actor, f"kỳ {report.period_key}", report.as_of))
    with store.write(actor, changes_data=False) as tx:
        tx.audit("export.report", "report", report.period_key, form)
    return ReleasedReport(noted, _GATE)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """`value` with every text in it changed, however deep."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each_text(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _each_text(getattr(value, part.name), change) for part in fields(value)})
    return value


def _with_note(report: Report, line: str) -> Report:
    """The line at the very end, behind the annexes: it is about the copy, not part of what is reported."""
    if report.annexes:
        *others, annex = report.annexes
        return replace(report, annexes=(*others, replace(annex, blocks=(*annex.blocks, Note(line)))))
    if not report.sections:
        return replace(report, sections=(Section("", "", (Note(line),)),))
    *before, last = report.sections
    return replace(report, sections=(*before, replace(last, blocks=(*last.blocks, Note(line)))))
