"""What the store keeps: one row table (the current fold) and one append-only event table per subject.

The registry drives the fold (`folding.py`), the commands (`events.py`) and `verify`; a test holds it against the schema
that the migrations make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from regulation import lifecycles
from regulation.workflow import POST_WORKFLOW, TIP_WORKFLOW, Workflow

SqlType = Literal["TEXT", "BOOLEAN", "INTEGER", "TIMESTAMP", "DATE"]
Keep = Literal["first", "last"]

COMMON_EVENT_COLUMNS = (
    "event_id",
    "ward_code",
    "kind",
    "actor",
    "occurred_at",
    "posted_at",
    "recorded_at",
    "note",
    "corrects",
    "batch_id",
)
VOIDED = "voided"  # an event of this kind only takes back the one it corrects


@dataclass(frozen=True)
class Milestone:
    """A moment of the row, taken from the events of some kinds; `undone_by` kinds erase it when they come later."""

    column: str
    kinds: tuple[str, ...]
    keep: Keep = "first"
    undone_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A kind of thing the store keeps.

    Its events and states are those of `workflow`; `fields` are what an event may set; `counts` are row columns that
    count events of a kind.
    """

    name: str
    label: str
    workflow: Workflow
    fields: Mapping[str, SqlType]
    milestones: tuple[Milestone, ...] = ()
    counts: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.name}_id"

    @property
    def table(self) -> str:
        return f'store."{self.name}"'

    @property
    def event_table(self) -> str:
        return f"store.{self.name}_event"

    @property
    def opening(self) -> tuple[str, ...]:
        """Event kinds that may be the first of a thing."""
        return tuple(kind for kind, transition in self.workflow.items() if None in transition.sources)

    @property
    def states(self) -> dict[str, str]:
        """The state each event kind leads to; kinds that leave the state as it is are not named."""
        return {kind: transition.target for kind, transition in self.workflow.items() if transition.target}

    @property
    def row_columns(self) -> tuple[str, ...]:
        return (
            self.key,
            "ward_code",
            *self.fields,
            *(m.column for m in self.milestones),
            *self.counts,
            "state",
            "opened_at",
            "first_posted_at",
            "entered_at",
            "entry_batch",
            "changed_at",
            "last_event_id",
        )

    @property
    def event_columns(self) -> tuple[str, ...]:
        """Columns of the event table in order, without the seal."""
        return ("event_id", "ward_code", self.key, *COMMON_EVENT_COLUMNS[2:], *self.fields)


AREA = Subject(
    "area",
    "tổ dân phố",
    lifecycles.AREA_WORKFLOW,
    {"code": "TEXT", "name": "TEXT", "area_kind": "TEXT", "households": "INTEGER"},
    (Milestone("created_at", ("created",)), Milestone("ended_at", ("ended",), "last")),
)

GROUP = Subject(
    "group",
    "nhóm Zalo",
    lifecycles.GROUP_WORKFLOW,
    {"external_code": "TEXT", "name": "TEXT", "purpose": "TEXT", "area_id": "TEXT", "assigned": "TEXT"},
    (Milestone("established_at", ("established",)), Milestone("ended_at", ("ended",), "last")),
)

MEMBER = Subject(
    "member",
    "thành viên",
    lifecycles.MEMBER_WORKFLOW,
    {
        "external_code": "TEXT",
        "group_id": "TEXT",
        "area_id": "TEXT",
        "household": "TEXT",
        "full_name": "TEXT",
        "zalo_name": "TEXT",
        "phone": "TEXT",
        "role": "TEXT",
        "position": "TEXT",
        "name_status": "TEXT",
    },
    (Milestone("joined_at", ("joined",), "last"), Milestone("left_at", ("left",), "last", undone_by=("joined",))),
)

POST = Subject(
    "post",
    "tin, bài",
    POST_WORKFLOW,
    {
        "external_code": "TEXT",
        "group_id": "TEXT",
        "title": "TEXT",
        "body": "TEXT",
        "content": "TEXT",
        "source": "TEXT",
        "form": "TEXT",
        "proposer_role": "TEXT",
        "foreign_text": "BOOLEAN",
        "translated": "BOOLEAN",
        "text_standard": "BOOLEAN",
        "removal_clause": "TEXT",
        "pinned_by_role": "TEXT",
        "reactions": "INTEGER",
    },
    (
        Milestone("proposed_at", ("proposed",)),
        Milestone("verified_at", ("verified",), "last", undone_by=("returned", "proposed")),
        Milestone("approved_at", ("approved",), "last", undone_by=("returned", "proposed")),
        Milestone("published_at", ("published",)),
        Milestone("detected_at", ("detected",)),
        Milestone("removed_at", ("removed",)),
        Milestone("pinned_at", ("pinned",)),
    ),
    {"verifications": "verified", "returns": "returned"},
)

TIP = Subject(
    "tip",
    "tin, phản ánh",
    TIP_WORKFLOW,
    {
        "external_code": "TEXT",
        "channel": "TEXT",
        "group_id": "TEXT",
        "area_id": "TEXT",
        "tip_kind": "TEXT",
        "summary": "TEXT",
        "urgent": "BOOLEAN",
        "serious": "BOOLEAN",
        "victim_under_18": "BOOLEAN",
        "valuable": "BOOLEAN",
        "has_name": "BOOLEAN",
        "has_address": "BOOLEAN",
        "has_phone": "BOOLEAN",
        "identity_refused": "BOOLEAN",
        "refusal_reason": "TEXT",
        "confidential": "BOOLEAN",
        "incident_time": "TEXT",
        "incident_place": "TEXT",
        "basis": "TEXT",
        "register_number": "TEXT",
        "resolution": "TEXT",
        "transferred_to": "TEXT",
    },
    (
        Milestone("received_at", ("received",)),
        Milestone("classified_at", ("classified",)),
        Milestone("urgent_reported_at", ("urgent_reported",)),
        Milestone("written_up_at", ("written_up",)),
        Milestone("registered_at", ("registered",)),
        Milestone("transferred_at", ("transferred",)),
        Milestone("resolved_at", ("resolved",), "last", undone_by=("reopened",)),
        Milestone("replied_at", ("replied",)),
    ),
    {"reopenings": "reopened"},
)

INCIDENT = Subject(
    "incident",
    "sự cố",
    lifecycles.INCIDENT_WORKFLOW,
    {"group_id": "TEXT", "incident_kind": "TEXT", "summary": "TEXT", "needs_province": "BOOLEAN"},
    (
        Milestone("detected_at", ("opened",)),
        Milestone("reported_at", ("reported_to_province",)),
        Milestone("resolved_at", ("resolved",), "last"),
    ),
)

SUSPENSION = Subject(
    "suspension",
    "tạm dừng hoạt động",
    lifecycles.SUSPENSION_WORKFLOW,
    {"group_id": "TEXT", "authority": "TEXT", "reason": "TEXT"},
    (Milestone("started_at", ("started",)), Milestone("resumed_at", ("resumed",), "last")),
)

PROPOSAL = Subject(
    "proposal",
    "khó khăn, đề xuất",
    lifecycles.PROPOSAL_WORKFLOW,
    {"clause": "TEXT", "summary": "TEXT", "decision": "TEXT"},
    (
        Milestone("raised_at", ("raised",)),
        Milestone("forwarded_at", ("forwarded",)),
        Milestone("decided_at", ("decided",)),
    ),
)


def _single(name: str, label: str, fields: Mapping[str, SqlType]) -> Subject:
    """A thing that happens once and is only ever corrected."""
    return Subject(name, label, lifecycles.RECORD_WORKFLOW, fields, (Milestone("happened_at", ("recorded",)),))


DUTY_CHECK = _single("duty_check", "lượt kiểm tra trực ban", {"officer": "TEXT", "messages": "INTEGER"})
ACCOUNT_CHECK = _single(
    "account_check",
    "kiểm tra tài khoản quản trị",
    {"member_id": "TEXT", "verified": "BOOLEAN", "two_factor": "BOOLEAN", "password_changed_on": "DATE"},
)
DEVICE_CHECK = _single(
    "device_check",
    "kiểm tra thiết bị",
    {
        "device": "TEXT",
        "os_updated": "BOOLEAN",
        "zalo_updated": "BOOLEAN",
        "antivirus": "BOOLEAN",
        "firewall": "BOOLEAN",
        "licensed_software": "BOOLEAN",
    },
)
COMMENDATION = _single(
    "commendation", "khen thưởng", {"recipient": "TEXT", "collective": "BOOLEAN", "form": "TEXT", "reason": "TEXT"}
)
VIOLATION = _single(
    "violation", "vi phạm", {"member_id": "TEXT", "clause": "TEXT", "summary": "TEXT", "handling": "TEXT"}
)

SUBJECTS: dict[str, Subject] = {
    subject.name: subject
    for subject in (
        AREA,
        GROUP,
        MEMBER,
        POST,
        TIP,
        INCIDENT,
        SUSPENSION,
        PROPOSAL,
        DUTY_CHECK,
        ACCOUNT_CHECK,
        DEVICE_CHECK,
        COMMENDATION,
        VIOLATION,
    )
}
