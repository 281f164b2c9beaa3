"""The outermost layer: security headers on every answer, and errors as sentences instead of stack traces."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auth.gate import Gate
from auth.web import peer, screens
from auth.web.visit import page_response

INLINE_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
"""Of the one inline script in Streamlit's index.html; follows the version that is pinned."""
PAGES_POLICY = (
    f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '{INLINE_SCRIPT}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
    "worker-src 'self' blob:; frame-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), "
    "display-capture=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
_ONE_YEAR = "max-age=31536000"
_BUNDLE = "/static/"
_log = logging.getLogger(__name__)


class Headers:
    """Pure ASGI middleware."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                self._add(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            _log.error("%s at %s", type(error).__name__, _place(error))
            if not has_begun:
                await page_response(_sorry(), 500)(scope, receive, send_with_headers)

    def _add(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in _ALWAYS.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", PAGES_POLICY)
        if peer.is_secure(scope, self._gate.behind_proxy):
            headers["Strict-Transport-Security"] = _ONE_YEAR
        if not scope["path"].startswith(_BUNDLE):
            headers["Cache-Control"] = "no-store"


def _place(error: Exception) -> str:
    """Where it happened, but not the message, which may quote what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _sorry() -> str:
    sentence = "Máy chủ gặp lỗi và đã ghi lại. Hãy thử lại; nếu vẫn gặp, báo quản trị hệ thống kèm giờ gặp lỗi."
    return screens.message("Có lỗi", "", sentence, way_on=True)
