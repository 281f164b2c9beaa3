"""Indicators over duty checks and incidents (Điều 15.2, 16.3, 17)."""

from __future__ import annotations

from datetime import datetime

from metrics.definitions.examples import count, share
from metrics.kpi import Count, Example, Kpi, Quantile, Ratio

_MOMENT = datetime(2026, 1, 10, 8)

KPIS: tuple[Kpi, ...] = (
    Kpi(
        "duty_coverage",
        "Ngày có kiểm tra, xử lý tin nhắn",
        "15.2",
        "day_facts",
        "day",
        Ratio("checks > 0", "true"),
        "percent",
        "operation",
        better="up",
        target=1.0,
        note="Tính cả thứ 7, Chủ nhật và ngày lễ; ngày hôm nay chưa tính.",
        example=share("checks", (3, 0, 1), 2, 3),
    ),
    Kpi(
        "incidents",
        "Sự cố an toàn thông tin",
        "17.3",
        "incident_facts",
        "detected_at",
        Count(),
        "count",
        "safety",
        better="down",
        example=count("incident_kind", ("account", "malware"), 2),
    ),
    Kpi(
        "incidents_resolved_rate",
        "Sự cố đã khắc phục",
        "10.2",
        "incident_facts",
        "detected_at",
        Ratio("resolved_at IS NOT NULL", "true"),
        "percent",
        "safety",
        better="up",
        target=1.0,
        example=share("resolved_at", (_MOMENT, None), 1, 2),
    ),
    Kpi(
        "incident_resolution_p50",
        "Thời gian khắc phục sự cố (trung vị)",
        "10.2",
        "incident_facts",
        "detected_at",
        Quantile("resolution_minutes", "resolved_at IS NOT NULL", 0.5),
        "minutes",
        "safety",
        better="down",
        example=Example(tuple({"resolution_minutes": m, "resolved_at": _MOMENT} for m in (30, 90, 600)), 90, 3, 3),
    ),
    Kpi(
        "reported_to_province_rate",
        "Sự cố phải báo đã báo Công an tỉnh",
        "16.3",
        "incident_facts",
        "detected_at",
        Ratio("reported_at IS NOT NULL", "must_report"),
        "percent",
        "safety",
        better="up",
        target=1.0,
        example=share("reported_at", (_MOMENT, None), 1, 2, must_report=True),
    ),
)
