"""The filters of the monitoring pages; they live in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from data_access.queries.places import area_names, group_names
from data_access.reading import View
from metrics.formatting import show_datetime
from metrics.selection import EVERYTHING, Selection, Window, comparison_windows, is_running, last_months, month_windows
from pages.parts.address import keep, restore, restore_several
from pages.parts.visit import moment
from regulation.periods import CALENDARS, DEFAULT_CALENDAR, Period, period_of, periods_until
from regulation.vocabularies import TIP_KINDS
from reports.releasing import PERIOD

KINDS = ("half", "year", "quarter", "month")


@dataclass(frozen=True)
class Filters:
    """What the visitor looks at, as of `as_of`; `groups` and `areas` are names by id."""

    period: Period
    selection: Selection
    as_of: datetime
    groups: Mapping[str, str]
    areas: Mapping[str, str]

    @property
    def windows(self) -> list[Window]:
        """The period and what it is compared with."""
        return comparison_windows(self.period, self.as_of)

    @property
    def months(self) -> list[Window]:
        """The months of the trend, up to twelve."""
        return last_months(self.period, self.as_of)

    @property
    def months_within(self) -> list[Window]:
        """The months of the period so far, cut at its ends, so that their figures add up to the period's."""
        starts = self.period.starts
        return month_windows(starts, min(self.period.ends, max(self.as_of, starts)))


def filter_bar(reader: View, *, kinds: bool = True) -> Filters:
    """The filters as widgets, and what they say. `kinds` offers the kinds of tips too.

    Who may see no cases looks at whole half years of the whole ward: narrower views would give single cases away.
    """
    as_of = moment(reader)
    groups, areas = group_names(reader), area_names(reader)
    whole_ward = not reader.actor.may("read.tips")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.container(width="content")
        with st.popover("Bộ lọc", icon=":material/filter_list:"):
            selection = EVERYTHING if whole_ward else _selection(groups, areas, kinds=kinds)
            calendar = calendar_choice()
        with place:
            period = _period(as_of, calendar, ("half",) if whole_ward else KINDS)
    filters = Filters(period, selection, as_of, groups, areas)
    st.caption(describe(filters))
    return filters


def _selection(groups: Mapping[str, str], areas: Mapping[str, str], *, kinds: bool) -> Selection:
    chosen_groups, chosen_areas = _several("Nhóm", "nhom", groups), _several("Tổ dân phố", "tdp", areas)
    kind_labels = {term.key: term.label for term in TIP_KINDS}
    return Selection(chosen_groups, chosen_areas, _several("Loại tin", "loai", kind_labels) if kinds else ())


def _period(as_of: datetime, calendar: str, kinds: tuple[str, ...]) -> Period:
    found = {period.key: period for period in periods_until(as_of.date(), kinds, calendar)}
    running = period_of(as_of.date(), "half", calendar)
    restore("ky", found, running.key)
    chosen = st.selectbox("Kỳ", list(found), format_func=lambda key: found[key].label, key="ky", width=280)
    keep("ky", [chosen or running.key], running.key)
    return found.get(chosen or running.key, running)


def _several(label: str, key: str, names: Mapping[str, str]) -> tuple[str, ...]:
    restore_several(key, names)
    chosen = st.multiselect(
        label, list(names), format_func=lambda item: names[item], key=key, placeholder="Tất cả", select_all=False
    )
    keep(key, chosen)
    return tuple(chosen)


def calendar_choice() -> str:
    """How periods are cut off, as a widget."""
    restore("lich", CALENDARS, DEFAULT_CALENDAR)
    chosen = st.selectbox("Cách chốt kỳ", list(CALENDARS), format_func=lambda key: CALENDARS[key].label, key="lich")
    keep("lich", [chosen or DEFAULT_CALENDAR], DEFAULT_CALENDAR)
    return chosen or DEFAULT_CALENDAR


def told(filters: Filters) -> dict[str, str]:
    """The filters by name, as the gate writes them on what leaves."""
    chosen = filters.selection
    named = {
        "Nhóm": [filters.groups[key] for key in chosen.group_ids],
        "Tổ dân phố": [filters.areas[key] for key in chosen.area_ids],
        "Loại tin": [TIP_KINDS.label(key) for key in chosen.kinds],
    }
    period = f"{filters.period.label} ({filters.period.span_label})"
    return {PERIOD: period} | {name: ", ".join(values) for name, values in named.items() if values}


def describe(filters: Filters) -> str:
    """What is shown, in words: the span, the moment, and what narrows it."""
    chosen = filters.selection
    names = [filters.groups[key] for key in chosen.group_ids] + [filters.areas[key] for key in chosen.area_ids]
    names += [TIP_KINDS.label(key) for key in chosen.kinds]
    span = filters.period.span_label
    until = f", số liệu đến {show_datetime(filters.as_of)}" if is_running(filters.period, filters.as_of) else ""
    narrowed = f" · chỉ gồm: {', '.join(names)}" if names else ""
    return f"{span[0].upper()}{span[1:]}{until}{narrowed}"
