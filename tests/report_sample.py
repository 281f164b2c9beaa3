"""A report written by hand, with every kind of block, for testing the writers without a store."""

from datetime import datetime

from charts.spec import BarChart, Series
from reports.content import (
    Annex,
    Column,
    Figure,
    Fill,
    Item,
    Note,
    Paragraph,
    Report,
    ReportHeading,
    Row,
    Section,
    Signature,
    Table,
)
from reports.issuer import default_issuer

AS_OF = datetime(2026, 6, 16, 8, 30)
_ISSUER = default_issuer()
_MONTHS = ("15/12–14/01", "15/01–14/02", "15/02–14/3", "15/3–14/4", "15/4–14/5", "15/5–14/6")
_REFERENCE = (
    f"Kèm theo Báo cáo số {_ISSUER.number_or_blank}/BC-CAP {_ISSUER.date_words(AS_OF.date())} của Công an phường"
)


def sample_chart() -> BarChart:
    """Deadline outcomes by month."""
    return BarChart(
        title="Kết quả phân loại theo tháng",
        alt="Sáu tháng, số tin đúng hạn từ 65 đến 90, trễ hạn từ 1 đến 5.",
        labels=_MONTHS,
        series=(
            Series("Đúng hạn", (70, 65, 80, 90, 77, 68), "on_time"),
            Series("Trễ hạn", (3, 5, 2, 1, 4, 3), "late"),
            Series("Quá hạn, chưa xong", (1, 2, 3, 1, 4, 9), "overdue"),
            Series("Chưa đến hạn", (0, 0, 0, 0, 0, 12), "pending"),
        ),
    )


def sample_report() -> Report:
    """The hand-written report."""
    subject = (
        "Kết quả thực hiện Quy chế quản lý và sử dụng mô hình nhóm “Zalo kết nối bình yên phường Sông Trí” "
        "6 tháng đầu năm 2026 và phương hướng, nhiệm vụ 6 tháng cuối năm 2026"
    )
    return Report(
        period_key="2026-H1",
        slug="6-thang-dau-nam-2026",
        title=f"Báo cáo {subject[0].lower()}{subject[1:]}",
        as_of=AS_OF,
        heading=ReportHeading(
            parent_agency=_ISSUER.parent_agency,
            agency=_ISSUER.agency,
            number=_ISSUER.number_line,
            place_date=f"{_ISSUER.place}, {_ISSUER.date_words(AS_OF.date())}",
            kind="BÁO CÁO",
            subject=subject,
            addressees=_ISSUER.addressees,
            legal_bases=_ISSUER.legal_bases,
            opening="Công an phường Sông Trí báo cáo kết quả (từ ngày 15/12/2025 đến ngày 14/6/2026) như sau:",
        ),
        sections=_sections(),
        closing="Trên đây là kết quả 6 tháng đầu năm 2026, Công an phường Sông Trí kính báo cáo",
        signature=Signature("", "TRƯỞNG CÔNG AN PHƯỜNG", "", "", _ISSUER.recipients),
        annexes=(_annex("Phụ lục I", 60), _annex("Phụ lục II", 5)),
    )


def _sections() -> tuple[Section, ...]:
    body = "Tiếp nhận 492 tin, trong đó phân loại đúng hạn 24 giờ 450/475 tin = 94,7% (tăng 12 tin so với kỳ trước). "
    return (
        Section(
            "I.", "Tình hình, công tác chỉ đạo", (Paragraph(body * 3), Item("Tố giác: 02 tin;"), Item("Khác: 9 tin."))
        ),
        Section(
            "II.",
            "Kết quả thực hiện",
            (
                Section("1.", "Công tác tuyên truyền", (Paragraph(body), Item("Số liệu chi tiết", 1))),
                Section("2.", "Tiếp nhận, xử lý", (Paragraph(body), Figure(sample_chart(), "Biểu đồ 1. Kết quả"))),
            ),
        ),
        Section("III.", "Đánh giá chung", (Paragraph(body), Fill("Cán bộ bổ sung: nguyên nhân chủ quan"))),
        Section("IV.", "Kiến nghị", (Paragraph(body * 4), Note("Số liệu tính đến 08 giờ 30 phút ngày 16/6/2026."))),
    )


def _annex(label: str, rows: int) -> Annex:
    columns = (
        Column("Chỉ tiêu", 40),
        Column("ĐVT", 10, "center"),
        Column("Kỳ này", 14, "right"),
        Column("Cùng kỳ", 14, "right"),
        Column("Tăng/giảm (+/-)", 13, "right"),
        Column("%", 9, "right"),
    )
    lines = tuple(
        Row((f"Chỉ tiêu số {order} có tên dài để xuống dòng", "tin", "1.234", "–", "–", "–"), indent=order % 2)
        for order in range(rows)
    )
    title = "Tổng hợp số liệu 6 tháng đầu năm 2026"
    return Annex(label, title, _REFERENCE, (Table(columns, (Row(("I. Nhóm, thành viên",)), *lines)),))
