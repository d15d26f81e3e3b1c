"""Which problems answers to alerts make: the codes are those of the rules, each with its HTTP status."""

from typing import Final

from api.errors import ProblemError
from thac.notices.refusals import AlertCode, AlertRefusal

_STATUS: Final[dict[AlertCode, int]] = {
    AlertCode.STALE: 409,
    AlertCode.PAST: 409,
    AlertCode.OVERDUE: 409,
    AlertCode.NOT_YOURS: 403,
}


def alert_problem(refusal: AlertRefusal) -> ProblemError:
    """The problem that a refused answer is; it names the newer step, or the last moment that would be right."""
    more: dict[str, object] = {}
    if refusal.newer is not None:
        more["newer"] = refusal.newer
    if refusal.latest is not None:
        more["latest"] = refusal.latest.isoformat().replace("+00:00", "Z")
    status = _STATUS.get(refusal.code, 422)
    return ProblemError(status, refusal.code.value, refusal.message, refusal.english, more=more)
