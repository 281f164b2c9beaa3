"""The clauses of the Quy chế (QĐ 904/QĐ-UBND, 25/9/2025) that the product watches, each with a gist in our own words.

A reference is article.clause + point: "15.3c". The original has two articles numbered 7: 7a (heads and
administrators of a group) and 7b (members).
"""

import re
from dataclasses import dataclass

_REF = re.compile(r"([0-9]{1,2})([ab]?)(?:\.([0-9]{1,2})([a-zđ]?))?")
_TWINS = {"": "", "a": " (thứ nhất)", "b": " (thứ hai)"}


@dataclass(frozen=True)
class Clause:
    """One clause: `ref` "15.3c", `gist` in plain Vietnamese, `citation` "điểm c khoản 3 Điều 15"."""

    ref: str
    gist: str
    citation: str


def cite(ref: str) -> str:
    """A clause as documents name it: "15.3c" → "điểm c khoản 3 Điều 15"; ValueError for what is no reference."""
    found = _REF.fullmatch(ref)
    if found is None or (found[2] and found[1] != "7"):
        raise ValueError(f"Không hiểu điều khoản “{ref}”. Hãy viết như 15.3c hoặc 7a.1.")
    article, twin, number, point = found.groups()
    parts = [f"điểm {point}" if point else "", f"khoản {number}" if number else "", f"Điều {article}{_TWINS[twin]}"]
    return " ".join(part for part in parts if part)


def short(ref: str) -> str:
    """A clause for a narrow place: "15.3c" → "Đ.15.3c"."""
    return f"Đ.{ref}"


_GISTS = {
    "3.1": "Bài đăng đúng pháp luật, gõ bằng Unicode, có đủ dấu tiếng Việt (TCVN 6909:2001).",
    "3.2": "Thành viên dùng đủ họ và tên thật.",
    "3.3": "Mọi bài đăng qua kiểm duyệt; không đăng điều trái chủ trương, pháp luật.",
    "3.4": "Thành viên không tự ghim tin trên nhóm.",
    "3.5": "Không chúc mừng sinh nhật, không đưa chuyện riêng lên nhóm.",
    "4": "Nhóm dùng để tuyên truyền, nắm tình hình địa bàn và gắn kết Công an với Nhân dân.",
    "5.1": "Các nhóm mang tên thống nhất của mô hình.",
    "5.2": "Ảnh đại diện là Công an hiệu.",
    "6.1": "Cấm đưa bí mật nhà nước hoặc tài liệu chưa được công khai lên nhóm.",
    "6.2": "Cấm thông tin gây hại cho đường lối, chính sách và khối đại đoàn kết.",
    "6.3": "Cấm nội dung trái pháp luật hoặc xúi giục chống đối.",
    "6.4": "Cấm lấy tên, số hiệu mật của đơn vị Công an đặt cho tài khoản, mật khẩu, nhóm.",
    "6.5": "Cấm nội dung bạo lực, đồi trụy, mê tín, trái thuần phong mỹ tục.",
    "6.6": "Cấm gây chia rẽ nội bộ, nói chuyện nội bộ Công an khi chưa được phép.",
    "6.7": "Cấm bịa đặt, xúc phạm tổ chức, cá nhân và xâm phạm đời tư.",
    "6.8": "Cấm vi phạm sở hữu trí tuệ, thương mại điện tử và pháp luật liên quan.",
    "6.9": "Cấm tạo, cài, phát tán vi rút và phần mềm gây hại.",
    "6.10": "Cấm xâm nhập trái phép nhóm hoặc chiếm quyền quản trị.",
    "7a.1": "Phó trưởng Công an phường làm trưởng nhóm; CSKV, bí thư, tổ trưởng làm phó nhóm.",
    "7a.2": "Tin tuyên truyền viết gọn và rõ.",
    "7a.3": "Người quản trị ghim các tin quan trọng.",
    "7a.4": "Không nhờ người ngoài nhóm thao tác thay.",
    "7b.1": "Người trong các hộ của tổ dân phố cài Zalo trên máy của mình.",
    "7b.2": "Thành viên báo tài khoản hoặc số điện thoại Zalo để được thêm vào nhóm.",
    "7b.3": "Thành viên xem tin thường xuyên và bày tỏ cảm xúc khi nhận thông báo.",
    "7b.4": "Thành viên báo ngay khi không nhận được tin của nhóm.",
    "8.1": "Lập nhóm mới phải ghi tên, mục đích và người chịu trách nhiệm.",
    "9.1": "Nhóm hoạt động suốt ngày đêm, cả tuần.",
    "9.2": "Nhóm tạm dừng khi cấp trên yêu cầu, trong thời hạn được quyết định.",
    "9.3": "Nhóm chấm dứt khi vi phạm nghiêm trọng hoặc đơn vị giải thể, sáp nhập mà không bàn giao.",
    "10.1": "Công an phường chủ trì lập, quản lý và sử dụng nhóm.",
    "10.2": "Một cán bộ đầu mối giữ việc theo dõi, đo hiệu quả của nhóm và cùng khắc phục sự cố.",
    "11.1": "Tin, bài trên nhóm tập trung vào chín nội dung, từ điểm a đến điểm i.",
    "11.1a": "Tuyên truyền chủ trương, chính sách, pháp luật về an ninh, trật tự.",
    "11.1b": "Vạch rõ hoạt động chống phá, phản bác quan điểm sai trái.",
    "11.1c": "Thông tin tình hình địa bàn, cảnh báo thủ đoạn tội phạm và cách phòng, chống.",
    "11.1d": "Giới thiệu hoạt động, thành tích của Công an được phép công khai.",
    "11.1đ": "Nêu gương người tốt, việc tốt; vận động xây dựng địa bàn an toàn.",
    "11.1e": "Cung cấp thông tin, biểu mẫu thủ tục hành chính của Công an.",
    "11.1g": "Tiếp nhận, xử lý thông tin và giải đáp thắc mắc của người dân.",
    "11.1h": "Lắng nghe người dân góp ý cho lực lượng Công an.",
    "11.1i": "Thông báo truy nã, truy tìm, đường dây nóng và tin cần thiết khác.",
    "11.2": "Có chức năng, biểu mẫu trên Zalo để người dân dễ tra cứu.",
    "12.1": "Dùng tiếng Việt; phần tiếng Anh, nếu cần, phải kèm lược dịch.",
    "12.2": "Tin có thể là chữ, âm thanh, ảnh, hoạt họa, tệp điện tử hoặc dạng phù hợp khác.",
    "13.1a": "Nguồn: văn bản của Đảng và pháp luật của Nhà nước.",
    "13.1b": "Nguồn: vụ việc chính đơn vị phát hiện và xử lý.",
    "13.1c": "Nguồn: tài liệu công tác hoặc của cấp trên, được phép công khai.",
    "13.1d": "Nguồn: báo chí, cổng thông tin của cơ quan đảng, nhà nước, Công an.",
    "13.1đ": "Nguồn: phản ánh của người dân trên Zalo.",
    "13.1e": "Nguồn: các nguồn chính thống còn lại.",
    "13.2": "Một bài đi qua ba bước rồi mới đăng: đề xuất, kiểm tra, duyệt.",
    "13.2a": "Bước 1: thành viên soạn hoặc sưu tầm bài rồi đề xuất đăng.",
    "13.2b": "Bước 2: Ban Quản trị kiểm tra độ tin cậy; bài chưa đạt thì trả lại để sửa.",
    "13.2c": "Bước 3: Ban Quản trị biên tập, duyệt rồi mới đăng.",
    "13.3": "Bài đã đăng mà phạm Điều 6 phải gỡ ngay và báo cáo Ban Quản trị.",
    "14.1": "Tin phản ánh phải có nội dung rõ.",
    "14.2": "Tin phản ánh có đủ tên, địa chỉ, số điện thoại người cung cấp.",
    "14.3": "Tố giác, tin báo nêu đủ người báo, thời gian, nơi xảy ra, diễn biến, vì sao biết; giấu tên thì ghi lý do.",
    "15.1": "Trực ban tiếp nhận, phân loại, báo cáo; vượt thẩm quyền thì đề xuất chuyển.",
    "15.2": "Trực ban xem nhóm mỗi ngày, cả ngày nghỉ; không bỏ sót tin, không để lộ thông tin.",
    "15.3a": "Bước 1: hỏi thêm người báo tin (bản gốc bị cắt giữa câu, thiếu phần còn lại).",
    "15.3b": "Bước 2: trực ban in hoặc viết tin thành văn bản để báo cáo Ban Quản trị.",
    "15.3c": "Bước 3: chuyển phân loại, xử lý trong 24 giờ từ khi tiếp nhận và vào sổ mẫu 294.",
    "15.4": "Việc khẩn cấp phải báo ngay chỉ huy bằng cách liên lạc nhanh nhất.",
    "16.1": "Giữ kín tài khoản quản trị; không đặt mật khẩu dễ đoán hoặc dùng chung.",
    "16.2": "Bật bảo mật hai lớp; nếu chưa có thì định kỳ đổi mật khẩu và đăng xuất sau khi dùng.",
    "16.3": "Xác thực người vận hành, thường xuyên kiểm tra tài khoản, thấy bất thường thì báo.",
    "17.1": "Máy có tài liệu mật, nội bộ không được dùng cho nhóm; không nối với mạng nội bộ Công an.",
    "17.2": "Thiết bị quản trị luôn cập nhật, bật tường lửa, quét mã độc, không dùng phần mềm bẻ khóa.",
    "17.3": "Người quản trị cảnh giác với giả mạo, không mở liên kết, tệp không rõ nguồn gốc.",
    "18.1": "Các đơn vị cung cấp thông tin, xác minh và báo kết quả để phản hồi người dân.",
    "18.2": "Công an phường phối hợp quản trị, bảo đảm an toàn và tham mưu ứng dụng công nghệ.",
    "19.1": "Người, tập thể làm tốt được biểu dương, đề nghị khen thưởng.",
    "19.2": "Người, tập thể làm trái quy chế bị xử lý theo mức độ.",
    "20.1": "Trưởng Ban Chỉ đạo phổ biến quy chế trong đơn vị.",
    "20.2": "Công an phường theo dõi, đôn đốc, báo cáo 6 tháng và hằng năm lên Ban Chỉ đạo, Công an cấp trên.",
    "20.3": "Khó khăn, vướng mắc gửi văn phòng Ủy ban nhân dân phường để tổng hợp, xem xét sửa đổi.",
}

CLAUSES: dict[str, Clause] = {ref: Clause(ref, gist, cite(ref)) for ref, gist in _GISTS.items()}
