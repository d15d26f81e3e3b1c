"""Which alert rows a fired step makes: one for each post it reaches, under a key that a retry repeats exactly."""

from collections.abc import Iterable, Mapping
from typing import Any

from thac.domain import events as ev
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.audiences import Reader, readers
from thac.domain.ladders import step_of
from thac.domain.views import DocketView, assignment_id


def alert_key(assignment: str, fired: ev.StepFired, post: str) -> str:
    """Assignment, occurrence, clock, round, deadline version, step, repeat and the post that is reached."""
    return f"{assignment}|1|{fired.clock}|{fired.round}|{fired.version}|{fired.step}|{fired.repeat}|{post}"


def alert_rows(
    view: DocketView, fired: Iterable[ev.Recorded], leads: Mapping[str, AgencyId], tree: AgencyTree
) -> list[dict[str, Any]]:
    """The rows for steps that fired in one docket; ``leads`` says who leads each assignment at that time."""
    return [
        _row(view, recorded, recorded.event, reader, tree.version)
        for recorded in fired
        if isinstance(recorded.event, ev.StepFired)
        for reader in readers(
            step_of(view.ladder, recorded.event.step).audience, leads[recorded.event.assignment], view.agency, tree
        )
    ]


def _row(view: DocketView, recorded: ev.Recorded, fired: ev.StepFired, reader: Reader, version: int) -> dict[str, Any]:
    assignment = assignment_id(view.directive, view.agency, fired.assignment)
    return {
        "key": alert_key(assignment, fired, reader.post),
        "docket": recorded.docket,
        "seq": recorded.seq,
        "assignment": assignment,
        "clock": fired.clock.value,
        "round": fired.round,
        "version": fired.version,
        "step": fired.step,
        "repeat": fired.repeat,
        "colour": step_of(view.ladder, fired.step).colour.value,
        "post": reader.post,
        "agency": reader.agency,
        "moment": fired.moment,
        "fired_at": recorded.at,
        "directory_version": version,
    }
