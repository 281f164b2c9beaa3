"""Computing indicators: one scan of a facts view gives all its indicators, for all windows and groups at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import pandas as pd

from data_access.actors import Actor
from data_access.reading import Reader
from metrics.kpi import Kpi, Side, Value
from metrics.selection import EVERYTHING, Selection, Window, unlike

By = Literal["group", "area", "kind", "content"]
READ_AGGREGATES = "read.aggregates"
LATEST = datetime(9999, 12, 31)
_NOTHING = Value(None)


@dataclass(frozen=True)
class FactsView:
    """A facts view, its key, and the columns that a selection or a split uses (a missing one: ward-wide only).

    `reads` is the permission to see its single facts, `drill` the columns shown of them.
    """

    name: str
    key: str
    reads: str
    columns: Mapping[str, str] = field(default_factory=dict)
    drill: tuple[str, ...] = ()


FACTS: dict[str, FactsView] = {
    view.name: view
    for view in (
        FactsView(
            "tip_facts",
            "tip_id",
            "read.tips",
            {"group": "group_id", "area": "area_id", "kind": "tip_kind"},
            (
                "tip_id",
                "tip_kind",
                "area_id",
                "received_at",
                "classification_due",
                "classified_at",
                "classification",
                "state",
                "group_id",
                "posted_at",
                "transferred_at",
                "transfer",
                "resolved_at",
                "replied_at",
            ),
        ),
        FactsView(
            "post_facts",
            "post_id",
            "read.posts",
            {"group": "group_id", "area": "area_id", "content": "content"},
            (
                "post_id",
                "title",
                "content",
                "group_id",
                "proposed_at",
                "verified_at",
                "approved_at",
                "published_at",
                "removed_at",
                "returns",
                "removal_clause",
                "reviewed",
                "state",
            ),
        ),
        FactsView(
            "member_facts",
            "member_id",
            "read.members",
            {"group": "group_id", "area": "area_id"},
            ("member_id", "full_name", "group_id", "area_id", "role", "joined_at", "left_at", "name_status"),
        ),
        FactsView(
            "group_facts",
            "group_id",
            "read.places",
            {"group": "group_id", "area": "area_id"},
            ("group_id", "name", "area_id", "established_at", "ended_at", "registered", "members"),
        ),
        FactsView(
            "area_facts",
            "area_id",
            "read.places",
            {"area": "area_id"},
            ("area_id", "name", "households", "households_reached", "members"),
        ),
        FactsView("day_facts", "day", "read.operation", {}, ("day", "posts", "checks", "is_day_off", "run")),
        FactsView(
            "incident_facts",
            "incident_id",
            "read.operation",
            {"group": "group_id"},
            ("incident_id", "incident_kind", "summary", "detected_at", "reported_at", "resolved_at", "state"),
        ),
        FactsView(
            "commendation_facts",
            "commendation_id",
            "read.people",
            {},
            ("commendation_id", "collective", "form", "happened_at"),
        ),
        FactsView(
            "violation_facts", "violation_id", "read.people", {}, ("violation_id", "clause", "handling", "happened_at")
        ),
        FactsView(
            "proposal_facts",
            "proposal_id",
            "read.people",
            {},
            ("proposal_id", "clause", "raised_at", "forwarded_at", "decided_at", "state"),
        ),
    )
}


@dataclass(frozen=True)
class Results:
    """Figures by indicator, window and group (None: all together)."""

    values: Mapping[tuple[str, str, str | None], Value]
    groups: tuple[str, ...] = ()

    def get(self, key: str, window: str = "current", group: str | None = None) -> Value:
        """The figure; an empty `Value` where there is none (as for a window that does not exist)."""
        return self.values.get((key, window, group), _NOTHING)


def compute(
    reader: Reader,
    kpis: Iterable[Kpi],
    windows: Sequence[Window],
    as_of: datetime,
    selection: Selection = EVERYTHING,
    by: By | None = None,
    known_at: datetime = LATEST,
    sources: Mapping[str, str] | None = None,
) -> Results:
    """All `kpis` for all `windows` at `as_of`, as known at `known_at`, split `by` a column of the facts if asked.

    One query per facts view and way of looking at time. `sources` replaces facts views by other SELECTs (tests).
    Raises `NotAllowed` for a reader without the right to aggregates; one who works within groups sees those only.
    """
    reader.actor.require(READ_AGGREGATES)
    batches: dict[tuple[str, bool], list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        if by is None or by in FACTS[kpi.facts].columns:
            batches[kpi.facts, kpi.at is None].append(kpi)
    values: dict[tuple[str, str, str | None], Value] = {}
    live = [window for window in windows if window.starts <= as_of]
    short = unlike(live, as_of)
    for (name, is_state), batch in batches.items():
        scan = _Scan(FACTS[name], batch, live, short, selection, by, (sources or {}).get(name))
        if live:
            values.update(scan.run(reader, as_of, known_at, is_state=is_state))
    return Results(values, tuple(sorted({group for _, _, group in values if group is not None})))


@dataclass(frozen=True)
class _Scan:
    view: FactsView
    kpis: Sequence[Kpi]
    windows: Sequence[Window]
    short: frozenset[str]
    selection: Selection
    by: By | None
    source: str | None

    def run(
        self, reader: Reader, as_of: datetime, known_at: datetime, *, is_state: bool
    ) -> dict[tuple[str, str, str | None], Value]:
        parameters: dict[str, Any] = {"as_of": as_of, "known_at": known_at}
        where = selection_sql(self.view, self.selection, parameters, reader.actor)
        facts = self._states(parameters, where) if is_state else self._flow(where)
        split = self.view.columns[self.by] if self.by else "NULL"
        cells = ", ".join(self._cells())
        rows = reader.query(
            f"""WITH {self._windows_sql(parameters)}, facts AS MATERIALIZED ({facts})
            SELECT w.window_name, grouping(f.split_) AS is_total, f.split_, {cells}
            FROM windows w LEFT JOIN (SELECT *, ({split})::TEXT AS split_ FROM facts) f
                ON {"f.window_ = w.window_name" if is_state else "true"}
            GROUP BY GROUPING SETS ((w.window_name), (w.window_name, f.split_))""",
            parameters,
        )
        return dict(self._values(rows))

    def _windows_sql(self, parameters: dict[str, Any]) -> str:
        rows = []
        for number, window in enumerate(self.windows):
            parameters |= {f"name{number}": window.name, f"starts{number}": window.starts, f"ends{number}": window.ends}
            parameters[f"seen{number}"] = min(window.ends - timedelta(microseconds=1), parameters["as_of"])
            rows.append(
                f"($name{number}, $starts{number}::TIMESTAMP, $ends{number}::TIMESTAMP, $seen{number}::TIMESTAMP)"
            )
        return f"windows(window_name, window_starts, window_ends, window_seen) AS (VALUES {', '.join(rows)})"

    def _flow(self, where: str) -> str:
        return f"SELECT * FROM ({self.source or f'FROM {self.view.name}($as_of, $known_at)'}) WHERE {where}"

    def _states(self, parameters: dict[str, Any], where: str) -> str:
        """The facts as they stood at the end of each window."""
        return " UNION ALL BY NAME ".join(
            f"""SELECT *, $name{number} AS window_
            FROM ({self.source or f"FROM {self.view.name}($seen{number}, $known_at)"}) WHERE {where}"""
            for number in range(len(self.windows))
        )

    def _cells(self) -> list[str]:
        return [
            aggregate.format(
                in_window=f"(f.{kpi.at} >= w.window_starts AND f.{kpi.at} < w.window_ends)"
                if kpi.at
                else f"f.{self.view.key} IS NOT NULL",
                starts="w.window_starts",
                seen="w.window_seen",
            )
            for kpi in self.kpis
            for aggregate in kpi.measure.aggregates()
        ]

    def _values(self, rows: Sequence[tuple[Any, ...]]) -> Iterable[tuple[tuple[str, str, str | None], Value]]:
        for window, is_total, split, *cells in rows:
            if not is_total and (split is None or self.by is None):
                continue
            remaining = iter(cells)
            for kpi in self.kpis:
                own = [next(remaining) for _ in kpi.measure.aggregates()]
                value = kpi.measure.value(own)
                if window in self.short and kpi.at and kpi.unit in ("count", "days"):
                    value = replace(value, comparable=False)
                yield (kpi.key, window, None if is_total else split), value


def selection_sql(view: FactsView, selection: Selection, parameters: dict[str, Any], actor: Actor) -> str:
    """The WHERE text for `selection` within the groups of `actor`; what the view has no column for does not narrow."""
    wanted = {"group": selection.group_ids, "area": selection.area_ids, "kind": selection.kinds}
    conditions = []
    for name, keys in wanted.items():
        if keys and name in view.columns:
            parameters[f"wanted_{name}"] = list(keys)
            conditions.append(f"{view.columns[name]} IN (SELECT unnest($wanted_{name}))")
    if actor.group_ids is not None and "group" in view.columns:
        parameters["own_groups"] = sorted(actor.group_ids)
        conditions.append(f"{view.columns['group']} IN (SELECT unnest($own_groups::TEXT[]))")
    return " AND ".join(conditions) or "true"


def cases(
    reader: Reader,
    kpi: Kpi,
    window: Window,
    as_of: datetime,
    selection: Selection = EVERYTHING,
    side: Side = "whole",
    known_at: datetime = LATEST,
    where: str = "true",
) -> pd.DataFrame:
    """The facts behind a figure (or one side of it), newest first; columns as `FactsView.drill`.

    Raises `NotAllowed` for a reader without the right to see single facts of this kind.
    """
    view = FACTS[kpi.facts]
    reader.actor.require(view.reads)
    source, parameters = facts_in_window(reader, kpi, window, as_of, selection, known_at)
    condition = kpi.measure.condition(side).format(starts="$starts", seen="$seen")
    return reader.frame(
        f"""SELECT {", ".join(view.drill)} FROM {source} AND ({condition}) AND ({where})
        ORDER BY {kpi.at or view.key} DESC, {view.key}""",
        parameters,
    )


def facts_in_window(
    reader: Reader,
    kpi: Kpi,
    window: Window,
    as_of: datetime,
    selection: Selection = EVERYTHING,
    known_at: datetime = LATEST,
) -> tuple[str, dict[str, Any]]:
    """SQL after FROM for the facts of an indicator in a window, ending in a WHERE to go on with, and its parameters."""
    view = FACTS[kpi.facts]
    seen = min(window.ends - timedelta(microseconds=1), as_of)
    parameters: dict[str, Any] = {
        "as_of": as_of if kpi.at else seen,
        "known_at": known_at,
        "starts": window.starts,
        "ends": window.ends,
        "seen": seen,
    }
    narrowed = selection_sql(view, selection, parameters, reader.actor)
    in_window = f"{kpi.at} >= $starts AND {kpi.at} < $ends" if kpi.at else "true"
    return f"{view.name}($as_of, $known_at) WHERE {narrowed} AND {in_window}", parameters
