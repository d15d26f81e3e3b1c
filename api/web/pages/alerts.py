"""The inbox of alerts: what is late and who holds the clock; each row, or several together, answered or urged."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import FormData

from api import reading
from api.errors import ProblemError
from api.inboxes import InboxFilter
from api.reading import Read
from api.web.acting import KEY, filled, new_key
from api.web.answering import CHOSEN, MOST, Doing, Refused, carry_out, chosen, doing
from api.web.forms import UNSAID, FormDep, text
from api.web.menu import MENU, Entry
from api.web.rendering import page
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Role
from thac.domain.ladders import Colour
from thac.notices.showing import COLOURS as ORDER
from thac.notices.showing import Row
from thac.notices.wording import CLOCKS, COLOURS, WHY, standing
from thac.store.queries.pages import Window

router = APIRouter()
MENU.append(Entry("/alerts", "Nhắc việc · Alerts", frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}))

URGING: Final = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.MONITOR})
"""Who is offered to urge; whether he may in each case is decided where it is carried out."""
WATCHING: Final = frozenset({Role.SUPERVISOR, Role.MONITOR})
"""Who is offered the inboxes of the posts below."""
_ROWS: Final = 20
_UNSAVED: Final = 503
_DONE: Final = {
    Doing.ACKNOWLEDGE: ("Đã ghi nhận «đã biết, đang xử lý»: {count} dòng.", "Acknowledged: {count}."),
    Doing.SNOOZE: ("Sẽ nhắc lại sau: {count} dòng.", "To be told again later: {count}."),
    Doing.URGE: ("Đã đôn đốc theo {count} dòng đã chọn.", "Urged for {count} chosen rows."),
}


class Wanted(BaseModel):
    """What of the inbox is looked at, and what was done there just before."""

    colour: Annotated[Colour | None, UNSAID] = None
    below: bool = False
    all: bool = False
    offset: int = Field(0, ge=0, le=10_000_000)
    done: Doing | None = None
    count: int = Field(0, ge=0, le=MOST)

    @property
    def path(self) -> str:
        """The address of this part of the inbox, to which parameters can be added."""
        told = {"colour": self.colour, "below": self.below and "true", "all": self.all and "true"}
        return f"/alerts?{urlencode({name: value for name, value in told.items() if value})}".rstrip("?") + (
            "&" if any(told.values()) else "?"
        )

    @property
    def here(self) -> str:
        """The same with the place in the list."""
        return f"{self.path}offset={self.offset}"


WantedQuery = Annotated[Wanted, Query()]


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent and turned away, in part or as a whole."""

    form: FormData
    problem: ProblemError
    refused: Sequence[Refused] = ()
    done: int = 0


@router.get("/alerts")
def get_alerts(visit: VisitDep, wanted: WantedQuery) -> Response:
    """The inbox, the gravest first."""
    return _shown(visit, wanted)


@router.post("/alerts")
async def answer_alerts(visit: VisitDep, wanted: WantedQuery, form: FormDep) -> Response:
    """Do what a button says for the rows that were ticked; what was turned away is named with the reason."""
    try:
        what, alerts = doing(form), chosen(form)
        refused = await carry_out(visit, what, alerts, form)
    except ProblemError as error:
        return await asyncio.to_thread(_shown, visit, wanted, _Sent(form, error))
    if refused:
        sent = _Sent(form, refused[0].problem, refused, max(len(alerts) - len(refused), 0))
        return await asyncio.to_thread(_shown, visit, wanted, sent)
    return RedirectResponse(f"{wanted.here}&{urlencode({'done': what, 'count': len(alerts)})}", 303)


def _shown(visit: Visit, wanted: Wanted, sent: _Sent | None = None) -> Response:
    role = visit.actor.role
    below = wanted.below and role in WATCHING
    colours = () if wanted.colour is None else (wanted.colour,)
    found = reading.read(
        visit.service,
        visit.scope,
        InboxFilter(colours=colours, every=wanted.all, below=below),
        Window(_ROWS, wanted.offset),
    )
    return page(
        visit,
        "alerts.html.j2",
        200 if sent is None else sent.problem.status,
        wanted=wanted,
        read=found,
        colours=[(one, COLOURS[one]) for one in ORDER],
        lines=[_line(row) for row in found.page.items],
        paging=_paging(found),
        sent=sent,
        said={} if sent is None else filled(sent.form),
        ticked=frozenset() if sent is None else frozenset(sent.form.getlist(CHOSEN)),
        told=_told(found, sent),
        done=None if wanted.done is None else tuple(one.format(count=wanted.count) for one in _DONE[wanted.done]),
        key=_key(sent),
        may_urge=role in URGING,
        may_watch=role in WATCHING,
    )


def _line(row: Row) -> Mapping[str, object]:
    """What the template says of a row beside its own values."""
    return {
        "row": row,
        "standing": standing(row),
        "clock": CLOCKS[row.alert.clock],
        "colour": COLOURS[row.alert.colour],
        "why": None if row.why is None else WHY[row.why],
    }


def _paging(found: Read) -> Mapping[str, int]:
    window = found.page.window
    count = len(found.page.items)
    return {"total": found.page.total, "count": count, "offset": window.offset, "limit": window.limit}


def _told(found: Read, sent: _Sent | None) -> Sequence[tuple[str, ProblemError]]:
    """For each row that was turned away the words of its work, as far as it stands on the page."""
    if sent is None:
        return ()
    words = {name: row.work.text for row in found.page.items for name in (row.alert.key, row.work.id)}
    return [(words.get(one.about, ""), one.problem) for one in sent.refused]


def _key(sent: _Sent | None) -> str:
    """A new key; the one that was sent where nobody knows whether it was saved."""
    kept = None if sent is None or sent.problem.status != _UNSAVED else text(sent.form, KEY)
    return kept or new_key()
