"""Words that Vietnamese passwords are commonly made of, folded to plain letters and digits."""

from __future__ import annotations

_PASSWORDS = """
matkhau matkhaumoi khongcomatkhau khongbiet khongnho quenmatkhau dangnhap taikhoan nguoidung quantri quantrivien admin
administrator password passw0rd qwerty asdfgh zxcvbn abc123 abcdef iloveyou welcome letmein hello test demo zalo
facebook youtube google gmail internet wifi viettel mobifone vinaphone samsung iphone oppo xiaomi nokia honda yamaha
liverpool chelsea barcelona manchester ronaldo messi bongda
"""
_WORDS = """
anhyeuem emyeuanh anhnhoem emnhoanh maiyeuem maiyeuanh yeuemnhieu yeuanhnhieu anhyeuemnhieulam nhieulam motdoi maimai
tinhyeu hanhphuc giadinh giadinhtoi conyeu consau vochong boyeu meyeu bome cha me vo chong con ong ba anh em chi bac
co chu cau di nguoiyeu banthan banbe dongdoi dongchi dongnghiep cuocsong motngaynang ngaymoi buonvui vuive thanhcong
maymanh phattai phatdat loctai locphat anlanh binhyen binhan antoan hoabinh doclap tudo vietnam vietnammuonnam
yeuvietnam toiyeuvietnam toiyeu tuhao toquoc dangvanha quyetthang chienthang bacho hochiminh chutich lanhdao giamdoc
truongphong truongnhom phonhom toantruong bimat tuyetmat khongaibiet hoahong hoamai hoasen hoadao hoacuc hoalan conmeo
concho congau conga convit convoi conrong conho meocon chocon mattroi mattrang anhtrang trangtron bautroi bienxanh
songbien nuinon dongsong canhdong quehuong lang xom pho motnam mothaiba haiba bon nam sau bay tam chin muoi nghin
trieu congan congannhandan conganphuong conganxa conganhatinh canhsat canhsatkhuvuc cong an anninh trattu uyban ubnd
dangbo chibo doanthanhnien hoiphunu cuuchienbinh mattran todanpho khupho thonxom phuong phuongxa thitran thixa
thanhpho tinh ketnoi ketnoibinhyen nhomzalo hotro phananh tinbao togiac trucban daumoi bantruc banquantri
"""
_PLACES = """
songtri phuongsongtri kyanh hatinh hungtri kyanhhatinh vungang deongang nghean vinh quangbinh hue danang quangnam
hanoi saigon haiphong cantho nhatrang dalat vungtau dongnai binhduong thanhhoa namdinh thaibinh ninhbinh hadong hoian
sapa halong phuquoc thudo sonla laocai caobang
"""
_NAMES = """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly van thi duc minh hung dung tuan anhtuan quan
quang hai hieu hoa hong hue huong lan linh loan mai nga ngoc nhung oanh phuc phuong quynh son tam thang thanh thao thu
thuy tien trang trung tu tung tuyet vinh xuan yen longnguyen
"""
_SAYINGS = """
cocongmaisatcongaynenkim uongnuocnhonguon anquanhoketrongcay motcaylamchangnennon tienhochlehauhocvan
khongcogiquyhondoclaptudo hochochoimahoc conmeotreocaycau conmeomatreocaycau motconvitxoera motconvitxoerahaicaicanh
motconvitxoera2caicanh chaulenba chaulenbachauvemaugiao bonphuongtroi trongdamgidepbangsen gandukgandendukden
nhatnghetinhnhatthanvinh laguilachlachrach bauoithuonglaybicung ditmotngaydanghocmotsangkhon thatbailamethanhcong
noicochecomnoikhongchien danhchuotvobinh ngayvuingannguiquagang toiyeutiengnuoctoi tiengnuoctoi quehuonglachumkhengot
lamtraichotrongchi nhungdongsongquehuong tienlenchiensidongbao doanquanvietnamdi nhuconhobactrongngayvuidaithang
"""
COMMON: tuple[str, ...] = tuple(dict.fromkeys(f"{_PASSWORDS} {_WORDS} {_PLACES} {_NAMES} {_SAYINGS}".split()))
"""Most common first within each kind; each once."""
