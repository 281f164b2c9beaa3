"""From matched rows to the events that bring the store up to what the sheet says; only differences become events."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from data_access.errors import Rejected
from data_access.events import Event, replay
from data_access.imports.columns import ImportKind, Step
from data_access.imports.present import PastEvent, Thing
from data_access.imports.rows import ImportRow
from data_access.subjects import SUBJECTS, Subject


@dataclass
class RowPlan:
    """What one row leads to; `beside` are values kept apart from the subject's row (aliases, the informant)."""

    thing_id: str
    is_new: bool
    events: list[Event] = field(default_factory=list)
    beside: dict[str, Any] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        return bool(self.events or self.beside)


@dataclass(frozen=True)
class Planner:
    """`columns` are the columns the sheet has, `present_moment` the time of entry, `note` goes with corrections."""

    kind: ImportKind
    columns: Collection[str]
    present_moment: datetime
    note: str

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.kind.subject]

    def plan(self, row: ImportRow, thing: Thing | None) -> RowPlan:
        """The plan for a row that has passed the checks. Raises `Rejected` when the workflow forbids it."""
        plan = self._new(row) if thing is None else _Update(self, row, thing).plan()
        _replay(self.subject, thing.events if thing else [], plan.events)
        return plan

    def agrees(self, row: ImportRow, thing: Thing) -> bool:
        """Whether the store knows of the thing all that the row says."""
        return not _Update(self, row, thing).plan().changes

    def fields(self, row: ImportRow, columns: Collection[str]) -> dict[str, Any]:
        """The subject's fields that the row fills."""
        known = self.subject.fields
        filled = {self.kind.column(key).row_field: value for key, value in row.values.items()}
        return {name: value for name, value in filled.items() if name in known} | self.kind.derive(row.values, columns)

    def carried(self, step: Step, fields: dict[str, Any]) -> dict[str, Any]:
        names = [self.kind.column(key).row_field for key in step.carries]
        return {name: fields[name] for name in names if name in fields}

    def _new(self, row: ImportRow) -> RowPlan:
        plan = RowPlan(f"{self.subject.name}-{secrets.token_hex(8)}", is_new=True)
        fields = dict(self.kind.defaults) | self.fields(row, self.columns)
        steps = [step for step in self.kind.steps if step.column in row.values]
        later = {name for step in steps[1:] for name in self.carried(step, fields)}
        opening = {name: value for name, value in fields.items() if name not in later}
        for index, step in enumerate(steps):
            plan.events.append(
                Event(
                    plan.thing_id,
                    step.event,
                    moment_of(row, step.column),
                    self.carried(step, fields) if index else opening,
                    posted_at=posted_of(self.kind, row) if index == 0 else None,
                    note=note_of(row, step),
                )
            )
        plan.beside = {key: row.values[key] for key in self.kind.beside if key in row.values}
        return plan


def moment_of(row: ImportRow, column: str) -> datetime:
    value = row.values[column]
    if not isinstance(value, datetime):
        raise TypeError(f"{column} is no moment")
    return value


def posted_of(kind: ImportKind, row: ImportRow) -> datetime | None:
    return moment_of(row, kind.posted) if kind.posted in row.values else None


def note_of(row: ImportRow, step: Step) -> str:
    return str(row.values.get(step.note, ""))


def _replay(subject: Subject, past: list[PastEvent], new: list[Event]) -> None:
    """Raise `Rejected` unless the workflow allows the events that would then count, in their order."""
    corrected = {event.corrects for event in new}
    steps = [(event.occurred_at, 0, event.event_id, event.kind) for event in past if event.event_id not in corrected]
    steps += [(event.occurred_at, 1, index, event.kind) for index, event in enumerate(new)]
    replay(subject, [step[-1] for step in sorted(steps)])


class _Update:
    """What a row adds to a thing that is there already."""

    def __init__(self, planner: Planner, row: ImportRow, thing: Thing) -> None:
        self.planner = planner
        self.kind = planner.kind
        self.row = row
        self.thing = thing
        fields = planner.fields(row, ())
        self.changed = {name: value for name, value in fields.items() if thing.row.get(name) != value}
        self.old_names = [thing.row[name] for name in self.kind.former if name in self.changed and thing.row.get(name)]
        self.events: list[Event] = []

    def plan(self) -> RowPlan:
        for step in self.kind.steps:
            if step.column in self.row.values:
                self.events += self._step(step)
        self._posted()
        self._keep_order()
        self.events += self._field_events()
        beside = {key: value for key in self.kind.beside if (value := self._beside(key)) is not None}
        beside |= self._former()
        return RowPlan(self.thing.thing_id, False, self.events, beside)

    def _step(self, step: Step) -> Iterator[Event]:
        moment = moment_of(self.row, step.column)
        past = [event for event in self.thing.events if event.kind == step.event][step.skip :]
        if any(event.occurred_at == moment for event in past):
            return
        if not past or (step.repeats and moment > past[-1].occurred_at and self._fits(step.event, moment)):
            note = note_of(self.row, step)
            yield Event(self.thing.thing_id, step.event, moment, self._take(step, moment), note=note)
            return
        yield self._correction(self._counting(step, past), moment, self._take(step, moment))

    def _counting(self, step: Step, past: list[PastEvent]) -> PastEvent:
        """The event that the row's milestone shows."""
        keeps_last = any(
            milestone.keep == "last" for milestone in self.planner.subject.milestones if step.event in milestone.kinds
        )
        return past[-1] if keeps_last or step.repeats else past[0]

    def _fits(self, event_kind: str, moment: datetime) -> bool:
        try:
            added = Event(self.thing.thing_id, event_kind, moment)
            _replay(self.planner.subject, self.thing.events, [*self.events, added])
        except Rejected:
            return False
        return True

    def _take(self, step: Step, moment: datetime) -> dict[str, Any]:
        """Changed fields that belong to the step, unless a later event has set them since."""
        carried = self.planner.carried(step, self.changed)
        since = {name for event in self.thing.events if event.occurred_at > moment for name in event.fields}
        return {name: self.changed.pop(name) for name in carried if name not in since}

    def _correction(self, event: PastEvent, moment: datetime, fields: dict[str, Any]) -> Event:
        note = self.planner.note
        both = dict(event.fields) | fields
        return Event(self.thing.thing_id, event.kind, moment, both, event.posted_at, note, event.event_id)

    def _posted(self) -> None:
        """A message time that differs from the recorded one corrects the event that opened the thing."""
        posted_at = posted_of(self.kind, self.row)
        first = self.thing.events[0]
        if posted_at is None or first.posted_at == posted_at:
            return
        index = next((n for n, event in enumerate(self.events) if event.corrects == first.event_id), None)
        planned = self._correction(first, first.occurred_at, {}) if index is None else self.events.pop(index)
        self.events.insert(0, replace(planned, posted_at=posted_at))

    def _keep_order(self) -> None:
        """Of events at the same moment the one entered later counts as the later: enter later steps once more."""
        rank = {step.event: place for place, step in reversed([*enumerate(self.kind.steps)]) if not step.repeats}
        corrected = {event.corrects for event in self.events}
        for past in self.thing.events:
            is_overtaken = past.event_id not in corrected and any(
                event.occurred_at == past.occurred_at and rank.get(event.kind, 0) < rank.get(past.kind, 0)
                for event in self.events
            )
            if is_overtaken:
                self.events.append(self._correction(past, past.occurred_at, {}))
        self.events.sort(key=lambda event: rank.get(event.kind, 0))

    def _field_events(self) -> Iterator[Event]:
        moment = self.planner.present_moment
        is_ended = "ended" in {event.kind for event in self.thing.events} | {event.kind for event in self.events}
        own = {} if is_ended else {name: kind for name, kind in self.kind.field_events.items() if name in self.changed}
        for name, event_kind in own.items():
            yield Event(self.thing.thing_id, event_kind, moment, {name: self.changed.pop(name)})
        if self.changed:
            yield Event(self.thing.thing_id, "amended", moment, self.changed, note=self.planner.note)

    def _former(self) -> dict[str, object]:
        """Old names stay known beside the thing, so that older sheets still find it."""
        if not self.old_names:
            return {}
        aliases = next(iter(self.kind.former.values()))
        return {aliases: "; ".join([*self.old_names, str(self.row.values.get(aliases, ""))]).rstrip("; ")}

    def _beside(self, key: str) -> object | None:
        value, known = self.row.values.get(key), self.thing.beside.get(key)
        if value is None or value == known:
            return None
        return None if isinstance(known, set) and alias_list(value) <= known else value


def alias_list(value: object) -> set[str]:
    """The names in a cell of names parted by semicolons."""
    return {name for part in str(value).split(";") if (name := part.strip())}
