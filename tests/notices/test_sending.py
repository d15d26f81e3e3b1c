"""What may go out, and when it is tried again, worked out by hand."""

from datetime import UTC, datetime, time, timedelta

import pytest

from thac.notices.sending import (
    Attempt,
    Outcome,
    Quiet,
    Standing,
    State,
    Terms,
    Verdict,
    after,
    free_at,
    pause,
)

MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""09:00 in Vietnam."""
NIGHT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""22:00 in Vietnam."""
MINUTE = timedelta(minutes=1)
OVER_NIGHT = Quiet(time(21), time(6))
AWAY = Outcome(Verdict.LATER, "no route", away=True)


def test_quiet_hours_over_midnight_end_in_the_morning() -> None:
    assert OVER_NIGHT.until(NIGHT) == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    after_midnight = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
    assert OVER_NIGHT.until(after_midnight) == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert OVER_NIGHT.until(MORNING) is None


def test_quiet_hours_end_at_their_last_minute_and_begin_at_their_first() -> None:
    noon = Quiet(time(11, 30), time(13, 30))
    assert noon.until(datetime(2026, 11, 20, 4, 30, tzinfo=UTC)) == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert noon.until(datetime(2026, 11, 20, 6, 30, tzinfo=UTC)) is None


def test_quiet_hours_that_end_when_they_begin_are_none() -> None:
    with pytest.raises(ValueError, match="21:00"):
        Quiet(time(21), time(21))


def test_the_urgent_goes_out_in_quiet_hours_and_over_the_number() -> None:
    terms = Terms(OVER_NIGHT, per_hour=1)
    assert free_at(terms, [NIGHT], NIGHT, urgent=True) == NIGHT
    assert free_at(terms, [], NIGHT, urgent=False) == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)


def test_the_hours_number_frees_up_when_the_oldest_is_an_hour_old() -> None:
    sent = [MORNING - 50 * MINUTE, MORNING - 20 * MINUTE]
    assert free_at(Terms(per_hour=3), sent, MORNING, urgent=False) == MORNING
    assert free_at(Terms(per_hour=2), sent, MORNING, urgent=False) == MORNING + 10 * MINUTE
    assert free_at(Terms(per_hour=1), sent, MORNING, urgent=False) == MORNING + 40 * MINUTE
    assert free_at(Terms(per_hour=1), [MORNING - 60 * MINUTE], MORNING, urgent=False) == MORNING


def test_each_wait_is_about_twice_the_one_before_up_to_a_quarter_of_an_hour() -> None:
    waits = []
    for number in range(1, 10):
        standing = after(Attempt("msg_1", number, MORNING), AWAY, MORNING)
        assert standing.next_at is not None
        waits.append((standing.next_at - MORNING).total_seconds())
    planned = [30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert all(0.8 * plan <= wait <= 1.2 * plan for plan, wait in zip(planned, waits, strict=True)), waits


def test_two_deliveries_do_not_wait_equally_long_and_each_always_the_same() -> None:
    first, again, other = (after(Attempt(one, 3, MORNING), AWAY, MORNING) for one in ("msg_1", "msg_1", "msg_2"))
    assert first == again
    assert first.next_at != other.next_at


def test_what_the_receiver_asks_for_is_waited_for() -> None:
    outcome = Outcome(Verdict.LATER, "429", retry_after=timedelta(minutes=20))
    assert after(Attempt("msg_1", 1, MORNING), outcome, MORNING).next_at == MORNING + 20 * MINUTE


def test_after_three_days_it_is_given_up_with_the_last_reason() -> None:
    begun = MORNING - timedelta(hours=71, minutes=58)
    assert after(Attempt("msg_1", 9, begun), AWAY, MORNING) == Standing(State.DEAD, None, "no route")
    younger = MORNING - timedelta(hours=71)
    assert after(Attempt("msg_1", 9, younger), AWAY, MORNING).state is State.FAILED


def test_what_would_fail_every_time_is_dead_at_once() -> None:
    outcome = Outcome(Verdict.NEVER, "550 no such user")
    assert after(Attempt("msg_1", 1, MORNING), outcome, MORNING) == Standing(State.DEAD, None, "550 no such user")


def test_a_server_is_left_alone_longer_each_time_and_never_longer_than_two_minutes() -> None:
    assert [pause(number).total_seconds() for number in (0, 1, 2, 3, 6, 60)] == [0, 5, 10, 20, 120, 120]


def test_in_a_drill_the_waits_are_as_long_by_the_machine_as_ever() -> None:
    usual = after(Attempt("msg_1", 2, MORNING), AWAY, MORNING)
    drilled = after(Attempt("msg_1", 2, MORNING), AWAY, MORNING, stretch=1000)
    assert usual.next_at is not None
    assert drilled.next_at is not None
    assert drilled.next_at - MORNING == (usual.next_at - MORNING) * 1000
