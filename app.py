"""The server: the dashboard's pages with their own sign-in, health check, security headers and start-up.

Started with `streamlit run app.py` (or `make run`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from rich.progress import Progress

from auth.gate import GATE
from auth.web import middleware, routes
from data_access.serving import SERVING


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open the store in the background; a bar on the terminal tells how far it has come."""
    with Progress() as bar:
        task = bar.add_task("Đang mở kho dữ liệu", total=1.0)

        def tell(share: float, label: str) -> None:
            bar.update(task, completed=share, description=label)

        SERVING.start(tell)
        try:
            yield
        finally:
            GATE.write_remaining()
            SERVING.stop()


app = st.App(
    Path(__file__).parent / "pages" / "router.py",
    lifespan=lifespan,
    routes=routes(GATE),
    middleware=middleware(GATE),
)
