"""Whom an alert reaches: the audience of a step resolved to a post over the agency tree."""

from dataclasses import dataclass

from thac.domain.agencies import AgencyId, AgencyTree, Post, PostRole
from thac.domain.ladders import Audience

UNREACHED = "nobody"
"""Stands for the post where nobody along the whole line holds one; the audit and the inbox show it as such."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The post an alert goes to, as its key names it: ``chair@05443``, with the agency that post belongs to."""

    post: str
    agency: AgencyId


def readers(audience: tuple[Audience, ...], lead: AgencyId, issuer: AgencyId, tree: AgencyTree) -> tuple[Reader, ...]:
    """Each audience resolved to one filled post, without repetition.

    A vacant post climbs to the next in the same step, and nobody is told to supervise himself: a post whose holder
    also heads the lead is passed over for the next. At the top of the line it comes down to the highest filled post.
    """
    return tuple(dict.fromkeys(_reader(one, lead, issuer, tree) for one in audience))


def _reader(audience: Audience, lead: AgencyId, issuer: AgencyId, tree: AgencyTree) -> Reader:
    order = list(Audience)
    position = order.index(audience)
    line = [_post(rung, lead, issuer, tree) for rung in order]
    own = {post.holder for post in line[:2] if post is not None and position >= order.index(Audience.ISSUING_OFFICE)}
    for post in (*line[position:], *reversed(line[:position])):
        if post is not None and not post.vacant and post.holder not in own:
            return Reader(post.id, post.agency)
    return Reader(f"{UNREACHED}@{issuer}", issuer)


def _post(rung: Audience, lead: AgencyId, issuer: AgencyId, tree: AgencyTree) -> Post | None:
    issues = tree.issues(lead)
    upper = tree[issuer].parent
    match rung:
        case Audience.LEAD:
            return tree.post(lead, PostRole.OFFICE if issues else PostRole.OFFICER)
        case Audience.LEAD_HEAD:
            return tree.post(lead, PostRole.CHAIR if issues else PostRole.HEAD)
        case Audience.ISSUING_OFFICE:
            return tree.post(issuer, PostRole.OFFICE)
        case Audience.ISSUING_CHAIR:
            return tree.post(issuer, PostRole.CHAIR)
        case Audience.UPPER_MONITOR:
            return None if upper is None else tree.post(upper, PostRole.MONITOR)
        case Audience.UPPER_CHAIR:
            return None if upper is None else tree.post(upper, PostRole.CHAIR)
