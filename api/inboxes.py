"""Which alerts lie in an inbox and in which order: what a look at one page of it begins with.

A short inbox is ranked at each look. A long one, of a post above thousands of late units, is kept for a while and shown
once more while it is ranked anew; what a page shows of its rows is read from the store all the same.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final, NamedTuple

import sqlalchemy as sa

from api.alert_codes import alert_problem
from api.keeping import Kept
from api.packed import Packed
from api.reads import Reads
from thac.domain.ladders import Colour
from thac.notices.reasons import Why
from thac.notices.refusals import AlertCode, refusal
from thac.notices.showing import COLOURS, Row, Tally, show
from thac.store.queries.alerts import InboxPart, count_of, inbox_around, inbox_of
from thac.store.queries.scope import Scope

LONG: Final = 2_000
"""An inbox of so many alerts takes longer to rank than somebody should wait for a page."""
MOST: Final = 250_000
"""So many alerts are ranked at most; who watches more names a post."""
_KEPT: Final = 20
"""So many times as long as it took a long inbox's order is kept: a twentieth of a core at most goes into it."""
_SHOWN_MEANWHILE: Final = 200
"""So many times as long as it took, but no longer than this, it is shown while it is ranked anew: who would wait for a
moment only sees what is new."""
_LONGEST_SHOWN: Final = timedelta(minutes=10)
_MUCH: Final = 20_000
"""So many alerts take longer to rank than a process of its own takes to begin."""
_MOST_KEPT: Final = 20


class Place(NamedTuple):
    """One alert in the order of an inbox.

    ``parent`` is the key of the row above that stands for it, ``below`` are those that it stands for: work that stands
    elsewhere, of which one page knows nothing.
    """

    alert: str
    parent: str | None
    below: tuple[str, ...]

    @staticmethod
    def at(row: Row) -> "Place":
        """The place of a row that was read among all."""
        return Place(row.alert.key, row.by if row.why is Why.PARENT else None, row.below)

    def of(self, row: Row) -> Row:
        """The row as it was read just now among those about its own work only."""
        if self.parent is not None and row.why in _GIVES_WAY:
            return replace(row, why=Why.PARENT, by=self.parent, answer=None, below=self.below)
        return replace(row, below=self.below)


class Mark(NamedTuple):
    """What a list of rows is narrowed by."""

    shown: bool
    colour: Colour
    directive: str
    open: bool

    @staticmethod
    def of(row: Row) -> "Mark":
        """That of a row."""
        return Mark(row.shown, row.alert.colour, row.work.directive, row.work.open)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What an inbox is narrowed to. ``every``: the rows that are not shown too, those about ended work among them.

    ``open``: the work is still open. ``below``: the posts below too, for roles that watch them.
    """

    post: str | None = None
    colours: tuple[Colour, ...] = ()
    directive: str | None = None
    open: bool | None = None
    every: bool = False
    below: bool = False

    def part(self, scope: Scope) -> InboxPart:
        """The part of the inboxes in which its rows lie."""
        return InboxPart(scope, self.post, self.below, self.every and self.open is not True)

    def lets_through(self, mark: Mark) -> bool:
        """Whether what bears that mark is listed."""
        return (
            (self.every or mark.shown)
            and (not self.colours or mark.colour in self.colours)
            and self.directive in {None, mark.directive}
            and self.open in {None, mark.open}
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """What of a ranking a filter lets through, by their numbers in it, and how much of each colour."""

    numbers: Sequence[int]
    by_colour: dict[Colour, int]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every alert of a part of the inboxes in the order in which it is listed, and how everything stood at ``at``.

    ``marks`` are the different marks, ``marked`` has for each place the number of the mark that it bears. ``took`` is
    how long the machine ranked them.
    """

    at: datetime
    places: Sequence[Place]
    marks: Sequence[Mark]
    marked: Sequence[int]
    tally: Tally
    took: timedelta = timedelta()

    def listed(self, wanted: InboxFilter) -> Listed:
        """What a filter lets through."""
        through = {number for number, mark in enumerate(self.marks) if wanted.lets_through(mark)}
        by_colour = dict.fromkeys(COLOURS, 0)
        for number, many in Counter(self.marked).items():
            if number in through:
                by_colour[self.marks[number].colour] += many
        return Listed([place for place, number in enumerate(self.marked) if number in through], by_colour)


class InboxBook:
    """Keeps the order of the long inboxes that were looked at lately."""

    def __init__(self) -> None:
        self._kept = Kept[InboxPart, Ranking](_MOST_KEPT)

    def of(self, read: Reads, part: InboxPart, now: datetime) -> Ranking:
        """The order of a part of the inboxes; blocks while it is worked out, unless it is long and known.

        Raises
        ------
        ProblemError
            More alerts lie there than are ranked.
        """
        made = read(
            lambda connection: None if count_of(connection, part, LONG) > LONG else _ranked(connection, part, now)
        )
        if made is not None:
            return made

        def anew(kept: Ranking | None) -> Ranking:
            if kept is not None and _held(kept, now, min(_KEPT * kept.took, _LONGEST_SHOWN)):
                return kept
            begun = perf_counter()
            made = _long(read, part, now)
            return replace(made, took=timedelta(seconds=perf_counter() - begun))

        return self._kept.of(
            part.narrowed,
            anew,
            shown=lambda kept: _held(kept, now, min(_SHOWN_MEANWHILE * kept.took, _LONGEST_SHOWN)),
        )


def rows_now(connection: sa.Connection, places: Sequence[Place], now: datetime) -> list[Row]:
    """The rows at those places as they are now."""
    showing = show(inbox_around(connection, [place.alert for place in places], now))
    rows = {row.alert.key: row for row in showing.rows}
    return [place.of(rows[place.alert]) for place in places if place.alert in rows]


def _long(read: Reads, part: InboxPart, now: datetime) -> Ranking:
    many = read(lambda connection: count_of(connection, part, MOST))
    if many > MOST:
        raise alert_problem(refusal(AlertCode.TOO_MANY, most=f"{MOST}"))
    if many > _MUCH:
        return read.apart(_packed, part, now)
    return read(lambda connection: _ranked(connection, part, now))


def _ranked(connection: sa.Connection, part: InboxPart, now: datetime) -> Ranking:
    showing = show(inbox_of(connection, part, now, words=False))
    numbers: dict[Mark, int] = {}
    marked = array("L", (numbers.setdefault(Mark.of(row), len(numbers)) for row in showing.rows))
    return Ranking(now, tuple(map(Place.at, showing.rows)), tuple(numbers), marked, showing.tally)


def _packed(connection: sa.Connection, part: InboxPart, now: datetime) -> Ranking:
    """The same, so that it can be handed over and kept at little cost: pages show some rows of it."""
    made = _ranked(connection, part, now)
    return replace(made, places=Packed(made.places))


def _held(kept: Ranking, now: datetime, long: timedelta) -> bool:
    return kept.at <= now < kept.at + long


_GIVES_WAY: Final = frozenset({None, Why.ACKNOWLEDGED, Why.SNOOZED})
"""What is said of a row for which no other about the same work stands: the row above comes before that."""
