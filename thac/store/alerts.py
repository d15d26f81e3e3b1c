"""Which alert rows a fired step makes: one for each post it reaches, under a key that a retry repeats exactly."""

from collections.abc import Iterable, Sequence
from typing import Any

from thac.domain import events as ev
from thac.domain.agencies import AgencyTree
from thac.domain.alerting import Fired
from thac.domain.audiences import Reader, readers
from thac.domain.calendar import civil_day
from thac.domain.courses import LADDERS, course
from thac.domain.rungs import Step
from thac.domain.views import AssignmentView, DocketView, assignment_id


def alert_key(assignment: str, fired: ev.StepFired, post: str) -> str:
    """Assignment, occurrence, clock, round, deadline version, step, repeat and the post that is reached."""
    return f"{assignment}|1|{fired.clock}|{fired.round}|{fired.version}|{fired.step}|{fired.repeat}|{post}"


def fired_steps(recorded: Sequence[ev.Recorded], rows: Iterable[AssignmentView]) -> list[Fired]:
    """The steps among the events of one append, each with the lead of its assignment at that time.

    ``rows`` are the assignments as they are after the last event; one that was given to another lead on the way knows
    who led it before.
    """
    leads = {row.key: [*row.former, row.lead] for row in rows}
    fired: list[Fired] = []
    for one in reversed(recorded):
        if isinstance(one.event, ev.Reassigned):
            leads[one.event.assignment].pop()
        elif isinstance(one.event, ev.StepFired):
            fired.append(Fired(one, one.event, leads[one.event.assignment][-1]))
    return fired[::-1]


def alert_rows(view: DocketView, fired: Iterable[Fired], tree: AgencyTree) -> list[dict[str, Any]]:
    """The rows for steps that fired in one docket.

    Posts are those of the day on which the step fired, so that a substitute is reached for somebody who is away.
    """
    return [_row(view, one, reader, tree.version) for one in fired for reader in _readers(view, one, tree)]


def step_of(view: DocketView, code: str) -> Step:
    """The step of that code in the ladder that the docket has kept from its start."""
    return course(view.ladder, view.urgency, view.steps).by_code[code]


def _readers(view: DocketView, one: Fired, tree: AgencyTree) -> Iterable[Reader]:
    step = step_of(view, one.event.step)
    within = step.request and view.ladder not in LADDERS  # the first ladders let a vacant post climb even there
    day = civil_day(one.recorded.at)
    return readers(step.audience, one.lead, view.agency, tree.on(day), one.event.asked, within=within)


def _row(view: DocketView, one: Fired, reader: Reader, version: int) -> dict[str, Any]:
    recorded, fired = one.recorded, one.event
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
        "colour": step_of(view, fired.step).colour.value,
        "post": reader.post,
        "agency": reader.agency,
        "moment": fired.moment,
        "fired_at": recorded.at,
        "directory_version": version,
    }
