"""What a docket answers to a command: the events that follow, or the refusal that says why not.

Pure functions of the docket and the command. They are version 1 of the rules; a docket keeps the version it was
opened with (:mod:`thac.domain.turns` chooses).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import Assignment, State
from thac.domain.calendar import civil_day
from thac.domain.deadlines import FARTHEST
from thac.domain.directives import one_lead
from thac.domain.docket import Docket
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code, Refusal, refuse

Outcome: TypeAlias = tuple[ev.Event, ...] | Refusal

_ISSUING = frozenset({Role.OFFICE, Role.SUPERVISOR})
_LEADING = frozenset({Role.UNIT, Role.OFFICE})
_WORKING = frozenset({Role.UNIT, Role.OFFICE, Role.OFFICER})
_WORKABLE = frozenset({State.ACCEPTED, State.TAKEN, State.RETURNED})


def decide(docket: Docket, parcel: cmd.Parcel) -> Outcome:
    """The events a command brings about in the docket as it stands, or the refusal.

    A closed docket takes no command: it was closed by the word from above, over whatever stayed open.
    """
    if docket.closed_at is not None:
        return refuse(Code.DOCKET_CLOSED)
    return _DECISIONS[type(parcel.command)](docket, parcel.command, parcel)


def _allocate(docket: Docket, command: cmd.Allocate, parcel: cmd.Parcel) -> Outcome:
    if refusal := _as_issuer(docket, parcel):
        return refusal
    task = docket.task(command.task)
    if task is None:
        return refuse(Code.UNKNOWN_TASK, task=command.task)
    if task.number in docket.allocated:
        lead = ", ".join(row.lead for row in docket.rows.values() if row.task == task.number)
        return refuse(Code.ALREADY_ALLOCATED, task=task.number, lead=lead)
    if refusal := _check_leads(docket, task, command):
        return refusal
    leads = tuple(dict.fromkeys(command.leads))
    return (ev.Allocated((ev.Allocation(task.number, leads, command.coordinators),)),)


def _check_leads(docket: Docket, task: PlannedTask, command: cmd.Allocate) -> Refusal | None:
    if task.single and (refusals := one_lead(task.number, command.leads)):
        return refusals[0]
    if not command.leads:
        return refuse(Code.NO_RECIPIENT, task=task.number)
    below = set(docket.slice.subordinates)
    for lead in command.leads:
        if lead not in below:
            return refuse(Code.LEAD_OUTSIDE, task=task.number, lead=lead, issuer=docket.slice.agency)
        if task.single and lead in command.coordinators:
            return refuse(Code.LEAD_AMONG_COORDINATORS, task=task.number, lead=lead)
    return None


def _accept(docket: Docket, command: cmd.Accept, parcel: cmd.Parcel) -> Outcome:
    row = _as_lead(docket, command.assignment, parcel, _LEADING)
    if isinstance(row, Refusal):
        return row
    return _in(row, parcel, State.ASSIGNED) or (ev.Accepted(row.key),)


def _take(docket: Docket, command: cmd.Take, parcel: cmd.Parcel) -> Outcome:
    row = _as_lead(docket, command.assignment, parcel, _LEADING)
    if isinstance(row, Refusal):
        return row
    return _workable(row, parcel) or (ev.Taken(row.key, command.person),)


def _progress(docket: Docket, command: cmd.Progress, parcel: cmd.Parcel) -> Outcome:
    row = _as_lead(docket, command.assignment, parcel, _WORKING)
    if isinstance(row, Refusal):
        return row
    if not 0 <= command.percent <= 100:  # noqa: PLR2004 - per cent
        return refuse(Code.PROGRESS_OUT_OF_RANGE, percent=command.percent)
    return _workable(row, parcel) or (ev.Progressed(row.key, command.percent, command.note),)


def _submit(docket: Docket, command: cmd.Submit, parcel: cmd.Parcel) -> Outcome:
    row = _as_lead(docket, command.assignment, parcel, _WORKING)
    if isinstance(row, Refusal):
        return row
    return _workable(row, parcel) or (ev.Submitted(row.key, command.report),)


def _confirm(docket: Docket, command: cmd.Confirm, parcel: cmd.Parcel) -> Outcome:
    row = _as_reviewer(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    below = _open_below(docket, row)
    if below != 0 and not command.over_open:
        return refuse(Code.OPEN_BELOW, agency=row.lead, count="?" if below is None else below, task=row.task)
    confirmed = ev.Confirmed(row.key, below)
    if row.lead not in docket.slice.keepers or _others_open(docket, row):
        return (confirmed,)
    over_open = below != 0 or any(other.lead == row.lead and other.over_open for other in docket.rows.values())
    return (confirmed, ev.CloseOrdered(row.lead, over_open))


def _others_open(docket: Docket, row: Assignment) -> bool:
    return any(other.lead == row.lead and other.open and other.key != row.key for other in docket.rows.values())


def _open_below(docket: Docket, row: Assignment) -> int | None:
    """How many assignments of that task the lead's own docket last said are open; None before it said anything."""
    if row.lead not in docket.slice.keepers or row.lead in docket.children_closed:
        return 0
    report = docket.children.get(row.lead)
    return None if report is None else dict(report.open_by_task).get(row.task, 0)


def _return(docket: Docket, command: cmd.Return, parcel: cmd.Parcel) -> Outcome:
    row = _as_reviewer(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    if command.redo is not None and command.redo.day - civil_day(parcel.received_at) > FARTHEST:
        return refuse(Code.DEADLINE_TOO_FAR, task=row.task, deadline=command.redo.day)
    due = _redo_due(docket, row, command, parcel.received_at)
    if due is not None and due <= parcel.received_at:
        return refuse(Code.REDO_IN_PAST, deadline=civil_day(due))
    return (ev.Returned(row.key, command.reason, due),)


def _redo_due(docket: Docket, row: Assignment, command: cmd.Return, now: datetime) -> datetime | None:
    """The day the office names; else the working days that were left when it was submitted, at least the default."""
    plan = docket.slice
    if command.redo is not None:
        return command.redo.moment(plan.calendar, strict_before=plan.defaults.strict_before)
    if row.due is None or row.submitted_at is None:
        return None
    at_least = plan.calendar.closing(plan.calendar.working_day(civil_day(now), plan.defaults.redo_days))
    if row.submitted_at >= row.due:
        return at_least
    left = plan.calendar.between(row.submitted_at, row.due)
    return max(at_least, plan.calendar.plus(now, left))


def _as_issuer(docket: Docket, parcel: cmd.Parcel) -> Refusal | None:
    actor = parcel.actor
    if actor.agency != docket.slice.agency:
        return refuse(Code.NOT_YOURS, owner=docket.slice.agency, actor=actor.agency)
    if actor.role not in _ISSUING:
        return refuse(Code.ROLE_NOT_ALLOWED, role=actor.role, command=parcel.command.kind)
    return None


def _as_reviewer(docket: Docket, assignment: str, parcel: cmd.Parcel) -> Assignment | Refusal:
    if refusal := _as_issuer(docket, parcel):
        return refusal
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    return _in(row, parcel, State.SUBMITTED) or row


def _as_lead(docket: Docket, assignment: str, parcel: cmd.Parcel, roles: frozenset[Role]) -> Assignment | Refusal:
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    if parcel.actor.agency != row.lead:
        return refuse(Code.NOT_YOURS, owner=row.lead, actor=parcel.actor.agency)
    if parcel.actor.role not in roles:
        return refuse(Code.ROLE_NOT_ALLOWED, role=parcel.actor.role, command=parcel.command.kind)
    return row


def _workable(row: Assignment, parcel: cmd.Parcel) -> Refusal | None:
    if row.state is State.ASSIGNED:
        return refuse(Code.NOT_ACCEPTED)
    return _in(row, parcel, *_WORKABLE)


def _in(row: Assignment, parcel: cmd.Parcel, *states: State) -> Refusal | None:
    if row.state in states:
        return None
    allowed = ", ".join(sorted(states))
    return refuse(Code.WRONG_STATE, state=row.state, command=parcel.command.kind, allowed=allowed)


_DECISIONS: dict[type, Callable[[Docket, Any, cmd.Parcel], Outcome]] = {
    cmd.Allocate: _allocate,
    cmd.Accept: _accept,
    cmd.Take: _take,
    cmd.Progress: _progress,
    cmd.Submit: _submit,
    cmd.Confirm: _confirm,
    cmd.Return: _return,
}
