"""Backups and restoring: consistent copies under the same key, checked by opening and verifying them."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from data_access import heads
from data_access.actors import OPERATOR
from data_access.attaching import wal_file
from data_access.errors import StoreDamaged, StoreVersion, UserError, WrongKey
from data_access.keys import Keys
from data_access.retention import erase_again
from data_access.store import BACKUP_FOLDER, Store
from data_access.tombstones import Tombstone, tombstones
from data_access.verifying import INTEGRITY, Finding, verify

KEPT = {"daily": 14, "weekly": 8, "monthly": 12}
_STAMP = "%Y%m%d-%H%M%S"
_ONE_AT_A_TIME = threading.Lock()


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
    with _ONE_AT_A_TIME:
        name = f"{store.path.stem}-{store.clock():{_STAMP}}.duckdb"
        part, target = staging / f"{name}.part", folder / name
        _remove(part)
        try:
            store.copy_to(part)
            with Store.open(part, store.keys, clock=store.clock, check_head=False) as copy:
                _check(verify(copy, only=INTEGRITY), part)
                head = heads.current(copy)
            _move(part, target, head)
        except OSError as error:
            raise UserError(f"Không ghi được bản sao lưu vào {folder}: {_why(error)} Hãy kiểm tra ổ đĩa.") from error
        finally:
            _remove(part)
    with store.write(OPERATOR) as tx:
        tx.audit("backup.made", "store", detail=name)
    return target


def _why(error: OSError) -> str:
    return "ổ đĩa đã đầy." if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else f"{error.strerror}."


def _move(part: Path, target: Path, head: heads.Head | None) -> None:
    """`part` at the place of `target`, whole or not at all, on another disk too; its head beside it."""
    near = target.with_name(target.name + ".copy")
    head_file = heads.head_file(target)
    try:
        _copy(part, near)
        head_file.unlink(missing_ok=True)
        if head is not None:
            heads.write(head_file, head)
        os.replace(near, target)
    except BaseException:
        near.unlink(missing_ok=True)
        if not target.exists():
            head_file.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    """A copy that is on disk and, read back, the same as `source`."""
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    with source.open("rb") as one, target.open("rb") as other:
        if hashlib.file_digest(one, "sha256").digest() != hashlib.file_digest(other, "sha256").digest():
            raise OSError(errno.EIO, "bản sao khác với bản gốc", str(target))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Không tạo được thư mục {folder}: {error.strerror}.") from error


def _remove(path: Path) -> None:
    for leftover in (path, wal_file(path), heads.head_file(path)):
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


@dataclass(frozen=True)
class _Present:
    """The store that a backup is to replace: its last heads, what it had erased, or why that is not known."""

    heads: tuple[heads.Head, ...] = ()
    erased: frozenset[Tombstone] = frozenset()
    problem: str = ""


def restore(source: Path, target: Path, keys: Keys, *, at: datetime, force: bool = False) -> Path | None:
    """Put the backup `source` in the place of the store at `target`; returns where the old file is kept.

    Raises `UserError` when the store there knows more than the backup, unless `force`d, when another program has it
    open, or when the backup does not verify; the store is then untouched. What the store had erased under a
    retention rule is erased from the restored one, too.
    """
    if not source.exists():
        raise UserError(f"Không có tệp sao lưu {source}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.stem}.restoring.duckdb")
    present = _present(target, keys)
    try:
        head, stones = _bring(source, part, keys, present, force=force)
        heads.head_file(part).unlink(missing_ok=True)
        heads.write(heads.head_file(part), head)
        old = _set_aside(target, at)
        os.replace(heads.head_file(part), heads.head_file(target))
        os.replace(part, target)
    except OSError as error:
        raise UserError(f"Không khôi phục được {target}: {_why(error)} Kho cũ vẫn nguyên.") from error
    finally:
        _remove(part)
        for copy in target.parent.glob(f"{glob.escape(part.stem)}.before-*"):  # of a backup of an earlier version
            copy.unlink()
    with Store.open(target, keys) as store:
        with store.write(OPERATOR) as tx:
            tx.audit("backup.restored", "store", detail=source.name)
        if present.erased - stones:
            erase_again(store, OPERATOR, present.erased - stones)
    return old


def _present(target: Path, keys: Keys) -> _Present:
    told = heads.last(heads.head_file(target))
    known = (told,) if told is not None else ()
    if not target.exists():
        return _Present(known)
    try:
        with Store.open(target, keys, check_head=False) as store:
            last = heads.current(store)
            return _Present(known + ((last,) if last is not None else ()), tombstones(store))
    except (StoreDamaged, WrongKey, StoreVersion) as error:
        return _Present(known, problem=f"Không đọc được kho dữ liệu hiện có. {error}")


def _bring(
    source: Path, part: Path, keys: Keys, present: _Present, *, force: bool
) -> tuple[heads.Head, frozenset[Tombstone]]:
    """A verified copy of `source` at `part`, in one file; its head and what it had erased."""
    _remove(part)
    shutil.copy2(source, part)
    for beside in (wal_file, heads.head_file):
        if beside(source).exists():
            shutil.copy2(beside(source), beside(part))
    with Store.open(part, keys, check_head=heads.head_file(source).exists()) as copy:
        _check(verify(copy, only=INTEGRITY), source)
        head, stones = heads.current(copy), tombstones(copy)
        newer = None if force else _what_is_lost(copy, present)
    if head is None:
        raise StoreDamaged(f"Bản sao lưu {source} không có nhật ký. Hãy dùng một bản sao lưu khác.")
    if newer:
        raise UserError(f"{newer} Nếu vẫn muốn thay, hãy chạy lại với --force; tệp cũ sẽ được giữ.")
    return head, stones


def _what_is_lost(copy: Store, present: _Present) -> str | None:
    """A sentence when the store that is to be replaced has entries that `copy` lacks, or can't be read to tell."""
    if present.problem:
        return present.problem
    for head in present.heads:
        rows = copy.query("SELECT seal FROM store.audit_entry WHERE entry_id = $entry", {"entry": head.entry_id})
        if rows != [(head.seal,)]:
            return f"Kho dữ liệu hiện có (ghi lần cuối {head.audited_at:%H:%M %d/%m/%Y}) mới hơn hoặc khác bản sao lưu."
    return None


def _set_aside(target: Path, at: datetime) -> Path | None:
    """Move the store, its WAL and its head file to a free name; returns it if there was a store."""
    stamp, number = f"{target.stem}.replaced-{at:{_STAMP}}", 1
    old = target.with_name(f"{stamp}.duckdb")
    while any(part(old).exists() for part in _PARTS):
        number += 1
        old = target.with_name(f"{stamp}-{number}.duckdb")
    for part in _PARTS:
        if part(target).exists():
            os.replace(part(target), part(old))
    return old if old.exists() else None


def _itself(path: Path) -> Path:
    return path


_PARTS = (_itself, wal_file, heads.head_file)
