from dataclasses import replace
from datetime import date

import pytest

from tests.intake.drafts import PARENT, draft, header, task
from tests.intake.findings.said import only, said
from thac.intake.document import PartialDate, Reference, ReferenceRole
from thac.intake.draft import Severity

CITED = ReferenceRole.CITED


def test_a_blank_number_is_normal_and_only_said() -> None:
    blank = draft(task(), head=header(number=None))
    assert said(blank) == {"number_blank"}
    assert (only(blank, "number_blank").severity, only(blank, "number_blank").line) == (Severity.INFO, 3)


def test_a_blank_day_is_a_warning_that_asks_for_it() -> None:
    blank = draft(task(), head=header(date=PartialDate(None, 3, 2026)))
    assert said(blank) == {"date_blank"}
    found = only(blank, "date_blank")
    assert (found.severity, found.line) == (Severity.WARNING, 4)
    assert "Ghi ngày ban hành (issued_on)" in found.message


def test_a_missing_subject_is_only_said() -> None:
    assert said(draft(task(), head=header(subject=None))) == {"subject_blank"}


def test_a_whole_letterhead_gives_rise_to_nothing() -> None:
    assert said(draft(task())) == set()


def test_a_plan_that_names_no_document_above_is_a_warning() -> None:
    orphan = draft(task(), references=(replace(PARENT, role=CITED),))
    assert said(orphan) == {"implements_unknown"}
    assert only(orphan, "implements_unknown").severity is Severity.WARNING


@pytest.mark.parametrize("doc_type", ["Công điện", "CHỈ THỊ", "Nghị quyết", "Thông báo"])
def test_what_an_agency_issues_of_its_own_accord_needs_no_document_above(doc_type: str) -> None:
    assert said(draft(task(), head=header(doc_type=doc_type), references=())) == set()


def test_above_central_there_is_nothing_to_carry_out() -> None:
    ordered = task("UBND tỉnh Sơn Hà", within="TW")
    assert said(draft(ordered, issuer="TW", references=())) == set()


def test_one_number_body_and_day_under_two_types_is_a_slip() -> None:
    plan = Reference("87-KH/ĐU", "87-KH/ĐU", CITED, (12,), date=date(2026, 2, 26))
    conclusion = Reference("87-KL/ĐU", "87 -KL/ĐU", CITED, (30,), date=date(2026, 2, 26))
    found = only(draft(task(), references=(PARENT, plan, conclusion)), "symbol_inconsistent")
    assert (found.line, found.evidence, found.suggestions) == (30, "87 -KL/ĐU", ("87-KH/ĐU", "87-KL/ĐU"))


@pytest.mark.parametrize(
    ("symbol", "day"), [("87-KL/ĐU", 27), ("88-KL/ĐU", 26), ("87-KL/TU", 26), ("87/KL-UBND", 26), ("Luật Đất đai", 26)]
)
def test_another_day_number_or_body_is_another_document(symbol: str, day: int) -> None:
    plan = Reference("87-KH/ĐU", "87-KH/ĐU", CITED, (12,), date=date(2026, 2, 26))
    other = Reference(symbol, symbol, CITED, (30,), date=date(2026, 2, day))
    assert said(draft(task(), references=(PARENT, plan, other))) == set()


def test_one_symbol_with_two_days_is_a_slip() -> None:
    later = replace(PARENT, role=CITED, date=date(2026, 2, 11), lines=(40,))
    found = only(draft(task(), references=(PARENT, later)), "symbol_twice")
    assert found.line == 40
    assert "10/02/2026; 11/02/2026" in found.message


def test_one_symbol_of_which_only_one_citation_has_the_day_is_none() -> None:
    assert said(draft(task(), references=(PARENT, replace(PARENT, role=CITED, date=None)))) == set()


def test_a_document_that_cites_its_own_symbol_of_another_day_is_a_slip() -> None:
    own = Reference("41/KH-UBND", "41/KH-UBND", CITED, (9,), date=date(2025, 3, 2))
    assert said(draft(task(), references=(PARENT, own))) == {"symbol_twice"}
    assert said(draft(task(), references=(PARENT, replace(own, date=date(2026, 3, 2))))) == set()
    assert said(draft(task(), references=(PARENT, replace(own, symbol="42/KH-UBND")))) == set()
