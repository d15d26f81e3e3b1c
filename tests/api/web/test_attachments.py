"""The product of work goes in with its report, and out again to whoever may read the assignment."""

from pathlib import PurePosixPath
from typing import Any

import pytest

from tests.api.conftest import COMMUNE, UNIT, Office
from tests.api.web.conftest import Browser, Enter, Page
from tests.api.web.test_task import does, of_the_unit
from thac.domain.agencies import Role

pytestmark = pytest.mark.asyncio

PDF = b"%PDF-1.7\nket qua"
PNG = b"\x89PNG\r\n\x1a\nanh"


async def submits(browser: Browser, page: Page, files: dict[str, bytes], **fields: str) -> Page:
    """Fill in the form of the result, choose files, and send it as browsers do."""
    here = f"/tasks/{PurePosixPath(page.address.partition('?')[0]).name}"
    data = page.form(here, act="submit") | fields
    data.pop("files", None)
    chosen = [("files", (name, content, "application/octet-stream")) for name, content in files.items()]
    return Page(await browser.client.post(here, data=data, files=chosen or [("files", ("", b""))]))


async def accepted(office: Office, enter: Enter) -> tuple[str, Browser]:
    here = of_the_unit(await office.launch())
    unit = await enter(*UNIT)
    await does(unit, here, "accept")
    return here, unit


def links(page: Page) -> list[Any]:
    found: list[Any] = page.tree.xpath("//a[contains(@href, '/files/')]")
    return found


async def test_reference_link_and_files_go_with_the_report(office: Office, enter: Enter) -> None:
    here, unit = await accepted(office, enter)
    product = {"report": "Đã xong", "reference": "12/BC-UBND", "link": "https://xa.gov.vn/bc"}
    page = await submits(unit, await unit.open(here), {"Báo cáo.pdf": PDF, "anh": PNG}, **product)
    assert "Đã gửi báo cáo" in page.words()
    history = page.words("//ol")
    for said in ("Đã xong", "Văn bản, sản phẩm: 12/BC-UBND", "https://xa.gov.vn/bc", "Tệp kèm theo: Báo cáo.pdf"):
        assert said in history
    assert sorted(link.text for link in links(page)) == ["Báo cáo.pdf", "anh.png"]


async def test_who_may_read_the_assignment_saves_its_files_and_nobody_else(office: Office, enter: Enter) -> None:
    here, unit = await accepted(office, enter)
    page = await submits(unit, await unit.open(here), {"Báo cáo.pdf": PDF}, report="Xong")
    (link,) = links(page)
    commune, stranger = await enter(*COMMUNE), await enter("00002", Role.OFFICE)
    sent = await commune.client.get(link.get("href"))
    assert (sent.status_code, sent.content) == (200, PDF)
    assert sent.headers["content-type"] == "application/pdf"
    assert sent.headers["content-disposition"] == "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf"
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert (await stranger.client.get(link.get("href"))).status_code == 404
    other = of_the_unit("another")
    assert (await commune.client.get(link.get("href").replace(here, other))).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("ket-qua.pdf", b"MZ\x90\0 program", 422, "file_not_taken"),
        ("anh.png", b"<svg><script>alert(1)</script></svg>", 422, "file_not_taken"),
        ("rong.pdf", b"", 422, "attachment_empty"),
        ("BC 12 (MẬT).pdf", PDF, 422, "secret_document"),
        ("lon.pdf", b"%PDF-" + b"x" * 2_000, 413, "attachment_too_large"),
    ],
)
async def test_what_is_not_taken_says_why_and_nothing_is_sent(
    office: Office, enter: Enter, name: str, content: bytes, status: int, code: str
) -> None:
    """The words stay in the form; the good file beside it is not kept either."""
    object.__setattr__(office.deps, "attachment_bytes", 1_000)
    here, unit = await accepted(office, enter)
    page = await submits(unit, await unit.open(here), {"Tốt.pdf": PDF, name: content}, report="Dài dòng")
    assert page.status == status
    assert code in page.words("//*[@role='alert']")
    assert page.form(here, act="submit")["report"] == "Dài dòng"
    assert links(page) == []
    assert "Chờ duyệt" not in page.words()


async def test_a_link_is_one(office: Office, enter: Enter) -> None:
    here, unit = await accepted(office, enter)
    page = await submits(unit, await unit.open(here), {}, report="Xong", link="javascript:alert(1)")
    assert (page.status, "no_link" in page.words("//*[@role='alert']")) == (422, True)


async def test_while_the_dockets_are_away_files_are_kept_and_sent_once(office: Office, enter: Enter) -> None:
    """The browser does not choose them again; the report names them all the same."""
    here, unit = await accepted(office, enter)
    office.dockets.away = True
    page = await submits(unit, await unit.open(here), {"Báo cáo.pdf": PDF}, report="Xong")
    assert page.status == 503
    assert [link.text for link in links(page)] == ["Báo cáo.pdf"]
    office.dockets.away = False
    for _ in range(2):
        last = await submits(unit, page, {})
        assert last.status == 200
    assert last.words("//ol").count("Tệp kèm theo: Báo cáo.pdf") == 1
    assert len(links(last)) == 1


async def test_who_may_not_submit_leaves_no_file_behind(office: Office, enter: Enter) -> None:
    here, unit = await accepted(office, enter)
    data = (await unit.open(here)).form(here, act="submit")
    data.pop("files", None)
    auditor = await enter("00001", Role.AUDITOR)
    data["csrf"] = (await auditor.open("/")).form("/sign-out")["csrf"]
    sent = await auditor.client.post(here, data=data, files={"files": ("a.pdf", PDF)})
    assert sent.status_code == 403
    assert links(await unit.open(here)) == []


async def test_a_body_beyond_all_bounds_is_turned_away(office: Office, enter: Enter) -> None:
    here, unit = await accepted(office, enter)
    page = await submits(unit, await unit.open(here), {"a.pdf": PDF + b"x" * 23_000_000}, report="Xong")
    assert page.status == 413
    assert links(await unit.open(here)) == []
