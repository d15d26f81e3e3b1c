"""From a document to a draft: its issuer, what the names mean in the directory, and the order of the tasks."""

from datetime import date

import pytest

from tests.intake.meaning.outlines import document, read
from thac.directory.build import build_directory
from thac.directory.groups import GroupKind
from thac.directory.names import Group, Resolved, Unknown
from thac.domain.agencies import AgencyTree
from thac.intake.draft import Absolute, NamedBody, Op
from thac.intake.meaning import interpret
from thac.intake.meaning.issuer import Issuer, issuer_of
from thac.intake.meaning.standing import Standing


@pytest.fixture(scope="module")
def thai_nguyen() -> AgencyTree:
    return build_directory("19")


def test_names_mean_agencies_in_the_jurisdiction_of_the_issuer(thai_nguyen: AgencyTree) -> None:
    made = document(
        "1. Giao Giám đốc Sở Nội vụ chủ trì, phối hợp với UBND các xã, phường rà soát biên chế.\n"
        "2. Sở Ngoại thương báo cáo kết quả."
    )
    first, second = interpret(made, thai_nguyen).tasks
    assert first.leads == (NamedBody("Sở Nội vụ", "Giám đốc Sở Nội vụ", 1, Resolved("19-SNV")),)
    assert first.coordinators[0].meaning == Group((GroupKind.COMMUNES,), "19")
    assert isinstance(second.leads[0].meaning, Unknown)


def test_the_issuer_is_found_in_the_directory_by_its_letterhead(thai_nguyen: AgencyTree) -> None:
    draft = interpret(document("1. Rà soát hộ nghèo."), thai_nguyen)
    assert draft.issuer is not None
    assert draft.issuer.name == "Ủy ban nhân dân tỉnh Thái Nguyên"
    assert draft.issuer.meaning == Resolved("19")


def test_an_issuer_that_is_known_needs_no_letterhead(thai_nguyen: AgencyTree) -> None:
    commune = "01849"
    draft = interpret(document("1. Phòng Kinh tế rà soát hộ nghèo.", issuer=None), thai_nguyen, commune)
    assert draft.issuer is not None
    assert draft.issuer.meaning == Resolved(commune)
    assert draft.tasks[0].leads[0].meaning == Resolved(f"{commune}-KT")


def test_an_issuer_outside_the_directory_is_an_error(thai_nguyen: AgencyTree) -> None:
    with pytest.raises(KeyError):
        interpret(document("1. Rà soát hộ nghèo."), thai_nguyen, "99999")


def test_a_role_means_no_agency(thai_nguyen: AgencyTree) -> None:
    (only,) = interpret(document("1. Cơ quan được giao chủ trì báo cáo kết quả."), thai_nguyen).tasks
    assert only.leads[0].meaning is None


def test_without_a_directory_nothing_is_looked_up() -> None:
    draft = read("1. Sở Nội vụ báo cáo kết quả.")
    assert draft.tasks[0].leads[0].meaning is None
    assert draft.issuer == NamedBody("Ủy ban nhân dân tỉnh Thái Nguyên", "Ủy ban nhân dân tỉnh Thái Nguyên", 1)


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN XÃ VĂN LĂNG", Issuer("Ủy ban nhân dân xã Văn Lăng", 1, "xã", Standing.ADMINISTRATION)),
        ("UBND PHƯỜNG TÍCH LƯƠNG", Issuer("UBND phường Tích Lương", 1, "phường", Standing.ADMINISTRATION)),
        ("SỞ NỘI VỤ", Issuer("Sở Nội vụ", 1, None, Standing.DEPARTMENT)),
        ("BỘ TÀI CHÍNH", Issuer("Bộ Tài chính", 1, None, Standing.DEPARTMENT)),
        ("ĐẢNG ỦY XÃ VĂN LĂNG", Issuer("Đảng ủy xã Văn Lăng", 1, "xã", Standing.PARTY)),
        (
            "ỦY BAN MTTQ VIỆT NAM XÃ VĂN LĂNG BAN THƯỜNG TRỰC",
            Issuer("Ủy ban MTTQ Việt Nam xã Văn Lăng Ban Thường trực", 1, "xã", Standing.FRONT),
        ),
    ],
)
def test_the_letterhead_says_who_issues_and_whom_it_may_order(letterhead: str, issuer: Issuer) -> None:
    assert issuer_of(document("1. Rà soát.", issuer=letterhead)) == issuer


def test_without_a_letterhead_the_text_says_whose_it_is() -> None:
    preamble = "Thực hiện Kế hoạch của UBND tỉnh, Chủ tịch UBND xã yêu cầu các đơn vị thực hiện:"
    found = issuer_of(document("1. Rà soát hộ nghèo.", issuer=None, preamble=preamble))
    assert found is not None
    assert (found.name, found.level) == ("Ủy ban nhân dân xã", "xã")


def test_a_document_that_says_nothing_of_its_issuer_has_none() -> None:
    draft = read("1. Rà soát hộ nghèo.", issuer=None)
    assert draft.issuer is None


def test_tasks_are_numbered_in_the_order_of_the_document_with_the_line_of_their_item() -> None:
    draft = read("I. NHIỆM VỤ\n  1. Rà soát hộ nghèo.\n  2. Sửa chữa nhà ở.\nII. BÁO CÁO\n  1. Tổng hợp kết quả.")
    assert [(one.number, one.line) for one in draft.tasks] == [(1, 2), (2, 3), (3, 5)]


def test_a_text_over_several_lines_is_one_line_in_the_draft() -> None:
    draft = read("1. Sở Y tế   báo cáo\tkết quả  trước ngày 15/4/2026.")
    assert draft.tasks[0].text == "Sở Y tế báo cáo kết quả trước ngày 15/4/2026."
    assert draft.tasks[0].deadline is not None
    assert draft.tasks[0].deadline.when == Absolute(Op.BEFORE, date(2026, 4, 15))


def test_the_draft_keeps_the_document_as_it_was() -> None:
    made = document("1. Rà soát   hộ nghèo.")
    assert interpret(made).document is made
