"""What was told and sent is audited: a store in use is in order, and each harm done to it is named by its code."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from activities.deliver import Drain
from tests.delivery.conftest import HEAD, Desk, beat
from tests.delivery.servers import MailServer
from tests.samples import led_by
from tests.store.faults import run
from thac.auditing.secrets import EVERY_CHECK
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.findings import Code
from thac.domain.inbox import Answer, AnswerKind
from thac.notices.sending import Channel
from thac.store import answers_to_alerts, contacts, deliveries
from thac.store import tables as t
from thac.store.answers_to_alerts import Asked
from thac.store.auditing import audit
from thac.store.contacts import Contact
from thac.store.migrate import upgrade

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BY = Actor("19-SNV", Role.UNIT, "Trần Thị B")


def told(desk: Desk) -> list[str]:
    report = audit(desk.engines.read, desk.now, checks=EVERY_CHECK)
    return [f"{one.code} {one.alert or ''} {one.english}" for one in report]


def codes(desk: Desk) -> list[Code]:
    return [one.code for one in audit(desk.engines.read, desk.now, checks=EVERY_CHECK)]


def served(desk: Desk, *spans: tuple[datetime, datetime]) -> None:
    """Have a worker been there from when to when."""
    rows = [
        {"id": f"worker-{number}", "kind": "worker", "started_at": start, "seen_at": seen}
        for number, (start, seen) in enumerate(spans)
    ]
    with desk.engines.write.begin() as connection:
        connection.execute(sa.delete(t.services))
        connection.execute(sa.insert(t.services), rows)


@pytest.fixture
def sent(late: Desk, mail: MailServer) -> Desk:
    """The office of Monday evening: the head's digest went out by mail, and his webhook's waits."""
    late.reach(HEAD, mail="head@example.vn", webhook="https://hook.example.vn/x", secret="whsec_x")
    late.later(minutes=5)
    late.look()
    late.sending(mail).drain(Drain(Channel.MAIL, late.now), beat)
    return late


def test_a_store_in_use_is_in_order(sent: Desk) -> None:
    assert sent.states() == {"sent": 1}
    assert told(sent) == []


def test_what_still_waits_is_in_order_where_nobody_was_there_to_tell_it(late: Desk) -> None:
    late.look()
    late.live(late.now + 3 * DAY, led_by(1, "19-SNV", date(2026, 12, 2)), id_="d2")
    served(late, (late.now - 30 * DAY, late.now - 3 * DAY))
    assert late.rows(t.outbox) != []
    assert told(late) == []
    served(late, (late.now - 30 * DAY, late.now))
    assert Code.ALERT_WAITS in codes(late)


def test_the_weeks_summary_tells_again_and_is_in_order(sent: Desk) -> None:
    """What stands is told again on Monday; the same without the summary's word is a repetition."""
    served(sent, (sent.now - 30 * DAY, sent.now))
    sent.now = datetime(2026, 12, 7, 0, 31, tzinfo=UTC)
    sent.look()
    several = [row.alert for row in sent.rows(t.notice_alerts)]
    assert len(several) > len(set(several))
    assert told(sent) == []
    run(sent.engines, r"""UPDATE notices SET body = replace(body, '"summary"\:true', '"summary"\:false')""")
    assert set(codes(sent)) == {Code.ALERT_TOLD_AGAIN}


def test_what_an_expired_answer_brings_back_is_in_order(sent: Desk) -> None:
    alert = next(row.alert for row in sent.rows(t.notice_alerts) if row.alert.endswith(HEAD))
    answer = Answer(alert, AnswerKind.ACKNOWLEDGED, BY, sent.now, sent.now + HOUR, "đã rõ")
    with sent.engines.write.begin() as connection:
        asked = Asked(None, alert, answer.kind, answer.until, answer.reason)
        answers_to_alerts.keep(connection, asked, answer)
    served(sent, (sent.now - 30 * DAY, sent.now))
    sent.later(days=1)
    sent.look()
    again = [row.notice for row in sent.rows(t.notice_alerts, t.notice_alerts.c.alert == alert)]
    assert len(again) == 2
    assert told(sent) == []
    run(sent.engines, "UPDATE alert_answers SET until = at")
    assert Code.ALERT_TOLD_AGAIN in codes(sent)


def test_what_a_look_left_untold_is_known_from_what_was_lost(late: Desk) -> None:
    """Later steps stand for the earlier ones: those are looked at and in no digest."""
    late.look()
    named = {row.alert for row in late.rows(t.notice_alerts)}
    untold = {row.alert for row in late.rows(t.untold)}
    assert named | untold == {row.key for row in late.rows(t.alerts)}
    assert not named & untold
    assert untold
    run(late.engines, "DELETE FROM untold WHERE alert = (SELECT min(alert) FROM untold)")
    assert codes(late) == [Code.ALERT_LOST]


def test_alerts_of_before_the_fact_was_kept_are_no_loss(late: Desk) -> None:
    late.look()
    with late.engines.write.begin() as connection:
        for table in ("untold", "sessions", "seats", "people", "search_lines", "published"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("ALTER TABLE notices DROP COLUMN ways"))
        for table in ("attachments", "contents", "sessions", "seats", "people"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for index in ("ix_assignments_issuer", "ix_dockets_agency"):
            connection.execute(sa.text(f"DROP INDEX {index}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0010'"))
    upgrade(late.engines.write)
    assert told(late) == []


def test_a_look_that_was_begun_and_not_ended(late: Desk) -> None:
    late.look()
    looks = late.rows(t.looks)
    with late.engines.write.begin() as connection:
        connection.execute(sa.insert(t.look_readers).values(post=HEAD, moment=looks[-1].moment))
    late.later(minutes=9)
    assert told(late) == []
    late.later(minutes=2)
    assert codes(late) == [Code.LOOK_UNFINISHED]


def test_a_delivery_that_waits_is_late_only_where_somebody_could_have_sent_it(sent: Desk) -> None:
    start = sent.now - 30 * DAY
    sent.later(hours=2)
    served(sent, (start, sent.now - 2 * HOUR))
    assert told(sent) == []
    served(sent, (start, sent.now))
    assert codes(sent) == [Code.DELIVERY_WAITS]


def test_a_replay_after_a_mail_came_back_contradicts_nothing(sent: Desk) -> None:
    (mail,) = sent.deliveries()
    with sent.engines.write.begin() as connection:
        assert deliveries.bounced(connection, mail.message_id, "550 no such user")
    assert told(sent) == []
    sent.later(minutes=30)
    with sent.engines.write.begin() as connection:
        assert deliveries.replay(connection, None, sent.now) == [mail.id]
    assert told(sent) == []


def test_a_contact_that_was_changed_since_says_nothing_of_what_was_sent_before(sent: Desk) -> None:
    sent.later(minutes=10)
    with sent.engines.write.begin() as connection:
        contacts.put(connection, Contact(HEAD), "test", sent.now)
    assert told(sent) == []


def test_a_digest_that_was_composed_past_what_its_reader_chose(late: Desk) -> None:
    late.look()
    assert told(late) == []
    with late.engines.write.begin() as connection:
        contact = Contact(HEAD, (Channel.MAIL,), mail="head@example.vn")
        contacts.put(connection, contact, "test", late.now - HOUR)
    assert codes(late) == [Code.DELIVERY_MISSING]


@dataclass(frozen=True)
class Harm:
    """A statement of SQL, and everything the audit says of it."""

    name: str
    statement: str
    codes: tuple[Code, ...]


OUTSIDE = "channel = 'webhook'"
HARMS = [
    Harm(
        "an alert taken out of its digest",
        f"DELETE FROM notice_alerts WHERE alert = (SELECT min(alert) FROM notice_alerts WHERE alert LIKE '%{HEAD}')",
        (Code.ALERT_LOST, Code.NOTICE_DIFFERS),
    ),
    Harm(
        "an alert left in the outbox by its look",
        """INSERT INTO outbox (alert, post, agency, at, placed, tried) SELECT key, post, agency, fired_at, true, true
           FROM alerts WHERE key = (SELECT min(alert) FROM untold)""",
        (Code.ALERT_WAITS,),
    ),
    Harm(
        "an alert told to another post",
        f"""UPDATE notice_alerts SET notice = (SELECT min(key) FROM notices WHERE post <> '{HEAD}')
            WHERE alert = (SELECT min(alert) FROM notice_alerts WHERE alert LIKE '%{HEAD}')""",
        (Code.NOTICE_DIFFERS,) * 3,
    ),
    Harm(
        "a digest made to say something else",
        f'UPDATE notices SET body = replace(body, \'"lane":"look"\', \'"lane":"at_once"\') WHERE post = \'{HEAD}\'',
        (Code.NOTICE_DIFFERS,),
    ),
    Harm("a digest made unreadable", f"UPDATE notices SET body = 'x' WHERE post = '{HEAD}'", (Code.NOTICE_DIFFERS,)),
    Harm(
        "a digest taken away",
        f"DELETE FROM notices WHERE post = '{HEAD}'",
        (Code.DELIVERY_UNFOUNDED,) * 3 + (Code.NOTICE_DIFFERS,),
    ),
    Harm("seen by nobody", f"UPDATE notices SET seen_at = saved_at WHERE post = '{HEAD}'", (Code.NOTICE_DIFFERS,)),
    Harm("a delivery taken away", f"DELETE FROM deliveries WHERE {OUTSIDE}", (Code.DELIVERY_MISSING,)),
    Harm(
        "a delivery taken out of the inbox",
        f"DELETE FROM deliveries WHERE channel = 'inbox' AND post = '{HEAD}'",
        (Code.DELIVERY_MISSING,),
    ),
    Harm(
        "a delivery nobody chose",
        f"UPDATE notices SET ways = 'inbox mail' WHERE post = '{HEAD}'",
        (Code.DELIVERY_UNFOUNDED,),
    ),
    Harm(
        "a mail said to be on its way that was sent",
        "UPDATE deliveries SET state = 'saved', next_at = saved_at WHERE channel = 'mail'",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "a delivery said to be sent that never was",
        f"UPDATE deliveries SET state = 'sent', attempts = 1, next_at = NULL WHERE {OUTSIDE}",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "given up without a reason",
        f"UPDATE deliveries SET state = 'dead', next_at = NULL WHERE {OUTSIDE}",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "a delivery that nobody will ever take in hand",
        f"UPDATE deliveries SET next_at = NULL WHERE {OUTSIDE}",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "another mail's Message-ID",
        "UPDATE deliveries SET message_id = '<msg_0@example.vn>' WHERE channel = 'mail'",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "sent before it was saved",
        "UPDATE deliveries SET sent_at = '2026-11-29 00:00:00.000000' WHERE channel = 'mail'",
        (Code.DELIVERY_CONTRADICTS,),
    ),
    Harm(
        "a delivery under another key",
        f"UPDATE deliveries SET owner = 'chair@19' WHERE {OUTSIDE}",
        (Code.DELIVERY_CONTRADICTS,),
    ),
]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.name)
def test_harm_done_to_what_was_told_is_named(sent: Desk, harm: Harm) -> None:
    run(sent.engines, harm.statement)
    assert sorted(codes(sent)) == sorted(harm.codes), told(sent)
