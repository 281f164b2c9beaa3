"""Sentences about one indicator, drafted from the figures of a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from metrics.formatting import number, show
from metrics.kpi import Kpi, Value
from metrics.selection import LAST_YEAR, Window
from regulation.periods import REGULATION_START
from reports.content import Item
from reports.figures import Figures
from reports.prose import NOT_ARISEN, change, day, figure, lower_first, moment

NOUNS: dict[str, str] = {
    "tip_facts": "tin",
    "post_facts": "tin, bài",
    "member_facts": "thành viên",
    "group_facts": "nhóm",
    "area_facts": "hộ",
    "day_facts": "ngày",
    "incident_facts": "sự cố",
}
_SPECIAL_NOUNS: dict[str, str] = {
    "admin_verified_rate": "tài khoản",
    "admin_two_factor_rate": "tài khoản",
    "password_rotation_rate": "tài khoản",
    "content_breadth": "nội dung",
    "reactions_per_100": "lượt",
    "unauthorised_pins": "lượt",
    "incidents": "vụ",
    "incidents_resolved_rate": "vụ",
    "reported_to_province_rate": "vụ",
    "commendations": "lượt",
    "commendations_collective": "tập thể",
    "commendations_individual": "cá nhân",
    "violations": "vụ",
    "proposals": "ý kiến",
    "proposals_decided_rate": "ý kiến",
}
SUBJECTS: dict[str, str] = {
    "groups_registered": "Nhóm có đủ tên, mục đích, phân công trách nhiệm theo khoản 1 Điều 8 Quy chế",
    "household_coverage": "Hộ gia đình có thành viên tham gia nhóm",
    "full_name_rate": "Thành viên ghi đầy đủ họ, tên theo khoản 2 Điều 3 Quy chế",
    "days_without_post": "Số ngày không có tin, bài",
    "longest_silence": "Đợt dài nhất không có tin, bài",
    "reactions_per_100": "Lượt bày tỏ cảm xúc bình quân trên 100 thành viên (số liệu lấy mẫu theo bài)",
    "content_breadth": "Nội dung tuyên truyền đã thực hiện theo khoản 1 Điều 11 Quy chế",
    "reviewed_rate": "Tin, bài đăng qua đủ ba bước đề xuất, kiểm tra, duyệt",
    "posts_unreviewed": "Tin, bài đăng khi chưa qua đủ ba bước kiểm duyệt",
    "review_time_p50": "Một nửa số tin, bài được duyệt, đăng trong vòng",
    "returned_rate": "Tin, bài bị trả lại để chỉnh sửa",
    "text_standard_rate": "Tin, bài đúng bộ mã tiếng Việt, có đủ dấu",
    "posts_removed": "Tin, bài phải gỡ bỏ",
    "removed_without_clause": "Tin, bài gỡ bỏ không ghi rõ khoản vi phạm của Điều 6 Quy chế",
    "unauthorised_pins": "Ghim tin không đúng quyền",
    "classified_on_time": "Phân loại, xử lý tin đúng hạn 24 giờ",
    "classification_time_p90": "Chín phần mười số tin được phân loại trong vòng",
    "overdue_now": "Tin quá hạn chưa phân loại",
    "resolved_rate": "Tin đã giải quyết xong",
    "self_resolved": "Công an phường tự giải quyết, hướng dẫn",
    "transferred": "Chuyển cơ quan có thẩm quyền",
    "replied_rate": "Tin đã phản hồi cho người dân (trên số tin có địa chỉ hoặc số điện thoại)",
    "complete_content_rate": "Tin đủ nội dung theo Điều 14 Quy chế",
    "duty_coverage": "Số ngày trực ban có kiểm tra, xử lý tin nhắn, kể cả ngày nghỉ",
    "reopened": "Tin phải mở lại để xử lý tiếp",
    "identity_refused_with_reason": "Từ chối cung cấp thông tin cá nhân, có nêu lý do",
    "identity_refused_without_reason": "Từ chối cung cấp thông tin cá nhân, không nêu lý do",
    "crime_classified_on_time": "Tố giác, tin báo được phân loại, xử lý đúng hạn 24 giờ",
    "transferred_on_time": "Tố giác, tin báo được chuyển cơ quan có thẩm quyền đúng hạn (24 giờ hoặc 07 ngày)",
    "urgent_within_target": "Tin khẩn cấp được báo cáo chỉ huy trong 15 phút",
    "written_up_rate": "Tố giác, tin báo được lập phiếu, văn bản báo cáo",
    "registered_rate": "Tố giác, tin báo được ghi sổ tiếp nhận nguồn tin",
    "admin_verified_rate": "Tài khoản quản trị đã xác thực",
    "admin_two_factor_rate": "Tài khoản quản trị bật bảo mật hai lớp",
    "password_rotation_rate": "Tài khoản quản trị đổi mật khẩu đúng định kỳ",
    "incidents": "Sự cố an toàn thông tin",
    "incidents_resolved_rate": "Sự cố đã khắc phục",
    "reported_to_province_rate": "Sự cố phải báo cáo đã báo Công an tỉnh",
    "commendations": "Khen thưởng, biểu dương",
    "violations": "Vi phạm Quy chế",
}


def noun(kpi: Kpi) -> str:
    """What an indicator counts: "tin", "tài khoản", "hộ"."""
    return _SPECIAL_NOUNS.get(kpi.key, NOUNS.get(kpi.facts, "trường hợp"))


def subject(kpi: Kpi) -> str:
    """What an indicator is about, as the beginning of a list entry."""
    return SUBJECTS.get(kpi.key, kpi.label)


def told(figures: Figures, key: str) -> str:
    """The figure of an indicator and how it moved: "450/475 tin = 94,7%, tăng 1,2 điểm % so với kỳ trước"."""
    kpi = figures.kpis[key]
    text, moved = figure(kpi, figures.now(key), noun(kpi)), moved_text(figures, key)
    if not moved:
        return text
    return f"{text} {moved}" if moved.startswith("(") else f"{text}, {moved}"


def moved_text(figures: Figures, key: str) -> str:
    """How the figure moved against the baseline; empty when there is none."""
    kpi, baseline = figures.kpis[key], figures.baseline
    if baseline is None:
        return ""
    return change(kpi, figures.now(key), figures.then(key), noun(kpi), baseline.words)


def is_empty(value: Value) -> bool:
    """True when there is nothing to tell: no value and no case."""
    return value.value is None


def lines(figures: Figures, keys: Iterable[str]) -> tuple[Item, ...]:
    """List entries "subject: figure, change" for the indicators that have figures, with the marks of a list."""
    return marked(
        [f"{subject(figures.kpis[key])}: {told(figures, key)}" for key in keys if not is_empty(figures.now(key))]
    )


def marked(texts: list[str], level: int = 0) -> tuple[Item, ...]:
    """Texts as a list: semicolons, and a full stop at the end."""
    return tuple(Item(text + (";" if order < len(texts) else "."), level) for order, text in enumerate(texts, 1))


def part_of(count: int, whole: int, unit: str) -> str:
    """A part of a total in a "trong đó" list: "380 tin (77,2%)"; only the count when the total is small."""
    if not count:
        return NOT_ARISEN
    written = f"{count:02d}" if count < 10 else number(count)
    return f"{written} {unit} ({show(count / whole, 'percent')})" if whole >= 10 else f"{written} {unit}"


def is_kept(figures: Figures) -> bool:
    """Whether duty checks are written down at all; if none is, nothing can be said of the days without one."""
    return bool(figures.now("duty_coverage").part)


def period_words(figures: Figures) -> str:
    """The period as said within a sentence: "6 tháng đầu năm 2026"."""
    return lower_first(figures.period.label)


def state_words(figures: Figures) -> str:
    """When a state, such as the number of members, was taken."""
    return "hiện tại" if figures.running else "cuối kỳ"


def baseline_title(figures: Figures) -> str:
    """How a column or a note calls what the period is compared with."""
    baseline = figures.baseline
    return "Kỳ trước" if baseline and baseline.window != LAST_YEAR else "Cùng kỳ"


def baseline_note(figures: Figures) -> str:
    """What the period is compared with, and why counts are not where the spans differ."""
    window = figures.baseline_window
    if window is None:
        return f"Kỳ báo cáo đầu tiên từ khi Quy chế có hiệu lực ({day(REGULATION_START)}), chưa có cùng kỳ để so sánh."
    text = f"{baseline_title(figures)}: {_span(window)}"
    if not figures.counts_comparable:
        text += "; thời gian ngắn hơn nhiều nên không so sánh số lượng phát sinh, chỉ so sánh tỷ lệ và số liệu hiện có"
    return f"{text}."


def _span(window: Window) -> str:
    ends = window.ends
    last = day(ends - timedelta(days=1)) if ends == datetime(ends.year, ends.month, ends.day) else ""
    return f"từ ngày {day(window.starts)} đến {f'hết ngày {last}' if last else moment(ends)}"
