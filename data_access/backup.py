"""Backups and restoring: consistent copies under the same key, checked by opening and verifying them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from data_access import heads
from data_access.actors import OPERATOR
from data_access.errors import StoreDamaged, UserError
from data_access.keys import Keys
from data_access.store import BACKUP_FOLDER, Store
from data_access.verifying import Finding, verify

KEPT = {"daily": 14, "weekly": 8, "monthly": 12}
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Backup:
    """A backup file and when it was made."""

    path: Path
    made_at: datetime


def make(store: Store, folder: Path) -> Path:
    """Back up into `folder` and return the file; raises `UserError` when the copy can't be made or does not verify."""
    staging = store.path.parent / BACKUP_FOLDER
    _make_folder(staging)
    _make_folder(folder)
    name = f"{store.path.stem}-{store.clock():{_STAMP}}.duckdb"
    part, target = staging / f"{name}.part", folder / name
    try:
        store.copy_to(part)
        with Store.open(part, store.keys, clock=store.clock, check_head=False) as copy:
            _check(verify(copy, head=False), part)
            head = heads.current(copy)
        shutil.move(part, target)
        if head is not None:
            heads.write(heads.head_file(target), head)
    except OSError as error:
        raise UserError(f"Không ghi được bản sao lưu vào {folder}: {error.strerror}. Hãy kiểm tra ổ đĩa.") from error
    finally:
        _remove(part)
    with store.write(OPERATOR) as tx:
        tx.audit("backup.made", "store", detail=name)
    return target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Không tạo được thư mục {folder}: {error.strerror}.") from error


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal"), heads.head_file(path)):
        leftover.unlink(missing_ok=True)


def _check(findings: list[Finding], path: Path) -> None:
    if findings:
        raise StoreDamaged(f"Bản sao {path.name} kiểm tra không đạt: {findings[0].sentence}")


def backups(folder: Path) -> list[Backup]:
    """The backups in `folder`, newest first."""
    found = []
    for path in folder.glob("*.duckdb"):
        try:
            stamp = "".join(path.stem.split("-")[-2:])
            found.append(Backup(path, datetime.fromisoformat(f"{stamp[:8]}T{stamp[8:]}")))
        except ValueError:
            continue
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def kept(found: Iterable[Backup]) -> set[Path]:
    """Which backups to keep: the newest of each of the last 14 days, 8 weeks and 12 months that have one."""
    newest_first = sorted(found, key=lambda backup: backup.made_at, reverse=True)
    keep: set[Path] = set()
    for name, span in (("daily", _day), ("weekly", _week), ("monthly", _month)):
        newest: dict[object, Path] = {}
        for backup in newest_first:
            newest.setdefault(span(backup.made_at), backup.path)
        keep.update(list(newest.values())[: KEPT[name]])
    return keep


def _day(moment: datetime) -> date:
    return moment.date()


def _week(moment: datetime) -> tuple[int, int]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month


def make_daily(store: Store) -> Path | None:
    """Today's backup in the store's own folder unless there is one, older ones thinned out; None when there was."""
    folder = store.path.parent / BACKUP_FOLDER
    found = backups(folder)
    if found and found[0].made_at.date() == store.clock().date():
        return None
    made = make(store, folder)
    found = backups(folder)
    for backup in found:
        if backup.path not in kept(found):
            _remove(backup.path)
    return made


def restore(source: Path, target: Path, keys: Keys, *, at: datetime, force: bool = False) -> Path | None:
    """Put the backup `source` in the place of the store at `target`; returns where the old file is kept.

    Raises `UserError` when the store there knows more than the backup, unless `force`d, or when the backup does not
    verify; the store is then untouched.
    """
    if not source.exists():
        raise UserError(f"Không có tệp sao lưu {source}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.stem}.restoring.duckdb")
    _remove(part)
    shutil.copy2(source, part)
    try:
        with Store.open(part, keys, check_head=False) as copy:
            _check(verify(copy, head=False), source)
            head = heads.current(copy)
        newer = _what_is_lost(target, keys, head) if target.exists() and not force else None
        if newer:
            raise UserError(f"{newer} Nếu vẫn muốn thay, hãy chạy lại với --force; tệp cũ sẽ được giữ.")
        old = _set_aside(target, at)
        os.replace(part, target)
    finally:
        _remove(part)
    if head is not None:
        heads.write(heads.head_file(target), head)
    with Store.open(target, keys) as store, store.write(OPERATOR) as tx:
        tx.audit("backup.restored", "store", detail=source.name)
    return old


def _what_is_lost(target: Path, keys: Keys, head: heads.Head | None) -> str | None:
    """A sentence when the store at `target` has entries that the backup lacks, or can't be read to tell."""
    try:
        with Store.open(target, keys, check_head=False) as store:
            present = heads.current(store)
    except StoreDamaged:
        return "Không đọc được kho dữ liệu hiện có nên không biết kho có mới hơn bản sao lưu hay không."
    if present is None or (head is not None and present.entry_id <= head.entry_id and present.seal == head.seal):
        return None
    return f"Kho dữ liệu hiện có (ghi lần cuối {present.audited_at:%H:%M %d/%m/%Y}) mới hơn hoặc khác bản sao lưu."


def _set_aside(target: Path, at: datetime) -> Path | None:
    if not target.exists():
        return None
    old = target.with_name(f"{target.stem}.replaced-{at:{_STAMP}}.duckdb")
    for suffix in ("", ".wal"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            os.replace(part, old.with_name(old.name + suffix))
    if heads.head_file(target).exists():
        os.replace(heads.head_file(target), heads.head_file(old))
    return old
