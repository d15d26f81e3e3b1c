"""What a draft would come to, before it is launched; and the launch, with the reasons that it asks for."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api import intake
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, WindowDep
from api.errors import ProblemError
from api.previewing import preview
from api.schemas.drafts import DraftDetail
from api.showing_drafts import Shown, shown
from api.web.acting import filled
from api.web.correcting import worded
from api.web.forms import FormDep, text
from api.web.launch_word import word_of
from api.web.rendering import page
from api.web.showing import Filled
from api.web.visiting import Visit, VisitDep
from graph.findings import Severity
from thac.overlapping.running import DRAFT
from thac.store.queries.pages import Window

router = APIRouter()
_LISTED: Final = 50


@router.get("/documents/{draft}/preview")
def get_preview(visit: VisitDep, draft: str, window: WindowDep) -> Response:
    """Who would get what, what it conflicts with, and the button."""
    return _page(visit, shown(visit.service, visit.actor, draft), Window(min(window.limit, _LISTED), window.offset))


@router.post("/documents/{draft}/launch")
async def post_launch(visit: VisitDep, form: FormDep, draft: str) -> Response:
    """Give the work out. Where it is refused, the page says why and asks for what is missing."""
    intake.require_reader(visit.actor)
    try:
        launched = await intake.launch(visit.service, visit.actor, draft, _version(form), word_of(form))
    except ProblemError as error:
        pending = error.more.get("directive") if error.code == ApiCode.LAUNCH_PENDING else None
        if isinstance(pending, str):
            return RedirectResponse(f"/directives/{pending}?done=pending", 303)
        return await asyncio.to_thread(_refused, visit, draft, error, form)
    return RedirectResponse(f"/directives/{launched.directive}?done={'launched' if launched.first else 'before'}", 303)


def _version(form: FormData) -> int:
    """The version that was looked at; 0, which is none, where the form does not say."""
    said = text(form, "version")
    return int(said) if said is not None and said.isdecimal() and len(said) < 7 else 0  # noqa: PLR2004


def _refused(visit: Visit, draft: str, error: ProblemError, form: FormData) -> Response:
    return _page(visit, shown(visit.service, visit.actor, draft), Window(_LISTED), worded(error), filled(form))


def _page(
    visit: Visit,
    seen: Shown,
    window: Window,
    told: ProblemError | None = None,
    fields: Mapping[str, str] | None = None,
) -> Response:
    directive = intake.compared(seen.stands, seen.view, DRAFT)
    coming = preview(directive, seen.view.tree)
    return page(
        visit,
        "preview.html.j2",
        200 if told is None else told.status,
        draft=seen.detail,
        directive=directive,
        preview=coming,
        receivers=coming.receivers[window.offset : window.offset + window.limit],
        paged={
            "total": len(coming.receivers),
            "count": len(coming.receivers[window.offset : window.offset + window.limit]),
            "offset": window.offset,
            "limit": window.limit,
        },
        violations=seen.stands.violations,
        dated=seen.stands.draft.document.header.date.value is not None,
        conflicts=_conflicts(seen.detail, told),
        duplicates=() if told is None else told.more.get("duplicates", ()),
        problem=told,
        fields=Filled(fields or {}),
        may_launch=visit.actor.role in LAUNCHING_ROLES and seen.detail.state == "open",
    )


def _conflicts(draft: DraftDetail, told: ProblemError | None) -> list[Any]:
    """The conflicts that a launch asks a reason for: those found now, and those that the launch itself found."""
    found: dict[str, Any] = {one.key: one for one in draft.overlaps if one.severity is Severity.CONFLICT}
    asked = () if told is None else told.more.get("conflicts", ())
    return [*found.values(), *(one for one in asked if one["key"] not in found)]
