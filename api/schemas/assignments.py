"""Assignments and their history, as they go out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.words import Output
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.assignments import State, Timeliness
from thac.domain.codec import dump
from thac.domain.deadlines import Reason
from thac.store.queries.assignments import AssignmentLine, text_named


class DeadlineVersionOut(Output):
    """One version of the deadline; the first is the directive's own and never changes."""

    due: datetime
    set_at: datetime
    reason: Reason = Reason.DIRECTIVE


class AssignmentOut(Output):
    """One assignment.

    ``timeliness`` and ``days_over`` hold at the moment of the answer; ``days_over`` counts the days on the calendar by
    which the deadline was missed, 0 on the day itself, and is null when it was not missed.
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
    deadlines: list[DeadlineVersionOut]
    links: dict[str, str]


class ActorOut(Output):
    """Who acted."""

    agency: str
    role: Role
    name: str


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


def assignment_out(line: AssignmentLine) -> AssignmentOut:
    """The assignment as it goes out."""
    fields = {name: getattr(line, name) for name in AssignmentOut.model_fields if hasattr(line, name)}
    return AssignmentOut(
        **fields
        | {
            "copy_for": line.copy,
            "coordinators": list(line.coordinators),
            "deadlines": [DeadlineVersionOut.model_validate(version) for version in line.deadlines],
            "links": _links(line),
        }
    )


def history_out(assignment: str, recorded: tuple[ev.Recorded, ...], texts: Mapping[str, str]) -> HistoryOut:
    """The events as they go out, with their texts."""
    return HistoryOut(assignment=assignment, events=[_event(one, texts) for one in recorded])


def _links(line: AssignmentLine) -> dict[str, str]:
    here = f"/api/v1/assignments/{line.id}"
    return {
        "self": here,
        "ledger": f"{here}/ledger",
        "directive": f"/api/v1/directives/{line.directive}",
        "docket": f"/api/v1/cascades/{line.directive}/dockets/{line.issuer}",
    }


def _event(recorded: ev.Recorded, texts: Mapping[str, str]) -> EventOut:
    actor = recorded.actor
    named = text_named(recorded.event)
    return EventOut(
        seq=recorded.seq,
        kind=recorded.event.kind,
        at=recorded.at,
        received_at=recorded.received_at,
        actor=None if actor is None else ActorOut(agency=actor.agency, role=actor.role, name=actor.name),
        event=dump(type(recorded.event), recorded.event),
        text=None if named is None else texts.get(named),
    )
