"""Which page is for whom: what a line of the table says, and the world in which its route is tried.

The lines stand in :mod:`tests.api.web.routes`. A new route gets at least one there:

- ``public(method, path)`` is for guests too;
- ``own(method, path, roles)`` shows or changes what is the visitor's own, wherever he sits: a list, his account;
- ``about(method, path, roles)`` concerns something of the near world, which nobody of the far one sees or changes;
- ``lacking(method, path)`` is off unless an installation is given what it needs.

Holes of a path are filled from :attr:`World.names`, and so are the words of ``form``, which is sent with a POST; ``of``
says by which name a hole is filled where it is another than its own. A path may have a query, and a route several
lines. A stream of news is ``endless``: who may not have it is turned away here, what it says is tested elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import sqlalchemy as sa

from api import intake
from api.uploads import Upload
from tests.api.conftest import LETTER, Office
from tests.api.test_overlaps import FIRST, MATTER, get
from tests.api.web.conftest import enrol
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day
from thac.store import attachments, oral_orders, people, publishing, seating
from thac.store import tables as t
from thac.store.attachments import Sent
from thac.store.oral_orders import Captured, Channel

ALL: Final = frozenset(Role)
NOTHING_KEPT: Final = "no-store"
MARK: Final = "Việc riêng của xã Một, không ai ngoài xã được biết"
"""Words of an order of the near commune's; they are on no page of the far one's people."""
WICKED: Final = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) x='"
"""What somebody may write into a name, an order or a report, and what no page may obey."""
_AT_THE_UNIT: Final = frozenset({Role.UNIT, Role.OFFICER})
_DUE: Final = {"day": "2026-11-19"}
_NEAR: Final = Actor("00001", Role.OFFICE, "Văn thư xã Một")


@dataclass(frozen=True)
class Route:
    """One route, who has it, and how it is tried. ``keeping``: what is said to whoever could keep a copy."""

    method: str
    path: str
    roles: frozenset[Role]
    guests: bool = False
    far_too: bool = False
    endless: bool = False
    keeping: str = NOTHING_KEPT
    form: Mapping[str, str] = field(default_factory=dict)
    holes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, str]:
        return self.method, self.path.partition("?")[0]

    def may(self, role: Role, *, near: bool) -> bool:
        """Whether somebody in that role may, near what it is about or far from it."""
        return role in self.roles and (near or self.far_too)

    def of(self, **holes: str) -> "Route":
        """The same, its holes filled by other names than their own."""
        return replace(self, holes=holes)

    def kept(self, keeping: str) -> "Route":
        """The same, of which something may be kept."""
        return replace(self, keeping=keeping)


def public(method: str, path: str) -> Route:
    return Route(method, path, ALL, guests=True, far_too=True)


def lacking(method: str, path: str) -> Route:
    """What this installation was not given, so that nobody has it: a provider, a part that is off."""
    return Route(method, path, frozenset(), guests=True)


def own(method: str, path: str, roles: frozenset[Role] = ALL, *, endless: bool = False, **form: str) -> Route:
    return Route(method, path, roles, far_too=True, endless=endless, form=form)


def about(method: str, path: str, roles: frozenset[Role] = ALL, **form: str) -> Route:
    return Route(method, path, roles, form=form)


class World:
    """A near commune with orders of its own and people in every role, and a far one with the same people.

    ``directive`` is an order of the near commune to its first unit, which has begun with the ``assignment``, attached
    an ``attachment`` and told of it at the ``place`` of the history; it is late, of which an ``alert`` tells. Another
    one is ``published``, and a third was only ``drafted``. What the province ordered is still ``waiting`` to be given
    out; the first order copies its words, and ``key`` names that finding. A ``draft`` was read from a document, and an
    ``order`` by word of mouth waits for its confirmation.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self.names: dict[str, str] = {
            "fingerprint": "0",
            "name": "thac.css",
            "language": "vi",
            "login": "near.unit",
            "kind": "correct_text",
            "number": "1",
            "picture": "trend",
            "view": "agencies",
        }
        self.tokens: dict[tuple[str, Role], str] = {}

    async def made(self) -> "World":
        """Order, draw up, begin, and seat everybody."""
        await self._order()
        await self._begin()
        await self._read()
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
        return route.path.format_map(self.names | {hole: self.names[name] for hole, name in route.holes.items()})

    async def _order(self) -> None:
        first = await self.office.launch(_plan(FIRST, f"{MATTER}. {MARK}{WICKED}", deadline=_DUE), "00001")
        letter: dict[str, Any] = LETTER | {
            "subject": MARK + WICKED,
            "tasks": [{"number": 1, "text": f"Trồng cây. {MARK}{WICKED}", "mode": "single", "leads": ["00001"]}],
        }
        plain = _plan(FIRST | {"number": "70", "subject": "Dọn vệ sinh"}, "Dọn vệ sinh đường làng, ngõ xóm")
        drawn = _plan(FIRST | {"number": "71"}, f"Sửa cầu. {MARK}{WICKED}")
        drafted = await self.office.ask(("00001", Role.OFFICE), "POST", "directives", drawn)
        assert drafted.status_code == 201, drafted.text
        self.names |= {
            "directive": first,
            "assignment": f"{first}~00001~1~00001-U1",
            "waiting": await self.office.launch(letter),
            "published": await self.office.launch(plain, "00001"),
            "drafted": drafted.json()["id"],
        }
        self.names["key"] = (await get(self.office, "overlaps"))["items"][0]["key"]
        with self.office.engines.write.begin() as connection:
            publishing.publish(connection, self.names["published"], _NEAR, self.office.now, public=True)

    async def _begin(self) -> None:
        office, assignment = self.office, self.names["assignment"]
        for command, body in (("accept", None), ("progress", {"percent": 40, "note": MARK + WICKED})):
            answer = await office.ask(("00001-U1", Role.UNIT), "POST", f"assignments/{assignment}/{command}", body)
            assert answer.status_code == 200, answer.text
        self.names["place"] = str(answer.json()["seq"])
        office.dockets.pass_time()
        file = Sent(f"{MARK}{WICKED}.pdf", "application/pdf", b"%PDF-1.7\n" + MARK.encode())
        with office.engines.write.begin() as connection:
            attachments.keep(connection, assignment, [file], _NEAR, "test", office.now)
            (kept,) = attachments.attached(connection, assignment)
            late = sa.select(t.alerts.c.key).where(t.alerts.c.assignment == assignment, t.alerts.c.agency == "00001")
            self.names |= {"attachment": kept.id, "alert": connection.execute(late).scalars().all()[0]}

    async def _read(self) -> None:
        office, heard = self.office, f"Kiểm tra bến đò. {MARK}{WICKED}"
        document = (
            f"ỦY BAN NHÂN DÂN XÃ 1\nSố: 78/UBND\nCÔNG VĂN\nVề việc {MARK}\n"
            f"1. Đơn vị 1 chủ trì lát vỉa hè, {MARK}{WICKED}, báo cáo UBND xã trước ngày 30/11/2026.\n"
        )
        pasted = Upload(document.encode(), text=document)
        self.names["draft"], _ = await intake.take_in(office.app.state.service, _NEAR, pasted)
        by, channel = Actor("00001-U1", Role.UNIT, "Trưởng đơn vị"), Channel.MEETING
        told = ("00001", "00001-U1", f"Chủ tịch {MARK}{WICKED}", channel, heard, "00001-U1", None, None)
        captured = Captured("order", "test/order", *told, by, office.now)
        with office.engines.write.begin() as connection:
            self.names["order"] = oral_orders.keep(connection, captured, None)

    def _seat(self, role: Role, *, far: bool) -> None:
        login, agency, office = f"{'far' if far else 'near'}.{role}", _seat_of(role, far=far), self.office
        enrol(office, login, agency, role, f"Người {login} {WICKED}")
        with office.engines.write.begin() as connection:
            (seat,) = people.seats(connection, login)
            self.tokens["far" if far else "near", role] = people.begin_session(connection, login, seat.id, office.now)
        if (role, far) == (Role.UNIT, False):
            self.names["seat"] = seat.id


def _plan(plan: Mapping[str, Any], text: str, **more: Any) -> dict[str, Any]:
    """A plan of the near commune, its task in other words."""
    (task,) = plan["tasks"]
    return {**plan, "tasks": [{**task, "text": text, **more}]}


def _seat_of(role: Role, *, far: bool) -> AgencyId:
    commune = "00002" if far else "00001"
    return f"{commune}-U1" if role in _AT_THE_UNIT else commune
