"""Sign-in over HTTP: the routes and middleware that the server puts around its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
from anyio.to_thread import run_sync
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from auth.gate import Gate
from auth.invitations import LINK_PATH
from auth.web import pages, screens
from auth.web.guard import Guard
from auth.web.headers import Headers
from auth.web.visit import Visit, page_response, read_form

__all__ = ["middleware", "routes"]
HEALTH = "/healthz"
_AT_ONCE = 4  # requests that may be hashing a password, 64 MiB each
Handler = Callable[[Visit], Response]


def routes(gate: Gate) -> list[Route]:
    """Sign-in, sign-out, one-time links, one's own password, and the health check."""
    turns = anyio.CapacityLimiter(_AT_ONCE)

    def route(path: str, show: Handler, act: Handler) -> Route:
        return Route(path, _endpoint(gate, turns, show, act), methods=["GET", "POST"])

    return [
        route(pages.SIGN_IN, pages.show_sign_in, pages.sign_in),
        route(pages.SIGN_OUT, pages.show_sign_out, pages.sign_out),
        route(pages.PASSWORD, pages.show_change_password, pages.change_password),
        route(f"{LINK_PATH}{{token}}", pages.show_invitation, pages.accept_invitation),
        Route(HEALTH, _healthy, methods=["GET"]),
    ]


def middleware(gate: Gate) -> list[Middleware]:
    """Headers and error pages around everything, then the guard."""
    return [Middleware(Headers, gate=gate), Middleware(Guard, gate=gate)]


def _endpoint(
    gate: Gate, turns: anyio.CapacityLimiter, show: Handler, act: Handler
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        store = gate.store
        form = await read_form(request) if request.method == "POST" else {}
        if store is None:
            return page_response(screens.message("Đang mở", "", gate.waiting(), refresh=2), 503)
        if form is None:
            sentence = "Biểu mẫu không đọc được. Hãy tải lại trang và gửi lần nữa."
            return page_response(screens.message("Không gửi được", store.ward[1], sentence), 400)
        visit = Visit(gate, store, request, form)
        return await run_sync(act if request.method == "POST" else show, visit, limiter=turns)

    return answer


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok")
