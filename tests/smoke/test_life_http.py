"""The whole life of an assignment over a real server, worker and store: one story for each rule, told over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
import sqlalchemy as sa
from temporalio.client import Client

from tests.places import Place
from tests.rig import until
from tests.smoke.test_http import TODAY, House, house
from thac.domain.agencies import Agency, AgencyId, Level, Role
from thac.domain.directory_changes import ChangeKind, Changes
from thac.store import directory, tables
from thac.store.access import make_token
from thac.store.directory import Record

pytestmark = pytest.mark.slow

PROVINCE = ("19", Role.OFFICE)
COMMUNE = ("00001", Role.OFFICE)
UNIT = ("00001-U1", Role.UNIT)
NEIGHBOUR = ("00001-U2", Role.UNIT)
DEPARTMENT = ("19-SNV", Role.UNIT)
COORDINATOR = ("19-SKHCN", Role.UNIT)
Who = tuple[AgencyId, Role]


def day(days: int) -> dict[str, str]:
    """A deadline so many days from now."""
    return {"day": str(TODAY + timedelta(days=days))}


def to_all(number: int = 1, **more: Any) -> dict[str, Any]:
    """A task for every commune and each of its units, due in two months."""
    each = {"mode": "each", "recipients": ["communes"], "within": "every_unit", "deadline": day(60)}
    return {"number": number, "text": f"Rà soát lần {number}", **each, **more}


def to_one(number: int = 1, lead: AgencyId = "19-SNV", **more: Any) -> dict[str, Any]:
    """A task of one department."""
    return {"number": number, "text": f"Tổng hợp lần {number}", "mode": "single", "leads": [lead], **more}


class Story:
    """One launched directive, and those who act on it."""

    def __init__(self, here: House, directive: str) -> None:
        self.here = here
        self.directive = directive
        self.of_unit = f"assignments/{directive}~00001~1~00001-U1"
        self.of_commune = f"assignments/{directive}~19~1~00001"
        self.of_department = f"assignments/{directive}~19~1~19-SNV"
        self.at_province = f"cascades/{directive}/dockets/19"

    async def ask(self, who: Who, path: str, body: Any = None, name: str = "Văn thư") -> Any:
        """A request; a GET unless there is a body."""
        with self.here.engines.write.begin() as connection:
            token = make_token(connection, *who, name, datetime.now(UTC))
        method = "GET" if body is None else "POST"
        headers = {"Authorization": f"Bearer {token}"}
        return await self.here.http.request(method, f"/api/v1/{path}", json=body, headers=headers)

    async def do(self, who: Who, path: str, kind: str, _name: str = "Văn thư", **body: Any) -> None:
        """Carry out a command."""
        answered = await self.ask(who, f"{path}/{kind}", body, _name)
        assert answered.status_code == 200, answered.text

    async def refused(self, who: Who, path: str, kind: str, **body: Any) -> str:
        """Try a command that is refused; its code."""
        answered = await self.ask(who, f"{path}/{kind}", body)
        assert answered.status_code >= 400, answered.text
        return str(answered.json()["code"])

    async def row(self, who: Who, path: str) -> Any:
        """An assignment as it stands."""
        answered = await self.ask(who, path)
        assert answered.status_code == 200, answered.text
        return answered.json()

    async def told(self, who: Who, path: str) -> list[tuple[str, str | None]]:
        """What happened to an assignment: each event with its words."""
        answered = await self.ask(who, f"{path}/ledger")
        assert answered.status_code == 200, answered.text
        return [(event["kind"], event["text"]) for event in answered.json()["events"]]

    def heard(self, who: Who, path: str, kind: str) -> Callable[[], Awaitable[bool]]:
        """Whether such an event has come to an assignment."""

        async def has_come() -> bool:
            return kind in [one for one, _ in await self.told(who, path)]

        return has_come

    def stands(self, who: Who, path: str, **wanted: Any) -> Callable[[], Awaitable[bool]]:
        """Whether an assignment is there and those of its fields are so."""

        async def is_so() -> bool:
            answered = await self.ask(who, path)
            row = answered.json() if answered.status_code == 200 else {}
            return {name: row.get(name) for name in wanted} == wanted

        return is_so

    def count(self, *where: sa.ColumnElement[bool]) -> int:
        """How many events of this directive there are."""
        with self.here.engines.read.connect() as connection:
            mine = tables.events.c.docket.contains(self.directive)
            counted = sa.select(sa.func.count()).select_from(tables.events).where(mine, *where)
            return connection.execute(counted).scalar_one()

    def dockets_open(self) -> int:
        """How many of its dockets are open."""
        with self.here.engines.read.connect() as connection:
            row = tables.dockets.c
            mine = (row.directive == self.directive, row.closed_at.is_(None))
            return connection.execute(sa.select(sa.func.count()).select_from(tables.dockets).where(*mine)).scalar_one()


@asynccontextmanager
async def story(
    place: Place, server: Client, *tasks: dict[str, Any], copies: int = 6, **header: Any
) -> AsyncIterator[Story]:
    """A directive of the province with those tasks, launched, everybody with his copy."""
    letter = {"doc_type": "Kế hoạch", "subject": f"Thử {token_hex(4)}", "issued_on": str(TODAY), "tasks": list(tasks)}
    numbered = {"number": token_hex(4), "symbol": "KH-UBND"}
    async with house(place, server) as here, here.worker():
        with here.engines.write.begin() as connection:
            body = Agency("19-THUE", Level.OUTSIDE, "Thuế tỉnh", None, beside="19")
            now = datetime.now(UTC)
            record = Record(ChangeKind.ADD, "test", now, TODAY)
            directory.change(connection, directory.load_for_change(connection), Changes(agencies=(body,)), record)
        yield Story(here, await here.launched(letter | numbered | header, copies))


async def test_a_declined_assignment_stays_with_its_lead_until_it_is_given_to_another(
    server: Client, place: Place
) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(UNIT, told.of_unit, "decline", text="Không thuộc chức năng")
        assert (await told.row(COMMUNE, told.of_unit))["lead"] == "00001-U1"
        await told.do(COMMUNE, told.of_unit, "answer", ask=1, to="00001-U2")
        await told.do(NEIGHBOUR, told.of_unit, "accept")
        row = await told.row(NEIGHBOUR, told.of_unit)
        assert (row["lead"], row["copy_for"], row["state"], row["round"]) == ("00001-U2", "00001-U1", "accepted", 2)
        assert await told.told(COMMUNE, told.of_unit) == [
            ("allocated", None),
            ("asked", "Không thuộc chức năng"),
            ("answered", None),
            ("reassigned", None),
            ("accepted", None),
        ]


async def test_a_hand_over_needs_the_issuers_consent_and_the_new_leads_signature(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(UNIT, told.of_unit, "hand_over", to="00001-U2", text="Đúng chuyên môn hơn")
        assert await told.refused(NEIGHBOUR, told.of_unit, "answer", ask=1) == "not_yours"
        await told.do(COMMUNE, told.of_unit, "answer", ask=1, text="Đồng ý")
        assert (await told.row(COMMUNE, told.of_unit))["lead"] == "00001-U1"
        await told.do(NEIGHBOUR, told.of_unit, "answer", ask=1)
        row = await told.row(NEIGHBOUR, told.of_unit)
        assert (row["lead"], row["state"]) == ("00001-U2", "accepted")


async def test_an_extension_adds_a_deadline_and_leaves_the_first_to_be_read(server: Client, place: Place) -> None:
    async with story(place, server, to_one(deadline=day(30)), copies=1) as told:
        first = (await told.row(PROVINCE, told.of_department))["due"]
        assert await told.refused(DEPARTMENT, told.of_department, "ask_extension", deadline=day(50), text="x") == (
            "not_accepted"
        )
        await told.do(DEPARTMENT, told.of_department, "accept")
        await told.do(DEPARTMENT, told.of_department, "ask_extension", deadline=day(50), text="Chờ số liệu")
        await told.do(PROVINCE, told.of_department, "answer", ask=1, deadline=day(40))
        row = await told.row(PROVINCE, told.of_department)
        assert (row["first_due"], row["due"] > first, len(row["deadlines"])) == (first, True, 2)


async def test_an_extension_that_is_refused_changes_nothing(server: Client, place: Place) -> None:
    async with story(place, server, to_one(deadline=day(30)), copies=1) as told:
        await told.do(DEPARTMENT, told.of_department, "accept")
        await told.do(DEPARTMENT, told.of_department, "ask_extension", deadline=day(50), text="Chờ số liệu")
        assert await told.refused(PROVINCE, told.of_department, "answer", ask=1, grant=False) == "reason_needed"
        await told.do(PROVINCE, told.of_department, "answer", ask=1, grant=False, text="Đã đủ số liệu")
        row = await told.row(PROVINCE, told.of_department)
        assert (row["due"], len(row["deadlines"])) == (row["first_due"], 1)


async def test_an_obstacle_climbs_to_the_province_and_its_answer_comes_back_down(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(UNIT, told.of_unit, "report_obstacle", text="Chưa có phần mềm", beyond=True)
        await told.do(COMMUNE, told.of_unit, "climb", ask=1, text="Vượt thẩm quyền xã")
        assert await told.refused(COMMUNE, told.of_unit, "climb", ask=1) == "asked_already"
        await until(told.heard(PROVINCE, told.of_commune, "asked"), 40)
        await told.do(PROVINCE, told.of_commune, "answer", ask=1, text="Tỉnh cấp phần mềm trong tháng")
        await until(told.heard(UNIT, told.of_unit, "answered"), 40)
        assert ("answered", "Tỉnh cấp phần mềm trong tháng") in await told.told(UNIT, told.of_unit)


async def test_the_level_above_urges_and_a_neighbour_does_not(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(PROVINCE, told.of_unit, "urge", text="Khẩn trương hoàn thành")
        assert await told.refused(("00002", Role.OFFICE), told.of_unit, "urge") == "not_yours"
        assert ("urged", "Khẩn trương hoàn thành") in await told.told(UNIT, told.of_unit)


async def test_the_monitor_of_a_task_urges_across_the_tree(server: Client, place: Place) -> None:
    async with story(place, server, to_all(monitor="19-SNV")) as told:
        await told.do(DEPARTMENT, told.of_unit, "urge", text="Đến hạn báo cáo")
        assert await told.refused(COORDINATOR, told.of_unit, "urge") == "not_yours"


async def test_what_the_office_enters_for_a_unit_another_person_confirms(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(COMMUNE, told.of_unit, "accept", on_behalf_of="00001-U1")
        await told.do(COMMUNE, told.of_unit, "submit", on_behalf_of="00001-U1", report="Xong, nhập thay")
        assert await told.refused(COMMUNE, told.of_unit, "confirm") == "self_confirm"
        await told.do(("00001", Role.SUPERVISOR), told.of_unit, "confirm", _name="Chủ tịch")
        events = (await told.ask(COMMUNE, f"{told.of_unit}/ledger")).json()["events"]
        assert [event["actor"]["on_behalf"] for event in events if event["kind"] in {"accepted", "submitted"}] == [
            "00001-U1",
            "00001-U1",
        ]


async def test_a_pause_ends_with_its_resumption_and_leaves_the_deadline(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        due = (await told.row(UNIT, told.of_unit))["due"]
        await told.do(COMMUNE, told.of_unit, "pause", text="Chờ hướng dẫn của bộ")
        assert await told.refused(COMMUNE, told.of_unit, "pause", text="x") == "paused_already"
        await told.do(COMMUNE, told.of_unit, "resume")
        assert await told.refused(COMMUNE, told.of_unit, "resume") == "not_paused"
        assert (await told.row(UNIT, told.of_unit))["due"] == due


async def test_a_withdrawn_task_is_withdrawn_down_to_the_units_and_each_commune_signs(
    server: Client, place: Place
) -> None:
    async with story(place, server, to_all(), to_one(2), copies=7) as told:
        await told.do(PROVINCE, told.at_province, "withdraw_task", task=1, text="Trùng với kế hoạch khác")
        for commune in ("00001", "00002"):
            unit = f"assignments/{told.directive}~{commune}~1~{commune}-U1"
            await until(told.stands((f"{commune}-U1", Role.UNIT), unit, state="withdrawn"), 40)
        signed = (tables.events.c.kind == "receipted", tables.events.c.docket.endswith("/19"))
        await until(lambda: told.count(*signed) == 2, 40)
        await told.do(COMMUNE, told.of_commune, "acknowledge")
        assert await told.refused(COMMUNE, told.of_commune, "acknowledge") == "nothing_to_sign"
        assert await told.refused(PROVINCE, told.at_province, "withdraw_task", task=1, text="x") == "task_ended"


async def test_a_recalled_directive_ends_everywhere(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(PROVINCE, f"directives/{told.directive}", "recall", text="Ban hành nhầm")
        await until(told.stands(UNIT, told.of_unit, state="withdrawn"), 40)
        await until(lambda: told.dockets_open() == 0, 60)


async def test_a_further_recipient_gets_its_copy_and_passes_it_on(server: Client, place: Place) -> None:
    async with story(place, server, to_all(recipients=["00001"]), copies=3) as told:
        await told.do(PROVINCE, told.at_province, "add_recipients", task=1, to=["00002"])
        unit = f"assignments/{told.directive}~00002~1~00002-U2"
        await until(told.stands(("00002-U2", Role.UNIT), unit, state="assigned", text="Rà soát lần 1"), 40)
        assert await told.refused(PROVINCE, told.at_province, "add_recipients", task=1, to=["00002"]) == (
            "receives_already"
        )


async def test_a_further_task_goes_down_to_every_unit(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(PROVINCE, f"directives/{told.directive}", "add_task", task=to_all(2, text="Niêm yết công khai"))
        unit = f"assignments/{told.directive}~00002~2~00002-U1"
        await until(told.stands(("00002-U1", Role.UNIT), unit, state="assigned", text="Niêm yết công khai"), 40)


async def test_a_deadline_moved_above_is_followed_below_and_signed_for(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        first = (await told.row(UNIT, told.of_unit))["due"]
        await told.do(PROVINCE, told.at_province, "move_deadline", task=1, deadline=day(45), text="Họp sớm hơn")
        due = (await told.row(PROVINCE, told.of_commune))["due"]
        assert due < first
        await until(told.stands(UNIT, told.of_unit, due=due, first_due=first), 40)
        await told.do(UNIT, told.of_unit, "acknowledge")
        later = {"task": 1, "deadline": day(50), "text": "Xin lùi"}
        at_commune = f"cascades/{told.directive}/dockets/00001"
        assert await told.refused(COMMUNE, at_commune, "move_deadline", **later) == "after_parent"


async def test_a_corrected_wording_is_what_readers_see(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        text = "Rà soát thủ tục hành chính (đã đính chính)"
        await told.do(PROVINCE, f"directives/{told.directive}", "correct_text", task=1, text=text)
        await until(told.stands(UNIT, told.of_unit, text=text), 40)


async def test_a_relative_deadline_waits_for_its_event(server: Client, place: Place) -> None:
    task = to_one(relative={"event": "Hội nghị sơ kết", "days": 10})
    async with story(place, server, task, copies=1) as told:
        assert (await told.row(DEPARTMENT, told.of_department))["due"] is None
        directive = f"directives/{told.directive}"
        assert await told.refused(PROVINCE, directive, "date_event", event="Khác", day=str(TODAY)) == "unknown_event"
        await told.do(PROVINCE, directive, "date_event", event="Hội nghị sơ kết", day=str(TODAY))
        assert (await told.row(DEPARTMENT, told.of_department))["due"] is not None


async def test_a_request_goes_to_a_body_outside_the_chain_of_command(server: Client, place: Place) -> None:
    async with story(place, server, to_one(lead="19-THUE", request=True), copies=1) as told:
        request = f"assignments/{told.directive}~19~1~19-THUE"
        assert await told.refused(PROVINCE, request, "reassign", to="19-SNV") == "request_inside"
        for kind in ("accept", "submit"):
            await told.do(("19-THUE", Role.UNIT), request, kind)
        await told.do(PROVINCE, request, "confirm")
        await until(lambda: told.dockets_open() == 0)


async def test_a_coordinator_gives_its_part_and_the_lead_stays_accountable(server: Client, place: Place) -> None:
    async with story(place, server, to_one(coordinators=["19-SKHCN"]), copies=1) as told:
        await told.do(DEPARTMENT, told.of_department, "ask_input", of="19-SKHCN", text="Cho số liệu", deadline=day(9))
        assert await told.refused(DEPARTMENT, told.of_department, "ask_input", of="00001", text="x") == (
            "not_a_coordinator"
        )
        await told.do(COORDINATOR, told.of_department, "answer", ask=1, text="Có 12 hệ thống")
        assert ("answered", "Có 12 hệ thống") in await told.told(DEPARTMENT, told.of_department)
        assert (await told.row(PROVINCE, told.of_department))["lead"] == "19-SNV"


async def test_an_explanation_is_asked_for_and_given(server: Client, place: Place) -> None:
    async with story(place, server, to_all()) as told:
        await told.do(COMMUNE, told.of_unit, "ask_explanation", text="Vì sao chưa tiếp nhận?")
        await told.do(UNIT, told.of_unit, "answer", ask=1, text="Cán bộ nghỉ ốm")
        assert await told.refused(UNIT, told.of_unit, "answer", ask=1, text="x") == "ask_answered"
        assert (await told.told(COMMUNE, told.of_unit))[1:] == [
            ("asked", "Vì sao chưa tiếp nhận?"),
            ("answered", "Cán bộ nghỉ ốm"),
        ]


async def test_a_directive_launched_without_a_number_is_registered_once(server: Client, place: Place) -> None:
    async with story(place, server, to_one(), copies=1, number=None, symbol=None) as told:
        directive = f"directives/{told.directive}"
        number = {"number": token_hex(4), "symbol": "KH-UBND", "issued_on": str(TODAY)}
        await told.do(PROVINCE, directive, "register", **number)
        assert (await told.ask(PROVINCE, directive)).json()["number"] == number["number"]
        other = {**number, "number": token_hex(4)}
        assert await told.refused(PROVINCE, directive, "register", **other) == "registered_already"


async def test_when_an_agency_leaves_another_has_its_work_and_history_keeps_its_name(
    server: Client, place: Place
) -> None:
    async with story(place, server, to_one(), to_one(2), copies=2) as told:
        leaving = {"from_agency": "19-SNV", "to_agency": "19-SKHCN", "reason": "Sáp nhập"}
        answered = await told.ask(PROVINCE, "handovers", leaving)
        assert (answered.status_code, answered.json()["done"]) == (200, 2)
        await told.do(COORDINATOR, told.of_department, "accept")
        row = await told.row(COORDINATOR, told.of_department)
        assert (row["copy_for"], row["lead"]) == ("19-SNV", "19-SKHCN")


async def test_work_given_to_another_commune_opens_its_docket_and_ends_in_the_old_one(
    server: Client, place: Place
) -> None:
    async with story(place, server, to_all(recipients=["00001"]), copies=3) as told:
        await told.do(PROVINCE, told.of_commune, "reassign", to="00002", text="Địa bàn chuyển sang xã 2")
        new = f"assignments/{told.directive}~00002~1~00002-U1"
        await until(told.stands(("00002-U1", Role.UNIT), new, state="assigned"), 40)
        await until(told.stands(UNIT, told.of_unit, state="withdrawn"), 40)
