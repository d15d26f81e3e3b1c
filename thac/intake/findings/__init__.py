"""What a clerk should see before a draft is launched: one question in each module, all answers by their lines."""

from datetime import date

from thac.domain.agencies import AgencyTree
from thac.domain.directives import Directive
from thac.intake.draft import Draft, Finding, Severity
from thac.intake.finding_codes import Code
from thac.intake.findings.above import against_parent
from thac.intake.findings.citations import citations
from thac.intake.findings.deadlines import deadlines
from thac.intake.findings.letterhead import letterhead
from thac.intake.findings.ownership import ownership
from thac.intake.findings.pictures import pictures
from thac.intake.findings.repetition import repetition
from thac.intake.findings.telling import finding
from thac.intake.findings.unsure import unsure
from thac.intake.issuing import earliest_issue, issuer_of

__all__ = ["find"]


def find(
    draft: Draft,
    tree: AgencyTree | None,
    parent: Draft | Directive | None = None,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Everything there is to say about a draft; findings that it carries already are not looked at.

    Parameters
    ----------
    draft
        The draft as it was read, or as a clerk corrected it.
    tree
        The directory; without one nothing is said about who exists and who may be given work.
    parent
        The document that this one carries out, where it is at hand.
    today
        The day on which somebody looks; without it nothing is called past.

    Returns
    -------
    tuple of Finding
        By line, those of the whole document first; a draft with a violation cannot be launched.
    """
    issuer = issuer_of(draft, tree)
    issued = earliest_issue(draft.document.header.date, today)
    found: list[Finding] = []
    if not any(task.tracked for task in draft.tasks):
        found.append(finding(Code.NO_TASK))
    found += pictures(draft.document.transcript)
    found += letterhead(draft, tree, issuer)
    found += citations(draft, tree, issuer)
    found += ownership(draft, tree, issuer)
    found += deadlines(draft, tree, issuer, issued, today)
    found += repetition(draft)
    found += unsure(draft)
    if parent is not None:
        found += against_parent(draft, parent, tree, issuer)
    return tuple(sorted(found, key=_order))


_SEVERITIES = list(Severity)


def _order(one: Finding) -> tuple[int, int, int, str, str]:
    return (one.line or 0, one.task or 0, _SEVERITIES.index(one.severity), one.code, one.evidence)
