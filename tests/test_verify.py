"""Whoever changes a row, an event or an entry of the log behind the program's back is found out, by the row."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from data_access import heads
from data_access.actors import OPERATOR
from data_access.errors import StoreDamaged
from data_access.events import Event, correct, record, take_back
from data_access.keys import KEY_VARIABLE
from data_access.quality import QUALITY_RULES
from data_access.store import Store
from data_access.subjects import SUBJECTS
from data_access.verifying import verify
from tests.store_support import MASTER, START, behind, create, put, reopen, some_tips

ONE_OF_EACH = {
    "area": "created",
    "group": "established",
    "member": "joined",
    "post": "proposed",
    "tip": "received",
    "incident": "opened",
    "suspension": "started",
    "proposal": "raised",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A store with tips in all states, a correction, something taken back, and one of everything else."""
    folder = tmp_path_factory.mktemp("sound")
    with create(folder / "kho.duckdb") as store:
        some_tips(store)
        with store.write(OPERATOR) as tx:
            correct(tx, "tip", 2, "nhập nhầm", fields={"summary": "Nội dung đúng"})
        with store.write(OPERATOR) as tx:
            gone = record(tx, "tip", [Event("tin-nhầm", "received", START)])[0]
            take_back(tx, "tip", gone, "nhập nhầm")
        for subject in SUBJECTS:
            put(store, subject, f"{subject}-một", ONE_OF_EACH.get(subject, "recorded"))
    return folder


@pytest.fixture
def path(sound, tmp_path) -> Path:
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return tmp_path / "kho.duckdb"


def tampered(path: Path, *statements: str) -> dict[str, list[str]]:
    """What `verify` says after `statements` ran behind the program's back, by check."""
    with behind(path) as connection:
        for statement in statements:
            connection.execute(statement)
    found: dict[str, list[str]] = {}
    with reopen(path, check_head=False) as store:
        for finding in verify(store):
            found.setdefault(finding.check, []).append(finding.sentence)
    return found


def last_event(path: Path, subject: str = "tip") -> int:
    with behind(path) as connection:
        return connection.execute(f"SELECT max(event_id) FROM store.{subject}_event").fetchall()[0][0]


def test_nothing_is_said_of_a_sound_store(path):
    with reopen(path) as store:
        assert verify(store) == []


def test_nothing_is_said_of_the_demo_ward(demo_store):
    assert demo_store.query("SELECT count(*) FROM store.tip_event")[0][0] > 1000
    assert verify(demo_store) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("summary = 'khác'", "summary"),
        ("state = 'transferred'", "state"),
        ("received_at = received_at - INTERVAL 1 SECOND", "received_at"),
        ("tip_kind = NULL", "tip_kind"),
        ("reopenings = 7", "reopenings"),
        ("last_event_id = 1", "last_event_id"),
        ("ward_code = '00001'", "ward_code"),
    ],
)
def test_an_edited_row_is_named_with_its_column(path, change, column):
    found = tampered(path, f"UPDATE store.tip SET {change} WHERE tip_id = 'tin-3'")
    assert found["folds"] == [f"Tin, phản ánh tin-3: dòng dữ liệu khác với các sự kiện ở {column}."]
    assert set(found) <= {"folds", "outcomes"}


def test_a_deleted_row_is_named(path):
    found = tampered(path, "DELETE FROM store.tip WHERE tip_id = 'tin-3'")
    assert found == {"folds": ["Tin, phản ánh tin-3: có sự kiện nhưng thiếu dòng dữ liệu."]}


def test_an_added_row_is_named(path):
    found = tampered(
        path, "INSERT INTO store.tip SELECT * REPLACE ('tin-giả' AS tip_id) FROM store.tip WHERE tip_id = 'tin-3'"
    )
    assert found["folds"] == ["Tin, phản ánh tin-giả: có dòng dữ liệu nhưng không có sự kiện nào."]


def test_a_row_that_was_taken_back_may_not_return(path):
    found = tampered(
        path, "INSERT INTO store.tip SELECT * REPLACE ('tin-nhầm' AS tip_id) FROM store.tip WHERE tip_id = 'tin-3'"
    )
    assert found["folds"] == ["Tin, phản ánh tin-nhầm: có dòng dữ liệu nhưng không có sự kiện nào."]


@pytest.mark.parametrize(
    "change",
    [
        "summary = 'khác'",
        "note = 'khác'",
        "actor = 'người khác'",
        "occurred_at = occurred_at - INTERVAL 1 MINUTE",
        "recorded_at = recorded_at + INTERVAL 1 SECOND",
        "posted_at = occurred_at",
        "kind = 'amended'",
        "batch_id = 'lô'",
        "urgent = true",
        "seal = repeat('0', 64)",
    ],
)
def test_an_edited_event_is_named(path, change):
    found = tampered(path, f"UPDATE store.tip_event SET {change} WHERE event_id = 5")
    assert any("sự kiện số 5 đã bị sửa" in sentence for sentence in found["events"])


def test_an_edited_event_is_named_even_when_its_row_was_edited_too(path):
    with reopen(path) as store:
        thing = store.query("SELECT tip_id FROM store.tip_event WHERE event_id = 5")[0][0]
    found = tampered(
        path,
        "UPDATE store.tip_event SET summary = 'khác' WHERE event_id = 5",
        f"UPDATE store.tip SET summary = 'khác' WHERE tip_id = '{thing}'",
    )
    assert found == {"events": [f"Tin, phản ánh {thing}: sự kiện số 5 đã bị sửa ngoài chương trình."]}


def test_a_deleted_event_is_named_by_its_number_and_its_thing(path):
    with reopen(path) as store:
        thing = store.query("SELECT tip_id FROM store.tip_event WHERE event_id = 3")[0][0]
    found = tampered(path, "DELETE FROM store.tip_event WHERE event_id = 3")
    assert "Tin, phản ánh: thiếu sự kiện số 3 đến 3." in found["events"]
    assert any(thing in sentence for sentence in found["folds"])


def test_the_last_events_deleted_together_with_their_row_are_named(path):
    """The chain of the events holds then, and so does every fold: only the audit log knows."""
    last = last_event(path)
    found = tampered(
        path,
        f"DELETE FROM store.tip_event WHERE event_id = {last}",
        "DELETE FROM store.tip WHERE tip_id = 'tip-một'",
    )
    assert found == {"events": [f"Tin, phản ánh: thiếu các sự kiện cuối, số {last} đến {last} theo nhật ký."]}


def test_all_events_of_a_kind_of_thing_deleted_are_named(path):
    found = tampered(path, "DELETE FROM store.incident_event", "DELETE FROM store.incident")
    assert found == {"events": ["Sự cố: thiếu các sự kiện cuối, số 1 đến 1 theo nhật ký."]}


def test_an_added_event_is_named(path):
    last = last_event(path)
    found = tampered(
        path,
        f"""INSERT INTO store.tip_event SELECT * REPLACE ({last + 1} AS event_id, repeat('a', 64) AS seal)
        FROM store.tip_event WHERE event_id = {last}""",
    )
    assert f"Tin, phản ánh tip-một: sự kiện số {last + 1} đã bị sửa ngoài chương trình." in found["events"]


def test_events_that_changed_places_are_named(path):
    found = tampered(
        path,
        "UPDATE store.tip_event SET event_id = 1000 WHERE event_id = 3",
        "UPDATE store.tip_event SET event_id = 3 WHERE event_id = 4",
        "UPDATE store.tip_event SET event_id = 4 WHERE event_id = 1000",
    )
    assert {number for number in (3, 4) if any(f"sự kiện số {number} " in said for said in found["events"])} == {3, 4}


def test_a_seal_made_without_the_audit_key_is_named(path):
    found = tampered(path, "UPDATE store.tip_event SET note = 'khác', seal = sha256(note || 'khác') WHERE event_id = 5")
    named = [number for number in range(1, 8) if any(f"sự kiện số {number} " in said for said in found["events"])]
    assert named == [5, 6], "the event itself, and the one whose chain hung on its seal"


def test_a_forged_tombstone_does_not_excuse_a_change(path):
    with reopen(path) as store:
        thing = store.query("SELECT tip_id FROM store.tip_event WHERE event_id = 5")[0][0]
    found = tampered(
        path,
        "UPDATE store.tip_event SET summary = '(đã xóa)' WHERE event_id = 5",
        f"UPDATE store.tip SET summary = '(đã xóa)' WHERE tip_id = '{thing}'",
        f"""INSERT INTO store.erasure VALUES
            ('tip', '{thing}', 5, repeat('a', 64), 'hết hạn', TIMESTAMP '2026-03-02', 'cli')""",
    )
    assert found == {"events": [f"Tin, phản ánh {thing}: sự kiện số 5 đã bị sửa ngoài chương trình."]}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_rows_and_events_of_everything_are_watched(path, subject):
    label = SUBJECTS[subject].label.capitalize()
    found = tampered(
        path,
        f"UPDATE store.{subject}_event SET note = 'khác' WHERE {subject}_id = '{subject}-một'",
        f"UPDATE store.\"{subject}\" SET entry_batch = 'lô' WHERE {subject}_id = '{subject}-một'",
    )
    number = last_event(path, subject)
    assert found["events"] == [f"{label} {subject}-một: sự kiện số {number} đã bị sửa ngoài chương trình."]
    assert found["folds"] == [f"{label} {subject}-một: dòng dữ liệu khác với các sự kiện ở entry_batch."]


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'người khác'",
        "action = 'khác'",
        "detail = 'khác'",
        "subject_id = 'tin-9'",
        "audited_at = audited_at - INTERVAL 1 SECOND",
    ],
)
def test_an_edited_entry_of_the_log_is_named(path, change):
    found = tampered(path, f"UPDATE store.audit_entry SET {change} WHERE entry_id = 4")
    assert found["audit"] == ["Nhật ký: mục 4 đã bị sửa, hoặc mục ngay trước nó đã bị sửa hay xóa."]


def test_a_deleted_entry_of_the_log_is_named(path):
    found = tampered(path, "DELETE FROM store.audit_entry WHERE entry_id = 4")
    assert found["audit"] == ["Nhật ký: mục 5 đã bị sửa, hoặc mục ngay trước nó đã bị sửa hay xóa."]


def test_an_entry_slipped_into_the_log_is_named(path):
    found = tampered(
        path,
        "INSERT INTO store.audit_entry SELECT * REPLACE (entry_id + 1 AS entry_id) FROM store.audit_entry "
        "ORDER BY entry_id DESC LIMIT 1",
    )
    assert len(found["audit"]) == 1


def test_the_end_of_the_log_cut_off_is_named(path):
    last = heads.last(heads.head_file(path)).entry_id
    found = tampered(path, f"DELETE FROM store.audit_entry WHERE entry_id > {last - 3}")
    assert set(found) == {"head", "events"}
    assert f"ghi đến mục {last} " in found["head"][0]


def test_the_whole_log_deleted_is_named(path):
    found = tampered(path, "DELETE FROM store.audit_entry")
    assert set(found) == {"head", "events"}


def test_a_log_that_was_written_anew_is_named(path):
    with behind(path) as connection:
        connection.execute("UPDATE store.audit_entry SET seal = repeat('b', 64) WHERE entry_id > 5")
    with pytest.raises(StoreDamaged, match="đã bị viết lại"):
        reopen(path)


def test_a_deadline_that_follows_from_an_edited_row_is_recomputed(path):
    found = tampered(path, "UPDATE store.tip SET classified_at = NULL WHERE tip_id = 'tin-1'")
    assert "Tin tin-1: kết quả thời hạn classification là on_time, tính lại được overdue." in found["outcomes"]


def test_a_block_that_cannot_be_read_is_a_finding_and_the_rest_is_still_checked(path, monkeypatch):
    query = Store.query

    def failing(store, sql, parameters=None):
        if "tip_informant" in sql:
            raise StoreDamaged("hỏng")
        return query(store, sql, parameters)

    with reopen(path) as store:
        monkeypatch.setattr(Store, "query", failing)
        findings = [(finding.check, finding.sentence) for finding in verify(store)]
    assert ("readable", "Bảng tip_informant: hỏng") in findings
    assert {check for check, _ in findings} == {"readable", "quality"}


@pytest.mark.parametrize(
    ("subject", "fields", "sentence"),
    [
        ("tip", {"group_id": "không-có"}, "Tin {id}: nhóm “không-có” không có trong danh sách."),
        ("tip", {"area_id": "không-có"}, "Tin {id}: tổ dân phố “không-có” không có trong danh sách."),
        ("tip", {"tip_kind": "lạ"}, "Tin {id}: “lạ” không thuộc danh mục loại tin."),
        ("member", {"group_id": "không-có"}, "Thành viên {id}: nhóm “không-có” không có trong danh sách."),
        ("member", {"role": "vua"}, "Thành viên {id}: “vua” không thuộc danh mục"),
        ("post", {"group_id": "không-có"}, "Bài {id}: nhóm “không-có” không có trong danh sách."),
        ("post", {"content": "lạ"}, "Bài {id}: “lạ” không thuộc danh mục"),
        ("group", {"area_id": "không-có"}, "Nhóm {id}: tổ dân phố “không-có” không có trong danh sách."),
        (
            "account_check",
            {"member_id": "ai"},
            "Lần kiểm tra tài khoản {id}: thành viên “ai” không có trong danh sách.",
        ),
    ],
)
def test_what_a_foreign_key_would_say_is_said_with_the_row(path, subject, fields, sentence):
    thing = f"{subject}-hai"
    with reopen(path) as store:
        put(store, subject, thing, ONE_OF_EACH.get(subject, "recorded"), **fields)
        findings = verify(store)
    assert [finding.check for finding in findings] == ["quality"]
    assert findings[0].sentence.startswith(sentence.format(id=thing))


def test_codes_used_twice_and_moments_out_of_order_are_said(path):
    with reopen(path) as store:
        at = store.clock() - timedelta(hours=5)
        for thing in ("tin-a", "tin-b"):
            put(store, "tip", thing, "received", at, external_code="T-1")
        put(store, "post", "bài-a", "published", at)
    found = tampered(
        path, f"UPDATE store.post SET removed_at = TIMESTAMP '{at - timedelta(hours=1)}' WHERE post_id = 'bài-a'"
    )
    assert "Mã T-1 của tin dùng cho 2 dòng." in found["quality"]
    assert "Bài bài-a: gỡ bỏ trước khi đăng." in found["quality"]


def test_an_informant_without_a_tip_is_said(path):
    found = tampered(
        path,
        """INSERT INTO store.tip_informant
        VALUES ('không-có', '18754', 'A', '', '', '', TIMESTAMP '2026-03-02', 'cli')""",
    )
    assert found == {"quality": ["Thông tin người báo của tin không-có: không có tin này."]}


def test_every_rule_can_be_asked(path):
    with reopen(path) as store:
        for rule in QUALITY_RULES:
            assert store.query(rule.sql) == []


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, MASTER)
    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_on_the_command_line(path, run):
    said = run("verify", "--store", path)
    assert (said.exit_code, said.stdout) == (0, "Không có điểm nào không khớp.\n")
    tampered(path, "UPDATE store.tip SET summary = 'khác' WHERE tip_id IN ('tin-3', 'tin-4')")
    said = run("verify", "--store", path)
    assert said.exit_code == 1
    assert "tin-3: dòng dữ liệu khác" in said.stdout
    assert "tin-4: dòng dữ liệu khác" in said.stdout
    assert said.stdout.endswith("Có 2 điểm không khớp.\n")


def test_on_the_command_line_also_when_the_log_was_cut(path, run):
    tampered(path, "DELETE FROM store.audit_entry WHERE entry_id > 5")
    said = run("verify", "--store", path)
    assert said.exit_code == 1
    assert "bị thiếu phần cuối" in said.stdout
    assert run("backup", path.parent / "sao lưu", "--store", path).exit_code == 1
