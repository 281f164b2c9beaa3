"""Accounts and one-time links: who may change them, what they refuse, what the log tells and never tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from auth import accounts, invitations, second_factor, signing_in
from auth.accounts import NewAccount
from auth.failures import Failures
from auth.permissions import ROLES, actor_for
from auth.sessions import Sessions
from auth.throttling import Throttle
from data_access.actors import OPERATOR
from data_access.errors import NotAllowed, Rejected
from data_access.events import Event, record
from data_access.reading import View
from data_access.store import Store
from tests.sign_in_support import (
    OTHER_PASSWORD,
    PASSWORD,
    Clock,
    Person,
    audited,
    enrol,
    enrol_by,
    hash_cheaply,
    new_store,
    whole_log,
)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, Clock]]:
    hash_cheaply(monkeypatch)
    store, clock = new_store(tmp_path)
    with store:
        yield store, clock


def _signs_in(person: Person, password: str = PASSWORD, code: str | None = None) -> bool:
    outcome = signing_in.attempt(
        person.store,
        Throttle(),
        Failures(),
        login=person.account.login,
        password=password,
        code=person.code() if code is None else code,
    )
    person.clock.forward(seconds=30)
    return outcome.account is not None


def _group(store: Store, clock: Clock) -> str:
    with store.write(OPERATOR) as tx:
        record(tx, "group", [Event("nhom-1", "established", clock(), {"name": "Tổ 1", "purpose": "residential"})])
    return "nhom-1"


def test_nobody_has_a_password_until_the_link_is_used(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    link = accounts.create(store, OPERATOR, NewAccount(" An.NV ", "Nguyễn  Văn An", "leader"))
    account = accounts.by_login(store, "an.nv")
    assert (account.full_name, account.state, account.enrolled) == ("Nguyễn Văn An", "Chờ kích hoạt", False)
    for password in ("", "an.nv", "admin", "quantri", PASSWORD):
        attempt = signing_in.attempt(store, Throttle(), Failures(), login="an.nv", password=password, code="000000")
        assert attempt.account is None
    person = enrol_by(store, clock, link.token)
    assert person.account.state == "Đang dùng"
    assert _signs_in(person)


def test_tokens_and_codes_are_kept_as_hashes_and_never_logged(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    link = accounts.create(
        store,
        OPERATOR,
        NewAccount(
            "an.nv", "Lê Thị Dấu", "leader", (), "0912345678", "dau@example.vn", date(1990, 3, 5), "042090001234"
        ),
    )
    person = enrol_by(store, clock, link.token)
    session = Sessions(store).begin(person.account.account_id, person.account.actor)
    assert len(link.token) == len(session) == 43  # 256 bits in base 64
    kept = str([store.query(f"SELECT * FROM store.{name}") for name in ("session", "invitation", "recovery_code")])
    log = whole_log(store)
    for secret in (link.token, session, *person.recovery_codes, *(c.replace("-", "") for c in person.recovery_codes)):
        assert secret not in kept
        assert secret not in log
    for private in (PASSWORD, person.secret, "Dấu", "0912345678", "dau@example.vn", "042090001234", "1990"):
        assert private not in log
    assert PASSWORD not in str(store.query("SELECT * FROM store.account"))
    assert person.secret not in kept


def test_a_link_lasts_48_hours_and_works_once(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    link = accounts.create(store, OPERATOR, NewAccount("an.nv", "An", "leader"))
    clock.forward(hours=47, minutes=59)
    assert invitations.find(store, link.token) is not None
    clock.forward(minutes=1)
    assert invitations.find(store, link.token) is None
    with pytest.raises(Rejected, match="không còn dùng được"):
        invitations.choose_password(store, link.token, PASSWORD)
    second = accounts.new_link(store, OPERATOR, link.account_id)
    person = enrol_by(store, clock, second.token)
    assert invitations.find(store, second.token) is None
    with pytest.raises(Rejected, match="không còn dùng được"):
        invitations.confirm(store, second.token, person.code())


def test_only_the_newest_link_works_and_a_guessed_one_never(opened: tuple[Store, Clock]) -> None:
    store, _ = opened
    first = accounts.create(store, OPERATOR, NewAccount("an.nv", "An", "leader"))
    second = accounts.new_link(store, OPERATOR, first.account_id)
    assert invitations.find(store, first.token) is None
    assert invitations.find(store, second.token) is not None
    for guess in ("", "a", second.token[:-1], second.token + "a", second.token.swapcase()):
        assert invitations.find(store, guess) is None


def test_password_and_second_factor_take_effect_together(opened: tuple[Store, Clock]) -> None:
    """Until a code confirms them, what was in force before stays in force."""
    store, clock = opened
    person = enrol(store, clock)
    link = accounts.new_link(store, OPERATOR, person.account.account_id)
    with pytest.raises(Rejected, match="đặt mật khẩu trước"):
        invitations.confirm(store, link.token, person.code())
    secret = invitations.choose_password(store, link.token, OTHER_PASSWORD)
    assert _signs_in(person)
    assert not _signs_in(person, OTHER_PASSWORD)
    with pytest.raises(Rejected, match="Mã không đúng"):
        invitations.confirm(store, link.token, person.code())
    old_codes, person.secret = person.recovery_codes, secret
    person.recovery_codes = invitations.confirm(store, link.token, person.code())
    clock.forward(seconds=30)
    assert _signs_in(person, OTHER_PASSWORD)
    assert not _signs_in(person, PASSWORD)
    assert not _signs_in(person, OTHER_PASSWORD, old_codes[0])


def test_a_used_link_ends_every_session(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    person, sessions = enrol(store, clock), Sessions(store)
    token = sessions.begin(person.account.account_id, person.account.actor)
    link = accounts.new_link(store, OPERATOR, person.account.account_id)
    assert sessions.find(token) is not None
    enrol_by(store, clock, link.token, OTHER_PASSWORD)
    assert sessions.find(token) is None


def test_the_code_that_enrols_does_not_sign_in_again(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    person = enrol(store, clock)
    clock.forward(seconds=-30)
    assert not _signs_in(person)
    assert _signs_in(person)


def test_the_rules_for_passwords_hold_for_links(opened: tuple[Store, Clock]) -> None:
    store, _ = opened
    new = NewAccount("an.nv", "Trần Quốc Toản", "leader", (), "0912345678", birthday=date(1990, 3, 5))
    link = accounts.create(store, OPERATOR, new)
    for password in ("ngắn quá", "Xx!0912345678#Qz", "Xx!05031990#Qzzk", "tranquoctoan#9Kx!", "matkhau123456"):
        with pytest.raises(Rejected):
            invitations.choose_password(store, link.token, password)


def test_who_may_change_accounts(opened: tuple[Store, Clock]) -> None:
    """Only the administrator and the operator of the machine; every refusal is logged."""
    store, clock = opened
    target = enrol(store, clock).account.account_id
    for role in ROLES:
        actor = actor_for(f"tk-{role}", role, role)
        attempts = (
            lambda a=actor: accounts.create(store, a, NewAccount(f"moi.{a.role.replace('_', '')}", "Mới", "steering")),
            lambda a=actor: accounts.new_link(store, a, target),
            lambda a=actor: accounts.disable(store, a, target),
            lambda a=actor: accounts.enable(store, a, target),
            lambda a=actor: accounts.change_role(store, a, target, "steering"),
            lambda a=actor: accounts.reset(store, a, target),
        )
        before = len(audited(store, "refused"))
        for attempt in attempts:
            if role == "administrator":
                attempt()
            else:
                with pytest.raises(NotAllowed):
                    attempt()
        assert len(audited(store, "refused")) - before == (0 if role == "administrator" else len(attempts))
        if role == "administrator":
            assert accounts.listed(View(store, actor))
        else:
            with pytest.raises(NotAllowed):
                accounts.listed(View(store, actor))


def test_disabling_ends_everything_and_enabling_gives_it_back(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    person = enrol(store, clock)
    account_id, sessions = person.account.account_id, Sessions(store)
    token = sessions.begin(account_id, person.account.actor)
    link = accounts.new_link(store, OPERATOR, account_id)
    accounts.disable(store, OPERATOR, account_id)
    assert sessions.find(token) is None
    assert invitations.find(store, link.token) is None
    assert not _signs_in(person)
    with pytest.raises(Rejected, match="mở khóa trước"):
        accounts.new_link(store, OPERATOR, account_id)
    accounts.enable(store, OPERATOR, account_id)
    assert sessions.find(token) is None
    assert _signs_in(person)


def test_the_last_administrator_stays(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    first = enrol(store, clock, "quantri", "administrator").account
    waiting = accounts.create(store, first.actor, NewAccount("quantri2", "Hai", "administrator"))
    with pytest.raises(Rejected, match="cuối cùng"):
        accounts.disable(store, OPERATOR, first.account_id)
    with pytest.raises(Rejected, match="cuối cùng"):
        accounts.change_role(store, OPERATOR, first.account_id, "leader")
    enrol_by(store, clock, waiting.token)
    accounts.disable(store, OPERATOR, first.account_id)
    with pytest.raises(Rejected, match="cuối cùng"):
        accounts.disable(store, OPERATOR, waiting.account_id)


def test_roles_and_groups(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    admin, group = enrol(store, clock, "quantri", "administrator").account, _group(store, clock)
    officer = accounts.create(store, admin.actor, NewAccount("cskv.1", "Một", "area_officer", (group,)))
    assert accounts.by_login(store, "cskv.1").actor.group_ids == frozenset({group})
    accounts.change_role(store, admin.actor, officer.account_id, "duty_officer")
    assert accounts.by_login(store, "cskv.1").actor.group_ids is None
    for role, groups in (("area_officer", ()), ("area_officer", ("không-có",)), ("leader", (group,)), ("boss", ())):
        with pytest.raises(Rejected):
            accounts.change_role(store, admin.actor, officer.account_id, role, groups)
    with pytest.raises(Rejected, match="Không tự đổi vai trò"):
        accounts.change_role(store, admin.actor, admin.account_id, "leader")


@pytest.mark.parametrize("login", ["", "ab", "có dấu", "a b c", ".abc", "abc.", "a" * 33, "an\nnv", "an;nv", "an/nv"])
def test_logins_that_will_not_do(opened: tuple[Store, Clock], login: str) -> None:
    with pytest.raises(Rejected, match="không hợp lệ"):
        accounts.create(opened[0], OPERATOR, NewAccount(login, "An", "leader"))


def test_a_login_is_taken_once(opened: tuple[Store, Clock]) -> None:
    accounts.create(opened[0], OPERATOR, NewAccount("an.nv", "An", "leader"))
    with pytest.raises(Rejected, match="Đã có tài khoản"):
        accounts.create(opened[0], OPERATOR, NewAccount("AN.NV", "An", "leader"))
    with pytest.raises(Rejected, match="Không có tài khoản"):
        accounts.by_login(opened[0], "binh")


def test_resetting_takes_everything_away_at_once(opened: tuple[Store, Clock]) -> None:
    """Whoever holds the lost phone or the codes is out before the new link is used."""
    store, clock = opened
    person, sessions = enrol(store, clock), Sessions(store)
    token = sessions.begin(person.account.account_id, person.account.actor)
    link = accounts.reset(store, OPERATOR, person.account.account_id)
    assert sessions.find(token) is None
    assert not _signs_in(person)
    assert not _signs_in(person, code=person.recovery_codes[0])
    assert accounts.recovery_codes_left(store, person.account.account_id) == 0
    again = enrol_by(store, clock, link.token, OTHER_PASSWORD)
    assert _signs_in(again, OTHER_PASSWORD)
    assert accounts.recovery_codes_left(store, person.account.account_id) == 10


def test_changing_ones_own_password(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    person, sessions = enrol(store, clock), Sessions(store)
    token = sessions.begin(person.account.account_id, person.account.actor)
    link = accounts.new_link(store, OPERATOR, person.account.account_id)
    for current, new, why in (
        (OTHER_PASSWORD, OTHER_PASSWORD, "hiện tại không đúng"),
        ("", OTHER_PASSWORD, "hiện tại không đúng"),
        (PASSWORD, PASSWORD, "phải khác"),
        (PASSWORD, "matkhau123456", "dễ đoán"),
    ):
        with pytest.raises(Rejected, match=why):
            accounts.change_own_password(store, person.account, current, new)
    assert sessions.find(token) is not None
    clock.forward(minutes=1)
    accounts.change_own_password(store, person.account, PASSWORD, OTHER_PASSWORD)
    assert sessions.find(token) is None
    assert invitations.find(store, link.token) is None
    assert not _signs_in(person)
    assert _signs_in(person, OTHER_PASSWORD)
    changed = accounts.by_login(store, "an.nv").password_changed_at
    assert changed is not None
    assert timedelta(0) < clock() - changed < timedelta(minutes=2)


def test_the_log_tells_who_did_what(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    admin = enrol(store, clock, "quantri", "administrator").account
    person = enrol(store, clock)
    account_id = person.account.account_id
    accounts.change_role(store, admin.actor, account_id, "steering")
    accounts.disable(store, admin.actor, account_id)
    accounts.enable(store, admin.actor, account_id)
    assert audited(store, "account.created") == [
        ("cli", admin.account_id, "administrator"),
        ("cli", account_id, "leader"),
    ]
    assert audited(store, "account.enrolled")[-1] == (account_id, account_id, "")
    assert audited(store, "account.role_changed") == [(admin.account_id, account_id, "leader → steering; 0 nhóm")]
    for action in ("account.disabled", "account.enabled"):
        assert audited(store, action) == [(admin.account_id, account_id, "")]


def test_a_demonstration_has_no_accounts(demo_store: Store) -> None:
    with pytest.raises(Rejected, match="trình diễn"):
        accounts.create(demo_store, OPERATOR, NewAccount("an.nv", "An", "leader"))
    assert accounts.listed(demo_store) == []


def test_recovery_hashes_are_what_is_kept(opened: tuple[Store, Clock]) -> None:
    store, clock = opened
    person = enrol(store, clock)
    kept = {row[0] for row in store.query("SELECT code_hash FROM store.recovery_code")}
    assert kept == {second_factor.recovery_hash(code) for code in person.recovery_codes}
