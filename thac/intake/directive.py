"""What a draft orders in the domain's terms: the directive that an office launches.

A draft without a violation among its findings gives a directive that ``thac.domain.directives.check`` lets pass.
Nothing is guessed: a name that does not come to one agency, or words that make no date, are left out here and told in
the findings, which read the same mapping (``addressing``, ``timing``, ``collecting``).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, DirectiveId, Mode, Task
from thac.intake.addressing import Owners, coordinators, monitor, owners
from thac.intake.collecting import summaries
from thac.intake.document import ReferenceRole
from thac.intake.draft import Draft, DraftTask
from thac.intake.timing import Timing, timing

UNNAMED_TYPE: Final = "Văn bản"
NO_SUBJECT: Final = "(chưa có trích yếu)"
_NONE: Final[Mapping[int, tuple[int, ...]]] = MappingProxyType({})
_NO_REASON: Final[Mapping[int, str]] = MappingProxyType({})


def to_directive(  # noqa: PLR0913 - the draft, and what a clerk adds to it
    draft: Draft,
    tree: AgencyTree,
    id_: DirectiveId,
    issuer: AgencyId,
    issued_on: date,
    *,
    parent: DirectiveId | None = None,
    implements: Mapping[int, tuple[int, ...]] = _NONE,
    beyond: Mapping[int, str] = _NO_REASON,
) -> Directive:
    """The directive that a draft comes to.

    Tasks keep their numbers. One that is not tracked is passed on to be read. Of several dates the last is the
    deadline; a recurrence that no rule names has its next date; a rhythm without a day is a rhythm of silence.

    Parameters
    ----------
    draft
        The draft, corrected by a clerk; its findings are not looked at.
    tree
        The directory.
    id_
        The internal id.
    issuer
        The agency that launches it.
    issued_on
        The date of issue, which the draft may leave blank.
    parent
        The running directive that this one is the issuer's own plan for.
    implements
        For an own plan: which tasks of the parent each task does, by number.
    beyond
        For an own plan: why a task may end after those of the parent, by number.

    Raises
    ------
    KeyError
        The issuer is not in the tree.
    """
    timings = {
        task.number: timing(None if task.deadline is None else task.deadline.when, issued_on) for task in draft.tasks
    }
    collects = {
        summary.task.number: tuple(sorted(one.number for one in summary.collects))
        for summary in summaries(draft, tree, issuer, timings)
    }
    tasks = (
        replace(
            _task(task, owners(task, tree, issuer), timings[task.number], tree, issuer),
            collects=collects.get(task.number, ()),
            implements=tuple(implements.get(task.number, ())) if task.tracked else (),
            beyond=beyond.get(task.number),
        )
        for task in draft.tasks
    )
    header = draft.document.header
    return Directive(
        id=id_,
        issuer=issuer,
        doc_type=header.doc_type or UNNAMED_TYPE,
        subject=header.subject or NO_SUBJECT,
        issued_on=issued_on,
        tasks=tuple(tasks),
        number=header.number,
        symbol=header.symbol,
        urgency=header.urgency,
        implements=_implemented(draft),
        parent=parent,
    )


def _task(task: DraftTask, owned: Owners, due: Timing, tree: AgencyTree, issuer: AgencyId) -> Task:
    leads = owned.leads if owned.mode is Mode.SINGLE else ()
    return Task(
        number=task.number,
        text=task.text,
        mode=owned.mode,
        leads=leads,
        recipients=owned.recipients,
        coordinators=coordinators(task, tree, issuer, leads).agencies,
        deadline=due.deadline,
        product=task.product,
        targets=tuple(dict.fromkeys(target.text for target in task.targets)),
        tracked=task.tracked,
        recurrence=due.recurrence,
        relative=due.relative,
        request=owned.request,
        monitor=monitor(task, tree, issuer),
        silence_days=due.silence_days,
    )


def _implemented(draft: Draft) -> str | None:
    """The documents that this one carries out, in words: "Kế hoạch số 176/KH-UBND"."""
    cited = [
        f"{one.doc_type} số {one.symbol}" if one.doc_type else one.symbol
        for one in draft.document.references
        if one.role is ReferenceRole.IMPLEMENTS
    ]
    return "; ".join(cited) or None
