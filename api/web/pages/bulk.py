"""One act on several assignments of the list; each has its own outcome, and one that is refused holds up no other."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.codes import ApiCode
from api.desk import Request, carry_out_all
from api.errands import address_of, errand
from api.errors import ProblemError, invalid, problem
from api.page_codes import PageCode, page_problem
from api.schemas.commands import FORMS, CommandIn
from api.web.acting import KEY, filled, new_key
from api.web.forms import FormDep, text
from api.web.pages.tasks import Wished, shown
from api.web.visiting import Visit, VisitDep
from thac.domain import commands as cmd
from thac.store.queries.assignments import AssignmentLine, lines
from thac.store.queries.work import Lane

router = APIRouter()

_ACTS: Final = {cmd.Accept.kind: (), cmd.Take.kind: ("person",), cmd.Urge.kind: ("text",)}
"""What can be done with several at once, and which fields go with it."""
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them; ``refused`` None: it was done."""

    line: AssignmentLine
    refused: ProblemError | None


@router.post("/tasks")
async def post_tasks(visit: VisitDep, form: FormDep) -> Response:
    """Do the same with every assignment that is ticked; ``do`` says what."""
    act = text(form, "do")
    if act not in _ACTS:
        raise problem(ApiCode.NOT_FOUND)
    wished = _wished(form)
    try:
        outcomes = await _carried(visit, act, form)
    except ProblemError as refusal:
        picked = frozenset(_picked(form))
        more: dict[str, Any] = {"refusal": refusal, "said": filled(form), "picked": picked}
        return await asyncio.to_thread(shown, visit, wished, refusal.status, **more)
    refused = [one.refused for one in outcomes if one.refused is not None]
    if not refused:
        return RedirectResponse(wished.address(done=act, many=str(len(outcomes))), 303)
    kept = frozenset(one.line.id for one in outcomes if one.refused is not None)
    more = {"outcomes": outcomes, "said": filled(form), "picked": kept, "key": text(form, KEY) or new_key()}
    return await asyncio.to_thread(shown, visit, wished, max(one.status for one in refused), **more)


async def _carried(visit: Visit, act: str, form: FormData) -> list[Outcome]:
    """Carry it out on each; what does not lie within the visitor's scope is not known here.

    Raises
    ------
    ProblemError
        Nothing, or too much, was ticked, or a field is wrong; nothing was done.
    """
    picked = _picked(form)
    if not 0 < len(picked) <= _MOST:
        raise page_problem(PageCode.NOTHING_PICKED, most=_MOST)
    body = _body(act, {name: value for name in _ACTS[act] if (value := text(form, name))})

    def read(connection: sa.Connection) -> tuple[AssignmentLine, ...]:
        return lines(connection, visit.scope, picked, visit.now)

    found = await asyncio.to_thread(visit.service.read, read)
    if len(found) != len(picked):
        raise problem(ApiCode.NOT_FOUND)
    key = text(form, KEY) or new_key()
    requests = [_request(act, one.id, body, key) for one in found]
    outcomes = await carry_out_all(visit.service, visit.actor, requests)
    return [
        Outcome(line, outcome if isinstance(outcome, ProblemError) else None)
        for line, outcome in zip(found, outcomes, strict=True)
    ]


def _body(act: str, fields: Mapping[str, str]) -> CommandIn:
    try:
        return FORMS[act].body.model_validate(fields)
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error


def _request(act: str, assignment: str, body: CommandIn, key: str) -> Request:
    """The command for one of them; its key is the same whenever the same page asks the same of it."""
    asked = f"{act} {assignment} {body.model_dump_json()}"
    named = f"{key}-{hashlib.sha256(asked.encode()).hexdigest()[:24]}"
    return Request(errand(FORMS[act], address_of(assignment), body), named)


def _picked(form: FormData) -> list[str]:
    return list(dict.fromkeys(one for one in form.getlist("pick") if isinstance(one, str)))


def _wished(form: FormData) -> Wished:
    lane, offset = text(form, "lane"), text(form, "offset") or "0"
    known = Lane(lane) if lane in set(Lane) else None
    return Wished(known, text(form, "of"), int(offset) if offset.isdecimal() and len(offset) <= len("10000000") else 0)
