"""The demo's two directives: made for any day, read and launched without a finding that forbids it."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from api.intake import directive_of
from api.schemas.corrections import CorrectionsIn
from api.schemas.directives import DirectiveIn
from api.standing import Standing, View, ours
from thac.directory.build import build_directory
from thac.domain.agencies import AgencyTree
from thac.domain.directives import Directive, Mode, Within, check
from thac.example import conclusion, letter
from thac.intake.corrections import corrected
from thac.intake.draft import Draft
from thac.intake.reading import read

DAYS = [date(2026, 11, 20), date(2026, 11, 22), date(2027, 2, 8), date(2026, 12, 31)]
"""A Friday, a Sunday, the middle of Tết, the last day of a year."""
COPIED = 10
"""So many words in a row that stand in another text were copied."""


@cache
def _tree() -> AgencyTree:
    return build_directory("19")


def _central(day: date) -> Directive:
    body = DirectiveIn.model_validate(conclusion(day))
    return body.value("d0", body.issuer or "")


@cache
def _draft(day: date) -> Draft:
    return read(letter(day).data, "cong-van.docx", _tree(), "19", day)


def _letter(day: date) -> Directive:
    """The directive that the province's letter comes to when it is read and its clerk has said his word."""
    said = CorrectionsIn.model_validate({"version": 1, **letter(day).corrections}).value()
    view = View("19", _tree(), day)
    draft = ours(corrected(_draft(day), said, view.tree, view.agency), view)
    issued = draft.document.header.date.value
    assert issued is not None
    return directive_of(Standing(draft, _draft(day), said), view, "d1", issued)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_both_may_be_launched_on_any_day(day: date) -> None:
    assert [check(one, _tree()) for one in (_central(day), _letter(day))] == [(), ()]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_letter_is_read_without_a_finding_that_forbids_its_launch(day: date) -> None:
    found = [one.code for one in _draft(day).findings if one.severity != "info"]
    assert found == ["deadline_past"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_some_deadlines_are_past_some_near_some_far_and_some_tasks_have_none(day: date) -> None:
    ordered = _letter(day)
    days = [None if task.deadline is None else (task.deadline.day - day).days for task in ordered.tasks if task.tracked]
    dated = [length for length in days if length is not None]
    assert None in days
    assert min(dated) < 0
    assert any(0 < length <= 12 for length in dated)
    assert max(dated) > 20
    assert 25 <= (day - ordered.issued_on).days <= 45


def test_the_provincial_letter_has_the_structure_such_letters_have() -> None:
    central, ordered = _central(DAYS[0]), _letter(DAYS[0])
    assert (central.issuer, ordered.issuer) == ("TW", "19")
    assert (ordered.doc_type, ordered.number, ordered.symbol) == ("Công văn", "02", "UBND-VD")
    assert ordered.implements == f"Kết luận số {central.number}-{central.symbol}"
    single = {task.leads: task.coordinators for task in ordered.tasks if task.mode is Mode.SINGLE}
    assert single == {("19-SKHCN",): ("19-VP", "19-SNV", "19-STC"), ("19-SNV",): ("19-VP",)}
    each = {task.recipients for task in ordered.tasks if task.mode is Mode.EACH}
    assert each == {("departments", "communes")}
    assert [task.number for task in ordered.tasks if task.within is Within.EVERY_UNIT] == [1]
    targets = " ".join(target for task in ordered.tasks for target in task.targets)
    assert re.findall(r"\d+%", targets) == ["15%", "40%", "60%", "100%"]
    assert [task.number for task in ordered.tasks if not task.tracked] == [8]
    assert [(task.number, task.collects) for task in ordered.tasks if task.collects] == [(7, (6,))]
    assert None not in {task.product for task in ordered.tasks if task.tracked}


def test_no_sentence_is_taken_from_a_real_letter(documents: Path) -> None:
    real = _runs((documents / "cong-van-thai-nguyen.txt").read_text("utf-8"))
    written = [*_central(DAYS[0]).tasks, *_letter(DAYS[0]).tasks]
    assert _runs(" \n ".join(task.text for task in written)) & real == set()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + COPIED]) for place in range(len(words) - COPIED + 1)}
