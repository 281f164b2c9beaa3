"""Parts I and II of a report: the situation and the results, drafted from the figures."""

from __future__ import annotations

from charts.spec import BarChart, Role, Series
from metrics.selection import Window
from regulation.vocabularies import CONTENTS, OUTCOMES
from reports.content import Block, Figure, Fill, Item, Note, Paragraph, Section
from reports.figures import Figures
from reports.prose import NOT_ARISEN, amount, joined, lower_first, number, share
from reports.wording import is_empty, lines, marked, part_of, told

_CHART_ROLES: tuple[Role, ...] = ("on_time", "late", "overdue", "pending")
CHART_CAPTION = "Biểu đồ 1. Kết quả phân loại, xử lý tin theo tháng tiếp nhận"


def situation(figures: Figures) -> Section:
    """I. Groups, members, households, and what only a person can tell about guidance and assignment."""
    groups, areas = figures.count("groups_active"), len(figures.areas)
    at = f", bao phủ {amount(areas, 'tổ dân phố')}" if areas else ""
    opening = Paragraph(
        f"Đến cuối kỳ báo cáo, Công an phường duy trì {amount(groups, 'nhóm')} Zalo hoạt động{at}, "
        f"với {told(figures, 'members_active')}. Trong kỳ có {amount(figures.count('members_joined'), 'thành viên')} mới "
        f"tham gia và {amount(figures.count('members_left'), 'thành viên')} rời nhóm."
    )
    items = lines(
        figures,
        (
            ("household_coverage", "Hộ gia đình có thành viên tham gia nhóm"),
            ("full_name_rate", "Thành viên ghi đầy đủ họ, tên theo khoản 2 Điều 3 Quy chế"),
        ),
    )
    guidance = Fill(
        "Cán bộ bổ sung: văn bản chỉ đạo, triển khai; phân công trách nhiệm quản lý, vận hành nhóm trong kỳ", 3
    )
    return Section("I.", "Tình hình, công tác chỉ đạo, triển khai", (opening, *items, guidance))


def results(figures: Figures) -> Section:
    """II. What was done, duty by duty."""
    parts = (_publishing, _reviewing, _handling, _crime_tips, _safety, _rewards)
    return Section("II.", "Kết quả thực hiện", tuple(part(figures) for part in parts))


def _publishing(figures: Figures) -> Section:
    total = figures.count("posts_published")
    opening = f"Trong kỳ đã đăng {told(figures, 'posts_published')} trên các nhóm."
    blocks: list[Block] = [Paragraph(opening)]
    if total:
        done, missing = _contents(figures)
        breadth = figures.now("content_breadth")
        blocks[0] = Paragraph(
            f"{opening} Nội dung bám sát khoản 1 Điều 11 Quy chế, thực hiện "
            f"{number(breadth.part or 0)}/{number(breadth.whole or len(CONTENTS))} nội dung, trong đó:"
        )
        blocks.extend(marked([f"{label}: {part_of(count, total, 'tin, bài')}" for label, count in done]))
        if missing:
            blocks.append(Paragraph(f"Chưa có tin, bài về {len(missing)} nội dung: {'; '.join(missing)}."))
    blocks.extend(
        lines(
            figures,
            (
                ("days_without_post", "Số ngày không có tin tuyên truyền"),
                ("longest_silence", "Đợt dài nhất không có tin tuyên truyền"),
                ("reactions_per_100", "Lượt bày tỏ cảm xúc bình quân trên 100 thành viên (số liệu lấy mẫu theo bài)"),
            ),
        )
    )
    return Section("1.", "Công tác tuyên truyền", tuple(blocks))


def _contents(figures: Figures) -> tuple[list[tuple[str, int]], list[str]]:
    """Contents with posts, most first, and those without any."""
    counts = [(term.label, figures.count(f"posts_{term.key}")) for term in CONTENTS]
    done = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
    return done, [lower_first(label) for label, count in counts if not count]


def _reviewing(figures: Figures) -> Section:
    items = lines(
        figures,
        (
            ("reviewed_rate", "Tin, bài đăng qua đủ ba bước đề xuất, kiểm tra, duyệt"),
            ("review_time_p50", "Thời gian duyệt (một nửa số tin, bài được đăng trong vòng)"),
            ("returned_rate", "Tin, bài bị trả lại để chỉnh sửa"),
            ("text_standard_rate", "Nội dung đúng bộ mã tiếng Việt có dấu"),
            ("posts_removed", "Tin, bài phải gỡ bỏ theo Điều 6 Quy chế"),
            ("unauthorised_pins", "Ghim nội dung không đúng quyền"),
        ),
    )
    blocks: tuple[Block, ...] = items or (Paragraph("Trong kỳ chưa phát sinh tin, bài để kiểm duyệt."),)
    return Section("2.", "Kiểm duyệt, gỡ bỏ thông tin", blocks)


def _handling(figures: Figures) -> Section:
    total = figures.count("tips_received")
    blocks: list[Block] = [Paragraph(f"Trong kỳ tiếp nhận {told(figures, 'tips_received')}.")]
    if total:
        valuable = amount(figures.count("tips_valuable"), "tin có giá trị")
        blocks = [
            Paragraph(f"Trong kỳ tiếp nhận {told(figures, 'tips_received')}; trong đó {valuable}. Chia theo loại tin:")
        ]
        blocks.extend(_kinds(figures, total))
        blocks.append(Paragraph(_deadline_text(figures)))
        blocks.append(Figure(_chart(figures), CHART_CAPTION))
    blocks.extend(
        lines(
            figures,
            (
                ("resolved_rate", "Tin đã giải quyết xong"),
                ("self_resolved", "Công an phường tự giải quyết"),
                ("transferred", "Chuyển cơ quan có thẩm quyền"),
                ("replied_rate", "Tin đã phản hồi kết quả hoặc tiến độ cho người dân"),
                ("duty_coverage", "Số ngày trực ban có kiểm tra, xử lý tin nhắn, kể cả ngày nghỉ"),
                ("reopened", "Tin phải mở lại để xử lý tiếp"),
            ),
        )
    )
    blocks.append(
        Fill("Cán bộ bổ sung: vụ việc tiêu biểu được giải quyết từ thông tin trên nhóm, không nêu tên người dân", 3)
    )
    return Section("3.", "Tiếp nhận, xử lý thông tin", tuple(blocks))


_KIND_COUNTS = (
    "denunciations",
    "crime_reports",
    "security_reports",
    "suggestions",
    "procedure_questions",
    "other_tips",
)


def _kinds(figures: Figures, total: int) -> tuple[Item, ...]:
    return marked([f"{figures.kpis[key].label}: {part_of(figures.count(key), total, 'tin')}" for key in _KIND_COUNTS])


def _deadline_text(figures: Figures) -> str:
    """On-time classification with what stands behind it: late, overdue, not yet due, and the stricter reading."""
    late, overdue, pending = (
        figures.count(key) for key in ("classification_late", "classification_overdue", "classification_pending")
    )
    text = f"Phân loại, xử lý đúng hạn 24 giờ kể từ khi tiếp nhận: {told(figures, 'classified_on_time')}"
    if late or overdue:
        missed = [amount(late, "tin trễ hạn"), amount(overdue, "tin quá hạn chưa phân loại")]
        text += f"; còn lại {joined(missed)}"
    if pending:
        text += f"; ngoài ra {amount(pending, 'tin')} chưa đến hạn, chưa tính vào tỷ lệ"
    strict = figures.now("classified_on_time_strict")
    if not is_empty(strict):
        text += f". Nếu tính từ lúc tin được đăng trên nhóm: {share(strict, 'tin')}"
    return f"{text}."


def _chart(figures: Figures) -> BarChart:
    series = tuple(
        Series(OUTCOMES.label(role), _monthly(figures, f"classification_{role}"), role) for role in _CHART_ROLES
    )
    totals = [f"{lower_first(part.name)} {number(sum(value or 0 for value in part.values))} tin" for part in series]
    return BarChart(
        title=CHART_CAPTION,
        alt=f"Biểu đồ cột chồng theo tháng. Cả kỳ: {joined(totals)}.",
        labels=tuple(_month_label(window) for window in figures.months),
        series=series,
    )


def _monthly(figures: Figures, key: str) -> tuple[float, ...]:
    return tuple(figures.results.get(key, window.name).value or 0 for window in figures.months)


def _month_label(window: Window) -> str:
    """ "Tháng 3/2026", or the days when the window is only a part of its month."""
    first, after = window.starts, window.ends
    whole = first.day == 1 and after.day == 1
    if whole:
        return f"{first.month}/{first.year}"
    last = after.day - 1 if after.day > 1 else 31
    return f"{first.day:02d}–{last:02d}/{first.month}"


def _crime_tips(figures: Figures) -> Section:
    total = figures.count("crime_tips")
    title = "Tố giác, tin báo về tội phạm"
    if not total:
        return Section("4.", title, (Paragraph(f"Trong kỳ {NOT_ARISEN} tố giác, tin báo về tội phạm qua nhóm Zalo."),))
    urgent = figures.count("urgent_tips")
    parts = [
        amount(figures.count("denunciations"), "tố giác"),
        amount(figures.count("crime_reports"), "tin báo"),
    ]
    opening = f"Tiếp nhận {told(figures, 'crime_tips')}, gồm {joined(parts)}."
    if urgent:
        opening += f" Trong kỳ có {amount(urgent, 'tin')} thuộc trường hợp khẩn cấp, cấp bách."
    items = lines(
        figures,
        (
            ("crime_classified_on_time", "Phân loại, xử lý đúng hạn 24 giờ"),
            ("transferred_on_time", "Chuyển cơ quan có thẩm quyền đúng hạn (24 giờ hoặc 07 ngày tùy tính chất)"),
            ("urgent_within_target", "Tin khẩn cấp được báo cáo ngay chỉ huy đúng thời gian quy định"),
            ("written_up_rate", "Lập phiếu, văn bản báo cáo"),
            ("registered_rate", "Ghi sổ tiếp nhận nguồn tin về tội phạm"),
            ("identity_refused_with_reason", "Từ chối cung cấp thông tin cá nhân, có nêu lý do"),
            ("identity_refused_without_reason", "Từ chối cung cấp thông tin cá nhân, không nêu lý do"),
        ),
    )
    return Section("4.", title, (Paragraph(opening), *items))


def _safety(figures: Figures) -> Section:
    items = lines(
        figures,
        (
            ("admin_verified_rate", "Tài khoản quản trị đã xác thực"),
            ("admin_two_factor_rate", "Tài khoản quản trị bật bảo mật hai lớp"),
            ("password_rotation_rate", "Tài khoản quản trị đổi mật khẩu đúng định kỳ"),
            ("incidents", "Sự cố an toàn thông tin"),
            ("incidents_resolved_rate", "Sự cố đã khắc phục"),
            ("reported_to_province_rate", "Sự cố phải báo cáo đã báo Công an tỉnh"),
        ),
    )
    unknown: tuple[Block, ...] = (Paragraph("Chưa có số liệu kiểm tra tài khoản quản trị trong kỳ."),)
    fill = Fill("Cán bộ bổ sung: sự cố, việc tạm dừng nhóm và kết quả khắc phục (nếu có)", 2)
    return Section("5.", "Bảo đảm an ninh, an toàn thông tin", (*(items or unknown), fill))


def _rewards(_: Figures) -> Section:
    prompt = "Cán bộ bổ sung: tập thể, cá nhân được biểu dương, đề nghị khen thưởng; vi phạm và hình thức xử lý"
    return Section("6.", "Khen thưởng, xử lý vi phạm", (Fill(prompt, 2),))


def counting_note(figures: Figures, moment: str) -> Note:
    """When the figures were taken and how rates are counted."""
    return Note(
        f"Số liệu tính đến {moment}. Mẫu số của tỷ lệ đúng hạn gồm cả tin quá hạn chưa làm xong, không gồm tin chưa đến "
        "hạn; dưới 10 trường hợp chỉ ghi phân số."
    )
