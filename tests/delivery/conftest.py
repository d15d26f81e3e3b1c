"""An office whose alerts are to reach somebody: a store that lives in moved time, and who sends from it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.delivery.servers import MailServer
from tests.places import Place
from tests.rig import open_store
from tests.samples import CALENDAR, FRIDAY, directive, led_by, small_tree
from tests.store.driver import Driver
from tests.store.life import keep
from thac.delivery.composing import StoredComposing, addressing
from thac.delivery.draining import MailTerms, StoredSending
from thac.delivery.smtp import SmtpServer
from thac.notices.sending import Channel, Terms
from thac.store import contacts
from thac.store import tables as t
from thac.store.contacts import Contact
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines

SENDER = "Thác <thac@xa.example.vn>"
HEAD = "head@19-SNV"
OFFICE = "office@19"


def beat() -> bool:
    """Nobody listens, and it goes on."""
    return True


class Desk:
    """What a test of delivery holds in its hands; ``now`` is moved by it."""

    def __init__(self, engines: Engines) -> None:
        self.engines = engines
        self.now = FRIDAY
        self.composing = StoredComposing(engines, DirectoryCache(), lambda _: CALENDAR)

    def later(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)

    def live(self, until: datetime, *tasks: Any, id_: str = "d1") -> None:
        """Launch a letter now and let its steps fire until then."""
        ordered = directive(*tasks, id_=id_)
        with self.engines.write.begin() as connection:
            keep(connection, ordered)
            driver = Driver(connection, small_tree(), self.now)
            driver.launch(ordered)
            driver.advance(until)
        self.now = until

    def reach(self, owner: str, **more: Any) -> None:
        """Choose how somebody is reached."""
        channels = tuple(channel for channel in (Channel.MAIL, Channel.WEBHOOK) if more.get(channel.value))
        terms = more.pop("terms", Terms())
        with self.engines.write.begin() as connection:
            contacts.put(connection, Contact(owner, channels, terms=terms, **more), "test", self.now)

    def look(self) -> Any:
        """Compose until nothing more is to be composed now."""
        while (looked := self.composing.look(self.now, beat)).more:
            pass
        return looked

    def sending(self, server: MailServer | None = None, **more: Any) -> StoredSending:
        """Who sends by that server."""
        mail = None if server is None else MailTerms(SmtpServer.of(server.url), SENDER)
        addressee = addressing(self.engines, DirectoryCache(), None)
        return StoredSending(self.engines, addressee, mail, private_webhooks=True, **more)

    def rows(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[Any]:
        """The rows of a table."""
        with self.engines.read.connect() as connection:
            return list(connection.execute(sa.select(table).where(*where).order_by(*table.primary_key.columns)).all())

    def deliveries(self, channel: Channel = Channel.MAIL) -> list[Any]:
        """The deliveries of a channel."""
        return self.rows(t.deliveries, t.deliveries.c.channel == channel.value)

    def states(self, channel: Channel = Channel.MAIL) -> Counter[str]:
        """How many deliveries of a channel are in which state."""
        return Counter(row.state for row in self.deliveries(channel))


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """The office, empty but for its directory."""
    engines = open_store(place, small_tree())
    yield Desk(engines)
    engines.dispose()


def overdue(address: str) -> None:
    """A store in which Sở Nội vụ let one task go by: it was warned, and its head and the office were told."""
    from tests.places import migrate
    from thac.store import directory

    migrate(address)
    engines = open_engines(address)
    with engines.write.begin() as connection:
        directory.install(connection, small_tree(), "test", FRIDAY - timedelta(days=1))
    Desk(engines).live(FRIDAY + timedelta(days=10, hours=10), led_by(1, "19-SNV", date(2026, 11, 27)))
    engines.dispose()


@pytest.fixture
def late(place: Place) -> Iterator[Desk]:
    """A copy of that store, ten days and ten hours after the launch: Monday evening, 19:00."""
    engines = open_engines(place.copy("late", overdue))
    made = Desk(engines)
    made.now = FRIDAY + timedelta(days=10, hours=10)
    yield made
    engines.dispose()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that is up."""
    with MailServer() as server:
        yield server
