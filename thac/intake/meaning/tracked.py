"""Whether a task is followed up or only passed on to be read.

It is tracked when it has an act and a product, a date, a rhythm or a report. One that has such a thing and nobody to do
it stays tracked, so that the missing lead is seen instead of the work being passed on unread.
"""

from thac.intake.draft import Ongoing, ReadDeadline, Vague

NOTHING_TO_FOLLOW = "Không nêu sản phẩm, thời hạn, định kỳ hay chế độ báo cáo để theo dõi"
NOBODY = "Không nêu cơ quan thực hiện và không có sản phẩm, thời hạn hay báo cáo để theo dõi"


def untracked_because(
    deadline: ReadDeadline | None, product: str | None, *, reports: bool, has_actor: bool
) -> str | None:
    """Why a task cannot be followed, in Vietnamese; None where it can."""
    dated = deadline is not None and not isinstance(deadline.when, Ongoing | Vague)
    if dated or product or reports:
        return None
    return NOTHING_TO_FOLLOW if has_actor else NOBODY
