"""The fold: a row of a subject from its events, as of a moment and as known at a moment.

One SQL text per subject, generated from the registry, so that the row tables, the facts and `verify` share one
definition. An event superseded by a correction known by then does not count; a later event (by `occurred_at`, then by
entry, where a correction stands in for what it corrects) wins field by field; NULL in an event means "unchanged".
"""

from __future__ import annotations

from data_access.subjects import VOIDED, Milestone, Subject


def _milestone_sql(milestone: Milestone) -> str:
    pick = "min" if milestone.keep == "first" else "max"
    kinds = _in(milestone.kinds)
    moment = f"{pick}(occurred_at) FILTER (kind IN {kinds})"
    if not milestone.undone_by:
        return f"{moment} AS {milestone.column}"
    done, undone = (f"max(ord) FILTER (kind IN {_in(names)})" for names in (milestone.kinds, milestone.undone_by))
    return f"CASE WHEN {done} > coalesce({undone}, 0) THEN {moment} END AS {milestone.column}"


def _in(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"


def effective_sql(subject: Subject, which: str = "true") -> str:
    """Events that count, numbered in their order within the thing (`ord`); parameters `as_of` and `known_at`.

    Of events at the same moment the one entered first comes first; a correction takes the place of what it corrects.
    """
    events = subject.event_table
    counting = f"""{which} AND e.occurred_at <= as_of AND e.recorded_at <= known_at AND e.kind <> '{VOIDED}'
        AND e.event_id NOT IN (
            SELECT c.corrects FROM {events} c WHERE c.corrects IS NOT NULL AND c.recorded_at <= known_at)"""
    return f"""
        WITH RECURSIVE originals(event_id, original) AS (
            SELECT e.event_id, e.corrects FROM {events} e WHERE {which} AND e.corrects IS NOT NULL
            UNION ALL
            SELECT o.event_id, e.corrects FROM originals o JOIN {events} e ON e.event_id = o.original
            WHERE {which} AND e.corrects IS NOT NULL
        ), placed AS (
            SELECT e.*, e.event_id AS place FROM {events} e WHERE e.corrects IS NULL AND {counting}
            UNION ALL
            SELECT e.*, (SELECT min(o.original) FROM originals o WHERE o.event_id = e.event_id)
            FROM {events} e WHERE e.corrects IS NOT NULL AND {counting}
        )
        SELECT * EXCLUDE (place), row_number() OVER (PARTITION BY {subject.key} ORDER BY occurred_at, place) AS ord
        FROM placed"""


def fold_sql(subject: Subject, which: str = "true") -> str:
    """A SELECT with the columns of `subject.row_columns`; parameters `as_of` and `known_at`."""
    state = " ".join(f"WHEN '{kind}' THEN '{state}'" for kind, state in subject.states.items())
    columns = [
        subject.key,
        "any_value(ward_code) AS ward_code",
        *(f"arg_max({name}, ord) AS {name}" for name in subject.fields),
        *(_milestone_sql(milestone) for milestone in subject.milestones),
        *(f"count(*) FILTER (kind = '{kind}') AS {name}" for name, kind in subject.counts.items()),
        f"arg_max(CASE kind {state} END, ord) AS state",
        f"min(occurred_at) FILTER (kind IN {_in(subject.opening)}) AS opened_at",
        "min(posted_at) AS first_posted_at",
        "min(recorded_at) AS entered_at",
        f"arg_min(batch_id, ord) FILTER (kind IN {_in(subject.opening)}) AS entry_batch",
        "max(recorded_at) AS changed_at",
        "max(event_id) AS last_event_id",
    ]
    return f"""
        WITH effective AS ({effective_sql(subject, which)})
        SELECT {", ".join(columns)}
        FROM effective GROUP BY {subject.key}
        HAVING count(*) FILTER (kind IN {_in(subject.opening)}) > 0"""


def fold_macro_sql(subject: Subject) -> str:
    """`<subject>_fold(as_of, known_at)` as a table macro."""
    return f"CREATE OR REPLACE MACRO {subject.name}_fold(as_of, known_at) AS TABLE {fold_sql(subject)}"


def fold_of_sql(subject: Subject) -> str:
    """The latest fold of the things in the list `$ids`, with `$moment` later than every event."""
    sql = fold_sql(subject, f"e.{subject.key} IN (SELECT unnest($ids))")
    return sql.replace("<= as_of", "<= $moment").replace("<= known_at", "<= $moment")


def effective_macro_sql(subject: Subject) -> str:
    """`<subject>_effective(as_of, known_at)` as a table macro: the events that count, in order."""
    return f"CREATE OR REPLACE MACRO {subject.name}_effective(as_of, known_at) AS TABLE {effective_sql(subject)}"
