"""One request to a sign-in page: what it brings, and answers with the right cookies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from auth.gate import SESSION_COOKIE, Gate
from auth.web import peer, tokens
from auth.web.markup import POLICY
from data_access.store import Store

LARGEST_FORM = 16_384
FORM_TYPE = "application/x-www-form-urlencoded"
STALE = "Biểu mẫu đã hết hiệu lực. Hãy kiểm tra lại và gửi lần nữa."
FORM_TOKEN = "ma_bieu_mau"  # the name of a field, not a secret


@dataclass(frozen=True)
class Visit:
    """A request together with the gate and the open store."""

    gate: Gate
    store: Store
    request: Request
    form: dict[str, str]

    @property
    def ward(self) -> str:
        return self.store.ward[1]

    @property
    def token(self) -> str:
        """The session token of the browser, live or not; empty without one."""
        return self.request.cookies.get(SESSION_COOKIE, "")

    @property
    def device_cookie(self) -> str:
        return self.request.cookies.get(tokens.DEVICE_COOKIE, "")

    @property
    def address(self) -> str:
        return peer.address(self.request.scope, self.gate.behind_proxy)

    @property
    def is_secure(self) -> bool:
        return peer.is_secure(self.request.scope, self.gate.behind_proxy)

    @cached_property
    def form_secret(self) -> str:
        """What the forms of a browser without a session are bound to."""
        return self.request.cookies.get(tokens.FORM_COOKIE, "") or tokens.new_secret()

    @property
    def form_token(self) -> str:
        return tokens.form_token(self.store.keys.web, self.form_secret)

    @property
    def session_form_token(self) -> str:
        return tokens.form_token(self.store.keys.web, self.token)

    def is_ours(self, secret: str) -> bool:
        """Whether the form came from a page of ours, in this very browser (`secret`: form cookie or session)."""
        if self.request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        return tokens.is_form_token(self.store.keys.web, secret, self.form.get(FORM_TOKEN, ""))

    def is_ours_without_session(self) -> bool:
        return self.is_ours(self.request.cookies.get(tokens.FORM_COOKIE, ""))

    def show(self, html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        """A page; the browser is given the cookie that its forms are bound to."""
        response = page_response(html, status, headers)
        if self.request.cookies.get(tokens.FORM_COOKIE, "") != self.form_secret:
            self.set_cookie(response, tokens.FORM_COOKIE, self.form_secret)
        return response

    def set_cookie(self, response: Response, name: str, value: str, days: int | None = None) -> None:
        age = days * 86_400 if days else None
        response.set_cookie(name, value, max_age=age, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    def let_in(self, response: Response, session_token: str, login: str) -> Response:
        """Give the browser its session and the mark of one that has signed in before."""
        self.set_cookie(response, SESSION_COOKIE, session_token)
        mark = tokens.with_login(self.store.keys.web, self.device_cookie, login)
        self.set_cookie(response, tokens.DEVICE_COOKIE, mark, tokens.DEVICE_DAYS)
        return response


def page_response(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A page under the strict policy of the sign-in pages."""
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY, **(headers or {})})


def redirect(path: str) -> Response:
    """On to another page of ours, by GET."""
    return RedirectResponse(path, 303)


async def read_form(request: Request) -> dict[str, str] | None:
    """The fields of a posted form; None when it is too large or none at all."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM_TYPE:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict"))
    except ValueError:
        return None
