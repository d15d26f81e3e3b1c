"""What the API is made with, and what every request gets: its caller, his scope, the store."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.codes import ApiCode
from api.dockets import Dockets
from api.errors import problem
from api.gate import Gate, Standing
from api.shelf import Shelf
from thac.domain.agencies import AgencyId, Role
from thac.domain.commands import Actor
from thac.observability import Metrics
from thac.store import access
from thac.store import tables as t
from thac.store.access import Bearer
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.store.queries.pages import Window
from thac.store.queries.scope import Scope, scope_of

T = TypeVar("T")

LAUNCHING_ROLES: Final = frozenset({Role.OFFICE, Role.SUPERVISOR})
"""Who may draw up and launch directives of his agency."""
_LET_IN: Final = timedelta(seconds=3)
_REMEMBERED: Final = 10_000


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the composition root hands to the API.

    ``flush_seconds`` is how long a command waits to be saved before it is answered with 503, ``body_bytes`` the
    largest body taken in. Without ``metrics`` there is no ``/metrics``.
    """

    engines: Engines
    dockets: Dockets
    directory: DirectoryCache
    clock: Callable[[], datetime] = utc_now
    flush_seconds: float = 8.0
    body_bytes: int = 2_000_000
    metrics: Metrics | None = None


class Service:
    """The API's parts that live as long as it: the gate for commands, the shelf for texts, who was let in lately."""

    def __init__(self, deps: Dependencies) -> None:
        self.deps = deps
        self.gate = Gate(deps.dockets, self._look, deps.flush_seconds, deps.metrics)
        self.shelf = Shelf(deps.engines.write)
        self._let_in: dict[str, tuple[Bearer, datetime]] = {}

    def read(self, query: Callable[[sa.Connection], T]) -> T:
        """What a query says, in one transaction of the reading engine; blocks."""
        with self.deps.engines.read.connect() as connection:
            return query(connection)

    async def bearer(self, token: str) -> Bearer | None:
        """Whom a token stands for; read from the store again after 3 s, so that one taken away holds no longer."""
        now = self.deps.clock()
        known = self._let_in.get(token)
        if known is None or not known[1] - _LET_IN <= now < known[1]:
            found = await asyncio.to_thread(self.read, lambda connection: access.bearer(connection, token))
            if found is None:
                self._let_in.pop(token, None)
                return None
            if len(self._let_in) >= _REMEMBERED:
                self._let_in.clear()
            known = self._let_in[token] = (found, now + _LET_IN)
        return known[0] if known[0].holds(now) else None

    async def _look(self, docket: str) -> Standing:
        return await asyncio.to_thread(self.read, lambda connection: _standing(connection, docket))


def _standing(connection: sa.Connection, docket: str) -> Standing:
    row = connection.execute(sa.select(t.dockets.c.closed_at).where(t.dockets.c.id == docket)).first()
    if row is None:
        return Standing.UNKNOWN
    return Standing.OPEN if row.closed_at is None else Standing.CLOSED


_bearer = HTTPBearer(auto_error=False, description="Mã truy cập gắn với một cơ quan và một vai trò.")


async def the_service(request: Request) -> Service:
    """The parts of the application that serves the request."""
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(the_service)]


async def the_bearer(
    service: ServiceDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Bearer:
    """Who asks, by his token; nothing else of the request says who he is."""
    found = None if credentials is None else await service.bearer(credentials.credentials)
    if found is None:
        raise problem(ApiCode.UNAUTHENTICATED)
    return found


BearerDep = Annotated[Bearer, Depends(the_bearer)]


async def the_actor(bearer: BearerDep) -> Actor:
    """The one who acts."""
    return bearer.actor


async def the_scope(bearer: BearerDep) -> Scope:
    """What he may read."""
    return scope_of(bearer)


async def the_window(
    limit: Annotated[int, Query(ge=1, le=200, description="Số dòng nhiều nhất. · At most so many rows.")] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="Bỏ qua số dòng đầu. · Rows to leave out.")] = 0,
) -> Window:
    """Which part of a list is wanted."""
    return Window(limit, offset)


ActorDep = Annotated[Actor, Depends(the_actor)]
ScopeDep = Annotated[Scope, Depends(the_scope)]
WindowDep = Annotated[Window, Depends(the_window)]


def require_launcher(actor: Actor, issuer: AgencyId) -> None:
    """Turn away whoever may not draw up and launch directives of that agency.

    Raises
    ------
    ProblemError
        He is of another agency, or has a role that decides nothing.
    """
    if actor.agency != issuer or actor.role not in LAUNCHING_ROLES:
        raise problem(ApiCode.NOT_ALLOWED, agency=issuer)
