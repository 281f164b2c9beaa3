"""The table of tips."""

from __future__ import annotations

from collections.abc import Collection

from data_access.imports.columns import Column, ImportKind, Step, Values
from data_access.imports.parsers import phone, text
from data_access.imports.shapes import area_column, group_column, moment_column, term_column, text_column, yes_no_column
from regulation.vocabularies import (
    CHANNELS,
    RESOLUTIONS,
    TIP_KINDS,
)

INFORMANT_PARTS = ("name", "address", "phone")
INFORMANT_COLUMNS = tuple(f"informant_{part}" for part in INFORMANT_PARTS)


def _tip_fields(values: Values, columns: Collection[str]) -> dict[str, object]:
    """Whether the informant gave a name, an address, a phone (who it is stands apart); a reason is a refusal."""
    given: dict[str, object] = {
        f"has_{part}": key in values
        for part, key in zip(INFORMANT_PARTS, INFORMANT_COLUMNS, strict=True)
        if key in values or key in columns
    }
    if "refusal_reason" in values and "identity_refused" not in values:
        given["identity_refused"] = True
    return given


TIPS = ImportKind(
    key="tips",
    label="tin, phản ánh",
    subject="tip",
    natural_keys=(("received_at", "summary"),),
    loose_keys=(("received_at", "kind", "channel", "group", "area"),),
    weak_keys=(("received_at", "kind", "area"), ("received_at", "kind", "channel"), ("received_at", "kind")),
    derive=_tip_fields,
    posted="posted_at",
    beside=INFORMANT_COLUMNS,
    wants=(("identity_refused", "refusal_reason"),),
    columns=(
        Column(
            "code",
            "Mã tin",
            "text",
            text(),
            ("Mã", "Số tin", "Mã số", "Mã phản ánh"),
            False,
            "Nếu có: số hoặc mã riêng của tin; nên có để nhập lại không bị trùng.",
            "T0001",
            field="external_code",
        ),
        term_column(
            "channel",
            "Kênh tiếp nhận",
            CHANNELS,
            "Kênh",
            "Hình thức tiếp nhận",
            "Nguồn tiếp nhận",
            example="zalo_group",
            guide="Tin đến bằng đường nào.",
        ),
        group_column(False, "Mã hoặc tên nhóm nhận tin; để trống nếu không qua nhóm."),
        area_column("Tổ dân phố nơi xảy ra: mã, tên hoặc tên gọi khác đã có trong hệ thống."),
        term_column(
            "kind",
            "Loại tin",
            TIP_KINDS,
            "Phân loại",
            "Loại",
            "Loại thông tin",
            required=True,
            field="tip_kind",
            example="security_report",
            guide="Loại tin.",
        ),
        text_column(
            "summary",
            "Tóm tắt nội dung",
            "Nội dung",
            "Tóm tắt",
            "Nội dung phản ánh",
            "Trích yếu",
            guide="Tóm tắt sự việc; không ghi tên người báo tin ở đây.",
            example="Tụ tập gây ồn ào sau 22 giờ",
        ),
        moment_column(
            "posted_at",
            "Thời gian đăng",
            "Giờ đăng",
            "Giờ nhắn",
            "Thời gian nhắn tin",
            guide="Lúc tin nhắn xuất hiện trong nhóm, nếu có.",
            example="05/01/2026 22:10",
        ),
        moment_column(
            "received_at",
            "Thời gian tiếp nhận",
            "Ngày tiếp nhận",
            "Giờ tiếp nhận",
            "Ngày giờ tiếp nhận",
            "Tiếp nhận",
            required=True,
            guide="Lúc cán bộ tiếp nhận.",
            example="05/01/2026 22:25",
        ),
        moment_column(
            "classified_at",
            "Thời gian phân loại",
            "Ngày phân loại",
            "Giờ phân loại",
            "Ngày giờ phân loại",
            guide="Lúc phân loại, xử lý ban đầu xong (điểm c khoản 3 Điều 15).",
            example="06/01/2026 07:40",
        ),
        yes_no_column("urgent", "Khẩn cấp", "Tin khẩn", guide="Tin phải báo cáo ngay chỉ huy."),
        moment_column(
            "urgent_reported_at",
            "Thời gian báo cáo khẩn",
            "Giờ báo cáo chỉ huy",
            "Báo cáo chỉ huy",
            guide="Lúc báo cáo ngay chỉ huy, với tin khẩn cấp.",
        ),
        yes_no_column("serious", "Nghiêm trọng", "Rất nghiêm trọng", guide="Thuộc diện phải chuyển trong 24 giờ."),
        yes_no_column("victim_under_18", "Nạn nhân dưới 18 tuổi", "Người bị hại dưới 18 tuổi"),
        yes_no_column("valuable", "Tin có giá trị", "Có giá trị", guide="Tin giúp ích cho công tác."),
        text_column(
            "informant_name",
            "Họ tên người báo tin",
            "Người báo tin",
            "Người báo",
            "Người phản ánh",
            guide="Cất riêng, được che khi hiển thị.",
        ),
        text_column(
            "informant_address", "Địa chỉ người báo tin", "Địa chỉ người báo", guide="Cất riêng, được che khi hiển thị."
        ),
        Column(
            "informant_phone",
            "Điện thoại người báo tin",
            "phone",
            phone,
            ("SĐT người báo tin", "SĐT người báo", "Số điện thoại người báo tin", "Điện thoại người báo"),
            False,
            "Cất riêng, được che khi hiển thị.",
        ),
        yes_no_column("identity_refused", "Từ chối cung cấp danh tính", "Từ chối danh tính", "Ẩn danh"),
        text_column(
            "refusal_reason",
            "Lý do từ chối",
            "Lý do từ chối cung cấp danh tính",
            guide="Ghi khi người báo tin từ chối cung cấp danh tính.",
        ),
        yes_no_column("confidential", "Yêu cầu giữ bí mật", "Giữ bí mật", guide="Người báo tin yêu cầu giữ bí mật."),
        Column(
            "incident_time",
            "Thời gian xảy ra",
            "text",
            text(),
            ("Lúc xảy ra", "Thời gian vụ việc"),
            False,
            "Thời gian xảy ra vụ việc, ghi như người báo kể.",
            "Khoảng 22 giờ ngày 05/01/2026",
        ),
        text_column(
            "incident_place",
            "Địa điểm xảy ra",
            "Nơi xảy ra",
            "Địa điểm",
            guide="Nơi xảy ra vụ việc.",
            example="Ngõ 5, đường chính của tổ dân phố",
        ),
        text_column("basis", "Lý do biết", "Căn cứ", "Vì sao biết", guide="Vì sao người báo tin biết việc này."),
        moment_column(
            "written_up_at",
            "Thời gian lập văn bản",
            "Ngày lập phiếu",
            "Ngày in",
            guide="Lúc in hoặc lập phiếu (điểm b khoản 3 Điều 15).",
        ),
        moment_column("registered_at", "Thời gian vào sổ", "Ngày vào sổ", "Ngày ghi sổ", guide="Lúc ghi sổ tiếp nhận."),
        text_column("register_number", "Số vào sổ", "Số sổ", "Số thứ tự sổ", guide="Số thứ tự trong sổ."),
        moment_column(
            "transferred_at",
            "Thời gian chuyển",
            "Ngày chuyển",
            "Ngày giờ chuyển",
            guide="Lúc chuyển cơ quan có thẩm quyền.",
        ),
        text_column("transferred_to", "Chuyển đến", "Nơi chuyển", "Cơ quan nhận", guide="Cơ quan nhận."),
        moment_column(
            "resolved_at",
            "Thời gian giải quyết xong",
            "Ngày giải quyết",
            "Ngày hoàn thành",
            guide="Lúc giải quyết xong.",
        ),
        term_column("resolution", "Kết quả giải quyết", RESOLUTIONS, "Kết quả", "Kết quả xử lý"),
        moment_column(
            "replied_at", "Thời gian phản hồi", "Ngày phản hồi", "Ngày trả lời", guide="Lúc phản hồi người dân."
        ),
    ),
    steps=(
        Step("received_at", "received"),
        Step("urgent_reported_at", "urgent_reported"),
        Step("written_up_at", "written_up"),
        Step("registered_at", "registered", ("register_number",)),
        Step("classified_at", "classified"),
        Step("transferred_at", "transferred", ("transferred_to",)),
        Step("resolved_at", "resolved", ("resolution",)),
        Step("replied_at", "replied"),
    ),
    orders=(
        ("posted_at", "received_at"),
        ("received_at", "classified_at"),
        ("received_at", "urgent_reported_at"),
        ("received_at", "written_up_at"),
        ("received_at", "registered_at"),
        ("classified_at", "transferred_at"),
        ("classified_at", "resolved_at"),
        ("transferred_at", "resolved_at"),
        ("classified_at", "replied_at"),
    ),
    needs=(
        ("transferred_at", "classified_at"),
        ("resolved_at", "classified_at"),
        ("replied_at", "classified_at"),
        ("resolution", "resolved_at"),
        ("transferred_to", "transferred_at"),
    ),
)
