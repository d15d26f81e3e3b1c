"""Agencies and their posts, as they go out."""

from datetime import date
from typing import Any

from api.schemas.words import Output
from thac.domain.agencies import Agency, AgencyTree, Level, Post, PostRole


class AgencyOut(Output):
    """One agency; ``issues`` says that it has subordinates and gives out assignments of its own.

    ``beside`` is the administration that a body outside the chain of command works with. A closed agency says since
    when it is no more, and who took over.
    """

    id: str
    level: Level
    name: str
    parent: str | None
    fields: list[str]
    aliases: list[str]
    issues: bool
    beside: str | None
    ended_on: date | None
    successor: str | None


class AbsenceOut(Output):
    """The days on which a holder is away, both included, and who stands in."""

    start: date
    end: date | None
    substitute: str | None


class PostOut(Output):
    """A post and who holds it; ``reached`` is who is reached today, the substitute of a holder who is away."""

    id: str
    role: PostRole
    title: str
    holder: str | None
    vacant: bool
    since: date | None
    until: date | None
    acting: bool
    absence: AbsenceOut | None
    reached: str | None


class AgencyDetail(AgencyOut):
    """An agency with its posts, its direct subordinates, all of them, and the bodies that stand beside it."""

    path: list[str]
    posts: list[PostOut]
    units: list[AgencyOut]
    outside: list[AgencyOut]


def agency_out(agency: Agency, tree: AgencyTree) -> AgencyOut:
    """The agency as it goes out."""
    return AgencyOut(**_fields(agency, tree))


def agency_detail(agency: Agency, tree: AgencyTree, today: date) -> AgencyDetail:
    """The agency with its posts as of today, its subordinates and those beside it."""
    return AgencyDetail(**detail_fields(agency, tree, today))


def detail_fields(agency: Agency, tree: AgencyTree, today: date) -> dict[str, Any]:
    """The members of :class:`AgencyDetail`."""
    posts = (tree.post(agency.id, role) for role in PostRole)
    return {
        **_fields(agency, tree),
        "path": list(tree.path(agency.id)),
        "posts": [_post(post, today) for post in posts if post is not None],
        "units": [agency_out(child, tree) for child in tree.children(agency.id)],
        "outside": [agency_out(body, tree) for body in tree.outside(agency.id)],
    }


def _fields(agency: Agency, tree: AgencyTree) -> dict[str, Any]:
    return {
        "id": agency.id,
        "level": agency.level,
        "name": agency.name,
        "parent": agency.parent,
        "fields": list(agency.fields),
        "aliases": list(agency.aliases),
        "issues": tree.issues(agency.id),
        "beside": agency.beside,
        "ended_on": agency.ended_on,
        "successor": agency.successor,
    }


def _post(post: Post, today: date) -> PostOut:
    away = post.absence
    return PostOut(
        id=post.id,
        role=post.role,
        title=post.title,
        holder=post.holder,
        vacant=post.vacant,
        since=post.since,
        until=post.until,
        acting=post.acting,
        absence=None if away is None else AbsenceOut(start=away.start, end=away.end, substitute=away.substitute),
        reached=post.on(today).holder,
    )
