"""The twenty tổ dân phố of the demo ward: a mix of numbered and place names, as after the merger of July 2025.

All figures are invented. The ward has one Zalo group for each tổ dân phố and one for the whole ward.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A tổ dân phố: its number in the demo, its name, households at the start, former names, landmarks in texts."""

    number: int
    name: str
    households: int
    aliases: tuple[str, ...]
    landmarks: tuple[str, ...]

    @property
    def area_id(self) -> str:
        return f"area-{self.number:02d}"

    @property
    def group_id(self) -> str:
        return f"group-{self.number:02d}"

    @property
    def code(self) -> str:
        return f"TDP{self.number:02d}"


def _place(number: int, name: str, households: int, aliases: tuple[str, ...], *landmarks: str) -> Place:
    return Place(number, f"Tổ dân phố {name}", households, aliases, landmarks)


PLACES: tuple[Place, ...] = (
    _place(1, "1", 312, ("Khối phố 1",), "đường vào chợ", "ngã tư bưu điện", "khu nhà trọ sau chợ"),
    _place(2, "2", 287, ("Khối phố 2",), "cổng trường trung học cơ sở", "bến xe cũ", "đoạn cầu tràn"),
    _place(3, "3", 264, ("Khối phố 3",), "ngõ nhà văn hóa", "khu đất đấu giá", "đường bờ kè"),
    _place(4, "4", 251, ("Khối phố 4", "Xóm 4"), "sân bóng", "đường tránh", "kiốt đầu ngõ"),
    _place(5, "5", 238, ("Khối phố 5",), "trạm biến áp số 2", "ngõ 18", "bãi đỗ xe tải"),
    _place(6, "6", 229, ("Khối phố 6",), "cổng trường mầm non", "ngã ba cây đa", "khu chung cư thấp tầng"),
    _place(7, "7", 216, ("Xóm 7",), "đường liên tổ", "ao cá tập thể cũ", "cống số 3"),
    _place(8, "8", 208, ("Xóm 8",), "đường vào nghĩa trang", "đồi thông", "lò gạch cũ"),
    _place(9, "An Thịnh", 274, ("Thôn An Thịnh",), "chợ cá", "đê biển", "nhà văn hóa An Thịnh"),
    _place(10, "Bình Minh", 243, ("Thôn Bình Minh",), "cầu Bình Minh", "trạm bơm", "ngã ba đường mới"),
    _place(11, "Đông Hải", 255, ("Thôn Đông Hải", "Xóm Chài"), "bến thuyền", "khu neo đậu", "quán ven biển"),
    _place(12, "Hưng Lộc", 221, ("Thôn Hưng Lộc",), "đình làng", "trường tiểu học", "đường bê tông mới"),
    _place(13, "Phú Thượng", 196, ("Thôn Phú Thượng", "Xóm Thượng"), "đập nước", "dốc Thượng", "rừng keo"),
    _place(14, "Tân Tiến", 233, ("Thôn Tân Tiến",), "khu tái định cư", "công trường cuối ngõ", "quán nước đầu tổ"),
    _place(15, "Xuân Hòa", 187, ("Thôn Xuân Hòa",), "cánh đồng trước làng", "mương tưới", "nhà văn hóa Xuân Hòa"),
    _place(16, "Yên Sơn", 164, ("Thôn Yên Sơn",), "chân núi", "bãi đá cũ", "đường lên chùa"),
    _place(17, "Liên Giang", 205, ("Thôn Liên Giang",), "bến đò", "kè sông", "cầu phao cũ"),
    _place(18, "Trung Nghĩa", 219, ("Thôn Trung Nghĩa",), "nhà thờ họ", "ngã tư Trung Nghĩa", "sân kho"),
    _place(19, "Quyết Thắng", 176, ("Thôn 9", "Thôn Quyết Thắng"), "trại chăn nuôi", "hồ sinh thái", "đường gom"),
    _place(20, "Hải Thanh", 142, ("Thôn Hải Thanh",), "bãi tắm", "rừng phi lao", "trạm biên phòng cũ"),
)

WARD_GROUP_ID = "group-21"
WARD_GROUP_NAME = "Zalo kết nối bình yên phường Sông Trí"
RENAMED = (16, "Tổ dân phố Yên Sơn Thượng")  # a change of name in July 2026, after the decree of May 2026
RENAMED_ALIAS = "Tổ dân phố Yên Sơn"
