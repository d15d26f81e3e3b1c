"""What lies in the inboxes of a scope: alerts, the work they are about and the answers to them, for the reading.

Three statements over the same alerts and two over what they name, however many alerts there are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class InboxPart:
    """A part of the inboxes that a scope sees.

    ``post`` narrows it to one post. Without it, it is the posts of the reader's own agency, and those below only where
    ``below`` asks for them and his role watches them. ``ended``: alerts about finished and withdrawn work too, none of
    which is shown.
    """

    scope: Scope
    post: str | None = None
    below: bool = False
    ended: bool = False

    @property
    def narrowed(self) -> "InboxPart":
        """The same alerts, and the same for everybody of the agency whose own posts it is about, whatever his role."""
        own = not self.below if self.post is None else _agency(self.post) == self.scope.agency
        scope = Scope(self.scope.agency, self.scope.path, below=False) if own else self.scope
        return replace(self, scope=scope, below=self.below and not own)

    @property
    def where(self) -> list[sa.ColumnElement[bool]]:
        """What an alert in it fulfils, beside the assignment that it is about."""
        where = [alerts_in(self.scope)]
        if self.post is not None:
            where.append(t.alerts.c.post == self.post)
        elif not self.below:
            where.append(t.alerts.c.agency == self.scope.agency)
        return where if self.ended else [*where, _OPEN]


def inbox_of(
    connection: sa.Connection,
    part: InboxPart,
    now: datetime,
    calendar: WorkCalendar = EVERY_WEEK,
    *,
    words: bool = True,
) -> Inbox:
    """Everything that a reading of that part rests on; without ``words`` only what decides and ranks."""
    return _inbox(connection, part.where, now, calendar, words=words)


def inbox_of_post(connection: sa.Connection, post: str, now: datetime, calendar: WorkCalendar = EVERY_WEEK) -> Inbox:
    """Everything that a digest for one post rests on, whoever asks; without finished and withdrawn work."""
    return _inbox(connection, [t.alerts.c.agency == _agency(post), t.alerts.c.post == post, _OPEN], now, calendar)


def inbox_around(connection: sa.Connection, keys: Sequence[str], now: datetime) -> Inbox:
    """Those alerts, and whatever else lies with the same posts about the same assignments."""
    row = t.alerts.c
    about, posts = (sa.select(column).where(row.key.in_(keys)) for column in (row.assignment, row.post))
    return _inbox(connection, [row.assignment.in_(about), row.post.in_(posts)], now, EVERY_WEEK)


def inbox_about(connection: sa.Connection, alert: Addressed, now: datetime) -> Inbox:
    """What lies with the same post about the same assignment: what an answer to one alert has to be held against."""
    row = t.alerts.c
    where = [row.assignment == alert.assignment, row.agency == _agency(alert.post), row.post == alert.post]
    return _inbox(connection, where, now, EVERY_WEEK)


def addressed(connection: sa.Connection, scope: Scope, key: str) -> Addressed | None:
    """Whom an alert reached; None when there is none of that key within the scope."""
    row = t.alerts.c
    found = connection.execute(
        sa.select(row.key, row.post, row.agency, row.assignment, t.agencies.c.path)
        .outerjoin(t.agencies, t.agencies.c.id == row.agency)
        .where(row.key == key, alerts_in(scope))
    ).first()
    return None if found is None else Addressed(*found[:4], found.path or "")


def count_of(connection: sa.Connection, part: InboxPart, most: int) -> int:
    """How many alerts lie in that part; they are counted to one more than ``most``."""
    lying = _about(sa.select(sa.literal(1)), part.where).limit(most + 1)
    many: int = connection.execute(sa.select(sa.func.count()).select_from(lying.subquery())).scalar_one()
    return many


def _agency(post: str) -> AgencyId:
    """The agency that a post belongs to, as its key names it."""
    return post.partition("@")[2]


def _inbox(
    connection: sa.Connection,
    where: list[sa.ColumnElement[bool]],
    now: datetime,
    calendar: WorkCalendar,
    *,
    words: bool = True,
) -> Inbox:
    row = t.alerts.c
    alerts = connection.execute(_about(sa.select(*_ALERT), where).order_by(row.key))
    lying = tuple(map(_alert, alerts))
    works = _works(connection, _about(sa.select(row.assignment), where), words=words) if lying else {}
    keys = _about(sa.select(row.key), where)
    # On PostgreSQL an alert may have been committed between the statements; it is read the next time.
    known = tuple(alert for alert in lying if alert.assignment in works)
    return Inbox(now, known, works, answers_to(connection, keys) if lying else (), calendar=calendar)


def _about(selected: sa.Select[Any], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """The statement over the alerts of that part and the assignments that they are about."""
    return selected.select_from(t.alerts.join(t.assignments, t.assignments.c.id == t.alerts.c.assignment)).where(*where)


_OPEN = t.assignments.c.open
"""Not about ended work, none of whose alerts is shown."""
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


def _works(connection: sa.Connection, named: sa.Select[tuple[str]], *, words: bool) -> Mapping[str, Work]:
    texts = _texts(connection, named) if words else {}
    waiting = _waiting(connection, named)
    found = connection.execute((_IN_WORDS if words else _BARE).where(t.assignments.c.id.in_(named)))
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


_STANDS = (
    *(
        t.assignments.c[name]
        for name in (
            *("id", "docket", "directive", "task", "period", "issuer", "lead", "state", "request", "round"),
            *("due", "assigned_at", "person", "reported_at", "submitted_at", "paused_at", "keeps", "plan"),
            *("implements", "deadlines"),
        )
    ),
    t.dockets.c.above,
)
"""How an assignment stands, and below what."""


def _in_words() -> sa.Select[Any]:
    issuers, leads = t.agencies.alias("issuers"), t.agencies.alias("leads")
    row, directive = t.assignments.c, t.directives.c
    told = (
        *(directive.doc_type, directive.number, directive.symbol, directive.subject, directive.urgency),
        issuers.c.name.label("issuer_name"),
        leads.c.name.label("lead_name"),
    )
    return (
        _bare(*told)
        .outerjoin(t.directives, directive.id == row.directive)
        .outerjoin(issuers, issuers.c.id == row.issuer)
        .outerjoin(leads, leads.c.id == row.lead)
    )


def _bare(*told: sa.ColumnElement[Any]) -> sa.Select[Any]:
    row = t.assignments.c
    return sa.select(*_STANDS, *told).select_from(t.assignments).outerjoin(t.dockets, t.dockets.c.id == row.docket)


_IN_WORDS = _in_words()
_BARE = _bare(
    *(
        sa.null().label(name)
        for name in ("doc_type", "number", "symbol", "subject", "urgency", "issuer_name", "lead_name")
    )
)


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
