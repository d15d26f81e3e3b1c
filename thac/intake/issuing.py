"""Who issues a draft and since when, as far as the draft itself says it."""

import calendar
from datetime import date

from thac.directory.names import Resolved
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.document import PartialDate
from thac.intake.draft import Draft


def issuer_of(draft: Draft, tree: AgencyTree | None) -> AgencyId | None:
    """The agency of the directory that issues the draft; None where it is not known which."""
    meaning = None if draft.issuer is None else draft.issuer.meaning
    if tree is None or not isinstance(meaning, Resolved) or meaning.agency not in tree:
        return None
    return meaning.agency


def earliest_issue(printed: PartialDate, today: date | None = None) -> date | None:
    """The first day on which the document can have been issued.

    Where the day is blank it is the first of the month printed, or today if that month still runs; where nothing is
    printed it is today.
    """
    if printed.value is not None:
        return printed.value
    if printed.year is None:
        return today
    first = date(printed.year, printed.month or 1, 1)
    last = date(printed.year, printed.month or 12, calendar.monthrange(printed.year, printed.month or 12)[1])
    return today if today is not None and first <= today <= last else first
