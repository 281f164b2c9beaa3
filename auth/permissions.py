"""Who may do what: one table, action by action. Commands, queries and pages ask for these actions by name.

An action is `<subject>.<event>` for commands (`tip.classified`), `read.<what>` for queries, `page.<key>` for screens,
`import.<kind>`, `export.<what>`, and a few of their own. `<subject>.*` stands for all events of the subject.
"""

from __future__ import annotations

from collections.abc import Mapping

from data_access.actors import Actor

ROLES: dict[str, str] = {
    "leader": "Lãnh đạo",
    "focal_point": "Cán bộ đầu mối",
    "duty_officer": "Trực ban",
    "board": "Ban Quản trị",
    "area_officer": "Cảnh sát khu vực",
    "steering": "Ban Chỉ đạo",
    "administrator": "Quản trị hệ thống",
}

_L, _F, _D, _B, _A, _S, _M = ROLES
_CASE_WORKERS = (_L, _F, _D, _B, _A)

_TABLE: dict[str, tuple[str, ...]] = {
    "page.overview": tuple(ROLES),
    "page.deadlines": tuple(ROLES),
    "page.activity": tuple(ROLES),
    "page.tip": _CASE_WORKERS,
    "page.import": (_F,),
    "page.reports": (_L, _F, _S),
    "page.account_safety": (_L, _F),
    "page.accounts": (_M,),
    "page.audit": (_L, _M),
    "read.aggregates": tuple(ROLES),
    "read.tips": _CASE_WORKERS,
    "read.posts": _CASE_WORKERS,
    "read.members": _CASE_WORKERS,
    "read.places": tuple(ROLES),
    "read.operation": _CASE_WORKERS,
    "read.people": (_L, _F),
    "read.account_safety": (_L, _F),
    "read.informant": (_L, _F, _D),
    "read.confidential_informant": (_L,),
    "read.reports": (_L, _F, _S),
    "read.accounts": (_M,),
    "read.audit": (_L, _M),
    "tip.received": (_F, _D, _B),
    "tip.amended": (_F, _D, _B),
    "tip.classified": (_F, _D, _B),
    "tip.urgent_reported": (_F, _D, _B),
    "tip.written_up": (_F, _D, _B),
    "tip.registered": (_F, _D),
    "tip.transferred": (_L, _F, _D, _B),
    "tip.resolved": (_L, _F, _D, _B),
    "tip.replied": (_F, _D, _B),
    "tip.reopened": (_L, _F),
    "tip.voided": (_L, _F),
    "post.proposed": (_F, _D, _B, _A),
    "post.amended": (_F, _B),
    "post.verified": (_B,),
    "post.returned": (_B,),
    "post.approved": (_B,),
    "post.published": (_B,),
    "post.detected": (_F, _D, _B, _A),
    "post.removed": (_F, _B),
    "post.pinned": (_F, _B),
    "post.reactions_sampled": (_F, _B),
    "post.voided": (_F,),
    "member.*": (_F, _A),
    "group.*": (_F,),
    "area.*": (_F,),
    "incident.*": (_F,),
    "suspension.*": (_L, _F),
    "proposal.*": (_L, _F),
    "duty_check.*": (_F, _D),
    "account_check.*": (_F,),
    "device_check.*": (_F,),
    "commendation.*": (_L, _F),
    "violation.*": (_L, _F),
    "import.members": (_F,),
    "import.groups": (_F,),
    "import.areas": (_F,),
    "import.posts": (_F,),
    "import.tips": (_F,),
    "export.report": (_L, _F, _S),
    "export.cases": (_L, _F),
    "confidence.granted": (_L,),
    "setting.changed": (_L, _F),
    "account.changed": (_M,),
    "backup.made": (_M,),
    "retention.erased": (_L,),
}
PERMISSIONS: Mapping[str, frozenset[str]] = {action: frozenset(roles) for action, roles in _TABLE.items()}


def actions_of(role: str) -> frozenset[str]:
    """Everything a role may do; nothing for an unknown role."""
    return frozenset(action for action, roles in PERMISSIONS.items() if role in roles)


def actor_for(account_id: str, name: str, role: str, group_ids: tuple[str, ...] = ()) -> Actor:
    """The actor of an account. An area officer works within the groups named; for others `group_ids` is empty: all."""
    return Actor(account_id, name, role, actions_of(role), frozenset(group_ids) if role == _A else None)


DEMO_VISITOR = Actor(
    "visitor",
    "Khách xem trình diễn",
    "visitor",
    actions_of("leader") | actions_of("focal_point") | actions_of("board") | actions_of("duty_officer"),
)
"""Whoever opens a demonstration: may see and try everything in it, as there is nobody in it to protect."""
