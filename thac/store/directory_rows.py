"""How agencies and posts are written down: as rows of their tables, and as the images that the journal keeps."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from thac.domain.agencies import Absence, Agency, AgencyId, AgencyTree, Level, Post, PostRole

OUTSIDE: Final = "~"
"""What the path of a body outside the chain of command begins with, so that nobody takes it for the top of the tree."""


def agency_of(row: Mapping[Any, Any]) -> Agency:
    """The agency of a row."""
    return Agency(
        id=row["id"],
        level=Level(row["level"]),
        name=row["name"],
        parent=row["parent"],
        fields=tuple(json.loads(row["fields"])),
        aliases=tuple(json.loads(row["aliases"])),
        auto_allocate=row["auto_allocate"],
        beside=row["beside"],
        ended_on=row["ended_on"],
        successor=row["successor"],
    )


def agency_row(agency: Agency) -> dict[str, Any]:
    """The row of an agency, all but its path."""
    return {
        "id": agency.id,
        "level": agency.level.value,
        "name": agency.name,
        "parent": agency.parent,
        "fields": json.dumps(agency.fields),
        "aliases": json.dumps(agency.aliases, ensure_ascii=False),
        "auto_allocate": agency.auto_allocate,
        "beside": agency.beside,
        "ended_on": agency.ended_on,
        "successor": agency.successor,
    }


def path_of(agency: AgencyId, tree: AgencyTree) -> str:
    """Where the agency stands, as scopes are told by it: ``TW/19/05443/``; ``~/05443-MTTQ/`` outside the chain."""
    path = "/".join(tree.path(agency)) + "/"
    return f"{OUTSIDE}/{path}" if tree[agency].level is Level.OUTSIDE else path


def post_of(row: Mapping[Any, Any]) -> Post:
    """The post of a row."""
    absence = None
    if row["away_from"] is not None:
        absence = Absence(row["away_from"], row["away_until"], row["substitute"])
    return Post(
        agency=row["agency"],
        role=PostRole(row["role"]),
        title=row["title"],
        holder=row["holder"],
        since=row["since"],
        until=row["until"],
        acting=row["acting"],
        absence=absence,
    )


def post_row(post: Post) -> dict[str, Any]:
    """The row of a post."""
    absence = post.absence
    return {
        "agency": post.agency,
        "role": post.role.value,
        "title": post.title,
        "holder": post.holder,
        "since": post.since,
        "until": post.until,
        "acting": post.acting,
        "away_from": None if absence is None else absence.start,
        "away_until": None if absence is None else absence.end,
        "substitute": None if absence is None else absence.substitute,
    }


_DAYS: Final = ("ended_on", "since", "until", "away_from", "away_until")


def image(row: Mapping[str, Any]) -> str:
    """A row as the journal keeps it."""
    return json.dumps(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()},
        ensure_ascii=False,
    )


def imaged(text: str) -> dict[str, Any]:
    """The row that an image was made of."""
    row: dict[str, Any] = json.loads(text)
    return row | {name: date.fromisoformat(row[name]) for name in _DAYS if row.get(name) is not None}
