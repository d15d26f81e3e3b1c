"""Overlaps in a browser: the passages side by side, and the buttons for what becomes of a finding."""

import pytest

from tests.api.conftest import Office
from tests.api.test_overlaps import MATTER, REASON, REWORDED, conflicting
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role

OFFICE = ("00001", Role.OFFICE)


async def found(office: Office, browser: Browser) -> Page:
    """The page of the one finding, which was accepted at the launch."""
    await conflicting(office)
    listed = await browser.open("/overlaps?outcome=accepted")
    (address,) = [one for one in listed.tree.xpath("//main//a/@href") if one.startswith("/overlaps/")]
    return await browser.open(address)


def action(page: Page) -> str:
    return str(page.tree.xpath("//form[@data-keep='overlap']/@action")[0])


def history(page: Page) -> list[str]:
    return [str(one) for one in page.tree.xpath("//ul[@class='list']/li/strong/text()")]


async def test_both_passages_stand_side_by_side(office: Office, enter: Enter) -> None:
    browser = await enter(*OFFICE)
    page = await found(office, browser)
    sides = [" ".join(one.itertext()) for one in page.tree.xpath("//*[contains(@class,'sides')]/div")]
    assert len(sides) == 2
    assert MATTER in " ".join(sides)
    assert REWORDED in " ".join(sides)
    assert "Kế hoạch số 7/KH-UBND" in " ".join(sides)
    assert "Mâu thuẫn" in page.words("//h1")
    assert REASON in page.words()


async def test_what_was_settled_is_listed_only_when_asked_for(office: Office, enter: Enter) -> None:
    browser = await enter(*OFFICE)
    await found(office, browser)
    assert "Không có phát hiện nào" in (await browser.open("/overlaps")).words()


async def test_the_filter_may_be_sent_as_it_stands(office: Office, enter: Enter) -> None:
    """No gravity is chosen in it, and every one is shown."""
    browser = await enter(*OFFICE)
    await found(office, browser)
    shown = await browser.open("/overlaps?severity=&outcome=accepted")
    assert shown.status == 200
    assert shown.tree.xpath("//main//ul/li")


async def test_one_lead_is_named_and_the_decision_is_kept_with_those_before(office: Office, enter: Enter) -> None:
    """Sent twice it is kept once; it can be opened again."""
    browser = await enter("00001", Role.SUPERVISOR)
    page = await found(office, browser)
    fields = {"outcome": "one_lead", "lead": "00001-U1", "reason": "Đơn vị 1 chủ trì"}
    for _ in range(2):
        after = await browser.send(page, action(page), fields)
        assert "Đã ghi nhận: Chọn một cơ quan chủ trì." in after.words("//*[@role='status']")
    assert history(after) == ["Giữ nguyên, có lý do", "Chọn một cơ quan chủ trì"]
    assert "Đơn vị 1" in after.words("//ul[@class='list']/li[2]")
    opened = await browser.send(after, action(after), {"outcome": "open"})
    assert history(opened)[-1] == "Chưa xử lý"
    assert action(page) in (await browser.open("/overlaps")).tree.xpath("//main//a/@href")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcome": "accepted"}, "reason_needed"),
        ({"outcome": "one_lead", "reason": "Vì thế"}, "overlap_lead_needed"),
        ({"outcome": "one_lead", "reason": "Vì thế", "lead": "00001-U9"}, "unknown_agency"),
        ({"reason": "Vì thế"}, "invalid"),
    ],
)
async def test_what_says_too_little_is_turned_away_and_the_form_is_kept(
    office: Office, enter: Enter, fields: dict[str, str], code: str
) -> None:
    browser = await enter(*OFFICE)
    page = await found(office, browser)
    refused = await browser.send(page, action(page), fields)
    assert (refused.status, code in refused.words("//*[@role='alert']")) == (422, True)
    assert refused.form(action(page))["reason"] == fields.get("reason", "")
    assert history(refused) == ["Giữ nguyên, có lý do"]


async def test_another_commune_sees_nothing_of_it(office: Office, enter: Enter) -> None:
    page = await found(office, await enter(*OFFICE))
    foreign = await enter("00002", Role.OFFICE)
    assert (await foreign.open(action(page))).status == 404
    assert action(page) not in (await foreign.open("/overlaps?outcome=accepted")).text


async def test_who_decides_nothing_sees_no_buttons_and_is_refused(office: Office, enter: Enter) -> None:
    page = await found(office, await enter(*OFFICE))
    auditor = await enter("00001", Role.AUDITOR)
    shown = await auditor.open(action(page))
    assert not shown.tree.xpath("//form[@data-keep]")
    csrf = shown.form("/sign-out")["csrf"]
    sent = await auditor.client.post(action(page), data={"csrf": csrf, "outcome": "merged"})
    assert sent.status_code == 403
