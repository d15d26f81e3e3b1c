"""Mail on a real server: what its answers come to, and that one digest is one Message-ID whatever happens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from activities.deliver import Drain
from tests.delivery.conftest import HEAD, OFFICE, Desk, beat
from tests.delivery.servers import MailServer, dripping_server, silent_server
from thac.delivery import smtp
from thac.delivery.draining import MailTerms, StoredSending
from thac.delivery.smtp import SmtpAddressError, SmtpServer
from thac.notices.rendering import Addressee
from thac.notices.sending import LEASE, Quiet, Terms
from thac.store import deliveries
from thac.store import tables as t


@pytest.fixture
def saved(late: Desk) -> Desk:
    """Two digests that wait to go out by mail, of the head and of the office."""
    late.reach(HEAD, mail="head@example.vn")
    late.reach(OFFICE, mail="office@example.vn")
    late.look()
    assert late.states() == {"saved": 2}
    return late


def test_what_the_server_takes_is_sent_and_not_yet_delivered(saved: Desk, mail: MailServer) -> None:
    drained = saved.sending(mail).drain(Drain("mail", saved.now), beat)
    assert (drained.tried, drained.more, drained.away) == (2, False, False)
    assert saved.states() == {"sent": 2}
    assert {row.message_id for row in saved.deliveries()} == set(mail.ids)
    assert [row.delivered_at for row in saved.deliveries()] == [None, None]
    assert sorted(mail["To"] for mail in mail.mails) == ["head@example.vn", "office@example.vn"]


def test_nothing_is_sent_a_second_time(saved: Desk, mail: MailServer) -> None:
    sending = saved.sending(mail)
    sending.drain(Drain("mail", saved.now), beat)
    assert sending.drain(Drain("mail", saved.now + timedelta(days=1)), beat).tried == 0
    assert set(mail.ids.values()) == {1}


def test_several_who_send_at_once_send_each_mail_once(saved: Desk, mail: MailServer) -> None:
    with saved.engines.write.begin() as connection:
        (row, *_) = connection.execute(sa.select(t.deliveries).where(t.deliveries.c.channel == "mail")).mappings().all()
        more = [dict(row) | {"id": f"msg_{number}", "owner": f"o{number}"} for number in range(120)]
        connection.execute(sa.insert(t.deliveries), more)
    senders = [saved.sending(mail) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        tried = list(pool.map(lambda one: one.drain(Drain("mail", saved.now), beat).tried, senders))
    assert sum(tried) == 122
    assert set(mail.ids.values()) == {1}
    assert saved.states() == {"sent": 122}


def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(saved: Desk, mail: MailServer) -> None:
    mail.answers = {"head@example.vn": "450 4.2.1 Mailbox busy", "office@example.vn": "550 5.1.1 No such user"}
    sending = saved.sending(mail)
    sending.drain(Drain("mail", saved.now), beat)
    states = {row.post: (row.state, row.reason) for row in saved.deliveries()}
    assert states == {HEAD: ("failed", "450 4.2.1 Mailbox busy"), OFFICE: ("dead", "550 5.1.1 No such user")}
    mail.answers = {}
    sending.drain(Drain("mail", saved.now + timedelta(minutes=1)), beat)
    assert saved.states() == {"sent": 1, "dead": 1}


def test_a_server_that_is_away_is_tried_once_and_nothing_more_on_it(saved: Desk) -> None:
    nobody = MailServer()
    drained = saved.sending(nobody).drain(Drain("mail", saved.now), beat)
    assert drained.away
    assert saved.states() == {"failed": 2}


def test_a_sender_that_is_refused_is_the_installations_fault_and_kills_no_mail(saved: Desk) -> None:
    class Refusing(MailServer):
        async def handle_MAIL(self, *_: object) -> str:  # noqa: N802 - the library's name
            return "550 5.7.1 Not you"

    with Refusing() as server:
        assert saved.sending(server).drain(Drain("mail", saved.now), beat).away
    assert {row.state for row in saved.deliveries()} == {"failed"}
    assert {row.reason for row in saved.deliveries()} == {"sender refused: 550 5.7.1 Not you"}


@pytest.mark.parametrize("server", [silent_server, dripping_server])
def test_a_server_that_keeps_one_waiting_is_left(saved: Desk, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_STEP_SECONDS", 0.3)
    monkeypatch.setattr(smtp, "_MAIL_SECONDS", 0.5)
    with server() as port:
        sending = StoredSending(
            saved.engines, _nobody, MailTerms(SmtpServer("127.0.0.1", port), "thac@example.vn"), private_webhooks=True
        )
        assert sending.drain(Drain("mail", saved.now), beat).away
    assert saved.states() == {"failed": 2}


def test_without_a_mail_server_mail_waits_and_says_why(saved: Desk) -> None:
    assert saved.sending(None).drain(Drain("mail", saved.now), beat).away
    assert {(row.state, row.reason) for row in saved.deliveries()} == {("failed", "no_mail_server")}


def test_a_mail_that_cannot_be_written_is_dead_and_holds_up_no_other(saved: Desk, mail: MailServer) -> None:
    with saved.engines.write.begin() as connection:
        broken = t.notices.c.post == OFFICE
        connection.execute(sa.update(t.notices).where(broken).values(body='{"key": 1}'))
    saved.sending(mail).drain(Drain("mail", saved.now), beat)
    states = {row.post: (row.state, row.reason) for row in saved.deliveries()}
    assert states == {HEAD: ("sent", None), OFFICE: ("dead", "it could not be written: ValidationError")}


def test_killed_between_the_servers_word_and_the_record_it_is_sent_again_under_the_same_id(
    saved: Desk, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "record", _die)
        with pytest.raises(ZeroDivisionError):
            saved.sending(mail).drain(Drain("mail", saved.now), beat)
    assert len(mail.mails) == 1
    assert saved.sending(mail).drain(Drain("mail", saved.now + timedelta(seconds=50)), beat).tried == 0
    saved.sending(mail).drain(Drain("mail", saved.now + LEASE), beat)
    assert saved.states() == {"sent": 2}
    assert set(mail.ids) == {row.message_id for row in saved.deliveries()}
    assert sorted(mail.ids.values()) == [1, 2]


def test_a_worker_that_is_told_to_end_gives_back_what_it_has_not_begun(saved: Desk, mail: MailServer) -> None:
    goes_on = iter([True, False])
    saved.sending(mail).drain(Drain("mail", saved.now), lambda: next(goes_on))
    assert saved.states() == {"sent": 1, "saved": 1}
    (left,) = (row for row in saved.deliveries() if row.state == "saved")
    assert (left.attempts, left.next_at) == (0, saved.now)


def test_in_quiet_hours_mail_waits_for_the_morning(late: Desk, mail: MailServer) -> None:
    late.reach(HEAD, mail="head@example.vn", terms=Terms(Quiet(time(18), time(7))))
    late.look()
    sending = late.sending(mail)
    assert sending.drain(Drain("mail", late.now), beat).tried == 0
    (waiting,) = late.deliveries()
    assert (waiting.state, waiting.attempts) == ("saved", 0)
    assert waiting.next_at == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    sending.drain(Drain("mail", waiting.next_at), beat)
    assert late.states() == {"sent": 1}


def test_what_is_urgent_goes_out_in_quiet_hours(late: Desk, mail: MailServer) -> None:
    with late.engines.write.begin() as connection:
        connection.execute(sa.update(t.directives).values(urgency="immediate"))
    late.reach(HEAD, mail="head@example.vn", terms=Terms(Quiet(time(18), time(7)), per_hour=1))
    late.look()
    late.sending(mail).drain(Drain("mail", late.now), beat)
    assert late.states() == {"sent": 1}
    assert mail.mails[0]["Importance"] == "high"


def test_beyond_the_hours_number_mail_waits_until_it_frees_up(saved: Desk, mail: MailServer) -> None:
    saved.reach(HEAD, mail="head@example.vn", terms=Terms(per_hour=1))
    with saved.engines.write.begin() as connection:
        mails = t.deliveries.c.channel == "mail"
        connection.execute(sa.update(t.deliveries).where(mails).values(owner=HEAD))
    sending = saved.sending(mail)
    assert sending.drain(Drain("mail", saved.now), beat).tried == 1
    assert sending.drain(Drain("mail", saved.now + timedelta(minutes=59)), beat).tried == 0
    assert sending.drain(Drain("mail", saved.now + timedelta(minutes=60)), beat).tried == 1


def test_after_three_days_it_is_dead_and_a_replay_goes_to_the_address_of_now(saved: Desk, mail: MailServer) -> None:
    away = saved.sending(MailServer())
    away.drain(Drain("mail", saved.now), beat)
    away.drain(Drain("mail", saved.now + timedelta(hours=71)), beat)
    assert saved.states() == {"failed": 2}
    away.drain(Drain("mail", saved.now + timedelta(hours=72)), beat)
    assert saved.states() == {"dead": 2}
    before = {row.id: row.message_id for row in saved.deliveries()}
    saved.reach(HEAD, mail="new@example.vn")
    saved.later(days=4)
    with saved.engines.write.begin() as connection:
        assert len(deliveries.replay(connection, None, saved.now)) == 2
    saved.sending(mail).drain(Drain("mail", saved.now), beat)
    assert saved.states() == {"sent": 2}
    assert sorted(one["To"] for one in mail.mails) == ["new@example.vn", "office@example.vn"]
    assert {row.id: row.message_id for row in saved.deliveries()} == before


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.vn", SmtpServer("mail.example.vn", 25)),
        ("smtps://a:b%40c@mail.vn", SmtpServer("mail.vn", 465, tls=True, user="a", password="b@c")),
        ("smtp+starttls://a:b@mail.vn:2525", SmtpServer("mail.vn", 2525, starttls=True, user="a", password="b")),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, server: SmtpServer) -> None:
    assert SmtpServer.of(url) == server


@pytest.mark.parametrize("url", ["mail.example.vn:25", "http://mail.example.vn", "smtp://a:secret@mail.example.vn"])
def test_an_address_that_is_none_or_would_tell_a_password_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SmtpAddressError) as refused:
        SmtpServer.of(url)
    assert "secret" not in str(refused.value)


def _die(*_: object) -> None:
    raise ZeroDivisionError


def _nobody(post: str) -> Addressee:
    return Addressee(post, "nobody")
