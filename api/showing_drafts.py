"""A draft as its office sees it: how it stands, with what was found between it and what runs."""

from dataclasses import dataclass

from api import intake, overlaps
from api.codes import ApiCode
from api.conflicts import scope_of_actor
from api.dependencies import Service
from api.errors import problem
from api.schemas.draft_answers import draft_detail
from api.schemas.drafts import DraftDetail
from api.schemas.overlaps import OverlapOut
from api.standing import Standing, View, standing_of
from thac.domain.actors import Actor
from thac.overlapping.looking import Look
from thac.overlapping.running import DRAFT
from thac.store import documents
from thac.store.documents import Kept


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft in the form in which it goes out, and what that was made of."""

    detail: DraftDetail
    stands: Standing
    view: View


def shown(service: Service, actor: Actor, draft: str, version: int | None = None) -> Shown:
    """The draft at that version, or as it stands now; blocks.

    Raises
    ------
    ProblemError
        The actor's agency has none of that id and version, or he does not see its drafts.
    """
    intake.require_reader(actor)

    def found(look: Look) -> Shown | None:
        connection = look.connection
        kept = documents.find(connection, actor.agency, draft, version)
        if kept is None:
            return None
        view = intake.view_of(service, connection, actor)
        stands = standing_of(connection, kept, view)
        overlapping = _overlaps(look, actor, kept, stands, view)
        return Shown(draft_detail(kept, stands, documents.history(connection, draft), overlapping), stands, view)

    seen = service.looking(found)
    if seen is None:
        raise problem(ApiCode.NOT_FOUND)
    return seen


def _overlaps(look: Look, actor: Actor, kept: Kept, stands: Standing, view: View) -> list[OverlapOut]:
    """What was found between the draft, or what was launched of it, and what runs."""
    scope = scope_of_actor(actor, look.tree)
    if kept.launched and kept.directive is not None:
        return overlaps.seen_of(look, scope, kept.directive)
    return overlaps.of_draft(look, scope, intake.compared(stands, view, DRAFT))
