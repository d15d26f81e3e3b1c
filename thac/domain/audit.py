"""What must be so in a store: each ledger gone through again, event by event, against rules, calendar and ladder.

The ledger is taken event by event. A command is decided anew; a step must be the one its assignment called for; a step
that came due before a command took effect must stand before it. :mod:`thac.domain.turns` decides in the order of
effect and not of arrival, so all of this is exact however long a worker was away; only lateness knows tolerance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import TypeAlias

from thac.domain import events as ev
from thac.domain.alerting import Fired, Row, check_alerts
from thac.domain.audit_rows import Rows
from thac.domain.calendar_checks import Calendars, against
from thac.domain.chains import Chain, StoredEvent, Witness, verify
from thac.domain.docket import Docket, series_key
from thac.domain.findings import Code, Finding, finding
from thac.domain.folding import apply
from thac.domain.ladders import next_moment, step_fired
from thac.domain.patience import Patience, Tolerances
from thac.domain.redeciding import Redecider
from thac.domain.turns import due

Resolve: TypeAlias = Callable[[Docket, Fired, int | None], Sequence[Row]]
"""The alert rows a fired step makes at that version of the directory; None: the version of its own time."""
Held: TypeAlias = Callable[[Fired, int], int | None]
"""Which version of the directory held when a step fired, where its alerts name one that did not; else None."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what an audit judges: the moment it looks from, what it lets pass, and who reads which alert."""

    now: datetime
    tolerances: Tolerances
    patience: Patience
    resolve: Resolve
    calendars: Calendars | None = None
    """What was recorded of calendars; None where nobody asks."""
    held: Held = lambda _fired, _version: None


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
        passage.findings += check_alerts(passage.docket, passage.fired, case.alerts, terms.resolve, terms.held)
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
        self._rows = Rows()
        self._known_at: dict[str, datetime] = {}
        self._steps: set[tuple[object, ...]] = set()
        self._reported: set[ev.Event] = set()
        self._at: datetime | None = None
        self._begun_at: datetime | None = None
        """When it was opened, or opened again."""

    def go(self, chain: Chain) -> bool:
        """Whether every event could be folded in."""
        following = [recorded for _, recorded in chain.sound[1:]]
        for (entry, recorded), after in zip_longest(chain.sound, following):
            try:
                self._take(recorded, entry.hash, None if after is None or after.key != recorded.key else after.event)
            except (LookupError, TypeError, ValueError) as error:
                what = f"it cannot be folded in ({error})"
                self._find(Code.NOT_DECIDED, seq=recorded.seq, event=recorded.event.kind, what=what)
                return False
        if owed := self._redecider.owed():
            witness = f"the event before {owed[0].kind}"
            self._find(Code.TAIL_CUT, seq=self.docket.head, witness=witness, head=self.docket.head + len(owed))
        self._due_and_not_fired()
        self._check_calendar()
        return True

    def _take(self, recorded: ev.Recorded, digest: str, after: ev.Event | None) -> None:
        event = recorded.event
        self._check_times(recorded)
        if self.docket.plan is not None:
            self._check_passed(recorded)
        self.findings += self._redecider.check(recorded, after)
        if isinstance(event, ev.CalendarChanged) and self._terms.calendars is not None:
            for what in against(self._terms.calendars, self.docket.slice.agency, recorded, event):
                self._find(Code.NOT_DECIDED, seq=recorded.seq, event=event.kind, what=what)
        if isinstance(event, ev.StepFired) and not self._check_step(recorded, event):
            self.docket.head, self.docket.hash = recorded.seq, digest
        else:
            closed = self.docket.closed_at is not None
            apply(self.docket, recorded, digest)
            self.findings += self._rows.check(self.docket, recorded)
            self._learn(recorded, reopened=closed and self.docket.closed_at is None)
        self._redecider.applied(recorded)

    def _learn(self, recorded: ev.Recorded, *, reopened: bool) -> None:
        """Note what became known when: what an event touched could not call before it was written."""
        event = recorded.event
        if isinstance(event, ev.StepFired):
            return
        if reopened or isinstance(event, ev.Opened):
            self._begun_at = recorded.at
        if reopened:
            self._known_at.update(dict.fromkeys((*self.docket.rows, *map(series_key, self.docket.series)), recorded.at))
        if (key := getattr(event, "assignment", None)) is not None:
            self._known_at[key] = recorded.at
        elif (touched := _tasks_of(event)) is not None:
            self._known_at.update({row.key: recorded.at for row in self.docket.open_rows if row.task in touched})
            self._known_at.update({series_key(task): recorded.at for task in touched})
        elif isinstance(event, ev.CalendarChanged):
            self._known_at.update(dict.fromkeys((*self.docket.rows, *map(series_key, self.docket.series)), recorded.at))
        elif isinstance(event, ev.EventDated | ev.Recalled):
            self._known_at.update({row.key: recorded.at for row in self.docket.open_rows})

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
        if isinstance(recorded.event, ev.CalendarChanged):
            return  # it takes effect when it was recorded, however late a docket is told
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
            self._missing(*first)
            agenda.set(first[1], None)

    def _missing(self, moment: datetime, key: str) -> None:
        event = due(self.docket, moment, key)
        if event in self._reported:
            return
        self._reported.add(event)
        if isinstance(event, ev.StepFired):
            self._find(Code.STEP_MISSING, assignment=key, step=event.step, moment=moment)
        elif isinstance(event, ev.OccurrenceOpened):
            self._find(Code.OCCURRENCE_MISSING, task=event.task, period=event.period, moment=moment)

    def _check_step(self, recorded: ev.Recorded, event: ev.StepFired) -> bool:
        """Whether the step is one that its assignment called for, so that it may be folded in."""
        row = self.docket.rows[event.assignment]
        call = next_moment(row, self.docket.slice)
        identity = _identity(event)
        if identity in self._steps:
            self._find_step(Code.STEP_TWICE, recorded, event)
            return False
        if call is None or _identity(step_fired(row, call)) != identity:
            other = "no step" if call is None else f"{call.step}, {call.at.isoformat()}"
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=f"{other} is next")
            return False
        self._steps.add(identity)
        self.fired.append(Fired(recorded, event, row.lead))
        if event != step_fired(row, call):
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=f"its moment is {call.at.isoformat()}")
        elif event.moment > recorded.at:
            what = f"it fired at {recorded.at.isoformat()}, before its moment"
            self._find_step(Code.STEP_SPURIOUS, recorded, event, what=what)
        elif self._overran(row.key, call.at, recorded.at):
            self._find_step(Code.STEP_LATE, recorded, event, moment=call.at, fired_at=recorded.at)
        return True

    def _find_step(self, code: Code, recorded: ev.Recorded, event: ev.StepFired, **facts: object) -> None:
        self._find(code, seq=recorded.seq, assignment=event.assignment, step=event.step, **facts)

    def _overran(self, key: str, moment: datetime, at: datetime) -> bool:
        """Whether at that moment the time to fire had run out, counted from when the docket could know of it."""
        known = max(moment, self._known_at.get(key, moment))
        limit = self._terms.patience.until(known, self._terms.tolerances.fire)
        return limit is not None and at > limit

    def _due_and_not_fired(self) -> None:
        agenda, now = self.docket.agenda.copy(), self._terms.now
        while (first := agenda.first()) is not None and first[0] < now:
            agenda.set(first[1], None)
            if self._overran(first[1], first[0], now):
                self._missing(*first)

    def _check_calendar(self) -> None:
        """An open docket has heard of the calendar that holds for its agency."""
        calendars, docket = self._terms.calendars, self.docket
        if calendars is None or docket.plan is None or docket.closed_at is not None or self._begun_at is None:
            return
        edition, known = calendars.edition(docket.slice.agency), docket.slice.calendar.version
        if edition is None or edition.number <= known:
            return
        limit = self._terms.patience.until(max(edition.at, self._begun_at), self._terms.tolerances.calendars)
        if limit is not None and self._terms.now > limit:
            self._find(Code.CALENDAR_STALE, found=known, expected=edition.number, since=edition.at)

    def _find(self, code: Code, *, seq: int | None = None, assignment: str | None = None, **facts: object) -> None:
        self.findings.append(finding(code, self.docket.id, facts, seq=seq, assignment=assignment))


def _identity(event: ev.StepFired) -> tuple[object, ...]:
    return (event.assignment, event.clock, event.round, event.version, event.step, event.repeat, event.asked)


def _tasks_of(event: ev.Event) -> frozenset[int] | None:
    """The tasks that an event touches as a whole; None when it is of another kind."""
    match event:
        case ev.Allocated(allocations):
            return frozenset(allocation.task for allocation in allocations)
        case ev.OccurrenceOpened(task) | ev.TaskWithdrawn(task) | ev.DeadlineMoved(task) | ev.TextCorrected(task):
            return frozenset((task,))
    return None
