"""Texts about incidents, checks, commendations, violations and proposals in the demo ward."""

from __future__ import annotations

GROUP_PURPOSE = (
    "Tuyên truyền, vận động nhân dân bảo vệ an ninh, trật tự; tiếp nhận, trả lời phản ánh; tiếp thu góp ý của bà con."
)

INCIDENTS: dict[str, tuple[str, ...]] = {
    "delivery_failure": (
        "Nhiều thành viên không nhận được tin nhắn của nhóm trong buổi sáng.",
        "Thành viên dùng máy cũ không xem được ảnh trong nhóm.",
        "Một số thành viên bị rời khỏi nhóm sau khi đổi số điện thoại.",
        "Tin nhắn đến chậm hàng giờ do lỗi ứng dụng.",
    ),
    "impersonation": (
        "Tài khoản lạ dùng tên và ảnh công an phường nhắn tin cho người dân.",
        "Xuất hiện nhóm trùng tên mời bà con tham gia.",
        "Người lạ giả danh quản trị nhóm xin mã xác thực.",
    ),
    "account": (
        "Tài khoản phó nhóm đăng nhập từ thiết bị lạ.",
        "Phó nhóm mất điện thoại, chưa đăng xuất tài khoản.",
        "Tài khoản quản trị bị khóa tạm thời do nhập sai mật khẩu nhiều lần.",
    ),
    "malware": (
        "Tệp nghi có mã độc được gửi vào nhóm.",
        "Máy tính quản trị cảnh báo phần mềm gây hại khi mở tệp đính kèm.",
    ),
    "leak": (
        "Ảnh chụp màn hình tin nhắn riêng của người dân bị đăng lên nơi khác.",
        "Danh sách số điện thoại thành viên bị gửi nhầm vào nhóm.",
    ),
    "other": (
        "Mất điện, mất mạng tại nơi trực trong nhiều giờ.",
        "Nhóm bị nhắn tin quảng cáo liên tục.",
        "Nhóm đầy thành viên, không thêm được người mới.",
    ),
}

INCIDENT_RESULTS: tuple[str, ...] = (
    "Đã thông báo trong nhóm và hướng dẫn cách xử lý.",
    "Đã đổi mật khẩu, bật bảo mật hai lớp và đăng xuất mọi thiết bị.",
    "Đã báo cáo nền tảng gỡ tài khoản giả và cảnh báo bà con.",
    "Đã xóa tệp, quét máy và theo dõi thêm.",
    "Đã khắc phục, hoạt động bình thường.",
)

SUSPENSION = ("Công an tỉnh Hà Tĩnh", "Tạm dừng để xác minh việc tài khoản quản trị bị đăng nhập trái phép.")

COMMENDATIONS: tuple[tuple[bool, str, str], ...] = (
    (False, "Giấy khen", "Kịp thời báo tin giúp làm rõ vụ trộm cắp tài sản."),
    (True, "Giấy khen", "Vận động nhiều hộ tham gia nhóm, giữ vững an ninh, trật tự."),
    (False, "Biểu dương", "Nhặt được tài sản, trả lại người đánh rơi."),
    (False, "Biểu dương", "Báo tin giúp tìm cháu bé đi lạc."),
    (True, "Biểu dương", "Duy trì tuần tra đêm, không để xảy ra trộm cắp."),
    (False, "Thư khen", "Ngăn một vụ lừa chuyển tiền người cao tuổi."),
    (True, "Giấy khen", "Hoàn thành tốt việc quản trị và trả lời người dân trên nhóm."),
)

VIOLATIONS: tuple[tuple[str, str, str], ...] = (
    ("6.8", "Nhiều lần đăng quảng cáo bán hàng.", "Nhắc nhở, gỡ bài."),
    ("6.7", "Đăng lời lẽ xúc phạm người khác.", "Yêu cầu xin lỗi công khai, gỡ bài."),
    ("3.4", "Tự ý ghim thông báo.", "Nhắc nhở, bỏ ghim."),
    ("3.5", "Đăng nội dung cá nhân không liên quan.", "Nhắc nhở."),
    ("16.1", "Cho người khác mượn tài khoản quản trị.", "Phê bình, yêu cầu đổi mật khẩu."),
    ("6.5", "Chia sẻ nội dung mê tín.", "Nhắc nhở, gỡ bài."),
)

PROPOSALS: tuple[tuple[str, str, str], ...] = (
    (
        "8.1",
        "Nhóm có địa bàn rộng, số thành viên gần đến giới hạn, cần tách nhóm.",
        "Đồng ý chủ trương, giao Công an phường lập phương án.",
    ),
    ("17.2", "Thiếu máy tính riêng để quản trị nhóm.", "Bố trí một máy từ nguồn trang bị năm."),
    ("15.2", "Trực ban ban đêm và ngày Tết thiếu người tiếp nhận tin nhắn.", "Bổ sung lực lượng cơ sở hỗ trợ trực."),
    ("7b.1", "Nhiều người già không dùng điện thoại thông minh.", "Giao tổ dân phố kết hợp loa truyền thanh."),
    (
        "13.2",
        "Quy trình duyệt bài ba bước chậm với tin cảnh báo gấp.",
        "Cho phép duyệt nhanh, bổ sung hồ sơ trong ngày.",
    ),
    ("3.2", "Nhiều thành viên dùng biệt danh, khó xác định hộ.", "Tổ chức đợt vận động ghi đủ họ tên."),
    ("14.3", "Người báo tin ngại cung cấp danh tính trên nhóm chung.", ""),
    ("19.1", "Chưa có kinh phí khen thưởng người báo tin có giá trị.", ""),
)

DEVICES: tuple[str, ...] = ("Máy tính quản trị 01", "Máy tính quản trị 02", "Điện thoại trực ban")
