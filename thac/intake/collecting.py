"""Which task consolidates the reports that other tasks send (đầu mối tổng hợp): they are due before it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from thac.directory import spelling
from thac.directory.names import Resolved
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.addressing import monitor
from thac.intake.draft import Draft, DraftTask, ReadMode
from thac.intake.timing import Timing

_CONSOLIDATES: Final = f" {spelling.key('tổng hợp')} "


@dataclass(frozen=True, slots=True)
class Summary:
    """A task that consolidates: which tasks' reports, and which of those come too late for it."""

    task: DraftTask
    collects: tuple[DraftTask, ...]
    late: tuple[DraftTask, ...] = ()


def summaries(draft: Draft, tree: AgencyTree, issuer: AgencyId, timings: Mapping[int, Timing]) -> Iterator[Summary]:
    """The tracked tasks that consolidate reports sent to their lead, each with what it collects.

    A report belongs to the first consolidating task that stands after it in the document and is led by the agency it
    is sent to or through.
    """
    tracked = [task for task in draft.tasks if task.tracked]
    sent: dict[int, list[DraftTask]] = {}
    for place, task in enumerate(tracked):
        to = monitor(task, tree, issuer)
        after = (one for one in tracked[place + 1 :] if _leads(one, to) and _consolidates(one))
        if to is not None and (summary := next(after, None)) is not None:
            sent.setdefault(summary.number, []).append(task)
    for task in tracked:
        if task.number in sent:
            reports = sent[task.number]
            late = tuple(one for one in reports if _later(timings[one.number], timings[task.number]))
            yield Summary(task, tuple(one for one in reports if one not in late), late)


def _leads(task: DraftTask, agency: AgencyId | None) -> bool:
    meanings = [body.meaning for body in task.leads]
    return task.mode is ReadMode.SINGLE_LEAD and meanings == [Resolved(agency or "")]


def _consolidates(task: DraftTask) -> bool:
    return _CONSOLIDATES in f" {spelling.key(task.text)} "


def _later(report: Timing, summary: Timing) -> bool:
    """Whether the report is due after the summary, as far as the two can be compared."""
    if report.deadline is not None and summary.deadline is not None:
        return report.deadline.day > summary.deadline.day
    one, other = report.recurrence, summary.recurrence
    return one is not None and other is not None and one.every is other.every and one.day > other.day
