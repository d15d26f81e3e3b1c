"""What happens in the year of a drill: which directives are issued when and to whom. A function of the seed alone."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.calendar import civil_day

_LAST_ISSUE: Final = 0.85
"""The share of the time after which nothing is issued any more: deadlines need time to pass."""


class Kind(StrEnum):
    """What a directive is like, by when its tasks are due."""

    DATED = "dated"
    RECURRING = "recurring"
    UNDATED = "undated"
    URGENT = "urgent"
    REQUEST = "request"


_SHARES: Final[Mapping[Kind, float]] = {
    Kind.DATED: 0.55,
    Kind.URGENT: 0.15,
    Kind.UNDATED: 0.15,
    Kind.RECURRING: 0.1,
    Kind.REQUEST: 0.05,
}


@dataclass(frozen=True, slots=True)
class Size:
    """How large the world is: directives, assignments asked for, and over how long it is told (shown time)."""

    directives: int
    rows: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class Planned:
    """One directive: when it is launched, by which province, and the body that its office sends."""

    number: int
    at: datetime
    kind: Kind
    issuer: AgencyId
    body: dict[str, Any]
    recipients: tuple[AgencyId, ...]


def planned(seed: int, size: Size, begin: datetime, tree: AgencyTree) -> list[Planned]:
    """The directives of the year in the order of their launch, from several provinces in turn."""
    chance = random.Random(f"world {seed}")
    provinces = sorted(one.id for one in tree if one.level is Level.PROVINCE)
    chance.shuffle(provinces)
    moments = sorted(begin + size.span * chance.uniform(0.0, _LAST_ISSUE) for _ in range(size.directives))
    kinds = chance.choices(list(_SHARES), list(_SHARES.values()), k=size.directives)
    each = max(1, round(size.rows / size.directives / 2))  # a commune's row, and that of its unit
    found: list[Planned] = []
    for number, (moment, kind) in enumerate(zip(moments, kinds, strict=True), 1):
        issuer = provinces[number % len(provinces)]
        communes = sorted(one.id for one in tree.children(issuer) if one.level is Level.COMMUNE)
        to = sorted(chance.sample(communes, min(each, len(communes))))
        task = _task(chance, kind, moment, size.span) | _whom(kind, issuer, to, tree)
        body = _body(seed, number, kind, moment)
        body["tasks"] = [{"number": 1, "text": f"Đợt {number} việc {seed}"} | task]
        found.append(Planned(number, moment, kind, issuer, body, () if kind is Kind.REQUEST else tuple(to)))
    return found


def _body(seed: int, number: int, kind: Kind, moment: datetime) -> dict[str, Any]:
    return {
        "doc_type": "Công văn",
        "number": str(number),
        "symbol": "UBND-DT",
        "subject": f"Diễn tập {seed}, văn bản {number}",
        "issued_on": str(civil_day(moment)),
        "urgency": "urgent" if kind is Kind.URGENT else "normal",
    }


def _whom(kind: Kind, issuer: AgencyId, to: Sequence[AgencyId], tree: AgencyTree) -> dict[str, Any]:
    if kind is not Kind.REQUEST:
        return {"mode": "each", "recipients": list(to)}
    outside = sorted(one.id for one in tree if one.level is Level.OUTSIDE and one.beside == issuer)
    return {"mode": "single", "leads": [outside[len(to) % len(outside)]], "request": True}


def _task(chance: random.Random, kind: Kind, moment: datetime, span: timedelta) -> dict[str, Any]:
    """When it is due. A world that is told in less than a year has its lengths shortened in proportion."""
    shorter = min(1.0, span / timedelta(days=365))
    day = civil_day(moment)

    def days(first: float, last: float) -> timedelta:
        return timedelta(days=max(2, round(chance.uniform(first, last) * shorter)))

    match kind:
        case Kind.DATED | Kind.REQUEST:
            return {"deadline": {"day": str(day + days(15, 90))}}
        case Kind.URGENT:
            return {"deadline": {"day": str(day + days(2, 10))}}
        case Kind.RECURRING:
            return {"recurrence": {"every": "monthly", "day": chance.randint(15, 25), "first": str(day)}}
        case Kind.UNDATED:
            return {"silence_days": max(3, round(30 * shorter))}


Chance = Callable[[str], random.Random]


def chance_of(seed: int) -> Chance:
    """Chance for each thing by its name, so that what one office does never depends on when another was heard of."""
    return lambda name: random.Random(f"{seed} {name}")
