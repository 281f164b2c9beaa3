"""Every action that can reach the audit log is shown in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auth.permissions import PERMISSIONS
from data_access.queries.audit_log import action_label
from data_access.subjects import SUBJECTS

ROOT = Path(__file__).parents[1]


def audited() -> set[str]:
    """Actions written out in the program, and those that come from events."""
    found = {f"{subject.name}.{kind}" for subject in SUBJECTS.values() for kind in (*subject.workflow, "recorded_many")}
    for package in ("data_access", "auth", "reports", "pages"):
        for file in (ROOT / package).rglob("*.py"):
            found.update(re.findall(r'\.audit\(\s*"([a-z_.]+)"', file.read_text(encoding="utf-8")))
    found.update(action for action in PERMISSIONS if action.startswith("import."))
    return found


@pytest.mark.parametrize("action", sorted(audited()))
def test_action_has_a_vietnamese_label(action: str) -> None:
    label = action_label(action)
    assert label != action
    assert not re.search(r"[a-z]_[a-z]|\b(recorded|amended|voided)\b", label)
