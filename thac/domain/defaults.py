"""The table of defaults: every length of time that a rule uses and an installation may change."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds unless an installation sets it otherwise; a docket keeps the values it started with.

    Days are working days unless the name says otherwise. A docket writes down every value it started with, so that a
    changed table changes no docket that runs; a field that was added later has as its own default, for ever, what
    dockets opened before it lived by.
    """

    strict_before: bool
    """Whether "trước ngày 15" ends on the 14th."""
    due_soon_days: int
    """From so many working days before the deadline an open assignment counts as due soon."""
    receipt_unit_days: int
    """The unit accepts by the close of so many working days after the assignment."""
    receipt_person_days: int
    """The unit names the person by the close of so many working days after the assignment."""
    receipt_urgent: timedelta
    """Working time for each of the two receipts of an urgent directive."""
    review_days: int
    """The issuer confirms or returns a result within so many working days."""
    redo_days: int
    """A returned result gets the days that were left, and at least so many."""
    silence_calendar_days: int
    """An undated assignment without a report for so many calendar days is silent."""
    answer_days: int = 2
    """Whoever is asked (decline, hand-over, extension, obstacle, explanation) answers within so many working days."""
    input_days: int = 5
    """A coordinator asked without a day of his own gives his input within so many working days."""
    hand_over_consent: bool = True
    """Whether a hand-over between two receivers needs the issuer's consent before the new lead signs."""
    occurrence_opens_days: int = 10
    """An occurrence of a recurring task opens so many working days before it is due."""
    level_ahead_days: int = 2
    """At each level below, what recurs is due so many working days before it is due above."""


DEFAULTS = Defaults(
    strict_before=False,
    due_soon_days=3,
    receipt_unit_days=1,
    receipt_person_days=2,
    receipt_urgent=timedelta(hours=2),
    review_days=3,
    redo_days=2,
    silence_calendar_days=30,
    answer_days=2,
    input_days=5,
    hand_over_consent=True,
    occurrence_opens_days=10,
    level_ahead_days=2,
)
