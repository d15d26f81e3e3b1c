"""What the API is made with, and what every request gets: its caller, his scope, the store."""

import asyncio
import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Final, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.codes import ApiCode
from api.dockets import Dockets
from api.errors import problem
from api.figures import FigureBook
from api.gate import Gate, Standing
from api.inboxes import InboxBook
from api.live import Watch
from api.reads import Reads
from api.shelf import Shelf
from api.weekly import WeekBook
from thac.clock import REAL
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.intake.limits import LIMITS, MIB
from thac.observability import Metrics
from thac.overlapping.looking import Look
from thac.overlapping.running import Running
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
_READ_AT_ONCE: Final = 2
_AT_ONCE: Final = 200
"""Directives that are taken in in one transaction: two seconds of comparing."""


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """Who says who people are besides their passwords, by OpenID Connect, and what its button is called."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the composition root hands to the API.

    ``clock`` says what time it is, ``stretched`` how long a length of the machine's time is by it (in a drill, time
    passes faster). ``flush_seconds`` is how long a command waits to be saved before it is answered with 503,
    ``body_bytes`` the largest body taken in, ``file_bytes`` the largest document to be read, ``attachment_bytes`` the
    largest file that is attached to a result. Without ``metrics`` there is no ``/metrics``. ``audit_every`` is how
    often an audit is to end.
    """

    engines: Engines
    dockets: Dockets
    directory: DirectoryCache
    clock: Callable[[], datetime] = REAL.now
    stretched: Callable[[timedelta], timedelta] = REAL.stretched
    flush_seconds: float = 8.0
    body_bytes: int = 2_000_000
    file_bytes: int = LIMITS.size
    attachment_bytes: int = 10 * MIB
    metrics: Metrics | None = None
    webhook_private: bool = False
    """Whether webhooks may be called inside the house."""
    ending: Callable[[], bool] = lambda: False
    """Whether the process is about to end, so that what stands open has to close."""
    audit_every: timedelta = timedelta(days=1)
    public_url: str | None = None
    """Where people reach the pages; with TLS there, cookies are kept to TLS."""

    identity: IdentityProvider | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach the pages by TLS."""
        return (self.public_url or "").startswith("https://")

    public_pages: bool = False
    """Whether directives marked public are shown to everybody."""


class Service:
    """What of the API lives as long as it: the gate for commands, the shelf for texts, what runs, who was let in."""

    def __init__(self, deps: Dependencies) -> None:
        self.deps = deps
        self.read = Reads(deps.engines)
        """What a query says, in one transaction of the reading engine; blocks."""
        self.gate = Gate(deps.dockets, self._look, deps.flush_seconds, deps.metrics)
        self.shelf = Shelf(deps.engines.write)
        self.running = Running()
        self.figures = FigureBook()
        self.weeks = WeekBook()
        self.inboxes = InboxBook()
        self.watch = Watch(deps.engines, deps.ending)
        self.reading = asyncio.Semaphore(_READ_AT_ONCE)
        """Held while a document is read: each is a process of its own for up to two seconds."""
        self._let_in: dict[str, tuple[Bearer, datetime]] = {}
        self._takes_in_much = False

    def keep_up(self) -> None:
        """Take in what was launched elsewhere, in portions, so that no transaction stands open for long; blocks.

        An API that is told to end takes in no more.
        """
        while not self.deps.ending():
            with self.deps.engines.read.connect() as connection:
                if self._follows(self.look(connection)):
                    return

    def looking(self, query: Callable[[Look], T]) -> T:
        """What a query says that looks at what runs, once that is known; blocks."""
        while True:
            with self.deps.engines.read.connect() as connection:
                look = self.look(connection)
                if self._follows(look):
                    return query(look)

    def _follows(self, look: Look) -> bool:
        """Take in a portion of what changed; whether nothing is left.

        What takes several portions is left alone by Python's collector of garbage from then on: most of it stays as
        long as the process, and to go through all of it took a second each time in which no page was answered.
        """
        done = look.follow(_AT_ONCE)
        if self._takes_in_much or not done:
            gc.collect(2 if done else 1)
            gc.freeze()
        self._takes_in_much = not done
        return done

    def look(self, connection: sa.Connection) -> Look:
        """A look at what runs, in that transaction."""
        return Look(connection, self.running, self.deps.directory.tree(connection))

    async def bearer(self, token: str) -> Bearer | None:
        """Whom a token stands for; read from the store again after 3 s, so that one taken away holds no longer."""
        now, let_in = self.deps.clock(), self.deps.stretched(_LET_IN)
        known = self._let_in.get(token)
        if known is None or not known[1] - let_in <= now < known[1]:
            found = await asyncio.to_thread(self.read, lambda connection: access.bearer(connection, token))
            if found is None:
                self._let_in.pop(token, None)
                return None
            if len(self._let_in) >= _REMEMBERED:
                self._let_in.clear()
            known = self._let_in[token] = (found, now + let_in)
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
