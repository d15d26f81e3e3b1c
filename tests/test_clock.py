"""A scaled clock belongs to a drill's own data folder, and to nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from thac.clock import REAL, Clock, ScaledClockError, begin_clock, installed_clock
from thac.domain.timescale import Timescale
from thac.settings import Settings
from thac.tending import Tending
from workflows.messages import Archive

SCALE = Timescale(datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC), 17_520)
OTHER = Timescale(SCALE.real, SCALE.shown, 60)


def test_without_the_setting_the_time_is_the_machines(tmp_path: Path) -> None:
    assert begin_clock(Settings(home=tmp_path)) == REAL
    assert REAL.scaled is None
    assert abs(REAL.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_new_data_folder_takes_the_scale_and_keeps_it_when_nobody_asks_any_more(tmp_path: Path) -> None:
    assert begin_clock(Settings(home=tmp_path, clock=SCALE)).scaled == SCALE
    assert installed_clock(Settings(home=tmp_path)).scaled == SCALE
    assert begin_clock(Settings(home=tmp_path)).scaled == SCALE


def test_a_folder_with_real_work_refuses_a_scaled_clock(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, clock=SCALE)
    settings.store_file.touch()
    for asked in (begin_clock, installed_clock):
        with pytest.raises(ScaledClockError, match="was not made with that scale"):
            asked(settings)
    assert installed_clock(Settings(home=tmp_path)) == REAL


def test_a_drill_is_not_gone_on_with_at_another_pace(tmp_path: Path) -> None:
    begin_clock(Settings(home=tmp_path, clock=SCALE))
    with pytest.raises(ScaledClockError, match="was not made with that scale"):
        installed_clock(Settings(home=tmp_path, clock=OTHER))


def test_a_store_elsewhere_is_never_opened_with_scaled_time(tmp_path: Path) -> None:
    with pytest.raises(ScaledClockError, match="was not made with that scale"):
        begin_clock(Settings(home=tmp_path, clock=SCALE, store_url="postgresql://localhost/office"))
    begin_clock(Settings(home=tmp_path, clock=SCALE))
    with pytest.raises(ScaledClockError, match="THAC_STORE_URL names another"):
        installed_clock(Settings(home=tmp_path, store_url="postgresql://localhost/office"))


def test_a_process_of_the_drill_sees_the_scale_in_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = Settings(home=tmp_path, clock=SCALE).child_environment()
    monkeypatch.setenv("THAC_CLOCK", variables["THAC_CLOCK"])
    assert Settings(home=tmp_path).clock == SCALE


def test_a_wrong_clock_is_ahead_in_the_machines_time() -> None:
    right, wrong = Clock(OTHER), Clock(OTHER, timedelta(hours=1))
    assert timedelta(hours=59) < wrong.now() - right.now() < timedelta(hours=61)


def test_what_is_woken_early_by_the_wall_does_not_lie_down_again_before_its_moment() -> None:
    """Thirty minutes of the machine are a year at that pace; a docket is woken half of its sleep's length before."""
    archive = Archive(after=timedelta(days=14), quiet=timedelta(hours=1))
    nobody: Any = None
    assert Tending(nobody, nobody, archive=archive)._beforehand() == timedelta(minutes=30)
    assert Tending(nobody, nobody, archive=archive, clock=Clock(SCALE))._beforehand() == timedelta(days=7)
