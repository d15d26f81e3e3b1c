"""An office follows a cascade, sees what is late and who holds the clock, and changes what runs."""

import pytest

from api.web.ledger_words import _WORDS
from tests.api.conftest import LETTER, PROVINCE, UNIT, Office
from tests.api.test_drafts import keep
from tests.api.web.conftest import Browser, Enter, Page
from tests.intake.letters import letter
from thac.domain import events as ev
from thac.domain.agencies import Role
from thac.domain.refusals import Code, refuse
from thac.store import launches

pytestmark = pytest.mark.asyncio


def rows(page: Page, caption: str) -> list[list[str]]:
    """The cells of the table with that caption."""
    (table,) = page.tree.xpath(f"//table[contains(caption, '{caption}')]")
    return [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("./*")] for row in table.xpath("./tbody/tr")
    ]


async def test_the_page_rolls_up_by_level_with_both_numbers(office: Office, enter: Enter) -> None:
    """Levels are never added up, and the undated are counted."""
    directive = await office.launch()
    shown = await (await enter("19", Role.OFFICE)).open(f"/directives/{directive}")
    assert rows(shown, "chỉ đếm việc") == [
        ["Tỉnh → Xã, phường", "0 trên 2", "0", "0", "0", "0"],
        ["Tỉnh → Đơn vị", "0 trên 1", "0", "0", "1", "0"],
        ["Xã, phường → Đơn vị", "0 trên 4", "0", "0", "0", "0"],
    ]
    assert [row[0] for row in rows(shown, "theo nơi nhận")] == ["UBND xã 1", "UBND xã 2", "Sở Nội vụ"]
    below = await (await enter("19", Role.SUPERVISOR)).open(f"/directives/{directive}?at=00001")
    assert [row[:2] for row in rows(below, "theo nơi nhận")] == [["Đơn vị 1", "0 trên 1"], ["Đơn vị 2", "0 trên 1"]]


async def test_what_is_late_names_who_holds_the_clock(office: Office, enter: Enter) -> None:
    """The unit that has not accepted; then its office, which has the result."""
    directive = await office.launch()
    task = f"{directive}~00001~1~00001-U1"
    office.later(days=14)
    for kind, body in (("accept", None), ("take", {"person": "Nguyễn Thị B"}), ("submit", {"report": "Xong"})):
        assert (await office.ask(UNIT, "POST", f"assignments/{task}/{kind}", body)).status_code == 200
    browser = await enter("19", Role.OFFICE)
    shown = await browser.open(f"/directives/{directive}")
    late = shown.words("//section[@aria-labelledby='late']")
    assert "Đơn vị 2: chưa tiếp nhận" in late
    assert "UBND xã 1: chờ duyệt kết quả" in late
    assert f"/tasks/{task}" in shown.tree.xpath("//section[@aria-labelledby='late']//a/@href")
    overdue = [row[2] for row in rows(shown, "chỉ đếm việc")]
    assert overdue == ["2", "0", "4"]


async def test_receivers_are_sorted_and_paged_with_their_total(office: Office, enter: Enter) -> None:
    """By name or with the most late first."""
    directive = await office.launch()
    office.later(days=14)
    browser = await enter("19", Role.OFFICE)
    by_name = rows(await browser.open(f"/directives/{directive}?order=name"), "theo nơi nhận")
    late = rows(await browser.open(f"/directives/{directive}?order=late&offset=2"), "theo nơi nhận")
    assert [row[0] for row in by_name] == ["Sở Nội vụ", "UBND xã 1", "UBND xã 2"]
    assert [row[0] for row in late] == ["Sở Nội vụ"]


async def test_the_list_is_narrowed_by_state_and_by_issuer(office: Office, enter: Enter) -> None:
    """Each line has its counts; a commune sees what it received."""
    directive = await office.launch()
    browser = await enter("19", Role.OFFICE)
    shown = await browser.open("/directives")
    assert f"/directives/{directive}" in shown.tree.xpath("//main//li//a/@href")
    assert "0 trên 3 việc hoàn thành" in shown.words()
    assert "1 chưa có hạn" in shown.words()
    assert "Không có văn bản nào" in (await browser.open("/directives?state=recalled")).words()
    commune = await enter("00001", Role.OFFICE)
    assert "Công văn" in (await commune.open("/directives")).words()
    assert "Không có văn bản nào" in (await commune.open("/directives?issuer=00001")).words()


async def change(browser: Browser, directive: str, kind: str, fields: dict[str, str], query: str = "") -> Page:
    """Fill in the form of a change."""
    form = await browser.open(f"/directives/{directive}/change/{kind}{query}")
    return await browser.send(form, f"/directives/{directive}/change/{kind}", fields)


async def test_every_change_is_made_by_its_form_and_stands_in_the_ledger(office: Office, enter: Enter) -> None:
    """In words, with who made it and why."""
    body = {name: value for name, value in LETTER.items() if name not in {"number", "symbol"}}
    body["tasks"] = [*LETTER["tasks"], {**LETTER["tasks"][1], "number": 3, "relative": {"event": "bão tan", "days": 3}}]
    body["tasks"][0] = {**LETTER["tasks"][0], "recipients": ["00001"]}
    directive = await office.launch(body)
    browser = await enter("19", Role.OFFICE)
    for kind, fields, query in (
        ("move_deadline", {"deadline.day": "2026-12-15", "text": "Mưa lũ"}, "?task=1"),
        ("correct_text", {"text": "Tổng hợp báo cáo năm"}, "?task=2"),
        ("add_recipients", {"to": "UBND xã 2"}, "?task=1"),
        ("add_task", {"task.text": "Lập biểu", "task.mode": "single", "task.leads": "Sở Nội vụ"}, ""),
        ("date_event", {"day": "2026-11-25"}, ""),
        ("register", {"number": "77", "symbol": "UBND-NC", "issued_on": "2026-11-18"}, ""),
        ("withdraw_task", {"copies": "UBND xã 2", "text": "Không thuộc địa bàn"}, "?task=1"),
        ("recall", {"text": "Ban hành nhầm"}, ""),
    ):
        office.later(minutes=1)
        done = await change(browser, directive, kind, fields, query)
        assert done.status == 200, (kind, done.words("//*[@role='alert']"))
        assert "Đã lưu thay đổi" in done.words(), kind
    ledger = (await browser.open(f"/directives/{directive}/ledger")).words()
    for words in (
        "Điều chỉnh thời hạn nhiệm vụ 1 đến 15/12/2026",
        "Mưa lũ",
        "Đính chính nội dung nhiệm vụ 2",
        "Bổ sung nhiệm vụ 4",
        "Xác nhận sự kiện “bão tan” vào ngày 25/11/2026",
        "Vào sổ: số 77/UBND-NC, ngày 18/11/2026",
        "Thu hồi nhiệm vụ 1",
        "Thu hồi văn bản",
        "Văn bản được giao đến UBND tỉnh",
        "office.19",
    ):
        assert words in ledger, words
    receipts = (await browser.open(f"/directives/{directive}/receipts")).words()
    assert "Thu hồi văn bản" in receipts
    assert "nơi đã ký nhận" in receipts
    assert "Đã thu hồi" in (await browser.open(f"/directives/{directive}")).words()


async def test_a_refused_change_keeps_its_form_and_its_key(office: Office, enter: Enter) -> None:
    """So that it may be sent again as it is."""
    directive = await office.launch()
    browser = await enter("19", Role.OFFICE)
    bad = await change(browser, directive, "move_deadline", {"deadline.day": "2026-13-45", "text": "Mưa lũ"}, "?task=1")
    assert bad.status == 422
    assert "Thời hạn" in bad.words("//*[@role='alert']")
    office.dockets.away = True
    form = await browser.open(f"/directives/{directive}/change/correct_text?task=2")
    key = form.form(f"/directives/{directive}/change/correct_text")["key"]
    unsaved = await browser.send(form, f"/directives/{directive}/change/correct_text", {"text": "Nội dung mới"})
    kept = unsaved.form(f"/directives/{directive}/change/correct_text")
    assert (unsaved.status, kept["key"], kept["text"]) == (503, key, "Nội dung mới")
    office.dockets.away = False
    saved = await browser.send(unsaved, f"/directives/{directive}/change/correct_text")
    assert "Đã lưu thay đổi" in saved.words()


async def test_others_change_nothing_and_strangers_see_nothing(office: Office, enter: Enter) -> None:
    """A department reads what concerns it; a commune that got nothing finds nothing."""
    body = {**LETTER, "tasks": [LETTER["tasks"][1]]}
    directive = await office.launch(body)
    stranger = await enter("00002", Role.OFFICE)
    for path in ("", "/ledger", "/receipts", "/progress", "/change/recall"):
        assert (await stranger.open(f"/directives/{directive}{path}")).status == 404, path
    lead = await enter("19-SNV", Role.UNIT)
    shown = await lead.open(f"/directives/{directive}")
    assert (shown.status, "Thu hồi văn bản" in shown.words()) == (200, False)
    assert (await lead.open(f"/directives/{directive}/ledger")).status == 404
    assert (await lead.open(f"/directives/{directive}/change/recall")).status == 403
    desk = await enter("19-SNV", Role.OFFICE)
    at_its_docket = {"withdraw_task", "move_deadline"}  # which a department does not keep
    for browser, status in ((stranger, 404), (lead, 403), (desk, 403)):
        csrf = (await browser.open("/")).form("/sign-out")["csrf"]
        for kind in ("recall", "withdraw_task", "move_deadline", "correct_text", "register"):
            fields = {"csrf": csrf, "text": "x", "task": "2", "deadline.day": "2026-12-01"}
            fields |= {"number": "1", "symbol": "a", "issued_on": "2026-11-18"}
            answer = await browser.client.post(f"/directives/{directive}/change/{kind}", data=fields)
            told = 404 if browser is desk and kind in at_its_docket else status
            assert answer.status_code == told, (kind, answer.text)
        empty = await browser.client.post(f"/directives/{directive}/change/recall", data={"csrf": csrf})
        assert empty.status_code == (422 if browser is desk else status), "who may not is told so, whatever he sent"
    state = (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["state"]
    assert state == "running"


async def test_a_launch_that_waits_shows_how_far_it_has_come(office: Office, enter: Enter) -> None:
    """Without scripts the page loads itself anew until all have it."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    preview = await browser.open("/documents/p1/preview")
    office.dockets.away = True
    shown = await browser.send(preview, "/documents/p1/launch")
    assert "done=pending" in shown.address
    assert "Đang ban hành" in shown.words()
    assert shown.tree.xpath("//noscript//meta[@http-equiv='refresh']")
    directive = shown.address.rpartition("/")[2].partition("?")[0]
    waiting = (await browser.client.get(f"/directives/{directive}/progress")).json()
    assert waiting == {"state": "launching", "under_way": True, "opened": 0, "of": 3}
    office.dockets.away = False
    await office.ask(PROVINCE, "POST", "drafts/p1/launch")
    done = (await browser.client.get(f"/directives/{directive}/progress?of=3")).json()
    assert (done["under_way"], done["opened"]) == (False, 3)
    assert not (await browser.open(f"/directives/{directive}")).tree.xpath("//*[@data-progress]")


async def test_a_failed_launch_says_why_and_is_made_again_or_withdrawn(office: Office, enter: Enter) -> None:
    """By whoever may launch."""
    directive = await office.launch()
    browser = await enter("19", Role.OFFICE)

    def fail() -> None:
        with office.engines.write.begin() as connection:
            launches.set_failed(connection, directive, (refuse(Code.NO_RECIPIENT, task=1),))

    fail()
    shown = await browser.open(f"/directives/{directive}")
    assert "Không ban hành được" in shown.words()
    again = await browser.send(shown, f"/directives/{directive}/launch")
    assert "Đang thực hiện" in again.words()
    fail()
    shown = await browser.open(f"/directives/{directive}")
    assert "Đã đưa về dự thảo" in (await browser.send(shown, f"/directives/{directive}/withdraw")).words()


async def test_an_own_plan_is_named_under_what_it_implements(office: Office, enter: Enter) -> None:
    """And leads to its own page."""
    directive = await office.launch()
    plan = {
        "doc_type": "Kế hoạch",
        "subject": "Thực hiện công văn của tỉnh",
        "issued_on": "2026-11-18",
        "number": "3",
        "symbol": "KH-UBND",
        "parent": directive,
        "tasks": [{"number": 1, "text": "Rà soát tại xã", "mode": "single", "leads": ["00001-U1"], "implements": [1]}],
    }
    answered = await office.ask(("00001", Role.OFFICE), "POST", "launches", plan)
    assert answered.status_code == 201, answered.text
    shown = await (await enter("19", Role.OFFICE)).open(f"/directives/{directive}")
    assert f"/directives/{answered.json()['directive']}" in shown.tree.xpath(
        "//section[@aria-labelledby='plans']//a/@href"
    )


async def test_every_kind_of_event_has_its_sentence() -> None:
    """None is shown by its code."""
    assert set(_WORDS) == set(ev.KINDS)
