"""Accounts and seats in the store: who keeps them, what is listed, whom a provider's word finds, on both databases."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from tests.places import Place as Where
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from thac.domain.agencies import Role
from thac.domain.seating import Keeper, SeatCode, SeatRefusedError
from thac.store import chronicle, people, seating
from thac.store.engine import Engines
from thac.store.identities import Identity, signed_in_as
from thac.store.queries.pages import Window
from thac.store.queries.people import accounts, everybody
from thac.store.seating import Newcomer, Place

TOP = Keeper("top", "")
COMMUNE = Keeper("keeper", "TW/19/00001/", "keeper")
DAY = date(2026, 11, 20)


@pytest.fixture
def seated(place: Where) -> Iterator[Engines]:
    """A keeper and a head at the commune 00001, an officer of its unit, and somebody at 00002 and at both."""
    engines = open_store(place, small_tree())
    everyone = (
        ("keeper", "00001", Role.ADMINISTRATOR),
        ("head", "00001", Role.SUPERVISOR),
        ("officer", "00001-U1", Role.OFFICER),
        ("far", "00002", Role.OFFICE),
    )
    with engines.write.begin() as connection:
        for login, agency, role in everyone:
            newcomer = Newcomer(login, f"Người {login}", f"{login}@xa.example")
            seating.open_account(connection, TOP, newcomer, Place(agency, role), FRIDAY)
        seating.open_account(connection, TOP, Newcomer("both", "Người Hai"), Place("00001", Role.OFFICE), FRIDAY)
        seating.give_seat(connection, TOP, "both", Place("00002", Role.OFFICE), FRIDAY)
    yield engines
    engines.dispose()


def _refused(connection: sa.Connection, login: str, keeper: Keeper = COMMUNE) -> SeatCode | None:
    try:
        seating.kept(connection, keeper, login)
    except SeatRefusedError as error:
        return error.refusal.code
    return None


def test_a_keeper_keeps_the_accounts_that_sit_in_his_tree_alone(seated: Engines) -> None:
    with seated.write.begin() as connection:
        codes = [_refused(connection, login) for login in ("head", "officer", "both", "far", "nobody")]
        assert codes == [None, None, SeatCode.SEATS_ELSEWHERE, SeatCode.UNKNOWN_ACCOUNT, SeatCode.UNKNOWN_ACCOUNT]
        assert _refused(connection, "far", TOP) is None
        for seat in people.seats(connection, "both"):
            if seat.agency == "00002":
                seating.take_seat(connection, TOP, seat.id, FRIDAY)
        assert _refused(connection, "both") is None


def test_who_has_no_seat_any_more_is_kept_by_who_kept_him_last(seated: Engines) -> None:
    with seated.write.begin() as connection:
        (seat,) = people.seats(connection, "head")
        seating.take_seat(connection, COMMUNE, seat.id, FRIDAY)
        assert people.seats(connection, "head") == ()
        assert _refused(connection, "head") is None
        assert _refused(connection, "head", Keeper("k", "TW/19/00002/")) is SeatCode.UNKNOWN_ACCOUNT


def test_a_path_that_only_begins_alike_is_another_place(seated: Engines) -> None:
    with seated.read.connect() as connection:
        assert _refused(connection, "head", Keeper("k", "TW/19/0000/")) is SeatCode.UNKNOWN_ACCOUNT
        assert accounts(connection, "TW/19/0000_/", None, Window()).total == 0


def test_the_list_has_the_seats_below_a_place_and_is_sought_by_name_login_or_agency(seated: Engines) -> None:
    with seated.read.connect() as connection:
        listed = accounts(connection, COMMUNE.path, None, Window(2, 1))
        assert (listed.total, [one.person.login for one in listed.items]) == (4, ["head", "keeper"])
        (both,) = accounts(connection, COMMUNE.path, "người hai", Window()).items
        assert [seat.agency for seat in both.seats] == ["00001"]
        found = {
            wanted: accounts(connection, COMMUNE.path, wanted, Window()).total for wanted in ("far", "00001-U1", "%")
        }
        assert found == {"far": 0, "00001-U1": 1, "%": 0}
        assert [(person.login, len(seats)) for person, seats in everybody(connection)] == [
            *(("both", 2), ("far", 1), ("head", 1), ("keeper", 1), ("officer", 1))
        ]


def test_what_is_given_and_taken_is_in_the_chronicle(seated: Engines) -> None:
    with seated.write.begin() as connection:
        (head,) = people.seats(connection, "head", DAY)
        stand_in = seating.stand_in(connection, head, "officer", (DAY, DAY), "Ốm", by="head", now=FRIDAY)
        seating.end_account(connection, COMMUNE, "head", FRIDAY)
        noted = [(one.kind, one.subject) for one in chronicle.entries(connection, 0, 100)]
        assert noted.count(("seat", stand_in)) == 2
        assert noted.count(("seat", head.id)) == 2
        assert [seat.stands_in_for for seat in people.seats(connection, "officer")] == [None]


def test_nobody_stands_in_twice_or_passes_it_on(seated: Engines) -> None:
    days = (DAY, date(2026, 11, 30))
    with seated.write.begin() as connection:
        (head,) = people.seats(connection, "head", DAY)
        seating.stand_in(connection, head, "officer", days, "Ốm", by="head", now=FRIDAY)
        with pytest.raises(SeatRefusedError) as twice:
            seating.stand_in(connection, head, "officer", (days[1], days[1]), "Ốm", by="head", now=FRIDAY)
        borrowed = next(one for one in people.seats(connection, "officer") if one.stands_in_for)
        with pytest.raises(SeatRefusedError) as on:
            seating.stand_in(connection, borrowed, "keeper", days, "Ốm", by="officer", now=FRIDAY)
    assert [twice.value.refusal.code, on.value.refusal.code] == [SeatCode.STANDS_IN_ALREADY, SeatCode.NOT_OWN_SEAT]


def test_the_word_of_a_provider_finds_an_account_by_its_address_once_and_by_its_subject_afterwards(
    seated: Engines,
) -> None:
    first, other = (
        Identity("https://a.example", "1", "Head@xa.example"),
        Identity("https://a.example", "2", "head@xa.example"),
    )
    with seated.write.begin() as connection:
        assert signed_in_as(connection, Identity("https://a.example", "1", None)) is None
        found = signed_in_as(connection, first)
        assert found is not None
        assert (found.login, found.issuer, found.subject) == ("head", "https://a.example", "1")
        again = signed_in_as(connection, Identity("https://a.example", "1", None))
        assert again is not None
        assert again.login == "head"
        assert signed_in_as(connection, other) is None
        assert signed_in_as(connection, Identity("https://b.example", "1", None)) is None
        people.end_person(connection, "head", FRIDAY)
        assert signed_in_as(connection, first) is None
