"""Whether every deadline can be followed as it is worded and lies where a deadline can lie."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from thac.directory import spelling
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.deadlines import FARTHEST
from thac.domain.defaults import DEFAULTS
from thac.intake.collecting import summaries
from thac.intake.draft import Draft, DraftTask, Finding, Frequency, ReadDeadline, Recurring, Vague
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import due_words, finding, item, place
from thac.intake.timing import Loss, Timing, timing

_INSTEAD: Final = {
    Loss.FIRST_DATE_ONLY: ("hệ thống chỉ theo dõi lần gần nhất", "only the next date is"),
    Loss.RHYTHM_ONLY: ("hệ thống chỉ nhắc theo chu kỳ", "only its rhythm is"),
    Loss.WHOLE_DAYS: ("số giờ được làm tròn xuống số ngày", "its hours are rounded down to days"),
    Loss.THIRTY_DAYS: ("mỗi tháng được tính 30 ngày", "a month is counted as thirty days"),
    Loss.UNREADABLE: ("việc được theo dõi như không thời hạn", "the task is followed as one without a deadline"),
}
_REPORT: Final = f" {spelling.key('báo cáo')} "
_REPORTED: Final = frozenset(Frequency) - {Frequency.AD_HOC}


_ANY_DAY: Final = date(2000, 1, 1)
"""Stands for a date of issue that nobody knows; nothing is said of the days counted from it."""


def deadlines(
    draft: Draft, tree: AgencyTree | None, issuer: AgencyId | None, issued: date | None, today: date | None
) -> Iterator[Finding]:
    """What there is to say about the deadlines of tracked tasks; all undated ones together are one line."""
    tracked = [task for task in draft.tasks if task.tracked]
    timings = {
        task.number: timing(None if task.deadline is None else task.deadline.when, issued or _ANY_DAY)
        for task in tracked
    }
    for task in tracked:
        if task.deadline is not None:
            yield from _placed(task, task.deadline, timings[task.number], issued, today)
            yield from _followed(task, task.deadline, timings[task.number])
    if tree is not None and issuer is not None:
        for summary in summaries(draft, tree, issuer, timings):
            for late in summary.late:
                yield finding(
                    Code.SUMMARY_BEFORE_REPORTS,
                    summary.task,
                    evidence=_words(summary.task),
                    other=place(late),
                    other_item=item(late),
                )
    undated = [task for task in tracked if not timings[task.number].dated]
    if undated:
        yield finding(
            Code.NO_DEADLINE,
            line=undated[0].line,
            count=len(undated),
            total=len(tracked),
            days=DEFAULTS.silence_calendar_days,
        )


def _words(task: DraftTask) -> str:
    return "" if task.deadline is None else task.deadline.words


def _placed(
    task: DraftTask, said: ReadDeadline, due: Timing, issued: date | None, today: date | None
) -> Iterator[Finding]:
    """A day before the date of issue, beyond reckoning, or past."""
    day = due.deadline.day if due.deadline is not None else None
    if day is None and due.recurrence is not None:
        day = due.recurrence.until
    if day is None or issued is None:
        return
    facts = {"day": f"{day:%d/%m/%Y}", "issued": f"{issued:%d/%m/%Y}"}
    if due.deadline is not None and day < issued:
        yield finding(Code.DEADLINE_BEFORE_ISSUE, task, line=said.line, evidence=said.words, **facts)
    elif due.deadline is not None and day - issued > FARTHEST:
        yield finding(Code.DEADLINE_TOO_FAR, task, line=said.line, evidence=said.words, **facts)
    elif today is not None and day < today:
        yield finding(Code.DEADLINE_PAST, task, line=said.line, evidence=said.words, **facts)


def _followed(task: DraftTask, said: ReadDeadline, due: Timing) -> Iterator[Finding]:
    """What of the words a docket does not follow."""
    if isinstance(said.when, Vague):
        yield finding(Code.DEADLINE_VAGUE, task, line=said.line, evidence=said.words, words=due_words(said))
    elif due.loss is Loss.MILESTONES and due.deadline is not None:
        day = f"{due.deadline.day:%d/%m/%Y}"
        yield finding(Code.SEVERAL_DATES, task, line=said.line, evidence=said.words, day=day)
    elif due.loss is Loss.NO_DAYS:
        yield finding(Code.EVENT_WITHOUT_DAYS, task, line=said.line, evidence=said.words, words=due_words(said))
    elif due.loss in _INSTEAD:
        instead, english = _INSTEAD[due.loss]
        facts = {"words": due_words(said), "instead": instead, "instead_english": english}
        yield finding(Code.DEADLINE_NOT_FOLLOWED, task, line=said.line, evidence=said.words, **facts)
    elif _report_without_day(task, said):
        yield finding(Code.REPORT_WITHOUT_DAY, task, line=said.line, evidence=said.words, words=due_words(said))


def _report_without_day(task: DraftTask, said: ReadDeadline) -> bool:
    """A report that recurs in a known rhythm, or "định kỳ", and no day is printed."""
    when = said.when
    if not isinstance(when, Recurring) or when.dues or not _REPORTED.intersection(when.frequency):
        return False
    product = f" {spelling.key(task.product or '')} "
    return bool(task.report_to or task.report_via) or _REPORT in product
