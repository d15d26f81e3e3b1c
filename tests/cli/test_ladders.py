"""`thac ladder`: what there is, what it says, and an installation's own."""

from pathlib import Path

import pytest

from tests.cli.conftest import Thac
from thac.domain.courses import TEXT
from thac.domain.defaults import DEFAULTS
from thac.domain.plans import Slice
from thac.settings import Settings
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.worker import StoredPlanner


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ladder that reminds two days earlier."""
    made = tmp_path / "thang.toml"
    made.write_text(TEXT.replace('at = "-P3D"', 'at = "-P5D"', 1), "utf-8")
    return made


def test_the_program_brings_three_and_the_newest_is_the_present_one(thac: Thac, home: Path) -> None:
    said = thac("ladder", "list", "--home", home)
    assert said.code == 0
    assert "3 ◀" in said.out
    data = thac("ladder", "list", "--home", home, "--json").json
    assert (data["current"], [one["version"] for one in data["items"]]) == (3, [3, 2, 1])


def test_a_ladder_is_shown_track_by_track_in_both_languages(thac: Thac, home: Path) -> None:
    said = thac("ladder", "show", "--home", home, "--urgency", "immediate")
    assert said.code == 0
    assert "30 phút (tính cả ngày đêm) sau khi được giao mà chưa tiếp nhận" in said.out
    assert "30 minutes by the clock, day and night" in said.out
    assert "chủ tịch cơ quan giao" in said.out
    assert "overdue_50" not in said.out
    assert "overdue_50" in thac("ladder", "show", "3", "--home", home).out
    assert len(thac("ladder", "show", "3", "--home", home, "--json").json["tracks"]) > 25


@pytest.mark.parametrize("version", [1, 2])
def test_the_first_ladders_are_shown_as_they_are(thac: Thac, home: Path, version: int) -> None:
    said = thac("ladder", "show", version, "--home", home)
    assert "10 ngày làm việc sau hạn, rồi cứ 5 ngày làm việc một lần" in said.out
    assert thac("ladder", "show", version, "--home", home, "--json").json["steps"][0]["code"] == "receipt_unit"
    refused = thac("ladder", "show", version, "--home", home, "--toml", "--json")
    assert (refused.code, refused.error["code"]) == (1, "no-file")


def test_a_ladder_that_is_not_there_is_refused(thac: Thac, home: Path) -> None:
    said = thac("ladder", "show", "1000", "--home", home, "--json")
    assert (said.code, said.error["code"]) == (1, "no-such-ladder")


def test_what_is_shown_as_a_file_can_be_changed_checked_and_published(thac: Thac, home: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied.toml"
    copied.write_text(thac("ladder", "show", "--toml", "--home", home).out, "utf-8")
    assert copied.read_text("utf-8") == TEXT
    said = thac("ladder", "check", copied)
    assert said.code == 0
    assert "Thang hợp lệ" in said.out
    made = thac("ladder", "publish", copied, "--reason", "QĐ 5", "--by", "Lê Văn C", "--home", home, "--json").json
    assert (made["version"], made["by"], made["reason"], made["added"]) == (1_000, "Lê Văn C", "QĐ 5", True)
    assert thac("ladder", "show", "--toml", "--home", home).out == TEXT


def test_a_published_ladder_is_the_present_one_and_is_not_published_twice(thac: Thac, home: Path, file: Path) -> None:
    said = thac("ladder", "publish", file, "--reason", "QĐ 5/QĐ-UBND", "--home", home)
    assert "Đã công bố thang 1000" in said.out
    listed = thac("ladder", "list", "--home", home)
    assert "1000 ◀" in listed.out
    assert "QĐ 5/QĐ-UBND" in listed.out
    assert "5 ngày làm việc trước hạn" in thac("ladder", "show", "--home", home).out
    again = thac("ladder", "publish", file, "--reason", "again", "--home", home, "--json").json
    assert (again["version"], again["added"], again["reason"]) == (1_000, False, "QĐ 5/QĐ-UBND")


def test_a_worker_plans_with_the_newest_ladder_and_the_program_s_own_before_there_is_one(
    thac: Thac, launched: Path, file: Path
) -> None:
    def planned() -> Slice:
        engines = open_engines(Settings(home=launched).store_address)
        plan = StoredPlanner(engines, DirectoryCache(), DEFAULTS).plan("d1", "19")
        engines.dispose()
        assert {one.ladder for one in (plan.own, *plan.children)} == {plan.own.ladder}
        return plan.own

    before = planned()
    assert (before.ladder, before.steps) == (3, ())
    thac("ladder", "publish", file, "--reason", "QĐ 5", "--home", launched)
    after = planned()
    soon = next(step for step in after.steps if step.code == "due_soon")
    assert (after.ladder, soon.days) == (1_000, -5)


def test_a_ladder_that_is_not_right_names_every_fault_and_writes_nothing(thac: Thac, home: Path, file: Path) -> None:
    wrong = file.read_text("utf-8").replace('"upper_monitor"', '"boss"', 1).replace("times = 4\n", "", 1)
    file.write_text(wrong, "utf-8")
    said = thac("ladder", "check", file)
    assert said.code == 1
    assert "[ladder_refused]" in said.err
    assert "“boss” không có trong danh mục" in said.err
    error = thac("ladder", "publish", file, "--reason", "x", "--home", home, "--json").error
    (fault,) = error["errors"]
    assert (error["code"], fault["code"]) == ("ladder_refused", "unknown_word")
    assert fault["pointer"].endswith(".audience[0]")
    assert thac("ladder", "list", "--home", home, "--json").json["current"] == 3


def test_a_file_that_is_no_text_is_refused(thac: Thac, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    said = thac("ladder", "check", tmp_path / "x.toml", "--json")
    assert (said.code, said.error["code"]) == (1, "ladder_refused")


@pytest.mark.parametrize("typed", [("publish",), ("check", "nowhere.toml"), ("show", "three")], ids=" ".join)
def test_what_cannot_be_understood_ends_with_2(thac: Thac, typed: tuple[str, ...]) -> None:
    assert thac("ladder", *typed).code == 2


def test_a_reason_of_blanks_is_none(thac: Thac, home: Path, file: Path) -> None:
    assert thac("ladder", "publish", file, "--reason", "  ", "--home", home).code == 2
