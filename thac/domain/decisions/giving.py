"""How work is given: allocated, given to another lead, to further recipients, as a further task, to an own plan."""

from collections.abc import Iterable

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.asks import Receiver
from thac.domain.assignments import Assignment, State
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import as_issuer, as_root, issuers_row, receivable
from thac.domain.directives import one_lead
from thac.domain.docket import Docket
from thac.domain.folding import rows_of
from thac.domain.plans import PlannedTask
from thac.domain.refusals import Code, Refusal, refuse


def allocate(docket: Docket, command: cmd.Allocate, parcel: cmd.Parcel) -> Outcome:
    """A task given to exactly one lead, or a copy of it to each."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    task = _running(docket, command.task)
    if isinstance(task, Refusal):
        return task
    if task.number in docket.allocated:
        lead = ", ".join(row.lead for row in docket.rows.values() if row.task == task.number and row.open)
        return refuse(Code.ALREADY_ALLOCATED, task=task.number, lead=lead or _leads_of_series(docket, task.number))
    if task.number in docket.covered:
        return refuse(Code.PLAN_ATTACHED_ALREADY, task=task.number, plan=docket.covered[task.number][1:])
    if refusal := _check_leads(docket, task, command):
        return refusal
    leads = tuple(dict.fromkeys(command.leads))
    keeping = _keeping(docket, task, command.receivers, leads)
    return (ev.Allocated((ev.Allocation(task.number, leads, command.coordinators, keeping),)),)


def _running(docket: Docket, number: int) -> PlannedTask | Refusal:
    """The task, while it was not taken back."""
    task = docket.task(number)
    if task is None:
        return refuse(Code.UNKNOWN_TASK, task=number)
    return refuse(Code.TASK_ENDED, task=number) if number in docket.ended else task


def _leads_of_series(docket: Docket, task: int) -> str:
    return ", ".join(docket.series[task].leads) if task in docket.series else "?"


def _check_leads(docket: Docket, task: PlannedTask, command: cmd.Allocate) -> Refusal | None:
    if task.single and (refusals := one_lead(task.number, command.leads)):
        return refusals[0]
    if not command.leads:
        return refuse(Code.NO_RECIPIENT, task=task.number)
    plan = docket.slice
    below = {*plan.subordinates, *plan.members(task.to), *(one.agency for one in command.receivers)} - {plan.agency}
    for lead in command.leads:
        if lead not in below:
            return refuse(Code.LEAD_OUTSIDE, task=task.number, lead=lead, issuer=plan.agency)
        if task.single and lead in command.coordinators:
            return refuse(Code.LEAD_AMONG_COORDINATORS, task=task.number, lead=lead)
    return None


def _keeping(
    docket: Docket, task: PlannedTask, receivers: Iterable[Receiver], leads: Iterable[AgencyId]
) -> tuple[AgencyId, ...]:
    """The leads whose dockets were not started with this task, or lost it when it was taken back from them."""
    plan, keepers = docket.slice, {one.agency for one in receivers if one.keeps}
    proposed = set(plan.keepers) & set(plan.members(task.to))
    had = {row.copy for row in docket.rows.values() if row.task == task.number} & docket.below
    return tuple(lead for lead in leads if lead in had or (lead in keepers and lead not in proposed))


def reassign(docket: Docket, command: cmd.Reassign, parcel: cmd.Parcel) -> Outcome:
    """The assignment given to another lead by the issuer, at any state while it is open."""
    row = issuers_row(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    return check_new_lead(docket, row, command.to, series=command.series) or (
        ev.Reassigned(row.key, command.to, command.text, command.series),
    )


def reassign_series(docket: Docket, command: cmd.ReassignSeries, parcel: cmd.Parcel) -> Outcome:
    """Later occurrences given to another lead; one that is open is given over itself, with those that follow."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    series = docket.series.get(command.task)
    if series is None or command.lead not in series.leads:
        return refuse(Code.NO_SERIES, task=command.task, lead=command.lead)
    if command.to.agency == command.lead:
        return refuse(Code.SAME_LEAD, lead=command.lead)
    if refusal := receivable(docket, command.to, command.task):
        return refusal
    row = next((one for one in rows_of(docket, command.task) if one.lead == command.lead), None)
    if row is not None:
        return refuse(Code.SERIES_HAS_OPEN, task=command.task, assignment=row.key)
    return (ev.SeriesReassigned(command.task, command.lead, command.to, command.text),)


def check_new_lead(docket: Docket, row: Assignment, to: Receiver, *, series: bool = False) -> Refusal | None:
    """What speaks against that agency as the new lead."""
    if to.agency == row.lead:
        return refuse(Code.SAME_LEAD, lead=to.agency)
    if refusal := receivable(docket, to, row.task):
        return refusal
    if to.keeps and row.period is not None and not series:
        return refuse(Code.RECURS, task=row.task)
    return None


def add_recipients(docket: Docket, command: cmd.AddRecipients, parcel: cmd.Parcel) -> Outcome:
    """Further recipients of a task that is one for each."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    task = _running(docket, command.task)
    if isinstance(task, Refusal):
        return task
    if task.single:
        return refuse(Code.NOT_FOR_EACH, task=task.number)
    if task.number not in docket.allocated:
        return refuse(Code.NOT_ALLOCATED, task=task.number)
    if not command.to:
        return refuse(Code.NO_RECIPIENT, task=task.number)
    return _check_recipients(docket, task, command.to) or (_given(task, command.to),)


def _check_recipients(docket: Docket, task: PlannedTask, to: Iterable[Receiver]) -> Refusal | None:
    receiving = {row.copy for row in docket.rows.values() if row.task == task.number}
    if task.number in docket.series:
        receiving |= set(docket.series[task.number].leads)
    for one in to:
        if one.agency in receiving:
            return refuse(Code.RECEIVES_ALREADY, agency=one.agency, task=task.number)
        if refusal := receivable(docket, one, task.number):
            return refusal
    return None


def add_task(docket: Docket, command: cmd.AddTask, parcel: cmd.Parcel) -> Outcome:
    """A further task of the directive, given out at once to the leads it names."""
    if refusal := as_root(docket, parcel):
        return refusal
    task = command.task
    if task.number in docket.tasks:
        return refuse(Code.TASK_TWICE, task=task.number)
    leads = docket.slice.members(task.to)
    if task.single and (refusals := one_lead(task.number, leads)):
        return refusals[0]
    if not leads:
        return refuse(Code.NO_RECIPIENT, task=task.number)
    known = {one.agency: one for one in command.receivers}
    for lead in leads:
        if lead not in known:
            return refuse(Code.LEAD_OUTSIDE, task=task.number, lead=lead, issuer=docket.slice.agency)
        if refusal := receivable(docket, known[lead], task.number):
            return refusal
    return (ev.TaskAdded(task), _given(task, tuple(known[lead] for lead in leads)))


def _given(task: PlannedTask, receivers: tuple[Receiver, ...]) -> ev.Allocated:
    leads = tuple(dict.fromkeys(one.agency for one in receivers))
    keeping = tuple(dict.fromkeys(one.agency for one in receivers if one.keeps))
    return ev.Allocated((ev.Allocation(task.number, leads, task.coordinators, keeping),))


def attach_plan(docket: Docket, command: cmd.AttachPlan, parcel: cmd.Parcel) -> Outcome:
    """An own plan that does the work of tasks of this docket."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    for number in command.tasks:
        if number not in docket.tasks:
            return refuse(Code.UNKNOWN_TASK, task=number)
        if number in docket.ended:
            return refuse(Code.TASK_ENDED, task=number)
        if number in docket.covered:
            return refuse(Code.PLAN_ATTACHED_ALREADY, task=number, plan=docket.covered[number][1:])
    below = ((number, _unaccepted_below(docket, number)) for number in command.tasks)
    replaced = (ev.TaskWithdrawn(number, copies=copies) for number, copies in below if copies)
    return (ev.PlanAttached(command.plan, command.tasks), *replaced)


def _unaccepted_below(docket: Docket, task: int) -> tuple[AgencyId, ...]:
    """The copies with dockets below of which nothing was accepted."""
    rows = [row for row in docket.rows.values() if row.task == task and row.open and row.lead in docket.below]
    working = {row.copy for row in rows if row.state is not State.ASSIGNED}
    series = docket.series.get(task)
    running = () if series is None else tuple(lead for lead in series.leads if lead in docket.below)
    return tuple(dict.fromkeys(copy for copy in (*(row.copy for row in rows), *running) if copy not in working))
