"""What an audit reads: the whole store in one snapshot, docket by docket, held against what its ledgers call for.

Two things cannot be found from inside the store. Somebody who can write to it and knows its rules can take back the
last events of a docket with everything that points to them, or add events that the docket could have decided, and
compute all hashes anew. Only what lies outside tells: the heads of running dockets, or of a backup kept elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyTree
from thac.domain.alerting import Fired, Row
from thac.domain.audit import Case, Examined, Terms, examine
from thac.domain.chains import StoredEvent, Witness
from thac.domain.docket import Docket, docket_id
from thac.domain.findings import AuditReport, Code, Finding, finding
from thac.domain.kinship import Relation, check_kinship, check_launched, relation
from thac.domain.ledger import Entry
from thac.domain.patience import Patience, Tolerances
from thac.domain.views import DocketView, docket_view
from thac.store import directory, services
from thac.store import tables as t
from thac.store.access import digest
from thac.store.alerts import alert_rows
from thac.store.read_model import Difference, differences, left_over
from thac.store.stored import ByDocket, docket_ids, snapshot

STANDARD = Tolerances()


def audit(
    engine: sa.Engine,
    now: datetime,
    running: Mapping[str, int] | None = None,
    *,
    anchors: Mapping[str, tuple[int, str]] | None = None,
    tolerances: Tolerances = STANDARD,
) -> AuditReport:
    """Recompute from ledgers, ladders, calendars and directory what must be so, and name what is not.

    Parameters
    ----------
    engine
        The engine that reads; the store may be in use.
    now
        The moment it is judged from.
    running
        The head of each running docket, asked for *before* this is called: a docket may know less than the store and
        never more.
    anchors
        Number and hash of an event of each docket as somebody outside the store knows them, such as
        :func:`thac.store.backup.heads` of an earlier backup.
    tolerances
        What is let pass.
    """
    with snapshot(engine) as connection:
        outside: dict[str, list[Witness]] = {}
        for docket, head in (running or {}).items():
            outside.setdefault(docket, []).append(Witness("the running docket", head))
        for docket, (head, known) in (anchors or {}).items():
            outside.setdefault(docket, []).append(Witness("the backup", head, known))
        return _Audit(connection, now, outside, tolerances).run()


@dataclass(slots=True)
class _Tally:
    findings: list[Finding] = field(default_factory=list)
    dockets: int = 0
    events: int = 0
    alerts: int = 0


class _Audit:
    """One audit of one snapshot."""

    def __init__(
        self, connection: sa.Connection, now: datetime, outside: Mapping[str, Sequence[Witness]], tolerances: Tolerances
    ) -> None:
        self._connection = connection
        self._outside = outside
        patience = Patience(services.spans(connection, "worker"), now, tolerances)
        self._terms = Terms(now, tolerances, patience, _Readers(connection).rows)
        self._tally = _Tally()

    def run(self) -> AuditReport:
        tally = self._tally
        relations: dict[str, Relation] = {}
        broken: set[str] = set()
        for case, assignments in _cases(self._connection, self._outside):
            tally.dockets += 1
            tally.events += len(case.events)
            tally.alerts += len(case.alerts)
            examined = examine(case, self._terms)
            tally.findings += examined.findings
            tally.findings += _read_model(examined, assignments)
            kept = relation(examined)
            if kept is not None:
                relations[case.docket] = kept
            elif examined.findings:
                broken.add(case.docket)
        tally.findings += check_kinship(relations, frozenset(broken), self._terms)
        tally.findings += check_launched(_launched(self._connection), frozenset({*relations, *broken}), self._terms)
        tally.findings += _alarms(self._connection)
        tally.findings += _texts(self._connection)
        found = tuple(sorted(tally.findings, key=lambda one: (one.docket, one.seq or 0, one.code)))
        return AuditReport(self._terms.now, found, tally.dockets, tally.events, tally.alerts)


def _cases(
    connection: sa.Connection, outside: Mapping[str, Sequence[Witness]]
) -> Iterator[tuple[Case, list[dict[str, Any]]]]:
    """Every docket that anybody knows of, with its assignments in the read model."""
    events = ByDocket(connection, t.events.c.docket, *t.events.columns)
    alerts = ByDocket(connection, t.alerts.c.docket, *t.alerts.columns)
    answers = ByDocket(connection, t.answers.c.docket, t.answers.c.key, t.answers.c.seq)
    lines = ByDocket(connection, t.dockets.c.id, *t.dockets.columns)
    rows = ByDocket(connection, t.assignments.c.docket, *t.assignments.columns)
    named = (t.events.c.docket, t.alerts.c.docket, t.answers.c.docket, t.dockets.c.id, t.assignments.c.docket)
    for docket in sorted({*docket_ids(connection, *named), *outside}):
        line = next(iter(lines.take(docket)), None)
        stored = [
            StoredEvent(
                Entry(row["docket"], row["seq"], row["body"], row["hash"]), row["kind"], row["assignment"], row["at"]
            )
            for row in events.take(docket)
        ]
        answered = [(str(row["key"]), int(row["seq"])) for row in answers.take(docket)]
        fired = alerts.take(docket)
        case = Case(docket, stored, fired, answered, line, outside.get(docket, ()))
        yield case, rows.take(docket)


def _read_model(examined: Examined, assignments: list[dict[str, Any]]) -> Iterator[Finding]:
    """Where the read model differs; a ledger that does not hold says nothing about it."""
    docket = examined.docket
    line = None if examined.case.view is None else dict(examined.case.view)
    found: Iterator[Difference]
    if docket is not None:
        found = differences(docket, line, assignments)
    elif not examined.findings:
        found = left_over(examined.case.docket, line, assignments)
    else:
        return
    for one in found:
        yield finding(
            Code.READ_MODEL_DIFFERS,
            examined.case.docket,
            table=one.table,
            row=one.row,
            column=one.column,
            found=one.found,
            expected=one.expected,
        )


def _launched(connection: sa.Connection) -> dict[str, datetime]:
    found = connection.execute(
        sa.select(t.directives.c.id, t.directives.c.issuer, t.directives.c.launched_at).where(
            t.directives.c.launched_at.is_not(None)
        )
    )
    return {docket_id(row.id, row.issuer): row.launched_at for row in found}


def _alarms(connection: sa.Connection) -> Iterator[Finding]:
    for row in connection.execute(sa.select(t.alarms).order_by(t.alarms.c.docket)):
        yield finding(Code.DOCKET_STOPPED, row.docket, since=row.at, reason=row.reason)


def _texts(connection: sa.Connection) -> Iterator[Finding]:
    for row in connection.execution_options(yield_per=500).execute(sa.select(t.texts.c.digest, t.texts.c.text)):
        if digest(row.text) != row.digest:
            yield finding(Code.TEXT_ALTERED, "", digest=row.digest)


class _Readers:
    """Who reads which alert, by the directory as it was."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._present = directory.load(connection)
        self._trees = {self._present.version: self._present}
        self._journal = connection.execute(
            sa.select(t.directory_journal.c.version, t.directory_journal.c.at).order_by(t.directory_journal.c.version)
        ).all()
        self._view: DocketView | None = None

    def rows(self, docket: Docket, fired: Fired, version: int | None) -> list[Row]:
        """The alert rows of a step, as the flush made them."""
        if version is None or not 0 <= version <= self._present.version:
            version = max((row.version for row in self._journal if row.at <= fired.recorded.at), default=0)
        if self._view is None or self._view.id != docket.id:
            self._view = docket_view(docket)
        leads = {fired.event.assignment: fired.lead}
        return list(alert_rows(self._view, [fired.recorded], leads, self._tree(version)))

    def _tree(self, version: int) -> AgencyTree:
        if version not in self._trees:
            self._trees[version] = directory.posts_at(self._connection, self._present, version)
        return self._trees[version]
