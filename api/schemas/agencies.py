"""Agencies and their posts, as they go out."""

from typing import Any

from api.schemas.words import Output
from thac.domain.agencies import Agency, AgencyTree, Level, Post, PostRole


class AgencyOut(Output):
    """One agency; ``issues`` says that it has subordinates and gives out assignments of its own."""

    id: str
    level: Level
    name: str
    parent: str | None
    fields: list[str]
    aliases: list[str]
    issues: bool


class PostOut(Output):
    """A post and who holds it."""

    id: str
    role: PostRole
    title: str
    holder: str | None
    vacant: bool


class AgencyDetail(AgencyOut):
    """An agency with its posts and its direct subordinates, all of them."""

    path: list[str]
    posts: list[PostOut]
    units: list[AgencyOut]


def agency_out(agency: Agency, tree: AgencyTree) -> AgencyOut:
    """The agency as it goes out."""
    return AgencyOut(**_fields(agency, tree))


def agency_detail(agency: Agency, tree: AgencyTree) -> AgencyDetail:
    """The agency with its posts and subordinates."""
    posts = (tree.post(agency.id, role) for role in PostRole)
    return AgencyDetail(
        **_fields(agency, tree),
        path=list(tree.path(agency.id)),
        posts=[_post(post) for post in posts if post is not None],
        units=[agency_out(child, tree) for child in tree.children(agency.id)],
    )


def _fields(agency: Agency, tree: AgencyTree) -> dict[str, Any]:
    return {
        "id": agency.id,
        "level": agency.level,
        "name": agency.name,
        "parent": agency.parent,
        "fields": list(agency.fields),
        "aliases": list(agency.aliases),
        "issues": tree.issues(agency.id),
    }


def _post(post: Post) -> PostOut:
    return PostOut(id=post.id, role=post.role, title=post.title, holder=post.holder, vacant=post.vacant)
