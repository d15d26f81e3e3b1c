"""The accounts there are, for whoever keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from thac.store import tables as t
from thac.store.people import Person, Seat, seats_where
from thac.store.queries.pages import Page, Window


@dataclass(frozen=True, slots=True)
class Account:
    """An account with the seats of it that its reader may know of."""

    person: Person
    seats: tuple[Seat, ...]


def everybody(connection: sa.Connection) -> list[tuple[Person, tuple[Seat, ...]]]:
    """Every account with all its seats, by login."""
    found = connection.execute(sa.select(t.people).order_by(t.people.c.login))
    return _with_seats(connection, [Person(*row) for row in found])


def accounts(connection: sa.Connection, path: str, wanted: str | None, window: Window) -> Page[Account]:
    """The accounts with a seat at that place of the tree or below, now or before, by name.

    ``wanted`` is a part of a login, a name or the code of an agency; None for all.
    """
    below = t.agencies.c.path.startswith(path, autoescape=True)
    seated = sa.select(t.seats.c.login).join(t.agencies, t.agencies.c.id == t.seats.c.agency).where(below)
    row = t.people.c
    which: list[sa.ColumnElement[bool]] = [row.login.in_(seated)]
    if wanted:
        sits = seated.where(t.seats.c.agency == wanted, t.seats.c.ended_at.is_(None))
        named = (column.icontains(wanted, autoescape=True) for column in (row.login, row.name))
        which.append(sa.or_(*named, row.login.in_(sits)))
    total = connection.execute(sa.select(sa.func.count()).select_from(t.people).where(*which)).scalar_one()
    listed = sa.select(t.people).where(*which).order_by(row.ended_at.is_not(None), row.name, row.login)
    rows = connection.execute(listed.limit(window.limit).offset(window.offset))
    found = _with_seats(connection, [Person(*one) for one in rows], below)
    return Page(tuple(Account(*one) for one in found), total, window)


def _with_seats(
    connection: sa.Connection, persons: Iterable[Person], *where: sa.ColumnElement[bool]
) -> list[tuple[Person, tuple[Seat, ...]]]:
    known = list(persons)
    held: dict[str, list[Seat]] = {one.login: [] for one in known}
    logins: Any = list(held)
    for seat in seats_where(connection, t.seats.c.login.in_(logins), *where) if logins else ():
        held[seat.login].append(seat)
    return [(one, tuple(held[one.login])) for one in known]
