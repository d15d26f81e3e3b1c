"""Who is above whom: agencies, their posts, and the tree that joins them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    """One agency of the administration.

    ``fields`` are the codes of the fields of work it answers for, ``aliases`` further names documents use for it.
    ``auto_allocate`` says that proposals of the routing are accepted without a person in between.
    """

    id: AgencyId
    level: Level
    name: str
    parent: AgencyId | None
    fields: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    auto_allocate: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """A post (chức vụ) in an agency and whoever holds it; a vacant post has no holder."""

    agency: AgencyId
    role: PostRole
    title: str
    holder: str | None

    @property
    def id(self) -> str:
        """The post's key, as alerts name it: ``chair@05443``."""
        return f"{self.role}@{self.agency}"

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the post now."""
        return self.holder is None


class AgencyTree:
    """The agencies of one installation with their posts, at one version of the directory.

    Raises
    ------
    ValueError
        An id stands twice, a parent is missing, or the agencies form a cycle.
    """

    def __init__(self, agencies: Iterable[Agency], posts: Iterable[Post] = (), version: int = 0) -> None:
        self.version = version
        self._agencies: dict[AgencyId, Agency] = {}
        self._children: dict[AgencyId, list[AgencyId]] = {}
        self._posts: dict[AgencyId, dict[PostRole, Post]] = {}
        for agency in agencies:
            if agency.id in self._agencies:
                raise ValueError(f"agency {agency.id} stands twice in the directory")
            self._agencies[agency.id] = agency
        for agency in self._agencies.values():
            if agency.parent is not None:
                if agency.parent not in self._agencies:
                    raise ValueError(f"agency {agency.id} names {agency.parent} as its parent, which does not exist")
                self._children.setdefault(agency.parent, []).append(agency.id)
        for ids in self._children.values():
            ids.sort()
        for post in posts:
            if post.agency not in self._agencies:
                raise ValueError(f"post {post.id} belongs to no agency of the directory")
            self._posts.setdefault(post.agency, {})[post.role] = post
        self._refuse_cycles()

    def _refuse_cycles(self) -> None:
        reached = {a.id for root in self._agencies.values() if root.parent is None for a in self.subtree(root.id)}
        if lost := sorted(set(self._agencies) - reached):
            raise ValueError(f"agencies in a cycle of parents: {', '.join(lost[:5])}")

    def __contains__(self, agency: object) -> bool:
        return agency in self._agencies

    def __getitem__(self, agency: AgencyId) -> Agency:
        return self._agencies[agency]

    def __iter__(self) -> Iterator[Agency]:
        return iter(self._agencies.values())

    def __len__(self) -> int:
        return len(self._agencies)

    def children(self, agency: AgencyId) -> tuple[Agency, ...]:
        """The direct subordinates, by id."""
        return tuple(self._agencies[child] for child in self._children.get(agency, ()))

    def subtree(self, agency: AgencyId) -> Iterator[Agency]:
        """The agency and everything below it, parents first."""
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
        """Whether the agency has subordinates, and so a docket of its own."""
        return bool(self._children.get(agency))

    def post(self, agency: AgencyId, role: PostRole) -> Post | None:
        """The post of that role in the agency, vacant or not; None where the agency has no such post."""
        return self._posts.get(agency, {}).get(role)

    def posts(self) -> Iterator[Post]:
        """All posts, by agency."""
        for agency in self._agencies:
            yield from self._posts.get(agency, {}).values()
