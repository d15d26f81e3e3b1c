import re
from datetime import date
from pathlib import Path

import pytest

from api.schemas.directives import DirectiveIn
from thac.directory.build import build_directory
from thac.domain.directives import Directive, Mode, Within, check
from thac.example import letters

DAYS = [date(2026, 11, 20), date(2026, 11, 22), date(2027, 2, 8), date(2026, 12, 31)]
"""A Friday, a Sunday, the middle of Tết, the last day of a year."""
COPIED = 10
"""So many words in a row that stand in another text were copied."""


def _on(day: date) -> list[Directive]:
    bodies = [DirectiveIn.model_validate(body) for body in letters(day)]
    return [body.value(f"d{number}", body.issuer or "") for number, body in enumerate(bodies)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_both_may_be_launched_on_any_day(day: date) -> None:
    tree = build_directory("19")
    assert [check(letter, tree) for letter in _on(day)] == [(), ()]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_some_deadlines_are_past_some_near_some_far_and_some_tasks_have_none(day: date) -> None:
    _, letter = _on(day)
    days = [None if task.deadline is None else (task.deadline.day - day).days for task in letter.tasks if task.tracked]
    dated = [length for length in days if length is not None]
    assert None in days
    assert min(dated) < 0
    assert any(0 < length <= 12 for length in dated)
    assert max(dated) > 20
    assert 25 <= (day - letter.issued_on).days <= 45


def test_the_provincial_letter_has_the_structure_such_letters_have() -> None:
    central, letter = _on(DAYS[0])
    assert (central.issuer, letter.issuer) == ("TW", "19")
    assert letter.implements == f"Kết luận số {central.number}/{central.symbol}"
    single = {task.leads: task.coordinators for task in letter.tasks if task.mode is Mode.SINGLE}
    assert set(single) == {("19-SKHCN",), ("19-SNV",)}
    assert len(single["19-SKHCN",]) == 3
    assert [task.number for task in letter.tasks if task.within is Within.EVERY_UNIT] == [1]
    targets = " ".join(target for task in letter.tasks for target in task.targets)
    assert re.findall(r"\d+%", targets) == ["15%", "40%", "60%", "100%"]
    assert [task.number for task in letter.tasks if not task.tracked] == [8]


def test_no_sentence_is_taken_from_a_real_letter(documents: Path) -> None:
    real = _runs((documents / "cong-van-thai-nguyen.txt").read_text("utf-8"))
    ours = " \n ".join(task.text for letter in _on(DAYS[0]) for task in letter.tasks)
    assert _runs(ours) & real == set()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + COPIED]) for place in range(len(words) - COPIED + 1)}
