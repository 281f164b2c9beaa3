"""Who acts: every command and query is handed an actor, which says what it may do and within which groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.errors import NotAllowed

EVERYTHING = "*"


@dataclass(frozen=True)
class Actor:
    """`actions` are names such as "tip.classified" or "import.members"; `*` stands for all, `tip.*` for all on tips.

    `group_ids` are the groups that the actor works within; None for the whole ward.
    """

    actor_id: str
    name: str
    role: str
    actions: frozenset[str]
    group_ids: frozenset[str] | None = None

    def may(self, action: str) -> bool:
        subject = action.split(".")[0]
        return not self.actions.isdisjoint({action, f"{subject}.*", EVERYTHING})

    def require(self, action: str) -> None:
        """Raise `NotAllowed` unless the actor may do `action`."""
        if not self.may(action):
            raise NotAllowed(f"Tài khoản “{self.name}” không có quyền thực hiện việc này ({action}).", action)

    def require_group(self, group_id: str | None, action: str) -> None:
        """Raise `NotAllowed` unless the actor works within the group (None: the whole ward)."""
        if self.group_ids is not None and group_id not in self.group_ids:
            raise NotAllowed(f"Tài khoản “{self.name}” chỉ được làm việc trong nhóm mình phụ trách.", action)


OPERATOR = Actor("cli", "Người vận hành máy chủ", "operator", frozenset({EVERYTHING}))
"""Whoever runs `cli.py` on the machine that holds the key."""

PROGRAM_ACTORS: Mapping[str, str] = {
    OPERATOR.actor_id: OPERATOR.name,
    "system": "Hệ thống",
    "demo": "Dữ liệu mẫu",
    "visitor": "Khách xem trình diễn",
}
"""Names of those who act without an account, by id."""
