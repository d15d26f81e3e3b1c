"""Orders by word of mouth: captured in a few seconds by who received them, confirmed in one tap by who gave them."""

import asyncio
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Final, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api import oral_orders
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, WindowDep
from api.errors import ProblemError, problem
from api.oral_orders import Said
from api.page_codes import PageCode, page_problem
from api.web.acting import KEY, filled, new_key
from api.web.correcting import worded
from api.web.forms import FormDep, text
from api.web.launch_word import word_of
from api.web.menu import MENU, Entry
from api.web.pages.directives import namer, paged
from api.web.rendering import page
from api.web.showing import Filled, options
from api.web.typed_names import Names, shown_as
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Agency, AgencyId, AgencyTree, PostRole, Role
from thac.store import oral_orders as stored
from thac.store.oral_orders import Channel
from thac.store.queries.pages import Window

router = APIRouter()
_SEEING: Final = LAUNCHING_ROLES | {Role.UNIT, Role.OFFICER, Role.AUDITOR}
MENU.append(Entry("/orders", "Chỉ đạo miệng · Oral orders", _SEEING))
CHANNELS: Final = {
    Channel.DIRECT: ("Chỉ đạo trực tiếp", "In person"),
    Channel.MEETING: ("Họp giao ban", "In the meeting"),
    Channel.PHONE: ("Điện thoại", "By phone"),
}
_LISTED: Final = 20
_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(2099, 12, 31)
State = Literal["pending", "decided"]


@router.get("/orders")
def get_orders(visit: VisitDep, window: WindowDep, state: Annotated[State | None, Query()] = None) -> Response:
    """Those that wait for their confirmation first."""
    return _list(visit, Window(min(window.limit, _LISTED), window.offset), state)


@router.get("/orders/new")
def get_new(visit: VisitDep) -> Response:
    """The form, with what is nearly always so filled in."""
    return _form(visit, Filled({"channel": Channel.DIRECT.value}))


@router.post("/orders/new")
async def post_new(visit: VisitDep, form: FormDep) -> Response:
    """Capture an order. An office gives it out by that; what a unit captured waits for whoever gave it."""
    choices: Mapping[str, tuple[Agency, ...]] = {}
    try:
        said, names = await asyncio.to_thread(_said, visit, form)
        choices = names.choices
        if said is None:
            raise problem(ApiCode.INVALID, names.faults)
        _, launched = await oral_orders.capture(visit.service, visit.actor, said, text(form, KEY) or "", word_of(form))
    except ProblemError as error:
        pending = error.more.get("directive") if error.code == ApiCode.LAUNCH_PENDING else None
        if isinstance(pending, str):
            return RedirectResponse(f"/directives/{pending}?done=pending", 303)
        return await asyncio.to_thread(_form, visit, Filled(filled(form)), worded(error), choices)
    if launched is None:
        return RedirectResponse("/orders?done=captured", 303)
    return RedirectResponse(f"/directives/{launched.directive}?done=launched", 303)


@router.post("/orders/{order}/confirm")
async def post_confirmed(visit: VisitDep, form: FormDep, order: str) -> Response:
    """The chairman's word that he gave the order."""
    try:
        await oral_orders.confirm(visit.service, visit.actor, order, word_of(form))
    except ProblemError as error:
        if error.code != ApiCode.LAUNCH_PENDING:
            return await asyncio.to_thread(_list, visit, Window(_LISTED), None, worded(error), order)
    return RedirectResponse("/orders?done=confirmed", 303)


@router.post("/orders/{order}/refuse")
def post_refused(visit: VisitDep, _: FormDep, order: str) -> Response:
    """The chairman's word that he did not."""
    try:
        oral_orders.refuse(visit.service, visit.actor, order)
    except ProblemError as error:
        return _list(visit, Window(_LISTED), None, error)
    return RedirectResponse("/orders?done=refused", 303)


def _said(visit: Visit, form: FormData) -> tuple[Said | None, Names]:
    """What the form says; None where the lead could not be understood.

    Raises
    ------
    ProblemError
        Something is missing, or he may not capture orders.
    """
    tree = visit.service.read(visit.service.deps.directory.tree)
    issuer = oral_orders.issuer_of(visit.actor, tree)
    names = Names(tree, issuer)
    words, lead = text(form, "text"), text(form, "lead")
    channel = text(form, "channel") or ""
    if words is None or lead is None or channel not in set(Channel):
        raise page_problem(PageCode.ORDER_INCOMPLETE)
    chosen = names.one(lead, "lead")
    if chosen is None:
        return None, names
    giver = text(form, "ordered_by") or _giver(tree, issuer)
    return Said(giver, Channel(channel), words, chosen, _day(text(form, "due_on")), _hour(text(form, "due_at"))), names


def _day(said: str | None) -> date | None:
    try:
        day = None if said is None else date.fromisoformat(said)
    except ValueError:
        raise page_problem(PageCode.ORDER_INCOMPLETE) from None
    if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
        raise page_problem(PageCode.ORDER_INCOMPLETE)
    return day


def _hour(said: str | None) -> time | None:
    try:
        hour = None if said is None else time.fromisoformat(said)
    except ValueError:
        raise page_problem(PageCode.ORDER_INCOMPLETE) from None
    if hour is not None and hour.tzinfo is not None:
        raise page_problem(PageCode.ORDER_INCOMPLETE)
    return hour


def _giver(tree: AgencyTree, agency: AgencyId) -> str:
    """Who gives orders there: the chair by its title, with the name of its holder where one is given in full."""
    post = tree.post(agency, PostRole.CHAIR)
    if post is None:
        return tree[agency].name
    return f"{post.title} {post.holder}" if post.holder and " " in post.holder else post.title


def _form(
    visit: Visit,
    fields: Filled,
    told: ProblemError | None = None,
    choices: Mapping[str, tuple[Agency, ...]] | None = None,
) -> Response:
    tree = visit.service.read(visit.service.deps.directory.tree)
    issuer = oral_orders.issuer_of(visit.actor, tree)
    own = "" if oral_orders.gives_out(visit.actor) else shown_as(tree[visit.actor.agency])
    candidates = {
        name: [(shown_as(one), shown_as(one)) for one in several] for name, several in (choices or {}).items()
    }
    return page(
        visit,
        "order_new.html.j2",
        200 if told is None else told.status,
        fields=fields,
        key=fields[KEY] or new_key(),
        problem=told,
        duplicates=() if told is None else told.more.get("duplicates", ()),
        conflicts=() if told is None else told.more.get("conflicts", ()),
        giver=_giver(tree, issuer),
        issuer=tree[issuer].name,
        own=own,
        at_once=oral_orders.gives_out(visit.actor),
        channels=options(visit.say, CHANNELS),
        choices=Filled(candidates),
        agencies=[shown_as(one) for one in tree.children(issuer)],
    )


def _list(
    visit: Visit,
    window: Window,
    state: State | None,
    told: ProblemError | None = None,
    asked: str | None = None,
) -> Response:
    if visit.actor.role not in _SEEING:
        raise problem(ApiCode.NOT_FOUND)

    def found(connection: sa.Connection) -> dict[str, Any]:
        pending = None if state is None else state == "pending"
        orders = stored.listed(connection, visit.actor.agency, window, pending=pending)
        tree = visit.service.deps.directory.tree(connection)
        return {"orders": orders.items, "paged": paged(orders), "name": namer(tree)}

    return page(
        visit,
        "orders.html.j2",
        200 if told is None else told.status,
        **visit.service.read(found),
        state=state,
        problem=told,
        asked=asked,
        duplicates=() if told is None else told.more.get("duplicates", ()),
        conflicts=() if told is None else told.more.get("conflicts", ()),
        done=visit.request.query_params.get("done"),
        channels={code.value: visit.say(*words) for code, words in CHANNELS.items()},
        may_capture=oral_orders.may_capture(visit.actor),
        chairs=visit.actor.agency if visit.actor.role is Role.SUPERVISOR else None,
    )
