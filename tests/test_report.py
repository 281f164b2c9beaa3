"""The report against the store: hand-written SQL, the figures of the screen, and what LibreOffice shows of it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from charts import paper
from data_access import heads
from data_access.actors import Actor
from data_access.errors import NotAllowed, UserError
from data_access.keys import derive
from data_access.reading import View
from data_access.store import Store
from metrics.computing import compute
from metrics.formatting import NONE, show_change, show_fraction, show_value
from metrics.registry import KPIS, SECTIONS
from metrics.selection import comparison_windows
from regulation.periods import parse_period
from regulation.text import natural_order
from reports.annexes import SCREEN_ONLY
from reports.building import build_report
from reports.content import Figure, Report, Row, Section, Table, plain_text
from reports.issuer import SETTINGS, default_issuer, read_issuer
from reports.registry import FORMATS, file_name
from tests.conftest import DEMO_MOMENT, TEST_KEY, WARD
from tests.office import pages_of, squeezed

PERIODS = ("2025-H2", "2026-H1", "2026-H2", "2026", "2026-Q1", "2026-03")
SPANS = {
    "2025-H2": (datetime(2025, 9, 25), datetime(2025, 12, 15)),
    "2026-H1": (datetime(2025, 12, 15), datetime(2026, 6, 15)),
    "2026-H2": (datetime(2026, 6, 15), datetime(2026, 12, 15)),
    "2026": (datetime(2025, 12, 15), datetime(2026, 12, 15)),
    "2026-Q1": (datetime(2025, 12, 15), datetime(2026, 3, 15)),
    "2026-03": (datetime(2026, 2, 15), datetime(2026, 3, 15)),
}
RUNNING = ("2026-H2", "2026")
BASELINES = {
    "2025-H2": None,
    "2026-H1": ("Kỳ trước", "từ ngày 25/9/2025 đến hết ngày 14/12/2025"),
    "2026-H2": ("Cùng kỳ", "từ ngày 25/9/2025 đến 10 giờ 00 phút ngày 25/11/2025"),
    "2026": ("Cùng kỳ", "từ ngày 25/9/2025 đến 10 giờ 00 phút ngày 25/11/2025"),
    "2026-Q1": ("Kỳ trước", "từ ngày 25/9/2025 đến hết ngày 14/12/2025"),
    "2026-03": ("Kỳ trước", "từ ngày 15/01/2026 đến hết ngày 14/02/2026"),
}
COMPARABLE_COUNTS = ("2026-Q1", "2026-03")
OUTCOMES = ("classification_on_time", "classification_late", "classification_overdue", "classification_pending")
KINDS = (
    "denunciations", "crime_reports", "security_reports", "suggestions", "procedure_questions", "other_tips"
)  # fmt: skip


@pytest.fixture(scope="module")
def reports(demo_store: Store) -> dict[str, Report]:
    return {key: _report(demo_store, key) for key in PERIODS}


@pytest.fixture(scope="module")
def documents(reports: dict[str, Report]) -> dict[str, bytes]:
    return {key: FORMATS["docx"].writer(report) for key, report in reports.items()}


@pytest.fixture(scope="module")
def shown(documents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All words of each report on paper, without white space and page numbers."""
    pages = pages_of(tmp_path_factory.mktemp("reports"), documents)
    return {key: squeezed("".join(re.sub(r"^\s*\d+\n", "", page) for page in found)) for key, found in pages.items()}


@pytest.fixture(params=PERIODS)
def period_key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _report(store: Store, key: str) -> Report:
    return build_report(store, parse_period(key), store.clock(), default_issuer())


def _indicators(report: Report) -> Table:
    (table,) = [block for block in report.annexes[0].blocks if isinstance(block, Table)]
    return table


def _rows(report: Report) -> dict[str, Row]:
    """Rows of the first annex by the key of their indicator, in the order of the annex."""
    labels = {(KPIS[key].section, KPIS[key].label): key for key in KPIS}
    titles = {title: section for section, title in SECTIONS.items()}
    found, section = {}, ""
    for row in _indicators(report).rows:
        if row.spans:
            section = titles[row.cells[0].split(". ", 1)[1]]
        else:
            label = row.cells[0].removesuffix(" (cuối kỳ)").removesuffix(" (hiện tại)")
            found[labels[section, label]] = row
    return found


def _number(text: str) -> float:
    """A written count or percentage as a number; 0 for a dash."""
    first = text.split("\n")[0].removesuffix(" điểm %").removesuffix("%").removesuffix(" ngày")
    return 0.0 if first == NONE else float(first.replace(".", "").replace(",", "."))


def _count(report: Report, key: str) -> int:
    return round(_number(_rows(report)[key].cells[2]))


# What the figures are


def _hand_counts(store: Store, key: str) -> dict[str, int]:
    """Counts straight from the row and event tables, with the terms of the regulation written out."""
    starts, ends = SPANS[key]
    parameters = {"starts": starts, "ends": ends, "now": DEMO_MOMENT}
    (tips,) = store.query(
        """SELECT count(*), count(*) FILTER (WHERE classified_at <= received_at + INTERVAL 24 HOUR),
            count(*) FILTER (WHERE classified_at > received_at + INTERVAL 24 HOUR),
            count(*) FILTER (WHERE classified_at IS NULL AND received_at + INTERVAL 24 HOUR < $now),
            count(*) FILTER (WHERE tip_kind IN ('denunciation', 'crime_report')), count(*) FILTER (WHERE urgent),
            count(*) FILTER (WHERE tip_kind = 'procedure_question'), count(*) FILTER (WHERE valuable)
        FROM store.tip WHERE state <> 'voided' AND received_at >= $starts AND received_at < $ends""",
        parameters,
    )
    (posts,) = store.query(
        """SELECT count(*) FILTER (WHERE published_at >= $starts AND published_at < $ends),
            count(*) FILTER (WHERE published_at >= $starts AND published_at < $ends AND content = 'procedure'),
            count(*) FILTER (WHERE removed_at >= $starts AND removed_at < $ends)
        FROM store.post WHERE state <> 'voided' AND $now IS NOT NULL""",
        parameters,
    )
    (members,) = store.query(
        """SELECT count(*) FILTER (WHERE kind = 'joined' AND occurred_at < least($ends, $now))
                - count(*) FILTER (WHERE kind = 'left' AND occurred_at < least($ends, $now)),
            count(*) FILTER (WHERE kind = 'joined' AND occurred_at >= $starts AND occurred_at < $ends),
            count(*) FILTER (WHERE kind = 'left' AND occurred_at >= $starts AND occurred_at < $ends)
        FROM store.member_event
        WHERE event_id NOT IN (SELECT corrects FROM store.member_event WHERE corrects IS NOT NULL)
            AND member_id NOT IN (SELECT member_id FROM store.member_event WHERE kind = 'voided')""",
        parameters,
    )
    names = (
        "tips_received", "classification_on_time", "classification_late", "classification_overdue", "crime_tips",
        "urgent_tips", "procedure_questions", "tips_valuable", "posts_published", "posts_procedure", "posts_removed",
        "members_active", "members_joined", "members_left",
    )  # fmt: skip
    return dict(zip(names, (*tips, *posts, *members), strict=True))


def test_counts_are_those_of_hand_written_sql(demo_store: Store, reports: dict[str, Report], period_key: str) -> None:
    expected = _hand_counts(demo_store, period_key)
    assert expected["tips_received"] >= 30
    assert {key: _count(reports[period_key], key) for key in expected} == expected


def test_the_prose_tells_the_same_counts(demo_store: Store, reports: dict[str, Report], period_key: str) -> None:
    by_hand, text = _hand_counts(demo_store, period_key), plain_text(reports[period_key])
    on_time, late, overdue = (by_hand[key] for key in OUTCOMES[:3])
    decided = on_time + late + overdue
    rate = f"{on_time / decided * 100:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    assert f"Trong kỳ tiếp nhận {by_hand['tips_received']} tin" in text
    assert f"đúng hạn 24 giờ kể từ khi tiếp nhận: {on_time}/{decided} tin = {rate}%" in text
    assert f"Trong kỳ đã đăng trên các nhóm {by_hand['posts_published']} tin, bài" in text
    members = f"{by_hand['members_active']:,}".replace(",", ".")
    assert f"với {members} thành viên" in text


def test_every_indicator_stands_in_the_annex_as_on_the_screen(
    demo_store: Store, reports: dict[str, Report], period_key: str
) -> None:
    period = parse_period(period_key)
    figures = compute(demo_store, KPIS.values(), comparison_windows(period, DEMO_MOMENT), DEMO_MOMENT)
    window = {"Kỳ trước": "previous", "Cùng kỳ": "last_year", "": "none"}[(BASELINES[period_key] or ("",))[0]]
    rows = _rows(reports[period_key])
    assert set(rows) == set(KPIS) - SCREEN_ONLY
    for key, row in rows.items():
        kpi, now, then = KPIS[key], figures.get(key), figures.get(key, window)
        for cell, value in zip(row.cells[2:4], (now, then), strict=True):
            written, *fraction = cell.split("\n")
            assert written == show_value(kpi, value), key
            assert not fraction or fraction == [f"({show_fraction(value)})"]
        change = show_change(kpi, now, then)
        relative = "" if row.cells[5] == NONE else f" ({row.cells[5]}%)"
        assert row.cells[4] + relative == change, key


def test_percentages_carry_their_cases(reports: dict[str, Report], period_key: str) -> None:
    rows = [(row, cell) for row in _rows(reports[period_key]).values() for cell in row.cells[2:4] if "%\n(" in cell]
    assert len(rows) >= 15
    for _, cell in rows:
        rate, fraction = cell.split("\n")
        part, whole = (float(text.replace(".", "")) for text in fraction.strip("()").split("/"))
        assert _number(rate) == round(part / whole * 100, 1)


def test_what_is_set_side_by_side_adds_up(reports: dict[str, Report], period_key: str) -> None:
    for key, row in _rows(reports[period_key]).items():
        if "điểm %" in row.cells[4] or (row.cells[4] != NONE and KPIS[key].unit == "count"):
            change = _number(row.cells[2]) - _number(row.cells[3])
            assert _number(row.cells[4].replace("+", "")) == pytest.approx(change, abs=1e-9), key


def test_parts_add_up_to_their_whole(reports: dict[str, Report], period_key: str) -> None:
    report = reports[period_key]
    total = _count(report, "tips_received")
    assert sum(_count(report, key) for key in OUTCOMES) == total
    assert sum(_count(report, key) for key in KINDS) == total
    posts = sum(_count(report, key) for key in KPIS if KPIS[key].clause.startswith("11.1") and key.startswith("posts_"))
    posts -= _count(report, "posts_published")
    without = re.search(r"Chưa ghi nội dung: 0?(\d+) tin, bài", plain_text(report))
    assert posts + int(without[1] if without else 0) == _count(report, "posts_published")


def test_parts_stand_below_their_whole(reports: dict[str, Report], period_key: str) -> None:
    whole = ""
    for key, row in _rows(reports[period_key]).items():
        if row.indent:
            assert KPIS[key].parent == whole, key
        else:
            whole = key


# What it is compared with


def test_the_baseline_is_named_and_its_column_filled(reports: dict[str, Report], period_key: str) -> None:
    report, baseline = reports[period_key], BASELINES[period_key]
    text = plain_text(report)
    title = _indicators(report).columns[3].title
    if baseline is None:
        assert title == "Cùng kỳ"
        assert {cell for row in _rows(report).values() for cell in row.cells[3:]} == {NONE}
        assert "Kỳ báo cáo đầu tiên từ khi Quy chế có hiệu lực (25/9/2025)" in text
        assert " so với " not in text.replace("so với lúc đăng", "").replace("so với ngoài giờ", "")
    else:
        assert title == baseline[0]
        assert f"{baseline[0]}: {baseline[1]}" in text
        assert _rows(report)["tips_received"].cells[3] != NONE


def test_counts_are_not_set_against_a_much_shorter_time(reports: dict[str, Report], period_key: str) -> None:
    flows = {key: row for key, row in _rows(reports[period_key]).items() if KPIS[key].unit == "count" and KPIS[key].at}
    told = re.findall(r"tiếp nhận \d+ tin, (tăng|giảm)", plain_text(reports[period_key]))
    if period_key in COMPARABLE_COUNTS:
        assert flows["tips_received"].cells[4] != NONE
        assert len(told) == 1
    else:
        assert {row.cells[4] for row in flows.values()} == {NONE}
        assert told == []


def test_rates_are_compared_wherever_there_is_something_before(reports: dict[str, Report]) -> None:
    for key in PERIODS[1:]:
        assert "điểm %" in _rows(reports[key])["classified_on_time"].cells[4]
        assert "thành viên (+" in plain_text(reports[key])


def test_a_running_period_says_so(reports: dict[str, Report], period_key: str) -> None:
    report = reports[period_key]
    assert "số liệu tính đến 10 giờ 00 phút ngày 25/11/2026" in report.heading.opening
    running = period_key in RUNNING
    assert ("kỳ báo cáo chưa kết thúc" in report.heading.opening) == running
    text = plain_text(report)
    assert ("Đến thời điểm báo cáo" in text) == running
    assert ("(cuối kỳ)" in text) != running


def test_the_first_period_begins_with_the_regulation(reports: dict[str, Report]) -> None:
    opening = reports["2025-H2"].heading.opening
    assert "từ ngày 25/9/2025, ngày Quy chế có hiệu lực, đến ngày 14/12/2025" in opening
    assert "có hiệu lực" not in reports["2026-H1"].heading.opening


# How it is laid out


def test_sections_and_annexes(reports: dict[str, Report], period_key: str) -> None:
    report = reports[period_key]
    assert [section.number for section in report.sections] == ["I.", "II.", "III.", "IV.", "V."]
    subsections = [block.title for block in report.sections[1].blocks if isinstance(block, Section)]
    assert subsections == [
        "Công tác tuyên truyền",
        "Kiểm duyệt, gỡ bỏ thông tin",
        "Tiếp nhận, xử lý thông tin",
        "Tố giác, tin báo về tội phạm",
        "Bảo đảm an ninh, an toàn thông tin",
        "Khen thưởng, xử lý vi phạm",
    ]
    assert [annex.label for annex in report.annexes] == ["Phụ lục I", "Phụ lục II"]
    assert "Phụ lục I, Phụ lục II" in report.closing
    assert [column.title for column in _indicators(report).columns][:3] == ["Chỉ tiêu", "ĐVT", "Kỳ này"]


@pytest.mark.parametrize(
    ("key", "label", "ahead"),
    [
        ("2025-H2", "6 tháng cuối năm 2025", "6 tháng đầu năm 2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026"),
        ("2026", "năm 2026", "năm 2027"),
        ("2026-Q1", "quý I năm 2026", "quý II năm 2026"),
        ("2026-03", "tháng 3 năm 2026", "tháng 4 năm 2026"),
    ],
)
def test_title_and_the_tasks_ahead(reports: dict[str, Report], key: str, label: str, ahead: str) -> None:
    report = reports[key]
    assert report.title.endswith(f"{label} và phương hướng, nhiệm vụ {ahead}")
    assert report.sections[3].title == f"Phương hướng, nhiệm vụ {ahead}"


def test_the_chart_counts_every_tip_once(reports: dict[str, Report], period_key: str) -> None:
    report = reports[period_key]
    (figure,) = [block for block in report.blocks() if isinstance(block, Figure)]
    chart = figure.chart
    assert len(chart.labels) in (3, 4, 6, 12)
    totals = {series.role: sum(series.values) for series in chart.series}
    assert {f"classification_{role}": total for role, total in totals.items()} == {
        key: _count(report, key) for key in OUTCOMES if key.removeprefix("classification_") in totals
    }
    assert sum(totals.values()) == _count(report, "tips_received")


def test_steps_of_the_chart_follow_the_report_calendar(reports: dict[str, Report]) -> None:
    def labels(key: str) -> tuple[str, ...]:
        (figure,) = [block for block in reports[key].blocks() if isinstance(block, Figure)]
        return figure.chart.labels

    assert labels("2025-H2") == ("25/9–14/10", "15/10–14/11", "15/11–14/12")
    assert labels("2026-Q1") == ("15/12–14/01", "15/01–14/02", "15/02–14/3")
    assert labels("2026-03") == ("15/02–21/02", "22/02–28/02", "01/3–07/3", "08/3–14/3")
    assert labels("2026-H2")[-1] == "15/11–25/11"
    assert labels("2026")[0] == "15/12–\n14/01"


def _areas(report: Report) -> Table:
    (table,) = [block for block in report.annexes[1].blocks if isinstance(block, Table)]
    return table


def test_areas_add_up_to_the_ward(demo_store: Store, reports: dict[str, Report], period_key: str) -> None:
    *rows, total = _areas(reports[period_key]).rows
    assert len(rows) == 21
    assert rows[-1].cells[1] == "Chưa rõ tổ dân phố"
    for column in (2, 3, 5):
        assert sum(_number(row.cells[column]) for row in rows) == _number(total.cells[column])
    tips = [row.cells[6] for row in rows if row.cells[6] not in ("*", "<3")]
    missing = _number(total.cells[6]) - sum(map(_number, tips))
    assert missing >= 0 if len(tips) < len(rows) else missing == 0
    by_hand = _hand_counts(demo_store, period_key)
    assert (_number(total.cells[5]), _number(total.cells[6])) == (by_hand["members_active"], by_hand["tips_received"])


def test_few_tips_of_an_area_are_not_shown(demo_store: Store, reports: dict[str, Report], period_key: str) -> None:
    starts, ends = SPANS[period_key]
    counts = dict(
        demo_store.query(
            """SELECT a.name, count(t.tip_id) FROM area_facts($last, $last) a LEFT JOIN store.tip t
                ON t.area_id = a.area_id AND t.state <> 'voided' AND t.received_at >= $starts AND t.received_at < $ends
            GROUP BY 1""",
            {"starts": starts, "ends": ends, "last": min(ends - timedelta(seconds=1), DEMO_MOMENT)},
        )
    )
    cells = {row.cells[1]: row.cells[6:] for row in _areas(reports[period_key]).rows[:20]}
    assert set(cells) == set(counts)
    for name, (tips, on_time) in cells.items():
        assert (tips == "<3") == (counts[name] < 3), name
        assert tips in ("<3", "*", str(counts[name])), name
        assert (on_time == "*") == (tips in ("<3", "*")), name
    assert ("không lộ người báo tin" in plain_text(reports[period_key])) == any(count < 3 for count in counts.values())
    if period_key == "2026-03":
        assert sum(count < 3 for count in counts.values()) > 5


def test_names_are_in_the_order_of_the_alphabet(reports: dict[str, Report]) -> None:
    names = [row.cells[1] for row in _areas(reports["2026"]).rows]
    assert names[7:9] == ["Tổ dân phố 8", "Tổ dân phố An Thịnh"]
    assert names.index("Tổ dân phố Đông Hải") < names.index("Tổ dân phố Hải Thanh") < names.index("Tổ dân phố Hưng Lộc")
    ordered = ["Thôn 2", "Thôn 10", "Thôn Ân", "Thôn Đa", "Thôn Hà", "Thôn Hả", "Thôn Hạ", "Thôn Hân", "Thôn Yên"]
    shuffled = [ordered[order] for order in (4, 8, 0, 6, 2, 7, 1, 5, 3)]
    assert sorted(shuffled, key=natural_order) == ordered


def test_crime_is_never_split_by_area(reports: dict[str, Report]) -> None:
    titles = " ".join(column.title for column in _areas(reports["2026"]).columns)
    assert "Tin tiếp nhận" in titles
    assert "giác" not in titles
    assert "tội phạm" not in titles


def test_no_resident_is_named(demo_store: Store, reports: dict[str, Report]) -> None:
    people = demo_store.query("SELECT name FROM store.tip_informant UNION SELECT full_name FROM store.member")
    names = {name for (name,) in people if name and len(name.split()) >= 3}
    assert len(names) > 1000
    text = plain_text(reports["2026"])
    assert not [name for name in names if name in text]
    assert not re.search(r"\b0\d{9}\b", text)


def test_the_head_of_the_log_is_printed(demo_store: Store, reports: dict[str, Report], period_key: str) -> None:
    head = heads.current(demo_store)
    assert head is not None
    assert plain_text(reports[period_key]).endswith(f"Mã đầu nhật ký: số {head.entry_id} – {head.seal[:16]}.")


def test_targets_met_and_missed_are_told_apart(reports: dict[str, Report], period_key: str) -> None:
    text = plain_text(reports[period_key])
    met = re.search(r"Có (\d+)/(\d+) chỉ tiêu đạt yêu cầu", text)
    missed = re.search(r"Còn (\d+)/(\d+) chỉ tiêu chưa đạt yêu cầu", text)
    assert met
    assert missed
    assert met[2] == missed[2]
    assert int(met[1]) + int(missed[1]) == int(met[2])
    rate = _number(_rows(reports[period_key])["classified_on_time"].cells[2])
    assert ("Phân loại, xử lý tin đúng hạn 24 giờ" in text.split("Tồn tại, hạn chế")[1]) == (rate < 95)
    assert ("trong thời hạn 24 giờ kể từ khi tiếp nhận, kể cả ngày nghỉ" in text) == (rate < 95)


# What LibreOffice shows


def test_one_picture(documents: dict[str, bytes], period_key: str) -> None:
    assert len(Document(io.BytesIO(documents[period_key])).inline_shapes) == 1


def test_the_paper_shows_the_prose(shown: dict[str, str], reports: dict[str, Report], period_key: str) -> None:
    lines = [line for line in plain_text(reports[period_key]).split("Phụ lục I\n")[0].splitlines()[1:] if line]
    assert len(lines) > 90
    section_titles = {f"{section.number} {section.title}" for section in reports[period_key].sections}
    for line in lines:
        wanted = line.upper() if line in section_titles else line
        assert squeezed(wanted) in shown[period_key], line


def test_the_paper_shows_each_figure_of_the_annex_on_one_line(
    documents: dict[str, bytes], shown: dict[str, str], reports: dict[str, Report], period_key: str
) -> None:
    if paper.face() == "DejaVu Serif":
        pytest.skip("needs a typeface with the widths of Times New Roman")
    document = Document(io.BytesIO(documents[period_key]))
    table = document.tables[2]
    written = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    expected = [list(row.cells) * (6 if row.spans else 1) for row in _indicators(reports[period_key]).rows]
    assert written == expected
    for row in _rows(reports[period_key]).values():
        for cell in row.cells[2:6]:
            for line in cell.split("\n"):
                assert squeezed(line) in shown[period_key], line


# An empty store, refusals, formats


@pytest.fixture
def empty_report(empty_store: Store) -> Report:
    return _report(empty_store, "2026-H1")


def test_an_empty_store_gives_dashes_and_claims_nothing(empty_report: Report) -> None:
    rows = _rows(empty_report)
    assert set(rows) == set(KPIS) - SCREEN_ONLY
    for key, row in rows.items():
        if KPIS[key].unit in ("percent", "minutes", "points", "per_100"):
            assert row.cells[2:] == (NONE, NONE, NONE, NONE), key
        elif KPIS[key].unit == "count":
            assert row.cells[2] == "0", key
    text = plain_text(empty_report)
    assert "Trong kỳ chưa tiếp nhận tin nào." in text
    assert "Trong kỳ chưa phát sinh số liệu để đánh giá." in text
    assert "Chưa có tổ dân phố nào trong dữ liệu." in text
    body = text.split("Phụ lục I\n")[0]
    assert not re.search(r"\d%", body)
    assert "chưa đạt" not in body
    assert not [block for block in empty_report.blocks() if isinstance(block, Figure)]


def test_an_empty_report_opens(empty_report: Report, tmp_path: Path) -> None:
    pages = pages_of(tmp_path, {"trong": FORMATS["docx"].writer(empty_report)})["trong"]
    assert "chưa có nhóm Zalo nào hoạt động" in " ".join("".join(pages).split())


@pytest.mark.parametrize("key", ["2027-H1", "2026-12", "2027"])
def test_a_period_that_has_not_begun_is_refused(demo_store: Store, key: str) -> None:
    if parse_period(key).starts <= DEMO_MOMENT:
        assert _report(demo_store, key).period_key == key
    else:
        with pytest.raises(UserError, match="chưa bắt đầu"):
            _report(demo_store, key)


def test_who_may_not_read_reports_gets_none(demo_store: Store) -> None:
    board = Actor("b", "Ban Quản trị", "board", frozenset({"read.aggregates"}))
    with pytest.raises(NotAllowed):
        build_report(View(demo_store, board), parse_period("2026-H1"), DEMO_MOMENT, default_issuer())
    secretary = Actor("s", "Thư ký", "committee", frozenset({"read.aggregates", "read.reports"}))
    report = build_report(View(demo_store, secretary), parse_period("2026-H1"), DEMO_MOMENT, default_issuer())
    assert report == _report(demo_store, "2026-H1")


def test_a_range_of_days(demo_store: Store) -> None:
    report = _report(demo_store, "2026-01-05..2026-02-10")
    assert "Quy chế (từ ngày 05/01/2026 đến ngày 10/02/2026;" in report.heading.opening
    assert report.title.endswith("và phương hướng, nhiệm vụ thời gian tới")
    assert file_name(report, "docx") == "bao-cao-tu-05-01-2026-den-10-02-2026.docx"


def test_formats_are_one_registry(reports: dict[str, Report]) -> None:
    assert all(key == entry.key for key, entry in FORMATS.items())
    assert FORMATS["docx"].mime == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert file_name(reports["2026-H1"], "docx") == "bao-cao-6-thang-dau-nam-2026.docx"
    assert file_name(reports["2026"], "docx") == "bao-cao-nam-2026.docx"
    for call in (file_name,):
        with pytest.raises(UserError, match="Không có định dạng báo cáo “odt”"):
            call(reports["2026"], "odt")


def test_the_issuer_comes_from_the_settings() -> None:
    own = {"report.signer": "Lê Văn Mẫu", "report.recipients": "Như trên\n\nLưu: VT\n", "report.symbol": "BC-BCĐ"}
    issuer = read_issuer(lambda key, default: own.get(key, default), number=5, signed_on=DEMO_MOMENT.date())
    assert (issuer.signer, issuer.recipients) == ("Lê Văn Mẫu", ("Như trên", "Lưu: VT"))
    assert issuer.number_line == "Số: 05/BC-BCĐ"
    assert issuer.date_words(datetime(2026, 1, 1).date()) == "ngày 25 tháng 11 năm 2026"
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


@pytest.fixture
def command_line() -> Iterator[CliRunner]:
    before = os.environ.get("BINHYEN_KEY")
    os.environ["BINHYEN_KEY"] = TEST_KEY
    yield CliRunner()
    os.environ.pop("BINHYEN_KEY")
    if before is not None:
        os.environ["BINHYEN_KEY"] = before


def test_the_command_writes_the_report_and_remembers_it(command_line: CliRunner, tmp_path: Path) -> None:
    from cli import app

    path, file = tmp_path / "kho.duckdb", tmp_path / "bao-cao.docx"
    Store.create(path, derive(TEST_KEY), ward=WARD, clock=lambda: DEMO_MOMENT - timedelta(days=1)).close()
    arguments = ["report", "--period", "2025-H2", "-o", str(file), "--number", "7", "--signed-on", "2026-02-05"]
    done = command_line.invoke(app, [*arguments, "--store", str(path)])
    assert done.exit_code == 0, done.output
    heading = Document(str(file)).tables[0].rows[1]
    assert [cell.text for cell in heading.cells] == ["Số: 07/BC-CAP", "Sông Trí, ngày 05 tháng 02 năm 2026"]
    with Store.open(path, derive(TEST_KEY)) as store:
        entry = store.query("SELECT action, subject_id, detail FROM store.audit_entry ORDER BY entry_id DESC LIMIT 1")
    assert entry == [("export.report", "2025-H2", "docx")]
