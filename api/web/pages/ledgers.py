"""What happened in a cascade, in words, and who has signed for what was changed."""

from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.codes import ApiCode
from api.dependencies import WindowDep
from api.errors import problem
from api.schemas.cascades import receipts_out
from api.web.ledger_words import sentences
from api.web.pages.directives import namer, paged
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.store import access
from thac.store.queries import cascades, directives
from thac.store.queries.cascades import DocketLine
from thac.store.queries.directives import DirectiveLine
from thac.store.queries.pages import Window
from thac.store.queries.receipts import receipts
from thac.store.queries.receivers import entries

router = APIRouter()
_LISTED: Final = 40
_CHANGES: Final = 20
_SIGNATURES: Final = 30
Code = Annotated[str | None, Query(max_length=64)]


@router.get("/directives/{directive}/ledger")
def get_ledger(visit: VisitDep, directive: str, window: WindowDep, at: Code = None) -> Response:
    """Everything that the docket of an agency decided, the latest first, with who did it and what he said."""
    part = Window(min(window.limit, _LISTED), window.offset)

    def found(connection: sa.Connection) -> dict[str, Any]:
        line, docket = _docket(connection, visit, directive, at)
        written = entries(connection, docket.id, part)
        told = sentences(written.items, visit.say, namer(visit.service.deps.directory.tree(connection)))
        texts = access.texts(connection, {one.text for one in told if one.text is not None})
        return {"directive": line, "docket": docket, "entries": told, "texts": texts, "paged": paged(written)}

    return page(visit, "ledger.html.j2", at=at, **visit.service.read(found))


@router.get("/directives/{directive}/receipts")
def get_receipts(visit: VisitDep, directive: str, at: Code = None) -> Response:
    """Every change that the docket of an agency made, and who has signed for it."""

    def found(connection: sa.Connection) -> dict[str, Any]:
        line, docket = _docket(connection, visit, directive, at)
        changes = receipts(connection, docket)
        texts = access.texts(connection, {one.text for one in changes[:_CHANGES] if one.text})
        signed = receipts_out(docket, changes[:_CHANGES], texts)
        return {"directive": line, "docket": docket, "changes": signed.amendments, "total": len(changes)}

    return page(visit, "receipts.html.j2", at=at, signatures=_SIGNATURES, **visit.service.read(found))


def _docket(
    connection: sa.Connection, visit: Visit, directive: str, at: str | None
) -> tuple[DirectiveLine, DocketLine]:
    """The directive, and the docket of that agency or the highest that the reader may see."""
    line = directives.directive(connection, visit.scope, directive)
    docket = (
        cascades.top(connection, visit.scope, directive, visit.now)
        if at is None
        else cascades.docket(connection, visit.scope, directive, at, visit.now)
    )
    if line is None or docket is None:
        raise problem(ApiCode.NOT_FOUND)
    return line, docket
