"""What is done about chosen alerts: known, put off, or the lead urged; each row by itself, as the API does it."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from pydantic import ValidationError
from starlette.datastructures import FormData

from api import reading
from api.codes import ApiCode
from api.desk import Request, carry_out_all
from api.errands import address_of, errand
from api.errors import Fault, ProblemError, invalid, problem
from api.schemas.alerts import AcknowledgeIn, SnoozeIn
from api.schemas.commands import FORMS
from api.web.acting import KEY
from api.web.forms import text
from api.web.visiting import Visit
from thac.domain.calendar import VIETNAM
from thac.domain.inbox import AnswerKind
from thac.store.answers_to_alerts import Asked
from thac.store.queries.alerts import addressed

CHOSEN: Final = "alert[]"
"""The field that names a row; there are as many of it as rows that were ticked."""
MOST: Final = 200
"""So many rows at once at most, as many as a batch of commands may hold."""
_BEGINS: Final = time(7, 30)


class Doing(StrEnum):
    """What can be done about an alert."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    URGE = "urge"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, by its alert or its assignment, for which it was not done, and why."""

    about: str
    problem: ProblemError


def doing(form: FormData) -> Doing:
    """What the button that was pressed stands for.

    Raises
    ------
    ProblemError
        It stands for nothing.
    """
    said = text(form, "do")
    if said not in set(Doing):
        raise problem(ApiCode.INVALID)
    return Doing(said)


def chosen(form: FormData) -> tuple[str, ...]:
    """The rows that were ticked, each once.

    Raises
    ------
    ProblemError
        None was, or more than can be dealt with at once.
    """
    keys = tuple(dict.fromkeys(one for one in form.getlist(CHOSEN) if isinstance(one, str) and one))
    if not keys:
        none = Fault("none_chosen", "Hãy đánh dấu ít nhất một dòng.", "Tick at least one row.")
        raise problem(ApiCode.INVALID, [none])
    if len(keys) > MOST:
        many = Fault("too_many_chosen", f"Mỗi lần tối đa {MOST} dòng.", f"At most {MOST} rows at once.")
        raise problem(ApiCode.INVALID, [many])
    return keys


async def carry_out(visit: Visit, what: Doing, alerts: Sequence[str], form: FormData) -> list[Refused]:
    """Do it for each of the alerts, and say for which it was not done.

    Raises
    ------
    ProblemError
        What was filled in is not right, so that nothing was done; or an alert is not there for this visitor.
    """
    if what is Doing.URGE:
        return await _urge(visit, alerts, form)
    asked = [_asked(visit, what, alert, form) for alert in alerts]
    return await asyncio.to_thread(_answer, visit, asked)


def _answer(visit: Visit, asked: Sequence[Asked]) -> list[Refused]:
    refused = []
    for one in asked:
        try:
            reading.answer(visit.service, visit.bearer, one)
        except ProblemError as error:
            refused.append(Refused(one.alert, error))
    return refused


def _asked(visit: Visit, what: Doing, alert: str, form: FormData) -> Asked:
    name = reading.request_name(visit.actor, _key(form, what, alert))
    said = {"until": _until(form) if what is Doing.SNOOZE else None, "reason": text(form, "reason")}
    shape: type[AcknowledgeIn | SnoozeIn] = SnoozeIn if what is Doing.SNOOZE else AcknowledgeIn
    try:
        body = shape.model_validate({field: value for field, value in said.items() if value is not None})
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error
    kind = AnswerKind.SNOOZED if what is Doing.SNOOZE else AnswerKind.ACKNOWLEDGED
    return Asked(name, alert, kind, body.until, body.reason or "")


async def _urge(visit: Visit, alerts: Sequence[str], form: FormData) -> list[Refused]:
    """Urge the leads; several alerts about one assignment urge it once."""
    urge = FORMS["urge"]
    try:
        body = urge.body.model_validate({"text": text(form, "reason")})
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error
    assignments = await asyncio.to_thread(visit.service.read, lambda connection: _about(connection, visit, alerts))
    requests = [Request(errand(urge, address_of(one), body), _key(form, Doing.URGE, one)) for one in assignments]
    outcomes = await carry_out_all(visit.service, visit.actor, requests)
    pairs = zip(assignments, outcomes, strict=True)
    return [Refused(assignment, outcome) for assignment, outcome in pairs if isinstance(outcome, ProblemError)]


def _about(connection: sa.Connection, visit: Visit, alerts: Sequence[str]) -> list[str]:
    """The assignments that the alerts are about; one outside the visitor's scope is not there for him."""
    found = [addressed(connection, visit.scope, alert) for alert in alerts]
    if any(one is None for one in found):
        raise problem(ApiCode.NOT_FOUND)
    return list(dict.fromkeys(one.assignment for one in found if one is not None))


def _key(form: FormData, what: Doing, about: str) -> str | None:
    """One key for each row of one filling-in of the form: the same row sent twice is done once."""
    key = text(form, KEY)
    return None if key is None else f"{key[:64]}.{hashlib.sha256(f'{what} {about}'.encode()).hexdigest()[:24]}"


def _until(form: FormData) -> datetime | None:
    """When work begins on the day that was named."""
    said = text(form, "until")
    try:
        return None if said is None else datetime.combine(date.fromisoformat(said), _BEGINS, VIETNAM)
    except ValueError as error:
        wrong = Fault("bad_day", "Ngày nhắc lại chưa đúng.", "That is no day.", "until")
        raise problem(ApiCode.INVALID, [wrong]) from error
