"""Which problems drafts read from documents have, beside those of directives: stable codes with their sentences."""

from enum import StrEnum
from typing import Final

from thac.intake.refusals import FileCode


class DraftApiCode(StrEnum):
    """Stable codes of the problems of these requests. A code is never renamed or given another meaning."""

    DRAFT_CHANGED = "draft_changed"
    DRAFT_LAUNCHED = "draft_launched"
    DRAFT_REFUSED = "draft_refused"
    DATE_BLANK = "draft_date_blank"
    TASK_UNKNOWN = "draft_task_unknown"
    NUMBER_USED = "draft_number_used"


SENTENCES: Final[dict[DraftApiCode, tuple[str, str]]] = {
    DraftApiCode.DRAFT_CHANGED: (
        "Dự thảo đã được người khác sửa (bản {seen} nay là bản {present}); hãy mở lại, xem rồi sửa tiếp.",
        "The draft was changed by somebody else: version {seen} is now {present}; read it again first.",
    ),
    DraftApiCode.DRAFT_LAUNCHED: (
        "Dự thảo đã ban hành thành văn bản {directive} nên không sửa được nữa.",
        "The draft was launched as {directive} and is not corrected any more.",
    ),
    DraftApiCode.DRAFT_REFUSED: (
        "Dự thảo chưa ban hành được vì còn {count} điểm trái quy định; xem từng điểm trong danh sách lỗi.",
        "The draft cannot be launched while {count} violations stand; see each entry of the list of errors.",
    ),
    DraftApiCode.DATE_BLANK: (
        "Dự thảo chưa có đủ ngày, tháng, năm ban hành; hãy ghi ngày ban hành (header.issued_on) rồi ban hành lại.",
        "The draft has no whole date of issue; enter it (header.issued_on), then launch again.",
    ),
    DraftApiCode.TASK_UNKNOWN: (
        "Dự thảo không có nhiệm vụ số {task}.",
        "The draft has no task {task}.",
    ),
    DraftApiCode.NUMBER_USED: (
        "Số {task} đã có nhiệm vụ khác trong dự thảo; nhiệm vụ thêm phải mang số chưa dùng.",
        "The number {task} is another task's; an added task needs one that is free.",
    ),
}
_STATUS: Final[dict[DraftApiCode, int]] = {
    DraftApiCode.DRAFT_CHANGED: 409,
    DraftApiCode.DRAFT_LAUNCHED: 409,
}
_FILES: Final[dict[FileCode, int]] = {FileCode.FILE_TOO_LARGE: 413}


def status_of(code: DraftApiCode) -> int:
    """The HTTP status of a problem: 422 unless its code says more."""
    return _STATUS.get(code, 422)


def status_of_file(code: FileCode) -> int:
    """The HTTP status of a refused file: 422 unless its code says more."""
    return _FILES.get(code, 422)
