from datetime import UTC, datetime, timedelta

import pytest

from thac.domain.patience import Tolerances
from thac.domain.timescale import UNSCALED, Timescale

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
YEAR_IN_HALF_AN_HOUR = Timescale(NOON, BEGIN, 17_520)


def test_a_year_is_shown_in_half_an_hour() -> None:
    assert YEAR_IN_HALF_AN_HOUR.at(NOON) == BEGIN
    assert YEAR_IN_HALF_AN_HOUR.at(NOON + timedelta(minutes=30)) == datetime(2027, 1, 5, tzinfo=UTC)


def test_before_its_origin_the_clock_goes_as_fast() -> None:
    assert YEAR_IN_HALF_AN_HOUR.at(NOON - timedelta(seconds=1)) == BEGIN - timedelta(seconds=17_520)


@pytest.mark.parametrize("microseconds", [1, 7, 17_519, 17_521, 86_400_000_001])
def test_after_a_wait_the_moment_is_shown_and_not_just_missed(microseconds: int) -> None:
    for scale in (YEAR_IN_HALF_AN_HOUR, Timescale(NOON, BEGIN, 3), Timescale(NOON, BEGIN, 1_000.7), UNSCALED):
        moment = scale.at(NOON) + timedelta(microseconds=microseconds)
        assert scale.at(NOON + scale.wait(moment - scale.at(NOON))) >= moment


def test_two_seconds_of_the_machine_are_shown_as_many_hours() -> None:
    assert YEAR_IN_HALF_AN_HOUR.stretched(timedelta(seconds=2)) == timedelta(hours=9, minutes=44)


def test_what_is_kept_for_thirty_days_of_the_machine_still_leaves_a_date() -> None:
    scale = Timescale(NOON, BEGIN, 100_000)
    assert BEGIN - scale.stretched(timedelta(days=30)) == BEGIN - timedelta(days=182_500)


def test_unscaled_time_is_the_time_that_it_is() -> None:
    exact = datetime(2026, 11, 29, 12, 34, 56, 789_123, tzinfo=UTC)
    assert UNSCALED.at(exact) == exact
    assert UNSCALED.wait(timedelta(microseconds=1)) == timedelta(microseconds=1)
    assert UNSCALED.stretched(timedelta(days=30)) == timedelta(days=30)


@pytest.mark.parametrize("factor", [0.0, 0.5, -1.0, float("inf"), float("nan")])
def test_time_does_not_stand_still_or_run_backwards(factor: float) -> None:
    with pytest.raises(ValueError, match="as fast or faster"):
        Timescale(NOON, BEGIN, factor)


def test_moments_without_a_zone_are_no_origin() -> None:
    with pytest.raises(ValueError, match="need a zone"):
        Timescale(NOON.replace(tzinfo=None), BEGIN, 2)


def test_what_an_audit_lets_pass_is_let_pass_by_the_wall() -> None:
    shown = Tolerances(fire=timedelta(seconds=2)).shown(YEAR_IN_HALF_AN_HOUR.stretched)
    assert shown.fire == timedelta(hours=9, minutes=44)
    assert shown.recover == timedelta(days=3, hours=1)
    assert shown.answers == timedelta(days=182_500)
    assert Tolerances().shown(UNSCALED.stretched) == Tolerances()
