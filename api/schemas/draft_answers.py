"""How a draft leaves: as a line of a list, and whole with everything that is to be said about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from api.schemas.drafts import (
    AttachmentOut,
    DraftDetail,
    DraftOut,
    DraftTaskOut,
    FileOut,
    FindingOut,
    PassageOut,
    PersonOut,
    UpwardOut,
    VersionOut,
    WorkAboveOut,
)
from api.schemas.overlaps import OverlapOut
from api.standing import Standing, passage
from api.upward import Upward
from thac.domain.actors import Actor
from thac.intake.draft import DraftTask
from thac.intake.wire import corrections_json, draft_json, task_json
from thac.store.documents import Kept, Line, Made

_COMPARED = ("text", "mode", "leads", "coordinators", "deadline", "product", "indicators", "tracked")
"""What a correction may change of a task, by its name in the answer."""


def draft_out(line: Line) -> DraftOut:
    """The draft as a list shows it."""
    shown = line.version
    return DraftOut(
        id=line.id,
        version=line.revision,
        state=_state(launched=line.launched),
        doc_type=shown.doc_type,
        number=shown.number,
        symbol=shown.symbol,
        subject=shown.subject,
        tasks=shown.tasks,
        violations=shown.violations,
        warnings=shown.warnings,
        file_name=line.name,
        read=_person(line.read_by, line.read_at),
        corrected=None if line.revision == 1 else _person(shown.by, shown.at),
        directive=line.directive,
        directive_state=line.state,
    )


def draft_detail(kept: Kept, stands: Standing, history: Iterable[Made], overlaps: list[OverlapOut]) -> DraftDetail:
    """The draft as it stands at the version that was fetched."""
    shown = draft_json(stands.draft)
    return DraftDetail(
        id=kept.read.id,
        version=kept.revision,
        newest=kept.newest,
        state=_state(launched=kept.launched),
        launchable=stands.launchable and not kept.launched,
        directive=kept.directive,
        directive_state=kept.state,
        file=FileOut(
            name=kept.read.name,
            medium=kept.read.medium,
            size=kept.read.size,
            sha256=kept.read.digest,
            pages=stands.draft.document.transcript.pages,
            reader=kept.read.reader,
        ),
        history=[VersionOut(version=one.revision, name=one.by.name, role=one.by.role, at=one.at) for one in history],
        header=shown["header"],
        issuer=kept.read.agency,
        recipients=shown["recipients"],
        references=shown["references"],
        tasks=[_task(task, stands) for task in stands.draft.tasks],
        findings=[FindingOut(**one) for one in shown["findings"]],
        overlaps=overlaps,
        implements=[_upward(one) for one in stands.above],
        attaches_to=_attachment(stands),
        corrections=corrections_json(stands.corrections),
    )


def _task(task: DraftTask, stands: Standing) -> DraftTaskOut:
    shown = task_json(task)
    added = {one.number: one.of for one in stands.corrections.added}
    read = {one.number: one for one in stands.read.tasks}.get(task.number)
    before = {} if read is None else task_json(read)
    return DraftTaskOut(
        **shown,
        passage=[PassageOut(line=one.number, page=one.page, text=one.text) for one in passage(stands.draft, task)],
        corrected=[name for name in _COMPARED if before.get(name) != shown[name]],
        of=added.get(task.number),
    )


def _upward(one: Upward) -> UpwardOut:
    above = one.directive
    return UpwardOut(
        directive=above.id,
        doc_type=above.doc_type,
        number=above.number,
        symbol=above.symbol,
        subject=above.subject,
        issuer=above.issuer,
        attachable=one.attachable,
        work=[WorkAboveOut(task=task.number, text=task.text, due=one.work[task.number]) for task in one.tasks],
        like={number: list(same) for number, same in one.like.items()},
    )


def _attachment(stands: Standing) -> AttachmentOut | None:
    attached = stands.attachment
    if attached is None:
        return None
    done = {number: list(tasks) for number, tasks in attached.implements.items()}
    return AttachmentOut(directive=attached.parent, docket=attached.docket, implements=done)


def _state(*, launched: bool) -> Literal["open", "launched"]:
    return "launched" if launched else "open"


def _person(actor: Actor, at: datetime) -> PersonOut:
    return PersonOut(name=actor.name, role=actor.role, at=at)
