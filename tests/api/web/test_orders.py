"""An order by word of mouth: captured by who received it, given out, confirmed by who gave it."""

import pytest
import sqlalchemy as sa

from tests.api.conftest import PROVINCE, Office
from tests.api.web.conftest import Browser, Enter, Page
from thac.domain.agencies import AgencyId, Role
from thac.store import chronicle, oral_orders
from thac.store import tables as t
from thac.store.oral_orders import Order
from thac.store.queries.pages import Window

pytestmark = pytest.mark.asyncio
ORDER = {"text": "Kiểm tra bến đò trước mùa lũ", "lead": "so noi vu", "due_on": "2026-11-27", "channel": "phone"}


async def capture(browser: Browser, **changed: str) -> Page:
    return await browser.send(await browser.open("/orders/new"), "/orders/new", ORDER | changed)


def orders(office: Office, agency: AgencyId = "19") -> tuple[Order, ...]:
    with office.engines.read.connect() as connection:
        return oral_orders.listed(connection, agency, Window()).items


async def test_an_office_captures_it_and_the_work_is_given_out_marked_as_oral(office: Office, enter: Enter) -> None:
    """Who ordered it is the chairman of its own agency unless somebody else is named."""
    browser = await enter("19", Role.OFFICE)
    shown = await capture(browser)
    assert shown.status == 200, shown.words("//*[@role='alert']")
    for words in (
        "Chỉ đạo miệng",
        "Điện thoại",
        "người chỉ đạo chair",
        "Chờ người chỉ đạo xác nhận",
        "Kiểm tra bến đò",
    ):
        assert words in shown.words()
    (given,) = (await office.ask(PROVINCE, "GET", "assignments")).json()["items"]
    assert (given["lead"], given["doc_type"], given["due"][:10]) == ("19-SNV", "Chỉ đạo miệng", "2026-11-27")


async def test_the_chairman_confirms_in_one_tap_and_it_is_kept(office: Office, enter: Enter) -> None:
    """From the list or from the directive's page; the chronicle holds what was captured and what was confirmed."""
    await capture(await enter("19", Role.OFFICE))
    chairman = await enter("19", Role.SUPERVISOR)
    listed = await chairman.open("/orders?state=pending")
    (order,) = orders(office)
    confirmed = await chairman.send(listed, f"/orders/{order.captured.id}/confirm")
    assert "Đã xác nhận" in confirmed.words("//li[@id]")
    assert "Không có chỉ đạo nào" in (await chairman.open("/orders?state=pending")).words()
    await chairman.send(listed, f"/orders/{order.captured.id}/confirm")
    (order,) = orders(office)
    assert (order.outcome, order.decided_by and order.decided_by.name) == ("confirmed", "supervisor.19")
    with office.engines.read.connect() as connection:
        row = t.chronicle.c
        kinds = connection.execute(sa.select(row.subject).where(row.kind == chronicle.Kind.ORAL_ORDER.value)).scalars()
        assert list(kinds) == [order.captured.id] * 2


async def test_what_a_unit_captures_is_given_out_when_the_chairman_confirms_it(office: Office, enter: Enter) -> None:
    """Until then nobody has it; it is marked as what he said."""
    unit = await enter("19-SNV", Role.UNIT)
    captured = await capture(unit, lead="Sở Nội vụ (19-SNV)", channel="meeting")
    assert "Việc được giao khi người chỉ đạo xác nhận" in captured.words()
    assert (await office.ask(PROVINCE, "GET", "assignments")).json()["total"] == 0
    (order,) = orders(office)
    assert (order.captured.agency, order.captured.receiver, order.directive) == ("19", "19-SNV", None)
    chairman = await enter("19", Role.SUPERVISOR)
    await chairman.send(await chairman.open("/orders"), f"/orders/{order.captured.id}/confirm")
    (order,) = orders(office)
    (given,) = (await office.ask(PROVINCE, "GET", "assignments")).json()["items"]
    assert (given["lead"], given["directive"]) == ("19-SNV", order.directive)
    assert "Họp giao ban" in (await chairman.open(f"/directives/{order.directive}")).words()


async def test_the_chairman_says_that_he_did_not_give_it(office: Office, enter: Enter) -> None:
    """Then nothing is given out, and it stays so."""
    await capture(await enter("19-SNV", Role.UNIT), lead="19-SNV")
    chairman = await enter("19", Role.SUPERVISOR)
    (order,) = orders(office)
    listed = await chairman.open("/orders")
    refused = await chairman.send(listed, f"/orders/{order.captured.id}/refuse")
    assert "Không phải chỉ đạo" in refused.words("//li[@id]")
    late = await chairman.send(listed, f"/orders/{order.captured.id}/confirm")
    assert (late.status, "order_refused" in late.words("//*[@role='alert']")) == (409, True)
    assert (await office.ask(PROVINCE, "GET", "assignments")).json()["total"] == 0


async def test_what_was_given_out_is_recalled_and_not_refused(office: Office, enter: Enter) -> None:
    """The page leads there."""
    await capture(await enter("19", Role.OFFICE))
    chairman = await enter("19", Role.SUPERVISOR)
    (order,) = orders(office)
    listed = await chairman.open("/orders")
    assert f"/directives/{order.directive}/change/recall" in listed.tree.xpath("//main//a/@href")
    csrf = listed.form(f"/orders/{order.captured.id}/confirm")["csrf"]
    answer = await chairman.client.post(f"/orders/{order.captured.id}/refuse", data={"csrf": csrf})
    assert (answer.status_code, "order_given_out" in answer.text) == (409, True)


async def test_a_form_sent_twice_is_one_order(office: Office, enter: Enter) -> None:
    """An office's and a unit's."""
    for agency, role, lead in (("19", Role.OFFICE, "19-SNV"), ("19-SKHCN", Role.UNIT, "19-SKHCN")):
        browser = await enter(agency, role)
        form = await browser.open("/orders/new")
        before = len(orders(office))
        for _ in range(2):
            answer = await browser.send(form, "/orders/new", ORDER | {"lead": lead, "text": f"Việc của {lead}"})
            assert answer.status == 200
        assert len(orders(office)) == before + 1
    assert (await office.ask(PROVINCE, "GET", "assignments")).json()["total"] == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": ""}, "order_incomplete"),
        ({"lead": ""}, "order_incomplete"),
        ({"channel": "fax"}, "order_incomplete"),
        ({"due_on": "27/11"}, "order_incomplete"),
        ({"due_on": "9999-12-31"}, "order_incomplete"),
        ({"due_on": "", "due_at": "25:00"}, "order_incomplete"),
        ({"lead": "Đơn vị 1"}, "agency"),
        ({"lead": "00001-U1"}, "directive_refused"),
    ],
)
async def test_what_is_wrong_is_told_and_the_form_is_kept(
    office: Office, enter: Enter, changed: dict[str, str], code: str
) -> None:
    """Nothing is captured."""
    browser = await enter("19", Role.OFFICE)
    refused = await capture(browser, **changed)
    assert refused.status == 422
    assert code in refused.words("//*[@role='alert']") or code == "agency"
    kept = refused.form("/orders/new")
    assert kept["text"] == changed.get("text", ORDER["text"])
    assert orders(office) == ()


async def test_while_the_dockets_are_away_the_order_is_kept(office: Office, enter: Enter) -> None:
    """Its launch goes on by itself."""
    browser = await enter("19", Role.OFFICE)
    office.dockets.away = True
    shown = await capture(browser)
    assert "done=pending" in shown.address
    (order,) = orders(office)
    assert order.directive is not None


async def test_only_the_chairman_confirms_and_strangers_see_nothing(office: Office, enter: Enter) -> None:
    """Neither the office that captured it nor anybody elsewhere."""
    clerk = await enter("19", Role.OFFICE)
    await capture(clerk)
    (order,) = orders(office)
    for agency, role, status in (
        ("19", Role.OFFICE, 403),
        ("19", Role.AUDITOR, 403),
        ("00001", Role.SUPERVISOR, 404),
        ("TW", Role.SUPERVISOR, 404),
        ("19-SNV", Role.UNIT, 404),
    ):
        browser = await enter(agency, role)
        csrf = (await browser.open("/")).form("/sign-out")["csrf"]
        for act in ("confirm", "refuse"):
            answer = await browser.client.post(f"/orders/{order.captured.id}/{act}", data={"csrf": csrf})
            assert answer.status_code == status, (agency, act)
        if agency != "19":
            assert "bến đò" not in (await browser.open("/orders")).words()
    assert orders(office)[0].outcome is None


async def test_those_who_capture_nothing_have_no_form(office: Office, enter: Enter) -> None:
    """An auditor reads, a monitor has no list."""
    auditor = await enter("19", Role.AUDITOR)
    assert (await auditor.open("/orders")).status == 200
    assert (await auditor.open("/orders/new")).status == 403
    assert (await (await enter("19", Role.MONITOR)).open("/orders")).status == 404
