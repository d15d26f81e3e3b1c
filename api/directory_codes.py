"""Which problems requests about the directory have, beside the rules of the directory itself."""

from enum import StrEnum
from typing import Final

from thac.domain.directory_refusals import DirectoryCode


class DirectoryApiCode(StrEnum):
    """Stable codes of the problems of these requests. A code is never renamed or given another meaning."""

    NOT_KEEPER = "not_keeper"
    IMPORT_REFUSED = "import_refused"


SENTENCES: Final[dict[DirectoryApiCode, tuple[str, str]]] = {
    DirectoryApiCode.NOT_KEEPER: (
        "Danh bạ do quản trị viên giữ; văn phòng chỉ ghi người giữ chức vụ ở cơ quan mình và các cơ quan bên dưới.",
        "Administrators keep the directory; an office may name the holders of posts of its agency and those below.",
    ),
    DirectoryApiCode.IMPORT_REFUSED: (
        "Tệp có {total} lỗi, liệt kê {listed} lỗi; chưa ghi gì vào danh bạ.",
        "The file has {total} faults, {listed} are listed; nothing was written.",
    ),
}
_STATUS: Final[dict[DirectoryCode, int]] = {
    DirectoryCode.UNKNOWN_AGENCY: 404,
    DirectoryCode.UNKNOWN_POST: 404,
    DirectoryCode.OUTSIDE_YOUR_TREE: 403,
    DirectoryCode.AGENCY_EXISTS: 409,
    DirectoryCode.AGENCY_ENDED: 409,
    DirectoryCode.CANNOT_REOPEN: 409,
    DirectoryCode.SUCCESSOR_NEEDED: 409,
    DirectoryCode.AGENCIES_BELOW: 409,
    DirectoryCode.OPEN_ASSIGNMENTS: 409,
    DirectoryCode.DIRECTORY_CHANGED: 409,
}


def status_of(code: DirectoryCode) -> int:
    """The HTTP status of a refused change: 422 unless its code says more."""
    return _STATUS.get(code, 422)
