"""What the read model shows of a docket and of its assignments: flat values that follow from the fold alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from thac.domain.agencies import AgencyId
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import Assignment, row_key
from thac.domain.calendar import civil_day
from thac.domain.codec import dump
from thac.domain.deadlines import DeadlineVersion
from thac.domain.directives import Urgency
from thac.domain.docket import Docket
from thac.domain.ladders import due_soon_at
from thac.domain.rungs import Step


class Part(StrEnum):
    """What an agency other than the lead has to do with an assignment."""

    COORDINATOR = "coordinator"
    """Phối hợp"""
    FORMER = "former"
    """Đã từng chủ trì: it led the work before somebody else did."""
    MONITOR = "monitor"
    """Đầu mối theo dõi, tổng hợp"""
    AWAITED = "awaited"
    """Đang chờ trả lời: it was asked something and has not answered."""


@dataclass(frozen=True, slots=True)
class Party:
    """One part of one agency in an assignment; the last three are of an ask that awaits it, by its number from 1."""

    role: Part
    agency: AgencyId
    ask: int = 0
    kind: AskKind | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment as lists, filters and the roll-up see it. Moments are in UTC.

    ``id`` is unique over the installation: directive, issuer, task and copy, and the period if it recurs, joined by
    ``~``; ``series`` is what the ids of all occurrences begin with. ``days_moved`` are the working days by which the
    current deadline lies after the first, ``overran`` the stretches in which it was late before more time was granted.
    ``implements`` are the tasks of the docket above that an own plan works on with it.
    """

    id: str
    key: str
    docket: str
    directive: str
    issuer: AgencyId
    task: int
    copy: AgencyId
    lead: AgencyId
    coordinators: tuple[AgencyId, ...]
    state: str
    round: int
    open: bool
    assigned_at: datetime
    accepted_at: datetime | None
    person: str | None
    taken_at: datetime | None
    percent: int
    reported_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    first_due: datetime | None
    due: datetime | None
    due_soon_at: datetime | None
    deadlines: tuple[dict[str, Any], ...]
    period: str | None = None
    series: str | None = None
    request: bool = False
    keeps: bool = False
    silence_days: int | None = None
    former: tuple[AgencyId, ...] = ()
    monitor: AgencyId | None = None
    submitted_by: str | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    paused_at: datetime | None = None
    urged: int = 0
    urged_at: datetime | None = None
    over_open: bool = False
    unsigned: int = 0
    plan: str | None = None
    implements: tuple[int, ...] = ()
    days_moved: int | None = None
    overran: tuple[tuple[datetime, datetime], ...] = ()
    asks: tuple[dict[str, Any], ...] = ()
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class DocketView:
    """One docket as the tree sees it; ``head`` and ``hash`` are those of its ledger.

    ``above`` is the docket it hangs under and ``name_above`` how that one names it; a root has neither. ``series`` are
    the recurring tasks that run, ``covered`` the tasks that an own plan does, ``outstanding`` what dockets below have
    to follow and have not signed for, ``calendar`` the number of the calendar it counts by.
    """

    id: str
    directive: str
    agency: AgencyId
    parent: AgencyId | None
    head: int
    hash: str
    ladder: int
    unallocated: tuple[int, ...]
    closed_at: datetime | None
    above: str | None = None
    name_above: str | None = None
    series: tuple[dict[str, Any], ...] = ()
    covered: tuple[dict[str, Any], ...] = ()
    outstanding: tuple[dict[str, Any], ...] = ()
    recalled: bool = False
    urgency: Urgency = Urgency.NORMAL
    steps: tuple[Step, ...] = ()
    """Where the ladder is the installation's own: its steps, as the docket keeps them."""
    calendar: int = 0


_ID = re.compile(
    r"(?P<directive>[\w-]{1,64})~(?P<issuer>[\w-]{1,64})~(?P<task>[1-9][0-9]{0,3})~(?P<copy>[\w-]{1,64})"
    r"(?:~(?P<period>[0-9]{4}(?:-(?:W[0-9]{2}|[0-9]{2}|Q[1-4]|H[12]))?))?",
    re.ASCII,
)


def assignment_id(directive: str, issuer: AgencyId, key: str) -> str:
    """The id of an assignment outside its docket."""
    return f"{directive}~{issuer}~{key.replace(':', '~')}"


def split_assignment_id(assignment: str) -> tuple[str, AgencyId, str]:
    """Directive, issuing agency and key within the docket.

    Raises
    ------
    ValueError
        It is no assignment id.
    """
    found = _ID.fullmatch(assignment)
    if found is None:
        raise ValueError(f"{assignment!r} is no id of an assignment")
    return found["directive"], found["issuer"], row_key(int(found["task"]), found["copy"], found["period"])


def docket_view(docket: Docket) -> DocketView:
    """The docket as the read model holds it."""
    plan = docket.slice
    return DocketView(
        docket.id,
        plan.directive,
        plan.agency,
        plan.parent,
        docket.head,
        docket.hash,
        plan.ladder,
        docket.unallocated,
        docket.closed_at,
        docket.above,
        None if docket.above is None else docket.name,
        tuple(_series(docket)),
        tuple({"task": task, "by": docket.docket_below(name)} for task, name in sorted(docket.covered.items())),
        tuple(_outstanding(docket)),
        docket.recalled,
        plan.urgency,
        plan.steps,
        plan.calendar.version,
    )


def _series(docket: Docket) -> Iterator[dict[str, Any]]:
    for task, series in sorted(docket.series.items()):
        following = docket.next_period(task)
        upcoming = None if following is None else following.name
        yield {"task": task, "leads": list(series.leads), "last": series.last, "next": upcoming}


def _outstanding(docket: Docket) -> Iterator[dict[str, Any]]:
    for name, instructions in sorted(docket.instructions.items()):
        below = docket.docket_below(name)
        yield from ({"below": below, "number": one.number, "kind": one.kind} for one in instructions)


def assignment_views(docket: Docket, keys: Iterable[str]) -> list[AssignmentView]:
    """The assignments of those keys as the read model holds them."""
    return [_view(docket, docket.rows[key]) for key in keys]


def _view(docket: Docket, row: Assignment) -> AssignmentView:
    plan = docket.slice
    task = docket.task(row.task)
    monitor = None if task is None else task.monitor
    whole = row_key(row.task, row.copy)
    return AssignmentView(
        id=assignment_id(plan.directive, plan.agency, row.key),
        key=row.key,
        docket=docket.id,
        directive=plan.directive,
        issuer=plan.agency,
        task=row.task,
        copy=row.copy,
        lead=row.lead,
        coordinators=row.coordinators,
        state=row.state.value,
        round=row.round,
        open=row.open,
        assigned_at=row.assigned_at,
        accepted_at=row.accepted_at,
        person=row.person,
        taken_at=row.taken_at,
        percent=row.percent,
        reported_at=row.reported_at,
        submitted_at=row.submitted_at,
        completed_at=row.completed_at,
        first_due=row.deadlines[0].due if row.deadlines else None,
        due=row.due,
        due_soon_at=due_soon_at(row, plan),
        deadlines=tuple(dump(DeadlineVersion, version) for version in row.deadlines),
        period=row.period,
        series=None if row.period is None else assignment_id(plan.directive, plan.agency, whole),
        request=row.request,
        keeps=row.keeps,
        silence_days=row.silence_days,
        former=row.former,
        monitor=monitor,
        submitted_by=row.submitted_by,
        returned_at=row.returned_at,
        withdrawn_at=row.withdrawn_at,
        paused_at=row.pauses[-1][0] if row.paused else None,
        urged=len(row.urged_at),
        urged_at=row.urged_at[-1] if row.urged_at else None,
        over_open=row.over_open,
        unsigned=row.unsigned,
        plan=row.plan,
        implements=() if task is None else task.implements,
        days_moved=_days_moved(docket, row),
        overran=row.overran,
        asks=tuple(dump(Ask, ask) for ask in row.asks),
        parties=tuple(_parties(row, monitor)),
    )


def _days_moved(docket: Docket, row: Assignment) -> int | None:
    if not row.deadlines:
        return None
    first, last = civil_day(row.deadlines[0].due), civil_day(row.deadlines[-1].due)
    return docket.slice.calendar.days_between(first, last)


def _parties(row: Assignment, monitor: AgencyId | None) -> Iterator[Party]:
    yield from (Party(Part.COORDINATOR, agency) for agency in dict.fromkeys(row.coordinators))
    yield from (Party(Part.FORMER, agency) for agency in dict.fromkeys(row.former) if agency != row.lead)
    if monitor is not None:
        yield Party(Part.MONITOR, monitor)
    if row.open:
        yield from (Party(Part.AWAITED, ask.awaits, ask.number, ask.kind, ask.answer_by) for ask in row.open_asks)
