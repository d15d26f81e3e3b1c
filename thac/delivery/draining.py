"""Sends what may go out on a channel, and records what became of each delivery as soon as it is known."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

import structlog

from activities.deliver import Beat, Drain, Drained
from thac.delivery.mail import domain_of, message
from thac.delivery.smtp import SmtpServer, SmtpSession
from thac.delivery.webhooks import Webhooks, new_client, prepared
from thac.notices.rendering import Addressee, render
from thac.notices.sending import LEASE, Channel, Outcome, Verdict, after
from thac.store import deliveries
from thac.store.deliveries import Outgoing
from thac.store.engine import Engines
from thac.store.notices import body_of

_AT_ONCE: Final = 50
_ENOUGH_SECONDS: Final = LEASE.total_seconds() / 2
"""After so long no further delivery is begun: what was taken in hand might be taken by somebody else soon."""
Counted = Callable[[str, str, int], None]
"""Hears of each channel how many tries came to what."""
Addressing = Callable[[str], Addressee]
"""Says in words whom the digest of a post is for."""
NO_MAIL_SERVER: Final = "no_mail_server"
"""The installation has no mail server: THAC_SMTP_URL and THAC_MAIL_FROM are not set."""


@dataclass(frozen=True, slots=True)
class MailTerms:
    """By which server mail goes out, and in whose name."""

    server: SmtpServer
    sender: str


class StoredSending:
    """Sends the deliveries of the store. Without ``mail`` those by mail wait; the list of the unreached says why."""

    def __init__(
        self,
        engines: Engines,
        addressee: Addressing,
        mail: MailTerms | None,
        *,
        private_webhooks: bool = False,
        counted: Counted = lambda _channel, _verdict, _number: None,
    ) -> None:
        self._engines = engines
        self._addressee = addressee
        self._mail = mail
        self._private = private_webhooks
        self._counted = counted
        self._log = structlog.get_logger()

    def drain(self, drain: Drain, beat: Beat) -> Drained:
        """Send one portion of what may go out."""
        way = Channel(drain.channel)
        domain = domain_of("" if self._mail is None else self._mail.sender)
        with self._engines.write.begin() as connection:
            claimed = deliveries.claim(connection, way, drain.now, _AT_ONCE, domain, LEASE * drain.stretch)
        taken = claimed.taken
        book = _Book(self._engines, drain, beat)
        if way is Channel.MAIL:
            self._mails(taken, book)
        else:
            asyncio.run(self._calls(taken, book))
        for verdict, number in book.verdicts.items():
            self._counted(drain.channel, verdict.value, number)
        self._log.info("drained", channel=drain.channel, taken=len(taken), tried=dict(book.verdicts))
        away = book.away and way is Channel.MAIL
        return Drained(len(taken), more=(claimed.more or book.left) and not away, away=away)

    def _mails(self, taken: Sequence[Outgoing], book: "_Book") -> None:
        if self._mail is None:
            book.all(taken, Outcome(Verdict.LATER, NO_MAIL_SERVER, away=True))
            return
        session = SmtpSession(self._mail.server)
        sender = self._mail.sender
        try:
            for place, one in enumerate(taken):
                if not book.goes_on():
                    book.leave(taken[place:])
                    return
                outcome = self._sent(session, one, sender)
                book.note(one, outcome)
                if outcome.away:
                    book.all(taken[place + 1 :], outcome)
                    return
        finally:
            session.close()

    def _sent(self, session: SmtpSession, one: Outgoing, sender: str) -> Outcome:
        try:
            digest = body_of(one.body)
            mail = message(one, digest, render(digest, self._addressee(digest.post)), sender)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail keeps no other from going out
            return self._unmade(one, error)
        return session.send(mail)

    async def _called(self, webhooks: Webhooks, one: Outgoing) -> Outcome:
        try:
            call = prepared(one, body_of(one.body))
        except Exception as error:  # noqa: BLE001 - the same for a call
            return self._unmade(one, error)
        return await webhooks.send(call)

    def _unmade(self, one: Outgoing, error: Exception) -> Outcome:
        self._log.error("delivery_not_made", delivery=one.attempt.id, error=repr(error))
        return Outcome(Verdict.NEVER, f"it could not be written: {type(error).__name__}")

    async def _calls(self, taken: Sequence[Outgoing], book: "_Book") -> None:
        """Call the receivers at once, each of them one after the other."""
        async with new_client() as client:
            webhooks = Webhooks(client, private=self._private)

            async def one_host(group: list[Outgoing]) -> None:
                for place, one in enumerate(group):
                    if not book.goes_on():
                        book.leave(group[place:])
                        return
                    outcome = await self._called(webhooks, one)
                    book.note(one, outcome)
                    if outcome.away:
                        book.all(group[place + 1 :], outcome)
                        return

            async with asyncio.TaskGroup() as calls:
                for group in _by_host(taken):
                    calls.create_task(one_host(group))


def _by_host(taken: Iterable[Outgoing]) -> list[list[Outgoing]]:
    def host(one: Outgoing) -> str:
        return urlsplit(one.address).netloc

    return [list(group) for _, group in groupby(sorted(taken, key=host), host)]


class _Book:
    """Records what became of the deliveries of one portion."""

    def __init__(self, engines: Engines, drain: Drain, beat: Beat) -> None:
        self._engines = engines
        self._now = drain.now
        self._stretch = drain.stretch
        self._beat = beat
        self._begun = time.monotonic()
        self.verdicts: Counter[Verdict] = Counter()
        self.away = False
        self.left = False

    def goes_on(self) -> bool:
        """Whether another delivery may be begun."""
        return self._beat() and time.monotonic() - self._begun < _ENOUGH_SECONDS

    def leave(self, some: Sequence[Outgoing]) -> None:
        """Give back what was not begun."""
        self.left = True
        with self._engines.write.begin() as connection:
            deliveries.release(connection, some, self._now)

    def note(self, one: Outgoing, outcome: Outcome) -> None:
        """Record one."""
        self.all([one], outcome)

    def all(self, some: Sequence[Outgoing], outcome: Outcome) -> None:
        """Record several that came to the same, in one transaction."""
        self.verdicts[outcome.verdict] += len(some)
        self.away = self.away or outcome.away
        with self._engines.write.begin() as connection:
            for one in some:
                standing = after(one.attempt, outcome, self._now, self._stretch)
                deliveries.record(connection, one, standing, self._now)
