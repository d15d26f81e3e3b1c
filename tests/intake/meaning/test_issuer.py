"""Whose orders a document gives, and which agency of that name it is."""

from dataclasses import replace
from typing import Any

import pytest

from tests.intake.meaning.outlines import document
from thac.directory.names import Ambiguous, Resolved
from thac.domain.agencies import Agency, AgencyTree, Level
from thac.intake.document import Document, Recipients
from thac.intake.meaning import interpret
from thac.intake.meaning.issuer import issuer_of

TREE = AgencyTree(
    (
        Agency("TW", Level.CENTRAL, "Chính phủ", None),
        Agency("14", Level.PROVINCE, "UBND tỉnh Sơn La", "TW", aliases=("tỉnh Sơn La", "Sơn La")),
        Agency("14-VP", Level.UNIT, "Văn phòng UBND tỉnh", "14", aliases=("Văn phòng UBND",)),
        Agency("14-SNV", Level.UNIT, "Sở Nội vụ", "14"),
        Agency("04246", Level.COMMUNE, "UBND xã Mường Lạn", "14", aliases=("xã Mường Lạn",)),
        Agency("04246-DU", Level.OUTSIDE, "Đảng ủy xã", None, aliases=("Đảng ủy",), beside="04246"),
        Agency("11", Level.PROVINCE, "UBND tỉnh Điện Biên", "TW", aliases=("tỉnh Điện Biên", "Điện Biên")),
        Agency("11-SNV", Level.UNIT, "Sở Nội vụ", "11"),
        Agency("03313", Level.COMMUNE, "UBND xã Mường Lạn", "11", aliases=("xã Mường Lạn",)),
        Agency("03313-DU", Level.OUTSIDE, "Đảng ủy xã", None, aliases=("Đảng ủy",), beside="03313"),
    ),
    version=1,
)
OFFICE = "VĂN PHÒNG UBND TỈNH SƠN LA"
COMMUNE = "ỦY BAN NHÂN DÂN XÃ MƯỜNG LẠN"


def printed(issuer: str, preamble: str = "", **header: Any) -> Document:
    """A document with that letterhead."""
    found = document("1. Sở Nội vụ báo cáo kết quả.", issuer=issuer, preamble=preamble)
    return replace(found, header=replace(found.header, **header))


def issued_by(found: Document) -> object:
    """What its issuer means in the directory."""
    draft = interpret(found, TREE)
    return None if draft.issuer is None else draft.issuer.meaning


@pytest.mark.parametrize(
    "header",
    [
        {"signing_title": "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"},
        {"signing_title": "TUQ. CHỦ TỊCH / CHÁNH VĂN PHÒNG"},
        {"signing_title": "CHÁNH VĂN PHÒNG", "subject": "Kết luận của Chủ tịch UBND tỉnh tại phiên họp tháng 3"},
        {"subject": "Ý kiến kết luận của đồng chí Phó Chủ tịch UBND tỉnh"},
        {"subject": "Ý kiến chỉ đạo của Chủ tịch UBND tỉnh về phòng cháy"},
    ],
)
def test_an_office_that_tells_its_chairmans_conclusions_gives_his_orders(header: dict[str, str]) -> None:
    draft = interpret(printed(OFFICE, **header), TREE)
    assert draft.issuer is not None
    assert (draft.issuer.name, draft.issuer.meaning) == ("UBND tỉnh Sơn La", Resolved("14"))
    assert draft.tasks[0].leads[0].meaning == Resolved("14-SNV")


@pytest.mark.parametrize(
    "header",
    [
        {"signing_title": "CHÁNH VĂN PHÒNG", "subject": "Chuyển đổi số của Văn phòng"},
        {"signing_title": "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG", "subject": "Triển khai kết luận thanh tra"},
    ],
)
def test_what_an_office_orders_of_its_own_is_its_own(header: dict[str, str]) -> None:
    assert issued_by(printed(OFFICE, **header)) == Resolved("14-VP")


@pytest.mark.parametrize(
    ("issuer", "above", "whose"),
    [
        ("VĂN PHÒNG HĐND VÀ UBND", "Ủy ban nhân dân xã Mường Lạn", "Ủy ban nhân dân xã Mường Lạn"),
        ("VĂN PHÒNG TỈNH ỦY SƠN LA", "Đảng bộ tỉnh Sơn La", "Tỉnh ủy Sơn La"),
        ("VĂN PHÒNG SỞ NỘI VỤ", "UBND tỉnh Sơn La", "Văn phòng Sở Nội vụ"),
    ],
)
def test_whose_office_it_is_stands_above_it_or_in_its_name(issuer: str, above: str, whose: str) -> None:
    found = issuer_of(printed(issuer, superior_body=above, signing_title="TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"))
    assert found is not None
    assert found.name == whose


def test_the_province_above_a_department_tells_which_one_it_is() -> None:
    assert issued_by(printed("SỞ NỘI VỤ", superior_body="UBND tỉnh Điện Biên")) == Resolved("11-SNV")
    assert issued_by(printed("SỞ NỘI VỤ")) == Ambiguous(("11-SNV", "14-SNV"))


@pytest.mark.parametrize(
    ("preamble", "meaning"),
    [
        ("Thực hiện Kế hoạch số 41/KH-UBND của UBND tỉnh Sơn La về giảm nghèo:", Resolved("04246")),
        ("Thực hiện Nghị quyết của Tỉnh ủy Điện Biên về giảm nghèo:", Resolved("03313")),
        ("Học tập kinh nghiệm của tỉnh Sơn La và tỉnh Điện Biên:", Ambiguous(("03313", "04246"))),
        ("Thực hiện Kế hoạch của UBND tỉnh về giảm nghèo:", Ambiguous(("03313", "04246"))),
    ],
)
def test_of_communes_of_one_name_it_is_the_one_in_the_only_province_named(preamble: str, meaning: object) -> None:
    assert issued_by(printed(COMMUNE, preamble)) == meaning


def test_the_province_may_be_named_among_the_recipients() -> None:
    sent = replace(printed(COMMUNE), recipients=Recipients(copies=("UBND tỉnh Sơn La (b/c);",)))
    assert issued_by(sent) == Resolved("04246")


def test_the_province_above_decides_before_any_that_the_text_names() -> None:
    party = printed("ĐẢNG ỦY XÃ MƯỜNG LẠN", "Học tập tỉnh Điện Biên:", superior_body="Đảng bộ tỉnh Sơn La")
    assert issued_by(party) == Resolved("04246-DU")
