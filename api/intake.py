"""How a document becomes a kept draft, how a clerk corrects it, and how it is launched as the directive it comes to."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import sqlalchemy as sa

from api.codes import ApiCode
from api.dependencies import LAUNCHING_ROLES, Service, require_launcher
from api.draft_codes import SENTENCES, DraftApiCode, status_of, status_of_file
from api.drafting import Asked
from api.duplicates import Word
from api.errors import Fault, ProblemError, ended, fault, problem, unknown_agency
from api.launching import launch_what, take_drafted, take_kept
from api.standing import Standing, View, standing, standing_of, version_of
from api.uploads import Upload
from thac.directory.groups import GroupKind
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyTree, Role
from thac.domain.calendar import civil_day
from thac.domain.directives import Directive, Task
from thac.intake.corrections import NOTHING, Corrections, TaskCorrection
from thac.intake.directive import to_directive
from thac.intake.draft import Draft
from thac.intake.issuing import earliest_issue
from thac.intake.reading import READER, read, read_pasted
from thac.intake.record import draft_text, transcript_text
from thac.intake.refusals import FileRefusedError
from thac.store import documents
from thac.store.documents import DocumentId, Kept, Read
from thac.store.launches import Launch

_ID_BYTES: Final = 8
_READERS: Final = LAUNCHING_ROLES | {Role.AUDITOR}
_GROUPS: Final = frozenset(GroupKind)


def may_read(actor: Actor) -> bool:
    """Whether the actor sees the drafts of his agency: its office, its supervisors and its auditors do."""
    return actor.role in _READERS


def require_reader(actor: Actor) -> None:
    """Turn away whoever does not see drafts, as though there were none.

    Raises
    ------
    ProblemError
        He does not.
    """
    if not may_read(actor):
        raise problem(ApiCode.NOT_FOUND)


async def take_in(service: Service, actor: Actor, upload: Upload) -> tuple[DocumentId, bool]:
    """Read a file and keep the draft; its id, and whether it is a new one.

    The same file of the same agency is read once by each reader. Two are read at a time in each process.

    Raises
    ------
    ProblemError
        The actor may not, or the file is refused; then nothing of it is kept.
    """
    require_launcher(actor, actor.agency)
    digest = hashlib.sha256(upload.data).hexdigest()
    before = await asyncio.to_thread(
        service.read, lambda connection: documents.same_file(connection, actor.agency, digest, READER)
    )
    if before is not None:
        return before, False
    async with service.reading:
        return await asyncio.to_thread(_take_in, service, actor, upload, digest)


def _take_in(service: Service, actor: Actor, upload: Upload, digest: str) -> tuple[DocumentId, bool]:
    view = service.read(lambda connection: view_of(service, connection, actor))
    draft = _read(upload, view)
    now, transcript = service.deps.clock(), draft.document.transcript
    kept = Read(
        secrets.token_hex(_ID_BYTES),
        actor.agency,
        digest,
        READER,
        upload.name,
        transcript.medium.value,
        len(upload.data),
        transcript_text(transcript),
        draft_text(draft),
        view.tree.version,
        actor,
        now,
    )
    with service.deps.engines.write.begin() as connection:
        stands = standing(connection, draft, NOTHING, view)
        return documents.keep(connection, kept, version_of(stands, actor, now))


def _read(upload: Upload, view: View) -> Draft:
    try:
        if upload.text is not None:
            return read_pasted(upload.text, view.tree, view.agency, view.today)
        return read(upload.data, upload.name, view.tree, view.agency, view.today)
    except FileRefusedError as error:
        said = error.refusal
        raise ProblemError(status_of_file(said.code), said.code.value, said.message, said.english) from None


def view_of(service: Service, connection: sa.Connection, actor: Actor) -> View:
    """The directory and the day of today, from the actor's agency."""
    return View(actor.agency, service.deps.directory.tree(connection), civil_day(service.deps.clock()))


def correct(service: Service, actor: Actor, document: DocumentId, seen: int, corrections: Corrections) -> None:
    """Put corrections in place of those before, as a new version; those that hold already change nothing. Blocks.

    Raises
    ------
    ProblemError
        The actor may not, there is none of that id, it was changed or launched meanwhile, or a correction names what
        is not there.
    """
    require_launcher(actor, actor.agency)
    with service.deps.engines.write.begin() as connection:
        kept, view = _held(connection, actor, document), view_of(service, connection, actor)
        before = standing_of(connection, kept, view)
        if before.corrections == corrections:
            return
        _refuse_launched(kept)
        _refuse_changed(kept, seen)
        if faults := list(_faults(before.read, corrections, view.tree)):
            raise problem(ApiCode.INVALID, faults)
        after = standing(connection, before.read, corrections, view)
        documents.correct(connection, document, kept.newest + 1, version_of(after, actor, service.deps.clock()))


async def launch(service: Service, actor: Actor, document: DocumentId, seen: int | None, word: Word) -> Launch:
    """Launch what the draft comes to, once; later launches are answered with the first.

    Raises
    ------
    ProblemError
        The actor may not, there is none of that id, it was changed meanwhile, a violation stands, its date of issue is
        not whole, or the directive is refused like any other.
    """
    require_launcher(actor, actor.agency)

    def taken(connection: sa.Connection) -> Launch:
        kept = _held(connection, actor, document)
        if kept.launched and kept.directive is not None:
            return take_kept(service, connection, actor, kept.directive, word)
        if seen is not None:
            _refuse_changed(kept, seen)
        view = view_of(service, connection, actor)
        stands = standing_of(connection, kept, view)
        _refuse_violations(stands)
        asked = Asked(directive_of(stands, view, secrets.token_hex(_ID_BYTES), _day_of_issue(stands.draft)), actor)
        launched = take_drafted(service, connection, asked, word)
        documents.set_launched(connection, document, launched.directive)
        return launched

    return await launch_what(service, taken)


def compared(stands: Standing, view: View, id_: str) -> Directive:
    """The directive that is held against what runs while its day of issue may still be blank."""
    printed = stands.draft.document.header.date
    return directive_of(stands, view, id_, printed.value or earliest_issue(printed, view.today) or view.today)


def directive_of(stands: Standing, view: View, id_: str, issued_on: date) -> Directive:
    """The directive that a draft comes to, with what the clerk said beyond the words of the document."""
    draft, said = stands.draft, stands.corrections
    attached = stands.attachment
    beyond = {task.number: why for task in draft.tasks if (why := said.of(task.number).beyond) is not None}
    directive = to_directive(
        draft,
        view.tree,
        id_,
        view.agency,
        issued_on,
        parent=said.parent,
        implements={} if attached is None else attached.implements,
        beyond=beyond,
    )
    tasks = tuple(_with(task, said.of(task.number)) for task in directive.tasks)
    return replace(directive, tasks=tasks, implements=said.header.implements or directive.implements)


def _day_of_issue(draft: Draft) -> date:
    """The day of issue; where it is blank it is asked for and never guessed, because deadlines count from it."""
    day = draft.document.header.date.value
    if day is None:
        raise _problem(DraftApiCode.DATE_BLANK)
    return day


def _with(task: Task, said: TaskCorrection) -> Task:
    return replace(
        task,
        within=said.within or task.within,
        field=said.field or task.field,
        monitor=said.monitor or task.monitor,
        collects=task.collects if said.collects is None else said.collects,
        silence_days=said.silence_days or task.silence_days,
    )


def _held(connection: sa.Connection, actor: Actor, document: DocumentId) -> Kept:
    documents.hold(connection, document)
    kept = documents.find(connection, actor.agency, document)
    if kept is None:
        raise problem(ApiCode.NOT_FOUND)
    return kept


def _refuse_launched(kept: Kept) -> None:
    if kept.launched:
        raise _problem(DraftApiCode.DRAFT_LAUNCHED, directive=kept.directive)


def _refuse_changed(kept: Kept, seen: int) -> None:
    if seen != kept.newest:
        raise _problem(DraftApiCode.DRAFT_CHANGED, seen=seen, present=kept.newest)


def _refuse_violations(stands: Standing) -> None:
    if not stands.violations:
        return
    places = {task.number: place for place, task in enumerate(stands.draft.tasks)}
    faults = [
        Fault(one.code, one.message, one.english, None if one.task is None else f"/tasks/{places[one.task]}")
        for one in stands.violations
    ]
    raise replace(_problem(DraftApiCode.DRAFT_REFUSED, count=len(faults)), faults=tuple(faults))


def _problem(code: DraftApiCode, **facts: object) -> ProblemError:
    vietnamese, english = SENTENCES[code]
    return ProblemError(status_of(code), code.value, vietnamese.format(**facts), english.format(**facts))


def _faults(read: Draft, said: Corrections, tree: AgencyTree) -> Iterator[Fault]:
    """What the corrections name and is not there: tasks of the draft, free numbers, agencies of the directory."""
    known, used = {task.number for task in read.tasks}, {task.number for task in read.tasks}
    for number, one in said.tasks.items():
        if number not in known:
            yield _fault(DraftApiCode.TASK_UNKNOWN, f"/tasks/{number}", task=number)
        yield from _absent(one, f"/tasks/{number}", tree)
    for place, added in enumerate(said.added):
        if added.of is not None and added.of not in known:
            yield _fault(DraftApiCode.TASK_UNKNOWN, f"/added/{place}/of", task=added.of)
        if added.number in used:
            yield _fault(DraftApiCode.NUMBER_USED, f"/added/{place}/number", task=added.number)
        used.add(added.number)
        yield from _absent(added.what, f"/added/{place}", tree)


def _absent(said: TaskCorrection, where: str, tree: AgencyTree) -> Iterator[Fault]:
    named = {
        "lead": said.lead,
        "monitor": said.monitor,
        **{f"recipients/{place}": one for place, one in enumerate(said.recipients or ()) if one not in _GROUPS},
        **{f"coordinators/{place}": one for place, one in enumerate(said.coordinators or ())},
    }
    for place, agency in named.items():
        if agency is None:
            continue
        known = tree.get(agency)
        if known is None:
            yield unknown_agency(agency, f"{where}/{place}")
        elif known.ended_on is not None:
            yield fault(ApiCode.AGENCY_ENDED, f"{where}/{place}", **ended(known, tree))


def _fault(code: DraftApiCode, pointer: str, **facts: object) -> Fault:
    vietnamese, english = SENTENCES[code]
    return Fault(code.value, vietnamese.format(**facts), english.format(**facts), pointer)
