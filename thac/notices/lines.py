"""What a digest says of each assignment, of each directive and of those that are late with most: the first of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from thac.domain.agencies import AgencyId
from thac.domain.directives import Urgency
from thac.domain.ladders import Colour
from thac.notices.showing import Row, rank

LINES: Final = 60
"""So many lines the directives of a digest share; what is beyond is counted."""
EACH: Final = 8
"""So many lines of one directive are listed however many directives there are."""
GROUPS: Final = 10
"""So many directives a digest tells of by name."""
WORST: Final = 5
"""So many of the leads that are late are named with their numbers."""
UNDER: Final = 6
"""So many of those who hold the clock below are named in a line."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One assignment in a digest, with its latest alert.

    ``holder`` says in Vietnamese who holds the clock. ``days_late`` are civil days, None when it is not late.
    """

    alert: str
    assignment: str
    directive: str
    subject: str
    task: int
    text: str
    colour: Colour
    step: str
    due: datetime | None
    days_late: int | None
    lead: AgencyId
    lead_name: str
    holder: str
    title: str = ""
    """The directive as an office cites it: ``Chỉ thị số 12/CT-UBND``."""
    holder_en: str = ""
    clock: str = ""
    below: int = 0
    """Alerts about work below that this line stands for."""
    under: tuple[str, ...] = ()
    """Who holds the clock there, in Vietnamese, the gravest first; no more than a line can bear."""
    news: bool = True
    """Whether no digest told of it before."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is told of one directive: how many assignments stand how, of how many leads, and how late the worst is.

    They are counted as in :class:`thac.notices.showing.Tally`, but only what is told. ``acts`` are what is awaited of
    whoever holds the clock, in Vietnamese, with how often. ``listed`` of them are among the digest's lines.
    """

    directive: str
    title: str
    subject: str
    urgent: bool
    late: int
    behind: int
    near: int
    units: int
    days_late: int | None
    acts: tuple[tuple[str, int], ...]
    listed: int

    @property
    def total(self) -> int:
        """How many assignments of the directive are told of."""
        return self.late + self.behind + self.near


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the leads that are late with most of what is told."""

    lead: AgencyId
    lead_name: str
    late: int
    days_late: int


@dataclass(frozen=True, slots=True)
class Lines:
    """What of a digest is told in words: the first lines, directives and leads, and how many there are besides."""

    lines: tuple[DigestLine, ...]
    groups: tuple[Group, ...]
    directives: int
    worst: tuple[Worst, ...]
    more: int


def lines_of(told: Sequence[Row], rows: Iterable[Row], news: Iterable[str]) -> Lines:
    """The words for ranked rows that are told, among all rows of the inbox; ``news`` are the keys not told before.

    One line for each assignment, that of its gravest row.
    """
    gravest: dict[str, Row] = {}
    for row in told:
        gravest.setdefault(row.work.id, row)
    heads = tuple(gravest.values())
    together = _together(heads)
    share = _share(together)
    listed = [row for own in together[:GROUPS] for row in own[:share]]
    by_key, new = {row.alert.key: row for row in rows}, frozenset(news)
    return Lines(
        tuple(_line(row, by_key, news=row.alert.key in new) for row in sorted(listed, key=rank)),
        tuple(_group(own, share) for own in together[:GROUPS]),
        len(together),
        tuple(_worst(heads)),
        len(heads) - len(listed),
    )


def is_urgent(row: Row) -> bool:
    """Whether its directive is khẩn, thượng khẩn or hỏa tốc."""
    return row.work.urgency is not Urgency.NORMAL


def _together(heads: Iterable[Row]) -> list[list[Row]]:
    """The rows of each directive, urgent directives first, then in the order of their gravest rows."""
    found: dict[str, list[Row]] = {}
    for row in heads:
        found.setdefault(row.work.directive, []).append(row)
    return sorted(found.values(), key=lambda own: not is_urgent(own[0]))


def _share(together: Sequence[object]) -> int:
    """How many lines each directive gets, so that one with 200 late communes hides no other."""
    return max(EACH, LINES // len(together))


def _line(row: Row, by_key: Mapping[str, Row], *, news: bool) -> DigestLine:
    work, alert = row.work, row.alert
    return DigestLine(
        alert=alert.key,
        assignment=work.id,
        directive=work.directive,
        subject=work.subject,
        task=work.task,
        text=work.text,
        colour=alert.colour,
        step=alert.step,
        due=work.due,
        days_late=row.days_late,
        lead=work.lead,
        lead_name=work.lead_name,
        holder=row.holder.words,
        title=work.title,
        holder_en=row.holder.english,
        clock=alert.clock.value,
        below=len(row.below),
        under=_under(row, by_key),
        news=news,
    )


def _under(row: Row, by_key: Mapping[str, Row]) -> tuple[str, ...]:
    """Who holds the clock of the work below for which the row stands; each once."""
    below = sorted((by_key[key] for key in row.below), key=rank)
    return tuple(dict.fromkeys(one.holder.words for one in below))[:UNDER]


def _group(rows: Sequence[Row], share: int) -> Group:
    late = [row.days_late for row in rows if row.days_late is not None]
    near = sum(1 for row in rows if row.days_late is None and row.alert.colour is Colour.BLUE)
    return Group(
        directive=rows[0].work.directive,
        title=rows[0].work.title,
        subject=rows[0].work.subject,
        urgent=is_urgent(rows[0]),
        late=len(late),
        behind=len(rows) - len(late) - near,
        near=near,
        units=len({row.work.lead for row in rows}),
        days_late=max(late, default=None),
        acts=tuple(Counter(row.holder.act for row in rows).most_common()),
        listed=min(len(rows), share),
    )


def _worst(heads: Iterable[Row]) -> Iterable[Worst]:
    """The leads that are late with most, then by the longest."""
    late = sorted((row for row in heads if row.days_late is not None), key=lambda row: row.work.lead)
    found = []
    for lead, rows in groupby(late, key=lambda row: row.work.lead):
        own = list(rows)
        found.append(Worst(lead, own[0].work.lead_name, len(own), max(row.days_late or 0 for row in own)))
    return sorted(found, key=lambda one: (-one.late, -one.days_late, one.lead))[:WORST]
