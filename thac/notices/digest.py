"""What does one post read at one time? The alerts that are shown to it, bundled, ranked and counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from thac.domain.agencies import AgencyId
from thac.domain.inbox import Inbox
from thac.domain.ladders import Colour
from thac.notices.lines import DigestLine, Group, Worst, is_urgent, lines_of
from thac.notices.looks import is_look, look_before, look_from, week_begins
from thac.notices.reasons import Why
from thac.notices.showing import Row, Tally, awaited, show

__all__ = (
    "BUNDLED",
    "Digest",
    "DigestLine",
    "Group",
    "Lane",
    "Worst",
    "compose",
    "digest_key",
    "due_moment",
    "of_post",
)


class Lane(StrEnum):
    """How soon a digest goes out."""

    AT_ONCE = "at_once"
    """Urgent directives, one's own duty, and what has just climbed to this post; bundled within a minute."""
    LOOK = "look"
    """Everything else: bundled until the next look, 07:30, 11:30 or 16:30 on working days."""


_NONE: Final = Tally(0, 0, 0, 0, 0)
BUNDLED: Final = timedelta(minutes=1)
"""So long an alert that goes at once waits for others."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one post reads at one time.

    ``key`` is the same whenever it is composed again for the same post, moment and lane. ``lines`` are the first of
    what is told, ranked; ``more`` are told and only counted. ``groups`` are the first of ``directives``, urgent ones
    before others. ``alerts`` are the keys of all that is told, also without a line: what is kept as told.
    """

    key: str
    post: str
    agency: AgencyId
    moment: datetime
    lane: Lane
    lines: tuple[DigestLine, ...]
    inhibited: int
    """Rows that are not shown because a parent's row stands for them."""
    counts: Tally = _NONE
    """How everything stands about which alerts reached the post, told now or not."""
    groups: tuple[Group, ...] = ()
    directives: int = 0
    worst: tuple[Worst, ...] = ()
    alerts: tuple[str, ...] = ()
    more: int = 0
    summary: bool = False
    """The week's first: everything that stands, told before or not."""
    late_since: datetime | None = None
    """The first look that went by without this, where it makes up for time in which nothing was sent."""


def compose(rows: Inbox, post: str, moment: datetime) -> Digest | None:
    """What the post reads at that moment; None when there is nothing to tell.

    ``rows.at`` is when the store was read: a digest that comes late tells what stands now, under the moment it belongs
    to. ``rows.told`` says what was told before; it is told again only when an answer to it has expired since, or in
    the week's summary. At a look everything is told; at any other moment only what goes at once.
    """
    own = of_post(rows, post)
    showing, news = show(own), _News(own)
    look, summary = is_look(moment, rows.calendar), _sums_up(own, moment)
    told = [row for row in showing.shown if summary or (row in news and (look or goes_at_once(row)))]
    if not told:
        return None
    lane = Lane.LOOK if look else Lane.AT_ONCE
    said = lines_of(told, showing.rows, (row.alert.key for row in told if row in news))
    return Digest(
        key=digest_key(post, moment, lane),
        post=post,
        agency=told[0].alert.agency,
        moment=moment,
        lane=lane,
        lines=said.lines,
        inhibited=sum(1 for row in showing.rows if row.why is Why.PARENT),
        counts=showing.tally,
        groups=said.groups,
        directives=said.directives,
        worst=said.worst,
        alerts=tuple(row.alert.key for row in told),
        more=said.more,
        summary=summary,
        late_since=_late_since(news, told, moment) if look else None,
    )


def due_moment(rows: Inbox, post: str) -> datetime | None:
    """The moment of the digest that is due for the post when its inbox is read; None while none is.

    What came up before the last look belongs to that look, however many looks went by: catching up is one digest. What
    goes at once is due a minute after the first of it fired. What the store heard of too late for a look that has had
    its digest waits for the next, unless it goes at once. Whoever sends one that has been sent under the same key
    leaves it.
    """
    own = of_post(rows, post)
    look = look_before(rows.at, rows.calendar)
    shown, news = show(own).shown, _News(own)
    over = any(moment >= look for moment in own.told.values())
    waits = any(news.since(row) <= look for row in shown if row in news) or (shown and _sums_up(own, look))
    if waits and not over:
        return look
    first = min((news.since(row) for row in shown if row in news and goes_at_once(row)), default=None)
    return None if first is None or rows.at < first + BUNDLED else first + BUNDLED


def goes_at_once(row: Row) -> bool:
    """Whether a row does not wait for the next look.

    That is so for urgent directives, and for what is one's own duty or has just climbed to this post, unless it is no
    more than near.
    """
    if is_urgent(row):
        return True
    return row.alert.colour is not Colour.BLUE and (row.climbed or awaited(row.alert, row.work) == row.alert.agency)


def digest_key(post: str, moment: datetime, lane: Lane) -> str:
    """The name of a digest among all: ``chair@05443/20261130T003000Z/look``."""
    return f"{post}/{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}/{lane}"


def of_post(rows: Inbox, post: str) -> Inbox:
    """The part of an inbox that reached one post."""
    alerts = tuple(alert for alert in rows.alerts if alert.post == post)
    wanted = {alert.assignment for alert in alerts}
    return replace(rows, alerts=alerts, works={name: rows.works[name] for name in rows.works if name in wanted})


def _sums_up(rows: Inbox, moment: datetime) -> bool:
    """Whether the look is the week's summary: its first, or the first of it that is not missed."""
    begins = week_begins(moment, rows.calendar)
    missed = bool(rows.told) and max(rows.told.values()) < begins < moment
    return is_look(moment, rows.calendar) and (moment == begins or missed)


class _News:
    """Which rows a post has not been told of, or not since an answer to them expired."""

    def __init__(self, rows: Inbox) -> None:
        self.calendar = rows.calendar
        self._told = rows.told
        self._expired: dict[str, datetime] = {}
        for answer in rows.answers:
            told = rows.told.get(answer.alert)
            if told is not None and told < answer.until <= rows.at:
                self._expired[answer.alert] = max(answer.until, self._expired.get(answer.alert, answer.until))

    def __contains__(self, row: Row) -> bool:
        return row.alert.key not in self._told or row.alert.key in self._expired

    def since(self, row: Row) -> datetime:
        """Since when a row that is news waits to be told."""
        return self._expired.get(row.alert.key, row.alert.fired_at)


def _late_since(news: _News, told: Iterable[Row], moment: datetime) -> datetime | None:
    first = min((news.since(row) for row in told if row in news), default=None)
    missed = None if first is None else look_from(first, news.calendar)
    return missed if missed is not None and missed < moment else None
