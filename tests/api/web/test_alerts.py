"""The inbox in a browser: what it shows, what its buttons do, and that a stream ends with its session."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
import sqlalchemy as sa

from tests.api.conftest import LETTER, Office
from tests.api.streaming import Served, served
from tests.api.test_alerts import late
from tests.api.test_stream import fire
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role
from thac.store import tables as t

MONDAY = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""Tuesday, 09:00: the units' work was due yesterday at 17:00."""


def boxes(page: Page) -> list[str]:
    """The alerts that can be ticked."""
    return [str(one) for one in page.tree.xpath("//input[@type='checkbox'][@name='alert[]']/@value")]


def cells(page: Page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath("//*[@class='tally']//dd")]


async def press(browser: Browser, page: Page, what: str, alerts: list[str], **fields: str) -> Page:
    """Press a button for ticked rows, as a browser without scripts does."""
    form = page.tree.xpath("//form[@id='together']")[0]
    hidden = {one.name: one.value for one in form.xpath(".//input[@type='hidden']")}
    data: dict[str, Any] = {**hidden, "alert[]": alerts, "do": what, **fields}
    return Page(await browser.client.post(urljoin(page.address, form.get("action")), data=data))


def urged(office: Office) -> dict[str, int]:
    with office.engines.read.connect() as connection:
        rows = connection.execute(sa.select(t.assignments.c.lead, t.assignments.c.urged))
        return {row.lead: row.urged for row in rows if row.urged}


async def test_the_inbox_says_what_is_late_and_who_holds_the_clock(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    page = await (await enter("00001", Role.SUPERVISOR)).open("/alerts")
    assert page.status == 200
    assert cells(page) == ["3", "0", "0", "3"]
    words = page.words()
    assert "Quá hạn 1 ngày" in words
    assert "Công văn số 15/UBND-NC" in words
    assert len(boxes(page)) == len(page.tree.xpath("//ul[contains(@class,'alerts')]/li"))
    below = await (await enter("00001", Role.SUPERVISOR)).open("/alerts?below=true")
    assert "Đơn vị 1: chưa tiếp nhận" in below.words()


async def test_the_filter_may_be_sent_as_it_stands(office: Office, enter: Enter) -> None:
    """No colour is chosen in it, and every colour is shown."""
    browser = await enter("00001", Role.OFFICE)
    shown = await browser.open("/alerts?colour=")
    assert shown.status == 200
    assert "invalid" not in shown.words()


async def test_ticked_rows_are_acknowledged_together_and_leave_the_list(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    browser = await enter("00001", Role.OFFICE)
    page = await browser.open("/alerts")
    every = boxes(page)
    assert len(every) > 1
    after = await press(browser, page, "acknowledge", every[:2])
    assert f"Đã ghi nhận «đã biết, đang xử lý»: {len(every[:2])} dòng." in after.words("//*[@role='status']")
    assert boxes(after) == every[2:]
    assert cells(after)[0] == cells(page)[0], "nothing hides lateness"
    hidden = await browser.open("/alerts?all=true")
    assert "Đã biết, đang xử lý" in hidden.words("//ul[contains(@class,'alerts')]")
    with office.engines.read.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.alert_answers)).scalar_one() == 2


async def test_a_form_sent_twice_answers_once(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    browser = await enter("19", Role.OFFICE)
    page = await browser.open("/alerts")
    for _ in range(2):
        assert (await press(browser, page, "urge", boxes(page))).status == 200
        assert (await press(browser, page, "acknowledge", boxes(page)[:1])).status == 200
    with office.engines.read.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.alert_answers)).scalar_one() == 1
    assert set(urged(office).values()) == {1}


async def test_the_lead_is_urged_and_hears_why(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    browser = await enter("00001", Role.SUPERVISOR)
    page = await browser.open("/alerts?below=true")
    of_a_unit = [one for one in boxes(page) if "head@00001-U1" in one and "overdue" in one]
    assert of_a_unit
    after = await press(browser, page, "urge", of_a_unit, reason="Báo cáo trước 16 giờ hôm nay")
    assert "Đã đôn đốc" in after.words("//*[@role='status']")
    assert urged(office) == {"00001-U1": 1}


async def test_a_row_is_put_off_until_a_day_with_a_reason(office: Office, enter: Enter) -> None:
    """Not beyond its deadline, and the form keeps what was filled in."""
    await office.launch(LETTER)
    office.now = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    browser = await enter("00001-U1", Role.UNIT)
    page = await browser.open("/alerts")
    (alert,) = [one for one in boxes(page) if "before" in one or "due_soon" in one or "near" in one] or boxes(page)[:1]
    refused = await press(browser, page, "snooze", [alert], until="2026-12-20", reason="Chờ số liệu")
    assert refused.status == 422
    assert refused.form(refused.tree.xpath("//form[@id='together']/@action")[0], reason="Chờ số liệu")["until"]
    missing = await press(browser, page, "snooze", [alert], reason="Chờ số liệu")
    assert (missing.status, "until" in missing.words("//*[@role='alert']")) == (422, True)
    assert missing.tree.xpath("//input[@type='checkbox'][@checked]/@value") == [alert]
    put_off = await press(browser, missing, "snooze", [alert], until="2026-11-30", reason="Chờ số liệu")
    assert put_off.status == 200
    assert alert not in boxes(put_off)


async def test_nothing_ticked_and_no_such_button_are_told(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    browser = await enter("00001", Role.OFFICE)
    page = await browser.open("/alerts")
    none = await press(browser, page, "acknowledge", [])
    assert (none.status, "Hãy đánh dấu ít nhất một dòng." in none.words()) == (422, True)
    assert (await press(browser, page, "delete", boxes(page))).status == 422


async def test_another_agencys_alert_is_not_there(office: Office, enter: Enter) -> None:
    """Neither to answer nor to urge about."""
    await late(office, MONDAY)
    foreign = boxes(await (await enter("00001", Role.OFFICE)).open("/alerts"))[0]
    browser = await enter("00002", Role.OFFICE)
    page = await browser.open("/alerts")
    assert foreign not in boxes(page)
    for what in ("acknowledge", "urge"):
        assert (await press(browser, page, what, [foreign])).status == 404
    assert urged(office) == {}


async def test_what_was_not_saved_keeps_the_form_and_its_key(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    browser = await enter("19", Role.OFFICE)
    page = await browser.open("/alerts")
    path = "//form[@id='together']//input[@name='key']/@value"
    office.dockets.away = True
    away = await press(browser, page, "urge", boxes(page), reason="Khẩn")
    assert away.status == 503
    assert away.tree.xpath(path) == page.tree.xpath(path)
    assert away.tree.xpath("//form[@id='together']//input[@name='reason']/@value") == ["Khẩn"]
    assert away.tree.xpath("//input[@type='checkbox'][@checked]/@value") == boxes(page)
    office.dockets.away = False
    assert (await press(browser, away, "urge", boxes(page), reason="Khẩn")).status == 200
    assert set(urged(office).values()) == {1}


async def test_what_could_not_be_done_is_named_beside_what_was(office: Office, enter: Enter) -> None:
    """A commune urges its units, and not itself for what the province gave it."""
    await late(office, MONDAY)
    browser = await enter("00001", Role.SUPERVISOR)
    page = await browser.open("/alerts?below=true")
    unit = next(one for one in boxes(page) if "head@00001-U1" in one and "overdue" in one)
    own = next(one for one in boxes(page) if "@00001" in one and "-U" not in one)
    after = await press(browser, page, "urge", [unit, own])
    assert after.status == 403
    assert "Đã thực hiện 1 dòng; chưa thực hiện được 1 dòng" in " ".join(after.words("//*[@role='alert']").split())
    assert urged(office) == {"00001-U1": 1}
    rows = {one.xpath("string(.//input[@name='alert[]']/@value)"): one for one in page.tree.xpath("//li")}
    assert rows[unit].xpath(".//button[@value='urge']")
    assert not rows[own].xpath(".//button[@value='urge']")


async def test_an_auditor_has_no_inbox_to_act_in(office: Office, enter: Enter) -> None:
    await late(office, MONDAY)
    mine = boxes(await (await enter("00001", Role.OFFICE)).open("/alerts"))
    browser = await enter("00001", Role.AUDITOR)
    page = await browser.open("/alerts")
    refused = await press(browser, page, "acknowledge", mine[:1])
    assert refused.status == 403
    assert "/alerts" not in page.tree.xpath("//nav//a/@href")


@asynccontextmanager
async def open_stream(api: Served, browser: Browser, address: str = "/live") -> AsyncIterator[AsyncIterator[Any]]:
    """The events that an open page hears."""
    cookies = dict(browser.client.cookies)
    async with (
        httpx.AsyncClient(base_url=api.url, timeout=60, cookies=cookies) as client,
        client.stream("GET", address) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        while await anext(lines) != ": open":
            pass
        yield _events(lines)


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, Any]]:
    event: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            event[name] = value
        elif "event" in event:
            yield event["event"], json.loads(event["data"])
            event = {}


@pytest.mark.slow
async def test_a_page_hears_of_its_own_posts_and_when_asked_of_those_below(office: Office, enter: Enter) -> None:
    browser = await enter("19", Role.SUPERVISOR)
    async with (
        served(office.deps) as api,
        open_stream(api, browser) as own,
        open_stream(api, browser, "/live?below=true") as wide,
    ):
        fire(office, "a", post="head@00001-U1")
        fire(office, "b", post="chair@19")
        async with asyncio.timeout(60):
            assert await anext(own) == ("alert", {"colour": "red"})
            assert [await anext(wide) for _ in range(2)] == [("alert", {"colour": "red"})] * 2


@pytest.mark.slow
async def test_the_stream_ends_when_somebody_signs_out(office: Office, enter: Enter) -> None:
    """And nothing that fires afterwards is told."""
    browser = await enter("19", Role.SUPERVISOR)
    page = await browser.open("/alerts")
    async with served(office.deps) as api, open_stream(api, browser) as events:
        await browser.send(page, "/sign-out")
        fire(office, "a", post="chair@19")
        async with asyncio.timeout(60):
            assert [one async for one in events] == [("ended", {})]


async def test_nobody_hears_anything_without_a_session(office: Office, guest: Browser) -> None:
    assert "/sign-in" in (await guest.open("/live")).address
