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
from thac.domain.calendar import VIETNAM
from thac.domain.deadlines import Deadline, Operator
from thac.domain.docket import Docket, docket_id
from thac.domain.findings import Code, Finding, finding
from thac.domain.refusals import Code as Refused
from thac.domain.refusals import Refusal
from thac.domain.turns import RULES

Following: TypeAlias = tuple[ev.Event, ...]
"""Events that must come next, because they were decided together with one that stands there."""

_NOT_ALLOWED = frozenset({Refused.NOT_YOURS, Refused.ROLE_NOT_ALLOWED})


class Redecider:
    """Goes along one ledger and says what in it the docket would not have decided."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._following: Following = ()

    def check(self, recorded: ev.Recorded) -> list[Finding]:
        """What is wrong with the next event; the docket is as it was before it."""
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
        if recorded.key is not None or recorded.event.kind in _BY_COMMAND:
            return self._commanded(recorded)
        what = self._heard(recorded.event)
        return [] if what is None else [self._not_decided(recorded, what)]

    def applied(self, event: ev.Event) -> None:
        """Note that the event was folded in: a root in which nothing is left to do closes at once."""
        docket = self._docket
        if self._following or isinstance(event, ev.StepFired | ev.Closed) or docket.plan is None:
            return
        if isinstance(event, ev.Opened) and event.plan.auto_allocate:
            plan = event.plan
            given = tuple(ev.Allocation(task.number, plan.members(task.to), task.coordinators) for task in plan.tasks)
            self._following = (ev.Allocated(given),)
        elif isinstance(event, ev.Confirmed | ev.CloseOrdered | ev.ChildClosed) and self._quiet():
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
            leads = plan.members(task.to)
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

    def _commanded(self, recorded: ev.Recorded) -> list[Finding]:
        parcel = self._parcel(recorded)
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

    def _parcel(self, recorded: ev.Recorded) -> cmd.Parcel | None:
        if recorded.actor is None or recorded.received_at is None or recorded.key is None:
            return None
        command = self._command(recorded.event)
        if command is None:
            return None
        return cmd.Parcel(recorded.key, "", recorded.actor, recorded.received_at, command)

    def _command(self, event: ev.Event) -> cmd.Command | None:  # noqa: PLR0911 - one line for each kind
        match event:
            case ev.Allocated((one,)):
                return cmd.Allocate(one.task, one.leads, one.coordinators)
            case ev.Accepted(key):
                return cmd.Accept(key)
            case ev.Taken(key, person):
                return cmd.Take(key, person)
            case ev.Progressed(key, percent, note):
                return cmd.Progress(key, percent, note)
            case ev.Submitted(key, report):
                return cmd.Submit(key, report)
            case ev.Confirmed(key, open_below):
                self._believe(key, open_below)
                return cmd.Confirm(key, over_open=open_below != 0)
            case ev.Returned(key, reason, due):
                return cmd.Return(key, reason, None if due is None else _named(due))
        return None

    def _believe(self, key: str, open_below: int | None) -> None:
        """Let the docket have heard from below what the event says it had heard."""
        row = self._docket.rows.get(key)
        if row is None or row.lead not in self._docket.slice.keepers:
            return
        self._docket.children.pop(row.lead, None)
        if open_below is not None:
            said = ((row.task, open_below),) if open_below else ()
            self._docket.children[row.lead] = cmd.ChildReport(row.lead, 0, said)

    def _heard(self, event: ev.Event) -> str | None:  # noqa: PLR0911 - one for each kind
        """What speaks against an event that no command brought about."""
        docket = self._docket
        match event:
            case ev.ChildClosed(agency):
                if agency not in docket.slice.keepers or agency in docket.children_closed:
                    return f"{agency} keeps no docket below, or had closed it before"
            case ev.CloseRefused(agency):
                if agency not in docket.close_ordered:
                    return f"{agency} had not been told to close"
            case ev.Closing(over_open):
                return self._closing(over_open=over_open)
            case ev.CloseOrdered(agency, over_open):
                return self._ordered(agency, over_open=over_open)
            case ev.Closed(over):
                return self._closed(over)
            case _:
                return "no report brings it about"
        return None

    def _ordered(self, agency: AgencyId, *, over_open: bool) -> str | None:
        docket = self._docket
        if docket.closing is not None and over_open is docket.closing:
            return f"{agency} had been told already" if docket.close_ordered.get(agency) is over_open else None
        given = [row for row in docket.rows.values() if row.lead == agency]
        if over_open or not given or agency in docket.close_ordered or any(row.open for row in given):
            return f"not everything given to {agency} was confirmed, or it had been told already"
        return None

    def _closing(self, *, over_open: bool) -> str | None:
        docket = self._docket
        if docket.slice.parent is None or docket.closed_at is not None:
            return "only an open docket that stands under another is told to close"
        if docket.open_by_task() and not over_open:
            return "assignments were open, and the word from above did not allow for that"
        if set(docket.slice.keepers) <= docket.children_closed:
            return "every docket below had closed, so that it had to close at once"
        return None

    def _closed(self, over: Iterable[str]) -> str | None:
        docket = self._docket
        if docket.closed_at is not None:
            return "it was closed before"
        if docket.slice.parent is None:
            return "the root closes by itself, when everything is confirmed and every docket below is closed"
        if tuple(over) != tuple(row.key for row in docket.open_rows):
            return "it does not name exactly the assignments that were open"
        return None

    def _quiet(self) -> bool:
        """Whether the docket has to close now: the root with nothing left to do, or another on the word from above."""
        docket = self._docket
        if docket.closed_at is not None or set(docket.slice.keepers) - docket.children_closed:
            return False
        return docket.closing is not None or (docket.slice.parent is None and not docket.open_by_task())

    def _not_decided(self, recorded: ev.Recorded, what: str) -> Finding:
        event = recorded.event
        key: AgencyId | None = getattr(event, "assignment", None)
        return finding(Code.NOT_DECIDED, recorded.docket, seq=recorded.seq, assignment=key, event=event.kind, what=what)


def _named(due: datetime) -> Deadline:
    """The redo deadline that comes to exactly that moment."""
    local = due.astimezone(VIETNAM)
    return Deadline(local.date(), Operator.ON, local.time())


def _same(decided: ev.Event, written: ev.Event) -> bool:
    """Whether they are the same, but for the word over open work, which the docket had from below."""
    if isinstance(decided, ev.CloseOrdered) and isinstance(written, ev.CloseOrdered):
        return replace(decided, over_open=written.over_open) == written
    return decided == written


_BY_COMMAND = frozenset(
    kind.kind for kind in (ev.Accepted, ev.Taken, ev.Progressed, ev.Submitted, ev.Confirmed, ev.Returned)
)
