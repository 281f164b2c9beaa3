"""The one list of pages, and what stands around each of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from auth.gate import GATE
from auth.permissions import ROLES
from data_access.actors import Actor
from data_access.serving import SERVING
from pages.parts.style import apply_style
from pages.parts.visit import say_session_over, served_store, visitor

ICON = Path(__file__).parent / "parts" / "icon.png"


@dataclass(frozen=True)
class PageEntry:
    """A page: where it stands in the menu, its file, its address, and the permission that opens it."""

    section: str
    title: str
    file: str
    url_path: str
    icon: str
    permission: str


PAGES: tuple[PageEntry, ...] = (
    PageEntry("Theo dõi", "Tổng quan", "monitoring/overview.py", "tong-quan", "monitoring", "page.overview"),
    PageEntry("Theo dõi", "Thời hạn xử lý", "monitoring/deadlines.py", "thoi-han", "timer", "page.deadlines"),
    PageEntry("Theo dõi", "Hoạt động nhóm", "monitoring/activity.py", "hoat-dong", "groups", "page.activity"),
    PageEntry("Theo dõi", "An toàn tài khoản", "monitoring/safety.py", "an-toan", "shield", "page.account_safety"),
    PageEntry("Tác nghiệp", "Một tin", "operations/tip.py", "tin", "article", "page.tip"),
    PageEntry("Tác nghiệp", "Nhập dữ liệu", "operations/importing.py", "nhap", "upload_file", "page.import"),
    PageEntry("Báo cáo", "Báo cáo định kỳ", "reporting/reports.py", "bao-cao", "description", "page.reports"),
    PageEntry("Quản trị", "Tài khoản", "admin/accounts.py", "tai-khoan-dung", "manage_accounts", "page.accounts"),
    PageEntry("Quản trị", "Nhật ký", "admin/audit_log.py", "nhat-ky", "history", "page.audit"),
)


@st.fragment(run_every=0.5)
def _opening() -> None:
    """The progress of making or opening the store; the whole page follows when it is there."""
    if SERVING.error:
        st.error(SERVING.error, title="Chưa mở được kho dữ liệu", icon=":material/error:")
        return
    if SERVING.store is not None:
        st.rerun()
    st.progress(min(SERVING.share, 1.0), text=f"{SERVING.label}…")


@st.fragment(run_every=20)
def _watch_session() -> None:
    """Clears what is on screen soon after the session has ended; looking at it does not keep a session alive."""
    if GATE.current_session(st.context.cookies, counts=False) is None:
        st.rerun()


def _banner() -> None:
    st.warning(
        "**Dữ liệu trình diễn.** Người, số điện thoại và tin ở đây đều do máy tạo ra, không phải số liệu thật.",
        icon=":material/science:",
    )


def _who(actor: Actor) -> None:
    """The ward, and who is signed in with the ways out."""
    with st.sidebar:
        st.caption(f"Bình Yên · {served_store().ward[1]}")
        if not served_store().is_demo:
            st.caption(f"{actor.name} · {ROLES[actor.role]}")
            st.html(
                '<a href="/tai-khoan/mat-khau" target="_self">Đổi mật khẩu</a> · '
                '<a href="/dang-xuat" target="_self">Đăng xuất</a>'
            )


def _menu(actor: Actor) -> dict[str, list[st.Page]]:
    menu: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        page = st.Page(
            entry.file,
            title=entry.title,
            url_path=entry.url_path,
            icon=f":material/{entry.icon}:",
            default=entry is PAGES[0],
            visibility="visible" if actor.may(entry.permission) else "hidden",
        )
        menu.setdefault(entry.section, []).append(page)
    return menu


def main() -> None:
    """Show the page asked for, or what is in the way of it."""
    st.set_page_config(page_title="Bình Yên", page_icon=ICON, layout="wide")
    apply_style()
    if SERVING.store is None:
        st.title("Bình Yên")
        _opening()
        st.stop()
    actor = visitor()
    if actor is None:
        say_session_over()
    st.logo(ICON, size="large")
    page = st.navigation(_menu(actor))
    st.session_state["page-switched"] = st.session_state.get("page-shown") != page.url_path
    st.session_state["page-shown"] = page.url_path
    _who(actor)
    if served_store().is_demo:
        _banner()
    else:
        _watch_session()
    page.run()


main()
