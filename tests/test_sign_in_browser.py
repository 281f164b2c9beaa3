"""Signing in in a real browser, at the real server with a real store."""

from __future__ import annotations

import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from auth import accounts, invitations
from auth.accounts import NewAccount
from auth.gate import SESSION_COOKIE
from auth.sessions import token_hash
from auth.web.tokens import DEVICE_COOKIE, FORM_COOKIE
from data_access.actors import OPERATOR
from data_access.keys import key_file, make_key_file
from data_access.store import Store
from regulation.clock import now
from tests.browser import ROOT, chromium, running
from tests.sign_in_support import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.skipif(chromium() is None, reason="needs Chromium")]
LONG = 60_000
expect.set_options(timeout=LONG)
ROUTER = (ROOT / "pages" / "router.py").read_text(encoding="utf-8")
PAGES = re.findall(r'PageEntry\(\s*"[^"]+",\s*"[^"]+",\s*"[^"]+",\s*"([^"]+)"', ROUTER)
FIRST_TITLE = re.findall(r'PageEntry\(\s*"[^"]+",\s*"([^"]+)"', ROUTER)[0]


@dataclass
class Place:
    """The address of the server, and what the owner of the account "an.nv" has."""

    address: str
    secret: str
    recovery_codes: list[str]
    sessions: dict[str, str]


def _prepared(path: Path) -> tuple[str, list[str], dict[str, str]]:
    """A store with one enrolled leader, and sessions that are live, idle too long and too old."""
    with Store.create(path, make_key_file(key_file(path)), ward=("18754", "phường Sông Trí")) as store:
        link = accounts.create(store, OPERATOR, NewAccount("an.nv", "Nguyễn Văn An", "leader"))
        secret = invitations.choose_password(store, link.token, PASSWORD)
        codes = invitations.confirm(store, link.token, pyotp.TOTP(secret).now())
        tokens, moment = {}, now()
        for name, begun, seen in (("live", 120, 5), ("idle", 120, 31), ("old", 12 * 60 + 5, 1)):
            tokens[name] = secrets.token_urlsafe(32)
            times = {"begun": moment - timedelta(minutes=begun), "seen": moment - timedelta(minutes=seen)}
            with store.write(OPERATOR) as tx:
                tx.execute(
                    "INSERT INTO store.session VALUES ($hash, $id, $begun, $seen, NULL)",
                    times | {"hash": token_hash(tokens[name]), "id": link.account_id},
                )
    return secret, codes, tokens


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("signin")
    prepared = _prepared(folder / "kho.duckdb")
    with running(folder, BINHYEN_STORE=str(folder / "kho.duckdb")) as address:
        for _ in range(300):
            if _status(f"{address}/dang-nhap") == 200:
                break
            time.sleep(0.2)
        yield Place(address, *prepared)


def _status(address: str) -> int:
    try:
        return int(urllib.request.urlopen(address, timeout=10).status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    context.set_default_timeout(LONG)
    yield context
    context.close()


def _sign_in(page: Page, code: str = "", recovery: str = "") -> None:
    page.get_by_label("Tên đăng nhập").fill("an.nv")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    if recovery:
        page.get_by_text("Dùng mã khôi phục").click()
        page.get_by_label("Mã khôi phục").fill(recovery)
    else:
        page.get_by_label("Mã xác thực").fill(code)
    page.get_by_role("button", name="Đăng nhập").click()


def _with_session(context: BrowserContext, place: Place, name: str) -> None:
    context.add_cookies([{"name": SESSION_COOKIE, "value": place.sessions[name], "url": place.address}])


def _complaints(page: Page) -> list[str]:
    """What the browser says about the content security policy from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
    return said


def test_sign_in_refresh_and_sign_out_in_another_tab(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    complaints = _complaints(page)
    page.goto(f"{place.address}/bao-cao")
    assert page.url.startswith(f"{place.address}/dang-nhap?tiep=/bao-cao")
    _sign_in(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    _sign_in(page, pyotp.TOTP(place.secret).at(int(time.time()) + 30))
    heading = page.get_by_role("heading", name="Báo cáo định kỳ").first
    expect(heading).to_be_visible()
    assert page.url.startswith(f"{place.address}/bao-cao")
    page.reload()
    expect(heading).to_be_visible()
    other = context.new_page()
    other.goto(f"{place.address}/dang-xuat")
    other.get_by_role("button", name="Đăng xuất").click()
    expect(other.get_by_role("status")).to_contain_text("Đã đăng xuất")
    page.evaluate("window.history.pushState({}, '', '/thoi-han'); window.dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible()
    expect(heading).not_to_be_visible()
    page.reload()
    assert page.url.startswith(f"{place.address}/dang-nhap")
    assert complaints == []


def test_a_recovery_code_lets_in_once(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    page.goto(f"{place.address}/dang-nhap")
    _sign_in(page, recovery=place.recovery_codes[0].lower())
    expect(page.get_by_role("heading", name=FIRST_TITLE).first).to_be_visible()
    context.clear_cookies(name=SESSION_COOKIE)
    page.goto(f"{place.address}/dang-nhap")
    _sign_in(page, recovery=place.recovery_codes[0])
    expect(page.get_by_role("alert")).to_contain_text("không đúng")


@pytest.mark.parametrize("name", ["idle", "old"])
def test_a_session_out_of_time_shows_nothing(context: BrowserContext, place: Place, name: str) -> None:
    _with_session(context, place, name)
    page = context.new_page()
    page.goto(f"{place.address}/tong-quan")
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    assert page.locator("[data-testid=stApp]").count() == 0


def test_pages_load_under_the_policy_and_call_nobody(context: BrowserContext, place: Place) -> None:
    _with_session(context, place, "live")
    page, called = context.new_page(), []
    complaints = _complaints(page)
    own = (place.address, place.address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else called.append(request.url))
    for path in PAGES:
        page.goto(f"{place.address}/{path}")
        page.wait_for_selector("[data-test-script-state=notRunning]")
        page.wait_for_load_state("networkidle")
        assert page.get_by_text("Phiên làm việc đã kết thúc").count() == 0
    assert complaints == []
    assert called == []


@pytest.mark.parametrize("path", ["", *PAGES])
def test_a_deep_link_without_a_session_shows_nothing_of_the_page(
    context: BrowserContext, place: Place, path: str
) -> None:
    page = context.new_page()
    page.goto(f"{place.address}/{path}?id=1")
    assert page.url.startswith(f"{place.address}/dang-nhap?tiep=/")
    expect(page.get_by_role("heading")).to_have_text("Đăng nhập")
    assert page.locator("script").count() == 0


def test_without_a_session_there_is_no_way_behind_the_form(place: Place) -> None:
    for path in ("_stcore/health", "_stcore/host-config", "static/index.html", "media/a.csv", "component/a/b"):
        assert _status(f"{place.address}/{path}") == 401
    assert _status(f"{place.address}/healthz") == 200
    for cookie in ("", f"{SESSION_COOKIE}={place.sessions['idle']}", f"{SESSION_COOKIE}=x"):
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(
                f"{place.address.replace('http', 'ws')}/_stcore/stream",
                additional_headers={"Cookie": cookie} if cookie else None,
                subprotocols=["streamlit"],  # type: ignore[list-item]
            ),
        ):
            pass
        assert refused.value.response.status_code == 403


def test_cookies_cannot_be_read_by_scripts(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    page.goto(f"{place.address}/dang-nhap")
    _sign_in(page, recovery=place.recovery_codes[1])
    expect(page.get_by_role("heading", name=FIRST_TITLE).first).to_be_visible()
    kept = {cookie["name"]: cookie for cookie in context.cookies()}
    for name in (SESSION_COOKIE, DEVICE_COOKIE, FORM_COOKIE):
        assert kept[name]["httpOnly"]
        assert (kept[name]["sameSite"], kept[name]["path"], kept[name]["secure"]) == ("Lax", "/", False)
        assert name not in page.evaluate("document.cookie")
    assert kept[SESSION_COOKIE]["expires"] == -1


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (390, "light"), (1280, "light")])
def test_the_form_fits_the_screen(browser: Browser, place: Place, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{place.address}/dang-nhap")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in page.locator("form input:visible, form button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 200
    context.close()


def test_the_pages_of_a_demonstration_live_with_the_policy(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running(tmp_path_factory.mktemp("demo")) as address:
        page = context.new_page()
        complaints = _complaints(page)
        for path in PAGES:
            page.goto(f"{address}/{path}")
            page.get_by_text("Dữ liệu trình diễn").wait_for(timeout=2 * LONG)
            page.wait_for_selector("[data-test-script-state=notRunning]")
        page.goto(f"{address}/tong-quan")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        assert complaints == []
