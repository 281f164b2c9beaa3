"""Whatever happens to a thing, its facts are those that plain Python makes of the raw events, at any moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.actors import OPERATOR
from data_access.errors import Rejected
from data_access.events import Event, record
from data_access.subjects import SUBJECTS, VOIDED
from regulation.workflow import allowed_events, next_state
from tests.facts_support import DAY, LATEST, TICK, Bench
from tests.kpi_reference import Post, Tip, stays_of, things
from tests.kpi_support import STEADY

FREELY = settings(STEADY, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
STARTS = st.sampled_from(
    [
        datetime(2026, 3, 2, 10),
        datetime(2026, 2, 13, 22, 15),
        datetime(2025, 12, 31, 23, 59, 59, 999999),
        datetime(2026, 4, 24),
        datetime(2025, 9, 25),
        datetime(2025, 9, 24, 23, 59, 59),
    ]
)
QUARTER = timedelta(minutes=15)
GAPS = st.one_of(
    st.sampled_from(
        [timedelta(), QUARTER, QUARTER + TICK, DAY - TICK, DAY, DAY + TICK, 7 * DAY, 8 * DAY, timedelta(hours=14)]
    ),
    st.timedeltas(timedelta(), timedelta(days=10)),
)
LAGS = st.sampled_from([timedelta(), timedelta(minutes=5), timedelta(hours=4), timedelta(days=3)])
TIP_FIELDS = {
    "tip_kind": st.sampled_from(["denunciation", "crime_report", "security_report", "other", ""]),
    **{
        name: st.booleans()
        for name in ("urgent", "serious", "victim_under_18", "has_name", "has_address", "has_phone", "identity_refused")
    },
    **{name: st.sampled_from(["có", ""]) for name in ("summary", "refusal_reason", "basis", "incident_time")},
}
POST_FIELDS = {"content": st.sampled_from(["policy", "procedure", ""]), "reactions": st.integers(0, 50)}
MEMBER_FIELDS = {"role": st.sampled_from(["leader", "member"]), "area_id": st.sampled_from(["a1", "a2", ""])}
FIELDS = {"tip": TIP_FIELDS, "post": POST_FIELDS, "member": MEMBER_FIELDS}


@st.composite
def lives(draw: st.DrawFn, subject: str) -> list[Event]:
    """A life that the workflow allows, with steps on and around the moments where outcomes change."""
    workflow = SUBJECTS[subject].workflow
    moment, state, found = draw(STARTS), None, []
    for _ in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(allowed_events(workflow, state)))
        state = next_state(workflow, state, kind)
        fields = draw(st.fixed_dictionaries({}, optional=FIELDS[subject]))
        posted = moment - draw(st.sampled_from([timedelta(), QUARTER, DAY])) if draw(st.booleans()) else None
        found.append(Event("", kind, moment, fields, posted, "Lý do", recorded_at=moment + draw(LAGS)))
        moment += draw(GAPS)
    return found


@st.composite
def cases(draw: st.DrawFn, subject: str):
    """A life, corrections of it (which event, taken back or changed, how much later known), and moments to ask for."""
    life = draw(lives(subject))
    corrections = draw(
        st.lists(
            st.tuples(
                st.integers(0, len(life) - 1),
                st.booleans(),
                st.fixed_dictionaries({}, optional=FIELDS[subject]),
                st.sampled_from([timedelta(), -QUARTER, QUARTER, -DAY]),
                st.sampled_from([DAY, 5 * DAY, 20 * DAY]),
            ),
            max_size=2,
        )
    )
    start = life[0].occurred_at
    known = st.one_of(st.just(LATEST), GAPS.map(lambda gap: start + 3 * gap))
    asked = draw(st.lists(st.tuples(GAPS.map(lambda gap: start + gap), known), min_size=2, max_size=3))
    return life, corrections, asked


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("facts") / "kho.duckdb")
    yield bench
    bench.store.close()


def _record(bench: Bench, subject: str, life: Sequence[Event], corrections: Sequence[Any]) -> str:
    """Put the life into the store, then the corrections that the workflow allows; gives the id."""
    thing = bench.new_id(subject)
    with bench.store.write(OPERATOR) as tx:
        numbers = record(tx, subject, [_of(thing, event) for event in life])
    for place, takes_back, fields, shift, later in corrections:
        old = life[place]
        moment = old.occurred_at + shift
        posted = old.posted_at if old.posted_at and old.posted_at <= moment else None
        event = Event(
            thing,
            VOIDED if takes_back else old.kind,
            old.occurred_at if takes_back else moment,
            {} if takes_back else {**old.fields, **fields},
            None if takes_back else posted,
            "Ghi nhầm",
            numbers[place],
            max(moment, old.occurred_at) + later,
        )
        try:
            with bench.store.write(OPERATOR) as tx:
                record(tx, subject, [event])
        except Rejected:
            continue
    return thing


def _of(thing: str, event: Event) -> Event:
    return Event(
        thing, event.kind, event.occurred_at, event.fields, event.posted_at, event.note, None, event.recorded_at
    )


def _expected(bench: Bench, subject: str, thing: str, as_of: datetime, known_at: datetime):
    columns = [row[0] for row in bench.store.query(f"DESCRIBE store.{subject}_event")]
    rows = bench.store.query(f"SELECT * FROM store.{subject}_event WHERE {subject}_id = $thing", {"thing": thing})
    return things([dict(zip(columns, row, strict=True)) for row in rows], subject, as_of, known_at)


def _tip_facts(tip: Tip) -> dict[str, Any]:
    return {
        "received_at": tip.received,
        "classified_at": tip.classified,
        "transferred_at": tip.transferred,
        "resolved_at": tip.resolved,
        "replied_at": tip.replied,
        "urgent_reported_at": tip.reported,
        "posted_at": tip.posted,
        "tip_kind": tip.kind,
        "crime": tip.crime,
        "has_contact": tip.contact,
        "off_hours": tip.off_hours,
        "complete_content": tip.complete,
        "imported": tip.imported,
        "reopenings": tip.thing.count("reopened"),
        "classification": tip.classification,
        "classification_strict": tip.strict,
        "transfer": tip.transfer,
        "urgent_report": tip.urgent_report,
    }


@FREELY
@given(case=cases("tip"))
def test_tips(case: Any, bench: Bench):
    _check_tip(case, bench)


@pytest.mark.slow
@settings(FREELY, max_examples=600)
@given(case=cases("tip"))
def test_many_tips(case: Any, bench: Bench):
    _check_tip(case, bench)


def _check_tip(case: Any, bench: Bench) -> None:
    life, corrections, asked = case
    tip = _record(bench, "tip", life, corrections)
    for as_of, known_at in asked:
        expected = [_tip_facts(Tip(thing)) for thing in _expected(bench, "tip", tip, as_of, known_at)]
        names = expected[0].keys() if expected else ()
        facts = bench.facts("tip", tip, as_of, known_at)
        assert [{name: fact[name] for name in names} for fact in facts] == expected


@FREELY
@given(case=cases("post"))
def test_posts(case: Any, bench: Bench):
    life, corrections, asked = case
    post = _record(bench, "post", life, corrections)
    for as_of, known_at in asked:
        expected = [
            (one.reviewed, one.proposed, one.published, one.removed, one.detected, one.pinned, one.content)
            for one in (Post(t, {}, lambda *_: 0) for t in _expected(bench, "post", post, as_of, known_at))
        ]
        names = ("reviewed", "proposed_at", "published_at", "removed_at", "detected_at", "pinned_at", "content")
        facts = bench.facts("post", post, as_of, known_at)
        assert [tuple(fact[name] for name in names) for fact in facts] == expected


@FREELY
@given(case=cases("member"))
def test_member_stays(case: Any, bench: Bench):
    life, corrections, asked = case
    member = _record(bench, "member", life, corrections)
    for as_of, known_at in asked:
        expected = [
            (stay.joined, stay.left, stay.admin, stay.area)
            for thing in _expected(bench, "member", member, as_of, known_at)
            for stay in stays_of(thing)
        ]
        facts = bench.facts("member", member, as_of, known_at)
        found = [(f["joined_at"], f["left_at"], bool(f["is_admin"]), f["area_id"]) for f in facts]
        assert sorted(found, key=str) == sorted(expected, key=str)


@FREELY
@given(life=lives("tip"), gaps=st.lists(GAPS, min_size=2, max_size=5))
def test_time_only_moves_an_outcome_forward(life: list[Event], gaps: list[timedelta], bench: Bench):
    """Once on time or late, so for ever; overdue may still become late; nothing that happened is lost."""
    tip = _record(bench, "tip", life, [])
    following = {
        "pending": {"pending", "on_time", "late", "overdue"},
        "overdue": {"overdue", "late"},
        "on_time": {"on_time"},
        "late": {"late"},
        None: {None},
    }
    moment, before = life[0].occurred_at, None
    for gap in gaps:
        moment += gap
        fact = bench.fact("tip", tip, moment)
        if before is not None:
            assert fact["classification"] in following[before["classification"]]
            assert fact["reopenings"] >= before["reopenings"]
            for milestone in ("classified_at", "transferred_at", "replied_at", "urgent_reported_at"):
                assert before[milestone] is None or fact[milestone] == before[milestone]
        before = fact
