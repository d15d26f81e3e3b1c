"""What a docket holds: the fold of its ledger, and what its subordinates last said of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.agenda import Agenda
from thac.domain.assignments import Assignment, Clock, Reached, State
from thac.domain.commands import ChildReport
from thac.domain.deadlines import DeadlineVersion, Reason
from thac.domain.ladders import next_moment
from thac.domain.plans import PlannedTask, Slice

GENESIS = "0" * 64
"""The hash before the first event of every docket."""


def docket_id(directive: str, agency: AgencyId) -> str:
    """The id of a docket, of its ledger and of its workflow, by the official code of the agency."""
    return f"cascade/{directive}/{agency}"


@dataclass(slots=True)
class Docket:
    """The book of one agency on one directive: every assignment it has given out.

    ``head`` is the number of the last event folded in, 0 before the first, and ``hash`` the hash up to it. ``children``
    is what the dockets below last reported; it is not part of the ledger, comes again by itself, and only guards
    decisions. ``closing`` is the word to close while it waits for those below: even over open assignments, or not.
    """

    id: str
    head: int = 0
    hash: str = GENESIS
    plan: Slice | None = None
    rows: dict[str, Assignment] = field(default_factory=dict)
    allocated: set[int] = field(default_factory=set)
    close_ordered: dict[AgencyId, bool] = field(default_factory=dict)
    children_closed: set[AgencyId] = field(default_factory=set)
    closing: bool | None = None
    closed_at: datetime | None = None
    children: dict[AgencyId, ChildReport] = field(default_factory=dict)
    agenda: Agenda = field(default_factory=Agenda)

    @property
    def slice(self) -> Slice:
        """The plan it was opened with."""
        if self.plan is None:
            raise LookupError(f"docket {self.id} is not open yet")
        return self.plan

    @property
    def open_rows(self) -> tuple[Assignment, ...]:
        """The assignments that are not completed, in the order they were given."""
        return tuple(row for row in self.rows.values() if row.open)

    @property
    def unallocated(self) -> tuple[int, ...]:
        """The tasks that nobody has been given yet."""
        return tuple(task.number for task in self.slice.tasks if task.number not in self.allocated)

    def task(self, number: int) -> PlannedTask | None:
        """The task of that number, if the docket has it."""
        return next((task for task in self.slice.tasks if task.number == number), None)

    def copy(self) -> "Docket":
        """A copy to try decisions on; rows are values and shared."""
        return replace(
            self,
            rows=dict(self.rows),
            allocated=set(self.allocated),
            close_ordered=dict(self.close_ordered),
            children_closed=set(self.children_closed),
            children=dict(self.children),
            agenda=self.agenda.copy(),
        )

    def put(self, row: Assignment) -> None:
        """Set an assignment and note when one of its clocks next calls."""
        self.rows[row.key] = row
        call = next_moment(row, self.slice)
        self.agenda.set(row.key, None if call is None else call.at)

    def close(self, at: datetime) -> None:
        """Close it: nothing in it calls any more."""
        self.closed_at = at
        for key in self.rows:
            self.agenda.set(key, None)

    def apply(self, recorded: ev.Recorded, digest: str) -> None:
        """Fold one event in; ``digest`` is the hash of the ledger up to and including it.

        Raises
        ------
        ValueError
            The event is not the next one of this docket.
        """
        if recorded.docket != self.id or recorded.seq != self.head + 1:
            raise ValueError(f"event {recorded.seq} of {recorded.docket} does not follow {self.head} of {self.id}")
        _fold(self, recorded)
        self.head, self.hash = recorded.seq, digest

    def late(self, now: datetime) -> int:
        """How many open assignments are past their deadline."""
        return sum(1 for row in self.open_rows if row.due is not None and (row.submitted_at or now) > row.due)

    def open_by_task(self) -> tuple[tuple[int, int], ...]:
        """How many assignments of each task are open, without tasks that have none; one nobody has yet counts."""
        counts: dict[int, int] = dict.fromkeys(self.unallocated, 1)
        for row in self.open_rows:
            counts[row.task] = counts.get(row.task, 0) + 1
        return tuple(sorted(counts.items()))


def _fold(docket: Docket, recorded: ev.Recorded) -> None:
    event, at = recorded.event, recorded.effective_at
    match event:
        case ev.Opened(plan):
            docket.plan = plan
        case ev.Allocated(allocations):
            for allocation in allocations:
                _allocate(docket, allocation, at)
        case ev.CloseOrdered(agency, over_open):
            docket.close_ordered[agency] = over_open
        case ev.Closing(over_open):
            docket.closing = over_open
        case ev.CloseRefused(agency):
            docket.close_ordered.pop(agency, None)
        case ev.ChildClosed(agency):
            docket.children_closed.add(agency)
        case ev.Closed():
            docket.close(at)
        case _:
            docket.put(_change(docket.rows[event.assignment], event, at))


def _allocate(docket: Docket, allocation: ev.Allocation, at: datetime) -> None:
    task = docket.task(allocation.task)
    if task is None:
        raise ValueError(f"task {allocation.task} is not in docket {docket.id}")
    docket.allocated.add(task.number)
    plan = docket.slice
    due = (
        None
        if task.deadline is None
        else task.deadline.moment(plan.calendar, strict_before=plan.defaults.strict_before)
    )
    versions = () if due is None else (DeadlineVersion(due, at),)
    for lead in allocation.leads:
        others = tuple(one for one in allocation.coordinators if one != lead)
        docket.put(Assignment(task.number, lead, lead, at, versions, others))


def _change(row: Assignment, event: ev.Event, at: datetime) -> Assignment:  # noqa: PLR0911 - one for each event
    match event:
        case ev.Accepted():
            return replace(row, state=State.ACCEPTED, accepted_at=at)
        case ev.Taken(_, person):
            state = State.TAKEN if row.state is State.ACCEPTED else row.state
            return replace(row, state=state, person=person, taken_at=at)
        case ev.Progressed(_, percent):
            return replace(row, percent=percent, reported_at=at)
        case ev.Submitted():
            return replace(row, state=State.SUBMITTED, submitted_at=at, reported_at=at)
        case ev.Confirmed(_, open_below):
            return replace(row, state=State.COMPLETED, completed_at=at, over_open=open_below != 0)
        case ev.Returned():
            return _returned(row, event, at)
        case ev.StepFired():
            return _fired(row, event)
    raise TypeError(f"no event of an assignment: {event!r}")


def _returned(row: Assignment, event: ev.Returned, at: datetime) -> Assignment:
    versions = row.deadlines
    if event.due is not None:
        versions = (*versions, DeadlineVersion(event.due, at, Reason.REDO))
    return replace(
        row,
        state=State.RETURNED,
        round=row.round + 1,
        deadlines=versions,
        submitted_at=None,
        returned_at=at,
        reached=_without(row.reached, Clock.COMPLETION, Clock.REVIEW),
    )


def _fired(row: Assignment, event: ev.StepFired) -> Assignment:
    reached = {**row.reached, event.clock: Reached(event.step, event.repeat)}
    silent_at = event.moment if event.clock is Clock.SILENCE else row.silent_at
    return replace(row, reached=reached, silent_at=silent_at)


def _without(reached: Mapping[Clock, Reached], *clocks: Clock) -> Mapping[Clock, Reached]:
    return {clock: mark for clock, mark in reached.items() if clock not in clocks}
