"""`thac directory`: files in and out, changes recorded, and what was known when."""

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Thac
from thac.settings import Settings
from thac.store.access import bearer
from thac.store.engine import open_engines

FILE = """Mã cơ quan;Cấp;Tên cơ quan;Cơ quan cấp trên
1;Xã;UBND xã Phú Bình;19
00001-VHXH;Phòng;Phòng Văn hóa - Xã hội;00001
"""
ACCOUNTS = """Mã cơ quan,Vai trò,Họ và tên,Email
00001,Văn phòng,Văn thư xã,vt@xa1.gov.vn
00001-VHXH,Đơn vị,Trưởng phòng,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A file of agencies as Vietnamese Excel saves it, and one of accounts."""
    agencies, accounts = tmp_path / "co-quan.csv", tmp_path / "tai-khoan.csv"
    agencies.write_text(FILE, "utf-8-sig")
    accounts.write_text(ACCOUNTS, "utf-8")
    return agencies, accounts


def names(thac: Thac, home: Path, agency: str) -> list[str]:
    return [one["name"] for one in thac("directory", "show", agency, "--home", home, "--json").json["names"]]


def test_a_dry_run_shows_the_difference_and_writes_nothing(thac: Thac, home: Path, files: tuple[Path, Path]) -> None:
    said = thac("directory", "import", *files, "--dry-run", "--home", home)
    assert said.code == 0
    assert "UBND xã 1 → UBND xã Phú Bình" in said.out
    assert "Tài khoản mới: 2" in said.out
    assert "danh bạ vẫn là bản 1" in said.err
    assert names(thac, home, "00001") == ["UBND xã 1"]
    assert thac("token", "list", "--home", home, "--json").json["total"] == 0


def test_an_import_writes_all_of_it_and_its_tokens_for_their_owner_only(
    thac: Thac, home: Path, files: tuple[Path, Path]
) -> None:
    result = thac("directory", "import", *files, "--home", home, "--source", "NQ 12/NQ-HĐND", "--json").json
    assert (result["version"], result["rows"]) == (2, 4)
    assert {what: count for what, count in result["counts"].items() if count} == {
        "added": 1,
        "renamed": 1,
        "accounts": 2,
    }
    secret = Path(result["token_file"])
    assert secret.parent == home
    assert secret.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(secret.read_text("utf-8-sig").splitlines()))
    assert [(row["Mã cơ quan"], row["Vai trò"], row["Thư điện tử"]) for row in rows] == [
        ("00001", "Văn phòng", "vt@xa1.gov.vn"),
        ("00001-VHXH", "Đơn vị", ""),
    ]
    engines = open_engines(Settings(home=home).store_address)
    with engines.read.connect() as connection:
        found = bearer(connection, rows[1]["Mã truy cập"])
    engines.dispose()
    assert found is not None
    assert (found.actor.agency, found.path) == ("00001-VHXH", "TW/19/00001/00001-VHXH/")
    again = thac("directory", "import", *files, "--home", home, "--json").json
    assert (again["version"], again["lines"], again["token_file"]) == (2, [], None)


def test_a_file_with_faults_lists_them_by_place_and_writes_nothing(thac: Thac, home: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Cơ quan"
    for row in (
        ["Mã cơ quan", "Cấp", "Tên cơ quan", "Cơ quan cấp trên"],
        ["00001-A", "Phòng", "A", "77777"],
        ["00001-B", "Phòng", "=A1", "1"],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    said = thac("directory", "import", tmp_path / "a.xlsx", "--home", home)
    assert said.code == 1
    assert "[import_refused]" in said.err
    assert "dòng 3, cột C (Tên cơ quan)" in said.err
    error = thac("directory", "import", tmp_path / "a.xlsx", "--home", home, "--json").error
    (fault,) = error["errors"]
    assert (fault["code"], fault["sheet"], fault["row"], fault["column"]) == ("formula", "Cơ quan", 3, "C")
    sheet["C3"] = "B"
    book.save(tmp_path / "a.xlsx")
    error = thac("directory", "import", tmp_path / "a.xlsx", "--home", home, "--json").error
    (fault,) = error["errors"]
    assert (fault["code"], fault["row"], fault["heading"]) == ("unknown_agency", 2, "Cơ quan cấp trên")
    assert thac("directory", "journal", "--home", home, "--json").json["total"] == 1


def test_tokens_that_cannot_be_kept_are_not_made(
    thac: Thac, home: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """The file is written before the transaction commits, so nobody has an account whose token is lost."""
    taken = tmp_path / "tokens.csv"
    taken.write_text("của người khác")
    said = thac("directory", "import", *files, "--tokens", taken, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "token-file")
    assert taken.read_text() == "của người khác"
    assert names(thac, home, "00001") == ["UBND xã 1"]
    assert thac("token", "list", "--home", home, "--json").json["total"] == 0


def test_an_import_meant_for_another_version_is_refused(thac: Thac, home: Path, files: tuple[Path, Path]) -> None:
    said = thac("directory", "import", *files, "--version", 7, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "directory_changed")


@pytest.mark.parametrize("target", ["danh-ba.xlsx", "danh-ba"])
def test_an_export_imported_again_changes_nothing(thac: Thac, home: Path, tmp_path: Path, target: str) -> None:
    thac("token", "create", "--agency", "19", "--role", "office", "--name", "Văn thư", "--home", home)
    written = thac("directory", "export", tmp_path / target, "--home", home, "--json").json
    result = thac("directory", "import", *written["files"], "--home", home, "--json").json
    assert (result["version"], result["lines"], result["counts"]["accounts"]) == (1, [], 0)
    assert result["rows"] == 10 + 22 + 1


def test_a_renamed_agency_is_found_by_both_names_and_by_the_day(thac: Thac, home: Path) -> None:
    said = thac("directory", "rename", "00001", "UBND xã Phú Bình", "--on", "01/07/2026", "--home", home)
    assert "bản 2" in said.out
    for name in ("phu binh", "xa 1"):
        assert [one["id"] for one in thac("agencies", name, "--home", home, "--json").json["items"]] == ["00001"]
    then = thac("directory", "show", "00001", "--on", "2026-06-30", "--home", home, "--json").json
    assert (then["name"], then["name_then"]) == ("UBND xã Phú Bình", "UBND xã 1")
    first = thac("directory", "show", "00001", "--version", 1, "--home", home, "--json").json
    assert (first["version"], first["name"]) == (1, "UBND xã 1")
    assert "không có gì thay đổi" in thac("directory", "rename", "00001", "UBND xã Phú Bình", "--home", home).out


def test_an_agency_with_open_work_wants_a_successor(thac: Thac, launched: Path) -> None:
    said = thac("directory", "close", "19-SNV", "--home", launched, "--json")
    assert (said.code, said.error["code"]) == (1, "successor_needed")
    assert "(d1: 1)" in said.error["english"]
    assert thac("directory", "close", "19-SNV", "--successor", "19-SKHCN", "--home", launched).code == 0
    shown = thac("directory", "show", "19-SNV", "--home", launched, "--json").json
    assert (shown["successor"], shown["open"]) == ("19-SKHCN", {"d1": 1})


def test_an_agency_moves_when_nothing_is_open(thac: Thac, home: Path) -> None:
    assert thac("directory", "move", "00001-U1", "00002", "--home", home).code == 0
    assert thac("directory", "show", "00001-U1", "--home", home, "--json").json["parent"] == "00002"
    said = thac("directory", "move", "00001-U1", "00001-U2", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "parent_level")


def test_an_agency_with_open_work_does_not_move(thac: Thac, launched: Path) -> None:
    said = thac("directory", "move", "00001-U1", "00002", "--home", launched, "--json")
    assert (said.code, said.error["code"]) == (1, "open_assignments")


def test_a_substitute_is_who_is_reached_while_the_holder_is_away(thac: Thac, home: Path) -> None:
    options = ("--away-from", "2026-11-23", "--away-until", "2026-11-27", "--substitute", "Trần Văn B")
    assert thac("directory", "post", "00001", "chair", "--holder", "Lê Văn C", *options, "--home", home).code == 0

    def reached(day: str) -> str | None:
        shown = thac("directory", "show", "00001", "--on", day, "--home", home, "--json").json
        found: str | None = next(one["reached"] for one in shown["posts"] if one["id"] == "chair@00001")
        return found

    assert [reached(day) for day in ("2026-11-22", "2026-11-23", "2026-11-28")] == [
        "Lê Văn C",
        "Trần Văn B",
        "Lê Văn C",
    ]
    assert thac("directory", "post", "00001", "chair", "--back", "--home", home).code == 0
    assert reached("2026-11-23") == "Lê Văn C"
    assert thac("directory", "post", "00001", "chair", "--vacant", "--home", home).code == 0
    assert reached("2026-11-23") is None
    said = thac(
        "directory", "post", "00001", "chair", "--away-from", "2026-11-27", "--away-until", "2026-11-23", "--home", home
    )
    assert "[dates_reversed]" in said.err


def test_the_journal_lists_versions_and_what_each_changed(thac: Thac, home: Path) -> None:
    thac("directory", "rename", "00001", "UBND xã Phú Bình", "--reason", "Sắp xếp", "--by", "Văn thư", "--home", home)
    items = thac("directory", "journal", "--home", home, "--json").json["items"]
    assert [(one["version"], one["kind"], one["by"], one["reason"]) for one in items] == [
        (2, "rename", "Văn thư", "Sắp xếp"),
        (1, "install", "test", None),
    ]
    (line,) = thac("directory", "journal", "--version", 2, "--home", home, "--json").json["items"]
    assert line["before"] == {"name": "UBND xã 1", "aliases": "[]"}
    assert "Sắp xếp" in thac("directory", "journal", "--agency", "00001", "--home", home).out


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("rename", "77777", "A"), "unknown_agency"),
        (("rename", "00001", "=A"), "bad_name"),
        (("rename", "00001", "A", "--on", "2126-01-01"), "in_future"),
        (("show", "77777"), "unknown_agency"),
        (("post", "00001", "head", "--holder", "A"), "unknown_post"),
        (("import", "/nowhere/a.csv"), "file-missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done_says_why(thac: Thac, home: Path, typed: tuple[str, ...], code: str) -> None:
    said = thac("directory", *typed, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, code)


@pytest.mark.parametrize(
    "typed",
    [
        ("rename", "00001", "A", "--on", "hôm qua"),
        ("post", "00001", "boss"),
        ("post", "00001", "chair", "--holder", "A", "--vacant"),
        ("post", "00001", "chair", "--substitute", "A"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood_ends_with_2(thac: Thac, home: Path, typed: tuple[str, ...]) -> None:
    assert thac("directory", *typed, "--home", home).code == 2


@pytest.mark.parametrize("command", ["import", "export", "rename", "close", "move", "post", "show", "journal"])
def test_every_command_explains_itself_in_vietnamese_and_english(thac: Thac, command: str) -> None:
    said = thac("directory", command, "--help")
    assert said.code == 0
    assert " · " in said.out
