"""Why is a row of an inbox not shown? Each that is not has exactly one reason."""

from enum import StrEnum
from typing import Final


class Why(StrEnum):
    """Why a row is not shown; each row that is not has exactly one reason, the first of these that holds."""

    DONE = "done"
    """The work is finished."""
    WITHDRAWN = "withdrawn"
    """The work was taken back."""
    SETTLED = "settled"
    """What it called for has happened, or its deadline gave way to another."""
    LATER = "later"
    """A later step of the same clock stands for it."""
    PARENT = "parent"
    """The assignment above is late and stands for it."""
    ACKNOWLEDGED = "acknowledged"
    """Its reader knows; until that expires."""
    SNOOZED = "snoozed"
    """Its reader wants to be told again later."""


PAST: Final = frozenset({Why.DONE, Why.WITHDRAWN, Why.SETTLED})
"""The reasons that an alert has none to answer for any more."""
