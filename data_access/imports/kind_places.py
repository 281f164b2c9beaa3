"""The tables of tổ dân phố and of groups."""

from __future__ import annotations

from data_access.imports.columns import Column, ImportKind, Step
from data_access.imports.parsers import count, text
from data_access.imports.shapes import area_column, moment_column, text_column

AREAS = ImportKind(
    key="areas",
    label="tổ dân phố",
    subject="area",
    natural_keys=(("name",),),
    beside=("aliases",),
    field_events={"households": "counted"},
    former={"name": "aliases"},
    columns=(
        text_column(
            "code", "Mã tổ dân phố", "Mã", "Mã TDP", guide="Mã do phường đặt, không trùng nhau.", example="TDP01"
        ),
        text_column(
            "name",
            "Tên tổ dân phố",
            "Tổ dân phố",
            "TDP",
            "Tên",
            "Tên TDP",
            "Tên thôn",
            required=True,
            guide="Tên đầy đủ.",
            example="Tổ dân phố 1",
        ),
        text_column("area_kind", "Loại", "Loại hình", guide="Tổ dân phố hoặc thôn.", example="Tổ dân phố"),
        Column(
            "households",
            "Số hộ",
            "number",
            count,
            ("Tổng số hộ", "Số hộ dân", "Số hộ gia đình"),
            False,
            "Số hộ gia đình hiện có.",
            "215",
        ),
        text_column(
            "aliases",
            "Tên gọi khác",
            "Tên cũ",
            "Tên khác",
            guide="Các tên khác, cách nhau bằng dấu chấm phẩy.",
            example="TDP 1; Khối 1",
        ),
        moment_column(
            "created_at",
            "Từ ngày",
            "Ngày thành lập",
            "Ngày lập",
            opening=True,
            timed=False,
            guide="Ngày tổ dân phố bắt đầu có tên này; nếu không rõ, ghi ngày thành lập phường.",
            example="01/07/2025",
        ),
        moment_column(
            "ended_at",
            "Đến ngày",
            "Ngày sáp nhập",
            "Ngày giải thể",
            timed=False,
            guide="Chỉ ghi khi tổ dân phố đã sáp nhập hoặc giải thể.",
        ),
    ),
    steps=(Step("created_at", "created"), Step("ended_at", "ended")),
    orders=(("created_at", "ended_at"),),
)

GROUPS = ImportKind(
    key="groups",
    label="nhóm Zalo",
    subject="group",
    natural_keys=(("name",),),
    columns=(
        Column(
            "code",
            "Mã nhóm",
            "text",
            text(),
            ("Mã", "Mã nhóm Zalo"),
            False,
            "Mã do phường đặt, không trùng nhau.",
            "N01",
            field="external_code",
        ),
        text_column(
            "name",
            "Tên nhóm",
            "Tên nhóm Zalo",
            "Nhóm Zalo",
            "Nhóm",
            "Tên",
            required=True,
            guide="Tên nhóm trên Zalo.",
            example="Zalo kết nối bình yên - Tổ dân phố 1",
        ),
        text_column(
            "purpose",
            "Mục đích",
            "Mục đích hoạt động",
            guide="Mục đích hoạt động (khoản 1 Điều 8).",
            example="Tuyên truyền, tiếp nhận phản ánh về an ninh, trật tự",
        ),
        moment_column(
            "established_at",
            "Ngày thành lập",
            "Ngày lập",
            "Thành lập",
            "Ngày lập nhóm",
            opening=True,
            timed=False,
            guide="Ngày lập nhóm.",
            example="25/09/2025",
        ),
        area_column("Tổ dân phố mà nhóm phụ trách; để trống nếu nhóm chung toàn phường."),
        text_column(
            "assigned",
            "Người phụ trách",
            "Phân công",
            "Cán bộ phụ trách",
            "Phụ trách",
            guide="Những người được phân công quản lý, vận hành (khoản 1 Điều 8).",
            example="Cảnh sát khu vực tổ 1",
        ),
        moment_column("ended_at", "Ngày chấm dứt", "Ngày kết thúc", timed=False, guide="Chỉ ghi khi nhóm đã chấm dứt."),
    ),
    steps=(Step("established_at", "established"), Step("ended_at", "ended")),
    orders=(("established_at", "ended_at"),),
)
