"""How do accounts and seats come and go? Each act is checked, written and noted in the transaction it is given."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day
from thac.domain.seating import (
    STAND_IN_ROLES,
    Keeper,
    SeatCode,
    SeatRefusedError,
    StandIn,
    check_days,
    check_stand_in,
    proper_email,
    proper_login,
    proper_name,
)
from thac.passwords import LONGEST, SHORTEST, PasswordTooShortError, hashed
from thac.store import people
from thac.store import tables as t
from thac.store.people import Person, Seat


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as what somebody sits, from the first day to the last, both included; without days, always."""

    agency: AgencyId
    role: Role
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to have an account; ``secret`` is what is kept of his password, which is ``temporary`` if others know it.

    Without one he signs in by the identity provider only.
    """

    login: str
    name: str
    email: str | None = None
    secret: str | None = None
    temporary: bool = False


def secret_of(password: str) -> str:
    """What is kept of a password.

    Raises
    ------
    SeatRefusedError
        It is too short or too long.
    """
    try:
        return hashed(password)
    except PasswordTooShortError as error:
        raise SeatRefusedError(SeatCode.PASSWORD_LENGTH, shortest=SHORTEST, longest=LONGEST) from error


def open_account(
    connection: sa.Connection, keeper: Keeper, newcomer: Newcomer, place: Place | None, now: datetime
) -> Person:
    """Make an account and, where a place is named, its first seat.

    Raises
    ------
    SeatRefusedError
        The login is taken or none, the name or address is none, or the place is not the keeper's to give.
    """
    login, name, email = proper_login(newcomer.login), proper_name(newcomer.name), proper_email(newcomer.email)
    if place is not None:
        _check_place(connection, keeper, place)
    elif not keeper.keeps(()):
        raise SeatRefusedError(SeatCode.OUTSIDE_YOUR_TREE, agency="–")
    if people.person(connection, login) is not None:
        raise SeatRefusedError(SeatCode.LOGIN_TAKEN, login=login)
    secret, temporary = newcomer.secret, newcomer.temporary
    people.add_person(connection, login, name, now, secret=secret, email=email, temporary=temporary)
    if place is not None:
        _seat(connection, keeper, login, place, now)
    return _known(connection, login)


def kept(connection: sa.Connection, keeper: Keeper, login: str) -> Person:
    """An account that is the keeper's to keep.

    Raises
    ------
    SeatRefusedError
        There is none that he knows of, or somebody else keeps it too.
    """
    found, whole = seen(connection, keeper, login)
    if not whole:
        raise SeatRefusedError(SeatCode.SEATS_ELSEWHERE, login=login)
    return found


def seen(connection: sa.Connection, keeper: Keeper, login: str) -> tuple[Person, bool]:
    """An account with a seat that the keeper gives out, and whether all of it is his to keep.

    Raises
    ------
    SeatRefusedError
        There is none that he knows of.
    """
    found, paths = people.person(connection, login), _paths(connection, login)
    whole = keeper.keeps(paths)
    if found is None or not (whole or any(keeper.keeps((path,)) for path in paths)):
        raise SeatRefusedError(SeatCode.UNKNOWN_ACCOUNT, login=login)
    return found, whole


def change_email(connection: sa.Connection, keeper: Keeper, login: str, email: str | None) -> None:
    """Note another mail address; what the identity provider said before of who he is holds no longer.

    Raises
    ------
    SeatRefusedError
        The account is not his to keep, or has ended, or the address is none.
    """
    _open(kept(connection, keeper, login))
    people.set_email(connection, login, proper_email(email))


def give_password(connection: sa.Connection, keeper: Keeper, login: str, secret: str, *, temporary: bool) -> None:
    """Give an account another password, which ends its sessions and its lock.

    Raises
    ------
    SeatRefusedError
        The account is not his to keep, or has ended.
    """
    _open(kept(connection, keeper, login))
    people.set_secret(connection, login, secret, temporary=temporary)


def end_account(connection: sa.Connection, keeper: Keeper, login: str, now: datetime) -> None:
    """Let nobody sign in by that account any more: its seats end, and those of whoever stands in for it.

    Raises
    ------
    SeatRefusedError
        The account is not his to keep, has ended, or is his own.
    """
    _open(kept(connection, keeper, login))
    if login == keeper.login:
        raise SeatRefusedError(SeatCode.OWN_ACCOUNT)
    row = t.seats.c
    concerned = sa.or_(row.login == login, row.stands_in_for == login)
    for seat in connection.execute(sa.select(row.id).where(concerned, row.ended_at.is_(None)).order_by(row.id)):
        people.end_seat(connection, seat.id, keeper.name, now)
    people.end_person(connection, login, now)


def give_seat(connection: sa.Connection, keeper: Keeper, login: str, place: Place, now: datetime) -> str:
    """Give somebody another seat; its id.

    Raises
    ------
    SeatRefusedError
        The account or the place is not his to keep, or the seat is held already.
    """
    _open(kept(connection, keeper, login))
    _check_place(connection, keeper, place)
    for held in people.seats(connection, login):
        same = (held.agency, held.role, held.stands_in_for) == (place.agency, place.role, None)
        if same and _overlap(held, place.begins_on, place.ends_on):
            raise SeatRefusedError(SeatCode.SEAT_HELD, login=login, agency=place.agency)
    return _seat(connection, keeper, login, place, now)


def take_seat(connection: sa.Connection, keeper: Keeper, seat: str, now: datetime) -> Seat:
    """Take a seat at an agency of his away, whoever holds it; the seat that it was.

    Who stands in for its holder by it stays no longer either.

    Raises
    ------
    SeatRefusedError
        There is no such seat, or it is the one he sits on.
    """
    found = people.seat(connection, seat)
    if found is None or not keeper.keeps((found.path,)):
        raise SeatRefusedError(SeatCode.UNKNOWN_SEAT)
    if found.login == keeper.login and found.role is Role.ADMINISTRATOR:
        raise SeatRefusedError(SeatCode.OWN_ACCOUNT)
    people.end_seat(connection, seat, keeper.name, now)
    if found.stands_in_for is None:
        for other in stand_ins(connection, found):
            people.end_seat(connection, other.id, keeper.name, now)
    return found


def stand_in(  # noqa: PLR0913 - what is written is what is told
    connection: sa.Connection,
    seat: Seat,
    deputy: str,
    days: tuple[date, date],
    reason: str,
    *,
    by: str,
    now: datetime,
) -> str:
    """Let somebody act by another's seat while he is away; the id of the seat that this makes.

    Raises
    ------
    SeatRefusedError
        It is no seat of the absent one's own, the deputy does not sit near enough, stands in already, or the rules of
        :func:`~thac.domain.seating.check_stand_in` are against it.
    """
    if seat.stands_in_for is not None:
        raise SeatRefusedError(SeatCode.NOT_OWN_SEAT)
    wanted = StandIn(seat.login, deputy, seat.agency, seat.role, *days, reason)
    check_stand_in(wanted, civil_day(now))
    if deputy not in {one.login for one in deputies(connection, seat, civil_day(now))}:
        raise SeatRefusedError(SeatCode.DEPUTY_ELSEWHERE, login=deputy)
    if any(one.login == deputy and _overlap(one, *days) for one in stand_ins(connection, seat)):
        raise SeatRefusedError(SeatCode.STANDS_IN_ALREADY, login=deputy)
    return people.add_seat(
        connection,
        deputy,
        seat.agency,
        seat.role,
        by=by,
        now=now,
        begins_on=days[0],
        ends_on=days[1],
        stands_in_for=seat.login,
        reason=reason.strip(),
    )


def end_stand_in(connection: sa.Connection, absent: Seat, seat: str, by: str, now: datetime) -> None:
    """The absent one is back, or wants somebody else.

    Raises
    ------
    SeatRefusedError
        Nobody stands in for him by that seat.
    """
    if seat not in {one.id for one in stand_ins(connection, absent)}:
        raise SeatRefusedError(SeatCode.UNKNOWN_SEAT)
    people.end_seat(connection, seat, by, now)


def stand_ins(connection: sa.Connection, absent: Seat) -> tuple[Seat, ...]:
    """The seats by which others stand in for the holder of a seat, those to come too."""
    row = t.seats.c
    mine = (row.stands_in_for == absent.login, row.agency == absent.agency, row.role == absent.role.value)
    return people.seats_where(connection, *mine)


def deputies(connection: sa.Connection, absent: Seat, day: date) -> tuple[Person, ...]:
    """Who may stand in for the holder of a seat: whoever has one of his own there, or directly below, on that day."""
    row, person, agency = t.seats.c, t.people.c, t.agencies.c
    held = sa.select(row.login).join(t.agencies, agency.id == row.agency)
    near = held.where(
        sa.or_(row.agency == absent.agency, agency.parent == absent.agency),
        row.ended_at.is_(None),
        row.stands_in_for.is_(None),
        sa.or_(row.begins_on.is_(None), row.begins_on <= day),
        sa.or_(row.ends_on.is_(None), row.ends_on >= day),
    )
    wanted = (person.login.in_(near), person.login != absent.login, person.ended_at.is_(None))
    found = connection.execute(sa.select(t.people).where(*wanted).order_by(person.name, person.login))
    return tuple(Person(*one) for one in found)


def own_seat(
    connection: sa.Connection, login: str, day: date, agency: AgencyId | None = None, role: Role | None = None
) -> Seat:
    """The seat of somebody's own that is meant: the only one that decides something, or the one named.

    Raises
    ------
    SeatRefusedError
        There is none, or there are several.
    """
    held = people.seats(connection, login, day)
    own = [one for one in held if one.stands_in_for is None and one.role in STAND_IN_ROLES]
    fitting = [one for one in own if agency in {None, one.agency} and role in {None, one.role}]
    if len(fitting) != 1:
        raise SeatRefusedError(SeatCode.UNKNOWN_SEAT)
    return fitting[0]


def _known(connection: sa.Connection, login: str) -> Person:
    found = people.person(connection, login)
    if found is None:
        raise SeatRefusedError(SeatCode.UNKNOWN_ACCOUNT, login=login)
    return found


def _open(account: Person) -> None:
    if account.ended_at is not None:
        raise SeatRefusedError(SeatCode.ACCOUNT_ENDED, login=account.login)


def _paths(connection: sa.Connection, login: str) -> tuple[str, ...]:
    """Where an account sits; one that sits nowhere any more is kept by whoever kept it last."""
    row = t.seats.c
    found = connection.execute(
        sa.select(t.agencies.c.path, row.ended_at)
        .join(t.agencies, t.agencies.c.id == row.agency)
        .where(row.login == login)
        .order_by(t.agencies.c.path)
    ).all()
    held = [one.path for one in found if one.ended_at is None]
    return tuple(held or (one.path for one in found))


def _check_place(connection: sa.Connection, keeper: Keeper, place: Place) -> None:
    row = t.agencies.c
    found = connection.execute(sa.select(row.path, row.ended_on).where(row.id == place.agency)).first()
    if found is None:
        raise SeatRefusedError(SeatCode.UNKNOWN_AGENCY, agency=place.agency)
    if not found.path.startswith(keeper.path):
        raise SeatRefusedError(SeatCode.OUTSIDE_YOUR_TREE, agency=place.agency)
    if found.ended_on is not None:
        raise SeatRefusedError(SeatCode.AGENCY_ENDED, agency=place.agency)
    check_days(place.begins_on, place.ends_on)


def _seat(connection: sa.Connection, keeper: Keeper, login: str, place: Place, now: datetime) -> str:
    return people.add_seat(
        connection,
        login,
        place.agency,
        place.role,
        by=keeper.name,
        now=now,
        begins_on=place.begins_on,
        ends_on=place.ends_on,
    )


def _overlap(held: Seat, begins_on: date | None, ends_on: date | None) -> bool:
    before = ends_on is not None and held.begins_on is not None and ends_on < held.begins_on
    after = begins_on is not None and held.ends_on is not None and held.ends_on < begins_on
    return not (before or after)
