"""The ladders once more, written down by hand for the second reckoning; nothing here is read from the program."""

from typing import NamedTuple

DAYS, WORK, CLOCK, HALF = "days", "work", "clock", "half"
"""Working days; minutes of working time; minutes by the clock; half of the working time allowed."""


class Rung(NamedTuple):
    """A step: how far from its anchor, and after how long it comes again how often (None: without end)."""

    code: str
    unit: str
    far: int = 0
    every: tuple[str, int] | None = None
    times: int | None = 0


SECOND: dict[str, tuple[Rung, ...]] = {
    "order": (
        Rung("half_silent", HALF),
        Rung("due_soon", DAYS, -3),
        Rung("overdue", DAYS),
        Rung("overdue_2", DAYS, 2),
        Rung("overdue_5", DAYS, 5),
        Rung("overdue_10", DAYS, 10, (DAYS, 5), None),
    ),
    "request": (Rung("request_due_soon", DAYS, -3), Rung("request_overdue", DAYS, 0, (DAYS, 5), None)),
    "accept": (Rung("receipt_unit", DAYS),),
    "person": (Rung("receipt_person", DAYS),),
    "review": (Rung("review", DAYS),),
    "undated": (Rung("silence", DAYS, times=None),),
    "dated": (),
    "issuer": (Rung("answer_issuer", DAYS), Rung("answer_issuer_2", DAYS, 2)),
    "lead": (Rung("answer_lead", DAYS),),
}


def _silence(days: int) -> tuple[Rung, ...]:
    """The undated work of some urgency; 0 stands for thirty days by the calendar."""
    return (
        Rung("silence", DAYS, days),
        Rung("silence_2", DAYS, days),
        Rung("silence_3", DAYS, days, times=2),
        Rung("silence_4", DAYS, days),
    )


_LEAD = (Rung("answer_lead", DAYS), Rung("answer_lead_2", DAYS, 2))
_URGENT = {
    "report": (
        Rung("report_due_soon", WORK, -240),
        Rung("report_overdue", DAYS),
        Rung("report_overdue_chair", WORK, 120),
        Rung("report_overdue_monitor", WORK, 240),
        Rung("report_overdue_upper", DAYS, 2, (DAYS, 1), 3),
    ),
    "request": (Rung("request_due_soon", WORK, -240), Rung("request_overdue", DAYS, 0, (DAYS, 1), 5)),
    "lead": _LEAD,
    "issuer_given": (
        Rung("answer_issuer", WORK, 120),
        Rung("answer_issuer_chair", WORK, 240),
        Rung("answer_issuer_upper", DAYS, 2),
    ),
}
_LESS = {
    "undated": _silence(3),
    "review_given": (
        Rung("review", WORK, 240),
        Rung("review_chair", DAYS, 2),
        Rung("review_upper", DAYS, 3, (DAYS, 1), 3),
    ),
    "dated": (Rung("silent", DAYS, 1), Rung("silent_2", DAYS, 1, times=3)),
}
THIRD = {
    "normal": {
        "order": (
            Rung("half_silent", HALF),
            Rung("due_soon", DAYS, -3),
            Rung("overdue", DAYS),
            Rung("overdue_2", DAYS, 2),
            Rung("overdue_5", DAYS, 5),
            Rung("overdue_10", DAYS, 10, (DAYS, 5), 4),
            Rung("overdue_50", DAYS, 50, (DAYS, 20), 3),
        ),
        "report": (
            Rung("report_due_soon", DAYS, -3),
            Rung("report_due_next", DAYS, -1),
            Rung("report_overdue", DAYS),
            Rung("report_overdue_1", DAYS, 1),
            Rung("report_overdue_3", DAYS, 3),
            Rung("report_overdue_5", DAYS, 5, (DAYS, 5), 2),
        ),
        "request": (Rung("request_due_soon", DAYS, -3), Rung("request_overdue", DAYS, 0, (DAYS, 5), 6)),
        "accept": (Rung("receipt_unit", DAYS), Rung("receipt_unit_2", DAYS, 2)),
        "person": (Rung("receipt_person", DAYS),),
        "review": (
            Rung("review", DAYS),
            Rung("review_2", DAYS, 2),
            Rung("review_5", DAYS, 5, (DAYS, 5), 2),
            Rung("review_20", DAYS, 20, (DAYS, 10), 2),
        ),
        "undated": _silence(0),
        "dated": (Rung("silent", DAYS, 10), Rung("silent_2", DAYS, 10, times=2)),
        "issuer": (
            Rung("answer_issuer", DAYS),
            Rung("answer_issuer_2", DAYS, 2),
            Rung("answer_issuer_5", DAYS, 5),
        ),
        "lead": _LEAD,
    },
    "urgent": _URGENT
    | _LESS
    | {
        "order": (
            Rung("half_silent", HALF),
            Rung("due_soon", WORK, -240),
            Rung("overdue", DAYS),
            Rung("overdue_chair", WORK, 240),
            Rung("overdue_monitor", DAYS, 2),
            Rung("overdue_upper", DAYS, 3, (DAYS, 1), 3),
            Rung("overdue_standing", DAYS, 10, (DAYS, 5), 4),
        ),
        "accept": (Rung("receipt_unit", DAYS), Rung("receipt_unit_2", WORK, 120)),
        "person": (Rung("receipt_person", DAYS),),
    },
    "very_urgent": _URGENT
    | _LESS
    | {
        "order": (
            Rung("half_silent", HALF),
            Rung("due_soon", WORK, -120),
            Rung("overdue", DAYS),
            Rung("overdue_chair", WORK, 60),
            Rung("overdue_monitor", WORK, 180),
            Rung("overdue_upper", DAYS, 2, (DAYS, 1), 4),
            Rung("overdue_standing", DAYS, 10, (DAYS, 5), 4),
        ),
        "accept_given": (Rung("receipt_unit", WORK, 60), Rung("receipt_unit_2", WORK, 120)),
        "person_given": (Rung("receipt_person", WORK, 120),),
    },
    "immediate": _URGENT
    | {
        "order": (
            Rung("half_silent", HALF),
            Rung("due_soon", CLOCK, -60),
            Rung("overdue", DAYS),
            Rung("overdue_chair", CLOCK, 30),
            Rung("overdue_monitor", CLOCK, 60),
            Rung("overdue_upper", CLOCK, 120, (CLOCK, 360), 3),
            Rung("overdue_standing", DAYS, 3, (DAYS, 1), 5),
        ),
        "undated": _silence(1),
        "issuer_given": (
            Rung("answer_issuer", CLOCK, 60),
            Rung("answer_issuer_chair", CLOCK, 120),
            Rung("answer_issuer_upper", CLOCK, 480),
        ),
        "accept_given": (
            Rung("receipt_unit", CLOCK, 30),
            Rung("receipt_unit_2", CLOCK, 60),
            Rung("receipt_unit_3", CLOCK, 120),
        ),
        "person_given": (Rung("receipt_person", CLOCK, 60),),
        "review_given": (
            Rung("review", CLOCK, 120),
            Rung("review_chair", CLOCK, 240),
            Rung("review_upper", DAYS, 2, (DAYS, 1), 3),
        ),
        "dated": (Rung("silent", CLOCK, 240), Rung("silent_2", CLOCK, 240, times=4)),
    },
}


def rungs(ladder: int, urgency: str, name: str) -> tuple[Rung, ...]:
    """The steps of that name, in their order; none where the ladder has none."""
    found: dict[str, tuple[Rung, ...]] = SECOND if ladder == 2 else THIRD[urgency]
    if name == "report" and name not in found:
        name = "order"
    return found.get(name, ())
