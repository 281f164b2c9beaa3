"""Who is looking, at which store: asked anew at every rerun."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from auth.permissions import DEMO_VISITOR
from data_access.actors import Actor
from data_access.errors import NotAllowed
from data_access.reading import View
from data_access.serving import SERVING
from data_access.store import Store


def served_store() -> Store:
    """The store, which the router has seen to be open."""
    store = SERVING.store
    assert store is not None
    return store


def visitor() -> Actor | None:
    """Whoever is signed in; in a demonstration anybody is."""
    return DEMO_VISITOR if served_store().is_demo else None


def enter(permission: str) -> View:
    """The store as the visitor may read it; without the right, a refusal is shown and logged and the page ends."""
    store, actor = served_store(), visitor()
    if actor is None:
        st.error("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.", icon=":material/lock:")
        st.stop()
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


def _log_refusal(store: Store, actor: Actor, permission: str) -> None:
    with store.write(actor) as tx:
        tx.audit("refused", detail=permission)


def moment(reader: View) -> datetime:
    """The moment that figures are given for: the present minute."""
    return reader.clock().replace(second=0, microsecond=0)
