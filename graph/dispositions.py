"""What became of a finding: a decision that is kept, so that what was settled is not raised again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.findings import Finding


class Outcome(StrEnum):
    """How a finding was settled."""

    OPEN = "open"
    MERGED = "merged"
    ONE_LEAD = "one_lead"
    COORDINATED = "coordinated"
    ACCEPTED = "accepted"
    """It stays as it is, for a reason."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """A decision about the finding of that key: by whom, when, and why.

    Raises
    ------
    ValueError
        It is accepted without a reason.
    """

    key: str
    outcome: Outcome
    by: str
    at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.outcome is Outcome.ACCEPTED and not self.reason.strip():
            raise ValueError(f"finding {self.key} cannot be accepted without a reason")

    @property
    def settles(self) -> bool:
        """Whether the finding is not to be raised again."""
        return self.outcome is not Outcome.OPEN


def latest(decisions: Iterable[Disposition]) -> dict[str, Disposition]:
    """The decision that counts for each key: the last one."""
    found: dict[str, Disposition] = {}
    for one in decisions:
        if one.key not in found or found[one.key].at <= one.at:
            found[one.key] = one
    return found


def unsettled(findings: Iterable[Finding], decisions: Mapping[str, Disposition]) -> tuple[Finding, ...]:
    """The findings that nobody has settled; one whose facts changed has another key and is raised anew."""
    return tuple(one for one in findings if one.key not in decisions or not decisions[one.key].settles)
