import json
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Thac
from thac.cli.office import refusal

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1,}', "file-not-json"),
        ("[1, 2]", "file-not-directive"),
        ("", "file-not-json"),
    ],
)
def test_a_file_that_holds_no_directive_is_refused_before_anything_is_sent(
    thac: Thac, home: Path, tmp_path: Path, text: str, code: str
) -> None:
    file = tmp_path / "letter.json"
    file.write_text(text)
    said = thac("launch", file, "--token", "thac_x", "--api", NOWHERE, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, code)


def test_bytes_that_are_no_text_are_refused(thac: Thac, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.json"
    file.write_bytes(b"PK\x03\x04\xff\xfe")
    said = thac("launch", file, "--token", "thac_x", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "file-not-json")


def test_a_file_that_is_not_there_is_said_so_in_vietnamese(thac: Thac, home: Path, tmp_path: Path) -> None:
    said = thac("launch", tmp_path / "no.json", "--token", "thac_x", "--home", home)
    assert said.code == 1
    assert "no.json: không có tệp này." in said.err


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file with some JSON object."""
    file = tmp_path / "letter.json"
    file.write_text(json.dumps({"doc_type": "Công văn"}))
    return file


def test_where_nothing_runs_nothing_is_launched(thac: Thac, home: Path, letter: Path) -> None:
    said = thac("launch", letter, "--token", "thac_x", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "not-running")


def test_a_document_is_sent_to_be_read(thac: Thac, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(b"PK")
    said = thac("launch", file, "--token", "thac_x", "--api", NOWHERE, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "api-away")


def test_an_api_that_does_not_answer_is_said_so(thac: Thac, home: Path, letter: Path) -> None:
    said = thac("launch", letter, "--api", NOWHERE, "--home", home, "--json", THAC_TOKEN="thac_x")
    assert (said.code, said.error["code"]) == (1, "api-away")


def test_without_a_token_it_says_how_to_give_one(thac: Thac, home: Path, letter: Path) -> None:
    said = thac("launch", letter, "--api", NOWHERE, "--home", home)
    assert said.code == 1
    assert "[token-missing]" in said.err
    assert "THAC_TOKEN" in said.err


def test_a_refusal_keeps_the_sentences_of_the_api() -> None:
    fault = {"code": "two_leads", "detail": "Nhiệm vụ 5 có 2 cơ quan chủ trì.", "detail_en": "Task 5 has two leads."}
    body = {"code": "directive_refused", "detail": "Chưa thể giao việc.", "detail_en": "Refused.", "errors": [fault]}
    failed = refusal(httpx.Response(422, json=body))
    assert (failed.code, failed.message, failed.details) == ("directive_refused", "Chưa thể giao việc.", (fault,))


@pytest.mark.parametrize("body", ["<html>", "[]", "{}"])
def test_an_answer_of_somebody_else_is_not_taken_for_ours(body: str) -> None:
    answer = httpx.Response(404, text=body, request=httpx.Request("GET", "http://elsewhere/api"))
    assert refusal(answer).code == "not-thac"


def test_a_conflict_is_told_with_the_key_by_which_it_is_accepted() -> None:
    fault = {"code": "two_leads_for_one_matter", "detail": "Hai cơ quan.", "detail_en": "Two leads."}
    body = {
        "code": "overlap_conflicts",
        "detail": "Mâu thuẫn.",
        "detail_en": "Conflicts.",
        "errors": [fault],
        "conflicts": [{"key": "0123456789abcdef"}],
    }
    (told,) = refusal(httpx.Response(409, json=body)).details
    assert (told["detail"], told["key"]) == ("Hai cơ quan. [0123456789abcdef]", "0123456789abcdef")


def test_a_conflict_is_not_accepted_without_a_reason(thac: Thac, home: Path, letter: Path) -> None:
    said = thac("launch", letter, "--token", "thac_x", "--accept", "0123456789abcdef=", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "reason-missing")
