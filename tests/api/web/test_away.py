"""Standing in: dated, with a reason, by somebody near, and marked in everything that is done."""

import pytest

from tests.api.conftest import Office
from tests.api.web.conftest import Browser, Enter, Page, enrol
from thac.domain.agencies import Role
from thac.domain.calendar import civil_day
from thac.store import chronicle, people

pytestmark = pytest.mark.asyncio
DAYS = {"begins_on": "2026-11-23", "ends_on": "2026-11-24", "reason": "Đi công tác"}


async def _name(browser: Browser, deputy: str, **changes: str) -> Page:
    return await browser.send(await browser.open("/away"), "/away", DAYS | {"deputy": deputy} | changes)


async def test_who_stands_in_acts_under_both_names_on_those_days_only(
    office: Office, enter: Enter, guest: Browser
) -> None:
    """Before and after he has his own seat alone."""
    assert civil_day(office.now).isoformat() == "2026-11-20"
    enrol(office, "pho", "00001-U1", Role.OFFICER, "Phó phòng")
    enrol(office, "truong", "00001-U1", Role.UNIT, "Trưởng phòng")
    head = Browser(office)
    await head.sign_in("truong")
    named = await _name(head, "pho")
    assert "Đã ghi người thay mặt" in named.words()
    assert "từ 23/11/2026 đến hết 24/11/2026" in named.words()
    await guest.sign_in("pho")
    assert not (await guest.open("/")).tree.xpath("//form[@action='/seat']")
    office.later(days=3)
    first = await guest.sign_in("pho")
    first = await guest.open("/")
    (option,) = [one for one in first.tree.xpath("//select[@name='seat']/option") if "thay mặt" in one.text]
    assert "thay mặt Trưởng phòng" in option.text
    acting = await guest.send(first, "/seat", {"seat": option.get("value")})
    assert "Đang làm thay Trưởng phòng" in acting.words("//header")
    with office.engines.read.connect() as connection:
        session = people.session(connection, guest.client.cookies["thac_session"], office.now)
    assert session is not None
    assert session.bearer.actor.name == "Phó phòng (thay mặt Trưởng phòng)"
    assert (session.bearer.actor.agency, session.bearer.actor.role) == ("00001-U1", "unit")
    refused = await guest.open("/away")
    assert (refused.status, "not_own_seat" in refused.words()) == (403, True)
    office.later(days=2)
    await guest.sign_in("pho")
    assert not (await guest.open("/")).tree.xpath("//form[@action='/seat']")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"begins_on": "2026-11-19"}, 422, "begins_in_past"),
        ({"ends_on": "2026-11-22"}, 422, "dates_reversed"),
        ({"ends_on": "2028-11-22"}, 422, "stands_in_too_long"),
        ({"ends_on": ""}, 422, "no_day"),
        ({"ends_on": "32/13/2026"}, 422, "no_day"),
        ({"reason": " "}, 422, "reason_missing"),
        ({"reason": "x" * 501}, 422, "reason_missing"),
        ({"deputy": "far"}, 422, "deputy_elsewhere"),
        ({"deputy": "supervisor.00001"}, 422, "own_stand_in"),
        ({"deputy": ""}, 422, "deputy_elsewhere"),
    ],
)
async def test_what_cannot_be_is_refused_and_the_form_stays(
    office: Office, enter: Enter, changes: dict[str, str], status: int, code: str
) -> None:
    """And nobody stands in."""
    enrol(office, "near", "00001-U1", Role.UNIT)
    enrol(office, "far", "00002", Role.SUPERVISOR)
    refused = await _name(await enter("00001", Role.SUPERVISOR), **{"deputy": "near"} | changes)
    assert (refused.status, code in refused.words()) == (status, True)
    filled = refused.form("/away")
    assert filled["begins_on"] == changes.get("begins_on", "2026-11-23")
    assert "Chưa có ai" in refused.words()


async def test_it_is_ended_early_by_whoever_is_back_and_both_are_in_the_chronicle(office: Office, enter: Enter) -> None:
    """A second time the same is refused."""
    enrol(office, "near", "00001", Role.OFFICE)
    browser = await enter("00001", Role.SUPERVISOR)
    shown = await _name(browser, "near", begins_on="20/11/2026")
    assert "đang thay mặt" in shown.words()
    assert (await _name(browser, "near", begins_on="2026-11-21")).status == 409
    (action,) = shown.tree.xpath("//form[contains(@action, '/end')]/@action")
    ended = await browser.send(shown, action)
    assert "Đã kết thúc việc thay mặt" in ended.words()
    assert "Chưa có ai" in ended.words()
    again = await browser.client.post(action, data={"csrf": shown.form(action)["csrf"]})
    assert (again.status_code, "unknown_seat" in again.text) == (404, True)
    seat = action.split("/")[2]
    with office.engines.read.connect() as connection:
        noted = [one for one in chronicle.entries(connection, 0, 100) if one.subject == seat]
    assert [one.kind for one in noted] == ["seat", "seat"]
    assert noted[0].digest != noted[1].digest


async def test_an_administrator_names_who_stands_in_for_somebody_who_is_ill(office: Office, enter: Enter) -> None:
    """On the page of the account."""
    enrol(office, "pho", "00001-U1", Role.OFFICER)
    enrol(office, "truong", "00001-U1", Role.UNIT)
    browser = await enter("00001", Role.ADMINISTRATOR)
    page, where = await browser.open("/users/of/truong"), "/users/of/truong/stand-ins"
    told = {"deputy": "pho", "first": "2026-11-20", "last": "2026-11-21", "reason": "Ốm"}
    assert "deputy_elsewhere" in (await browser.send(page, where, told | {"deputy": "nobody"})).words()
    shown = await browser.send(page, where, told)
    assert "pho, Lãnh đạo đơn vị, từ 20/11/2026 đến hết 21/11/2026: Ốm" in shown.words()
