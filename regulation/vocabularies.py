"""Closed lists of the regulation: stable English keys, Vietnamese labels, clauses, and spellings found in sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from regulation.text import fold_text, to_nfc


@dataclass(frozen=True)
class Term:
    """One choice of a vocabulary. `letter` is its point in the clause (a, b, d, đ, …); `aliases`: other spellings."""

    key: str
    label: str
    clause: str = ""
    letter: str = ""
    aliases: tuple[str, ...] = ()


def _exact(text: str) -> str:
    return " ".join(to_nfc(text).lower().split())


@dataclass(frozen=True)
class Vocabulary:
    """An ordered list of terms with unique keys."""

    name: str
    terms: tuple[Term, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of the regulation."""
        return tuple(term.key for term in self.terms)

    @cached_property
    def _by_key(self) -> dict[str, Term]:
        return {term.key: term for term in self.terms}

    @cached_property
    def _exact_spellings(self) -> dict[str, str]:
        """Spellings with their diacritics: points d and đ differ only here."""
        found: dict[str, str] = {}
        for term in self.terms:
            for spelling in (term.key, term.label, term.letter, term.clause, *term.aliases):
                if spelling:
                    found.setdefault(_exact(spelling), term.key)
        return found

    @cached_property
    def _folded_spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for term in self.terms:
            for spelling in (term.key, term.label, *term.aliases):
                found.setdefault(fold_text(spelling), term.key)
        return found

    def __getitem__(self, key: str) -> Term:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def label(self, key: str | None) -> str:
        """Vietnamese label of a key; "" for no key, the key itself when it isn't of this vocabulary."""
        if not key:
            return ""
        term = self._by_key.get(key)
        return term.label if term else key

    def find(self, text: str) -> str | None:
        """Key of the term spelled `text` (label, key, point, clause or alias), regardless of case and diacritics."""
        exact = _exact(text)
        if exact in self._exact_spellings:
            return self._exact_spellings[exact]
        folded = fold_text(text)
        return self._folded_spellings.get(folded) if folded else None


CONTENTS = Vocabulary(
    "Nội dung tuyên truyền",
    (
        Term("policy", "Chủ trương, chính sách, pháp luật về an ninh, trật tự", "11.1a", "a",
             ("Chủ trương, chính sách", "Chính sách, pháp luật", "Pháp luật", "Văn bản pháp luật")),
        Term("hostile_activity", "Phản bác quan điểm sai trái, thù địch", "11.1b", "b",
             ("Đấu tranh phản bác", "Phản bác", "Chống phá", "Thế lực thù địch")),
        Term("security_situation", "Tình hình, cảnh báo thủ đoạn tội phạm, tệ nạn", "11.1c", "c",
             ("Tình hình ANTT", "Cảnh báo", "Cảnh báo tội phạm", "Cảnh báo lừa đảo", "Phòng chống tội phạm")),
        Term("police_activity", "Hoạt động, thành tích của lực lượng Công an", "11.1d", "d",
             ("Hoạt động Công an", "Hoạt động của lực lượng Công an", "Thành tích")),
        Term("good_example", "Gương người tốt, việc tốt", "11.1đ", "đ",
             ("Người tốt việc tốt", "Gương người tốt việc tốt", "Gương điển hình")),
        Term("procedure", "Thủ tục hành chính, biểu mẫu", "11.1e", "e",
             ("Thủ tục hành chính", "TTHC", "Biểu mẫu", "Cải cách hành chính")),
        Term("intake_guidance", "Tiếp nhận thông tin, hướng dẫn, giải đáp", "11.1g", "g",
             ("Hướng dẫn, giải đáp", "Giải đáp", "Hướng dẫn", "Tiếp nhận thông tin")),
        Term("force_feedback", "Góp ý xây dựng lực lượng Công an", "11.1h", "h",
             ("Góp ý", "Tiếp thu ý kiến góp ý", "Góp ý xây dựng lực lượng")),
        Term("wanted_hotline", "Truy nã, truy tìm, đường dây nóng và thông tin cần thiết", "11.1i", "i",
             ("Truy nã", "Truy tìm", "Truy nã, truy tìm", "Đường dây nóng")),
    ),
)  # fmt: skip

SOURCES = Vocabulary(
    "Nguồn thông tin",
    (
        Term("official_document", "Văn bản của Đảng, pháp luật của Nhà nước", "13.1a", "a",
             ("Văn bản", "Văn bản chỉ đạo")),
        Term("unit_case", "Vụ việc do đơn vị phát hiện, xử lý", "13.1b", "b", ("Vụ việc", "Đơn vị xử lý")),
        Term("work_material", "Tài liệu công tác hoặc cấp trên cung cấp, được phép công khai", "13.1c", "c",
             ("Tài liệu công tác", "Cấp trên cung cấp", "Tài liệu")),
        Term("state_media", "Báo chí, cổng thông tin của cơ quan đảng, nhà nước", "13.1d", "d",
             ("Báo chí", "Báo đài", "Cổng thông tin điện tử", "Báo điện tử")),
        Term("resident_report", "Phản ánh của người dân trên Zalo", "13.1đ", "đ",
             ("Phản ánh của người dân", "Người dân phản ánh", "Người dân")),
        Term("other_official", "Nguồn chính thống khác", "13.1e", "e", ("Khác", "Nguồn khác")),
    ),
)  # fmt: skip

FORMS = Vocabulary(
    "Hình thức thể hiện",
    (
        Term("text", "Văn bản", "12.2", aliases=("Chữ", "Tin nhắn", "Bài viết", "Tin bài")),
        Term("audio", "Âm thanh", "12.2", aliases=("Ghi âm", "Audio")),
        Term("image", "Hình ảnh", "12.2", aliases=("Ảnh", "Infographic", "Tờ rơi")),
        Term("animation", "Hoạt họa, video", "12.2", aliases=("Hoạt họa", "Hoạt hình", "Video", "Clip", "Phim ngắn")),
        Term("document", "Tài liệu điện tử", "12.2", aliases=("Tài liệu", "Tệp", "PDF", "Đường dẫn", "Link")),
        Term("other", "Hình thức khác", "12.2", aliases=("Khác",)),
    ),
)


def _prohibition(number: int, label: str) -> Term:
    ref = f"6.{number}"
    return Term(ref, label, ref, aliases=(f"khoản {number} Điều 6", f"Đ.{ref}"))


PROHIBITIONS = Vocabulary(
    "Hành vi bị cấm",
    (
        _prohibition(1, "Lộ bí mật nhà nước, tài liệu chưa công khai"),
        _prohibition(2, "Gây hại đến đường lối, chính sách, khối đại đoàn kết"),
        _prohibition(3, "Trái pháp luật, kích động chống đối"),
        _prohibition(4, "Dùng tên, số hiệu mật của Công an làm tài khoản, tên nhóm"),
        _prohibition(5, "Bạo lực, đồi trụy, mê tín, trái thuần phong mỹ tục"),
        _prohibition(6, "Gây mất đoàn kết, lộ việc nội bộ Công an"),
        _prohibition(7, "Xuyên tạc, xúc phạm, xâm phạm đời tư"),
        _prohibition(8, "Vi phạm sở hữu trí tuệ, thương mại điện tử"),
        _prohibition(9, "Phát tán vi rút, phần mềm gây hại"),
        _prohibition(10, "Xâm nhập trái phép nhóm, tài khoản quản trị"),
    ),
)

MEMBER_ROLES = Vocabulary(
    "Vai trò trong nhóm",
    (
        Term("leader", "Trưởng nhóm", "7a.1", aliases=("Admin", "Nhóm trưởng")),
        Term("deputy", "Phó nhóm", "7a.1", aliases=("Nhóm phó", "Quản trị viên", "Quản trị")),
        Term("member", "Thành viên", "7b.1", aliases=("Hội viên", "Người dùng")),
    ),
)

POSITIONS = Vocabulary(
    "Chức vụ",
    (
        Term("deputy_chief", "Phó trưởng Công an phường", "7a.1",
             aliases=("Phó trưởng CAP", "PTCAP", "Phó Công an phường")),
        Term("area_officer", "Cảnh sát khu vực", "7a.1", aliases=("CSKV", "Công an khu vực")),
        Term("party_secretary", "Bí thư chi bộ", "7a.1", aliases=("Bí thư", "BTCB")),
        Term("area_head", "Tổ trưởng tổ dân phố", "7a.1", aliases=("Tổ trưởng", "Tổ trưởng TDP", "TTDP")),
        Term("resident", "Người dân", "7b.1", aliases=("Dân", "Nhân dân", "Hộ dân", "Không")),
    ),
)  # fmt: skip

TIP_KINDS = Vocabulary(
    "Loại tin",
    (
        Term("denunciation", "Tố giác về tội phạm", "14.3", aliases=("Tố giác", "Tố giác tội phạm")),
        Term("crime_report", "Tin báo về tội phạm", "14.3", aliases=("Tin báo", "Tin báo tội phạm")),
        Term("security_report", "Phản ánh về an ninh, trật tự", "15.2",
             aliases=("Phản ánh", "Phản ánh ANTT", "Tin ANTT", "ANTT", "An ninh trật tự", "Phản ánh an ninh trật tự")),
        Term("suggestion", "Kiến nghị, góp ý xây dựng lực lượng", "11.1h",
             aliases=("Kiến nghị", "Góp ý", "Kiến nghị, góp ý")),
        Term("procedure_question", "Hỏi đáp thủ tục hành chính", "11.1g",
             aliases=("Hỏi đáp", "TTHC", "Thủ tục hành chính", "Hỏi TTHC", "Câu hỏi")),
        Term("other", "Khác", "15.2", aliases=("Tin khác", "Nội dung khác")),
    ),
)  # fmt: skip
CRIME_KINDS = ("denunciation", "crime_report")

CHANNELS = Vocabulary(
    "Kênh tiếp nhận",
    (
        Term("zalo_group", "Nhóm Zalo", "15.1", aliases=("Zalo", "Nhóm", "Tin nhắn nhóm")),
        Term("zalo_private", "Tin nhắn Zalo riêng", "15.1", aliases=("Zalo riêng", "Nhắn tin riêng", "Tin nhắn riêng")),
        Term("phone", "Điện thoại", "15.1", aliases=("Gọi điện", "Đường dây nóng", "ĐT")),
        Term("in_person", "Trực tiếp", "15.1", aliases=("Đến trụ sở", "Trực tiếp tại trụ sở")),
        Term("letter", "Đơn, thư", "15.1", aliases=("Đơn thư", "Đơn", "Thư")),
    ),
)

RESOLUTIONS = Vocabulary(
    "Kết quả giải quyết",
    (
        Term("handled", "Công an phường tự giải quyết", "15.1",
             aliases=("Tự giải quyết", "Đã giải quyết", "Giải quyết")),
        Term("guided", "Hướng dẫn, giải đáp", "11.1g", aliases=("Hướng dẫn", "Giải đáp", "Đã hướng dẫn")),
        Term("transferred", "Cơ quan có thẩm quyền giải quyết", "15.1",
             aliases=("Chuyển", "Đã chuyển", "Chuyển cơ quan có thẩm quyền")),
        Term("unfounded", "Không có căn cứ", "15.1", aliases=("Không đúng sự thật", "Không có cơ sở")),
    ),
)  # fmt: skip

INCIDENT_KINDS = Vocabulary(
    "Loại sự cố",
    (
        Term("account", "Sự cố tài khoản quản trị", "16.3", aliases=("Tài khoản", "Mất tài khoản")),
        Term("impersonation", "Giả mạo nhóm hoặc cán bộ", "17.3", aliases=("Giả mạo", "Tấn công giả mạo")),
        Term("malware", "Mã độc", "17.2", aliases=("Vi rút", "Virus")),
        Term("delivery_failure", "Không nhận được tin nhắn", "7b.4", aliases=("Không nhận được tin", "Lỗi nhận tin")),
        Term("leak", "Lộ, lọt thông tin", "15.2", aliases=("Lộ lọt", "Lộ thông tin")),
        Term("other", "Sự cố khác", "10.2", aliases=("Khác",)),
    ),
)

DEVICE_CHECKS = Vocabulary(
    "Mục kiểm tra thiết bị",
    (
        Term("os_updated", "Hệ điều hành được cập nhật", "17.2", aliases=("Hệ điều hành",)),
        Term("zalo_updated", "Zalo bản mới nhất", "17.2", aliases=("Zalo",)),
        Term("antivirus", "Phần mềm diệt mã độc hoạt động, đã rà quét", "17.2", aliases=("Diệt mã độc", "Diệt vi rút")),
        Term("firewall", "Tường lửa đang bật", "17.2", aliases=("Tường lửa",)),
        Term("licensed_software", "Không dùng phần mềm bẻ khóa", "17.2", aliases=("Phần mềm bản quyền", "Bản quyền")),
    ),
)

OUTCOMES = Vocabulary(
    "Kết quả thời hạn",
    (
        Term("on_time", "Đúng hạn"),
        Term("late", "Trễ hạn"),
        Term("overdue", "Quá hạn, chưa xong", aliases=("Quá hạn",)),
        Term("pending", "Chưa đến hạn"),
    ),
)
