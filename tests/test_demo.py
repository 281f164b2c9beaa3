"""The demo ward: the same every time, only added to as time goes by, believable, and nobody in it is real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from data_access.actors import OPERATOR
from data_access.demo import load, loaded_until, timeline, top_up
from data_access.demo import name_lists as names
from data_access.errors import UserError
from data_access.events import Event, record
from data_access.keys import derive
from data_access.phones import canonical_phone
from data_access.store import Store
from data_access.subjects import SUBJECTS
from data_access.verifying import verify
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD

ROOT = Path(__file__).parent.parent
NEW_YEAR = datetime(2026, 2, 18, 3, 0)
EARLY = datetime(2025, 10, 12, 12, 0)
AS_OF = {"as_of": DEMO_MOMENT, "known_at": datetime(9999, 12, 31)}
MakeStore = Callable[..., Store]


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[MakeStore]:
    opened: list[Store] = []

    def make(*, is_demo: bool = True, now: datetime = DEMO_MOMENT) -> Store:
        path = tmp_path / f"kho-{len(opened)}" / "kho.duckdb"
        opened.append(Store.create(path, derive(TEST_KEY), ward=WARD, is_demo=is_demo, clock=lambda: now))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def _contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All events with their seals, all rows, informants and former names."""
    tables = [subject.event_table for subject in SUBJECTS.values()]
    tables += [subject.table for subject in SUBJECTS.values()] + ["store.tip_informant", "store.area_alias"]
    return {table: store.query(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}


def _counts(store: Store, sql: str) -> dict[str, int]:
    return dict(store.query(sql, AS_OF))


def _one(store: Store, sql: str) -> int:
    return int(store.query(sql, AS_OF)[0][0])


# The same every time -------------------------------------------------------------------------------------------------


def test_two_loads_are_equal(make_store: MakeStore):
    first, second = make_store(), make_store()
    for store in (first, second):
        assert load(store, EARLY) == len(timeline(EARLY)) > 500
    assert _contents(first) == _contents(second)


def test_another_machine_makes_the_same_ward():
    """Neither the hash seed nor the time zone of the process has a say."""
    code = (
        "import hashlib; from datetime import datetime; from data_access.demo import timeline;"
        "print(hashlib.sha256(repr(timeline(datetime(2026, 2, 18, 3))).encode()).hexdigest())"
    )
    digests = set()
    for seed, zone in (("0", "UTC"), ("12345", "America/New_York")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("moment", [datetime(2025, 9, 25), EARLY, NEW_YEAR, datetime(2026, 7, 15, 8, 30)], ids=str)
def test_a_later_moment_only_adds_events(moment: datetime):
    everything = timeline(DEMO_MOMENT)
    assert timeline(moment) == [event for event in everything if event.recorded_at <= moment]
    assert all(event.occurred_at <= event.recorded_at <= DEMO_MOMENT for event in everything)
    assert all(event.posted_at is None or event.posted_at <= event.occurred_at for event in everything)


def test_loading_in_two_steps_gives_the_same_store(make_store: MakeStore, demo_store: Store):
    store = make_store()
    first = load(store, NEW_YEAR)
    assert loaded_until(store) == NEW_YEAR
    second = top_up(store, DEMO_MOMENT)
    assert (first, first + second) == (len(timeline(NEW_YEAR)), len(timeline(DEMO_MOMENT)))
    assert _contents(store) == _contents(demo_store)
    assert loaded_until(store) == DEMO_MOMENT
    assert top_up(store, DEMO_MOMENT) == 0


def test_what_a_visitor_worked_on_is_left_to_them(make_store: MakeStore):
    store = make_store(now=NEW_YEAR)
    load(store, EARLY)
    later = {e.subject_id for e in timeline(NEW_YEAR) if e.subject == "tip" and e.recorded_at > EARLY}
    tip = next(row[0] for row in store.query("SELECT tip_id FROM store.tip ORDER BY 1") if row[0] in later)
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event(tip, "amended", EARLY, {"summary": "Khách sửa"})])
    events = f"SELECT kind, actor FROM store.tip_event WHERE tip_id = '{tip}' ORDER BY event_id"
    before = store.query(events)
    assert top_up(store, NEW_YEAR) > 0
    assert store.query(events) == before
    assert before[-1] == ("amended", OPERATOR.actor_id)
    assert store.query(f"SELECT summary FROM store.tip WHERE tip_id = '{tip}'") == [("Khách sửa",)]
    assert verify(store) == []


def test_progress_goes_from_nothing_to_all_and_is_told_in_vietnamese(make_store: MakeStore):
    told: list[tuple[float, str]] = []
    load(make_store(), EARLY, lambda share, label: told.append((share, label)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], told[-1][1]) == (0, 1, "Đã xong")
    assert len(told) > 8
    assert all(label.startswith("Đang") for _, label in told[:-1])


# Only in a demonstration ---------------------------------------------------------------------------------------------


def test_a_real_store_takes_no_demo_data(make_store: MakeStore):
    store = make_store(is_demo=False)
    before = _contents(store)
    for put in (load, top_up):
        with pytest.raises(UserError, match="kho dữ liệu thật"):
            put(store, EARLY)
    with pytest.raises(UserError, match="Thời điểm nhập liệu"), store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("t", "received", EARLY, recorded_at=EARLY)])
    assert _contents(store) == before
    assert loaded_until(store) is None
    assert not store.is_demo


def test_a_demo_store_in_use_is_not_loaded_again(make_store: MakeStore):
    store = make_store()
    with pytest.raises(UserError, match="chưa có phường mẫu"):
        top_up(store, EARLY)
    with store.write(OPERATOR) as tx:
        record(tx, "tip", [Event("t", "received", EARLY, {"tip_kind": "other"})])
    before = _contents(store)
    with pytest.raises(UserError, match="đã có dữ liệu"):
        load(store, EARLY)
    assert _contents(store) == before


def test_a_load_that_fails_leaves_nothing(make_store: MakeStore):
    store = make_store()

    def stop(share: float, _: str) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(store, EARLY, stop)
    assert not any(_contents(store).values())
    assert loaded_until(store) is None


def test_the_demo_ward_is_sound(demo_store: Store):
    assert verify(demo_store) == []


# Believable ----------------------------------------------------------------------------------------------------------


def test_its_size(demo_store: Store):
    assert demo_store.is_demo
    assert _one(demo_store, "SELECT count(*) FROM store.\"group\" WHERE state = 'active'") == 21
    assert _one(demo_store, "SELECT count(*) FROM store.area WHERE state = 'active'") == 20
    assert 4300 <= _one(demo_store, "SELECT sum(households) FROM store.area") <= 4800
    assert 5600 <= _one(demo_store, "SELECT count(*) FROM store.member WHERE state = 'active'") <= 6400
    assert 900 <= _one(demo_store, "SELECT count(*) FROM store.post") <= 1100
    assert 850 <= _one(demo_store, "SELECT count(*) FROM store.tip") <= 950
    reached = demo_store.query("SELECT max(households_reached / households) FROM area_facts($as_of, $known_at)", AS_OF)
    assert 0.8 < reached[0][0] <= 1


def test_questions_far_outnumber_reports_and_crimes_are_few(demo_store: Store):
    kinds = _counts(demo_store, "SELECT tip_kind, count(*) FROM store.tip GROUP BY 1")
    total = sum(kinds.values())
    crimes = kinds["crime_report"] + kinds["denunciation"]
    assert kinds["procedure_question"] > 3 * kinds["security_report"] > 9 * crimes > 0
    assert 0.6 < kinds["procedure_question"] / total < 0.8
    assert 0.01 < crimes / total < 0.05
    contents = _counts(demo_store, "SELECT content, count(*) FROM store.post WHERE content <> '' GROUP BY 1")
    assert len(contents) == 9
    assert contents["security_situation"] == max(contents.values())


def test_nights_weekends_and_tet(demo_store: Store):
    total = _one(demo_store, "SELECT count(*) FROM store.tip")
    night = "hour(received_at) >= 22 OR hour(received_at) < 6"
    assert 0.02 < _one(demo_store, f"SELECT count(*) FROM store.tip WHERE {night}") / total < 0.2
    assert 0.1 < _one(demo_store, "SELECT count(*) FROM store.tip WHERE isodow(received_at) > 5") / total < 0.3
    assert _one(demo_store, "SELECT count(DISTINCT received_at::DATE) FROM store.tip WHERE received_at BETWEEN "
                "TIMESTAMP '2026-02-16' AND TIMESTAMP '2026-02-21'") >= 3  # fmt: skip
    unchecked = demo_store.query("SELECT day::DATE FROM day_facts($as_of, $known_at) WHERE checks = 0", AS_OF)
    assert (date(2026, 2, 17),) in unchecked
    assert 3 <= len(unchecked) <= 30


def test_late_unfinished_and_reopened(demo_store: Store):
    outcomes = _counts(demo_store, "SELECT classification, count(*) FROM tip_facts($as_of, $known_at) GROUP BY 1")
    assert set(outcomes) == {"on_time", "late", "overdue", "pending"}
    assert 0.88 < outcomes["on_time"] / (sum(outcomes.values()) - outcomes["pending"]) < 0.97
    assert _one(demo_store, "SELECT count(*) FROM store.tip WHERE reopenings > 0") >= 3
    transfers = _counts(demo_store, "SELECT transfer, count(*) FROM tip_facts($as_of, $known_at) GROUP BY 1")
    assert transfers["late"] < transfers["on_time"]
    unreviewed = _one(demo_store, "SELECT count(*) FROM post_facts($as_of, $known_at) WHERE published_at IS NOT NULL "
                      "AND NOT reviewed")  # fmt: skip
    assert 10 < unreviewed < 100
    assert 5 < _one(demo_store, "SELECT count(*) FROM store.post WHERE state = 'removed'") < 40


def test_at_any_time_there_is_something_to_do(demo_store: Store):
    """Whatever day a visitor opens the demonstration in its second half year, something is overdue."""
    for month in range(4, 12):
        for day in (3, 14, 25):
            moment = datetime(2026, month, day, 10)
            ((overdue, unclassified),) = demo_store.query(
                """SELECT count(*) FILTER (classification = 'overdue'), count(*) FILTER (classified_at IS NULL)
                FROM tip_facts($moment, $moment)""",
                {"moment": moment},
            )
            assert 1 <= overdue <= 12, moment
            assert unclassified >= overdue, moment


def test_practice_gets_better(demo_store: Store):
    halves = demo_store.query(
        """SELECT avg((classification = 'on_time')::INT) FROM tip_facts($as_of, $known_at)
        WHERE classification <> 'pending' GROUP BY received_at >= TIMESTAMP '2026-05-01'
        ORDER BY min(received_at)""",
        AS_OF,
    )
    assert halves[0][0] < halves[1][0]


# Nobody is real ------------------------------------------------------------------------------------------------------


def _people(store: Store) -> list[tuple[str, str]]:
    """Full names with their telephone numbers ("" for none)."""
    return store.query(
        """SELECT full_name, coalesce(phone, '') FROM store.member WHERE name_status = 'full'
        UNION ALL SELECT name, phone FROM store.tip_informant"""
    )


def test_telephone_numbers_are_valid_and_all_in_one_block(demo_store: Store):
    both = "SELECT phone FROM store.member UNION ALL SELECT phone FROM store.tip_informant"
    people = demo_store.query(f"SELECT phone FROM ({both}) WHERE phone <> ''")
    assert len(people) > 6000
    for (phone,) in people:
        assert phone.startswith("09000")  # 0900 000 000 to 0900 099 999
        assert len(phone) == 10
        assert canonical_phone(phone) == phone


def test_a_telephone_number_belongs_to_one_person(demo_store: Store):
    owners: dict[str, set[str]] = defaultdict(set)
    for name, phone in _people(demo_store):
        owners[phone].add(name)
    del owners[""]
    assert {phone: found for phone, found in owners.items() if len(found) > 1} == {}


def test_numbers_in_texts_lie_in_the_same_block(demo_store: Store):
    rows = demo_store.query(
        r"""SELECT unnest(regexp_extract_all(text, '\+?\d[\d .]{7,}\d')) FROM (
            SELECT body AS text FROM store.post UNION ALL SELECT title FROM store.post
            UNION ALL SELECT summary FROM store.tip UNION ALL SELECT note FROM store.tip_event
            UNION ALL SELECT note FROM store.post_event)"""
    )
    assert rows
    assert {found.replace(" ", "").replace(".", "")[:6] for (found,) in rows} == {"090009"}


def test_names_are_recombined_from_the_lists(demo_store: Store):
    families = {name for name, _ in names.FAMILY_NAMES}
    middles = {name for name, _ in (*names.MALE_MIDDLES, *names.FEMALE_MIDDLES)} | {""}
    givens = {*names.MALE_GIVENS, *names.FEMALE_GIVENS}
    people = _people(demo_store)
    assert len(people) > 6000
    for name, _ in people:
        first, *between, given = name.split()
        if between and between[0] in families and " ".join(between) not in middles:
            del between[0]  # two family names
        assert first in families, name
        assert " ".join(between) in middles, name
        assert given in givens, name
    families_found = Counter(name.split()[0] for name, _ in people)
    assert families_found.most_common(1)[0][0] == "Nguyễn"
    assert len({name for name, _ in people}) > 3000


def test_no_identity_numbers_and_no_contact_for_those_who_refused(demo_store: Store):
    assert _counts(demo_store, "SELECT identity_number, count(*) FROM store.tip_informant GROUP BY 1").keys() == {""}
    refused = "SELECT count(*) FROM store.tip_informant JOIN store.tip USING (tip_id) WHERE identity_refused"
    assert _one(demo_store, refused) == 0
    assert _one(demo_store, "SELECT count(*) FROM store.tip WHERE identity_refused") > 10
