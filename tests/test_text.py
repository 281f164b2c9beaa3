"""Unicode, mojibake and names, on good text, on text broken on purpose, and on cases found in real sheets."""

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.names import name_status
from regulation.syllables import is_syllable
from regulation.text import fold_text, legacy_encoding, text_standard_problem, to_nfc

DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


NAMES = _lines("names_sample.txt")
SENTENCES = _lines("sentences_nfc.txt")
DECOMPOSED = _lines("sentences_nfd.txt")

# A second way to VNI, by its rule: the tone and the hat of a vowel become one Western letter behind it.
_VNI_MARKS = {
    ("", "\u0301"): "ù", ("", "\u0300"): "ø", ("", "\u0309"): "û", ("", "\u0303"): "õ", ("", "\u0323"): "ï",
    ("\u0302", ""): "â", ("\u0302", "\u0301"): "á", ("\u0302", "\u0300"): "à", ("\u0302", "\u0309"): "å",
    ("\u0302", "\u0303"): "ã", ("\u0302", "\u0323"): "ä", ("\u0306", ""): "ê", ("\u0306", "\u0301"): "é",
    ("\u0306", "\u0300"): "è", ("\u0306", "\u0309"): "ú", ("\u0306", "\u0303"): "ü", ("\u0306", "\u0323"): "ë",
}  # fmt: skip
_VNI_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def _to_vni(text: str) -> str:
    return "".join(_vni_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _vni_letter(letter: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", letter))
    hat = next((mark for mark in marks if mark in "\u0302\u0306"), "")
    tone = next((mark for mark in marks if mark in "\u0301\u0300\u0309\u0303\u0323"), "")
    base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}.get(base, base) if "\u031b" in marks else base
    if letter in "đĐ":
        return "ñ" if letter == "đ" else "Ñ"
    if base in "iI" and tone:
        return _VNI_I[tone] if base == "i" else _VNI_I[tone].upper()
    mark = _VNI_MARKS.get((hat, tone), "")
    return base + (mark.upper() if base.isupper() else mark)


@pytest.mark.parametrize("text", [*NAMES, *SENTENCES, *DECOMPOSED, *(unicodedata.normalize("NFD", n) for n in NAMES)])
def test_good_text_is_never_taken_for_mojibake(text: str) -> None:
    assert legacy_encoding(text) is None
    assert legacy_encoding(text.upper()) is None


@pytest.mark.parametrize("text", SENTENCES)
def test_good_sentences_meet_the_standard(text: str) -> None:
    assert text_standard_problem(text) is None


@pytest.mark.parametrize("text", [sentence for sentence in SENTENCES if not sentence.isascii()])
def test_sentences_in_vni_are_recognised(text: str) -> None:
    assert legacy_encoding(_to_vni(text)) == "VNI"


@pytest.mark.parametrize("text", DECOMPOSED)
def test_decomposed_text_is_named(text: str) -> None:
    assert text_standard_problem(text) == "Văn bản dùng Unicode tổ hợp. Hãy chuyển sang Unicode dựng sẵn."
    assert text_standard_problem(to_nfc(text)) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Lê Hoàng Cöôøng", "VNI"),
        ("Nguyeãn Vaên An", "VNI"),
        ("Traàn Thò Bình", "VNI"),
        ("Ñaëng Quoác Huøng", "VNI"),
        ("NGUYEÃN VAÊN AN", "VNI"),
        ("Nguyễn Văn Cöôøng", "VNI"),
        ("NguyÔn V¨n An", "TCVN3"),
        ("TrÇn ThÞ B×nh", "TCVN3"),
        ("§Æng Quèc Hïng", "TCVN3"),
        ("Tæ d©n phè 3, ph\xadêng S«ng TrÝ", "TCVN3"),
        ("C¶nh b¸o lõa ®¶o qua ®iÖn tho¹i", "TCVN3"),
    ],
)
def test_known_mojibake(text: str, encoding: str) -> None:
    assert legacy_encoding(text) == encoding
    problem = text_standard_problem(text)
    assert problem is not None
    assert encoding in problem


def test_mojibake_read_as_windows_1258() -> None:
    raw = "C¶nh b¸o lõa ®¶o qua ®iÖn tho¹i di ®éng".encode("latin-1")
    assert legacy_encoding(codecs.decode(raw, "cp1258")) == "TCVN3"
    raw = "Caûnh baùo löøa ñaûo qua ñieän thoaïi".encode("latin-1")
    assert legacy_encoding(codecs.decode(raw, "cp1258")) == "VNI"


@pytest.mark.parametrize(
    "text",
    ["", "abc", "10µm", "Müller", "Zürich, Köln, Schön", "Niño", "café", "«Tin» nóng", "§ 5", "Công ty ABC®",
     "1,5 m² × 3", "Y Moan Niê", "Đăk Lăk", "Buôn Đôn, Krông Pắk", "hoá đơn, thuỷ triều, khoẻ",
     "quý, quí, gió, giữ, gì", "🌸 Hà"],
)  # fmt: skip
def test_foreign_and_rare_words_are_no_mojibake(text: str) -> None:
    assert legacy_encoding(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Canh bao lua dao qua dien thoai", "thiếu dấu"),
        ("𝐓𝐡ô𝐧𝐠 𝐛á𝐨 mới", "ngoài bảng chữ tiếng Việt"),
        ("Привет bà con", "ngoài bảng chữ tiếng Việt"),
        ("Thông b\ufffdo mới", "ngoài bảng chữ tiếng Việt"),
    ],
)
def test_text_below_the_standard(text: str, problem: str) -> None:
    assert problem in (text_standard_problem(text) or "")


@pytest.mark.parametrize(
    "text", ["", "OK", "THÔNG BÁO", "Thông báo 📢 gọi 0239.386.1234, xem https://vi.du.vn/tin-moi-ve-lua-dao-qua-mang"]
)
def test_short_text_numbers_and_addresses_pass(text: str) -> None:
    assert text_standard_problem(text) is None


def test_fold() -> None:
    assert fold_text("  Đặng   THỊ Ánh\tTuyết ") == "dang thi anh tuyet"
    assert fold_text(unicodedata.normalize("NFD", "Đường số 3")) == "duong so 3"


@given(st.text())
def test_fold_is_stable_and_blind_to_form(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded
    assert fold_text(unicodedata.normalize("NFC", text)) == fold_text(unicodedata.normalize("NFD", text))


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert legacy_encoding(text) in (None, "TCVN3", "VNI")
    assert name_status(text) in ("full", "doubtful", "incomplete")
    text_standard_problem(text)


@pytest.mark.parametrize("word", ["nghiêng", "quốc", "quý", "gì", "giếng", "uống", "khuya", "xoong", "HUYỆN", "ý"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "eã", "leâ", "ñinh", "aí", "cöôøng", "bcd", "zô", "ngườì"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "name", [*NAMES, *(name.upper() for name in NAMES), *(unicodedata.normalize("NFD", n) for n in NAMES)]
)
def test_recombined_names_are_full(name: str) -> None:
    assert name_status(name) == "full"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Hoàng Mạnh Tùng", "full"),
        ("Lò A Pó", "full"),
        ("Y Moan Niê", "full"),
        ("K'Đảm Jơng", "full"),
        ("Nguyễn Lê-Anh", "full"),
        ("Bá Văn Wi", "full"),
        ("Tùng", "incomplete"),
        ("", "incomplete"),
        ("   ", "incomplete"),
        ("Tùng123", "incomplete"),
        ("Mẹ Bắp", "doubtful"),
        ("Bé Na", "doubtful"),
        ("Anh Ba", "doubtful"),
        ("Cô Lan", "doubtful"),
        ("Nhà Hạnh Phúc", "doubtful"),
        ("Shop Hoa Tươi", "doubtful"),
        ("Hoa Tươi Shop", "doubtful"),
        ("Tạp hóa Minh Anh", "doubtful"),
        ("Nguyễn Văn An 0900", "doubtful"),
        ("Nguyễn An 🌸", "doubtful"),
        ("Nguyễn An (Tý)", "doubtful"),
        ("N.V. An", "doubtful"),
        ("Lê Hoàng Cöôøng", "doubtful"),
    ],
)
def test_name_status(name: str, status: str) -> None:
    assert name_status(name) == status
