"""Drafts read from documents: uploaded, corrected, launched."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response, status

from api import intake, overlaps
from api.codes import ApiCode
from api.conflicts import scope_of_actor
from api.dependencies import ActorDep, Service, ServiceDep, WindowDep
from api.duplicates import Word
from api.errors import problem
from api.schemas.corrections import CorrectionsIn
from api.schemas.directives import launch_out
from api.schemas.draft_answers import draft_detail, draft_out
from api.schemas.drafts import DraftDetail, DraftLaunchOut, DraftOut, LaunchDraftIn
from api.schemas.overlaps import OverlapOut
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from api.standing import Standing, View, standing_of
from api.uploads import BODY, UploadDep
from thac.domain.actors import Actor
from thac.overlapping.looking import Look
from thac.overlapping.running import DRAFT
from thac.store import documents
from thac.store.documents import Kept
from thac.store.queries.pages import Page

router = APIRouter(tags=["Dự thảo từ văn bản · Drafts read from documents"])
_READ: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": DraftDetail, "description": "Tệp này đã đọc trước đó · Read before"}
}
_FIRST: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": DraftLaunchOut, "description": "Đã ban hành trước đó · Launched before"}
}
State = Literal["open", "launched"]


@router.post(
    "/drafts",
    status_code=status.HTTP_201_CREATED,
    summary="Đọc văn bản thành dự thảo · Read a document into a draft",
    responses=_READ | problems(400, 403, 413, 422),
    openapi_extra={"requestBody": BODY},
)
async def post_draft(service: ServiceDep, actor: ActorDep, upload: UploadDep, response: Response) -> DraftDetail:
    """The body is the file itself (.docx, .pdf, .txt, .html), its name in `Content-Disposition`; or JSON with `text`.

    Văn bản có dấu chỉ độ mật bị từ chối và không lưu lại gì. A document marked secret is refused and leaves nothing.
    The same file again is the same draft, with its corrections. The file is not kept, only its lines.
    """
    document, first = await intake.take_in(service, actor, upload)
    response.headers["Location"] = f"/api/v1/drafts/{document}"
    if not first:
        response.status_code = status.HTTP_200_OK
    return await asyncio.to_thread(_detail, service, actor, document)


@router.get("/drafts", summary="Danh sách dự thảo · List drafts", responses=problems(422))
def list_drafts(
    service: ServiceDep, actor: ActorDep, window: WindowDep, state: State | None = None
) -> PageOut[DraftOut]:
    """The drafts of one's own agency, the newest first. Its office, its supervisors and its auditors see them."""
    if not intake.may_read(actor):
        return page_out(Page((), 0, window), [])
    launched = None if state is None else state == "launched"
    found = service.read(lambda connection: documents.listed(connection, actor.agency, window, launched=launched))
    return page_out(found, [draft_out(line) for line in found.items])


@router.get("/drafts/{draft}", summary="Một dự thảo · One draft", responses=problems(404))
def get_draft(
    service: ServiceDep,
    actor: ActorDep,
    draft: str,
    version: Annotated[
        int | None, Query(ge=1, le=1_000_000, description="Bản này; 1 là bản đọc được. · That version; 1 is as read.")
    ] = None,
) -> DraftDetail:
    """The draft as it stands, each task with its lines, what is to be said about it, and what it would attach to."""
    return _detail(service, actor, draft, version)


@router.put(
    "/drafts/{draft}",
    summary="Sửa dự thảo · Correct a draft",
    responses=problems(400, 403, 404, 409, 413, 422),
)
def put_draft(service: ServiceDep, actor: ActorDep, draft: str, body: CorrectionsIn) -> DraftDetail:
    """Put all corrections in place of those before. What was read stays, and so does every version.

    `version` is the one that was seen; if another was made since, nothing is written and the answer is 409.
    """
    _require_reader(actor)
    intake.correct(service, actor, draft, body.version, body.value())
    return _detail(service, actor, draft)


@router.post(
    "/drafts/{draft}/launch",
    status_code=status.HTTP_201_CREATED,
    summary="Ban hành dự thảo · Launch a draft",
    responses=_FIRST | problems(400, 403, 404, 409, 413, 422),
)
async def post_draft_launch(
    service: ServiceDep, actor: ActorDep, draft: str, response: Response, body: LaunchDraftIn | None = None
) -> DraftLaunchOut:
    """Give the work out, unless a violation stands; each is listed. From here on it is a directive like any other.

    With `version` only that one is launched. What is nearly the same as a directive that runs is questioned.
    """
    _require_reader(actor)
    said = body or LaunchDraftIn()
    launched = await intake.launch(service, actor, draft, said.version, Word(said.others, said.reason, said.accepted))
    if not launched.first:
        response.status_code = status.HTTP_200_OK
    found = await asyncio.to_thread(overlaps.of_launched, service, actor, launched.directive)
    return DraftLaunchOut(**dict(launch_out(launched, found)), draft=draft)


def _require_reader(actor: Actor) -> None:
    if not intake.may_read(actor):
        raise problem(ApiCode.NOT_FOUND)


def _detail(service: Service, actor: Actor, draft: str, version: int | None = None) -> DraftDetail:
    _require_reader(actor)

    def found(look: Look) -> DraftDetail | None:
        connection = look.connection
        kept = documents.find(connection, actor.agency, draft, version)
        if kept is None:
            return None
        view = intake.view_of(service, connection, actor)
        stands = standing_of(connection, kept, view)
        overlapping = _overlaps(look, actor, kept, stands, view)
        return draft_detail(kept, stands, documents.history(connection, draft), overlapping)

    detail = service.looking(found)
    if detail is None:
        raise problem(ApiCode.NOT_FOUND)
    return detail


def _overlaps(look: Look, actor: Actor, kept: Kept, stands: Standing, view: View) -> list[OverlapOut]:
    """What was found between the draft, or what was launched of it, and what runs."""
    scope = scope_of_actor(actor, look.tree)
    if kept.launched and kept.directive is not None:
        return overlaps.seen_of(look, scope, kept.directive)
    return overlaps.of_draft(look, scope, intake.compared(stands, view, DRAFT))
