"""How does somebody want to be reached? By post, or by person; a person's own choice goes before that of his post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.agencies import AgencyId, PostRole
from thac.notices.sending import PER_HOUR, Channel, Quiet, Terms
from thac.store import chronicle
from thac.store import tables as t
from thac.store.chronicle import Kind
from thac.store.notices import Way

_CLOCK: Final = "%H:%M"
_USUAL: Final = Terms()
_ROLES: Final = frozenset(role.value for role in PostRole)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach, by which ways, under which terms.

    ``owner`` is a post, ``chair@05443``, or a person at an agency, ``Trần Thị B@05443``. Without a channel only the
    inbox is left, which everybody has. ``secret`` signs what goes to the webhook and is shown to nobody again.
    """

    owner: str
    channels: tuple[Channel, ...] = ()
    mail: str | None = None
    webhook: str | None = None
    secret: str | None = None
    terms: Terms = _USUAL

    @property
    def agency(self) -> AgencyId:
        """Whose agency it is."""
        return agency_of(self.owner)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways out of the house that were chosen and have an address."""
        addresses = {Channel.MAIL: self.mail, Channel.WEBHOOK: self.webhook}
        return tuple(
            Way(channel, self.owner, address)
            for channel in self.channels
            if (address := addresses.get(channel)) is not None
        )


def agency_of(owner: str) -> AgencyId:
    """The agency of a post or a person: what stands after the last ``@``."""
    return owner.rpartition("@")[2]


def is_post(owner: str) -> bool:
    """Whether it is a post; otherwise it is a person's name."""
    return owner.rpartition("@")[0] in _ROLES


def put(connection: sa.Connection, contact: Contact, by: str, now: datetime) -> None:
    """Keep a contact in the place of the one before."""
    connection.execute(sa.delete(t.contacts).where(t.contacts.c.owner == contact.owner))
    quiet = contact.terms.quiet
    connection.execute(
        sa.insert(t.contacts).values(
            owner=contact.owner,
            agency=contact.agency,
            channels=" ".join(channel.value for channel in contact.channels),
            mail=contact.mail,
            webhook=contact.webhook,
            secret=contact.secret,
            quiet_begins=None if quiet is None else quiet.begins.strftime(_CLOCK),
            quiet_ends=None if quiet is None else quiet.ends.strftime(_CLOCK),
            per_hour=contact.terms.per_hour,
            by=by,
            at=now,
        )
    )
    chronicle.note(connection, Kind.CONTACT, contact.owner, now)


def remove(connection: sa.Connection, owner: str, now: datetime) -> bool:
    """Take a contact away; whether there was one."""
    removed = connection.execute(sa.delete(t.contacts).where(t.contacts.c.owner == owner)).rowcount > 0
    if removed:
        chronicle.note(connection, Kind.CONTACT, owner, now)
    return removed


def get(connection: sa.Connection, owner: str) -> Contact | None:
    """The contact of a post or a person; None when nobody chose anything."""
    row = connection.execute(sa.select(t.contacts).where(t.contacts.c.owner == owner)).first()
    return None if row is None else _contact(row)


def of(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Contact]:
    """The contacts under those conditions, by agency and owner."""
    found = connection.execute(
        sa.select(t.contacts).where(*conditions).order_by(t.contacts.c.agency, t.contacts.c.owner)
    )
    return [_contact(row) for row in found]


def ways(connection: sa.Connection, post: str, holder: str | None) -> tuple[Way, ...]:
    """The ways to whoever holds a post: those he chose, else those of the post, else the mail address of his account.

    Only a person whose name stands alone at his agency is reached by the address of his account.
    """
    agency = agency_of(post)
    person = None if holder is None else get(connection, f"{holder}@{agency}")
    contact = person or get(connection, post)
    if contact is not None:
        return contact.ways
    mail = None if holder is None else _account(connection, holder, agency)
    return () if mail is None else (Way(Channel.MAIL, post, mail),)


def address(connection: sa.Connection, owner: str, channel: Channel) -> str | None:
    """The address its owner has for a channel now."""
    contact = get(connection, owner)
    if contact is None:
        return None
    return contact.mail if channel is Channel.MAIL else contact.webhook


def terms_of(row: Any) -> Terms:
    """The terms in a row that holds the columns of a contact, or none of them."""
    quiet = None
    if row.quiet_begins is not None:
        quiet = Quiet(time.fromisoformat(row.quiet_begins), time.fromisoformat(row.quiet_ends))
    return Terms(quiet, PER_HOUR if row.per_hour is None else row.per_hour)


def _account(connection: sa.Connection, holder: str, agency: AgencyId) -> str | None:
    row = t.tokens.c
    named = sa.select(row.email).where(row.name == holder, row.agency == agency, row.email.is_not(None)).distinct()
    found = connection.execute(named).scalars().all()
    return found[0] if len(found) == 1 else None


def _contact(row: Any) -> Contact:
    return Contact(row.owner, _channels(row.channels.split()), row.mail, row.webhook, row.secret, terms_of(row))


def _channels(names: Iterable[str]) -> tuple[Channel, ...]:
    return tuple(Channel(name) for name in names)
