"""What is blank at the top of a document, and whether its issuer is known."""

from collections.abc import Iterator

from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.draft import Draft, Finding
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding


def letterhead(draft: Draft, tree: AgencyTree | None, issuer: AgencyId | None) -> Iterator[Finding]:
    """Blank number and subject are normal in a draft and only said.

    The date is blank in a draft as well, but has to be there before the launch; an unknown issuer is a warning.
    """
    header = draft.document.header
    lines = header.lines
    if header.number is None:
        yield finding(Code.NUMBER_BLANK, line=lines.get("number", lines.get("symbol")), evidence=header.symbol or "")
    if header.date.value is None:
        yield finding(Code.DATE_BLANK, line=lines.get("date"))
    if not header.subject:
        yield finding(Code.SUBJECT_BLANK, line=lines.get("doc_type"))
    if tree is not None and issuer is None:
        printed = draft.issuer.printed if draft.issuer is not None else header.issuing_body
        named = f" (“{printed}”)" if printed else ""
        yield finding(Code.ISSUER_UNKNOWN, line=lines.get("issuing_body"), evidence=printed or "", name=named)
