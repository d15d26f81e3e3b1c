"""Every command at the door: carried out for whom it is, refused to anybody else, and a refusal leaves nothing."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from api.schemas.commands import FORMS, Place
from tests.api import life
from tests.api.conftest import Office
from tests.api.life import ACCEPT, CASES, COMMUNE, DIRECTIVE, OF_THE_UNIT, PROVINCE, UNIT, Act, Case
from thac.domain import commands as cmd
from thac.domain.agencies import Role
from thac.store import tables as t

pytestmark = pytest.mark.slow

ALL = pytest.mark.parametrize("case", CASES, ids=[case.act.kind for case in CASES])
STRANGER = "00002"


async def begun(office: Office, *acts: Act) -> str:
    """A launched directive on which that was done."""
    directive = await office.launch(life.LETTER)
    for act in acts:
        office.later(seconds=1)
        answered = await act.by(office, directive)
        assert answered.status_code == 200, (act, answered.text)
    return directive


def written(office: Office) -> Any:
    """Everything that a command may write."""
    with office.engines.read.connect() as connection:
        return (
            connection.execute(
                sa.select(t.events.c.docket, t.events.c.hash).order_by(t.events.c.docket, t.events.c.seq)
            ).all(),
            connection.execute(sa.select(t.answers.c.key).order_by(t.answers.c.key)).all(),
            connection.execute(sa.select(t.directives)).all(),
            connection.execute(sa.select(t.tasks).order_by(t.tasks.c.number)).all(),
        )


def kinds(office: Office) -> list[str]:
    """The kinds of all events since the launch, in the order of their dockets."""
    with office.engines.read.connect() as connection:
        return list(connection.execute(sa.select(t.events.c.kind).order_by(t.events.c.at, t.events.c.seq)).scalars())


def test_every_command_has_its_form() -> None:
    """Attaching an own plan is part of launching it; everything else people may send."""
    assert set(FORMS) == set(cmd.KINDS) - {"attach_plan"}
    assert {case.act.kind for case in CASES} == set(FORMS) - {"allocate"}


def test_every_form_says_in_two_languages_what_it_does() -> None:
    for form in FORMS.values():
        assert " · " in form.title
        assert form.meaning
        assert all(" · " in word.meaning for word in form.words.values())


@ALL
async def test_another_agency_and_another_role_are_turned_away(office: Office, case: Case) -> None:
    directive = await begun(office, *case.before)
    before = written(office)
    stranger = await case.act.by(office, directive, (STRANGER, case.act.who[1]))
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not_yours")
    for role in set(Role) - case.roles:
        answered = await case.act.by(office, directive, (case.act.who[0], role))
        assert (answered.status_code, answered.json()["code"]) == (403, "role_not_allowed"), role
    assert written(office) == before


@ALL
async def test_in_another_state_it_is_refused(office: Office, case: Case) -> None:
    directive = await begun(office, *case.wrong)
    before = written(office)
    answered = await case.act.by(office, directive)
    assert (answered.status_code, answered.json()["code"]) == (409, case.code)
    assert written(office) == before


@ALL
async def test_what_is_not_there_is_not_found_and_what_is_wrongly_worded_is_named(office: Office, case: Case) -> None:
    directive = await begun(office)
    before = written(office)
    assert (await case.act.by(office, f"no{directive}")).status_code == 404
    answered = await replace(case.act, body={**(case.act.body or {}), "colour": "red"}).by(office, directive)
    assert (answered.status_code, answered.json()["errors"][0]["pointer"]) == (422, "/colour")
    needed = [name for name, field in FORMS[case.act.kind].body.model_fields.items() if field.is_required()]
    if needed:
        answered = await replace(case.act, body={}).by(office, directive)
        assert answered.status_code == 422
        assert {error["pointer"] for error in answered.json()["errors"]} == {f"/{name}" for name in needed}
    assert written(office) == before


@ALL
async def test_it_is_carried_out_once_also_when_sent_again_or_in_a_batch(office: Office, case: Case) -> None:
    directive = await begun(office, *case.before)
    first = await case.act.by(office, directive, key="k-1")
    after = written(office)
    again = await case.act.by(office, directive, key="k-1")
    batch = await office.ask(case.act.who, "POST", "commands", {"commands": [item(case, directive, "k-1")]})
    assert (first.status_code, first.json()["repeated"]) == (200, False), first.text
    assert case.event in kinds(office)
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert batch.json()["answers"][0]["answer"] == again.json()
    assert written(office) == after


@ALL
async def test_ten_times_at_once_is_once(office: Office, case: Case) -> None:
    directive = await begun(office, *case.before)
    before = kinds(office).count(case.event)
    answers = await asyncio.gather(*(case.act.by(office, directive, key="k-1") for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["seq"] for answer in answers}) == 1
    assert kinds(office).count(case.event) == before + 1


def item(case: Case, directive: str, key: str | None = None) -> dict[str, Any]:
    """The command as an item of a batch."""
    form = FORMS[case.act.kind]
    parts = case.act.path.format(d=directive).split("/")
    where = {
        Place.ASSIGNMENT: {"assignment": parts[-1]},
        Place.DOCKET: {"directive": directive, "agency": parts[-1]},
        Place.DIRECTIVE: {"directive": directive},
    }[form.place]
    said = {"command": form.kind, **where, **(case.act.body or {})}
    return said if key is None else {**said, "idempotency_key": key}


async def test_one_bad_command_among_ninety_nine_turns_no_neighbour_away(office: Office) -> None:
    directive = await begun(office, ACCEPT)
    assignment = OF_THE_UNIT.format(d=directive).removeprefix("assignments/")
    good = {"command": "report_obstacle", "assignment": assignment, "text": "Thiếu kinh phí"}
    bad = {"command": "hand_over", "assignment": assignment, "to": "no-such", "text": "x"}
    answered = await office.ask(UNIT, "POST", "commands", {"commands": [*[good] * 50, bad, *[good] * 49]})
    body = answered.json()
    assert (body["carried_out"], body["refused"], body["not_saved"]) == (99, 1, 0)
    assert (body["answers"][50]["status"], body["answers"][50]["problem"]["code"]) == (422, "unknown_agency")
    assert kinds(office).count("asked") == 99


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("no-such", "unknown_agency"),
        ("00002-U1", "not_a_receiver"),
        ("19-SNV", "not_a_receiver"),
        ("00001", "not_a_receiver"),
    ],
)
async def test_work_is_given_to_agencies_directly_below_only(office: Office, to: str, code: str) -> None:
    directive = await begun(office)
    before = written(office)
    for act in (life.of_commune("reassign", to=to), life.of_unit("hand_over", to=to, text="x")):
        answered = await act.by(office, directive)
        assert (answered.status_code, answered.json()["code"]) == (422, code)
    assert written(office) == before


async def test_a_closed_agency_is_given_nothing_and_its_successor_is_named(office: Office) -> None:
    directive = await begun(office)
    with office.engines.write.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE agencies SET ended_on = '2026-11-01', successor = '00001-U1' WHERE id = '00001-U2'"
        )
        connection.exec_driver_sql("UPDATE directory_journal SET version = version + 1")
    answered = await life.of_commune("reassign", to="00001-U2").by(office, directive)
    assert (answered.status_code, answered.json()["code"]) == (422, "agency_ended")
    assert answered.json()["detail"].endswith("cơ quan kế thừa: Đơn vị 1 (00001-U1).")


async def test_an_office_acts_for_its_unit_and_is_named(office: Office) -> None:
    directive = await begun(office)
    act = Act(COMMUNE, OF_THE_UNIT, "accept", {"on_behalf_of": "00001-U1"})
    answered = await act.by(office, directive, key="k-1")
    assert answered.status_code == 200, answered.text
    with office.engines.read.connect() as connection:
        body = connection.execute(sa.select(t.events.c.body).where(t.events.c.kind == "accepted")).scalar_one()
        key = connection.execute(sa.select(t.answers.c.key)).scalar_one()
    assert '"on_behalf":"00001-U1"' in body.replace(" ", "")
    assert key == "00001/office 00001/k-1"


async def test_whom_somebody_acts_for_is_part_of_the_request(office: Office) -> None:
    directive = await begun(office)
    act = Act(COMMUNE, OF_THE_UNIT, "accept", {"on_behalf_of": "00001-U1"})
    await act.by(office, directive, key="k-1")
    other = await replace(act, body={"on_behalf_of": "00001-U2"}).by(office, directive, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


@pytest.mark.parametrize(
    "who", [("00002", Role.OFFICE), ("19", Role.OFFICE), ("00001-U2", Role.UNIT), ("00001", Role.AUDITOR)]
)
async def test_nobody_but_the_issuing_office_acts_for_a_unit(office: Office, who: life.Who) -> None:
    directive = await begun(office)
    before = written(office)
    answered = await Act(who, OF_THE_UNIT, "accept", {"on_behalf_of": "00001-U1"}).by(office, directive)
    assert answered.status_code == 403
    assert written(office) == before


async def test_whoever_entered_a_result_does_not_confirm_it(office: Office) -> None:
    directive = await begun(office, ACCEPT)
    entered = Act(COMMUNE, OF_THE_UNIT, "submit", {"report": "Xong", "on_behalf_of": "00001-U1"})
    assert (await entered.by(office, directive)).status_code == 200
    answered = await life.CONFIRM.by(office, directive)
    assert (answered.status_code, answered.json()["code"]) == (403, "self_confirm")
    assert (await life.CONFIRM.by(office, directive, ("00001", Role.SUPERVISOR))).status_code == 200


async def test_the_words_of_every_event_are_found_again(office: Office) -> None:
    directive = await begun(office, ACCEPT, life.OBSTACLE, life.of_commune("answer", ask=1, text="Đã bố trí"))
    told = (await office.ask(UNIT, "GET", f"{OF_THE_UNIT.format(d=directive)}/ledger")).json()["events"]
    assert [event["text"] for event in told if event["text"]] == ["Thiếu kinh phí", "Đã bố trí"]


REGISTER = life.of_province(DIRECTIVE, "register", number="15", symbol="KH-UBND", issued_on="2026-11-18")


async def test_a_registered_directive_bears_its_number(office: Office) -> None:
    directive = await begun(office, REGISTER)
    header = (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()
    assert (header["number"], header["symbol"], header["issued_on"]) == ("15", "KH-UBND", "2026-11-18")
    again = await replace(REGISTER, body={**(REGISTER.body or {}), "number": "16"}).by(office, directive)
    assert (again.status_code, again.json()["code"]) == (409, "registered_already")


async def test_a_number_is_borne_by_one_directive(office: Office) -> None:
    other = await office.launch({**life.LETTER, "subject": "Khác", "number": "15", "symbol": "KH-UBND"})
    directive = await begun(office)
    before = written(office)
    answered = await REGISTER.by(office, directive)
    assert (answered.status_code, answered.json()["code"], answered.json()["directive"]) == (409, "number_taken", other)
    assert written(office) == before


async def test_of_two_that_want_a_number_at_once_one_gets_it(office: Office) -> None:
    directives = [await office.launch({**life.LETTER, "subject": f"Kế hoạch {n}"}) for n in range(4)]
    answers = await asyncio.gather(*(REGISTER.by(office, directive) for directive in directives))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert kinds(office).count("registered") == 1


async def test_a_registration_that_was_not_saved_is_repeated(office: Office) -> None:
    directive = await begun(office)
    office.dockets.away = True
    answered = await REGISTER.by(office, directive, key="k-1")
    assert (answered.status_code, answered.json()["code"]) == (503, "not_saved")
    office.dockets.away = False
    again = await REGISTER.by(office, directive, key="k-1")
    assert (again.status_code, again.json()["repeated"]) == (200, False)
    assert (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["number"] == "15"


ADD = life.of_province(DIRECTIVE, "add_task", task=life.FURTHER)


async def test_a_further_task_is_in_the_directive_and_given_out(office: Office) -> None:
    directive = await begun(office, ADD)
    tasks = (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["tasks"]
    assert [task["number"] for task in tasks] == [1, 2, 3, 4, 5, 9]
    line = await office.ask(life.DEPARTMENT, "GET", f"assignments/{directive}~19~9~19-SNV")
    assert (line.json()["state"], line.json()["text"]) == ("assigned", "Bổ sung dữ liệu")


async def test_a_further_task_for_each_goes_to_every_recipient(office: Office) -> None:
    task = {**life.FURTHER, "mode": "each", "leads": [], "recipients": ["departments", "00002"]}
    directive = await begun(office, replace(ADD, body={"task": task}))
    docket = office.dockets.dockets[f"cascade/{directive}/19"]
    assert [row.lead for row in docket.rows.values() if row.task == 9] == ["19-SKHCN", "19-SNV", "00002"]
    assert "00002" in docket.below


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ({**life.FURTHER, "leads": ["no-such"]}, "unknown_agency"),
        ({**life.FURTHER, "leads": ["00001-U1"]}, "lead_outside"),
        ({**life.FURTHER, "leads": ["19-SNV", "19-SKHCN"]}, "two_leads"),
        ({**life.FURTHER, "leads": []}, "no_lead"),
        ({**life.FURTHER, "deadline": {"day": "2026-11-01"}}, "deadline_before_issue"),
        ({**life.FURTHER, "tracked": False}, "no_task"),
    ],
)
async def test_a_faulty_further_task_leaves_nothing(office: Office, task: dict[str, Any], code: str) -> None:
    directive = await begun(office)
    before = written(office)
    answered = await replace(ADD, body={"task": task}).by(office, directive)
    assert (answered.status_code, answered.json()["code"]) == (422, "directive_refused")
    assert answered.json()["errors"][0]["code"] == code
    assert written(office) == before


@pytest.mark.parametrize("number", [2, 9])
async def test_a_number_of_a_task_is_given_once(office: Office, number: int) -> None:
    directive = await begun(office, *([ADD] if number == 9 else []))
    before = written(office)
    answered = await replace(ADD, body={"task": {**life.FURTHER, "number": number, "text": "Khác"}}).by(
        office, directive
    )
    assert (answered.status_code, answered.json()["code"]) == (409, "task_twice")
    assert written(office) == before


async def test_a_further_task_that_was_not_saved_is_repeated(office: Office) -> None:
    directive = await begun(office)
    office.dockets.away = True
    assert (await ADD.by(office, directive, key="k-1")).status_code == 503
    office.dockets.away = False
    assert (await ADD.by(office, directive, key="k-1")).status_code == 200
    tasks = (await office.ask(PROVINCE, "GET", f"directives/{directive}")).json()["tasks"]
    assert [task["number"] for task in tasks] == [1, 2, 3, 4, 5, 9]


@pytest.mark.parametrize("act", [REGISTER, ADD, life.RECALL])
async def test_a_draft_is_launched_before_it_is_changed(office: Office, act: Act) -> None:
    drafted = (await office.ask(PROVINCE, "POST", "directives", life.LETTER)).json()["id"]
    answered = await act.by(office, drafted)
    assert (answered.status_code, answered.json()["code"]) == (409, "not_launched")


async def test_a_request_goes_from_one_body_outside_to_another(office: Office) -> None:
    """The tax office and the Front are nobody's subordinates; who is below is ordered, not requested."""
    with office.engines.write.begin() as connection:
        for agency in ("99-CTHUE", "99-MTTQ"):
            connection.exec_driver_sql(
                "INSERT INTO agencies (id, level, name, parent, beside, path, fields, aliases, auto_allocate) "
                f"VALUES ('{agency}', 'outside', 'x', NULL, '19', '{agency}/', '[]', '[]', true)"
            )
        connection.exec_driver_sql("UPDATE directory_journal SET version = version + 1")
    request = {"number": 1, "text": "Đề nghị phối hợp", "mode": "single", "leads": ["99-CTHUE"], "request": True}
    directive = await office.launch({**life.LETTER, "tasks": [request]})
    path = f"assignments/{directive}~19~1~99-CTHUE"
    refused = await office.ask(PROVINCE, "POST", f"{path}/reassign", {"to": "19-SNV"})
    assert (refused.status_code, refused.json()["code"]) == (422, "request_inside")
    answered = await office.ask(PROVINCE, "POST", f"{path}/reassign", {"to": "99-MTTQ"})
    assert answered.status_code == 200, answered.text


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"])
async def test_a_day_that_no_calendar_reaches_is_refused_at_the_door(office: Office, day: str) -> None:
    """Reckoned with, it would stop the docket: there is no moment before the first of all days."""
    directive = await begun(office, ACCEPT)
    before = written(office)
    deadline = {"day": day, "hour": "00:00"}
    moved = life.of_province(life.AT_THE_PROVINCE, "move_deadline", task=2, deadline=deadline, text="x")
    happened = life.of_province(DIRECTIVE, "date_event", event="Hội nghị sơ kết", day=day)
    for act in (moved, happened, life.of_unit("ask_extension", deadline=deadline, text="x")):
        answered = await act.by(office, directive)
        assert (answered.status_code, answered.json()["code"]) == (422, "invalid"), act
    assert written(office) == before
