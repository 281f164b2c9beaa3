"""`verify`: everything recomputed another way, and every difference named with the thing it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data_access import audit, heads, reference_fold
from data_access.errors import StoreDamaged
from data_access.quality import quality_findings
from data_access.store import Store
from data_access.subjects import SUBJECTS, Subject
from data_access.tombstones import erased_events

INTEGRITY = ("readable", "audit", "events", "folds")  # what a copy must pass; the rest is about what was entered
LATEST = datetime(9999, 12, 31)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: a sentence that names the row."""

    check: str
    sentence: str


def verify(
    store: Store,
    *,
    head: bool = True,
    only: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """All checks on the store, or those named in `only`; an empty list means that nothing differs.

    `head` also holds the store against its head file. A part that can't be read is a finding; the rest goes on.
    """
    findings: list[Finding] = []
    for check, label in _CHECKS.items():
        if (check == "head" and not head) or (only is not None and check not in only):
            continue
        progress(label)
        try:
            for sentence in _RUN[check](store):
                findings.append(Finding(check, sentence))
        except StoreDamaged as error:
            findings.append(Finding(check, str(error)))
    return findings


def _rows(store: Store, sql: str) -> list[dict[str, Any]]:
    frame_columns = [row[0] for row in store.query(f"DESCRIBE {sql}")]
    return [dict(zip(frame_columns, row, strict=True)) for row in store.query(sql)]


def _readable(store: Store) -> Iterator[str]:
    """Every block of every table is decrypted, and so held against its tag."""
    tables = store.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1")
    for (table,) in tables:
        try:
            store.query(f'SELECT bit_xor(hash(t)) FROM store."{table}" t')
        except StoreDamaged as error:
            yield f"Bảng {table}: {error}"


def _head(store: Store) -> Iterator[str]:
    problem = heads.problem(store, heads.head_file(store.path))
    if problem:
        yield problem


def _audit_chain(store: Store) -> Iterator[str]:
    for entry in audit.broken_entries(store):
        yield f"Nhật ký: mục {entry} đã bị sửa, hoặc mục ngay trước nó đã bị sửa hay xóa."


def _event_chains(store: Store) -> Iterator[str]:
    erased, told = erased_events(store), _last_told(store)
    for subject in SUBJECTS.values():
        columns = ", ".join(subject.event_columns)
        rows = store.query(f"SELECT {columns}, seal FROM {subject.event_table} ORDER BY event_id")
        previous, expected = audit.GENESIS, 1
        for *values, sealed in rows:
            number = int(values[0])
            if number != expected:
                yield f"{subject.label.capitalize()}: thiếu sự kiện số {expected} đến {number - 1}."
            allowed = {sealed, erased.get((subject.name, number), sealed)}
            if audit.seal(store.keys.audit, previous, values) not in allowed:
                yield f"{subject.label.capitalize()} {values[2]}: sự kiện số {number} đã bị sửa ngoài chương trình."
            previous, expected = sealed, number + 1
        yield from _tail_differences(subject, expected - 1, told.get(subject.name, 0))


def _tail_differences(subject: Subject, last: int, told: int) -> Iterator[str]:
    if last < told:
        yield f"{subject.label.capitalize()}: thiếu các sự kiện cuối, số {last + 1} đến {told} theo nhật ký."
    if last > told:
        yield f"{subject.label.capitalize()}: nhật ký thiếu phần nói về các sự kiện số {told + 1} đến {last}."


def _last_told(store: Store) -> dict[str, int]:
    """The number of the last event of each subject that the audit log tells of."""
    rows = store.query(
        """SELECT subject, max(regexp_extract(detail, '^sự kiện \\d+–(\\d+)$', 1)::BIGINT) FROM store.audit_entry
        WHERE regexp_matches(detail, '^sự kiện \\d+–\\d+$') GROUP BY subject"""
    )
    return {subject: int(number) for subject, number in rows}


def _folds(store: Store) -> Iterator[str]:
    for subject in SUBJECTS.values():
        events: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for event in _rows(store, f"SELECT * FROM {subject.event_table}"):
            events[event[subject.key]].append(event)
        rows = {row[subject.key]: row for row in _rows(store, f"SELECT * FROM {subject.table}")}
        yield from _fold_differences(subject, events, rows)


def _fold_differences(
    subject: Subject, events: dict[str, list[dict[str, Any]]], rows: dict[str, dict[str, Any]]
) -> Iterator[str]:
    for thing in sorted(events.keys() | rows.keys()):
        expected = reference_fold.fold(subject, events.get(thing, []))
        row = rows.get(thing)
        if row is None and expected is not None:
            yield f"{subject.label.capitalize()} {thing}: có sự kiện nhưng thiếu dòng dữ liệu."
        elif row is not None and expected is None:
            yield f"{subject.label.capitalize()} {thing}: có dòng dữ liệu nhưng không có sự kiện nào."
        elif row is not None and expected is not None:
            differing = [name for name in subject.row_columns if row[name] != expected[name]]
            if differing:
                where = ", ".join(differing)
                yield f"{subject.label.capitalize()} {thing}: dòng dữ liệu khác với các sự kiện ở {where}."


def _outcomes(store: Store) -> Iterator[str]:
    as_of = store.clock()
    duties = ("classification", "classification_strict", "transfer", "urgent_report")
    columns = ", ".join(duties)
    facts = store.query(
        f"SELECT tip_id, {columns} FROM tip_facts($as_of, $known_at)", {"as_of": as_of, "known_at": LATEST}
    )
    found = {tip_id: dict(zip(duties, values, strict=True)) for tip_id, *values in facts}
    for tip in _rows(store, "SELECT * FROM store.tip"):
        expected = reference_fold.tip_outcomes(tip, as_of, store.rules)
        for duty in duties:
            given = found.get(tip["tip_id"], {}).get(duty)
            if tip["opened_at"] <= as_of and given != expected[duty]:
                yield f"Tin {tip['tip_id']}: kết quả thời hạn {duty} là {given}, tính lại được {expected[duty]}."


_CHECKS = {
    "readable": "Đọc lại toàn bộ tệp",
    "head": "Đối chiếu tệp đầu nhật ký",
    "audit": "Kiểm tra chuỗi nhật ký",
    "events": "Kiểm tra chuỗi sự kiện",
    "folds": "Tính lại dữ liệu từ các sự kiện",
    "outcomes": "Tính lại các thời hạn",
    "quality": "Kiểm tra chất lượng dữ liệu",
}
_RUN: dict[str, Callable[[Store], Iterator[str]]] = {
    "readable": _readable,
    "head": _head,
    "audit": _audit_chain,
    "events": _event_chains,
    "folds": _folds,
    "outcomes": _outcomes,
    "quality": quality_findings,
}
