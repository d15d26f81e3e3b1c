"""What the issuer changes about a directive that runs: each change is a command, its form the command's fields."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.codes import ApiCode
from api.dependencies import require_launcher
from api.errands import Address
from api.errors import ProblemError, problem
from api.schemas.commands import FORMS, Place
from api.web.acting import KEY, act, filled, new_key
from api.web.correcting import worded
from api.web.forms import FormDep
from api.web.rendering import page
from api.web.showing import Filled, options
from api.web.typed_names import Names, shown_as
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Agency
from thac.domain.deadlines import Operator
from thac.domain.directives import Group
from thac.store import directives as stored
from thac.store.queries import directives
from thac.store.queries.directives import DirectiveLine

router = APIRouter()
KINDS: Final = {
    "move_deadline": ("Điều chỉnh thời hạn", "Set another deadline"),
    "correct_text": ("Đính chính nội dung", "Correct the wording of a task"),
    "add_recipients": ("Bổ sung nơi nhận", "Add recipients"),
    "withdraw_task": ("Thu hồi nhiệm vụ", "Take a task back"),
    "date_event": ("Ghi ngày của sự kiện", "Say when an event happened"),
    "add_task": ("Bổ sung nhiệm vụ", "Add a task"),
    "register": ("Vào sổ: số, ký hiệu, ngày", "Register number and date"),
    "recall": ("Thu hồi văn bản", "Recall the directive"),
}
OPERATORS: Final = {
    Operator.BEFORE: ("trước ngày", "before"),
    Operator.BY: ("đến ngày, chậm nhất ngày", "by"),
    Operator.ON: ("vào ngày", "on"),
}
_NAMED: Final = ("copies", "to", "task.leads", "task.recipients", "task.coordinators")
"""Fields in which agencies are typed by name; the command has them by code."""
_GROUPS: Final = frozenset(Group)
Task = Annotated[int | None, Query(ge=1, le=9_999)]


@router.get("/directives/{directive}/change/{kind}")
def get_change(visit: VisitDep, directive: str, kind: str, task: Task = None) -> Response:
    """The form of a change."""
    return _page(visit, directive, kind, Filled({"task": "" if task is None else str(task)}))


@router.post("/directives/{directive}/change/{kind}")
async def post_change(visit: VisitDep, form: FormDep, directive: str, kind: str) -> Response:
    """Make the change; where it is refused, the form stays as it was filled in."""
    if kind not in KINDS:
        raise problem(ApiCode.NOT_FOUND)
    names = await asyncio.to_thread(_names, visit, directive)
    try:
        coded = _coded(form, names)
        docket = FORMS[kind].place is Place.DOCKET
        await act(visit, kind, Address(directive, visit.actor.agency if docket else None), coded)
    except ProblemError as error:
        fields = Filled(filled(form))
        return await asyncio.to_thread(_page, visit, directive, kind, fields, worded(error), names.choices)
    return RedirectResponse(f"/directives/{directive}?done=changed&kind={kind}", 303)


def _names(visit: Visit, directive: str) -> Names:
    def found(connection: sa.Connection) -> Names:
        _seen(connection, visit, directive)
        return Names(visit.service.deps.directory.tree(connection), visit.actor.agency)

    return visit.service.read(found)


def _seen(connection: sa.Connection, visit: Visit, directive: str) -> DirectiveLine:
    """The directive, for whom may change something in it for his agency; which changes are his is decided later.

    Raises
    ------
    ProblemError
        It is not within his scope, or he changes nothing for his agency.
    """
    line = directives.directive(connection, visit.scope, directive)
    if line is None:
        raise problem(ApiCode.NOT_FOUND)
    require_launcher(visit.actor, visit.actor.agency)
    return line


def _coded(form: FormData, names: Names) -> FormData:
    """The form with the codes of the agencies that were typed by name.

    Raises
    ------
    ProblemError
        One of them could not be understood.
    """
    said: list[tuple[str, Any]] = []
    undated = not form.get("task.deadline.day")
    for name, value in form.multi_items():
        if undated and name.startswith("task.deadline."):
            continue
        if name in _NAMED and isinstance(value, str):
            said += [(f"{name}[]", code) for code in _codes(value, name, names)]
        else:
            said.append((name, value))
    if names.faults:
        raise problem(ApiCode.INVALID, names.faults)
    return FormData(said)


def _codes(value: str, where: str, names: Names) -> list[str]:
    """The codes of a list of agencies; of recipients also those of groups."""
    codes: list[str] = []
    for line in filter(None, map(str.strip, value.splitlines())):
        groups = names.groups(line) if where == "task.recipients" else None
        codes += [one for one in groups if one in _GROUPS] if groups else names.several(line, where)
    return codes


def _page(  # noqa: PLR0913, PLR0917 - which change of what, as it was filled in
    visit: Visit,
    directive: str,
    kind: str,
    fields: Filled,
    told: ProblemError | None = None,
    choices: Mapping[str, tuple[Agency, ...]] | None = None,
) -> Response:
    if kind not in KINDS:
        raise problem(ApiCode.NOT_FOUND)

    def found(connection: sa.Connection) -> dict[str, Any]:
        line = _seen(connection, visit, directive)
        tree = visit.service.deps.directory.tree(connection)
        tasks = stored.load(connection, directive).tasks
        below = [shown_as(one) for one in tree.children(line.issuer)]
        return {"directive": line, "tasks": tasks, "agencies": below}

    shown = visit.service.read(found)
    return page(
        visit,
        "change.html.j2",
        200 if told is None else told.status,
        **shown,
        kind=kind,
        title=visit.say(*KINDS[kind]),
        fields=fields,
        key=fields[KEY] or new_key(),
        problem=told,
        choices=Filled(choices or {}),
        operators=options(visit.say, OPERATORS),
        further=max((task.number for task in shown["tasks"]), default=0) + 1,
    )
