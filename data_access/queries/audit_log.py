"""Reading the audit log."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data_access.actors import PROGRAM_ACTORS
from data_access.imports.registry import IMPORTS
from data_access.reading import Reader
from data_access.subjects import SUBJECTS

READ = "read.audit"
MOST = 2_000
ACTIONS = {
    "signed_in": "Đăng nhập",
    "signed_out": "Đăng xuất",
    "sign_in.refused": "Đăng nhập không được",
    "refused": "Bị từ chối",
    "recovery_code.used": "Dùng mã khôi phục",
    "account.created": "Lập tài khoản",
    "account.enrolled": "Kích hoạt tài khoản",
    "account.linked": "Cấp liên kết đặt mật khẩu",
    "account.reset": "Đặt lại tài khoản",
    "account.disabled": "Khóa tài khoản",
    "account.enabled": "Mở khóa tài khoản",
    "account.role_changed": "Đổi vai trò",
    "account.password_changed": "Đổi mật khẩu",
    "informant.revealed": "Xem danh tính người báo tin",
    "confidence.granted": "Cho phép xem danh tính",
    "confidence.withdrawn": "Thôi cho phép xem danh tính",
    "export.report": "Xuất báo cáo",
    "export.cases": "Xuất danh sách",
    "export.aggregates": "Xuất bảng số liệu",
    "setting.changed": "Đổi cài đặt",
    "retention.erased": "Xóa dữ liệu hết thời hạn lưu",
    "backup.made": "Sao lưu",
    "backup.restored": "Khôi phục",
    "head.accepted": "Chấp nhận mã đầu nhật ký",
    "store.created": "Lập kho dữ liệu",
}
_SINGLE = {
    "recorded": "Ghi nhận",
    "amended": "Bổ sung, sửa",
    "voided": "Hủy ghi nhận",
    "recorded_many": "Ghi nhiều sự kiện",
}


def action_label(action: str) -> str:
    """An audited action in Vietnamese: "tip.classified" → "Phân loại (tin, phản ánh)"."""
    if action in ACTIONS:
        return ACTIONS[action]
    name, _, kind = action.partition(".")
    if name == "import":
        return f"Nhập danh sách {IMPORTS[kind].label}" if kind in IMPORTS else "Nhập danh sách"
    if name not in SUBJECTS:
        return action
    transition = SUBJECTS[name].workflow.get(kind)
    return f"{_SINGLE.get(kind) or (transition.label if transition else kind)} ({SUBJECTS[name].label})"


def entries(reader: Reader, first_day: date, last_day: date, action: str = "") -> pd.DataFrame:
    """Entries of some days, both included, newest first, at most `MOST`; `action` narrows by how an action begins.

    Columns: entry_id, audited_at, actor (a name where there is one), action (in words), subject_id, detail.
    """
    reader.actor.require(READ)
    rows = reader.frame(
        f"""SELECT e.entry_id, e.audited_at, coalesce(a.full_name, e.actor) AS actor, e.action,
            e.subject_id, e.detail
        FROM store.audit_entry e LEFT JOIN store.account a ON a.account_id = e.actor
        WHERE e.audited_at >= $first AND e.audited_at < $last::DATE + 1 AND starts_with(e.action, $action)
        ORDER BY e.entry_id DESC LIMIT {MOST}""",
        {"first": first_day, "last": last_day, "action": action},
    )
    rows["actor"] = [PROGRAM_ACTORS.get(name, name) for name in rows["actor"]]
    rows["action"] = [action_label(found) for found in rows["action"]]
    return rows
