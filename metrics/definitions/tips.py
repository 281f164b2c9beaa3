"""Indicators over `tip_facts`: how tips are received, classified, handed over, answered (Điều 14, 15, 18)."""

from __future__ import annotations

from datetime import datetime

from metrics.definitions.examples import count, share
from metrics.kpi import Count, Example, Gap, Kpi, Quantile, Ratio
from regulation.vocabularies import OUTCOMES

LATE_ENTRY_HOURS = 4  # (ward)
DECIDED = "classification IN ('on_time', 'late', 'overdue')"
OUTCOME_ROWS = ("on_time", "on_time", "late", "overdue", "pending")
_MOMENT = datetime(2026, 1, 10, 8)


def _outcome_counts() -> tuple[Kpi, ...]:
    return tuple(
        Kpi(
            f"classification_{term.key}",
            f"Phân loại {term.label[0].lower()}{term.label[1:]}",
            "15.3c",
            "tip_facts",
            "received_at",
            Count(f"classification = '{term.key}'"),
            "count",
            "tips",
            parent="tips_received",
            example=count("classification", OUTCOME_ROWS, OUTCOME_ROWS.count(term.key)),
        )
        for term in OUTCOMES.terms
    )


def _kind_counts() -> tuple[Kpi, ...]:
    kinds = {
        "denunciations": ("denunciation", "Tố giác về tội phạm"),
        "crime_reports": ("crime_report", "Tin báo về tội phạm"),
        "security_reports": ("security_report", "Phản ánh về an ninh, trật tự"),
        "suggestions": ("suggestion", "Kiến nghị, góp ý xây dựng lực lượng"),
        "procedure_questions": ("procedure_question", "Hỏi đáp thủ tục hành chính"),
        "other_tips": ("other", "Tin khác"),
    }
    return tuple(
        Kpi(
            key,
            label,
            "11.1g",
            "tip_facts",
            "received_at",
            Count(f"tip_kind = '{kind}'"),
            "count",
            "tips",
            parent="tips_received",
            example=count("tip_kind", (kind, kind, "none"), 2),
        )
        for key, (kind, label) in kinds.items()
    )


def _time(key: str, label: str, clause: str, measure: Quantile, example: Example, target: float | None = None) -> Kpi:
    return Kpi(
        key,
        label,
        clause,
        "tip_facts",
        "received_at",
        measure,
        "minutes",
        "tips",
        better="down",
        target=target,
        example=example,
    )


def _classification_time(q: float) -> Quantile:
    return Quantile("classification_minutes", "classified_at IS NOT NULL", q)


# 10, 20 and 30 minutes done, one case still open after 40: half are done by minute 20, nine in ten never yet.
_TIMES = tuple(
    {"classification_minutes": minutes, "classified_at": _MOMENT if minutes < 40 else None}
    for minutes in (10, 20, 30, 40)
)

KPIS: tuple[Kpi, ...] = (
    Kpi(
        "tips_received",
        "Tin tiếp nhận",
        "15.1",
        "tip_facts",
        "received_at",
        Count(),
        "count",
        "tips",
        example=count("tip_kind", ("other", "other", "suggestion"), 3),
    ),
    *_kind_counts(),
    Kpi(
        "tips_valuable",
        "Tin có giá trị",
        "11.1g",
        "tip_facts",
        "received_at",
        Count("valuable"),
        "count",
        "tips",
        better="up",
        parent="tips_received",
        example=count("valuable", (True, False, True), 2),
    ),
    Kpi(
        "classified_on_time",
        "Phân loại, xử lý đúng hạn 24 giờ",
        "15.3c",
        "tip_facts",
        "received_at",
        Ratio("classification = 'on_time'", DECIDED, "classification = 'pending'"),
        "percent",
        "tips",
        better="up",
        target=0.95,
        note="Mẫu số gồm cả tin quá hạn chưa phân loại; tin chưa đến hạn không tính.",
        example=share("classification", OUTCOME_ROWS, 2, 4),
    ),
    Kpi(
        "classified_on_time_strict",
        "Đúng hạn 24 giờ tính từ lúc đăng",
        "15.3c",
        "tip_facts",
        "received_at",
        Ratio(
            "classification_strict = 'on_time'",
            "classification_strict IN ('on_time', 'late', 'overdue')",
            "classification_strict = 'pending'",
        ),
        "percent",
        "tips",
        better="up",
        note="Cách tính chặt hơn: đồng hồ chạy từ lúc tin có trên nhóm, chỉ tính tin ghi rõ giờ đăng.",
        example=share("classification_strict", ("on_time", "late", "late", "pending", None), 1, 3),
    ),
    *_outcome_counts(),
    _time(
        "classification_time_p50",
        "Thời gian phân loại: một nửa số tin xong trong",
        "15.3c",
        _classification_time(0.5),
        Example(_TIMES, 20, 3, 4),
    ),
    _time(
        "classification_time_p90",
        "Thời gian phân loại: 9/10 số tin xong trong",
        "15.3c",
        _classification_time(0.9),
        Example(_TIMES, None, 3, 4),
        target=24 * 60,
    ),
    _time(
        "detection_lag_p50",
        "Từ lúc đăng đến lúc tiếp nhận (trung vị)",
        "15.2",
        Quantile("detection_minutes", "true", 0.5, "posted_at IS NOT NULL"),
        Example(tuple({"posted_at": _MOMENT, "detection_minutes": m} for m in (5, 15, 60)), 15, 3, 3),
    ),
    _time(
        "detection_lag_p90",
        "Từ lúc đăng đến lúc tiếp nhận (9/10 số tin)",
        "15.2",
        Quantile("detection_minutes", "true", 0.9, "posted_at IS NOT NULL"),
        Example(tuple({"posted_at": _MOMENT, "detection_minutes": m} for m in (5, 15, 60)), 60, 3, 3),
    ),
    Kpi(
        "unclassified_now",
        "Tin chưa phân loại",
        "15.2",
        "tip_facts",
        None,
        Count("classified_at IS NULL"),
        "count",
        "tips",
        better="down",
        example=count("classified_at", (None, _MOMENT, None), 2),
    ),
    Kpi(
        "overdue_now",
        "Tin quá hạn chưa phân loại",
        "15.2",
        "tip_facts",
        None,
        Count("classification = 'overdue'"),
        "count",
        "tips",
        better="down",
        target=0,
        example=count("classification", OUTCOME_ROWS, 1),
    ),
    Kpi(
        "due_in_6h",
        "Tin sắp đến hạn trong 6 giờ",
        "15.2",
        "tip_facts",
        None,
        Count("classification = 'pending' AND classification_due <= {seen} + INTERVAL 6 HOUR"),
        "count",
        "tips",
        better="down",
        example=Example(
            (
                {"classification": "pending", "classification_due": datetime(2026, 1, 31, 23)},
                {"classification": "pending", "classification_due": datetime(2026, 2, 1, 23)},
            ),
            1,
        ),
    ),
    Kpi(
        "resolved_rate",
        "Tin đã giải quyết",
        "15.1",
        "tip_facts",
        "received_at",
        Ratio("resolved_at IS NOT NULL", "true"),
        "percent",
        "tips",
        better="up",
        example=share("resolved_at", (_MOMENT, None, _MOMENT), 2, 3),
    ),
    Kpi(
        "self_resolved",
        "Công an phường tự giải quyết, hướng dẫn",
        "15.1",
        "tip_facts",
        "received_at",
        Count("resolution IN ('handled', 'guided', 'unfounded') AND resolved_at IS NOT NULL"),
        "count",
        "tips",
        parent="tips_received",
        example=count("resolution", ("handled", "guided", "transferred", None), 2, resolved_at=_MOMENT),
    ),
    Kpi(
        "transferred",
        "Chuyển cơ quan có thẩm quyền",
        "15.1",
        "tip_facts",
        "received_at",
        Count("transferred_at IS NOT NULL"),
        "count",
        "tips",
        parent="tips_received",
        example=count("transferred_at", (_MOMENT, None), 1),
    ),
    Kpi(
        "replied_rate",
        "Đã phản hồi người dân",
        "18.1",
        "tip_facts",
        "received_at",
        Ratio("replied_at IS NOT NULL", "has_contact"),
        "percent",
        "tips",
        better="up",
        note="Trên số tin có địa chỉ hoặc số điện thoại để phản hồi.",
        example=Example(
            (
                {"has_contact": True, "replied_at": _MOMENT},
                {"has_contact": True},
                {"has_contact": False, "replied_at": _MOMENT},
            ),
            0.5,
            1,
            2,
        ),
    ),
    _time(
        "reply_time_p50",
        "Thời gian phản hồi người dân (trung vị)",
        "18.1",
        Quantile("reply_minutes", "replied_at IS NOT NULL", 0.5, "has_contact"),
        Example(
            tuple(
                {"has_contact": True, "reply_minutes": m, "replied_at": _MOMENT if m < 90 else None}
                for m in (30, 60, 90)
            ),
            60,
            2,
            3,
        ),
    ),
    Kpi(
        "complete_content_rate",
        "Tin đủ nội dung theo quy định",
        "14.2",
        "tip_facts",
        "received_at",
        Ratio("complete_content", "true"),
        "percent",
        "tips",
        better="up",
        example=share("complete_content", (True, False, True, True), 3, 4),
    ),
    Kpi(
        "identity_refused_with_reason",
        "Từ chối cung cấp danh tính, có nêu lý do",
        "14.3",
        "tip_facts",
        "received_at",
        Count("identity_refused AND refusal_reason <> ''"),
        "count",
        "tips",
        example=count("refusal_reason", ("Ngại bị trả thù", "", ""), 1, identity_refused=True),
    ),
    Kpi(
        "identity_refused_without_reason",
        "Từ chối cung cấp danh tính, không nêu lý do",
        "14.3",
        "tip_facts",
        "received_at",
        Count("identity_refused AND refusal_reason = ''"),
        "count",
        "tips",
        better="down",
        example=count("refusal_reason", ("Ngại bị trả thù", "", ""), 2, identity_refused=True),
    ),
    Kpi(
        "off_hours_gap",
        "Chênh lệch đúng hạn: trong giờ so với ngoài giờ hành chính",
        "15.2",
        "tip_facts",
        "received_at",
        Gap("classification = 'on_time'", DECIDED, "NOT off_hours"),
        "points",
        "tips",
        better="down",
        note="Ngoài giờ: ban đêm, thứ 7, Chủ nhật, ngày lễ. Số dương: ngoài giờ kém hơn.",
        example=Example(
            (
                {"off_hours": False, "classification": "on_time"},
                {"off_hours": False, "classification": "late"},
                {"off_hours": True, "classification": "on_time"},
                {"off_hours": True, "classification": "overdue"},
                {"off_hours": True, "classification": "overdue"},
                {"off_hours": True, "classification": "late"},
            ),
            0.25,
        ),
    ),
    Kpi(
        "late_entry_rate",
        f"Nhập liệu muộn quá {LATE_ENTRY_HOURS} giờ",
        "15.2",
        "tip_facts",
        "received_at",
        Ratio(f"entry_lag_hours > {LATE_ENTRY_HOURS}", "NOT imported"),
        "percent",
        "tips",
        better="down",
        note="Tin nhập từ tệp không tính.",
        example=share("entry_lag_hours", (0.1, 4, 4.5, 30), 2, 4, imported=False),
    ),
    Kpi(
        "reopened",
        "Tin phải mở lại",
        "15.2",
        "tip_facts",
        "received_at",
        Count("reopenings > 0"),
        "count",
        "tips",
        better="down",
        example=count("reopenings", (0, 1, 2), 2),
    ),
)
