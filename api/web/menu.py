"""Which pages are there for whom? The menu on top of each page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from api.web.visiting import Guest
from thac.domain.agencies import Role

EVERYBODY: Final = frozenset(Role)
"""Every role."""


def own_seat(guest: Guest) -> bool:
    """Whether somebody acts by a seat of his own, and does not stand in for another."""
    return guest.session is not None and guest.session.seat.stands_in_for is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu: its address, its name in both languages, who has it."""

    address: str
    name: str
    roles: frozenset[Role] = EVERYBODY
    installed: Callable[[Guest], bool] = lambda _: True


MENU: Final[list[Entry]] = []
"""All of them."""
_DAY: Final = (
    *("/tasks", "/alerts", "/documents", "/directives", "/orders"),
    *("/overview", "/reports/weekly", "/overlaps", "/away", "/publishing", "/users"),
)
"""Their order: what somebody looks at first in the morning, then what he makes, then what he looks back at."""


def entries(guest: Guest) -> tuple[Entry, ...]:
    """What the menu shows to somebody."""
    if guest.session is None:
        return ()
    role = guest.session.seat.role
    shown = (one for one in MENU if role in one.roles and one.installed(guest))
    return tuple(sorted(shown, key=lambda one: _DAY.index(one.address)))
