"""Why a change of the directory is turned away: a closed list of codes, each with its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DirectoryCode(StrEnum):
    """Stable codes of refused changes of the directory. A code is never renamed or given another meaning."""

    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_POST = "unknown_post"
    UNKNOWN_FIELD = "unknown_field"
    AGENCY_EXISTS = "agency_exists"
    BAD_CODE = "bad_agency_code"
    BAD_NAME = "bad_name"
    LEVEL_FIXED = "level_fixed"
    PARENT_MISSING = "parent_missing"
    PARENT_LEVEL = "parent_level"
    PARENT_ENDED = "parent_ended"
    BESIDE_LEVEL = "beside_level"
    ONE_TOP = "one_top"
    AGENCY_ENDED = "agency_ended"
    CANNOT_REOPEN = "cannot_reopen"
    SUCCESSOR_NEEDED = "successor_needed"
    SUCCESSOR_UNFIT = "successor_unfit"
    AGENCIES_BELOW = "agencies_below"
    OPEN_ASSIGNMENTS = "open_assignments"
    POST_LEVEL = "post_level"
    HOLDER_MISSING = "holder_missing"
    OWN_SUBSTITUTE = "own_substitute"
    DATES_REVERSED = "dates_reversed"
    IN_FUTURE = "in_future"
    OUTSIDE_YOUR_TREE = "outside_your_tree"
    DIRECTORY_CHANGED = "directory_changed"


_SENTENCES: Final[dict[DirectoryCode, tuple[str, str]]] = {
    DirectoryCode.UNKNOWN_AGENCY: (
        "Danh bạ không có cơ quan nào mang mã {agency}.",
        "The directory has no agency {agency}.",
    ),
    DirectoryCode.UNKNOWN_POST: (
        "Cơ quan {agency} không có chức vụ {role}.",
        "Agency {agency} has no post {role}.",
    ),
    DirectoryCode.UNKNOWN_FIELD: (
        "Không có lĩnh vực nào là “{field}”; dùng mã hoặc tên trong danh mục lĩnh vực, ví dụ {example}.",
        "There is no field “{field}”; use a code or a name of the list of fields, such as {example}.",
    ),
    DirectoryCode.AGENCY_EXISTS: (
        "Mã {agency} đã có: {name}. Mã của cơ quan đã kết thúc cũng không dùng lại.",
        "The code {agency} is taken by {name}; that of a closed agency is not used again either.",
    ),
    DirectoryCode.BAD_CODE: (
        "Mã {agency} không đúng; cấp {level} cần {expected}.",
        "The code {agency} does not fit; the level {level} wants {expected_en}.",
    ),
    DirectoryCode.BAD_NAME: (
        "“{text}” không dùng được: cần một dòng từ 1 đến 500 ký tự, không có dấu “;”, không bắt đầu bằng = + - @.",
        "“{text}” cannot be used: one line of 1 to 500 characters without “;”, not beginning with = + - @.",
    ),
    DirectoryCode.LEVEL_FIXED: (
        "Cơ quan {agency} đã ở cấp {before}; không đổi cấp được, hãy kết thúc và lập cơ quan mới.",
        "Agency {agency} stands on the level {before}; close it and add a new one instead.",
    ),
    DirectoryCode.PARENT_MISSING: (
        "Cơ quan {agency} chưa có cơ quan cấp trên; cấp {level} cần mã của cơ quan cấp trên.",
        "Agency {agency} names nobody above it; the level {level} wants the code of an agency above.",
    ),
    DirectoryCode.PARENT_LEVEL: (
        "{parent} không thể là cơ quan cấp trên của {agency} (cấp {level}); cần cơ quan cấp {expected}.",
        "{parent} cannot stand above {agency} (level {level}); it takes an agency of the level {expected}.",
    ),
    DirectoryCode.PARENT_ENDED: (
        "Cơ quan {parent} đã kết thúc, không thể có cơ quan {agency} bên dưới.",
        "Agency {parent} is closed and cannot have {agency} below it.",
    ),
    DirectoryCode.BESIDE_LEVEL: (
        "{beside} không đặt cạnh được: chỉ cơ quan ngoài hệ thống đứng cạnh một cơ quan hành chính đang hoạt động.",
        "{beside} cannot be stood beside: only a body outside the chain of command does, beside an administration.",
    ),
    DirectoryCode.ONE_TOP: (
        "Danh bạ đã có cơ quan đứng đầu là {top}; {agency} không thể là cơ quan đứng đầu thứ hai.",
        "{top} stands at the top of the directory; {agency} cannot be a second top.",
    ),
    DirectoryCode.AGENCY_ENDED: (
        "Cơ quan {agency} đã kết thúc ngày {day}, không thay đổi được nữa.",
        "Agency {agency} was closed on {day} and is not changed any more.",
    ),
    DirectoryCode.CANNOT_REOPEN: (
        "Cơ quan {agency} đã kết thúc ngày {day}; không mở lại, hãy lập cơ quan mới với mã khác.",
        "Agency {agency} was closed on {day}; it is not opened again, add a new one with another code.",
    ),
    DirectoryCode.SUCCESSOR_NEEDED: (
        "Cơ quan {agency} còn {count} việc chưa xong ({where}); muốn kết thúc, hãy nêu cơ quan kế thừa.",
        "Agency {agency} still has {count} open assignments ({where}); to close it, name a successor.",
    ),
    DirectoryCode.SUCCESSOR_UNFIT: (
        "{successor} không kế thừa {agency} được: cơ quan kế thừa là cơ quan khác, có trong danh bạ và đang hoạt động.",
        "{successor} cannot succeed {agency}: a successor is another agency of the directory that is not closed.",
    ),
    DirectoryCode.AGENCIES_BELOW: (
        "Cơ quan {agency} còn {count} cơ quan bên dưới ({which}); hãy chuyển hoặc kết thúc các cơ quan đó trước.",
        "Agency {agency} still has {count} agencies below it ({which}); move or close them first.",
    ),
    DirectoryCode.OPEN_ASSIGNMENTS: (
        "Cơ quan {agency} còn {count} việc chưa xong ({where}); chỉ chuyển cơ quan cấp trên khi không còn việc mở.",
        "Agency {agency} still has {count} open assignments ({where}); it is moved only when none is open.",
    ),
    DirectoryCode.POST_LEVEL: (
        "Cơ quan cấp {level} không có chức vụ {role}; chỉ có: {expected}.",
        "An agency of the level {level} has no post {role}; it has {expected}.",
    ),
    DirectoryCode.HOLDER_MISSING: (
        "Chức vụ {post} để trống thì không ghi thời gian giữ, quyền hay người thay.",
        "The post {post} is vacant, so it has no dates, no acting holder and no substitute.",
    ),
    DirectoryCode.OWN_SUBSTITUTE: (
        "{holder} không thể tự thay mình ở chức vụ {post}.",
        "{holder} cannot be the substitute of himself in the post {post}.",
    ),
    DirectoryCode.DATES_REVERSED: (
        "Ngày kết thúc {end} trước ngày bắt đầu {start}.",
        "It ends on {end}, before it begins on {start}.",
    ),
    DirectoryCode.IN_FUTURE: (
        "Ngày {day} chưa đến; hãy ghi khi việc đã có hiệu lực (hôm nay là {today}).",
        "The day {day} is still to come; record the change when it has taken effect (today is {today}).",
    ),
    DirectoryCode.OUTSIDE_YOUR_TREE: (
        "{agency} không thuộc {own} và các cơ quan bên dưới, nên bạn không thay đổi được.",
        "{agency} is not {own} and not below it, so you may not change it.",
    ),
    DirectoryCode.DIRECTORY_CHANGED: (
        "Danh bạ đã thay đổi từ lúc bạn xem (bản {expected}, nay là bản {present}); hãy xem lại rồi thực hiện.",
        "The directory has changed since you looked (version {expected}, now {present}); look again first.",
    ),
}


@dataclass(frozen=True, slots=True)
class DirectoryRefusal:
    """One reason why a change is turned away.

    ``subject`` is the agency's code or the post's id, ``aspect`` which of its values is wrong, as the attribute of
    ``Agency`` or ``Post`` is called; empty where the change as a whole is meant.
    """

    code: DirectoryCode
    message: str
    english: str
    subject: str = ""
    aspect: str = ""


def refusal(code: DirectoryCode, subject: str = "", aspect: str = "", /, **facts: object) -> DirectoryRefusal:
    """The refusal of that code with its sentences filled in."""
    vietnamese, english = _SENTENCES[code]
    return DirectoryRefusal(code, vietnamese.format(**facts), english.format(**facts), subject, aspect)


class DirectoryRefusedError(Exception):
    """A change of the directory was understood and turned away; nothing was written. ``refusals`` has every reason."""

    def __init__(self, refusals: Sequence[DirectoryRefusal]) -> None:
        super().__init__("; ".join(one.english for one in refusals))
        self.refusals = tuple(refusals)
