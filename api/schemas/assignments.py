"""Assignments and their history, as they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.directives import DeadlineOut, deadline_out
from api.schemas.words import Output
from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.asks import AskKind, Outcome
from thac.domain.assignments import State, Timeliness
from thac.domain.codec import dump
from thac.domain.codec import load as decode
from thac.domain.deadlines import Deadline, Reason
from thac.store.queries.assignments import AssignmentLine, text_named
from thac.store.queries.collecting import Inputs


class DeadlineVersionOut(Output):
    """One version of the deadline; the first is the directive's own and never changes.

    ``words`` is the civil deadline where one was named, ``by`` who set it, ``text`` the reason.
    """

    due: datetime
    set_at: datetime
    reason: Reason = Reason.DIRECTIVE
    words: DeadlineOut | None = None
    by: str | None = None
    text: str | None = None


class AskOut(Output):
    """What one side of an assignment asked of the other.

    ``awaits`` has to answer by ``answer_by``; ``outcome`` is null while it has not. ``to`` is who is to take over,
    ``deadline`` the day asked for, ``climbed``: the level above has to answer.
    """

    number: int
    kind: AskKind
    asker: str
    awaits: str
    asked_at: datetime
    answer_by: datetime
    text: str | None = None
    deadline: DeadlineOut | None = None
    to: str | None = None
    beyond: bool = False
    climbed: bool = False
    consented: bool = False
    outcome: Outcome | None = None
    answered_at: datetime | None = None
    answer: str | None = None


class StretchOut(Output):
    """From when to when it was late before a later deadline was set."""

    start: datetime
    end: datetime


class AssignmentOut(Output):
    """One assignment.

    ``timeliness`` and ``days_over`` hold at the moment of the answer; ``days_over`` counts the days on the calendar by
    which the deadline was missed, 0 on the day itself, and is null when it was not missed. ``days_moved`` are the
    working days from the first deadline to the current one. ``original_text`` are the words of the document where they
    were corrected. ``plan`` is the own plan that does the work, ``implements`` what it does of the directive above.
    ``unsigned`` counts the changes from above that the lead has not signed for.
    """

    id: str
    directive: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issuer: str
    issuer_name: str
    task: int
    text: str
    original_text: str | None
    product: str | None
    copy_for: str = Field(description="Cơ quan có bản giao này · The agency this copy was made for")
    lead: str
    lead_name: str
    coordinators: list[str]
    state: State
    open: bool
    round: int
    percent: int
    person: str | None
    assigned_at: datetime
    accepted_at: datetime | None
    taken_at: datetime | None
    reported_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    first_due: datetime | None
    due: datetime | None
    timeliness: Timeliness
    days_over: int | None
    days_moved: int | None
    overran: list[StretchOut]
    deadlines: list[DeadlineVersionOut]
    period: str | None
    series: str | None
    request: bool
    keeps: bool
    silence_days: int | None
    former: list[str]
    monitor: str | None
    submitted_by: str | None
    returned_at: datetime | None
    withdrawn_at: datetime | None
    paused_at: datetime | None
    urged: int
    urged_at: datetime | None
    over_open: bool
    unsigned: int
    plan: str | None
    implements: list[int]
    asks: list[AskOut]
    links: dict[str, str]


class ActorOut(Output):
    """Who acted."""

    agency: str
    role: Role
    name: str
    on_behalf: str | None = Field(None, description="Cơ quan được nhập thay · The agency it was entered for")


class EventOut(Output):
    """One event of the ledger. ``event`` holds its fields, ``text`` the note, report or reason they name by digest."""

    seq: int
    kind: str
    at: datetime
    received_at: datetime | None
    actor: ActorOut | None
    event: dict[str, Any]
    text: str | None


class HistoryOut(Output):
    """Everything that happened to an assignment, in order."""

    assignment: str
    events: list[EventOut]


class InputsOut(Output):
    """The reports on one collected task in one period: how many are due, are in, are in and confirmed."""

    task: int
    period: str | None
    total: int
    submitted: int
    confirmed: int
    due: datetime | None


class CollectedOut(Output):
    """What the task of an assignment collects, by task and period; empty where it collects nothing."""

    assignment: str
    inputs: list[InputsOut]


def collected_out(assignment: str, collected: Iterable[Inputs]) -> CollectedOut:
    """What is collected, as it goes out."""
    return CollectedOut(assignment=assignment, inputs=[InputsOut(**asdict(one)) for one in collected])


def assignment_out(line: AssignmentLine, texts: Mapping[str, str]) -> AssignmentOut:
    """The assignment as it goes out, with the texts that its asks and deadlines name by digest."""
    fields = {name: getattr(line, name) for name in AssignmentOut.model_fields if hasattr(line, name)}
    return AssignmentOut(
        **fields
        | {
            "copy_for": line.copy,
            "coordinators": list(line.coordinators),
            "former": list(line.former),
            "implements": list(line.implements),
            "deadlines": [DeadlineVersionOut.model_validate(_worded(version, texts)) for version in line.deadlines],
            "asks": [AskOut.model_validate(_worded(ask, texts)) for ask in line.asks],
            "overran": [StretchOut(start=start, end=end) for start, end in line.overran],
            "links": _links(line),
        }
    )


def _worded(part: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """An ask or a deadline with its words in the place of their digests; a text that is not kept is null."""
    words = {name: texts.get(part[name]) for name in ("text", "answer") if part.get(name) is not None}
    days = {name: _day(part[name]) for name in ("deadline", "words") if part.get(name) is not None}
    to = {} if part.get("to") is None else {"to": part["to"]["agency"]}
    return {**part, **words, **days, **to}


def _day(deadline: Mapping[str, Any]) -> DeadlineOut:
    return deadline_out(decode(Deadline, deadline))


def actor_out(actor: Actor) -> ActorOut:
    """Who acted, as it goes out."""
    return ActorOut(agency=actor.agency, role=actor.role, name=actor.name, on_behalf=actor.on_behalf)


def history_out(assignment: str, recorded: tuple[ev.Recorded, ...], texts: Mapping[str, str]) -> HistoryOut:
    """The events as they go out, with their texts."""
    return HistoryOut(assignment=assignment, events=[_event(one, texts) for one in recorded])


def _links(line: AssignmentLine) -> dict[str, str]:
    here = f"/api/v1/assignments/{line.id}"
    plan = {} if line.plan is None else {"plan": f"/api/v1/directives/{line.plan}"}
    occurrences = {} if line.series is None else {"occurrences": f"/api/v1/assignments?series={line.series}"}
    return {
        "self": here,
        "ledger": f"{here}/ledger",
        "directive": f"/api/v1/directives/{line.directive}",
        "docket": f"/api/v1/cascades/{line.directive}/dockets/{line.issuer}",
        **plan,
        **occurrences,
    }


def _event(recorded: ev.Recorded, texts: Mapping[str, str]) -> EventOut:
    actor = recorded.actor
    named = text_named(recorded.event)
    return EventOut(
        seq=recorded.seq,
        kind=recorded.event.kind,
        at=recorded.at,
        received_at=recorded.received_at,
        actor=None if actor is None else actor_out(actor),
        event=_fields(recorded.event),
        text=None if named is None else texts.get(named),
    )


def _fields(event: ev.Event) -> dict[str, Any]:
    """The fields of an event; of another calendar only its number, which `/calendar` explains."""
    if isinstance(event, ev.CalendarChanged):
        return {"version": event.calendar.version}
    fields: dict[str, Any] = dump(type(event), event)
    return fields
