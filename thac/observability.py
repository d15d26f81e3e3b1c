"""What does a process tell about itself? Lines of JSON for facts, Prometheus metrics for quantities."""

import logging
import sys
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, Self, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from structlog.typing import EventDict, Processor, WrappedLogger

from thac.settings import LogLevel

Process = Literal["api", "worker", "up"]

TALKATIVE: Final = ("httpx", "httpcore", "uvicorn.access")
"""Libraries that write a line per request; ours say the same with more sense."""


def configure_logging(process: Process, level: LogLevel = "info", stream: TextIO | None = None) -> None:
    """Write every line of this process, ours and the libraries', as one JSON object.

    Called once by the composition root of a process, before anything logs. uvicorn is to be run with
    ``log_config=None``, or it takes its own lines away again.

    Parameters
    ----------
    process
        Which process this is; a field of each line.
    level
        Lines below it are not written.
    stream
        Where to; the standard error of the process when not given, so that its output stays for programs.
    """
    shared = _shared_processors(process)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _shared_processors(process: Process) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
        partial(_add_process, process),
    ]


def _add_process(process: Process, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {"process": process, **event}


@dataclass(frozen=True, slots=True)
class Metrics:
    """The quantities of one process; made once at its composition root and handed to whoever counts.

    Every instance has a registry of its own, so that two in one process (tests) do not meet.
    """

    registry: CollectorRegistry
    commands: Counter
    """Commands answered, by ``kind`` and ``outcome`` (accepted, refused, repeated, unsaved)."""
    command_seconds: Histogram
    """From a command's arrival to its answer, seconds."""
    updates_in_flight: Gauge
    """Batches handed to dockets and not yet answered."""
    batch_size: Histogram
    """Commands that travelled in one update."""
    flush_seconds: Histogram
    """One transaction of the ledger, seconds."""
    flush_batch_size: Histogram
    """Events in one transaction of the ledger."""
    flushes_behind: Counter
    """Flushes that wrote nothing because the store held more than the docket knew; the docket folded it in."""
    alerts: Counter
    """Alerts written, by ``colour``."""
    deliveries: Counter
    """Tries of deliveries, by ``channel`` and ``outcome`` (sent, delivered, later, never)."""
    dockets_halted: Gauge
    """Dockets that stopped because the store knows less than they do: somebody must look."""
    audit_overdue: Gauge
    """1 while no audit has ended for longer than is set."""
    audit_findings: Gauge
    """What audits found and what is still so."""
    audit_age_seconds: Gauge
    """Since the last audit ended, quick ones left out."""

    @classmethod
    def create(cls) -> Self:
        """All quantities at zero, in a registry of their own, with the process's memory, time and open files."""
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        counter = partial(Counter, namespace="thac", registry=registry)
        gauge = partial(Gauge, namespace="thac", registry=registry)
        histogram = partial(Histogram, namespace="thac", registry=registry)
        return cls(
            registry=registry,
            commands=counter("commands_total", "Commands answered", ["kind", "outcome"]),
            command_seconds=histogram("command_seconds", "Arrival to answer of a command", buckets=SECONDS),
            updates_in_flight=gauge("updates_in_flight", "Batches handed to dockets and not yet answered"),
            batch_size=histogram("batch_size", "Commands in one update", buckets=SIZES),
            flush_seconds=histogram("flush_seconds", "One transaction of the ledger", buckets=SECONDS),
            flush_batch_size=histogram("flush_batch_size", "Events in one transaction", buckets=SIZES),
            flushes_behind=counter("flushes_behind_total", "Flushes that found more in the store and wrote nothing"),
            alerts=counter("alerts_total", "Alerts written", ["colour"]),
            deliveries=counter("deliveries_total", "Tries of deliveries", ["channel", "outcome"]),
            dockets_halted=gauge("dockets_halted", "Dockets stopped because the store is behind them"),
            audit_overdue=gauge("audit_overdue", "1 while no audit has ended for longer than is set"),
            audit_findings=gauge("audit_findings", "What audits found and what is still so"),
            audit_age_seconds=gauge("audit_age_seconds", "Seconds since the last audit ended"),
        )

    def render(self) -> bytes:
        """The page that Prometheus reads, in its text format (``prometheus_client.CONTENT_TYPE_LATEST``)."""
        return generate_latest(self.registry)


SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
SIZES: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
