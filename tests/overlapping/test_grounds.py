import pytest

from graph.subjects import Chain, Ground
from thac.intake.document import Header
from thac.overlapping.grounds import chain_of, ground_of


@pytest.mark.parametrize(
    ("header", "texts", "path"),
    [
        (Header(issuing_body="Thủ tướng Chính phủ", place="Hà Nội"), (), ("TW",)),
        (Header(issuing_body="Bộ Nội vụ", place="Hà Nội"), (), ("TW",)),
        (Header(issuing_body="Ủy ban nhân dân tỉnh Quảng Trị", place="Quảng Trị"), (), ("TW", "44")),
        (Header(superior_body="UBND tỉnh Thái Nguyên", issuing_body="Sở Nội vụ"), (), ("TW", "19")),
        (Header(issuing_body="UBND thành phố Hồ Chí Minh"), (), ("TW", "79")),
        (Header(issuing_body="UBND xã Văn Lăng"), (), ("TW", "19", "05665")),
        (Header(place="Văn Lăng"), (), ("TW", "19", "05665")),
        (Header(place="Thái Nguyên"), (), ("TW", "19")),
        (Header(), ("UBND tỉnh Thái Nguyên",), ()),
        (Header(issuing_body="UBND xã Không Có Đâu"), (), ()),
    ],
)
def test_the_letterhead_says_on_whose_ground_a_document_orders(
    header: Header, texts: tuple[str, ...], path: tuple[str, ...]
) -> None:
    assert ground_of(header, texts) == Ground(path)


def test_a_name_that_several_provinces_have_needs_the_province() -> None:
    header = Header(issuing_body="UBND xã Tân Tiến")
    assert ground_of(header) == Ground()
    assert ground_of(header, ["theo chỉ đạo của UBND tỉnh Bắc Ninh"]) == Ground(("TW", "24", "07699"))


@pytest.mark.parametrize(
    ("header", "chain"),
    [
        (Header(issuing_body="UBND xã Văn Lăng"), Chain.STATE),
        (Header(issuing_body="Đảng ủy xã Văn Lăng", party=True), Chain.PARTY),
        (Header(issuing_body="Ban Thường trực Ủy ban MTTQ Việt Nam xã"), Chain.FRONT),
        (Header(symbol="KH-MTTQ-BTT"), Chain.FRONT),
    ],
)
def test_state_party_and_front_are_told_apart(header: Header, chain: Chain) -> None:
    assert chain_of(header) is chain
