"""Recording: rights, times, reasons, corrections, and what several events at once may and may not do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data_access.actors import OPERATOR, Actor
from data_access.errors import NotAllowed, Rejected
from data_access.events import Event, correct, record, take_back
from data_access.subjects import SUBJECTS, VOIDED
from data_access.verifying import verify
from regulation.workflow import TIP_WORKFLOW
from tests.store_support import START, SetClock, contents, create, put

BEFORE = START - timedelta(hours=3)


@pytest.fixture
def store(tmp_path):
    with create(tmp_path / "kho.duckdb", SetClock(START)) as made:
        yield made


def refused(store, subject: str, *events: Event, actor: Actor = OPERATOR) -> str:
    """What a refusal says; nothing may have changed."""
    before = contents(store)

    def attempt():
        with store.write(actor) as tx:
            record(tx, subject, events)

    with pytest.raises(Rejected) as error:
        attempt()
    assert contents(store) == before
    return str(error.value)


def test_three_times_are_kept_apart(store):
    put(store, "tip", "tin-1", "received", BEFORE, posted_at=BEFORE - timedelta(minutes=40))
    assert store.query("SELECT occurred_at, posted_at, recorded_at, actor FROM store.tip_event") == [
        (BEFORE, BEFORE - timedelta(minutes=40), START, "cli")
    ]
    assert store.query("SELECT received_at, first_posted_at, entered_at FROM store.tip") == [
        (BEFORE, BEFORE - timedelta(minutes=40), START)
    ]


def test_the_future_is_refused_to_the_second(store):
    assert "ở tương lai" in refused(store, "tip", Event("tin-1", "received", START + timedelta(seconds=1)))
    put(store, "tip", "tin-1", "received", START)


def test_a_message_is_not_received_before_it_was_posted(store):
    event = Event("tin-1", "received", BEFORE, posted_at=BEFORE + timedelta(seconds=1))
    assert "không thể sau lúc tiếp nhận" in refused(store, "tip", event)


def test_what_the_workflow_forbids_is_told_with_what_is_possible(store):
    assert "chỉ" not in refused(store, "tip", Event("tin-1", "classified", BEFORE))
    put(store, "tip", "tin-1", "received", BEFORE)
    said = refused(store, "tip", Event("tin-1", "reopened", START, note="x"))
    assert "Không thể thực hiện “Mở lại” khi đang ở trạng thái “Đã tiếp nhận”" in said
    assert f"“{TIP_WORKFLOW['classified'].label}”" in said


def test_an_event_may_arrive_late_as_long_as_the_whole_still_holds(store):
    put(store, "tip", "tin-1", "received", BEFORE)
    put(store, "tip", "tin-1", "classified", BEFORE + timedelta(hours=2))
    put(store, "tip", "tin-1", "written_up", BEFORE + timedelta(hours=1))
    said = refused(store, "tip", Event("tin-1", "transferred", BEFORE + timedelta(hours=1)))
    assert "Chuyển cơ quan có thẩm quyền" in said
    assert store.query("SELECT state FROM store.tip") == [("classified",)]


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_what_needs_a_reason_needs_one(store, note):
    for kind in ("received", "classified", "resolved"):
        put(store, "tip", "tin-1", kind, BEFORE)
    assert "lý do" in refused(store, "tip", Event("tin-1", "reopened", START, note=note))
    assert "lý do" in refused(store, "tip", Event("tin-1", "resolved", START, note=note, corrects=3))


def test_unknown_fields_and_kinds_are_refused(store):
    assert "Không có mục khác" in refused(store, "tip", Event("tin-1", "received", BEFORE, {"khác": "x"}))
    assert "khác" in refused(store, "tip", Event("tin-1", "khác", BEFORE))
    assert "Hãy chỉ rõ sự kiện cần hủy" in refused(store, "tip", Event("tin-1", VOIDED, BEFORE, note="x"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_kind_of_event_needs_a_right_of_its_own(store, subject):
    for kind in SUBJECTS[subject].workflow:
        others = frozenset({f"{subject}.{other}" for other in SUBJECTS[subject].workflow if other != kind})
        with pytest.raises(NotAllowed) as error:
            put(store, subject, "một", kind, actor=Actor("a", "A", "duty", others))
        assert error.value.action == f"{subject}.{kind}"
    assert store.query(f"SELECT count(*) FROM store.{subject}_event") == [(0,)]


def test_taking_back_needs_a_right_of_its_own(store):
    number = put(store, "tip", "tin-1", "received", BEFORE)
    actor = Actor("a", "A", "duty", frozenset({"tip.received", "tip.amended"}))

    def attempt():
        with store.write(actor) as tx:
            take_back(tx, "tip", number, "nhầm")

    with pytest.raises(NotAllowed, match=r"tip\.voided"):
        attempt()
    assert store.query("SELECT count(*) FROM store.tip") == [(1,)]


def test_several_at_once_all_or_none(store):
    events = [Event("tin-1", "received", BEFORE), Event("tin-2", "received", BEFORE), Event("tin-2", "reopened", START)]
    refused(store, "tip", *events)
    refused(store, "tip", *events[:2], Event("tin-3", "classified", START))
    with store.write(OPERATOR) as tx:
        assert record(tx, "tip", events[:2]) == [1, 2]


def test_several_at_once_are_judged_in_order_of_time_not_of_the_list(store):
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("tin-1", "classified", START), Event("tin-1", "received", BEFORE)])
    assert store.query("SELECT state, received_at FROM store.tip") == [("classified", BEFORE)]


def test_nothing_to_record_is_nothing(store):
    before = contents(store)
    with store.write(OPERATOR) as tx:
        assert record(tx, "tip", []) == []
    assert contents(store) == before


def test_a_correction_keeps_what_it_does_not_name(store):
    first = put(store, "tip", "tin-1", "received", BEFORE, summary="một", tip_kind="other", urgent=True)
    with store.write(OPERATOR) as tx:
        second = correct(tx, "tip", first, "nhầm", fields={"tip_kind": "crime_report"})
    with store.write(OPERATOR) as tx:
        third = correct(tx, "tip", second, "nhầm giờ", occurred_at=BEFORE - timedelta(hours=1))
    assert store.query("SELECT summary, tip_kind, urgent, received_at, last_event_id FROM store.tip") == [
        ("một", "crime_report", True, BEFORE - timedelta(hours=1), third)
    ]
    assert store.query("SELECT count(*) FROM store.tip_event") == [(3,)], "the log keeps what was said before"


def test_an_empty_field_clears_and_a_missing_one_does_not(store):
    put(store, "tip", "tin-1", "received", BEFORE, summary="một", basis="hai")
    put(store, "tip", "tin-1", "amended", START, summary="")
    assert store.query("SELECT summary, basis FROM store.tip") == [("", "hai")]


def test_what_was_superseded_or_is_not_there_cannot_be_corrected(store):
    first = put(store, "tip", "tin-1", "received", BEFORE)
    put(store, "tip", "tin-2", "received", BEFORE)
    put(store, "tip", "tin-1", "received", BEFORE, corrects=first, note="nhầm")
    for number, thing in ((first, "tin-1"), (99, "tin-1"), (2, "tin-1")):
        said = refused(store, "tip", Event(thing, "received", BEFORE, note="nhầm", corrects=number))
        assert f"Không có sự kiện số {number} để sửa" in said
    for attempt in (lambda tx: correct(tx, "tip", 99, "nhầm"), lambda tx: take_back(tx, "tip", 99, "nhầm")):
        with pytest.raises(Rejected, match="Không có sự kiện số 99"), store.write(OPERATOR) as tx:
            attempt(tx)


def test_taking_back_an_opening_takes_the_row_and_only_when_nothing_hangs_on_it(store):
    first = put(store, "tip", "tin-1", "received", BEFORE)
    second = put(store, "tip", "tin-1", "classified", START)

    def take(number):
        with store.write(OPERATOR) as tx:
            take_back(tx, "tip", number, "không có thật")

    with pytest.raises(Rejected):
        take(first)
    take(second)
    take(first)
    assert store.query("SELECT count(*) FROM store.tip") == [(0,)]
    with pytest.raises(Rejected, match="đã được sửa trước đó"):
        take(first)
    put(store, "tip", "tin-1", "received", START)
    assert store.query("SELECT state, received_at FROM store.tip") == [("received", START)]
    assert verify(store) == []


def test_taken_back_and_received_again_in_one_write(store):
    put(store, "tip", "tin-1", "received", BEFORE, summary="một")
    with store.write(OPERATOR) as tx:
        take_back(tx, "tip", 1, "nhầm")
        record(tx, "tip", [Event("tin-1", "received", START, {"summary": "hai"})])
        record(tx, "tip", [Event("tin-1", "classified", START)])
    assert store.query("SELECT summary, state FROM store.tip") == [("hai", "classified")]
    assert verify(store) == []
