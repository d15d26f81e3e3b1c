"""“Việc của tôi”: the work of an agency over all directives, lane by lane."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.web.acting import new_key
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.domain import commands as cmd
from thac.domain.agencies import Role
from thac.domain.decisions.rights import ISSUING, LEADING
from thac.store.queries.pages import Window
from thac.store.queries.work import OF_ISSUERS, Lane, Wanted, counts, people_of, waiting, work

router = APIRouter()
MENU.append(Entry("/tasks", "Việc của tôi · My work", ISSUING | LEADING | {Role.OFFICER}))

LANES: Final = {
    Lane.CONFIRM: ("Chờ phê duyệt", "To confirm"),
    Lane.TODO: ("Việc cần làm", "To do"),
    Lane.RECEIVE: ("Chờ tiếp nhận", "To accept"),
    Lane.DOING: ("Đang thực hiện", "Under way"),
    Lane.RETURNED: ("Trả lại", "Returned"),
    Lane.ANSWER: ("Chờ trả lời", "To answer"),
    Lane.SUBMITTED: ("Đã báo cáo, chờ duyệt", "Submitted"),
    Lane.HELPING: ("Phối hợp", "Helping"),
    Lane.LATE: ("Đã giao, quá hạn", "Given out, late"),
    Lane.DONE: ("Đã xong", "Done"),
}
"""The lanes by their names, in the order in which they stand on the page."""
_OF_LEADS: Final = {
    cmd.Accept.kind: {Lane.TODO, Lane.RECEIVE},
    cmd.Take.kind: {Lane.TODO, Lane.DOING, Lane.RETURNED},
}
_AT_ONCE: Final = 25
_MOST_WAITING: Final = 20


@dataclass(frozen=True, slots=True)
class Wished:
    """Which part of the work is looked at."""

    lane: Lane | None = None
    person: str | None = None
    offset: int = 0

    def address(self, **more: str) -> str:
        """Its address, with further parameters."""
        said = {"lane": self.lane, "person": self.person, "offset": self.offset or None, **more}
        return f"/tasks?{urlencode({name: value for name, value in said.items() if value})}"


async def the_wish(
    lane: Lane | None = None,
    person: Annotated[str | None, Query(max_length=500)] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Wished:
    """What the address asks for."""
    return Wished(lane, person or None, offset)


@router.get("/tasks")
def get_tasks(
    visit: VisitDep,
    wished: Annotated[Wished, Depends(the_wish)],
    done: Annotated[str | None, Query(max_length=40)] = None,
    many: Annotated[int, Query(ge=0, le=100)] = 0,
    ticked: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of the address
) -> Response:
    """A lane of the work; without one, what waits for the agency's word, else what it has to do."""
    return shown(visit, wished, done=done, many=many, ticked=ticked)


def shown(visit: Visit, wished: Wished, status: int = 200, **more: Any) -> Response:
    """The page; blocks."""
    actor = visit.actor
    issues, leads = actor.role in ISSUING, actor.role in LEADING

    def read(connection: sa.Connection) -> dict[str, Any]:
        many = counts(connection, visit.scope, visit.now, _lanes(issues=issues))
        lane = wished.lane if wished.lane in many else _first(many)
        window = Window(_AT_ONCE, wished.offset)
        found = work(connection, visit.scope, Wanted(lane, wished.person), window, visit.now)
        return {
            "lanes": [(one, visit.say(*LANES[one]), many[one]) for one in many],
            "lane": lane,
            "window": {"total": found.total, "count": len(found.items), "offset": wished.offset, "limit": _AT_ONCE},
            "items": found.items,
            "to_give": waiting(connection, visit.scope, _MOST_WAITING) if issues else (),
            "people": people_of(connection, actor.agency) if leads else (),
            "acts": bulk_acts(lane, leads=leads, issues=issues),
        }

    values: dict[str, Any] = {
        "person": wished.person,
        "me": visit.signed_in.person.name,
        "leads": leads,
        "key": new_key(),
        "done": None,
        "many": 0,
        "ticked": False,
        "said": {},
        "picked": frozenset(),
        "outcomes": (),
        "refusal": None,
    }
    return page(visit, "tasks.html.j2", status, **values | visit.service.read(read) | more)


def bulk_acts(lane: Lane, *, leads: bool, issues: bool) -> frozenset[str]:
    """What can be done with several assignments of a lane at once."""
    if lane in OF_ISSUERS:
        return frozenset({cmd.Urge.kind}) if issues and lane is Lane.LATE else frozenset()
    if not leads:
        return frozenset()
    return frozenset(kind for kind, lanes in _OF_LEADS.items() if lane in lanes)


def _lanes(*, issues: bool) -> tuple[Lane, ...]:
    """Only who issues has the lanes of issuers."""
    return tuple(lane for lane in LANES if issues or lane not in OF_ISSUERS)


def _first(many: dict[Lane, int]) -> Lane:
    return Lane.CONFIRM if many.get(Lane.CONFIRM) else Lane.TODO
