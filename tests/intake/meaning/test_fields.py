"""Labelled fields of an assignment, as bullets, inline, and as columns of a table."""

import pytest

from thac.intake.document import Item, ItemKind
from thac.intake.meaning.fields import Field, Kind, cells_of, column, fields_of, labelled
from thac.intake.meaning.listing import listed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cơ quan chủ trì: Sở Nội vụ.", Kind.LEAD),
        ("Đơn vị chủ trì thực hiện: Phòng Kinh tế", Kind.LEAD),
        ("Chủ trì: Văn phòng UBND tỉnh", Kind.LEAD),
        ("Phân công chủ trì: Sở Y tế", Kind.LEAD),
        ("Đơn vị phối hợp: Công an xã", Kind.COORDINATORS),
        ("Phối hợp: các thôn", Kind.COORDINATORS),
        ("Cơ quan thực hiện: các sở, ban, ngành", Kind.ACTORS),
        ("Đơn vị chủ trì, phối hợp: Phòng Kinh tế, các thôn", Kind.ACTORS),
        ("Thời gian thực hiện: Quý II/2026", Kind.TIME),
        ("Tiến độ: tháng 5/2026", Kind.TIME),
        ("Thời gian hoàn thành: tháng 5/2026", Kind.TERM),
        ("Thời hạn: 30/4/2026", Kind.TERM),
        ("Sản phẩm dự kiến: Báo cáo kết quả", Kind.PRODUCT),
        ("Kết quả: Kế hoạch được ban hành", Kind.PRODUCT),
        ("Kết quả, sản phẩm: Quyết định", Kind.PRODUCT),
        ("Nội dung thực hiện: Rà soát hộ nghèo", Kind.CONTENT),
        ("Chỉ tiêu: 80% hồ sơ trực tuyến", Kind.TARGET),
        ("Kinh phí thực hiện: ngân sách xã", Kind.OTHER),
        ("Địa điểm: Hội trường UBND xã", Kind.OTHER),
    ],
)
def test_a_label_says_what_its_field_holds(text: str, kind: Kind) -> None:
    assert labelled(text) == (kind, text.index(":") + 2)


@pytest.mark.parametrize(
    "text",
    [
        "Chủ trì, phối hợp với Sở Tài chính rà soát.",
        "Phối hợp chặt chẽ với Công an xã.",
        "Kết quả thực hiện được báo cáo hằng quý.",
        "Phòng Kinh tế: rà soát hộ kinh doanh.",
    ],
)
def test_a_sentence_has_no_label(text: str) -> None:
    assert labelled(text) is None


def test_fields_inside_a_sentence_are_parted_and_the_rest_stays() -> None:
    text = (
        "Nâng cấp mạng nội bộ (Chủ trì: Văn phòng HĐND và UBND; phối hợp: Phòng Kinh tế; thời gian: quý II/2026; "
        "sản phẩm: hệ thống được nghiệm thu)."
    )
    found, rest = fields_of(text, 9)
    assert rest == "Nâng cấp mạng nội bộ"
    assert found == (
        Field(Kind.LEAD, "Văn phòng HĐND và UBND", 9),
        Field(Kind.COORDINATORS, "Phòng Kinh tế", 9),
        Field(Kind.TIME, "quý II/2026", 9),
        Field(Kind.PRODUCT, "hệ thống được nghiệm thu", 9),
    )


def test_the_content_of_a_field_keeps_its_own_semicolons_and_brackets() -> None:
    found, rest = fields_of("Cơ quan phối hợp: Sở Tài chính; UBND các xã (nơi có dự án)", 3)
    assert rest == ""
    assert found == (Field(Kind.COORDINATORS, "Sở Tài chính; UBND các xã (nơi có dự án)", 3),)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Cơ quan chủ trì", Kind.LEAD),
        ("ĐƠN VỊ PHỐI HỢP", Kind.COORDINATORS),
        ("Thời gian hoàn thành", Kind.TERM),
        ("Nội dung nhiệm vụ", Kind.CONTENT),
        ("Sản phẩm/Kết quả", Kind.PRODUCT),
        ("TT", Kind.OTHER),
        ("Ý kiến khác", Kind.OTHER),
    ],
)
def test_a_column_says_it_by_its_heading(heading: str, kind: Kind) -> None:
    assert column(heading) is kind


def test_empty_cells_are_no_fields() -> None:
    cells = (("TT", "1"), ("Nội dung", "Rà soát hộ nghèo"), ("Cơ quan phối hợp", "-"), ("Ghi chú", ""))
    row = Item("II row 1", "", "", 5, (5,), ItemKind.ROW, cells=cells)
    assert [one.kind for one in cells_of(row)] == [Kind.OTHER, Kind.CONTENT]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Hiệp hội Cá tra tỉnh, Sở Công Thương", ["Hiệp hội Cá tra tỉnh", "Sở Công Thương"]),
        ("Sở Công Thương, Hiệp hội Cá tra tỉnh", ["Sở Công Thương", "Hiệp hội Cá tra tỉnh"]),
        ("Hiệp hội Cá tra tỉnh; Sở Công Thương", ["Hiệp hội Cá tra tỉnh", "Sở Công Thương"]),
        ("Chi ủy, thôn trưởng, các chi hội", ["Chi ủy", "Thôn trưởng", "các chi hội"]),
        ("Bí thư chi bộ, Trưởng ban Công tác Mặt trận", ["Bí thư chi bộ", "Trưởng ban Công tác Mặt trận"]),
        ("Công an xã, các nhà tài trợ", ["Công an xã", "các nhà tài trợ"]),
        ("Trạm Y tế, chi hội Nông dân thôn", ["Trạm Y tế", "chi hội Nông dân thôn"]),
        ("Già làng, người có uy tín, các thôn", ["Già làng", "người có uy tín", "các thôn"]),
        # What comes last is no name.
        ("Công an xã, theo phân công của Chủ tịch UBND xã", ["Công an xã"]),
        ("Công an xã, khi có yêu cầu", ["Công an xã"]),
    ],
)
def test_a_list_of_those_who_help_is_parted_also_at_names_that_are_not_known(content: str, expected: list[str]) -> None:
    found = listed(Field(Kind.COORDINATORS, content, 1)).everyone
    assert [one.body.name for one in found] == expected
