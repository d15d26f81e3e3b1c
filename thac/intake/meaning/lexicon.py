"""The words that names of bodies are made of, all in plain form: kinds, fields of work, qualifiers, titles of heads."""

import re
from collections.abc import Iterable


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest first."""
    return "(?:" + "|".join(sorted(phrases, key=len, reverse=True)) + ")"


def _joined(name: str) -> str:
    """A name whose commas, dashes and "và" may be written in each other's place."""
    words = re.findall(r"\w+", name.replace(" và ", " "))
    return r"(?:\s?[,&-]\s?|\s)(?:và )?".join(words)


FIELDS = any_of(
    _joined(name)
    for name in (
        *("nội vụ", "tư pháp", "tài chính", "công thương", "nông nghiệp và môi trường", "xây dựng", "y tế"),
        *("khoa học và công nghệ", "văn hóa, thể thao và du lịch", "văn hóa và thể thao", "giáo dục và đào tạo"),
        *("ngoại vụ", "dân tộc và tôn giáo", "dân tộc", "du lịch", "quy hoạch - kiến trúc", "an toàn thực phẩm"),
        *("quốc phòng", "công an", "ngoại giao", "lao động - thương binh và xã hội", "kế hoạch và đầu tư"),
        *("tài nguyên và môi trường", "thông tin và truyền thông", "giao thông vận tải", "nông nghiệp và ptnt"),
        *("nông nghiệp và phát triển nông thôn", "kinh tế", "kinh tế, hạ tầng và đô thị", "hạ tầng và đô thị"),
        *("văn hóa - xã hội", "văn hóa", "kinh tế - xã hội", "pháp chế", "tài chính - kế hoạch", "vh-xh", "gd&đt"),
        *("nội chính", "dân vận", "tuyên giáo", "tuyên giáo và dân vận", "kh&cn", "nn&mt", "vhtt&dl", "vh,tt&dl"),
    )
)
"""Fields of work that a ministry, department or division is named after; several hold commas of their own."""

PROPER = any_of(
    (
        *(
            "sở",
            "bộ",
            "phòng",
            "ban",
            "văn phòng",
            "ubnd",
            "ủy ban nhân dân",
            "ủy ban nhân",
            "hđnd",
            "hội đồng nhân dân",
            "hội đồng",
        ),
        *("ủy ban", "ubmttq", "mttq", "mặt trận tổ quốc", "mặt trận", "công an", "bộ chỉ huy", "ban chỉ huy"),
        *("ban chỉ đạo", "ban quản lý", "ban thường trực", "ban thường vụ", "ban chấp hành", "ban giám đốc"),
        *("trung tâm", "đài", "báo", "chi cục", "tổng cục", "cục", "vụ", "viện", "học viện", "viện kiểm sát"),
        *("trường", "đại học", "bệnh viện", "trạm", "trạm y tế", "công ty", "tổng công ty", "tập đoàn", "ngân hàng"),
        *("chi nhánh", "kho bạc", "bảo hiểm xã hội", "bhxh", "thuế", "hải quan", "thanh tra", "tòa án", "hội", "đoàn"),
        *("liên đoàn", "liên minh", "liên hiệp", "đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "đảng bộ", "chi bộ"),
        *("thường trực", "tổ", "tổ công tác", "tổ công nghệ số cộng đồng", "đội", "quỹ", "thông tấn xã", "cổng"),
        *("nhà xuất bản", "hạt", "hạt kiểm lâm", "kiểm lâm", "bưu điện", "viễn thông", "điện lực", "công đoàn"),
        *("tỉnh đoàn", "thành đoàn", "đoàn thanh niên", "hội nông dân", "hội phụ nữ", "hội cựu chiến binh", "ttpvhcc"),
        *("hội liên hiệp phụ nữ", "hội chữ thập đỏ", "chính phủ", "quốc hội", "kiểm toán nhà nước", "bộ phận"),
        *("đoàn đại biểu", "đồn", "bộ tư lệnh", "quân khu", "bộ đội biên phòng", "bđbp", "thôn", "tổ dân phố", "bản"),
        *("vnpt", "viettel", "mobifone", "vinaphone", "evn", "agribank", "bidv", "vietinbank", "vietcombank"),
        *("hiệp hội", "câu lạc bộ", "chi ủy", "chi hội", "chi đoàn"),
        *("khu phố", "ấp", "buôn", "tiểu ban", "nhà máy", "hợp tác xã", "nhà trường", "xã", "phường", "đặc khu"),
    )
)
"""Kinds of bodies that a proper name follows."""

NO_BODY = re.compile(
    r"(?:tổ chức|ban hành|ban bố|ban đầu|báo cáo|báo chí|báo động|hội nghị|hội thảo|hội họp|hội thi|hội nhập|bộ máy"
    r"|bộ luật|bộ tiêu chí|bộ chỉ số|bộ thủ tục|bộ dữ liệu|bộ câu hỏi|bộ sách|trường hợp|phòng,? (?:chống|ngừa|tránh)"
    r"|phòng họp|phòng thủ|đoàn kết|đoàn viên|đoàn thể|đoàn kiểm tra|đoàn công tác|viện trợ|viện dẫn|vụ việc|vụ án"
    r"|cục bộ"
    r"|thuế (?:suất|thu|giá|tiêu)|cổng dịch vụ|quỹ đất|tổ hợp|đội ngũ|hội viên|hội đồng thành"
    r"|bản (?:đồ|dịch|sao|cam kết|giấy|chất|tin|ghi)|thôn,? bản|thường trực tiếp|trạm biến|xã hội)(?!\w)"
)
"""What only begins like a body."""

WHOLE = any_of(
    (
        (
            r"(?:văn phòng|vp)\s(?:hđnd|hội đồng nhân dân)(?: (?:tỉnh|xã|phường|thành phố))?\s?(?:&|,|-|và)\s?"
            r"(?:ubnd|ủy ban nhân dân)"
        ),
        r"báo(?: \w+)?(?:,| và) đài(?: phát thanh)?(?:,?(?: và)? (?:truyền hình|truyền thanh))?",
        r"văn phòng đoàn (?:đại biểu quốc hội|đbqh)(?:,| và|\s?&)? (?:hội đồng nhân dân|hđnd)(?: tỉnh| thành phố)?",
        r"(?:thường trực )?hđnd,? (?:và )?ubnd",
        r"(?:cơ quan )?(?:ủy ban )?(?:mặt trận tổ quốc|mttq)(?: việt nam| vn)?",
        (
            r"ban (?:quản lý|qlda)(?: các)? ?(?:dự án)?(?: đầu tư)?(?: và)?(?: xây dựng)(?:(?: các)? công trình)?"
            r"(?:(?:,| và)?"
            r" (?:giao thông|dân dụng|công nghiệp|nông nghiệp|thủy lợi|hạ tầng|trọng điểm|phát triển nông thôn"
            r"|đô thị))*(?: (?:tỉnh|thành phố|xã|phường|khu vực)(?! [^\W\d_]*ủy))?"
        ),
        r"trung tâm phục vụ hành chính công",
        r"thủ tướng chính phủ",
        r"(?:các )?phó thủ tướng(?: chính phủ)?(?: phụ trách(?: lĩnh vực)?)?",
        r"chủ tịch nước",
        r"hội đồng nhân dân và ủy ban nhân dân",
    )
)
"""Names that hold a comma, a "và" or a title of their own."""

COMMON = any_of(
    (
        *("cơ quan", "đơn vị", "sở", "ban", "ngành", "bộ", "địa phương", "phòng", "phòng ban", "tổ chức", "đoàn thể"),
        *("cơ quan ngang bộ", "cơ quan thuộc chính phủ", "cơ sở khám,? chữa bệnh", "tổ chức tôn giáo"),
        *("xã", "phường", "đặc khu", "tỉnh", "thành phố", "huyện", "thị trấn", "trường", "trường học", "nhà trường"),
        *("cơ sở giáo dục", "cơ sở y tế", "cơ sở đào tạo", "cơ sở khám bệnh", "cơ sở sản xuất", "cơ sở kinh doanh"),
        *("doanh nghiệp", "chủ rừng", "chủ đầu tư", "chủ hồ", "hội", "hội quần chúng", "thôn", "bản", "tổ dân phố"),
        *("khu phố", "ấp", "khóm", "cấp ủy", "chi bộ", "chính quyền", "lực lượng", "cấp", "trung tâm", "ban quản lý"),
        *("công ty", "tập đoàn", "tổng công ty", "bệnh viện", "trạm y tế", "hợp tác xã", "thành viên", "tổ trưởng"),
        *("công chức", "cán bộ", "viên chức", "người lao động", "cơ quan báo chí", "ngân hàng", "tổ chức tín dụng"),
        *("nhà mạng", "cơ sở tôn giáo", "hộ kinh doanh", "hộ gia đình", "chi, đảng bộ", "chốt kiểm dịch"),
        *("tổ đại biểu", "tổ hòa giải", "tổ dân vận", "tổ chức đảng", "tổ chức cơ sở đảng", "tổ chức hội", "đảng bộ"),
        *("tổ chức thành viên", "chi hội", "chi đoàn", "ban công tác mặt trận", "đội", "tổ", "viện", "đại học"),
        *(
            "cơ quan trung ương",
            "đoàn kiểm tra",
            "khoa",
            "cục",
            "vụ",
            "chi cục",
            "hội đoàn thể",
            "ban đảng",
            "nhà thầu",
        ),
    )
)
"""Nouns for classes of bodies, behind "các"."""

ALONE = any_of(
    (
        *(
            "cơ quan",
            "đơn vị",
            "địa phương",
            "chính quyền",
            "lực lượng",
            "ngành",
            "cấp ủy",
            "doanh nghiệp",
            "nhà trường",
        ),
        *(
            "sở, ban, ngành",
            "sở, ngành",
            "sở ngành",
            "sở, ban ngành",
            "xã, phường",
            "chủ đầu tư",
            "chủ rừng",
            "bộ, ngành",
        ),
        *("phòng chuyên môn", "cơ quan ngang bộ", "cơ quan thuộc chính phủ", "ban, ngành", "cấp xã", "bộ, ban, ngành"),
    )
)
"""Classes that are named without "các"."""

QUALIFIER = any_of(
    (
        *("có liên quan", "liên quan", "chức năng", "có chức năng", "chuyên môn", "khác", "nêu trên", "nói trên"),
        *("trực thuộc", "thuộc", "của", "tại", "trên địa bàn", "đóng trên địa bàn", "đứng chân trên địa bàn", "ở"),
        *("cấp tỉnh", "cấp xã", "cấp huyện", "cấp trên", "cấp dưới", "cấp cơ sở", "các cấp", "địa phương", "cơ sở"),
        *("công lập", "ngoài công lập", "tư thục", "hành chính", "hành chính nhà nước", "nhà nước", "có thẩm quyền"),
        *("quản lý nhà nước", "trung ương", "tỉnh", "thành phố", "xã", "phường", "đặc khu", "thôn", "tổ dân phố", "ấp"),
        *("khu phố", "bản", "huyện", "thị trấn", "quốc gia", "nhân dân", "quân sự", "đoàn thể", "chính trị - xã hội"),
        *("chính trị xã hội", "sự nghiệp", "sự nghiệp công lập", "báo chí", "thông tấn báo chí", "truyền thông"),
        *("ngành dọc", "là tổ chức", "kiểm lâm", "công an", "vũ trang", "thông tấn, báo chí", "chủ rừng"),
        *("hội", "xã hội", "mặt trận", "hai cấp", "02 cấp", "2 cấp", "kinh tế", "khu vực", "chủ quản", "chủ đầu tư"),
        *("dân cư", "khu dân cư", "trực thuộc trung ương", "giáo dục", "y tế", "văn hóa", "thành viên", "dự án"),
    )
)
"""Small words that belong to the name of a body or class."""

NAME_WORDS = any_of(
    (
        *("hành chính công", "phục vụ hành chính công", "chuyển đổi số", "việc làm", "dịch vụ việc làm", "xã hội"),
        *("phòng thủ dân sự", "quốc gia", "phụ nữ", "cựu chiến binh", "nông dân", "thanh niên", "chính sách xã hội"),
        *("quân sự", "biên phòng", "kiểm soát bệnh tật", "bệnh tật", "khu kinh tế", "khu công nghiệp", "các khu"),
        *("công nghiệp", "đất đai", "quỹ đất", "rừng", "rừng đặc dụng", "rừng phòng hộ", "phòng hộ", "đặc dụng"),
        *("khuyến nông", "dịch vụ công", "công", "nông nghiệp", "điện tử", "thông tin điện tử", "truyền thanh"),
        *("truyền hình", "phát thanh", "y tế", "mầm non", "tiểu học", "trung học cơ sở", "trung học phổ thông"),
        *("bầu cử", "cải cách hành chính", "thi đua - khen thưởng", "thi đua, khen thưởng", "an toàn giao thông"),
        *("phòng, chống thiên tai", "phòng chống thiên tai", "tìm kiếm cứu nạn", "nhân dân", "văn hóa", "thể thao"),
        *("du lịch", "biến đổi khí hậu", "xây dựng đảng", "đảng", "tổ quốc", "việt nam", "chữ thập đỏ", "khuyến học"),
        *("người cao tuổi", "chính trị", "ngân sách", "pháp chế", "kinh tế", "đối ngoại", "công tác", "cơ quan"),
        *("đô thị", "cửa khẩu", "quốc tế", "cửa khẩu quốc tế", "cảng", "hàng không", "đường thủy", "liên ngành"),
        *("một cửa", "tiếp nhận và trả kết quả", "số", "hồ chí minh", "lao động", "khí tượng thủy văn", "thủy văn"),
        *("thủy lợi", "cải cách hành chính", "tổ chức cán bộ", "phản biện xã hội", "địa chính"),
        *(
            "dân sự",
            "nghiệp vụ",
            "dân số",
            "trẻ em",
            "pháp luật",
            "tư pháp",
            "thuế",
            "tự quản",
            "cơ sở",
            "thường vụ",
            "chấp hành",
        ),
    )
)
"""Small words inside proper names."""

COMPOUND = re.compile(
    any_of(
        (
            *(
                "thành phố",
                "dịch vụ",
                "truyền hình",
                "phát thanh",
                "truyền thanh",
                "tiếng nói",
                "tiểu học",
                "trung học",
            ),
            *(
                "mầm non",
                "chuyển đổi",
                "phục vụ",
                "hành chính",
                "thông tin",
                "quản lý",
                "bảo trợ",
                "kiểm soát",
                "xúc tiến",
            ),
            *("phát triển", "khuyến nông", "đầu tư", "giám định", "bảo tàng", "thư viện", "nghệ thuật", "hoạt động"),
            *("thiếu nhi", "trợ giúp", "đấu giá", "công nghệ", "kỹ thuật", "giáo dục", "nghề nghiệp", "quan trắc"),
            *("môi trường", "tài nguyên", "nước sạch", "chăn nuôi", "trồng trọt", "bảo vệ", "kiểm lâm", "thủy lợi"),
            *("thủy sản", "đăng kiểm", "y học", "đa khoa", "cấp cứu", "phục hồi", "kiểm nghiệm", "dân số", "bảo hiểm"),
            *("chính sách", "hợp tác", "nhà nước", "doanh nghiệp", "nông thôn", "nông dân", "phụ nữ", "thanh niên"),
            *("thiếu niên", "cựu chiến binh", "sinh viên", "khuyến học", "văn học", "nhà báo", "luật gia", "hữu nghị"),
            *(
                "chính phủ",
                "nhân dân",
                "tổ quốc",
                "quốc hội",
                "trung ương",
                "xã hội",
                "lao động",
                "kinh tế",
                "tài chính",
            ),
            *(
                "chỉ huy",
                "chỉ đạo",
                "quân sự",
                "biên phòng",
                "phòng cháy",
                "cứu nạn",
                "tìm kiếm",
                "phòng thủ",
                "dân sự",
            ),
            *("công tác", "thường trực", "thường vụ", "chấp hành", "kiểm tra", "tuyên giáo", "dân vận", "nội chính"),
            *("tổ chức", "pháp chế", "ngân sách", "văn hóa", "thể thao", "du lịch", "điện tử", "đất đai", "việc làm"),
            *("bầu cử", "cải cách", "an ninh", "cảnh sát", "giao thông", "xây dựng", "thương mại", "công nghiệp"),
            *(
                "nông nghiệp",
                "đô thị",
                "hạ tầng",
                "kiến trúc",
                "quy hoạch",
                "dân tộc",
                "tôn giáo",
                "tín ngưỡng",
                "ngoại vụ",
            ),
            *(
                "tư pháp",
                "nội vụ",
                "y tế",
                "khoa học",
                "đào tạo",
                "lưu trữ",
                "lịch sử",
                "di sản",
                "di tích",
                "danh thắng",
            ),
            *(
                "giám sát",
                "phản biện",
                "dân chủ",
                "khoa giáo",
                "tổng hợp",
                "thanh tra",
                "kế hoạch",
                "lâm nghiệp",
                "kế toán",
            ),
            *(
                "phòng hộ",
                "đặc dụng",
                "khí tượng",
                "thủy văn",
                "hải quân",
                "không quân",
                "chữ thập đỏ",
                "người cao tuổi",
            ),
        )
    )
    + r"(?!\w)"
)
"""Words of two syllables of which a name writes only the first with a capital."""

NO_SYLLABLE = re.compile(
    r"(?:gửi|giao|trình|lập|tự|theo|cùng|với|và|do|để|về|tại|trong|của|các|có|là|làm|được|đã|phải|cần|từ|đến|cho|nêu"
    r"|khi"
    r"|báo|trên|thuộc|chịu|kể|qua|xem|ký|rà|đôn|sẽ|nếu|mời|dự|chỉ)$"
)
"""Small syllables that never end a word begun with a capital."""

LONG_NAMED = re.compile(
    r"(?:ban|trung tâm|văn phòng|hội|tổ|đội|quỹ|chi nhánh|công ty|viện|trường|tập đoàn|tổng công ty|ủy ban|liên|đoàn"
    r"|cục"
    r"|chi cục|bộ phận|tiểu ban|bộ chỉ huy)\b"
)
"""Kinds whose names may run through many small words up to a place."""

PLACE_END = re.compile(
    r"(?:tỉnh|thành phố|xã|phường|quốc gia|trung ương|việt nam|khu vực|đặc khu|cấp (?:tỉnh|xã|huyện|trên|cơ sở))(?!\w)"
)

ACTS = any_of(
    (
        *(
            "chủ trì",
            "phối hợp",
            "có trách nhiệm",
            "chịu trách nhiệm",
            "triển khai",
            "hướng dẫn",
            "tham mưu",
            "báo cáo",
        ),
        *("theo dõi", "đôn đốc", "tổ chức", "thực hiện", "tiếp tục", "chủ động", "tăng cường", "rà soát", "xây dựng"),
        *(
            "ban hành",
            "kiểm tra",
            "căn cứ",
            "theo",
            "khẩn trương",
            "kịp thời",
            "thường xuyên",
            "phải",
            "cần",
            "chỉ đạo",
        ),
        *(
            "tập trung",
            "nghiêm túc",
            "bố trí",
            "cân đối",
            "tuyên truyền",
            "đẩy mạnh",
            "nghiên cứu",
            "đề xuất",
            "quán triệt",
        ),
        *("và", "để", "trong", "về", "cùng", "giao", "yêu cầu", "đề nghị", "làm", "là", "được", "đã", "thông tin"),
    )
)
"""Words that begin what a body does; a name never runs through them."""

TRADES = any_of(
    (
        *("bưu chính", "viễn thông", "vận tải", "lữ hành", "du lịch", "lưu trú", "xuất khẩu", "nhập khẩu", "chế biến"),
        *(
            "công nghệ thông tin",
            "công nghệ số",
            "thương mại",
            "thương mại điện tử",
            "xăng dầu",
            "điện lực",
            "cấp nước",
        ),
        *("bất động sản", "xây dựng", "khai thác khoáng sản", "khai thác", "bảo hiểm", "chứng khoán", "dệt may"),
        *("nông nghiệp", "thủy sản", "lâm nghiệp", "dược", "thực phẩm", "giáo dục", "truyền thông", "logistics"),
        *(
            "nhà nước",
            "tư nhân",
            "nhỏ và vừa",
            "khởi nghiệp",
            "hạ tầng",
            "hạ tầng số",
            "đầu tư",
            "kinh doanh",
            "sản xuất",
        ),
    )
)
"""What trade a class of enterprises is in; several stand in a row: "doanh nghiệp bưu chính, viễn thông"."""

TITLE = (
    r"(?:(?:(?:các )?(?:đồng chí|đ/c|ông(?: \(bà\))?|bà)[:,]? )?(?:thủ trưởng|người đứng đầu|lãnh đạo|tổng giám đốc"
    r"|giám đốc|bộ trưởng|chủ tịch(?! nước)|tổng cục trưởng|chi cục trưởng|cục trưởng|vụ trưởng|viện trưởng|hiệu trưởng"
    r"|trạm trưởng|đội trưởng|chỉ huy trưởng|tư lệnh|chánh(?= văn phòng| thanh tra| án)"
    r"|trưởng(?= (?:các|ban|phòng|công an|trạm|bộ phận|tiểu ban)\b)|bí thư(?= (?:các|đảng ủy|tỉnh ủy|thành ủy)\b)),? )+"
)
"""Titles of heads; the body that follows is meant."""

POST = (
    r"(?:phó (?:ch\w tịch|giám đốc|trưởng \w+|chánh \w+|bí thư)(?: thường trực)?|bí thư(?: chi bộ)?"
    r"|(?:khu phố|thôn|ấp|bản|xóm) trưởng"
    r"|trưởng (?:thôn|bản|ấp|khu phố|tổ dân phố|xóm|buôn"
    r"|đoàn(?= [^\W\d_]|[,;.:)]|$)(?! thể)|đoàn thể|ban công tác mặt trận)"
    r"|đại biểu(?= (?:hội đồng nhân dân|hđnd|quốc hội))|tổ trưởng|(?:(?:đảng|chi|cấp|tỉnh|thành) )?ủy viên|thành viên"
    r"|chuyên viên|cán bộ|công chức|chủ tịch(?= (?:mặt trận|mttq|hội|công đoàn)\b))"
)
"""Posts and persons that act in their own name."""

ROLE = re.compile(
    r"(?:(?:các|những|từng|mỗi) )?(?P<who>cơ quan|đơn vị|tổ chức|sở|ngành|bộ|địa phương|cá nhân|phòng|bộ phận)"
    r"(?:(?:,| và| hoặc) (?:cơ quan|đơn vị|tổ chức|sở|ban|ngành|bộ|địa phương|cá nhân|phòng|bộ phận))* "
    r"(?P<role>được (?:giao|phân công)(?: nhiệm vụ)?(?: (?:chủ trì|phụ trách|làm đầu mối|thực hiện|tham mưu|theo dõi"
    r"|soạn thảo|xây dựng)(?: (?:địa bàn|lĩnh vực))?)?|chủ trì(?: (?:soạn thảo|tham mưu|xây dựng))?|chủ quản"
    r"|soạn thảo|đầu mối|tham mưu)(?!\w)"
)
"""A body named by its part in the matter alone."""

OUTSIDE = re.compile(
    r"mặt trận|mttq|đảng ủy|tỉnh ủy|thành ủy|ban thường vụ|ủy ban kiểm tra|ban tuyên giáo|ban nội chính|ban dân vận"
    r"|ban tổ chức|ban xây dựng đảng|hội đồng nhân dân|hđnd|đoàn đại biểu|quốc hội|đoàn thể|đoàn thanh niên|tỉnh đoàn"
    r"|thành đoàn|liên đoàn lao động|công đoàn|hội (?:nông dân|phụ nữ|liên hiệp|cựu chiến binh|chữ thập|luật gia|người)"
    r"|tổ chức chính trị|tòa án|viện kiểm sát|kho bạc|^thuế|cục thuế|bảo hiểm xã hội|bhxh|ngân hàng|hải quan|bưu điện"
    r"|ban chấp hành|đoàn (?:xã|phường|tỉnh|thành phố|đặc khu)|chi đoàn|đoàn luật sư|hội liên hiệp"
    r"|khí tượng|viễn thông|điện lực|tập đoàn|tổng công ty|công ty|doanh nghiệp|hiệp hội|thường trực (?:hđnd|hội đồng)"
)
"""Bodies outside the chain of command of the State administration (DESIGN.md: requests, never orders)."""
