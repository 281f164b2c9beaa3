"""Tài khoản: who may sign in, in which role; nobody is given a password, but a link to choose one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from auth import accounts
from auth.accounts import Account, NewAccount
from auth.invitations import Link
from auth.permissions import ROLES
from data_access.errors import UserError
from data_access.queries.places import group_names
from data_access.reading import View
from metrics.formatting import show_date, show_datetime
from pages.parts.tables import grid
from pages.parts.visit import enter, served_store


def _list(reader: View, found: list[Account], groups: dict[str, str]) -> None:
    rows = [
        {
            "Tên đăng nhập": account.login,
            "Họ và tên": account.full_name,
            "Vai trò": ROLES.get(account.role, account.role),
            "Nhóm": ", ".join(groups.get(key, key) for key in account.group_ids) or "Cả phường",
            "Tình trạng": account.state,
            "Đổi mật khẩu": show_date(account.password_changed_at),
        }
        for account in found
    ]
    grid(reader, rows, reads="read.accounts", title="Tài khoản", slug="tai-khoan")


def _tell_link(link: Link) -> None:
    """A one-time link: shown once, to be handed over."""
    st.session_state["link"] = (link.path, show_datetime(link.expires_at))
    st.rerun()


def _show_link() -> None:
    told = st.session_state.pop("link", None)
    if told:
        path, until = told
        st.success(
            f"Gửi liên kết này cho đúng người, qua kênh an toàn. Chỉ dùng được một lần, đến {until}. Liên kết không "
            "hiện lại lần nữa.",
            title="Liên kết đặt mật khẩu",
            icon=":material/link:",
        )
        address = st.context.url or ""
        root = "/".join(address.split("/")[:3])
        st.code(f"{root}{path}", language=None, wrap_lines=True)


def _try(act: Callable[[], object]) -> None:
    try:
        done = act()
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    if isinstance(done, Link):
        _tell_link(done)
    st.rerun()


def _new(reader: View, groups: dict[str, str]) -> None:
    with st.form("new-account"):
        login = st.text_input("Tên đăng nhập", placeholder="Ví dụ: tuan.nv")
        full_name = st.text_input("Họ và tên")
        role = st.selectbox("Vai trò", list(ROLES), format_func=lambda key: ROLES[key])
        chosen = st.multiselect(
            "Nhóm phụ trách (chỉ cho cảnh sát khu vực)",
            list(groups),
            format_func=lambda key: groups[key],
            placeholder="Cả phường",
            select_all=False,
        )
        st.caption("Các mục sau chỉ để không cho đặt mật khẩu trùng với chúng (khoản 1 Điều 16).")
        phone, email = st.text_input("Số điện thoại"), st.text_input("Thư điện tử")
        if st.form_submit_button("Lập tài khoản", type="primary"):
            new = NewAccount(login, full_name, role or "", tuple(chosen), phone, email)
            _try(lambda: accounts.create(served_store(), reader.actor, new))


def _change(reader: View, found: list[Account], groups: dict[str, str]) -> None:
    by_id = {account.account_id: account for account in found}
    key = st.selectbox("Tài khoản", list(by_id), format_func=lambda item: f"{by_id[item].login} · {by_id[item].state}")
    if key is None:
        return
    store, actor = served_store(), reader.actor
    with st.container(horizontal=True):
        if st.button("Liên kết đặt lại mật khẩu", icon=":material/link:"):
            _try(lambda: accounts.new_link(store, actor, key))
        if st.button("Mất điện thoại, lộ mật khẩu", icon=":material/lock_reset:"):
            _try(lambda: accounts.reset(store, actor, key))
        if by_id[key].active:
            if st.button("Khóa", icon=":material/lock:"):
                _try(lambda: accounts.disable(store, actor, key))
        elif st.button("Mở khóa", icon=":material/lock_open:"):
            _try(lambda: accounts.enable(store, actor, key))
    _role_form(reader, by_id[key], groups)


def _role_form(reader: View, account: Account, groups: dict[str, str]) -> None:
    with st.form(f"role-{account.account_id}"):
        roles = list(ROLES)
        role = st.selectbox("Vai trò", roles, roles.index(account.role), format_func=lambda item: ROLES[item])
        chosen = st.multiselect(
            "Nhóm phụ trách (chỉ cho cảnh sát khu vực)",
            list(groups),
            [key for key in account.group_ids if key in groups],
            format_func=lambda item: groups[item],
            placeholder="Cả phường",
            select_all=False,
        )
        if st.form_submit_button("Đổi vai trò"):
            _try(
                lambda: accounts.change_role(
                    served_store(), reader.actor, account.account_id, role or "", tuple(chosen)
                )
            )


reader = enter("page.accounts")
st.title("Tài khoản")
if reader.is_demo:
    st.info("Kho trình diễn không có tài khoản: ai mở cũng xem được.", icon=":material/info:")
    st.stop()
_show_link()
groups = group_names(reader)
found = accounts.listed(reader)
_list(reader, found, groups)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Lập tài khoản mới")
    _new(reader, groups)
with right:
    st.subheader("Sửa tài khoản")
    _change(reader, found, groups)
