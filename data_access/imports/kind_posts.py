"""The table of posts."""

from __future__ import annotations

from collections.abc import Collection

from data_access.imports.columns import Column, ImportKind, Step, Values
from data_access.imports.parsers import text
from data_access.imports.shapes import group_column, moment_column, term_column, text_column
from regulation.text import text_standard_problem
from regulation.vocabularies import (
    CONTENTS,
    FORMS,
    POSITIONS,
    PROHIBITIONS,
    SOURCES,
)


def _post_fields(values: Values, _columns: Collection[str]) -> dict[str, object]:
    words = values.get("body") or values.get("title")
    return {"text_standard": text_standard_problem(str(words)) is None} if words else {}


POSTS = ImportKind(
    key="posts",
    label="tin, bài",
    subject="post",
    natural_keys=(("title", "group", "published_at"), ("title", "group", "proposed_at")),
    loose_keys=(("group", "content", "published_at"), ("group", "content", "proposed_at")),
    weak_keys=(("title", "published_at"), ("title", "proposed_at")),
    derive=_post_fields,
    columns=(
        Column(
            "code",
            "Mã tin bài",
            "text",
            text(),
            ("Mã", "Mã bài", "Số hiệu", "Mã tin"),
            False,
            "Nếu có: số hoặc mã riêng của tin, bài.",
            "TB001",
            field="external_code",
        ),
        group_column(False, "Mã hoặc tên nhóm; để trống nếu đăng ở mọi nhóm."),
        text_column(
            "title",
            "Tiêu đề",
            "Tên bài",
            "Tên tin bài",
            "Tiêu đề bài viết",
            required=True,
            guide="Tiêu đề tin, bài.",
            example="Cảnh báo thủ đoạn giả danh Công an gọi điện",
        ),
        text_column("body", "Nội dung chi tiết", "Toàn văn", "Nội dung bài", guide="Toàn văn tin, bài."),
        term_column(
            "content",
            "Nội dung tuyên truyền",
            CONTENTS,
            "Nội dung",
            "Nhóm nội dung",
            "Loại nội dung",
            "Nội dung theo Điều 11",
            opening=True,
            example="security_situation",
            guide="Một trong chín nội dung của khoản 1 Điều 11 (ghi tên hoặc chữ của điểm).",
        ),
        term_column(
            "source",
            "Nguồn",
            SOURCES,
            "Nguồn tin",
            "Nguồn thông tin",
            example="unit_case",
            guide="Một trong sáu nguồn của khoản 1 Điều 13 (ghi tên hoặc chữ của điểm).",
        ),
        term_column(
            "form",
            "Hình thức",
            FORMS,
            "Hình thức thể hiện",
            "Thể loại",
            example="text",
            guide="Hình thức thể hiện (khoản 2 Điều 12).",
        ),
        term_column(
            "proposer_role",
            "Người đề xuất",
            POSITIONS,
            "Chức vụ người đề xuất",
            example="area_officer",
            guide="Chức vụ của người đề xuất, không ghi họ tên.",
        ),
        moment_column(
            "proposed_at",
            "Ngày đề xuất",
            "Thời gian đề xuất",
            "Giờ đề xuất",
            example="05/01/2026 08:00",
            guide="Lúc đề xuất đăng (bước 1).",
        ),
        moment_column("returned_at", "Ngày trả lại", "Thời gian trả lại", guide="Lúc trả lại để chỉnh sửa, nếu có."),
        text_column("return_reason", "Lý do trả lại", guide="Bắt buộc khi có ngày trả lại."),
        moment_column(
            "reproposed_at",
            "Ngày đề xuất lại",
            "Thời gian đề xuất lại",
            guide="Lúc đề xuất lại sau khi chỉnh sửa; bắt buộc nếu bài bị trả lại rồi được kiểm tra, duyệt.",
        ),
        moment_column(
            "verified_at",
            "Ngày kiểm tra",
            "Thời gian kiểm tra",
            "Ngày xác minh",
            example="05/01/2026 09:00",
            guide="Lúc kiểm tra xong, đạt yêu cầu (bước 2).",
        ),
        moment_column(
            "approved_at",
            "Ngày duyệt",
            "Thời gian duyệt",
            "Giờ duyệt",
            example="05/01/2026 09:30",
            guide="Lúc duyệt (bước 3).",
        ),
        moment_column(
            "published_at",
            "Ngày đăng",
            "Thời gian đăng",
            "Giờ đăng",
            example="05/01/2026 10:00",
            guide="Lúc đăng lên nhóm.",
        ),
        moment_column(
            "detected_at", "Ngày phát hiện vi phạm", "Thời gian phát hiện", guide="Lúc phát hiện nội dung bị cấm."
        ),
        moment_column("removed_at", "Ngày gỡ", "Thời gian gỡ", "Ngày gỡ bỏ", guide="Lúc gỡ bỏ khỏi nhóm."),
        term_column(
            "removal_clause",
            "Căn cứ gỡ bỏ",
            PROHIBITIONS,
            "Lý do gỡ",
            "Khoản vi phạm",
            guide="Khoản của Điều 6 bị vi phạm, ví dụ 6.7.",
        ),
    ),
    steps=(
        Step("proposed_at", "proposed"),
        Step("returned_at", "returned", note="return_reason", repeats=True),
        Step("reproposed_at", "proposed", repeats=True, skip=1),
        Step("verified_at", "verified"),
        Step("approved_at", "approved"),
        Step("published_at", "published"),
        Step("detected_at", "detected", ("removal_clause",)),
        Step("removed_at", "removed", ("removal_clause",)),
    ),
    orders=(
        ("proposed_at", "returned_at"),
        ("returned_at", "reproposed_at"),
        ("proposed_at", "verified_at"),
        ("verified_at", "approved_at"),
        ("approved_at", "published_at"),
        ("proposed_at", "published_at"),
        ("published_at", "detected_at"),
        ("published_at", "removed_at"),
        ("detected_at", "removed_at"),
    ),
    needs=(
        ("verified_at", "proposed_at"),
        ("returned_at", "proposed_at"),
        ("returned_at", "return_reason"),
        ("reproposed_at", "returned_at"),
        ("approved_at", "verified_at"),
        ("detected_at", "published_at"),
        ("removed_at", "published_at"),
    ),
    one_of=("proposed_at", "published_at"),
)
