"""The overview in a browser: each copy in one cell, tiers apart, the same as a table, a picture and a workbook."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from api import figures
from tests.api.conftest import LETTER, Office
from tests.api.test_alerts import late
from tests.api.web.conftest import Enter, Page
from thac.domain.agencies import Role

TUESDAY = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
DOWN = "issuers=province&leads=commune"
WITHIN = "issuers=commune&leads=unit"
VIEWS = ("", "/agencies", "/fields", "/directives", "/weeks")


def table(page: Page, caption: str) -> list[list[str]]:
    """The body of a table, row by row."""
    (found,) = [one for one in page.tree.xpath("//table") if caption in one.findtext("caption")]
    rows = found.xpath("./tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in rows]


def book(page_bytes: bytes) -> dict[str, list[tuple[Any, ...]]]:
    sheets = load_workbook(BytesIO(page_bytes))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}


async def test_four_cells_count_copies_and_tasks_of_one_tier(office: Office, enter: Enter) -> None:
    await late(office, TUESDAY)
    page = await (await enter("19", Role.SUPERVISOR)).open("/overview")
    assert page.status == 200
    assert table(page, "Theo bản giao") == [["Đang thực hiện", "0", "2"], ["Đã hoàn thành", "0", "0"]]
    assert table(page, "Theo nhiệm vụ") == [["Đang thực hiện", "0", "1"], ["Đã hoàn thành", "0", "0"]]
    assert [(row[0], row[2], row[7]) for row in table(page, "Bản giao của từng cấp")] == [
        ("Tỉnh giao xã, phường", "2", "2"),
        ("Tỉnh giao sở, ngành", "0", "1"),
        ("Xã, phường giao đơn vị", "4", "4"),
    ]


async def test_figures_follow_what_was_written_within_the_same_minute(office: Office, enter: Enter) -> None:
    await late(office, TUESDAY)
    browser = await enter("19", Role.SUPERVISOR)
    assert table(await browser.open("/overview"), "từng cấp")[0][7] == "2"
    await office.launch(LETTER | {"number": "16", "subject": "Về việc khác hẳn"})
    assert table(await browser.open("/overview"), "từng cấp")[0][7] == "4"


async def test_agencies_are_ranked_and_who_has_no_dated_work_is_not(office: Office, enter: Enter) -> None:
    """Equal shares have one place, and the next place counts them all."""
    directive = await office.launch()
    unit = ("00002-U2", Role.UNIT)
    for kind, body in (("accept", {}), ("take", {"person": "B"}), ("submit", {"report": "Xong"})):
        path = f"assignments/{directive}~00002~1~00002-U2/{kind}"
        assert (await office.ask(unit, "POST", path, body)).status_code == 200
    confirmed = await office.ask(
        ("00002", Role.OFFICE), "POST", f"assignments/{directive}~00002~1~00002-U2/confirm", {}
    )
    assert confirmed.status_code == 200
    office.now = TUESDAY
    browser = await enter("19", Role.SUPERVISOR)
    ranking = table(await browser.open(f"/overview/agencies?{WITHIN}"), "giao đơn vị")
    assert [(row[0], row[1], row[-1]) for row in ranking] == [
        ("1", "Đơn vị 2, UBND xã 2", "100 %"),
        ("2", "Đơn vị 1, UBND xã 1", "0 %"),
        ("2", "Đơn vị 2, UBND xã 1", "0 %"),
        ("2", "Đơn vị 1, UBND xã 2", "0 %"),
    ]
    beside = await browser.open("/overview/agencies?issuers=province&leads=unit")
    assert table(beside, "sở, ngành")[0][:2] == ["–", "Sở Nội vụ"]


async def test_weeks_fields_and_directives_have_their_tables(office: Office, enter: Enter) -> None:
    office.now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    letter = LETTER | {"tasks": [LETTER["tasks"][0] | {"field": "digital_transformation"}, LETTER["tasks"][1]]}
    await office.launch(letter)
    browser = await enter("19", Role.SUPERVISOR)
    weeks = await browser.open(f"/overview/weeks?{DOWN}")
    assert table(weeks, "hạn trong tuần") == [
        ["UBND xã 1", "0", "0", "1", *["0"] * 6],
        ["UBND xã 2", "0", "0", "1", *["0"] * 6],
    ]
    assert "h1" in weeks.tree.xpath("//tbody/tr[1]/td[3]/@class")[0]
    fields = await browser.open(f"/overview/fields?{DOWN}")
    assert table(fields, "giao xã")[0][:2] == ["Chuyển đổi số", "2"]
    directives = await browser.open(f"/overview/directives?{DOWN}")
    assert table(directives, "giao xã")[0][0].startswith("Công văn số 15/UBND-NC")


async def test_the_workbook_has_what_the_pages_show_and_no_formula(office: Office, enter: Enter) -> None:
    await late(office, TUESDAY)
    with office.engines.write.begin() as connection:
        connection.exec_driver_sql("UPDATE directives SET subject = '=1+1', number = NULL, doc_type = '=2+2'")
    browser = await enter("19", Role.SUPERVISOR)
    answer = await browser.client.get(f"/overview.xlsx?{DOWN}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    sheets = book(answer.content)
    assert sheets["Tổng hợp"][2][:4] == ("Tỉnh giao xã, phường", "bản giao", 0, 2)
    assert [row[1] for row in sheets["Cơ quan"][2:]] == ["00001", "00002"]
    cell = load_workbook(BytesIO(answer.content))["Văn bản"].cell(3, 1)
    assert str(cell.value).startswith("=2+2")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


async def test_much_is_counted_by_another_process_and_is_the_same(
    office: Office, enter: Enter, monkeypatch: pytest.MonkeyPatch, worked_apart: list[str]
) -> None:
    await late(office, TUESDAY)
    browser = await enter("19", Role.SUPERVISOR)
    here = [(await browser.open(f"/overview{view}?{DOWN}")).words() for view in VIEWS]
    monkeypatch.setattr(figures, "_MUCH", 0)
    assert not worked_apart
    office.app.state.service.figures = figures.FigureBook()
    assert [(await browser.open(f"/overview{view}?{DOWN}")).words() for view in VIEWS] == here
    assert worked_apart == ["_counted"]


async def test_pictures_keep_their_bytes_while_the_figures_stay(office: Office, enter: Enter) -> None:
    """Text stays text in them, and the browser, which asks each time, is told when nothing changed."""
    await late(office, TUESDAY)
    browser = await enter("19", Role.SUPERVISOR)
    for name, word in (("trend", "Giao mới"), ("agencies", "UBND xã 1")):
        one, other = [await browser.client.get(f"/overview/{name}.svg?{DOWN}") for _ in range(2)]
        assert one.headers["content-type"] == "image/svg+xml"
        assert word in one.text
        assert one.content == other.content
        again = await browser.client.get(f"/overview/{name}.svg?{DOWN}", headers={"If-None-Match": one.headers["etag"]})
        assert again.status_code == 304
        assert one.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"


async def test_a_commune_sees_what_it_gave_out_and_nothing_of_others(office: Office, enter: Enter) -> None:
    await late(office, TUESDAY)
    browser = await enter("00001", Role.SUPERVISOR)
    page = await browser.open("/overview")
    assert [(row[0], row[7]) for row in table(page, "từng cấp")] == [("Xã, phường giao đơn vị", "2")]
    assert (await browser.open(f"/overview?{DOWN}")).status == 404
    assert (await browser.client.get(f"/overview.xlsx?{DOWN}")).status_code == 404


async def test_a_unit_has_no_overview(office: Office, enter: Enter) -> None:
    browser = await enter("00001-U1", Role.UNIT)
    for path in ("/overview", "/overview/agencies", "/overview/trend.svg", "/overview.xlsx"):
        assert (await browser.client.get(path)).status_code == 403, path


async def test_an_empty_overview_says_what_to_do(office: Office, enter: Enter) -> None:
    page = await (await enter("19", Role.SUPERVISOR)).open("/overview")
    assert "Chưa có việc nào được giao" in page.words()


async def test_what_is_asked_for_in_wrong_words_is_refused(office: Office, enter: Enter) -> None:
    browser = await enter("19", Role.SUPERVISOR)
    for path in ("/overview/nothing", "/overview?issuers=moon&leads=unit", "/overview/x.svg"):
        assert (await browser.open(path)).status in {404, 422}, path
