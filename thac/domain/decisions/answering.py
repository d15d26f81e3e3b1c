"""How an ask is answered, and what follows from the answer."""

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import Assignment
from thac.domain.deadlines import Deadline
from thac.domain.decisions.giving import check_new_lead
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import ISSUING, WORKING, as_agency, as_issuer
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse


def answer(docket: Docket, command: cmd.Answer, parcel: cmd.Parcel) -> Outcome:
    """The answer of whoever is awaited."""
    found = _ask(docket, command.assignment, command.ask)
    if isinstance(found, Refusal):
        return found
    row, ask = found
    if ask.climbed:
        return refuse(Code.CLIMBED, ask=ask.number)
    roles = ISSUING if ask.awaits == docket.slice.agency else WORKING
    if refusal := as_agency(docket, ask.awaits, parcel, roles):
        return refusal
    answered = ev.Answered(row.key, ask.number, command.grant, command.text)
    if not command.grant:
        return (answered,) if command.text else refuse(Code.REASON_NEEDED)
    match ask.kind:
        case AskKind.DECLINE:
            return _grant_decline(docket, row, command, answered)
        case AskKind.HAND_OVER:
            return _grant_hand_over(row, ask, command, answered)
        case AskKind.EXTENSION:
            return _grant_extension(docket, row, ask, command, parcel)
        case _:
            return (answered,) if command.text else refuse(Code.REASON_NEEDED)


def _ask(docket: Docket, assignment: str, number: int) -> tuple[Assignment, Ask] | Refusal:
    row = docket.rows.get(assignment)
    if row is None:
        return refuse(Code.UNKNOWN_ASSIGNMENT, assignment=assignment)
    if not 1 <= number <= len(row.asks):
        return refuse(Code.UNKNOWN_ASK, ask=number)
    ask = row.asks[number - 1]
    return (row, ask) if ask.outcome is None else refuse(Code.ASK_ANSWERED, ask=number, outcome=ask.outcome)


def _grant_decline(docket: Docket, row: Assignment, command: cmd.Answer, answered: ev.Answered) -> Outcome:
    """The work goes to another lead, or is taken back."""
    if command.to is None:
        if not command.text:
            return refuse(Code.REASON_NEEDED)
        return answered, ev.TaskWithdrawn(row.task, command.text, (row.copy,), row.period)
    return check_new_lead(docket, row, command.to) or (
        answered,
        ev.Reassigned(row.key, command.to, command.text),
    )


def _grant_hand_over(row: Assignment, ask: Ask, command: cmd.Answer, answered: ev.Answered) -> Outcome:
    """The issuer's consent first; then the new lead signs, and only that releases the old one."""
    if ask.to is None or not ask.consented:
        return (ev.Consented(row.key, ask.number, command.text),)
    return answered, ev.Reassigned(row.key, ask.to, ask.text, signed=True)


def _grant_extension(docket: Docket, row: Assignment, ask: Ask, command: cmd.Answer, parcel: cmd.Parcel) -> Outcome:
    """The day asked for, or an earlier one; never past, and not after the level above."""
    wanted = command.deadline or ask.deadline
    if wanted is None or ask.deadline is None or row.due is None:
        return refuse(Code.UNDATED)
    due = docket.moment(wanted)
    if due > docket.moment(ask.deadline):
        return refuse(Code.EXTENSION_BEYOND_ASKED, deadline=wanted.day, asked=ask.deadline.day)
    if due <= parcel.received_at:
        return refuse(Code.DEADLINE_PASSED, deadline=wanted.day)
    if due <= row.due:
        return refuse(Code.EXTENSION_NOT_LATER, deadline=wanted.day)
    if refusal := within_limit(docket, row.task, wanted, row.period):
        return refusal
    return (ev.Answered(row.key, ask.number, grant=True, text=command.text, deadline=wanted),)


def within_limit(docket: Docket, task: int, deadline: Deadline, period: str | None) -> Refusal | None:
    """Turn away a deadline after that of the level above."""
    limit = docket.limit(task, period)
    if limit is None or docket.moment(deadline) <= limit:
        return None
    return refuse(Code.AFTER_PARENT, task=task, deadline=deadline.day, above=limit)


def climb(docket: Docket, command: cmd.Climb, parcel: cmd.Parcel) -> Outcome:
    """An obstacle beyond this level's competence is passed to the one above, once."""
    if refusal := as_issuer(docket, parcel):
        return refusal
    found = _ask(docket, command.assignment, command.ask)
    if isinstance(found, Refusal):
        return found
    row, ask = found
    if ask.kind is not AskKind.OBSTACLE:
        return refuse(Code.NOT_AN_OBSTACLE, ask=ask.number)
    if docket.slice.parent is None:
        return refuse(Code.NO_LEVEL_ABOVE)
    return (
        refuse(Code.ASKED_ALREADY, ask=ask.number) if ask.climbed else (ev.Climbed(row.key, ask.number, command.text),)
    )
