"""Which command brought an event about? An event holds what its command said, so that it can be decided again."""

from collections.abc import Mapping
from dataclasses import fields

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.asks import AskKind, Receiver
from thac.domain.deadlines import exactly
from thac.domain.docket import Docket


def command_behind(docket: Docket, event: ev.Event, after: ev.Event | None) -> cmd.Command | None:
    """The command that comes to this event first, in the docket as it was before; None when none does.

    ``after`` is the event that follows: a decline that was granted does not say itself who got the work.
    """
    match event:
        case ev.Allocated((one,)):
            return _allocation(docket, one)
        case ev.Confirmed(key, open_below):
            return cmd.Confirm(key, over_open=open_below != 0)
        case ev.Returned(key, reason, due):
            return cmd.Return(key, reason, None if due is None else exactly(due))
        case ev.Asked():
            return _ask(event)
        case ev.Answered(key, number, grant, text, deadline):
            to = after.to if isinstance(after, ev.Reassigned) and not after.signed else None
            return cmd.Answer(key, number, grant, text, deadline, to)
        case ev.Consented(key, number, text):
            return cmd.Answer(key, number, grant=True, text=text)
        case ev.TaskAdded(task):
            keeping = after.allocations[0].keeping if isinstance(after, ev.Allocated) else ()
            leads = docket.slice.members(task.to)
            return cmd.AddTask(task, tuple(Receiver(lead, lead in keeping) for lead in leads))
    return _plain(event) or _amendment(event)


def _plain(event: ev.Event) -> cmd.Command | None:
    """The command whose fields the event holds under the same names; a lead that signed for a hand-over gave none."""
    kind = _SAME_FIELDS.get(type(event))
    if kind is None or (isinstance(event, ev.Reassigned) and event.signed):
        return None
    command: cmd.Command = kind(**{one.name: getattr(event, one.name) for one in fields(kind)})
    return command


def _amendment(event: ev.Event) -> cmd.Command | None:
    match event:
        case ev.TaskWithdrawn(task, text, copies, period):
            return cmd.WithdrawTask(task, text or "", copies, period)
        case ev.DeadlineMoved(task, deadline, text, copies, period, beyond):
            return cmd.MoveDeadline(task, deadline, text or "", copies, period, beyond)
        case ev.TextCorrected(task, text):
            return cmd.CorrectText(task, text)
        case ev.EventDated(name, day):
            return cmd.DateEvent(name, day)
        case ev.Recalled(text, replaced_by):
            return cmd.Recall(text or "", replaced_by)
        case ev.Registered(number, symbol, issued_on):
            return cmd.Register(number, symbol, issued_on)
    return None


def _allocation(docket: Docket, one: ev.Allocation) -> cmd.Command:
    receivers = tuple(Receiver(lead, lead in one.keeping) for lead in one.leads)
    if one.task in docket.allocated:
        return cmd.AddRecipients(one.task, tuple(Receiver(lead, lead in one.keeping) for lead in one.leads))
    known = set(docket.slice.subordinates)
    return cmd.Allocate(
        one.task,
        one.leads,
        one.coordinators,
        tuple(receiver for receiver in receivers if receiver.agency not in known or receiver.keeps),
    )


def _ask(event: ev.Asked) -> cmd.Command | None:
    text = event.text or ""
    match event.about:
        case AskKind.DECLINE:
            return cmd.Decline(event.assignment, text)
        case AskKind.HAND_OVER:
            return None if event.to is None else cmd.HandOver(event.assignment, event.to, text)
        case AskKind.EXTENSION:
            return None if event.deadline is None else cmd.AskExtension(event.assignment, event.deadline, text)
        case AskKind.OBSTACLE:
            return cmd.ReportObstacle(event.assignment, text, event.beyond)
        case AskKind.EXPLANATION:
            return cmd.AskExplanation(event.assignment, text)
        case AskKind.INPUT:
            return cmd.AskInput(event.assignment, event.awaits, text, event.deadline)


_SAME_FIELDS: Mapping[type[ev.Event], type[cmd.Command]] = {
    ev.Accepted: cmd.Accept,
    ev.Taken: cmd.Take,
    ev.Progressed: cmd.Progress,
    ev.Submitted: cmd.Submit,
    ev.Reassigned: cmd.Reassign,
    ev.Climbed: cmd.Climb,
    ev.Paused: cmd.Pause,
    ev.Resumed: cmd.Resume,
    ev.Urged: cmd.Urge,
    ev.Acknowledged: cmd.Acknowledge,
    ev.PlanAttached: cmd.AttachPlan,
    ev.SeriesReassigned: cmd.ReassignSeries,
}
