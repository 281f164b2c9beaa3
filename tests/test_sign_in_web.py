"""Sign-in over HTTP: forms, cookies, the guard on HTTP and WebSocket, headers."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from auth import accounts, web
from auth.accounts import NewAccount
from auth.gate import SESSION_COOKIE, Gate
from auth.sessions import Session
from auth.signing_in import WRONG
from auth.web import headers, peer, tokens
from auth.web.guard import Guard
from auth.web.onward import safe_path
from data_access.actors import OPERATOR
from data_access.store import Store
from tests.sign_in_support import (
    OTHER_PASSWORD,
    PASSWORD,
    Person,
    audited,
    enrol,
    form_token,
    hash_cheaply,
    new_store,
    whole_log,
)

SECRET = "NỘI DUNG CỦA TRANG"
PAGES = [
    "/",
    "/tong-quan",
    "/tin?id=7",
    "/bao-cao/",
    "/dang-nhap/khac",
    "/healthz/x",
    "/tai-khoan/khac",
    "/%2e%2e/x",
]
PARTS = [
    "/static/js/index.js",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/bidi-components/x",
    "/media/abc.csv",
    "/component/a/index.html",
    "/app/static/a.png",
    "/trang/_stcore/health",
]


async def _page(_: Request) -> Response:
    return PlainTextResponse(SECRET)


async def _broken(_: Request) -> Response:
    raise RuntimeError("mật khẩu là 123, /home/ai/đó.py")


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(SECRET + text)


def _server(gate: Gate, **guard: Any) -> Starlette:
    """The routes and middleware as the server has them, around pages that show a secret."""
    everything = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
    return Starlette(
        routes=[
            *web.routes(gate),
            Route("/hong", _broken),
            WebSocketRoute("/_stcore/stream", _stream),
            Route("/{rest:path}", _page, methods=everything),
        ],
        middleware=[web.middleware(gate)[0], Middleware(Guard, gate=gate, **guard)],
    )


class Browser:
    """A browser at a server, and the person who sits at it."""

    def __init__(self, person: Person, gate: Gate | None = None, base: str = "http://testserver", **guard: Any) -> None:
        self.person = person
        self.gate = gate or Gate(lambda: person.store)
        server = _server(self.gate, **guard)
        self.client = TestClient(server, base, follow_redirects=False, raise_server_exceptions=False)

    def sign_in(self, onward: str = "/", password: str = PASSWORD, code: str | None = None, **fields: str) -> Any:
        token = form_token(self.client.get("/dang-nhap").text)
        data = {"ma_bieu_mau": token, "ten_dang_nhap": "an.nv", "mat_khau": password, "tiep": onward}
        answer = self.client.post("/dang-nhap", data=data | {"ma": code or self.person.code()} | fields)
        self.person.clock.forward(seconds=30)
        return answer


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """For tests that leave the account as it is."""
    store, clock = new_store(tmp_path_factory.mktemp("web"))
    with store, pytest.MonkeyPatch.context() as patch:
        hash_cheaply(patch)
        yield enrol(store, clock)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    hash_cheaply(monkeypatch)
    store, clock = new_store(tmp_path)
    with store:
        yield enrol(store, clock)


@pytest.fixture
def browser(person: Person) -> Browser:
    return Browser(person)


def test_sign_in_leads_to_the_page_asked_for(browser: Browser) -> None:
    refused = browser.client.get("/tin?id=7&loc=đã xong")
    assert refused.status_code == 303
    target = urlsplit(refused.headers["location"])
    assert target.path == "/dang-nhap"
    form = browser.client.get(refused.headers["location"])
    onward = re.search(r'name="tiep" value="([^"]*)"', form.text)
    assert onward is not None
    answer = browser.sign_in(onward.group(1).replace("&amp;", "&"))
    assert answer.status_code == 303
    there = urlsplit(answer.headers["location"])
    assert (there.netloc, there.path, parse_qs(there.query)) == ("", "/tin", {"id": ["7"], "loc": ["đã xong"]})
    assert SECRET in browser.client.get(answer.headers["location"]).text


def test_a_wrong_attempt_keeps_the_login_and_shows_one_sentence(browser: Browser) -> None:
    for fields in ({"password": OTHER_PASSWORD}, {"ten_dang_nhap": "khong.co"}, {"code": "000000"}):
        answer = browser.sign_in("/tin", **fields)
        assert answer.status_code == 401
        assert WRONG in answer.text
        assert f'value="{fields.get("ten_dang_nhap", "an.nv")}"' in answer.text
        assert PASSWORD not in answer.text
        assert OTHER_PASSWORD not in answer.text
        assert 'value="/tin"' in answer.text
    assert SESSION_COOKIE not in browser.client.cookies
    assert browser.client.get("/").status_code == 303


def test_locked_attempts_are_told_to_wait(browser: Browser) -> None:
    for _ in range(5):
        assert browser.sign_in(password=OTHER_PASSWORD).status_code == 401
        browser.person.clock.forward(seconds=-30)
    answer = browser.sign_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 30
    assert "Hãy đợi" in answer.text


def test_typed_text_is_shown_as_text(browser: Browser) -> None:
    nasty = '"><script>alert(1)</script>'
    answer = browser.sign_in(nasty, ten_dang_nhap=nasty)
    assert "<script" not in answer.text
    assert "&quot;&gt;&lt;script&gt;" in answer.text
    assert "<script" not in browser.client.get("/dang-nhap", params={"tiep": nasty}).text


def test_cookie_flags_over_plain_http(browser: Browser) -> None:
    cookies = browser.sign_in().headers.get_list("set-cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {SESSION_COOKIE, tokens.DEVICE_COOKIE}
    for cookie in cookies:
        flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert "secure" not in flags
        assert not any(flag.startswith("domain") for flag in flags)
    session = next(cookie for cookie in cookies if cookie.startswith(SESSION_COOKIE))
    assert "max-age" not in session.lower()
    assert "expires" not in session.lower()


@pytest.mark.parametrize(
    ("base", "behind_proxy", "forwarded", "secure"),
    [
        ("https://testserver", False, "", True),
        ("http://testserver", False, "", False),
        ("http://testserver", False, "https", False),
        ("http://testserver", True, "https", True),
        ("http://testserver", True, "http", False),
        ("https://testserver", True, "http", False),
        ("http://testserver", True, "http, https", True),
        ("http://testserver", True, "", False),
    ],
)
def test_secure_only_when_the_browser_spoke_tls(
    person: Person, base: str, behind_proxy: bool, forwarded: str, secure: bool
) -> None:
    browser = Browser(person, Gate(lambda: person.store, behind_proxy=behind_proxy), base)
    answer = browser.client.get("/dang-nhap", headers={"x-forwarded-proto": forwarded} if forwarded else {})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(tokens.FORM_COOKIE)
    assert ("secure" in cookie.lower()) is secure
    assert ("strict-transport-security" in answer.headers) is secure


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_a_session_a_page_leads_to_sign_in(browser: Browser, path: str, method: str) -> None:
    answer = browser.client.request(method, path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap?tiep=/")
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", PARTS)
def test_without_a_session_no_part_of_a_page_is_served(browser: Browser, path: str) -> None:
    answer = browser.client.get(path)
    assert answer.status_code == 401
    assert SECRET not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/a/b", "/tin"])
def test_without_a_session_nothing_is_taken(browser: Browser, method: str, path: str) -> None:
    assert browser.client.request(method, path).status_code == 401


@pytest.mark.parametrize("path", ["/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/metrics"])
def test_what_nobody_needs_is_closed_to_everybody(browser: Browser, path: str) -> None:
    assert browser.client.get(path).status_code == 404
    browser.sign_in()
    assert browser.client.get(path).status_code == 404


def test_with_a_session_everything_is_served(browser: Browser) -> None:
    browser.sign_in()
    for path in [*PAGES, *PARTS]:
        assert browser.client.get(path).text == SECRET
    assert browser.client.put("/_stcore/upload_file/a/b").text == SECRET


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "' OR 1=1"])
def test_a_made_up_session_is_none(browser: Browser, cookie: str) -> None:
    browser.client.cookies.set(SESSION_COOKIE, cookie)
    assert browser.client.get("/").status_code == 303
    assert browser.client.get("/_stcore/health").status_code == 401


def test_a_websocket_needs_a_session(browser: Browser) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, browser.client.websocket_connect("/_stcore/stream"):
        pass
    assert refused.value.code == 4401
    browser.sign_in()
    with browser.client.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("!")
        assert socket.receive_text() == SECRET + "!"


def test_a_websocket_ends_with_its_session(fresh: Person) -> None:
    browser = Browser(fresh, watch_seconds=0.01, grace_seconds=0.01)
    browser.sign_in()
    with browser.client.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("!")
        assert socket.receive_text() == SECRET + "!"
        accounts.disable(fresh.store, OPERATOR, fresh.account.account_id)
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == 4401


def test_an_open_websocket_alone_does_not_keep_a_session_alive(person: Person) -> None:
    """However often the guard and the browser look whether it is still there."""
    browser = Browser(person, watch_seconds=0.01, grace_seconds=0.01)
    looked, find = threading.Event(), browser.gate.current_session

    def find_and_tell(cookies: Any, *, counts: bool = True) -> Session | None:
        found = find(cookies, counts=counts)
        looked.set()
        return found

    browser.sign_in()
    browser.gate.current_session = find_and_tell  # type: ignore[method-assign]
    with browser.client.websocket_connect("/_stcore/stream") as socket:
        for minutes in (12, 12, 7):
            person.clock.forward(minutes=minutes)
            browser.client.get("/_stcore/health")
            looked.clear()
            assert looked.wait(30)
        assert find(browser.client.cookies, counts=False) is None
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert browser.client.get("/").status_code == 303


def test_signing_out_ends_every_tab(browser: Browser) -> None:
    browser.sign_in()
    stolen = browser.client.cookies[SESSION_COOKIE]
    asked = browser.client.get("/dang-xuat")
    assert "Nguyễn Văn An" in asked.text
    answer = browser.client.post("/dang-xuat", data={"ma_bieu_mau": form_token(asked.text)})
    assert answer.headers["location"] == "/dang-nhap?ra=1"
    assert "Đã đăng xuất" in browser.client.get("/dang-nhap?ra=1").text
    assert SESSION_COOKIE not in browser.client.cookies
    browser.client.cookies.set(SESSION_COOKIE, stolen)
    assert browser.client.get("/").status_code == 303


def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    browser.sign_in()
    before = browser.client.cookies[SESSION_COOKIE]
    token = tokens.form_token(browser.person.store.keys.web, browser.client.cookies[tokens.FORM_COOKIE])
    data = {"ma_bieu_mau": token, "ten_dang_nhap": "an.nv", "mat_khau": PASSWORD, "ma": browser.person.code()}
    assert browser.client.post("/dang-nhap", data=data).status_code == 303
    browser.person.clock.forward(seconds=30)
    assert browser.client.cookies[SESSION_COOKIE] != before
    assert browser.gate.current_session({SESSION_COOKIE: before}) is None


def test_who_is_signed_in_need_not_sign_in(browser: Browser) -> None:
    browser.sign_in()
    assert browser.client.get("/dang-nhap?tiep=/tin").headers["location"] == "/tin"


# Forms of others


@pytest.mark.parametrize("token", ["", "0" * 64, "ü", "x" * 5000])
def test_a_form_without_our_token_does_nothing(browser: Browser, token: str) -> None:
    right = {"ten_dang_nhap": "an.nv", "mat_khau": PASSWORD, "ma": browser.person.code(), "ma_bieu_mau": token}
    browser.client.get("/dang-nhap")
    answer = browser.client.post("/dang-nhap", data=right)
    assert answer.status_code == 403
    assert SESSION_COOKIE not in browser.client.cookies
    browser.sign_in()
    assert browser.client.post("/dang-xuat", data={"ma_bieu_mau": token}).status_code == 403
    fields = {"ma_bieu_mau": token, "mat_khau": PASSWORD, "mat_khau_moi": OTHER_PASSWORD, "nhap_lai": OTHER_PASSWORD}
    assert browser.client.post("/tai-khoan/mat-khau", data=fields).status_code == 403
    assert browser.client.get("/").text == SECRET
    link = accounts.create(browser.person.store, OPERATOR, NewAccount(f"moi.{uuid4().hex[:8]}", "Mới", "leader"))
    assert browser.client.post(link.path, data=fields).status_code == 403


def test_a_token_of_another_browser_or_session_does_not_count(person: Person) -> None:
    mine, other = Browser(person), Browser(person)
    strange = form_token(other.client.get("/dang-nhap").text)
    mine.client.get("/dang-nhap")
    data = {"ten_dang_nhap": "an.nv", "mat_khau": PASSWORD, "ma": person.code(), "ma_bieu_mau": strange}
    assert mine.client.post("/dang-nhap", data=data).status_code == 403
    mine.sign_in()
    other.sign_in()
    strange = form_token(other.client.get("/dang-xuat").text)
    assert mine.client.post("/dang-xuat", data={"ma_bieu_mau": strange}).status_code == 403
    assert mine.client.get("/").text == SECRET


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303)])
def test_a_form_sent_from_another_site_does_nothing(browser: Browser, site: str, status: int) -> None:
    token = form_token(browser.client.get("/dang-nhap").text)
    data = {"ten_dang_nhap": "an.nv", "mat_khau": PASSWORD, "ma": browser.person.code(), "ma_bieu_mau": token}
    assert browser.client.post("/dang-nhap", data=data, headers={"sec-fetch-site": site}).status_code == status
    browser.person.clock.forward(seconds=30)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"a=1", "text/plain"),
        (b"", ""),
        (b"a=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(100)), "application/x-www-form-urlencoded"),
        (b"ten_dang_nhap=%ff%fe", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(browser: Browser, body: bytes, kind: str) -> None:
    answer = browser.client.post("/dang-nhap", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert "Biểu mẫu không đọc được" in answer.text


# Where to go on


HOSTILE = [
    "//ke-gian.example",
    "https://ke-gian.example",
    "/\\ke-gian.example",
    "\\\\ke-gian.example",
    "/%2F/ke-gian.example",
    "/%5Cke-gian.example",
    "/\t/ke-gian.example",
    "/%09/ke-gian.example",
    "/\n//ke-gian.example",
    " //ke-gian.example",
    "javascript:alert(1)",
    "ke-gian.example",
    "/x\r\nSet-Cookie: a=b",
    "/x%0d%0aSet-Cookie:%20a=b",
    "",
]


@pytest.mark.parametrize("target", HOSTILE)
def test_sign_in_never_leads_away(browser: Browser, target: str) -> None:
    assert browser.sign_in(target).headers["location"] == "/"
    assert browser.client.get("/dang-nhap", params={"tiep": target}).headers["location"] == "/"


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text("/\\%2fF5cC:@?#.\t\r\n hteps", max_size=20)))
@example("/tin?id=7")
@example("//a")
@example("/%252f/a")
def test_any_text_gives_a_path_of_this_site(text: str) -> None:
    """As a browser resolves it: tabs and line ends dropped, backslashes read as slashes (the URL standard)."""
    path = safe_path(text)
    seen = re.sub(r"[\t\r\n]", "", path).strip().replace("\\", "/")
    assert seen.startswith("/")
    assert not seen.startswith("//")
    assert urlsplit(seen).netloc == ""
    assert path.isascii()
    assert path.isprintable()
    assert safe_path(path) == path


@pytest.mark.parametrize("path", ["/", "/tin?id=7&x=%C4%91", "/bao-cao", "/a/b-c_d.e~f"])
def test_paths_of_this_site_stay(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize("path", ["/dang-nhap", "/dang-xuat", "/tai-khoan/moi/abc", "/_stcore/health", "/media/a.csv"])
def test_no_page_to_return_to(path: str) -> None:
    assert safe_path(path) == "/"


# One-time links


def test_from_the_link_to_the_pages(person: Person) -> None:
    link = accounts.create(person.store, OPERATOR, NewAccount("binh.tt", "Trần Thị Bình", "focal_point"))
    browser = Browser(person)
    first = browser.client.get(link.path)
    assert 'autocomplete="username"' in first.text
    assert first.text.count('autocomplete="new-password"') == 2
    token = form_token(first.text)
    differs = {"buoc": "mat-khau", "mat_khau_moi": PASSWORD, "nhap_lai": PASSWORD + "x", "ma_bieu_mau": token}
    assert "không giống nhau" in browser.client.post(link.path, data=differs).text
    weak = {"buoc": "mat-khau", "mat_khau_moi": "matkhau123456", "nhap_lai": "matkhau123456", "ma_bieu_mau": token}
    assert "dễ đoán" in browser.client.post(link.path, data=weak).text
    good = {"buoc": "mat-khau", "mat_khau_moi": PASSWORD, "nhap_lai": PASSWORD, "ma_bieu_mau": token}
    second = browser.client.post(link.path, data=good)
    assert "<svg" in second.text
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", second.text)
    assert shown is not None
    secret = shown.group(1).replace(" ", "")
    assert "<svg" not in browser.client.get(link.path).text
    wrong = browser.client.post(link.path, data={"buoc": "ma", "ma": "000", "ma_bieu_mau": token})
    assert wrong.status_code == 422
    assert secret not in wrong.text
    newcomer = replace(person, secret=secret)
    third = browser.client.post(link.path, data={"buoc": "ma", "ma": newcomer.code(), "ma_bieu_mau": token})
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", third.text)
    assert len(set(codes)) == 10
    assert third.headers["cache-control"] == "no-store"
    assert browser.client.get("/").text == SECRET
    assert browser.client.get(link.path).status_code == 410
    assert browser.client.post(link.path, data=good).status_code == 410


@pytest.mark.parametrize("token", ["x" * 43, "a/b", "a" * 20])
def test_unknown_links(browser: Browser, token: str) -> None:
    answer = browser.client.get(f"/tai-khoan/moi/{token}")
    assert answer.status_code == (303 if "/" in token else 410)
    assert SECRET not in answer.text


# One's own password


def test_changing_the_password_ends_the_other_sessions(fresh: Person) -> None:
    here, there = Browser(fresh), Browser(fresh)
    assert here.client.get("/tai-khoan/mat-khau").headers["location"].startswith("/dang-nhap")
    here.sign_in()
    there.sign_in()
    page = here.client.get("/tai-khoan/mat-khau")
    assert 'autocomplete="current-password"' in page.text
    fields = {"ma_bieu_mau": form_token(page.text), "mat_khau_moi": OTHER_PASSWORD, "nhap_lai": OTHER_PASSWORD}
    wrong = here.client.post("/tai-khoan/mat-khau", data=fields | {"mat_khau": "sai"})
    assert (wrong.status_code, "hiện tại không đúng" in wrong.text) == (422, True)
    before = here.client.cookies[SESSION_COOKIE]
    done = here.client.post("/tai-khoan/mat-khau", data=fields | {"mat_khau": PASSWORD})
    assert "Đã đổi mật khẩu" in done.text
    assert here.client.cookies[SESSION_COOKIE] != before
    assert here.client.get("/").text == SECRET
    assert there.client.get("/").status_code == 303
    assert there.sign_in(password=PASSWORD).status_code == 401
    assert there.sign_in(password=OTHER_PASSWORD).status_code == 303


def test_guessing_the_current_password_in_a_borrowed_session_is_slowed(browser: Browser) -> None:
    browser.sign_in()
    token = form_token(browser.client.get("/tai-khoan/mat-khau").text)
    fields = {"ma_bieu_mau": token, "mat_khau_moi": OTHER_PASSWORD, "nhap_lai": OTHER_PASSWORD}
    answers = [
        browser.client.post("/tai-khoan/mat-khau", data=fields | {"mat_khau": f"đoán {n}"}).status_code
        for n in range(8)
    ]
    assert answers == [422] * 5 + [429] * 3
    assert Browser(browser.person, browser.gate).sign_in().status_code == 303


# Known browsers and addresses


def test_strangers_cannot_keep_the_owner_out(person: Person) -> None:
    """The account is locked for unknown browsers; the one that has signed in before is not."""
    owner, gate = Browser(person), None
    owner.sign_in()
    gate = owner.gate
    for n in range(60):
        gate.throttle.admit("an.nv", f"203.0.113.{n}", "", person.clock())
    assert Browser(person, gate).sign_in().status_code == 429
    owner.client.cookies.delete(SESSION_COOKIE)
    assert owner.sign_in().status_code == 303


def test_the_mark_of_a_browser_is_for_its_logins_only() -> None:
    key = b"k" * 32
    cookie = tokens.with_login(key, "", "an.nv")
    device = tokens.device_of(key, cookie, "an.nv")
    assert re.fullmatch(r"[0-9a-f]{32}", device)
    assert tokens.device_of(key, cookie, "binh.tt") == ""
    both = tokens.with_login(key, cookie, "binh.tt")
    assert tokens.device_of(key, both, "an.nv") == tokens.device_of(key, both, "binh.tt") == device
    assert tokens.with_login(key, both, "an.nv").count(".") == 2
    assert tokens.device_of(b"x" * 32, cookie, "an.nv") == ""
    for forged in ("", device, f"{device}.", f"{device}.{'0' * 64}", f"khac.{cookie.split('.')[1]}", "." * 5000):
        assert tokens.device_of(key, forged, "an.nv") == ""
    many = cookie
    for n in range(20):
        many = tokens.with_login(key, many, f"ten{n}")
    assert len(many) < 700
    assert tokens.device_of(key, many, "ten19") == device


@pytest.mark.parametrize(
    ("behind_proxy", "client", "forwarded", "counted"),
    [
        (False, "192.0.2.7", None, "192.0.2.7"),
        (False, "192.0.2.7", "198.51.100.1", "forwarded"),
        (True, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", None, "127.0.0.1"),
        (True, "127.0.0.1", "không phải", "forwarded"),
        (False, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.7", None, "192.0.2.7"),
    ],
)
def test_addresses_are_believed_from_our_proxy_only(
    behind_proxy: bool, client: str, forwarded: str | None, counted: str
) -> None:
    sent = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert peer.address({"client": (client, 5000), "headers": sent}, behind_proxy) == counted


# Headers, errors, health


@pytest.mark.parametrize(
    "path", ["/", "/dang-nhap", "/healthz", "/static/a.js", "/_stcore/health", "/hong", "/_stcore/agent/mcp"]
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_carries_the_headers(browser: Browser, path: str, signed_in: bool) -> None:
    if signed_in:
        browser.sign_in()
    found = browser.client.get(path).headers
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert found["x-frame-options"] == "DENY"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in found["permissions-policy"]
    policy = dict(part.strip().split(" ", 1) for part in found["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe-eval" not in re.sub("wasm-unsafe-eval", "", policy.get("script-src", ""))
    assert "unsafe-inline" not in policy.get("script-src", "")
    assert not re.search(r"https?:|\*", found["content-security-policy"])
    assert ("no-store" in found.get("cache-control", "")) is not path.startswith("/static/")


def test_the_sign_in_pages_load_nothing_and_run_nothing(browser: Browser) -> None:
    answer = browser.client.get("/dang-nhap")
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    kept = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{kept}'" in policy
    assert not re.search(r"<script|<img|@import|url\(|https?://| style=| on\w+=", answer.text)
    for name in ("username", "current-password", "one-time-code"):
        assert f'autocomplete="{name}"' in answer.text


def test_the_policy_knows_the_inline_script_of_this_streamlit() -> None:
    spec = find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    index = (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = ["sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    assert hashes == [headers.INLINE_SCRIPT]


def test_an_error_is_a_sentence_here_and_a_place_in_the_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    browser.sign_in()
    answer = browser.client.get("/hong")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    for private in ("Traceback", "RuntimeError", ".py", "123"):
        assert private not in answer.text
    assert "RuntimeError" in caplog.text
    assert "_broken" in caplog.text
    assert "mật khẩu là 123" not in caplog.text


def test_health_tells_nothing(person: Person, demo_store: Store) -> None:
    for store in (person.store, demo_store, None):
        answer = Browser(person, Gate(lambda store=store: store)).client.get("/healthz")
        assert (answer.status_code, answer.text) == (200, "ok")
        assert "set-cookie" not in answer.headers


# Before the store is open, and in a demonstration


def test_until_a_real_store_is_open_nobody_is_let_in(person: Person) -> None:
    browser = Browser(person, Gate(lambda: None, lambda: "Đang mở kho… 40%"))
    for path in ["/", "/dang-nhap", "/dang-xuat", "/tai-khoan/mat-khau", "/_stcore/health", "/media/a.csv"]:
        answer = browser.client.get(path)
        assert answer.status_code == 503
        assert "Đang mở kho… 40%" in answer.text
    with pytest.raises(WebSocketDisconnect), browser.client.websocket_connect("/_stcore/stream"):
        pass


def test_the_pages_may_show_how_a_demonstration_is_made(person: Person) -> None:
    browser = Browser(person, Gate(lambda: None, expects_demo=lambda: True))
    assert browser.client.get("/").text == SECRET
    with browser.client.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("!")
        assert socket.receive_text() == SECRET + "!"


def test_a_demonstration_is_open_and_asks_nobody_to_sign_in(person: Person, demo_store: Store) -> None:
    browser = Browser(person, Gate(lambda: demo_store))
    for path in [*PAGES, *PARTS]:
        answer = browser.client.get(path)
        assert answer.text == SECRET
        assert answer.headers["x-frame-options"] == "DENY"
    with browser.client.websocket_connect("/_stcore/stream") as socket:
        socket.send_text("!")
        assert socket.receive_text() == SECRET + "!"
    for path in ("/dang-nhap", "/dang-nhap?tiep=/tai-khoan/mat-khau", "/dang-xuat", "/tai-khoan/mat-khau"):
        seen = 0
        while path != "/" and seen < 5:
            path, seen = browser.client.get(path).headers["location"], seen + 1
        assert path == "/"


def test_nothing_secret_reaches_the_log(browser: Browser) -> None:
    browser.sign_in(password=OTHER_PASSWORD)
    code = browser.person.code()
    browser.sign_in(code=code)
    session = browser.client.cookies[SESSION_COOKIE]
    browser.gate.write_remaining()
    log = whole_log(browser.person.store)
    for private in (session, PASSWORD, OTHER_PASSWORD, browser.person.secret, "Nguyễn Văn An", "an.nv", "testclient"):
        assert private not in log
    account_id = browser.person.account.account_id
    assert audited(browser.person.store, "signed_in")[-1] == (account_id, account_id, "")
    assert audited(browser.person.store, "sign_in.refused")[-1][:2] == ("system", account_id)


def test_refused_attempts_are_told_of_without_a_further_one(fresh: Person) -> None:
    """The last of an attack reach the log while people work, or when the server stops."""
    browser = Browser(fresh)
    for _ in range(2):
        browser.sign_in(password=OTHER_PASSWORD)
        fresh.clock.forward(seconds=-30)
    assert [detail.split()[0] for _, _, detail in audited(fresh.store, "sign_in.refused")] == ["1"]
    fresh.clock.forward(minutes=2)
    browser.client.get("/")
    assert [detail.split()[0] for _, _, detail in audited(fresh.store, "sign_in.refused")] == ["1", "1"]
    browser.sign_in(password=OTHER_PASSWORD)
    browser.gate.write_remaining()
    browser.gate.write_remaining()
    assert [detail.split()[0] for _, _, detail in audited(fresh.store, "sign_in.refused")] == ["1", "1", "1"]
