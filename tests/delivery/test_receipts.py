"""What servers say of mails they took: arrived, or came back and why; the one way from sent to delivered."""

import pytest

from activities.deliver import Drain
from tests.delivery.conftest import HEAD, Desk, beat
from tests.delivery.servers import MailServer
from thac.delivery.receipts import Receipt, read, take

NOTICE = """\
From: MAILER-DAEMON@mail.example.vn
To: thac@xa.example.vn
Subject: Delivery Status Notification
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

See below.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.vn

Final-Recipient: rfc822; head@example.vn
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} {said}

--b
Content-Type: {kind}

From: thac@xa.example.vn
Message-ID: {message_id}
Subject: x

--b--
"""


def notice(action: str, message_id: str, kind: str = "text/rfc822-headers") -> bytes:
    """A notification as servers write it."""
    status, said = ("2.0.0", "Delivered") if action == "delivered" else ("5.1.1", "No such user")
    text = NOTICE.format(action=action, status=status, said=said, message_id=message_id, kind=kind)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_notification_names_the_mail_and_what_became_of_it(kind: str) -> None:
    assert read(notice("delivered", "<a@b>", kind)) == [Receipt("<a@b>", arrived=True, reason="smtp; 2.0.0 Delivered")]
    assert read(notice("failed", "<a@b>", kind)) == [Receipt("<a@b>", arrived=False, reason="smtp; 5.1.1 No such user")]


@pytest.mark.parametrize("raw", [b"", b"\xff\x00", b"Subject: Out of office\r\n\r\nTr\xe1", notice("delayed", "<a@b>")])
def test_what_is_no_notification_says_nothing(raw: bytes) -> None:
    assert read(raw) == []


@pytest.mark.parametrize(
    ("action", "state"), [("delivered", ("delivered", None)), ("failed", ("dead", "smtp; 5.1.1 No such user"))]
)
def test_a_mail_that_was_sent_is_delivered_or_dead_by_its_servers_word(
    late: Desk, mail: MailServer, action: str, state: object
) -> None:
    late.reach(HEAD, mail="head@example.vn")
    late.look()
    late.sending(mail).drain(Drain("mail", late.now), beat)
    (sent,) = late.deliveries()
    with late.engines.write.begin() as connection:
        assert len(take(connection, notice(action, sent.message_id), late.now)) == 1
        assert take(connection, notice(action, "<other@b>"), late.now) == []
        assert take(connection, notice("failed", "<other@b>"), late.now) == []
    (row,) = late.deliveries()
    assert (row.state, row.reason) == state
