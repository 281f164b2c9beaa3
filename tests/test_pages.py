"""Each page as a visitor meets it, without a browser: on the demo ward and on a store with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.keys import derive
from data_access.serving import SERVING
from data_access.store import Store
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD

ROUTER = Path(__file__).parents[1] / "pages" / "router.py"
FILES = ("monitoring/overview.py", "monitoring/deadlines.py", "monitoring/activity.py", "reporting/reports.py")


@pytest.fixture
def served_demo(demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(SERVING, "store", demo_store)
    return demo_store


@pytest.fixture
def served_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A demonstration store before anything is in it: open to visitors as no real store is."""
    keys = derive(TEST_KEY)
    with Store.create(tmp_path / "empty.duckdb", keys, ward=WARD, is_demo=True, clock=lambda: DEMO_MOMENT) as store:
        monkeypatch.setattr(SERVING, "store", store)
        yield store


def visit(file: str, **query: str) -> AppTest:
    at = AppTest.from_file(ROUTER, default_timeout=60)
    if file != FILES[0]:
        at.run()
        at.switch_page(file)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    return at


def texts(at: AppTest) -> str:
    parts = [*at.markdown, *at.caption, *at.title, *at.subheader, *at.error, *at.warning, *at.success, *at.info]
    return "\n".join(str(part.value) for part in parts)


def metrics(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


@pytest.mark.parametrize("file", FILES)
def test_page_opens_on_the_demo_ward_under_its_banner(served_demo: Store, file: str) -> None:
    at = visit(file)
    assert at.title[0].value
    assert "Dữ liệu trình diễn" in texts(at)


@pytest.mark.parametrize("file", FILES)
def test_page_opens_on_an_empty_store(served_nothing: Store, file: str) -> None:
    at = visit(file)
    shown = metrics(at)
    for label in ("Phân loại, xử lý đúng hạn 24 giờ", "Tỷ lệ hộ tham gia", "Bài đăng qua đủ ba bước kiểm duyệt"):
        assert shown.get(label, "–") == "–"
    assert not any("nan" in value.lower() or "None" in value for value in shown.values())


def test_overview_shows_the_figures_of_a_query_written_by_hand(served_demo: Store) -> None:
    on_time, decided = served_demo.query(
        """SELECT count(*) FILTER (classified_at <= received_at + INTERVAL 24 HOUR),
            count(*) FILTER (classified_at IS NOT NULL OR received_at + INTERVAL 24 HOUR < TIMESTAMP '2026-11-25 10:00')
        FROM store.tip WHERE received_at >= '2026-06-15' AND received_at < '2026-12-15'"""
    )[0]
    shown = metrics(visit(FILES[0]))
    assert shown["Phân loại, xử lý đúng hạn 24 giờ"] == f"{100 * on_time / decided:.1f}%".replace(".", ",")
    (members,) = served_demo.query("SELECT count(*) FROM store.member WHERE left_at IS NULL")[0]
    assert shown["Thành viên"] == f"{members:,}".replace(",", ".")


def test_what_presses_comes_first(served_demo: Store) -> None:
    (overdue,) = served_demo.query(
        """SELECT count(*) FROM store.tip
        WHERE classified_at IS NULL AND received_at + INTERVAL 24 HOUR < TIMESTAMP '2026-11-25 10:00'"""
    )[0]
    at = visit(FILES[0])
    assert overdue > 0
    assert at.error[0].value.startswith(f"**{overdue}**") or f"**{overdue}** việc quá hạn" in at.error[0].value


def test_filters_come_from_the_address_and_narrow_the_figures(served_demo: Store) -> None:
    everything = metrics(visit(FILES[0]))["Tin tiếp nhận"]
    narrowed = metrics(visit(FILES[0], loai="procedure_question"))["Tin tiếp nhận"]
    (by_hand,) = served_demo.query(
        """SELECT count(*) FROM store.tip WHERE tip_kind = 'procedure_question'
        AND received_at >= '2026-06-15' AND received_at < '2026-12-15'"""
    )[0]
    assert narrowed == str(by_hand) != everything
    at = visit(FILES[0])
    at.multiselect(key="loai").select("procedure_question").run()
    assert metrics(at)["Tin tiếp nhận"] == narrowed
    assert at.query_params["loai"] == "procedure_question"
    at.switch_page(FILES[1]).run()
    assert at.multiselect(key="loai").value == ["procedure_question"]


def test_period_in_the_address_is_shown(served_demo: Store) -> None:
    at = visit(FILES[0], ky="2026-H1")
    assert "Từ ngày 15/12/2025 đến ngày 14/6/2026" in texts(at)


def test_a_wrong_address_falls_back_to_the_running_period(served_demo: Store) -> None:
    at = visit(FILES[0], ky="<script>", nhom="không có", lich="???")
    assert "Từ ngày 15/6/2026 đến ngày 14/12/2026" in texts(at)


def test_all_indicators_are_listed_on_request(served_demo: Store) -> None:
    at = visit(FILES[0])
    at.toggle(key="tatca").set_value(True).run()
    assert not at.exception
    listed = {label for frame in at.dataframe for label in frame.value.get("Chỉ tiêu", [])}
    assert len(listed) > 80


def test_cases_behind_a_figure_open_on_a_click(served_demo: Store) -> None:
    at = visit(FILES[0])
    at.button(key="cases-classified_on_time").click().run()
    assert not at.exception
    (late,) = served_demo.query(
        """SELECT count(*) FROM store.tip WHERE received_at >= '2026-06-15' AND received_at < '2026-12-15'
        AND coalesce(classified_at, TIMESTAMP '2026-11-25 10:00') > received_at + INTERVAL 24 HOUR"""
    )[0]
    assert f"{late} trường hợp" in texts(at)


def test_the_page_waits_while_the_store_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SERVING, "store", None)
    monkeypatch.setattr(SERVING, "share", 0.4)
    at = AppTest.from_file(ROUTER, default_timeout=30).run()
    assert not at.exception
    assert at.title[0].value == "Bình Yên"


def test_a_store_that_does_not_open_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SERVING, "store", None)
    monkeypatch.setattr(SERVING, "error", "Không tìm thấy khóa của kho dữ liệu.")
    at = AppTest.from_file(ROUTER, default_timeout=30).run()
    assert at.error[0].value == "Không tìm thấy khóa của kho dữ liệu."
