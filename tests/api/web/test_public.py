"""The public page: off unless switched on, and then the numbers of what was marked, and nothing else."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from api.app import create_app
from tests.api.conftest import LETTER, Office
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio
_ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ("/public", "/public.json", "/public.atom")


@pytest.fixture
def office(office: Office) -> Office:
    """The office of an installation that has a public page."""
    office.deps = replace(office.deps, public_pages=True)
    office.app = create_app(office.deps)
    return office


async def mark(enter: Enter, directive: str, public: str = "yes") -> Page:
    browser = await enter("19", Role.OFFICE)
    shown: Page = await browser.send(await browser.open("/publishing"), f"/publishing/{directive}", {"public": public})
    return shown


async def test_where_it_is_not_switched_on_there_is_no_public_page(office: Office, enter: Enter) -> None:
    office.app = create_app(replace(office.deps, public_pages=False))
    browser = Browser(office)
    directive = await office.launch()
    assert [(await browser.open(one)).status for one in (*ADDRESSES, f"/public/{directive}")] == [404] * 4
    signed_in = await enter("19", Role.OFFICE)
    assert (await signed_in.open("/publishing")).status == 404
    assert "/publishing" not in (await signed_in.open("/")).text


async def test_only_what_the_issuing_office_marked_is_shown(office: Office, guest: Browser, enter: Enter) -> None:
    directive = await office.launch()
    await office.launch(LETTER | {"number": "999", "subject": "Văn bản không công khai"})
    assert "Chưa có văn bản nào" in (await guest.open("/public")).words()
    assert "Đang công khai" in (await mark(enter, directive)).words()
    shown = await guest.open("/public")
    assert [str(one) for one in shown.tree.xpath("//main//h2/a/@href")] == [f"/public/{directive}"]
    assert "999" not in shown.text
    assert "Thôi công khai" in (await mark(enter, directive)).words()  # once more changes nothing
    await mark(enter, directive, "no")
    assert "Chưa có văn bản nào" in (await guest.open("/public")).words()


async def test_numbers_by_level_and_state_and_no_name_task_or_remark(
    office: Office, guest: Browser, enter: Enter
) -> None:
    directive = await office.launch()
    assignment = f"assignments/{directive}~00001~1~00001-U1"
    unit = ("00001-U1", Role.UNIT)
    assert (await office.ask(unit, "POST", f"{assignment}/accept", {})).is_success
    assert (await office.ask(unit, "POST", f"{assignment}/take", {"person": "Nguyễn Văn Kín"})).is_success
    told = {"percent": 40, "note": "Nhận xét riêng"}
    assert (await office.ask(unit, "POST", f"{assignment}/progress", told)).is_success
    await mark(enter, directive)
    page = await guest.open(f"/public/{directive}")
    said = await guest.open(f"/public/{directive}.json")
    levels = json.loads(said.text)["levels"]
    assert [(one["issuers"], one["leads"], one["counts"]["total"]) for one in levels] == [
        ("province", "commune", 2),
        ("province", "unit", 1),
        ("commune", "unit", 4),
    ]
    assert levels[2]["counts"]["by_state"] == {"assigned": 3, "taken": 1}
    assert "Đang thực hiện 1" in " ".join(page.words().split())
    for secret in ("Nguyễn Văn Kín", "Nhận xét riêng", "Rà soát thủ tục", "00001-U1", "Văn phòng"):
        assert secret not in page.text + said.text


async def test_programs_of_any_site_may_read_it_and_anybody_may_keep_it_for_five_minutes(
    office: Office, guest: Browser, enter: Enter
) -> None:
    directive = await office.launch()
    await mark(enter, directive)
    for address in ("/public.json", "/public.atom", f"/public/{directive}.json", "/public/nothing.json"):
        answer = await guest.open(address)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert "set-cookie" not in answer.headers
    page = await guest.open("/public")
    assert page.headers["cache-control"] == "public, max-age=300"
    assert "access-control-allow-origin" not in page.headers
    listed = json.loads((await guest.open("/public.json")).text)
    assert (listed["total"], listed["directives"][0]["page"]) == (1, f"http://thac/public/{directive}")


async def test_the_feed_has_an_entry_for_each_and_says_when_it_changed(
    office: Office, guest: Browser, enter: Enter
) -> None:
    directive = await office.launch(LETTER | {"subject": "Chuyển đổi số <b>&</b>"})
    await mark(enter, directive)
    read = ET.fromstring((await guest.open("/public.atom")).text)
    entry = read.find(f"{_ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{_ATOM}id") == f"urn:thac:directive:{directive}"
    assert (entry.findtext(f"{_ATOM}title") or "").endswith("Chuyển đổi số <b>&</b>")
    assert read.findtext(f"{_ATOM}updated") == entry.findtext(f"{_ATOM}updated") == office.now.isoformat()
    assert entry.findtext(f"{_ATOM}summary") == "Hoàn thành 0 trên 3 việc đã giao."


async def test_others_mark_nothing(office: Office, enter: Enter) -> None:
    """Neither a unit, nor another office, nor one that does not see the directive, nor what is no mark."""
    directive = await office.launch()
    unit = await enter("19-SNV", Role.UNIT)
    assert (await unit.open("/publishing")).status == 403
    commune = await enter("00001", Role.OFFICE)
    held = (await commune.open("/")).form("/sign-out")["csrf"]
    foreign = await commune.client.post(f"/publishing/{directive}", data={"csrf": held, "public": "yes"})
    unknown = await commune.client.post("/publishing/nothing", data={"csrf": held, "public": "yes"})
    no_mark = await commune.client.post(f"/publishing/{directive}", data={"csrf": held, "public": "perhaps"})
    no_form = await commune.client.post(f"/publishing/{directive}", data={"public": "yes"})
    assert [one.status_code for one in (foreign, unknown, no_mark, no_form)] == [403, 404, 422, 403]
    assert "Chưa có văn bản nào" in (await commune.open("/public")).words()


async def test_the_public_page_speaks_english_when_its_address_asks(
    office: Office, guest: Browser, enter: Enter
) -> None:
    await mark(enter, await office.launch())
    assert "Completed 0 of 3" in " ".join((await guest.open("/public?lang=en")).words().split())
