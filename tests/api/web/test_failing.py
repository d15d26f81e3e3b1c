"""What a page says when it cannot be shown: what happened, what is kept and what to do next."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from tests.api.conftest import Office
from tests.api.web.conftest import Browser, Enter
from thac.domain.agencies import Role
from thac.store import people

pytestmark = pytest.mark.asyncio


def away(connection: sa.Connection, *_: object) -> None:
    """What a database says that is not there."""
    raise OperationalError("SELECT", {}, Exception("gone"))


async def test_while_the_store_is_away_the_page_offers_to_try_again(
    office: Office, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await enter("19", Role.OFFICE)
    monkeypatch.setattr(people, "session", away)
    page = await browser.open("/search?q=quy")
    assert (page.status, page.tree.xpath("//main//a[@class='button main']/@href")) == (503, ["/search?q=quy"])
    assert "thử lại sau ít giây" in page.words()
    monkeypatch.undo()
    assert (await browser.open("/search?q=quy")).status == 200


async def test_a_form_that_came_to_nothing_is_found_again_by_going_back(
    office: Office, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await enter("19", Role.OFFICE)
    first = await browser.open("/")
    monkeypatch.setattr(people, "session", away)
    page = await browser.send(first, "/sign-out")
    assert page.status == 503
    assert "nội dung đã nhập vẫn còn" in page.words()
    assert not page.tree.xpath("//main//a[@class='button main']")


async def test_what_is_not_there_needs_no_second_try(guest: Browser) -> None:
    page = await guest.open("/nothing")
    assert page.status == 404
    assert [str(one) for one in page.tree.xpath("//main//a/@href")] == ["/"]
