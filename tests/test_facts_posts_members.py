"""Facts of posts, members and days: review steps, audiences, stays, days without a post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.actors import OPERATOR
from data_access.events import Event, record
from tests.facts_support import DAY, LATEST, TICK, Bench, at


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("facts") / "kho.duckdb")
    yield bench
    bench.store.close()


# Posts (13.2) --------------------------------------------------------------------------------------------------------

STEPS = [
    ("proposed", "2026-03-02 08:00"),
    ("verified", "2026-03-02 09:00"),
    ("approved", "2026-03-02 10:00"),
    ("published", "2026-03-02 10:00"),
]
RETURNED = [("returned", "2026-03-02 09:30"), ("proposed", "2026-03-02 09:40")]


@pytest.mark.parametrize(
    ("steps", "reviewed"),
    [
        (STEPS, True),
        ([STEPS[0], STEPS[1], STEPS[3]], False),
        ([STEPS[0], STEPS[3]], False),
        ([STEPS[3]], False),
        ([*STEPS[:2], *RETURNED, STEPS[3]], False),
        ([*STEPS[:2], *RETURNED, ("verified", "2026-03-02 09:50"), *STEPS[2:]], True),
        ([*STEPS[:3], ("amended", "2026-03-02 10:00", {"title": "Sửa"}), STEPS[3]], True),
    ],
)
def test_a_post_reviewed_in_three_steps(steps: list[tuple[str, str]], reviewed: bool, bench: Bench):
    post = bench.add("post", *steps)
    fact = bench.fact("post", post, "2026-03-03")
    assert fact["reviewed"] is reviewed
    assert fact["published_at"] == at("2026-03-02 10:00")
    if steps[0][0] == "proposed":
        assert fact["review_minutes"] == 120
        assert bench.fact("post", post, "2026-03-02 08:45")["review_minutes"] == 45
    before = bench.facts("post", post, at("2026-03-02 10:00") - TICK)
    assert not any(one["reviewed"] or one["published_at"] for one in before)


def test_a_post_returned_after_verification_must_be_verified_again(bench: Bench):
    fact = bench.fact("post", bench.add("post", *STEPS[:2], *RETURNED), "2026-03-03")
    assert (fact["verified_at"], fact["verifications"], fact["returns"]) == (None, 1, 1)
    assert fact["state"] == "proposed"


def test_the_audience_of_a_post_is_who_was_in_its_group_then(bench: Bench):
    with bench.store.write(OPERATOR) as tx:
        record(
            tx,
            "group",
            [Event("nhóm-x", "established", at("2026-01-01"), {"area_id": "tổ-x"}, recorded_at=at("2026-01-01"))],
        )
    joined, left = at("2026-02-01"), at("2026-02-10")
    for steps in ([], [("left", left)], [("left", left), ("joined", at("2026-02-20"))]):
        bench.add("member", ("joined", joined, {"group_id": "nhóm-x"}), *steps)
    bench.add("member", ("joined", joined, {"group_id": "nhóm-y"}))
    for moment, audience in ((joined, 3), (joined - TICK, None), (left - TICK, 3), (left, 1), (at("2026-02-20"), 2)):
        post = bench.add(
            "post",
            ("published", moment, {"group_id": "nhóm-x"}),
            ("reactions_sampled", moment + DAY, {"reactions": 7}),
        )
        fact = bench.fact("post", post, "2026-03-03")
        assert (fact["audience"], fact["area_id"]) == (audience, "tổ-x"), moment


# Members -------------------------------------------------------------------------------------------------------------


def test_who_left_and_came_back_has_two_stays(bench: Bench):
    member = bench.add(
        "member",
        ("joined", "2026-01-05 08:00", {"group_id": "nhóm-z", "role": "deputy", "name_status": "full"}),
        ("left", "2026-02-05 08:00"),
        ("joined", "2026-03-05 08:00", {"role": "member"}),
    )

    def stays(as_of: str):
        return [(fact["joined_at"], fact["left_at"]) for fact in bench.facts("member", member, as_of)]

    first, left, again = at("2026-01-05 08:00"), at("2026-02-05 08:00"), at("2026-03-05 08:00")
    assert stays("2026-01-05 07:59") == []
    assert stays("2026-02-05 07:59") == [(first, None)]
    assert stays("2026-02-05 08:00") == [(first, left)]
    assert sorted(stays("2026-03-05 08:00")) == [(first, left), (again, None)]
    assert {fact["is_admin"] for fact in bench.facts("member", member, "2026-03-06")} == {False}


# Days ----------------------------------------------------------------------------------------------------------------


def test_days_begin_with_the_ward_and_end_yesterday(tmp_path: Path):
    bench = Bench(tmp_path / "kho.duckdb")

    def days(as_of: str):
        rows = bench.store.query(
            "SELECT day::DATE, posts, checks, run FROM day_facts($as_of, $known) ORDER BY day",
            {"as_of": at(as_of), "known": LATEST},
        )
        return [(day.isoformat(), *numbers) for day, *numbers in rows]

    with bench.store:
        assert days("2026-03-05 12:00") == []
        bench.add("duty_check", ("recorded", "2026-03-01 10:00"))
        bench.add("post", ("published", "2026-03-03 23:59:59"))
        bench.add("post", ("published", "2026-03-03 00:00"))
        assert days("2026-03-01 23:59") == []
        assert days("2026-03-05 00:00") == [
            ("2026-03-01", 0, 1, 1),
            ("2026-03-02", 0, 0, 2),
            ("2026-03-03", 2, 0, 0),
            ("2026-03-04", 0, 0, 1),
        ]


def test_days_before_the_regulation_do_not_count(tmp_path: Path):
    bench = Bench(tmp_path / "kho.duckdb")
    with bench.store:
        bench.add("group", ("established", "2024-05-01 08:00"))
        found = bench.store.query(
            "SELECT min(day), max(day), max(run) FROM day_facts(TIMESTAMP '2025-10-01', TIMESTAMP '2030-01-01')"
        )
    assert found == [(at("2025-09-25"), at("2025-09-30"), 6)]
