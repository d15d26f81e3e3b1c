"""The mail server of a drill, a process of its own: ``python -m tests.drill.sinks PORT HOME``.

What it takes stands in a file, and on the disk, before it says 250. So a mail that the sender was told is taken can
always be counted, whatever is killed. It is killed with -9 as the others are; with the file ``die-after-taking`` in the
data folder it also kills itself once, when it has written a mail down and not yet said so.
"""

import asyncio
import email
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from email.policy import default
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

DIE_AFTER_TAKING: Final = "die-after-taking"
_FOLDER: Final = "mails"
_HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that was taken for one recipient, by what stands in it."""

    message_id: str
    list_id: str
    recipient: str


class Sink:
    """Takes every mail. Each life of the process writes a file of its own, so that a line cut short spoils no other."""

    def __init__(self, home: Path) -> None:
        folder = home / _FOLDER
        folder.mkdir(exist_ok=True)
        self._armed = home / DIE_AFTER_TAKING
        name = folder / f"{time.time_ns()}-{os.getpid()}.jsonl"
        self._file = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 Nothing was said"
        mail = email.message_from_bytes(content, policy=default)
        for recipient in envelope.rcpt_tos:
            self._write(Taken(str(mail["Message-ID"]), str(mail["List-Id"]), recipient))
        os.fsync(self._file)
        if self._armed.exists():
            self._armed.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return "250 OK"

    def _write(self, one: Taken) -> None:
        line = json.dumps(asdict(one)).encode() + b"\n"
        if os.write(self._file, line) != len(line):
            raise OSError("a mail could not be written down whole")


def taken(home: Path) -> Iterator[Taken]:
    """Everything that was ever taken, in its order. A line without an end was never answered and does not count."""
    for file in sorted((home / _FOLDER).glob("*.jsonl")):
        for line in file.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield Taken(**json.loads(line))


async def _serve(port: int, home: Path) -> None:
    sink, loop = Sink(home), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="drill", loop=loop), _HOST, port)
    await server.serve_forever()


def main(port: str, home: str) -> None:
    """Take mail on that port until killed."""
    asyncio.run(_serve(int(port), Path(home)))


if __name__ == "__main__":
    main(*sys.argv[1:])
