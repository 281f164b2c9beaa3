"""Báo cáo định kỳ: choose a period, look the report over, and take the file (clause 20.2)."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from data_access import settings
from data_access.reading import View
from pages.parts.address import keep, restore
from pages.parts.charts import draw
from pages.parts.filters import calendar_choice
from pages.parts.tables import grid
from pages.parts.visit import enter, moment, served_store
from regulation.periods import Period, periods_until
from reports.building import build_report
from reports.content import Block, Figure, Fill, Item, Note, Paragraph, Report, Section, Table
from reports.issuer import SETTINGS, Issuer, IssuerSetting, read_issuer
from reports.registry import FORMATS, file_name, render
from reports.releasing_report import release_report


def _period(reader: View) -> Period:
    calendar = calendar_choice()
    now = reader.clock()
    found = {period.key: period for period in periods_until(now.date(), ("half", "year"), calendar)}
    keys = list(found)
    complete = next((key for key in keys if found[key].ends <= now), keys[0])
    restore("kybaocao", found, complete)
    chosen = st.selectbox(
        "Kỳ báo cáo", keys, format_func=lambda key: _period_label(found[key], now.date()), key="kybaocao"
    )
    keep("kybaocao", [chosen or complete], complete)
    return found[chosen or complete]


def _period_label(period: Period, today: date) -> str:
    return f"{period.label} (chưa hết kỳ)" if period.last_day >= today else period.label


def _issuer(number: int | None, signed_on: date | None) -> Issuer:
    store = served_store()
    return read_issuer(lambda key, default: settings.value(store, key, default), number, signed_on)


def _issuer_form(reader: View) -> None:
    """Who issues and signs the reports: kept for the next time."""
    own = settings.read(served_store(), {setting.key: setting.default for setting in SETTINGS})
    with st.form("issuer", border=False):
        typed = {setting.key: _field(setting, own[setting.key]) for setting in SETTINGS}
        if st.form_submit_button("Lưu", type="primary"):
            changes = {key: text.strip() for key, text in typed.items() if text.strip() != own[key].strip()}
            settings.write(served_store(), reader.actor, changes)
            st.success("Đã lưu.", icon=":material/check:")


def _field(setting: IssuerSetting, value: str) -> str:
    show = st.text_area if setting.lines else st.text_input
    return str(show(setting.label, value, help=setting.help or None, key=f"issuer-{setting.field}"))


def _show(reader: View, blocks: tuple[Block, ...]) -> None:
    """The blocks of a report on screen, in the order of the paper."""
    for order, block in enumerate(blocks):
        match block:
            case Section(number=number, title=title):
                st.markdown(f"**{number} {title}**")
                _show(reader, block.blocks)
            case Table(columns=columns, rows=rows):
                titles = [column.title for column in columns]
                cells = [row.cells if not row.spans else (row.cells[0], *[""] * (len(titles) - 1)) for row in rows]
                lines = [dict(zip(titles, row, strict=True)) for row in cells]
                slug = f"bang-{order}-{len(titles)}-{len(lines)}"
                grid(reader, lines, reads="read.reports", title=block.caption or "Bảng", slug=slug, height=360)
            case Figure(chart=chart, caption=caption):
                draw(chart, f"report-chart-{order}")
                st.caption(caption)
            case Fill(prompt=prompt):
                st.caption(f"[{prompt}]")
            case Item(text=text, level=level):
                st.markdown(f"{'  ' * level}- {text}")
            case Note(text=text):
                st.caption(text)
            case Paragraph(text=text):
                st.markdown(text)


@st.cache_data(max_entries=8, show_spinner="Đang lập báo cáo…")
def _built(_reader: View, _issuer: Issuer, _period: Period, key: tuple[object, ...]) -> Report:
    return build_report(_reader, _period, moment(_reader), _issuer)


def _download(reader: View, report: Report, key: str) -> bytes:
    """The file; its export goes into the audit log."""
    return render(release_report(served_store(), reader.actor, report, form=key), key)


reader = enter("page.reports")
st.title("Báo cáo định kỳ")
left, right = st.columns([1, 2], gap="large")
with left:
    period = _period(reader)
    number = st.number_input("Số báo cáo", min_value=1, value=None, step=1, placeholder="Để trống nếu chưa có")
    signed_on = st.date_input("Ngày ký", value=None, format="DD/MM/YYYY")
    if reader.actor.may("setting.changed"):
        with st.expander("Đơn vị ban hành, người ký, nơi nhận"):
            _issuer_form(reader)
issuer = _issuer(int(number) if number else None, signed_on if isinstance(signed_on, date) else None)
with right:
    version = (str(served_store().path), reader.data_version, issuer, period, moment(reader))
    report = _built(reader, issuer, period, version)
    with left:
        for format_ in FORMATS.values():
            st.download_button(
                f"Tải báo cáo {format_.label}",
                data=partial(_download, reader, report, format_.key),
                file_name=file_name(report, format_.key),
                mime=format_.mime,
                type="primary",
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
            )
    st.subheader(report.title)
    st.caption(report.heading.opening)
    _show(reader, report.sections)
    st.markdown(f"{report.closing}./.")
    for annex in report.annexes:
        with st.expander(f"{annex.label}. {annex.title}"):
            _show(reader, annex.blocks)
