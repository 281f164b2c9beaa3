"""Nhập dữ liệu: take the blank form, check a file, see every problem, and land it whole."""

from __future__ import annotations

import streamlit as st

from data_access.errors import UserError
from data_access.imports import IMPORTS, ImportResult, import_file, problems_table, read_mapping, template
from data_access.reading import View
from metrics.formatting import number
from pages.parts.tables import grid
from pages.parts.visit import enter, served_store

MIME_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_TYPES = ["xlsx", "xls", "ods", "csv", "txt", "tsv"]


def _kind(reader: View) -> str | None:
    allowed = [key for key in IMPORTS if reader.actor.may(f"import.{key}")]
    if not allowed:
        st.info("Tài khoản của bạn không được nhập danh sách nào.", icon=":material/block:")
        return None
    return st.selectbox(
        "Loại danh sách",
        allowed,
        format_func=lambda key: f"{IMPORTS[key].label[0].upper()}{IMPORTS[key].label[1:]}",
        key="loaidanhsach",
        help="Nhập theo thứ tự: tổ dân phố, nhóm, thành viên, rồi tin bài và tin báo.",
    )


def _form(kind: str) -> None:
    st.download_button(
        "Tải mẫu bảng tính",
        data=lambda: template(kind),
        file_name=f"mau-{kind}.xlsx",
        mime=MIME_XLSX,
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _check(reader: View, kind: str, name: str, data: bytes, mapping: bytes | None, *, dry_run: bool) -> ImportResult:
    text = mapping.decode("utf-8-sig", "replace") if mapping else ""
    chosen = read_mapping(text, IMPORTS[kind]) if text else None
    return import_file(served_store(), reader.actor, kind, data, name, mapping=chosen, dry_run=dry_run)


def _tell(reader: View, result: ImportResult) -> None:
    """What the file would do, or did, and everything that is wrong with it."""
    counts = (
        f"Đọc {number(result.rows_read)} dòng: thêm {number(result.created)}, sửa {number(result.changed)}, "
        f"giữ nguyên {number(result.unchanged)}."
    )
    if not result.ok:
        errors = f"Có {number(len(result.errors))} lỗi nên chưa nhập gì. Hãy sửa trong tệp rồi tải lên lại."
        st.error(errors, icon=":material/error:")
    elif result.dry_run:
        st.info(counts, title="Tệp đọc được, chưa ghi gì", icon=":material/fact_check:")
    else:
        st.success(counts, title="Đã nhập", icon=":material/task_alt:")
    if result.problems:
        st.markdown(f"**Lỗi và lưu ý** ({number(len(result.problems))})")
        lines = [{name: str(value) for name, value in row.items()} for row in problems_table(result)]
        grid(reader, lines, reads=f"import.{result.kind}", title="Lỗi và lưu ý", slug="loi-nhap")


reader = enter("page.import")
st.title("Nhập dữ liệu")
left, right = st.columns([1, 2], gap="large")
with left:
    kind = _kind(reader)
    if kind is None:
        st.stop()
    _form(kind)
    upload = st.file_uploader("Tệp XLSX, XLS, ODS hoặc CSV", type=FILE_TYPES, key=f"tep-{kind}")
    with st.expander("Bảng có cột khác mẫu"):
        mapping_file = st.file_uploader("Tệp ánh xạ TOML", type=["toml"], key=f"anhxa-{kind}")
with right:
    if upload is None:
        st.info(
            "Tải mẫu, điền hoặc chép bảng đang dùng vào, rồi tải tệp lên. Chương trình kiểm tra trước và chỉ ghi khi "
            "cả tệp không còn lỗi; nhập lại cùng một tệp không làm thay đổi gì.",
            icon=":material/info:",
        )
        st.stop()
    try:
        mapping = mapping_file.getvalue() if mapping_file else None
        if st.session_state.pop("land", None) == upload.file_id:
            _tell(reader, _check(reader, kind, upload.name, upload.getvalue(), mapping, dry_run=False))
            st.stop()
        checked = _check(reader, kind, upload.name, upload.getvalue(), mapping, dry_run=True)
    except UserError as error:
        st.error(str(error), title="Không nhập được tệp này", icon=":material/error:")
        st.stop()
    _tell(reader, checked)
    if checked.ok and checked.created + checked.changed:
        st.button(
            "Nhập vào kho dữ liệu",
            type="primary",
            icon=":material/save:",
            on_click=lambda file_id=upload.file_id: st.session_state.update(land=file_id),
        )
