"""Part III of a report: what went well, what did not, and what the figures tell of the causes.

Only what the figures show is drafted; judgement is left to the places that an officer fills in.
"""

from __future__ import annotations

from metrics.formatting import duration, number, show
from metrics.kpi import Kpi, Value
from reports.content import Block, Fill, Paragraph, Section
from reports.figures import Figures
from reports.prose import amount, figure, is_small
from reports.wording import is_kept, marked, noun, state_words, subject, told

_LONG_SILENCE_DAYS = 7
_LONG_DETECTION_MINUTES = 60
_MOST_COMPLETE = 0.9
_REPEATED = frozenset({"posts_unreviewed"})  # the complement of another indicator with a target
_PROGRESS = (
    "members_active",
    "household_coverage",
    "classified_on_time",
    "resolved_rate",
    "replied_rate",
    "reviewed_rate",
    "full_name_rate",
)
_LEAST_MOVE = 1.0  # points, or per cent of a count


def evaluation(figures: Figures) -> Section:
    """III. Indicators that reached their target, those that did not, and what the figures tell of the causes."""
    met, missed = judged(figures)
    parts = (
        Section(
            "1.", "Ưu điểm", (*_advantages(figures, met, missed), Fill("Cán bộ bổ sung: ưu điểm, chuyển biến khác"))
        ),
        Section("2.", "Tồn tại, hạn chế", (*_shortfalls(figures, met, missed), Fill("Cán bộ bổ sung: hạn chế khác"))),
        Section(
            "3.",
            "Nguyên nhân",
            (*_causes(figures, missed), Fill("Cán bộ bổ sung: nguyên nhân khách quan, chủ quan", 3)),
        ),
    )
    return Section("III.", "Đánh giá chung", parts)


def judged(figures: Figures) -> tuple[list[Kpi], list[Kpi]]:
    """The indicators with a target and a figure: those that reach it, those that do not."""
    targets = [kpi for kpi in figures.kpis.values() if kpi.target is not None and kpi.key not in _REPEATED]
    known = [kpi for kpi in targets if _arose(figures, kpi)]
    met = [kpi for kpi in known if _reaches(kpi, figures.now(kpi.key))]
    return met, [kpi for kpi in known if kpi not in met]


def _arose(figures: Figures, kpi: Kpi) -> bool:
    """Whether there was anything to judge: a count of faults means nothing where nothing was done."""
    if kpi.key == "duty_coverage":
        return is_kept(figures)
    if kpi.unit != "count":
        return figures.now(kpi.key).value is not None
    total = {"posts": "posts_published", "tips": "tips_received"}.get(kpi.section)
    return total is None or figures.count(total) > 0


def _reaches(kpi: Kpi, value: Value) -> bool:
    reached, target = value.value or 0, kpi.target or 0
    return reached >= target if kpi.better == "up" else reached <= target


def _target_text(kpi: Kpi) -> str:
    """What is asked: duties of the regulation are required whole, the rest is what the ward strives for."""
    target = kpi.target or 0
    if kpi.unit == "minutes":
        return f"yêu cầu không quá {duration(target)}"
    if kpi.better == "down":
        return "yêu cầu không để xảy ra"
    return f"{'yêu cầu' if target == 1 else 'mức phấn đấu'} {show(target, kpi.unit)}"


def _advantages(figures: Figures, met: list[Kpi], missed: list[Kpi]) -> tuple[Block, ...]:
    total = len(met) + len(missed)
    if not total:
        return (Paragraph("Trong kỳ chưa phát sinh số liệu để đánh giá."),)
    texts = [_plain(figures, kpi) for kpi in met]
    risen = [f"{subject(kpi)}: {told(figures, kpi.key)}" for kpi, move in _moves(figures) if move > 0]
    blocks: list[Block] = []
    if met:
        blocks += [Paragraph(f"Có {len(met)}/{total} chỉ tiêu đạt yêu cầu, mức phấn đấu:"), *marked(texts)]
    if risen:
        blocks += [Paragraph("Một số chỉ tiêu có chuyển biến:"), *marked(risen)]
    return tuple(blocks)


def _plain(figures: Figures, kpi: Kpi) -> str:
    """The figure of an indicator without its change; a backlog with the moment it was counted at."""
    at = f" ({state_words(figures)})" if kpi.key == "overdue_now" else ""
    return f"{subject(kpi)}{at}: {figure(kpi, figures.now(kpi.key), noun(kpi))}"


def _moves(figures: Figures) -> list[tuple[Kpi, float]]:
    """The chosen indicators that moved noticeably against the baseline, all of them better the higher they are."""
    found = []
    for key in _PROGRESS:
        kpi, now, then = figures.kpis[key], figures.now(key), figures.then(key)
        if now.value is None or not then.value or not then.comparable or is_small(now) or is_small(then):
            continue
        scale = 1 if kpi.unit == "percent" else then.value
        move = (now.value - then.value) / scale * 100
        if abs(move) >= _LEAST_MOVE:
            found.append((kpi, move))
    return found


def _shortfalls(figures: Figures, met: list[Kpi], missed: list[Kpi]) -> tuple[Block, ...]:
    total = len(met) + len(missed)
    texts = [f"{_plain(figures, kpi)}, {_target_text(kpi)}" for kpi in missed]
    fallen = [
        f"{subject(kpi)}: {told(figures, kpi.key)}" for kpi, move in _moves(figures) if move < 0 and kpi not in missed
    ]
    silence = figures.now("longest_silence").value or 0
    if silence >= _LONG_SILENCE_DAYS and figures.count("groups_active"):
        fallen.append(f"Có đợt {amount(silence, 'ngày')} liền không có tin, bài trên các nhóm")
    blocks: list[Block] = []
    if missed:
        blocks += [Paragraph(f"Còn {len(missed)}/{total} chỉ tiêu chưa đạt yêu cầu, mức phấn đấu:"), *marked(texts)]
    if fallen:
        blocks += [Paragraph("Các mặt khác cần khắc phục:"), *marked(fallen)]
    return tuple(blocks)


def _causes(figures: Figures, missed: list[Kpi]) -> tuple[Block, ...]:
    """What the figures say about where time was lost; nothing is claimed that they do not show."""
    if not any(kpi.section in ("tips", "crime") for kpi in missed):
        return ()
    found = (_off_hours(figures), _seen_late(figures), _unwatched_days(figures), _incomplete(figures))
    texts = [text for text in found if text]
    return (Paragraph("Số liệu trong kỳ cho thấy:"), *marked(texts)) if texts else ()


def _off_hours(figures: Figures) -> str:
    gap = figures.now("off_hours_gap")
    if gap.value is None or gap.low is None or gap.low <= 0:
        return ""
    return (
        "Tin tiếp nhận ngoài giờ hành chính (ban đêm, thứ 7, Chủ nhật, ngày lễ) có tỷ lệ phân loại đúng hạn thấp hơn "
        f"trong giờ {number(gap.value * 100, 1)} điểm %"
    )


def _seen_late(figures: Figures) -> str:
    half, most = (figures.now(f"detection_lag_p{share}").value for share in (50, 90))
    if half is None or most is None or most < _LONG_DETECTION_MINUTES:
        return ""
    return (
        "Tin được tiếp nhận chậm so với lúc đăng trên nhóm: một nửa số tin được tiếp nhận trong vòng "
        f"{duration(half)}, chín phần mười số tin trong vòng {duration(most)}"
    )


def _unwatched_days(figures: Figures) -> str:
    watched = figures.now("duty_coverage")
    missing = (watched.whole or 0) - (watched.part or 0)
    if not missing or not is_kept(figures):
        return ""
    return f"Có {amount(missing, 'ngày')} trực ban không ghi nhận việc kiểm tra tin nhắn"


def _incomplete(figures: Figures) -> str:
    complete = figures.now("complete_content_rate")
    if complete.value is None or complete.value >= _MOST_COMPLETE:
        return ""
    missing = (complete.whole or 0) - (complete.part or 0)
    share = f"{number(missing)}/{number(complete.whole or 0)} tin"
    return f"Có {share} chưa đủ nội dung theo Điều 14 Quy chế, cần hỏi thêm người báo tin"
