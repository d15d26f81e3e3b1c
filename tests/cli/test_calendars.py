"""`thac calendar`: shown, checked, applied, and told first what would move."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Thac
from thac.calendars import built_in
from thac.domain.calendar import civil_day

TET = """Ngày;Đến ngày;Loại;Giờ làm việc;Cấp;Cơ quan;Văn bản
12/02/2027;;Nghỉ;;;;12/TB-VPCP
20/02/2027;;Làm bù;;;;12/TB-VPCP
03/02/2027;;Nửa ngày;7h30-11h30;;00001;3/TB-UBND
"""
WRONG = """Ngày;Đến ngày;Loại;Giờ làm việc;Thứ;Cấp;Cơ quan
12/02/2027;11/02/2027;Nghỉ;;;;
31/02/2027;;Nghỉ;;;;
13/02/2027;;Chơi;;;;
14/02/2027;;Nửa ngày;;;;
15/02/2027;;Nghỉ;07:30-11:30;;;
16/02/2027;;Làm việc;11:30-07:30;;;
17/02/2027;;Nghỉ;;;Xã;00001
18/02/2027;;Nghỉ;;;;77777
19/02/2027;;Nghỉ;;;;
19/02/2027;;Làm việc;;;;
22/02/2027;;Nghỉ;;T7;;
01/03/2077;;Nghỉ;;;;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The days around Tết 2027 as an office hands them in."""
    found = tmp_path / "tet.csv"
    found.write_text(TET, "utf-8-sig")
    return found


def silent_day() -> str:
    """The day on which work that was given out today calls for silence."""
    today = civil_day(datetime.now(UTC))
    calendar = built_in(today - timedelta(days=60), today + timedelta(days=400))
    return f"{calendar.working_day(today + timedelta(days=30), 0):%d/%m/%Y}"


def days(thac: Thac, home: Path, *agency: str) -> dict[str, tuple[bool, str | None]]:
    shown = thac("calendar", "show", *agency, "--year", "2027", "--home", home, "--json").json
    return {one["day"]: (one["works"], one["said_by"] and one["said_by"]["document"]) for one in shown["items"]}


def test_a_file_is_checked_applied_and_shown(thac: Thac, home: Path, file: Path) -> None:
    assert thac("calendar", "check", file, "--home", home, "--json").json["count"] == 3
    applied = thac("calendar", "apply", file, "--home", home, "--reason", "Lịch Tết", "--json").json
    assert (applied["version"], applied["changed"]) == (2, True)
    assert days(thac, home)["2027-02-12"] == (False, "12/TB-VPCP")
    assert days(thac, home)["2027-02-20"] == (True, "12/TB-VPCP")
    assert "2027-02-03" not in days(thac, home, "00002")
    assert days(thac, home, "00001-U1")["2027-02-03"] == (True, "3/TB-UBND")
    again = thac("calendar", "apply", file, "--home", home, "--reason", "Lịch Tết", "--json").json
    assert (again["version"], again["changed"]) == (2, False)


def test_a_workbook_says_the_same_as_a_csv(thac: Thac, home: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Lịch nghỉ Tết"])
    sheet.append(["Từ ngày", "Đến ngày", "Loại"])
    sheet.append([datetime(2027, 2, 5), datetime(2027, 2, 12), "Nghỉ"])  # noqa: DTZ001 - a cell has no zone
    book.save(tmp_path / "tet.xlsx")
    read = thac("calendar", "check", tmp_path / "tet.xlsx", "--home", home, "--json").json
    assert [(one["first"], one["last"], one["kind"]) for one in read["changes"]] == [
        ("2027-02-05", "2027-02-12", "off")
    ]


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(thac: Thac, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sai.csv"
    file.write_text(WRONG, "utf-8")
    said = thac("calendar", "apply", file, "--home", home, "--reason", "x", "--json")
    assert said.code == 1
    assert (said.error["code"], [(one["code"], one["row"], one["column"]) for one in said.error["errors"]]) == (
        "calendar_refused",
        [
            ("dates_reversed", 2, "B"),
            ("not_a_date", 3, "A"),
            ("not_a_choice", 4, "C"),
            ("hours_missing", 5, "D"),
            ("hours_unwanted", 6, "D"),
            ("not_hours", 7, "D"),
            ("level_and_agency", 8, "G"),
            ("unknown_agency", 9, "G"),
            ("day_twice", 11, "A"),
            ("no_days", 12, "E"),
            ("day_too_far", 13, "A"),
        ],
    )
    assert thac("calendar", "show", "--home", home, "--json").json["version"] == 1


def test_a_dry_run_tells_what_would_move_and_moves_nothing(thac: Thac, launched: Path) -> None:
    command = ("calendar", "set", "off", silent_day(), "--home", launched, "--document", "12/TB-VPCP")
    told = thac(*command, "--dry-run", "--json").json
    assert (told["dockets"], told["changed"], told["version"]) == (3, True, 2)
    assert told["counts"] == {"deadline": 0, "answer": 0, "step": 7, "opening": 0, "passed": 0}
    assert {(one["agency"], len(one["moves"])) for one in told["items"]} == {("19", 3), ("00001", 2), ("00002", 2)}
    said = thac(*command, "--dry-run")
    assert "Nhắc việc dời: 7" in said.out
    assert "chưa ghi gì" in said.err
    assert thac("calendar", "show", "--home", launched, "--json").json["version"] == 1


def test_a_correction_needs_a_reason(thac: Thac, home: Path, file: Path) -> None:
    said = thac("calendar", "apply", file, "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "calendar-reason")


def test_one_change_without_a_file(thac: Thac, home: Path) -> None:
    command = ("calendar", "set", "work", "2027-03-06", "--to", "2027-03-31", "--weekdays", "T7", "--hours")
    more = ("07:30-11:30", "--level", "commune", "--home", home, "--reason", "Một cửa")
    assert thac(*command, *more).code == 0
    shown = thac("calendar", "show", "00001", "--year", "2027", "--home", home, "--json").json["items"]
    saturdays = [(one["day"], one["hours"]) for one in shown if one["said_by"]]
    half = [["07:30", "11:30"]]
    assert saturdays == [(f"2027-03-{day:02}", half) for day in (6, 13, 20, 27)]
    assert thac("calendar", "show", "99999", "--home", home, "--json").error["code"] == "unknown_agency"


def test_a_clerk_reads_the_days_with_their_names(thac: Thac, home: Path, file: Path) -> None:
    thac("calendar", "apply", file, "--home", home, "--reason", "Lịch Tết")
    said = thac("calendar", "show", "00001", "--year", "2027", "--home", home)
    assert "Thứ Sáu, 12/02/2027" in said.out
    assert "Làm việc 07:30-11:30" in said.out
    assert "00001 và cấp dưới" in said.out


def test_the_journal_says_who_changed_what_and_why(thac: Thac, home: Path, file: Path) -> None:
    thac("calendar", "apply", file, "--home", home, "--reason", "Lịch Tết", "--by", "an")
    season = (
        "--open",
        "--hours",
        "07:00-11:00; 13:30-17:30",
        "--agency",
        "19",
        "--reason",
        "Giờ mùa hè",
        "--by",
        "bình",
    )
    assert thac("calendar", "set", "hours", "2027-04-15", *season, "--home", home).code == 0
    written = thac("calendar", "journal", "--home", home, "--json").json["items"]
    assert [(one["version"], one["by"], one["reason"], len(one["changes"])) for one in written] == [
        (3, "bình", "Giờ mùa hè", 1),
        (2, "an", "Lịch Tết", 3),
    ]
    assert (written[0]["changes"][0]["first"], written[0]["changes"][0]["last"]) == ("2027-04-15", None)
    assert (
        "từ 15/04/2027: Giờ riêng 07:00-11:00; 13:30-17:30 (19 và cấp dưới)"
        in thac("calendar", "journal", "--home", home).out
    )
    assert "19/04/2027–29/04/2027" in thac("calendar", "show", "00001", "--year", "2027", "--home", home).out
    shown = thac("calendar", "show", "00001", "--year", "2028", "--home", home, "--json").json["items"]
    assert {tuple(map(tuple, one["hours"])) for one in shown if one["works"]} == {
        (("07:00", "11:00"), ("13:30", "17:30"))
    }
