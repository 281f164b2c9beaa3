"""Personal data goes when its time is over; what was counted stays, and so does the proof that nothing else changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from typer.testing import CliRunner

import cli
from data_access import retention, settings
from data_access.actors import OPERATOR, Actor
from data_access.demo.loading import load
from data_access.errors import NotAllowed, Rejected
from data_access.keys import KEY_VARIABLE
from data_access.retention import ERASED, RULES, due, erase
from data_access.store import Store
from data_access.verifying import verify
from metrics.computing import compute
from metrics.registry import KPIS
from metrics.selection import Window, month_windows
from regulation.periods import parse_period
from tests.store_support import KEYS, MASTER, NOBODY, START, SetClock, behind, contents, create, put, reopen

DEMO_UNTIL = datetime(2026, 4, 20, 10, 0)
ALL_RULES = {rule.key: 30 for rule in RULES}
REASON = "Hết thời hạn lưu theo quyết định của phường"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kho.duckdb"


@pytest.fixture
def clock():
    return SetClock(START)


@pytest.fixture
def store(path, clock):
    """Two settled tips and one open one, each with an informant; one member who left and one who stays."""
    with create(path, clock) as made:
        for number, kinds in enumerate((("classified", "resolved"), ("classified", "resolved"), ("classified",))):
            tip = f"tin-{number}"
            put(made, "tip", tip, "received", summary=f"Chuyện riêng {number}", incident_place="Nhà số 5", urgent=True)
            for kind in kinds:
                put(made, "tip", tip, kind)
            add_informant(made, tip)
            clock.forward(days=10)
        for member in ("tv-đi", "tv-ở"):
            put(made, "member", member, "joined", full_name=f"Tên {member}", phone="0912345678", role="member")
        put(made, "member", "tv-đi", "left")
        yield made


def add_informant(store: Store, tip: str) -> None:
    with store.write(OPERATOR) as tx:
        tx.execute(
            "INSERT INTO store.tip_informant VALUES ($tip, '18754', 'Nguyễn Văn Riêng', '', '', '', $at, 'cli')",
            {"tip": tip, "at": tx.recorded_at},
        )
        tx.audit("informant.written", "tip", tip)


def switch_on(store: Store, days: dict[str, int]) -> None:
    rules = {rule.key: rule for rule in RULES}
    settings.write(store, OPERATOR, {rules[key].setting: str(number) for key, number in days.items()})


def things(found: list[retention.Due]) -> dict[str, tuple[str, ...]]:
    return {item.rule.key: item.things for item in found}


def test_it_is_off_until_a_ward_switches_it_on(store, clock):
    clock.forward(days=100_000)
    before = contents(store)
    assert due(store) == []
    assert erase(store, OPERATOR, REASON) == []
    assert contents(store) == before


def test_the_dry_run_lists_what_is_due_and_changes_nothing(store, clock):
    switch_on(store, {"tip_texts": 25, "members": 15})
    before = contents(store)
    assert things(due(store)) == {"tip_texts": ("tin-0",), "members": ()}
    clock.forward(days=16)
    assert things(due(store)) == {"tip_texts": ("tin-0", "tin-1"), "members": ("tv-đi",)}
    switch_on(store, {"informants": 1})
    assert things(due(store))["informants"] == ("tin-0", "tin-1")
    assert {table: rows for table, rows in contents(store).items() if table not in ("setting", "audit_entry")} == {
        table: rows for table, rows in before.items() if table not in ("setting", "audit_entry")
    }


def test_a_day_early_nothing_is_due(store, clock):
    switch_on(store, {"tip_texts": 20})
    clock.moment = START + timedelta(days=20)
    assert things(due(store)) == {"tip_texts": ()}
    clock.forward(seconds=1)
    assert things(due(store)) == {"tip_texts": ("tin-0",)}


@pytest.mark.parametrize("days", ["0", "-3", "nhiều", "1.5"])
def test_a_setting_that_is_no_number_of_days_erases_nothing(store, clock, days):
    clock.forward(days=1000)
    settings.write(store, OPERATOR, {"retention.members.days": days})
    before = contents(store)
    for attempt in (lambda: due(store), lambda: erase(store, OPERATOR, REASON)):
        with pytest.raises(Rejected, match="số ngày nguyên dương"):
            attempt()
    assert contents(store) == before


def test_erasing_needs_a_reason_and_the_right(store, clock):
    switch_on(store, ALL_RULES)
    clock.forward(days=1000)
    before = contents(store)
    for reason in ("", "  "):
        with pytest.raises(Rejected, match="lý do"):
            erase(store, OPERATOR, reason)
    assert contents(store) == before
    with pytest.raises(NotAllowed):
        erase(store, NOBODY, REASON)
    assert store.query("SELECT action, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1") == [
        ("refused", "retention.erased")
    ]
    assert len(due(store)) == len(RULES)


def test_what_is_erased_is_gone_and_the_rest_stays(store, clock, path):
    switch_on(store, ALL_RULES)
    clock.forward(days=40)
    leader = Actor("ld1", "Lãnh đạo", "leadership", frozenset({"retention.erased"}))
    gone = erase(store, leader, REASON)
    assert things(gone) == {"informants": ("tin-0", "tin-1"), "tip_texts": ("tin-0", "tin-1"), "members": ("tv-đi",)}
    assert store.query("SELECT tip_id, summary, incident_place, basis, urgent FROM store.tip ORDER BY 1") == [
        ("tin-0", ERASED, ERASED, None, True),
        ("tin-1", ERASED, ERASED, None, True),
        ("tin-2", "Chuyện riêng 2", "Nhà số 5", None, True),
    ]
    assert store.query("SELECT tip_id FROM store.tip_informant") == [("tin-2",)]
    assert store.query("SELECT member_id, full_name, phone, role FROM store.member ORDER BY 1") == [
        ("tv-đi", ERASED, ERASED, "member"),
        ("tv-ở", "Tên tv-ở", "0912345678", "member"),
    ]
    everywhere = str(contents(store))
    for text in ("Chuyện riêng 0", "Chuyện riêng 1", "Tên tv-đi"):
        assert text not in everywhere
    assert things(due(store)) == {"informants": (), "tip_texts": (), "members": ()}
    assert verify(store) == []
    store.close()
    with reopen(path, clock) as again:
        assert verify(again) == []


def test_a_tombstone_tells_what_why_when_and_who(store, clock):
    switch_on(store, {"informants": 30, "members": 30})
    clock.forward(days=40)
    erase(store, OPERATOR, REASON)
    stones = store.query(
        "SELECT subject, thing_id, event_id, reason, erased_at, actor FROM store.erasure ORDER BY subject, thing_id"
    )
    number = store.query("SELECT min(event_id) FROM store.member_event WHERE member_id = 'tv-đi'")[0][0]
    assert stones == [
        ("member", "tv-đi", number, REASON, clock.moment, "cli"),
        ("tip", "tin-0", 0, REASON, clock.moment, "cli"),
        ("tip", "tin-1", 0, REASON, clock.moment, "cli"),
    ]
    told = store.query("SELECT subject, detail FROM store.audit_entry WHERE action = 'retention.erased' ORDER BY 1")
    assert told == [("member", "members: 1"), ("tip", "informants: 2")]


def test_corrected_and_taken_back_texts_go_too(store, clock):
    """The log keeps every version: each of them holds the text."""
    put(store, "tip", "tin-0", "amended", summary="Chuyện riêng khác", note="")
    first = store.query("SELECT min(event_id) FROM store.tip_event WHERE tip_id = 'tin-0'")[0][0]
    put(store, "tip", "tin-0", "received", START, corrects=first, note="nhập nhầm", summary="Chuyện riêng đúng")
    switch_on(store, {"tip_texts": 5})
    clock.forward(days=10)
    erase(store, OPERATOR, REASON)
    texts = store.query("SELECT DISTINCT summary FROM store.tip_event WHERE tip_id = 'tin-0' AND summary IS NOT NULL")
    assert texts == [(ERASED,)]
    assert verify(store) == []


def test_what_is_written_after_an_erasure_falls_due_again(store, clock):
    switch_on(store, {"tip_texts": 30, "members": 30})
    clock.forward(days=40)
    erase(store, OPERATOR, REASON)
    first = store.query("SELECT event_id, erased_at FROM store.erasure WHERE subject = 'tip' ORDER BY 1")
    put(store, "tip", "tin-0", "reopened", note="Có tình tiết mới", summary="Chuyện riêng mới")
    put(store, "member", "tv-đi", "joined", full_name="Tên mới")
    assert things(due(store)) == {"tip_texts": (), "members": ()}
    put(store, "tip", "tin-0", "classified")
    put(store, "tip", "tin-0", "resolved")
    put(store, "member", "tv-đi", "left")
    clock.forward(days=40)
    assert things(due(store)) == {"tip_texts": ("tin-0",), "members": ("tv-đi",)}
    erase(store, OPERATOR, "Lần hai")
    assert "mới" not in str(store.query("SELECT summary, full_name FROM store.tip, store.member"))
    stones = store.query("SELECT event_id, erased_at FROM store.erasure WHERE subject = 'tip' ORDER BY 1")
    assert stones[: len(first)] == first, "the older tombstones still say when that was erased"
    assert verify(store) == []


def test_any_other_change_of_an_erased_event_still_shows(store, clock, path):
    switch_on(store, {"tip_texts": 30})
    clock.forward(days=40)
    erase(store, OPERATOR, REASON)
    store.close()
    with behind(path) as connection:
        connection.execute("UPDATE store.tip_event SET summary = 'bịa' WHERE event_id = 1")
        connection.execute("UPDATE store.tip SET summary = 'bịa' WHERE tip_id = 'tin-0'")
    with reopen(path, clock) as again:
        assert [finding.sentence for finding in verify(again)] == [
            "Tin, phản ánh tin-0: sự kiện số 1 đã bị sửa ngoài chương trình."
        ]


def test_a_tombstone_that_vanished_shows(store, clock, path):
    switch_on(store, {"tip_texts": 30})
    clock.forward(days=40)
    erase(store, OPERATOR, REASON)
    store.close()
    with behind(path) as connection:
        connection.execute("DELETE FROM store.erasure WHERE event_id = 1")
    with reopen(path, clock) as again:
        assert ["sự kiện số 1 đã bị sửa" in finding.sentence for finding in verify(again)] == [True]


def test_erasing_breaks_off_whole(store, clock, monkeypatch):
    switch_on(store, ALL_RULES)
    clock.forward(days=40)
    before = contents(store)

    def failing(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(retention, "refold", failing)
        with pytest.raises(KeyboardInterrupt):
            erase(store, OPERATOR, REASON)
    assert contents(store) == before
    assert verify(store) == []


def figures(store: Store, as_of: datetime, known_at: datetime) -> dict:
    period = parse_period("2026-H1")
    windows = [Window("current", period.starts, period.ends), *month_windows(period.starts, as_of)]
    return dict(compute(store, list(KPIS.values()), windows, as_of, known_at=known_at).values)


def test_no_figure_of_today_or_of_any_past_moment_changes(path):
    clock = SetClock(DEMO_UNTIL)
    moments = [DEMO_UNTIL - timedelta(days=days) for days in (0, 30, 75)]
    with Store.create(path, KEYS, ward=("18754", "x"), is_demo=True, clock=clock) as store:
        load(store, DEMO_UNTIL)
        before = [figures(store, moment, moment) for moment in moments]
        informants = store.query("SELECT count(*) FROM store.tip_informant")[0][0]
        switch_on(store, ALL_RULES)
        gone = erase(store, OPERATOR, REASON)
        assert all(len(item.things) > 20 for item in gone)
        assert [figures(store, moment, moment) for moment in moments] == before
        assert store.query("SELECT count(*) FROM store.tip_informant")[0][0] == informants - len(gone[0].things)
        assert verify(store) == []


def test_on_the_command_line(store, clock, path, monkeypatch):
    store.close()
    monkeypatch.setenv(KEY_VARIABLE, MASTER)

    def run(*arguments: str) -> tuple[int, str]:
        said = CliRunner().invoke(cli.app, ["retention", *arguments, "--store", str(path)])
        return said.exit_code, said.output

    assert run("list") == (0, "Chưa đặt thời hạn lưu nào (mặc định là tắt).\n")
    assert run("set", "tip_texts", "30") == (0, "Nội dung tin, tính từ ngày giải quyết xong: 30 ngày.\n")
    code, said = run("list")
    assert (code, said.splitlines()[0]) == (0, "Nội dung tin, tính từ ngày giải quyết xong: 2 trường hợp.")
    assert said.splitlines()[1:] == ["  tin-0", "  tin-1"]
    assert run("erase", "--reason", REASON) == (0, "Nội dung tin, tính từ ngày giải quyết xong: đã xóa 2 trường hợp.\n")
    code, said = run("set", "không-có", "30")
    assert code == 1
    assert "Không có quy tắc" in said
    assert run("set", "tip_texts", "0")[0] == 0
    assert run("list") == (0, "Chưa đặt thời hạn lưu nào (mặc định là tắt).\n")
    with reopen(path) as again:
        assert verify(again) == []
