"""What the example documents say, written down by hand beside them: header, recipients, references, tree.

``preamble``, ``body``, ``closing`` and ``appendices`` list the items in order, each with the line it starts in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """The structure of one example document."""

    header: tuple[str | None, str | None, str | None, str | None, str | None]
    """Number, symbol, type, issuing body, place."""
    day: tuple[int | None, int | None, int | None]
    subject: str
    signed: tuple[str | None, str | None]
    to: tuple[str, ...]
    copies: int
    references: tuple[tuple[str, str | None, str], ...]
    preamble: str
    body: str
    closing: str
    appendices: str
    footnotes: tuple[str, ...]


EXPECTED = {
    "chi-thi-hanh-lang-duong-bo": Expected(
        header=("09", "CT-UBND", "Chỉ thị", "Ủy ban nhân dân tỉnh Hà Giang Mới", "Hà Giang Mới"),
        day=(5, 3, 2026),
        subject=("VỀ VIỆC TĂNG CƯỜNG QUẢN LÝ, BẢO VỆ KẾT CẤU HẠ TẦNG VÀ HÀNH LANG AN TOÀN ĐƯỜNG BỘ TRÊN ĐỊA BÀN TỈNH"),
        signed=("CHỦ TỊCH", "Hoàng Minh Khải"),
        to=(),
        copies=6,
        references=(
            ("35/2024/QH15", None, "cited"),
            ("165/2024/NĐ-CP", "2024-12-26", "cited"),
            ("10/CT-TTg", "2023-04-19", "implements"),
        ),
        preamble="@18 | @22",
        body=(
            "I @26 | I.1 @27 | I.1.a @29 | I.1.b @31 | I.2 @33 | I.2 paragraph 1 @34 | II @36 | II.1 @37 "
            "| II.1 bullet 1 @38 | II.1 bullet 2 @41 | II.2 @43 | II.2 paragraph 1 @44 | II.3 @47 | III "
            "@49 | III.1 @50 | III.2 @53"
        ),
        closing="@55",
        appendices="",
        footnotes=(),
    ),
    "chuong-trinh-hanh-dong-dang-uy": Expected(
        header=("05", "CTr/ĐU", "Chương trình hành động", "Đảng ủy xã Vạn Xuân", "Vạn Xuân"),
        day=(28, 2, 2026),
        subject=(
            "thực hiện Nghị quyết số 59-NQ/TW, ngày 24/01/2025 của Bộ Chính trị về hội nhập quốc tế trong tình hình mới"
        ),
        signed=("T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ", "Cao Xuân Lộc"),
        to=(),
        copies=4,
        references=(
            ("59-NQ/TW", "2025-01-24", "implements"),
            ("11-CTr/TU", "2026-01-15", "implements"),
        ),
        preamble="@11",
        body=(
            "A @12 | A paragraph 1 @13 | B @14 | B.I @15 | B.I.1 @16 | B.I.2 @17 | B.I.2 bullet 1 @18 | "
            "B.I.2 bullet 1 bullet 1 @19 | B.I.2 bullet 1 bullet 2 @20 | B.I.2 bullet 2 @21 | B.II @22 | "
            "B.II.1 @23 | C @24 | C paragraph 1 @25"
        ),
        closing="",
        appendices="",
        footnotes=(),
    ),
    "cong-dien-ung-pho-bao": Expected(
        header=("21", "CĐ-UBND", "Công điện", "Ủy ban nhân dân tỉnh An Lạc", "An Lạc"),
        day=(18, 9, 2026),
        subject="Về việc tập trung ứng phó bão số 7 và mưa lũ sau bão",
        signed=("KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Vũ Thanh Hải"),
        to=(
            "Giám đốc, Thủ trưởng các sở, ban, ngành tỉnh",
            "Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu",
            "Công ty Điện lực An Lạc",
        ),
        copies=5,
        references=(("188/CĐ-TTg", "2026-09-18", "implements"),),
        preamble="@23",
        body="1 @25 | 1.a @27 | 1.b @29 | 2 @31 | 3 @33",
        closing="@35",
        appendices="",
        footnotes=(),
    ),
    "cong-van-khong-danh-so-muc": Expected(
        header=("146", "UBND-KT", "Công văn", "Ủy ban nhân dân xã Phú Lâm", "Phú Lâm"),
        day=(2, 6, 2026),
        subject="báo cáo tình hình sử dụng đất công ích",
        signed=("KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Mai Văn Dũng"),
        to=("Trưởng các thôn", "Hợp tác xã Nông nghiệp Phú Lâm"),
        copies=2,
        references=(("1024/SNNMT-QLĐĐ", "2026-05-28", "cited"),),
        preamble="@12 | @14",
        body="paragraph 1 @16 | paragraph 2 @18",
        closing="@20",
        appendices="",
        footnotes=(),
    ),
    "cong-van-so-noi-vu-pdf": Expected(
        header=("512", "SNV-CCHC&VTLT", "Công văn", "Sở Nội vụ", "Trường Sơn"),
        day=(9, 4, 2026),
        subject="đẩy mạnh sử dụng văn bản điện tử ký số trong cơ quan nhà nước",
        signed=("GIÁM ĐỐC", "Phan Quốc Trung"),
        to=("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các xã, phường"),
        copies=4,
        references=(
            ("30/2020/NĐ-CP", "2020-03-05", "cited"),
            ("77/KH-UBND", "2026-03-20", "implements"),
        ),
        preamble="@23",
        body="1 @29 | 1 paragraph 1 @31 | 2 @37 | 2 bullet 1 @39 | 2 bullet 2 @49 | 3 @55",
        closing="@61",
        appendices="",
        footnotes=("Kế hoạch số 77/KH-UBND ngày 20/3/2026 về chuyển đổi số công tác văn thư, lưu trữ năm 2026.",),
    ),
    "cong-van-tu-cong-thong-tin": Expected(
        header=("733", "UBND-VX", "Công văn", "Ủy ban nhân dân tỉnh Đông Giang", "Đông Giang"),
        day=(10, 6, 2026),
        subject="tăng cường phòng, chống đuối nước cho trẻ em dịp hè năm 2026",
        signed=("TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Tạ Hồng Nhung"),
        to=("Các Sở: Giáo dục và Đào tạo, Y tế, Văn hóa, Thể thao và Du lịch", "Tỉnh đoàn", "UBND các xã, phường"),
        copies=3,
        references=(("2950/BGDĐT-GDTC", "2026-06-01", "implements"),),
        preamble="@43",
        body="1 @45 | 1 paragraph 1 @47 | 2 @49 | 2 bullet 1 @51 | 2 bullet 2 @53 | 3 @55",
        closing="@57",
        appendices="",
        footnotes=(),
    ),
    "huong-dan-ban-to-chuc": Expected(
        header=("12", "HD/BTCTU", "Hướng dẫn", "Ban Tổ chức Tỉnh ủy Lâm Hà", "Lâm Hà"),
        day=(20, 1, 2026),
        subject="tổ chức kiểm điểm, đánh giá, xếp loại chất lượng năm 2026",
        signed=("K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN", "Nông Thị Mai"),
        to=(),
        copies=4,
        references=(
            ("366-QĐ/TW", "2025-08-30", "ancestor"),
            ("40-KH/TU", "2026-01-10", "implements"),
        ),
        preamble="@14",
        body=(
            "I @16 | I.1 @18 | I.2 @20 | II @22 | II.1 @24 | II.1.1 @26 | II.1.2 @28 | II.2 @30 | II.2 paragraph 1 @32"
        ),
        closing="@34",
        appendices="",
        footnotes=(),
    ),
    "ke-hoach-bang-nhieu-o": Expected(
        header=("140", "KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Quang Hải", "Quang Hải"),
        day=(21, 4, 2026),
        subject="PHÁT TRIỂN THƯƠNG MẠI ĐIỆN TỬ NĂM 2026 TRÊN ĐỊA BÀN TỈNH",
        signed=("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Lâm Gia Phúc"),
        to=(),
        copies=2,
        references=(("645/QĐ-TTg", "2020-05-15", "implements"),),
        preamble="@24",
        body=("I @28 | I bullet 1 @30 | II @33 | II row 1 @49 | II row 2 @61 | III @70 | III.1 @72 | III.2 @75"),
        closing="",
        appendices="",
        footnotes=(),
    ),
    "ke-hoach-chuyen-doi-so-du-thao": Expected(
        header=(None, "KH-UBND", "Kế hoạch", "Ủy ban nhân dân phường Bình Minh", "Bình Minh"),
        day=(None, None, 2026),
        subject="Chuyển đổi số năm 2026 trên địa bàn phường Bình Minh",
        signed=("TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH", None),
        to=(),
        copies=4,
        references=(
            ("57-NQ/TW", "2024-12-22", "implements"),
            ("31/KH-UBND", "2026-02-14", "implements"),
        ),
        preamble="@10",
        body=(
            "I @11 | I.1 @12 | I.1 paragraph 1 @13 | I.2 @14 | I.2 bullet 1 @15 | I.2 bullet 2 @16 | II "
            "@17 | II row 1 @19 | II row 2 @20 | II row 3 @21 | III @22 | III.1 @23 | III.1 bullet 1 @24 "
            "| III.1 bullet 2 @25 | III.1 bullet 2 bullet 1 @26 | III.1 bullet 2 bullet 2 @27 | III.2 @28"
            " | III.2 paragraph 1 @29 | III.3 @30 | III.3 paragraph 1 @31"
        ),
        closing="@32",
        appendices="",
        footnotes=(),
    ),
    "ke-hoach-lien-tich": Expected(
        header=(
            "64",
            "KHLT-SYT-SGDĐT",
            "Kế hoạch liên tịch",
            "Sở Y tế - Sở Giáo dục và Đào tạo tỉnh Nam Bình",
            "Nam Bình",
        ),
        day=(17, 8, 2026),
        subject="Phối hợp thực hiện công tác y tế trường học năm học 2026 - 2027",
        signed=("KT. GIÁM ĐỐC SỞ Y TẾ / PHÓ GIÁM ĐỐC", "Quách Văn Thành"),
        to=(),
        copies=3,
        references=(
            ("13/2016/TTLT-BYT-BGDĐT", "2016-05-12", "cited"),
            ("1660/QĐ-TTg", "2021-10-02", "implements"),
            ("85/QĐ-TTg", "2022-01-17", "implements"),
            ("02/2025/NĐ-CP", "2025-01-01", "cited"),
        ),
        preamble="@14 | @16 | @18",
        body=(
            "I @20 | I.1 @22 | I.1.a @24 | I.1.b @26 | I.2 @28 | I.2 paragraph 1 @30 | II @32 | II "
            "paragraph 1 @34 | III @36 | III paragraph 1 @38"
        ),
        closing="",
        appendices="",
        footnotes=(),
    ),
    "ke-hoach-mat-tran-phuong": Expected(
        header=("24", "KH-MTTQ-BTT", "Kế hoạch", "Ban Thường trực Ủy ban MTTQ Việt Nam phường Tân Hưng", "Tân Hưng"),
        day=(6, 5, 2026),
        subject="Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư năm 2026",
        signed=("TM. BAN THƯỜNG TRỰC / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Trịnh Thị Ngọc Lan"),
        to=(),
        copies=5,
        references=(
            ("15/KH-MTTQ-BTT", "2026-04-20", "implements"),
            ("52-KH/ĐU", "2026-05-02", "implements"),
        ),
        preamble="@15 | @17",
        body=(
            "I @19 | I bullet 1 @21 | I bullet 2 @23 | II @25 | II.1 @27 | II.1.1 @29 | II.1.1 bullet 1 "
            "@31 | II.1.1 bullet 2 @33 | II.1.1 bullet 3 @35 | II.1.1 bullet 4 @37 | II.1.2 @39 | "
            "II.1.2.(1) @41 | II.1.2.(2) @43 | II.1.2 bullet 1 @45 | II.2 @47 | II.2 paragraph 1 @49 | "
            "III @51 | III.1 @53 | III.1 bullet 1 @55 | III.2 @57 | III.2 paragraph 1 @59"
        ),
        closing="@61",
        appendices="",
        footnotes=(),
    ),
    "ket-luan-ban-thuong-vu": Expected(
        header=("77", "KL/TU", "Kết luận", "Tỉnh ủy Bắc Thành", "Bắc Thành"),
        day=(19, 3, 2026),
        subject="CỦA BAN THƯỜNG VỤ TỈNH ỦY về nâng cao chất lượng sinh hoạt chi bộ",
        signed=("T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ THƯỜNG TRỰC", "Đoàn Ngọc Sơn"),
        to=(),
        copies=4,
        references=(
            ("210-TTr/BTCTU", "2026-03-05", "cited"),
            ("25-CT/TU", "2022-06-12", "cited"),
        ),
        preamble="@11",
        body="1 @13 | 2 @15 | 2.1 @17 | 2.2 @19 | 3 @21",
        closing="",
        appendices="",
        footnotes=(),
    ),
    "nghi-quyet-hoi-dong-nhan-dan": Expected(
        header=("18", "NQ-HĐND", "Nghị quyết", "Hội đồng nhân dân xã Thạch Bàn", "Thạch Bàn"),
        day=(24, 12, 2025),
        subject="Về nhiệm vụ phát triển kinh tế - xã hội năm 2026",
        signed=("CHỦ TỊCH", "Bùi Đức Thắng"),
        to=(),
        copies=3,
        references=(
            ("310/TTr-UBND", "2025-12-15", "cited"),
            ("12/BC-KTNS", "2025-12-20", "cited"),
        ),
        preamble="@20 | @22 | @24",
        body=(
            "Điều 1 @26 | Điều 1.1 @28 | Điều 1.2 @30 | Điều 2 @32 | Điều 2.1 @34 | Điều 2.1.a @36 | Điều"
            " 2.1.b @38 | Điều 2.2 @40 | Điều 3 @42 | Điều 3 paragraph 1 @44"
        ),
        closing="@46",
        appendices="",
        footnotes=(),
    ),
    "quyet-dinh-ban-hanh-ke-hoach": Expected(
        header=("215", "QĐ-UBND", "Quyết định", "Ủy ban nhân dân xã Đồng Tâm", "Đồng Tâm"),
        day=(12, 1, 2026),
        subject="Về việc ban hành Kế hoạch cải cách hành chính năm 2026 của xã Đồng Tâm",
        signed=("CHỦ TỊCH", "Lương Văn Bách"),
        to=(),
        copies=4,
        references=(
            ("72/2025/QH15", "2025-06-16", "cited"),
            ("76/NQ-CP", "2021-07-15", "implements"),
            ("1999/QĐ-UBND", "2025-12-25", "implements"),
            ("04/TTr-VP", "2026-01-08", "cited"),
        ),
        preamble="@12 | @14 | @16 | @18 | @20",
        body="Điều 1 @22 | Điều 2 @24 | Điều 3 @26 | Điều 3 paragraph 1 @28",
        closing="",
        appendices=(
            "appendix paragraph 1 @37 | appendix paragraph 1 paragraph 1 @38 | appendix paragraph 1 "
            "paragraph 2 @39 | appendix.I @41 | appendix.I.1 @43 | appendix.I.2 @45 | appendix.II @47 | "
            "appendix.II row 1 @51 | appendix.II row 1 row 1 @52 | appendix.II row 1 row 2 @53 | "
            "appendix.II row 2 @54 | appendix.II row 2 row 1 @55"
        ),
        footnotes=(),
    ),
    "thong-bao-ket-luan-hop": Expected(
        header=("88", "TB-VPUBND", "Thông báo", "Văn phòng UBND tỉnh Kim Sơn", "Kim Sơn"),
        day=(3, 2, 2026),
        subject="Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về tiến độ giải ngân vốn đầu tư công năm 2026",
        signed=("TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG", "Đặng Thu Hiền"),
        to=(),
        copies=3,
        references=(("45/BC-STC", "2026-01-28", "cited"),),
        preamble="@11 | @12",
        body="1 @13 | 2 @14 | 2 bullet 1 @15 | 2 bullet 2 @16 | 3 @17 | 4 @18 | 5 @19",
        closing="@20",
        appendices="",
        footnotes=(),
    ),
}
