"""Everybody asks one clock for the time: the machine's own is read in one module, Temporal's in another."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("thac", "workflows", "activities", "api", "graph")
ASKING = {"now", "utcnow", "today", "time", "time_ns", "gmtime", "localtime", "fromtimestamp"}
SOURCES = {"datetime", "date", "datetime.datetime", "datetime.date", "time", "workflow", "func"}
EXCEPTIONS = {
    "thac/clock.py": {"datetime.now"},
    "workflows/clock.py": {"workflow.now"},
    # Receivers compare it with their own clocks.
    "thac/delivery/webhooks.py": {"datetime.now"},
    # When a process or a copy was made, for people and for `ps`: nothing is decided by it.
    "thac/embedded/supervisor.py": {"datetime.now"},
    "thac/store/backup.py": {"datetime.now"},
    # When the chronicle was begun; a store of a drill is made anew and never brought up to date.
    "thac/store/migrations/versions/r0010_audits.py": {"datetime.now"},
    "thac/store/migrations/versions/r0011_telling.py": {"datetime.now"},
    # A name for a process that no other has.
    "thac/store/services.py": {"datetime.now"},
}
"""Where the machine is asked, and why that is no business time."""


def asked(file: Path) -> set[str]:
    """The calls in a file that ask what time it is."""
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    named = [(ast.unparse(one.value), one.attr) for one in calls if isinstance(one, ast.Attribute)]
    return {f"{source}.{name}" for source, name in named if source in SOURCES and name in ASKING}


def test_nobody_asks_the_machine_for_the_time_past_the_clock() -> None:
    found = {
        str(file.relative_to(ROOT)): times
        for package in OURS
        for file in sorted((ROOT / package).rglob("*.py"))
        if (times := asked(file))
    }
    assert found == EXCEPTIONS


def test_the_search_finds_a_call_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("import time\nfrom datetime import UTC, datetime\nx = datetime.now(UTC)\ny = time.time()\n")
    assert asked(file) == {"datetime.now", "time.time"}
