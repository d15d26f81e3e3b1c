"""Every failure leaves as problem details with a stable code and two sentences."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from api.codes import SENTENCES, STATUS, ApiCode, status_of
from api.errors import KNOWN_CODES
from tests.api.conftest import COMMUNE, LETTER, PROVINCE, Office
from thac.domain.refusals import Code


def assert_problem(answered: Any, status: int, code: str) -> dict[str, Any]:
    assert answered.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answered.json()
    assert (answered.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:thac:problem:{code}"
    assert body["code"] in KNOWN_CODES
    assert body["title"]
    assert body["detail"] != body["detail_en"]
    return body


def test_every_code_has_a_status_and_two_sentences() -> None:
    assert set(STATUS) == set(SENTENCES) == set(ApiCode)
    assert all(400 <= status_of(code) < 600 for code in Code)
    assert not {code.value for code in ApiCode} & {code.value for code in Code}


async def test_no_such_address(office: Office) -> None:
    assert_problem(await office.ask(PROVINCE, "GET", "nothing"), 404, "not_found")


async def test_no_such_method(office: Office) -> None:
    answered = await office.ask(PROVINCE, "DELETE", "directives")
    assert "DELETE" in assert_problem(answered, 405, "method_not_allowed")["detail"]
    assert answered.headers["allow"]


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic abc", "Bearer "])
async def test_without_a_token_nobody_is_let_in(office: Office, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answered = await office.client.get("/api/v1/assignments", headers=headers)
    assert_problem(answered, 401, "unauthenticated")
    assert answered.headers["www-authenticate"].startswith("Bearer")


async def test_an_expired_or_revoked_token_lets_nobody_in(office: Office) -> None:
    assert (await office.ask(PROVINCE, "GET", "agencies")).status_code == 200
    with office.engines.write.begin() as connection:
        connection.execute(sa.text("DELETE FROM tokens"))
    office.later(seconds=3)
    assert_problem(await office.ask(PROVINCE, "GET", "agencies"), 401, "unauthenticated")


@pytest.mark.parametrize("content", [b"{", b'{"a": 1}{', b"\xff\xfe", b"[" * 100_000])
async def test_broken_json(office: Office, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {office.token(*PROVINCE)}", "Content-Type": "application/json"}
    answered = await office.client.post("/api/v1/directives", content=content, headers=headers)
    assert_problem(answered, 400, "broken_json")


async def test_a_body_of_the_wrong_shape_names_each_place(office: Office) -> None:
    letter = {**LETTER, "issued_on": "16/11/2026", "colour": "red", "tasks": [{**LETTER["tasks"][0], "mode": "all"}]}
    body = assert_problem(await office.ask(PROVINCE, "POST", "directives", letter), 422, "invalid")
    assert {error["pointer"] for error in body["errors"]} == {"/issued_on", "/colour", "/tasks/0/mode"}
    assert all(error["detail"] and error["detail_en"] for error in body["errors"])


@pytest.mark.parametrize("subject", ["a\x00b", "\ud800", "", "   "])
async def test_a_text_that_no_database_keeps_is_refused_at_the_door(office: Office, subject: str) -> None:
    content = json.dumps({**LETTER, "subject": subject, subject: 1})
    headers = {"Authorization": f"Bearer {office.token(*PROVINCE)}", "Content-Type": "application/json"}
    assert_problem(await office.client.post("/api/v1/directives", content=content, headers=headers), 422, "invalid")


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"state": "gone"}, {"due_before": "2026-11-20T10:00:00"}],
)
async def test_a_query_of_the_wrong_shape(office: Office, query: dict[str, Any]) -> None:
    assert_problem(await office.ask(PROVINCE, "GET", "assignments", **query), 422, "invalid")


async def test_a_body_that_says_it_is_too_large(office: Office) -> None:
    answered = await office.client.post("/api/v1/directives", content=b"x" * 2_000_001)
    assert_problem(answered, 413, "body_too_large")


async def test_a_body_that_turns_out_too_large(office: Office) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield b" " * 100_000

    headers = {"Authorization": f"Bearer {office.token(*PROVINCE)}", "Content-Type": "application/json"}
    answered = await office.client.post("/api/v1/directives", content=pieces(), headers=headers)
    assert_problem(answered, 413, "body_too_large")


async def test_a_fault_of_ours_says_nothing_of_its_inside(office: Office) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret")

    office.app.state.service.read = lambda query: broken()
    body = assert_problem(await office.ask(PROVINCE, "GET", "agencies"), 500, "internal")
    assert "secret" not in str(body)


async def test_a_store_that_is_away_is_said_to_be_away(office: Office) -> None:
    await office.ask(COMMUNE, "GET", "alerts")
    with office.engines.write.begin() as connection:
        connection.execute(sa.text("DROP TABLE alerts"))
    answered = await office.ask(COMMUNE, "GET", "alerts")
    assert_problem(answered, 503, "unavailable")
    assert answered.headers["retry-after"]


async def test_the_description_of_the_api_names_problems(office: Office) -> None:
    described = (await office.ask(None, "GET", "/openapi.json")).json()
    accept = described["paths"]["/api/v1/assignments/{assignment}/accept"]["post"]
    assert set(accept["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422", "503"}
    assert "application/problem+json" in accept["responses"]["409"]["content"]
    assert accept["security"] == [{"HTTPBearer": []}]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert " · " in operation["summary"], path


@pytest.mark.parametrize("path", ["directives/%00", "assignments/%00", "cascades/%00", "agencies/%00"])
async def test_a_code_that_no_database_can_hold_is_not_there_or_not_valid(office: Office, path: str) -> None:
    """PostgreSQL has no NUL in its texts; whoever asks for one is not told to try again."""
    answered = await office.ask(PROVINCE, "GET", path)
    assert answered.status_code in {404, 422}, answered.text


async def test_a_number_that_no_database_can_hold_is_not_valid(office: Office) -> None:
    answered = await office.ask(PROVINCE, "GET", "assignments", task=2**40)
    assert answered.status_code in {200, 422}, answered.text
