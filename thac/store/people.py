"""Who may sign in with which seat, and who is signed in."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day
from thac.store import chronicle
from thac.store import tables as t
from thac.store.access import Bearer, digest

FAILURES: Final = 10
"""After so many wrong passwords in a row an account is locked for a while."""
LOCKED: Final = timedelta(minutes=15)
SESSION: Final = timedelta(hours=12)
"""A session holds for a working day; in the morning one signs in anew."""
IDLE: Final = timedelta(hours=4)
"""A session in which nothing is asked for so long has ended."""
_SEEN_EVERY: Final = timedelta(minutes=5)
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in: by his ``secret``, a hash, or by what an identity provider says of him, or both.

    ``temporary`` says that somebody else gave him his password, so that he chooses another before anything else.
    """

    login: str
    name: str
    email: str | None
    secret: str | None
    issuer: str | None
    subject: str | None
    created_at: datetime
    ended_at: datetime | None
    failures: int
    locked_until: datetime | None
    temporary: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """For which agency and in which role somebody acts, of his own or in another's place (thay mặt).

    Both days are included; ``stands_in_for`` is the login of whoever is away, ``absent`` his name.
    """

    id: str
    login: str
    agency: AgencyId
    agency_name: str
    path: str
    role: Role
    begins_on: date | None = None
    ends_on: date | None = None
    stands_in_for: str | None = None
    absent: str | None = None
    reason: str | None = None

    def holds(self, day: date) -> bool:
        """Whether somebody may act by it on that day."""
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, with the seat he acts by and all that he has."""

    person: Person
    seat: Seat
    seats: tuple[Seat, ...]
    ends_at: datetime

    @property
    def bearer(self) -> Bearer:
        """Whom he acts as. Who stands in for another acts under both names."""
        absent = self.seat.absent
        name = self.person.name if absent is None else f"{self.person.name} (thay mặt {absent})"
        return Bearer(Actor(self.seat.agency, self.seat.role, name), self.seat.path, self.ends_at)


def add_person(  # noqa: PLR0913 - what an account says is what it is made of
    connection: sa.Connection,
    login: str,
    name: str,
    now: datetime,
    *,
    secret: str | None = None,
    email: str | None = None,
    temporary: bool = False,
) -> None:
    """Make an account.

    Raises
    ------
    ValueError
        Somebody has that login.
    """
    if person(connection, login) is not None:
        raise ValueError(f"somebody has the login {login} already")
    values: dict[str, Any] = {"login": login, "name": name, "secret": secret, "email": email}
    values |= {"created_at": now, "failures": 0, "temporary": temporary}
    connection.execute(sa.insert(t.people).values(**values))


def person(connection: sa.Connection, login: str) -> Person | None:
    """The account of that login; None when there is none."""
    row = connection.execute(sa.select(t.people).where(t.people.c.login == login)).first()
    return None if row is None else Person(*row)


def set_secret(connection: sa.Connection, login: str, secret: str, *, temporary: bool = False) -> None:
    """Keep another password; whoever was signed in with the one before is not any more."""
    values: dict[str, Any] = {"secret": secret, "failures": 0, "locked_until": None, "temporary": temporary}
    connection.execute(sa.update(t.people).where(t.people.c.login == login).values(**values))
    connection.execute(sa.delete(t.sessions).where(t.sessions.c.login == login))


def set_email(connection: sa.Connection, login: str, email: str | None) -> None:
    """Note another mail address, and forget by which identity somebody signed in."""
    values = {"email": email, "issuer": None, "subject": None}
    connection.execute(sa.update(t.people).where(t.people.c.login == login).values(**values))


def end_person(connection: sa.Connection, login: str, now: datetime) -> None:
    """Let nobody sign in by that account any more."""
    connection.execute(sa.update(t.people).where(t.people.c.login == login).values(ended_at=now))
    connection.execute(sa.delete(t.sessions).where(t.sessions.c.login == login))


def failed(connection: sa.Connection, login: str, now: datetime) -> datetime | None:
    """Count a wrong password; until when the account is locked by it, if it is."""
    known = person(connection, login)
    if known is None:
        return None
    failures = known.failures + 1
    until = now + LOCKED if failures >= FAILURES else None
    values = {"failures": 0 if until else failures, "locked_until": until}
    connection.execute(sa.update(t.people).where(t.people.c.login == login).values(**values))
    return until


def succeeded(connection: sa.Connection, login: str) -> None:
    """Forget the wrong passwords before the right one."""
    values = {"failures": 0, "locked_until": None}
    connection.execute(sa.update(t.people).where(t.people.c.login == login, t.people.c.failures > 0).values(**values))


def add_seat(  # noqa: PLR0913 - what a seat says is what it is made of
    connection: sa.Connection,
    login: str,
    agency: AgencyId,
    role: Role,
    *,
    by: str,
    now: datetime,
    begins_on: date | None = None,
    ends_on: date | None = None,
    stands_in_for: str | None = None,
    reason: str | None = None,
) -> str:
    """Give somebody a seat; its id. The chronicle keeps that it was given.

    Raises
    ------
    LookupError
        The directory has no such agency.
    """
    if connection.execute(sa.select(t.agencies.c.id).where(t.agencies.c.id == agency)).first() is None:
        raise LookupError(f"the directory has no agency {agency}; a seat needs one that exists")
    seat = secrets.token_hex(8)
    connection.execute(
        sa.insert(t.seats).values(
            id=seat,
            login=login,
            agency=agency,
            role=role.value,
            begins_on=begins_on,
            ends_on=ends_on,
            stands_in_for=stands_in_for,
            reason=reason,
            by=by,
            at=now,
        )
    )
    chronicle.note(connection, chronicle.Kind.SEAT, seat, now)
    return seat


def end_seat(connection: sa.Connection, seat: str, by: str, now: datetime) -> bool:
    """Take a seat away; whether there was one. The chronicle keeps that too."""
    open_ = (t.seats.c.id == seat, t.seats.c.ended_at.is_(None))
    ended = connection.execute(sa.update(t.seats).where(*open_).values(ended_by=by, ended_at=now)).rowcount > 0
    if ended:
        connection.execute(sa.delete(t.sessions).where(t.sessions.c.seat == seat))
        chronicle.note(connection, chronicle.Kind.SEAT, seat, now)
    return ended


def seats(connection: sa.Connection, login: str, day: date | None = None) -> tuple[Seat, ...]:
    """The seats of somebody that were not taken away, those that hold on ``day`` if it is given; own ones first."""
    every = seats_where(connection, t.seats.c.login == login)
    return tuple(one for one in every if day is None or one.holds(day))


def seat(connection: sa.Connection, wanted: str) -> Seat | None:
    """A seat that was not taken away; None when there is none."""
    return next(iter(seats_where(connection, t.seats.c.id == wanted)), None)


def seats_where(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> tuple[Seat, ...]:
    """The seats that were not taken away and of which all that is true; own ones first."""
    row = t.seats.c
    absent = t.people.alias("absent")
    found = connection.execute(
        sa.select(t.seats, t.agencies.c.name.label("agency_name"), t.agencies.c.path, absent.c.name.label("absent"))
        .join(t.agencies, t.agencies.c.id == row.agency)
        .outerjoin(absent, absent.c.login == row.stands_in_for)
        .where(row.ended_at.is_(None), *where)
        .order_by(row.stands_in_for.is_not(None), row.at, row.id)
    )
    return tuple(_seat(one) for one in found)


def begin_session(connection: sa.Connection, login: str, seat: str, now: datetime) -> str:
    """Sign somebody in; the token of the session, of which the store keeps the digest only."""
    connection.execute(sa.delete(t.sessions).where(t.sessions.c.ends_at < now))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    values = {"login": login, "seat": seat, "begun_at": now, "seen_at": now, "ends_at": now + SESSION}
    connection.execute(sa.insert(t.sessions).values(digest=digest(token), **values))
    return token


def end_session(connection: sa.Connection, token: str) -> None:
    """Sign somebody out."""
    connection.execute(sa.delete(t.sessions).where(t.sessions.c.digest == digest(token)))


def take_seat(connection: sa.Connection, token: str, seat: str) -> None:
    """Go on in the same session by another seat; that it is one of his was looked up."""
    connection.execute(sa.update(t.sessions).where(t.sessions.c.digest == digest(token)).values(seat=seat))


def session(connection: sa.Connection, token: str, now: datetime) -> Session | None:
    """Who is signed in with that token; None when nobody, when the session has ended, or when his seats have."""
    row = connection.execute(sa.select(t.sessions).where(t.sessions.c.digest == digest(token))).first()
    if row is None or now >= row.ends_at or now - row.seen_at >= IDLE:
        return None
    known = person(connection, row.login)
    if known is None or known.ended_at is not None:
        return None
    held = seats(connection, known.login, civil_day(now))
    seat = next((one for one in held if one.id == row.seat), None)
    return None if seat is None else Session(known, seat, held, row.ends_at)


def stale(connection: sa.Connection, token: str, now: datetime) -> bool:
    """Whether it is time to note that the session is in use."""
    seen = connection.execute(sa.select(t.sessions.c.seen_at).where(t.sessions.c.digest == digest(token))).scalar()
    return seen is not None and now - seen >= _SEEN_EVERY


def touch(connection: sa.Connection, token: str, now: datetime) -> None:
    """Note that the session is in use."""
    connection.execute(sa.update(t.sessions).where(t.sessions.c.digest == digest(token)).values(seen_at=now))


def _seat(row: Any) -> Seat:
    return Seat(
        row.id,
        row.login,
        row.agency,
        row.agency_name,
        row.path,
        Role(row.role),
        row.begins_on,
        row.ends_on,
        row.stands_in_for,
        row.absent,
        row.reason,
    )
