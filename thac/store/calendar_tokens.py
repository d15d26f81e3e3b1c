"""Who may read an agency's calendar of deadlines without signing in? Who holds a token for that and nothing else."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from thac.domain.agencies import AgencyId
from thac.store import tables as t
from thac.store.access import digest

PREFIX: Final = "thaccal_"
"""How every such token begins; it opens nothing but one calendar."""
_BYTES: Final = 24
SHOWN: Final = 12
"""So many letters of a digest name a token."""


@dataclass(frozen=True, slots=True)
class CalendarToken:
    """A token by the beginning of its digest: whose calendar, who made it and when."""

    id: str
    agency: AgencyId
    by: str
    at: datetime


def make(connection: sa.Connection, agency: AgencyId, by: str, now: datetime) -> str:
    """Make a token for an agency's calendar. It is shown this once.

    Raises
    ------
    LookupError
        The directory has no such agency.
    """
    if connection.execute(sa.select(t.agencies.c.id).where(t.agencies.c.id == agency)).first() is None:
        raise LookupError(f"the directory has no agency {agency}")
    token = PREFIX + secrets.token_urlsafe(_BYTES)
    connection.execute(sa.insert(t.calendar_tokens).values(digest=digest(token), agency=agency, by=by, at=now))
    return token


def agency_of(connection: sa.Connection, token: str) -> tuple[AgencyId, str] | None:
    """Whose calendar a token opens, and that agency's name; None when it is none, or was taken away."""
    row = t.calendar_tokens.c
    found = connection.execute(
        sa.select(row.agency, t.agencies.c.name)
        .join(t.agencies, t.agencies.c.id == row.agency)
        .where(row.digest == digest(token))
    ).first()
    return None if found is None else (found.agency, found.name)


def of(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[CalendarToken]:
    """The tokens under those conditions, by agency and age."""
    row = t.calendar_tokens.c
    found = connection.execute(sa.select(t.calendar_tokens).where(*conditions).order_by(row.agency, row.at, row.digest))
    return [CalendarToken(one.digest[:SHOWN], one.agency, one.by, one.at) for one in found]


def revoke(connection: sa.Connection, token_id: str, *conditions: sa.ColumnElement[bool]) -> int:
    """Take a token away, by the beginning of its digest; how many were."""
    begins = t.calendar_tokens.c.digest.startswith(token_id, autoescape=True)
    return connection.execute(sa.delete(t.calendar_tokens).where(begins, *conditions)).rowcount
