"""Whom does an identity provider speak of? The account bound to its subject, or once the one with that mail address."""

from dataclasses import dataclass

import sqlalchemy as sa

from thac.store import tables as t
from thac.store.people import Person


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as a provider knows him; ``email`` only if the provider says that it made sure of it."""

    issuer: str
    subject: str
    email: str | None


def signed_in_as(connection: sa.Connection, identity: Identity) -> Person | None:
    """The account of that identity, which is bound to it from now on; None when there is none, and none is made.

    An account that has ended is nobody's. One that is found by its mail address is so once only: from then on the
    address may change. A password that others know ends with that, since nobody needs it any more.
    """
    row = t.people.c
    mine = (row.issuer == identity.issuer, row.subject == identity.subject)
    bound = connection.execute(sa.select(t.people).where(*mine)).first()
    if bound is not None:
        return Person(*bound) if bound.ended_at is None else None
    if identity.email is None:
        return None
    free = (row.email == identity.email.strip().lower(), row.issuer.is_(None), row.ended_at.is_(None))
    found = connection.execute(sa.select(t.people).where(*free)).all()
    if len(found) != 1:
        return None
    values = {"issuer": identity.issuer, "subject": identity.subject}
    forgotten = {"secret": None, "temporary": False} if found[0].temporary else {}
    which = t.people.c.login == found[0].login
    connection.execute(sa.update(t.people).where(which).values(**values, **forgotten))
    return Person(*connection.execute(sa.select(t.people).where(which)).one())
