"""From a letterhead's capitals to the name of a body."""

import pytest

from thac.intake.structure.naming import bodies, running


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ"], ["Ủy ban nhân dân tỉnh Quảng Trị"]),
        (["UBND TỈNH KIM SƠN", "SỞ NỘI VỤ"], ["UBND tỉnh Kim Sơn", "Sở Nội vụ"]),
        (["UBND TỈNH KIM SƠN", "VĂN PHÒNG"], ["UBND tỉnh Kim Sơn", "Văn phòng UBND tỉnh Kim Sơn"]),
        (
            ["ỦY BAN MTTQ VIỆT NAM", "XÃ AN HÒA", "BAN THƯỜNG TRỰC"],
            ["Ủy ban MTTQ Việt Nam xã An Hòa", "Ban Thường trực Ủy ban MTTQ Việt Nam xã An Hòa"],
        ),
        (["ĐẢNG BỘ TỈNH HẢI SƠN", "ĐẢNG ỦY XÃ VẠN XUÂN", "*"], ["Đảng bộ tỉnh Hải Sơn", "Đảng ủy xã Vạn Xuân"]),
        (["TỈNH ỦY BẮC THÀNH", "*"], ["Tỉnh ủy Bắc Thành"]),
        (["BAN CHẤP HÀNH TRUNG ƯƠNG"], ["Ban Chấp hành Trung ương"]),
        (["THỦ TƯỚNG CHÍNH", "PHỦ"], ["Thủ tướng Chính phủ"]),
        ([], []),
    ],
)
def test_lines_become_bodies_the_highest_first(lines: list[str], named: list[str]) -> None:
    assert bodies(lines) == named


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("HỘI ĐỒNG NHÂN DÂN ĐẶC KHU CỒN CỎ", "Hội đồng nhân dân đặc khu Cồn Cỏ"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
        ("Ủy ban nhân dân xã Phú Lâm", "Ủy ban nhân dân xã Phú Lâm"),
    ],
)
def test_capitals_become_running_letters(capitals: str, name: str) -> None:
    assert running(capitals) == name
