"""The command line makes the first administrator and looks after accounts; nothing has a default password."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from auth import invitations
from data_access.keys import load_keys
from data_access.store import Store
from tests.sign_in_support import PASSWORD, audited, hash_cheaply

LINK = re.compile(r"http://127\.0\.0\.1:8501/tai-khoan/moi/([A-Za-z0-9_-]{43})\n")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hash_cheaply(monkeypatch)
    monkeypatch.delenv("BINHYEN_KEY", raising=False)
    return tmp_path / "kho.duckdb"


def _run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.app, [*words, "--store", str(path)])


def _token(result: Result) -> str:
    found = LINK.search(result.output)
    assert found is not None, result.output
    return found.group(1)


def test_init_makes_one_administrator_without_a_password(path: Path) -> None:
    made = _run(path, "init")
    assert made.exit_code == 0
    token = _token(made)
    with Store.open(path, load_keys(path)) as store:
        rows = store.query("SELECT login, role, password_hash, totp_secret, active FROM store.account")
        assert rows == [("quantri", "administrator", "", "", True)]
        invitation = invitations.find(store, token)
        assert invitation is not None
        assert invitation.person.login == "quantri"
        assert audited(store, "account.created") == [("cli", invitation.account_id, "administrator")]
    assert "quantri | Quản trị hệ thống | Quản trị hệ thống | Chờ kích hoạt" in _run(path, "user", "list").output


def test_init_refuses_a_bad_login_before_it_makes_anything(path: Path) -> None:
    refused = _run(path, "init", "--admin", "quản trị")
    assert refused.exit_code == 1
    assert "không hợp lệ" in refused.output
    assert not path.exists()
    assert _run(path, "init", "--admin", "truong.ca", "--admin-name", "Trần Văn Cả").exit_code == 0
    assert "truong.ca | Trần Văn Cả" in _run(path, "user", "list").output


def test_accounts_from_the_command_line(path: Path) -> None:
    _run(path, "init")
    added = _run(path, "user", "add", "an.nv", "--name", "Nguyễn Văn An", "--role", "leader", "--phone", "0912345678")
    first, again = _token(added), _token(_run(path, "user", "link", "an.nv"))
    with Store.open(path, load_keys(path)) as store:
        assert invitations.find(store, first) is None
        invitation = invitations.find(store, again)
        assert invitation is not None
        assert invitation.person.phone == "0912345678"
        invitations.choose_password(store, again, PASSWORD)
    assert _run(path, "user", "disable", "an.nv").exit_code == 0
    assert "an.nv | Nguyễn Văn An | Lãnh đạo | Đã khóa" in _run(path, "user", "list").output
    assert "đang khóa" in _run(path, "user", "link", "an.nv").output
    assert _run(path, "user", "enable", "an.nv").exit_code == 0
    assert _token(_run(path, "user", "link", "an.nv", "--revoke"))
    with Store.open(path, load_keys(path)) as store:
        assert len(audited(store, "account.reset")) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("link", "ai.do"), "Không có tài khoản “ai.do”"),
        (("disable", "quantri"), "quản trị viên cuối cùng"),
        (("add", "an.nv", "--name", "An", "--role", "sếp"), "Không có vai trò “sếp”"),
        (("add", "quantri", "--name", "An", "--role", "leader"), "Đã có tài khoản “quantri”"),
        (("add", "cskv", "--name", "An", "--role", "area_officer"), "ít nhất một nhóm"),
        (("add", "cskv", "--name", "An", "--role", "area_officer", "--group", "x"), "Không có nhóm x"),
    ],
)
def test_refusals_are_sentences(path: Path, words: tuple[str, ...], sentence: str) -> None:
    _run(path, "init")
    refused = _run(path, "user", *words)
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert "Traceback" not in refused.output
