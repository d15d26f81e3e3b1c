"""What a drill's mails come to: a real sink, killed when it took a mail and before it said so, and what is counted."""

import dataclasses
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from activities.deliver import Drain
from tests.delivery.conftest import Desk, beat
from tests.drill import mails
from tests.drill.mails import Mails
from tests.drill.sinks import DIE_AFTER_TAKING, Taken, taken
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree, to_communes
from thac.delivery.composing import addressing
from thac.delivery.draining import MailTerms, StoredSending
from thac.delivery.smtp import SmtpServer
from thac.domain.calendar import civil_day
from thac.embedded import free_port
from thac.notices.sending import Channel
from thac.store import tables as t
from thac.store.directory import DirectoryCache

pytestmark = pytest.mark.slow


@contextmanager
def sink(port: int, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The drill's mail server, once it answers."""
    command = [sys.executable, "-m", "tests.drill.sinks", str(port), str(home)]
    with subprocess.Popen(command) as process:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=10).close()
                    break
                except ConnectionRefusedError:
                    assert process.poll() is None
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
            yield process
        finally:
            process.kill()


class Post:
    """An office whose digests are saved and not yet sent; ``posts`` are those that chose mail."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.desk = Desk(open_store(home, small_tree()))
        self.desk.live(FRIDAY + timedelta(days=35), to_communes(1, civil_day(FRIDAY) + timedelta(days=30)))
        self.posts = sorted({row.post for row in self.desk.rows(t.alerts)})
        for post in self.posts:
            self.desk.reach(post, mail=mails.contact(post)["mail"])
        self.desk.look()
        self.wanted = mails.expected(self.desk.engines, self.posts)

    def drain(self) -> None:
        terms = MailTerms(SmtpServer.of(f"smtp://127.0.0.1:{self.port}"), mails.SENDER)
        addressee = addressing(self.desk.engines, DirectoryCache(), None)
        StoredSending(self.desk.engines, addressee, terms).drain(Drain(Channel.MAIL, self.desk.now), beat)

    def came_to(self, arrived: Iterable[Taken] | None = None) -> Mails:
        there = taken(self.home) if arrived is None else arrived
        return mails.counted(self.desk.engines, self.posts, self.wanted, lambda: there)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path)
    yield made
    made.desk.engines.dispose()


def test_a_sink_that_dies_after_taking_a_mail_is_sent_it_again_and_nothing_else(post: Post) -> None:
    count = len(post.posts)
    assert len(post.wanted) == count > 3
    assert post.came_to() == Mails(count, count, 0, count, count, 0, 0, 0)
    (post.home / DIE_AFTER_TAKING).touch()
    with sink(post.port, post.home) as dying:
        post.drain()
        assert dying.wait(60) == -signal.SIGKILL
    assert not (post.home / DIE_AFTER_TAKING).exists()
    assert post.came_to() == Mails(count, count, 1, count - 1, count - 1, 0, 0, 0)
    post.desk.later(minutes=10)
    with sink(post.port, post.home):
        post.drain()
    assert mails.waiting(post.desk.engines, post.wanted) == 0
    assert post.came_to() == Mails(count, count, count, 0, 0, 0, 1, 1)
    assert post.came_to().bad == 0


def test_a_mail_that_is_lost_made_up_or_for_another_is_found(post: Post) -> None:
    with sink(post.port, post.home):
        post.drain()
    first, *others = list(taken(post.home))
    assert post.came_to([first, *others]).bad == 0
    assert (post.came_to(others).missing, post.came_to(others).waiting) == (1, 0)
    for alien in (
        dataclasses.replace(first, message_id="<msg_0@drill.example.vn>"),
        dataclasses.replace(first, recipient="another@drill.example.vn"),
        dataclasses.replace(first, list_id="<another.digest.drill.example.vn>"),
    ):
        found = post.came_to([first, *others, alien])
        assert (found.missing, found.spurious, found.bad) == (0, 1, 1)


def test_a_delivery_that_the_store_forgot_is_missing(post: Post) -> None:
    row = t.deliveries.c
    with post.desk.engines.write.begin() as connection:
        connection.execute(sa.delete(t.deliveries).where(row.post == post.posts[0], row.channel == Channel.MAIL.value))
    with sink(post.port, post.home):
        post.drain()
    assert (post.came_to().missing, post.came_to().waiting) == (1, 0)


def test_a_line_that_a_kill_cut_short_was_never_answered_and_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1.jsonl").write_text('{"message_id": "<a@b>", "list_id": "", "recipient": "c@d"}\n{"message_')
    (folder / "2.jsonl").write_text('{"message_id": "<e@f>", "list_id": "", "recipient": "c@d"}\n')
    assert [one.message_id for one in taken(tmp_path)] == ["<a@b>", "<e@f>"]
