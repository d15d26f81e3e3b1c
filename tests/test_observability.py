import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from thac.observability import Metrics, configure_logging


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a process that calls itself the worker writes."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("worker", "info", stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def written(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_fact_is_one_line_of_json_with_its_process(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("thac.x").info("docket_opened", agency="05443", name="Văn Lăng")

    (line,) = written(lines)
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "docket_opened",
        "agency": "05443",
        "name": "Văn Lăng",
        "level": "info",
        "logger": "thac.x",
        "process": "worker",
    }
    assert "Văn Lăng" in lines.getvalue()


def test_a_librarys_line_has_the_same_form_with_its_extra_fields(lines: io.StringIO) -> None:
    logging.getLogger("temporalio.workflow").warning("slow %s", "task", extra={"temporal_workflow": {"attempt": 2}})

    (line,) = written(lines)
    assert line["event"] == "slow task"
    assert line["temporal_workflow"] == {"attempt": 2}
    assert (line["process"], line["level"]) == ("worker", "warning")


def test_an_error_with_its_traceback_stays_one_line(lines: io.StringIO) -> None:
    try:
        int("no lead")
    except ValueError:
        structlog.stdlib.get_logger("thac.x").exception("launch_failed")

    (line,) = written(lines)
    assert "ValueError: invalid literal" in line["exception"]


def test_what_lies_below_the_level_is_not_written(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("thac.x").debug("detail")
    logging.getLogger("uvicorn.access").info("GET /")

    assert written(lines) == []


def test_two_sets_of_metrics_do_not_meet() -> None:
    first, second = Metrics.create(), Metrics.create()

    first.commands.labels(kind="accept", outcome="accepted").inc()
    first.flush_seconds.observe(0.03)

    assert b'thac_commands_total{kind="accept",outcome="accepted"} 1.0' in first.render()
    assert b'thac_flush_seconds_bucket{le="0.05"} 1.0' in first.render()
    assert b"thac_commands_total{" not in second.render()
