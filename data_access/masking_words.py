"""Words that tell a person's name from other words: surnames, middle names, forms of address, and what is no name."""

from __future__ import annotations

from data_access.masking_canvas import bare_letters


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Surnames that hardly mean anything else, and those that are also ordinary words or parts of place names.
CLEAR_SURNAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương đinh trương trịnh đoàn lương lâm"
)
SURNAMES = CLEAR_SURNAMES | _words(
    "hồ lý mai hà cao đào chu lưu biện tạ kiều lại ông thái từ tô tống tôn quách đồng đàm vương trà mạc nông cù viên "
    "doãn phùng thạch tăng hứa la khổng giáp âu bạch cung diệp giang hầu kim lục lò lữ ma mã nghiêm ninh nhan sầm sơn "
    "thân tiêu triệu trưng ung vi xa"
)
SPOKEN_SURNAMES = _words("nguyễn huỳnh trần lê trịnh đặng hoàng phan ngô")
BARE_SPOKEN_SURNAMES = _words("nguyen huynh tran hoang trinh pham bui")
FIRM_MIDDLES = frozenset(("văn", "thị"))
MIDDLES = FIRM_MIDDLES | _words(
    "đình hữu xuân quốc minh ngọc đức thanh công bá duy tiến quang trung sỹ sĩ viết hoài gia thu hồng kim phương bích "
    "mỹ khánh diệu cẩm thùy trà thế trọng mạnh hoàng bảo nhật tuấn anh như đăng khắc tấn phúc hải huy"
)

BARE_ADDRESSES = _words("anh chi ong ba em thay chau")

# Given names that are told from other words even in lower case, behind a form of address.
GIVENS = _words(
    "bích bình châu cúc cường dung dũng duyên giang hà hải hằng hạnh hiền hiếu hòa hoa huệ hùng hưng hương huy huyền "
    "khang khánh khoa kiên kiệt lan liên linh loan lộc long mai my nam nga ngân nghĩa ngọc nhàn nhung oanh phúc phương "
    "phượng quân quyên quỳnh sơn sương tài tâm thành thảo thịnh thơm thúy thuý thủy thuỷ toàn trâm trang trinh tú tuấn "
    "tùng tuyết tý uyên vân việt vinh yến"
)
BARE_GIVENS = _words(
    "bich cuc cuong duyen huyen khang khanh kiet lan linh loan loc ngan oanh quynh thao thuy"
) | _words("tram trang tuan tuyet uyen vinh yen hung")

# After these a capitalised word is a name.
ADDRESSES = _words(
    "ông bà anh chị em cô chú bác cậu dì thím mợ mự dượng cụ cháu bé thầy bố mẹ vợ chồng bạn o mệ tên nick zalo"
)
ROLES = frozenset(
    tuple(phrase.split())
    for phrase in (
        "đồng chí",
        "đ c",
        "đối tượng",
        "nghi phạm",
        "nghi can",
        "nạn nhân",
        "bị hại",
        "nhân chứng",
        "người làm chứng",
        "người báo",
        "người báo tin",
        "người tố giác",
        "người phản ánh",
        "người gửi",
        "người tên",
        "chủ hộ",
        "chủ nhà",
        "chủ xe",
        "chủ quán",
        "con trai",
        "con gái",
        "gia đình",
        "công dân",
        "học sinh",
        "cán bộ",
        "tài xế",
        "lái xe",
        "tài khoản",
        "tôi là",
        "mình là",
        "em là",
        "cháu là",
    )
)
# After these any word is a name, once there is a colon or "là".
LABELS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "tên là",
        "tên tôi là",
        "tên em là",
        "tên cháu là",
        "tôi tên",
        "tôi tên là",
        "em tên",
        "em tên là",
        "cháu tên",
        "họ tên",
        "họ và tên",
        "họ tên là",
        "họ và tên là",
        "tên đầy đủ",
        "tên thật",
        "tên thật là",
        "tên người báo",
        "tên người báo tin",
    )
)
LONGEST_MARKER = 4
# May stand between a form of address and the name.
BETWEEN = _words(
    "giáo hàng xóm họ ruột rể dâu út cả chủ nhà quán trọ xe tài xế bác sĩ sỹ y tá đại thượng trung thiếu úy uý tá "
    "công an trưởng phó bí thư chủ tịch cán bộ tên là gái trai nhỏ em anh chị ông bà bảo vệ bộ đội hiệu"
)

_STOP_TEXT = """
à ạ ai ăn ấy ấn bán bảo báo bằng bên bị biết bỏ bởi bố các cách cái cạnh cần càng cao cầm chạy chắc chỉ chết chiều cho
chở chơi chuyển chưa chứ chửi chung cùng cũng của có còn con cứ cực chính dạo dùng do dưới đã đang đánh đá đâm đấy đây
đầu đập đâu đe đem đến đề đều đi để đòi đòn đó được đứng đưa đồng đua ép gạ gác gây gần ghi gì giấu giả giờ giúp giữa
giữ gọi gửi hai hay hàng hành hãy hết hiện hỏi hỗ hôm họ hơn hứa khai khác khẳng khi không khoảng kêu kể kia kí ký lái
làm là lại lấy lên lén liên lừa lúc luôn lưu mà mang mất mấy máy mà mở mỗi mới mời một mua muốn mình này nay nằm năm nên
nếu nói nộp nợ nấu ngày nào nhà nhắn nhận nhậu nhiều như nhưng những nó ném nuôi ở ơi phá phải phản phát quá qua quê
quen ra rải rằng rất rồi rượu rủ sang sau say sáng sẽ sinh số sống sử sửa tại tạm tăng tàng thấy thể theo thì thích thu
thuê thuộc tiếp tìm tin tối tổ tố tôi tới trên trẻ trong trộm trước trả trình từ từng tự tuổi và vào vay vẫn vẽ về vi vì
việc viết với vừa vụ xã xăm xây xin xong xúc xuống yêu đầy đủ thật người dân
"""
STOPS = _words(_STOP_TEXT)

# Pairs whose first word, capitalised, begins an institution, a place or a common compound and no name.
_PAIR_TEXT = """
an ninh|an toàn|an lành|an dân|bình chữa|bình an|bình quân|bình thường|bình xịt|bí thư|bộ công|bộ đội|bộ luật|bộ phận
bộ trưởng|ban chỉ|ban quản|ban công|ban giám|ban đêm|ban thường|bệnh viện|cảnh sát|chi bộ|chi cục|chi hội|chi phí
chi tiết|chi đoàn|chính phủ|chính quyền|chủ tịch|công an|công dân|công ty|công tác|công nhân|công trình|công điện
cơ quan|cơ sở|cộng đồng|dung dịch|đại tá|đại úy|đại uý|đảng bộ|đảng ủy|đảng viên|định kỳ|đoàn thanh|đoàn viên|đồn biên
đội tuần|đội trưởng|đạt chuẩn|điện lực|giang mai|hà nội|hà tĩnh|hải quan|hải sản|hiền hòa|hòa bình|hòa giải|hoa màu
hoa quả|hoa tươi|hội phụ|hội nông|hội cựu|hội đồng|hội người|hội chữ|hợp tác|hương khói|hương ước|khánh thành
khoa học|khu phố|kiên quyết|lan can|lan tràn|lan truyền|long trọng|lợi dụng|lợi ích|lộc biếc|lý do|mai táng|mai mối
mặt trận|minh bạch|minh chứng|minh họa|nam giới|nam nữ|nam thanh|nghĩa vụ|nghĩa trang|nhà nước|nhà trường|nhà văn
nhân dân|nhân chứng|nhân viên|phong tỏa|phong trào|phong tục|phó ban|phó chủ|phó trưởng|phó nhóm|phòng giáo|phòng cháy
phụ nữ|phương tiện|phương án|phương hướng|quản trị|quản lý|quân đội|quân sự|quân nhân|quốc gia|quốc hội|quốc lộ|quý vị
quý i|quý ii|quý iii|quý iv|sở giáo|sở y|sơn tường|sinh viên|tài khoản|tài sản|tài liệu|tài chính|tâm lý|tâm thần
thanh niên|thanh tra|thanh toán|thành phố|thành viên|thành tích|thái độ|thắng lợi|thiếu tá|thiếu úy|thiện chí
thượng tá|thượng úy|thủy sản|thuận lợi|tiến hành|tiến độ|toàn bộ|toàn dân|toàn thể|toàn phường|tổ bảo|tổ công|tổ dân
tổ phó|tổ trưởng|tổ tuần|trang bị|trang thiết|trang trại|trung bình|trung sĩ|trung tá|trung tâm|trung úy|trung ương
trực ban|trường hợp|trường học|trường mầm|trường tiểu|trường trung|trường thcs|trường thpt|trưởng ban|trưởng công
trưởng nhóm|trưởng phòng|trưởng thôn|tuyết rơi|tường trình|tường rào|tình hình|tình trạng|tỉnh đoàn|ủy ban|uỷ ban
vân tay|việt nam|vinh danh|vinh dự|văn bản|văn hóa|văn hoá|văn phòng|viện kiểm|xuân về|đài truyền|hoàng sa|hồ chí
anh hùng|bình tĩnh|tâm sự|tài xế|tài xỉu|toàn quyền|giang hồ|hà khắc|sơn nhà|sơn xe|linh tinh|linh hoạt|mai sau|mai này
hiền lành|nghĩa tình|liên hệ|liên lạc|liên quan|liên tục|liên tiếp|liên đội|dung túng|thủy thủ|thủy lợi|ngân hàng
kiên trì|kiên nhẫn|trang trí|trang điểm|trang mạng|hòa nhã|hòa thuận|nam tính|thành thật|thành công|thành lập
thành tâm|tài năng|tài trợ|hải đội|hải quân|thảo luận|hùng hổ|hùng hục|phúc lợi|lan man|hoa mắt|mai mốt|tâm huyết
hệ thống|học sinh|khách xem|khách hàng|cán bộ|ban đầu|quán ăn|nhóm zalo|phường sông|zalo kết|em bé|tổ quốc|luật sư
"""
COMPOUNDS = frozenset(tuple(pair.split()) for line in _PAIR_TEXT.split("\n") for pair in line.split("|") if pair)
BARE_COMPOUNDS = frozenset((bare_letters(first), bare_letters(second)) for first, second in COMPOUNDS)
NO_NAMES = _words(
    "zalo facebook fb tiktok telegram internet camera ubnd tdp cccd cmnd sđt vneid atm covid mttq hđnd tổ ban bộ sở "
    "phòng đội"
)
PLACES = _words(
    "phố thôn xóm phường xã tỉnh quận huyện nhóm cầu chợ chùa đền trường viện khối làng bản ấp đảo sông núi đường ngõ "
    "vườn khu bến cảng đình hồ biển thị thành"
)
NO_MARKERS = frozenset((("ghi", "chú"), ("phụ", "chú"), ("trẻ", "em")))  # the second word addresses nobody there
PUBLIC_FIGURES = frozenset((("hồ", "chí", "minh"),))


def with_bare(words: frozenset[str]) -> frozenset[str]:
    """The words, and how they are typed without diacritics."""
    return words | {bare_letters(word) for word in words}
