"""Whatever is sent, the API answers as its description says: no 5xx, no status and no body that is not in it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
import sqlalchemy as sa
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from tests.api.conftest import LETTER, Office
from tests.places import Files
from thac.domain.agencies import Role
from thac.store import tables as t

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
EXAMPLES: Final = 8
DEADLINE: Final = 60.0
ENDLESS: Final = {"GET /api/v1/alerts/stream"}
"""Its answer never ends, which tests/api/test_stream.py is about."""
CALLERS: Final = (("19", Role.OFFICE), ("00001-U1", Role.UNIT), ("TW", Role.ADMINISTRATOR))
HELD: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The API on a port of its own, in a thread of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(office.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            until = time.monotonic() + DEADLINE
            while not server.started:
                assert time.monotonic() < until, "the API does not start"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(DEADLINE)


def test_every_answer_is_one_that_the_description_has(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By right and wrong requests to each operation, the same every time, half of them about what is there."""
    load_all_checks()
    checks = [CHECKS.get_one(name) for name in HELD]
    office = Office(Files(tmp_path, tmp_path_factory.getbasetemp() / "models"))
    tokens = {who: office.token(*who) for who in CALLERS}
    with office.engines.write.begin() as connection:
        worker = {"id": "w", "kind": "worker", "started_at": office.now, "seen_at": office.now}
        connection.execute(sa.insert(t.services).values(**worker))
    faults: list[str] = []
    with served(office) as address, requests.Session() as session:
        session.trust_env = False
        known = _launched(session, address, tokens["19", Role.OFFICE])
        schema = schemathesis.openapi.from_dict(office.app.openapi())
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr] # a description that is broken fails here
            if operation.label in ENDLESS:
                continue
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _tried(operation, mode, address, session, list(tokens.values()), known, checks, faults)
    office.engines.dispose()
    assert sorted(set(faults)) == []


def _launched(session: requests.Session, address: str, token: str) -> dict[str, str]:
    """What there is to ask about, by the names of the holes in the paths."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = session.post(f"{address}/api/v1/launches", json=LETTER, headers=headers)
    assert answer.status_code == 201, answer.text
    directive = answer.json()["directive"]
    return {
        "directive": directive,
        "agency": "00001",
        "assignment": f"{directive}~00001~1~00001-U1",
        "owner": "19/office",
        "role": "office",
    }


def _tried(
    operation: Any,
    mode: GenerationMode,
    address: str,
    session: requests.Session,
    tokens: list[str],
    known: dict[str, str],
    checks: list[Any],
    faults: list[str],
) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if data.draw(st.booleans()):
            holes = case.path_parameters or {}
            case.path_parameters = {**holes, **{name: known[name] for name in holes if name in known}}
        token = data.draw(st.sampled_from(tokens))
        answer = case.call(base_url=address, session=session, headers={"Authorization": f"Bearer {token}"})
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as group:
            where = f"{operation.label} ({mode.value}) answers {answer.status_code}"
            faults.extend(
                f"{where}: {one.title}. {str(one.message)[:300]} {answer.text[:200]}" for one in group.exceptions
            )

    with suppress(Unsatisfiable):  # what takes nothing takes nothing wrong
        tried()
