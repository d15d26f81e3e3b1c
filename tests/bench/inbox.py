"""How long does a reader wait for an inbox of 2,000 and of 20,000 alerts, and a post's digest of them?"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from tests.bench.rows import Options, Row, spread
from tests.samples import small_tree
from thac.domain.inbox import Inbox
from thac.notices.digest import compose
from thac.notices.rendering import Addressee, render
from thac.notices.showing import show
from thac.store import directory, migrate
from thac.store import tables as t
from thac.store.engine import open_engines
from thac.store.queries.alerts import inbox_of_post

_NOW: Final = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)
_POST: Final = "chair@19"
_COMMUNES: Final = 100
_DEPTH: Final = 4
"""Alerts about one assignment to one post: a ladder that climbed and repeats weekly."""


async def inbox(options: Options) -> AsyncIterator[Row]:
    """Everything of one post, of which a quarter is shown; read from SQLite, then decided, then made into a mail."""
    for count in (2_000, 20_000):
        with tempfile.TemporaryDirectory() as folder:
            engines = open_engines(f"sqlite:///{Path(folder) / 'thac.db'}")
            migrate.upgrade(engines.write)
            with engines.write.begin() as connection:
                directory.install(connection, small_tree(_COMMUNES), "bench", _NOW)
                _fill(connection, count)
            with engines.read.connect() as connection:
                read = _timed(options, lambda: inbox_of_post(connection, _POST, _NOW))
                lying = inbox_of_post(connection, _POST, _NOW)
            engines.dispose()
        yield _row(f"an inbox of {count:,} alerts: read", read)
        yield _row(f"an inbox of {count:,} alerts: decided", _timed(options, lambda: show(lying)))  # noqa: B023
        yield _row(f"an inbox of {count:,} alerts: told", _timed(options, lambda: _told(lying)))  # noqa: B023


def _told(lying: Inbox) -> object:
    digest = compose(lying, _POST, _NOW)
    return None if digest is None else render(digest, Addressee("Chủ tịch", "UBND tỉnh"))


def _row(what: str, seconds: list[float]) -> Row:
    return Row(what, f"{spread([one * 1_000 for one in seconds])} ms", asked="≤ 1 s")


def _timed(options: Options, act: Callable[[], object]) -> list[float]:
    """Seconds of the processor, so that others on the machine do not count."""
    act()
    found = []
    for _ in range(options.runs):
        begun = time.process_time()
        act()
        found.append(time.process_time() - begun)
    return found


def _fill(connection: sa.Connection, count: int) -> None:
    works = list(_works(count // _DEPTH))
    directives = sorted({one["directive"] for one in works})
    connection.execute(sa.insert(t.directives), [_directive(one) for one in directives])
    connection.execute(
        sa.insert(t.tasks),
        [
            {"directive": one, "number": 1, "text": "Rà soát thủ tục hành chính", "mode": "each", "tracked": True}
            for one in directives
        ],
    )
    connection.execute(sa.insert(t.assignments), works)
    connection.execute(sa.insert(t.alerts), [row for one in works for row in _alerts(one)])


def _works(count: int) -> Iterator[dict[str, Any]]:
    due = _NOW - timedelta(days=40)
    empty = dict.fromkeys(("implements", "former", "coordinators", "overran", "asks"), "[]")
    none = {"request": False, "keeps": True, "over_open": False, "urged": 0, "unsigned": 0, "percent": 0}
    for number in range(count):
        directive, lead = f"d{number // _COMMUNES}", f"{number % _COMMUNES + 1:05}"
        yield (
            empty
            | none
            | {
                "id": f"{directive}~19~1~{lead}",
                "key": f"1:{lead}",
                "docket": f"cascade/{directive}/19",
                "directive": directive,
                "issuer": "19",
                "task": 1,
                "copy": lead,
                "lead": lead,
                "state": "accepted",
                "round": 1,
                "open": True,
                "assigned_at": due - timedelta(days=20),
                "due": due + timedelta(days=number % 30),
                "deadlines": '[{"due": "2026-10-18T00:30:00Z"}]',
            }
        )


def _alerts(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for repeat in range(_DEPTH):
        at = work["due"] + timedelta(days=repeat)
        yield {
            "key": f"{work['id']}|1|completion|1|1|overdue_10|{repeat}|{_POST}",
            "docket": work["docket"],
            "seq": 1,
            "assignment": work["id"],
            "clock": "completion",
            "round": 1,
            "version": 1,
            "step": "overdue_10",
            "repeat": repeat,
            "colour": "red",
            "post": _POST,
            "agency": "19",
            "moment": at,
            "fired_at": at,
            "directory_version": 1,
        }


def _directive(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "issuer": "19",
        "doc_type": "Chỉ thị",
        "number": name[1:],
        "symbol": "CT-UBND",
        "subject": "Về việc cải cách thủ tục hành chính",
        "issued_on": date(2026, 9, 1),
        "urgency": "normal",
        "state": "running",
        "body": "{}",
        "created_by": "{}",
        "created_at": _NOW,
    }
