"""The mail of a digest, as mail programs read it."""

import email
from dataclasses import replace
from email.policy import default
from typing import Any

from activities.deliver import Drain
from tests.delivery.conftest import HEAD, SENDER, Desk, beat
from tests.delivery.servers import MailServer
from thac.delivery.mail import message
from thac.notices.digest import Digest
from thac.notices.rendering import Rendered
from thac.notices.sending import Attempt, Channel
from thac.store import tables as t
from thac.store.deliveries import Outgoing
from thac.store.notices import body_of

LETTER = Rendered("Quá hạn 3 ngày: Rà soát, chuẩn hóa thủ tục hành chính của xã Đông Sơn", "Kính gửi …\n", "<p>ễ</p>")


def sent(desk: Desk, letter: Rendered = LETTER, change: Any = lambda digest: digest) -> Any:
    """The mail of the head's digest, as it arrives."""
    desk.reach(HEAD, mail="head@example.vn")
    desk.look()
    (row,) = (row for row in desk.rows(t.notices) if row.post == HEAD)
    (way,) = desk.deliveries(Channel.MAIL)
    one = Outgoing(
        Attempt(way.id, 1, desk.now),
        row.key,
        HEAD,
        "19-SNV",
        way.address,
        None,
        way.urgent,
        f"<{way.id}@xa.example.vn>",
        row.saved_at,
        row.body,
    )
    digest: Digest = change(body_of(row.body))
    return email.message_from_bytes(message(one, digest, letter, SENDER).as_bytes(), policy=default)


def text_of(mail: Any) -> str:
    """The plain text, with the ends of lines that Python has."""
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_subject_and_text_arrive_letter_for_letter(late: Desk) -> None:
    mail = sent(late)
    assert mail["Subject"] == LETTER.subject
    assert text_of(mail) == LETTER.text
    assert mail.get_body(("html",)).get_content().strip() == LETTER.html
    assert mail.get_content_type() == "multipart/alternative"


def test_every_line_on_the_wire_is_ascii_and_short(late: Desk) -> None:
    raw = sent(late).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 200


def test_decomposed_vietnamese_goes_out_composed(late: Desk) -> None:
    mail = sent(late, Rendered("Qua\u0301 ha\u0323n", "e\u0302\u0303\n", "<p></p>"))
    assert mail["Subject"] == "Quá hạn"
    assert text_of(mail) == "ễ\n"


def test_it_says_which_list_it_is_of_and_that_no_person_wrote_it(late: Desk) -> None:
    mail = sent(late)
    assert mail["List-Id"] == "<19-snv.digest.xa.example.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Thac-Key"] == f"{HEAD}/20261130T093000Z/look"
    assert (mail["From"], mail["To"]) == ("Thác <thac@xa.example.vn>", "head@example.vn")


def test_a_subject_cannot_bring_headers_of_its_own(late: Desk) -> None:
    mail = sent(late, Rendered("Quá hạn\r\nBcc: other@example.vn", "x\n", "<p></p>"))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Quá hạn Bcc: other@example.vn"


def test_digests_on_one_assignment_are_one_thread_and_those_on_one_directive_too(late: Desk) -> None:
    first = sent(late)
    assert len(first["References"].split()) == 2
    assert first["In-Reply-To"] == first["References"].split()[-1]

    def another_task(digest: Digest) -> Digest:
        (line,) = digest.lines
        return replace(digest, lines=(line, replace(line, assignment="d1~19~2~19-SNV", task=2)))

    wide = sent(late, change=another_task)
    assert wide["References"].split() == first["References"].split()[:1]

    def another_directive(digest: Digest) -> Digest:
        (line,) = digest.lines
        return replace(digest, lines=(line, replace(line, assignment="d2~19~1~19-SNV", directive="d2")))

    assert sent(late, change=another_directive)["References"] is None


def test_the_mail_that_is_sent_is_the_digest_as_it_reads(late: Desk, mail: MailServer) -> None:
    late.reach(HEAD, mail="head@example.vn")
    late.look()
    late.sending(mail).drain(Drain("mail", late.now), beat)
    (taken,) = mail.mails
    assert "Việc 1" in taken.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Việc 1" in taken.get_body(("html",)).get_content()  # type: ignore[union-attr]
