"""What must be so in a store: each ledger gone through again, event by event, against rules, calendar and ladder.

The ledger is taken event by event. A command is decided anew; a step must be the one its assignment called for; a step
that came due before a command took effect must stand before it. :mod:`thac.domain.turns` decides in the order of
effect and not of arrival, so all of this is exact however long a worker was away; only lateness knows tolerance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from thac.domain import events as ev
from thac.domain.alerting import Fired, Row, check_alerts
from thac.domain.assignments import Assignment
from thac.domain.chains import Chain, StoredEvent, Witness, verify
from thac.domain.docket import Docket
from thac.domain.findings import Code, Finding, finding
from thac.domain.ladders import Moment, next_moment
from thac.domain.patience import Patience, Tolerances
from thac.domain.redeciding import Redecider

Resolve: TypeAlias = Callable[[Docket, Fired, int | None], Sequence[Row]]
"""The alert rows a fired step makes at that version of the directory; None: the version of its own time."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what an audit judges: the moment it looks from, what it lets pass, and who reads which alert."""

    now: datetime
    tolerances: Tolerances
    patience: Patience
    resolve: Resolve


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the store holds of one docket; ``view`` is its row of the read model, ``answers`` are (key, event)."""

    docket: str
    events: Sequence[StoredEvent]
    alerts: Sequence[Row] = ()
    answers: Sequence[tuple[str, int]] = ()
    view: Row | None = None
    outside: Sequence[Witness] = ()
    """Who knows of its head outside the store: the running docket, a backup."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one docket: the findings, and the docket its ledger adds up to, None where it does not hold."""

    case: Case
    findings: tuple[Finding, ...]
    docket: Docket | None
    recorded: tuple[ev.Recorded, ...]


def examine(case: Case, terms: Terms) -> Examined:
    """Go through one docket. What follows a break in its chain cannot be judged and is not."""
    chain = verify(case.docket, case.events, _head(case), _witnesses(case))
    if chain.findings or not case.events:
        return Examined(case, chain.findings, None, tuple(recorded for _, recorded in chain.sound))
    passage = _Passage(case, terms)
    folded = passage.go(chain)
    recorded = tuple(recorded for _, recorded in chain.sound)
    if folded:
        passage.findings += check_alerts(passage.docket, passage.fired, case.alerts, terms.resolve)
        passage.findings += _check_answers(case, recorded, terms.now - terms.tolerances.answers)
    return Examined(case, tuple(passage.findings), passage.docket if folded else None, recorded)


def _head(case: Case) -> Witness | None:
    return None if case.view is None else Witness("the docket's own row", case.view["head"], case.view["hash"])


def _witnesses(case: Case) -> list[Witness]:
    seen = [Witness(f"alert {row['key']}", row["seq"]) for row in case.alerts]
    return [*seen, *(Witness(f"the answer to {key}", seq) for key, seq in case.answers), *case.outside]


def _check_answers(case: Case, recorded: Sequence[ev.Recorded], since: datetime) -> list[Finding]:
    """Each answer rests on an event of its request, and each request carried out lately has its answer."""
    unfounded = [
        finding(Code.ANSWER_UNFOUNDED, case.docket, seq=seq, key=key)
        for key, seq in case.answers
        if recorded[seq - 1].key != key
    ]
    answered = {key for key, _ in case.answers}
    last = {one.key: one for one in recorded if one.key is not None and one.key not in answered and one.at > since}
    return unfounded + [finding(Code.ANSWER_MISSING, case.docket, seq=one.seq, key=key) for key, one in last.items()]


class _Passage:
    """One way through a ledger, from its opening to now."""

    def __init__(self, case: Case, terms: Terms) -> None:
        self.docket = Docket(case.docket)
        self.findings: list[Finding] = []
        self.fired: list[Fired] = []
        self._terms = terms
        self._redecider = Redecider(self.docket)
        self._known_at: dict[str, datetime] = {}
        self._steps: set[tuple[object, ...]] = set()
        self._reported: set[tuple[object, ...]] = set()
        self._at: datetime | None = None

    def go(self, chain: Chain) -> bool:
        """Whether every event could be folded in."""
        for entry, recorded in chain.sound:
            try:
                self._take(recorded, entry.hash)
            except (LookupError, TypeError, ValueError) as error:
                what = f"it cannot be folded in ({error})"
                self._find(Code.NOT_DECIDED, seq=recorded.seq, event=recorded.event.kind, what=what)
                return False
        if owed := self._redecider.owed():
            witness = f"the event before {owed[0].kind}"
            self._find(Code.TAIL_CUT, seq=self.docket.head, witness=witness, head=self.docket.head + len(owed))
        self._due_and_not_fired()
        return True

    def _take(self, recorded: ev.Recorded, digest: str) -> None:
        event = recorded.event
        self._check_times(recorded)
        if self.docket.plan is not None:
            self._check_passed(recorded)
        self.findings += self._redecider.check(recorded)
        if isinstance(event, ev.StepFired) and not self._check_step(recorded, event):
            self.docket.head, self.docket.hash = recorded.seq, digest
        else:
            self.docket.apply(recorded, digest)
        self._redecider.applied(event)
        self._learn(recorded)

    def _learn(self, recorded: ev.Recorded) -> None:
        event = recorded.event
        if isinstance(event, ev.Allocated):
            for allocation in event.allocations:
                self._known_at.update({f"{allocation.task}:{lead}": recorded.at for lead in allocation.leads})
        elif not isinstance(event, ev.StepFired) and (key := getattr(event, "assignment", None)) is not None:
            self._known_at[key] = recorded.at

    def _check_times(self, recorded: ev.Recorded) -> None:
        tolerances, received = self._terms.tolerances, recorded.received_at
        if self._at is not None and recorded.at < self._at - tolerances.fire:
            other = f"the event before it ({self._at.isoformat()})"
            self._find(Code.OUT_OF_ORDER, seq=recorded.seq, at=recorded.at, other=other)
        self._at = recorded.at
        if received is None:
            return
        if received > recorded.at:
            self._find(
                Code.OUT_OF_ORDER, seq=recorded.seq, at=recorded.at, other=f"its receipt ({received.isoformat()})"
            )
        limit = self._terms.patience.until(received, tolerances.hear)
        if limit is not None and recorded.at > limit:
            self._find(Code.BACKDATED, seq=recorded.seq, received_at=received, at=recorded.at)

    def _check_passed(self, recorded: ev.Recorded) -> None:
        """Every step that came due before the event took effect stands before it."""
        if recorded.received_at is not None:
            self._report_before(recorded.received_at)
        elif isinstance(recorded.event, ev.Closed):
            self._report_before(recorded.at)

    def _report_before(self, effective: datetime) -> None:
        agenda = self.docket.agenda
        while (first := agenda.first()) is not None and first[0] < effective:
            row = self.docket.rows[first[1]]
            call = next_moment(row, self.docket.slice)
            if call is not None:
                self._missing(row, call)
            agenda.set(row.key, None)

    def _missing(self, row: Assignment, call: Moment) -> None:
        identity = _identity(row, call)
        if identity not in self._reported:
            self._reported.add(identity)
            self._find(Code.STEP_MISSING, assignment=row.key, step=call.step, moment=call.at)

    def _check_step(self, recorded: ev.Recorded, event: ev.StepFired) -> bool:
        """Whether the step is one that its assignment called for, so that it may be folded in."""
        row = self.docket.rows[event.assignment]
        call = next_moment(row, self.docket.slice)
        identity = (row.key, event.clock, event.round, event.version, event.step, event.repeat)
        if identity in self._steps:
            self._find_step(Code.STEP_TWICE, recorded, event)
            return False
        if call is None or _identity(row, call) != identity:
            other = "no step" if call is None else f"{call.step}, {call.at.isoformat()}"
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=f"{other} is next")
            return False
        self._steps.add(identity)
        self.fired.append(Fired(recorded, event, row.lead))
        if (event.moment, event.passed) != (call.at, call.passed):
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=f"its moment is {call.at.isoformat()}")
        elif event.moment > recorded.at:
            what = f"it fired at {recorded.at.isoformat()}, before its moment"
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=what)
        elif self._overran(row, call, recorded.at):
            self._find_step(Code.STEP_LATE, recorded, event, moment=call.at, fired_at=recorded.at)
        return True

    def _find_step(self, code: Code, recorded: ev.Recorded, event: ev.StepFired, **facts: object) -> None:
        self._find(code, seq=recorded.seq, assignment=event.assignment, step=event.step, **facts)

    def _overran(self, row: Assignment, call: Moment, at: datetime) -> bool:
        """Whether at that moment the time to fire had run out, counted from when the docket could know of it."""
        due = max(call.at, self._known_at.get(row.key, call.at))
        limit = self._terms.patience.until(due, self._terms.tolerances.fire)
        return limit is not None and at > limit

    def _due_and_not_fired(self) -> None:
        agenda, now = self.docket.agenda.copy(), self._terms.now
        while (first := agenda.first()) is not None and first[0] < now:
            agenda.set(first[1], None)
            row = self.docket.rows[first[1]]
            call = next_moment(row, self.docket.slice)
            if call is not None and self._overran(row, call, now):
                self._missing(row, call)

    def _find(self, code: Code, *, seq: int | None = None, assignment: str | None = None, **facts: object) -> None:
        self.findings.append(finding(code, self.docket.id, facts, seq=seq, assignment=assignment))


def _identity(row: Assignment, call: Moment) -> tuple[object, ...]:
    return (row.key, call.clock, row.round, row.version, call.step, call.repeat)
