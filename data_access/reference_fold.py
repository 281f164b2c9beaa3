"""The fold and the deadlines once more, in plain Python: what `verify` and the tests hold the SQL against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from data_access.subjects import VOIDED, Milestone, Subject
from regulation.deadlines import DeadlineRule, case_classes, due_at, outcome, rule_for

Event = Mapping[str, Any]
Row = dict[str, Any]


def effective(events: Iterable[Event], as_of: datetime, known_at: datetime) -> list[Event]:
    """The events that count, in order of time and then of entry; a correction takes the place of what it corrects."""
    known = [event for event in events if event["recorded_at"] <= known_at]
    corrected = {event["event_id"]: event["corrects"] for event in known}
    superseded = {event["corrects"] for event in known}
    counting = [
        event
        for event in known
        if event["kind"] != VOIDED and event["event_id"] not in superseded and event["occurred_at"] <= as_of
    ]
    return sorted(counting, key=lambda event: (event["occurred_at"], _original(event["event_id"], corrected)))


def _original(number: int, corrected: Mapping[int, int | None]) -> int:
    earlier = corrected.get(number)
    return number if earlier is None else _original(earlier, corrected)


def fold(
    subject: Subject, events: Iterable[Event], as_of: datetime = datetime.max, known_at: datetime = datetime.max
) -> Row | None:
    """The row of one thing, or None when nothing of it counts; columns as `subject.row_columns`."""
    counting = effective(events, as_of, known_at)
    openings = [event for event in counting if event["kind"] in subject.opening]
    if not openings:
        return None
    row: Row = {subject.key: counting[0][subject.key], "ward_code": counting[0]["ward_code"]}
    for name in subject.fields:
        row[name] = next((event[name] for event in reversed(counting) if event[name] is not None), None)
    for milestone in subject.milestones:
        row[milestone.column] = _milestone(milestone, counting)
    for name, kind in subject.counts.items():
        row[name] = sum(event["kind"] == kind for event in counting)
    states = [subject.states[event["kind"]] for event in counting if event["kind"] in subject.states]
    return row | {
        "state": states[-1] if states else None,
        "opened_at": openings[0]["occurred_at"],
        "first_posted_at": min((event["posted_at"] for event in counting if event["posted_at"]), default=None),
        "entered_at": min(event["recorded_at"] for event in counting),
        "entry_batch": next((event["batch_id"] for event in openings if event["batch_id"] is not None), None),
        "changed_at": max(event["recorded_at"] for event in counting),
        "last_event_id": max(event["event_id"] for event in counting),
    }


def _milestone(milestone: Milestone, counting: Sequence[Event]) -> datetime | None:
    done = [place for place, event in enumerate(counting) if event["kind"] in milestone.kinds]
    undone = [place for place, event in enumerate(counting) if event["kind"] in milestone.undone_by]
    if not done or (undone and undone[-1] > done[-1]):
        return None
    moments: list[datetime] = [counting[place]["occurred_at"] for place in done]
    return min(moments) if milestone.keep == "first" else max(moments)


def tip_outcomes(tip: Row, as_of: datetime, rules: Iterable[DeadlineRule]) -> dict[str, str | None]:
    """Every deadline outcome of a tip's row, by duty."""
    known = list(rules)
    classes = case_classes(
        tip["tip_kind"] or "other",
        serious=bool(tip["serious"]),
        victim_under_18=bool(tip["victim_under_18"]),
        urgent=bool(tip["urgent"]),
    )
    received, posted = tip["received_at"], tip["first_posted_at"]
    return {
        "classification": _outcome("classification", "all", received, tip["classified_at"], as_of, known),
        "classification_strict": _outcome("classification_strict", "all", posted, tip["classified_at"], as_of, known),
        "transfer": _transfer(tip, classes, as_of, known),
        "urgent_report": _outcome(
            "urgent_report",
            "urgent",
            received if "urgent" in classes else None,
            tip["urgent_reported_at"],
            as_of,
            known,
        ),
    }


def _outcome(
    duty: str,
    case_class: str,
    start: datetime | None,
    done: datetime | None,
    as_of: datetime,
    rules: list[DeadlineRule],
) -> str | None:
    rule = rule_for(duty, case_class, start, rules) if start is not None else None
    if rule is None or start is None:
        return None
    return outcome(done, due_at(rule, start), as_of)


def _transfer(tip: Row, classes: Sequence[str], as_of: datetime, rules: list[DeadlineRule]) -> str | None:
    """A crime tip that the ward settled itself within the term never had to be handed over."""
    case_class = next((name for name in classes if name.startswith("crime_")), None)
    if case_class is None:
        return None
    rule = rule_for("transfer", case_class, tip["received_at"], rules)
    if rule is None:
        return None
    due = due_at(rule, tip["received_at"])
    if tip["transferred_at"] is None and tip["resolved_at"] is not None and tip["resolved_at"] <= due:
        return None
    return outcome(tip["transferred_at"] or tip["resolved_at"], due, as_of)
