"""Columns of facts as people read them: heading, kind of content, and the words that stand for keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from regulation.clauses import short
from regulation.vocabularies import CONTENTS, INCIDENT_KINDS, MEMBER_ROLES, OUTCOMES, TIP_KINDS
from regulation.workflow import state_label

ColumnKind = Literal["tip", "code", "label", "text", "name", "moment", "day", "count", "minutes"]
Names = Mapping[str, Mapping[str, str]]
NAME_STATUSES = {
    "full": "Đủ họ tên",
    "confirmed": "Đủ họ tên (đã xác nhận)",
    "incomplete": "Thiếu họ hoặc tên",
    "doubtful": "Cần xem lại",
}


@dataclass(frozen=True)
class Column:
    """A column: `kind` decides format and masking, as at the gate (`reports.table_spec.Kind`; "minutes": left or over).

    `word` gives the words of a key.
    """

    label: str
    kind: ColumnKind = "label"
    word: Callable[[Any], str] | None = None


def _yes(value: object) -> str:
    return "Có" if value else "Không"


COLUMNS: dict[str, Column] = {
    "tip_id": Column("Mã tin", "tip"),
    "duty": Column("Việc phải làm"),
    "outcome": Column("Tình trạng", word=OUTCOMES.label),
    "tip_kind": Column("Loại tin", word=TIP_KINDS.label),
    "area_id": Column("Tổ dân phố"),
    "group_id": Column("Nhóm"),
    "posted_at": Column("Đăng lúc", "moment"),
    "received_at": Column("Tiếp nhận lúc", "moment"),
    "classified_at": Column("Phân loại lúc", "moment"),
    "classification_due": Column("Hạn phân loại", "moment"),
    "classification": Column("Phân loại", word=OUTCOMES.label),
    "transferred_at": Column("Chuyển lúc", "moment"),
    "transfer": Column("Chuyển đúng hạn", word=OUTCOMES.label),
    "resolved_at": Column("Giải quyết lúc", "moment"),
    "replied_at": Column("Phản hồi lúc", "moment"),
    "due_at": Column("Hạn", "moment"),
    "minutes_left": Column("Còn lại", "minutes"),
    "state": Column("Trạng thái", word=state_label),
    "post_id": Column("Mã bài", "code"),
    "title": Column("Tiêu đề", "text"),
    "content": Column("Nội dung (khoản 1 Điều 11)", word=CONTENTS.label),
    "proposed_at": Column("Đề xuất lúc", "moment"),
    "verified_at": Column("Thẩm định lúc", "moment"),
    "approved_at": Column("Duyệt lúc", "moment"),
    "published_at": Column("Đăng lúc", "moment"),
    "removed_at": Column("Gỡ lúc", "moment"),
    "returns": Column("Số lần trả lại", "count"),
    "removal_clause": Column("Lý do gỡ", word=lambda clause: short(clause) if clause else ""),
    "reviewed": Column("Đủ ba bước", word=_yes),
    "member_id": Column("Mã thành viên", "code"),
    "full_name": Column("Họ và tên", "name"),
    "role": Column("Vai trò", word=MEMBER_ROLES.label),
    "joined_at": Column("Vào nhóm", "day"),
    "left_at": Column("Rời nhóm", "day"),
    "name_status": Column("Họ tên", word=lambda status: NAME_STATUSES.get(status, status)),
    "name": Column("Tên"),
    "established_at": Column("Thành lập", "day"),
    "ended_at": Column("Kết thúc", "day"),
    "registered": Column("Đủ tên, mục đích, phân công", word=_yes),
    "members": Column("Thành viên", "count"),
    "households": Column("Số hộ", "count"),
    "households_reached": Column("Hộ tham gia", "count"),
    "day": Column("Ngày", "day"),
    "posts": Column("Bài đăng", "count"),
    "checks": Column("Lượt kiểm tra", "count"),
    "is_day_off": Column("Ngày nghỉ", word=_yes),
    "run": Column("Số ngày liền không có bài", "count"),
    "incident_id": Column("Mã sự cố", "code"),
    "incident_kind": Column("Loại sự cố", word=INCIDENT_KINDS.label),
    "summary": Column("Tóm tắt", "text"),
    "detected_at": Column("Phát hiện lúc", "moment"),
    "reported_at": Column("Báo cáo lúc", "moment"),
    "commendation_id": Column("Mã khen thưởng", "code"),
    "collective": Column("Tập thể", word=_yes),
    "form": Column("Hình thức"),
    "happened_at": Column("Ngày", "day"),
    "violation_id": Column("Mã vi phạm", "code"),
    "clause": Column("Điều khoản", word=lambda clause: short(clause) if clause else ""),
    "handling": Column("Xử lý", "text"),
    "proposal_id": Column("Mã đề xuất", "code"),
    "raised_at": Column("Nêu lúc", "moment"),
    "forwarded_at": Column("Báo cáo lúc", "moment"),
    "decided_at": Column("Có ý kiến lúc", "moment"),
}


def worded(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """The frame with words for keys; `names` gives the words of columns such as `group_id` by key."""
    shown = frame.copy()
    for column in shown.columns:
        own = names.get(column)
        word = own.get if own is not None else COLUMNS[column].word
        if word is not None:
            shown[column] = [_worded(value, word) for value in shown[column]]
    return shown


def _worded(value: Any, word: Callable[[Any], str | None]) -> str:
    return "" if value is None or value != value or value is pd.NaT else word(value) or str(value)
