"""The audit log: what is in it, how it is sealed, and checking it far from the machine."""

from __future__ import annotations

import hmac
import json
import shutil
from hashlib import sha256

import pytest
from typer.testing import CliRunner

import cli
from data_access import audit, heads, settings
from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed, Rejected
from data_access.events import Event, record
from data_access.keys import KEY_VARIABLE
from data_access.store import Store
from tests.store_support import KEYS, MASTER, NOBODY, START, behind, create, put, reopen, some_tips

DUTY = Actor("tb1", "Trực ban", "duty", frozenset({"tip.*"}))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kho.duckdb"


@pytest.fixture
def store(path):
    with create(path) as made:
        yield made


def entries(store: Store) -> list[tuple]:
    return store.query("SELECT actor, action, subject, subject_id, detail FROM store.audit_entry ORDER BY entry_id")[1:]


def test_a_change_is_told_with_who_and_what_and_which_events(store):
    put(store, "tip", "tin-1", "received", actor=DUTY, summary="Nội dung riêng")
    put(store, "tip", "tin-1", "classified", actor=DUTY)
    with store.write(DUTY) as tx:
        record(tx, "tip", [Event(thing, "received", START) for thing in ("tin-2", "tin-3")])
    assert entries(store) == [
        ("tb1", "tip.received", "tip", "tin-1", "sự kiện 1–1"),
        ("tb1", "tip.classified", "tip", "tin-1", "sự kiện 2–2"),
        ("tb1", "tip.received", "tip", "", "sự kiện 3–4"),
    ]


def test_personal_text_never_gets_into_the_log(store):
    put(store, "tip", "tin-1", "received", actor=DUTY, summary="Nội dung riêng", note="Ghi chú riêng")
    put(store, "member", "tv-1", "joined", full_name="Nguyễn Văn Riêng", phone="0912345678")
    text = str(store.query("SELECT * FROM store.audit_entry"))
    assert "riêng" not in text.lower()
    assert "0912345678" not in text


def test_what_was_refused_is_told_without_what_was_tried(store):
    for attempt in (
        lambda: put(store, "tip", "tin-1", "received", actor=NOBODY),
        lambda: put(store, "member", "tv-1", "joined", actor=DUTY),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert entries(store) == [
        ("nobody", "refused", "", "", "tip.received"),
        ("tb1", "refused", "", "", "member.joined"),
    ]


def test_a_setting_is_told_by_its_name(store):
    settings.write(store, OPERATOR, {"retention.members.days": "365"})
    assert entries(store) == [("cli", "setting.changed", "setting", "retention.members.days", "")]
    with pytest.raises(NotAllowed):
        settings.write(store, DUTY, {"retention.members.days": "1"})
    assert entries(store)[1:] == [("tb1", "refused", "", "", "setting.changed")]


def test_the_seals_are_a_chain_of_hmac_sha256_from_nothing(store):
    """Computed here by hand, so that the chain can be checked without this program."""
    some_tips(store, 4)
    previous = "0" * 64
    for *values, sealed in store.query("SELECT * FROM store.audit_entry ORDER BY entry_id"):
        plain = [value if isinstance(value, int | str) else str(value) for value in values]
        text = json.dumps([previous, *plain], ensure_ascii=False, separators=(",", ":"))
        assert hmac.new(KEYS.audit, text.encode(), sha256).hexdigest() == sealed
        previous = sealed


def test_the_numbers_have_no_gaps_even_after_what_failed(store):
    put(store, "tip", "tin-1", "received")
    with pytest.raises(Rejected):
        record_then(store, "received")
    put(store, "tip", "tin-1", "classified")
    assert store.query("SELECT entry_id FROM store.audit_entry ORDER BY 1") == [(1,), (2,), (3,)]
    assert audit.broken_entries(store) == []


def record_then(store: Store, forbidden: str) -> None:
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("tin-1", "classified", START)])
        record(tx, "tip", [Event("tin-1", forbidden, START)])


def test_a_chain_does_not_hold_under_another_key(path):
    with create(path) as store:
        some_tips(store, 2)
        other = type(store.keys)(store.keys.store, b"other" * 8, store.keys.web)
        store.keys = other
        assert audit.broken_entries(store) == [1, 2, 3]


def test_every_line_of_the_head_file_is_in_the_log(store):
    some_tips(store, 5)
    lines = [json.loads(line) for line in heads.head_file(store.path).read_text("ascii").splitlines()]
    told = [(line["entry"], line["seal"]) for line in lines]
    assert told == store.query("SELECT entry_id, seal FROM store.audit_entry ORDER BY entry_id")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, MASTER)
    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def kept_head(path, tmp_path):
    """A store with a head file of which a copy was put away halfway."""
    away = tmp_path / "usb"
    away.mkdir()
    with create(path) as store:
        some_tips(store, 3)
        shutil.copy(heads.head_file(path), away / "đầu.heads")
        put(store, "tip", "tin-sau", "received")
    return away / "đầu.heads"


def test_a_copy_is_checked_against_a_head_kept_elsewhere(path, kept_head, tmp_path, run):
    (tmp_path / "xa").mkdir()
    copy = tmp_path / "xa" / "bản sao.duckdb"
    shutil.copy(path, copy)
    said = run("audit", "verify", "--head", kept_head, "--store", copy)
    assert said.exit_code == 0
    assert said.stdout.startswith("Nhật ký nguyên vẹn đến mục 5 (08:00 02/03/2026), mã ")
    with reopen(path) as store:
        assert heads.current(store).seal[:16] in said.stdout
    assert [file.name for file in copy.parent.iterdir()] == [copy.name], "checking leaves nothing behind"


def test_a_log_cut_off_together_with_its_head_file_shows_against_the_head_kept_elsewhere(path, kept_head, run):
    with behind(path) as connection:
        connection.execute("DELETE FROM store.audit_entry WHERE entry_id > 2")
    head_file = heads.head_file(path)
    head_file.write_bytes(b"".join(head_file.read_bytes().splitlines(keepends=True)[:2]))
    assert run("audit", "verify", "--store", path).exit_code == 0
    said = run("verify", "--store", path)
    assert said.stdout.startswith("Tin, phản ánh: nhật ký thiếu phần nói về các sự kiện số 2 đến ")
    said = run("audit", "verify", "--head", kept_head, "--store", path)
    assert said.exit_code == 1
    assert "bị thiếu phần cuối: tệp đầu nhật ký ghi đến mục 4 " in said.stdout


def test_an_edited_entry_is_named_on_the_command_line(path, kept_head, run):
    with behind(path) as connection:
        connection.execute("UPDATE store.audit_entry SET actor = 'ai đó' WHERE entry_id = 3")
    said = run("audit", "verify", "--store", path)
    assert (said.exit_code, said.stdout) == (1, "Mục 3 đã bị sửa, hoặc mục ngay trước nó đã bị sửa hay xóa.\n")


def test_a_head_file_is_only_made_anew_when_it_is_lost(path, kept_head, run):
    said = run("audit", "accept", "--reason", "thử", "--store", path)
    assert said.exit_code == 1
    assert "vẫn còn đọc được" in said.output
    heads.head_file(path).unlink()
    assert run("report", "--period", "2026-H1", "-o", path.with_suffix(".docx"), "--store", path).exit_code == 1
    assert run("audit", "accept", "--reason", "Ổ đĩa hỏng", "--store", path).exit_code == 0
    with reopen(path) as store:
        last = store.query("SELECT action, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
        assert last == [("head.accepted", "Ổ đĩa hỏng")]


def test_no_key_is_a_sentence(path, kept_head, run, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE)
    said = run("audit", "verify", "--store", path)
    assert said.exit_code == 1
    assert "Không tìm thấy khóa" in said.output
    monkeypatch.setenv(KEY_VARIABLE, MASTER + "khác")
    said = run("audit", "verify", "--store", path)
    assert said.exit_code == 1
    assert "Khóa không mở được" in said.output
