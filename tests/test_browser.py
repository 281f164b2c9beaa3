"""What only a browser shows: the first start, layout on a PC and a phone, clicks on charts, the address, downloads."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.browser import chromium, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="needs Chromium"),
]
PAGES = {"": "Tổng quan", "thoi-han": "Thời hạn xử lý", "hoat-dong": "Hoạt động nhóm", "bao-cao": "Báo cáo định kỳ"}
LONG = 60_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(LONG)
    yield page
    context.close()


def settled(page: Page) -> None:
    """Wait until the script has run and the page is drawn."""
    page.wait_for_selector("h1", timeout=LONG)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=LONG)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_page_fits_the_screen_and_calls_nobody_outside(
    browser: Browser, address: str, path: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    outside: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(address):
            outside.append(request.url)

    page.on("request", note)
    page.goto(f"{address}/{path}")
    settled(page)
    expect(page.locator("h1").last).to_have_text(PAGES[path], timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("[data-testid=stException]").count() == 0
    assert outside == []
    context.close()


def test_filters_live_in_the_address(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    page.get_by_role("combobox", name="Kỳ").first.click()
    page.get_by_role("option", name="6 tháng đầu năm 2026").click()
    page.wait_for_url("**ky=**")
    caption = page.get_by_text("Từ ngày 15/12/2025 đến ngày 14/6/2026")
    expect(caption).to_be_visible()
    page.reload()
    settled(page)
    expect(caption).to_be_visible()
    page.get_by_role("link", name="Thời hạn xử lý").click()
    expect(page.locator("h1").last).to_have_text("Thời hạn xử lý")
    expect(caption).to_be_visible()


def test_click_on_a_bar_lists_its_tips(page: Page, address: str) -> None:
    page.goto(f"{address}/thoi-han")
    settled(page)
    chart = page.locator("[data-testid=stPlotlyChart]", has=page.locator(".barlayer .point")).first
    chart.scroll_into_view_if_needed()
    bar = chart.locator(".barlayer .trace").first.locator(".point").first
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    heading = page.locator("p", has_text="Đúng hạn, tháng")
    expect(heading).to_be_visible()
    shown = int(chart.locator(".barlayer .trace").first.locator(".bartext").first.text_content() or 0)
    expect(heading).to_contain_text(f"{shown} tin")


def test_report_is_downloaded(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/bao-cao")
    settled(page)
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("button", name="Tải báo cáo").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.suffix == ".docx"
    with zipfile.ZipFile(saved) as file:
        assert "word/document.xml" in file.namelist()
