"""A store seeded with marked identities: no page, list, file or log shows one to anybody who has not asked for it."""

from __future__ import annotations

import io
import logging
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from auth.gate import GATE
from auth.permissions import ROLES, actor_for
from data_access.actors import OPERATOR, Actor
from data_access.imports import import_file
from data_access.keys import derive
from data_access.serving import SERVING
from data_access.store import Store
from metrics.columns import COLUMNS, worded
from metrics.computing import FACTS, cases
from metrics.registry import KPIS
from metrics.selection import Window
from regulation.periods import parse_period
from regulation.text import fold_text
from reports.building import build_report
from reports.issuer import default_issuer
from reports.registry import FORMATS, file_name, render
from reports.releasing import release
from reports.releasing_report import release_report
from reports.table_spec import ColumnSpec, TableSpec
from reports.tables_csv import write_csv
from reports.tables_excel import write_xlsx
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD
from tests.import_support import xlsx
from tests.test_permissions_matrix import PAGES

ROOT = Path(__file__).parents[1]
MARKS = ("Trịnh Khắc Lộ", "Đoàn Thị Vết", "Mạc Đăng Dấu", "0912345678", "0987654321", "042099001234", "ngõ Bí Ẩn")
DAY = datetime(2026, 11, 20, 8, 0)
TABLES: dict[str, list[list[Any]]] = {
    "areas": [["Mã tổ dân phố", "Tên tổ dân phố", "Số hộ", "Từ ngày"], ["TDP01", "Tổ dân phố 1", 200, "01/10/2025"]],
    "groups": [["Mã nhóm", "Tên nhóm", "Ngày thành lập", "Tổ dân phố"], ["N01", "Nhóm một", "01/10/2025", "TDP01"]],
    "members": [
        [
            "Mã thành viên",
            "Nhóm Zalo",
            "Tổ dân phố",
            "Họ và tên",
            "Tên Zalo",
            "Số điện thoại",
            "Vai trò",
            "Ngày vào nhóm",
        ],
        ["TV1", "N01", "TDP01", "Trịnh Khắc Lộ", "Trịnh Khắc Lộ", "0912345678", "Trưởng nhóm", "02/10/2025"],
        ["TV2", "N01", "TDP01", "Mạc Đăng Dấu", "", "", "Thành viên", "02/10/2025"],
    ],
    "posts": [
        [
            "Mã tin bài",
            "Nhóm Zalo",
            "Tiêu đề",
            "Nội dung tuyên truyền",
            "Ngày đề xuất",
            "Ngày kiểm tra",
            "Ngày duyệt",
            "Ngày đăng",
        ],
        ["B1", "N01", "Cảm ơn anh Trịnh Khắc Lộ, gọi 0912.345.678", "đ", *["20/11/2026 08:00"] * 4],
    ],
    "tips": [
        [
            "Mã tin",
            "Nhóm Zalo",
            "Tổ dân phố",
            "Loại tin",
            "Tóm tắt nội dung",
            "Thời gian tiếp nhận",
            "Họ tên người báo tin",
            "Địa chỉ người báo tin",
            "Điện thoại người báo tin",
            "Yêu cầu giữ bí mật",
            "Địa điểm xảy ra",
            "Lý do biết",
        ],
        [
            "T1",
            "N01",
            "TDP01",
            "Tin báo về tội phạm",
            "Chị Đoàn Thị Vết (số 0987654321, CCCD 042099001234) báo mất xe",
            "20/11/2026 08:00",
            "Đoàn Thị Vết",
            "số 7 ngõ Bí Ẩn",
            "0987654321",
            "Có",
            "số 7 ngõ Bí Ẩn",
            "Mạc Đăng Dấu kể lại",
        ],
        [
            "T2",
            "N01",
            "TDP01",
            "Hỏi đáp",
            "MẠC ĐĂNG DẤU hỏi làm căn cước",
            "21/11/2026 08:00",
            "Mạc Đăng Dấu",
            "",
            "",
            "",
            "",
            "",
        ],
    ],
}


@pytest.fixture(scope="module")
def marked_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("marked") / "kho.duckdb"
    with Store.create(path, derive(TEST_KEY), ward=WARD, clock=lambda: DEMO_MOMENT) as store:
        for kind, rows in TABLES.items():
            result = import_file(store, OPERATOR, kind, xlsx(rows), f"{kind}.xlsx")
            assert result.landed, result.problems
        yield store


def actor_of(store: Store, role: str) -> Actor:
    groups = tuple(row[0] for row in store.query('SELECT group_id FROM store."group"'))
    return actor_for(f"tk-{role}", ROLES[role], role, groups if role == "area_officer" else ())


def found_in(content: bytes) -> list[str]:
    """The marks that a content holds, whatever the case, the form of its letters or the signs between digits."""
    text = unicodedata.normalize("NFC", content.decode("utf-8", "replace"))
    plain, digits = fold_text(text), "".join(char for char in text if char not in ". -")
    return [m for m in MARKS if m in text or fold_text(m) in plain or (m.isdigit() and m in digits)]


def everything(at: AppTest) -> bytes:
    """All that a page sends to the browser, data frames and charts included."""
    parts: list[bytes] = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "SerializeToString"):
            parts.append(proto.SerializeToString())
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(at._tree)
    return b"\n".join(parts)


def test_the_marks_are_there_to_be_found(marked_store: Store) -> None:
    raw = repr(marked_store.query("SELECT * FROM store.tip JOIN store.tip_informant USING (tip_id)"))
    raw += repr(marked_store.query("SELECT * FROM store.member"))
    assert set(found_in(raw.encode())) == set(MARKS)


QUICK = ("focal_point", "steering")


@pytest.mark.parametrize("role", [pytest.param(r, marks=() if r in QUICK else pytest.mark.slow) for r in ROLES])
@pytest.mark.parametrize("file", PAGES)
def test_no_page_shows_a_mark(
    marked_store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, role: str, file: str
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(SERVING, "store", marked_store)
    monkeypatch.setattr("pages.parts.visit.session_key", lambda: "phien")
    actor = actor_of(marked_store, role)
    monkeypatch.setattr(GATE, "current_actor", lambda cookies, counts=True: actor)
    monkeypatch.setattr(GATE, "current_session", lambda cookies, counts=True: "live")
    tips = [row[0] for row in marked_store.query("SELECT tip_id FROM store.tip ORDER BY 1")]
    for tip_id in tips if "tip.py" in file else [""]:
        at = AppTest.from_file(ROOT / "pages/router.py", default_timeout=60).run()
        at.switch_page(file)
        if tip_id:
            at.query_params["tin"] = tip_id
        at.run()
        assert not at.exception
        sent = everything(at)
        assert len(sent) > 500
        assert found_in(sent) == []
    assert found_in(caplog.text.encode()) == []


def test_lists_behind_figures_show_no_mark(marked_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SERVING, "store", marked_store)
    actor = actor_of(marked_store, "focal_point")
    monkeypatch.setattr(GATE, "current_actor", lambda cookies, counts=True: actor)
    monkeypatch.setattr(GATE, "current_session", lambda cookies, counts=True: "live")
    for file, key in (("monitoring/activity.py", "members_active"), ("monitoring/activity.py", "posts_published")):
        at = AppTest.from_file(ROOT / "pages/router.py", default_timeout=60).run()
        at.switch_page(file).run()
        at.button(key=f"cases-{key}").click().run()
        assert not at.exception
        sent = everything(at)
        assert b"T.K.L." in sent  # the initials are there, so the list is
        assert found_in(sent) == []


@pytest.mark.parametrize("facts", [name for name in FACTS if any(kpi.facts == name for kpi in KPIS.values())])
def test_files_hold_no_mark(marked_store: Store, facts: str) -> None:
    kpi = next(kpi for kpi in KPIS.values() if kpi.facts == facts)
    rows = worded(cases(marked_store, kpi, Window("current", DAY.replace(year=2025), DEMO_MOMENT), DEMO_MOMENT), {})
    columns = tuple(
        ColumnSpec(name, COLUMNS[name].label, "label" if COLUMNS[name].kind == "minutes" else COLUMNS[name].kind)
        for name in rows.columns
    )
    spec = TableSpec("danh-sach", columns, list(rows.itertuples(index=False, name=None)), FACTS[facts].reads)
    actor = actor_of(marked_store, "leader")
    chosen = {"Ghi chú": "tìm Trịnh Khắc Lộ 0912345678"}
    for form in ("csv", "xlsx"):
        released = release(
            marked_store, actor, spec, title="Danh sách", filters=chosen, as_of=DEMO_MOMENT, purpose=form
        )
        assert found_in(released.file_name(form).encode()) == []
        content = write_csv(released) if form == "csv" else unzipped(write_xlsx(released))
        assert found_in(content) == []


def unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_reports_hold_no_mark(marked_store: Store) -> None:
    for period in ("2026-H2", "2026"):
        report = build_report(marked_store, parse_period(period), DEMO_MOMENT, default_issuer())
        assert found_in(file_name(report, "docx").encode()) == []
        for key in FORMATS:
            released = release_report(marked_store, actor_of(marked_store, "leader"), report, form=key)
            assert found_in(unzipped(render(released, key))) == []


def test_the_audit_log_holds_no_mark(marked_store: Store) -> None:
    assert found_in(repr(marked_store.query("SELECT * FROM store.audit_entry")).encode()) == []
