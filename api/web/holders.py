"""Who holds the clock of an assignment that a list shows? The same words as in alerts."""

from collections.abc import Callable
from datetime import datetime

from thac.domain.asks import AskKind
from thac.domain.directives import Urgency
from thac.domain.inbox import Waiting, Work
from thac.notices.holding import Holder, holder_of
from thac.store.queries.assignments import AssignmentLine


def holder(line: AssignmentLine, name: Callable[[str], str]) -> Holder:
    """Whose act is awaited; ``name`` says what an agency is called."""
    waiting = tuple(
        Waiting(
            ask["number"],
            AskKind(ask["kind"]),
            ask["awaits"],
            name(ask["awaits"]),
            datetime.fromisoformat(ask["answer_by"]),
        )
        for ask in line.asks
        if ask.get("outcome") is None
    )
    return holder_of(None, _work(line, waiting))


def _work(line: AssignmentLine, waiting: tuple[Waiting, ...]) -> Work:
    return Work(
        id=line.id,
        docket="",
        directive=line.directive,
        title=line.doc_type,
        subject=line.subject,
        urgency=Urgency.NORMAL,
        task=line.task,
        text=line.text,
        period=line.period,
        issuer=line.issuer,
        issuer_name=line.issuer_name,
        lead=line.lead,
        lead_name=line.lead_name,
        state=line.state,
        request=line.request,
        round=line.round,
        version=len(line.deadlines),
        due=line.due,
        assigned_at=line.assigned_at,
        person=line.person,
        reported_at=line.reported_at,
        submitted_at=line.submitted_at,
        paused=line.paused_at is not None,
        keeps=line.keeps,
        waiting=waiting,
        plan=line.plan,
        implements=line.implements,
    )
