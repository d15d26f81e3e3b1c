"""Which alerts are stored, and which do the fired steps call for? They must be the same, each once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.docket import Docket
from thac.domain.findings import Code, Finding, finding

Row: TypeAlias = Mapping[str, Any]

_SAME = ("assignment", "clock", "round", "version", "step", "repeat", "post")
"""What makes two alerts the same alert, whatever key they stand under."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A step that fired, with the lead of its assignment at that time."""

    recorded: ev.Recorded
    event: ev.StepFired
    lead: AgencyId


def check_alerts(
    docket: Docket,
    fired: Sequence[Fired],
    stored: Sequence[Row],
    resolve: Callable[[Docket, Fired, int | None], Sequence[Row]],
    held: Callable[[Fired, int], int | None],
) -> list[Finding]:
    """Hold the stored alerts of a docket against those its steps make by the directory each was resolved with.

    That directory must be the one that held when the step fired; ``held`` tells which one did where it is another.
    """
    versions: dict[int, int] = {}
    for row in stored:
        versions.setdefault(row["seq"], row["directory_version"])
    unmatched = {row["key"]: row for row in stored}
    findings: list[Finding] = []
    made: dict[tuple[object, ...], Row] = {}
    for one in fired:
        named = versions.get(one.recorded.seq)
        if named is not None and (other := held(one, named)) is not None:
            key, seq = one.event.assignment, one.recorded.seq
            findings.append(
                finding(Code.ALERT_OTHER_DIRECTORY, docket.id, seq=seq, assignment=key, found=named, expected=other)
            )
        for expected in resolve(docket, one, named):
            made[_same(expected)] = expected
            found = unmatched.pop(expected["key"], None)
            if found is None:
                findings.append(_found(Code.ALERT_MISSING, docket, expected))
            elif found != expected:
                findings += _moved(docket, found, expected)
    for row in unmatched.values():
        code = Code.ALERT_TWICE if _same(row) in made else Code.ALERT_SPURIOUS
        findings.append(_found(code, docket, row))
    return findings


def _same(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _SAME)


def _found(code: Code, docket: Docket, row: Row) -> Finding:
    return finding(code, docket.id, seq=row["seq"], assignment=_key(row), alert=row["key"], post=row["post"])


def _moved(docket: Docket, found: Row, expected: Row) -> list[Finding]:
    return [
        finding(
            Code.ALERT_MOVED,
            docket.id,
            seq=expected["seq"],
            assignment=_key(expected),
            alert=expected["key"],
            post=expected["post"],
            column=column,
            found=found[column],
            expected=value,
        )
        for column, value in expected.items()
        if found[column] != value
    ]


def _key(row: Row) -> str:
    """The assignment's key within its docket, as far as the row still names one."""
    return ":".join(str(row["assignment"]).split("~")[2:])
