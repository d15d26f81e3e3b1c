"""What everybody may see without signing in: how far directives have come that their offices marked as public.

Numbers by level and state; no person, no remark, no task. Where the installation does not show it, there is no page.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.codes import ApiCode
from api.dependencies import Service
from api.errors import ProblemError, problem, respond
from api.schemas.public import PublicList, detail_out, line_out
from api.schemas.words import Output, page_out
from api.web import atom
from api.web.language import Language, Speech
from api.web.rendering import page
from api.web.visiting import Guest
from thac.store.queries import public
from thac.store.queries.pages import Window

router = APIRouter()
_AT_ONCE: Final = 50
_KEPT: Final = {"Cache-Control": "public, max-age=300"}
"""Whoever stands in between may keep an answer for five minutes; it is the same for everybody."""
_FOR_PORTALS: Final = _KEPT | {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


async def the_reader(request: Request, lang: Language = Language.VIETNAMESE) -> Guest:
    """Whoever asks: nobody known, whatever cookies he has.

    Raises
    ------
    ProblemError
        The installation shows nothing to the public.
    """
    service: Service = request.app.state.service
    if not service.deps.public_pages:
        raise problem(ApiCode.NOT_FOUND)
    return Guest(request, service, Speech(lang), service.deps.clock())


ReaderDep = Annotated[Guest, Depends(the_reader)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("/public")
def get_public(reader: ReaderDep, offset: Offset = 0) -> Response:
    """The public directives with their numbers."""
    window = Window(_AT_ONCE, offset)
    found = reader.service.read(lambda connection: public.public_directives(connection, window, reader.now))
    listed = page_out(found, list(found.items))
    return _kept(page(reader, "public.html.j2", found=listed, lang=_lang(reader)))


@router.get("/public.json")
def get_public_json(reader: ReaderDep, offset: Offset = 0) -> Response:
    """The same for programs."""
    window = Window(_AT_ONCE, offset)
    return _json(_listed(reader, window))


@router.get("/public.atom")
def get_public_atom(reader: ReaderDep) -> Response:
    """The same as a feed, the first fifty."""
    listed = _listed(reader, Window(_AT_ONCE))
    here = _address(reader)
    content = atom.feed(f"{here}.atom", here, listed.directives, reader.now)
    return Response(content, media_type=atom.MEDIA_TYPE, headers=_FOR_PORTALS)


@router.get("/public/{directive}.json")
def get_public_directive_json(reader: ReaderDep, directive: str) -> Response:
    """One public directive for programs: its numbers level by level."""
    found = reader.service.read(lambda connection: public.progress(connection, directive, reader.now))
    if found is None:
        return _refused(problem(ApiCode.NOT_FOUND))
    return _json(detail_out(found, f"{_address(reader)}/{directive}"))


@router.get("/public/{directive}")
def get_public_directive(reader: ReaderDep, directive: str) -> Response:
    """One public directive: its numbers level by level."""
    found = reader.service.read(lambda connection: public.progress(connection, directive, reader.now))
    if found is None:
        raise problem(ApiCode.NOT_FOUND)
    return _kept(page(reader, "public_directive.html.j2", found=found, lang=_lang(reader)))


def _listed(reader: Guest, window: Window) -> PublicList:
    found = reader.service.read(lambda connection: public.public_directives(connection, window, reader.now))
    here = _address(reader)
    lines = [line_out(line, f"{here}/{line.id}") for line in found.items]
    return PublicList(directives=lines, count=len(lines), total=found.total, offset=window.offset, limit=window.limit)


def _address(reader: Guest) -> str:
    return f"{reader.request.base_url}public"


def _lang(reader: Guest) -> str:
    return "&lang=en" if reader.say.language is Language.ENGLISH else ""


def _kept(answer: Response) -> Response:
    answer.headers.update(_KEPT)
    return answer


def _json(body: Output) -> Response:
    return Response(body.model_dump_json(), media_type="application/json", headers=_FOR_PORTALS)


def _refused(error: ProblemError) -> Response:
    answer = respond(error)
    answer.headers.update(_FOR_PORTALS)
    return answer
