"""Over any week of alerts: what is shown is told, once, under keys that never repeat, however long nothing ran."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.notices.rows import CHAIR, OFFICE, alert, answer, inbox, work
from tests.notices.test_digest import at
from thac.domain.directives import Urgency
from thac.domain.inbox import Inbox
from thac.domain.ladders import Colour
from thac.notices.digest import Digest, compose, due_moment
from thac.notices.looks import is_look, look_before
from thac.notices.showing import show

BEGIN = at(19, "07:00")
"""Thursday; two Mondays follow."""
DAYS = 11
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True, slots=True)
class Week:
    """Alerts and answers of a week and a half, and the hours in which nobody composed anything."""

    inbox: Inbox
    away: frozenset[int]


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Any week and a half of one post."""
    post = draw(st.sampled_from([CHAIR, OFFICE, "chair@00001"]))
    works, rows = [], {}
    for number in range(draw(st.integers(1, 5))):
        urgency = draw(st.sampled_from([Urgency.NORMAL, Urgency.NORMAL, Urgency.URGENT]))
        works.append(work(lead=f"{number + 1:05}", urgency=urgency, due=BEGIN - timedelta(days=1)))
        for repeat in range(draw(st.integers(1, 3))):
            fired = BEGIN + timedelta(minutes=draw(st.integers(0, DAYS * 24 * 60)))
            colour = draw(st.sampled_from(Colour))
            made = alert(works[-1], post, colour=colour, repeat=repeat, moment=fired)
            rows[made.key] = made
    answers = []
    for row in rows.values():
        if draw(st.booleans()):
            said = row.fired_at + timedelta(hours=draw(st.integers(1, 48)))
            answers.append(answer(row, at=said, until=said + timedelta(hours=draw(st.integers(1, 72)))))
    away = draw(st.frozensets(st.integers(0, DAYS * 24), max_size=150))
    return Week(inbox(works, rows.values(), answers=tuple(answers)), away)


def told_over(week: Week) -> list[tuple[datetime, Inbox, Digest]]:
    """Every digest of the week and a half: somebody asks each half hour, unless he is away."""
    told: dict[str, datetime] = {}
    digests: list[tuple[datetime, Inbox, Digest]] = []
    for half in range((DAYS + 3) * 24 * 2):
        now = BEGIN + timedelta(minutes=30 * half)
        if half // 2 in week.away:
            continue
        known = replace(
            week.inbox,
            at=now,
            alerts=tuple(row for row in week.inbox.alerts if row.fired_at <= now),
            answers=tuple(one for one in week.inbox.answers if one.at <= now),
            told=dict(told),
        )
        post = week.inbox.alerts[0].post
        moment = due_moment(known, post)
        digest = None if moment is None else compose(known, post, moment)
        if digest is not None and digest.key not in {one.key for _, _, one in digests}:
            digests.append((now, known, digest))
            told |= dict.fromkeys(digest.alerts, digest.moment)
    return digests


@FEW
@given(weeks())
def test_what_is_shown_at_the_end_was_told(week: Week) -> None:
    told = {key for _, _, digest in told_over(week) for key in digest.alerts}
    end = replace(week.inbox, at=BEGIN + timedelta(days=DAYS + 2))
    assert {row.alert.key for row in show(end).shown} <= told


@FEW
@given(weeks())
def test_nothing_is_told_again_but_in_a_summary_and_when_an_answer_expired(week: Week) -> None:
    told: dict[str, datetime] = {}
    for now, _, digest in told_over(week):
        for key in digest.alerts:
            ends = [one.until for one in week.inbox.answers if one.alert == key]
            again = digest.summary or any(told[key] < end <= now for end in ends if key in told)
            assert key not in told or again
            told[key] = digest.moment


@FEW
@given(weeks())
def test_only_what_was_shown_when_the_store_was_read_is_told(week: Week) -> None:
    for _, known, digest in told_over(week):
        assert set(digest.alerts) <= {row.alert.key for row in show(known).shown}
        assert digest.counts == show(known).tally


@FEW
@given(weeks())
def test_a_digest_is_told_under_a_moment_that_has_come_and_none_older_than_the_last_look(week: Week) -> None:
    for now, known, digest in told_over(week):
        assert look_before(now, known.calendar) <= digest.moment <= now
        assert is_look(digest.moment, known.calendar) is (digest.lane == "look")
