"""Writing the plans of a file: its events, what stands beside them, the batch and the audit entry."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_access.events import record
from data_access.imports.columns import ImportKind
from data_access.imports.kind_tips import INFORMANT_COLUMNS
from data_access.imports.planning import RowPlan, alias_list
from data_access.store import Transaction


@dataclass(frozen=True)
class Batch:
    """One file that is about to land."""

    file_name: str
    data: bytes
    rows_read: int
    plans: Sequence[RowPlan]


def land(tx: Transaction, kind: ImportKind, batch: Batch) -> str:
    """Write everything in the transaction of the caller; gives the number of the batch."""
    batch_id = f"batch-{secrets.token_hex(8)}"
    record(tx, kind.subject, [event for plan in batch.plans for event in plan.events], batch_id)
    _BESIDE.get(kind.key, _nothing)(tx, batch.plans)
    _record_batch(tx, kind, batch, batch_id)
    created, changed, unchanged = counts(batch.plans)
    tx.audit(f"import.{kind.key}", kind.subject, batch_id, f"{created} mới, {changed} thay đổi, {unchanged} giữ nguyên")
    return batch_id


def _record_batch(tx: Transaction, kind: ImportKind, batch: Batch, batch_id: str) -> None:
    created, changed, unchanged = counts(batch.plans)
    values = {
        "batch_id": batch_id,
        "ward_code": tx.store.ward[0],
        "kind": kind.key,
        "file_name": batch.file_name,
        "file_sha256": hashlib.sha256(batch.data).hexdigest(),
        "rows_read": batch.rows_read,
        "created": created,
        "changed": changed,
        "unchanged": unchanged,
        "imported_at": tx.recorded_at,
        "actor": tx.actor.actor_id,
    }
    places = ", ".join(f"${name}" for name in values)
    tx.execute(f"INSERT INTO store.import_batch ({', '.join(values)}) VALUES ({places})", values)


def counts(plans: Sequence[RowPlan]) -> tuple[int, int, int]:
    """Rows created, changed, unchanged."""
    created = sum(plan.is_new for plan in plans)
    changed = sum(plan.changes and not plan.is_new for plan in plans)
    return created, changed, len(plans) - created - changed


def _nothing(_tx: Transaction, _plans: Sequence[RowPlan]) -> None:
    return


def _land_aliases(tx: Transaction, plans: Sequence[RowPlan]) -> None:
    for plan in plans:
        for alias in sorted(alias_list(plan.beside.get("aliases", ""))):
            tx.execute(
                "INSERT OR IGNORE INTO store.area_alias (area_id, ward_code, alias) VALUES ($area, $ward, $alias)",
                {"area": plan.thing_id, "ward": tx.store.ward[0], "alias": alias},
            )


def _land_informants(tx: Transaction, plans: Sequence[RowPlan]) -> None:
    """Who sent the tips, apart from the tips; a part that the row does not tell stays as it was."""
    told = {plan.thing_id: plan.beside for plan in plans if plan.beside}
    if not told:
        return
    names = (*INFORMANT_COLUMNS, "number")
    known = {
        tip_id: dict(zip(names, values, strict=True))
        for tip_id, *values in tx.execute(
            """SELECT tip_id, name, address, phone, identity_number FROM store.tip_informant
            WHERE tip_id IN (SELECT unnest($tips::TEXT[]))""",
            {"tips": list(told)},
        )
    }
    lists = ", ".join(f"unnest(${name}::TEXT[]) AS {name}" for name in names)
    rows = [dict.fromkeys(names, "") | known.get(tip_id, {}) | beside for tip_id, beside in told.items()]
    tx.execute(
        f"""INSERT OR REPLACE INTO store.tip_informant
            (tip_id, ward_code, name, address, phone, identity_number, recorded_at, actor)
        SELECT tip_id, $ward, {", ".join(names)}, $at, $actor
        FROM (SELECT unnest($tips::TEXT[]) AS tip_id,
                {lists})""",
        {
            "tips": list(told),
            "ward": tx.store.ward[0],
            "at": tx.recorded_at,
            "actor": tx.actor.actor_id,
            **{name: [row[name] for row in rows] for name in names},
        },
    )


_BESIDE: dict[str, Callable[[Transaction, Sequence[RowPlan]], None]] = {
    "areas": _land_aliases,
    "tips": _land_informants,
}
