"""How the words share the work among those they name: one lead, each for itself, a role."""

from thac.intake.draft import ReadMode
from thac.intake.meaning.bodies import Body


def mode_of(leads: tuple[Body, ...], *, joint: bool = False, helping: bool = False) -> ReadMode:
    """The mode of a task.

    Parameters
    ----------
    leads
        Who is named.
    joint
        Whether they are named as lead (chủ trì) together: more than one agency then breaks "một việc chỉ giao một cơ
        quan chủ trì" (Conclusion 226-KL/TW).
    helping
        Whether all they are told is to work with others.
    """
    if not leads:
        return ReadMode.NO_LEAD
    if all(one.role for one in leads):
        return ReadMode.ROLE_BASED
    classes = [one for one in leads if one.plural]
    if helping and len(classes) == len(leads):
        return ReadMode.COORDINATOR_ONLY
    single = len(leads) - len(classes)
    if joint and single > 1:
        return ReadMode.MULTI_LEAD_VIOLATION
    if classes:
        return ReadMode.FAN_OUT if single < 2 else ReadMode.EACH_NAMED  # noqa: PLR2004 - one body among classes
    return ReadMode.SINGLE_LEAD if single == 1 else ReadMode.EACH_NAMED
