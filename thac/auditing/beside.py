"""The auditor beside the worker: in a process of its own, so that no docket waits for the processor behind it.

Deciding a country's ledgers anew takes minutes of one core. In a thread of the worker that would hold Python's lock
against every workflow task and every flush; a process with a lower priority holds nothing. It is told one step in a
line and answers in lines; it ends when the worker does, because then nobody writes to it any more.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from threading import Lock
from typing import Any, Final

from activities.audit import AuditOrder, AuditProgress
from thac.auditing.secrets import EVERY_CHECK
from thac.clock import REAL
from thac.domain.audit_watch import AuditKind
from thac.store.audits import StoredAuditor
from thac.store.engine import open_engines

_BEAT_SECONDS: Final = 2.0
_NICE: Final = 10
_ADDRESS: Final = "AUDITED_STORE"
_WHOLE: Final = "AUDITED_WHOLE_SECONDS"


class AuditingProcessError(RuntimeError):
    """The process that audits ended or failed; what it said is in the message, and the step is tried again."""


class AuditorHere:
    """The auditor in this process."""

    def __init__(self, auditor: StoredAuditor) -> None:
        self._auditor = auditor

    def begin(self, order: AuditOrder) -> AuditProgress:
        """Begin the audit, or find that it has begun."""
        return AuditProgress(**asdict(self._auditor.begin(order.id, order.kind)))

    def step(self, audit: str, alive: Callable[[], None]) -> AuditProgress:
        """Go through the next page."""
        return AuditProgress(**asdict(self._auditor.step(audit, alive)))


class AuditorBeside:
    """The auditor in a process of its own, which is started when it is first needed.

    Parameters
    ----------
    address
        Where the store is.
    whole_every
        How old the last audit of everything may be before a regular one becomes one.
    """

    def __init__(self, address: str, whole_every: timedelta) -> None:
        self._environment = {_ADDRESS: address, _WHOLE: str(whole_every.total_seconds())}
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def begin(self, order: AuditOrder) -> AuditProgress:
        """Begin the audit, or find that it has begun."""
        return self._asked({"begin": order.id, "kind": order.kind.value}, lambda: None)

    def step(self, audit: str, alive: Callable[[], None]) -> AuditProgress:
        """Go through the next page; ``alive`` is called every other second while the process works."""
        progress = self._asked({"step": audit}, alive)
        if progress.done:
            self.close()
        return progress

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, order: dict[str, str], alive: Callable[[], None]) -> AuditProgress:
        with self._lock:
            process = self._running()
            if process.stdin is None or process.stdout is None:
                raise AuditingProcessError("the process that audits has no pipes")
            try:
                process.stdin.write(json.dumps(order).encode() + b"\n")
                process.stdin.flush()
                while not select.select([process.stdout], [], [], _BEAT_SECONDS)[0]:
                    alive()
                said = process.stdout.readline()
            except OSError as error:
                self._end()
                raise AuditingProcessError(f"the process that audits is gone: {error}") from error
            except BaseException:  # a beat says that nobody waits for the answer any more
                self._end()
                raise
            return self._heard(said)

    def _heard(self, said: bytes) -> AuditProgress:
        if not said:
            self._end()
            raise AuditingProcessError("the process that audits ended before it answered")
        answer: dict[str, Any] = json.loads(said)
        if "failed" in answer:
            self._end()
            raise AuditingProcessError(str(answer["failed"]))
        return AuditProgress(**answer)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "thac.auditing.beside"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | self._environment,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:
                pass


def main() -> None:
    """Audit as told on standard input until it ends: one order a line, one answer a line."""
    os.nice(_NICE)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints does not stand among the answers
    engines = open_engines(os.environ[_ADDRESS])
    whole = timedelta(seconds=float(os.environ[_WHOLE]))
    auditor = AuditorHere(StoredAuditor(engines, REAL.now, whole, EVERY_CHECK))
    for line in sys.stdin:
        answers.write(json.dumps(_carried_out(auditor, json.loads(line))).encode() + b"\n")
        answers.flush()
    engines.dispose()


def _carried_out(auditor: AuditorHere, order: dict[str, str]) -> dict[str, Any]:
    try:
        if "begin" in order:
            return asdict(auditor.begin(AuditOrder(order["begin"], AuditKind(order["kind"]))))
        return asdict(auditor.step(order["step"], lambda: None))
    except Exception as error:  # noqa: BLE001 - the worker tells it to the server, which tries again
        return {"failed": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
