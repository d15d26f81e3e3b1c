"""What an inbox shows is a function over its rows: which are shown, which not, and for which one reason."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.notices.any_inbox import inboxes
from tests.notices.rows import CHAIR, DUE, NOW, OFFICE, alert, answer, inbox, waiting, work
from thac.domain.asks import AskKind
from thac.domain.assignments import Clock, State
from thac.domain.inbox import AnswerKind, Inbox
from thac.domain.ladders import Colour
from thac.notices.holding import Holding
from thac.notices.reasons import Why
from thac.notices.showing import Row, Showing, Tally, rank, show

DAY = timedelta(days=1)
ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def verdicts(inbox: Inbox) -> dict[str, Why | None]:
    return {row.alert.key: row.why for row in show(inbox).rows}


def test_the_latest_step_of_a_clock_stands_for_the_earlier_ones() -> None:
    task = work()
    first, second = alert(task), alert(task, step="overdue_2", moment=DUE + DAY)
    found = show(inbox([task], [second, first]))
    assert [(row.alert.step, row.why, row.by) for row in found.rows] == [
        ("overdue_2", None, None),
        ("overdue", Why.LATER, second.key),
    ]


def test_each_clock_and_each_reader_has_a_latest_step_of_his_own() -> None:
    task = work(state=State.ASSIGNED)
    late, silent = alert(task), alert(task, step="receipt_unit", clock=Clock.RECEIPT, colour=Colour.YELLOW)
    other = alert(task, OFFICE, "overdue_2", moment=DUE + DAY)
    assert set(verdicts(inbox([task], [late, silent, other])).values()) == {None}


def test_two_asks_about_one_assignment_do_not_stand_for_each_other() -> None:
    task = work(waiting=(waiting("19", number=1), waiting("19", number=2)))
    rows = [alert(task, step="answer_issuer", clock=Clock.ANSWER, round=number, moment=DUE) for number in (1, 2)]
    assert set(verdicts(inbox([task], rows)).values()) == {None}


def test_an_urgent_ask_calls_long_before_its_answer_is_due_and_what_went_on_to_another_does_not() -> None:
    """Asked two hours before, to be answered tomorrow: the alert stands, until the ask goes on to somebody else."""
    ask = replace(waiting("19", by=NOW + DAY), since=NOW - timedelta(hours=2))
    about = alert(work(), step="answer_issuer", clock=Clock.ANSWER, moment=NOW, colour=Colour.YELLOW)
    assert verdicts(inbox([work(waiting=(ask,))], [about])) == {about.key: None}
    on = replace(ask, awaits="TW", since=NOW + timedelta(minutes=1))
    assert verdicts(inbox([work(waiting=(on,))], [about])) == {about.key: Why.SETTLED}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": State.COMPLETED, "submitted_at": NOW}, Why.DONE),
        ({"state": State.WITHDRAWN}, Why.WITHDRAWN),
        ({"state": State.SUBMITTED, "submitted_at": NOW}, Why.SETTLED),
        ({"version": 2, "due": NOW + DAY}, Why.SETTLED),
        ({"state": State.RETURNED, "round": 2, "version": 2}, Why.SETTLED),
        ({"reported_at": NOW}, None),
        ({"paused": True}, None),
    ],
)
def test_a_red_alert_is_past_once_its_cause_is(changes: dict[str, Any], why: Why | None) -> None:
    about = alert(work())
    assert verdicts(inbox([work(**changes)], [about])) == {about.key: why}


def test_a_report_settles_silence_and_only_one_made_after_it() -> None:
    half = alert(work(), step="half_silent", colour=Colour.YELLOW, moment=DUE - 5 * DAY)
    assert verdicts(inbox([work(reported_at=DUE - 6 * DAY)], [half])) == {half.key: None}
    assert verdicts(inbox([work(reported_at=DUE - 4 * DAY)], [half])) == {half.key: Why.SETTLED}


def test_the_unit_receipt_is_past_once_accepted_and_the_person_receipt_once_taken() -> None:
    rows = [alert(work(), step=step, clock=Clock.RECEIPT) for step in ("receipt_unit_2", "receipt_person")]
    by_step = [row.key for row in rows]
    accepted = verdicts(inbox([work(state=State.ACCEPTED)], rows[1:]))
    assert accepted == {by_step[1]: None}
    assert verdicts(inbox([work(state=State.ACCEPTED)], rows[:1])) == {by_step[0]: Why.SETTLED}
    assert set(verdicts(inbox([work(state=State.TAKEN)], rows)).values()) == {Why.SETTLED}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"due": NOW + 9 * DAY}, Why.SETTLED),
        ({"reported_at": NOW}, Why.SETTLED),
        ({"round": 2}, Why.SETTLED),
        ({"state": State.SUBMITTED, "submitted_at": NOW}, Why.SETTLED),
    ],
)
def test_silence_ends_with_a_report_a_return_and_a_deadline(changes: dict[str, Any], why: Why | None) -> None:
    row = alert(work(due=None, version=0), step="silence", clock=Clock.SILENCE, colour=Colour.YELLOW)
    about = {"due": None, "version": 1 if "due" in changes else 0} | changes
    assert verdicts(inbox([work(**about)], [row])) == {row.key: why}


def test_dated_work_can_be_silent_too() -> None:
    row = alert(work(due=NOW + 9 * DAY), step="silence", clock=Clock.SILENCE, colour=Colour.YELLOW, moment=DUE)
    assert verdicts(inbox([work(due=NOW + 9 * DAY)], [row])) == {row.key: None}


def test_an_ask_that_went_on_to_another_is_settled_for_the_first() -> None:
    row = alert(work(), step="answer_issuer", clock=Clock.ANSWER, moment=DUE)
    waits, went_on = waiting("19", by=DUE), waiting("00002", by=DUE + DAY)
    assert verdicts(inbox([work(waiting=(waits,))], [row])) == {row.key: None}
    assert verdicts(inbox([work(waiting=(went_on,))], [row])) == {row.key: Why.SETTLED}


def test_a_late_parent_stands_for_its_children_to_the_same_reader() -> None:
    parent, child = work(), work("00001", "00001-U1")
    over, under = alert(parent), alert(child, step="overdue_10")
    elsewhere = alert(child, "chair@00001", "overdue_2")
    found = {row.alert.key: row for row in show(inbox([parent, child], [over, under, elsewhere])).rows}
    assert (found[under.key].why, found[under.key].by) == (Why.PARENT, over.key)
    assert found[over.key].below == (under.key,)
    assert found[elsewhere.key].shown


@pytest.mark.parametrize(
    "parent",
    [
        work(due=NOW + DAY),
        work(state=State.SUBMITTED, submitted_at=NOW),
        work(task=2),
        work(lead="00002"),
        work(directive="other"),
    ],
)
def test_no_child_is_inhibited_by_what_is_not_its_late_parent(parent: object) -> None:
    assert isinstance(parent, type(work()))
    child = work("00001", "00001-U1")
    under = alert(child)
    assert verdicts(inbox([parent, child], [alert(parent), under]))[under.key] is None


def test_what_is_awaited_of_the_reader_is_never_inhibited() -> None:
    parent = work()
    child = work("00001", "00001-U1", state=State.SUBMITTED, submitted_at=DUE)
    review = alert(child, step="review", clock=Clock.REVIEW, colour=Colour.YELLOW)
    assert verdicts(inbox([parent, child], [alert(parent), review]))[review.key] is None


def test_a_late_parent_stands_for_the_work_of_an_own_plan() -> None:
    parent = work(plan="p")
    planned = work("00001", "00001-U1", task=7, directive="p", implements=(1,), above="cascade/d/00001")
    under = alert(planned)
    assert verdicts(inbox([parent, planned], [alert(parent), under]))[under.key] is Why.PARENT


def test_what_fires_below_after_the_parent_was_answered_breaks_through() -> None:
    parent, child = work(), work("00001", "00001-U1")
    over = alert(parent)
    before, after = alert(child, fired_at=NOW - 2 * DAY), alert(child, step="overdue_10", moment=NOW, repeat=1)
    known = (answer(over, at=NOW - DAY),)
    assert verdicts(inbox([parent, child], [over, before], answers=known))[before.key] is Why.PARENT
    assert verdicts(inbox([parent, child], [over, after], answers=known))[after.key] is None


def test_an_acknowledgement_quiets_its_step_until_it_expires() -> None:
    row = alert(work())
    said = answer(row, until=NOW + DAY)
    assert verdicts(inbox([work()], [row], answers=(said,))) == {row.key: Why.ACKNOWLEDGED}
    assert verdicts(inbox([work()], [row], NOW + DAY, answers=(said,))) == {row.key: None}


def test_a_later_step_breaks_through_an_acknowledgement() -> None:
    first, second = alert(work()), alert(work(), step="overdue_2", moment=NOW)
    found = verdicts(inbox([work()], [first, second], answers=(answer(first),)))
    assert found == {first.key: Why.LATER, second.key: None}


def test_a_snooze_ends_at_the_deadline_even_when_the_deadline_came_forward() -> None:
    early = work(due=NOW + DAY)
    row = alert(early, step="due_soon", colour=Colour.BLUE, moment=NOW - DAY)
    said = answer(row, AnswerKind.SNOOZED, at=NOW - DAY, until=NOW + 5 * DAY)
    assert verdicts(inbox([early], [row], answers=(said,))) == {row.key: Why.SNOOZED}
    assert verdicts(inbox([early], [row], NOW + 2 * DAY, answers=(said,))) == {row.key: None}


def test_the_last_answer_to_a_step_counts() -> None:
    row = alert(work())
    longer, shorter = answer(row, at=NOW - DAY, until=NOW + DAY), answer(row, at=NOW - DAY / 2, until=NOW - DAY / 4)
    assert verdicts(inbox([work()], [row], answers=(longer, shorter))) == {row.key: None}


def test_nothing_that_is_late_leaves_the_counts() -> None:
    parent, child = work(), work("00001", "00001-U1")
    known, near = work(lead="00002"), work(lead="00003", due=NOW + DAY)
    rows = [alert(one) for one in (parent, child, known)]
    soon = alert(near, step="due_soon", colour=Colour.BLUE, moment=NOW)
    found = show(inbox([parent, child, known, near], [*rows, soon], answers=(answer(rows[2]),)))
    assert len(found.shown) == 2
    assert found.tally == Tally(late=3, behind=0, near=1, quiet=1, units=3)


def test_red_comes_first_then_what_has_climbed_then_the_latest_then_the_first_due() -> None:
    def row(lead: str, **more: Any) -> tuple[str, Row]:
        about = work(lead=lead, **{name: more[name] for name in ("due",) if name in more})
        post = str(more.get("post", OFFICE))
        colour = more.get("colour", Colour.RED)
        return lead, show(inbox([about], [alert(about, post, colour=colour)])).rows[0]

    rows = dict(
        [
            row("climbed", due=NOW - DAY, post=CHAIR),
            row("oldest", due=NOW - 9 * DAY),
            row("older", due=NOW - 5 * DAY),
            row("behind", colour=Colour.YELLOW, due=NOW + DAY),
            row("soon", colour=Colour.BLUE, due=NOW + DAY),
            row("later", colour=Colour.BLUE, due=NOW + 2 * DAY),
        ]
    )
    assert sorted(rows, key=lambda name: rank(rows[name])) == ["climbed", "oldest", "older", "behind", "soon", "later"]


def test_only_the_first_row_of_a_matter_has_climbed() -> None:
    first, again = alert(work()), alert(work(), step="overdue_10", repeat=1, moment=NOW)
    assert [(row.alert.key, row.climbed) for row in show(inbox([work()], [first, again])).rows] == [
        (again.key, False),
        (first.key, True),
    ]


@pytest.mark.parametrize(
    ("changes", "holding", "words"),
    [
        ({"state": State.ASSIGNED}, Holding.UNIT, "Xã 00001: chưa tiếp nhận"),
        ({"state": State.ACCEPTED}, Holding.UNIT, "Xã 00001: chưa phân công người thực hiện"),
        ({"state": State.ACCEPTED, "keeps": True}, Holding.UNIT, "Xã 00001: đang tổ chức thực hiện"),
        ({"person": "Lê Thị B"}, Holding.PERSON, "Lê Thị B (Xã 00001): đang thực hiện"),
        ({"state": State.RETURNED, "person": "Lê Thị B"}, Holding.PERSON, "Lê Thị B (Xã 00001): đang làm lại"),
        ({"state": State.SUBMITTED}, Holding.REVIEWER, "UBND 19: chờ duyệt kết quả"),
        ({"waiting": (waiting("19"),)}, Holding.ASKED, "Cơ quan 19: chưa trả lời đề nghị gia hạn"),
        (
            {"waiting": (waiting("00009", AskKind.INPUT),)},
            Holding.COORDINATOR,
            "Cơ quan 00009: chưa gửi ý kiến phối hợp",
        ),
        (
            {"waiting": (waiting("00001", AskKind.EXPLANATION),), "person": "B"},
            Holding.PERSON,
            "B (Xã 00001): đang thực hiện",
        ),
        ({"paused": True}, Holding.PAUSED, "UBND 19: đang cho tạm dừng"),
        ({"state": State.COMPLETED}, Holding.NOBODY, "Xã 00001: không còn việc phải làm"),
    ],
)
def test_the_one_whose_act_is_awaited_holds_the_clock(changes: dict[str, Any], holding: Holding, words: str) -> None:
    about = work(**changes)
    holder = show(inbox([about], [alert(about)])).rows[0].holder
    assert (holder.holding, holder.words) == (holding, words)


# -------------------------------------------------------------------------------------------------- over any inbox


@ANY
@given(inboxes())
def test_every_row_is_there_once_and_none_is_invented(given_inbox: Inbox) -> None:
    found = show(given_inbox)
    assert sorted(row.alert.key for row in found.rows) == sorted(row.key for row in given_inbox.alerts)
    assert {row.alert for row in found.rows} == set(given_inbox.alerts)


@ANY
@given(inboxes(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_changes_nothing(given_inbox: Inbox, chance: random.Random) -> None:
    rows = list(given_inbox.alerts)
    chance.shuffle(rows)
    again = show(replace(given_inbox, alerts=tuple(rows)))
    assert again == show(given_inbox) == show(given_inbox)


@ANY
@given(inboxes())
def test_a_row_that_is_not_shown_names_what_stands_for_it(given_inbox: Inbox) -> None:
    found = show(given_inbox)
    rows = {row.alert.key: row for row in found.rows}
    for row in found.rows:
        assert (row.why in {Why.LATER, Why.PARENT}) == (row.by is not None)
        assert (row.why in {Why.ACKNOWLEDGED, Why.SNOOZED}) == (row.answer is not None)
        if row.by is not None:
            other = rows[row.by]
            assert other.alert.post == row.alert.post
            assert other.why not in {Why.LATER, Why.DONE, Why.WITHDRAWN, Why.SETTLED}
            assert (row.alert.key in other.below) == (row.why is Why.PARENT)


@ANY
@given(inboxes())
def test_what_is_shown_to_one_does_not_depend_on_what_reached_another(given_inbox: Inbox) -> None:
    def of(post: str, found: Showing) -> list[Row]:
        return [row for row in found.rows if row.alert.post == post]

    own = tuple(row for row in given_inbox.alerts if row.post == CHAIR)
    assert of(CHAIR, show(given_inbox)) == of(CHAIR, show(replace(given_inbox, alerts=own)))


@ANY
@given(inboxes())
def test_the_late_are_counted_whatever_was_answered(given_inbox: Inbox) -> None:
    with_answers, without = show(given_inbox).tally, show(replace(given_inbox, answers=())).tally
    assert (with_answers.late, with_answers.units) == (without.late, without.units)
    assert without.quiet == 0


@ANY
@given(inboxes())
def test_open_late_work_of_which_somebody_heard_is_shown_unless_it_was_answered_or_stands_below(
    given_inbox: Inbox,
) -> None:
    for row in show(replace(given_inbox, answers=())).rows:
        red = row.alert.colour is Colour.RED and row.alert.clock is Clock.COMPLETION
        if red and row.work.with_lead and row.work.late(given_inbox.at):
            assert row.why in {None, Why.LATER, Why.PARENT}
