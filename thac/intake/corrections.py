"""What a clerk puts in place of what was read, kept apart from it: the draft as it stands is made of both."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from thac.directory.groups import GroupKind
from thac.directory.names import Group, Resolved
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import DirectiveId, Urgency, Within
from thac.intake.document import Header, PartialDate
from thac.intake.draft import Draft, DraftTask, NamedBody, ReadDeadline, ReadMode, Target, When


@dataclass(frozen=True, slots=True)
class NoDeadline:
    """The task has no deadline, whatever was read."""


@dataclass(frozen=True, slots=True)
class TaskCorrection:
    """What holds for one task; what is None stays as it was read.

    ``lead`` makes it one piece of work of that agency, ``recipients`` (agency ids or :class:`GroupKind` codes) one for
    each of them. ``request`` says that it is asked of a body outside the chain of command, an empty ``product`` that
    there is none.
    ``reason`` is why a task is not tracked. What follows it no document says: how a receiver passes the task on, its
    field of work, who follows it, whose reports it collects, its rhythm, and what it does of the directive from above.
    """

    text: str | None = None
    lead: AgencyId | None = None
    recipients: tuple[str, ...] | None = None
    request: bool | None = None
    coordinators: tuple[AgencyId, ...] | None = None
    deadline: When | NoDeadline | None = None
    product: str | None = None
    targets: tuple[Target, ...] | None = None
    tracked: bool | None = None
    reason: str | None = None
    within: Within | None = None
    field: str | None = None
    monitor: AgencyId | None = None
    collects: tuple[int, ...] | None = None
    silence_days: int | None = None
    implements: tuple[int, ...] | None = None
    beyond: str | None = None


@dataclass(frozen=True, slots=True)
class AddedTask:
    """A further task: a part split off the task ``of`` that was read, from which it takes what it does not say itself.

    Without ``of`` it is one that the reading missed, on that ``line``.
    """

    number: int
    what: TaskCorrection
    of: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderCorrection:
    """What holds for the letterhead; what is None stays as it was read, an empty number or symbol is none."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    subject: str | None = None
    issued_on: dt.date | None = None
    urgency: Urgency | None = None
    implements: str | None = None
    issuing_body: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that was put in place of what was read, by the numbers of the tasks.

    ``parent`` is the running directive that launching attaches to as the issuer's own plan; ``independent`` is the word
    that it is to stand by itself although it implements a running one.
    """

    header: HeaderCorrection = HeaderCorrection()
    tasks: Mapping[int, TaskCorrection] = field(default_factory=lambda: MappingProxyType({}))
    added: tuple[AddedTask, ...] = ()
    parent: DirectiveId | None = None
    independent: bool = False

    def of(self, number: int) -> TaskCorrection:
        """What was said of the task of that number, read or added; nothing where nothing was."""
        for one in self.added:
            if one.number == number:
                of = TaskCorrection() if one.of is None else self.tasks.get(one.of, TaskCorrection())
                return over(of, one.what)
        return self.tasks.get(number, TaskCorrection())


NOTHING: Final = Corrections()
"""A draft as it was read."""
_GROUPS: Final[Mapping[str, str]] = {
    GroupKind.PROVINCES: "các tỉnh, thành phố",
    GroupKind.DEPARTMENTS: "các sở, ban, ngành",
    GroupKind.COMMUNES: "các xã, phường, đặc khu",
    GroupKind.UNITS: "các phòng, đơn vị trực thuộc",
    GroupKind.VILLAGES: "các thôn, tổ dân phố",
}
"""How documents name the groups that a clerk names by their codes."""
_NAMES: Final = {
    "text": (),
    "lead": ("lead", "leads", "mode"),
    "recipients": ("lead", "leads", "mode"),
    "request": ("mode",),
    "coordinators": ("coordinators",),
    "deadline": ("deadline",),
    "product": ("product",),
    "targets": ("targets",),
    "tracked": ("tracked",),
}
"""Which fields of a task, by the names an unsure reading goes by, a correction settles."""


def corrected(draft: Draft, corrections: Corrections, tree: AgencyTree, issuer: AgencyId) -> Draft:
    """The draft as it stands: what was read where nothing was said, and what the clerk of the issuer said where he did.

    Findings are left out, because they speak of what was read. Corrections name agencies that the directory has and
    tasks that the draft has.
    """
    read = {task.number: task for task in draft.tasks}
    tasks = [_settled(task, corrections.of(task.number), tree, issuer) for task in draft.tasks]
    for added in corrections.added:
        origin = _origin(added, read.get(added.of or 0))
        tasks.append(_settled(origin, corrections.of(added.number), tree, issuer))
    document = replace(draft.document, header=_header(draft.document.header, corrections.header))
    return replace(draft, document=document, tasks=tuple(tasks), findings=())


def over(below: TaskCorrection, above: TaskCorrection) -> TaskCorrection:
    """Both corrections at once; where both speak, ``above`` holds."""
    said = {name: value for name in TaskCorrection.__slots__ if (value := getattr(above, name)) is not None}
    if above.lead is not None or above.recipients is not None:
        said = {"lead": None, "recipients": None} | said
    return replace(below, **said)


def _origin(added: AddedTask, read: DraftTask | None) -> DraftTask:
    if read is not None:
        return replace(read, number=added.number)
    return DraftTask(added.number, "", added.line or 1, "", ReadMode.NO_LEAD)


def _settled(task: DraftTask, said: TaskCorrection, tree: AgencyTree, issuer: AgencyId) -> DraftTask:
    settled = {name for spoken, names in _NAMES.items() if getattr(said, spoken) is not None for name in names}
    tracked = task.tracked if said.tracked is None else said.tracked
    task = _addressed(task, said, tree, issuer)
    return replace(
        task,
        text=task.text if said.text is None else said.text,
        deadline=_deadline(task, said),
        product=task.product if said.product is None else said.product or None,
        targets=task.targets if said.targets is None else said.targets,
        tracked=tracked,
        untracked_because=None if tracked else said.reason or task.untracked_because,
        unsure=tuple(name for name in task.unsure if name not in settled),
    )


def _addressed(task: DraftTask, said: TaskCorrection, tree: AgencyTree, issuer: AgencyId) -> DraftTask:
    """The task with the bodies that the clerk named."""
    if said.coordinators is not None:
        bodies = tuple(_body(agency, task, tree, issuer) for agency in said.coordinators)
        task = replace(task, coordinators=bodies)
    if said.lead is not None:
        mode = ReadMode.REQUEST if said.request else ReadMode.SINGLE_LEAD
        return replace(task, mode=mode, leads=(_body(said.lead, task, tree, issuer),))
    if said.recipients is not None:
        each = ReadMode.FAN_OUT if any(one in _GROUPS for one in said.recipients) else ReadMode.EACH_NAMED
        bodies = tuple(_body(one, task, tree, issuer) for one in said.recipients)
        return replace(task, mode=ReadMode.REQUEST if said.request else each, leads=bodies)
    if said.request is not None and (task.mode is ReadMode.REQUEST) != said.request:
        return replace(task, mode=ReadMode.REQUEST if said.request else ReadMode.SINGLE_LEAD)
    return task


def _body(named: str, task: DraftTask, tree: AgencyTree, issuer: AgencyId) -> NamedBody:
    if named in _GROUPS:
        return NamedBody(_GROUPS[named], _GROUPS[named], task.line, Group((GroupKind(named),), issuer))
    return NamedBody(tree[named].name, tree[named].name, task.line, Resolved(named))


def _deadline(task: DraftTask, said: TaskCorrection) -> ReadDeadline | None:
    match said.deadline:
        case None:
            return task.deadline
        case NoDeadline():
            return None
        case when:
            return ReadDeadline(when, "", task.line)


def _header(read: Header, said: HeaderCorrection) -> Header:
    issued = said.issued_on
    return replace(
        read,
        doc_type=said.doc_type or read.doc_type,
        number=read.number if said.number is None else said.number or None,
        symbol=read.symbol if said.symbol is None else said.symbol or None,
        subject=said.subject or read.subject,
        issuing_body=said.issuing_body or read.issuing_body,
        date=read.date if issued is None else PartialDate(issued.day, issued.month, issued.year),
        urgency=said.urgency or read.urgency,
    )
