"""The table of members."""

from __future__ import annotations

from collections.abc import Collection

from data_access.imports.columns import Column, ImportKind, Step, Values
from data_access.imports.parsers import full_name, phone, text
from data_access.imports.shapes import area_column, group_column, moment_column, term_column, text_column
from regulation.names import name_status
from regulation.text import fold_text
from regulation.vocabularies import (
    MEMBER_ROLES,
    POSITIONS,
)


def _member_fields(values: Values, _columns: Collection[str]) -> dict[str, object]:
    return {"name_status": name_status(str(values["full_name"]))} if "full_name" in values else {}


def _may_be_one_person(values: Values, others: Values) -> bool:
    """Whether two who share a telephone may be one person: people of one household often give the same number.

    Two full names with more than a slip between them are two people; what is no full name may belong to anybody.
    """
    ours, theirs = (str(side.get("full_name") or "") for side in (values, others))
    if "full" not in (name_status(ours), name_status(theirs)):
        return True
    words, other_words = fold_text(ours).split(), fold_text(theirs).split()
    if name_status(ours) != name_status(theirs) or set(words) <= set(other_words) or set(other_words) <= set(words):
        return True
    slips = [pair for pair in zip(words, other_words, strict=False) if pair[0] != pair[1]]
    return len(words) == len(other_words) and len(slips) == 1 and _one_letter_apart(*slips[0])


def _one_letter_apart(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


MEMBERS = ImportKind(
    key="members",
    label="thành viên",
    subject="member",
    natural_keys=(("group", "phone"), ("group", "full_name", "area", "household")),
    weak_keys=(("group", "full_name", "area"), ("group", "full_name")),
    code_key=("group", "code"),
    alike=_may_be_one_person,
    derive=_member_fields,
    defaults={"role": "member"},
    columns=(
        Column(
            "code",
            "Mã thành viên",
            "text",
            text(),
            ("Mã", "Mã TV"),
            False,
            "Nếu có: mã riêng của từng thành viên.",
            "TV0001",
            field="external_code",
        ),
        group_column(True, "Mã hoặc tên nhóm đã có trong hệ thống."),
        area_column(),
        text_column(
            "household",
            "Hộ gia đình",
            "Hộ",
            "Chủ hộ",
            "Mã hộ",
            "Số hộ khẩu",
            guide="Mã hộ hoặc họ tên chủ hộ; người cùng hộ ghi giống nhau.",
            example="H0012",
        ),
        Column(
            "full_name",
            "Họ và tên",
            "text",
            full_name,
            ("Họ tên", "Họ tên thành viên", "Tên thành viên", "Họ và tên thành viên"),
            True,
            "Đầy đủ họ, tên (khoản 2 Điều 3).",
            "Nguyễn Văn An",
        ),
        text_column(
            "zalo_name",
            "Tên Zalo",
            "Tên hiển thị",
            "Tên trên Zalo",
            guide="Tên hiển thị trong nhóm.",
            example="Nguyễn Văn An",
        ),
        Column(
            "phone",
            "Số điện thoại",
            "phone",
            phone,
            ("Điện thoại", "SĐT", "ĐT", "Số ĐT", "Di động", "Số Zalo", "SĐT Zalo", "Phone"),
            False,
            "Số điện thoại của tài khoản Zalo.",
            "0900 000 123",
        ),
        term_column(
            "role",
            "Vai trò",
            MEMBER_ROLES,
            "Vai trò trong nhóm",
            example="member",
            guide="Vai trò trong nhóm; để trống khi thêm mới thì là Thành viên.",
        ),
        term_column("position", "Chức vụ", POSITIONS, "Chức danh", example="resident", guide="Chức vụ ở địa bàn."),
        moment_column(
            "joined_at",
            "Ngày vào nhóm",
            "Ngày tham gia",
            "Ngày vào",
            "Ngày thêm",
            opening=True,
            timed=False,
            guide="Ngày được thêm vào nhóm; nếu không rõ, ghi ngày lập nhóm.",
            example="01/10/2025",
        ),
        moment_column(
            "left_at",
            "Ngày rời nhóm",
            "Ngày ra nhóm",
            "Ngày rời",
            "Ngày ra",
            timed=False,
            guide="Chỉ ghi khi đã rời nhóm.",
        ),
    ),
    steps=(Step("joined_at", "joined", repeats=True), Step("left_at", "left", repeats=True)),
    orders=(("joined_at", "left_at"),),
)
