"""Command line of Bình Yên: for whoever looks after the machine that holds the store and its key."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from auth import accounts
from auth.accounts import NewAccount
from auth.invitations import Link
from auth.permissions import ROLES
from data_access import audit, backup, heads, retention, settings
from data_access.actors import OPERATOR
from data_access.errors import UserError
from data_access.imports import IMPORTS, ImportResult, import_file, problems_table, read_mapping
from data_access.imports import template as blank_form
from data_access.imports.model import PROBLEM_HEADERS
from data_access.keys import KEY_VARIABLE, key_file, load_keys, make_key_file
from data_access.store import Store
from data_access.verifying import verify as find_differences
from regulation.clock import now
from regulation.periods import DEFAULT_CALENDAR, parse_period
from reports.building import build_report
from reports.cells import defuse, defuse_inside
from reports.issuer import read_issuer
from reports.registry import FORMATS, render
from reports.releasing_report import release_report

DEFAULT_STORE = Path("var/store/binhyen.duckdb")
SHOWN_PROBLEMS = 40
LOCAL_ADDRESS = "http://127.0.0.1:8501"

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Bình Yên: quản lý kho dữ liệu của phường.")
audit_app = typer.Typer(no_args_is_help=True, help="Nhật ký chống sửa đổi.")
retention_app = typer.Typer(no_args_is_help=True, help="Thời hạn lưu dữ liệu cá nhân.")
app.add_typer(audit_app, name="audit")
app.add_typer(retention_app, name="retention")
user_app = typer.Typer(no_args_is_help=True, help="Tài khoản người dùng.")
app.add_typer(user_app, name="user")

StorePath = Annotated[Path, typer.Option("--store", envvar="BINHYEN_STORE", help="Tệp kho dữ liệu.")]
P = ParamSpec("P")
R = TypeVar("R")


def _sentences(command: Callable[P, R]) -> Callable[P, R]:
    """Errors meant for the user become one sentence and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (UserError, ValueError) as error:
            if not isinstance(error, UserError) and type(error) is not ValueError:
                raise
            typer.secho(f"Lỗi: {error}", err=True, fg="red")
            raise typer.Exit(1) from None
        except OSError as error:
            typer.secho(f"Lỗi: không đọc hoặc ghi được {error.filename}: {error.strerror}.", err=True, fg="red")
            raise typer.Exit(1) from None

    return run


@contextmanager
def _opened(path: Path, *, check_head: bool = True) -> Iterator[Store]:
    if not path.exists():
        raise UserError(f"Không có kho dữ liệu tại {path}. Hãy chạy: python cli.py init")
    with Store.open(path, load_keys(path), check_head=check_head) as store:
        yield store


@app.command()
@_sentences
def init(
    ward_name: Annotated[str, typer.Option("--ward", help="Tên phường, xã.")] = "phường Sông Trí",
    ward_code: Annotated[str, typer.Option("--code", help="Mã đơn vị hành chính.")] = "18754",
    admin: Annotated[str, typer.Option(help="Tên đăng nhập của quản trị viên đầu tiên.")] = "quantri",
    admin_name: Annotated[str, typer.Option(help="Họ tên của quản trị viên đầu tiên.")] = "Quản trị hệ thống",
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Tạo kho dữ liệu mới, được mã hóa, tệp khóa của kho và quản trị viên đầu tiên."""
    store_path.parent.mkdir(parents=True, exist_ok=True)
    if store_path.exists():
        raise UserError(f"Đã có kho dữ liệu tại {store_path}; không ghi đè.")
    accounts.checked_login(admin)
    has_key = bool(os.environ.get(KEY_VARIABLE)) or key_file(store_path).exists()  # of an attempt that failed
    keys = load_keys(store_path) if has_key else make_key_file(key_file(store_path))
    with Store.create(store_path, keys, ward=(ward_code, ward_name)) as store:
        link = accounts.create(store, OPERATOR, NewAccount(admin, admin_name, "administrator"))
    typer.echo(f"Đã tạo kho dữ liệu {store_path} cho {ward_name} ({ward_code}).")
    if not os.environ.get(KEY_VARIABLE):
        typer.echo(f"Khóa nằm ở {key_file(store_path)}. Hãy chép khóa này cất riêng: mất khóa là mất dữ liệu.")
    _tell_link(admin, link)


def _tell_link(login: str, link: Link) -> None:
    typer.echo(f"Liên kết kích hoạt tài khoản “{login}”, dùng một lần, đến {link.expires_at:%H:%M %d/%m/%Y}:")
    typer.echo(f"  {LOCAL_ADDRESS}{link.path}")
    typer.echo("Nếu máy chủ có địa chỉ khác, hãy thay phần trước /tai-khoan bằng địa chỉ đó. Không gửi qua nhóm chat.")


@app.command("import")
@_sentences
def import_(
    kind: Annotated[str, typer.Argument(help=f"Loại danh sách: {', '.join(IMPORTS)}.")],
    file: Annotated[Path, typer.Argument(help="Tệp XLSX, XLS, ODS hoặc CSV.")],
    mapping: Annotated[Path | None, typer.Option("--map", help="Tệp ánh xạ TOML cho bảng có cột khác mẫu.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra, không ghi.")] = False,
    problems: Annotated[Path | None, typer.Option(help="Ghi toàn bộ lỗi ra tệp CSV này.")] = None,
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Nhập danh sách thành viên, nhóm, tổ dân phố, tin bài hoặc tin báo từ bảng tính."""
    _known(kind, IMPORTS, "loại danh sách")
    with _opened(store_path) as store:
        chosen = read_mapping(mapping, IMPORTS[kind]) if mapping else None
        result = import_file(store, OPERATOR, kind, file, mapping=chosen, dry_run=dry_run)
    _tell_import(result, problems)
    if not result.ok:
        raise typer.Exit(1)


def _known(name: str, names: object, what: str) -> None:
    known = list(names) if isinstance(names, dict) else []
    if name not in known:
        raise UserError(f"Không có {what} “{name}”. Hãy chọn: {', '.join(known)}.")


def _tell_import(result: ImportResult, path: Path | None) -> None:
    rows = problems_table(result)
    if path is not None:
        path.write_text(_csv(rows), encoding="utf-8-sig", newline="")
    for row in rows[:SHOWN_PROBLEMS]:
        typer.echo(" | ".join(str(row[header]) for header in PROBLEM_HEADERS))
    if len(rows) > SHOWN_PROBLEMS:
        typer.echo(f"… còn {len(rows) - SHOWN_PROBLEMS} dòng nữa; dùng --problems TỆP.csv để xem hết.")
    typer.echo(
        f"{_outcome(result)}: đọc {result.rows_read} dòng; thêm {result.created}, sửa {result.changed}, "
        f"giữ nguyên {result.unchanged}; {len(result.errors)} lỗi, {len(result.warnings)} lưu ý."
    )


def _outcome(result: ImportResult) -> str:
    if not result.ok:
        return "Không nhập gì vì có lỗi"
    return "Kiểm tra thử, chưa ghi gì" if result.dry_run else "Đã nhập"


def _csv(rows: list[dict[str, str | int]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, PROBLEM_HEADERS)
    writer.writeheader()
    writer.writerows({header: defuse_inside(defuse(str(value))) for header, value in row.items()} for row in rows)
    return text.getvalue()


@app.command()
@_sentences
def template(
    kind: Annotated[str, typer.Argument(help=f"Loại danh sách: {', '.join(IMPORTS)}.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Tệp XLSX; bỏ trống thì ghi ra màn hình.")
    ] = None,
) -> None:
    """Mẫu bảng tính trống, có trang hướng dẫn và danh sách chọn."""
    _known(kind, IMPORTS, "loại danh sách")
    _write(blank_form(kind), output)


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        if sys.stdout.isatty():
            raise UserError("Hãy ghi ra tệp: thêm -o TỆP, hoặc > TỆP ở cuối lệnh.")
        sys.stdout.buffer.write(data)
        return
    output.write_bytes(data)
    typer.echo(f"Đã ghi {output}.")


@app.command()
@_sentences
def report(
    period: Annotated[str, typer.Option(help="Kỳ báo cáo: 2026-H1, 2026-H2, 2026, 2026-Q1, 2026-03.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp báo cáo.")],
    format: Annotated[str, typer.Option(help=f"Định dạng: {', '.join(FORMATS)}.")] = "docx",
    calendar: Annotated[str, typer.Option(help="Cách chốt kỳ (mặc định theo Nghị định 09/2019).")] = DEFAULT_CALENDAR,
    number: Annotated[int | None, typer.Option(help="Số báo cáo.")] = None,
    signed_on: Annotated[str | None, typer.Option(help="Ngày ký, dạng 2026-06-18.")] = None,
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Báo cáo 6 tháng hoặc năm, theo thể thức Nghị định 30/2020."""
    _known(format, FORMATS, "định dạng")
    with _opened(store_path) as store:
        day = date.fromisoformat(signed_on) if signed_on else None
        issuer = read_issuer(lambda key, default: settings.value(store, key, default), number, day)
        content = build_report(store, parse_period(period, calendar), store.clock(), issuer)
        data = render(release_report(store, OPERATOR, content, form=format), format)
    _write(data, output)


@app.command()
@_sentences
def verify(store_path: StorePath = DEFAULT_STORE) -> None:
    """Tính lại mọi dữ liệu từ các sự kiện, kiểm tra nhật ký và chất lượng dữ liệu."""
    with _opened(store_path, check_head=False) as store:
        findings = find_differences(store, progress=lambda label: typer.echo(f"{label}…", err=True))
    for finding in findings:
        typer.echo(finding.sentence)
    if findings:
        typer.echo(f"Có {len(findings)} điểm không khớp.")
        raise typer.Exit(1)
    typer.echo("Không có điểm nào không khớp.")


@app.command("backup")
@_sentences
def backup_(
    folder: Annotated[Path, typer.Argument(help="Thư mục chứa bản sao lưu.")], store_path: StorePath = DEFAULT_STORE
) -> None:
    """Sao lưu kho dữ liệu (vẫn mã hóa bằng khóa cũ) và kiểm tra lại bản sao."""
    with _opened(store_path) as store:
        made = backup.make(store, folder)
    typer.echo(f"Đã sao lưu và kiểm tra: {made}. Nhớ cất cả tệp khóa ở nơi khác.")


@app.command()
@_sentences
def restore(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu.")],
    force: Annotated[bool, typer.Option("--force", help="Thay cả khi kho hiện có mới hơn.")] = False,
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Khôi phục kho dữ liệu từ bản sao lưu; tệp cũ được giữ lại."""
    old = backup.restore(file, store_path, load_keys(store_path), at=now(), force=force)
    typer.echo(f"Đã khôi phục {store_path} từ {file}.")
    if old:
        typer.echo(f"Kho cũ được giữ ở {old}.")


@audit_app.command("verify")
@_sentences
def audit_verify(
    head: Annotated[Path | None, typer.Option(help="Tệp đầu nhật ký cất ở nơi khác.")] = None,
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Kiểm tra chuỗi nhật ký của kho (hoặc một bản sao) với tệp đầu nhật ký."""
    with _opened(store_path, check_head=False) as store:
        broken = audit.broken_entries(store)
        problem = heads.problem(store, head or heads.head_file(store_path))
        last = heads.current(store)
    for entry in broken:
        typer.echo(f"Mục {entry} đã bị sửa, hoặc mục ngay trước nó đã bị sửa hay xóa.")
    if problem:
        typer.echo(problem)
    if broken or problem or last is None:
        raise typer.Exit(1)
    typer.echo(f"Nhật ký nguyên vẹn đến mục {last.entry_id} ({last.audited_at:%H:%M %d/%m/%Y}), mã {last.seal[:16]}.")


@audit_app.command("accept")
@_sentences
def audit_accept(
    reason: Annotated[str, typer.Option(help="Vì sao tệp đầu nhật ký cũ không còn dùng được.")],
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Lập lại tệp đầu nhật ký khi tệp cũ đã mất; việc này được ghi vào nhật ký."""
    with _opened(store_path, check_head=False) as store:
        path = heads.head_file(store_path)
        if heads.last(path) is not None:
            raise UserError(f"Tệp {path} vẫn còn đọc được; không lập lại.")
        with store.write(OPERATOR) as tx:
            tx.audit("head.accepted", "store", detail=reason)
    typer.echo(f"Đã lập lại {path}.")


@retention_app.command("list")
@_sentences
def retention_list(store_path: StorePath = DEFAULT_STORE) -> None:
    """Liệt kê dữ liệu cá nhân đã hết thời hạn lưu; chưa xóa gì."""
    with _opened(store_path) as store:
        found = retention.due(store)
    if not found:
        typer.echo("Chưa đặt thời hạn lưu nào (mặc định là tắt).")
    for item in found:
        typer.echo(f"{item.rule.label}: {len(item.things)} trường hợp.")
        for thing in item.things:
            typer.echo(f"  {thing}")


@retention_app.command("erase")
@_sentences
def retention_erase(
    reason: Annotated[str, typer.Option(help="Lý do xóa.")], store_path: StorePath = DEFAULT_STORE
) -> None:
    """Xóa dữ liệu cá nhân đã hết thời hạn lưu; số liệu đã đếm vẫn giữ nguyên."""
    with _opened(store_path) as store:
        for item in retention.erase(store, OPERATOR, reason):
            typer.echo(f"{item.rule.label}: đã xóa {len(item.things)} trường hợp.")


@retention_app.command("set")
@_sentences
def retention_set(
    rule: Annotated[str, typer.Argument(help=f"Quy tắc: {', '.join(rule.key for rule in retention.RULES)}.")],
    days: Annotated[int, typer.Argument(help="Số ngày lưu; 0 là tắt.")],
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Đặt thời hạn lưu của một quy tắc."""
    rules = {known.key: known for known in retention.RULES}
    _known(rule, rules, "quy tắc")
    if days < 0:
        raise UserError("Số ngày lưu phải từ 0 trở lên.")
    with _opened(store_path) as store:
        settings.write(store, OPERATOR, {rules[rule].setting: str(days) if days else ""})
    typer.echo(f"{rules[rule].label}: {'tắt' if not days else f'{days} ngày'}.")


Login = Annotated[str, typer.Argument(help="Tên đăng nhập.")]


@user_app.command("add")
@_sentences
def user_add(
    login: Login,
    name: Annotated[str, typer.Option(help="Họ tên.")],
    role: Annotated[str, typer.Option(help=f"Vai trò: {', '.join(ROLES)}.")],
    group: Annotated[list[str] | None, typer.Option(help="Mã nhóm của cảnh sát khu vực; lặp lại được.")] = None,
    phone: Annotated[str, typer.Option(help="Số điện thoại, để không đặt mật khẩu theo số này.")] = "",
    email: Annotated[str, typer.Option(help="Thư điện tử, để không đặt mật khẩu theo địa chỉ này.")] = "",
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """Lập tài khoản và in liên kết một lần để chủ tài khoản tự đặt mật khẩu."""
    with _opened(store_path) as store:
        new = NewAccount(login, name, role, tuple(group or ()), phone, email)
        _tell_link(login, accounts.create(store, OPERATOR, new))


@user_app.command("link")
@_sentences
def user_link(
    login: Login,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Hủy ngay mật khẩu và mã xác thực hiện có (mất điện thoại, lộ mật khẩu).")
    ] = False,
    store_path: StorePath = DEFAULT_STORE,
) -> None:
    """In liên kết mới để đặt lại mật khẩu và lớp xác thực thứ hai."""
    with _opened(store_path) as store:
        account_id = accounts.by_login(store, login).account_id
        issue = accounts.reset if revoke else accounts.new_link
        _tell_link(login, issue(store, OPERATOR, account_id))


@user_app.command("disable")
@_sentences
def user_disable(login: Login, store_path: StorePath = DEFAULT_STORE) -> None:
    """Khóa tài khoản; mọi phiên đang mở kết thúc."""
    with _opened(store_path) as store:
        accounts.disable(store, OPERATOR, accounts.by_login(store, login).account_id)
    typer.echo(f"Đã khóa tài khoản “{login}”.")


@user_app.command("enable")
@_sentences
def user_enable(login: Login, store_path: StorePath = DEFAULT_STORE) -> None:
    """Mở khóa tài khoản; mật khẩu và mã xác thực như cũ."""
    with _opened(store_path) as store:
        accounts.enable(store, OPERATOR, accounts.by_login(store, login).account_id)
    typer.echo(f"Đã mở khóa tài khoản “{login}”.")


@user_app.command("list")
@_sentences
def user_list(store_path: StorePath = DEFAULT_STORE) -> None:
    """Liệt kê tài khoản."""
    with _opened(store_path) as store:
        for account in accounts.listed(store):
            typer.echo(f"{account.login} | {account.full_name} | {ROLES[account.role]} | {account.state}")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    app()
