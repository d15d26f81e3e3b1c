"""What narrows a class of bodies, and how far a name runs in a list of nothing but names."""

import re

from thac.intake.meaning import lexicon

_MODIFIER = re.compile(
    r" (?:(?:vùng |khu vực |khu |ven |dọc |giáp )?(?:ven biển|biên giới|miền núi|vùng cao|trung du|đồng bằng|hạ du"
    r"|ven sông"
    r"|giáp ranh|hải đảo|đô thị|nông thôn|vùng sâu, vùng xa)|còn lại|có (?!trách nhiệm|kế hoạch|giải pháp|văn bản"
    r"|biện pháp)"
    r"(?:rừng|biển|đê|hồ|đất|dự án|đường|nguy cơ|di tích|làng nghề|chợ|trường|khu công nghiệp|sông|suối|kênh|tuyến"
    r"|mỏ|bến|cảng|cầu|công trình|bãi)(?: [^\W\d_]+){0,3}?"
    r"(?=[,;:.]| (?:chủ|tổ|rà|căn|khẩn|tăng|chỉ|xây|thực|có trách|phối|tiếp|tập|kiểm|báo|hoàn|phải|cần|bố|lập|tuần"
    r"|vận động|tuyên))"
    r"|(?:được|bị) (?!giao|phân công)[^\W\d_]+(?: [^\W\d_]+){0,2}?(?=[,;:.]|$)|trọng điểm"
    r"|trong (?:vùng|khu vực|lưu vực)(?: [^\s,;:.]+){1,4}?(?=[,;:.]|$)|nơi có [^,;:.]{3,40}(?=[,:]))(?!\w)"
)
# "Các xã chưa có báo cáo | khẩn trương …" narrows the class; "các xã đã triển khai rà soát" tells a fact.
_STATE = re.compile(
    r" (?:chưa|còn|chậm|đang|đã(?! (?:triển khai|tổ chức|thực hiện|tiến hành|chỉ đạo|chủ động|phối hợp|kịp thời"
    r"|tập trung"
    r"|ban hành))|có (?:tỷ lệ|kết quả|tiến độ|số liệu|dưới|trên|từ))(?: [^\s,;:.()]+){1,7}?"
    r"(?= (?:khẩn trương|rà soát|phải|cần|có trách nhiệm|tiếp tục|nghiêm túc|chủ động|tập trung|duy trì|phát huy"
    r"|bổ sung|cam kết|kiểm điểm|giải trình|chấn chỉnh|sớm|hoàn thành ngay|gửi ngay)(?!\w))"
)
# What the bodies of a class do or may do, up to the order itself: "các đơn vị quản lý, sử dụng đất công | rà soát".
_DOES = (
    r"(?:sử dụng|quản lý|khai thác|kinh doanh|sản xuất|chế biến|buôn bán|thuê|được (?:cấp|cho|công nhận|hỗ trợ)"
    r"|thụ hưởng|tham gia)"
)
_HOW = r"(?:hiệu quả|tiết kiệm|chặt chẽ|đúng|tốt|có hiệu quả|nghiêm|thống nhất|hợp lý|đầy đủ|tích cực)"
_ORDER = (
    r"(?:rà soát|kiểm tra|tổ chức|thực hiện|triển khai|báo cáo|lắp đặt|xây dựng|lập|cam kết|chấp hành|hoàn thành"
    r"|khẩn trương|phối hợp|chủ trì|chủ động|chịu trách nhiệm|có trách nhiệm|phải|cần|tăng cường|thường xuyên|đăng ký"
    r"|kê khai|niêm yết|ký|gửi|nộp|cung cấp|bố trí|tập trung|nghiêm túc|tiếp tục|thống kê|cập nhật|công khai|tự)"
)
_NEXT = rf"(?:(?! {_ORDER}\b) [^\s,;:.()]+|,(?! (?:các|{lexicon.PROPER}|{lexicon.COMMON}|{_DOES}|{_ORDER})\b))"
_DOING = rf" {_DOES}(?:(?:, | và ){_DOES})*(?! {_HOW}\b){_NEXT}{{1,12}}"
_RESTRICTED = re.compile(rf"{_DOING}(?<!phép)(?<!,)(?= {_ORDER}\b)")
_RESTRICTED_IN_A_LIST = re.compile(rf"{_DOING}(?<!,)(?=\s?[;:.]|$)")
_CLASS_START = re.compile(r"(?:(?:ubnd|ủy ban nhân dân) )?(?:các|những) ")
_REST = re.compile(
    r"(?: (?!(?:chủ trì|phối hợp|thực hiện|tham gia|và|cùng|có trách nhiệm|trong|theo|căn cứ"
    r"|để|lãnh đạo|chỉ đạo|hướng dẫn|tham mưu|đôn đốc|rà soát|triển khai|báo cáo|giúp"
    r"|tiếp tục)\b)[^\s,;:.()/]+){1,6}(?=\s?[,;:(]| và |\.?$)"
)


def narrowed(words: str, begin: int, end: int) -> int:
    """The end of a class with what narrows it: "UBND các xã | ven biển", "các phường | còn lại"."""
    if not (_CLASS_START.match(words, begin) or " các " in words[begin:end]):
        return end
    modifier = _MODIFIER.match(words, end) or _STATE.match(words, end) or _RESTRICTED.match(words, end)
    return modifier.end() if modifier else end


def in_a_list(words: str, begin: int, end: int) -> int:
    """The end of a name in a list of names: all up to what parts it from the next."""
    narrow = narrowed(words, begin, end)
    restricted = _CLASS_START.match(words, begin) and _RESTRICTED_IN_A_LIST.match(words, narrow)
    rest = restricted or _REST.match(words, narrow)
    return rest.end() if rest else narrow
