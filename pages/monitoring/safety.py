"""An toàn tài khoản: the accounts that run the groups and the devices they are run from (Điều 16, 17)."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import uuid4

import pandas as pd
import streamlit as st

from data_access.errors import UserError
from data_access.events import Event, record
from data_access.queries.places import group_names
from data_access.queries.safety import administrators, devices
from data_access.reading import View
from metrics.formatting import number, show_date
from pages.parts.cards import cards
from pages.parts.filters import filter_bar
from pages.parts.tables import grid
from pages.parts.visit import enter, moment, served_store
from regulation.safety import DEVICE_CHECK_DAYS, PASSWORD_DAYS
from regulation.vocabularies import DEVICE_CHECKS, MEMBER_ROLES

CARDS = ("admin_verified_rate", "admin_two_factor_rate", "password_rotation_rate", "incidents")
SOON_DAYS = 14


def _due(day: object, today: date) -> str:
    """Where a due day stands, in words."""
    if not isinstance(day, date) or pd.isna(day):
        return "–"
    due = day.date() if isinstance(day, datetime) else day
    if due < today:
        return f"Quá hạn {number((today - due).days)} ngày"
    if (due - today).days <= SOON_DAYS:
        return f"Còn {number((due - today).days)} ngày"
    return f"Đúng hạn, đến {show_date(due)}"


def _yes(value: object) -> str:
    return "Có" if value else "Chưa"


def _accounts(reader: View, rows: pd.DataFrame, today: date) -> None:
    groups = group_names(reader)
    shown = [
        {
            "Vai trò": MEMBER_ROLES.label(row["role"]),
            "Họ và tên": row["full_name"],
            "Hạn đổi mật khẩu": _due(row["password_due"], today),
            "Đã xác thực": _yes(row["verified"]),
            "Bảo mật hai lớp": _yes(row["two_factor"]),
            "Đổi mật khẩu": show_date(None if pd.isna(row["password_changed_on"]) else row["password_changed_on"]),
            "Kiểm tra gần nhất": show_date(None if pd.isna(row["checked_at"]) else row["checked_at"]),
            "Nhóm": groups.get(row["group_id"], "–"),
        }
        for row in rows.to_dict("records")
    ]
    grid(reader, shown, reads="read.account_safety", title="Tài khoản quản trị nhóm", slug="tai-khoan-nhom")


def _devices(reader: View, rows: pd.DataFrame, today: date) -> None:
    shown = [
        {
            "Thiết bị": row["device"],
            "Kiểm tra gần nhất": show_date(row["happened_at"]),
            "Lần tới": _due(row["next_due"], today),
            **{term.label: _yes(row[term.key]) for term in DEVICE_CHECKS},
        }
        for row in rows.to_dict("records")
    ]
    grid(reader, shown, reads="read.account_safety", title="Kiểm tra thiết bị", slug="kiem-tra-thiet-bi")


def _save(reader: View, subject: str, happened_on: date, fields: dict[str, object]) -> None:
    """Record a check of a day: at the present moment if it was today, else at the end of working hours."""
    now = reader.clock()
    at = now if happened_on >= now.date() else datetime.combine(happened_on, time(17))
    try:
        with served_store().write(reader.actor) as tx:
            record(tx, subject, [Event(f"{subject}-{uuid4().hex[:12]}", "recorded", at, fields)])
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state["saved"] = True
        st.rerun()


def _account_form(reader: View, rows: pd.DataFrame) -> None:
    groups = group_names(reader)
    people = {
        row["member_id"]: f"{groups.get(row['group_id'], '–')} · {MEMBER_ROLES.label(row['role'])} · {row['full_name']}"
        for row in rows.to_dict("records")
    }
    with st.form("account-check", clear_on_submit=True):
        member = st.selectbox("Tài khoản", list(people), format_func=lambda key: people.get(key, key))
        on = st.date_input("Ngày kiểm tra", reader.clock().date(), format="DD/MM/YYYY")
        verified, two_factor = st.checkbox("Tài khoản đã xác thực"), st.checkbox("Đã bật bảo mật hai lớp")
        changed = st.date_input("Ngày đổi mật khẩu gần nhất", None, format="DD/MM/YYYY")
        if st.form_submit_button("Ghi lượt kiểm tra", type="primary") and member and isinstance(on, date):
            fields: dict[str, object] = {"member_id": member, "verified": verified, "two_factor": two_factor}
            if isinstance(changed, date):
                fields["password_changed_on"] = changed
            _save(reader, "account_check", on, fields)


def _device_form(reader: View) -> None:
    with st.form("device-check", clear_on_submit=True):
        device = st.text_input("Thiết bị", placeholder="Ví dụ: máy trực ban số 1").strip()
        on = st.date_input("Ngày kiểm tra", reader.clock().date(), format="DD/MM/YYYY")
        answers = {term.key: st.checkbox(term.label) for term in DEVICE_CHECKS}
        if st.form_submit_button("Ghi lượt kiểm tra", type="primary") and isinstance(on, date):
            if device:
                _save(reader, "device_check", on, {"device": device, **answers})
            else:
                st.error("Hãy ghi tên thiết bị.", icon=":material/error:")


reader = enter("page.account_safety")
st.title("An toàn tài khoản")
filters = filter_bar(reader, kinds=False)
today = reader.clock().date()
if st.session_state.pop("saved", False):
    st.success("Đã ghi lượt kiểm tra.", icon=":material/check:")
cards(reader, filters, CARDS)
st.subheader("Trưởng nhóm, Phó nhóm")
st.caption(f"Khoản 2 Điều 16: xác thực, bảo mật hai lớp, đổi mật khẩu ít nhất {PASSWORD_DAYS} ngày một lần.")
admins = administrators(reader, moment(reader))
_accounts(reader, admins, today)
if reader.actor.may("account_check.recorded"):
    with st.expander("Ghi lượt kiểm tra tài khoản"):
        _account_form(reader, admins)
st.subheader("Thiết bị")
st.caption(f"Khoản 2 Điều 17: kiểm tra ít nhất {DEVICE_CHECK_DAYS} ngày một lần.")
_devices(reader, devices(reader, moment(reader)), today)
if reader.actor.may("device_check.recorded"):
    with st.expander("Ghi lượt kiểm tra thiết bị"):
        _device_form(reader)
