"""Could the docket have decided this event? Each is decided anew from what stands before it in the ledger.

What a docket had heard from below is not in its ledger, so an office's word over open work is taken from the event.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.commanding import command_behind
from thac.domain.docket import Docket, docket_id, series_key
from thac.domain.findings import Code, Finding, finding
from thac.domain.hearings import ChildReport
from thac.domain.refusals import Code as Refused
from thac.domain.refusals import Refusal
from thac.domain.turns import RULES, due, proposals

Following: TypeAlias = tuple[ev.Event, ...]
"""Events that must come next, because they were decided together with one that stands there."""

_NOT_ALLOWED = frozenset({Refused.NOT_YOURS, Refused.ROLE_NOT_ALLOWED})


class Redecider:
    """Goes along one ledger and says what in it the docket would not have decided."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._following: Following = ()

    def check(self, recorded: ev.Recorded, after: ev.Event | None = None) -> list[Finding]:
        """What is wrong with the next event; the docket is as it was before it, ``after`` the event that follows it."""
        if self._following:
            wanted, self._following = self._following[0], self._following[1:]
            if _same(wanted, recorded.event):
                return []
            self._following = ()
            return [self._not_decided(recorded, f"{wanted.kind} had to follow")]
        if isinstance(recorded.event, ev.StepFired):
            return []
        if recorded.seq == 1 or isinstance(recorded.event, ev.Opened):
            return self._opened(recorded)
        if recorded.key is not None or recorded.event.kind not in _HEARD:
            return self._commanded(recorded, after)
        what = self._heard(recorded)
        return [] if what is None else [self._not_decided(recorded, what)]

    def applied(self, recorded: ev.Recorded) -> None:
        """Note that the event was folded in, and what has to follow: proposals are given out, a quiet root closes."""
        docket, event = self._docket, recorded.event
        if self._following or isinstance(event, ev.StepFired | ev.Closed) or docket.plan is None:
            return
        if isinstance(event, ev.Opened | ev.TasksGiven) and docket.slice.auto_allocate:
            tasks = event.plan.tasks if isinstance(event, ev.Opened) else event.tasks
            numbers = [task.number for task in tasks if task.number not in docket.allocated]
            given = proposals(docket, numbers, new=isinstance(event, ev.TasksGiven))
            self._following = (ev.Allocated(given),) if given else ()
        elif (recorded.key is not None or isinstance(event, ev.ChildClosed) or _heard(event)) and self._quiet():
            self._following = (ev.Closed(tuple(row.key for row in docket.open_rows)),)

    def owed(self) -> Following:
        """What was decided with the last event and does not stand in the ledger."""
        return self._following

    def _opened(self, recorded: ev.Recorded) -> list[Finding]:
        event = recorded.event
        if not isinstance(event, ev.Opened) or recorded.seq != 1:
            return [self._not_decided(recorded, "a ledger begins with its opening, and opens once")]
        plan = event.plan
        findings = []
        if docket_id(plan.directive, plan.agency) != recorded.docket:
            findings.append(self._not_decided(recorded, f"its plan is that of {plan.agency} on {plan.directive}"))
        if recorded.actor != plan.launched_by:
            findings.append(self._not_decided(recorded, "who launched is not whom the plan names"))
        for task in plan.tasks:
            leads = (*plan.members(task.to), *task.carried)
            if task.single and len(leads) != 1:
                findings.append(
                    finding(
                        Code.NOT_ONE_LEAD,
                        recorded.docket,
                        seq=recorded.seq,
                        task=task.number,
                        count=len(leads),
                        leads=", ".join(leads),
                    )
                )
        return findings

    def _commanded(self, recorded: ev.Recorded, after: ev.Event | None) -> list[Finding]:
        parcel = self._parcel(recorded, after)
        if parcel is None:
            if recorded.actor is None:
                return [finding(Code.NO_ACTOR, recorded.docket, seq=recorded.seq, event=recorded.event.kind)]
            return [self._not_decided(recorded, "no command brings it about")]
        outcome = RULES[self._docket.slice.rules](self._docket, parcel)
        if isinstance(outcome, Refusal):
            code = Code.NOT_ALLOWED if outcome.code in _NOT_ALLOWED else Code.NOT_DECIDED
            kind = recorded.event.kind
            return [finding(code, recorded.docket, seq=recorded.seq, event=kind, what=outcome.message)]
        first, self._following = outcome[0], outcome[1:]
        return (
            [] if _same(first, recorded.event) else [self._not_decided(recorded, "the command comes to another event")]
        )

    def _parcel(self, recorded: ev.Recorded, after: ev.Event | None) -> cmd.Parcel | None:
        if recorded.actor is None or recorded.received_at is None or recorded.key is None:
            return None
        if isinstance(recorded.event, ev.Confirmed):
            self._believe(recorded.event)
        command = command_behind(self._docket, recorded.event, after)
        if command is None:
            return None
        return cmd.Parcel(recorded.key, "", recorded.actor, recorded.received_at, command)

    def _believe(self, event: ev.Confirmed) -> None:
        """Let the docket have heard from below what the event says it had heard."""
        row, count = self._docket.rows.get(event.assignment), event.open_below
        if row is None or row.lead not in self._docket.below:
            return
        self._docket.children.pop(row.lead, None)
        if count is None:
            return
        by_task = ((row.task, count),) if count and row.period is None else ()
        by_period = ((row.task, row.period, count),) if count and row.period is not None else ()
        self._docket.children[row.lead] = ChildReport(row.lead, 0, by_task, open_by_period=by_period)

    def _heard(self, recorded: ev.Recorded) -> str | None:  # noqa: C901 - one case for each kind
        """What speaks against an event that no command brought about."""
        docket, event = self._docket, recorded.event
        match event:
            case ev.Closing(over_open):
                return self._closing(over_open=over_open)
            case ev.CloseOrdered(name, over_open):
                return self._ordered(name, over_open=over_open)
            case ev.Closed(over):
                return self._closed(over)
            case ev.ChildClosed(name) if name not in docket.below or name in docket.children_closed:
                return f"{name} keeps no docket below, or had closed it before"
            case ev.CloseRefused(name) if name not in docket.close_ordered:
                return f"{name} had not been told to close"
            case ev.ChildClosed() | ev.CloseRefused():
                return None
            case ev.Receipted(name, number):
                told = docket.instructions.get(name, ())
                return None if any(one.number <= number for one in told) else f"{name} was told nothing up to {number}"
            case ev.OccurrenceOpened(task, _, moment):
                return self._occurrence(event, task, moment, recorded.at)
            case ev.CalendarChanged(calendar):
                return self._recalendared(calendar.version)
            case ev.Asked(key, below=below):
                row = docket.rows.get(key)
                climbed = below is not None and row is not None and row.lead == below.agency in docket.below
                return None if climbed else "no obstacle climbed to it"
            case _:
                return self._instructed(event)

    def _instructed(self, event: ev.Event) -> str | None:
        """What speaks against an event by which the docket follows an instruction."""
        heard: int | None = getattr(event, "heard", None)
        if heard is None:
            return "no report brings it about"
        if self._docket.above is None:
            return "a root is given no instructions"
        return None if heard > self._docket.heard else f"instruction {heard} had been followed before"

    def _recalendared(self, number: int) -> str | None:
        docket, known = self._docket, self._docket.slice.calendar.version
        if docket.closed_at is not None:
            return "a closed docket has nothing left to count"
        return None if number > known else f"it counted by calendar {known} already"

    def _occurrence(self, event: ev.Event, task: int, moment: datetime, at: datetime) -> str | None:
        if task not in self._docket.series or due(self._docket, moment, series_key(task)) != event:
            return "no such period was next"
        calls = self._docket.agenda.moment(series_key(task))
        if calls != moment:
            return f"its period opens at {calls}"
        return "it opened before its moment" if moment > at else None

    def _ordered(self, agency: AgencyId, *, over_open: bool) -> str | None:
        docket = self._docket
        if docket.closing is not None and over_open is docket.closing:
            return f"{agency} had been told already" if docket.close_ordered.get(agency) is over_open else None
        if over_open or agency in docket.close_ordered or not docket.nothing_left(agency):
            return f"not everything given to {agency} was confirmed, or it had been told already"
        return None

    def _closing(self, *, over_open: bool) -> str | None:
        docket = self._docket
        if docket.above is None or docket.closed_at is not None:
            return "only an open docket that stands under another is told to close"
        if (docket.open_rows or docket.unallocated or docket.series) and not over_open:
            return "assignments were open, and the word from above did not allow for that"
        if docket.below <= docket.children_closed:
            return "every docket below had closed, so that it had to close at once"
        return None

    def _closed(self, over: Iterable[str]) -> str | None:
        docket = self._docket
        if docket.closed_at is not None:
            return "it was closed before"
        if docket.above is None:
            return "the root closes by itself, when everything is confirmed and every docket below is closed"
        if tuple(over) != tuple(row.key for row in docket.open_rows):
            return "it does not name exactly the assignments that were open"
        return None

    def _quiet(self) -> bool:
        """Whether the docket has to close now: the root with nothing left to do, or another on the word from above."""
        docket = self._docket
        if docket.closed_at is not None or docket.below - docket.children_closed:
            return False
        if docket.closing or (docket.closing is None and docket.above is not None):
            return bool(docket.closing)
        return not docket.open_by_task() and not docket.open_by_period()

    def _not_decided(self, recorded: ev.Recorded, what: str) -> Finding:
        event = recorded.event
        key: AgencyId | None = getattr(event, "assignment", None)
        return finding(Code.NOT_DECIDED, recorded.docket, seq=recorded.seq, assignment=key, event=event.kind, what=what)


def _heard(event: ev.Event) -> bool:
    """Whether the docket follows an instruction by it."""
    return getattr(event, "heard", None) is not None


def _same(decided: ev.Event, written: ev.Event) -> bool:
    """Whether they are the same, but for the word over open work, which the docket had from below."""
    if isinstance(decided, ev.CloseOrdered) and isinstance(written, ev.CloseOrdered):
        return replace(decided, over_open=written.over_open) == written
    return decided == written


_HEARD = frozenset(
    kind.kind
    for kind in (
        ev.ChildClosed,
        ev.CloseRefused,
        ev.Closing,
        ev.CloseOrdered,
        ev.Closed,
        ev.Receipted,
        ev.OccurrenceOpened,
        ev.Asked,
        ev.Answered,
        ev.TaskWithdrawn,
        ev.DeadlineMoved,
        ev.TextCorrected,
        ev.EventDated,
        ev.Recalled,
        ev.TasksGiven,
        ev.Allocated,
        ev.CalendarChanged,
    )
)
"""The kinds of events that can come about without a command to this docket."""
