"""Which page is for whom: one line for each route, and the world in which they are tried.

A new route gets its line in :data:`ROUTES`:

- ``public(method, path)`` is for guests too;
- ``own(method, path, roles)`` shows or changes what is the visitor's own, wherever he sits: a list, his account;
- ``about(method, path, roles)`` concerns something of the near world, which nobody of the far one sees or changes;
- ``lacking(method, path)`` is off unless an installation is given what it needs.

Holes of a path are filled from :attr:`World.names`, and so are the words of ``form``, which is sent with a POST. A
stream of news is ``endless``: who may not have it is turned away here, what it says is tested elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.api.conftest import LETTER, Office
from tests.api.web.conftest import enrol
from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day
from thac.store import people, seating

ALL: Final = frozenset(Role)
DECIDERS: Final = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.UNIT})
KEEPERS: Final = frozenset({Role.ADMINISTRATOR})
MARK: Final = "Việc riêng của xã Một, không ai ngoài xã được biết"
"""Words of an order of the near commune's; they are on no page of the far one's people."""
WICKED: Final = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) x='"
"""What somebody may write into a name, an order or a report, and what no page may obey."""
_AT_THE_UNIT: Final = frozenset({Role.UNIT, Role.OFFICER})


@dataclass(frozen=True)
class Route:
    """One route, who has it, and how it is tried."""

    method: str
    path: str
    roles: frozenset[Role]
    guests: bool = False
    far_too: bool = False
    endless: bool = False
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, str]:
        return self.method, self.path

    def may(self, role: Role, *, near: bool) -> bool:
        """Whether somebody in that role may, near what it is about or far from it."""
        return role in self.roles and (near or self.far_too)


def public(method: str, path: str, **form: str) -> Route:
    return Route(method, path, ALL, guests=True, far_too=True, form=form)


def lacking(method: str, path: str) -> Route:
    """What this installation was not given, so that nobody has it: a provider, a part that is off."""
    return Route(method, path, frozenset(), guests=True)


def own(method: str, path: str, roles: frozenset[Role] = ALL, **form: str) -> Route:
    return Route(method, path, roles, far_too=True, form=form)


def about(method: str, path: str, roles: frozenset[Role], **form: str) -> Route:
    return Route(method, path, roles, form=form)


ROUTES: Final = (
    public("GET", "/static/{fingerprint}/{name}"),
    public("GET", "/language/{language}"),
    public("GET", "/sign-in"),
    public("POST", "/sign-in"),
    lacking("GET", "/sign-in/oidc"),
    lacking("GET", "/sign-in/oidc/callback"),
    own("POST", "/sign-out"),
    own("POST", "/seat"),
    own("GET", "/"),
    own("GET", "/password"),
    own("POST", "/password"),
    own("GET", "/away", DECIDERS),
    own("POST", "/away", DECIDERS),
    own("GET", "/users", KEEPERS),
    own("GET", "/users/new", KEEPERS),
    own("POST", "/users/new", KEEPERS),
    about("POST", "/away/{stand_in}/end", frozenset({Role.UNIT})),
    about("GET", "/users/of/{login}", KEEPERS),
    about("POST", "/users/of/{login}/password", KEEPERS),
    about("POST", "/users/of/{login}/email", KEEPERS),
    about("POST", "/users/of/{login}/seats", KEEPERS, agency="00001", role="monitor"),
    about("POST", "/users/of/{login}/stand-ins", KEEPERS, deputy="near.officer", reason="Ốm"),
    about("POST", "/users/of/{login}/seats/{seat}/end", KEEPERS),
    about("POST", "/users/of/{login}/end", KEEPERS),
)


class World:
    """A near commune with an order of its own and people in every role, and a far one with the same people."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.names: dict[str, str] = {
            "fingerprint": "0",
            "name": "thac.css",
            "language": "vi",
            "login": "near.unit",
        }
        self.tokens: dict[tuple[str, Role], str] = {}

    async def made(self) -> "World":
        """Launch the order and seat everybody."""
        letter: dict[str, Any] = LETTER | {
            "number": "77",
            "symbol": "UBND",
            "subject": MARK + WICKED,
            "tasks": [{"number": 1, "text": MARK + WICKED, "mode": "single", "leads": ["00001-U1"]}],
        }
        directive = await self.office.launch(letter, "00001")
        self.names |= {"directive": directive, "assignment": f"{directive}~00001~1~00001-U1"}
        unit, where = ("00001-U1", Role.UNIT), f"assignments/{self.names['assignment']}"
        for command, body in (("accept", None), ("progress", {"percent": 40, "note": MARK + WICKED})):
            answer = await self.office.ask(unit, "POST", f"{where}/{command}", body)
            assert answer.status_code == 200, answer.text
        for far in (False, True):
            for role in Role:
                self._seat(role, far=far)
        with self.office.engines.write.begin() as connection:
            head = people.seat(connection, self.names["seat"])
            assert head is not None
            days, now = (civil_day(self.office.now),) * 2, self.office.now
            made = seating.stand_in(connection, head, "near.officer", days, WICKED, by="test", now=now)
            self.names["stand_in"] = made
        return self

    def token(self, role: Role, *, far: bool = False) -> str:
        """The session of somebody in that role."""
        return self.tokens["far" if far else "near", role]

    def address(self, route: Route) -> str:
        """An address of that route."""
        return route.path.format_map(self.names)

    def _seat(self, role: Role, *, far: bool) -> None:
        login, agency, office = f"{'far' if far else 'near'}.{role}", _seat_of(role, far=far), self.office
        enrol(office, login, agency, role, f"Người {login} {WICKED}")
        with office.engines.write.begin() as connection:
            (seat,) = people.seats(connection, login)
            self.tokens["far" if far else "near", role] = people.begin_session(connection, login, seat.id, office.now)
        if (role, far) == (Role.UNIT, False):
            self.names["seat"] = seat.id


def _seat_of(role: Role, *, far: bool) -> AgencyId:
    commune = "00002" if far else "00001"
    return f"{commune}-U1" if role in _AT_THE_UNIT else commune
