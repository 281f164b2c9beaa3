"""Who is looking, at which store: asked anew at every rerun."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn
from uuid import uuid4

import streamlit as st

from auth.gate import GATE, SESSION_COOKIE
from auth.sessions import token_hash
from data_access.actors import Actor
from data_access.errors import NotAllowed, UserError
from data_access.reading import View
from data_access.serving import SERVING
from data_access.store import Store


def served_store() -> Store:
    """The store, which the router has seen to be open."""
    store = SERVING.store
    if store is None:
        raise UserError("Kho dữ liệu chưa mở xong. Hãy tải lại trang.")
    return store


def visitor() -> Actor | None:
    """Whoever is signed in at this moment; in a demonstration anybody is."""
    return GATE.current_actor(st.context.cookies)


def session_key() -> str:
    """What stands for this session where something lasts as long as it: never the token itself."""
    token = st.context.cookies.get(SESSION_COOKIE, "")
    if token:
        return token_hash(token)
    key: str = st.session_state.setdefault("session-key", uuid4().hex)
    return key


def enter(permission: str) -> View:
    """The store as the visitor may read it; without the right, a refusal is shown and logged and the page ends."""
    store, actor = served_store(), visitor()
    if actor is None:
        say_session_over()
    try:
        actor.require(permission)
    except NotAllowed:
        _log_refusal(store, actor, permission)
        st.error(
            "Tài khoản của bạn không được xem trang này. Nếu cần, hãy đề nghị người quản trị cấp quyền.",
            title="Không có quyền xem",
            icon=":material/block:",
        )
        st.stop()
    return View(store, actor)


def say_session_over() -> NoReturn:
    """Tell that the session is over and end the page; nothing of it is shown."""
    st.error("Phiên làm việc đã kết thúc.", icon=":material/lock:")
    st.html('<a href="/dang-nhap" target="_self">Đăng nhập lại</a>')
    st.stop()


def _log_refusal(store: Store, actor: Actor, permission: str) -> None:
    with store.write(actor) as tx:
        tx.audit("refused", detail=permission)


def moment(reader: View) -> datetime:
    """The moment that figures are given for: the present minute."""
    return reader.clock().replace(second=0, microsecond=0)
