"""Masking: exact forms, ordinary text that must survive."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from data_access.demo import operation_texts, tip_texts
from data_access.masking import (
    Names,
    mask_address,
    mask_identity_number,
    mask_name,
    mask_numbers,
    mask_phone,
    mask_text,
)
from tests.masking_support import (
    DATA,
    SENTENCES,
    without_marks,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Văn An", "N.V.A."),
        ("  đặng thị ngọc tú ", "Đ.T.N.T."),
        (unicodedata.normalize("NFD", "Ông Ích Khiêm"), "Ô.Í.K."),
        ("LêHoàng", "L.H."),
        ("K'Sor H'Bia", "K.H."),
        ("Tuấn 79 🌸", "T."),
        ("🌸", "xxx"),
        ("N.V.A.", "N.V.A."),
        ("", ""),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("0912345678", "09xx xxx 678"),
        ("0912 345 678", "09xx xxx 678"),
        ("0912.345.678", "09xx xxx 678"),
        ("+84 912 345 678", "09xx xxx 678"),
        ("84912345678", "09xx xxx 678"),
        ("912345678", "09xx xxx 678"),
        ("０９１２３４５６７８", "09xx xxx 678"),
        ("(0239) 3855 555", "02xx xxxx 555"),
        ("0168 1234 567", "03xx xxx 567"),
        ("09xx xxx 678", "09xx xxx 678"),
        ("12345", "xxx"),
        ("An, nhà cuối ngõ", "xxx"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_identity_numbers_and_addresses() -> None:
    assert mask_identity_number("042096001234") == "xxxxxxxxx234"
    assert mask_identity_number("042 096 001 234") == "xxxxxxxxx234"
    assert mask_identity_number("183456789") == "xxxxxx789"
    assert mask_identity_number("12345") == "xxx"
    assert mask_identity_number("") == ""
    assert mask_address("Số 12, ngõ 3, đường Trần Phú, phường Sông Trí, tỉnh Hà Tĩnh") == (
        "xxx, phường Sông Trí, tỉnh Hà Tĩnh"
    )
    assert mask_address("Số 12, Tổ dân phố An Thịnh") == "xxx"
    assert mask_address("12 ngách 4 phường Sông Trí") == "xxx"
    assert mask_address("") == ""


TEXTS = [
    ("Anh Nguyễn Văn An báo tin.", "Anh N.V.A. báo tin."),
    ("Chị Hương ở tổ 3 kể lại", "Chị H. ở tổ 3 kể lại"),
    ("ông trần văn bình bị lừa", "ông T.V.B. bị lừa"),
    ("ANH NGUYỄN VĂN AN ĐÃ BÁO TIN", "ANH N.V.A. ĐÃ BÁO TIN"),
    ("chi nguyen thi hoa o to 3", "chi N.T.H. o to 3"),
    ("Họ và tên: lê thị hoa, sđt: 0912345678", "Họ và tên: L.T.H., sđt: 09xx xxx 678"),
    ("Tên tôi là Phạm Hoàng, ở phường Sông Trí", "Tên tôi là P.H., ở phường Sông Trí"),
    ("đ/c Hùng, cô giáo Lan và tổ trưởng", "đ/c H., cô giáo L. và tổ trưởng"),
    ("đối tượng Nguyễn V. Bê sinh năm 1990", "đối tượng N.V.B. sinh năm 1990"),
    ("ông\nTrần\nBình nói", "ông\nT.B. nói"),
    ("@Trần Văn Bình xem giúp", "@T.V.B. xem giúp"),
    ("Lê Thị Hoa: xe của tôi mất", "L.T.H.: xe của tôi mất"),
    ("số 12 đường Trần Phú, Tổ dân phố 5", "số xx đường xx, Tổ dân phố 5"),
    ("ở số nhà 12A/3 ngách 4", "ở số nhà xx ngách xx"),
    ("hẻm 5, kiệt 18/2", "hẻm xx, kiệt xx"),
    ("gửi an.nguyen+1@gmail.com nhé", "gửi xxx@xxx nhé"),
    ("xem facebook.com/nguyen.van.an", "xem xxx"),
    ("CCCD 042 096 001 234", "CCCD xxxxxxxxx234"),
    ("CMND: 183.456.789", "CMND: xxxxxx789"),
    ("stk 1902345678901 ngân hàng", "stk xxxxxxxxxx901 ngân hàng"),
    ("gọi 3855 555", "gọi xxx"),
    ("0912345678/0987654321", "09xx xxx 678/09xx xxx 321"),
    ("không chín một hai, ba bốn năm, sáu bảy tám nhé", "09xx xxx 678 nhé"),
    ("khong chin mot hai ba bon nam sau bay tam", "09xx xxx 678"),
    ("09 một hai 345 sáu bảy tám", "09xx xxx 678"),
    ("0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "09xx xxx 678"),
    ("O9l2345678", "09xx xxx 678"),
    ("0912345678 đồng ý làm chứng", "09xx xxx 678 đồng ý làm chứng"),
]


@pytest.mark.parametrize(("text", "masked"), TEXTS)
def test_texts(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert unicodedata.normalize("NFC", mask_text(unicodedata.normalize("NFD", text))) == masked


SURVIVE = [
    "Lúc 10:30 ngày 05/9/2025, đến 22 giờ 15 phút ngày 6/9.",
    "Từ 15/12/2025–14/6/2026: 475 tin, 450/475 = 94,7%, tăng 12 tin.",
    "05.9.2025 10:30, 12 người",
    "Thiệt hại 183.456.789 đồng, 150000000 đồng, 2,5 tỷ đồng và 1.200.000đ.",
    "số tiền 150000000",
    "Điều 15.3c, 7b.1; Quyết định số 904/QĐ-UBND ngày 25/9/2025; Nghị định 30/2020/NĐ-CP; TT 01/2017.",
    "Số 05/BC-CAP, giai đoạn 2020-2025, mã T20251125-0012",
    "Gọi 113, 114, 115 hoặc 1900 1234.",
    "số liệu 12, 34, 56, 78, 90, 12",
    "sau ba năm, bốn năm tháng sau có năm sáu bảy người",
    "một trăm hai mươi ba triệu bốn trăm năm mươi sáu nghìn",
    "Công an phường Sông Trí, thị xã Kỳ Anh, tỉnh Hà Tĩnh, Thành phố Hồ Chí Minh",
    "Bà con Tổ dân phố An Thịnh họp ở nhà văn hóa; anh Công an khu vực có mặt.",
    "đường dây nóng, đường tránh, đường vào chợ, trạm biến áp số 2, cống số 3",
    "anh em tôi, chị em Phụ nữ, ông bà cao tuổi, em từ nhỏ, anh lại đến, cô chú bảo vệ",
    "Đặt tên là gì? Phải ghi đủ họ, tên. Tên trộm bỏ chạy.",
]


@pytest.mark.parametrize("text", SURVIVE)
def test_ordinary_texts_survive(text: str) -> None:
    assert mask_text(text) == text


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [text for item in value for text in _strings(item)] if isinstance(value, tuple) else []


def _share_masked(texts: list[str], change: Callable[[str], str] = str) -> float:
    return sum(mask_text(change(text)) != change(text) for text in texts) / len(texts)


def test_sentences_without_people_stay_as_they_are() -> None:
    nfd = (DATA / "sentences_nfd.txt").read_text(encoding="utf-8").splitlines()
    assert _share_masked(SENTENCES) == 0
    assert _share_masked([line for line in nfd if line]) == 0
    assert _share_masked(SENTENCES, str.lower) <= 0.02
    assert _share_masked(SENTENCES, str.upper) <= 0.02
    assert _share_masked(SENTENCES, without_marks) <= 0.05


def test_texts_of_the_demo_ward_stay_as_they_are() -> None:
    texts = [text for module in (tip_texts, operation_texts) for text in _strings(tuple(vars(module).values()))]
    filled = [text.replace("{area}", "Tổ dân phố An Thịnh").replace("{place}", "ngã ba cây đa") for text in texts]
    shown = [text for text in filled if " " in text and not text.startswith(("Short", "Texts"))]
    assert len(shown) > 150
    assert [text for text in shown if mask_text(text) != text] == []


def test_labels_keep_names_but_no_numbers() -> None:
    assert mask_numbers("Nhóm Trần Phú 0912345678") == "Nhóm Trần Phú 09xx xxx 678"
    assert mask_numbers("T20251125-0012") == "T20251125-0012"


def test_people_of_the_text_are_found_by_shorter_forms() -> None:
    known = ["Trần Thị Thu Hương"]
    assert mask_text("Hôm qua Hương báo, rồi Thu Hương gọi, Trần Hương gửi.", known) == (
        "Hôm qua H. báo, rồi T.H. gọi, T.H. gửi."
    )
    assert mask_text("Tổ dân phố Hương Giang, hương ước", known) == "Tổ dân phố Hương Giang, hương ước"
    assert mask_text("An ninh, Công an phường An Thịnh", ["Lê Văn An"]) == "An ninh, Công an phường An Thịnh"


def test_distant_people_are_found_by_their_full_names_only() -> None:
    names = Names.of(distant=["Trần Thị Thu Hương", "Lê An", "Hồ Hải"])
    assert mask_text("Hương báo rằng Tran thi thu huong đi vắng", names) == "Hương báo rằng T.T.T.H. đi vắng"
    assert mask_text("Gặp Lê An ở chợ; mua lê ăn; hồ hải sản", names) == "Gặp L.A. ở chợ; mua lê ăn; hồ hải sản"


def test_a_known_name_typed_wrongly_in_its_tones() -> None:
    assert mask_text("Nguyển Vân Án đến", ["Nguyễn Văn An"]) == "N.V.A. đến"
    assert mask_text("Nguуễn Vаn An (chữ Nga)", ["Nguyễn Văn An"]) == "N.V.A. (chữ Nga)"
