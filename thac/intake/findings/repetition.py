"""Whether the same matter is ordered twice in one document."""

from collections.abc import Iterator
from typing import Any, Final

from thac.directory import spelling
from thac.intake.draft import Draft, DraftTask, Finding, ReadMode
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding, item, place
from thac.intake.likeness import candidates, shared_runs, wording

_SAME: Final = 0.7
"""Share of common runs of three words from which two tasks are the same matter."""
_LEAST_RUNS: Final = 6
_ONE_LEAD: Final = frozenset({ReadMode.SINGLE_LEAD, ReadMode.MULTI_LEAD_VIOLATION})


def repetition(draft: Draft) -> Iterator[Finding]:
    """Two tracked tasks in nearly the same words: a conflict where each has another lead, otherwise a warning."""
    tracked = [task for task in draft.tasks if task.tracked]
    wordings = [wording(task.text) for task in tracked]
    for one, other in candidates(wordings, _LEAST_RUNS):
        if shared_runs(wordings[one], wordings[other]) >= _SAME:
            yield from _same(tracked[one], tracked[other])


def _same(first: DraftTask, second: DraftTask) -> Iterator[Finding]:
    facts: dict[str, Any] = {"other": place(first), "other_item": item(first)}
    one, other = _leads(first), _leads(second)
    if one == other:
        yield finding(Code.ORDERED_TWICE, second, evidence=second.text, **facts)
    elif first.mode in _ONE_LEAD and second.mode in _ONE_LEAD:
        names = [body.name for task in (first, second) for body in task.leads]
        yield finding(Code.TWO_LEADS_FOR_ONE_MATTER, second, evidence=second.text, suggestions=names, **facts)


def _leads(task: DraftTask) -> frozenset[str]:
    return frozenset(spelling.key(body.name) for body in task.leads)
