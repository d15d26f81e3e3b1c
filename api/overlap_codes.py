"""Which problems findings between directives make, beside those of directives: stable codes with their sentences."""

from enum import StrEnum
from typing import Final


class OverlapApiCode(StrEnum):
    """Stable codes of the problems of these requests. A code is never renamed or given another meaning."""

    CONFLICTS = "overlap_conflicts"
    LEAD_NEEDED = "overlap_lead_needed"
    GRAPH_TOO_LARGE = "graph_too_large"


SENTENCES: Final[dict[OverlapApiCode, tuple[str, str]]] = {
    OverlapApiCode.CONFLICTS: (
        "Văn bản có {count} điểm mâu thuẫn với văn bản đang thực hiện; hãy sửa, hoặc nêu lý do cho từng điểm.",
        "{count} conflicts with directives that run: correct the directive, or give a reason for each one.",
    ),
    OverlapApiCode.LEAD_NEEDED: (
        "Hãy nêu cơ quan được chọn chủ trì (lead).",
        "Name the agency that was settled on as the lead.",
    ),
    OverlapApiCode.GRAPH_TOO_LARGE: (
        "Có {count} văn bản, nhiều hơn {most}; hãy chọn một văn bản (directive) hoặc một cơ quan (scope).",
        "There are {count} directives, more than {most}; narrow it to a directive or to the scope of an agency.",
    ),
}
_STATUS: Final[dict[OverlapApiCode, int]] = {OverlapApiCode.CONFLICTS: 409}


def status_of(code: OverlapApiCode) -> int:
    """The HTTP status of a problem: 422 unless its code says more."""
    return _STATUS.get(code, 422)
