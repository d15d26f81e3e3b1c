"""The inbox: which alerts reached the posts of an agency."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import ScopeDep, ServiceDep, WindowDep
from api.schemas.alerts import InboxOut, inbox_out
from api.schemas.problems import problems
from thac.domain.ladders import Colour
from thac.store.queries.alerts import AlertFilter, inbox

router = APIRouter(prefix="/alerts", tags=["Đôn đốc, nhắc việc · Alerts"])


@router.get("", summary="Hộp nhắc việc · The inbox", responses=problems(422))
def list_alerts(  # noqa: PLR0913 - one parameter for each filter
    *,
    service: ServiceDep,
    scope: ScopeDep,
    window: WindowDep,
    post: Annotated[str | None, Query(max_length=100, description="Một chức vụ, chair@05443. · One post.")] = None,
    colour: Annotated[tuple[Colour, ...], Query()] = (),
    directive: Annotated[str | None, Query(max_length=64)] = None,
    open: Annotated[  # noqa: A002 - the parameter's name in the address
        bool | None, Query(description="Việc còn mở. · The assignment is still open.")
    ] = None,
) -> InboxOut:
    """Alerts to the posts of the caller's agency, and below it for those who supervise: red first, then the latest."""
    wanted = AlertFilter(post, colour, directive, open)
    return inbox_out(service.read(lambda connection: inbox(connection, scope, wanted, window)))
