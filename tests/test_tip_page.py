"""Identities on the page of a tip: masked, revealed with a reason, and leave for those that are to be kept secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from auth import accounts
from auth.accounts import NewAccount
from auth.gate import GATE
from auth.permissions import actor_for
from data_access.actors import OPERATOR
from data_access.events import Event, record
from data_access.keys import derive
from data_access.serving import SERVING
from data_access.store import Store
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD

ROUTER = Path(__file__).parents[1] / "pages" / "router.py"
REASON = "Cần gọi lại để xác minh địa điểm xảy ra"
Visit = Callable[[str], AppTest]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "kho.duckdb", derive(TEST_KEY), ward=WARD, clock=lambda: DEMO_MOMENT) as store:
        with store.write(OPERATOR) as tx:
            record(tx, "tip", [Event("tin-1", "received", DEMO_MOMENT, {"confidential": True, "summary": "Báo tin"})])
            tx.execute(
                """INSERT INTO store.tip_informant
                    (tip_id, ward_code, name, address, phone, identity_number, recorded_at, actor)
                VALUES ('tin-1', '18754', 'Đoàn Thị Vết', '', '', '', $at, 'cli')""",
                {"at": DEMO_MOMENT},
            )
        accounts.create(store, OPERATOR, NewAccount("dau.moi", "Lê Văn Mối", "focal_point"))
        yield store


@pytest.fixture
def visit(store: Store, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(SERVING, "store", store)
    monkeypatch.setattr("pages.parts.visit.session_key", lambda: "phien")
    monkeypatch.setattr(GATE, "current_session", lambda cookies, counts=True: "live")
    officer = accounts.by_login(store, "dau.moi").actor

    def go(role: str) -> AppTest:
        actor = officer if role == "focal_point" else actor_for(f"tk-{role}", role, role)
        monkeypatch.setattr(GATE, "current_actor", lambda cookies, counts=True: actor)
        at = AppTest.from_file(ROUTER, default_timeout=60).run()
        at.switch_page("operations/tip.py")
        at.query_params["tin"] = "tin-1"
        at.run()
        assert not at.exception
        return at

    return go


def names(at: AppTest) -> list[str]:
    return [text.value for text in at.text if text.value.startswith("Họ tên")]


def ask(at: AppTest) -> AppTest:
    at.text_area(key="reason-tin-1").set_value(REASON)
    next(button for button in at.button if button.label == "Hiện danh tính").click()
    return at.run()


def test_a_secret_identity_needs_leave(store: Store, visit: Visit) -> None:
    at = ask(visit("focal_point"))
    assert "giữ bí mật" in at.error[0].value
    assert names(at) == ["Họ tên: (yêu cầu giữ bí mật)"]

    leader = visit("leader")
    leader.text_input(key="why-tin-1").set_value(REASON)
    next(button for button in leader.button if button.label == "Cho phép").click().run()
    assert not leader.exception
    assert names(ask(visit("focal_point"))) == ["Họ tên: Đoàn Thị Vết"]

    leader = visit("leader")
    next(button for button in leader.button if button.label == "Thôi cho phép Lê Văn Mối").click().run()
    assert names(visit("focal_point")) == ["Họ tên: (yêu cầu giữ bí mật)"]
    logged = [row[0] for row in store.query("SELECT action FROM store.audit_entry ORDER BY entry_id")]
    assert logged[-4:] == ["refused", "confidence.granted", "informant.revealed", "confidence.withdrawn"]


def test_others_are_not_offered_to_see_it(visit: Visit) -> None:
    at = visit("board")
    assert names(at) == ["Họ tên: (yêu cầu giữ bí mật)"]
    assert [button.label for button in at.button] == []
