"""Indicators over crime tips and urgent ones in `tip_facts` (clauses 15.1, 15.3, 15.4)."""

from __future__ import annotations

from datetime import datetime

from metrics.definitions.examples import count, share
from metrics.definitions.tips import DECIDED, OUTCOME_ROWS
from metrics.kpi import Count, Example, Kpi, Quantile, Ratio

_MOMENT = datetime(2026, 1, 10, 8)

KPIS: tuple[Kpi, ...] = (
    Kpi(
        "crime_tips",
        "Tố giác, tin báo về tội phạm",
        "14.3",
        "tip_facts",
        "received_at",
        Count("crime"),
        "count",
        "crime",
        parent="tips_received",
        example=count("crime", (True, False), 1),
    ),
    Kpi(
        "crime_classified_on_time",
        "Tố giác, tin báo phân loại đúng hạn 24 giờ",
        "15.3c",
        "tip_facts",
        "received_at",
        Ratio("classification = 'on_time'", f"crime AND {DECIDED}", "crime AND classification = 'pending'"),
        "percent",
        "crime",
        better="up",
        target=1.0,
        example=share("classification", OUTCOME_ROWS, 2, 4, crime=True),
    ),
    Kpi(
        "urgent_tips",
        "Tin khẩn cấp, cấp bách",
        "15.4",
        "tip_facts",
        "received_at",
        Count("urgent"),
        "count",
        "crime",
        parent="tips_received",
        example=count("urgent", (True, False, True), 2),
    ),
    Kpi(
        "transferred_on_time",
        "Chuyển cơ quan có thẩm quyền đúng hạn",
        "15.3c",
        "tip_facts",
        "received_at",
        Ratio("transfer = 'on_time'", "transfer IN ('on_time', 'late', 'overdue')", "transfer = 'pending'"),
        "percent",
        "crime",
        better="up",
        target=1.0,
        note="24 giờ với tin nghiêm trọng hoặc người bị hại dưới 18 tuổi, 7 ngày với tin còn lại.",
        example=share("transfer", ("on_time", "late", "pending", None), 1, 2),
    ),
    Kpi(
        "urgent_reported_p50",
        "Tin khẩn cấp: báo cáo chỉ huy trong (trung vị)",
        "15.4",
        "tip_facts",
        "received_at",
        Quantile("urgent_minutes", "urgent_reported_at IS NOT NULL", 0.5, "urgent"),
        "minutes",
        "crime",
        better="down",
        example=Example(
            tuple({"urgent": True, "urgent_minutes": m, "urgent_reported_at": _MOMENT} for m in (3, 8, 40)), 8, 3, 3
        ),
    ),
    Kpi(
        "urgent_within_target",
        "Tin khẩn cấp báo cáo chỉ huy trong 15 phút",
        "15.4",
        "tip_facts",
        "received_at",
        Ratio(
            "urgent_report = 'on_time'", "urgent_report IN ('on_time', 'late', 'overdue')", "urgent_report = 'pending'"
        ),
        "percent",
        "crime",
        better="up",
        target=1.0,
        example=share("urgent_report", ("on_time", "on_time", "overdue", None), 2, 3),
    ),
    Kpi(
        "written_up_rate",
        "Lập phiếu, văn bản báo cáo",
        "15.3b",
        "tip_facts",
        "received_at",
        Ratio("written_up_at IS NOT NULL", "crime"),
        "percent",
        "crime",
        better="up",
        target=1.0,
        example=share("written_up_at", (_MOMENT, None), 1, 2, crime=True),
    ),
    Kpi(
        "registered_rate",
        "Ghi sổ tiếp nhận nguồn tin",
        "15.3c",
        "tip_facts",
        "received_at",
        Ratio("register_number <> ''", "crime"),
        "percent",
        "crime",
        better="up",
        target=1.0,
        example=share("register_number", ("12/2026", "", "13/2026"), 2, 3, crime=True),
    ),
)
