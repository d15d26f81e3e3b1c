"""What does a corrected calendar move in a docket? Every moment that has not come; nothing that has fired.

Deadlines keep their words, and the words come to another moment. What calls next follows from the calendar by itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from thac.domain.asks import Ask
from thac.domain.assignments import Assignment, Settled
from thac.domain.calendar import WorkCalendar, civil_day
from thac.domain.changing import answer_by
from thac.domain.deadlines import Deadline, Operator, Reason, exactly
from thac.domain.docket import Docket
from thac.domain.ladders import steps_done
from thac.domain.plans import PlannedTask


@dataclass(frozen=True, slots=True)
class _Said:
    """What a deadline says; ``derived``, if that follows from the calendar and not from a day that somebody named.

    ``within``: it did not lie beyond the deadline of the level above.
    """

    words: Deadline
    derived: bool = False
    within: bool = False


def recalendar(docket: Docket, calendar: WorkCalendar, since: datetime) -> None:
    """Have the docket count by another calendar from that moment on; what came due before it was fired already.

    The present deadline of every open assignment, the answers awaited, the limits of the level above and the opening of
    every series move. An assignment that is done keeps its deadline.
    """
    plan = docket.slice
    before = max(since, plan.calendar_since or since)
    dated = [row for row in docket.open_rows if row.deadlines]
    said = {row.key: replace(_said(docket, row), within=_within(docket, row)) for row in dated}
    settled = {row.key: _settled(docket, row, before) for row in docket.open_rows}
    docket.plan = replace(plan, calendar=calendar, calendar_since=before)
    for key, limit in tuple(docket.limits.items()):
        docket.set_limit(key, docket.limits_said.get(key) or _words_of(limit, plan.calendar))
    for key, row in tuple(docket.rows.items()):
        if not row.open:
            docket.rows[key] = replace(row)  # what lists show of it counts days by the calendar
            continue
        moved = replace(row, asks=tuple(_awaited(docket, ask) for ask in row.asks), settled=settled[key])
        docket.put(_dated(docket, moved, said[key]) if key in said else moved)
    for task, series in tuple(docket.series.items()):
        docket.put_series(task, series)


def _settled(docket: Docket, row: Assignment, before: datetime) -> Settled | None:
    steps = tuple((call.step, call.repeat) for call in steps_done(row, docket.slice, before))
    return Settled(row.round, row.version, steps) if steps else None


def _said(docket: Docket, row: Assignment) -> _Said:
    """What the present deadline of an assignment says, by the calendar that held until now."""
    version, task = row.deadlines[-1], docket.tasks.get(row.task)
    derived = _derived(docket, row, task)
    if derived is not None and version.words == derived:
        return _Said(derived, derived=True)
    if version.words is not None:
        return _Said(version.words)
    named = None if task is None else task.deadline
    if version.reason is Reason.DIRECTIVE and named is not None and docket.moment(named) == version.due:
        return _Said(named)
    return _Said(_words_of(version.due, docket.slice.calendar))


def _derived(docket: Docket, row: Assignment, task: PlannedTask | None) -> Deadline | None:
    """The deadline as the calendar makes it: some working days ahead of a period's end, or after an event."""
    if task is None:
        return None
    if row.period is not None and task.recurrence is not None:
        return docket.occurrence(task.number, row.period)
    if task.relative is not None and (day := docket.days.get(task.relative.event)) is not None:
        return task.relative.deadline(day, docket.slice.calendar)
    return None


def _dated(docket: Docket, row: Assignment, said: _Said) -> Assignment:
    version = row.deadlines[-1]
    words = said.words
    if said.derived:
        words = _derived(docket, row, docket.tasks.get(row.task)) or words
    due = docket.moment(words)
    limit = docket.limit(row.task, row.period)
    if said.within and limit is not None:
        due = min(due, limit)
    if row.submitted_at is not None and due < row.submitted_at <= version.due:
        due = version.due  # what was handed in in time stays in time
    return replace(row, deadlines=(*row.deadlines[:-1], replace(version, due=due, words=words)))


def _awaited(docket: Docket, ask: Ask) -> Ask:
    if not ask.open:
        return ask
    return replace(ask, answer_by=answer_by(docket, ask.kind, ask.deadline, ask.since or ask.asked_at))


def _words_of(moment: datetime, calendar: WorkCalendar) -> Deadline:
    """What a moment says that was kept without words: by the end of a day where work ended then, else exactly it."""
    day = civil_day(moment)
    return Deadline(day, Operator.BY) if moment == calendar.closing(day) else exactly(moment)


def _within(docket: Docket, row: Assignment) -> bool:
    """Whether the present deadline is not after that of the level above."""
    limit = docket.limit(row.task, row.period)
    return limit is not None and row.due is not None and row.due <= limit
