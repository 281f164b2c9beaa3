"""Short summaries of messages in the demo ward, by kind. `{place}` is a landmark, `{area}` a tổ dân phố."""

from __future__ import annotations

PROCEDURE_QUESTIONS: tuple[str, ...] = (
    "Hỏi thủ tục đăng ký tạm trú cho công nhân thuê trọ ở {area}.",
    "Hỏi làm lại thẻ căn cước bị mất cần mang giấy tờ gì.",
    "Hỏi thời gian làm việc của bộ phận tiếp dân trong tuần này.",
    "Hỏi cách kích hoạt tài khoản định danh điện tử mức độ 2 trên điện thoại mới.",
    "Hỏi lịch cấp căn cước lưu động cho người già ở {area}.",
    "Hỏi thủ tục nhập hộ khẩu cho con mới sinh.",
    "Hỏi xác nhận thông tin cư trú để nộp hồ sơ cho con đi học.",
    "Hỏi thủ tục tách hộ khi đã xây nhà riêng trên đất của bố mẹ.",
    "Hỏi đăng ký xe máy mua lại của người cùng phường làm ở đâu.",
    "Hỏi cấp đổi giấy phép lái xe mô tô có làm được tại phường không.",
    "Hỏi khai báo lưu trú cho khách nghỉ nhà nghỉ qua mạng như thế nào.",
    "Hỏi cách tra cứu và nộp phạt nguội qua cổng dịch vụ công.",
    "Hỏi thủ tục xóa đăng ký thường trú cho người thân đã mất.",
    "Hỏi xin giấy xác nhận không có tiền án để đi xuất khẩu lao động.",
    "Hỏi đăng ký tạm vắng khi đi làm ăn xa sáu tháng.",
    "Hỏi vì sao hồ sơ cư trú nộp trực tuyến đã năm ngày chưa có kết quả.",
    "Hỏi sửa ngày sinh bị sai trên căn cước so với giấy khai sinh.",
    "Hỏi tích hợp thẻ bảo hiểm y tế vào tài khoản định danh nhưng báo lỗi.",
    "Hỏi làm căn cước cho cháu dưới 6 tuổi có phải đưa cháu đến không.",
    "Hỏi thủ tục đăng ký con dấu, mẫu biểu lấy ở đâu.",
    "Hỏi lệ phí đăng ký thường trú khi nộp trực tuyến và nộp trực tiếp.",
    "Hỏi chủ nhà trọ ở {area} phải làm gì để khai báo người thuê.",
    "Hỏi hồ sơ đề nghị giao nộp pháo, vũ khí tự chế cũ trong nhà.",
    "Hỏi đăng ký nghĩa vụ công an năm tới cần điều kiện và giấy tờ gì.",
    "Hỏi xác nhận số định danh cũ và số căn cước mới để làm việc với ngân hàng.",
    "Hỏi thủ tục cấp phép đặt bàn ghế, rạp đám cưới lấn đường ở {place}.",
    "Hỏi nộp hồ sơ trực tuyến không đính kèm được ảnh thì làm thế nào.",
    "Hỏi nhà có người nước ngoài ở lại vài ngày thì khai báo ra sao.",
)

SECURITY_REPORTS: tuple[str, ...] = (
    "Phản ánh nhóm thanh niên tụ tập nẹt pô, chạy xe tốc độ cao ở {place}, {area}.",
    "Phản ánh loa kẹo kéo hát quá 22 giờ gây ồn ở {place}.",
    "Phản ánh người lạ đi từng nhà bán thuốc, xin thông tin cá nhân ở {area}.",
    "Phản ánh xe tải dừng đỗ che khuất tầm nhìn tại {place}.",
    "Phản ánh có người say rượu gây gổ tại {place}, {area}.",
    "Phản ánh chó thả rông cắn người đi đường ở {place}.",
    "Phản ánh đèn chiếu sáng ở {place} hỏng, buổi tối dễ mất trộm.",
    "Phản ánh tụ tập đánh bài ăn tiền nghi ở {place}.",
    "Phản ánh cuộc gọi tự xưng cán bộ công an yêu cầu cài ứng dụng lạ.",
    "Phản ánh hai nhà hàng xóm ở {area} cãi nhau về ranh giới đất.",
    "Phản ánh đốt rơm rạ gần {place} có nguy cơ cháy lan.",
    "Phản ánh người bán hàng lấn chiếm lòng đường ở {place}, cản trở giao thông.",
    "Phản ánh học sinh đi xe máy không đội mũ bảo hiểm trước {place}.",
    "Phản ánh có tiếng nổ nghi đốt pháo ở {area} lúc tối muộn.",
    "Phản ánh người đàn ông lảng vảng nhìn vào các nhà vắng chủ ở {place}.",
    "Phản ánh trẻ em tắm ở {place} không có người lớn trông.",
    "Phản ánh nhà trọ ở {area} có người ở không khai báo tạm trú.",
    "Phản ánh bãi vật liệu ở {place} rơi vãi đất đá ra đường, đã có người ngã xe.",
    "Phản ánh xe đạp để ở {place} bị lấy mất, sau đó tìm thấy ngoài bãi.",
    "Phản ánh tờ rơi cho vay nhanh dán kín cột điện ở {area}.",
    "Phản ánh đối tượng nghi dùng kích điện đánh cá ở {place}.",
    "Phản ánh cháu bé đi lạc quanh {place}, đề nghị thông báo tìm người nhà.",
    "Phản ánh camera an ninh ở {place} bị xoay lệch hướng.",
    "Phản ánh xô xát giữa hai nhóm thanh niên sau trận bóng ở {area}.",
)

SUGGESTIONS: tuple[str, ...] = (
    "Đề nghị tăng tuần tra ban đêm ở {place}.",
    "Góp ý nên trả lời câu hỏi về cư trú vào buổi tối để người đi làm theo dõi được.",
    "Đề nghị lắp thêm camera an ninh tại {place}, bà con {area} sẵn sàng đóng góp.",
    "Khen cán bộ tiếp dân hướng dẫn tận tình, đề nghị phát huy.",
    "Góp ý nên đăng lịch làm căn cước lưu động sớm hơn một tuần.",
    "Kiến nghị mở lớp hướng dẫn chữa cháy cho bà con {area}.",
    "Góp ý bài đăng nên ngắn, có ảnh để người già dễ xem.",
    "Kiến nghị đặt gờ giảm tốc trước {place}.",
    "Đề nghị cán bộ khu vực sinh hoạt cùng tổ dân phố mỗi quý một lần.",
    "Góp ý cách xếp hàng lấy số ở nơi tiếp dân giờ cao điểm.",
    "Kiến nghị đặt hộp thư góp ý tại nhà văn hóa {area}.",
    "Cảm ơn tổ tuần tra đã đưa cụ già đi lạc về nhà, đề nghị biểu dương.",
    "Kiến nghị có bảng tên và số điện thoại cảnh sát khu vực ở {place}.",
)

OTHERS: tuple[str, ...] = (
    "Nhặt được ví có giấy tờ ở {place}, nhờ tìm người đánh rơi.",
    "Nhờ thông báo mất chìa khóa xe ở {place}.",
    "Hỏi lịch cắt điện ở {area} ngày mai.",
    "Báo nhắn nhầm nhóm, xin thu hồi tin.",
    "Nhờ thêm người nhà vào nhóm của {area}.",
    "Hỏi thời gian tiêm phòng cho chó mèo ở {area}.",
    "Phản ánh rác chưa được thu gom ở {place}.",
    "Hỏi thông tin về lịch họp tổ dân phố tháng này.",
    "Nhờ tìm chú chó lạc màu vàng quanh {place}.",
    "Phản ánh nước máy yếu ở {area} mấy hôm nay.",
    "Báo cây đổ chắn lối đi ở {place} sau mưa.",
    "Hỏi thủ tục vay vốn ưu đãi, đề nghị chuyển bộ phận liên quan.",
)

CRIME_REPORTS: tuple[str, ...] = (
    "Tin báo nhà ở {place} bị đột nhập ban đêm, mất một xe máy và tiền mặt.",
    "Tin báo bị lừa chuyển khoản đặt cọc mua hàng qua mạng.",
    "Tin báo nghi có người bán chất cấm cho thanh niên ở {place}.",
    "Tin báo một nhóm cầm hung khí đuổi nhau ở {place}, {area}.",
    "Tin báo cửa hàng ở {area} bị cạy khóa, mất hàng hóa.",
    "Tin báo bị chiếm quyền tài khoản mạng xã hội rồi nhắn vay tiền người thân.",
    "Tin báo có người bị đánh gây thương tích ở {place}.",
    "Tin báo mất dây cáp điện tại công trình gần {place}.",
    "Tin báo cho vay lãi nặng, ném chất bẩn vào nhà ở {area}.",
    "Tin báo có điểm đánh bạc ăn tiền lớn gần {place}.",
    "Tin báo trộm gia súc ở {area} lúc rạng sáng.",
    "Tin báo người giả danh nhân viên điện lực lừa thu tiền ở {area}.",
)

DENUNCIATIONS: tuple[str, ...] = (
    "Tố giác một người ở {area} nhiều lần trộm cắp tài sản của bà con.",
    "Tố giác người tổ chức cho vay lãi nặng, đe dọa người vay ở {area}.",
    "Tố giác đối tượng mời chào hùn vốn hưởng lãi cao, thu tiền rồi bỏ đi.",
    "Tố giác việc tàng trữ, mua bán pháo nổ tại nhà ở {place}.",
    "Tố giác hành vi bạo hành trong gia đình kéo dài ở {area}.",
    "Tố giác người lôi kéo thanh niên dùng chất cấm ở {place}.",
    "Tố giác chủ một điểm ghi số đề ở {area}.",
    "Tố giác người tàng trữ vũ khí tự chế, từng đe dọa hàng xóm ở {area}.",
    "Tố giác việc khai thác cát trái phép ban đêm ở {place}.",
    "Tố giác người giả mạo giấy tờ đất để nhận tiền đặt cọc.",
    "Tố giác hành vi dụ dỗ học sinh chụp ảnh nhạy cảm qua mạng.",
    "Tố giác người hủy hoại tài sản, đốt xe của hàng xóm ở {area}.",
)

SUMMARIES: dict[str, tuple[str, ...]] = {
    "procedure_question": PROCEDURE_QUESTIONS,
    "security_report": SECURITY_REPORTS,
    "suggestion": SUGGESTIONS,
    "other": OTHERS,
    "crime_report": CRIME_REPORTS,
    "denunciation": DENUNCIATIONS,
}

REFUSAL_REASONS: tuple[str, ...] = (
    "Lo ngại bị trả thù.",
    "Không muốn hàng xóm biết người báo tin.",
    "Có quan hệ họ hàng với người liên quan.",
    "Chỉ muốn báo để lực lượng chức năng nắm tình hình.",
)

KNOWN_THROUGH: tuple[str, ...] = (
    "Trực tiếp nhìn thấy.",
    "Là người bị hại.",
    "Nghe người trong nhà kể lại.",
    "Xem lại camera của gia đình.",
    "Được hàng xóm báo cho biết.",
)

TRANSFERRED_TO: tuple[tuple[str, float], ...] = (
    ("Cơ quan Cảnh sát điều tra Công an tỉnh", 80.0),
    ("Đồn Biên phòng phụ trách địa bàn", 12.0),
    ("Công an phường nơi xảy ra vụ việc", 8.0),
)

OTHER_AUTHORITIES: tuple[tuple[str, float], ...] = (
    ("Ủy ban nhân dân phường", 60.0),
    ("Điện lực khu vực", 15.0),
    ("Trung tâm phục vụ hành chính công", 25.0),
)

REPLY_NOTES: dict[str, tuple[str, ...]] = {
    "guided": (
        "Đã hướng dẫn hồ sơ, nơi nộp và thời gian trả kết quả.",
        "Đã gửi đường dẫn cổng dịch vụ công và mẫu biểu.",
        "Đã gọi điện giải thích từng bước cho người dân.",
        "Đã hẹn người dân đến nơi tiếp dân trong giờ hành chính.",
    ),
    "handled": (
        "Đã cử tổ tuần tra đến kiểm tra, nhắc nhở và lập biên bản.",
        "Cảnh sát khu vực đã làm việc với các bên, tình hình ổn định.",
        "Đã xử lý tại chỗ và thông báo lại cho người phản ánh.",
        "Đã phối hợp tổ dân phố giải quyết, yêu cầu cam kết không tái phạm.",
    ),
    "transferred": (
        "Đã thông báo cơ quan đang thụ lý cho người báo tin.",
        "Đã phản hồi việc chuyển tin và số điện thoại liên hệ.",
    ),
    "unfounded": (
        "Kiểm tra thực tế không có sự việc như phản ánh.",
        "Đã xác minh, nội dung không có căn cứ; đã giải thích cho người dân.",
    ),
}

REOPEN_REASONS: tuple[str, ...] = (
    "Người dân bổ sung tình tiết mới.",
    "Sự việc tái diễn sau khi đã nhắc nhở.",
    "Người dân chưa đồng ý với kết quả trả lời.",
    "Hồ sơ còn thiếu, cần hướng dẫn lại.",
)

LATE_NOTES: tuple[str, ...] = (
    "Nhập bù từ sổ trực ban.",
    "Mất mạng tại nơi trực, nhập sau.",
    "Bận giải quyết vụ việc, nhập sau ca trực.",
)
