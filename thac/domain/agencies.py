"""Who is above whom: agencies, their posts, and the tree that joins them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

AgencyId: TypeAlias = str
"""The official code of an agency, or of the agency above it with a suffix for a unit.

``TW`` is Central, ``19`` a province, ``05443`` a commune (both are the codes of the national
catalogue, Decision 19/2025/QĐ-TTg), ``19-SNV`` a provincial department, ``05443-VP`` a commune's unit.
Never a name: 699 of the 3,321 communes share theirs with another once tone marks are folded away.
"""


class Level(StrEnum):
    """The level an agency stands on. Districts ended on 1 July 2025."""

    CENTRAL = "central"
    PROVINCE = "province"
    COMMUNE = "commune"
    UNIT = "unit"
    OUTSIDE = "outside"
    """A body outside the chain of command: the Front, a Party committee, a vertical agency such as the tax office.

    It is nobody's subordinate and receives requests, never orders.
    """


class Role(StrEnum):
    """What a signed-in person may do for an agency."""

    OFFICE = "office"
    """Launches, allocates, confirms and returns for an agency that issues assignments."""
    UNIT = "unit"
    """Accepts, names the person, reports and submits for the lead."""
    OFFICER = "officer"
    """The person who does the work: reports progress and submits."""
    SUPERVISOR = "supervisor"
    """Reads the whole tree below, confirms like the office, receives escalations."""
    MONITOR = "monitor"
    """Reads and urges across the tree without being issuer or superior."""
    AUDITOR = "auditor"
    """Reads everything below, changes nothing."""
    ADMINISTRATOR = "administrator"
    """Keeps the directory and the tokens; reads, decides nothing."""


class PostRole(StrEnum):
    """Which duty a post has when an alert looks for somebody to reach."""

    CHAIR = "chair"
    """Head of an administration that issues assignments (chủ tịch)."""
    OFFICE = "office"
    """Chief of the office of such an administration (chánh văn phòng)."""
    MONITOR = "monitor"
    """The post that consolidates and urges for the whole level (đầu mối theo dõi)."""
    HEAD = "head"
    """Head of a unit (thủ trưởng đơn vị)."""
    OFFICER = "officer"
    """The unit's contact for incoming work (chuyên viên đầu mối)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of the administration, or a body outside it.

    ``fields`` are the codes of the fields of work it answers for, ``aliases`` further names documents use for it, those
    it had before among them. ``auto_allocate`` says that proposals of the routing are accepted without a person in
    between. ``beside`` is the administration that a body outside the chain of command works with: the Front of a
    commune stands beside the commune. ``ended_on`` is the first day on which the agency is no more; ``successor`` is
    who took over its work.
    """

    id: AgencyId
    level: Level
    name: str
    parent: AgencyId | None
    fields: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    auto_allocate: bool = True
    beside: AgencyId | None = None
    ended_on: date | None = None
    successor: AgencyId | None = None

    @property
    def ended(self) -> bool:
        """Whether the agency is closed: it receives nothing new, its people may still read."""
        return self.ended_on is not None


@dataclass(frozen=True, slots=True)
class Absence:
    """The days, both included, on which the holder of a post is away, and who stands in.

    Without an end it lasts until further notice; without a substitute nobody is reached.

    Raises
    ------
    ValueError
        It ends before it begins.
    """

    start: date
    end: date | None = None
    substitute: str | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"an absence from {self.start} cannot end on {self.end}")

    def covers(self, day: date) -> bool:
        """Whether the holder is away on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Post:
    """A post (chức vụ) in an agency and whoever holds it; a vacant post has no holder.

    The holder has it from ``since`` to ``until``, both days included; without them since ever and until further notice.
    ``acting`` says that he is charged with it (quyền, phụ trách) and not appointed to it.

    Raises
    ------
    ValueError
        The holder's time ends before it begins.
    """

    agency: AgencyId
    role: PostRole
    title: str
    holder: str | None
    since: date | None = None
    until: date | None = None
    acting: bool = False
    absence: Absence | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"a post held from {self.since} cannot be held until {self.until}")

    @property
    def id(self) -> str:
        """The post's key, as alerts name it: ``chair@05443``."""
        return f"{self.role}@{self.agency}"

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the post."""
        return self.holder is None

    @property
    def dated(self) -> bool:
        """Whether it depends on the day who is reached."""
        return self.since is not None or self.until is not None or self.absence is not None

    def on(self, day: date) -> "Post":
        """The post as it works on that day: its holder is who is reached then, the substitute of one who is away."""
        if (self.since is not None and day < self.since) or (self.until is not None and day > self.until):
            return replace(self, holder=None, since=None, until=None, acting=False, absence=None)
        if self.absence is not None and self.absence.covers(day):
            return replace(self, holder=self.absence.substitute, since=None, until=None, absence=None)
        return replace(self, since=None, until=None, absence=None) if self.dated else self


class AgencyTree:
    """The agencies of one installation with their posts, at one version of the directory.

    Closed agencies are still known by their ids, with their posts and names; they are nobody's subordinates any more,
    so that nothing new is given to them. Bodies outside the chain of command are known in the same way.

    Raises
    ------
    ValueError
        An id stands twice, an agency that another one names is missing, a body outside has a parent or another agency
        stands beside one, or the agencies form a cycle.
    """

    def __init__(self, agencies: Iterable[Agency], posts: Iterable[Post] = (), version: int = 0) -> None:
        self.version = version
        self._agencies: dict[AgencyId, Agency] = {}
        self._children: dict[AgencyId, list[AgencyId]] = {}
        self._ended: dict[AgencyId, list[AgencyId]] = {}
        self._beside: dict[AgencyId, list[AgencyId]] = {}
        self._posts: dict[AgencyId, dict[PostRole, Post]] = {}
        self._lately: tuple[date, AgencyTree] | None = None
        for agency in agencies:
            if agency.id in self._agencies:
                raise ValueError(f"agency {agency.id} stands twice in the directory")
            self._agencies[agency.id] = agency
        for agency in self._agencies.values():
            self._place(agency)
        for ids in (*self._children.values(), *self._ended.values(), *self._beside.values()):
            ids.sort()
        for post in posts:
            if post.agency not in self._agencies:
                raise ValueError(f"post {post.id} belongs to no agency of the directory")
            self._posts.setdefault(post.agency, {})[post.role] = post
        self._dated = any(post.dated for post in self.posts())
        self._refuse_cycles()

    def _place(self, agency: Agency) -> None:
        outside = agency.level is Level.OUTSIDE
        if outside and agency.parent is not None:
            raise ValueError(f"agency {agency.id} stands outside the chain of command and cannot have a parent")
        if not outside and agency.beside is not None:
            raise ValueError(f"agency {agency.id} stands in the chain of command, so it stands beside nobody")
        above = agency.beside if outside else agency.parent
        if above is not None:
            if above not in self._agencies:
                said = "the agency it stands beside" if outside else "its parent"
                raise ValueError(f"agency {agency.id} names {above} as {said}, which does not exist")
            group = self._beside if outside else self._children
            (self._ended if agency.ended and not outside else group).setdefault(above, []).append(agency.id)

    def _refuse_cycles(self) -> None:
        pending = [agency.id for agency in self._agencies.values() if agency.parent is None]
        reached = set(pending)
        while pending:
            current = pending.pop()
            below = (*self._children.get(current, ()), *self._ended.get(current, ()))
            reached.update(below)
            pending.extend(below)
        if lost := sorted(set(self._agencies) - reached):
            raise ValueError(f"agencies in a cycle of parents: {', '.join(lost[:5])}")

    def __contains__(self, agency: object) -> bool:
        return agency in self._agencies

    def __getitem__(self, agency: AgencyId) -> Agency:
        return self._agencies[agency]

    def get(self, agency: AgencyId) -> Agency | None:
        """The agency of that id, closed or not; None where there is none."""
        return self._agencies.get(agency)

    def name_of(self, agency: AgencyId) -> str | None:
        """What the agency is called; None where there is none."""
        return self._agencies[agency].name if agency in self._agencies else None

    def told_apart(self, agencies: Iterable[AgencyId]) -> dict[AgencyId, str]:
        """What each of these is called; namesakes with who is above them, or with their code where that is the same."""
        known = [one for name in agencies if (one := self.get(name)) is not None]
        names = {one.id: one.name for one in known}
        above = {one.id: self.name_of(one.parent or one.beside or "") or one.id for one in known}
        for more in (above, {one.id: one.id for one in known}):
            called = Counter(names.values())
            names = {one: name if called[name] == 1 else f"{name} ({more[one]})" for one, name in names.items()}
        return names

    def __iter__(self) -> Iterator[Agency]:
        return iter(self._agencies.values())

    def __len__(self) -> int:
        return len(self._agencies)

    def standing(self) -> Iterator[Agency]:
        """All agencies that are not closed, bodies outside the chain of command among them."""
        return (agency for agency in self._agencies.values() if not agency.ended)

    def children(self, agency: AgencyId) -> tuple[Agency, ...]:
        """The direct subordinates that are not closed, by id."""
        return tuple(self._agencies[child] for child in self._children.get(agency, ()))

    def outside(self, agency: AgencyId) -> tuple[Agency, ...]:
        """The bodies outside the chain of command that stand beside the agency and are not closed, by id."""
        return tuple(one for other in self._beside.get(agency, ()) if not (one := self._agencies[other]).ended)

    def subtree(self, agency: AgencyId) -> Iterator[Agency]:
        """The agency and everything below it that is not closed, parents first."""
        pending = [agency]
        while pending:
            current = pending.pop()
            yield self._agencies[current]
            pending.extend(reversed(self._children.get(current, ())))

    def path(self, agency: AgencyId) -> tuple[AgencyId, ...]:
        """The ids from the top down to the agency itself."""
        ids: list[AgencyId] = []
        current: AgencyId | None = agency
        while current is not None:
            ids.append(current)
            current = self._agencies[current].parent
        return tuple(reversed(ids))

    def covers(self, upper: AgencyId, lower: AgencyId) -> bool:
        """Whether ``lower`` is ``upper`` itself or stands below it."""
        return upper in self.path(lower)

    def issues(self, agency: AgencyId) -> bool:
        """Whether the agency has subordinates, and so a docket of its own; a closed one, whether it had."""
        return bool(self._children.get(agency)) or (
            bool(self._ended.get(agency)) and agency in self._agencies and self._agencies[agency].ended
        )

    def post(self, agency: AgencyId, role: PostRole) -> Post | None:
        """The post of that role in the agency, vacant or not; None where the agency has no such post."""
        return self._posts.get(agency, {}).get(role)

    def posts(self) -> Iterator[Post]:
        """All posts, by agency."""
        for agency in self._agencies:
            yield from self._posts.get(agency, {}).values()

    def on(self, day: date) -> "AgencyTree":
        """The tree with its posts as they work on that day; itself where no post depends on the day."""
        if not self._dated:
            return self
        if self._lately is None or self._lately[0] != day:
            self._lately = (day, AgencyTree(self, (post.on(day) for post in self.posts()), self.version))
        return self._lately[1]
