"""The set phrases by which the parts of a document are known (Decree 30/2020/NĐ-CP, annex I; Guidance 36-HD/VPTW)."""

import re
from typing import Final

from thac.intake.structure.letters import CAPITALS

DOC_TYPES: Final = (
    "nghị quyết",
    "quyết định",
    "chỉ thị",
    "quy chế",
    "quy định",
    "thông cáo",
    "thông báo kết luận",
    "thông báo",
    "hướng dẫn liên ngành",
    "hướng dẫn",
    "chương trình hành động",
    "chương trình công tác",
    "chương trình phối hợp",
    "chương trình",
    "kế hoạch hành động",
    "kế hoạch liên tịch",
    "kế hoạch phối hợp",
    "kế hoạch",
    "phương án",
    "đề án",
    "dự án",
    "báo cáo",
    "biên bản",
    "tờ trình",
    "công điện",
    "kết luận",
    "thông tư liên tịch",
    "thông tư",
    "nghị định",
    "giấy mời",
    "công văn",
    "lời kêu gọi",
    "thông tri",
)
"""The types of documents; where one name begins another, the longer one stands first."""
_TYPE_WORDS: Final = "|".join(name.upper() for name in DOC_TYPES)
TITLE: Final = re.compile(
    rf"(?P<type>{_TYPE_WORDS})(?:\s+(?P<mark>KHẨN|HỎA TỐC|HOẢ TỐC))?"
    r"(?P<rest>(?:\s+|\s*\().*|:?)"
)
"""The line that names the type, in capitals; the subject may stand in the same line."""
TITLE_SMALL: Final = re.compile(rf"(?i:(?P<type>{'|'.join(DOC_TYPES)}))(?P<rest>)")
"""The same alone in its line, in small letters."""

_G: Final = rf"[{CAPITALS}][{CAPITALS}a-zđơư0-9]*"
_BLANK: Final = r"[\s.…_]*+"
NUMBER: Final = re.compile(
    rf"(?i:số)\s*+:?{_BLANK}(?P<number>(?:\d{{1,3}}\.)?\d{{1,6}}[a-zđ]?)?{_BLANK}(?P<dash>[/\u2044–-]){_BLANK}"
    rf"(?P<symbol>(?:(?:19|20)\d{{2}}\s?/\s?)?{_G}(?:\s?[-–/&.,]\s?{_G})*)(?=[\s,;.]|$)"
)
"""Number and symbol of the document itself; the number may be blank."""
NUMBER_BLANK: Final = re.compile(r"(?i:số)\s*+:[\s.…/_-]*+(?:\d{1,6})?")
DATED: Final = re.compile(
    rf"(?P<place>[{CAPITALS}][\w.’'-]*+(?:[ -]++[\w.’'-]++){{0,7}}?)\s*+,?\s*+"
    r"(?:(?:hồi|lúc)\s+[\d\s:,hgiờphút]{2,20}?,?\s*)?"
    rf"[Nn]gày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}"
    rf"(?:tháng{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}năm{_BLANK}(?P<year>\d{{4}})?(?:20)?"
    rf"|[/-]\s?(?P<month2>\d{{1,2}})\s?[/-]\s?(?P<year2>\d{{4}})){_BLANK}"
)
"""Place and date, of which a draft leaves parts blank."""
URGENCY: Final = re.compile(
    r"(?i)(?:độ khẩn\s*:?\s*)?(?P<mark>thượng khẩn|hỏa tốc|hoả tốc|khẩn)(?:\s+hẹn giờ.*)?\s*[.!]?"
)
ABOUT: Final = re.compile(r"(?i)v\s?/\s?v(?:\s*:\s*|\s+|$)|về việc\s*:?\s+(?!này\b)|về việc$")

MOTTO: Final = re.compile(
    r"CỘNG\s*H(?:ÒA|OÀ) XÃ HỘI|^CỘNG$|^H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|^(?:XÃ HỘI )?CHỦ NGHĨA VIỆT NAM$|^VIỆT NAM$"
    r"|^Cộng h(?:òa|oà) xã hội chủ nghĩa Việt Nam"
)
SLOGAN: Final = re.compile(r"(?i)^độc lập\s*[-–]\s*tự do|^(?:[-–]\s*)?hạnh phúc$")
PARTY: Final = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM")
ADDRESSEES: Final = re.compile(
    r"(?i:kính gửi|kính gởi)\s*(?::\s*|$|(?=[-–]))"
    rf"|(?:[{CAPITALS}][{CAPITALS}\s,–-]{{3,90}}|(?:Chủ tịch|Thủ tướng|Phó Thủ tướng|Bộ trưởng|Trưởng|Ủy ban"
    rf"|Ban Chỉ)\b[^.;:]{{3,80}})"
    r"\s(?i:điện)\s*:\s*|(?i:điện)\s*:\s*$"
)
"""What opens the list of addressees; a telegram says "THỦ TƯỚNG CHÍNH PHỦ điện:"."""
COPIES: Final = re.compile(r"(?i)\s*nơi\s+nhận\s*(?::\s*|$|(?=[-–]))")
ON_BEHALF: Final = re.compile(
    rf"(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L|TM/|KT/|TL/)(?:\s?\.\s*|\s+)|Q\.\s*)(?=[{CAPITALS}]{{2}})"
)
"""Thay mặt, ký thay, thừa lệnh, thừa ủy quyền, quyền; the Party writes T/M, K/T, T/L."""
TITLES: Final = re.compile(
    r"(?:Q\.\s*|PHÓ |QUYỀN )?(?:CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG"
    r"|CHÁNH THANH TRA"
    r"|BÍ THƯ|TRƯỞNG \w+(?: \w+)*|PHÓ|HIỆU TRƯỞNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHỦ NHIỆM|VIỆN TRƯỞNG|CHÁNH ÁN"
    r"|TỔNG BÍ THƯ|[ỦU][ỶY] VIÊN.*"
    r"|THƯỜNG TRỰC.*|TỔNG THANH TRA|THỐNG ĐỐC|CHỈ HUY TRƯỞNG|ĐỘI TRƯỞNG|TỔ TRƯỞNG|THỦ TRƯỞNG.*|VỤ TRƯỞNG"
    r"|THƯ KÝ)(?: .*)?"
)
APPENDIX: Final = re.compile(
    r"PHỤ LỤC|Phụ lục(?:\s+(?:số\s+)?[IVX\d]+)?\s*[.:]?$|Phụ lục\s+(?:số\s+)?[IVX\d]+\b|(?:BIỂU|DANH MỤC|BẢNG"
    r"|DANH SÁCH|PHÂN CÔNG|ĐỀ CƯƠNG|MẪU"
    r"|NHIỆM VỤ|LỊCH|KẾ HOẠCH|CHƯƠNG TRÌNH|QUY ĐỊNH|QUY CHẾ|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN)\b"
)
ATTACHED: Final = re.compile(r"(?i)\(?\s*(?:được |đã )?(?:ban hành )?kèm theo\b")
OPENS_CLOSING: Final = re.compile(
    r"\(?(?:Trên đây|Trong quá trình|Quá trình|Yêu cầu|Đề nghị|Nhận được|Đây là|Căn cứ|Có |Gửi kèm|Kèm theo"
    r"|Giao |Trân trọng"
    r"|(?:Văn bản|Chỉ thị|Kế hoạch|Công điện|Công văn|Kết luận|Hướng dẫn|Chương trình|Nghị quyết|Quyết định"
    r"|Thông báo|Quy định) này"
    r"|Rất mong|Thừa lệnh|Nếu |Thời gian |Mọi |Trường hợp |[ỦU][ỷy] ban |UBND|Chủ tịch|Văn phòng|Thường trực"
    r"|Ban Thường|Sở |Kế hoạch"
    r"|Thủ trưởng|Các cơ quan|Các sở|Các đơn vị|Các địa phương|Các đồng chí|Định kỳ|Vậy |Bộ |Ban |Để |Nội dung "
    r"|Chi tiết |Trước mắt)"
)
OPENS_PARAGRAPH: Final = re.compile(
    r"\(?(?:Trên đây|Trong quá trình|Quá trình (?:tổ chức|triển khai|thực hiện)|Yêu cầu|Đề nghị|Nhận được"
    r"|Căn cứ|Giao |Trân trọng|Xét"
    r"|Theo đề nghị|Sau khi nghe|Về việc này|Đây là nhiệm vụ|Thừa lệnh|Tại (?:phiên họp|cuộc họp|hội nghị)"
    r"|(?:Chỉ thị|Kế hoạch|Công điện|Công văn|Kết luận|Hướng dẫn|Chương trình|Nghị quyết|Quyết định|Thông báo"
    r"|Quy định) này)\b"
)
"""How a paragraph begins that is not the next sentence of the one above it."""
END: Final = re.compile(r"\.\s?/\s?\.?[\"”)]*\s*$|/\.\s*$")
"""The sign that ends the text of a document."""
CHROME: Final = re.compile(
    r"(?i)(?:file (?:được )?đính kèm|tệp đính kèm|tập tin đính kèm|văn bản liên quan|tin liên quan"
    r"|(?:các )?tin (?:khác|mới)|bài viết liên quan|lưu trữ$|ghi chú$"
    r"|ý kiến bạn đọc|bình luận|tác giả\b|nguồn(?: tin)?:|lượt (?:xem|truy cập)|chia sẻ|tải (?:về|xuống)|trở về"
    r"|về trang chủ|quay lại|bản quyền|copyright|thống kê truy cập"
    r"|in trang|danh mục (?:tin|chính)|đăng nhập|số lượt|từ khóa|đánh giá bài viết)"
)
"""What a web page prints below a document."""
