"""What became of what was sent, who has not been reached, and what is sent anew."""

from typing import Annotated, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query

from api.codes import ApiCode
from api.dependencies import ActorDep, ScopeDep, ServiceDep, WindowDep
from api.errors import problem
from api.schemas.deliveries import (
    DeliveryOut,
    ReplayIn,
    ReplayOut,
    SeenIn,
    SeenOut,
    UnreachedOut,
    delivery_out,
    unreached_out,
)
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.domain.agencies import Role
from thac.notices.sending import Channel, State
from thac.store import deliveries as sending
from thac.store import notices
from thac.store import tables as t
from thac.store.contacts import agency_of
from thac.store.queries.scope import agencies_in
from thac.store.queries.unreached import DeliveryFilter, deliveries, unreached

router = APIRouter(prefix="/deliveries", tags=["Gửi nhắc việc · Deliveries"])
_REPLAYERS: Final = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.ADMINISTRATOR})


@router.get("", summary="Từng lượt gửi · Deliveries", responses=problems(422))
def list_deliveries(  # noqa: PLR0913 - one parameter for each filter
    *,
    service: ServiceDep,
    scope: ScopeDep,
    window: WindowDep,
    post: Annotated[str | None, Query(max_length=200)] = None,
    state: Annotated[tuple[State, ...], Query()] = (),
    channel: Annotated[Channel | None, Query()] = None,
    notice: Annotated[str | None, Query(max_length=200)] = None,
) -> PageOut[DeliveryOut]:
    """To the posts of the caller's agency, and below it for those who supervise; the latest first.

    `saved` (đã lưu), `sent` (đã gửi: a server took it), `delivered` (đã đến) and `seen` (đã xem) are four facts.
    """
    wanted = DeliveryFilter(post, state, channel, notice)
    found = service.read(lambda connection: deliveries(connection, scope, wanted, window))
    return page_out(found, [delivery_out(line) for line in found.items])


@router.get("/unreached", summary="Ai chưa nhận được, vì sao · Who has not been reached, and why")
def list_unreached(service: ServiceDep, scope: ScopeDep, window: WindowDep) -> PageOut[UnreachedOut]:
    """Posts with digests that nobody has seen and no server has taken; who waits longest comes first."""
    found = service.read(lambda connection: unreached(connection, scope, window))
    return page_out(found, [unreached_out(line) for line in found.items])


@router.post("/replay", summary="Gửi lại · Send dead deliveries anew", responses=problems(400, 403, 413, 422))
def replay(service: ServiceDep, actor: ActorDep, scope: ScopeDep, body: ReplayIn) -> ReplayOut:
    """They keep their keys; who heard of one after all knows it again. What is not dead is left alone."""
    if actor.role not in _REPLAYERS:
        raise problem(ApiCode.NOT_ALLOWED, agency=actor.agency)
    row = t.deliveries.c
    with service.deps.engines.write.begin() as connection:
        within = sa.select(row.id).where(row.state == State.DEAD.value, row.agency.in_(agencies_in(scope)))
        if body.deliveries is not None:
            within = within.where(row.id.in_(body.deliveries))
        ids = list(connection.execute(within).scalars())
        return ReplayOut(replayed=sending.replay(connection, ids, service.deps.clock()))


@router.post("/seen", summary="Đã xem · The inbox was opened", responses=problems(400, 403, 413, 422))
def seen(service: ServiceDep, actor: ActorDep, body: SeenIn) -> SeenOut:
    """Note that the digests to posts of the caller's own agency were seen, up to now."""
    if body.posts is not None and any(agency_of(post) != actor.agency for post in body.posts):
        raise problem(ApiCode.NOT_ALLOWED, agency=actor.agency)
    row = t.notices.c
    with service.deps.engines.write.begin() as connection:
        own = sa.select(row.post).where(row.agency == actor.agency, row.seen_at.is_(None)).distinct()
        posts = list(connection.execute(own).scalars()) if body.posts is None else body.posts
        return SeenOut(seen=notices.seen(connection, posts, actor.name, service.deps.clock()))
