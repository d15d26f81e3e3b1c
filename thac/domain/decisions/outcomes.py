"""What a decision comes to."""

from typing import TypeAlias

from thac.domain import events as ev
from thac.domain.refusals import Refusal

Outcome: TypeAlias = tuple[ev.Event, ...] | Refusal
"""The events that follow from a command, or the refusal that says why none do."""
