"""A digest as a mail: readable on a telephone, safe to open, the same words in HTML and in text."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.notices.rows import CHAIR, NOW, alert, inbox, work
from tests.notices.test_digest import at, composed, late_communes
from thac.domain.assignments import Clock, State
from thac.domain.directives import Urgency
from thac.domain.inbox import Work
from thac.domain.ladders import Colour
from thac.notices.digest import Digest
from thac.notices.rendering import SUBJECT, Addressee, render, subject

TO = Addressee("Chủ tịch", "UBND tỉnh Phú Thọ", "https://thac.example/inbox")


def digest_of(*works: Work) -> Digest:
    return composed(inbox(works, [alert(one, CHAIR, "overdue_2") for one in works]), CHAIR, at(27, "07:30"))


class Seen(HTMLParser):
    """What a mail client meets: tags with their attributes, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_two_hundred_late_communes_are_one_mail_of_modest_length() -> None:
    mail = render(composed(late_communes(200), CHAIR, at(27, "07:30")), TO)
    assert mail.subject == "Nhắc việc 27/11/2026: 200 việc quá hạn"
    assert "Hiện có 200 việc quá hạn, ở 200 đơn vị." in mail.text
    assert "200 việc quá hạn · 200 đơn vị · lâu nhất 2 ngày" in mail.text
    assert "… và 140 việc khác của văn bản này: https://thac.example/inbox?directive=d" in mail.text
    assert len(mail.text.splitlines()) < 40
    assert len(mail.html.encode()) < 30_000  # some clients cut a mail off at 102 kB


def test_the_html_is_well_formed_and_fetches_and_runs_nothing() -> None:
    seen = Seen(render(composed(late_communes(200), CHAIR, at(27, "07:30")), TO).html)
    assert seen.open == []
    assert {tag for tag, _ in seen.tags} <= {
        *("html", "head", "meta", "title", "body", "table", "tr", "td", "div", "span", "strong", "a"),
    }
    named = [(name, value or "") for _, attributes in seen.tags for name, value in attributes.items()]
    assert not [name for name, _ in named if name.startswith("on") or name in {"src", "background", "class"}]
    assert not [value for name, value in named if name == "style" and re.search(r"url\(|expression|@import", value)]
    assert {value for name, value in named if name == "href"} == {
        "https://thac.example/inbox",
        "https://thac.example/inbox?directive=d",
    }


def test_nothing_is_wider_than_a_telephone() -> None:
    html = render(composed(late_communes(200), CHAIR, at(27, "07:30")), TO).html
    assert not [width for width in re.findall(r"(?<!max-)width[:=]\"?(\d+)(?:px|\")", html) if int(width) > 360]
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html


def test_words_of_a_directive_are_words_in_the_mail() -> None:
    nasty = work(text='<script>alert("x")</script> & "Tổ <b>1</b>"', lead_name="Xã <img src=x>")
    mail = render(digest_of(nasty), TO)
    assert {tag for tag, _ in Seen(mail.html).tags}.isdisjoint({"script", "b", "img"})
    assert '<script>alert("x")</script>' in "".join(Seen(mail.html).words)
    assert '<script>alert("x")</script> & "Tổ <b>1</b>"' in mail.text


def test_colour_always_comes_with_its_word() -> None:
    soon, silent = work(task=2, due=at(30, "17:00")), work(task=3, due=at(30, "17:00"))
    rows = [
        alert(soon, step="due_soon", colour=Colour.BLUE, moment=NOW),
        alert(silent, step="half_silent", colour=Colour.YELLOW, moment=NOW),
        alert(work(), step="overdue"),
    ]
    mail = render(composed(inbox([work(), soon, silent], rows), CHAIR, at(27, "07:30")), TO)
    assert mail.subject == "Nhắc việc 27/11/2026: 1 việc quá hạn, 1 việc chậm phản hồi, 1 việc sắp đến hạn"
    for said in (mail.text, "".join(Seen(mail.html).words)):
        assert [words in said for words in ("Quá hạn 2 ngày", "Chậm phản hồi", "Sắp đến hạn")] == [True] * 3


def test_units_that_stand_alike_are_told_together() -> None:
    works = [work(lead="00001"), work(lead="00002"), work(lead="00003", state=State.ASSIGNED)]
    text = render(digest_of(*works), TO).text
    assert "  - Quá hạn 2 ngày, đang thực hiện (2): Xã 00001, Xã 00002\n" in text
    assert "  - Xã 00003: Quá hạn 2 ngày, chưa tiếp nhận\n" in text


def test_a_day_is_said_beside_the_units_where_their_days_differ() -> None:
    text = render(digest_of(work(), work(lead="00002", due=at(26, "17:00"))), TO).text
    assert "  - Xã 00001: Quá hạn 2 ngày, đang thực hiện, hạn 25/11/2026\n" in text


def test_a_single_alert_says_in_the_subject_what_it_is_about() -> None:
    assert subject(digest_of(work(text="Rà soát\nthủ tục"))) == "Quá hạn 2 ngày: Rà soát thủ tục"
    long = subject(digest_of(work(text="Rà soát " * 40)))
    assert len(long) <= SUBJECT
    assert long.endswith("…")


def test_the_weeks_summary_says_so() -> None:
    rows = late_communes(3, read=at(30, "07:30"))
    mail = render(composed(rows, CHAIR, at(30, "07:30")), TO)
    assert mail.subject == "Tổng hợp đầu tuần 30/11/2026: 3 việc quá hạn"
    assert "Tổng hợp đầu tuần, 07:30 ngày 30/11/2026." in mail.text


def test_a_mail_that_makes_up_for_downtime_says_since_when() -> None:
    late = replace(digest_of(work()), late_since=at(26, "07:30"))
    assert "Thư này gộp các nhắc việc lẽ ra gửi từ 07:30 ngày 26/11/2026." in render(late, TO).text
    assert "lẽ ra gửi" not in render(replace(late, late_since=None), TO).html


def test_it_addresses_its_reader_and_needs_no_page_to_link_to() -> None:
    mail = render(digest_of(work()), Addressee("Chủ tịch", "UBND xã Tu Vũ"))
    assert mail.text.startswith("Kính gửi Chủ tịch UBND xã Tu Vũ,\n")
    assert "href" not in mail.html


def test_only_a_page_on_the_web_is_linked() -> None:
    with pytest.raises(ValueError, match="no address of a page"):
        Addressee("Chủ tịch", "UBND", "javascript:alert(1)")


def test_whose_answer_is_awaited_is_said_once() -> None:
    receipt = alert(work(), step="receipt_unit", clock=Clock.RECEIPT, colour=Colour.YELLOW)
    about = replace(work(due=at(30, "17:00")), state=State.ASSIGNED)
    mail = render(composed(inbox([about], [replace(receipt, version=1)]), CHAIR, at(27, "11:30")), TO)
    assert "  - Xã 00001: Chờ tiếp nhận\n" in mail.text


def test_a_chair_reads_which_of_his_units_hold_his_late_work() -> None:
    parent = work()
    units = [work("00001", f"00001-U{number}", state=State.ASSIGNED) for number in range(1, 9)]
    rows = [alert(one, "chair@00001") for one in (parent, *units)]
    text = render(composed(inbox([parent, *units], rows), "chair@00001", at(27, "07:30")), TO).text
    (line,) = [line for line in text.splitlines() if "Bên dưới" in line]
    assert line.startswith("    Bên dưới: Xã 00001-U1: chưa tiếp nhận; Xã 00001-U2: chưa tiếp nhận; ")
    assert line.endswith("; và 2 việc khác")
    assert "8 nhắc việc của đơn vị bên dưới đã được gộp" in text


def test_an_urgent_directive_is_marked_in_the_subject() -> None:
    assert subject(digest_of(work(urgency=Urgency.IMMEDIATE))) == "[KHẨN] Quá hạn 2 ngày: Rà soát thủ tục"


def test_a_mail_about_what_is_not_late_says_so() -> None:
    about = work(due=at(30, "17:00"))
    soon = alert(about, step="due_soon", colour=Colour.BLUE, moment=NOW)
    mail = render(composed(inbox([about], [soon]), CHAIR, at(27, "11:30")), TO)
    assert "Hiện có 1 việc sắp đến hạn, chưa có việc quá hạn." in mail.text
