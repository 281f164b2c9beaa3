"""Who issues a report: settings that each ward edits, with the defaults of phường Sông Trí.

`SETTINGS` is the one list of them: key in the store's settings, label on the settings page, default, and whether the
value is a list (one entry a line).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class IssuerSetting:
    """One editable setting: the field of `Issuer` it fills, its label, what it is for, and its default."""

    field: str
    label: str
    default: str
    help: str = ""
    lines: bool = False

    @property
    def key(self) -> str:
        """The key in the store's settings."""
        return f"report.{self.field}"


SETTINGS: tuple[IssuerSetting, ...] = (
    IssuerSetting("parent_agency", "Cơ quan chủ quản", "CÔNG AN TỈNH HÀ TĨNH", "Viết hoa, in ở góc trên bên trái."),
    IssuerSetting("agency", "Cơ quan ban hành", "CÔNG AN PHƯỜNG SÔNG TRÍ", "Viết hoa, in đậm."),
    IssuerSetting("agency_in_text", "Tên cơ quan trong câu", "Công an phường Sông Trí", "Dùng trong lời văn báo cáo."),
    IssuerSetting("symbol", "Ký hiệu", "BC-CAP", "Phần sau số báo cáo."),
    IssuerSetting("place", "Địa danh", "Sông Trí", "Đứng trước ngày, tháng, năm."),
    IssuerSetting("model_name", "Tên mô hình", "“Zalo kết nối bình yên phường Sông Trí”"),
    IssuerSetting("authority", "Quyền hạn ký", "", "Để trống, hoặc KT. TRƯỞNG CÔNG AN PHƯỜNG, TL. …"),
    IssuerSetting("position", "Chức vụ người ký", "TRƯỞNG CÔNG AN PHƯỜNG"),
    IssuerSetting("rank", "Cấp bậc người ký", "", "Ví dụ: Thiếu tá. In trước họ tên."),
    IssuerSetting("signer", "Họ và tên người ký", "", "Để trống thì chừa chỗ ký."),
    IssuerSetting(
        "addressees", "Kính gửi", "Ban Chỉ đạo phường Sông Trí\nCông an tỉnh Hà Tĩnh", "Mỗi nơi một dòng.", lines=True
    ),
    IssuerSetting(
        "legal_bases",
        "Căn cứ",
        "Căn cứ Quyết định số 904/QĐ-UBND ngày 25/9/2025 của Ủy ban nhân dân phường Sông Trí về việc ban hành Quy chế "
        "quản lý và sử dụng mô hình nhóm “Zalo kết nối bình yên phường Sông Trí”",
        "Mỗi căn cứ một dòng, không ghi dấu cuối dòng.",
        lines=True,
    ),
    IssuerSetting(
        "recipients",
        "Nơi nhận",
        "Như trên\nĐảng ủy, UBND phường (để báo cáo)\nLưu: VT, CAP",
        "Mỗi nơi một dòng, không ghi dấu cuối dòng.",
        lines=True,
    ),
)


@dataclass(frozen=True)
class Issuer:
    """The issuing office and the signer. `number` is the report number when known, `signed_on` the day of issue."""

    parent_agency: str
    agency: str
    agency_in_text: str
    symbol: str
    place: str
    model_name: str
    authority: str
    position: str
    rank: str
    signer: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    number: int | None = None
    signed_on: date | None = None

    @property
    def number_line(self) -> str:
        """ "Số: 05/BC-CAP", or with a blank for the clerk when no number is given."""
        return f"Số: {self.number_or_blank}/{self.symbol}"

    @property
    def number_or_blank(self) -> str:
        """The number with two digits at least, or blanks."""
        return "\u00a0" * 6 if self.number is None else f"{self.number:02d}"

    def date_words(self, drafted_on: date) -> str:
        """ "ngày 05 tháng 01 năm 2026"; without a day of issue the day is blank and the month that of the draft."""
        shown = self.signed_on or drafted_on
        day = f"{shown.day:02d}" if self.signed_on else "\u00a0" * 5
        month = f"{shown.month:02d}" if shown.month < 3 else str(shown.month)
        return f"ngày {day} tháng {month} năm {shown.year}"


def read_issuer(read: Callable[[str, str], str], number: int | None = None, signed_on: date | None = None) -> Issuer:
    """The issuer kept in the settings; `read(key, default)` gives the text of one setting."""
    texts = {setting.field: read(setting.key, setting.default).strip() for setting in SETTINGS if not setting.lines}
    lists = {setting.field: _lines(read(setting.key, setting.default)) for setting in SETTINGS if setting.lines}
    return Issuer(
        parent_agency=texts["parent_agency"],
        agency=texts["agency"],
        agency_in_text=texts["agency_in_text"],
        symbol=texts["symbol"],
        place=texts["place"],
        model_name=texts["model_name"],
        authority=texts["authority"],
        position=texts["position"],
        rank=texts["rank"],
        signer=texts["signer"],
        addressees=lists["addressees"],
        legal_bases=lists["legal_bases"],
        recipients=lists["recipients"],
        number=number,
        signed_on=signed_on,
    )


def default_issuer() -> Issuer:
    """The issuer with every default."""
    return read_issuer(lambda _, default: default)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
