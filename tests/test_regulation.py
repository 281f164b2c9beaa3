"""Clauses, vocabularies and workflows agree with each other and with the regulation's numbering."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation import vocabularies as vocab
from regulation.clauses import CLAUSES, cite, short
from regulation.clock import now, to_vietnam, today
from regulation.deadlines import DEADLINE_RULES
from regulation.text import fold_text
from regulation.workflow import (
    POST_STATES,
    POST_WORKFLOW,
    TIP_STATES,
    TIP_WORKFLOW,
    ForbiddenTransition,
    Workflow,
    allowed_events,
    next_state,
    state_label,
)
from regulation.working_time import add_working_days, is_off_day, is_office_time, public_holidays

VOCABULARIES = [value for value in vars(vocab).values() if isinstance(value, vocab.Vocabulary)]
WORKFLOWS = [(TIP_WORKFLOW, TIP_STATES), (POST_WORKFLOW, POST_STATES)]

# Clauses per article, counted on paper; 11.1 has nine points, 13.1 six, 13.2 and 15.3 three; 11.1 and 13.2 also whole.
CLAUSE_COUNTS = {
    "3": 5, "4": 1, "5": 2, "6": 10, "7a": 4, "7b": 4, "8": 1, "9": 3, "10": 2, "11": 11, "12": 2, "13": 11, "14": 3,
    "15": 6, "16": 3, "17": 3, "18": 2, "19": 2, "20": 3,
}  # fmt: skip


def test_every_watched_clause_is_there() -> None:
    counts: dict[str, int] = {}
    for ref in CLAUSES:
        article = ref.split(".")[0]
        counts[article] = counts.get(article, 0) + 1
    assert counts == CLAUSE_COUNTS


def test_clauses_are_complete_sentences() -> None:
    assert all(clause.gist.endswith(".") and len(clause.gist) < 110 for clause in CLAUSES.values())
    assert len({clause.gist for clause in CLAUSES.values()}) == len(CLAUSES)
    assert "bị cắt" in CLAUSES["15.3a"].gist


@pytest.mark.parametrize(
    ("ref", "citation"),
    [
        ("15.3c", "điểm c khoản 3 Điều 15"),
        ("11.1đ", "điểm đ khoản 1 Điều 11"),
        ("7a.1", "khoản 1 Điều 7 (thứ nhất)"),
        ("7b.3", "khoản 3 Điều 7 (thứ hai)"),
        ("4", "Điều 4"),
        ("6.10", "khoản 10 Điều 6"),
        ("13.2", "khoản 2 Điều 13"),
    ],
)
def test_citations(ref: str, citation: str) -> None:
    assert cite(ref) == citation
    assert short(ref) == f"Đ.{ref}"


@pytest.mark.parametrize("ref", ["", "x", "3a.1", "15.", "15.3.c", "15.3C"])
def test_no_citation(ref: str) -> None:
    with pytest.raises(ValueError, match="Không hiểu điều khoản"):
        cite(ref)


def test_every_reference_exists() -> None:
    references = [term.clause for vocabulary in VOCABULARIES for term in vocabulary if term.clause]
    references += [rule.clause for rule in DEADLINE_RULES]
    references += [transition.clause for workflow, _ in WORKFLOWS for transition in workflow.values()]
    assert set(references) <= set(CLAUSES)


def test_vocabularies_have_the_sizes_of_the_regulation() -> None:
    assert (len(vocab.CONTENTS), len(vocab.SOURCES), len(vocab.PROHIBITIONS)) == (9, 6, 10)
    assert "".join(term.letter for term in vocab.CONTENTS) == "abcdđeghi"
    assert "".join(term.letter for term in vocab.SOURCES) == "abcdđe"
    assert vocab.PROHIBITIONS.keys == tuple(f"6.{number}" for number in range(1, 11))
    assert set(vocab.CRIME_KINDS) <= set(vocab.TIP_KINDS.keys)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.name)
def test_every_spelling_finds_its_term(vocabulary: vocab.Vocabulary) -> None:
    assert len(set(vocabulary.keys)) == len(vocabulary)
    for term in vocabulary:
        for spelling in (term.key, term.label, *term.aliases):
            assert vocabulary.find(spelling) == term.key
            assert vocabulary.find(f"  {spelling.upper()} ") == term.key
        assert vocabulary.label(term.key) == term.label
        assert term.key in vocabulary


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.name)
def test_spellings_without_diacritics_are_found(vocabulary: vocab.Vocabulary) -> None:
    for term in vocabulary:
        assert vocabulary.find(fold_text(term.label)) == term.key


def test_points_d_and_đ_differ() -> None:
    assert vocab.CONTENTS.find("d") == "police_activity"
    assert vocab.CONTENTS.find("Đ") == "good_example"
    assert vocab.CONTENTS.find("11.1đ") == "good_example"
    assert vocab.SOURCES.find("đ") == "resident_report"
    assert vocab.CONTENTS.find("phan bac") == "hostile_activity"


def test_unknown_spellings() -> None:
    assert vocab.CONTENTS.find("") is None
    assert vocab.CONTENTS.find("không có") is None
    assert vocab.CONTENTS.label(None) == ""
    assert vocab.CONTENTS.label("cũ") == "cũ"


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["received"], "received"),
        (["received", "classified", "resolved", "replied"], "resolved"),
        (["received", "classified", "classified", "transferred", "resolved"], "resolved"),
        (["received", "urgent_reported", "written_up", "registered", "amended"], "received"),
        (["received", "classified", "resolved", "reopened"], "reopened"),
        (["received", "classified", "resolved", "reopened", "registered", "transferred"], "transferred"),
        (["received", "classified", "resolved", "reopened", "classified"], "classified"),
    ],
)
def test_lives_of_a_tip(events: list[str], state: str) -> None:
    assert _live(TIP_WORKFLOW, events) == state


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["proposed", "verified", "approved", "published", "pinned", "reactions_sampled"], "published"),
        (["proposed", "returned", "proposed", "verified", "returned"], "returned"),
        (["published"], "published"),
        (["proposed", "published", "detected", "removed"], "removed"),
    ],
)
def test_lives_of_a_post(events: list[str], state: str) -> None:
    assert _live(POST_WORKFLOW, events) == state


def _live(workflow: Workflow, events: list[str]) -> str | None:
    state: str | None = None
    for event in events:
        state = next_state(workflow, state, event)
    return state


@pytest.mark.parametrize(
    ("workflow", "state", "event"),
    [
        (TIP_WORKFLOW, "received", "resolved"),
        (TIP_WORKFLOW, "received", "transferred"),
        (TIP_WORKFLOW, "received", "replied"),
        (TIP_WORKFLOW, "received", "received"),
        (TIP_WORKFLOW, "resolved", "classified"),
        (TIP_WORKFLOW, "classified", "reopened"),
        (TIP_WORKFLOW, None, "amended"),
        (TIP_WORKFLOW, "received", "unheard_of"),
        (POST_WORKFLOW, "proposed", "approved"),
        (POST_WORKFLOW, "published", "published"),
        (POST_WORKFLOW, "removed", "published"),
        (POST_WORKFLOW, "approved", "removed"),
    ],
)
def test_forbidden(workflow: Workflow, state: str | None, event: str) -> None:
    with pytest.raises(ForbiddenTransition, match="Không thể thực hiện"):
        next_state(workflow, state, event)


def test_refusal_tells_what_is_allowed() -> None:
    with pytest.raises(ForbiddenTransition) as refusal:
        next_state(TIP_WORKFLOW, None, "classified")
    assert str(refusal.value) == (
        "Không thể thực hiện “Phân loại” khi đang ở trạng thái “Chưa ghi nhận”. Các thao tác được phép: “Tiếp nhận”."
    )


@pytest.mark.parametrize(("workflow", "states"), WORKFLOWS)
def test_workflows_are_closed(workflow: Workflow, states: dict[str, str]) -> None:
    for transition in workflow.values():
        assert transition.sources - {None} <= set(states)
        assert transition.target is None or transition.target in states
    reached = {next_state(workflow, s, e) for s in (None, *states) for e in allowed_events(workflow, s)}
    assert reached == set(states)
    assert all(state_label(state) != state for state in (None, *states))


def test_reasons_are_asked_for() -> None:
    asked = {event for workflow, _ in WORKFLOWS for event, transition in workflow.items() if transition.needs_reason}
    assert asked == {"reopened", "returned"}


def test_holidays_of_2026() -> None:
    days = public_holidays([2026])
    assert list(days) == [
        date(2026, 1, 1), *(date(2026, 2, day) for day in range(16, 21)), date(2026, 4, 26), date(2026, 4, 27),
        date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24),
    ]  # fmt: skip
    assert days[date(2026, 9, 2)] == "Quốc khánh"
    assert next(iter(public_holidays([2027, 2026]))) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("moment", "office"),
    [
        (datetime(2026, 3, 2, 7, 0), True),
        (datetime(2026, 3, 2, 6, 59), False),
        (datetime(2026, 3, 2, 11, 30), False),
        (datetime(2026, 3, 2, 13, 30), True),
        (datetime(2026, 3, 2, 17, 0), False),
        (datetime(2026, 3, 1, 9, 0), False),
        (datetime(2026, 2, 17, 9, 0), False),
        (datetime(2026, 8, 22, 9, 0), True),
        (datetime(2026, 8, 31, 9, 0), False),
    ],
)
def test_office_hours(moment: datetime, office: bool) -> None:
    assert is_office_time(moment) is office


def test_working_days_skip_the_lunar_new_year() -> None:
    assert is_off_day(date(2026, 2, 14))
    assert add_working_days(date(2026, 2, 13), 3) == date(2026, 2, 25)
    assert add_working_days(date(2026, 3, 2), 0) == date(2026, 3, 2)


def test_clock_is_seven_hours_ahead() -> None:
    assert to_vietnam(datetime.fromisoformat("2026-01-01T20:30:00+00:00")) == datetime(2026, 1, 2, 3, 30)
    assert to_vietnam(datetime(2026, 1, 1)) == datetime(2026, 1, 1)
    assert now().tzinfo is None
    assert now().date() - today() <= timedelta(days=1)


@given(st.lists(st.sampled_from(sorted(TIP_WORKFLOW)), max_size=12))
def test_any_sequence_ends_in_a_known_state_or_is_refused(events: list[str]) -> None:
    state: str | None = None
    for event in events:
        if event in allowed_events(TIP_WORKFLOW, state):
            state = next_state(TIP_WORKFLOW, state, event)
    assert state is None or state in TIP_STATES
