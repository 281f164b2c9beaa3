"""The one registry of indicators. Adding one is adding one entry in a module of `metrics.definitions`."""

from __future__ import annotations

from metrics.definitions import crime, members, operation, posts, tips
from metrics.kpi import Kpi

SECTIONS: dict[str, str] = {
    "tips": "Tiếp nhận, xử lý thông tin",
    "crime": "Tố giác, tin báo về tội phạm",
    "posts": "Tin, bài tuyên truyền và kiểm duyệt",
    "members": "Nhóm và thành viên",
    "operation": "Trực ban và hoạt động của nhóm",
    "safety": "An ninh, an toàn thông tin",
    "people": "Khen thưởng, xử lý vi phạm, đề xuất",
}

KPIS: dict[str, Kpi] = {kpi.key: kpi for kpi in (*tips.KPIS, *crime.KPIS, *posts.KPIS, *members.KPIS, *operation.KPIS)}


def section_kpis(section: str) -> list[Kpi]:
    """Indicators of a section, in the order of the registry."""
    return [kpi for kpi in KPIS.values() if kpi.section == section]
