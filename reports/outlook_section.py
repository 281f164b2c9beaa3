"""Parts IV and V of a report: the tasks ahead and what is proposed."""

from __future__ import annotations

from reports.content import Fill, Paragraph, Section
from reports.evaluation_section import judged
from reports.figures import Figures
from reports.prose import amount, share
from reports.results_section import contents
from reports.wording import marked

TASKS: dict[str, str] = {
    "classified_on_time": "Phân loại, xử lý mọi tin trong thời hạn 24 giờ kể từ khi tiếp nhận, kể cả ngày nghỉ, ngày "
    "lễ; trực ban theo dõi tin sắp đến hạn để không phát sinh tin quá hạn (điểm c khoản 3 Điều 15 Quy chế)",
    "crime_classified_on_time": "Ưu tiên phân loại ngay tố giác, tin báo về tội phạm (điểm c khoản 3 Điều 15 Quy chế)",
    "transferred_on_time": "Chuyển tố giác, tin báo đến cơ quan có thẩm quyền đúng thời hạn theo tính chất vụ việc",
    "urgent_within_target": "Báo cáo ngay chỉ huy đối với tin khẩn cấp, cấp bách (khoản 4 Điều 15 Quy chế)",
    "written_up_rate": "Lập phiếu, văn bản báo cáo đối với mọi tố giác, tin báo (điểm b khoản 3 Điều 15 Quy chế)",
    "registered_rate": "Ghi sổ tiếp nhận đầy đủ nguồn tin về tội phạm (điểm c khoản 3 Điều 15 Quy chế)",
    "duty_coverage": "Kiểm tra, xử lý tin nhắn hằng ngày, kể cả ngày nghỉ, ngày lễ (khoản 2 Điều 15 Quy chế)",
    "reviewed_rate": "Thực hiện đủ ba bước đề xuất, kiểm tra, duyệt trước khi đăng tin, bài (khoản 2 Điều 13 Quy chế)",
    "removed_without_clause": "Ghi rõ khoản vi phạm của Điều 6 khi gỡ bỏ tin, bài (khoản 3 Điều 13 Quy chế)",
    "unauthorised_pins": "Chấn chỉnh việc ghim tin không đúng quyền (khoản 4 Điều 3 Quy chế)",
    "text_standard_rate": "Soát lỗi chính tả, bộ mã tiếng Việt trước khi duyệt tin, bài (khoản 1 Điều 3 Quy chế)",
    "groups_registered": "Bổ sung tên, mục đích, phân công trách nhiệm của các nhóm còn thiếu (khoản 1 Điều 8 Quy chế)",
    "full_name_rate": "Vận động thành viên ghi đủ họ, tên (khoản 2 Điều 3 Quy chế)",
    "admin_verified_rate": "Xác thực toàn bộ tài khoản quản trị nhóm (khoản 3 Điều 16 Quy chế)",
    "admin_two_factor_rate": "Bật bảo mật hai lớp cho toàn bộ tài khoản quản trị nhóm (khoản 2 Điều 16 Quy chế)",
    "password_rotation_rate": "Đổi mật khẩu tài khoản quản trị đúng định kỳ (khoản 2 Điều 16 Quy chế)",
    "incidents_resolved_rate": "Khắc phục dứt điểm các sự cố còn tồn (khoản 2 Điều 10 Quy chế)",
    "reported_to_province_rate": "Báo cáo Công an tỉnh các sự cố phải báo cáo (khoản 3 Điều 16 Quy chế)",
}


def tasks(figures: Figures, ahead: str) -> Section:
    """IV. Standing duties, and what follows from the shortfalls; `ahead` is the period that follows."""
    _, missed = judged(figures)
    texts = [
        _groups_ahead(figures),
        f"Đăng tin, bài tuyên truyền đều đặn, đủ các nội dung theo khoản 1 Điều 11 Quy chế{_contents_left(figures)}",
        *_overdue_left(figures),
        *(TASKS[kpi.key] for kpi in missed if kpi.key in TASKS),
        "Theo dõi, đôn đốc, báo cáo kết quả thực hiện Quy chế đúng kỳ hạn (khoản 2 Điều 20 Quy chế)",
    ]
    fill = Fill(f"Cán bộ bổ sung: nhiệm vụ, chỉ tiêu cụ thể khác của {ahead}", 2)
    return Section("IV.", f"Phương hướng, nhiệm vụ {ahead}", (*marked(texts), fill))


def _groups_ahead(figures: Figures) -> str:
    if not figures.count("groups_active"):
        return "Triển khai Quy chế, lập các nhóm Zalo và phân công người chịu trách nhiệm (khoản 1 Điều 8 Quy chế)"
    return f"Tiếp tục thực hiện nghiêm Quy chế, duy trì hoạt động của các nhóm Zalo{_households_left(figures)}"


def _households_left(figures: Figures) -> str:
    coverage = figures.now("household_coverage")
    left = (coverage.whole or 0) - (coverage.part or 0)
    return f"; vận động {amount(left, 'hộ')} chưa có thành viên tham gia nhóm" if left else ""


def _contents_left(figures: Figures) -> str:
    done, missing = contents(figures)
    return f"; chú trọng nội dung chưa có tin, bài: {'; '.join(missing)}" if done and missing else ""


def _overdue_left(figures: Figures) -> list[str]:
    overdue = figures.count("classification_overdue")
    return [f"Phân loại, xử lý dứt điểm {amount(overdue, 'tin')} tiếp nhận trong kỳ đã quá hạn"] if overdue else []


def proposals(figures: Figures) -> Section:
    """V. Difficulties and proposals that were raised (clause 20.3)."""
    raised = figures.count("proposals")
    text = "Trong kỳ chưa ghi nhận khó khăn, đề xuất theo khoản 3 Điều 20 Quy chế."
    if raised:
        text = (
            f"Trong kỳ có {amount(raised, 'khó khăn, đề xuất')} được nêu theo khoản 3 Điều 20 Quy chế; đã có ý kiến "
            f"quyết định: {share(figures.now('proposals_decided_rate'), 'khó khăn, đề xuất')}."
        )
    fill = Fill("Cán bộ bổ sung: kiến nghị, đề xuất với Ban Chỉ đạo và Công an cấp trên", 3)
    return Section("V.", "Kiến nghị, đề xuất", (Paragraph(text), fill))
