"""A folder whose time is scaled says so at every command, and one with real work cannot be made to."""

from datetime import UTC, datetime
from pathlib import Path

from tests.cli.conftest import Thac

CLOCK = '{"real": "2026-11-29T12:00:00Z", "shown": "2026-01-05T00:00:00Z", "factor": 2}'


def test_every_command_on_a_drills_folder_says_that_its_time_is_scaled(thac: Thac, tmp_path: Path) -> None:
    home = tmp_path / "drill"
    assert thac("prepare", "--home", home, THAC_CLOCK=CLOCK).code == 0
    said = thac("status", "--home", home, "--json")
    assert "DIỄN TẬP: thời gian trong thư mục này trôi nhanh gấp 2 lần" in said.err
    assert "Không phải số liệu thật" in said.err
    since = datetime.now(UTC) - datetime(2026, 11, 29, 12, tzinfo=UTC)
    shown = datetime(2026, 1, 5, tzinfo=UTC) + 2 * since
    assert abs((datetime.fromisoformat(said.json["as_of"]) - shown).total_seconds()) < 60


def test_a_folder_with_real_work_says_nothing_and_refuses_a_scaled_clock(thac: Thac, launched: Path) -> None:
    assert "DIỄN TẬP" not in thac("status", "--home", launched).err
    for command in ("status", "prepare", "audit"):
        refused = thac(command, "--home", launched, "--json", THAC_CLOCK=CLOCK)
        assert (refused.code, refused.error["code"]) == (1, "scaled-clock")


def test_a_drill_is_not_backed_up_because_it_would_come_back_as_real_work(thac: Thac, tmp_path: Path) -> None:
    home = tmp_path / "drill"
    assert thac("prepare", "--home", home, THAC_CLOCK=CLOCK).code == 0
    refused = thac("backup", tmp_path / "copy", "--home", home, "--json")
    assert (refused.code, refused.error["code"]) == (1, "drill-not-kept")
    assert not (tmp_path / "copy").exists()
