"""What an audit reads: the whole store in one snapshot, docket by docket, held against what its ledgers call for.

Two things cannot be found from inside the store. Somebody who can write to it and knows its rules can take back the
last events of a docket with everything that points to them, or add events that the docket could have decided, and
compute all hashes anew. Only what lies outside tells: the heads of running dockets, or of a backup kept elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.audit import Case, Examined, Terms, examine
from thac.domain.audit_actors import check_actors
from thac.domain.audit_plans import check_plan
from thac.domain.calendar_checks import Calendars
from thac.domain.chains import StoredEvent, Witness
from thac.domain.courses import FIRST_OWN
from thac.domain.docket import Docket
from thac.domain.findings import AuditReport, Code, Finding, finding
from thac.domain.kinship import Relation, check_kinship, relation
from thac.domain.ledger import Entry
from thac.domain.patience import Patience, Tolerances
from thac.domain.rungs import Ladder
from thac.domain.views import docket_view
from thac.store import calendars, directives, ladders, services
from thac.store import tables as t
from thac.store.audit_readers import Readers, Trees
from thac.store.checks import CHECKS
from thac.store.portions import Check
from thac.store.read_model import Difference, Rows, differences, directive_differences, directive_values, left_over
from thac.store.stored import ByDocket, ReadModelByDocket, docket_ids, snapshot

STANDARD = Tolerances()


def audit(  # noqa: PLR0913 - what is known outside, what is let pass, what is looked at
    engine: sa.Engine,
    now: datetime,
    running: Mapping[str, int] | None = None,
    *,
    anchors: Mapping[str, tuple[int, str]] | None = None,
    tolerances: Tolerances = STANDARD,
    checks: Sequence[Check] = CHECKS,
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
    checks
        What is looked at beside the ledgers.
    """
    with snapshot(engine) as connection:
        outside = witnesses("the running docket", {docket: (head, None) for docket, head in (running or {}).items()})
        for docket, known in witnesses("the backup", anchors or {}).items():
            outside.setdefault(docket, []).extend(known)
        return audited(Examiner(connection, now, outside, tolerances), checks)


def witnesses(name: str, heads: Mapping[str, tuple[int, str | None]]) -> dict[str, list[Witness]]:
    """Who knows those heads, by docket."""
    return {docket: [Witness(name, head, known)] for docket, (head, known) in heads.items()}


def audited(examiner: "Examiner", checks: Sequence[Check], elsewhere: frozenset[str] = frozenset()) -> AuditReport:
    """Everything that is not as it must be in one snapshot.

    ``elsewhere`` are dockets that are known to be and whose ledgers are not here.
    """
    findings: list[Finding] = []
    relations: dict[str, Relation] = {}
    broken = set(elsewhere)
    dockets = events = alerts = 0
    for gone in examiner.gone_through():
        dockets += 1
        events += len(gone.examined.case.events)
        alerts += len(gone.examined.case.alerts)
        findings += gone.findings
        kept = relation(gone.examined)
        if kept is not None:
            relations[kept.docket] = kept
        elif gone.findings:
            broken.add(gone.examined.case.docket)
    findings += check_kinship(relations, frozenset(broken), examiner.terms)
    for check in checks:
        findings += check.everything(examiner.connection, examiner.terms)
    found = tuple(sorted(findings, key=lambda one: (one.docket, one.seq or 0, one.code)))
    return AuditReport(examiner.terms.now, found, dockets, events, alerts)


@dataclass(frozen=True, slots=True)
class Gone:
    """A docket that was gone through, with everything that is wrong in it."""

    examined: Examined
    findings: tuple[Finding, ...]


class Examiner:
    """Goes through dockets as one snapshot holds them.

    Parameters
    ----------
    connection
        A transaction that sees one state.
    now
        The moment it is judged from.
    outside
        Who knows of events of which docket.
    tolerances
        What is let pass.
    trees
        The directory at its versions, where another examiner read them before.
    read_model
        Whether the tables made from the ledgers are there to be compared.
    published
        Whether the ladders that were published are there.
    """

    def __init__(  # noqa: PLR0913 - a snapshot, a moment, and what is known of it already
        self,
        connection: sa.Connection,
        now: datetime,
        outside: Mapping[str, Sequence[Witness]],
        tolerances: Tolerances = STANDARD,
        *,
        trees: Trees | None = None,
        read_model: bool = True,
        published: bool = True,
    ) -> None:
        self.connection = connection
        self._published = published
        self._ladders: dict[int, Ladder | None] = {}
        self._outside = outside
        self._read_model = read_model
        patience = Patience(services.spans(connection, "worker"), now, tolerances)
        self._readers = Readers(connection, patience, tolerances, trees or Trees())
        known = Calendars(calendars.load(connection), self._readers.tiers)
        self.terms = Terms(now, tolerances, patience, self._readers.rows, known, self._readers.held)

    def gone_through(self, only: Sequence[str] | None = None) -> Iterator[Gone]:
        """Every docket that anybody knows of, or those: each with what is wrong in it."""
        for case, stored in self._cases(only):
            examined = examine(case, self.terms)
            yield Gone(examined, (*examined.findings, *self._beside(examined, stored)))

    def _cases(self, only: Sequence[str] | None) -> Iterator[tuple[Case, Rows]]:
        connection = self.connection
        events = ByDocket(connection, t.events.c.docket, *t.events.columns, only=only)
        alerts = ByDocket(connection, t.alerts.c.docket, *t.alerts.columns, only=only)
        answers = ByDocket(connection, t.answers.c.docket, t.answers.c.key, t.answers.c.seq, only=only)
        read_model = ReadModelByDocket(connection, only)
        for docket in self._known(read_model.dockets) if only is None else sorted(set(only)):
            rows = read_model.take(docket)
            stored = [
                StoredEvent(
                    Entry(row["docket"], row["seq"], row["body"], row["hash"]),
                    row["kind"],
                    row["assignment"],
                    row["at"],
                )
                for row in events.take(docket)
            ]
            answered = [(str(row["key"]), int(row["seq"])) for row in answers.take(docket)]
            fired = alerts.take(docket)
            line = next(iter(rows[t.dockets.name]), None)
            yield Case(docket, stored, fired, answered, line, self._outside.get(docket, ())), rows

    def _known(self, read_model: Sequence[sa.Column[str]]) -> list[str]:
        named = docket_ids(self.connection, t.events.c.docket, t.alerts.c.docket, t.answers.c.docket, *read_model)
        return sorted({*named, *self._outside})

    def _beside(self, examined: Examined, stored: Rows) -> Iterator[Finding]:
        """What is wrong with the tables beside the ledger, and with the directory and the directive behind it."""
        docket = examined.docket
        if docket is not None:
            if self._read_model:
                yield from _differ(differences(docket, examined.recorded, stored), docket.id)
            yield from self._directive(examined)
            yield from self._ladder(docket)
            yield from check_actors(docket.id, examined.recorded, self._readers.stood)
        elif not examined.findings:
            yield from _differ(left_over(stored), examined.case.docket)

    def _ladder(self, docket: Docket) -> Iterator[Finding]:
        """Where a docket was opened with a published ladder and keeps other steps than that has."""
        plan = docket.plan
        if plan is None or plan.ladder < FIRST_OWN or not self._published:
            return
        if plan.ladder not in self._ladders:
            try:
                self._ladders[plan.ladder] = ladders.load_own(self.connection, plan.ladder)
            except (LookupError, ValueError):
                self._ladders[plan.ladder] = None
        own = self._ladders[plan.ladder]
        if own is None or own.steps(plan.urgency) != plan.steps:
            yield finding(Code.LADDER_DIFFERS, docket.id, seq=1, version=plan.ladder)

    def _directive(self, examined: Examined) -> Iterator[Finding]:
        """Where the row of a directive does not say what its root docket wrote, or orders other tasks."""
        docket = examined.docket
        if docket is None or docket.plan is None or docket.plan.parent is not None:
            return
        view = docket_view(docket)
        here = sa.select(t.directives).where(t.directives.c.id == view.directive)
        row = self.connection.execute(here).mappings().first()
        if values := directive_values(view, examined.recorded):
            stored = None if row is None else dict(row)
            yield from _differ(directive_differences(view.directive, values, stored), "")
        if row is not None and _readable(row["body"]):
            yield from check_plan(docket.id, examined.recorded, directives.load(self.connection, view.directive))


def _readable(body: str) -> bool:
    """Whether a directive was written at all; some stores of old have an empty one."""
    return body not in {"", "{}"}


def _differ(found: Iterator[Difference], docket: str) -> Iterator[Finding]:
    for one in found:
        yield finding(
            Code.READ_MODEL_DIFFERS,
            docket,
            table=one.table,
            row=one.row,
            column=one.column,
            found=one.found,
            expected=one.expected,
        )
