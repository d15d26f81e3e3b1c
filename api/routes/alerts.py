"""The inbox: which alerts a reader sees, what he answers to them, and the digest of a post."""

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api import reading
from api.dependencies import BearerDep, ScopeDep, ServiceDep, WindowDep
from api.inboxes import InboxFilter
from api.routes.commands import KeyHeader
from api.schemas.alerts import (
    AcknowledgeIn,
    AnsweredOut,
    DigestOut,
    InboxOut,
    PostId,
    SnoozeIn,
    answered_out,
    digest_out,
    inbox_out,
)
from api.schemas.problems import problems
from thac.domain.inbox import AnswerKind
from thac.domain.ladders import Colour
from thac.notices.rendering import render
from thac.store.answers_to_alerts import Asked

router = APIRouter(prefix="/alerts", tags=["Đôn đốc, nhắc việc · Alerts"])


_FORMATS: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/html": {}, "text/plain": {}}}}


class Format(StrEnum):
    """As what a digest is shown."""

    JSON = "json"
    HTML = "html"
    TEXT = "text"


@router.get("", summary="Hộp nhắc việc · The inbox", responses=problems(422))
def list_alerts(  # noqa: PLR0913 - one parameter for each filter
    *,
    service: ServiceDep,
    scope: ScopeDep,
    window: WindowDep,
    post: Annotated[str | None, Query(max_length=100, description="Một chức vụ, chair@05443. · One post.")] = None,
    colour: Annotated[tuple[Colour, ...], Query()] = (),
    directive: Annotated[str | None, Query(max_length=64)] = None,
    open: Annotated[  # noqa: A002 - the parameter's name in the address
        bool | None, Query(description="Việc còn mở. · The assignment is still open.")
    ] = None,
    all: Annotated[  # noqa: A002 - the same
        bool, Query(description="Cả dòng không hiện, kèm lý do. · The rows that are not shown too, each with why.")
    ] = False,
    below: Annotated[
        bool, Query(description="Cả chức vụ bên dưới. · The posts below too, for those who watch them.")
    ] = False,
) -> InboxOut:
    """What is to be seen of the alerts to the posts of the caller's agency: red first, what has climbed, the latest.

    An earlier step, work that is finished, what a late assignment above stands for, and what was answered is not
    shown; `all` lists it with the reason. `counts` hides nothing.
    """
    wanted = InboxFilter(post, colour, directive, open, every=all, below=below)
    return inbox_out(reading.read(service, scope, wanted, window))


@router.get(
    "/digest",
    summary="Bản tổng hợp của một chức vụ · The digest of a post",
    response_model=DigestOut,
    responses=_FORMATS | problems(404, 422),
)
def get_digest(
    service: ServiceDep,
    scope: ScopeDep,
    post: Annotated[PostId, Query(description="Một chức vụ, chair@05443. · One post.")],
    format: Annotated[Format, Query()] = Format.JSON,  # noqa: A002 - the parameter's name in the address
) -> DigestOut | Response:
    """What the post would read at its last look, told before or not; nothing is sent by asking."""
    digest, addressee = reading.digest_of(service, scope, post)
    made = None if digest is None else render(digest, addressee)
    if format is Format.JSON:
        return digest_out(post, digest, None if made is None else made.subject)
    if format is Format.HTML:
        return Response("" if made is None else made.html, media_type="text/html; charset=utf-8")
    return Response("" if made is None else made.text, media_type="text/plain; charset=utf-8")


@router.post(
    "/{key}/acknowledge",
    summary="Đã biết, đang xử lý · Acknowledge",
    responses=problems(400, 403, 404, 409, 413, 422),
)
def acknowledge(
    *, service: ServiceDep, bearer: BearerDep, key: str, body: AcknowledgeIn | None = None, request: KeyHeader = None
) -> AnsweredOut:
    """Quiet exactly this step until the answer expires; a later step shows again, and no deadline moves.

    If a later step has fired meanwhile the answer is refused and `newer` names it.
    """
    said = body or AcknowledgeIn()
    name = reading.request_name(bearer.actor, request)
    asked = Asked(name, key, AnswerKind.ACKNOWLEDGED, said.until, said.reason or "")
    return answered_out(reading.answer(service, bearer, asked))


@router.post("/{key}/snooze", summary="Nhắc lại sau · Snooze", responses=problems(400, 403, 404, 409, 413, 422))
def snooze(
    *, service: ServiceDep, bearer: BearerDep, key: str, body: SnoozeIn, request: KeyHeader = None
) -> AnsweredOut:
    """Be told again at that moment, which is not after the deadline; `latest` of a refusal is the last good one."""
    asked = Asked(reading.request_name(bearer.actor, request), key, AnswerKind.SNOOZED, body.until, body.reason)
    return answered_out(reading.answer(service, bearer, asked))
