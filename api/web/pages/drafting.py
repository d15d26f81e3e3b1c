"""A draft beside the text of its document: looked at, corrected, added to."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api import intake
from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, require_launcher
from api.draft_codes import DraftApiCode
from api.errors import ProblemError, problem
from api.schemas.drafts import DraftTaskOut
from api.showing_drafts import Shown, shown
from api.web import correcting
from api.web.acting import filled
from api.web.correcting import Json, corrections_in
from api.web.forms import FormDep
from api.web.rendering import page
from api.web.showing import MODES, Filled, agency_options, draft_options, due_words, names_of, unsure_words
from api.web.transcripts import at_large, overlaps_at_large, part_of, parts
from api.web.typed_names import Names, shown_as
from api.web.visiting import Visit, VisitDep
from thac.domain.agencies import Agency

router = APIRouter()
_NEW: Final = "new"
_HEADER: Final = "header"
Edited = Annotated[str | None, Query(max_length=10)]
PartNumber = Annotated[int | None, Query(ge=1, le=10_000)]


@router.get("/documents/{draft}")
def get_draft(  # noqa: PLR0913, PLR0917 - which part of which draft, and which form in it
    visit: VisitDep,
    draft: str,
    edit: Edited = None,
    part: PartNumber = None,
    of: PartNumber = None,
    at: PartNumber = None,
) -> Response:
    """The draft; ``edit`` opens the form of a task by its number, of a ``new`` one or of the ``header``.

    Of a long one ``part`` is shown, or the part in which the task ``at`` stands.
    """
    seen = shown(visit.service, visit.actor, draft)
    return _page(visit, seen, edit, part, of=of, at=at)


@router.post("/documents/{draft}/header")
def post_header(visit: VisitDep, form: FormDep, draft: str) -> Response:
    """Correct the letterhead."""
    return _corrected(visit, form, draft, _HEADER, lambda seen: (correcting.with_header(seen, form), None))


@router.post("/documents/{draft}/parent")
def post_parent(visit: VisitDep, form: FormDep, draft: str) -> Response:
    """Say whether the draft is the own plan for a directive that runs."""
    return _corrected(visit, form, draft, None, lambda seen: (correcting.with_parent(seen, form), None))


@router.post("/documents/{draft}/tasks")
def post_added(visit: VisitDep, form: FormDep, draft: str) -> Response:
    """Add a task, or split a part off another one."""

    def made(seen: Shown) -> tuple[Json, Names | None]:
        corrected = correcting.with_added(seen, form)
        return corrected.body, corrected.names

    return _corrected(visit, form, draft, _NEW, made)


@router.post("/documents/{draft}/tasks/{number}")
def post_task(visit: VisitDep, form: FormDep, draft: str, number: int) -> Response:
    """Correct a task."""

    def made(seen: Shown) -> tuple[Json, Names | None]:
        corrected = correcting.with_task(seen, _task(seen, number), form)
        return corrected.body, corrected.names

    return _corrected(visit, form, draft, str(number), made)


@router.post("/documents/{draft}/tasks/{number}/undo")
def post_undone(visit: VisitDep, form: FormDep, draft: str, number: int) -> Response:
    """Take back what was corrected of a task; one that was added goes."""
    return _corrected(visit, form, draft, None, lambda seen: (correcting.without_task(seen, number), None), number)


def _corrected(  # noqa: PLR0913, PLR0917 - who, which form of what, and what it comes to
    visit: Visit,
    form: FormData,
    draft: str,
    edit: str | None,
    made: Callable[[Shown], tuple[Json, Names | None]],
    number: int | None = None,
) -> Response:
    """Save what a form comes to; where it is refused, show it again as it was filled in."""
    seen = shown(visit.service, visit.actor, draft)
    names: Names | None = None
    try:
        require_launcher(visit.actor, visit.actor.agency)
        body, names = made(seen)
        corrections = corrections_in(body, _version(form), names)
        intake.correct(visit.service, visit.actor, draft, corrections.version, corrections.value())
    except ProblemError as error:
        choices = {} if names is None else names.choices
        told = correcting.worded(error)
        fields = filled(form)
        if error.code == DraftApiCode.DRAFT_CHANGED and edit is not None and edit != _NEW:
            fields = _carried_over(visit, seen, edit, _version(form), fields)
        return _page(visit, seen, edit, None, told=told, fields=fields, choices=choices)
    at = number or _number_after(seen, edit)
    where = "" if at is None else f"&at={at}#task-{at}"
    return RedirectResponse(f"/documents/{draft}?done=saved&saved={edit or ''}{where}", 303)


def _number_after(seen: Shown, edit: str | None) -> int | None:
    """The task at which somebody goes on after a form: the one that he corrected, or the one he added."""
    if edit == _NEW:
        return correcting.next_number(seen)
    return int(edit) if edit is not None and edit.isdecimal() else None


def _carried_over(visit: Visit, seen: Shown, edit: str, version: int, sent: Mapping[str, str]) -> Mapping[str, str]:
    """The form as it stands since somebody else saved, with what this clerk changed in it and no more."""
    before = _fields(shown(visit.service, visit.actor, seen.detail.id, version), edit, None)
    now = dict(_fields(seen, edit, None))
    for name in {*before, *sent}:
        if sent.get(name, "").replace("\r\n", "\n") != before.get(name, ""):
            now[name] = sent.get(name, "")
    return now


def _version(form: FormData) -> int:
    """The version that the clerk had before him; 0 where the form does not say."""
    said = form.get("version")
    return int(said) if isinstance(said, str) and said.isdecimal() and len(said) < 7 else 0  # noqa: PLR2004


def _task(seen: Shown, number: int) -> DraftTaskOut:
    for task in seen.detail.tasks:
        if task.number == number:
            return task
    raise problem(ApiCode.NOT_FOUND)


def _page(  # noqa: PLR0913 - what is shown, and what stands in the open form
    visit: Visit,
    seen: Shown,
    edit: str | None,
    part: int | None,
    *,
    of: int | None = None,
    at: int | None = None,
    told: ProblemError | None = None,
    fields: Mapping[str, str] | None = None,
    choices: Mapping[str, tuple[Agency, ...]] | None = None,
) -> Response:
    draft = seen.detail
    every = parts(draft, seen.stands.draft.document.transcript.lines)
    task = int(edit) if edit is not None and edit.isdecimal() else at or of
    number = part or (1 if task is None else part_of(every, task))
    editable = draft.state == "open" and visit.actor.role in LAUNCHING_ROLES
    opened = edit if editable else None
    stands: dict[str, Any] = {}
    if opened is not None:
        stands = {"fields": Filled(fields or _fields(seen, opened, of)), **draft_options(visit, seen)}
        stands["choices"] = Filled(_choices(seen, opened, choices))
        stands["agencies"] = agency_options(seen)
    return page(
        visit,
        "draft.html.j2",
        200 if told is None else told.status,
        draft=draft,
        draft_head=_head(seen),
        part=every[min(number, len(every)) - 1],
        parts=every,
        header=correcting.header_fields(seen),
        findings=at_large(draft),
        overlaps=overlaps_at_large(draft),
        edit=opened,
        editable=editable,
        problem=told,
        names=names_of(visit, seen),
        due=lambda task: due_words(visit.say, task.deadline),
        unsure=lambda task: unsure_words(visit.say, task.unsure),
        modes={mode: visit.say(*words) for mode, words in MODES.items()},
        done=visit.request.query_params.get("done"),
        saved=visit.request.query_params.get("saved", ""),
        **stands,
    )


def _head(seen: Shown) -> Mapping[str, str | None]:
    header = seen.stands.draft.document.header
    return {"doc_type": header.doc_type, "number": header.number, "symbol": header.symbol}


def _fields(seen: Shown, edit: str, of: int | None) -> Mapping[str, str]:
    if edit == _HEADER:
        return correcting.header_fields(seen)
    if edit == _NEW:
        origin = {} if of is None else {"text": _task(seen, of).text, "of": str(of)}
        return {"to": "lead", "tracked": "yes", "due.type": "none", **origin}
    return correcting.task_fields(seen, _task(seen, int(edit))) if edit.isdecimal() else {}


def _choices(
    seen: Shown, edit: str, found: Mapping[str, tuple[Agency, ...]] | None
) -> dict[str, list[tuple[str, str]]]:
    """Agencies to choose between, by field: what was typed may mean each of them, or what is printed may."""
    chosen = {name: [(shown_as(one), shown_as(one)) for one in several] for name, several in (found or {}).items()}
    if edit.isdecimal() and "lead" not in chosen:
        bodies = _task(seen, int(edit)).bodies["leads"]
        candidates = [one for body in bodies for one in (body["meaning"] or {}).get("candidates", ())]
        if candidates:
            tree = seen.view.tree
            chosen["lead"] = [("", "…"), *((shown_as(tree[one]), shown_as(tree[one])) for one in candidates)]
    return chosen
