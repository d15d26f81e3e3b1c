"""What the graph is made from: documents with their place in the country, and items of theirs that speak of a matter.

Whoever fills these types (the reading of a document, the store) has already resolved what can be resolved. Agencies are
named by one key each, an id of the directory where there is one, otherwise a key of the name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

SourceId: TypeAlias = str
"""A file's name, or the id of a directive."""

SubjectId: TypeAlias = str
"""Unique over everything that is compared: the source's id and the item's path in it."""


class Chain(StrEnum):
    """Two chains of command run side by side, and the Front beside them: none orders another."""

    STATE = "state"
    PARTY = "party"
    FRONT = "front"


class Reach(StrEnum):
    """How the ground of one source lies to that of another."""

    SAME = "same"
    ABOVE = "above"
    BELOW = "below"
    APART = "apart"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ground:
    """On whose ground a source orders: the administrations from the top down to its issuer's; empty where unknown."""

    path: tuple[str, ...] = ()

    def to(self, other: "Ground") -> Reach:
        """How this ground lies to another: above it, below it, the same, or apart."""
        if not self.path or not other.path:
            return Reach.UNKNOWN
        shared = min(len(self.path), len(other.path))
        if self.path[:shared] != other.path[:shared]:
            return Reach.APART
        if len(self.path) == len(other.path):
            return Reach.SAME
        return Reach.ABOVE if len(self.path) < len(other.path) else Reach.BELOW


@dataclass(frozen=True, slots=True)
class Source:
    """A document or directive.

    ``symbol``, ``implements`` and ``cites`` are keys (:func:`graph.citations.symbol_key`); ``implements`` are the
    documents it carries out, the direct parent first. ``names`` are names of the issuer and its place, which say
    nothing about a matter. ``around`` are texts that frame the items (grounds, subject, closing); titles cited there
    are known throughout.
    """

    id: SourceId
    ground: Ground = Ground()
    chain: Chain = Chain.STATE
    issuer: str | None = None
    symbol: str | None = None
    title: str = ""
    issued_on: date | None = None
    implements: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The document that it carries out, or itself."""
        return next(iter(self.implements), self.id)


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source: the line its item starts on, and words of it, in its own spelling."""

    source: SourceId
    line: int
    text: str


class Holding(StrEnum):
    """Who owns the work of an item."""

    ONE = "one"
    """Exactly one lead (chủ trì)."""
    EACH = "each"
    """Every recipient owns a copy of its own."""
    JOINT = "joint"
    """Two or more joint leads: what Conclusion 226-KL/TW forbids."""
    NOBODY = "nobody"
    """Somebody carries it out and nobody leads, or nobody is named."""
    COORDINATORS = "coordinators"
    """Only those who coordinate are named."""
    ROLE = "role"
    """A role that only more knowledge resolves ("cơ quan được giao chủ trì")."""
    REQUEST = "request"
    """Asked of a body outside the chain of command."""
    UNSAID = "unsaid"
    """The item orders nothing (purposes, requirements), or it is not known who owns it."""


class Rhythm(StrEnum):
    """How often a report or task recurs."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    AD_HOC = "ad_hoc"
    PERIODIC = "periodic"
    """Recurring, without saying how often ("định kỳ")."""


@dataclass(frozen=True, slots=True)
class Due:
    """When an item is due, with its ``words``.

    ``day`` is the last day named, ``first`` the start where a period is named. A recurring item has ``rhythms``, and
    ``day_of_period`` where a day is printed (weekday for weekly).
    """

    words: str
    day: date | None = None
    first: date | None = None
    rhythms: tuple[Rhythm, ...] = ()
    day_of_period: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach: ``at_least`` or at most so much of a unit, with the words around it."""

    value: float
    unit: str
    at_least: bool
    words: str


@dataclass(frozen=True, slots=True)
class Subject:
    """An item of a source that speaks of a matter.

    ``leads`` are those who own it (for ``EACH`` the recipients), ``carried_out_by`` those named without saying who
    leads. ``group`` says that a lead is a class of bodies and no single one. ``recipients`` are those who get its
    report. ``cites`` are symbols, footnotes of the item among them. ``implements`` are ids of the subjects above that
    it carries out, where that is known. ``owners_at`` is the line and text where the owners are named, unless that is
    the item itself; ``names`` says how each of them is called, by its key.
    """

    id: SubjectId
    source: SourceId
    line: int
    text: str
    path: str = ""
    holding: Holding = Holding.UNSAID
    leads: tuple[str, ...] = ()
    group: bool = False
    coordinators: tuple[str, ...] = ()
    carried_out_by: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    due: Due | None = None
    product: str | None = None
    targets: tuple[Target, ...] = ()
    field: str | None = None
    cites: tuple[str, ...] = ()
    implements: tuple[SubjectId, ...] = ()
    owners_at: tuple[int, str] | None = None
    names: tuple[tuple[str, str], ...] = ()
    """How each lead and coordinator is called, by its key."""

    @property
    def orders(self) -> bool:
        """Whether somebody is told to do it."""
        return self.holding is not Holding.UNSAID

    def called(self, agencies: Iterable[str]) -> str:
        """The names of agencies, as a sentence lists them."""
        names = dict(self.names)
        return ", ".join(names.get(one, one) for one in agencies)


@dataclass(frozen=True, slots=True)
class Paper:
    """A source with its items, in the order of the text."""

    source: Source
    subjects: tuple[Subject, ...]
