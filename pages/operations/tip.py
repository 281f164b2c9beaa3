"""Một tin: what it says, what has happened to it and when each thing is due; identities only on request, logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from auth.permissions import PERMISSIONS, ROLES
from data_access.errors import UserError
from data_access.informants import (
    Informant,
    grant_confidence,
    leaves,
    masked,
    reveal,
    revealed,
    withdraw_confidence,
)
from data_access.queries.places import area_names, group_names
from data_access.queries.tips import Case, read_case
from data_access.reading import View
from metrics.formatting import show_datetime
from pages.parts.address import keep
from pages.parts.tables import grid
from pages.parts.visit import enter, moment, served_store, session_key
from regulation.vocabularies import CHANNELS, OUTCOMES, RESOLUTIONS, TIP_KINDS
from regulation.workflow import state_label

DUTIES = (
    ("Phân loại, xử lý (24 giờ)", "classification_due", "classified_at", "classification"),
    ("Chuyển cơ quan có thẩm quyền", "transfer_due", "transferred_at", "transfer"),
    ("Báo cáo khẩn cấp", "urgent_report_due", "urgent_reported_at", "urgent_report"),
)
TEXTS = {
    "summary": "Nội dung",
    "incident_time": "Thời gian xảy ra",
    "incident_place": "Địa điểm",
    "basis": "Người báo biết việc do đâu",
    "refusal_reason": "Lý do từ chối cung cấp danh tính",
    "register_number": "Số vào sổ",
    "transferred_to": "Nơi chuyển đến",
}


def _which() -> str:
    """The tip asked for: by the address, or typed."""
    if "tin" not in st.session_state:
        st.session_state["tin"] = st.query_params.get("tin", "")
    typed = st.text_input("Mã tin", key="tin", placeholder="Ví dụ: tip-261123-2").strip()
    keep("tin", [typed] if typed else [])
    return typed


def _moment(value: object) -> str:
    return show_datetime(value if isinstance(value, datetime) and not pd.isna(value) else None)


def _about(reader: View, case: Case) -> None:
    facts = case.facts
    areas, groups = area_names(reader), group_names(reader)
    lines = {
        "Loại tin": TIP_KINDS.label(facts["tip_kind"]),
        "Trạng thái": state_label(facts["state"]),
        "Kênh": CHANNELS.label(facts["channel"]),
        "Tổ dân phố": areas.get(facts["area_id"], "–"),
        "Nhóm": groups.get(facts["group_id"], "–"),
        "Đăng trong nhóm lúc": _moment(facts["posted_at"]),
        "Tiếp nhận lúc": _moment(facts["received_at"]),
        "Kết quả": RESOLUTIONS.label(facts["resolution"]) or "–",
    }
    lines |= {label: str(facts[key]) for key, label in TEXTS.items() if facts[key]}
    for label, text in lines.items():
        with st.container(gap=None):
            st.caption(label)
            st.text(text)


def _duties(reader: View, case: Case) -> None:
    rows = [
        {
            "Việc phải làm": label,
            "Hạn": _moment(case.facts[due]),
            "Xong lúc": _moment(case.facts[done]),
            "Tình trạng": OUTCOMES.label(case.facts[outcome]),
        }
        for label, due, done, outcome in DUTIES
        if OUTCOMES.label(case.facts[outcome])
    ]
    grid(reader, rows, reads="read.tips", title="Thời hạn của tin", slug="thoi-han-tin")


def _history(reader: View, case: Case) -> None:
    rows = [
        {
            "Lúc": show_datetime(step.occurred_at),
            "Việc": f"{step.label} (đã sửa lại)" if step.superseded else step.label,
            "Người ghi": step.actor,
            "Nhập lúc": show_datetime(step.recorded_at),
            "Ghi chú": step.note,
        }
        for step in case.steps
    ]
    grid(reader, rows, reads="read.tips", title="Diễn biến của tin", slug="dien-bien-tin", kinds={"Ghi chú": "text"})


def _identity(reader: View, tip_id: str) -> None:
    """The informant, masked; shown to whoever gives a reason, for this case and this session."""
    shown = revealed(served_store(), reader.actor, tip_id, session_key())
    person = shown or masked(reader, [tip_id]).get(tip_id)
    if person is None:
        st.caption("Tin không lưu danh tính người báo.")
        return
    _person(person)
    if person.confidential and reader.actor.may("confidence.granted") and not reader.is_demo:
        _confidence(reader, tip_id)
    if shown is not None:
        st.caption("Đang hiện danh tính trong phiên này; lần xem đã ghi vào nhật ký.")
    elif reader.actor.may("read.informant"):
        _reveal_form(reader, tip_id)


def _person(person: Informant) -> None:
    lines = {"Họ tên": person.name, "Điện thoại": person.phone, "Địa chỉ": person.address}
    lines["Số định danh"] = person.identity_number
    for label, text in lines.items():
        if text:
            st.text(f"{label}: {text}")


def _reveal_form(reader: View, tip_id: str) -> None:
    with st.form(f"reveal-{tip_id}", border=False):
        reason = st.text_area("Lý do cần xem danh tính", key=f"reason-{tip_id}", max_chars=500)
        if st.form_submit_button("Hiện danh tính", icon=":material/visibility:"):
            _try(lambda: reveal(served_store(), reader.actor, tip_id, reason, session_key()))


def _confidence(reader: View, tip_id: str) -> None:
    """Leadership gives, or takes back, leave to see an identity that is to be kept secret."""
    needing = PERMISSIONS["read.informant"] - PERMISSIONS["read.confidential_informant"]
    found = [leave for leave in leaves(reader, tip_id) if leave.role in needing]
    with st.expander("Cho phép xem danh tính được giữ bí mật"):
        for leave in found:
            if leave.given and st.button(f"Thôi cho phép {leave.full_name}", key=f"withdraw-{leave.account_id}"):
                _try(partial(withdraw_confidence, served_store(), reader.actor, tip_id, leave.account_id))
        asked = {leave.account_id: f"{leave.full_name} ({ROLES[leave.role]})" for leave in found if not leave.given}
        with st.form(f"grant-{tip_id}", border=False):
            to = st.selectbox("Cho ai", list(asked), format_func=lambda key: asked.get(key, key), key=f"to-{tip_id}")
            reason = st.text_input("Lý do cho phép", key=f"why-{tip_id}")
            if st.form_submit_button("Cho phép") and to:
                _try(lambda: grant_confidence(served_store(), reader.actor, tip_id, to, reason))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.rerun()


reader = enter("page.tip")
st.title("Một tin")
tip_id = _which()
if not tip_id:
    st.info("Gõ mã tin, hoặc chọn một dòng trong danh sách tin ở các trang khác.", icon=":material/info:")
    st.stop()
try:
    case = read_case(reader, tip_id, moment(reader))
except UserError as error:
    st.error(str(error), icon=":material/error:")
    st.stop()
left, right = st.columns([2, 3], gap="large")
with left, st.container(border=True):
    _about(reader, case)
with right:
    st.subheader("Thời hạn")
    _duties(reader, case)
    st.subheader("Diễn biến")
    _history(reader, case)
    st.subheader("Người báo tin")
    _identity(reader, tip_id)
