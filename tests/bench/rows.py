"""How much is measured, and what a measurement says: lines of the table, and how figures are written."""

import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.table import Table

from tests.bench.load import Measured

NOTHING = "–"
STATES = ("awake", "archived")
"""In which dockets lie in which nothing happens."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured: the options of the command line, by their names."""

    runs: int
    commands: int
    rows: int
    directives: int
    assignments: int = 300_000
    seconds: int = 300
    states: tuple[str, ...] = STATES
    floor: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, Thác's figure, the floor's, their ratio, and what was asked."""

    what: str
    ours: str
    floor: str = NOTHING
    ratio: str = NOTHING
    asked: str = NOTHING


def told(sentence: str) -> None:
    """Say how far a long measurement is."""
    print(f"{datetime.now(UTC):%H:%M:%S} {sentence}", file=sys.stderr)


def table(rows: Iterable[Row], caption: str) -> Table:
    """The rows as they are printed."""
    made = Table("what", "Thác", "floor", "ratio", "asked", title="make bench", caption=caption)
    for row in rows:
        made.add_row(row.what, row.ours, row.floor, row.ratio, row.asked)
    return made


def spread(values: Sequence[float], unit: str = "") -> str:
    """The median, and the least and the most of several runs."""
    middle = f"{statistics.median(values):.2f}{unit}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.2f}–{max(values):.2f})"


def ratio(ours: Sequence[float], floor: Sequence[float]) -> str:
    """The ratios of runs that belong together: the median, the least and the most."""
    return spread([one / other for one, other in zip(ours, floor, strict=True)])


def rates(measured: Sequence[Measured]) -> str:
    """The medians of rate and times of several loads."""
    rate, p50, p99 = (statistics.median(getattr(one, name) for one in measured) for name in ("rate", "p50", "p99"))
    return f"{rate:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms"


def each(values: Mapping[str, float], unit: str) -> str:
    """One figure for each process."""
    return ", ".join(f"{name} {value:.{0 if value >= 10 else 1}f} {unit}" for name, value in values.items())
