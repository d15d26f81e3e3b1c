"""Which running directive a draft implements, and what launching it would attach to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from thac.directory import spelling
from thac.directory.names import Resolved, resolve
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directives import Directive, Task
from thac.domain.docket import docket_id
from thac.domain.numbering import cited
from thac.intake.corrections import Corrections
from thac.intake.document import Reference, ReferenceRole
from thac.intake.draft import Draft, Finding
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding
from thac.intake.likeness import copied, wording
from thac.store import directives, own_plans
from thac.store import tables as t
from thac.store.directives import DirectiveState

_SYMBOL: Final = re.compile(r"\s*(\d+)\s*[/-]\s*(\S.*?)\s*$")
_LIKE: Final = 0.4
"""From this share of common runs of words on two tasks are shown as saying the same."""


@dataclass(frozen=True, slots=True)
class Upward:
    """A running directive that the document implements, and the agency's open work on it with the deadlines.

    ``attachable``: the agency keeps an open docket on it. ``like`` names by task of the draft the open tasks that say
    nearly the same; it is shown and decides nothing.
    """

    directive: Directive
    attachable: bool
    work: Mapping[int, datetime | None]
    like: Mapping[int, tuple[int, ...]]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of it that the agency has open."""
        return tuple(task for task in self.directive.tasks if task.number in self.work)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What launching attaches to: the docket above, and by task of the draft the tasks above that it does."""

    parent: str
    docket: str
    implements: Mapping[int, tuple[int, ...]]


def upward(connection: sa.Connection, draft: Draft, agency: AgencyId, tree: AgencyTree) -> tuple[Upward, ...]:
    """The running directives that the draft says it implements and on which the agency has work or keeps a docket."""
    above = [one for one in draft.document.references if one.role is ReferenceRole.IMPLEMENTS]
    found: dict[str, Upward] = {}
    for reference in above:
        for candidate in _numbered(connection, reference.symbol):
            if candidate.id not in found and _meant(reference, candidate, agency, tree):
                one = _upward(connection, draft, candidate, agency)
                if one.work or one.attachable:
                    found[candidate.id] = one
    return tuple(found.values())


def attachment(draft: Draft, corrections: Corrections, agency: AgencyId) -> Attachment | None:
    """What launching attaches to, by the clerk's word; None where he gave none."""
    if corrections.parent is None:
        return None
    numbers = [task.number for task in draft.tasks if task.tracked]
    done = {number: implemented for number in numbers if (implemented := corrections.of(number).implements)}
    return Attachment(corrections.parent, docket_id(corrections.parent, agency), done)


def undecided(above: tuple[Upward, ...], corrections: Corrections) -> tuple[Finding, ...]:
    """For each running directive above, as long as the clerk has not said whether the draft is the own plan for it."""
    if corrections.independent or corrections.parent is not None:
        return ()
    return tuple(_undecided(one) for one in above)


def _undecided(one: Upward) -> Finding:
    above = one.directive
    name = above.doc_type if above.number is None else f"{above.doc_type} số {cited(above.number, above.symbol)}"
    tasks = ", ".join(map(str, sorted(one.work))) or "—"
    return finding(Code.IMPLEMENTS_RUNNING, suggestions=(above.id,), name=name, id=above.id, tasks=tasks)


def _numbered(connection: sa.Connection, symbol: str) -> Iterator[Directive]:
    """The running directives of that number and symbol, however they are spelt."""
    parts = _SYMBOL.match(symbol)
    if parts is None:
        return
    here = t.directives.c
    numbered = sa.func.ltrim(here.number, "0") == parts[1].lstrip("0")
    rows = connection.execute(
        sa.select(here.id, here.symbol)
        .where(here.state == DirectiveState.RUNNING.value, here.number.is_not(None), numbered)
        .order_by(here.launched_at, here.id)
    ).all()
    for row in rows:
        if spelling.key(row.symbol or "") == spelling.key(parts[2]):
            yield directives.load(connection, row.id)


def _meant(reference: Reference, candidate: Directive, agency: AgencyId, tree: AgencyTree) -> bool:
    """Whether the year and the issuer, where they are printed, speak for it."""
    if reference.date is not None and reference.date.year != candidate.issued_on.year:
        return False
    if reference.issuer is None:
        return True
    meaning = resolve(reference.issuer, tree, agency)
    return not isinstance(meaning, Resolved) or meaning.agency == candidate.issuer


def _upward(connection: sa.Connection, draft: Draft, candidate: Directive, agency: AgencyId) -> Upward:
    work = own_plans.work(connection, agency, candidate.id)
    here = t.dockets.c
    open_docket = sa.select(here.id).where(
        here.id == docket_id(candidate.id, agency), here.parent.is_not(None), here.closed_at.is_(None)
    )
    attachable = connection.execute(open_docket).first() is not None
    return Upward(candidate, attachable, work, _like(draft, candidate, frozenset(work)))


def _like(draft: Draft, candidate: Directive, work: frozenset[int]) -> dict[int, tuple[int, ...]]:
    above = {task.number: wording(task.text) for task in candidate.tasks if task.number in work}
    like: dict[int, tuple[int, ...]] = {}
    for task in draft.tasks:
        own = wording(task.text)
        same = tuple(number for number, other in above.items() if copied(own, other) >= _LIKE)
        if task.tracked and same:
            like[task.number] = same
    return like
