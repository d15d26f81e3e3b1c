"""The report of a week: the house form, the same on screen, for Word and as a workbook, and frozen once it is past."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from api import weekly
from api.web import sheets
from api.weekly import WeekBook
from tests.api.conftest import LETTER, Office
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import Role

MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
"""Monday of week 49, 08:00; the units' work is due today at 17:00."""
COMMUNE = ("00001", Role.OFFICE)


def parts(page: Page) -> list[list[list[str]]]:
    """The rows of each part."""
    found = []
    for section in page.tree.xpath("//section"):
        rows = section.xpath(".//tbody/tr")
        found.append([[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in rows])
    return found


async def act(office: Office, who: Any, path: str, kind: str, body: Any = None) -> None:
    answered = await office.ask(who, "POST", f"assignments/{path}/{kind}", body or {})
    assert answered.status_code == 200, answered.text


async def story(office: Office, letter: dict[str, Any] | None = None) -> str:
    """In week 49 one unit's work is confirmed and the other's is late; the directive."""
    directive = await office.launch(letter)
    office.now = MONDAY
    path, unit = f"{directive}~00001~1~00001-U1", ("00001-U1", Role.UNIT)
    await act(office, unit, path, "accept")
    await act(office, unit, path, "take", {"person": "Trần Thị B"})
    await act(office, unit, path, "submit", {"report": "Đã rà soát 12 thủ tục"})
    office.later(hours=2)
    await act(office, COMMUNE, path, "confirm")
    office.later(days=2)
    office.dockets.pass_time()
    return directive


async def report(browser: Browser, week: str, **more: str) -> Page:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    page = await browser.open(f"/reports/weekly?week={week}&{query}")
    assert page.status == 200
    return page


async def test_the_report_has_three_parts_and_eight_columns(office: Office, enter: Enter) -> None:
    await story(office)
    page = await report(await enter(*COMMUNE), "2026-W49")
    assert [one.text_content().split(" (")[0] for one in page.tree.xpath("//h2")] == [
        "I. Kết quả hoàn thành trong tuần",
        "II. Đang tiếp tục thực hiện",
        "III. Chậm, quá hạn",
    ]
    heads = [one.text_content() for one in page.tree.xpath("(//table)[1]/thead//th")]
    assert heads == [
        *("STT", "Ngày chỉ đạo", "Nội dung", "Đơn vị", "Người thực hiện", "Thời hạn", "Kết quả/tiến độ", "Trạng thái"),
    ]
    cited = "16/11/2026, Công văn số 15/UBND-NC"
    assert parts(page) == [
        [
            [
                *("1", cited, "Rà soát thủ tục", "Đơn vị 1", "Trần Thị B", "30/11/2026"),
                *("Đã rà soát 12 thủ tục", "Hoàn thành đúng hạn"),
            ]
        ],
        [],
        [
            [
                *("1", cited, "Rà soát thủ tục", "Đơn vị 2", "", "30/11/2026", "0 %"),
                "Chờ tiếp nhận, quá hạn 2 ngày",
            ]
        ],
    ]
    assert "Số liệu chốt lúc" in page.words()


async def test_a_past_week_stays_as_it_was_whatever_happens_later(office: Office, enter: Enter) -> None:
    """The number of the directive, the words of the task, what the unit does, who leads: all as they were."""
    directive = await story(office, {name: value for name, value in LETTER.items() if name not in {"number", "symbol"}})
    office.now = MONDAY + timedelta(days=8)
    browser = await enter(*COMMUNE)
    frozen = await report(browser, "2026-W49")
    assert "00:00 07/12/2026" in frozen.words()
    assert parts(frozen)[2][0][-1] == "Chờ tiếp nhận, quá hạn 6 ngày"
    path, unit = f"{directive}~00001~1~00001-U2", ("00001-U2", Role.UNIT)
    await act(office, unit, path, "accept")
    await act(office, unit, path, "take", {"person": "Lê Văn C"})
    await act(office, unit, path, "submit", {"report": "Đã xong"})
    await act(office, COMMUNE, path, "confirm")
    for kind, body in (
        ("correct_text", {"task": 1, "text": "Rà soát toàn bộ thủ tục"}),
        ("register", {"number": "99", "symbol": "UBND-KSTT", "issued_on": "2026-11-18"}),
    ):
        said = await office.ask(("19", Role.OFFICE), "POST", f"directives/{directive}/{kind}", body)
        assert said.status_code == 200, said.text
    office.later(days=5)
    browser = await enter(*COMMUNE)
    assert parts(await report(browser, "2026-W49")) == parts(frozen)
    office.app.state.service.weeks = WeekBook()  # as in a process that has made no report yet
    assert parts(await report(browser, "2026-W49")) == parts(frozen)
    running = parts(await report(browser, "2026-W50"))
    assert running[0][0][1:3] == ["18/11/2026, Công văn số 99/UBND-KSTT", "Rà soát toàn bộ thủ tục"]
    assert running[0][0][-1] == "Hoàn thành, trễ 8 ngày"


async def test_word_and_workbook_have_the_rows_of_the_page(office: Office, enter: Enter) -> None:
    await story(office)
    browser = await enter(*COMMUNE)
    shown = parts(await report(browser, "2026-W49"))
    word = await browser.client.get("/reports/weekly.docx?week=2026-W49")
    assert word.status_code == 200
    document = docx.Document(BytesIO(word.content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables[1:]]
    assert tables == shown
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in document.tables[0].rows[0].cells[1].text
    assert any("tuần 49 (từ 30/11/2026 đến 06/12/2026)" in one.text for one in document.paragraphs)
    book = await browser.client.get("/reports/weekly.xlsx?week=2026-W49")
    sheets = load_workbook(BytesIO(book.content))
    rows = [
        [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)] for sheet in sheets
    ]
    assert rows == shown


async def test_a_long_report_is_made_and_written_elsewhere_and_is_the_same(
    office: Office, enter: Enter, monkeypatch: pytest.MonkeyPatch, worked_apart: list[str]
) -> None:
    await story(office)
    browser = await enter(*COMMUNE)

    async def looks() -> list[Any]:
        office.app.state.service.weeks = WeekBook()
        book = load_workbook(BytesIO((await browser.client.get("/reports/weekly.xlsx?week=2026-W49")).content))
        rows = [list(sheet.iter_rows(values_only=True)) for sheet in book]
        word = docx.Document(BytesIO((await browser.client.get("/reports/weekly.docx?week=2026-W49")).content))
        texts = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return [parts(await report(browser, "2026-W49")), rows, texts]

    here = await looks()
    monkeypatch.setattr(weekly, "_MUCH", 0)
    monkeypatch.setattr(sheets, "LONG", 0)
    assert not worked_apart
    assert await looks() == here
    assert worked_apart == ["_packed", "written", "written"]


async def test_who_stands_above_reads_the_report_of_an_agency_below(office: Office, enter: Enter) -> None:
    await story(office)
    above = await report(await enter("19", Role.SUPERVISOR), "2026-W49", agency="00001")
    assert parts(above) == parts(await report(await enter(*COMMUNE), "2026-W49"))
    foreign = await enter("00002", Role.OFFICE)
    for ending in ("", ".docx", ".xlsx"):
        address = f"/reports/weekly{ending}?week=2026-W49&agency=00001"
        assert (await foreign.client.get(address)).status_code == 404, address


async def test_a_unit_has_no_report(office: Office, enter: Enter) -> None:
    browser = await enter("00001-U1", Role.UNIT)
    for ending in ("", ".docx", ".xlsx"):
        assert (await browser.client.get(f"/reports/weekly{ending}")).status_code == 403


async def test_a_week_that_is_none_or_has_not_begun_is_refused(office: Office, enter: Enter) -> None:
    browser = await enter(*COMMUNE)
    for week in ("2026-W99", "2026-W54", "tuan-nay", "2027-W01"):
        page = await browser.open(f"/reports/weekly?week={week}")
        assert (page.status, "no_such_week" in page.words()) == (422, True), week
    assert (await browser.open("/reports/weekly?week=2026-W53")).status == 422
    assert (await browser.open("/reports/weekly?week=2026-W40")).status == 200


async def test_a_long_part_comes_in_pages_and_says_so(office: Office, enter: Enter) -> None:
    tasks = [
        {"number": number, "text": f"Việc {number}", "mode": "single", "leads": ["19-SNV"]} for number in range(1, 31)
    ]
    await office.launch({"doc_type": "Công văn", "subject": "Nhiều việc", "issued_on": "2026-11-16", "tasks": tasks})
    browser = await enter("19", Role.OFFICE)
    page = await report(browser, "2026-W47")
    assert len(parts(page)[1]) == 25
    assert "1–25 trên 30" in page.words()
    rest = await report(browser, "2026-W47", part="going_on", offset="25")
    assert [row[0] for row in parts(rest)[1]] == ["26", "27", "28", "29", "30"]
