"""Tables on screen and the files made of them: every one of them passes the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data_access.reading import View
from metrics.columns import COLUMNS, ColumnKind, worded
from metrics.formatting import duration
from pages.parts.filters import Filters, told
from pages.parts.visit import moment, served_store
from reports.releasing import Released, Shown, release
from reports.table_spec import ColumnSpec, Kind, TableSpec, spec_of
from reports.tables_csv import write_csv
from reports.tables_excel import write_xlsx

ROWS_SHOWN = 12
_ROW = 35
_FORMATS: dict[Kind, str] = {"moment": "DD/MM/YYYY HH:mm", "day": "DD/MM/YYYY"}
_WRITERS: Mapping[str, Callable[[Released], bytes]] = {"csv": write_csv, "xlsx": write_xlsx}
_MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def facts_table(reader: View, rows: pd.DataFrame, filters: Filters, *, reads: str, key: str, title: str) -> None:
    """Facts as a table; a click on a tip opens it, and whoever may takes the list as a file."""
    spec = _facts_spec(rows, filters, reads)
    shown = _released(reader, spec, title, told(filters), "screen")
    opens = "tip_id" in rows.columns and reader.actor.may("page.tip")
    event: Any = _draw(shown, f"{key}-{reader.data_version}", title, selects=opens)
    if opens and event["selection"]["rows"]:
        tip_id = str(rows.iloc[event["selection"]["rows"][0]]["tip_id"])
        st.switch_page("operations/tip.py", query_params={"tin": tip_id})
    if reader.actor.may("export.cases"):
        _downloads(reader, spec, title, told(filters), key)


def grid(
    reader: View,
    lines: Sequence[Mapping[str, object]],
    *,
    reads: str,
    title: str,
    slug: str,
    kinds: Mapping[str, Kind] | None = None,
    height: int | None = None,
) -> None:
    """Lines of finished words as a table, under their own keys as headings; `kinds` for columns that aren't labels."""
    if not lines:
        st.caption("Chưa có dữ liệu.")
        return
    columns = tuple(ColumnSpec(name, name, (kinds or {}).get(name, "label")) for name in lines[0])
    spec = TableSpec(slug, columns, [tuple(line.values()) for line in lines], reads)
    _draw(_released(reader, spec, title, {}, "screen"), f"{slug}-{reader.data_version}", title, height=height)


def _facts_spec(rows: pd.DataFrame, filters: Filters, reads: str) -> TableSpec:
    words = worded(rows, {"area_id": filters.areas, "group_id": filters.groups})
    for column in words.columns:
        if COLUMNS[column].kind == "minutes":
            words[column] = [_left(minutes) for minutes in words[column]]
    columns = tuple(ColumnSpec(name, COLUMNS[name].label, _kind(COLUMNS[name].kind)) for name in words.columns)
    return spec_of(words, columns, "danh-sach", reads)


def _kind(kind: ColumnKind) -> Kind:
    return "label" if kind == "minutes" else kind


def _left(minutes: float) -> str:
    return f"quá {duration(-minutes)}" if minutes < 0 else f"còn {duration(minutes)}"


def _released(reader: View, spec: TableSpec, title: str, chosen: Mapping[str, str], purpose: Any) -> Any:
    return release(
        served_store(), reader.actor, spec, title=title, filters=chosen, as_of=moment(reader), purpose=purpose
    )


def _draw(shown: Shown, key: str, title: str, *, selects: bool = False, height: int | None = None) -> Any:
    frame = shown.frame()
    config: dict[str, Any] = {}
    for column in shown.columns:
        if column.kind in _FORMATS:
            frame[column.title] = pd.to_datetime(frame[column.title])
            config[column.title] = st.column_config.DatetimeColumn(format=_FORMATS[column.kind])
    return st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        key=key,
        height=height or _ROW * (min(len(frame), ROWS_SHOWN) + 1) + 3,
        placeholder="",
        alt=title,
        on_select="rerun" if selects else "ignore",
        selection_mode="single-row",
    )


def _file(reader: View, spec: TableSpec, title: str, chosen: Mapping[str, str], form: str) -> bytes:
    return _WRITERS[form](_released(reader, spec, title, chosen, form))


def _downloads(reader: View, spec: TableSpec, title: str, chosen: Mapping[str, str], key: str) -> None:
    """The table as files, made and logged when they are asked for."""
    with st.container(horizontal=True):
        for form in _WRITERS:
            st.download_button(
                f"Tải {form.upper()}",
                data=partial(_file, reader, spec, title, chosen, form),
                file_name=f"{spec.slug}-{moment(reader):%Y%m%d-%H%M}.{form}",
                mime=_MIME[form],
                key=f"{form}-{key}",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )
