"""The search page: forgiving, within the reader's scope, leading to the work; and it says so when nothing is found."""

import pytest

from tests.api.conftest import LETTER, Office
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio


def letter(*texts: str, subject: str = "Về việc chuyển đổi số", number: str = "215") -> dict[str, object]:
    tasks = [
        {"number": place, "text": text, "mode": "single", "leads": ["19-SNV"], "deadline": {"day": "2026-12-15"}}
        for place, text in enumerate(texts, 1)
    ]
    return LETTER | {"number": number, "subject": subject, "tasks": tasks}


async def find(browser: Browser, typed: str, **more: str) -> Page:
    """Use the box on top of the first page."""
    first = await browser.open("/")
    assert first.tree.xpath("//form[@role='search'][@action='/search']//input[@name='q']")
    answer = await browser.client.get("/search", params={"q": typed, **more})
    return Page(answer)


def marked(page: Page) -> list[str]:
    return [one.text for one in page.tree.xpath("//main//mark")]


async def test_a_task_is_found_without_marks_and_its_words_are_marked(office: Office, enter: Enter) -> None:
    """The box keeps what was typed."""
    await office.launch(letter("Nộp báo cáo quý III", "Rà soát thủ tục hành chính"))
    page = await find(await enter("19", Role.OFFICE), "bao cao quy")
    assert marked(page) == ["báo", "cáo", "quý"]
    assert "Nhiệm vụ 1" in page.words()
    assert "1–1 trên 1" in page.words()
    assert page.tree.xpath("//form[@role='search']//input/@value") == ["bao cao quy"]


async def test_an_office_is_led_to_the_directive_and_a_unit_to_its_own_work(office: Office, enter: Enter) -> None:
    directive = await office.launch(letter("Nộp báo cáo quý III"))
    typed = "báo cáo quý"
    office_page = await find(await enter("19", Role.OFFICE), typed)
    unit_page = await find(await enter("19-SNV", Role.UNIT), typed)
    assert office_page.tree.xpath("//main//ol//a/@href") == [f"/directives/{directive}"]
    assert unit_page.tree.xpath("//main//ol//a/@href") == [f"/tasks/{directive}~19~1~19-SNV"]


async def test_a_foreign_unit_finds_nothing_and_is_told_what_to_try(office: Office, enter: Enter) -> None:
    await office.launch(letter("Nộp báo cáo quý III"))
    page = await find(await enter("00001-U1", Role.UNIT), "báo cáo quý")
    assert page.status == 200
    assert not page.tree.xpath("//main//ol")
    assert "Không tìm thấy “báo cáo quý”" in page.words()


async def test_agencies_are_found_by_everybody(office: Office, enter: Enter) -> None:
    page = await find(await enter("00001-U1", Role.OFFICER), "so noi vu")
    assert marked(page) == ["Sở", "Nội", "vụ"]
    many = await find(await enter("00001-U1", Role.UNIT), "don vi")
    assert "Xem cả 4 cơ quan" in many.words()
    alone = await find(await enter("00001-U1", Role.UNIT), "don vi", among="agencies")
    assert len(alone.tree.xpath("//main//ul[@class='list']/li")) == 4


async def test_documents_and_tasks_can_be_looked_for_alone(office: Office, enter: Enter) -> None:
    await office.launch(letter("Chuyển đổi số"))
    browser = await enter("19", Role.OFFICE)
    found = {among: await find(browser, "chuyển đổi số", among=among) for among in ("all", "documents", "tasks")}
    assert [len(page.tree.xpath("//main//ol/li")) for page in found.values()] == [2, 1, 1]


async def test_a_long_answer_is_paged_and_the_pages_keep_the_words(office: Office, enter: Enter) -> None:
    await office.launch(letter(*(f"Việc kiểm kê rừng số {place}" for place in range(25))))
    browser = await enter("19", Role.OFFICE)
    first = await find(browser, "kiểm kê & rừng", among="tasks")
    assert "1–20 trên 25" in first.words()
    second = await browser.open(first.tree.xpath("//a[@rel='next']/@href")[0])
    assert "21–25 trên 25" in second.words()


async def test_an_empty_search_says_what_can_be_typed(office: Office, enter: Enter) -> None:
    page = await find(await enter("19", Role.OFFICE), "  ")
    assert "có dấu hay không dấu" in page.words()


async def test_what_somebody_typed_or_wrote_stays_text(office: Office, enter: Enter) -> None:
    await office.launch(letter("<script>alert(1)</script> kiểm kê"))
    page = await find(await enter("19", Role.OFFICE), '"><script>kiem ke')
    assert "<script>alert" not in page.text
    assert not page.tree.xpath("//script[not(@src)]")


async def test_a_guest_is_led_to_sign_in_and_back_to_his_search(office: Office, guest: Browser) -> None:
    page = await guest.open("/search?q=quy")
    assert page.address == "http://thac/sign-in?back=%2Fsearch%3Fq%3Dquy"
    assert not page.tree.xpath("//form[@role='search']")
