"""The administrator's pages: accounts of his own tree, made, seated, locked out, let in again and ended."""

import re

import pytest

from tests.api.conftest import Office
from tests.api.web.conftest import PASSWORD, Browser, Enter, Page, enrol
from thac.domain.agencies import Role
from thac.store import people

pytestmark = pytest.mark.asyncio
_GIVEN = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")
BINH = {"name": "Người Bình", "login": "binh", "email": "Binh@xa.example", "agency": "00001-U1", "role": "unit"}


def _given(shown: Page) -> str:
    """The password that a page shows."""
    found = _GIVEN.search(shown.words())
    assert found is not None, shown.words()
    return found.group()


async def _make(browser: Browser, **changes: str) -> Page:
    return await browser.send(await browser.open("/users/new"), "/users/new", BINH | changes)


def _account(office: Office, login: str) -> tuple[people.Person, tuple[people.Seat, ...]]:
    with office.engines.read.connect() as connection:
        person = people.person(connection, login)
        assert person is not None
        return person, people.seats(connection, login)


async def test_a_new_account_signs_in_once_with_the_password_shown_and_then_chooses_another(
    office: Office, enter: Enter, guest: Browser
) -> None:
    """Until it is chosen every page leads to it."""
    shown = await _make(await enter("00001", Role.ADMINISTRATOR))
    password = _given(shown)
    first = await guest.sign_in("binh", password)
    assert first.address == "http://thac/password"
    assert (await guest.open("/")).address == "http://thac/password"
    words = {"old": password, "new": PASSWORD, "again": PASSWORD}
    changed = await guest.send(await guest.open("/"), "/password", words)
    assert changed.address == "http://thac/"
    assert "Xin chào, Người Bình" in changed.words()
    person, seats = _account(office, "binh")
    assert (person.email, person.temporary) == ("binh@xa.example", False)
    assert [(seat.agency, seat.role) for seat in seats] == [("00001-U1", "unit")]


async def test_an_agency_is_meant_by_its_code_or_by_a_name_that_only_one_has(office: Office, enter: Enter) -> None:
    """Where several have it, they are told with their codes and the form stays as it was."""
    browser = await enter("19", Role.ADMINISTRATOR)
    assert (await _make(browser, agency="ubnd xa 2")).status == 200
    assert [seat.agency for seat in _account(office, "binh")[1]] == ["00002"]
    several = await _make(browser, login="cuc", agency="Đơn vị 1")
    assert several.status == 422
    assert "which_agency" in several.words()
    assert "00001-U1: Đơn vị 1" in several.words()
    assert "00002-U1: Đơn vị 1" in several.words()
    assert several.form("/users/new")["login"] == "cuc"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"login": "Lê"}, 422, "bad_login"),
        ({"login": "administrator.00001"}, 409, "login_taken"),
        ({"name": " "}, 422, "bad_person_name"),
        ({"email": "x"}, 422, "bad_email"),
        ({"role": "king"}, 422, "no_role"),
        ({"agency": "00002"}, 403, "outside_your_tree"),
        ({"agency": "19"}, 403, "outside_your_tree"),
        ({"agency": "99999"}, 422, "which_agency"),
    ],
)
async def test_what_cannot_be_made_is_refused_and_the_form_stays(
    office: Office, enter: Enter, changes: dict[str, str], status: int, code: str
) -> None:
    """And no account is there afterwards."""
    refused = await _make(await enter("00001", Role.ADMINISTRATOR), **changes)
    assert (refused.status, code in refused.words()) == (status, True)
    assert refused.form("/users/new")["agency"] == changes.get("agency", "00001-U1")
    with office.engines.read.connect() as connection:
        assert people.person(connection, "binh") is None


async def test_he_sees_the_accounts_of_his_own_tree_and_no_others(office: Office, enter: Enter) -> None:
    """Neither in the list nor by their address."""
    enrol(office, "near", "00001-U1", Role.UNIT, "Người Gần")
    enrol(office, "far", "00002-U1", Role.UNIT, "Người Xa")
    enrol(office, "above", "19", Role.OFFICE, "Người Trên")
    browser = await enter("00001", Role.ADMINISTRATOR)
    listed = (await browser.open("/users")).words()
    assert "Người Gần" in listed
    assert "Người Xa" not in listed
    assert "Người Trên" not in listed
    assert (await browser.open("/users?q=far")).words().count("Không có tài khoản") == 1
    assert [(await browser.open(f"/users/of/{login}")).status for login in ("near", "far", "nobody")] == [200, 404, 404]


async def test_who_sits_elsewhere_too_keeps_his_password_and_loses_only_the_seat_here(
    office: Office, enter: Enter
) -> None:
    """Or an administrator of a commune could sign in as somebody of the province."""
    enrol(office, "both", "19", Role.SUPERVISOR, "Người Hai Nơi")
    enrol(office, "both", "00001", Role.SUPERVISOR)
    browser = await enter("00001", Role.ADMINISTRATOR)
    shown = await browser.open("/users/of/both")
    assert "quản trị viên cấp trên" in shown.words()
    csrf = shown.form("/sign-out")["csrf"]
    for what in ("password", "email", "end", "seats"):
        form = {"csrf": csrf, "email": "an@xa.example", "agency": "00001", "role": "office"}
        refused = await browser.client.post(f"/users/of/both/{what}", data=form)
        assert (refused.status_code, "seats_elsewhere" in refused.text) == (403, True)
    here = next(seat for seat in _account(office, "both")[1] if seat.agency == "00001")
    above = next(seat for seat in _account(office, "both")[1] if seat.agency == "19")
    foreign = await browser.client.post(f"/users/of/both/seats/{above.id}/end", data={"csrf": csrf})
    assert foreign.status_code == 404
    await browser.send(shown, f"/users/of/both/seats/{here.id}/end")
    assert [seat.agency for seat in _account(office, "both")[1]] == ["19"]


async def test_another_password_opens_a_locked_account_and_signs_its_holder_out(office: Office, enter: Enter) -> None:
    """The lock is shown until then."""
    person = await enter("00001-U1", Role.UNIT)
    with office.engines.write.begin() as connection:
        for _ in range(people.FAILURES):
            people.failed(connection, "unit.00001-u1", office.now)
    browser = await enter("00001", Role.ADMINISTRATOR)
    shown = await browser.open("/users/of/unit.00001-u1")
    assert "Tạm khóa đến" in shown.words()
    given = _given(await browser.send(shown, "/users/of/unit.00001-u1/password"))
    assert "Tạm khóa" not in (await browser.open("/users/of/unit.00001-u1")).words()
    assert "/sign-in" in (await person.open("/")).address
    assert (await person.sign_in("unit.00001-u1")).status == 401
    assert (await person.sign_in("unit.00001-u1", given)).address == "http://thac/password"


async def test_seats_are_given_dated_and_taken_away_and_what_is_refused_keeps_the_form(
    office: Office, enter: Enter
) -> None:
    """A seat that holds from tomorrow lets nobody in today."""
    enrol(office, "binh", "00001-U1", Role.OFFICER)
    browser = await enter("00001", Role.ADMINISTRATOR)
    where, account = "/users/of/binh/seats", "/users/of/binh"
    later = {"agency": "00001", "role": "office", "begins_on": "2026-11-23", "ends_on": "2026-11-30"}
    given = await browser.send(await browser.open(account), where, later)
    assert "Đã lưu" in given.words()
    assert "từ 23/11/2026 đến hết 30/11/2026" in given.words()
    again = await browser.send(given, where, later)
    assert (again.status, "seat_held" in again.words()) == (409, True)
    assert again.form(where)["begins_on"] == "2026-11-23"
    reversed_ = await browser.send(given, where, later | {"ends_on": "2026-11-01"})
    assert (reversed_.status, "dates_reversed" in reversed_.words()) == (422, True)
    with office.engines.read.connect() as connection:
        assert len(people.seats(connection, "binh", office.now.date())) == 1


async def test_an_ended_account_lets_nobody_in_and_nobody_ends_his_own(office: Office, enter: Enter) -> None:
    """Whoever was signed in by it is not any more."""
    person = await enter("00001-U1", Role.UNIT)
    browser = await enter("00001", Role.ADMINISTRATOR)
    own = await browser.open("/users/of/administrator.00001")
    refused = await browser.send(own, "/users/of/administrator.00001/end")
    assert (refused.status, "own_account" in refused.words()) == (403, True)
    shown = await browser.open("/users/of/unit.00001-u1")
    ended = await browser.send(shown, "/users/of/unit.00001-u1/end")
    assert "Đã kết thúc" in ended.words()
    assert "/sign-in" in (await person.open("/")).address
    assert (await person.sign_in("unit.00001-u1")).status == 401


async def test_a_long_list_is_paged_and_says_how_many_there_are(office: Office, enter: Enter) -> None:
    """Fifty to a page."""
    with office.engines.write.begin() as connection:
        for number in range(60):
            people.add_person(connection, f"p{number:02}", f"Người {number:02}", office.now)
            people.add_seat(connection, f"p{number:02}", "00001-U1", Role.OFFICER, by="test", now=office.now)
    browser = await enter("00001", Role.ADMINISTRATOR)
    first = await browser.open("/users")
    assert "50 trên 61" in first.words()
    (address,) = first.tree.xpath("//a[@rel='next']/@href")
    assert "11 trên 61" in (await browser.open(address)).words()
    assert len(first.text) < 100_000


async def test_what_somebody_is_called_is_shown_as_it_was_written_and_never_obeyed(
    office: Office, enter: Enter
) -> None:
    """HTML in a name, a reason or an address stays text."""
    wicked = "<script>alert(1)</script>"
    browser = await enter("00001", Role.ADMINISTRATOR)
    shown = await _make(browser, name=wicked)
    for page in (shown, await browser.open("/users"), await browser.open("/users/of/binh")):
        assert wicked in page.words()
        assert page.tree.xpath("//main//script") == []
    sought = await browser.open(f'/users?q="><img src=x>{wicked}')
    assert sought.tree.xpath("//main//img | //main//script") == []
