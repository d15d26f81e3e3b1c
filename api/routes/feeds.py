"""What reaches its reader by itself: new alerts as they are saved, and deadlines in his calendar program."""

import hashlib
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.codes import ApiCode
from api.dependencies import ActorDep, ScopeDep, Service, ServiceDep
from api.errors import problem
from api.schemas.deliveries import CalendarTokenIn, CalendarTokenMadeOut, CalendarTokenOut
from api.schemas.problems import problems
from thac.delivery.deadlines import calendar_of
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.store import calendar_tokens
from thac.store import tables as t
from thac.store.queries.deadlines import deadlines
from thac.store.queries.feed import fed
from thac.store.queries.scope import agencies_in

router = APIRouter()
_AT_ONCE: Final = 200
_RETRY_MILLISECONDS: Final = 3_000
_MAKERS: Final = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.UNIT, Role.ADMINISTRATOR})
_ALERTS: Final[Any] = ["Đôn đốc, nhắc việc · Alerts"]
_CALENDAR: Final[Any] = ["Lịch thời hạn · Calendar of deadlines"]

LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", description="Nhận tiếp sau sự kiện này. · Goes on after that event."),
]


async def the_place(service: ServiceDep, last_event_id: LastEventId = None) -> int:
    """After which place a stream begins: where the reader left off, or here and now."""
    if last_event_id is None:
        return await service.watch.now()
    if not (last_event_id.isascii() and last_event_id.isdecimal()):
        raise problem(ApiCode.INVALID)
    return int(last_event_id)


@router.get(
    "/alerts/stream",
    summary="Nhắc việc mới, đẩy ngay · New alerts, pushed",
    tags=_ALERTS,
    response_class=EventSourceResponse,
    responses=problems(422),
)
async def stream_alerts(
    service: ServiceDep,
    request: Request,
    scope: ScopeDep,
    after: Annotated[int, Depends(the_place)],
    post: Annotated[str | None, Query(max_length=100, description="Một chức vụ. · One post.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: one `alert` for each alert to the posts of the caller's agency, as soon as it is saved.

    Whoever reconnects with `Last-Event-ID`, to whichever API process, gets what came after it; `reset` says that the
    inbox has to be read anew. What an alert is about, and whether it is shown, stands in the inbox. A comment comes
    every 15 s; the stream ends when the token does, or is taken away.
    """
    yield ServerSentEvent(comment="open", retry=_RETRY_MILLISECONDS)
    token = request.headers["authorization"].partition(" ")[2]
    async for place in service.watch.places():
        if after > place:  # the store was restored from a copy that is older than what the reader has seen
            yield ServerSentEvent(data={}, event="reset", id=str(place))
            after = place
        while place > after:
            found = await run_in_threadpool(service.read, lambda c, after=after: fed(c, scope, after, post, _AT_ONCE))
            for one in found:
                data = {name: getattr(one, name) for name in one.__dataclass_fields__ if name != "place"}
                yield ServerSentEvent(data=data, event="alert", id=str(one.place))
            after = found[-1].place if len(found) == _AT_ONCE else place
        if await service.bearer(token) is None:
            return


@router.get(
    "/calendar/deadlines.ics",
    summary="Lịch thời hạn (iCalendar) · Deadlines as iCalendar",
    tags=_CALENDAR,
    response_class=Response,
    responses={**problems(401), 200: {"content": {"text/calendar": {}}}, 304: {"description": "Chưa đổi · As it was"}},
)
def get_calendar(
    service: ServiceDep,
    request: Request,
    token: Annotated[str, Query(max_length=100, description="Mã của lịch. · The calendar's own token.")],
) -> Response:
    """The deadlines of one agency, for a calendar program; the token is made for that and opens nothing else."""
    made = service.read(lambda connection: _calendar(connection, service, token))
    if made is None:
        raise problem(ApiCode.UNAUTHENTICATED)
    tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return Response(made, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/calendar/tokens", summary="Mã của các lịch · Tokens of calendars", tags=_CALENDAR)
def list_calendar_tokens(service: ServiceDep, scope: ScopeDep) -> list[CalendarTokenOut]:
    """Who may read which calendar, within the caller's scope."""
    where = t.calendar_tokens.c.agency.in_(agencies_in(scope))
    return [
        CalendarTokenOut(id=one.id, agency=one.agency, by=one.by, at=one.at)
        for one in service.read(lambda connection: calendar_tokens.of(connection, where))
    ]


@router.post(
    "/calendar/tokens",
    summary="Cấp mã cho lịch · Make a token for a calendar",
    tags=_CALENDAR,
    status_code=201,
    responses=problems(400, 403, 404, 413, 422),
)
def make_calendar_token(
    service: ServiceDep, actor: ActorDep, scope: ScopeDep, body: CalendarTokenIn
) -> CalendarTokenMadeOut:
    """The address of the calendar, with its token; it is shown this once."""
    _require_maker(actor, body.agency)
    with service.deps.engines.write.begin() as connection:
        within = agencies_in(scope).where(t.agencies.c.id == body.agency)
        if connection.execute(within).first() is None:
            raise problem(ApiCode.NOT_FOUND)
        token = calendar_tokens.make(connection, body.agency, actor.name, service.deps.clock())
    return CalendarTokenMadeOut(token=token, path=f"/api/v1/calendar/deadlines.ics?token={token}")


@router.delete(
    "/calendar/tokens/{token_id}",
    summary="Thu hồi mã của lịch · Take a calendar's token away",
    tags=_CALENDAR,
    status_code=204,
    responses=problems(403, 404),
)
def revoke_calendar_token(service: ServiceDep, actor: ActorDep, scope: ScopeDep, token_id: str) -> None:
    """Whoever used it sees nothing from then on."""
    _require_maker(actor, actor.agency)
    where = t.calendar_tokens.c.agency.in_(agencies_in(scope))
    with service.deps.engines.write.begin() as connection:
        if len(token_id) < calendar_tokens.SHOWN or not calendar_tokens.revoke(connection, token_id, where):
            raise problem(ApiCode.NOT_FOUND)


def _calendar(connection: sa.Connection, service: Service, token: str) -> bytes | None:
    found = calendar_tokens.agency_of(connection, token)
    if found is None:
        return None
    agency, name = found
    return calendar_of(name, deadlines(connection, agency, service.deps.clock()))


def _require_maker(actor: Actor, agency: str) -> None:
    if actor.role not in _MAKERS or (actor.role is not Role.ADMINISTRATOR and actor.agency != agency):
        raise problem(ApiCode.NOT_ALLOWED, agency=agency)
