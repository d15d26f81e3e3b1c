"""An office says which of its directives everybody may follow on the public page."""

import asyncio
from typing import Annotated, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, require_launcher
from api.errors import problem
from api.schemas.words import page_out
from api.web.forms import FormDep, text
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Guest, Visit, VisitDep
from thac.store import publishing
from thac.store.directives import DirectiveState
from thac.store.queries import directives as queries
from thac.store.queries.directives import DirectiveFilter
from thac.store.queries.pages import Window

router = APIRouter()
_AT_ONCE: Final = 25


def _shown(guest: Guest) -> bool:
    return guest.service.deps.public_pages


MENU.append(Entry("/publishing", "Công khai · Public page", LAUNCHING_ROLES, _shown))


@router.get("/publishing")
def get_publishing(
    visit: VisitDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    done: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """The running directives of the office, each with a button to show it to everybody, or not any more."""
    _require(visit)
    wanted = DirectiveFilter(visit.actor.agency, DirectiveState.RUNNING)

    def read(connection: sa.Connection) -> Response:
        found = queries.directives(connection, visit.scope, wanted, Window(_AT_ONCE, offset))
        public = {one.id for one in found.items if publishing.is_public(connection, one.id)}
        return page(visit, "publishing.html.j2", found=page_out(found, list(found.items)), public=public, done=done)

    return visit.service.read(read)


@router.post("/publishing/{directive}")
async def post_publishing(visit: VisitDep, directive: str, form: FormDep) -> Response:
    """Show a directive to everybody, or not any more."""
    _require(visit)
    wanted, offset = text(form, "public"), text(form, "offset") or "0"
    if wanted not in {"yes", "no"} or not offset.isdecimal():
        raise problem(ApiCode.INVALID)
    await asyncio.to_thread(_mark, visit, directive, public=wanted == "yes")
    return RedirectResponse(f"/publishing?offset={offset}&done={'shown' if wanted == 'yes' else 'hidden'}", 303)


def _mark(visit: Visit, directive: str, *, public: bool) -> None:
    found = visit.service.read(lambda connection: queries.directive(connection, visit.scope, directive))
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    require_launcher(visit.actor, found.issuer)
    with visit.service.deps.engines.write.begin() as connection:
        publishing.publish(connection, directive, visit.actor, visit.now, public=public)


def _require(visit: Visit) -> None:
    """Turn away whoever marks nothing, and everybody where nothing is shown to the public."""
    if not _shown(visit):
        raise problem(ApiCode.NOT_FOUND)
    require_launcher(visit.actor, visit.actor.agency)
