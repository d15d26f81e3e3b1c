"""Was a directive's first docket opened with the tasks it orders? What it works out for itself is left out."""

from collections.abc import Iterable, Iterator

from thac.domain import events as ev
from thac.domain.directives import Directive, Mode, Task
from thac.domain.findings import Code, Finding, finding
from thac.domain.plans import PlannedTask


def check_plan(docket: str, recorded: Iterable[ev.Recorded], directive: Directive) -> Iterator[Finding]:
    """Hold what the root docket was opened with, and the tasks added since, against the directive that is kept."""
    ordered = {task.number: task for task in directive.tasks}
    for one in recorded:
        for planned in _planned(one.event):
            what = _differs(planned, ordered.get(planned.number))
            if what is not None:
                yield finding(Code.PLAN_DIFFERS, docket, seq=one.seq, task=planned.number, what=what)


def _planned(event: ev.Event) -> tuple[PlannedTask, ...]:
    match event:
        case ev.Opened(plan) if plan.parent is None:
            return plan.tasks
        case ev.TaskAdded(task):
            return (task,)
    return ()


def _differs(planned: PlannedTask, ordered: Task | None) -> str | None:
    """The name of the first part that is not as ordered; what a docket works out for itself is not compared."""
    if ordered is None:
        return "number"
    pairs = {
        "mode": (planned.single, ordered.mode is Mode.SINGLE),
        "deadline": (planned.deadline, ordered.deadline),
        "relative": (planned.relative, ordered.relative),
        "request": (planned.request, ordered.request),
        "monitor": (planned.monitor, ordered.monitor),
        "silence_days": (planned.silence_days, ordered.silence_days),
    }
    return next((name for name, (one, other) in pairs.items() if one != other), None)
