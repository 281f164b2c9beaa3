"""Who acts: every command and query is handed an actor, which says what it may do."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.errors import NotAllowed

EVERYTHING = "*"


@dataclass(frozen=True)
class Actor:
    """`actions` are names such as "tip.classified" or "import.members"; `*` stands for all, `tip.*` for all on tips."""

    actor_id: str
    name: str
    role: str
    actions: frozenset[str]

    def may(self, action: str) -> bool:
        subject = action.split(".")[0]
        return not self.actions.isdisjoint({action, f"{subject}.*", EVERYTHING})

    def require(self, action: str) -> None:
        """Raise `NotAllowed` unless the actor may do `action`."""
        if not self.may(action):
            raise NotAllowed(f"Tài khoản “{self.name}” không có quyền thực hiện việc này ({action}).", action)


OPERATOR = Actor("cli", "Người vận hành máy chủ", "operator", frozenset({EVERYTHING}))
"""Whoever runs `cli.py` on the machine that holds the key."""
