"""Parts I and II of a report: the situation and the results, drafted from the figures."""

from __future__ import annotations

from metrics.formatting import number
from regulation.vocabularies import CONTENTS
from reports.chart import outcome_figure
from reports.content import Block, Fill, Item, Note, Paragraph, Section
from reports.figures import Figures
from reports.issuer import Issuer
from reports.prose import NOT_ARISEN, amount, joined, lower_first, share
from reports.wording import baseline_note, is_empty, is_kept, lines, marked, part_of, told

_KIND_COUNTS = (
    "denunciations",
    "crime_reports",
    "security_reports",
    "suggestions",
    "procedure_questions",
    "other_tips",
)


def situation(figures: Figures, issuer: Issuer) -> Section:
    """I. Groups, members, households, and what only a person can tell about guidance and assignment."""
    items = lines(figures, ("groups_registered", "household_coverage", "full_name_rate"))
    guidance = Fill(
        "Cán bộ bổ sung: văn bản chỉ đạo, triển khai; phân công trách nhiệm quản lý, vận hành nhóm trong kỳ", 3
    )
    opening = Paragraph(_situation_text(figures, issuer))
    compared = bool(figures.then("tips_received").value or figures.then("posts_published").value)
    shorter = () if figures.counts_comparable or not compared else (Note(baseline_note(figures)),)
    return Section("I.", "Tình hình, công tác chỉ đạo, triển khai", (opening, *items, *shorter, guidance))


def _situation_text(figures: Figures, issuer: Issuer) -> str:
    groups = figures.count("groups_active")
    at = "Đến thời điểm báo cáo" if figures.running else "Đến cuối kỳ báo cáo"
    if not groups:
        return f"{at}, {issuer.agency_in_text} chưa có nhóm Zalo nào hoạt động."
    covered = sum(bool(figures.by_area.get("groups_active", "current", area.area_id).value) for area in figures.areas)
    places = f" tại {covered}/{len(figures.areas)} tổ dân phố" if figures.areas else ""
    return (
        f"{at}, {issuer.agency_in_text} duy trì {amount(groups, 'nhóm')} Zalo hoạt động{places}, "
        f"với {told(figures, 'members_active')}. Trong kỳ có {amount(figures.count('members_joined'), 'thành viên')} "
        f"mới tham gia và {amount(figures.count('members_left'), 'thành viên')} rời nhóm."
    )


def results(figures: Figures) -> Section:
    """II. What was done, duty by duty."""
    parts = (_publishing, _reviewing, _handling, _crime_tips, _safety, _rewards)
    return Section("II.", "Kết quả thực hiện", tuple(part(figures) for part in parts))


def _publishing(figures: Figures) -> Section:
    if not figures.count("posts_published"):
        return Section("1.", "Công tác tuyên truyền", (Paragraph("Trong kỳ chưa đăng tin, bài nào trên các nhóm."),))
    total = figures.count("posts_published")
    breadth = figures.now("content_breadth")
    done, missing = contents(figures)
    opening = (
        f"Trong kỳ đã đăng trên các nhóm {told(figures, 'posts_published')}; thực hiện "
        f"{number(breadth.part or 0)}/{number(breadth.whole or len(CONTENTS))} nội dung tuyên truyền theo khoản 1 "
        "Điều 11 Quy chế, trong đó:"
    )
    unsorted = total - sum(count for _, count in done)
    parts = [*done, *([("Chưa ghi nội dung", unsorted)] if unsorted else [])]
    blocks: list[Block] = [Paragraph(opening)]
    blocks.extend(marked([f"{label}: {part_of(count, total, 'tin, bài')}" for label, count in parts]))
    if missing:
        blocks.append(Paragraph(f"Chưa có tin, bài về {amount(len(missing), 'nội dung')}: {'; '.join(missing)}."))
    blocks.extend(lines(figures, ("days_without_post", "longest_silence", "reactions_per_100")))
    return Section("1.", "Công tác tuyên truyền", tuple(blocks))


def contents(figures: Figures) -> tuple[list[tuple[str, int]], list[str]]:
    """Contents with posts, most first, and those without any (within a sentence)."""
    counts = [(term.label, figures.count(f"posts_{term.key}")) for term in CONTENTS]
    done = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
    return done, [lower_first(label) for label, count in counts if not count]


def _reviewing(figures: Figures) -> Section:
    keys = ["reviewed_rate", "review_time_p50", "returned_rate", "text_standard_rate"]
    if figures.count("posts_published") or figures.count("posts_removed"):
        keys += ["posts_removed", "unauthorised_pins"]
    items = lines(figures, keys)
    blocks: tuple[Block, ...] = items or (Paragraph("Trong kỳ chưa phát sinh tin, bài để kiểm duyệt."),)
    return Section("2.", "Kiểm duyệt, gỡ bỏ thông tin", blocks)


def _handling(figures: Figures) -> Section:
    total = figures.count("tips_received")
    blocks: list[Block] = [Paragraph("Trong kỳ chưa tiếp nhận tin nào."), *_duty(figures)]
    if total:
        blocks = _handled(figures, total)
    blocks.append(
        Fill("Cán bộ bổ sung: vụ việc tiêu biểu được giải quyết từ thông tin trên nhóm, không nêu tên người dân", 3)
    )
    return Section("3.", "Tiếp nhận, xử lý thông tin", tuple(blocks))


def _handled(figures: Figures, total: int) -> list[Block]:
    kinds = [f"{figures.kpis[key].label}: {part_of(figures.count(key), total, 'tin')}" for key in _KIND_COUNTS]
    keys = (
        "resolved_rate",
        "self_resolved",
        "transferred",
        "replied_rate",
        "complete_content_rate",
        "identity_refused_with_reason",
        "identity_refused_without_reason",
        "reopened",
    )
    valuable = figures.count("tips_valuable")
    worth = f"; trong đó {amount(valuable, 'tin có giá trị')}" if valuable else ""
    return [
        Paragraph(f"Trong kỳ tiếp nhận {told(figures, 'tips_received')}{worth}. Chia theo loại tin:"),
        *marked(kinds),
        Paragraph(_deadline_text(figures)),
        outcome_figure(figures),
        *lines(figures, (*keys, *(["duty_coverage"] if is_kept(figures) else []))),
    ]


def _duty(figures: Figures) -> tuple[Item, ...]:
    return lines(figures, ("duty_coverage",)) if is_kept(figures) else ()


def _deadline_text(figures: Figures) -> str:
    """On-time classification with what stands behind it: late, overdue, not yet due, and the stricter reading."""
    late, overdue, pending = (
        figures.count(key) for key in ("classification_late", "classification_overdue", "classification_pending")
    )
    text = f"Phân loại, xử lý đúng hạn 24 giờ kể từ khi tiếp nhận: {told(figures, 'classified_on_time')}"
    missed = [(late, "tin trễ hạn"), (overdue, "tin quá hạn chưa phân loại")]
    if late or overdue:
        text += f"; còn lại {joined([amount(count, what) for count, what in missed if count])}"
    if pending:
        text += f"; ngoài ra có {amount(pending, 'tin')} chưa đến hạn, chưa tính vào tỷ lệ"
    strict = figures.now("classified_on_time_strict")
    if not is_empty(strict):
        text += f". Nếu tính từ lúc tin được đăng trên nhóm (với tin ghi rõ giờ đăng): {share(strict, 'tin')}"
    return f"{text}. Diễn biến theo {figures.step_word} tại Biểu đồ\u00a01."


def _crime_tips(figures: Figures) -> Section:
    blocks: list[Block] = [Paragraph(f"Trong kỳ {NOT_ARISEN} tố giác, tin báo về tội phạm qua nhóm Zalo.")]
    if figures.count("crime_tips"):
        parts = [(figures.count("denunciations"), "tố giác"), (figures.count("crime_reports"), "tin báo")]
        split = joined([amount(count, what) for count, what in parts if count])
        keys = ("crime_classified_on_time", "transferred_on_time", "written_up_rate", "registered_rate")
        blocks = [Paragraph(f"Tiếp nhận {told(figures, 'crime_tips')}, gồm {split}."), *lines(figures, keys)]
    urgent = figures.count("urgent_tips")
    if urgent:
        blocks.append(Paragraph(f"Trong kỳ có {amount(urgent, 'tin')} thuộc trường hợp khẩn cấp, cấp bách."))
        blocks.extend(lines(figures, ("urgent_within_target",)))
    return Section("4.", "Tố giác, tin báo về tội phạm", tuple(blocks))


def _safety(figures: Figures) -> Section:
    accounts = lines(figures, ("admin_verified_rate", "admin_two_factor_rate", "password_rotation_rate"))
    unknown: tuple[Block, ...] = (Paragraph("Chưa có số liệu kiểm tra tài khoản quản trị."),)
    incidents: tuple[Item | Paragraph, ...] = (Paragraph("Trong kỳ chưa ghi nhận sự cố an toàn thông tin."),)
    if figures.count("incidents"):
        incidents = lines(figures, ("incidents", "incidents_resolved_rate", "reported_to_province_rate"))
    fill = Fill("Cán bộ bổ sung: diễn biến sự cố, việc tạm dừng nhóm và kết quả khắc phục (nếu có)", 2)
    return Section("5.", "Bảo đảm an ninh, an toàn thông tin", (*(accounts or unknown), *incidents, fill))


def _rewards(figures: Figures) -> Section:
    praised, broken = figures.count("commendations"), figures.count("violations")
    parts = [
        (figures.count("commendations_collective"), "tập thể"),
        (figures.count("commendations_individual"), "cá nhân"),
    ]
    who = joined([amount(count, what) for count, what in parts if count]) if praised else ""
    text = f"Trong kỳ có {who} được khen thưởng, biểu dương" if praised else "Trong kỳ chưa có khen thưởng, biểu dương"
    moved = f"; {amount(broken, 'trường hợp')} vi phạm Quy chế" if broken else "; chưa ghi nhận vi phạm Quy chế"
    fill = Fill("Cán bộ bổ sung: hình thức khen thưởng, đề nghị khen thưởng; nội dung vi phạm, hình thức xử lý", 2)
    return Section("6.", "Khen thưởng, xử lý vi phạm", (Paragraph(f"{text}{moved}."), fill))
