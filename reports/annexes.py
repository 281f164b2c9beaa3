"""The annexes: every indicator of the registry beside what it is compared with, and the tổ dân phố.

Crime tips are never split by tổ dân phố, and few tips of any kind are not shown there: a single one would point to
whoever reported it.
"""

from __future__ import annotations

from metrics.formatting import NONE, is_small, number, show, show_change, show_fraction, show_value
from metrics.kpi import Kpi, Value
from metrics.registry import KPIS, SECTIONS, section_kpis
from metrics.suppression import BELOW, HIDDEN, THRESHOLD, Cell, suppress
from reports.content import Annex, Block, Column, Note, Paragraph, Row, Table
from reports.figures import Figures
from reports.issuer import Issuer
from reports.prose import amount, day, moment
from reports.results_section import contents
from reports.wording import baseline_note, baseline_title, noun, period_words, state_words

SCREEN_ONLY = frozenset({"due_in_6h"})
"""Indicators that mean something only at the moment they are looked at."""
SEAL_LETTERS = 16
SUPPRESSED = (
    f"“{BELOW}”: dưới {THRESHOLD} tin hoặc không có tin; “{HIDDEN}”: không ghi vì từ đó có thể suy ra số liệu khác. "
    "Không ghi cụ thể để không lộ người báo tin."
)
_UNITS = {"percent": "%", "minutes": "giờ, phút", "points": "điểm %", "days": "ngày"}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def annexes(figures: Figures, issuer: Issuer) -> tuple[Annex, ...]:
    """Phụ lục I with the indicators, Phụ lục II with the tổ dân phố and the head of the audit log."""
    reference = (
        f"Kèm theo Báo cáo số {issuer.number_or_blank}/{issuer.symbol} {issuer.date_words(figures.as_of.date())} "
        f"của {issuer.agency_in_text}"
    )
    label = period_words(figures)
    return (
        Annex("Phụ lục I", f"Tổng hợp số liệu {label}", reference, _indicator_blocks(figures)),
        Annex("Phụ lục II", f"Số liệu theo tổ dân phố {label}", reference, _area_blocks(figures)),
    )


def _indicator_blocks(figures: Figures) -> tuple[Block, ...]:
    columns = (
        Column("Chỉ tiêu", 50),
        Column("ĐVT", 16, "center"),
        Column("Kỳ này", 27.5, "right"),
        Column(baseline_title(figures), 27.5, "right"),
        Column("Tăng/giảm (+/-)", 29, "right"),
        Column("%", 15, "right"),
    )
    rows: list[Row] = []
    for order, (section, title) in enumerate(SECTIONS.items()):
        rows.append(Row((f"{_ROMAN[order]}. {title}",)))
        rows.extend(_indicator_row(figures, kpi) for kpi in _in_order(section))
    return (Table(columns, tuple(rows)), Note(f"Ghi chú: {' '.join(_indicator_notes(figures))}"))


def _in_order(section: str) -> list[Kpi]:
    """The indicators of a section as in the registry, except that parts stand directly below their whole."""
    kpis = [kpi for kpi in section_kpis(section) if kpi.key not in SCREEN_ONLY]
    return [
        kpi
        for whole in kpis
        if not _is_part(whole)
        for kpi in (whole, *(part for part in kpis if part.parent == whole.key))
    ]


def _is_part(kpi: Kpi) -> bool:
    """Whether an indicator is a part of another one of its section."""
    return kpi.parent is not None and KPIS[kpi.parent].section == kpi.section


def _indicator_row(figures: Figures, kpi: Kpi) -> Row:
    now, then = figures.now(kpi.key), figures.then(kpi.key)
    difference, _, relative = show_change(kpi, now, then).partition(" (")
    label = kpi.label if kpi.at else f"{kpi.label} ({state_words(figures)})"
    cells = (label, unit_word(kpi), _cell(kpi, now), _cell(kpi, then), difference, relative.rstrip("%)") or NONE)
    return Row(cells, indent=int(_is_part(kpi)))


def _cell(kpi: Kpi, value: Value) -> str:
    """The figure; a percentage with its cases below."""
    text = show_value(kpi, value)
    whole_share = kpi.unit == "percent" and value.value is not None and not is_small(kpi, value)
    return f"{text}\n({show_fraction(value)})" if whole_share else text


def unit_word(kpi: Kpi) -> str:
    """The ĐVT of an indicator."""
    return _UNITS.get(kpi.unit) or ("người" if kpi.facts == "member_facts" else noun(kpi))


def _indicator_notes(figures: Figures) -> list[str]:
    texts = [
        f"Số liệu tính đến {moment(figures.as_of)}. Dấu “–”: chưa phát sinh hoặc không có số liệu để so sánh.",
        baseline_note(figures),
        "Mẫu số của tỷ lệ đúng hạn gồm cả tin quá hạn chưa làm xong, không gồm tin chưa đến hạn; dưới 10 trường hợp "
        "chỉ ghi phân số.",
    ]
    if figures.running and figures.baseline:
        texts.append(
            f"Chỉ tiêu ghi “(hiện tại)” lấy tại thời điểm tính số liệu; cột “{baseline_title(figures)}” lấy tại thời "
            "điểm tương ứng."
        )
    if not figures.running:
        texts.append(
            f"Chỉ tiêu ghi “(cuối kỳ)” lấy tại thời điểm hết ngày {day(figures.period.last_day)}; các chỉ tiêu khác "
            "tính cho tin, bài, việc phát sinh trong kỳ, kể cả phần được xử lý sau ngày đó."
        )
    done, _ = contents(figures)
    unsorted = figures.count("posts_published") - sum(count for _, count in done)
    if unsorted:
        texts.append(f"Trong số tin, bài đã đăng có {amount(unsorted, 'tin, bài')} chưa ghi nội dung theo Điều 11.")
    return texts


def _area_blocks(figures: Figures) -> tuple[Block, ...]:
    return (*_area_table(figures), *_head_note(figures))


def _area_table(figures: Figures) -> tuple[Block, ...]:
    if not figures.areas:
        return (Paragraph("Chưa có tổ dân phố nào trong dữ liệu."),)
    columns = (
        Column("STT", 11, "center"),
        Column("Tổ dân phố", 53),
        Column("Số hộ", 14, "right"),
        Column("Hộ tham gia", 16, "right"),
        Column("Tỷ lệ hộ", 16, "right"),
        Column("Thành viên", 17, "right"),
        Column("Tin tiếp nhận", 16, "right"),
        Column("Phân loại đúng hạn 24 giờ", 22, "right"),
    )
    tips = _area_tips(figures)
    rows = [_area_row(figures, order, shown) for order, shown in enumerate(tips[: len(figures.areas)])]
    table = Table(columns, (*rows, *_elsewhere(figures, tips[-1]), _total_row(figures)))
    hidden = any(isinstance(shown, str) for shown in tips)
    return (table, Note(SUPPRESSED)) if hidden else (table,)


def _area_tips(figures: Figures) -> list[Cell]:
    """Tips of each tổ dân phố and, last, of nowhere known, as they may be printed beside their sum."""
    listed = [round(figures.by_area.get("tips_received", group=line.area_id).value or 0) for line in figures.areas]
    elsewhere = figures.count("tips_received") - sum(listed)
    counts = [*listed, elsewhere] if elsewhere or _members_elsewhere(figures) else listed
    shown: list[Cell] = [cell for (cell,) in suppress([[count] for count in counts], across=False).cells]
    return shown if len(counts) > len(listed) else [*shown, 0]


def _area_row(figures: Figures, order: int, tips: Cell) -> Row:
    line = figures.areas[order]
    counted = line.households > 0
    rate = show(line.households_reached / line.households, "percent") if counted else NONE
    on_time = show_value(KPIS["classified_on_time"], figures.by_area.get("classified_on_time", group=line.area_id))
    return Row(
        (
            str(order + 1),
            line.name,
            number(line.households) if counted else NONE,
            number(line.households_reached) if counted else NONE,
            rate,
            number(line.members),
            *_tip_cells(tips, on_time),
        )
    )


def _tip_cells(tips: Cell, on_time: str) -> tuple[str, str]:
    """The number of tips and its rate; of a number that is not printed no rate either."""
    return (tips, HIDDEN) if isinstance(tips, str) else (number(tips), on_time)


def _members_elsewhere(figures: Figures) -> int:
    return figures.count("members_active") - sum(line.members for line in figures.areas)


def _elsewhere(figures: Figures, tips: Cell) -> tuple[Row, ...]:
    """Members and tips that belong to none of the listed tổ dân phố."""
    members = _members_elsewhere(figures)
    if not members and not tips:
        return ()
    cells = ("", "Chưa rõ tổ dân phố", NONE, NONE, NONE, number(members))
    return (Row((*cells, *_tip_cells(tips, _on_time_elsewhere(figures)))),)


def _on_time_elsewhere(figures: Figures) -> str:
    kpi, total = KPIS["classified_on_time"], figures.now("classified_on_time")
    listed = [figures.by_area.get(kpi.key, group=line.area_id) for line in figures.areas]
    part = (total.part or 0) - sum(value.part or 0 for value in listed)
    whole = (total.whole or 0) - sum(value.whole or 0 for value in listed)
    return show_value(kpi, Value(part / whole if whole else None, part, whole))


def _total_row(figures: Figures) -> Row:
    coverage, on_time = KPIS["household_coverage"], KPIS["classified_on_time"]
    reached = figures.now(coverage.key)
    return Row(
        (
            "",
            "Toàn phường",
            number(reached.whole or 0),
            number(reached.part or 0),
            show_value(coverage, reached),
            number(figures.count("members_active")),
            number(figures.count("tips_received")),
            show_value(on_time, figures.now(on_time.key)),
        ),
        bold=True,
    )


def _head_note(figures: Figures) -> tuple[Note, ...]:
    """Number and seal of the last audit entry: who keeps the paper can tell whether the log was changed since."""
    if figures.head is None:
        return ()
    return (Note(f"Mã đầu nhật ký: số {figures.head.entry_id} – {figures.head.seal[:SEAL_LETTERS]}."),)
