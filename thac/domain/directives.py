"""What an agency orders: a directive, its tasks, and whether they keep the rule of one lead."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.deadlines import FARTHEST, Deadline
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


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a directive orders.

    A ``single`` task names its lead in ``leads``; a document may name none or several, which :func:`check` turns
    away. An ``each`` task names ``recipients``: agency ids, or groups. A task that is not ``tracked`` is passed on to
    be read and opens no assignment. ``field`` is the field of work the routing goes by.
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


@dataclass(frozen=True, slots=True)
class Directive:
    """A document that orders: who issued what, on whose ground, with which tasks.

    ``number`` and ``symbol`` are None until the register gives them; ``implements`` cites the document from above.
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
    if task.deadline is not None and task.deadline.day < directive.issued_on:
        found.append(
            refuse(Code.DEADLINE_BEFORE_ISSUE, task=task.number, deadline=task.deadline.day, issued=directive.issued_on)
        )
    if task.deadline is not None and task.deadline.day - directive.issued_on > FARTHEST:
        found.append(refuse(Code.DEADLINE_TOO_FAR, task=task.number, deadline=task.deadline.day))
    return found


def one_lead(task: int, leads: tuple[AgencyId, ...]) -> tuple[Refusal, ...]:
    """Nothing when exactly one lead is named; otherwise the refusal that says which task and why."""
    if not leads:
        return (refuse(Code.NO_LEAD, task=task),)
    if len(leads) > 1:
        return (refuse(Code.TWO_LEADS, task=task, count=len(leads), leads=", ".join(leads)),)
    return ()
