"""Which docket an errand goes to, and what the directory says of the agencies that it gives work to."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa

from api.codes import ApiCode
from api.errands import Errand
from api.errors import Fault, ended, fault_of, problem, refused, unknown_agency
from thac.directory.working_calendar import CALENDAR_VERSION
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.asks import Receiver
from thac.domain.calendar import OFFICE_HOURS, WorkCalendar
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, Group, Task, check, receivers
from thac.domain.planning import PlanMaker, Routed, Terms
from thac.domain.refusals import Code, Refusal, refuse
from thac.domain.views import assignment_id
from thac.store import amendments
from thac.store import directives as stored
from thac.store.directives import DirectiveState
from thac.store.launches import LAUNCHABLE


def to_its_issuer(connection: sa.Connection, errand: Errand) -> Errand:
    """The errand with the docket of the agency that issued the directive.

    Raises
    ------
    ProblemError
        There is no such directive, or it was not launched, or its docket is still to be started.
    """
    found = amendments.issuer(connection, errand.directive)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    issuer, state = found
    if state in LAUNCHABLE:
        raise problem(ApiCode.NOT_LAUNCHED)
    if state is DirectiveState.LAUNCHING:
        raise problem(ApiCode.LAUNCH_PENDING, more={"directive": errand.directive})
    return replace(errand, agency=issuer)


def gives_work(errand: Errand) -> bool:
    """Whether the errand gives work to agencies that have to be looked up."""
    return errand.task is not None or bool(_named(errand.command))


def with_receivers(connection: sa.Connection, tree: AgencyTree, errand: Errand, issuer: AgencyId) -> Errand:
    """The errand with everybody it gives work to as the directory has him now.

    Raises
    ------
    ProblemError
        An agency cannot be given the work, or the further task is faulty.
    """
    if errand.task is not None:
        return _with_task(connection, tree, errand, errand.task)
    named = [one.agency for one in _named(errand.command)]
    found = _found(connection, tree, errand, issuer, named)
    return replace(errand, command=_with(errand.command, {one.agency: one for one in found}))


def _named(command: cmd.Command) -> tuple[Receiver, ...]:
    """The agencies that the command gives work to; a task to be planned names its own."""
    if isinstance(command, cmd.Allocate):
        return tuple(Receiver(lead) for lead in command.leads)
    values = [getattr(command, one.name) for one in fields(command)]
    lists = [value if isinstance(value, tuple) else (value,) for value in values]
    return tuple(one for values in lists for one in values if isinstance(one, Receiver))


def _with(command: cmd.Command, known: dict[AgencyId, Receiver]) -> cmd.Command:
    """The command with those receivers in the place of the agencies it names."""
    if isinstance(command, cmd.Allocate):
        return replace(command, receivers=tuple(known[lead] for lead in dict.fromkeys(command.leads)))
    changed: dict[str, Any] = {}
    for one in fields(command):
        value = getattr(command, one.name)
        if isinstance(value, Receiver):
            changed[one.name] = known[value.agency]
        elif isinstance(value, tuple) and value and isinstance(value[0], Receiver):
            changed[one.name] = tuple(known[receiver.agency] for receiver in value)
    return replace(command, **changed)


def _found(
    connection: sa.Connection, tree: AgencyTree, errand: Errand, issuer: AgencyId, agencies: Iterable[AgencyId]
) -> tuple[Receiver, ...]:
    named = tuple(agencies)
    for agency in named:
        require_standing(tree, agency)
    request = _is_request(connection, errand, issuer)
    found = _outside(tree, issuer, named, _task_of(errand.command)) if request else receivers(tree, issuer, named)
    if isinstance(found, Refusal):
        raise refused(found, tree.name_of)
    return found


def require_standing(tree: AgencyTree, agency: AgencyId) -> None:
    """Turn away an agency that the directory does not have, or that is no more.

    Raises
    ------
    ProblemError
        It says which, and who took over.
    """
    known = tree.get(agency)
    if known is None:
        raise problem(ApiCode.UNKNOWN_AGENCY, agency=agency)
    if known.ended_on is not None:
        raise problem(ApiCode.AGENCY_ENDED, **ended(known, tree))


def _is_request(connection: sa.Connection, errand: Errand, issuer: AgencyId) -> bool:
    """Whether the work is a request to bodies outside the chain of command; only the issuer makes those."""
    key = getattr(errand.command, "assignment", None)
    if key is not None:
        return amendments.is_request(connection, assignment_id(errand.directive, issuer, key))
    try:
        ordered = stored.load(connection, errand.directive)
    except LookupError:
        return False
    number = _task_of(errand.command)
    return ordered.issuer == issuer and any(task.request for task in ordered.tasks if task.number == number)


def _outside(
    tree: AgencyTree, issuer: AgencyId, agencies: Iterable[AgencyId], task: int
) -> tuple[Receiver, ...] | Refusal:
    """The bodies that receive a request, or why one of them cannot: the issuer can order it."""
    for agency in agencies:
        if tree.covers(issuer, agency):
            return refuse(Code.REQUEST_INSIDE, task=task, lead=agency, issuer=issuer)
    return tuple(Receiver(agency) for agency in dict.fromkeys(agencies))


def _task_of(command: cmd.Command) -> int:
    """The task that a command is about: by itself, or by its assignment."""
    key = getattr(command, "assignment", None)
    return int(getattr(command, "task", 0)) if key is None else int(str(key).split(":", maxsplit=1)[0])


def _with_task(connection: sa.Connection, tree: AgencyTree, errand: Errand, task: Task) -> Errand:
    """The errand with the further task as the issuer's docket is to have it."""
    ordered = stored.load(connection, errand.directive)
    grown = replace(ordered, tasks=(*(one for one in ordered.tasks if one.number != task.number), task))
    if faults := list(_faults(ordered, grown, task, tree)):
        raise problem(ApiCode.DIRECTIVE_REFUSED, faults)
    maker = PlanMaker(grown, tree, _unrouted, Terms(WorkCalendar(CALENDAR_VERSION, OFFICE_HOURS), DEFAULTS))
    planned = maker.further(task.number)
    given = tuple(Receiver(lead, not task.request and tree.issues(lead)) for lead in planned.to)
    return replace(errand, command=cmd.AddTask(planned, given))


def _faults(ordered: Directive, grown: Directive, task: Task, tree: AgencyTree) -> Iterator[Fault]:
    """What forbids giving out the further task; of what stood in the directive before, nothing is held against it."""
    named = (("leads", task.leads), ("recipients", task.recipients), ("coordinators", task.coordinators))
    groups = set(Group)
    unknown = [
        unknown_agency(agency, f"/task/{name}/{place}")
        for name, agencies in (*named, ("monitor", (task.monitor,) if task.monitor else ()))
        for place, agency in enumerate(agencies)
        if agency not in tree and agency not in groups
    ]
    if unknown:
        yield from unknown
        return
    if not task.tracked:
        yield fault_of(refuse(Code.NO_TASK))
    before = set(check(ordered, tree))
    yield from (fault_of(refusal, tree.name_of) for refusal in check(grown, tree) if refusal not in before)


def _unrouted(task: Task, agency: AgencyId) -> Routed:
    raise AssertionError(f"task {task.number} is planned for its issuer, who routes nothing to {agency}")
