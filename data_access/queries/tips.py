"""One tip as its workers read it: what it says, with every identity masked, and what has happened to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data_access import informants, masking
from data_access.actors import PROGRAM_ACTORS
from data_access.errors import Rejected
from data_access.reading import Reader
from data_access.subjects import SUBJECTS, VOIDED
from regulation.workflow import TIP_WORKFLOW

READ = "read.tips"
TEXTS = ("summary", "refusal_reason", "incident_time", "incident_place", "basis", "transferred_to")
_LATEST = datetime(9999, 12, 31)


@dataclass(frozen=True)
class Step:
    """An event of the tip; `superseded` when a later one corrects it."""

    label: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    note: str
    superseded: bool


@dataclass(frozen=True)
class Case:
    """`facts` are the columns of `tip_facts`, texts masked; `steps` in order of time."""

    facts: Mapping[str, Any]
    steps: tuple[Step, ...]


def read_case(reader: Reader, tip_id: str, as_of: datetime) -> Case:
    """The tip as of a moment. Raises `NotAllowed` without the right, `Rejected` when there is none in one's groups."""
    reader.actor.require(READ)
    rows = reader.frame(
        "FROM tip_facts($as_of, $known_at) WHERE tip_id = $tip", {"as_of": as_of, "known_at": _LATEST, "tip": tip_id}
    ).to_dict("records")
    groups = reader.actor.group_ids
    if not rows or (groups is not None and rows[0]["group_id"] not in groups):
        raise Rejected("Không có tin này. Hãy kiểm tra lại mã tin, hoặc mở tin từ một danh sách.")
    known = informants.people(reader)
    facts = {str(name): value for name, value in rows[0].items()}
    hide = _address_hider(reader, tip_id)
    masked = {name: masking.mask_text(hide(str(facts[name] or "")), known) for name in TEXTS}
    return Case(facts | masked, _steps(reader, tip_id, known))


def _address_hider(reader: Reader, tip_id: str) -> Callable[[str], str]:
    """What takes the informant's address out of a text: where something happened may be where the informant lives."""
    rows = reader.query("SELECT address FROM store.tip_informant WHERE tip_id = $tip", {"tip": tip_id})
    words = rows[0][0].split() if rows else []
    if not words:
        return lambda text: text
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return lambda text: pattern.sub("(địa chỉ người báo tin)", text)


def _steps(reader: Reader, tip_id: str, known: tuple[str, ...]) -> tuple[Step, ...]:
    events = SUBJECTS["tip"].event_table
    rows = reader.query(
        f"""SELECT e.kind, e.occurred_at, e.recorded_at, e.actor, coalesce(a.full_name, ''), e.note,
            e.kind = '{VOIDED}' OR e.event_id IN (SELECT corrects FROM {events} WHERE corrects IS NOT NULL)
        FROM {events} e LEFT JOIN store.account a ON a.account_id = e.actor
        WHERE e.tip_id = $tip ORDER BY e.occurred_at, e.event_id""",
        {"tip": tip_id},
    )
    return tuple(
        Step(
            "Hủy ghi nhận" if kind == VOIDED else TIP_WORKFLOW[kind].label,
            occurred_at,
            recorded_at,
            name or PROGRAM_ACTORS.get(actor, actor),
            masking.mask_text(note, known),
            superseded,
        )
        for kind, occurred_at, recorded_at, actor, name, note, superseded in rows
    )
