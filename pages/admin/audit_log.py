"""Nhật ký: what was changed, revealed, exported and refused, by whom and when."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from data_access.queries.audit_log import MOST, entries
from metrics.formatting import number
from pages.parts.tables import grid
from pages.parts.visit import enter

SHOWN_DAYS = 7
HEADINGS = {
    "entry_id": "Số",
    "audited_at": "Lúc",
    "actor": "Ai",
    "action": "Việc",
    "subject_id": "Mã",
    "detail": "Chi tiết",
}
KINDS = {
    "": "Tất cả",
    "signed_in": "Đăng nhập",
    "refused": "Bị từ chối",
    "informant": "Xem danh tính",
    "export": "Xuất ra ngoài",
    "account": "Tài khoản",
    "import": "Nhập dữ liệu",
    "tip": "Tin",
    "setting": "Cài đặt",
}

reader = enter("page.audit")
st.title("Nhật ký")
today = reader.clock().date()
with st.container(horizontal=True, vertical_alignment="bottom"):
    days = st.date_input(
        "Từ ngày, đến ngày", (today - timedelta(SHOWN_DAYS - 1), today), format="DD/MM/YYYY", width=280
    )
    kind = st.selectbox("Việc", list(KINDS), format_func=lambda key: KINDS[key], width=220)
chosen = [day for day in days if isinstance(day, date)] if isinstance(days, tuple) else [today]
first, last = (chosen[0], chosen[-1]) if chosen else (today, today)
rows = entries(reader, first, last, kind or "")
st.caption(
    f"{number(len(rows))} mục" + (f" (chỉ hiện {number(MOST)} mục mới nhất)" if len(rows) == MOST else "") + ". "
    "Nhật ký được nối mã từng mục: mục nào bị sửa hay bị cắt, lệnh “verify” sẽ chỉ ra."
)
lines = [{heading: row[key] for key, heading in HEADINGS.items()} for row in rows.to_dict("records")]
grid(
    reader,
    lines,
    reads="read.audit",
    title="Nhật ký",
    slug="nhat-ky",
    kinds={"Lúc": "moment", "Số": "number", "Chi tiết": "text"},
    height=560,
)
