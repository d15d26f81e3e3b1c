"""The worker is killed with -9 while it sends: every digest arrives, and under one Message-ID only."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from tests.delivery.conftest import SENDER, Desk
from tests.delivery.servers import MailServer
from tests.places import Place
from tests.rig import open_store, until
from tests.samples import small_tree, to_communes
from thac.auditing.secrets import EVERY_CHECK
from thac.domain.calendar import civil_day
from thac.notices.sending import Channel
from thac.settings import Settings
from thac.store import tables as t
from thac.store.auditing import audit

pytestmark = [pytest.mark.verify, pytest.mark.timeout(600)]


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process, as `thac up` starts it."""
    command = [sys.executable, "-m", "thac.cli", "worker"]
    with subprocess.Popen(command, env=settings.child_environment(), stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


class Deadly(MailServer):
    """Kills who sends: after it took the mails of those numbers, and before it says so."""

    def __init__(self, *at: int) -> None:
        super().__init__()
        self.at = list(at)
        self.victim: subprocess.Popen[bytes] | None = None
        self.on_mail = self._kill

    def _kill(self) -> None:
        if self.victim is not None and len(self.mails) in self.at:
            os.kill(self.victim.pid, signal.SIGKILL)


async def test_no_digest_is_missing_and_none_comes_under_two_ids(place: Place, server: Client, tmp_path: Path) -> None:
    desk = Desk(open_store(place, small_tree()))
    now = datetime.now(UTC)
    desk.now = now - timedelta(days=35)
    desk.live(now, to_communes(1, civil_day(now) - timedelta(days=5)))
    posts = {row.post for row in desk.rows(t.alerts)}
    assert len(posts) >= 12
    for post in posts:
        desk.reach(post, mail=f"{post.replace('@', '.')}@example.vn")
    with Deadly(1, 6) as mail:
        settings = Settings(
            home=tmp_path,
            store_url=desk.engines.write.url.render_as_string(hide_password=False),
            temporal_address=server.service_client.config.target_host,
            smtp_url=mail.url,
            mail_from=SENDER,
        )
        for _ in mail.at:
            with worker(settings) as mail.victim:
                killed = mail.victim
                await until(lambda killed=killed: killed.poll() is not None, 180)  # type: ignore[misc]
                assert killed.returncode == -signal.SIGKILL
        with worker(settings) as mail.victim:
            await until(lambda: desk.states(Channel.MAIL) == {"sent": len(posts)}, 180)
    assert set(mail.ids) == {row.message_id for row in desk.deliveries()}
    assert len(mail.ids) == len(posts)
    assert sorted(mail.ids.values(), reverse=True)[:2] == [2, 2]
    assert sum(mail.ids.values()) == len(posts) + 2
    told = [row.alert for row in desk.rows(t.notice_alerts)]
    assert len(told) == len(set(told))
    found = audit(desk.engines.read, datetime.now(UTC), checks=EVERY_CHECK)
    assert [f"{one.code} {one.english}" for one in found] == []
    desk.engines.dispose()
