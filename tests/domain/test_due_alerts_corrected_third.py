"""Exactly the alerts that are due by the third ladder, at any urgency, however the calendar is corrected meanwhile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.recalendared_third import CorrectedThird
from tests.domain.test_due_alerts import MINUTE, RANDOM
from tests.domain.test_due_alerts_corrected import begun, go_on, hold


def check(draw: st.DataObject) -> None:
    life, opened = begun(draw, 3, CorrectedThird)
    hold(life, go_on(draw, life, opened + MINUTE))


@settings(RANDOM, max_examples=150, derandomize=True)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_though_the_calendar_is_corrected(draw: st.DataObject) -> None:
    check(draw)


@pytest.mark.verify
@settings(RANDOM, max_examples=1_500)
@given(st.data())
def test_what_is_due_fires_and_nothing_else_over_many_corrected_lives(draw: st.DataObject) -> None:
    check(draw)
