"""One turn of a docket: what came in and what came due, decided in the order in which it took effect.

A command takes effect when it was received, not when a worker got round to it. So before each command, the steps that
came due before it was received fire; the steps that came due up to now fire last. A worker that was away from 16:59 to
17:10 makes nobody late, and the alerts are the same as if it had been there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from thac.domain import decisions
from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.commands import Actor, ChildReport, CloseOrder, Hearing, Parcel
from thac.domain.docket import Docket
from thac.domain.ladders import next_moment
from thac.domain.ledger import Entry, record
from thac.domain.plans import Slice
from thac.domain.refusals import Code, Refusal, refuse

MOST_ENTRIES = 2_000
"""A turn that has so many entries leaves further steps to the next, so that one append stays small."""

RULES: dict[int, Callable[[Docket, Parcel], decisions.Outcome]] = {1: decisions.decide}
"""How commands are decided, by the version a docket was opened with. A version in use is never edited."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command was carried out: the number of its last event in the docket's ledger."""

    seq: int


@dataclass(slots=True)
class Turn:
    """What a turn came to: the docket as it will be, the entries to append, the answers by request key."""

    docket: Docket
    before: dict[str, Assignment]
    now: datetime
    entries: list[Entry]
    answers: dict[str, Done | Refusal]
    fingerprints: dict[str, str]

    @property
    def changed(self) -> tuple[str, ...]:
        """The keys of the assignments that are not what they were when the turn began."""
        before = self.before
        return tuple(key for key, row in self.docket.rows.items() if before.get(key) is not row)

    def answer_to(self, parcel: Parcel) -> Done | Refusal:
        """What became of that request; a key that stood for another body in the same turn is refused."""
        if self.fingerprints[parcel.key] != parcel.fingerprint:
            return refuse(Code.KEY_REUSED)
        return self.answers[parcel.key]

    def happened(
        self, event: ev.Event, actor: Actor | None = None, received_at: datetime | None = None, key: str | None = None
    ) -> None:
        """Fold an event in and note its entry."""
        docket = self.docket
        recorded = ev.Recorded(docket.id, docket.head + 1, self.now, event, actor, received_at, key)
        self.entries.append(record(docket, recorded))


def begin(docket: Docket, now: datetime) -> Turn:
    """A turn that has decided nothing yet; the docket given stays as it is."""
    return Turn(docket.copy(), docket.rows, now, [], {}, {})


def open_docket(turn: Turn, plan: Slice) -> None:
    """Open the docket with its slice; proposals become assignments where the agency has it so."""
    turn.happened(ev.Opened(plan), plan.launched_by)
    if plan.auto_allocate:
        given = tuple(ev.Allocation(task.number, plan.members(task.to), task.coordinators) for task in plan.tasks)
        turn.happened(ev.Allocated(given), plan.launched_by)


def settle(turn: Turn, parcels: Iterable[Parcel], hearings: Iterable[Hearing]) -> None:
    """Decide everything that came in, in the order of its effect, and then the time that passed until now.

    What the dockets below said is heard first, since confirmations depend on it. The word to close comes last, since it
    takes effect now: after commands received and steps that came due before it.
    """
    heard = tuple(hearings)
    for hearing in heard:
        if isinstance(hearing, ChildReport):
            _hear_child(turn, hearing)
    for parcel in sorted(parcels, key=lambda parcel: parcel.received_at):
        effective = min(parcel.received_at, turn.now)
        pass_time(turn, effective, including=False)
        _answer(turn, parcel, effective)
    for hearing in heard:
        if isinstance(hearing, CloseOrder):
            pass_time(turn, turn.now, including=False)
            _hear_close(turn, over_open=hearing.over_open)
    pass_time(turn, turn.now, including=True, at_most=MOST_ENTRIES)


def pass_time(turn: Turn, until: datetime, *, including: bool, at_most: int | None = None) -> None:
    """Fire every step that came due before ``until``, or at it too; in the order of their moments.

    With ``at_most``, stop once the turn has so many entries; the next turn goes on.
    """
    docket = turn.docket
    while (at_most is None or len(turn.entries) < at_most) and (first := docket.agenda.first()) is not None:
        moment, key = first
        if moment > until or (moment == until and not including):
            return
        row = docket.rows[key]
        call = next_moment(row, docket.slice)
        if call is None:  # pragma: no cover - the agenda names only rows that call
            raise AssertionError(f"{key} is on the agenda and calls for nothing")
        turn.happened(
            ev.StepFired(key, call.clock, row.round, row.version, call.step, call.repeat, call.at, call.passed)
        )


def _answer(turn: Turn, parcel: Parcel, effective: datetime) -> None:
    if parcel.key in turn.answers:
        return
    outcome = RULES[turn.docket.slice.rules](turn.docket, parcel)
    turn.fingerprints[parcel.key] = parcel.fingerprint
    if isinstance(outcome, Refusal):
        turn.answers[parcel.key] = outcome
        return
    for event in outcome:
        turn.happened(event, parcel.actor, effective, parcel.key)
    turn.answers[parcel.key] = Done(turn.docket.head)
    _close_when_quiet(turn)


def _hear_child(turn: Turn, report: ChildReport) -> None:
    docket = turn.docket
    known = docket.children.get(report.agency)
    if known is not None and known.sequence > report.sequence:
        return
    docket.children[report.agency] = report
    if report.agency in docket.children_closed:
        return
    if report.closed:
        if docket.closing is not None:  # it may close now; what came due before must stand before that
            pass_time(turn, turn.now, including=False)
        turn.happened(ev.ChildClosed(report.agency))
        _close_when_quiet(turn)
    elif report.refused and report.agency in docket.close_ordered:
        turn.happened(ev.CloseRefused(report.agency, sum(count for _, count in report.open_by_task)))
    elif not report.open_by_task and _all_confirmed(docket, report.agency):
        turn.happened(ev.CloseOrdered(report.agency))


def _all_confirmed(docket: Docket, agency: AgencyId) -> bool:
    given = [row for row in docket.rows.values() if row.lead == agency]
    return bool(given) and agency not in docket.close_ordered and not any(row.open for row in given)


def _hear_close(turn: Turn, *, over_open: bool) -> None:
    """Close when nothing is open or the word says so even then; but not before every docket below has closed."""
    docket = turn.docket
    if docket.closed_at is not None or (docket.open_by_task() and not over_open):
        return
    if docket.closing is not None and docket.closing >= over_open:
        return
    below = sorted(set(docket.slice.keepers) - docket.children_closed)
    if below:
        turn.happened(ev.Closing(over_open))
    for agency in below:
        if docket.close_ordered.get(agency) is not over_open:
            turn.happened(ev.CloseOrdered(agency, over_open))
    if not below:
        turn.happened(ev.Closed(tuple(row.key for row in docket.open_rows)))


def _close_when_quiet(turn: Turn) -> None:
    """Close once every docket below has closed: the root when all is confirmed, any other on the word from above."""
    docket = turn.docket
    if docket.closed_at is not None or set(docket.slice.keepers) - docket.children_closed:
        return
    confirmed = docket.slice.parent is None and not docket.open_by_task()
    if confirmed or docket.closing is not None:
        turn.happened(ev.Closed(tuple(row.key for row in docket.open_rows)))
