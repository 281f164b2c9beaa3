"""The guard: without a live session nothing of the pages is served, over HTTP or WebSocket.

What is open to everybody is listed; everything else is refused unless the session is live. A demonstration lets
everybody in. Until a real store is open nobody is let in.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auth.gate import Cookies, Gate
from auth.web import screens
from auth.web.onward import asked_for
from auth.web.visit import page_response, redirect

REFUSED = 4401
WATCH_SECONDS = 20.0
GRACE_SECONDS = 60.0  # for the page to say it in its own words, when a rerun finds the session over
_OPEN = re.compile(r"/dang-nhap|/dang-xuat|/healthz|/tai-khoan/(?:mat-khau|moi/[A-Za-z0-9_-]{20,100})")
_HEALTH = "/healthz"
_NEVER = re.compile(r"/_stcore/(?:agent|metrics|script-health-check)(?:/|$)")
_NOT_A_PAGE = re.compile(r"/(?:_stcore|static|media|component|app/static)(?:/|$)")
_READING = ("GET", "HEAD")


class Guard:
    """Pure ASGI middleware. The handlers of the open paths ask for the session themselves where they need one."""

    def __init__(
        self, app: ASGIApp, gate: Gate, watch_seconds: float = WATCH_SECONDS, grace_seconds: float = GRACE_SECONDS
    ) -> None:
        self._app = app
        self._gate = gate
        self._watch_seconds = watch_seconds
        self._grace_seconds = grace_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            refusal = await self._refusal(scope)
            await (refusal or self._app)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        """What to answer instead of the page; None when it may be served."""
        path, is_page = scope["path"], _is_page(scope)
        if path == _HEALTH and scope["method"] in _READING:
            return None
        if _NEVER.search(path):
            return PlainTextResponse("Không có trang này.", 404)
        if self._gate.lets_everybody_in:
            return None
        if self._gate.store is None:
            waiting = screens.message("Đang mở", "", self._gate.waiting(), refresh=2)
            return page_response(waiting, 503, {"Retry-After": "2"})
        if _OPEN.fullmatch(path) or await self._is_live(_cookies(scope), counts=is_page):
            return None
        if is_page:
            return redirect(f"{screens.SIGN_IN}?tiep={quote(asked_for(scope), safe='/')}")
        return PlainTextResponse("Phiên làm việc đã kết thúc. Hãy tải lại trang và đăng nhập.", 401)

    async def _is_live(self, cookies: Cookies, *, counts: bool) -> bool:
        session = await run_sync(lambda: self._gate.current_session(cookies, counts=counts))
        return session is not None

    async def _may_stay(self, cookies: Cookies) -> bool:
        return self._gate.lets_everybody_in or await self._is_live(cookies, counts=False)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = _cookies(scope)
        if not await self._may_stay(cookies):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
            return
        is_over = False

        async def send_until_over(message: Message) -> None:
            if not is_over:
                await send(message)

        async def end_with_session() -> None:
            nonlocal is_over
            with suppress(Exception):
                while await self._may_stay(cookies):
                    await asyncio.sleep(self._watch_seconds)
            await asyncio.sleep(self._grace_seconds)
            is_over = True
            with suppress(Exception):
                await send({"type": "websocket.close", "code": REFUSED})

        watch = asyncio.create_task(end_with_session())
        try:
            await self._app(scope, receive, send_until_over)
        finally:
            watch.cancel()


def _is_page(scope: Scope) -> bool:
    return scope["method"] in _READING and not _NOT_A_PAGE.search(scope["path"])


def _cookies(scope: Scope) -> Cookies:
    return cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
