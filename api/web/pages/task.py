"""One assignment: what is to be done, where it stands, what happened, and what its visitor may do with it now."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response

from api.codes import ApiCode
from api.errands import address_of
from api.errors import ProblemError, problem
from api.schemas.commands import FORMS, Place
from api.web.acting import act, filled, new_key
from api.web.assignment import Shown, shown, told_at
from api.web.attaching import with_product
from api.web.forms import FormDep, text
from api.web.rendering import HEADERS, page
from api.web.visiting import Visit, VisitDep
from thac.domain import commands as cmd
from thac.store import attachments
from thac.store.queries import assignments as queries

router = APIRouter()

_ACTS: Final = frozenset(kind for kind, form in FORMS.items() if form.place is Place.ASSIGNMENT)


@router.get("/tasks/{assignment}")
def get_task(
    visit: VisitDep,
    assignment: str,
    done: Annotated[str | None, Query(max_length=40)] = None,
    kept: Annotated[str | None, Query(max_length=40)] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The page of an assignment that lies within the visitor's scope."""
    return _page(visit, _read(visit, assignment, offset), done=done if done in _ACTS else None, kept=kept)


@router.get("/tasks/{assignment}/words/{number}")
def get_words(visit: VisitDep, assignment: str, number: Annotated[int, Path(ge=1, le=10_000_000)]) -> Response:
    """The whole of a text of the history, of which the page of the assignment shows the beginning."""
    told = visit.service.read(lambda connection: told_at(connection, visit, assignment, number))
    if told is None:
        raise problem(ApiCode.NOT_FOUND)
    return page(visit, "task_text.html.j2", told=told, address_back=f"/tasks/{assignment}")


@router.get("/tasks/{assignment}/files/{attachment}")
def get_file(visit: VisitDep, assignment: str, attachment: str) -> Response:
    """A file that was attached, to be saved: no browser shows it as a page of ours."""

    def read(connection: sa.Connection) -> tuple[attachments.Attached, bytes] | None:
        if queries.assignment(connection, visit.scope, assignment, visit.now) is None:
            return None
        return attachments.find(connection, assignment, attachment)

    found = visit.service.read(read)
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    kept, content = found
    disposition = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return Response(content, 200, {**HEADERS, "Content-Disposition": disposition}, kept.media_type)


@router.post("/tasks/{assignment}")
async def post_task(visit: VisitDep, assignment: str, form: FormDep) -> Response:
    """Carry out what one of the page's forms asks for; ``act`` says which."""
    before = await asyncio.to_thread(_read, visit, assignment, 0)
    kind = text(form, "act")
    if kind not in _ACTS:
        raise problem(ApiCode.NOT_FOUND)
    said = {**filled(form), "refused": kind}
    try:
        if kind == cmd.Submit.kind:
            form = await with_product(visit, assignment, form, keep=kind in before.mine | before.behalf)
        await act(visit, kind, address_of(assignment), form)
    except ProblemError as refusal:
        again = await asyncio.to_thread(_read, visit, assignment, 0)
        answer = _page(visit, again, refusal.status, refusal=refusal, said=said)
        answer.headers.update({name: value for name, value in refusal.headers.items() if name != "WWW-Authenticate"})
        return answer
    said_where = {"done": kind, "kept": text(form, "keep") or ""}
    return RedirectResponse(await asyncio.to_thread(_where_it_shows, visit, assignment, said_where), 303)


def _where_it_shows(visit: Visit, assignment: str, done: Mapping[str, str]) -> str:
    """The page of the assignment; the list, where it is no longer the visitor's to read."""

    def seen(connection: sa.Connection) -> bool:
        return queries.assignment(connection, visit.scope, assignment, visit.now) is not None

    return f"/tasks{f'/{assignment}' if visit.service.read(seen) else ''}?{urlencode(done)}"


def _read(visit: Visit, assignment: str, offset: int) -> Shown:
    found = visit.service.read(lambda connection: shown(connection, visit, assignment, offset))
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return found


def _page(visit: Visit, found: Shown, status: int = 200, **more: Any) -> Response:
    values: dict[str, Any] = {"refusal": None, "said": {}, "done": None, "kept": None}
    return page(visit, "task.html.j2", status, it=found, new_key=new_key, **values | more)
