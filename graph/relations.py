"""How do two sources stand to each other? Only on one ground can two items really collide."""

from enum import StrEnum

from graph.subjects import Reach, Source


class Relation(StrEnum):
    """What one source is to another."""

    WITHIN = "within"
    """They are the same source."""
    TOGETHER = "together"
    """Two directives on one ground in one chain: they may collide."""
    FULFILMENT = "fulfilment"
    """One is the other's parent: its plan carries the other out."""
    CASCADE = "cascade"
    """One stands above the other in one chain."""
    PARALLEL = "parallel"
    """On grounds that are apart; what they share comes from a common root."""
    BESIDE = "beside"
    """In two chains of command on grounds that touch: State, Party, Front."""
    UNKNOWN = "unknown"
    """The ground of one of them is not known."""


def relation(one: Source, other: Source) -> Relation:
    """How two sources stand to each other; the same whichever comes first."""
    if one.id == other.id:
        return Relation.WITHIN
    reach = one.ground.to(other.ground)
    if reach is not Reach.APART and (carries_out(one, other) or carries_out(other, one)):
        return Relation.FULFILMENT
    if reach is Reach.APART:
        return Relation.PARALLEL
    if reach is Reach.UNKNOWN:
        return Relation.UNKNOWN
    if one.chain is not other.chain:
        return Relation.BESIDE
    return Relation.TOGETHER if reach is Reach.SAME else Relation.CASCADE


def carries_out(child: Source, parent: Source) -> bool:
    """Whether one cites the other as what it carries out; numbers restart everywhere, so grounds must agree."""
    if parent.symbol is None or parent.symbol not in child.implements:
        return False
    return child.ground.to(parent.ground) in {Reach.BELOW, Reach.SAME, Reach.UNKNOWN}


def upper_of(one: Source, other: Source) -> Source | None:
    """Which of two sources is the upper one; None where neither is."""
    if carries_out(one, other):
        return other
    if carries_out(other, one):
        return one
    match one.ground.to(other.ground):
        case Reach.ABOVE:
            return one
        case Reach.BELOW:
            return other
        case _:
            return None


def common_roots(one: Source, other: Source) -> tuple[str, ...]:
    """The documents that both carry out, in the order of the first."""
    return tuple(symbol for symbol in one.implements if symbol in other.implements)
