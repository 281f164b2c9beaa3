"""What the tests of the gate share: a store with people in it who must not show anywhere, and ways to look at files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from auth.permissions import actor_for
from data_access.actors import OPERATOR, Actor
from data_access.events import Event, record
from data_access.keys import derive
from data_access.store import Store
from reports.releasing import Released, release
from reports.table_spec import ColumnSpec, Kind, TableSpec

NOW = datetime(2026, 11, 25, 10, 0)
NAME, PHONE, NUMBER = "Zạch Văn Qũy", "0912345678", "042096001234"
MEMBER = "Bế Thị Ngộ Nghĩnh"


def gate_store(folder: Path) -> Iterator[Store]:
    """A real store with one tip, its informant and one member."""
    path = folder / "kho.duckdb"
    with Store.create(path, derive("k" * 40), ward=("18754", "phường Sông Trí"), clock=lambda: NOW) as made:
        with made.write(OPERATOR) as tx:
            record(tx, "tip", [Event("tip-1", "received", NOW, {"channel": "phone"})])
            record(tx, "member", [Event("member-1", "joined", NOW, {"full_name": MEMBER, "phone": "0987654321"})])
            tx.execute(
                "INSERT INTO store.tip_informant VALUES ('tip-1', '18754', $name, '', $phone, $number, $at, '')",
                {"name": NAME, "phone": PHONE, "number": NUMBER, "at": NOW},
            )
        yield made


def actor(role: str) -> Actor:
    groups = ("group-1",) if role == "area_officer" else ()
    return actor_for(f"acc-{role}", "Đỗ Lập Biểu", role, groups)


LEADER, STEERING = actor("leader"), actor("steering")


def log(store: Store) -> list[tuple[str, str, str, str]]:
    return store.query("SELECT actor, action, subject_id, detail FROM store.audit_entry ORDER BY entry_id")


def table(kinds: dict[Kind, object] | list[tuple[Kind, object]], *, reads: str = "read.tips") -> TableSpec:
    """One row with a column of each kind."""
    pairs = list(kinds.items()) if isinstance(kinds, dict) else kinds
    columns = tuple(ColumnSpec(f"c{order}", f"Cột {order}", kind) for order, (kind, _) in enumerate(pairs))
    return TableSpec("bang-thu", columns, [[value for _, value in pairs]], reads)


def passed(store: Store, spec: TableSpec, who: Actor = LEADER, **filters: str) -> Released:
    return release(store, who, spec, title="Bảng thử", filters=filters, as_of=NOW, purpose="xlsx")


def read_csv(data: bytes, delimiter: str = ",") -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def read_xlsx(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active
