"""Whether a document keeps what the one above it asks: its deadlines, its targets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from thac.directory import spelling
from thac.directory.groups import members
from thac.directory.names import Group, Resolved
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, Mode, recipients
from thac.domain.directives import Task as OrderedTask
from thac.intake.draft import Draft, DraftTask, Due, Finding, ReadMode, Recurring, Target, TargetOp
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import due_words, finding
from thac.intake.likeness import Wording, copied, shared_words, wording
from thac.intake.timing import last_day

_COPIED: Final = 0.35
"""Share of common runs of three words from which a task carries out one of the document above."""
_ALIKE: Final = 0.6
"""Share of common words from which it does when it is worded anew, and from which two targets are of one kind."""
_LEAST_WORDS: Final = 4
_LEAST_WORDS_OF_TARGET: Final = 2


@dataclass(frozen=True, slots=True)
class _Above:
    """A task of the document above, in what is compared."""

    text: Wording
    day: date | None = None
    due: tuple[str, int] | None = None
    """Rhythm and day of what recurs."""
    words: str = ""
    targets: tuple[Target, ...] = ()


def against_parent(
    draft: Draft, parent: Draft | Directive, tree: AgencyTree | None, issuer: AgencyId | None
) -> Iterator[Finding]:
    """What is later, weaker or missing here, of what the document above asks of this one's issuer."""
    asked = tuple(_of_draft(parent, tree, issuer) if isinstance(parent, Draft) else _of_directive(parent, tree, issuer))
    for task in draft.tasks:
        if task.tracked and (one := _counterpart(wording(task.text), asked)) is not None:
            yield from _deadline(task, one)
    yield from _targets(draft, asked)


def _counterpart(text: Wording, asked: Iterable[_Above]) -> _Above | None:
    """The task above that this one carries out, None where none is like it."""
    alike = [
        (max(copied(text, one.text) / _COPIED, shared_words(text, one.text) / _ALIKE), -place, one)
        for place, one in enumerate(asked)
        if len(text.words & one.text.words) >= _LEAST_WORDS
    ]
    score, _, best = max(alike, key=lambda found: found[:2], default=(0.0, 0, None))
    return best if score >= 1 else None


def _deadline(task: DraftTask, above: _Above) -> Iterator[Finding]:
    if above.day is None and above.due is None:
        return
    if task.deadline is None:
        yield finding(Code.DEADLINE_DROPPED, task, evidence=task.text, above=above.words)
        return
    when = task.deadline.when
    day, due = last_day(when), _due(when) if isinstance(when, Recurring) else None
    later = day is not None and above.day is not None and day > above.day
    slower = due is not None and above.due is not None and due[0] == above.due[0] and due[1] > above.due[1]
    if later or slower:
        yield finding(
            Code.DEADLINE_AFTER_PARENT,
            task,
            line=task.deadline.line,
            evidence=task.deadline.words,
            words=due_words(task.deadline),
            above=above.words,
        )


def _targets(draft: Draft, asked: Iterable[_Above]) -> Iterator[Finding]:
    """Each target from above is looked for among all those of the document; one here answers to one there."""
    free = [(task, target) for task in draft.tasks for target in task.targets]
    for above in (target for one in asked for target in one.targets):
        found = max(
            (
                (_alike(above, target), -abs(above.value - target.value), place)
                for place, (_, target) in enumerate(free)
            ),
            default=(0.0, 0.0, 0),
        )
        if found[0] < _ALIKE:
            yield finding(Code.TARGET_DROPPED, evidence=above.text, above=above.text)
            continue
        task, target = free.pop(found[2])
        if _weaker(target, above):
            yield finding(
                Code.TARGET_WEAKENED,
                task,
                line=target.line,
                evidence=target.text,
                suggestions=(above.text,),
                words=target.text,
                above=above.text,
            )


_FLOOR: Final = frozenset({TargetOp.AT_LEAST, TargetOp.ABOVE, TargetOp.EXACTLY})
_CEILING: Final = frozenset({TargetOp.AT_MOST, TargetOp.BELOW})


def _alike(one: Target, other: Target) -> float:
    """How much two targets are of one kind, 0 where unit or direction differ."""
    if _unit(one) != _unit(other) or (one.op in _CEILING) != (other.op in _CEILING):
        return 0.0
    if (one.op in _FLOOR) != (other.op in _FLOOR):
        return 0.0
    words, others = _kind(one), _kind(other)
    shared = len(words & others)
    if shared < min(_LEAST_WORDS_OF_TARGET, len(words), len(others)) or not shared:
        return 0.0
    return shared / min(len(words), len(others))


def _unit(target: Target) -> str:
    return "%" if "%" in target.unit else " ".join(spelling.key(target.unit).split()[:1])


_OPERATORS: Final = frozenset(
    spelling.key(
        "đạt tối thiểu ít nhất trên tối đa không quá dưới giảm tăng tinh ít hơn vượt từ trở lên phấn đấu bảo đảm"
    ).split()
)


def _kind(target: Target) -> frozenset[str]:
    """The words that say what is counted."""
    return frozenset(word for word in wording(target.text).words - _OPERATORS if not word.isdigit())


def _weaker(target: Target, above: Target) -> bool:
    return target.value > above.value if above.op in _CEILING else target.value < above.value


def _of_draft(parent: Draft, tree: AgencyTree | None, issuer: AgencyId | None) -> Iterator[_Above]:
    for task in parent.tasks:
        if _asked_in_draft(task, tree, issuer):
            when = None if task.deadline is None else task.deadline.when
            words = "" if task.deadline is None else due_words(task.deadline)
            due = _due(when) if isinstance(when, Recurring) else None
            yield _Above(wording(task.text), last_day(when), due, words, task.targets)


def _asked_in_draft(task: DraftTask, tree: AgencyTree | None, issuer: AgencyId | None) -> bool:
    """Whether a task above is for this issuer; where nobody can tell, what is for each recipient is."""
    meanings = [body.meaning for body in task.leads]
    if tree is None or issuer is None or not any(isinstance(one, Resolved | Group) for one in meanings):
        return task.mode is ReadMode.FAN_OUT
    return any(
        one.agency == issuer if isinstance(one, Resolved) else issuer in _everybody(one, tree)
        for one in meanings
        if isinstance(one, Resolved | Group)
    )


def _everybody(group: Group, tree: AgencyTree) -> set[AgencyId]:
    return {one for kind in group.kinds for one in members(kind, group.of, tree)}


def _of_directive(parent: Directive, tree: AgencyTree | None, issuer: AgencyId | None) -> Iterator[_Above]:
    for task in parent.tasks:
        if _asked_in_directive(parent, task, tree, issuer):
            rule = task.recurrence
            yield _Above(
                wording(task.text),
                None if task.deadline is None else task.deadline.day,
                None if rule is None else (rule.every.value, rule.day),
                _words(task),
            )


def _asked_in_directive(parent: Directive, task: OrderedTask, tree: AgencyTree | None, issuer: AgencyId | None) -> bool:
    if tree is None or issuer is None or parent.issuer not in tree:
        return task.mode is Mode.EACH
    named = task.leads if task.mode is Mode.SINGLE else recipients(tree, parent.issuer, task)
    return issuer in named


def _words(task: OrderedTask) -> str:
    if task.deadline is not None:
        return f"{task.deadline.day:%d/%m/%Y}"
    return "" if task.recurrence is None else f"{task.recurrence.day}, {task.recurrence.every.value}"


def _due(when: Recurring) -> tuple[str, int] | None:
    """Rhythm and day of what recurs once in its period; None where that is not printed."""
    days: list[Due] = [due for due in when.dues if due.day is not None]
    if len(days) != 1 or days[0].day is None or not when.frequency:
        return None
    return when.frequency[0].value, days[0].day
