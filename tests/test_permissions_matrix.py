"""Every role against every page, command and query: allowed or refused as the table of permissions says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from auth import accounts
from auth.accounts import NewAccount
from auth.gate import GATE
from auth.permissions import PERMISSIONS, ROLES, actor_for
from data_access import informants, retention, settings
from data_access.actors import Actor
from data_access.errors import NotAllowed, Rejected, UserError
from data_access.events import Event, record
from data_access.imports import IMPORTS, import_file
from data_access.keys import derive
from data_access.queries import audit_log, places, safety, tips
from data_access.reading import View
from data_access.serving import SERVING
from data_access.store import Store
from data_access.subjects import SUBJECTS
from metrics.computing import FACTS, cases, compute
from metrics.curves import curve
from metrics.due_list import due_list
from metrics.registry import KPIS
from metrics.selection import Window
from regulation.periods import parse_period
from reports.building import build_report
from reports.issuer import default_issuer
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD

ROOT = Path(__file__).parents[1]
PAGE_ENTRY = re.compile(r'PageEntry\(\s*"[^"]+",\s*"([^"]+)",\s*"([^"]+)",\s*"[^"]+",\s*"[^"]+",\s*"([^"]+)"')
PAGES = {file: permission for _, file, permission in PAGE_ENTRY.findall((ROOT / "pages/router.py").read_text("utf-8"))}
MONTH = Window("current", DEMO_MOMENT.replace(day=1), DEMO_MOMENT)
Query = Callable[[View], object]


def some_tip(reader: View) -> str:
    return str(reader.query("SELECT tip_id FROM store.tip_informant ORDER BY 1 LIMIT 1")[0][0])


def first_kpi(facts: str) -> Any:
    return next(kpi for kpi in KPIS.values() if kpi.facts == facts)


QUERIES: dict[str, tuple[str, Query]] = {
    "figures": ("read.aggregates", lambda r: compute(r, [KPIS["tips_received"]], [MONTH], DEMO_MOMENT)),
    "curve": ("read.aggregates", lambda r: curve(r, KPIS["review_time_p50"], MONTH, DEMO_MOMENT)),
    **{
        f"cases of {name}": (view.reads, lambda r, name=name: cases(r, first_kpi(name), MONTH, DEMO_MOMENT))
        for name, view in FACTS.items()
        if any(kpi.facts == name for kpi in KPIS.values())
    },
    "due list": ("read.tips", lambda r: due_list(r, DEMO_MOMENT)),
    "one tip": ("read.tips", lambda r: tips.read_case(r, some_tip(r), DEMO_MOMENT)),
    "masked informants": ("read.tips", lambda r: informants.masked(r, [some_tip(r)])),
    "group names": ("read.places", places.group_names),
    "area names": ("read.places", places.area_names),
    "account safety": ("read.account_safety", lambda r: safety.administrators(r, DEMO_MOMENT)),
    "device checks": ("read.account_safety", lambda r: safety.devices(r, DEMO_MOMENT)),
    "audit log": ("read.audit", lambda r: audit_log.entries(r, date(2026, 11, 1), date(2026, 11, 30))),
    "accounts": ("read.accounts", accounts.listed),
    "report": ("read.reports", lambda r: build_report(r, parse_period("2026-H1"), DEMO_MOMENT, default_issuer())),
}


def actor_of(role: str) -> Actor:
    return actor_for(f"tk-{role}", ROLES[role], role, ("group-01",) if role == "area_officer" else ())


def allowed(role: str, action: str) -> bool:
    """What the table says, read without the program's own look-up."""
    named = PERMISSIONS.get(action) or PERMISSIONS.get(f"{action.split('.')[0]}.*") or frozenset()
    return role in named


@pytest.fixture
def real_store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "real.duckdb", derive(TEST_KEY), ward=WARD, clock=lambda: DEMO_MOMENT) as store:
        yield store


def test_nothing_is_missing_from_the_table() -> None:
    actions = set(PAGES.values()) | {action for action, _ in QUERIES.values()}
    actions |= {f"{name}.{kind}" for name, subject in SUBJECTS.items() for kind in subject.workflow}
    actions |= {f"import.{kind}" for kind in IMPORTS}
    missing = {a for a in actions if a not in PERMISSIONS and f"{a.split('.')[0]}.*" not in PERMISSIONS}
    assert missing == set()
    assert len(PAGES) == (ROOT / "pages/router.py").read_text("utf-8").count('PageEntry("')


def test_every_action_asked_for_in_the_program_is_in_the_table() -> None:
    asked: set[str] = set()
    for package in ("data_access", "auth", "metrics", "reports", "pages"):
        for file in (ROOT / package).rglob("*.py"):
            text = file.read_text("utf-8")
            asked.update(re.findall(r'\.(?:require|may)\(\s*"([a-z_.]+)"', text))
            asked.update(re.findall(r'^(?:READ\w*|CHANGED|GRANT)\b.*= "([a-z_.]+)"', text, re.MULTILINE))
    missing = {a for a in asked if a not in PERMISSIONS and f"{a.split('.')[0]}.*" not in PERMISSIONS}
    assert missing == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("file", PAGES)
def test_page_opens_for_those_who_may(demo_store: Store, monkeypatch: pytest.MonkeyPatch, role: str, file: str) -> None:
    monkeypatch.setattr(SERVING, "store", demo_store)
    monkeypatch.setattr("pages.parts.visit.session_key", lambda: "phien")
    monkeypatch.setattr(GATE, "current_actor", lambda cookies, counts=True: actor_of(role))
    at = AppTest.from_file(ROOT / "pages/router.py", default_timeout=60).run()
    at.switch_page(file).run()
    assert not at.exception
    refused = any("không được xem trang này" in error.value for error in at.error)
    assert refused != allowed(role, PAGES[file])
    if refused:
        assert not at.dataframe
        assert not at.metric


@pytest.mark.parametrize("file", PAGES)
def test_page_shows_nothing_without_a_session(demo_store: Store, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    monkeypatch.setattr(SERVING, "store", demo_store)
    monkeypatch.setattr(GATE, "current_actor", lambda cookies, counts=True: None)
    at = AppTest.from_file(ROOT / "pages" / file, default_timeout=60).run()
    assert [error.value for error in at.error] == ["Phiên làm việc đã kết thúc."]
    assert not at.dataframe
    assert not at.metric
    assert not at.title


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", QUERIES)
def test_query_answers_those_who_may(demo_store: Store, role: str, name: str) -> None:
    action, query = QUERIES[name]
    reader = View(demo_store, actor_of(role))
    if allowed(role, action):
        with nullcontext() if role != "area_officer" else suppress(Rejected):  # who sees the own groups only
            query(reader)
    else:
        with pytest.raises(NotAllowed):
            query(reader)


@pytest.mark.parametrize("role", ROLES)
def test_commands_take_orders_from_those_who_may(real_store: Store, role: str) -> None:
    actor = actor_of(role)
    for name, subject in SUBJECTS.items():
        for kind in subject.workflow:
            before = real_store.query(f"SELECT count(*) FROM {subject.event_table}")
            refused = False
            try:
                with real_store.write(actor) as tx:
                    record(tx, name, [Event("x", kind, DEMO_MOMENT, {}, note="Lý do kiểm thử")])
            except NotAllowed:
                refused = True
            except UserError:
                pass  # allowed, but not in this state
            assert refused != allowed(role, f"{name}.{kind}"), (name, kind)
            if refused:
                assert real_store.query(f"SELECT count(*) FROM {subject.event_table}") == before


@pytest.mark.parametrize("role", ROLES)
def test_other_commands_take_orders_from_those_who_may(real_store: Store, role: str) -> None:
    actor = actor_of(role)
    new = NewAccount("an.nv", "Nguyễn Văn An", "leader")
    commands: dict[str, Callable[[], object]] = {
        "setting.changed": lambda: settings.write(real_store, actor, {"report.place": "Sông Trí"}),
        "account.changed": lambda: accounts.create(real_store, actor, new),
        "retention.erased": lambda: retention.erase(real_store, actor, "Hết thời hạn lưu theo quy định"),
        "read.informant": lambda: informants.reveal(
            real_store, actor, "x", "Cần gọi lại để xác minh địa điểm", "phien"
        ),
        "confidence.granted": lambda: informants.grant_confidence(real_store, actor, "x", "y", "Cần gọi lại xác minh"),
        **{
            f"import.{kind}": lambda kind=kind: import_file(real_store, actor, kind, b"a,b\n1,2\n", "x.csv")
            for kind in IMPORTS
        },
    }
    for action, command in commands.items():
        refused = False
        try:
            command()
        except NotAllowed:
            refused = True
        except UserError:
            pass
        assert refused != allowed(role, action), action


def test_refusals_are_logged(real_store: Store) -> None:
    with pytest.raises(NotAllowed):
        settings.write(real_store, actor_of("duty_officer"), {"report.place": "Sông Trí"})
    with pytest.raises(NotAllowed), real_store.write(actor_of("steering")) as tx:
        record(tx, "tip", [Event("x", "received", DEMO_MOMENT)])
    logged = real_store.query("SELECT actor, detail FROM store.audit_entry WHERE action = 'refused' ORDER BY entry_id")
    assert ("tk-steering", "tip.received") in logged


def test_an_area_officer_sees_the_own_groups_only(demo_store: Store) -> None:
    (group,) = demo_store.query('SELECT min(group_id) FROM store."group"')[0]
    officer = actor_for("tk", "Cảnh sát khu vực", "area_officer", (group,))
    window = Window("current", DEMO_MOMENT.replace(year=2025), DEMO_MOMENT)
    seen = cases(View(demo_store, officer), KPIS["tips_received"], window, DEMO_MOMENT)
    assert set(seen["group_id"]) == {group}
    figure = compute(View(demo_store, officer), [KPIS["tips_received"]], [window], DEMO_MOMENT).get("tips_received")
    (by_hand,) = demo_store.query(
        "SELECT count(*) FROM store.tip WHERE group_id = $g AND received_at >= $starts AND received_at < $ends",
        {"g": group, "starts": window.starts, "ends": window.ends},
    )[0]
    assert figure.value == by_hand == len(seen) > 0
    other = demo_store.query("SELECT tip_id FROM store.tip WHERE group_id <> $g LIMIT 1", {"g": group})[0][0]
    with pytest.raises(UserError):
        tips.read_case(View(demo_store, officer), other, DEMO_MOMENT)
