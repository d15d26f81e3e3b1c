"""Whom an alert reaches: the audience of a step resolved to a post over the agency tree."""

from dataclasses import dataclass
from typing import Final

from thac.domain.agencies import AgencyId, AgencyTree, Post, PostRole
from thac.domain.rungs import Audience

UNREACHED = "nobody"
"""Stands for the post where nobody along the whole line holds one; the audit and the inbox show it as such."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The post an alert goes to, as its key names it: ``chair@05443``, with the agency that post belongs to."""

    post: str
    agency: AgencyId


def readers(  # noqa: PLR0913 - what a line of posts runs between
    audience: tuple[Audience, ...],
    lead: AgencyId,
    issuer: AgencyId,
    tree: AgencyTree,
    asked: AgencyId | None = None,
    *,
    within: bool = False,
) -> tuple[Reader, ...]:
    """Each audience resolved to one filled post, without repetition; ``asked`` is who has not answered.

    A vacant post climbs to the next in the same step, and nobody is told to supervise himself: a post whose holder
    also heads the lead is passed over for the next. At the top of the line it comes down to the highest filled post.
    ``within``: the line ends with the issuer, so that what was asked of a body outside never climbs above him.
    """
    line = _WITHIN if within else _LINE
    found = (
        _asked(asked, lead, issuer, tree) if one is Audience.ASKED_HEAD else _reader(one, lead, issuer, tree, line)
        for one in audience
    )
    return tuple(dict.fromkeys(found))


_LINE: Final = tuple(rung for rung in Audience if rung is not Audience.ASKED_HEAD)
_WITHIN: Final = _LINE[: _LINE.index(Audience.ISSUING_CHAIR) + 1]


def _asked(asked: AgencyId | None, lead: AgencyId, issuer: AgencyId, tree: AgencyTree) -> Reader:
    """The head of the agency that was asked; where nobody holds that post, the office that issued."""
    if asked is not None and asked in tree:
        roles = (PostRole.OFFICE, PostRole.CHAIR) if tree.issues(asked) else (PostRole.HEAD, PostRole.OFFICER)
        for role in roles:
            post = tree.post(asked, role)
            if post is not None and not post.vacant:
                return Reader(post.id, post.agency)
    return _reader(Audience.ISSUING_OFFICE, lead, issuer, tree, _LINE)


def _reader(
    audience: Audience, lead: AgencyId, issuer: AgencyId, tree: AgencyTree, order: tuple[Audience, ...]
) -> Reader:
    position = min(_LINE.index(audience), len(order) - 1)
    line = [_post(rung, lead, issuer, tree) for rung in order]
    own = {post.holder for post in line[:2] if post is not None and position >= order.index(Audience.ISSUING_OFFICE)}
    for post in (*line[position:], *reversed(line[:position])):
        if post is not None and not post.vacant and post.holder not in own:
            return Reader(post.id, post.agency)
    return Reader(f"{UNREACHED}@{issuer}", issuer)


def _post(rung: Audience, lead: AgencyId, issuer: AgencyId, tree: AgencyTree) -> Post | None:
    issues = tree.issues(lead)
    upper = tree[issuer].parent
    whose: dict[Audience, tuple[AgencyId | None, PostRole]] = {
        Audience.LEAD: (lead, PostRole.OFFICE if issues else PostRole.OFFICER),
        Audience.LEAD_HEAD: (lead, PostRole.CHAIR if issues else PostRole.HEAD),
        Audience.ISSUING_OFFICE: (issuer, PostRole.OFFICE),
        Audience.ISSUING_CHAIR: (issuer, PostRole.CHAIR),
        Audience.UPPER_MONITOR: (upper, PostRole.MONITOR),
        Audience.UPPER_CHAIR: (upper, PostRole.CHAIR),
    }
    agency, role = whose[rung]
    return None if agency is None else tree.post(agency, role)
