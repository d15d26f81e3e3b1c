"""What must hold of assignments after every event, whatever the program that wrote the events believed.

An open single task has one lead, and what a deadline was at first stays. The fold keeps to both; this asks it.
"""

from collections import Counter
from collections.abc import Iterable

from thac.domain import events as ev
from thac.domain.assignments import Assignment, State
from thac.domain.deadlines import DeadlineVersion
from thac.domain.docket import Docket
from thac.domain.findings import Code, Finding, finding

_GIVING = (ev.Allocated, ev.OccurrenceOpened, ev.Reassigned, ev.TasksGiven, ev.TaskAdded, ev.PlanAttached)


class Rows:
    """Goes along one ledger and remembers the first deadline of every assignment."""

    def __init__(self) -> None:
        self._firsts: dict[str, DeadlineVersion] = {}

    def check(self, docket: Docket, recorded: ev.Recorded) -> list[Finding]:
        """What no longer holds once the event was folded in."""
        event = recorded.event
        if isinstance(event, ev.StepFired):
            return []
        if isinstance(event, ev.CalendarChanged):
            self._recount(docket)
            return []
        touched = docket.rows.get(getattr(event, "assignment", ""))
        found = self._deadlines(docket, recorded, docket.rows.values() if touched is None else (touched,))
        return [*found, *_leads(docket, recorded)] if isinstance(event, _GIVING) else found

    def _recount(self, docket: Docket) -> None:
        """A corrected calendar moves the moments of deadlines; what they say stays."""
        self._firsts = {row.key: row.deadlines[0] for row in docket.rows.values() if row.deadlines}

    def _deadlines(self, docket: Docket, recorded: ev.Recorded, rows: Iterable[Assignment]) -> list[Finding]:
        found = []
        for row in rows:
            first = row.deadlines[0] if row.deadlines else None
            known = self._firsts.get(row.key)
            if known is None and first is not None:
                self._firsts[row.key] = first
            elif first != known and known is not None:
                facts = {"first": known.due, "due": None if first is None else first.due}
                one = finding(Code.FIRST_DEADLINE_CHANGED, docket.id, facts, seq=recorded.seq, assignment=row.key)
                found.append(one)
        return found


def _leads(docket: Docket, recorded: ev.Recorded) -> list[Finding]:
    given: dict[tuple[int, str | None], list[str]] = {}
    for row in docket.rows.values():
        task = docket.task(row.task)
        if task is not None and task.single and row.state is not State.WITHDRAWN:
            given.setdefault((row.task, row.period), []).append(row.lead)
    return [
        finding(
            Code.NOT_ONE_LEAD,
            docket.id,
            seq=recorded.seq,
            task=task,
            count=len(leads),
            leads=", ".join(Counter(leads)),
        )
        for (task, _), leads in given.items()
        if len(leads) > 1
    ]
