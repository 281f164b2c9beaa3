"""What each sign-in page says."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from auth import second_factor
from auth.passwords import MIN_LENGTH
from auth.web.markup import Field, bad, field, form, good, hidden, link_button, page

SIGN_IN, SIGN_OUT, PASSWORD = "/dang-nhap", "/dang-xuat", "/tai-khoan/mat-khau"
_PLAIN = 'autocapitalize="none" spellcheck="false" required'
_NEW_PASSWORD = (
    Field(
        "mat_khau_moi",
        "Mật khẩu mới",
        "new-password",
        "password",
        hint=f"Ít nhất {MIN_LENGTH} ký tự. Không chứa tên, số điện thoại, ngày sinh, số căn cước, thư điện tử; "
        "không trùng mật khẩu thư điện tử.",
        extra=f'minlength="{MIN_LENGTH}" required',
    ),
    Field("nhap_lai", "Nhập lại mật khẩu mới", "new-password", "password", extra=f'minlength="{MIN_LENGTH}" required'),
)
_CODE = Field(
    "ma",
    "Mã xác thực",
    "one-time-code",
    hint="6 chữ số đang hiện trong ứng dụng xác thực trên điện thoại.",
    extra='inputmode="numeric" maxlength="12"',
)


def sign_in(
    ward: str, token: str, onward: str, *, login: str = "", sentence: str = "", signed_out: bool = False
) -> str:
    """The sign-in form, with what was typed as login when it is shown again."""
    spare = field(
        Field(
            "ma_khoi_phuc", "Mã khôi phục", "off", hint="Mỗi mã dùng một lần, dạng 7KQ2F-M9XWA.", extra='maxlength="20"'
        )
    )
    parts = [
        hidden("tiep", onward),
        field(Field("ten_dang_nhap", "Tên đăng nhập", "username", value=login, extra=_PLAIN)),
        field(Field("mat_khau", "Mật khẩu", "current-password", "password", extra="required")),
        field(_CODE),
        f"<details><summary>Không có điện thoại? Dùng mã khôi phục</summary>{spare}</details>",
    ]
    body = bad(sentence) + good("Đã đăng xuất." if signed_out else "") + form(SIGN_IN, token, parts, "Đăng nhập")
    help_text = "Quên mật khẩu hoặc mất điện thoại: xin quản trị hệ thống một liên kết mới."
    return page("Đăng nhập", ward, f'{body}<p class="hint">{help_text}</p>')


def sign_out(ward: str, token: str, name: str) -> str:
    """The question before signing out."""
    told = f"<p>Đang đăng nhập: <strong>{escape(name)}</strong>. Mọi thẻ đang mở của phiên này sẽ kết thúc.</p>"
    back = '<p><a href="/">Quay lại bảng theo dõi</a></p>'
    return page("Đăng xuất", ward, told + form(SIGN_OUT, token, [], "Đăng xuất") + back)


def choose_password(ward: str, token: str, action: str, login: str, name: str, sentence: str = "") -> str:
    """First step of a one-time link."""
    told = f"<p>Chào {escape(name)}. Bước 1/2: đặt mật khẩu. Bước 2: nối ứng dụng xác thực trên điện thoại.</p>"
    parts = [
        hidden("buoc", "mat-khau"),
        field(Field("ten_dang_nhap", "Tên đăng nhập", "username", value=login, extra="readonly")),
        *map(field, _NEW_PASSWORD),
    ]
    return page("Kích hoạt tài khoản", ward, told + bad(sentence) + form(action, token, parts, "Tiếp tục"))


def connect_application(ward: str, token: str, action: str, secret: str, login: str) -> str:
    """Second step: the secret as a picture, as text and as a link, shown once."""
    address = second_factor.enrolment_address(secret, login, ward)
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    told = (
        "<p>Bước 2/2: mở ứng dụng xác thực (Google Authenticator, Microsoft Authenticator…), chọn thêm tài khoản và "
        f'quét hình này.</p><div class="qr">{second_factor.qr_svg(address)}</div>'
        f'<p><a href="{escape(address)}">Đang dùng chính điện thoại đó: mở ứng dụng xác thực</a></p>'
        "<details><summary>Không quét được? Gõ khóa bằng tay</summary>"
        f"<p>Loại khóa: theo thời gian. Khóa:<br><code>{spaced}</code></p></details>"
        "<p>Hình và khóa chỉ hiện một lần này.</p>"
    )
    return page("Nối ứng dụng xác thực", ward, told + _code_form(token, action))


def code_again(ward: str, token: str, action: str, sentence: str) -> str:
    """Second step after a wrong code."""
    again = f'<p><a href="{escape(action)}">Chưa quét được hình? Làm lại từ đầu</a></p>'
    return page("Nối ứng dụng xác thực", ward, bad(sentence) + _code_form(token, action) + again)


def _code_form(token: str, action: str) -> str:
    return form(
        action, token, [hidden("buoc", "ma"), field(replace(_CODE, extra=_CODE.extra + " required"))], "Xác nhận"
    )


def recovery_codes(ward: str, codes: list[str]) -> str:
    """The recovery codes, shown once."""
    items = "".join(f"<li><code>{code}</code></li>" for code in codes)
    body = (
        good("Tài khoản đã sẵn sàng.") + "<p>Đây là 10 mã khôi phục, dùng khi mất điện thoại. Mỗi mã dùng một lần. "
        "Hãy in hoặc chép ra giấy, cất nơi khóa được; trang này không hiện lại.</p>"
        + f'<ul class="codes">{items}</ul>'
        + link_button("/", "Đã cất mã, vào bảng theo dõi")
    )
    return page("Mã khôi phục", ward, body)


def change_password(ward: str, token: str, login: str, *, sentence: str = "", done: bool = False) -> str:
    """The form for one's own password."""
    if done:
        told = good("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")
        return page("Đổi mật khẩu", ward, told + link_button("/", "Vào bảng theo dõi"))
    parts = [
        field(Field("ten_dang_nhap", "Tên đăng nhập", "username", value=login, extra="readonly")),
        field(Field("mat_khau", "Mật khẩu hiện tại", "current-password", "password", extra="required")),
        *map(field, _NEW_PASSWORD),
    ]
    back = '<p><a href="/">Quay lại bảng theo dõi</a></p>'
    return page("Đổi mật khẩu", ward, bad(sentence) + form(PASSWORD, token, parts, "Đổi mật khẩu") + back)


def message(title: str, ward: str, sentence: str, *, refresh: int = 0, way_on: bool = False) -> str:
    """A page that only says something."""
    back = link_button("/", "Về trang đầu") if way_on else ""
    return page(title, ward, f"<p>{escape(sentence)}</p>{back}", refresh=refresh)
