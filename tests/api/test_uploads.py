"""What is sent to be read: in which ways, how much, and what becomes of it when it is turned away."""

import asyncio
import logging
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from api.dependencies import Dependencies
from api.uploads import named
from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from thac.domain.agencies import Role
from thac.store import tables as t

PAPER = """ỦY BAN NHÂN DÂN
TỈNH
Số: 21/UBND-NC
V/v rà soát biểu mẫu báo cáo
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Kính gửi: Ủy ban nhân dân các xã

1. Sở Nội vụ rà soát biểu mẫu báo cáo, hoàn thành trước ngày 30/12/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""
SECRET = PAPER.replace("Số: 21/UBND-NC", "MẬT\nSố: 21/UBND-NC")


async def upload(
    office: Office, data: bytes | str, who: Any = PROVINCE, kind: str = "application/octet-stream", **headers: str
) -> httpx.Response:
    body = data.encode() if isinstance(data, str) else data
    sent = {"Authorization": f"Bearer {office.token(*who)}", "Content-Type": kind, **headers}
    return await office.client.post("/api/v1/drafts", content=body, headers=sent)


def rows(office: Office, *tables: sa.Table) -> int:
    """How many rows those tables have."""
    with office.engines.read.connect() as connection:
        return sum(connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one() for one in tables)


async def test_a_file_becomes_a_draft(office: Office) -> None:
    answered = await upload(office, PAPER, **{"Content-Disposition": 'attachment; filename="cong-van.txt"'})
    assert answered.status_code == 201, answered.text
    draft = answered.json()
    assert answered.headers["location"] == f"/api/v1/drafts/{draft['id']}"
    assert (draft["header"]["number"], draft["header"]["symbol"]) == ("21", "UBND-NC")
    assert (draft["file"]["name"], draft["file"]["medium"]) == ("cong-van.txt", "text")
    assert draft["file"]["size"] == len(PAPER.encode())
    assert (await office.ask(PROVINCE, "GET", answered.headers["location"])).json() == draft


async def test_a_text_becomes_a_draft(office: Office) -> None:
    answered = await office.ask(PROVINCE, "POST", "drafts", {"text": PAPER})
    assert (answered.status_code, answered.json()["header"]["number"]) == (201, "21")


async def test_the_same_file_is_the_same_draft_with_its_corrections(office: Office) -> None:
    first = (await upload(office, PAPER)).json()
    said = {"version": 1, "header": {"number": "22"}}
    await office.ask(PROVINCE, "PUT", f"drafts/{first['id']}", said)
    again = await upload(office, PAPER, ("19", Role.SUPERVISOR))
    assert (again.status_code, again.json()["id"], again.json()["version"]) == (200, first["id"], 2)
    assert again.json()["header"]["number"] == "22"


async def test_ten_uploads_of_the_same_at_one_moment_are_one(office: Office) -> None:
    answers = await asyncio.gather(*(upload(office, PAPER) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize("who", [UNIT, ("19", Role.AUDITOR), ("19", Role.MONITOR)])
async def test_who_may_not_launch_may_not_upload(office: Office, who: Any) -> None:
    answered = await upload(office, PAPER, who)
    assert (answered.status_code, answered.json()["code"]) == (403, "not_allowed")
    assert rows(office, t.documents) == 0


async def test_each_agency_has_its_own(office: Office) -> None:
    first, other = await upload(office, PAPER), await upload(office, PAPER, COMMUNE)
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["id"] != other.json()["id"]


@pytest.mark.parametrize("sent_as", ["file", "text", "name"])
async def test_of_a_secret_document_nothing_is_stored_and_nothing_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture, sent_as: str
) -> None:
    with capture_logs() as logged, caplog.at_level(logging.DEBUG):
        match sent_as:
            case "file":
                answered = await upload(office, SECRET)
            case "text":
                answered = await office.ask(PROVINCE, "POST", "drafts", {"text": SECRET})
            case _:
                named = {
                    "Content-Disposition": "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%28M%E1%BA%ACT%29.txt"
                }
                answered = await upload(office, PAPER, **named)
    assert (answered.status_code, answered.json()["code"]) == (422, "secret_document")
    assert "biểu mẫu" not in answered.text
    assert rows(office, t.documents, t.document_versions, t.directives, t.texts) == 0
    said = f"{logged}{caplog.text}"
    assert "biểu mẫu" not in said
    assert "UBND-NC" not in said


def rename(office: Office, column: str, to: str) -> None:
    """Call a column of the documents otherwise; whoever does so undoes it, since the store is lent."""
    with office.engines.write.begin() as connection:
        connection.execute(sa.text(f"ALTER TABLE documents RENAME COLUMN {column} TO {to}"))


async def test_where_the_store_fails_nothing_of_the_document_is_logged(office: Office) -> None:
    rename(office, "size", "bytes")
    try:
        with capture_logs() as logged:
            answered = await upload(office, PAPER)
    finally:
        rename(office, "bytes", "size")
    assert answered.status_code == 503
    assert [one["event"] for one in logged] == ["store_away"]
    assert "ỦY BAN NHÂN DÂN" not in str(logged)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 and nothing that follows", "broken_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image"),
        (b"%PDF-1.7\n%%EOF", "broken_file"),
        ("Số: 1".encode("utf-16-le") + b"\xff", "unknown_encoding"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_its_code(office: Office, data: bytes, code: str) -> None:
    answered = await upload(office, data)
    assert (answered.status_code, answered.json()["code"]) == (422, code)
    assert answered.json()["detail"].endswith(".")
    assert rows(office, t.documents) == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"text": ', 400, "broken_json"),
        (b'{"text": ""}', 422, "invalid"),
        (b'{"text": "a\\u0000b"}', 422, "invalid"),
        (b'{"text": "Vi\xe1\xbb\x87c", "file": 1}', 422, "invalid"),
        (b"[]", 422, "invalid"),
    ],
)
async def test_json_that_holds_no_text_is_refused(office: Office, body: bytes, status: int, code: str) -> None:
    answered = await upload(office, body, kind="application/json; charset=utf-8")
    assert (answered.status_code, answered.json()["code"]) == (status, code)


async def test_a_file_may_be_larger_than_other_bodies_and_no_larger_than_its_bound(office: Office) -> None:
    deps: Dependencies = office.deps
    spaces = " " * (deps.body_bytes + 1)
    assert (await upload(office, PAPER + spaces)).json()["code"] == "too_many_lines"  # the reader's own bound
    put = await office.ask(PROVINCE, "PUT", "drafts/x", {"version": 1, "colour": spaces})
    assert (put.status_code, put.json()["code"]) == (413, "body_too_large")
    large = await upload(office, b" " * (deps.file_bytes + 1))
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
    assert str(deps.file_bytes) in large.json()["detail"]


async def test_a_file_whose_sender_hides_its_size_is_counted_as_it_comes_in(office: Office) -> None:
    taken = 0

    async def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 1_000_000

    headers = {"Authorization": f"Bearer {office.token(*PROVINCE)}"}
    answered = await office.client.post("/api/v1/drafts", content=endless(), headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (413, "body_too_large")
    assert str(office.deps.file_bytes) in answered.json()["detail"]
    assert taken <= office.deps.file_bytes // 1_000_000 + 2


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="cong-van.docx"', "cong-van.docx"),
        ("attachment; filename*=UTF-8''c%C3%B4ng%20v%C4%83n.docx", "công văn.docx"),
        ('attachment; filename="công văn.docx"'.encode().decode("latin-1"), "công văn.docx"),
        (r'attachment; filename="C:\\thu muc\\a.docx"', "a.docx"),
        ('attachment; filename="../../a.docx"', "a.docx"),
        ('attachment; filename="a\u202ecod.docx"'.encode().decode("latin-1"), "acod.docx"),
        ("attachment", None),
        ("", None),
        ("attachment; filename=", None),
    ],
)
def test_the_name_of_a_file_is_read_from_its_header(header: str, name: str | None) -> None:
    assert named(header) == name
