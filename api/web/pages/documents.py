"""Documents: what was read, what became of each, and the door by which another one comes in."""

import asyncio
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api import intake
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, WindowDep
from api.errors import ProblemError, problem
from api.schemas.draft_answers import draft_out
from api.schemas.words import page_out
from api.uploads import Upload, plain_name
from api.web.forms import FormDep, text
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Role
from thac.store import documents
from thac.store.queries.pages import Window

router = APIRouter()
MENU.append(Entry("/documents", "Đọc văn bản · Documents", LAUNCHING_ROLES | {Role.AUDITOR}))
State = Literal["open", "launched"]
_LISTED: Final = 20


@router.get("/documents")
def get_documents(visit: VisitDep, window: WindowDep, state: Annotated[State | None, Query()] = None) -> Response:
    """The door, and below it the documents of the agency, the newest first."""
    return _list(visit, Window(min(window.limit, _LISTED), window.offset), state)


@router.post("/documents")
async def post_document(visit: VisitDep, form: FormDep) -> Response:
    """Read a file or a pasted text, in memory; one that was read before is shown as it stands."""
    try:
        document, first = await intake.take_in(visit.service, visit.actor, await _upload(visit, form))
    except ProblemError as error:
        pasted = text(form, "text") or ""
        return await asyncio.to_thread(_list, visit, Window(_LISTED, 0), None, error, pasted)
    return RedirectResponse(f"/documents/{document}?done={'read' if first else 'known'}", 303)


async def _upload(visit: Visit, form: FormData) -> Upload:
    """What was sent: the file, or the text where there is none."""
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        if file.size is not None and file.size > visit.service.deps.file_bytes:
            raise problem(ApiCode.BODY_TOO_LARGE, limit=visit.service.deps.file_bytes)
        return Upload(await file.read(), plain_name(file.filename))
    pasted = text(form, "text")
    return Upload(b"") if pasted is None else Upload(pasted.encode(), text=pasted)


def _list(
    visit: Visit, window: Window, state: State | None, refused: ProblemError | None = None, pasted: str = ""
) -> Response:
    intake.require_reader(visit.actor)
    launched = None if state is None else state == "launched"
    found = visit.service.read(
        lambda connection: documents.listed(connection, visit.actor.agency, window, launched=launched)
    )
    return page(
        visit,
        "documents.html.j2",
        200 if refused is None else refused.status,
        drafts=page_out(found, [draft_out(line) for line in found.items]),
        state=state,
        problem=refused,
        pasted=pasted,
        most=visit.service.deps.file_bytes,
        may_upload=visit.actor.role in LAUNCHING_ROLES,
    )
