"""One directive of each urgency, and what is done on it so that every track of the ladder is walked to its end.

Given on Monday 4 January 2027 at 08:00. Offices are closed from Friday 5 to Thursday 11 February and work on Saturday
the 20th. Nobody does more than he must: assignments stay open, a result waits, questions stay unanswered.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

from tests.domain.desk import TET, vn
from tests.samples import directive, first_unit, led_by, small_tree, to_communes
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Post, PostRole, Role
from thac.domain.assignments import Clock
from thac.domain.commands import (
    Accept,
    AskExplanation,
    AskInput,
    Climb,
    Command,
    Decline,
    ReportObstacle,
    Submit,
    Take,
    Urge,
)
from thac.domain.deadlines import Deadline
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Directive, Urgency
from thac.domain.planning import PlanMaker, Terms
from thac.domain.recurrence import Recurrence, Rhythm
from thac.domain.rungs import Ladder

GIVEN = vn(1, 4, 8)
END = vn(9, 1, 8)
OUTSIDE = "MTTQ"
"""A body outside the chain of command."""
SNV, SKHCN, COMMUNE, UNIT = "19-SNV", "19-SKHCN", "00001", "00001-U1"


class Act(NamedTuple):
    """What somebody does in the docket of an agency."""

    at: datetime
    docket: AgencyId
    agency: AgencyId
    role: Role
    command: Command


def tree() -> AgencyTree:
    """The small directory with one commune of two units, and a body outside."""
    inside = small_tree(1, 2)
    roles = (PostRole.HEAD, PostRole.OFFICER)
    posts = [Post(OUTSIDE, role, role.value, f"{role}.{OUTSIDE}") for role in roles]
    return AgencyTree([*inside, Agency(OUTSIDE, Level.OUTSIDE, "Mặt trận", None)], [*inside.posts(), *posts], 1)


def ordered(urgency: Urgency) -> Directive:
    """A directive with a task for each track."""
    due = Deadline(date(2027, 2, 26)) if urgency is Urgency.NORMAL else Deadline(date(2027, 2, 4), hour=time(16))
    report = Recurrence(Rhythm.MONTHLY, 8, date(2027, 2, 1), until=date(2027, 2, 28))
    letter = directive(
        replace(led_by(1, SNV), deadline=due),
        led_by(2, SNV),
        led_by(3, SKHCN),
        replace(led_by(4, SKHCN), recurrence=report),
        replace(led_by(5, OUTSIDE), deadline=due, request=True),
        led_by(6, SNV),
        replace(led_by(7, SKHCN), coordinators=(SNV,)),
        to_communes(8),
        led_by(9, SKHCN, date(2027, 7, 30)),
        id_=f"walk-{urgency.value.replace('_', '-')}",
    )
    return replace(letter, urgency=urgency)


def plans(urgency: Urgency, ladder: Ladder | None = None) -> PlanMaker:
    """Who works out its slices, on the calendar that knows Tết."""
    return PlanMaker(ordered(urgency), tree(), first_unit, Terms(TET, DEFAULTS, ladder=ladder))


def acts() -> list[Act]:
    """Everything that is done, in its order."""
    begun = vn(1, 4, 8, 10)
    asked = vn(2, 2, 9)
    mine = [(f"{task}:{agency}", agency) for task, agency in ((2, SNV), (3, SKHCN), (6, SNV), (7, SKHCN), (9, SKHCN))]
    taken = [
        Act(begun, "19", agency, Role.UNIT, command)
        for key, agency in mine
        for command in (Accept(key), Take(key, "Trần Thị B"))
    ]
    key = f"8:{UNIT}"
    return [
        *taken,
        Act(begun, COMMUNE, UNIT, Role.UNIT, Accept(key)),
        Act(begun, COMMUNE, UNIT, Role.UNIT, Take(key, "Lê Văn C")),
        Act(vn(1, 5, 9), "19", "19", Role.OFFICE, Urge(f"2:{SNV}")),
        Act(vn(2, 1, 9), "19", SKHCN, Role.UNIT, Submit(f"3:{SKHCN}")),
        Act(asked, "19", SNV, Role.UNIT, Decline(f"6:{SNV}", "x")),
        Act(asked, "19", "19", Role.OFFICE, AskExplanation(f"7:{SKHCN}", "x")),
        Act(asked, "19", SKHCN, Role.UNIT, AskInput(f"7:{SKHCN}", SNV, "x")),
        Act(asked, COMMUNE, UNIT, Role.UNIT, ReportObstacle(key, "x", beyond=True)),
        Act(vn(2, 2, 10), COMMUNE, COMMUNE, Role.OFFICE, Climb(key, 1)),
    ]


Walk = list[tuple[str, datetime]]
Track = tuple[AgencyId, int, Clock]
"""A docket, a task in it, and the clock that is watched."""
WALKS: dict[Urgency, dict[Track, Walk]] = {
    Urgency.NORMAL: {
        ("19", 1, Clock.RECEIPT): [
            ("receipt_unit", vn(1, 5, 17)),
            ("receipt_person", vn(1, 6, 17)),
            ("receipt_unit_2", vn(1, 7, 7, 30)),
        ],
        ("19", 1, Clock.COMPLETION): [
            ("half_silent", vn(1, 28, 7, 45)),
            ("due_soon", vn(2, 23, 7, 30)),
            ("overdue", vn(2, 26, 17)),
            ("overdue_2", vn(3, 2, 7, 30)),
            ("overdue_5", vn(3, 5, 7, 30)),
            ("overdue_10", vn(3, 12, 7, 30)),
            ("overdue_10", vn(3, 19, 7, 30)),
            ("overdue_10", vn(3, 26, 7, 30)),
            ("overdue_10", vn(4, 2, 7, 30)),
            ("overdue_10", vn(4, 9, 7, 30)),
            ("overdue_50", vn(5, 7, 7, 30)),
            ("overdue_50", vn(6, 4, 7, 30)),
            ("overdue_50", vn(7, 2, 7, 30)),
            ("overdue_50", vn(7, 30, 7, 30)),
        ],
        ("19", 9, Clock.SILENCE): [
            ("silent", vn(5, 5, 7, 30)),
            ("silent_2", vn(5, 19, 7, 30)),
            ("silent_2", vn(6, 2, 7, 30)),
            ("silent_2", vn(6, 16, 7, 30)),
        ],
        ("19", 2, Clock.SILENCE): [
            ("silence", vn(2, 3, 7, 30)),
            ("silence_2", vn(3, 5, 7, 30)),
            ("silence_3", vn(4, 5, 7, 30)),
            ("silence_3", vn(5, 5, 7, 30)),
            ("silence_3", vn(6, 4, 7, 30)),
            ("silence_4", vn(7, 5, 7, 30)),
        ],
        ("19", 2, Clock.URGE): [
            ("urged", vn(1, 5, 9)),
        ],
        ("19", 3, Clock.REVIEW): [
            ("review", vn(2, 4, 17)),
            ("review_2", vn(2, 15, 7, 30)),
            ("review_5", vn(2, 18, 7, 30)),
            ("review_5", vn(2, 24, 7, 30)),
            ("review_5", vn(3, 3, 7, 30)),
            ("review_20", vn(3, 10, 7, 30)),
            ("review_20", vn(3, 24, 7, 30)),
            ("review_20", vn(4, 7, 7, 30)),
        ],
        ("19", 4, Clock.COMPLETION): [
            ("report_due_soon", vn(2, 1, 7, 30)),
            ("report_due_next", vn(2, 3, 7, 30)),
            ("report_overdue", vn(2, 4, 17)),
            ("report_overdue_1", vn(2, 12, 7, 30)),
            ("report_overdue_3", vn(2, 16, 7, 30)),
            ("report_overdue_5", vn(2, 18, 7, 30)),
            ("report_overdue_5", vn(2, 24, 7, 30)),
            ("report_overdue_5", vn(3, 3, 7, 30)),
        ],
        ("19", 5, Clock.COMPLETION): [
            ("request_due_soon", vn(2, 23, 7, 30)),
            ("request_overdue", vn(2, 26, 17)),
            ("request_overdue", vn(3, 5, 7, 30)),
            ("request_overdue", vn(3, 12, 7, 30)),
            ("request_overdue", vn(3, 19, 7, 30)),
            ("request_overdue", vn(3, 26, 7, 30)),
            ("request_overdue", vn(4, 2, 7, 30)),
            ("request_overdue", vn(4, 9, 7, 30)),
        ],
        ("19", 6, Clock.ANSWER): [
            ("answer_issuer", vn(2, 4, 17)),
            ("answer_issuer_2", vn(2, 15, 7, 30)),
            ("answer_issuer_5", vn(2, 18, 7, 30)),
        ],
        ("19", 7, Clock.ANSWER): [
            ("answer_lead", vn(2, 4, 17)),
            ("answer_lead_2", vn(2, 15, 7, 30)),
            ("answer_asked", vn(2, 16, 17)),
            ("answer_asked_2", vn(2, 18, 7, 30)),
        ],
        ("00001", 8, Clock.ANSWER): [
            ("answer_above", vn(2, 4, 17)),
            ("answer_above_2", vn(2, 15, 7, 30)),
        ],
    },
    Urgency.URGENT: {
        ("19", 1, Clock.RECEIPT): [
            ("receipt_unit", vn(1, 4, 10)),
            ("receipt_person", vn(1, 4, 14)),
            ("receipt_unit_2", vn(1, 4, 14)),
        ],
        ("19", 1, Clock.COMPLETION): [
            ("half_silent", vn(1, 19, 16, 45)),
            ("due_soon", vn(2, 4, 10)),
            ("overdue", vn(2, 4, 16)),
            ("overdue_chair", vn(2, 12, 10, 30)),
            ("overdue_monitor", vn(2, 15, 7, 30)),
            ("overdue_upper", vn(2, 16, 7, 30)),
            ("overdue_upper", vn(2, 17, 7, 30)),
            ("overdue_upper", vn(2, 18, 7, 30)),
            ("overdue_upper", vn(2, 19, 7, 30)),
            ("overdue_standing", vn(2, 24, 7, 30)),
            ("overdue_standing", vn(3, 3, 7, 30)),
            ("overdue_standing", vn(3, 10, 7, 30)),
            ("overdue_standing", vn(3, 17, 7, 30)),
            ("overdue_standing", vn(3, 24, 7, 30)),
        ],
        ("19", 1, Clock.SILENCE): [
            ("silent", vn(1, 20, 7, 30)),
            ("silent_2", vn(1, 21, 7, 30)),
            ("silent_2", vn(1, 22, 7, 30)),
            ("silent_2", vn(1, 25, 7, 30)),
            ("silent_2", vn(1, 26, 7, 30)),
        ],
        ("19", 2, Clock.SILENCE): [
            ("silence", vn(1, 7, 7, 30)),
            ("silence_2", vn(1, 12, 7, 30)),
            ("silence_3", vn(1, 15, 7, 30)),
            ("silence_3", vn(1, 20, 7, 30)),
            ("silence_3", vn(1, 25, 7, 30)),
            ("silence_4", vn(1, 28, 7, 30)),
        ],
        ("19", 2, Clock.URGE): [
            ("urged", vn(1, 5, 9)),
        ],
        ("19", 3, Clock.REVIEW): [
            ("review", vn(2, 1, 15)),
            ("review_chair", vn(2, 3, 7, 30)),
            ("review_upper", vn(2, 4, 7, 30)),
            ("review_upper", vn(2, 12, 7, 30)),
            ("review_upper", vn(2, 15, 7, 30)),
            ("review_upper", vn(2, 16, 7, 30)),
        ],
        ("19", 4, Clock.COMPLETION): [
            ("report_due_soon", vn(2, 4, 11)),
            ("report_overdue", vn(2, 4, 17)),
            ("report_overdue_chair", vn(2, 12, 9, 30)),
            ("report_overdue_monitor", vn(2, 12, 11, 30)),
            ("report_overdue_upper", vn(2, 15, 7, 30)),
            ("report_overdue_upper", vn(2, 16, 7, 30)),
            ("report_overdue_upper", vn(2, 17, 7, 30)),
            ("report_overdue_upper", vn(2, 18, 7, 30)),
        ],
        ("19", 5, Clock.COMPLETION): [
            ("request_due_soon", vn(2, 4, 10)),
            ("request_overdue", vn(2, 4, 16)),
            ("request_overdue", vn(2, 12, 7, 30)),
            ("request_overdue", vn(2, 15, 7, 30)),
            ("request_overdue", vn(2, 16, 7, 30)),
            ("request_overdue", vn(2, 17, 7, 30)),
            ("request_overdue", vn(2, 18, 7, 30)),
        ],
        ("19", 6, Clock.ANSWER): [
            ("answer_issuer", vn(2, 2, 11)),
            ("answer_issuer_chair", vn(2, 2, 15)),
            ("answer_issuer_upper", vn(2, 4, 7, 30)),
        ],
        ("19", 7, Clock.ANSWER): [
            ("answer_lead", vn(2, 4, 17)),
            ("answer_lead_2", vn(2, 15, 7, 30)),
            ("answer_asked", vn(2, 16, 17)),
            ("answer_asked_2", vn(2, 18, 7, 30)),
        ],
        ("00001", 8, Clock.ANSWER): [
            ("answer_above", vn(2, 4, 17)),
            ("answer_above_2", vn(2, 15, 7, 30)),
        ],
    },
    Urgency.VERY_URGENT: {
        ("19", 1, Clock.RECEIPT): [
            ("receipt_unit", vn(1, 4, 9)),
            ("receipt_unit_2", vn(1, 4, 10)),
            ("receipt_person", vn(1, 4, 10)),
        ],
        ("19", 1, Clock.COMPLETION): [
            ("half_silent", vn(1, 19, 16, 45)),
            ("due_soon", vn(2, 4, 14)),
            ("overdue", vn(2, 4, 16)),
            ("overdue_chair", vn(2, 4, 17)),
            ("overdue_monitor", vn(2, 12, 9, 30)),
            ("overdue_upper", vn(2, 15, 7, 30)),
            ("overdue_upper", vn(2, 16, 7, 30)),
            ("overdue_upper", vn(2, 17, 7, 30)),
            ("overdue_upper", vn(2, 18, 7, 30)),
            ("overdue_upper", vn(2, 19, 7, 30)),
            ("overdue_standing", vn(2, 24, 7, 30)),
            ("overdue_standing", vn(3, 3, 7, 30)),
            ("overdue_standing", vn(3, 10, 7, 30)),
            ("overdue_standing", vn(3, 17, 7, 30)),
            ("overdue_standing", vn(3, 24, 7, 30)),
        ],
        ("19", 1, Clock.SILENCE): [
            ("silent", vn(1, 20, 7, 30)),
            ("silent_2", vn(1, 21, 7, 30)),
            ("silent_2", vn(1, 22, 7, 30)),
            ("silent_2", vn(1, 25, 7, 30)),
            ("silent_2", vn(1, 26, 7, 30)),
        ],
        ("19", 2, Clock.SILENCE): [
            ("silence", vn(1, 7, 7, 30)),
            ("silence_2", vn(1, 12, 7, 30)),
            ("silence_3", vn(1, 15, 7, 30)),
            ("silence_3", vn(1, 20, 7, 30)),
            ("silence_3", vn(1, 25, 7, 30)),
            ("silence_4", vn(1, 28, 7, 30)),
        ],
        ("19", 2, Clock.URGE): [
            ("urged", vn(1, 5, 9)),
        ],
        ("19", 3, Clock.REVIEW): [
            ("review", vn(2, 1, 15)),
            ("review_chair", vn(2, 3, 7, 30)),
            ("review_upper", vn(2, 4, 7, 30)),
            ("review_upper", vn(2, 12, 7, 30)),
            ("review_upper", vn(2, 15, 7, 30)),
            ("review_upper", vn(2, 16, 7, 30)),
        ],
        ("19", 4, Clock.COMPLETION): [
            ("report_due_soon", vn(2, 4, 11)),
            ("report_overdue", vn(2, 4, 17)),
            ("report_overdue_chair", vn(2, 12, 9, 30)),
            ("report_overdue_monitor", vn(2, 12, 11, 30)),
            ("report_overdue_upper", vn(2, 15, 7, 30)),
            ("report_overdue_upper", vn(2, 16, 7, 30)),
            ("report_overdue_upper", vn(2, 17, 7, 30)),
            ("report_overdue_upper", vn(2, 18, 7, 30)),
        ],
        ("19", 5, Clock.COMPLETION): [
            ("request_due_soon", vn(2, 4, 10)),
            ("request_overdue", vn(2, 4, 16)),
            ("request_overdue", vn(2, 12, 7, 30)),
            ("request_overdue", vn(2, 15, 7, 30)),
            ("request_overdue", vn(2, 16, 7, 30)),
            ("request_overdue", vn(2, 17, 7, 30)),
            ("request_overdue", vn(2, 18, 7, 30)),
        ],
        ("19", 6, Clock.ANSWER): [
            ("answer_issuer", vn(2, 2, 11)),
            ("answer_issuer_chair", vn(2, 2, 15)),
            ("answer_issuer_upper", vn(2, 4, 7, 30)),
        ],
        ("19", 7, Clock.ANSWER): [
            ("answer_lead", vn(2, 4, 17)),
            ("answer_lead_2", vn(2, 15, 7, 30)),
            ("answer_asked", vn(2, 16, 17)),
            ("answer_asked_2", vn(2, 18, 7, 30)),
        ],
        ("00001", 8, Clock.ANSWER): [
            ("answer_above", vn(2, 4, 17)),
            ("answer_above_2", vn(2, 15, 7, 30)),
        ],
    },
    Urgency.IMMEDIATE: {
        ("19", 1, Clock.RECEIPT): [
            ("receipt_unit", vn(1, 4, 8, 30)),
            ("receipt_unit_2", vn(1, 4, 9)),
            ("receipt_person", vn(1, 4, 9)),
            ("receipt_unit_3", vn(1, 4, 10)),
        ],
        ("19", 1, Clock.COMPLETION): [
            ("half_silent", vn(1, 19, 16, 45)),
            ("due_soon", vn(2, 4, 15)),
            ("overdue", vn(2, 4, 16)),
            ("overdue_chair", vn(2, 4, 16, 30)),
            ("overdue_monitor", vn(2, 4, 17)),
            ("overdue_upper", vn(2, 4, 18)),
            ("overdue_upper", vn(2, 5)),
            ("overdue_upper", vn(2, 5, 6)),
            ("overdue_upper", vn(2, 5, 12)),
            ("overdue_standing", vn(2, 16, 7, 30)),
            ("overdue_standing", vn(2, 17, 7, 30)),
            ("overdue_standing", vn(2, 18, 7, 30)),
            ("overdue_standing", vn(2, 19, 7, 30)),
            ("overdue_standing", vn(2, 20, 7, 30)),
            ("overdue_standing", vn(2, 22, 7, 30)),
        ],
        ("19", 1, Clock.SILENCE): [
            ("silent", vn(1, 19, 20, 45)),
            ("silent_2", vn(1, 20, 0, 45)),
            ("silent_2", vn(1, 20, 4, 45)),
            ("silent_2", vn(1, 20, 8, 45)),
            ("silent_2", vn(1, 20, 12, 45)),
            ("silent_2", vn(1, 20, 16, 45)),
        ],
        ("19", 2, Clock.SILENCE): [
            ("silence", vn(1, 5, 7, 30)),
            ("silence_2", vn(1, 6, 7, 30)),
            ("silence_3", vn(1, 7, 7, 30)),
            ("silence_3", vn(1, 8, 7, 30)),
            ("silence_3", vn(1, 11, 7, 30)),
            ("silence_4", vn(1, 12, 7, 30)),
        ],
        ("19", 2, Clock.URGE): [
            ("urged", vn(1, 5, 9)),
        ],
        ("19", 3, Clock.REVIEW): [
            ("review", vn(2, 1, 11)),
            ("review_chair", vn(2, 1, 13)),
            ("review_upper", vn(2, 3, 7, 30)),
            ("review_upper", vn(2, 4, 7, 30)),
            ("review_upper", vn(2, 12, 7, 30)),
            ("review_upper", vn(2, 15, 7, 30)),
        ],
        ("19", 4, Clock.COMPLETION): [
            ("report_due_soon", vn(2, 4, 11)),
            ("report_overdue", vn(2, 4, 17)),
            ("report_overdue_chair", vn(2, 12, 9, 30)),
            ("report_overdue_monitor", vn(2, 12, 11, 30)),
            ("report_overdue_upper", vn(2, 15, 7, 30)),
            ("report_overdue_upper", vn(2, 16, 7, 30)),
            ("report_overdue_upper", vn(2, 17, 7, 30)),
            ("report_overdue_upper", vn(2, 18, 7, 30)),
        ],
        ("19", 5, Clock.COMPLETION): [
            ("request_due_soon", vn(2, 4, 10)),
            ("request_overdue", vn(2, 4, 16)),
            ("request_overdue", vn(2, 12, 7, 30)),
            ("request_overdue", vn(2, 15, 7, 30)),
            ("request_overdue", vn(2, 16, 7, 30)),
            ("request_overdue", vn(2, 17, 7, 30)),
            ("request_overdue", vn(2, 18, 7, 30)),
        ],
        ("19", 6, Clock.ANSWER): [
            ("answer_issuer", vn(2, 2, 10)),
            ("answer_issuer_chair", vn(2, 2, 11)),
            ("answer_issuer_upper", vn(2, 2, 17)),
        ],
        ("19", 7, Clock.ANSWER): [
            ("answer_lead", vn(2, 4, 17)),
            ("answer_lead_2", vn(2, 15, 7, 30)),
            ("answer_asked", vn(2, 16, 17)),
            ("answer_asked_2", vn(2, 18, 7, 30)),
        ],
        ("00001", 8, Clock.ANSWER): [
            ("answer_above", vn(2, 4, 17)),
            ("answer_above_2", vn(2, 15, 7, 30)),
        ],
    },
}
"""Every step of every track, with the moment at which it fires."""
