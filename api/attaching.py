"""How an agency's own plan comes to hang under its docket on the directive it implements, before anything starts."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from api.codes import ApiCode
from api.dependencies import Service
from api.dockets import CommandUnknownError, DocketAwayError
from api.errors import Fault, fault, fault_of
from api.gate import NotSavedError
from thac.calendars import built_in, holding, span
from thac.domain.actors import Actor
from thac.domain.calendar import WorkCalendar
from thac.domain.codec import dump
from thac.domain.commands import AttachPlan, Parcel
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, check_own_plan
from thac.domain.refusals import Code, Refusal
from thac.store import calendars, directory, own_plans

_FOR_NOW: Final = frozenset({Code.DOCKET_STOPPED})
"""Refusals that say nothing about the plan; it is tried again."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A plan whose identity is taken, who launched it and when."""

    plan: Directive
    by: Actor
    at: datetime


def faults_of_plan(connection: sa.Connection, drafted: Directive) -> list[Fault]:
    """What forbids launching a directive as its issuer's own plan; nothing where it is none."""
    if drafted.parent is None:
        tasks = [task.number for task in drafted.tasks if task.implements]
        return [fault(ApiCode.PARENT_NEEDED, task=number) for number in tasks]
    if own_plans.attached(connection, drafted):
        return []
    return list(_faults_below(connection, drafted, drafted.parent))


def _faults_below(connection: sa.Connection, drafted: Directive, parent: str) -> Iterator[Fault]:
    if not drafted.implemented:
        yield fault(ApiCode.IMPLEMENTS_NOTHING, parent=parent)
    if not own_plans.docket_open(connection, drafted):
        yield fault(ApiCode.NO_DOCKET_ABOVE, agency=drafted.issuer, parent=parent)
        return
    work = own_plans.work(connection, drafted.issuer, parent)
    calendar = _calendar(connection, drafted)

    def moment(deadline: Deadline) -> datetime:
        return deadline.moment(calendar, strict_before=DEFAULTS.strict_before)

    yield from map(fault_of, check_own_plan(drafted, work, moment))


async def attach(service: Service, ordered: Ordered) -> Refusal | None:
    """Have the docket above take the plan, once however often this is done; the refusal when it does not.

    Raises
    ------
    DocketAwayError
        It is not known whether it did.
    """
    plan = ordered.plan
    if plan.parent is None or await _attached(service, plan):
        return None
    parcel = _parcel(ordered)
    try:
        answer = await service.gate.send(plan.parent, plan.issuer, parcel)
    except (NotSavedError, CommandUnknownError) as error:
        raise DocketAwayError(str(error)) from error
    if answer.refusal is None or await _attached(service, plan):
        return None
    if answer.refusal.code in _FOR_NOW:
        raise DocketAwayError(answer.refusal.english)
    return answer.refusal


async def _attached(service: Service, plan: Directive) -> bool:
    return await asyncio.to_thread(service.read, lambda connection: own_plans.attached(connection, plan))


def _parcel(ordered: Ordered) -> Parcel:
    """The command; its key is the plan's own, so that whoever repeats it asks for the same thing."""
    command = AttachPlan(ordered.plan.id, ordered.plan.implemented)
    body = json.dumps([own_plans.above(ordered.plan), dump(AttachPlan, command)], sort_keys=True)
    return Parcel(
        f"attach/{ordered.plan.id}", hashlib.sha256(body.encode()).hexdigest(), ordered.by, ordered.at, command
    )


def _calendar(connection: sa.Connection, drafted: Directive) -> WorkCalendar:
    almanac = calendars.load(connection)
    if not almanac.number:
        return built_in(*span(drafted))
    return holding(almanac, directory.load(connection), drafted.issuer, span(drafted))
