"""What a drill came to, for people and for programs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.drill.disturbances import Happened
from tests.drill.lateness import Lateness
from tests.drill.mails import Mails
from tests.drill.wrong_clock import Means
from thac.domain.findings import Code


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a drill tells; ``held`` is the verdict."""

    seed: int
    factor: float
    minutes: float
    directives: int
    launched: int
    provinces: int
    communes_left_out: int
    """Communes that were to get a copy and have no row."""
    assignments: int
    kills: Mapping[str, int]
    """How often each process ended and was started again."""
    happened: tuple[Happened, ...]
    commands: int
    sent_again: int
    refused: Mapping[str, int]
    given_up: int
    """Requests without an answer when the drill ended; what became of them is in the ledger or not at all."""
    lost: int
    """Commands that were answered as carried out and stand in no ledger, or twice."""
    audit: Mapping[str, Any]
    codes: Mapping[str, int]
    """The findings of the audit by their codes."""
    not_running: int
    """Open dockets that nobody watches: they do not run, or do not answer."""
    lateness: Lateness
    cores: int
    load: float
    """The machine's load average over the drill: how much of it others took."""
    mails: Mails
    wrong_clock_by: Means
    """By what the worker's clock was made wrong."""

    @property
    def held(self) -> bool:
        """Nothing missing, duplicate, spurious, lost or broken; being late is told and judged by whoever reads.

        No mail missing or spurious either. One that arrived twice under its one Message-ID is told.

        A command that was decided long after its receipt (`backdated`) is late as well, though the audit files it under
        violations: in a store that lives in its own time it would be one.
        """
        bad = ("missing", "duplicate", "spurious", "gaps", "violations")
        late = self.codes.get(Code.BACKDATED, 0)
        faults = [sum(self.audit[name] for name in bad) - late, self.lost, self.not_running, self.communes_left_out]
        return not any([*faults, self.mails.bad])

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON data."""
        happened = [{"at": one.at.isoformat(), "harm": one.harm.value, "what": one.what} for one in self.happened]
        return {"held": self.held, "killed": sum(self.kills.values())} | asdict(self) | {"happened": happened}

    def __str__(self) -> str:
        harms = Counter(f"{one.harm} {one.what}" for one in self.happened)
        lines = [
            f"{'HELD' if self.held else 'NOT HELD'}: seed {self.seed}, time x {self.factor:g}, {self.minutes:g} min",
            f"{self.launched} of {self.directives} directives of {self.provinces} provinces: {self.assignments} rows",
            f"{self.commands} commands carried out, {self.sent_again} sent again, {self.given_up} without an answer",
            f"{sum(self.kills.values())} kills: " + _counts(self.kills),
            "done to it: " + _counts(harms),
            "refused: " + _counts(self.refused),
            f"answered and lost {self.lost}, not running {self.not_running}, left out {self.communes_left_out}",
            "audit: " + _counts({name: self.audit[name] for name in _AUDITED}),
            "findings: " + _counts(self.codes),
            f"late, all steps: {_spread(self.lateness.all)}",
            f"late, a worker there throughout: {_spread(self.lateness.served)}",
            f"machine: {self.cores} cores, load {self.load:.1f}",
            f"mails: {self.mails}",
            f"wrong clock: by {self.wrong_clock_by}",
        ]
        return "\n".join(lines)


_AUDITED = ("dockets", "events", "alerts", "missing", "late", "duplicate", "spurious", "gaps", "violations")


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items()) or "nothing"


def _spread(one: Any) -> str:
    return f"{one.count}: p50 {one.p50} s, p90 {one.p90} s, p99 {one.p99} s, most {one.most} s"
