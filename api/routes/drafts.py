"""Drafts read from documents: uploaded, corrected, launched."""

import asyncio
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response, status

from api import intake, overlaps
from api.dependencies import ActorDep, ServiceDep, WindowDep
from api.duplicates import Word
from api.schemas.corrections import CorrectionsIn
from api.schemas.directives import launch_out
from api.schemas.draft_answers import draft_out
from api.schemas.drafts import DraftDetail, DraftLaunchOut, DraftOut, LaunchDraftIn
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from api.showing_drafts import shown
from api.uploads import BODY, UploadDep
from thac.store import documents
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
    return (await asyncio.to_thread(shown, service, actor, document)).detail


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
    return shown(service, actor, draft, version).detail


@router.put(
    "/drafts/{draft}",
    summary="Sửa dự thảo · Correct a draft",
    responses=problems(400, 403, 404, 409, 413, 422),
)
def put_draft(service: ServiceDep, actor: ActorDep, draft: str, body: CorrectionsIn) -> DraftDetail:
    """Put all corrections in place of those before. What was read stays, and so does every version.

    `version` is the one that was seen; if another was made since, nothing is written and the answer is 409.
    """
    intake.require_reader(actor)
    intake.correct(service, actor, draft, body.version, body.value())
    return shown(service, actor, draft).detail


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
    intake.require_reader(actor)
    said = body or LaunchDraftIn()
    launched = await intake.launch(service, actor, draft, said.version, Word(said.others, said.reason, said.accepted))
    if not launched.first:
        response.status_code = status.HTTP_200_OK
    found = await asyncio.to_thread(overlaps.of_launched, service, actor, launched.directive)
    return DraftLaunchOut(**dict(launch_out(launched, found)), draft=draft)
