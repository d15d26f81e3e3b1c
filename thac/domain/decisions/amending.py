"""What the issuer changes about work that is under way: deadlines, wording, events, the number; or takes it back."""

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.calendar import civil_day
from thac.domain.deadlines import FARTHEST
from thac.domain.decisions.answering import within_limit
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import as_issuer, as_root
from thac.domain.docket import Docket
from thac.domain.folding import rows_of
from thac.domain.refusals import Code, Refusal, refuse


def withdraw_task(docket: Docket, command: cmd.WithdrawTask, parcel: cmd.Parcel) -> Outcome:
    """A task taken back, from everybody or from some."""
    if refusal := as_issuer(docket, parcel) or _running(docket, command.task, command.copies, command.period):
        return refusal
    given = any(rows_of(docket, command.task)) or command.task in docket.series
    if not given and (command.task in docket.allocated or docket.slice.parent is not None):
        return refuse(Code.NOT_ALLOCATED, task=command.task)
    return (ev.TaskWithdrawn(command.task, command.text, command.copies, command.period),)


def move_deadline(docket: Docket, command: cmd.MoveDeadline, parcel: cmd.Parcel) -> Outcome:
    """Another deadline by the issuer's own word, earlier or later; what it was stays on record."""
    if refusal := as_issuer(docket, parcel) or _running(docket, command.task, command.copies, command.period):
        return refusal
    deadline = command.deadline
    if deadline.day - civil_day(parcel.received_at) > FARTHEST:
        return refuse(Code.DEADLINE_TOO_FAR, task=command.task, deadline=deadline.day)
    if docket.moment(deadline) <= parcel.received_at:
        return refuse(Code.DEADLINE_PASSED, deadline=deadline.day)
    if command.task in docket.allocated and command.period is None and not any(rows_of(docket, command.task)):
        return refuse(Code.NOT_ALLOCATED, task=command.task)
    task = docket.task(command.task)
    if command.period is None and task is not None and task.recurrence is not None:
        return refuse(Code.TWO_DEADLINES, task=command.task)
    if not command.beyond and (refusal := within_limit(docket, command.task, deadline, command.period)):
        return refusal
    return (
        ev.DeadlineMoved(command.task, deadline, command.text, command.copies, command.period, beyond=command.beyond),
    )


def _running(docket: Docket, task: int, copies: tuple[str, ...], period: str | None) -> Refusal | None:
    """Turn away what concerns a task that is not here, was taken back, or has nothing open of what is named."""
    if task not in docket.tasks:
        return refuse(Code.UNKNOWN_TASK, task=task)
    if task in docket.ended:
        return refuse(Code.TASK_ENDED, task=task)
    if not copies and period is None:
        return None
    if period is None and task in docket.series and set(copies) <= set(docket.series[task].leads):
        return None
    found = {row.copy for row in rows_of(docket, task, copies, period)}
    if missing := sorted(set(copies) - found):
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=f"{task}:{missing[0]}")
    return None if found else refuse(Code.UNKNOWN_ASSIGNMENT, assignment=f"{task}:*:{period}")


def correct_text(docket: Docket, command: cmd.CorrectText, parcel: cmd.Parcel) -> Outcome:
    """The wording of a task corrected (đính chính), Decree 30/2020/NĐ-CP."""
    if refusal := as_root(docket, parcel) or _running(docket, command.task, (), None):
        return refusal
    return (ev.TextCorrected(command.task, command.text),)


def date_event(docket: Docket, command: cmd.DateEvent, parcel: cmd.Parcel) -> Outcome:
    """The day of an event on which deadlines wait."""
    if refusal := as_root(docket, parcel):
        return refusal
    if not any(task.relative and task.relative.event == command.event for task in docket.tasks.values()):
        return refuse(Code.UNKNOWN_EVENT, event=command.event)
    if command.day - civil_day(parcel.received_at) > FARTHEST:
        return refuse(Code.DEADLINE_TOO_FAR, task="*", deadline=command.day)
    return (ev.EventDated(command.event, command.day),)


def recall(docket: Docket, command: cmd.Recall, parcel: cmd.Parcel) -> Outcome:
    """The whole directive taken back; with the id of another it is replaced by that."""
    return as_root(docket, parcel) or (ev.Recalled(command.text, command.replaced_by),)


def register(docket: Docket, command: cmd.Register, parcel: cmd.Parcel) -> Outcome:
    """Number, symbol and date of a directive that was launched without; that they are free was seen to before."""
    if refusal := as_root(docket, parcel):
        return refusal
    known, event = docket.registered, ev.Registered(command.number, command.symbol, command.issued_on)
    if known is not None and known != (event.number, event.symbol):
        return refuse(Code.REGISTERED_ALREADY, number=known[0], symbol=known[1])
    return (event,)
