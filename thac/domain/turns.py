"""One turn of a docket: what came in and what came due, decided in the order in which it took effect.

A command takes effect when it was received, not when a worker got round to it. So before each command, the steps that
came due before it was received fire; the steps that came due up to now fire last. A worker that was away from 16:59 to
17:10 makes nobody late, and the alerts are the same as if it had been there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from thac.domain import decisions
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.asks import AskKind
from thac.domain.assignments import Assignment
from thac.domain.commands import Parcel
from thac.domain.decisions.outcomes import Outcome
from thac.domain.docket import Docket, series_key
from thac.domain.hearings import CalendarNotice, ChildReport, CloseOrder, Hearing, Instruction, Raised
from thac.domain.instructing import GIVE, followed
from thac.domain.ladders import next_moment, step_fired
from thac.domain.ledger import Entry, record
from thac.domain.plans import Slice
from thac.domain.refusals import Code, Refusal, refuse

MOST_ENTRIES = 2_000
"""A turn that has so many entries leaves further steps to the next, so that one append stays small."""

RULES: dict[int, Callable[[Docket, Parcel], Outcome]] = {1: decisions.decide_first, 2: decisions.decide}
"""How commands are decided, by the version a docket was opened with. A version in use is never edited."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command was carried out: the number of its last event in the docket's ledger."""

    seq: int


@dataclass(frozen=True, slots=True)
class Left:
    """What a turn that grew too large leaves to the next, in the order of its effect."""

    parcels: tuple[Parcel, ...] = ()
    hearings: tuple[Hearing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parcels or self.hearings)


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
    if plan.auto_allocate and (given := proposals(turn.docket, [task.number for task in plan.tasks])):
        turn.happened(ev.Allocated(given), plan.launched_by)


def settle(turn: Turn, parcels: Iterable[Parcel], hearings: Iterable[Hearing], at_most: int | None = None) -> Left:
    """Decide everything that came in, in the order of its effect, and then the time that passed until now.

    What the dockets below said is heard first, since confirmations depend on it. What the one above decided, and its
    word to close, come last, since they take effect now: after commands received and steps that came due before. A
    corrected calendar takes its place among the commands, by the moment at which it was recorded.

    With ``at_most``, steps that came due before something that came in fill the turn up to so many entries; what is
    left is to be settled in the next turn, and comes to the same as if it had been settled in this one.
    """
    heard = tuple(hearings)
    reports = [one for one in heard if isinstance(one, ChildReport)]
    told = sorted((one for one in heard if isinstance(one, Instruction)), key=lambda one: one.number)
    closing = [one for one in heard if isinstance(one, CloseOrder)]
    from_above: tuple[CloseOrder | Instruction, ...] = (*told, *closing)
    calendars = sorted((one for one in heard if isinstance(one, CalendarNotice)), key=lambda one: one.calendar.version)
    together: list[Parcel | CalendarNotice] = [*calendars, *parcels]
    received = sorted(together, key=_received_at)
    for place, report in enumerate(reports):
        if not _hear_child(turn, report, at_most):
            return _left(received, (*reports[place:], *from_above))
    for place, one in enumerate(received):
        effective = min(_received_at(one), turn.now)
        if not pass_time(turn, effective, including=False, at_most=at_most):
            return _left(received[place:], from_above)
        if isinstance(one, Parcel):
            _answer(turn, one, effective)
        else:
            hear_calendar(turn, one, effective)
    for place, word in enumerate(from_above):
        if not pass_time(turn, turn.now, including=False, at_most=at_most):
            return Left((), from_above[place:])
        if isinstance(word, Instruction):
            _hear_instruction(turn, word)
        else:
            _hear_close(turn, over_open=word.over_open)
    pass_time(turn, turn.now, including=True, at_most=MOST_ENTRIES)
    return Left()


def _received_at(one: Parcel | CalendarNotice) -> datetime:
    return one.received_at if isinstance(one, Parcel) else one.at


def _left(received: Iterable[Parcel | CalendarNotice], hearings: Iterable[Hearing]) -> Left:
    waiting = tuple(received)
    calendars = (one for one in waiting if isinstance(one, CalendarNotice))
    return Left(tuple(one for one in waiting if isinstance(one, Parcel)), (*calendars, *hearings))


def pass_time(turn: Turn, until: datetime, *, including: bool, at_most: int | None = None) -> bool:
    """Fire every step that came due before ``until``, or at it too; in the order of their moments.

    With ``at_most``, stop once the turn has so many entries; the next turn goes on. The answer is whether all fired.
    """
    docket = turn.docket
    while (first := docket.agenda.first()) is not None:
        moment, key = first
        if moment > until or (moment == until and not including):
            return True
        if at_most is not None and len(turn.entries) >= at_most:
            return False
        turn.happened(due(docket, moment, key))
    return True


def due(docket: Docket, moment: datetime, key: str) -> ev.Event:
    """What happens at that moment for the assignment or series of that key on the agenda."""
    row = docket.rows.get(key)
    if row is None:
        task = next(task for task in docket.series if series_key(task) == key)
        period = docket.next_period(task)
        if period is not None:
            return ev.OccurrenceOpened(task, period.name, moment)
    elif (call := next_moment(row, docket.slice)) is not None:
        return step_fired(row, call)
    raise AssertionError(f"{key} is on the agenda and calls for nothing")


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


def _hear_child(turn: Turn, report: ChildReport, at_most: int | None) -> bool:
    """Hear how a docket below stands; False if steps that came due before must fill this turn first."""
    docket, name = turn.docket, report.agency
    known = docket.children.get(name)
    if known is not None and known.sequence > report.sequence:
        return True
    docket.children[name] = report
    if signed := _signed_for(docket.instructions.get(name, ()), report):
        turn.happened(ev.Receipted(name, signed))
    for raised in report.raised:
        _hear_raised(turn, raised)
    if name in docket.children_closed:
        return True
    if report.refused and name in docket.close_ordered:
        counts = (*report.open_by_task, *((task, count) for task, _, count in report.open_by_period))
        turn.happened(ev.CloseRefused(name, sum(count for _, count in counts)))
    elif name in docket.instructions:
        return True
    elif report.closed:
        # It may close now; what came due before must stand before that.
        if docket.closing is not None and not pass_time(turn, turn.now, including=False, at_most=at_most):
            return False
        turn.happened(ev.ChildClosed(name))
        _close_when_quiet(turn)
    elif report.quiet and name not in docket.close_ordered and docket.nothing_left(name):
        turn.happened(ev.CloseOrdered(name))
    return True


def _signed_for(instructions: tuple[Instruction, ...], report: ChildReport) -> int:
    """Up to which number the docket below has followed; one that is closed has nothing left to follow but new tasks."""
    followed_there = [one.number for one in instructions if one.number <= report.heard]
    if report.closed and all(one.kind != GIVE for one in instructions):
        followed_there = [one.number for one in instructions]
    return max(followed_there, default=0)


def _hear_raised(turn: Turn, raised: Raised) -> None:
    """An obstacle climbed to this level; it is asked on the assignment of the agency it came from, once."""
    docket, below = turn.docket, raised.below
    for row in docket.open_rows:
        if row.task == raised.task and row.lead == below.agency and row.period in {None, raised.period}:
            if not any(ask.below == below for ask in row.asks):
                asked = ev.Asked(row.key, AskKind.OBSTACLE, docket.slice.agency, raised.text, below=below)
                turn.happened(asked)
            return


def hear_calendar(turn: Turn, notice: CalendarNotice, effective: datetime) -> None:
    """Count by another calendar, if the docket does not know it yet; one that closed has nothing left to count."""
    docket = turn.docket
    if docket.closed_at is None and notice.calendar.version > docket.slice.calendar.version:
        turn.happened(ev.CalendarChanged(notice.calendar, notice.first, notice.last), received_at=effective)


def _hear_instruction(turn: Turn, instruction: Instruction) -> None:
    """Follow what the level above decided, once; a closed docket follows only what opens it again."""
    docket = turn.docket
    if instruction.number <= docket.heard:
        return
    event = followed(instruction)
    if docket.closed_at is not None and not isinstance(event, ev.TasksGiven):
        return
    turn.happened(event, instruction.actor)
    if isinstance(event, ev.TasksGiven) and docket.slice.auto_allocate:
        new = [task.number for task in event.tasks if task.number not in docket.allocated]
        if given := proposals(docket, new, new=True):
            turn.happened(ev.Allocated(given), instruction.actor)
    _close_when_quiet(turn)


def proposals(docket: Docket, tasks: Iterable[int], *, new: bool = False) -> tuple[ev.Allocation, ...]:
    """The allocations that the plan proposes; what goes on elsewhere is given to nobody.

    ``new``: the tasks came while the docket ran, so that dockets below were not started with them.
    """
    numbered = (docket.tasks[number] for number in tasks)
    planned = [task for task in numbered if task.to or not task.carried]
    given = [ev.Allocation(task.number, docket.slice.members(task.to), task.coordinators) for task in planned]
    if not new:
        return tuple(given)
    return tuple(replace(one, keeping=tuple(lead for lead in one.leads if lead in docket.below)) for one in given)


def _hear_close(turn: Turn, *, over_open: bool) -> None:
    """Close when nothing is open or the word says so even then; but not before every docket below has closed."""
    docket = turn.docket
    if docket.closed_at is not None or ((docket.open_by_task() or docket.open_by_period()) and not over_open):
        return
    if docket.closing is not None and docket.closing >= over_open:
        return
    below = sorted(docket.below - docket.children_closed)
    if below:
        turn.happened(ev.Closing(over_open))
    for name in below:
        if docket.close_ordered.get(name) is not over_open:
            turn.happened(ev.CloseOrdered(name, over_open))
    if not below:
        turn.happened(ev.Closed(tuple(row.key for row in docket.open_rows)))


def _close_when_quiet(turn: Turn) -> None:
    """Close once every docket below has closed: the root when all is confirmed, any other on the word from above."""
    docket = turn.docket
    if docket.closed_at is not None or docket.below - docket.children_closed:
        return
    done = not docket.open_by_task() and not docket.open_by_period()
    if docket.closing or (done and (docket.above is None or docket.closing is not None)):
        turn.happened(ev.Closed(tuple(row.key for row in docket.open_rows)))
