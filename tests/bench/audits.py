"""How fast is an audit, how large a bundle, and what do flushes wait for while one is under way?

A store is filled without a server: letters to every commune of Thái Nguyên and on to its units, two months of them.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from activities.audit import AuditOrder
from tests.bench.rows import NOTHING, Options, Row, spread, told
from tests.places import migrate
from tests.samples import FRIDAY, directive, to_communes
from tests.store.driver import UNIT, Driver
from thac.auditing.beside import AuditorBeside, AuditorHere
from thac.auditing.bundle_format import Selection
from thac.auditing.exporting import export
from thac.auditing.secrets import EVERY_CHECK
from thac.auditing.verifying import verify
from thac.directory.build import build_directory
from thac.domain import turns
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.appending import AnswerRecord, Append
from thac.domain.audit_watch import AuditKind
from thac.domain.commands import Accept, Parcel, Progress, Take
from thac.domain.directives import Within
from thac.domain.docket import Docket, docket_id
from thac.domain.ledger import fold
from thac.domain.turns import Done
from thac.domain.views import assignment_views, docket_view
from thac.store import directory, ledger
from thac.store.auditing import audit
from thac.store.audits import StoredAuditor
from thac.store.directory import DirectoryCache
from thac.store.engine import Engines, open_engines
from thac.store.writer import GroupCommit

T = TypeVar("T")
_PROVINCE = "19"
_UNITS = 8
_SECONDS = 4.0
_BEGUN_SECONDS = 60.0
_NOW = FRIDAY + timedelta(days=60)


async def audits(options: Options) -> AsyncIterator[Row]:
    """The audit at once, in pages, with nothing that went on; a bundle; and flushes beside it."""
    with tempfile.TemporaryDirectory(prefix="thac-bench-") as folder:
        address = f"sqlite:///{folder}/thac.db"
        engines = _filled(address, options.directives)
        for row in _measured(engines, Path(folder), options.runs):
            yield row
        for row in _beside(engines, address, options.runs):
            yield row
        engines.dispose()


def _filled(address: str, letters: int) -> Engines:
    """A store with so many letters: half of what they order is accepted, all of it is escalated for two months."""
    migrate(address)
    engines = open_engines(address)
    tree = build_directory((_PROVINCE,), units_per_commune=_UNITS)
    with engines.write.begin() as connection:
        directory.install(connection, tree, "bench", FRIDAY - timedelta(days=1))
        driver = Driver(connection, tree, FRIDAY)
        for number in range(letters):
            driver.launch(directive(to_communes(1, date(2026, 12, 15), Within.EVERY_UNIT), id_=f"b{number}"))
            told(f"letter {number + 1} of {letters}")
        driver.advance(FRIDAY + timedelta(hours=3))
        for docket in list(driver.dockets.values()):
            for key in list(docket.rows)[::2]:
                lead = docket.rows[key].lead
                if not tree.issues(lead):
                    driver.send(docket, lead, UNIT, Accept(key))
                    driver.send(docket, lead, UNIT, Take(key, "Nguyễn Văn A"))
        driver.advance(_NOW)
    return engines


def _measured(engines: Engines, folder: Path, runs: int) -> Iterator[Row]:
    seconds, found = _timed(lambda: audit(engines.read, _NOW, checks=EVERY_CHECK), runs)
    assert found.clean, found.as_json()["findings"][:3]
    size = f"{found.dockets} dockets, {found.events} events, {found.alerts} alerts"
    yield Row(f"thac audit: {size}", f"{spread(seconds, ' s')}, {found.events / min(seconds):,.0f} events/s")
    paged, _ = _timed(lambda: _through(engines, AuditKind.WHOLE), runs)
    yield Row("the same in pages, with its progress written", spread(paged, " s"), spread(seconds, " s"))
    quick, _ = _timed(lambda: _through(engines, AuditKind.REGULAR), runs)
    yield Row("a regular audit of a store in which nothing went on", spread(quick, " s"))
    file = folder / "bundle.zip"
    begun = time.perf_counter()
    export(engines.read, file, Selection(), _NOW)
    written = time.perf_counter() - begun
    verified, _ = _timed(lambda: verify(file), 1)
    megabytes = file.stat().st_size / 1_000_000
    yield Row("a bundle of all of it: written; verified", f"{written:.1f} s, {megabytes:.1f} MB; {verified[0]:.1f} s")


def _through(engines: Engines, kind: AuditKind) -> int:
    auditor = StoredAuditor(engines, lambda: _NOW, checks=EVERY_CHECK)
    step = auditor.begin(uuid4().hex, kind)
    while not step.done:
        step = auditor.step(step.id)
    return step.dockets


def _timed(work: Callable[[], T], runs: int) -> tuple[list[float], T]:
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        came_to = work()
        seconds.append(time.perf_counter() - begun)
    return seconds, came_to


def _beside(engines: Engines, address: str, runs: int) -> Iterator[Row]:
    """What one command waits for, decided and flushed in this process: alone, and with an audit in both places."""
    here = AuditorHere(StoredAuditor(engines, lambda: _NOW, checks=EVERY_CHECK))
    beside = AuditorBeside(address, timedelta(days=7))
    places: dict[str, Callable[[], AuditorHere | AuditorBeside | None]] = {
        "alone": lambda: None,
        "with an audit beside it in a process of its own": lambda: beside,
        "with an audit in a thread of the same process": lambda: here,
    }
    alone: list[float] = []
    for name, place in places.items():
        medians, worst = [], []
        for _ in range(runs):
            with _auditing(place()):
                flushed = _flushes(engines)
            medians.append(statistics.median(flushed) * 1000)
            worst.append(statistics.quantiles(flushed, n=100)[98] * 1000)
        alone = alone or medians
        floor = NOTHING if name == "alone" else spread(alone, " ms")
        yield Row(f"a command {name}: p50; p99", f"{spread(medians, ' ms')}; {spread(worst, ' ms')}", floor)
    beside.close()


@contextmanager
def _auditing(auditor: AuditorHere | AuditorBeside | None) -> Iterator[None]:
    """Audits of everything, one after the other, meanwhile."""
    begun, over = threading.Event(), threading.Event()

    def go_on() -> None:
        while auditor is not None and not over.is_set():
            progress = auditor.begin(AuditOrder(uuid4().hex, AuditKind.WHOLE))
            begun.set()
            while not progress.done and not over.is_set():
                progress = auditor.step(progress.id, lambda: None)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        assert auditor is None or begun.wait(_BEGUN_SECONDS), "no audit begins"
        yield
    finally:
        over.set()
        thread.join()


def _flushes(engines: Engines) -> list[float]:
    """Seconds that each of many commands took, one after the other, to be decided and on the disk."""
    writer = GroupCommit(engines.write, DirectoryCache())
    with engines.read.connect() as connection:
        name = docket_id("b0", "05443")
        docket = Docket(name)
        fold(docket, ledger.read(connection, name))
    key = next(one for one, row in docket.rows.items() if row.person is not None)
    lead = docket.rows[key].lead
    seconds: list[float] = []
    until = time.perf_counter() + _SECONDS
    while time.perf_counter() < until:
        begun = time.perf_counter()
        now = max(datetime.now(UTC), _NOW)
        command = Parcel(uuid4().hex, "x", Actor(lead, Role.UNIT, "bench"), now, Progress(key, 50))
        turn = turns.begin(docket, now)
        turns.settle(turn, [command], ())
        writer.append(_append(docket, turn)).result()
        docket = turn.docket
        seconds.append(time.perf_counter() - begun)
    writer.close()
    return seconds


def _append(before: Docket, turn: turns.Turn) -> Append:
    answers = tuple(
        AnswerRecord(key, turn.fingerprints[key], done.seq)
        for key, done in turn.answers.items()
        if isinstance(done, Done)
    )
    views = tuple(assignment_views(turn.docket, turn.changed))
    entries, view = tuple(turn.entries), docket_view(turn.docket)
    return Append(before.id, before.head, before.hash, entries, view, views, answers, tuple(turn.answers))
