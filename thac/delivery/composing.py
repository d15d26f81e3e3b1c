"""Has what is to be told composed, and saves it with a delivery for each way to its reader.

A digest and the alerts it tells of are saved in one transaction. Whatever dies before that has told nothing, and
whatever dies after it finds the digest saved; so no alert is told twice as news, and none is forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
import structlog

from activities.deliver import Beat, Looked
from thac.domain.agencies import AgencyTree, PostRole
from thac.domain.calendar import WorkCalendar, civil_day
from thac.domain.directives import Urgency
from thac.domain.inbox import Inbox
from thac.notices.digest import BUNDLED, Digest, Lane, compose, digest_key, due_moment
from thac.notices.looks import look_before, look_from
from thac.notices.rendering import Addressee
from thac.store import contacts, deliveries, notices, outbox
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines
from thac.store.notices import Composed
from thac.store.outbox import Reader
from thac.store.queries.alerts import inbox_of_post

_AT_ONCE: Final = 40
"""Posts composed for between two transactions that save."""
_INSTANT: Final = timedelta(microseconds=1)
_SECOND: Final = timedelta(seconds=1)

Calendars = Callable[[datetime], WorkCalendar]
"""The working calendar around a moment."""


class StoredComposing:
    """Composes from the store, over the directory as it stands."""

    def __init__(self, engines: Engines, directory: DirectoryCache, calendars: Calendars) -> None:
        self._engines = engines
        self._directory = directory
        self._calendars = calendars
        self._log = structlog.get_logger()

    def look(self, now: datetime, beat: Beat) -> Looked:
        """Compose one portion of what is to be told, and say what may be sent and when to look again."""
        calendar = self._calendars(now)
        self._begin(look_before(now, calendar), now)
        with self._engines.read.connect() as connection:
            readers = _readers(connection, now)
            composed = []
            for reader in readers:
                if not beat():
                    break
                try:
                    composed.append(self._composed(connection, reader, calendar, now))
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                    # A fault in one reader's rows keeps no other from being told; he is tried again at each look.
                    self._log.exception("digest_not_composed", post=reader.post)
        saved = self._save(composed, now)
        with self._engines.read.connect() as connection:
            moments = deliveries.next_moments(connection)
            untried = outbox.earliest_untried(connection)
        due = tuple(sorted(channel.value for channel, moment in moments.items() if moment <= now))
        coming = [moment for moment in moments.values() if moment > now]
        coming.append(look_from(now + _INSTANT, calendar))
        if untried is not None and untried + BUNDLED > now:
            coming.append(untried + BUNDLED)
        return Looked(saved, due, min(coming), more=len(readers) >= _AT_ONCE)

    def _begin(self, look: datetime, now: datetime) -> None:
        """Give places in the feed, and begin the look, where either is to be done; most looks find neither."""
        with self._engines.read.connect() as connection:
            begun = outbox.last_begun(connection)
            placed = not outbox.unplaced(connection)
        if placed and begun is not None and begun >= look:
            return
        with self._engines.write.begin() as connection:
            outbox.place(connection)
            if outbox.begin_look(connection, look, now):
                self._log.info("look_begun", look=look.isoformat())

    def _save(self, composed: Sequence[Composed], now: datetime) -> int:
        if not composed:
            return 0
        with self._engines.write.begin() as connection:
            saved = notices.save(connection, composed, now)
        self._log.info("composed", posts=len(composed), saved=saved)
        return saved

    def _composed(self, connection: sa.Connection, reader: Reader, calendar: WorkCalendar, now: datetime) -> Composed:
        post = reader.post
        before = notices.count(connection, post)
        waiting = outbox.waiting_for(connection, post, now - BUNDLED)
        inbox = replace(inbox_of_post(connection, post, now, calendar), told=notices.told(connection, post))
        digest = _digest(connection, inbox, post, now)
        if digest is None:
            return Composed(reader, tuple(waiting), before)
        return Composed(
            reader,
            tuple(waiting),
            before,
            digest,
            urgent=_urgent(digest, inbox),
            ways=contacts.ways(connection, post, _holder(self._directory.tree(connection), post, now)),
        )


def _readers(connection: sa.Connection, now: datetime) -> list[Reader]:
    """For whom to compose now: for the look that was begun, then for those who have something that may go at once."""
    looking = outbox.to_look(connection, _AT_ONCE)
    known = {reader.post for reader in looking}
    at_once = outbox.to_try(connection, now - BUNDLED, _AT_ONCE)
    return [*looking, *(reader for reader in at_once if reader.post not in known)][:_AT_ONCE]


def _digest(connection: sa.Connection, inbox: Inbox, post: str, now: datetime) -> Digest | None:
    """The digest that is due; where that of its moment was saved before, what goes at once and came too late for it."""
    moment = due_moment(inbox, post)
    if moment is None:
        return None
    if any(notices.saved(connection, digest_key(post, moment, lane)) for lane in Lane):
        moment = now
    digest = compose(inbox, post, moment)
    while digest is not None and notices.saved(connection, digest.key):
        moment += _SECOND
        digest = replace(digest, moment=moment, key=digest_key(post, moment, digest.lane))
    return digest


def _urgent(digest: Digest, inbox: Inbox) -> bool:
    """Whether it tells of an urgent directive, for which no quiet hours hold."""
    told = set(digest.alerts)
    works = (inbox.works[alert.assignment] for alert in inbox.alerts if alert.key in told)
    return any(work.urgency is not Urgency.NORMAL for work in works)


def _holder(tree: AgencyTree, post: str, now: datetime) -> str | None:
    """Who is reached in that post today."""
    role, _, agency = post.partition("@")
    if role not in set(PostRole) or agency not in tree:
        return None
    found = tree.on(civil_day(now)).post(agency, PostRole(role))
    return None if found is None else found.holder


def addressing(engines: Engines, directory: DirectoryCache, inbox: str | None) -> Callable[[str], Addressee]:
    """Who says whom the digest of a post is for; ``inbox`` is the address of the page with everything."""

    def addressee(post: str) -> Addressee:
        with engines.read.connect() as connection:
            tree = directory.tree(connection)
        role, _, agency = post.partition("@")
        known = tree.get(agency)
        found = tree.post(agency, PostRole(role)) if role in set(PostRole) else None
        return Addressee(role if found is None else found.title, agency if known is None else known.name, inbox)

    return addressee
