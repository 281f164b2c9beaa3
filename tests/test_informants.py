"""Who is behind a tip: masked by default, revealed with a logged reason, secrecy kept unless the leadership allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from auth.permissions import ROLES, actor_for
from data_access import audit
from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed, Rejected
from data_access.events import Event, record
from data_access.informants import (
    REVEALS,
    SECRET,
    Reveals,
    grant_confidence,
    masked,
    names_of,
    people,
    reveal,
    revealed,
    withdraw_confidence,
)
from data_access.keys import derive
from data_access.reading import View
from data_access.store import Store

NOW = datetime(2026, 11, 25, 10, 0)
REASON = "Cần gọi lại để xác minh địa điểm xảy ra vụ việc."
OPEN, SECRET_TIP, NAMELESS = "tip-open", "tip-secret", "tip-nameless"
NAME, PHONE, ADDRESS, NUMBER = "Zạch Văn Qũy", "0912345678", "Số 12, ngõ 3, phường Sông Trí", "042096001234"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(
        tmp_path / "kho.duckdb", derive("k" * 40), ward=("18754", "phường Sông Trí"), clock=_clock
    ) as made:
        with made.write(OPERATOR) as tx:
            for tip_id, fields in (
                (OPEN, {"group_id": "group-1", "confidential": False}),
                (SECRET_TIP, {"group_id": "group-2", "confidential": True}),
                (NAMELESS, {"group_id": "group-1", "identity_refused": True}),
            ):
                record(tx, "tip", [Event(tip_id, "received", NOW - timedelta(hours=2), {"channel": "phone"} | fields)])
            for tip_id in (OPEN, SECRET_TIP):
                tx.execute(
                    "INSERT INTO store.tip_informant VALUES ($tip, $ward, $name, $address, $phone, $number, $at, '')",
                    {
                        "tip": tip_id,
                        "ward": "18754",
                        "name": NAME,
                        "address": ADDRESS,
                        "phone": PHONE,
                        "number": NUMBER,
                        "at": NOW,
                    },
                )
            for account, active in (("acc-focal", True), ("acc-duty", True), ("acc-gone", False)):
                tx.execute(
                    """INSERT INTO store.account (account_id, ward_code, login, full_name, role, group_ids, phone,
                        email, identity_number, password_hash, totp_secret, totp_last_step, active, created_at)
                    VALUES ($id, '18754', $id, 'Cán bộ', 'focal_point', [], '', '', '', '', '', 0, $active, $at)""",
                    {"id": account, "active": active, "at": NOW},
                )
        yield made


def _clock() -> datetime:
    return NOW


def actor(role: str, account_id: str = "", groups: tuple[str, ...] = ()) -> Actor:
    return actor_for(account_id or f"acc-{role}", f"Người {role}", role, groups)


LEADER = actor("leader")
FOCAL = actor("focal_point", "acc-focal")
DUTY = actor("duty_officer", "acc-duty")


def log(store: Store) -> list[tuple[str, str, str, str]]:
    return store.query("SELECT actor, action, subject_id, detail FROM store.audit_entry ORDER BY entry_id")


def test_masked_shows_initials_and_ends_only(store: Store) -> None:
    shown = masked(View(store, FOCAL), [OPEN, SECRET_TIP, NAMELESS, "tip-unknown"])
    assert sorted(shown) == [OPEN, SECRET_TIP]
    assert (shown[OPEN].name, shown[OPEN].phone) == ("Z.V.Q.", "09xx xxx 678")
    assert (shown[OPEN].address, shown[OPEN].identity_number) == ("xxx, phường Sông Trí", "xxxxxxxxx234")
    secret = shown[SECRET_TIP]
    assert (secret.name, secret.phone, secret.address, secret.identity_number) == (SECRET, "", "", "")


@pytest.mark.parametrize("role", list(ROLES))
def test_masked_by_role(store: Store, role: str) -> None:
    view = View(store, actor(role, groups=("group-1",) if role == "area_officer" else ()))
    if role in ("steering", "administrator"):
        with pytest.raises(NotAllowed):
            masked(view, [OPEN])
    else:
        assert OPEN in masked(view, [OPEN, SECRET_TIP])


def test_area_officers_see_their_groups_only(store: Store) -> None:
    view = View(store, actor("area_officer", groups=("group-2",)))
    assert list(masked(view, [OPEN, SECRET_TIP])) == [SECRET_TIP]


def test_reveal_gives_the_identity_and_logs_the_reason(store: Store) -> None:
    reveals = Reveals()
    informant = reveal(store, DUTY, OPEN, REASON, "session-a", reveals)
    assert (informant.name, informant.phone, informant.address) == (NAME, PHONE, ADDRESS)
    assert log(store)[-1] == ("acc-duty", "informant.revealed", OPEN, REASON)
    assert audit.broken_entries(store) == []


@pytest.mark.parametrize("role", ["board", "area_officer", "steering", "administrator"])
def test_reveal_is_refused_and_the_refusal_logged(store: Store, role: str) -> None:
    who = actor(role, groups=("group-1",) if role == "area_officer" else ())
    with pytest.raises(NotAllowed):
        reveal(store, who, OPEN, REASON, "session-a", Reveals())
    assert log(store)[-1][:2] == (who.actor_id, "refused")
    assert log(store)[-1][3] == "read.informant"


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "   ",
        "vì cần",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "xem xem xem xem xem xem",
        "asdf qwer zxcv hjkl uiop",
        "...." * 9,
    ],
)
def test_reason_must_be_a_sentence(store: Store, reason: str) -> None:
    before = log(store)
    with pytest.raises(Rejected, match="lý do"):
        reveal(store, LEADER, OPEN, reason, "session-a", Reveals())
    assert log(store) == before


def test_the_log_holds_no_identity_even_when_the_reason_does(store: Store) -> None:
    reason = f"Cần gọi {NAME.upper()} theo số 0912.345.678 để hỏi thêm về vụ việc"
    reveal(store, LEADER, OPEN, reason, "session-a", Reveals())
    detail = log(store)[-1][3]
    assert detail == "Cần gọi Z.V.Q. theo số 09xx xxx 678 để hỏi thêm về vụ việc"


@pytest.mark.parametrize("tip_id", [NAMELESS, "tip-unknown"])
def test_nothing_to_reveal(store: Store, tip_id: str) -> None:
    with pytest.raises(Rejected, match="danh tính"):
        reveal(store, LEADER, tip_id, REASON, "session-a", Reveals())


def test_no_session_no_reveal(store: Store) -> None:
    with pytest.raises(Rejected, match="đăng nhập"):
        reveal(store, LEADER, OPEN, REASON, "", Reveals())


def test_secrecy_keeps_out_all_but_the_leadership(store: Store) -> None:
    for who in (FOCAL, DUTY):
        with pytest.raises(NotAllowed, match="giữ bí mật"):
            reveal(store, who, SECRET_TIP, REASON, "session-a", Reveals())
        assert log(store)[-1] == (who.actor_id, "refused", "", "read.confidential_informant")
    assert reveal(store, LEADER, SECRET_TIP, REASON, "session-a", Reveals()).name == NAME


def test_leave_of_the_leadership_is_for_one_tip_and_one_account(store: Store) -> None:
    reveals = Reveals()
    grant_confidence(store, LEADER, SECRET_TIP, "acc-focal", "Đầu mối cần liên hệ lại người báo tin hôm nay")
    assert log(store)[-1][:3] == ("acc-leader", "confidence.granted", SECRET_TIP)
    assert reveal(store, FOCAL, SECRET_TIP, REASON, "session-a", reveals).name == NAME
    with pytest.raises(NotAllowed):
        reveal(store, DUTY, SECRET_TIP, REASON, "session-b", reveals)
    assert revealed(store, FOCAL, SECRET_TIP, "session-a", reveals) is not None
    withdraw_confidence(store, LEADER, SECRET_TIP, "acc-focal")
    assert log(store)[-1][1] == "confidence.withdrawn"
    assert revealed(store, FOCAL, SECRET_TIP, "session-a", reveals) is None
    with pytest.raises(NotAllowed):
        reveal(store, FOCAL, SECRET_TIP, REASON, "session-a", reveals)
    with pytest.raises(Rejected):
        withdraw_confidence(store, LEADER, SECRET_TIP, "acc-focal")


def test_who_may_give_leave_and_for_what(store: Store) -> None:
    why = "Đầu mối cần liên hệ lại người báo tin hôm nay"
    with pytest.raises(NotAllowed):
        grant_confidence(store, FOCAL, SECRET_TIP, "acc-focal", why)
    for tip_id, account in (
        (OPEN, "acc-focal"),
        (SECRET_TIP, "acc-gone"),
        (SECRET_TIP, "acc-none"),
        ("x", "acc-focal"),
    ):
        with pytest.raises(Rejected):
            grant_confidence(store, LEADER, tip_id, account, why)
    with pytest.raises(Rejected):
        grant_confidence(store, LEADER, SECRET_TIP, "acc-focal", "ừ")
    assert store.query("SELECT count(*) FROM store.confidence_grant") == [(0,)]


def test_leave_does_not_replace_the_right_itself(store: Store) -> None:
    with store.write(OPERATOR) as tx:
        tx.execute("UPDATE store.account SET account_id = 'acc-board' WHERE account_id = 'acc-duty'")
    grant_confidence(store, LEADER, SECRET_TIP, "acc-board", "Quản trị nhóm cần liên hệ lại người báo tin")
    with pytest.raises(NotAllowed):
        reveal(store, actor("board"), SECRET_TIP, REASON, "session-a", Reveals())


def test_revealed_for_that_case_that_session_and_that_account_only(store: Store) -> None:
    reveals = Reveals()
    reveal(store, LEADER, OPEN, REASON, "session-a", reveals)
    assert revealed(store, LEADER, OPEN, "session-a", reveals) is not None
    assert revealed(store, LEADER, OPEN, "session-b", reveals) is None
    assert revealed(store, LEADER, SECRET_TIP, "session-a", reveals) is None
    assert revealed(store, FOCAL, OPEN, "session-a", reveals) is None
    assert revealed(store, actor("board", "acc-leader"), OPEN, "session-a", reveals) is None


def test_the_end_of_a_session_hides_everything_again(store: Store) -> None:
    reveals = Reveals()
    for session in ("session-a", "session-b"):
        reveal(store, LEADER, OPEN, REASON, session, reveals)
    reveals.end("session-a")
    assert revealed(store, LEADER, OPEN, "session-a", reveals) is None
    assert revealed(store, LEADER, OPEN, "session-b", reveals) is not None


def test_a_reveal_does_not_outlast_the_longest_session() -> None:
    reveals = Reveals()
    reveals.add("s", "a", "t", NOW)
    assert reveals.holds("s", "a", "t", NOW + timedelta(hours=11, minutes=59))
    assert not reveals.holds("s", "a", "t", NOW + timedelta(hours=12))


def test_secrecy_asked_for_later_hides_what_was_revealed(store: Store) -> None:
    reveal(store, FOCAL, OPEN, REASON, "session-later")
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event(OPEN, "amended", NOW, {"confidential": True}, note="Người báo tin đề nghị")])
    assert revealed(store, FOCAL, OPEN, "session-later") is None
    REVEALS.end("session-later")


def test_a_reveal_that_cannot_be_logged_shows_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reveals = Reveals()

    def full_disk(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(audit, "append", full_disk)
    with pytest.raises(OSError, match="full"):
        reveal(store, LEADER, OPEN, REASON, "session-a", reveals)
    monkeypatch.undo()
    assert revealed(store, LEADER, OPEN, "session-a", reveals) is None


def test_names_for_masking(store: Store) -> None:
    view = View(store, DUTY)
    assert names_of(view, [OPEN, NAMELESS]) == {OPEN: NAME}
    assert people(view) == (NAME,)
