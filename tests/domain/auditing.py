"""What the audit says of a ledger that a desk wrote."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from thac.domain.audit import Case, Terms, examine
from thac.domain.chains import StoredEvent
from thac.domain.findings import Finding
from thac.domain.ledger import Entry, decode
from thac.domain.patience import Patience, Tolerances
from thac.domain.views import assignment_id

LENIENT = Tolerances(fire=timedelta(days=4_000), hear=timedelta(days=4_000), calendars=timedelta(days=4_000))
"""Lets pass whatever a worker that was away did late; everything else is exact."""


def stored(entry: Entry) -> StoredEvent:
    """The row of the table of events."""
    recorded = decode(entry.body)
    _, directive, agency = recorded.docket.rsplit("/", 2)
    key = getattr(recorded.event, "assignment", None)
    named = None if key is None else assignment_id(directive, agency, key)
    return StoredEvent(entry, recorded.event.kind, named, recorded.at)


def findings(entries: Sequence[Entry], now: datetime, tolerances: Tolerances = LENIENT) -> tuple[Finding, ...]:
    """Everything that is wrong with the ledger of one docket, seen from that moment."""
    last = {recorded.key: recorded.seq for recorded in (decode(entry.body) for entry in entries) if recorded.key}
    case = Case(entries[0].docket, [stored(entry) for entry in entries], answers=tuple(last.items()))
    terms = Terms(now, tolerances, Patience((), now, tolerances), lambda docket, fired, version: ())
    return examine(case, terms).findings
