"""Titles and bodies of posts in the demo ward, by the nine contents of clause 11.1. `{area}` is a tổ dân phố."""

from __future__ import annotations

Text = tuple[str, str]

POLICY: tuple[Text, ...] = (
    ("Điểm mới về cư trú người dân cần biết", "Bà con lưu ý thời hạn đăng ký tạm trú và cách nộp hồ sơ trực tuyến."),
    (
        "Quy định về quản lý, sử dụng pháo",
        "Nghiêm cấm mua bán, tàng trữ pháo nổ. Mọi người nhắc con em cùng thực hiện.",
    ),
    ("Quy định về nồng độ cồn khi lái xe", "Đã uống rượu, bia thì không lái xe. Hãy nhờ người thân đưa về."),
    (
        "Bảo vệ dữ liệu cá nhân trên mạng",
        "Không gửi ảnh giấy tờ tùy thân cho người lạ; chỉ khai báo trên cổng chính thức.",
    ),
    ("Ngày hội toàn dân bảo vệ an ninh Tổ quốc", "Mời bà con {area} tham gia ngày hội tại nhà văn hóa."),
    ("Quy định về phòng cháy, chữa cháy trong gia đình", "Mỗi nhà cần một bình chữa cháy và một lối thoát thứ hai."),
    ("Lực lượng bảo vệ an ninh, trật tự ở cơ sở", "Giới thiệu nhiệm vụ, quyền hạn và cách liên hệ với tổ bảo vệ."),
    ("Quy định xử phạt hành vi gây ồn ban đêm", "Sau 22 giờ, đề nghị các hộ giảm âm lượng để giữ yên tĩnh chung."),
    ("Vận động giao nộp vũ khí, vật liệu nổ", "Người tự nguyện giao nộp được tiếp nhận tại trụ sở công an phường."),
    ("Quyền và nghĩa vụ của người tố giác tội phạm", "Thông tin người báo tin được giữ bí mật theo quy định."),
    ("Luật Giao thông: quy định mới về chở trẻ em", "Trẻ em ngồi xe cần thiết bị an toàn phù hợp lứa tuổi."),
    (
        "Chính sách với người cai nghiện tại cộng đồng",
        "Gia đình cần hỗ trợ, hãy liên hệ cảnh sát khu vực để được hướng dẫn.",
    ),
    ("Quy định về nuôi chó, mèo nơi công cộng", "Chó ra đường phải có người dắt, đeo rọ mõm và tiêm phòng."),
)

HOSTILE_ACTIVITY: tuple[Text, ...] = (
    (
        "Cảnh giác tin giả trước ngày bầu cử",
        "Chỉ đọc và chia sẻ tin từ cơ quan chính thống; không phát tán tin chưa kiểm chứng.",
    ),
    (
        "Nhận diện luận điệu xuyên tạc trên mạng",
        "Một số trang lạ cắt ghép hình ảnh để gây hiểu lầm. Bà con không bình luận, chia sẻ.",
    ),
    (
        "Không tham gia hội nhóm chưa được cấp phép",
        "Nếu được mời vào nhóm lạ hứa cho tiền, quà, hãy báo ngay cho công an phường.",
    ),
    ("Tỉnh táo trước lời kêu gọi tụ tập đông người", "Mọi nguyện vọng được tiếp nhận tại trụ sở và trên nhóm này."),
    (
        "Phòng ngừa hoạt động mê tín, truyền đạo trái phép",
        "Bà con giữ nếp sinh hoạt lành mạnh, không nghe lời lôi kéo, hù dọa.",
    ),
    (
        "Cách kiểm tra một tin tức có thật hay không",
        "Xem nguồn, xem ngày đăng, xem cơ quan báo chí chính thống có đưa tin không.",
    ),
    (
        "Thông tin đúng về việc sắp xếp đơn vị hành chính",
        "Giấy tờ cũ vẫn có giá trị đến khi hết hạn; không phải đổi đồng loạt.",
    ),
    (
        "Cảnh giác trang giả mạo cơ quan nhà nước",
        "Trang giả thường có địa chỉ lạ và yêu cầu mật khẩu. Hãy thoát ra và báo quản trị nhóm.",
    ),
    (
        "Không tiếp tay phát tán văn bản giả",
        "Văn bản thật có số, ngày, chữ ký và được đăng trên cổng thông tin chính thức.",
    ),
    (
        "Phản bác thông tin sai về thu hồi đất ở địa phương",
        "Mọi quyết định được niêm yết tại trụ sở phường; bà con có thể đến xem.",
    ),
    ("Thanh niên với không gian mạng an toàn", "Chia sẻ có trách nhiệm, không cổ xúy nội dung cực đoan."),
    ("Cảnh giác việc lợi dụng từ thiện để gây rối", "Quyên góp qua tổ chức được cấp phép, có biên nhận rõ ràng."),
)

SECURITY_SITUATION: tuple[Text, ...] = (
    ("Cảnh báo lừa đảo giả danh cán bộ công an", "Công an không làm việc qua điện thoại và không yêu cầu chuyển tiền."),
    ("Cảnh báo trộm cắp dịp cuối năm", "Khóa cửa, cất xe trong nhà, bật đèn sân; đi vắng nhờ hàng xóm trông giúp."),
    (
        "Thủ đoạn lừa đặt cọc thuê nhà, mua hàng giá rẻ",
        "Chỉ trả tiền khi đã xem hàng; nghi ngờ hãy hỏi nhóm trước khi chuyển.",
    ),
    (
        "Cảnh báo ứng dụng dịch vụ công giả",
        "Chỉ tải ứng dụng từ kho chính thức; không bấm đường dẫn trong tin nhắn lạ.",
    ),
    (
        "Tình hình an ninh, trật tự trong tuần",
        "Trong tuần địa bàn cơ bản ổn định; tổ tuần tra nhắc nhở một số trường hợp gây ồn.",
    ),
    ("Phòng tránh đuối nước cho trẻ em", "Người lớn luôn trông trẻ khi ở gần ao, sông, biển; không cho trẻ tự đi tắm."),
    ("Cảnh báo cháy do chập điện mùa nắng nóng", "Không sạc xe điện qua đêm; ngắt thiết bị khi ra khỏi nhà."),
    (
        "Cảnh báo cho vay qua ứng dụng",
        "Lãi thực tế rất cao và hay bị quấy rối. Cần vốn hãy đến ngân hàng hoặc hội, đoàn thể.",
    ),
    (
        "Thủ đoạn cuộc gọi hình ảnh giả khuôn mặt người thân",
        "Khi có người thân vay tiền qua mạng, hãy gọi lại bằng số quen để xác nhận.",
    ),
    ("Phòng ngừa bạo lực học đường", "Phụ huynh để ý thay đổi của con, giữ liên lạc với thầy cô và cảnh sát khu vực."),
    (
        "Cảnh báo trộm chó, trộm gia súc ban đêm",
        "Bà con {area} bố trí trông coi, ghi lại biển số xe lạ và báo ngay vào nhóm.",
    ),
    ("Tai nạn giao thông ở ngã ba: bài học cần nhớ", "Giảm tốc độ, quan sát; nhắc con em đội mũ bảo hiểm."),
    ("Cảnh báo lừa đảo việc nhẹ lương cao", "Không nộp phí trước, không giao giấy tờ; hỏi kỹ nơi làm việc."),
    ("Chủ động phòng chống mưa bão", "Chằng chống nhà cửa, sạc đầy điện thoại, nghe thông báo sơ tán của phường."),
    (
        "Cảnh báo mua bán, sử dụng thuốc lá điện tử trong học sinh",
        "Gia đình và nhà trường cùng kiểm tra, nhắc nhở các em.",
    ),
)

POLICE_ACTIVITY: tuple[Text, ...] = (
    ("Tuần tra đêm bảo đảm bình yên", "Tổ tuần tra phối hợp lực lượng cơ sở kiểm tra các tuyến đường ở {area}."),
    ("Trao trả tài sản cho người đánh rơi", "Công an phường đã trao trả ví và giấy tờ cho người dân sau khi xác minh."),
    ("Ra quân cấp căn cước lưu động", "Tổ cấp căn cước đến tận nhà người già yếu, người khuyết tật."),
    ("Làm rõ vụ trộm xe máy trên địa bàn", "Từ tin báo của người dân, tài sản đã được thu hồi và trả lại chủ."),
    ("Tập huấn chữa cháy tại nhà văn hóa", "Hơn năm mươi hộ ở {area} đã thực hành dùng bình chữa cháy."),
    ("Hỗ trợ học sinh trong kỳ thi", "Lực lượng trực điều tiết giao thông và giúp thí sinh quên giấy tờ."),
    ("Giúp dân khắc phục hậu quả mưa bão", "Cán bộ, chiến sĩ cùng bà con dọn cây đổ, lợp lại mái nhà."),
    ("Kiểm tra phòng cháy cơ sở kinh doanh", "Nhắc nhở các cơ sở bổ sung bình chữa cháy và đèn thoát nạn."),
    ("Gặp mặt già làng, người có uy tín", "Trao đổi tình hình và lắng nghe ý kiến của bà con."),
    ("Đưa cháu bé đi lạc về với gia đình", "Nhờ tin nhắn trong nhóm, gia đình đã tìm được cháu sau bốn mươi phút."),
    ("Xử lý xe lạng lách, nẹt pô", "Nhiều trường hợp bị lập biên bản, phụ huynh đã ký cam kết."),
    ("Tuyên truyền an toàn giao thông tại trường học", "Gần ba trăm học sinh tham gia hỏi đáp và nhận mũ bảo hiểm."),
)

GOOD_EXAMPLE: tuple[Text, ...] = (
    (
        "Gương người tốt: trả lại túi tiền nhặt được",
        "Một người dân ở {area} đã mang túi tiền nhặt được đến nộp để trả người mất.",
    ),
    ("Bà con chung tay lắp camera an ninh", "Các hộ ở {area} góp tiền lắp camera ở đầu ngõ."),
    ("Tổ dân phố ba năm không có tội phạm", "Cách làm: họp tổ đều, nhắc nhau khóa cửa, báo tin nhanh."),
    (
        "Học sinh giúp cụ già qua cơn nguy cấp",
        "Hai em nhỏ gọi người lớn và cấp cứu kịp thời, được nhà trường tuyên dương.",
    ),
    ("Tổ tự quản kiểu mẫu", "Tổ tự quản ở {area} duy trì lịch tuần tra, hòa giải nhiều việc nhỏ."),
    ("Người dân giúp bắt kẻ trộm", "Nhờ báo tin nhanh và giữ nguyên hiện trường, tài sản đã được trả lại."),
    ("Xe ôm tự nguyện đưa người bị nạn đi viện", "Việc làm đẹp đã được bà con biểu dương trong buổi họp tổ."),
    ("Dòng họ tự quản về an ninh, trật tự", "Các gia đình cam kết không có người vi phạm, giúp người lầm lỡ."),
    ("Chủ nhà trọ gương mẫu khai báo tạm trú", "Mỗi khi có khách mới, chị khai báo ngay trong ngày."),
    ("Ngư dân cứu người trên biển", "Thuyền của bà con {area} đã đưa hai người gặp nạn vào bờ an toàn."),
    ("Đoàn viên tham gia đội tuần tra", "Mỗi tuần hai tối, các bạn cùng lực lượng cơ sở tuần tra."),
    (
        "Cửa hàng nhắc khách cảnh giác lừa đảo",
        "Nhờ lời nhắc của chủ cửa hàng, một cụ bà đã không chuyển tiền cho kẻ gian.",
    ),
)

PROCEDURE: tuple[Text, ...] = (
    (
        "Hướng dẫn đăng ký tạm trú trực tuyến",
        "Chuẩn bị giấy tờ chứng minh chỗ ở, chụp rõ nét và nộp trên cổng dịch vụ công.",
    ),
    ("Lịch cấp căn cước lưu động", "Tổ cấp căn cước làm việc tại nhà văn hóa {area} từ 8 giờ sáng thứ Bảy."),
    ("Hồ sơ cấp lại căn cước bị mất", "Người dân đến trực tiếp, không cần đơn trình báo mất; lệ phí theo quy định."),
    ("Cách kích hoạt tài khoản định danh", "Tải ứng dụng chính thức, nhập số định danh và làm theo từng bước."),
    ("Khai báo lưu trú qua mạng", "Cơ sở lưu trú khai báo trước 23 giờ hằng ngày."),
    ("Đăng ký xe tại công an phường", "Những loại hồ sơ tiếp nhận tại phường và giấy tờ cần mang theo."),
    ("Giờ tiếp dân trong tuần", "Sáng từ 7 giờ đến 11 giờ 30, chiều từ 13 giờ 30 đến 17 giờ."),
    ("Mẫu đơn xin xác nhận cư trú", "Bà con tải mẫu đính kèm, điền đủ thông tin trước khi đến."),
    ("Liên thông khai sinh, thường trú, bảo hiểm y tế", "Chỉ cần nộp một bộ hồ sơ cho trẻ mới sinh."),
    ("Nhắc đổi căn cước khi đến tuổi", "Người đến tuổi 14, 25, 40, 60 cần làm thủ tục đổi thẻ."),
    ("Hướng dẫn nộp phạt giao thông trực tuyến", "Tra cứu quyết định và nộp tiền trên cổng dịch vụ công quốc gia."),
    ("Thủ tục tách hộ, xóa đăng ký thường trú", "Danh mục giấy tờ và thời hạn giải quyết."),
    ("Hướng dẫn tra cứu hồ sơ đã nộp", "Nhập mã hồ sơ trên cổng dịch vụ công để biết tiến độ."),
)

INTAKE_GUIDANCE: tuple[Text, ...] = (
    ("Cách báo tin nhanh trên nhóm", "Ghi rõ việc gì, ở đâu, lúc nào; kèm ảnh nếu an toàn."),
    (
        "Khi nào cần gọi ngay, khi nào nhắn tin",
        "Việc khẩn cấp hãy gọi điện; việc khác nhắn vào nhóm, trực ban sẽ trả lời.",
    ),
    ("Giải đáp câu hỏi thường gặp về tạm trú", "Tổng hợp mười câu hỏi bà con gửi nhiều nhất trong tháng."),
    ("Thông tin người báo tin được bảo mật", "Bà con có thể nhắn riêng cho quản trị nhóm nếu ngại nhắn công khai."),
    ("Kết quả xử lý phản ánh trong tuần", "Các phản ánh về tiếng ồn, đỗ xe ở {area} đã được xử lý."),
    ("Tin báo cần có những nội dung gì", "Thời gian, địa điểm, sự việc, người liên quan và vì sao biết."),
    ("Hướng dẫn gửi ảnh, video làm chứng cứ", "Giữ nguyên bản gốc, không cắt ghép, gửi riêng cho trực ban."),
    ("Trả lời thắc mắc về phạt nguội", "Người dân kiểm tra biển số xe trên trang tra cứu chính thức."),
    ("Lịch trực ban và người tiếp nhận", "Trực ban tiếp nhận mọi ngày, kể cả ngày nghỉ và ban đêm."),
    ("Giải đáp việc đăng ký nghĩa vụ công an", "Điều kiện, hồ sơ và thời gian nộp của năm nay."),
    ("Không đăng hình ảnh trẻ em khi báo tin", "Vì quyền của trẻ, hãy gửi riêng cho quản trị nhóm."),
    ("Phản hồi ý kiến về đèn chiếu sáng", "Đã chuyển đơn vị quản lý; dự kiến thay bóng trong tháng ở {area}."),
)

FORCE_FEEDBACK: tuple[Text, ...] = (
    ("Mời bà con góp ý cho lực lượng công an", "Ý kiến gửi tại đây hoặc hộp thư góp ý ở trụ sở đều được trả lời."),
    ("Khảo sát mức độ hài lòng quý này", "Chỉ mất hai phút; không cần ghi tên."),
    ("Tiếp thu góp ý về giờ tiếp dân", "Từ tháng sau có thêm buổi tiếp dân sáng thứ Bảy."),
    ("Diễn đàn công an lắng nghe ý kiến nhân dân", "Mời bà con {area} dự diễn đàn tại nhà văn hóa."),
    ("Tổng hợp ý kiến góp ý tháng qua", "Các ý kiến về tuần tra và thái độ phục vụ đã được tiếp thu."),
    ("Cảm ơn những lời góp ý thẳng thắn", "Mỗi góp ý giúp phục vụ bà con tốt hơn."),
    ("Lấy ý kiến về vị trí lắp camera", "Bà con chọn giúp ba vị trí cần ưu tiên trên địa bàn."),
    ("Hỏi ý kiến về lịch sinh hoạt tổ dân phố", "Cảnh sát khu vực sẽ dự họp theo lịch bà con chọn."),
    ("Góp ý cách trình bày bản tin trên nhóm", "Bà con thích bản tin chữ, ảnh hay âm thanh?"),
    ("Kết quả tiếp thu ý kiến cử tri", "Những việc đã làm, đang làm và chưa làm được."),
    ("Hòm thư góp ý được mở hằng tuần", "Ý kiến được ghi sổ và trả lời trong bảy ngày."),
    ("Mời đánh giá cán bộ tiếp dân", "Phiếu đánh giá đặt tại bàn tiếp dân và trên nhóm."),
)

WANTED_HOTLINE: tuple[Text, ...] = (
    ("Số điện thoại trực ban công an phường", "Trực 24/24: 0900 099 113. Việc khẩn cấp hãy gọi ngay."),
    ("Thông báo truy tìm người đi lạc", "Ai thấy người có đặc điểm trong ảnh, xin báo trực ban: 0900 099 113."),
    ("Đường dây nóng tố giác tội phạm", "Số 0900 099 114, tiếp nhận mọi lúc, giữ bí mật người báo."),
    ("Thông báo truy tìm chủ sở hữu xe máy", "Chủ xe mang giấy tờ đến trụ sở để nhận lại."),
    ("Thông báo về đối tượng truy nã", "Đề nghị cung cấp thông tin qua trực ban; không tự ý bắt giữ khi nguy hiểm."),
    ("Tìm nhân chứng vụ va chạm giao thông", "Ai chứng kiến ở ngã tư tối qua, xin liên hệ 0900 099 113."),
    ("Danh bạ cảnh sát khu vực", "Tên, địa bàn phụ trách và số liên hệ của từng cán bộ."),
    ("Số máy cứu nạn, cứu hộ, cứu thương", "Lưu sẵn các số khẩn cấp 113, 114, 115 trong điện thoại."),
    ("Truy tìm tài sản bị mất", "Đặc điểm chiếc xe được đăng kèm; bà con để ý các điểm thu mua."),
    ("Vận động người bị truy nã ra đầu thú", "Ra đầu thú sẽ được xem xét khoan hồng theo pháp luật."),
    ("Thông tin đường dây nóng phòng chống lừa đảo", "Gặp cuộc gọi nghi vấn, hãy báo 0900 099 115."),
    ("Thông báo tìm người thân cho cụ già", "Cụ đang được chăm sóc ở nhà văn hóa {area}."),
)

TEXTS: dict[str, tuple[Text, ...]] = {
    "policy": POLICY,
    "hostile_activity": HOSTILE_ACTIVITY,
    "security_situation": SECURITY_SITUATION,
    "police_activity": POLICE_ACTIVITY,
    "good_example": GOOD_EXAMPLE,
    "procedure": PROCEDURE,
    "intake_guidance": INTAKE_GUIDANCE,
    "force_feedback": FORCE_FEEDBACK,
    "wanted_hotline": WANTED_HOTLINE,
}

RESIDENT_POSTS: tuple[Text, ...] = (
    ("Thông báo họp tổ dân phố", "Mời bà con {area} họp tối thứ Bảy tại nhà văn hóa."),
    ("Nhắc nhau khóa cửa buổi tối", "Tối qua có người lạ đi quanh ngõ, bà con chú ý."),
    ("Mời tham gia dọn vệ sinh đường làng", "Sáng Chủ nhật, mỗi nhà một người, mang theo dụng cụ."),
    ("Cảnh báo đoạn đường đang thi công", "Đường ở {area} có hố sâu, đi lại cẩn thận."),
    ("Tìm đồ thất lạc", "Ai nhặt được chùm chìa khóa xin liên hệ tổ trưởng."),
    ("Nhắc phòng rét cho người già", "Trời lạnh sâu, bà con giữ ấm, không sưởi than trong phòng kín."),
)

REMOVED_POSTS: tuple[tuple[str, str, str], ...] = (
    ("6.8", "Bán hàng giảm giá cuối tuần", "Quảng cáo bán hàng không liên quan đến hoạt động của nhóm."),
    ("6.7", "Đăng ảnh hàng xóm kèm lời lẽ xúc phạm", "Bài có hình ảnh riêng tư của người khác, chưa được đồng ý."),
    ("6.8", "Chia sẻ đường dẫn xem phim lậu", "Bài dẫn đến trang vi phạm bản quyền."),
    ("6.5", "Chia sẻ đoạn ghi hình vụ đánh nhau", "Đoạn ghi hình bạo lực, có thể gây hoang mang."),
    ("6.7", "Tin đồn bắt cóc trẻ em chưa kiểm chứng", "Nội dung không có thật, gây lo lắng cho phụ huynh."),
    ("6.5", "Mời xem bói, giải hạn đầu năm", "Nội dung mê tín dị đoan."),
    ("6.3", "Kêu gọi không chấp hành việc thu gom rác", "Nội dung cản trở việc thực hiện quy định của phường."),
    ("6.1", "Ảnh chụp văn bản chưa được công khai", "Văn bản chỉ phổ biến trong phạm vi hẹp."),
    ("6.9", "Tệp cài đặt trò chơi lạ", "Tệp nghi có phần mềm gây hại."),
    ("6.6", "Bình luận về việc nội bộ đơn vị", "Thông tin nội bộ chưa có ý kiến của cấp có thẩm quyền."),
    ("6.2", "Chia sẻ bài viết xuyên tạc chủ trương", "Bài từ trang lạ, sai sự thật."),
)

RETURN_REASONS: tuple[str, ...] = (
    "Chưa ghi rõ nguồn.",
    "Nội dung còn dài, cần ngắn gọn hơn.",
    "Số liệu chưa được đơn vị cung cấp xác nhận.",
    "Ảnh lộ mặt trẻ em, cần che.",
    "Trùng với bài đã đăng trong tuần.",
    "Lỗi chính tả, thiếu dấu.",
    "Chưa được phép công khai, chờ ý kiến chỉ huy.",
)

ENGLISH_QUOTES: tuple[Text, ...] = (
    ("“Never share your one-time code.”", "(Không chia sẻ mã xác thực một lần.)"),
    ("“Lost and found office.”", "(Nơi tiếp nhận tài sản thất lạc.)"),
    ("“Temporary residence declaration.”", "(Khai báo tạm trú.)"),
)
