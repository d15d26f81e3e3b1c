"""What a reader sees of his alerts, and how what he answers is kept."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from api.alert_codes import alert_problem
from api.codes import ApiCode
from api.dependencies import Service
from api.desk import KEY
from api.errors import problem, refused
from api.inboxes import InboxFilter, rows_now
from thac.calendars import everywhere
from thac.domain.actors import Actor
from thac.domain.inbox import Answer
from thac.domain.ladders import Colour
from thac.domain.refusals import Code, refuse
from thac.notices.answering import Said, answered, may_answer
from thac.notices.digest import Digest, compose
from thac.notices.looks import look_before
from thac.notices.refusals import AlertCode, AlertRefusal, refusal
from thac.notices.rendering import Addressee
from thac.notices.showing import Row, Tally, show
from thac.store import answers_to_alerts, calendars
from thac.store import tables as t
from thac.store.access import Bearer
from thac.store.answers_to_alerts import AnswerKeyReusedError, Asked, Kept
from thac.store.queries.alerts import addressed, inbox_about, inbox_of_post
from thac.store.queries.pages import Page, Window
from thac.store.queries.scope import Scope, scope_of


@dataclass(frozen=True, slots=True)
class Read:
    """A page of an inbox, the listed rows by colour, and how everything stood ``at``, whatever of it is listed."""

    at: datetime
    page: Page[Row]
    by_colour: dict[Colour, int]
    tally: Tally


def read(service: Service, scope: Scope, wanted: InboxFilter, window: Window) -> Read:
    """What a reader sees; blocks.

    Raises
    ------
    ProblemError
        More rows lie there than are ranked at once.
    """
    now = service.deps.clock()
    ranking = service.inboxes.of(service.read, wanted.part(scope), now)
    listed = ranking.listed(wanted)

    def rows(connection: sa.Connection) -> tuple[Row, ...]:
        """The first from a place on that are still to be listed: one that was just answered gives way to the next."""
        found: list[Row] = []
        for start in range(window.offset, len(listed.numbers), window.limit):
            places = [ranking.places[number] for number in listed.numbers[start : start + window.limit]]
            found += (row for row in rows_now(connection, places, now) if wanted.every or row.shown)
            if len(found) >= window.limit:
                break
        return tuple(found[: window.limit])

    page = Page(service.read(rows), len(listed.numbers), window)
    return Read(ranking.at, page, listed.by_colour, ranking.tally)


def answer(service: Service, bearer: Bearer, asked: Asked) -> Kept:
    """Keep what a reader answers to an alert, once for each idempotency key; blocks.

    Raises
    ------
    ProblemError
        There is no such alert within his scope, it is not his to answer, or the answer is not taken; the sentence says
        what would be right.
    """
    with service.deps.engines.write.begin() as connection:
        answers_to_alerts.hold(connection, asked)
        try:
            before = answers_to_alerts.kept(connection, asked)
        except AnswerKeyReusedError:
            raise refused(refuse(Code.KEY_REUSED)) from None
        if before is not None:
            return before
        return answers_to_alerts.keep(connection, asked, _judged(service, connection, bearer, asked))


def request_name(actor: Actor, key: str | None) -> str | None:
    """The name of a request among all; None without a key.

    Raises
    ------
    ProblemError
        The key is none.
    """
    if key is None:
        return None
    if KEY.fullmatch(key) is None:
        raise problem(ApiCode.BAD_KEY)
    return f"{actor.agency}/{actor.name}/{key}"


def digest_of(service: Service, scope: Scope, post: str) -> tuple[Digest | None, Addressee]:
    """The digest that the post would read if this were its last look, with everything that stands; blocks.

    Raises
    ------
    ProblemError
        There is no such post whose alerts the reader may see.
    """
    now = service.deps.clock()

    def query(connection: sa.Connection) -> tuple[Digest | None, Addressee]:
        addressee = _addressee(connection, scope, post)
        if addressee is None:
            raise problem(ApiCode.NOT_FOUND)
        calendar = everywhere(calendars.load(connection), now)
        inbox = inbox_of_post(connection, post, now, calendar)
        return compose(inbox, post, look_before(now, calendar)), addressee

    return service.read(query)


def _judged(service: Service, connection: sa.Connection, bearer: Bearer, asked: Asked) -> Answer:
    """The answer, as the rules make it out of what was asked."""
    alert = addressed(connection, scope_of(bearer), asked.alert)
    if alert is None:
        raise problem(ApiCode.NOT_FOUND)
    above = alert.path != bearer.path and alert.path.startswith(bearer.path)
    if not may_answer(bearer.actor, alert.post, alert.agency, above=above):
        raise alert_problem(refusal(AlertCode.NOT_YOURS, post=alert.post))
    now = service.deps.clock()
    said = Said(asked.kind, bearer.actor, now, asked.until, asked.reason)
    calendar = everywhere(calendars.load(connection), now)
    made = answered(show(inbox_about(connection, alert, now)), asked.alert, said, calendar)
    if isinstance(made, AlertRefusal):
        raise alert_problem(made)
    return made


def _addressee(connection: sa.Connection, scope: Scope, post: str) -> Addressee | None:
    """The post in words, where the reader may see its alerts."""
    role, _, agency = post.partition("@")
    row = connection.execute(
        sa.select(t.posts.c.title, t.agencies.c.name, t.agencies.c.path)
        .join(t.agencies, t.agencies.c.id == t.posts.c.agency)
        .where(t.posts.c.agency == agency, t.posts.c.role == role)
    ).first()
    if row is None or not (agency == scope.agency or (scope.watches_below and row.path.startswith(scope.path))):
        return None
    return Addressee(row.title, row.name)
