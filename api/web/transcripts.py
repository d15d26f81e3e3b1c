"""A document beside what was read of it: line by line, in parts that no page is too long for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.schemas.drafts import DraftDetail, DraftTaskOut, FindingOut
from api.schemas.overlaps import OverlapOut
from thac.intake.transcript import Line
from thac.overlapping.running import DRAFT

_MOST: Final = 36_000
"""Bytes of text and of what stands beside it in one part; the page around it has room below 100 KB."""
_PER_LINE: Final = 45
_PER_TASK: Final = 900
_PER_FINDING: Final = 320
_PER_OVERLAP: Final = 1_500


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, the tasks whose passage it belongs to, those that begin with it, and what was found in it."""

    number: int
    page: int | None
    text: str
    tasks: tuple[int, ...]
    begins: tuple[int, ...]
    findings: tuple[FindingOut, ...]


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task with what was found about it."""

    task: DraftTaskOut
    findings: tuple[FindingOut, ...]
    overlaps: tuple[OverlapOut, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """So many lines with their tasks; ``number`` of ``of`` parts, counted from 1."""

    number: int
    of: int
    lines: tuple[ShownLine, ...]
    tasks: tuple[ShownTask, ...]


def parts(draft: DraftDetail, lines: Sequence[Line]) -> tuple[Part, ...]:
    """The document in parts, each with the tasks that stand in it; one that stands nowhere comes first."""
    found = [_shown(task, draft) for task in draft.tasks]
    last = lines[-1].number if lines else 1
    by_line: dict[int, list[ShownTask]] = {}
    for one in found:
        by_line.setdefault(min(max(one.task.line, 1), last), []).append(one)
    cut = [*_cut(lines, by_line)] or [()]
    shown = _lines(draft, lines)
    return tuple(
        Part(
            number,
            len(cut),
            tuple(shown[line.number] for line in portion),
            tuple(one for line in portion for one in by_line.get(line.number, ())) if portion else tuple(found),
        )
        for number, portion in enumerate(cut, 1)
    )


def part_of(every: Sequence[Part], task: int) -> int:
    """The number of the part in which a task stands; the first one where it stands nowhere."""
    return next((part.number for part in every if any(one.task.number == task for one in part.tasks)), 1)


def at_large(draft: DraftDetail) -> tuple[FindingOut, ...]:
    """What was found about the document as a whole."""
    return tuple(one for one in draft.findings if one.task is None and one.line is None)


def overlaps_at_large(draft: DraftDetail) -> tuple[OverlapOut, ...]:
    """The overlaps that no single task of the draft is in."""
    numbers = {task.number for task in draft.tasks}
    return tuple(one for one in draft.overlaps if not (_tasks_in(one) & numbers))


def _shown(task: DraftTaskOut, draft: DraftDetail) -> ShownTask:
    return ShownTask(
        task,
        tuple(one for one in draft.findings if one.task == task.number),
        tuple(one for one in draft.overlaps if task.number in _tasks_in(one)),
    )


def _tasks_in(one: OverlapOut) -> set[int]:
    return {side.task for side in one.passages if side.directive == DRAFT and side.task is not None}


def _lines(draft: DraftDetail, lines: Iterable[Line]) -> Mapping[int, ShownLine]:
    covered: dict[int, list[int]] = {}
    begun: dict[int, list[int]] = {}
    for task in draft.tasks:
        numbers = [one.line for one in task.passage]
        for number in numbers:
            covered.setdefault(number, []).append(task.number)
        if numbers:
            begun.setdefault(numbers[0], []).append(task.number)
    said: dict[int, list[FindingOut]] = {}
    for one in draft.findings:
        if one.line is not None and one.task is None:
            said.setdefault(one.line, []).append(one)
    return {
        line.number: ShownLine(
            line.number,
            line.page,
            line.text,
            tuple(covered.get(line.number, ())),
            tuple(begun.get(line.number, ())),
            tuple(said.get(line.number, ())),
        )
        for line in lines
    }


def _cut(lines: Sequence[Line], tasks: Mapping[int, Sequence[ShownTask]]) -> Iterable[tuple[Line, ...]]:
    portion: list[Line] = []
    size = 0
    for line in lines:
        weight = len(line.text.encode()) + _PER_LINE + sum(map(_weight, tasks.get(line.number, ())))
        if portion and size + weight > _MOST:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(line)
        size += weight
    if portion:
        yield tuple(portion)


def _weight(one: ShownTask) -> int:
    found = len(one.findings) * _PER_FINDING + len(one.overlaps) * _PER_OVERLAP
    return len(one.task.text.encode()) + _PER_TASK + found
