"""The table of permissions against what the regulation and the design say in words."""

from __future__ import annotations

from auth.permissions import DEMO_VISITOR, PERMISSIONS, ROLES, actions_of, actor_for
from data_access.actors import OPERATOR

TIP_CONTENT = {action for action in PERMISSIONS if action.startswith("tip.")} | {"read.tips", "read.informant"}


def test_every_action_has_somebody_and_only_known_roles() -> None:
    for action, roles in PERMISSIONS.items():
        assert roles, action
        assert roles <= set(ROLES), action


def test_the_administrator_runs_the_system_and_reads_no_tip() -> None:
    administrator = actor_for("tk-1", "Quản trị", "administrator")
    assert administrator.may("account.changed")
    assert not any(administrator.may(action) for action in TIP_CONTENT | {"read.people", "read.members"})
    assert not any(administrator.may(action) for action in PERMISSIONS if action.startswith(("import.", "export.")))


def test_the_steering_committee_reads_sums_and_reports_and_no_name() -> None:
    steering = actor_for("tk-1", "Ban", "steering")
    assert steering.may("read.aggregates")
    assert steering.may("read.reports")
    named = TIP_CONTENT | {
        "read.people",
        "read.members",
        "read.operation",
        "export.cases",
        "read.confidential_informant",
    }
    assert not any(steering.may(action) for action in named)


def test_who_asked_for_secrecy_is_known_to_leadership_alone() -> None:
    assert PERMISSIONS["read.confidential_informant"] == {"leader"}
    assert PERMISSIONS["confidence.granted"] == {"leader"}
    assert PERMISSIONS["retention.erased"] == {"leader"}


def test_accounts_are_the_administrators_alone() -> None:
    for action in ("account.changed", "read.accounts", "page.accounts"):
        assert PERMISSIONS[action] == {"administrator"}
    assert not DEMO_VISITOR.may("account.changed")
    assert OPERATOR.may("account.changed")


def test_an_area_officer_works_within_the_groups_named_and_others_everywhere() -> None:
    assert actor_for("tk-1", "CSKV", "area_officer", ("g1", "g2")).group_ids == {"g1", "g2"}
    assert actor_for("tk-1", "CSKV", "area_officer").group_ids == frozenset()
    for role in set(ROLES) - {"area_officer"}:
        assert actor_for("tk-1", "Ai", role, ("g1",)).group_ids is None


def test_an_unknown_role_may_nothing() -> None:
    assert actions_of("boss") == frozenset()
    assert not actor_for("tk-1", "Ai", "").may("page.overview")
