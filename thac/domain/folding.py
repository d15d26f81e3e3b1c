"""How an event changes a docket: the fold of a ledger, one event at a time."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.asks import AskKind
from thac.domain.assignments import Assignment, State
from thac.domain.changing import CHANGES, dated, withdrawn
from thac.domain.deadlines import DeadlineVersion, Reason
from thac.domain.docket import PLAN, Docket, Series, limit_key
from thac.domain.instructing import give, instruct
from thac.domain.plans import PlannedTask
from thac.domain.recalendaring import recalendar


def apply(docket: Docket, recorded: ev.Recorded, digest: str) -> None:
    """Fold one event in; ``digest`` is the hash of the ledger up to and including it.

    Raises
    ------
    ValueError
        The event is not the next one of this docket.
    """
    if recorded.docket != docket.id or recorded.seq != docket.head + 1:
        raise ValueError(f"event {recorded.seq} of {recorded.docket} does not follow {docket.head} of {docket.id}")
    event = recorded.event
    change = CHANGES.get(type(event))
    if change is not None:
        key = getattr(event, "assignment")  # noqa: B009 - every event of an assignment has it
        docket.put(change(docket, docket.rows[key], recorded))
    fold = _FOLDS.get(type(event))
    if fold is not None:
        fold(docket, event, recorded)
    if (heard := getattr(event, "heard", None)) is not None:
        docket.heard = max(docket.heard, heard)
    docket.head, docket.hash = recorded.seq, digest


def _opened(docket: Docket, event: ev.Opened, _: ev.Recorded) -> None:
    plan = event.plan
    docket.plan = plan
    docket.tasks = {task.number: task for task in plan.tasks}
    docket.below = set(plan.keepers)
    docket.heard = plan.instruction


def _allocated(docket: Docket, event: ev.Allocated, recorded: ev.Recorded) -> None:
    for allocation in event.allocations:
        docket.below.update(allocation.keeping)
        _give_out(docket, allocation, recorded.effective_at)
        give(docket, allocation.keeping, allocation.task, recorded)


def _give_out(docket: Docket, allocation: ev.Allocation, at: datetime) -> None:
    task = docket.task(allocation.task)
    if task is None:
        raise ValueError(f"task {allocation.task} is not in docket {docket.id}")
    docket.allocated.add(task.number)
    if task.recurrence is not None:
        known = docket.series.get(task.number)
        leads = allocation.leads if known is None else tuple(dict.fromkeys((*known.leads, *allocation.leads)))
        last = None if known is None else known.last
        docket.put_series(task.number, Series(leads, allocation.coordinators, at, last))
        return
    deadlines = _first_deadline(docket, task, at)
    for lead in allocation.leads:
        row = _row(docket, task, lead, at, deadlines, allocation.coordinators)
        docket.put(_again(docket.rows.get(row.key), row))


def _row(  # noqa: PLR0913, PLR0917 - what an assignment begins with
    docket: Docket,
    task: PlannedTask,
    lead: AgencyId,
    at: datetime,
    deadlines: tuple[DeadlineVersion, ...],
    coordinators: tuple[AgencyId, ...],
    period: str | None = None,
) -> Assignment:
    return Assignment(
        task.number,
        lead,
        lead,
        at,
        deadlines,
        tuple(one for one in coordinators if one != lead),
        period=period,
        keeps=lead in docket.below,
        request=task.request,
        silence_days=task.silence_days,
    )


def _again(before: Assignment | None, row: Assignment) -> Assignment:
    """The assignment given anew after it was taken back: rounds, versions and asks go on, so that no alert repeats."""
    if before is None:
        return row
    stands = row.due is None or row.due == before.due
    return replace(
        row,
        round=before.round + 1,
        deadlines=before.deadlines if stands else (*before.deadlines, *row.deadlines),
        former=before.former if before.lead == row.lead else (*before.former, before.lead),
        asks=before.asks,
        overran=before.overran,
    )


def _first_deadline(docket: Docket, task: PlannedTask, at: datetime) -> tuple[DeadlineVersion, ...]:
    if task.deadline is not None:
        return (DeadlineVersion(docket.moment(task.deadline), at),)
    if task.relative is not None and (day := docket.days.get(task.relative.event)) is not None:
        words = task.relative.deadline(day, docket.slice.calendar)
        return (DeadlineVersion(docket.moment(words), at, Reason.EVENT, words),)
    return ()


def _occurrence(docket: Docket, event: ev.OccurrenceOpened, _: ev.Recorded) -> None:
    """Open the period's assignments; who had accepted the occurrence before need not accept this one."""
    task, series = docket.tasks[event.task], docket.series[event.task]
    words = docket.occurrence(event.task, event.period)
    deadlines = (DeadlineVersion(docket.moment(words), event.moment, words=words),)
    before = {row.lead: row for row in docket.rows.values() if row.task == task.number and row.period == series.last}
    for lead in series.leads:
        row = _row(docket, task, lead, event.moment, deadlines, series.coordinators, event.period)
        docket.put(_again(docket.rows.get(row.key), _as_before(row, before.get(lead))))
    docket.put_series(event.task, replace(series, last=event.period))


def _as_before(row: Assignment, before: Assignment | None) -> Assignment:
    if before is None or before.accepted_at is None:
        return row
    state = State.ACCEPTED if before.person is None else State.TAKEN
    taken_at = row.assigned_at if before.person is not None else None
    return replace(row, state=state, accepted_at=row.assigned_at, person=before.person, taken_at=taken_at)


def _close_ordered(docket: Docket, event: ev.CloseOrdered, _: ev.Recorded) -> None:
    docket.close_ordered[event.agency] = event.over_open


def _closing(docket: Docket, event: ev.Closing, _: ev.Recorded) -> None:
    docket.closing = event.over_open


def _close_refused(docket: Docket, event: ev.CloseRefused, _: ev.Recorded) -> None:
    docket.close_ordered.pop(event.agency, None)


def _child_closed(docket: Docket, event: ev.ChildClosed, _: ev.Recorded) -> None:
    docket.children_closed.add(event.agency)


def _closed(docket: Docket, _: ev.Closed, recorded: ev.Recorded) -> None:
    docket.close(recorded.effective_at)


def _receipted(docket: Docket, event: ev.Receipted, _: ev.Recorded) -> None:
    left = tuple(one for one in docket.instructions.get(event.below, ()) if one.number > event.number)
    if left:
        docket.instructions[event.below] = left
    else:
        docket.instructions.pop(event.below, None)


def _reassigned(docket: Docket, event: ev.Reassigned, recorded: ev.Recorded) -> None:
    """The row itself was changed already; here is what follows for dockets below and for later occurrences."""
    row = docket.rows[event.assignment]
    series = docket.series.get(row.task)
    left, to = row.former[-1], event.to.agency
    others = {one.lead for one in rows_of(docket, row.task, (), row.period) if one.key != row.key}
    has_it = to in others or (series is not None and to in series.leads)
    ends = False
    if event.series and series is not None:
        leads = tuple(dict.fromkeys(to if lead == left else lead for lead in series.leads))
        ends = left not in leads
        docket.put_series(row.task, replace(series, leads=leads))
    if left in docket.below and left not in others:
        withdrawn = ev.TaskWithdrawn(row.task, event.text, period=row.period, later=ends)
        instruct(docket, (left,), withdrawn, recorded)
    if event.to.keeps:
        docket.below.add(to)
        if not has_it:
            give(docket, (to,), row.task, recorded, row)


def _answered(docket: Docket, event: ev.Answered, recorded: ev.Recorded) -> None:
    row = docket.rows[event.assignment]
    ask = row.asks[event.ask - 1]
    if ask.below is not None:
        below = ev.Answered(ask.below.assignment, ask.below.ask, event.grant, event.text)
        instruct(docket, (ask.below.agency,), below, recorded)
    if ask.kind is AskKind.EXTENSION and event.deadline is not None and row.lead in docket.below:
        moved = ev.DeadlineMoved(row.task, event.deadline, event.text, period=row.period, limit_only=True)
        instruct(docket, (row.lead,), moved, recorded)


def _withdrawn(docket: Docket, event: ev.TaskWithdrawn, recorded: ev.Recorded) -> None:
    rows = tuple(rows_of(docket, event.task, event.copies, event.period))
    instruct(docket, _keepers(docket, event.task, rows, event.copies), _for_below(event), recorded)
    for row in rows:
        docket.put(withdrawn(row, recorded.effective_at))
    series = docket.series.get(event.task)
    if series is not None and (event.period is None or event.later):
        left = tuple(lead for lead in series.leads if event.copies and lead not in event.copies)
        docket.put_series(event.task, replace(series, leads=left) if left else None)
    if event.period is not None:
        return
    if event.heard is not None or docket.slice.parent is None:
        if not event.copies:
            docket.ended.add(event.task)
    elif not event.copies or _nobody_has(docket, event.task):
        # The office took it back from its own units; the agency still owes it to the level above.
        docket.allocated.discard(event.task)


def _nobody_has(docket: Docket, task: int) -> bool:
    """Whether every assignment of the task was taken back and none will open."""
    rows = (row for row in docket.rows.values() if row.task == task)
    return task not in docket.series and all(row.state is State.WITHDRAWN for row in rows)


def _moved(docket: Docket, event: ev.DeadlineMoved, recorded: ev.Recorded) -> None:
    due = docket.moment(event.deadline)
    before = docket.limit(event.task, event.period)
    if event.heard is not None:
        docket.set_limit(limit_key(event.task, event.period), event.deadline)

    def moves(own: datetime | None) -> bool:
        """By the office's own word everything moves; else what lay at the old limit, beyond the new, or had none."""
        return event.heard is None or (not event.limit_only and (own is None or own == before or own > due))

    rows = tuple(row for row in rows_of(docket, event.task, event.copies, event.period) if moves(row.due))
    instruct(docket, sorted({row.lead for row in rows} & docket.below), _for_below(event), recorded)
    for row in rows:
        if row.due != due:
            docket.put(dated(row, event.deadline, due, Reason.AMENDED, recorded, event.text))
    task = docket.tasks.get(event.task)
    if task is None or event.period is not None or event.copies or task.recurrence is not None:
        return
    if moves(None if task.deadline is None else docket.moment(task.deadline)):
        docket.tasks[event.task] = replace(task, deadline=event.deadline, relative=None)


def _corrected(docket: Docket, event: ev.TextCorrected, recorded: ev.Recorded) -> None:
    rows = tuple(rows_of(docket, event.task))
    instruct(docket, _keepers(docket, event.task, rows), _for_below(event), recorded)
    for row in rows:
        docket.put(replace(row, unsigned=row.unsigned + 1))


def _event_dated(docket: Docket, event: ev.EventDated, recorded: ev.Recorded) -> None:
    docket.days[event.event] = event.day
    waiting = [task for task in docket.tasks.values() if task.relative and task.relative.event == event.event]
    below: set[str] = set()
    for task in waiting:
        rows = tuple(rows_of(docket, task.number))
        below.update(_keepers(docket, task.number, rows))
        if task.relative is not None:
            words = task.relative.deadline(event.day, docket.slice.calendar)
            due = docket.moment(words)
            for row in rows:
                if row.due != due:
                    reason = Reason.AMENDED if row.deadlines else Reason.EVENT
                    docket.put(dated(row, words, due, reason, recorded, None))
    instruct(docket, sorted(below), _for_below(event), recorded)


def _recalled(docket: Docket, event: ev.Recalled, recorded: ev.Recorded) -> None:
    docket.recalled = True
    docket.ended.update(docket.tasks)
    for row in docket.open_rows:
        docket.put(withdrawn(row, recorded.effective_at))
    for task in tuple(docket.series):
        docket.put_series(task, None)
    below = sorted(name for name in docket.below - docket.children_closed if not name.startswith(PLAN))
    instruct(docket, below, _for_below(event), recorded)


def _registered(docket: Docket, event: ev.Registered, _: ev.Recorded) -> None:
    docket.registered = (event.number, event.symbol)


def _series_reassigned(docket: Docket, event: ev.SeriesReassigned, recorded: ev.Recorded) -> None:
    series, to = docket.series[event.task], event.to.agency
    has_it = to in series.leads or any(row.lead == to for row in rows_of(docket, event.task))
    leads = tuple(dict.fromkeys(to if lead == event.lead else lead for lead in series.leads))
    docket.put_series(event.task, replace(series, leads=leads))
    if event.lead in docket.below:
        instruct(docket, (event.lead,), ev.TaskWithdrawn(event.task, event.text), recorded)
    if event.to.keeps:
        docket.below.add(to)
        if not has_it:
            give(docket, (to,), event.task, recorded)


def _task_added(docket: Docket, event: ev.TaskAdded, _: ev.Recorded) -> None:
    docket.tasks[event.task.number] = event.task


def _tasks_given(docket: Docket, event: ev.TasksGiven, recorded: ev.Recorded) -> None:
    """Tasks to be given out; one that is under way here, since the docket was opened with it, only gets its day."""
    docket.below.update(event.dockets)
    for task in event.tasks:
        if _under_way(docket, task.number):
            if task.deadline is not None:
                _moved(docket, ev.DeadlineMoved(task.number, task.deadline, heard=event.heard), recorded)
            continue
        docket.put_series(task.number, None)
        docket.tasks[task.number] = replace(task, to=docket.slice.named(event.groups, task.to))
        docket.ended.discard(task.number)
        docket.allocated.discard(task.number)
        docket.limits.pop(limit_key(task.number, None), None)
        if task.deadline is not None:
            docket.set_limit(limit_key(task.number, None), task.deadline)
    docket.closing = None
    if docket.closed_at is not None:
        docket.reopen()


def _under_way(docket: Docket, task: int) -> bool:
    planned = docket.tasks.get(task)
    if planned is None or docket.closed_at is not None:
        return False
    return task in docket.series if planned.recurrence is not None else any(rows_of(docket, task))


def _plan_attached(docket: Docket, event: ev.PlanAttached, recorded: ev.Recorded) -> None:
    """What leads without a docket had not accepted is replaced; to dockets below, withdrawals follow as events."""
    docket.below.add(f"{PLAN}{event.plan}")
    for number in event.tasks:
        docket.covered[number] = f"{PLAN}{event.plan}"
        for row in rows_of(docket, number):
            linked = replace(row, plan=event.plan)
            replaced = row.state is State.ASSIGNED and row.lead not in docket.below
            docket.put(withdrawn(linked, recorded.effective_at) if replaced else linked)
        series = docket.series.get(number)
        if series is not None:
            left = tuple(lead for lead in series.leads if lead in docket.below)
            docket.put_series(number, replace(series, leads=left) if left else None)


def _calendar_changed(docket: Docket, event: ev.CalendarChanged, recorded: ev.Recorded) -> None:
    recalendar(docket, event.calendar, recorded.effective_at)


def rows_of(
    docket: Docket, task: int, copies: tuple[AgencyId, ...] = (), period: str | None = None
) -> Iterable[Assignment]:
    """The open assignments of a task, perhaps only those copies, or that period."""
    return (
        row
        for row in docket.open_rows
        if row.task == task and (not copies or row.copy in copies) and (period is None or row.period == period)
    )


def _keepers(
    docket: Docket, task: int, rows: Iterable[Assignment], copies: tuple[AgencyId, ...] = ()
) -> tuple[str, ...]:
    """The dockets below that work on the task, by what was given out and by the series that runs."""
    series = docket.series.get(task)
    running = () if series is None else tuple(lead for lead in series.leads if not copies or lead in copies)
    leads = {*(row.lead for row in rows), *running}
    return tuple(sorted(leads & docket.below))


def _for_below(event: Any) -> Any:
    """The event as the dockets below are told of it."""
    wider = {"copies": ()} if hasattr(event, "copies") else {}
    return replace(event, heard=None, **wider)


_FOLDS: dict[type[ev.Event], Callable[[Docket, Any, ev.Recorded], None]] = {
    ev.Opened: _opened,
    ev.Allocated: _allocated,
    ev.OccurrenceOpened: _occurrence,
    ev.CloseOrdered: _close_ordered,
    ev.Closing: _closing,
    ev.CloseRefused: _close_refused,
    ev.ChildClosed: _child_closed,
    ev.Closed: _closed,
    ev.Receipted: _receipted,
    ev.Reassigned: _reassigned,
    ev.Answered: _answered,
    ev.TaskWithdrawn: _withdrawn,
    ev.DeadlineMoved: _moved,
    ev.TextCorrected: _corrected,
    ev.EventDated: _event_dated,
    ev.Recalled: _recalled,
    ev.Registered: _registered,
    ev.SeriesReassigned: _series_reassigned,
    ev.TaskAdded: _task_added,
    ev.TasksGiven: _tasks_given,
    ev.PlanAttached: _plan_attached,
    ev.CalendarChanged: _calendar_changed,
}
"""What an event changes beyond one assignment; what stands in neither table changes nothing but the head."""
