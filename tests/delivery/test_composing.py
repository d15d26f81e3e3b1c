"""What is saved: each alert told once as news, in one transaction with its digest and the ways to its reader."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.delivery.conftest import HEAD, OFFICE, Desk
from tests.samples import FRIDAY, led_by
from thac.domain.agencies import PostRole
from thac.notices.sending import Channel, State
from thac.store import directory, notices, outbox
from thac.store import tables as t
from thac.store.outbox import Reader

MONDAY = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
"""The look of 07:30."""


def test_alerts_lie_in_the_outbox_from_the_append_that_made_them(late: Desk) -> None:
    alerts = {row.key: row.post for row in late.rows(t.alerts)}
    assert alerts
    assert {row.alert: row.post for row in late.rows(t.outbox)} == alerts


def test_after_downtime_each_post_gets_one_digest_of_everything(late: Desk) -> None:
    late.look()
    saved = late.rows(t.notices)
    posts = {row.post for row in late.rows(t.alerts)}
    assert sorted(row.post for row in saved) == sorted(posts)
    assert {row.moment for row in saved} == {datetime(2026, 11, 30, 9, 30, tzinfo=UTC)}


def test_every_alert_that_is_told_is_told_by_one_digest(late: Desk) -> None:
    late.look()
    told = [row.alert for row in late.rows(t.notice_alerts)]
    assert len(told) == len(set(told))
    assert late.rows(t.outbox) == []


def test_alerts_from_before_there_was_an_outbox_are_told_at_the_next_look(late: Desk) -> None:
    with late.engines.write.begin() as connection:
        connection.execute(sa.delete(t.outbox))
    late.look()
    assert {row.post for row in late.rows(t.notices)} == {row.post for row in late.rows(t.alerts)}


def test_looking_again_saves_nothing_more(late: Desk) -> None:
    late.look()
    before = late.rows(t.notices)
    late.look()
    late.later(minutes=5)
    assert late.look().saved == 0
    assert late.rows(t.notices) == before


def test_the_inbox_has_a_digest_as_soon_as_it_is_saved(late: Desk) -> None:
    late.look()
    states = {row.state for row in late.deliveries(Channel.INBOX)}
    assert states == {State.DELIVERED.value}


def test_a_digest_goes_by_the_ways_its_reader_chose(late: Desk) -> None:
    late.reach(HEAD, mail="head@example.vn", webhook="https://hook.example.vn/x", secret="whsec_x")
    late.look()
    outside = [row for row in late.rows(t.deliveries) if row.channel != Channel.INBOX]
    assert {(row.post, row.channel, row.address, row.state) for row in outside} == {
        (HEAD, "mail", "head@example.vn", "saved"),
        (HEAD, "webhook", "https://hook.example.vn/x", "saved"),
    }


def test_a_persons_own_choice_goes_before_that_of_his_post(late: Desk) -> None:
    late.reach(HEAD, mail="post@example.vn")
    late.reach("head.19-SNV@19-SNV", mail="person@example.vn")
    late.look()
    assert [row.address for row in late.deliveries()] == ["person@example.vn"]


def test_the_address_somebody_signs_in_with_is_used_where_nothing_was_chosen(late: Desk) -> None:
    from thac.domain.agencies import Role
    from thac.store.access import make_token

    with late.engines.write.begin() as connection:
        make_token(connection, "19-SNV", Role.UNIT, "head.19-SNV", late.now, email="account@example.vn")
    late.look()
    assert [(row.post, row.address) for row in late.deliveries()] == [(HEAD, "account@example.vn")]


def test_what_is_ones_own_duty_goes_within_two_minutes_and_what_is_near_waits_for_the_look(desk: Desk) -> None:
    """The receipt that was missed at 17:00 is told to the head at once; the warning three days before is not."""
    closing = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    desk.live(closing + timedelta(seconds=30), led_by(1, "19-SNV", date(2026, 12, 30)))
    assert desk.look().saved == 0
    desk.later(seconds=31)
    desk.look()
    saved = {row.post: row for row in desk.rows(t.notices)}
    assert saved[HEAD].lane == "at_once"
    assert saved[HEAD].moment == closing + timedelta(minutes=1)


def test_what_comes_after_the_digest_of_its_moment_was_saved_comes_under_another_key(late: Desk) -> None:
    """An alert that fired before the look, and was committed after it."""
    late.look()
    before = {row.key for row in late.rows(t.notices)}
    (head,) = (row for row in late.rows(t.notices) if row.post == HEAD)
    alerts = [row.alert for row in late.rows(t.notice_alerts, t.notice_alerts.c.notice == head.key)]
    with late.engines.write.begin() as connection:
        moved = alerts[0]
        connection.execute(sa.delete(t.feed).where(t.feed.c.alert == moved))
        connection.execute(sa.delete(t.notice_alerts).where(t.notice_alerts.c.alert == moved))
        outbox.put(connection, [{"key": moved, "post": HEAD, "agency": "19-SNV", "fired_at": late.now}])
    late.later(minutes=2)
    late.look()
    late.later(days=1)
    late.look()
    again = [row for row in late.rows(t.notice_alerts) if row.alert == moved]
    assert len(again) == 1
    assert again[0].notice not in before


def test_a_digest_that_somebody_else_saved_meanwhile_is_not_saved_twice(late: Desk) -> None:
    """Two processes read the same outbox; the second finds the first one's digest and saves nothing."""
    late.look()
    (digest,) = (notices.body_of(row.body) for row in late.rows(t.notices) if row.post == HEAD)
    composed = notices.Composed(Reader(HEAD, None), digest.alerts, 0, digest)
    with late.engines.write.begin() as connection:
        assert notices.save(connection, [composed], late.now) == 0


def test_what_dies_before_the_commit_has_told_nothing(late: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(notices, "_settle", _die)
        with pytest.raises(ZeroDivisionError):
            late.look()
    assert late.rows(t.notices) == []
    late.look()
    assert {row.post for row in late.rows(t.notices)} == {row.post for row in late.rows(t.alerts)}


def test_a_reader_whose_rows_cannot_be_read_keeps_no_other_from_being_told(late: Desk) -> None:
    with late.engines.write.begin() as connection:
        broken = t.alerts.c.post == OFFICE
        connection.execute(sa.update(t.alerts).where(broken).values(colour="green"))
    late.look()
    told = {row.post for row in late.rows(t.notices)}
    assert told == {row.post for row in late.rows(t.alerts)} - {OFFICE}
    assert [row.post for row in late.rows(t.look_readers)] == [OFFICE]


def test_nobody_is_told_where_nobody_holds_any_post(desk: Desk) -> None:
    with desk.engines.write.begin() as connection:
        for agency, role in (
            *(("19-SNV", role) for role in (PostRole.HEAD, PostRole.OFFICER)),
            *(
                (agency, role)
                for agency in ("19", "TW")
                for role in (PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR)
            ),
        ):
            directory.fill_post(connection, agency, role, None, "test", FRIDAY)
    desk.live(FRIDAY + timedelta(days=10), led_by(1, "19-SNV", date(2026, 11, 27)))
    desk.look()
    (row,) = {(row.post, row.state, row.reason) for row in desk.deliveries(Channel.INBOX)}
    assert row == ("nobody@19", "dead", "no_holder")


def test_an_alert_gets_its_place_after_its_commit_and_each_place_is_given_once(late: Desk) -> None:
    with late.engines.write.begin() as connection:
        last = outbox.place(connection)
        assert outbox.place(connection) == last
    places = [row.place for row in late.rows(t.feed)]
    assert places == list(range(1, len(late.rows(t.alerts)) + 1))
    assert OFFICE in {row.post for row in late.rows(t.alerts)}


def _die(*_: object) -> None:
    raise ZeroDivisionError
