"""A document read from the command line: for a person a table, for a program JSON, for nobody a secret one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Thac

PAPER = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN
Số: 21/UBND-NC
V/v rà soát biểu mẫu báo cáo
Thái Nguyên, ngày 20 tháng 11 năm 2026

Kính gửi: Các sở, ban, ngành; Ủy ban nhân dân các xã, phường

1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát biểu mẫu báo cáo, hoàn thành trước ngày 30/12/2026.
2. Sở Nội vụ và Sở Tài chính chủ trì xây dựng danh mục biểu mẫu, trình Ủy ban nhân dân tỉnh trước ngày 15/01/2027.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """The letter as a file."""
    file = tmp_path / "công văn.txt"
    file.write_text(PAPER, encoding="utf-8")
    return file


def test_a_program_gets_one_object(thac: Thac, paper: Path) -> None:
    said = thac("parse", paper, "--json")
    assert said.code == 0
    draft = said.json
    assert set(draft) == {"header", "issuer", "recipients", "references", "tasks", "findings", "source"}
    assert [(task["path"], task["leads"]) for task in draft["tasks"]] == [
        ("1", ["Sở Nội vụ"]),
        ("2", ["Sở Nội vụ", "Sở Tài chính"]),
    ]
    assert draft["tasks"][0]["bodies"]["leads"][0]["meaning"] == {"kind": "agency", "agency": "19-SNV"}
    assert [one["code"] for one in draft["findings"] if one["severity"] == "violation"] == ["two_leads"]


def test_a_person_gets_a_table_with_the_findings_under_it(thac: Thac, paper: Path) -> None:
    said = thac("parse", paper)
    assert said.code == 0
    table, findings = said.out.split("Điểm cần xem")
    assert "Công văn số 21/UBND-NC" in table
    assert "30/12/2026" in table
    assert "Trái quy định" in findings
    assert "two_leads" in findings
    assert "Chưa ban hành được: 1 điểm trái quy định." in findings


def test_the_issuer_may_be_named_where_the_document_does_not(thac: Thac, tmp_path: Path) -> None:
    bare = tmp_path / "a.txt"
    bare.write_text("Kính gửi: Các sở\n\n1. Giao Sở Nội vụ báo cáo trước ngày 30/12/2026.\n", encoding="utf-8")
    named = thac("parse", bare, "--json", "--issuer", "19").json["tasks"][0]
    assert named["bodies"]["leads"][0]["meaning"] == {"kind": "agency", "agency": "19-SNV"}
    wrong = thac("parse", bare, "--json", "--issuer", "99")
    assert (wrong.code, wrong.error["code"]) == (1, "unknown-agency")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PAPER.replace("Số: 21", "MẬT\nSố: 21").encode(), "secret_document"),
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image"),
    ],
)
def test_what_is_refused_is_said_with_its_code_and_nothing_of_it(
    thac: Thac, tmp_path: Path, data: bytes, code: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    said = thac("parse", file, "--json")
    assert (said.code, said.error["code"], said.out) == (1, code, "")
    assert "biểu mẫu" not in said.err


def test_a_file_that_is_not_there_is_said_so_in_vietnamese(thac: Thac, tmp_path: Path) -> None:
    said = thac("parse", tmp_path / "no.docx")
    assert said.code == 1
    assert "no.docx: không có tệp này." in said.err


def test_standard_input_is_read_and_nothing_but_the_reading_is_loaded(paper: Path) -> None:
    """Scorers and scripts start it once for each document: no server's library is waited for."""
    typed = (
        "import sys; from thac.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", typed, "parse", "-", "--json"], input=paper.read_bytes(), capture_output=True, check=True
    )
    assert json.loads(ended.stdout)["header"]["number"] == "21"
    loaded = set(ended.stderr.decode().split())
    assert loaded & {"fastapi", "sqlalchemy", "temporalio", "httpx", "alembic", "openpyxl"} == set()
