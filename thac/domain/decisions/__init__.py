"""What a docket answers to a command: the events that follow, or the refusal that says why not.

Pure functions of the docket and the command. A docket keeps the version of the rules it was opened with
(:mod:`thac.domain.turns` chooses): 1 is the life from allocation to confirmation, 2 the whole of it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from thac.domain import commands as cmd
from thac.domain.decisions import amending, answering, asking, giving, minding, reviewing, working
from thac.domain.decisions.outcomes import Outcome
from thac.domain.docket import Docket
from thac.domain.refusals import Code, refuse

Decision: TypeAlias = Callable[[Docket, Any, cmd.Parcel], Outcome]

_FIRST: Mapping[type, Decision] = {
    cmd.Allocate: giving.allocate,
    cmd.Accept: working.accept,
    cmd.Take: working.take,
    cmd.Progress: working.progress,
    cmd.Submit: working.submit,
    cmd.Confirm: reviewing.confirm,
    cmd.Return: reviewing.return_,
}
_ALL: Mapping[type, Decision] = {
    **_FIRST,
    cmd.Reassign: giving.reassign,
    cmd.ReassignSeries: giving.reassign_series,
    cmd.AddRecipients: giving.add_recipients,
    cmd.AddTask: giving.add_task,
    cmd.AttachPlan: giving.attach_plan,
    cmd.Decline: asking.decline,
    cmd.HandOver: asking.hand_over,
    cmd.AskExtension: asking.ask_extension,
    cmd.ReportObstacle: asking.report_obstacle,
    cmd.AskExplanation: asking.ask_explanation,
    cmd.AskInput: asking.ask_input,
    cmd.Answer: answering.answer,
    cmd.Climb: answering.climb,
    cmd.Pause: minding.pause,
    cmd.Resume: minding.resume,
    cmd.Urge: minding.urge,
    cmd.Acknowledge: working.acknowledge,
    cmd.WithdrawTask: amending.withdraw_task,
    cmd.MoveDeadline: amending.move_deadline,
    cmd.CorrectText: amending.correct_text,
    cmd.DateEvent: amending.date_event,
    cmd.Recall: amending.recall,
    cmd.Register: amending.register,
}


def decide_first(docket: Docket, parcel: cmd.Parcel) -> Outcome:
    """Version 1 of the rules."""
    return _decide(_FIRST, docket, parcel)


def decide(docket: Docket, parcel: cmd.Parcel) -> Outcome:
    """The events a command brings about in the docket as it stands, or the refusal; version 2 of the rules.

    A closed docket takes no command: it was closed by the word from above, over whatever stayed open.
    """
    return _decide(_ALL, docket, parcel)


def _decide(decisions: Mapping[type, Decision], docket: Docket, parcel: cmd.Parcel) -> Outcome:
    if docket.closed_at is not None:
        return refuse(Code.DOCKET_CLOSED)
    decision = decisions.get(type(parcel.command))
    if decision is None:
        return refuse(Code.NOT_IN_RULES, rules=docket.slice.rules, command=parcel.command.kind)
    return decision(docket, parcel.command, parcel)
