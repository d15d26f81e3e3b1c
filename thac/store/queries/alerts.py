"""What lies in the inboxes of a scope: alerts, the work they are about and the answers to them, for the reading.

Three statements over the same alerts and two over what they name, however many alerts there are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.domain.asks import Ask, AskKind
from thac.domain.assignments import Clock, State
from thac.domain.calendar import WorkCalendar
from thac.domain.codec import load
from thac.domain.directives import Urgency
from thac.domain.inbox import EVERY_WEEK, Alert, Inbox, Waiting, Work
from thac.domain.ladders import Colour
from thac.domain.numbering import reference
from thac.domain.views import Part
from thac.store import tables as t
from thac.store.answers_to_alerts import answers_to
from thac.store.queries.scope import Scope, alerts_in
from thac.store.queries.wording import corrected


@dataclass(frozen=True, slots=True)
class Addressed:
    """An alert, the post it reached, and where that post's agency stands in the tree."""

    key: str
    post: str
    agency: AgencyId
    assignment: str
    path: str


def inbox_of(  # noqa: PLR0913 - whose inbox, which part of it, and as of when
    connection: sa.Connection,
    scope: Scope,
    now: datetime,
    calendar: WorkCalendar = EVERY_WEEK,
    *,
    post: str | None = None,
    below: bool = False,
    ended: bool = False,
) -> Inbox:
    """Everything that a reading of the scope's inbox rests on.

    ``post`` narrows it to one post. Without it, it is the posts of the reader's own agency, and those below only where
    ``below`` asks for them and his role watches them. ``ended``: alerts about finished and withdrawn work too, none of
    which is shown.
    """
    return _inbox(connection, _where(scope, post, below=below), now, calendar, ended=ended)


def inbox_of_post(connection: sa.Connection, post: str, now: datetime, calendar: WorkCalendar = EVERY_WEEK) -> Inbox:
    """Everything that a digest for one post rests on, whoever asks; without finished and withdrawn work."""
    return _inbox(connection, [t.alerts.c.agency == _agency(post), t.alerts.c.post == post], now, calendar, ended=False)


def inbox_about(connection: sa.Connection, alert: Addressed, now: datetime) -> Inbox:
    """What lies with the same post about the same assignment: what an answer to one alert has to be held against."""
    row = t.alerts.c
    where = [row.assignment == alert.assignment, row.agency == _agency(alert.post), row.post == alert.post]
    return _inbox(connection, where, now, EVERY_WEEK, ended=True)


def addressed(connection: sa.Connection, scope: Scope, key: str) -> Addressed | None:
    """Whom an alert reached; None when there is none of that key within the scope."""
    row = t.alerts.c
    found = connection.execute(
        sa.select(row.key, row.post, row.agency, row.assignment, t.agencies.c.path)
        .outerjoin(t.agencies, t.agencies.c.id == row.agency)
        .where(row.key == key, alerts_in(scope))
    ).first()
    return None if found is None else Addressed(*found[:4], found.path or "")


def count_of(
    connection: sa.Connection, scope: Scope, *, post: str | None = None, below: bool = False, ended: bool = False
) -> int:
    """How many alerts :func:`inbox_of` would read."""
    counted = _about(sa.select(sa.func.count()), _where(scope, post, below=below), ended=ended)
    many: int = connection.execute(counted).scalar_one()
    return many


def _where(scope: Scope, post: str | None, *, below: bool) -> list[sa.ColumnElement[bool]]:
    where = [alerts_in(scope)]
    if post is not None:
        where.append(t.alerts.c.post == post)
    elif not below:
        where.append(t.alerts.c.agency == scope.agency)
    return where


def _agency(post: str) -> AgencyId:
    """The agency that a post belongs to, as its key names it."""
    return post.partition("@")[2]


def _inbox(
    connection: sa.Connection,
    where: list[sa.ColumnElement[bool]],
    now: datetime,
    calendar: WorkCalendar,
    *,
    ended: bool,
) -> Inbox:
    row = t.alerts.c
    alerts = connection.execute(_about(sa.select(*_ALERT), where, ended=ended).order_by(row.key))
    lying = tuple(map(_alert, alerts))
    works = _works(connection, _about(sa.select(row.assignment), where, ended=ended)) if lying else {}
    keys = _about(sa.select(row.key), where, ended=ended)
    # On PostgreSQL an alert may have been committed between the statements; it is read the next time.
    known = tuple(alert for alert in lying if alert.assignment in works)
    return Inbox(now, known, works, answers_to(connection, keys) if lying else (), calendar=calendar)


def _about(selected: sa.Select[Any], where: Sequence[sa.ColumnElement[bool]], *, ended: bool) -> sa.Select[Any]:
    """The statement over the alerts of that part, without those about ended work unless asked for."""
    joined = selected.select_from(t.alerts.join(t.assignments, t.assignments.c.id == t.alerts.c.assignment))
    return joined.where(*where) if ended else joined.where(*where, t.assignments.c.open)


_ALERT = tuple(
    t.alerts.c[name]
    for name in (
        *("key", "post", "agency", "assignment", "clock", "round", "version", "step", "repeat", "colour"),
        *("moment", "fired_at"),
    )
)


def _alert(row: Any) -> Alert:
    key, post, agency, assignment, clock, number, version, step, repeat, colour, moment, fired_at = row
    return Alert(
        key, post, agency, assignment, Clock(clock), number, version, step, repeat, Colour(colour), moment, fired_at
    )


def _works(connection: sa.Connection, named: sa.Select[tuple[str]]) -> Mapping[str, Work]:
    texts = _texts(connection, named)
    waiting = _waiting(connection, named)
    found = connection.execute(_WORKS.where(t.assignments.c.id.in_(named)))
    works: dict[str, Work] = {}
    for row in found:
        text = texts.get((row.directive, row.task), "")
        works[row.id] = _work(row, text, tuple(waiting.get(row.id, ())))
    return works


def _texts(connection: sa.Connection, named: sa.Select[tuple[str]]) -> dict[tuple[str, int], str]:
    """What the tasks say today; each once, however many assignments there are of it."""
    row = t.tasks.c
    directives = sa.select(t.assignments.c.directive).where(t.assignments.c.id.in_(named))
    text = sa.func.coalesce(corrected(), row.text).label("text")
    found = connection.execute(sa.select(row.directive, row.number, text).where(row.directive.in_(directives)))
    return {(one.directive, one.number): one.text for one in found}


def _waiting(connection: sa.Connection, named: sa.Select[tuple[str]]) -> dict[str, list[Waiting]]:
    row = t.parties.c
    found = connection.execute(
        sa.select(row.assignment, row.ask, row.kind, row.agency, row.answer_by, t.agencies.c.name, t.assignments.c.asks)
        .join(t.assignments, t.assignments.c.id == row.assignment)
        .outerjoin(t.agencies, t.agencies.c.id == row.agency)
        .where(row.role == Part.AWAITED.value, row.assignment.in_(named))
        .order_by(row.assignment, row.ask)
    )
    waiting: dict[str, list[Waiting]] = {}
    for one in found:
        asked = load(Ask, json.loads(one.asks)[one.ask - 1])
        since = asked.since or asked.asked_at
        ask = Waiting(one.ask, AskKind(one.kind), one.agency, one.name or one.agency, one.answer_by, since)
        waiting.setdefault(one.assignment, []).append(ask)
    return waiting


def _selected() -> sa.Select[Any]:
    issuers, leads = t.agencies.alias("issuers"), t.agencies.alias("leads")
    row, directive = t.assignments.c, t.directives.c
    return (
        sa.select(
            *(
                row[name]
                for name in (
                    *("id", "docket", "directive", "task", "period", "issuer", "lead", "state", "request", "round"),
                    *("due", "assigned_at", "person", "reported_at", "submitted_at", "paused_at", "keeps", "plan"),
                    *("implements", "deadlines"),
                )
            ),
            t.dockets.c.above,
            directive.doc_type,
            directive.number,
            directive.symbol,
            directive.subject,
            directive.urgency,
            issuers.c.name.label("issuer_name"),
            leads.c.name.label("lead_name"),
        )
        .outerjoin(t.dockets, t.dockets.c.id == row.docket)
        .outerjoin(t.directives, directive.id == row.directive)
        .outerjoin(issuers, issuers.c.id == row.issuer)
        .outerjoin(leads, leads.c.id == row.lead)
    )


_WORKS = _selected()


def _work(row: Any, text: str, waiting: tuple[Waiting, ...]) -> Work:
    return Work(
        id=row.id,
        docket=row.docket,
        directive=row.directive,
        title="" if row.doc_type is None else reference(row.doc_type, row.number, row.symbol),
        subject=row.subject or "",
        urgency=Urgency.NORMAL if row.urgency is None else Urgency(row.urgency),
        task=row.task,
        text=text,
        period=row.period,
        issuer=row.issuer,
        issuer_name=row.issuer_name or row.issuer,
        lead=row.lead,
        lead_name=row.lead_name or row.lead,
        state=State(row.state),
        request=row.request,
        round=row.round,
        version=0 if row.deadlines == "[]" else len(json.loads(row.deadlines)),
        due=row.due,
        assigned_at=row.assigned_at,
        person=row.person,
        reported_at=row.reported_at,
        submitted_at=row.submitted_at,
        paused=row.paused_at is not None,
        keeps=row.keeps,
        waiting=waiting,
        above=row.above,
        plan=row.plan,
        implements=() if row.implements == "[]" else tuple(json.loads(row.implements)),
    )
