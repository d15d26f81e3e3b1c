"""A draft as it stands today: what was read, in its place what was corrected, and what is to be said of both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from api.upward import Attachment, Upward, attachment, undecided, upward
from thac.directory.names import Resolved, resolve
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.corrections import Corrections, corrected
from thac.intake.document import Item
from thac.intake.draft import Draft, DraftTask, Finding, NamedBody, Severity
from thac.intake.finding_codes import Code
from thac.intake.findings import find
from thac.intake.findings.telling import finding
from thac.intake.meaning.issuer import issuer_of as issuing
from thac.intake.record import corrections_of, corrections_text, draft_of, transcript_of
from thac.intake.transcript import Line
from thac.store.documents import Kept, Version


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft as it stands, its findings in it, with what was read and what was put in its place."""

    draft: Draft
    read: Draft
    corrections: Corrections
    above: tuple[Upward, ...] = ()
    attachment: Attachment | None = None

    @property
    def violations(self) -> tuple[Finding, ...]:
        """What forbids the launch, whatever its date."""
        return tuple(one for one in self.draft.findings if one.severity is Severity.VIOLATION)

    @property
    def launchable(self) -> bool:
        """Whether no violation stands and the day of issue is known."""
        return not self.violations and self.draft.document.header.date.value is not None


@dataclass(frozen=True, slots=True)
class View:
    """From where a draft is looked at: whose it is, with which directory, on which day."""

    agency: AgencyId
    tree: AgencyTree
    today: date


def standing_of(connection: sa.Connection, kept: Kept, view: View) -> Standing:
    """The draft at the version that was fetched."""
    read = draft_of(kept.read.reading, transcript_of(kept.read.lines))
    return standing(connection, read, corrections_of(kept.version.corrections), view)


def standing(connection: sa.Connection, read: Draft, corrections: Corrections, view: View) -> Standing:
    """The draft with those corrections."""
    draft = ours(corrected(read, corrections, view.tree, view.agency), view)
    above = upward(connection, draft, view.agency, view.tree)
    parent = next((one.directive for one in above if corrections.parent in {None, one.directive.id}), None)
    found = (
        *_issued_elsewhere(draft, view),
        *undecided(above, corrections),
        *find(draft, view.tree, None if corrections.independent else parent, view.today),
    )
    return Standing(
        replace(draft, findings=found), read, corrections, above, attachment(draft, corrections, view.agency)
    )


def ours(draft: Draft, view: View) -> Draft:
    """The draft as issued by the agency that uploaded it, which is the one that launches it."""
    if draft.issuer is not None and draft.issuer.meaning == Resolved(view.agency):
        return draft
    printed = draft.document.header.issuing_body or ""
    line = draft.document.header.lines.get("issuing_body", 1)
    return replace(draft, issuer=NamedBody(view.tree[view.agency].name, printed, line, Resolved(view.agency)))


def version_of(standing: Standing, by: Actor, at: datetime) -> Version:
    """The version that keeps the corrections, with what a list shows."""
    header = standing.draft.document.header
    severities = [one.severity for one in standing.draft.findings]
    return Version(
        corrections_text(standing.corrections),
        header.doc_type,
        header.number,
        header.symbol,
        header.subject,
        sum(task.tracked for task in standing.draft.tasks),
        severities.count(Severity.VIOLATION),
        severities.count(Severity.WARNING) + severities.count(Severity.CONFLICT),
        by,
        at,
    )


def passage(draft: Draft, task: DraftTask) -> tuple[Line, ...]:
    """The lines of the document in which the task stands, in its own spelling."""
    document = draft.document
    covered: frozenset[int] = frozenset({task.line})
    for item in _items((*document.body, *document.appendices, *document.preamble, *document.closing)):
        if task.line in item.lines and _same_item(item, task):
            covered |= frozenset(item.lines)
            break
    return tuple(line for line in document.transcript.lines if line.number in covered)


def _same_item(item: Item, task: DraftTask) -> bool:
    return item.path == task.path or item.line == task.line


def _items(tops: Iterable[Item]) -> Iterator[Item]:
    for top in tops:
        yield from top.walk()


def _issued_elsewhere(draft: Draft, view: View) -> tuple[Finding, ...]:
    """A violation where the letterhead names another agency than the one that would launch it.

    A notice that an office prints for its chairman is launched by either of the two.
    """
    printed, found = draft.document.header.issuing_body, issuing(draft.document)
    if printed is None or found is None:
        return ()
    meanings = [resolve(name, view.tree, view.agency) for name in (found.name, " ".join(printed.split()))]
    agencies = [meaning.agency for meaning in meanings if isinstance(meaning, Resolved)]
    if not agencies or view.agency in agencies:
        return ()
    other, own = view.tree[agencies[0]].name, view.tree[view.agency].name
    line = draft.document.header.lines.get("issuing_body")
    return (finding(Code.ISSUED_ELSEWHERE, line=line, evidence=printed, other=other, own=own),)
