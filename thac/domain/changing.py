"""How an event changes the assignment that it names: the row as it was, the row as it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from thac.domain import events as ev
from thac.domain.asks import Ask, AskKind, Outcome
from thac.domain.assignments import Assignment, Clock, Reached, State
from thac.domain.calendar import civil_day
from thac.domain.deadlines import Deadline, DeadlineVersion, Reason
from thac.domain.docket import Docket
from thac.domain.ladders import run_begun


def withdrawn(row: Assignment, at: datetime) -> Assignment:
    """The assignment taken back; what was asked on it is overtaken, and its lead has the change to sign for."""
    return replace(row, state=State.WITHDRAWN, withdrawn_at=at, asks=_moot(row.asks, at), unsigned=row.unsigned + 1)


def _moot(asks: tuple[Ask, ...], at: datetime, *but: AskKind) -> tuple[Ask, ...]:
    return tuple(
        replace(ask, outcome=Outcome.MOOT, answered_at=at) if ask.open and ask.kind not in but else ask for ask in asks
    )


def dated(  # noqa: PLR0913, PLR0917 - everything a version says
    row: Assignment, words: Deadline, due: datetime, reason: Reason, recorded: ev.Recorded, text: str | None
) -> Assignment:
    """The assignment with a further version of its deadline; the ladder begins anew for it."""
    actor = recorded.actor
    by = None if actor is None else f"{actor.name} ({actor.agency})"
    version = DeadlineVersion(due, recorded.effective_at, reason, words, by, text)
    return replace(
        row,
        deadlines=(*row.deadlines, version),
        reached=_without(row.reached, Clock.COMPLETION),
        unsigned=row.unsigned + (reason is Reason.AMENDED),
        overran=_overran(row, recorded.effective_at),
    )


def _overran(row: Assignment, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """When it was late so far, now that it gets another deadline; a result that waits for review stopped the time."""
    until = at if row.submitted_at is None else row.submitted_at
    return row.overran if row.due is None or until <= row.due else (*row.overran, (row.due, until))


def _accepted(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    return replace(row, state=State.ACCEPTED, accepted_at=recorded.effective_at)


def _taken(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    state = State.TAKEN if row.state is State.ACCEPTED else row.state
    return replace(row, state=state, person=_of(recorded, ev.Taken).person, taken_at=recorded.effective_at)


def _progressed(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    return replace(row, percent=_of(recorded, ev.Progressed).percent, reported_at=recorded.effective_at)


def _submitted(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    at, actor = recorded.effective_at, recorded.actor
    by = None if actor is None or actor.on_behalf is None else f"{actor.agency}/{actor.name}"
    return replace(row, state=State.SUBMITTED, submitted_at=at, reported_at=at, submitted_by=by)


def _confirmed(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    at = recorded.effective_at
    over_open = _of(recorded, ev.Confirmed).open_below != 0
    return replace(row, state=State.COMPLETED, completed_at=at, over_open=over_open, asks=_moot(row.asks, at))


def _returned(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Returned), recorded.effective_at
    versions = row.deadlines
    if event.due is not None:
        versions = (*versions, DeadlineVersion(event.due, at, Reason.REDO))
    return replace(
        row,
        state=State.RETURNED,
        round=row.round + 1,
        deadlines=versions,
        submitted_at=None,
        submitted_by=None,
        returned_at=at,
        reached=_without(row.reached, Clock.COMPLETION, Clock.REVIEW),
        overran=row.overran if event.due is None else _overran(row, at),
    )


def _step_fired(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event = _of(recorded, ev.StepFired)
    if event.clock is Clock.ANSWER:
        asks = tuple(replace(ask, reached=event.step) if ask.number == event.round else ask for ask in row.asks)
        return replace(row, asks=asks)
    silence = event.clock is Clock.SILENCE
    begun = run_begun(row, event.repeat) if silence else 0
    last = row.reached.get(Clock.RECEIPT) if event.clock is Clock.RECEIPT else None
    before = () if last is None else (*last.before, (last.step, last.repeat))
    reached = {**row.reached, event.clock: Reached(event.step, event.repeat, begun, before)}
    silent_at = event.moment if silence else row.silent_at
    return replace(row, reached=reached, silent_at=silent_at)


def _given_to(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Reassigned), recorded.effective_at
    return replace(
        row,
        lead=event.to.agency,
        former=(*row.former, row.lead),
        keeps=event.to.keeps,
        coordinators=tuple(one for one in row.coordinators if one != event.to.agency),
        state=State.ACCEPTED if event.signed else State.ASSIGNED,
        round=row.round + 1,
        assigned_at=at,
        accepted_at=at if event.signed else None,
        person=None,
        taken_at=None,
        submitted_at=None,
        submitted_by=None,
        returned_at=None,
        silent_at=None,
        urged_at=(),
        plan=None,
        reached={},
        asks=_moot(row.asks, at, AskKind.EXTENSION),
    )


def _asked(docket: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Asked), recorded.effective_at
    asker = event.below.agency if event.below is not None else recorded.actor and recorded.actor.acting
    ask = Ask(
        number=len(row.asks) + 1,
        kind=event.about,
        asker=asker or docket.slice.agency,
        awaits=event.awaits,
        asked_at=at,
        answer_by=answer_by(docket, event.about, event.deadline, at),
        text=event.text,
        deadline=event.deadline,
        to=event.to,
        beyond=event.beyond,
        below=event.below,
        consented=event.about is AskKind.HAND_OVER and not docket.slice.defaults.hand_over_consent,
    )
    return replace(row, asks=(*row.asks, ask))


def answer_by(docket: Docket, kind: AskKind, deadline: Deadline | None, at: datetime) -> datetime:
    """By when somebody who is awaited since that moment has to answer."""
    if kind is not AskKind.INPUT:
        return _within(docket, at, docket.slice.defaults.answer_days)
    if deadline is not None:
        return docket.moment(deadline)
    return _within(docket, at, docket.slice.defaults.input_days)


def _within(docket: Docket, at: datetime, days: int) -> datetime:
    calendar = docket.slice.calendar
    return calendar.closing(calendar.working_day(civil_day(at), days))


def _answered_row(docket: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Answered), recorded.effective_at
    ask = row.asks[event.ask - 1]
    if not ask.open:  # it was overtaken here before the answer of the level above was heard
        return row
    outcome = Outcome.GRANTED if event.grant else Outcome.REFUSED
    row = _with(row, replace(ask, outcome=outcome, answered_at=at, answer=event.text))
    if ask.kind is AskKind.EXTENSION and event.grant and event.deadline is not None:
        return dated(row, event.deadline, docket.moment(event.deadline), Reason.EXTENSION, recorded, event.text)
    return row


def _consented(docket: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Consented), recorded.effective_at
    ask = row.asks[event.ask - 1]
    awaits = ask.awaits if ask.to is None else ask.to.agency
    by = _within(docket, at, docket.slice.defaults.answer_days)
    asked = replace(ask, consented=True, awaits=awaits, answer_by=by, answer=event.text, reached=None, since=at)
    return _with(row, asked)


def _climbed(docket: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    event, at = _of(recorded, ev.Climbed), recorded.effective_at
    ask = row.asks[event.ask - 1]
    awaits = docket.slice.parent or ask.awaits
    by = _within(docket, at, docket.slice.defaults.answer_days)
    return _with(row, replace(ask, climbed=True, awaits=awaits, answer_by=by, reached=None, since=at))


def _with(row: Assignment, ask: Ask) -> Assignment:
    return replace(row, asks=tuple(ask if one.number == ask.number else one for one in row.asks))


def _paused(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    return replace(row, pauses=(*row.pauses, (recorded.effective_at, None)))


def _resumed(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    return replace(row, pauses=(*row.pauses[:-1], (row.pauses[-1][0], recorded.effective_at)))


def _urged(_: Docket, row: Assignment, recorded: ev.Recorded) -> Assignment:
    return replace(row, urged_at=(*row.urged_at, recorded.effective_at))


def _acknowledged(_: Docket, row: Assignment, __: ev.Recorded) -> Assignment:
    return replace(row, unsigned=0)


def _of(recorded: ev.Recorded, kind: type[Any]) -> Any:
    if not isinstance(recorded.event, kind):
        raise TypeError(f"{recorded.event!r} is no {kind.__name__}")
    return recorded.event


def _without(reached: Mapping[Clock, Reached], *clocks: Clock) -> Mapping[Clock, Reached]:
    return {clock: mark for clock, mark in reached.items() if clock not in clocks}


CHANGES: dict[type[ev.Event], Callable[[Docket, Assignment, ev.Recorded], Assignment]] = {
    ev.Accepted: _accepted,
    ev.Taken: _taken,
    ev.Progressed: _progressed,
    ev.Submitted: _submitted,
    ev.Confirmed: _confirmed,
    ev.Returned: _returned,
    ev.StepFired: _step_fired,
    ev.Reassigned: _given_to,
    ev.Asked: _asked,
    ev.Answered: _answered_row,
    ev.Consented: _consented,
    ev.Climbed: _climbed,
    ev.Paused: _paused,
    ev.Resumed: _resumed,
    ev.Urged: _urged,
    ev.Acknowledged: _acknowledged,
}
"""How the assignment that an event names is changed by it."""
