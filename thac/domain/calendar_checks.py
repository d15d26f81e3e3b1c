"""Does a docket count by the calendar that was recorded for its agency? What its ledger says against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.almanac import Almanac, Edition, Scope
from thac.domain.calendar import civil_day

AHEAD: Final = timedelta(days=365)
"""So far ahead of its day a corrected calendar reaches at least; what is sent reaches 450 days ahead."""


@dataclass(frozen=True, slots=True)
class Calendars:
    """What was recorded, and whose word counts for an agency at a moment (None: now)."""

    almanac: Almanac
    tiers: Callable[[AgencyId, datetime | None], tuple[Scope, ...]]

    def edition(self, agency: AgencyId) -> Edition | None:
        """The edition that holds for an agency now."""
        return self.almanac.edition(self.tiers(agency, None))


def against(calendars: Calendars, agency: AgencyId, recorded: ev.Recorded, event: ev.CalendarChanged) -> Iterator[str]:
    """What speaks against a corrected calendar in the ledger of an agency."""
    number, day = event.calendar.version, civil_day(recorded.at)
    tiers = calendars.tiers(agency, recorded.at)
    then = calendars.almanac.upto(number)
    edition = then.edition(tiers)
    if edition is None or edition.number != number:
        yield f"no edition {number} of the calendars concerns {agency}"
        return
    if then.calendar(tiers, event.first, event.last) != event.calendar:
        yield f"edition {number} has other days or hours for {agency}"
    if recorded.received_at != min(edition.at, recorded.at):
        yield f"edition {number} was recorded at {edition.at.isoformat()}"
    if event.first > day or event.last < day + AHEAD:
        yield "it does not reach over the days that are needed"
