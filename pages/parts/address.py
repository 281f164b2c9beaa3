"""Choices that live in the address, so that a view can be sent to a colleague and survives a change of page.

Streamlit's own binding of widgets to the address loses a choice that came with the address when the page changes.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

_KEPT = "kept-choices"


def restore(key: str, options: Collection[str], default: str) -> None:
    """Before a widget of one choice: give it what the address says, or what was chosen on the page before."""
    if _is_new_here(key):
        told = st.query_params.get(key) or _kept().get(key, [default])[0]
        st.session_state[key] = told if told in options else default


def restore_several(key: str, options: Collection[str]) -> None:
    """The same before a widget of several choices."""
    if _is_new_here(key):
        told = st.query_params.get_all(key) or _kept().get(key, [])
        st.session_state[key] = [item for item in told if item in options]


def keep(key: str, chosen: list[str], default: str = "") -> None:
    """After the widget: write the choice to the address, but for the default."""
    _kept()[key] = chosen
    wanted = [] if chosen == [default] else chosen
    if st.query_params.get_all(key) != wanted:
        st.query_params[key] = wanted
    if not wanted and key in st.query_params:
        del st.query_params[key]


def _is_new_here(key: str) -> bool:
    return bool(st.session_state.get("page-switched")) or key not in st.session_state


def _kept() -> dict[str, list[str]]:
    kept: dict[str, list[str]] = st.session_state.setdefault(_KEPT, {})
    return kept
