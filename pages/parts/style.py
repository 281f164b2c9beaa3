"""The few things that Streamlit's settings can't say: its own English words, and downloads that would pass the gate by.

The selectors hold for the pinned version; a browser test sees to it.
"""

from __future__ import annotations

import streamlit as st

UPLOAD = '[data-testid="stFileUploaderDropzone"]'
CSS = f"""<style>
[data-testid="stElementToolbar"] {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ padding-top: 4rem; }}
{UPLOAD} button [data-testid="stMarkdownContainer"] p {{ font-size: 0; }}
{UPLOAD} button [data-testid="stMarkdownContainer"] p::after {{ content: "Chọn tệp"; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "hoặc kéo tệp vào đây, tối đa 20 MB";
  font-size: 0.875rem; }}
</style>"""


def apply_style() -> None:
    """To be called once on every page."""
    st.html(CSS)
