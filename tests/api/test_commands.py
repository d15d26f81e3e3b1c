"""What happens to a command between the door and the ledger."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from tests.api.conftest import COMMUNE, LETTER, PROVINCE, UNIT, Office
from thac.domain.agencies import Role
from thac.store import tables as t
from thac.store.access import digest


async def given(office: Office, agency: str = "00001-U1", task: int = 1) -> str:
    """The id of the unit's copy, after launching."""
    directive = await office.launch()
    issuer = "19" if task == 2 else agency.split("-", maxsplit=1)[0]
    return f"{directive}~{issuer}~{task}~{agency}"


async def test_the_life_of_an_assignment(office: Office) -> None:
    assignment = await given(office)
    for who, command, body in (
        (UNIT, "accept", None),
        (UNIT, "take", {"person": "Nguyễn Văn A"}),
        (UNIT, "progress", {"percent": 40, "note": "Đã rà soát 12 thủ tục"}),
        (UNIT, "submit", {"report": "Xong"}),
        (COMMUNE, "return", {"reason": "Thiếu phụ lục", "redo": {"day": "2026-12-04"}}),
        (UNIT, "submit", {"report": "Đã bổ sung"}),
        (COMMUNE, "confirm", None),
    ):
        office.later(minutes=1)
        answered = await office.ask(who, "POST", f"assignments/{assignment}/{command}", body)
        assert answered.status_code == 200, answered.text
    row = (await office.ask(UNIT, "GET", f"assignments/{assignment}")).json()
    assert (row["state"], row["timeliness"], row["round"], row["person"]) == (
        "completed",
        "done_on_time",
        2,
        "Nguyễn Văn A",
    )
    assert [version["reason"] for version in row["deadlines"]] == ["directive", "redo"]
    assert row["first_due"] == "2026-11-30T10:00:00Z"
    told = (await office.ask(UNIT, "GET", f"assignments/{assignment}/ledger")).json()["events"]
    assert [event["kind"] for event in told] == [
        "allocated",
        "accepted",
        "taken",
        "progressed",
        "submitted",
        "returned",
        "submitted",
        "confirmed",
    ]
    assert [event["text"] for event in told if event["text"]] == [
        "Đã rà soát 12 thủ tục",
        "Xong",
        "Thiếu phụ lục",
        "Đã bổ sung",
    ]
    assert told[1]["actor"] == {
        "agency": "00001-U1",
        "role": "unit",
        "name": "unit 00001-U1",
        "on_behalf": None,
    }
    assert told[1]["received_at"] == "2026-11-20T02:01:00Z"


async def test_the_same_key_again_is_answered_from_the_store(office: Office) -> None:
    assignment = await given(office)
    first = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    again = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["seq"] == again.json()["seq"]
    assert again.status_code == 200
    assert len(office.dockets.carried) == 1


async def test_the_same_key_with_another_body_is_refused(office: Office) -> None:
    assignment = await given(office)
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    other = await office.ask(UNIT, "POST", f"assignments/{assignment}/take", {"person": "B"}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_a_key_is_the_actors_own(office: Office) -> None:
    assignment = await given(office)
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    neighbour = assignment.replace("00001-U1", "00001-U2")
    other = await office.ask(("00001-U2", Role.UNIT), "POST", f"assignments/{neighbour}/accept", key="k-1")
    assert (other.status_code, other.json()["repeated"]) == (200, False)


async def test_a_refusal_is_looked_up_once_more(office: Office) -> None:
    """Another process carried the command out after this one had looked: the docket refuses, the store answers."""
    assignment = await given(office)
    read, looks = office.app.state.service.read, []

    def blind_at_first(query: Any) -> Any:
        looks.append(query)
        return {} if len(looks) == 2 else read(query)

    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    office.app.state.service.read = blind_at_first
    office.later(seconds=10)  # the token is read again: the first look
    again = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert len(office.dockets.carried) == 2


@pytest.mark.parametrize("key", ["", "a/b", "a b", "x" * 201])
async def test_a_key_that_could_be_taken_for_another_is_refused(office: Office, key: str) -> None:
    assignment = await given(office)
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key=key)
    assert (answered.status_code, answered.json()["code"]) == (422, "bad_idempotency_key")


async def test_a_command_is_judged_by_when_it_came_in(office: Office) -> None:
    assignment = await given(office)
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    assert answered.json()["received_at"] == "2026-11-20T02:00:00Z"
    assert (await office.ask(UNIT, "GET", f"assignments/{assignment}")).json()["accepted_at"] == "2026-11-20T02:00:00Z"


async def test_refusals_have_the_status_that_says_what_to_do(office: Office) -> None:
    assignment = await given(office)
    directive = assignment.split("~")[0]
    for who, command, body, status, code in (
        (UNIT, "take", {"person": "A"}, 409, "not_accepted"),
        (COMMUNE, "confirm", None, 409, "wrong_state"),
        (("00001-U2", Role.UNIT), "accept", None, 403, "not_yours"),
        (("00001-U1", Role.OFFICER), "accept", None, 403, "role_not_allowed"),
        (UNIT, "progress", {"percent": 101}, 422, "progress_out_of_range"),
    ):
        answered = await office.ask(who, "POST", f"assignments/{assignment}/{command}", body)
        assert (answered.status_code, answered.json()["code"]) == (status, code)
        assert answered.headers["content-type"] == "application/problem+json"
    allocated = {"task": 2, "leads": ["19-SKHCN"]}
    answered = await office.ask(PROVINCE, "POST", f"cascades/{directive}/dockets/19/allocate", allocated)
    assert (answered.status_code, answered.json()["code"]) == (409, "already_allocated")


async def test_a_refusal_is_told_with_names_and_words(office: Office) -> None:
    assignment = await given(office)
    stranger = await office.ask(("00001-U2", Role.UNIT), "POST", f"assignments/{assignment}/accept")
    assert stranger.json()["detail"] == "Việc này thuộc Đơn vị 1; Đơn vị 2 không có quyền thực hiện thao tác."
    early = await office.ask(COMMUNE, "POST", f"assignments/{assignment}/confirm")
    assert early.json()["detail"] == (
        "Việc đang ở trạng thái «Chờ tiếp nhận»; chỉ phê duyệt kết quả được khi việc ở trạng thái «Chờ duyệt»."
    )


@pytest.mark.parametrize("assignment", ["nonsense", "d~19~x~00001", "d1~19~1~00001", "d~19~1~00001~x"])
async def test_what_is_not_there_is_404(office: Office, assignment: str) -> None:
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    assert answered.status_code == 404


async def test_a_closed_docket_says_so(office: Office) -> None:
    assignment = await given(office)
    office.dockets.dockets.clear()
    with office.engines.write.begin() as connection:
        connection.execute(sa.update(t.dockets).values(closed_at=office.now))
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    assert (answered.status_code, answered.json()["code"]) == (409, "docket_closed")


async def test_what_is_not_saved_is_not_called_saved(office: Office) -> None:
    assignment = await given(office)
    office.dockets.away = True
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/submit", {"report": "Xong"}, key="k-1")
    assert (answered.status_code, answered.json()["code"]) == (503, "not_saved")
    assert int(answered.headers["retry-after"]) > 0
    office.dockets.away = False
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    again = await office.ask(UNIT, "POST", f"assignments/{assignment}/submit", {"report": "Xong"}, key="k-1")
    assert (again.status_code, again.json()["repeated"]) == (200, False)


async def test_without_the_store_nothing_is_sent(office: Office) -> None:
    assignment = await given(office)
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    with office.engines.write.begin() as connection:
        connection.execute(sa.text("DROP TABLE texts"))
    answered = await office.ask(UNIT, "POST", f"assignments/{assignment}/submit", {"report": "Xong"})
    assert (answered.status_code, answered.json()["code"]) == (503, "not_saved")
    assert len(office.dockets.carried) == 1


async def test_a_text_is_kept_once_under_its_digest(office: Office) -> None:
    assignment = await given(office)
    neighbour = assignment.replace("U1", "U2")
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept")
    await office.ask(("00001-U2", Role.UNIT), "POST", f"assignments/{neighbour}/accept")
    answers = await asyncio.gather(
        office.ask(UNIT, "POST", f"assignments/{assignment}/submit", {"report": "Hoà bình"}),
        office.ask(("00001-U2", Role.UNIT), "POST", f"assignments/{neighbour}/submit", {"report": "Hoà bình"}),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    with office.engines.read.connect() as connection:
        kept = connection.execute(sa.select(t.texts)).all()
    assert [tuple(row) for row in kept] == [(digest("Hoà bình"), "Hoà bình")]


async def test_one_bad_command_of_a_batch_turns_no_neighbour_away(office: Office) -> None:
    assignment = await given(office)
    answered = await office.ask(
        ("00001-U1", Role.UNIT),
        "POST",
        "commands",
        {
            "commands": [
                {"command": "accept", "assignment": assignment, "idempotency_key": "a"},
                {"command": "take", "assignment": assignment},
                {"command": "dance", "assignment": assignment},
                {"command": "accept", "assignment": assignment.replace("U1", "U2")},
                {"command": "accept", "assignment": "nonsense"},
                {"command": "accept", "assignment": assignment, "idempotency_key": "a b"},
                {"command": "accept", "assignment": assignment, "idempotency_key": "a"},
            ]
        },
    )
    body = answered.json()
    assert answered.status_code == 200
    assert [one["status"] for one in body["answers"]] == [200, 422, 422, 403, 404, 422, 200]
    assert (body["carried_out"], body["refused"], body["not_saved"]) == (2, 5, 0)
    assert body["answers"][1]["problem"]["errors"][0]["pointer"] == "/commands/1/person"
    assert body["answers"][5]["problem"]["code"] == "bad_idempotency_key"


async def test_a_batch_says_how_many_are_not_saved(office: Office) -> None:
    assignment = await given(office)
    office.dockets.away = True
    body = {"commands": [{"command": "accept", "assignment": assignment}]}
    answered = await office.ask(UNIT, "POST", "commands", body)
    assert (answered.status_code, answered.json()["not_saved"]) == (200, 1)
    assert "retry-after" in answered.headers


async def test_a_batch_has_at_most_a_hundred_commands(office: Office) -> None:
    body = {"commands": [{"command": "accept", "assignment": "x"}] * 101}
    assert (await office.ask(UNIT, "POST", "commands", body)).status_code == 422


async def test_alone_and_in_a_batch_a_command_is_the_same_request(office: Office) -> None:
    assignment = await given(office)
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="k-1")
    body = {"commands": [{"command": "accept", "assignment": assignment, "idempotency_key": "k-1"}]}
    answered = await office.ask(UNIT, "POST", "commands", body)
    assert answered.json()["answers"][0]["answer"]["repeated"] is True


async def test_an_office_allocates_what_was_only_proposed(office: Office) -> None:
    letter = {**LETTER, "number": "16"}
    directive = await office.launch(letter)
    docket = office.dockets.dockets[f"cascade/{directive}/19"]
    docket.allocated.discard(2)  # as if the province did not accept proposals by itself
    docket.rows.pop("2:19-SNV")
    answered = await office.ask(
        PROVINCE, "POST", f"cascades/{directive}/dockets/19/allocate", {"task": 2, "leads": ["19-SKHCN"]}
    )
    assert answered.status_code == 200
    line = await office.ask(("19-SKHCN", Role.UNIT), "GET", f"assignments/{directive}~19~2~19-SKHCN")
    assert line.json()["state"] == "assigned"


async def test_commands_are_counted_by_outcome(office: Office) -> None:
    assignment = await given(office)
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="a")
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="a")
    await office.ask(UNIT, "POST", f"assignments/{assignment}/accept", key="b")
    page = (await office.ask(None, "GET", "/metrics")).text
    for outcome in ("accepted", "repeated", "refused"):
        assert f'thac_commands_total{{kind="accept",outcome="{outcome}"}} 1.0' in page
