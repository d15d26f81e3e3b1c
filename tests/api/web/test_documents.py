"""An office reads a document, corrects what came out, looks at what it comes to, and launches it."""

import pytest

from tests.api.conftest import Office
from tests.api.test_drafts import TWO_LEADS, keep
from tests.api.web.conftest import Browser, Enter, Page
from tests.intake.letters import EVERYTHING, letter
from thac.directory.names import Unknown
from thac.domain.agencies import Role
from thac.intake.draft import DraftTask, Finding, NamedBody, ReadMode, Severity

pytestmark = pytest.mark.asyncio


def texts(page: Page, path: str) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.tree.xpath(path)]


async def csrf(browser: Browser) -> str:
    """What the forms of this browser's session carry."""
    return (await browser.open("/")).form("/sign-out")["csrf"]


async def test_a_pasted_text_becomes_a_draft_beside_its_lines(office: Office, enter: Enter) -> None:
    """Each task leads to its line, and the line to its task."""
    browser = await enter("19", Role.OFFICE)
    words = (
        "ỦY BAN NHÂN DÂN TỈNH\nSố: 15/UBND-NC\nCÔNG VĂN\nVề việc rà soát thủ tục\n"
        "1. Sở Nội vụ chủ trì rà soát thủ tục, báo cáo UBND tỉnh trước ngày 30/11/2026.\n"
    )
    shown = await browser.send(await browser.open("/documents"), "/documents", {"text": words})
    assert shown.status == 200, shown.words()
    assert "Đã đọc văn bản" in shown.words()
    line = shown.tree.xpath("//section[contains(@class,'transcript')]//p[contains(., 'Sở Nội vụ')]")[0]
    (number,) = [one.get("href").removeprefix("#task-") for one in line.xpath(".//a[contains(@class,'tag')]")]
    card = shown.tree.xpath(f"//article[@id='task-{number}']")[0]
    assert f"#{line.get('id')}" in [one.get("href") for one in card.xpath(".//a")]
    assert "Sở Nội vụ" in shown.words(f"//article[@id='task-{number}']//dl")
    again = await browser.send(await browser.open("/documents"), "/documents", {"text": words})
    assert "đã được đọc trước đó" in again.words()
    assert again.address.partition("?")[0] == shown.address.partition("?")[0]


async def test_a_refused_file_is_told_as_the_door_says_it(office: Office, enter: Enter) -> None:
    """Secret, broken, empty: each by its sentence, and nothing is kept."""
    browser = await enter("19", Role.OFFICE)
    door = (await browser.open("/documents")).form("/documents")
    secret = "ỦY BAN NHÂN DÂN TỈNH\nMẬT\nSố: 1/UBND-NC\nCông văn\n".encode()
    for name, data, code in (
        ("mat.txt", secret, "secret_document"),
        ("hong.docx", b"PK\x03\x04 broken", "broken_file"),
        ("rong.txt", b"", "empty_file"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image"),
    ):
        answer = Page(
            await browser.client.post("/documents", data={"csrf": door["csrf"]}, files={"file": (name, data)})
        )
        assert (answer.status, code in answer.words("//main//*[@role='alert']")) == (422, True), (name, answer.words())
    assert texts(await browser.open("/documents"), "//main//ul[contains(@class,'list')]/li") == []


async def test_a_document_may_be_as_large_as_the_api_takes_and_no_larger(office: Office, enter: Enter) -> None:
    """Beyond that the page says so."""
    browser = await enter("19", Role.OFFICE)
    csrf = (await browser.open("/documents")).form("/documents")["csrf"]
    most = office.deps.file_bytes
    for size, code in ((office.deps.body_bytes + 1_000, None), (most + 100, "body_too_large"), (most + 90_000, None)):
        file = {"file": ("to.png", b"\x89PNG\r\n\x1a\n" + b"0" * size)}
        answer = await browser.client.post("/documents", data={"csrf": csrf}, files=file)
        assert answer.status_code == (422 if size < most else 413), size
        assert code is None or code in answer.text


async def test_findings_and_overlaps_stand_where_they_belong(office: Office, enter: Enter) -> None:
    """At the task, at the line, or above both."""
    findings = (
        Finding("a", Severity.WARNING, "Về dòng hai.", "Of line two.", line=2),
        Finding("b", Severity.INFO, "Về cả văn bản.", "Of all."),
    )
    keep(office, letter(letter().tasks[0], TWO_LEADS, findings=findings))
    shown = await (await enter("19", Role.OFFICE)).open("/documents/p1")
    assert "Trái quy định" in shown.words("//article[@id='task-2']")
    assert "Trái quy định" not in shown.words("//article[@id='task-1']")


async def test_a_lead_is_named_by_typing_and_the_correction_is_kept(office: Office, enter: Enter) -> None:
    """With diacritics or without, by name or by code."""
    keep(office, letter(letter().tasks[0], TWO_LEADS))
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/documents/p1?edit=2")
    saved = await browser.send(
        form,
        "/documents/p1/tasks/2",
        {
            "to": "lead",
            "lead": "so noi vu",
            "coordinators": "Sở Khoa học và Công nghệ",
            "due.type": "absolute",
            "due.op": "on",
            "due.date": "2026-12-05",
            "product": "Báo cáo",
        },
    )
    assert saved.status == 200, saved.words("//*[@role='alert']")
    assert "Đã lưu" in saved.words()
    card = saved.words("//article[@id='task-2']")
    for words in ("Sở Nội vụ", "Một cơ quan chủ trì", "vào ngày 05/12/2026", "Báo cáo", "Đã sửa"):
        assert words in card
    assert "Trái quy định" not in card
    kept = (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()["corrections"]["tasks"]
    assert kept == {
        "2": {
            "lead": "19-SNV",
            "coordinators": ["19-SKHCN"],
            "deadline": {"type": "absolute", "op": "on", "date": "2026-12-05"},
            "product": "Báo cáo",
        }
    }
    undone = await browser.send(saved, "/documents/p1/tasks/2/undo")
    assert "Trái quy định" in undone.words("//article[@id='task-2']")


async def test_a_form_that_is_saved_unchanged_corrects_nothing(office: Office, enter: Enter) -> None:
    """Whatever the shape of its deadline and the meaning of its names."""
    keep(office, EVERYTHING)
    browser = await enter("19", Role.OFFICE)
    for number in [task.number for task in EVERYTHING.tasks]:
        form = await browser.open(f"/documents/p1?edit={number}")
        saved = await browser.send(form, f"/documents/p1/tasks/{number}")
        assert saved.status == 200, saved.words("//*[@role='alert']")
    draft = (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()
    assert (draft["version"], draft["corrections"]["tasks"]) == (1, {})


async def test_every_shape_of_a_deadline_can_be_entered(office: Office, enter: Enter) -> None:
    """As the API takes it."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    said = {
        "none": {},
        "ongoing": {},
        "vague": {},
        "absolute_multi": {"day.0.date": "2026-12-01", "day.0.what": "bước một", "day.1.date": "2026-12-09"},
        "period": {"due.from": "2026-10-01", "due.to": "2026"},
        "recurring": {"due.every.quarterly": "yes", "due.on_day": "15", "due.month": "last_month_of_period"},
        "relative": {"due.event": "ngày có thông báo", "due.amount": "10", "due.unit": "working"},
    }
    for kind, fields in said.items():
        form = await browser.open("/documents/p1?edit=1")
        saved = await browser.send(form, "/documents/p1/tasks/1", {"due.type": kind, **fields})
        assert saved.status == 200, (kind, saved.words("//*[@role='alert']"))
        draft = (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()
        assert draft["tasks"][0]["deadline"]["type"] == kind
    assert draft["tasks"][0]["deadline"]["offset_days"] == 10


async def test_a_figure_is_entered_and_taken_away(office: Office, enter: Enter) -> None:
    """A row without a number is none."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/documents/p1?edit=1")
    figure = {"target.0.value": "60,5", "target.0.unit": "%", "target.0.text": "từ 60,5%"}
    saved = await browser.send(form, "/documents/p1/tasks/1", figure)
    assert "từ 60,5%" in saved.words("//article[@id='task-1']")
    again = await browser.open("/documents/p1?edit=1")
    bare = await browser.send(again, "/documents/p1/tasks/1", {"target.0.value": ""})
    assert "từ 60,5%" not in bare.words("//article[@id='task-1']")


async def test_a_name_that_may_mean_several_is_asked_back_and_the_form_is_kept(office: Office, enter: Enter) -> None:
    """Without scripts the agencies stand to choose from; what was typed elsewhere stays."""
    keep(office, letter(letter().tasks[0], TWO_LEADS))
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/documents/p1?edit=2")
    asked = await browser.send(form, "/documents/p1/tasks/2", {"to": "lead", "lead": "Đơn vị 1", "product": "Tờ trình"})
    assert asked.status == 422
    assert "agency_unclear" not in asked.words("//form//select[@name='lead']")
    assert len(asked.tree.xpath("//select[@name='lead']/option")) == 2
    fields = asked.form("/documents/p1/tasks/2")
    assert (fields["product"], fields["to"]) == ("Tờ trình", "lead")
    nobody = await browser.send(form, "/documents/p1/tasks/2", {"to": "lead", "lead": "Bộ Không Có"})
    assert "Danh bạ không có cơ quan nào tên “Bộ Không Có”" in nobody.words("//*[@role='alert']")


async def test_an_untracked_task_needs_its_reason(office: Office, enter: Enter) -> None:
    """The refusal says so in words, without a pointer into data."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/documents/p1?edit=2")
    refused = await browser.send(form, "/documents/p1/tasks/2", {"tracked": "no", "reason": ""})
    assert refused.status == 422
    assert "/tasks/" not in refused.words("//*[@role='alert']")
    saved = await browser.send(form, "/documents/p1/tasks/2", {"tracked": "no", "reason": "Chỉ để biết"})
    assert "Chỉ để quán triệt" in saved.words("//article[@id='task-2']")


async def test_of_two_clerks_the_second_is_told_and_keeps_what_he_typed(office: Office, enter: Enter) -> None:
    """He sees the new version and may save on top of it."""
    keep(office, letter())
    first, second = await enter("19", Role.OFFICE), await enter("19", Role.SUPERVISOR)
    seen = await second.open("/documents/p1?edit=2")
    await first.send(await first.open("/documents/p1?edit=1"), "/documents/p1/tasks/1", {"product": "Danh mục"})
    told = await second.send(seen, "/documents/p1/tasks/2", {"product": "Báo cáo"})
    assert told.status == 409
    assert "draft_changed" in told.words("//*[@role='alert']")
    assert told.form("/documents/p1/tasks/2")["product"] == "Báo cáo"
    saved = await second.send(told, "/documents/p1/tasks/2")
    assert saved.status == 200
    products = [task["product"] for task in (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()["tasks"]]
    assert products == ["Danh mục", "Báo cáo"]


async def test_what_the_first_clerk_changed_in_the_same_task_is_not_undone_by_the_second(
    office: Office, enter: Enter
) -> None:
    """The second's form comes back as the task stands now, with only what he changed himself."""
    keep(office, letter())
    first, second = await enter("19", Role.OFFICE), await enter("19", Role.SUPERVISOR)
    seen = await second.open("/documents/p1?edit=2")
    await first.send(seen, "/documents/p1/tasks/2", {"csrf": await csrf(first), "coordinators": "19-SKHCN"})
    told = await second.send(seen, "/documents/p1/tasks/2", {"product": "Tờ trình"})
    assert told.status == 409
    saved = await second.send(told, "/documents/p1/tasks/2")
    card = saved.words("//article[@id='task-2']")
    assert "Tờ trình" in card
    assert "Sở Khoa học và Công nghệ" in card


async def test_a_task_is_split_and_the_letterhead_corrected(office: Office, enter: Enter) -> None:
    """The part has a number of its own and takes from its origin what it does not say."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    form = await browser.open("/documents/p1?edit=new&of=2")
    split = await browser.send(
        form, "/documents/p1/tasks", {"text": "Sở KHCN làm biểu mẫu", "lead": "19-SKHCN", "to": "lead"}
    )
    assert split.status == 200, split.words("//*[@role='alert']")
    assert "Tách từ nhiệm vụ 2" in split.words("//article[@id='task-3']")
    header = await browser.open("/documents/p1?edit=header")
    saved = await browser.send(header, "/documents/p1/header", {"number": "", "issued_on": "2026-11-18"})
    assert "18/11/2026" in saved.words()
    body = (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()
    assert body["corrections"]["header"] == {"number": "", "issued_on": "2026-11-18"}
    assert [one["of"] for one in body["corrections"]["added"]] == [2]


async def test_the_preview_counts_and_the_launch_gives_exactly_that(office: Office, enter: Enter) -> None:
    """Two communes, a department, and what the communes pass on."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    shown = await browser.open("/documents/p1/preview")
    counted = texts(shown, "//ul[@class='numbers']/li")
    launched = await browser.send(shown, "/documents/p1/launch")
    assert launched.address.startswith("http://thac/directives/")
    given = (await office.ask(("19", Role.OFFICE), "GET", "assignments", limit=200)).json()
    assert counted[0] == f"{given['total']} việc được giao"
    assert counted[1] == "2 xã, phường"


async def test_a_launch_over_a_violation_or_a_conflict_says_what_is_missing(office: Office, enter: Enter) -> None:
    """The near duplicate is asked for a reason, which is kept when given."""
    keep(office, letter(letter().tasks[0], TWO_LEADS))
    browser = await enter("19", Role.OFFICE)
    shown = await browser.open("/documents/p1/preview")
    refused = await browser.send(shown, "/documents/p1/launch")
    assert (refused.status, "draft_refused" in refused.words("//*[@role='alert']")) == (422, True)
    keep(office, letter(), id_="p2")
    keep(office, letter(), id_="p3")
    await browser.send(await browser.open("/documents/p2/preview"), "/documents/p2/launch")
    header = await browser.open("/documents/p3?edit=header")
    await browser.send(header, "/documents/p3/header", {"number": "16"})
    asked = await browser.send(await browser.open("/documents/p3/preview"), "/documents/p3/launch")
    assert (asked.status, "near_duplicate" in asked.words("//*[@role='alert']")) == (409, True)
    (other,) = asked.tree.xpath("//input[@name='other']/@value")
    told = await browser.send(asked, "/documents/p3/launch", {"other": other, "reason": "Là công văn khác"})
    assert told.address.startswith("http://thac/directives/")


async def test_nobody_launches_a_version_he_has_not_seen(office: Office, enter: Enter) -> None:
    """The page that comes back shows the new one."""
    keep(office, letter())
    browser = await enter("19", Role.OFFICE)
    shown = await browser.open("/documents/p1/preview")
    await browser.send(await browser.open("/documents/p1?edit=1"), "/documents/p1/tasks/1", {"product": "Danh mục"})
    refused = await browser.send(shown, "/documents/p1/launch")
    assert (refused.status, "draft_changed" in refused.words("//*[@role='alert']")) == (409, True)
    assert refused.form("/documents/p1/launch")["version"] == "2"


async def test_others_see_no_draft_and_an_auditor_changes_none(office: Office, enter: Enter) -> None:
    """Foreign agencies and units get what they would get for an address that is not there."""
    keep(office, letter())
    clerk = await enter("19", Role.OFFICE)
    forms = await clerk.open("/documents/p1?edit=2")
    body = forms.form("/documents/p1/tasks/2")
    for agency, role, status in (
        ("00001", Role.OFFICE, 404),
        ("00001-U1", Role.UNIT, 404),
        ("TW", Role.OFFICE, 404),
        ("19", Role.AUDITOR, 403),
    ):
        browser = await enter(agency, role)
        csrf = (await browser.open("/")).form("/sign-out")["csrf"]
        looked = (await browser.open("/documents/p1")).status
        assert looked == (200 if role is Role.AUDITOR else 404)
        assert (await browser.open("/documents/p1/preview")).status == looked
        for path in ("tasks/2", "tasks", "header", "parent", "tasks/2/undo", "launch"):
            answer = await browser.client.post(f"/documents/p1/{path}", data=body | {"csrf": csrf, "product": "x"})
            assert answer.status_code == status, (agency, path)
        empty = await browser.client.post("/documents/p1/tasks/2", data={"csrf": csrf})
        assert empty.status_code == status, "who may not is told that, whatever he filled in"
    assert (await office.ask(("19", Role.OFFICE), "GET", "drafts/p1")).json()["version"] == 1


async def test_what_a_document_says_is_never_markup(office: Office, enter: Enter) -> None:
    """Neither in its lines nor in its tasks or names."""
    evil = "<script>alert(1)</script>"
    task = DraftTask(1, "1", 3, evil, ReadMode.SINGLE_LEAD, (NamedBody(evil, evil, 3, Unknown((evil,))),))
    keep(office, letter(task))
    shown = await (await enter("19", Role.OFFICE)).open("/documents/p1?edit=1")
    assert evil not in shown.text
    assert shown.tree.xpath("//article[@id='task-1']//script") == []


async def test_agencies_are_found_without_diacritics(office: Office, enter: Enter) -> None:
    """One's own subordinates come first."""
    browser = await enter("19", Role.OFFICE)
    found = (await browser.client.get("/agencies/search", params={"q": "so noi"})).json()
    assert found == [{"value": "Sở Nội vụ (19-SNV)", "above": "UBND tỉnh"}]
    assert (await browser.client.get("/agencies/search", params={"q": ""})).json() == []


async def test_a_long_document_comes_in_parts_below_a_hundred_kilobytes(office: Office, enter: Enter) -> None:
    """Each task stands in the part of its line."""
    browser = await enter("19", Role.OFFICE)
    lines = [
        f"{number}. Sở Nội vụ chủ trì rà soát nội dung số {number} " + "của các thủ tục " * 12
        for number in range(1, 400)
    ]
    words = "ỦY BAN NHÂN DÂN TỈNH\nSố: 15/UBND-NC\nCÔNG VĂN\nVề việc rà soát\n" + "\n".join(lines)
    shown = await browser.send(await browser.open("/documents"), "/documents", {"text": words})
    assert shown.status == 200
    assert len(shown.text.encode()) < 100_000
    here = shown.address.partition("?")[0]
    second = await browser.open(f"{here}?part=2")
    assert 0 < len(second.text.encode()) < 100_000
    first_tasks, second_tasks = (set(one.tree.xpath("//article/@id")) for one in (shown, second))
    assert first_tasks
    assert second_tasks
    assert not first_tasks & second_tasks
