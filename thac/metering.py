"""What does a worker count, and where can it be read? Its flushes, at a port of the loopback address."""

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final

from prometheus_client import start_http_server

from activities.ledger import Ledger
from thac.domain.appending import Append, Held, Outcome
from thac.observability import Metrics

_HOST: Final = "127.0.0.1"


class MeteredLedger:
    """A ledger whose appends are counted and timed."""

    def __init__(self, ledger: Ledger, metrics: Metrics) -> None:
        self._ledger = ledger
        self._metrics = metrics

    def append(self, request: Append) -> "Future[Outcome]":
        """Append as the ledger does, and note how long that took and what came of it."""
        began = time.perf_counter()
        answer = self._ledger.append(request)
        answer.add_done_callback(lambda done: self._note(done, time.perf_counter() - began))
        return answer

    def _note(self, answer: "Future[Outcome]", seconds: float) -> None:
        self._metrics.flush_seconds.observe(seconds)
        if answer.cancelled() or answer.exception() is not None:
            return
        if isinstance(answer.result(), Held):
            self._metrics.flushes_behind.inc()


@contextmanager
def served(metrics: Metrics, port: int | None) -> Iterator[None]:
    """Serve the quantities at ``http://127.0.0.1:port/metrics`` meanwhile; without a port, nowhere.

    Raises
    ------
    OSError
        The port is taken.
    """
    if port is None:
        yield
        return
    server, thread = start_http_server(port, _HOST, registry=metrics.registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
