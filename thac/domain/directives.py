"""What an agency orders: a directive, its tasks, and whether they keep the rule of one lead."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.asks import Receiver
from thac.domain.deadlines import FARTHEST, Deadline
from thac.domain.recurrence import Recurrence, Relative, Rhythm
from thac.domain.refusals import Code, Refusal, refuse

DirectiveId: TypeAlias = str
"""The internal id of a directive, given when its draft is made; a number from the register may come later."""


class Mode(StrEnum):
    """Whether a task is one piece of work or one for each recipient."""

    SINGLE = "single"
    """One lead, with coordinators (chủ trì, phối hợp)."""
    EACH = "each"
    """Every recipient leads its own copy."""


class Group(StrEnum):
    """Recipients that documents name collectively, seen from the issuing agency."""

    PROVINCES = "provinces"
    """các tỉnh, thành phố"""
    DEPARTMENTS = "departments"
    """các sở, ban, ngành"""
    COMMUNES = "communes"
    """các xã, phường, đặc khu"""
    UNITS = "units"
    """các phòng, đơn vị trực thuộc"""


class Within(StrEnum):
    """How an agency that received its copy passes the task on to its own units."""

    ROUTED = "routed"
    """To the one unit that answers for the field."""
    EVERY_UNIT = "every_unit"
    """To each of its units, a copy for every one."""


class Urgency(StrEnum):
    """How fast a directive is to be handled (Decree 30/2020/NĐ-CP, article 8)."""

    NORMAL = "normal"
    URGENT = "urgent"
    """Khẩn"""
    VERY_URGENT = "very_urgent"
    """Thượng khẩn"""
    IMMEDIATE = "immediate"
    """Hỏa tốc"""


_LAST_WEEKDAY = 7
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a directive orders.

    A ``single`` task names its lead in ``leads``; a document may name none or several, which :func:`check` turns
    away. An ``each`` task names ``recipients``: agency ids, or groups. A task that is not ``tracked`` is passed on to
    be read and opens no assignment. ``field`` is the field of work the routing goes by.

    At most one of ``deadline``, ``recurrence`` and ``relative`` says when it is due; an undated task has the rhythm of
    ``silence_days`` calendar days where one is given. A ``request`` (đề nghị) goes to bodies outside the chain of
    command. ``monitor`` follows the task across the tree and urges (đầu mối theo dõi); ``collects`` are the tasks whose
    reports this one consolidates. In an agency's own plan ``implements`` names the tasks of the parent directive it
    does, and ``beyond`` the reason why it may end after them.
    """

    number: int
    text: str
    mode: Mode
    leads: tuple[AgencyId, ...] = ()
    recipients: tuple[str, ...] = ()
    coordinators: tuple[AgencyId, ...] = ()
    deadline: Deadline | None = None
    within: Within = Within.ROUTED
    field: str | None = None
    product: str | None = None
    targets: tuple[str, ...] = ()
    tracked: bool = True
    recurrence: Recurrence | None = None
    relative: Relative | None = None
    request: bool = False
    monitor: AgencyId | None = None
    collects: tuple[int, ...] = ()
    silence_days: int | None = None
    implements: tuple[int, ...] = ()
    beyond: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """A document that orders: who issued what, on whose ground, with which tasks.

    ``number`` and ``symbol`` are None until the register gives them; ``implements`` cites the document from above in
    words, ``parent`` is its id where it runs here and this is the issuer's own plan for it.
    """

    id: DirectiveId
    issuer: AgencyId
    doc_type: str
    subject: str
    issued_on: date
    tasks: tuple[Task, ...]
    number: str | None = None
    symbol: str | None = None
    urgency: Urgency = Urgency.NORMAL
    implements: str | None = None
    parent: DirectiveId | None = None

    @property
    def implemented(self) -> tuple[int, ...]:
        """The tasks of the parent directive that this plan does, in their order."""
        return tuple(sorted({number for task in self.tasks for number in task.implements}))


def recipients(tree: AgencyTree, issuer: AgencyId, task: Task) -> tuple[AgencyId, ...]:
    """The direct subordinates of the issuer that receive a copy of an ``each`` task, by id, without repetition."""
    named: set[AgencyId] = set()
    for recipient in task.recipients:
        named.update(group_members(tree, issuer, Group(recipient)) if recipient in set(Group) else (recipient,))
    return tuple(sorted(named))


def group_members(tree: AgencyTree, issuer: AgencyId, group: Group) -> tuple[AgencyId, ...]:
    """Which direct subordinates of the issuer a collective name means."""
    level = {
        Group.PROVINCES: Level.PROVINCE,
        Group.DEPARTMENTS: Level.UNIT,
        Group.COMMUNES: Level.COMMUNE,
        Group.UNITS: Level.UNIT,
    }[group]
    return tuple(child.id for child in tree.children(issuer) if child.level is level)


def check(directive: Directive, tree: AgencyTree) -> tuple[Refusal, ...]:
    """Everything that forbids launching the directive; empty when it may be launched.

    The rule of one lead is conclusion 226-KL/TW (one task, one lead) and article 23 of Decree 30/2020/NĐ-CP.
    """
    found: list[Refusal] = []
    if not any(task.tracked for task in directive.tasks):
        found.append(refuse(Code.NO_TASK))
    seen: set[int] = set()
    for task in directive.tasks:
        if task.number in seen:
            found.append(refuse(Code.TASK_TWICE, task=task.number))
        seen.add(task.number)
        if task.tracked:
            found.extend(_check_task(directive, task, tree))
            found.extend(_check_times(directive, task))
    for task in directive.tasks:
        found.extend(_check_collected(directive, task))
    return tuple(found)


def _check_task(directive: Directive, task: Task, tree: AgencyTree) -> list[Refusal]:
    found: list[Refusal] = []
    if task.mode is Mode.SINGLE:
        found.extend(one_lead(task.number, task.leads))
        leads: tuple[AgencyId, ...] = task.leads
    else:
        leads = recipients(tree, directive.issuer, task)
        if not leads:
            found.append(refuse(Code.NO_RECIPIENT, task=task.number))
    below = {child.id for child in tree.children(directive.issuer)}
    if task.request:
        found.extend(_check_request(directive, task, leads, tree))
    else:
        found.extend(
            refuse(Code.LEAD_OUTSIDE, task=task.number, lead=lead, issuer=directive.issuer)
            for lead in leads
            if lead not in below
        )
    found.extend(
        refuse(Code.LEAD_AMONG_COORDINATORS, task=task.number, lead=lead)
        for lead in task.leads
        if lead in task.coordinators
    )
    return found


def _check_request(
    directive: Directive, task: Task, leads: tuple[AgencyId, ...], tree: AgencyTree
) -> Iterator[Refusal]:
    """A request goes to a body that the directory knows and the issuer cannot order."""
    for lead in leads:
        if lead not in tree:
            yield refuse(Code.LEAD_OUTSIDE, task=task.number, lead=lead, issuer=directive.issuer)
        elif tree.covers(directive.issuer, lead):
            yield refuse(Code.REQUEST_INSIDE, task=task.number, lead=lead, issuer=directive.issuer)


def _check_times(directive: Directive, task: Task) -> Iterator[Refusal]:
    """A task is due in one way at most, not before the directive was issued and not beyond reckoning."""
    if sum(one is not None for one in (task.deadline, task.recurrence, task.relative)) > 1:
        yield refuse(Code.TWO_DEADLINES, task=task.number)
    if (rule := task.recurrence) is not None:
        last = _LAST_WEEKDAY if rule.every is Rhythm.WEEKLY else _LAST_DAY
        if not 1 <= rule.day <= last:
            yield refuse(Code.BAD_RECURRENCE, task=task.number, day=rule.day, every=rule.every)
    if task.deadline is not None and task.deadline.day < directive.issued_on:
        yield refuse(
            Code.DEADLINE_BEFORE_ISSUE, task=task.number, deadline=task.deadline.day, issued=directive.issued_on
        )
    if task.deadline is not None and task.deadline.day - directive.issued_on > FARTHEST:
        yield refuse(Code.DEADLINE_TOO_FAR, task=task.number, deadline=task.deadline.day)


def _check_collected(directive: Directive, task: Task) -> Iterator[Refusal]:
    """What is collected exists and is due before the task that collects it."""
    tasks = {one.number: one for one in directive.tasks}
    for number in task.collects:
        collected = tasks.get(number)
        if collected is None or number == task.number:
            yield refuse(Code.COLLECTS_UNKNOWN, task=task.number, collected=number)
        elif not _due_before(collected, task):
            yield refuse(Code.COLLECTS_TOO_LATE, task=task.number, collected=number)


def _due_before(collected: Task, task: Task) -> bool:
    if collected.deadline is not None and task.deadline is not None:
        return collected.deadline.day <= task.deadline.day
    one, other = collected.recurrence, task.recurrence
    return one is None or other is None or one.every is not other.every or one.day <= other.day


def one_lead(task: int, leads: tuple[AgencyId, ...]) -> tuple[Refusal, ...]:
    """Nothing when exactly one lead is named; otherwise the refusal that says which task and why."""
    if not leads:
        return (refuse(Code.NO_LEAD, task=task),)
    if len(leads) > 1:
        return (refuse(Code.TWO_LEADS, task=task, count=len(leads), leads=", ".join(leads)),)
    return ()


def check_own_plan(
    directive: Directive, work: Mapping[int, datetime | None], moment: Callable[[Deadline], datetime]
) -> tuple[Refusal, ...]:
    """What forbids launching a plan under the issuer's open assignments of the parent directive.

    Parameters
    ----------
    directive
        The plan.
    work
        The parent's tasks that the issuer has open, each with its deadline; None when undated.
    moment
        The last good moment of a deadline.
    """
    found: list[Refusal] = []
    for task in directive.tasks:
        for number in task.implements:
            if number not in work:
                found.append(refuse(Code.NO_PARENT_WORK, task=task.number, above=number, parent=directive.parent))
                continue
            above = work[number]
            if above is None or task.deadline is None or task.beyond:
                continue
            if moment(task.deadline) > above:
                found.append(refuse(Code.AFTER_PARENT, task=task.number, deadline=task.deadline.day, above=above))
    return tuple(found)


def receivers(tree: AgencyTree, issuer: AgencyId, agencies: Iterable[AgencyId]) -> tuple[Receiver, ...] | Refusal:
    """The agencies as receivers of work from the issuer, or why one of them cannot be: it is not directly below."""
    below = {child.id for child in tree.children(issuer)}
    named = tuple(dict.fromkeys(agencies))
    for agency in named:
        if agency not in below:
            return refuse(Code.NOT_A_RECEIVER, agency=agency, issuer=issuer)
    return tuple(Receiver(agency, tree.issues(agency)) for agency in named)
