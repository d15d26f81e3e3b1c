"""Who of a drill is reached by mail, and what came of it? Counted by ``Message-ID``, against the saved digests.

What has to arrive is reckoned from the digests and from who was chosen, not from the deliveries of the store: one that
the store forgot would be missing.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from tests.drill.sinks import Taken
from tests.drill.world import Chance
from thac.delivery.mail import domain_of
from thac.domain.agencies import AgencyId, AgencyTree
from thac.notices.sending import Channel
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.notices import delivery_id

SENDER: Final = "Thác <thac@drill.example.vn>"
_DOMAIN: Final = domain_of(SENDER)
_SHARE: Final = 0.4
_AT_MOST: Final = 100
"""So many posts of administrations at most, and as many of units: mails are to be many, and not the drill's burden."""
_PER_HOUR: Final = 1_000
"""The most that may be chosen. An hour of office life lasts a fraction of a second here."""


@dataclass(frozen=True, slots=True)
class Mails:
    """What came of the mails; every number but ``readers`` counts Message-IDs."""

    readers: int
    """Posts that chose mail."""
    expected: int
    taken: int
    missing: int
    """Had to arrive and stand in no file of the sink."""
    waiting: int
    """Of those, given up waiting for: the store still has them to be sent."""
    spurious: int
    """Arrived, and no delivery of the store has that Message-ID, that address and that agency's list."""
    repeated: int
    """Arrived more than once: somebody was killed after the mail was taken and before that was written down."""
    copies: int
    """So many copies more than one of each."""

    @property
    def bad(self) -> int:
        """What fails a drill. A repetition does not: a mail server cannot be asked whether it took a mail."""
        return self.missing + self.spurious

    def __str__(self) -> str:
        return (
            f"{self.readers} posts, {self.expected} expected, {self.taken} taken, {self.missing} missing "
            f"({self.waiting} still waiting), {self.spurious} spurious, {self.repeated} repeated ({self.copies} copies)"
        )


def readers(tree: AgencyTree, agencies: Collection[AgencyId], chance: Chance) -> list[str]:
    """The posts that get mail beside the inbox, by chance from their names: some of administrations, some of units."""
    filled = sorted(post.id for post in tree.posts() if post.agency in agencies and not post.vacant)
    groups: dict[bool, list[str]] = {True: [], False: []}
    for post in sorted(filled, key=lambda post: chance(f"mail {post}").random()):
        groups[tree.issues(agency_of(post))].append(post)
    chosen = (group[: min(_AT_MOST, math.ceil(_SHARE * len(group)))] for group in groups.values())
    return sorted(post for group in chosen for post in group)


def agency_of(post: str) -> AgencyId:
    """Whose post it is."""
    return post.partition("@")[2]


def contact(post: str) -> dict[str, Any]:
    """How that post wants to be reached: by mail at any hour, as often as there is something."""
    address = f"{post.replace('@', '.').lower()}@{_DOMAIN}"
    return {"channels": [Channel.MAIL.value], "mail": address, "per_hour": _PER_HOUR}


def expected(engines: Engines, posts: Sequence[str]) -> frozenset[str]:
    """The Message-IDs of all digests that are saved for those posts now."""
    row = t.notices.c
    with engines.read.connect() as connection:
        found = connection.execute(sa.select(row.key, row.post).where(row.post.in_(posts))).all()
    return frozenset(_message_id(delivery_id(one.key, Channel.MAIL, one.post)) for one in found)


def waiting(engines: Engines, ids: Collection[str]) -> int:
    """How many mails of those Message-IDs are still to be sent."""
    row = t.deliveries.c
    query = sa.select(row.id).where(row.channel == Channel.MAIL.value, row.next_at.is_not(None))
    with engines.read.connect() as connection:
        return sum(1 for one in connection.execute(query).scalars() if _message_id(one) in ids)


def counted(
    engines: Engines, posts: Sequence[str], wanted: Collection[str], taken: Callable[[], Iterable[Taken]]
) -> Mails:
    """What came of the mails; ``wanted`` had to arrive. What was taken is read first: by then its delivery is known."""
    arrived = list(taken())
    row = t.deliveries.c
    query = sa.select(row.message_id, row.address, row.agency).where(row.channel == Channel.MAIL.value)
    with engines.read.connect() as connection:
        rows = connection.execute(query.where(row.message_id.is_not(None))).all()
    known = {Taken(one.message_id, f"<{one.agency.lower()}.digest.{_DOMAIN}>", one.address) for one in rows}
    times = Counter(one.message_id for one in arrived)
    return Mails(
        readers=len(posts),
        expected=len(wanted),
        taken=len(times),
        missing=sum(1 for one in wanted if one not in times),
        waiting=waiting(engines, {one for one in wanted if one not in times}),
        spurious=len({one.message_id for one in arrived if one not in known}),
        repeated=sum(1 for count in times.values() if count > 1),
        copies=sum(times.values()) - len(times),
    )


def _message_id(delivery: str) -> str:
    return f"<{delivery}@{_DOMAIN}>"
