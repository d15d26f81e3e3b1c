"""Which sheets an office hands in, under which headings, and which words stand in their cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from thac.directory import spelling
from thac.directory.fields import Field
from thac.domain.agencies import Level, PostRole, Role
from thac.domain.almanac import DayKind

T = TypeVar("T")
_BESIDE: Final = re.compile(r"[·(/\n]")
"""After one of these a heading repeats itself in another language, or explains itself."""


@lru_cache(maxsize=1 << 12)
def _folded(text: str) -> str:
    return spelling.fold(" ".join(spelling.read(text).words))


class Kind(StrEnum):
    """What the rows of a sheet are."""

    FIELDS = "fields"
    AGENCIES = "agencies"
    POSTS = "posts"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its values are called here, and the headings under which it is known, the first one is ours."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a kind of sheet may have; one of no kind has nothing to do with the directory."""

    kind: Kind | None
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> str:
        """The headings it may have, for a sentence."""
        return ", ".join(column.headings[0] for column in self.columns)

    def column(self, heading: str) -> Column | None:
        """The column that a heading means, also one with its translation beside it; None when none."""
        known = _by_heading(self)
        return known.get(_folded(heading)) or known.get(_folded(_BESIDE.split(heading, maxsplit=1)[0]))


_AGENCY = Column("agency", ("Mã cơ quan", "Mã", "Mã đơn vị", "Cơ quan", "code", "agency", "id"), required=True)
_FIELDS = ("Lĩnh vực", "Lĩnh vực phụ trách", "fields", "field")
LAYOUTS: Final[Mapping[Kind, Layout]] = MappingProxyType(
    {
        Kind.FIELDS: Layout(
            Kind.FIELDS,
            "Lĩnh vực",
            (_AGENCY, Column("fields", _FIELDS, required=True)),
        ),
        Kind.AGENCIES: Layout(
            Kind.AGENCIES,
            "Cơ quan",
            (
                _AGENCY,
                Column("level", ("Cấp", "level")),
                Column("name", ("Tên cơ quan", "Tên", "Tên đơn vị", "name")),
                Column("parent", ("Cơ quan cấp trên", "Mã cấp trên", "Mã cơ quan cấp trên", "Trực thuộc", "parent")),
                Column("fields", _FIELDS),
                Column("aliases", ("Tên khác", "Tên gọi khác", "Tên viết tắt", "aliases")),
                Column("auto_allocate", ("Tự động giao", "Tự động phân công", "auto_allocate")),
                Column("beside", ("Đứng cạnh", "Đứng cạnh cơ quan", "beside")),
                Column("ended_on", ("Ngày kết thúc", "Kết thúc", "ended_on")),
                Column("successor", ("Cơ quan kế thừa", "Kế thừa", "successor")),
            ),
        ),
        Kind.POSTS: Layout(
            Kind.POSTS,
            "Chức vụ",
            (
                _AGENCY,
                Column("role", ("Vai trò", "role"), required=True),
                Column("title", ("Chức danh", "Chức vụ", "Tên chức vụ", "title")),
                Column("holder", ("Người giữ", "Người giữ chức vụ", "holder")),
                Column("since", ("Giữ từ ngày", "Từ ngày", "since", "from")),
                Column("until", ("Giữ đến ngày", "Đến ngày", "until", "to")),
                Column("acting", ("Quyền", "Phụ trách", "Quyền, phụ trách", "acting")),
                Column("away_from", ("Vắng từ ngày", "away_from")),
                Column("away_until", ("Vắng đến ngày", "away_until")),
                Column("substitute", ("Người thay", "Người thay thế", "substitute")),
            ),
        ),
        Kind.ACCOUNTS: Layout(
            Kind.ACCOUNTS,
            "Tài khoản",
            (
                _AGENCY,
                Column("role", ("Vai trò", "role"), required=True),
                Column("person", ("Họ và tên", "Họ tên", "Người dùng", "person", "name"), required=True),
                Column("email", ("Thư điện tử", "Email", "E-mail")),
                Column("expires_on", ("Hết hạn", "Ngày hết hạn", "expires_on", "expires")),
            ),
        ),
    }
)
CALENDAR: Final = Layout(
    None,
    "Lịch làm việc",
    (
        Column("first", ("Từ ngày", "Ngày", "from", "first", "day"), required=True),
        Column("last", ("Đến ngày", "to", "last", "until")),
        Column("kind", ("Loại", "Loại ngày", "kind"), required=True),
        Column("sessions", ("Giờ làm việc", "Giờ", "hours", "sessions")),
        Column("weekdays", ("Thứ", "weekdays")),
        Column("level", ("Cấp", "level")),
        Column("agency", ("Cơ quan", "Mã cơ quan", "agency")),
        Column("document", ("Văn bản", "Căn cứ", "document", "source")),
    ),
)
"""The columns of a file of calendar changes; such a file is read by itself, never with those of the directory."""
_IGNORED: Final = ("STT", "TT", "Số thứ tự", "Ghi chú", "note", "no")


def ignored(heading: str) -> bool:
    """Whether a column is for people only: running numbers, remarks, or no heading at all."""
    folded = _folded(heading)
    return not folded or folded in _ignored()


class Words(Generic[T]):
    """The values of a closed list, by the words that mean them; the first word of each is the one we write."""

    def __init__(self, words: Mapping[T, tuple[str, ...]]) -> None:
        self._written = {value: said[0] for value, said in words.items()}
        self._read = {_folded(word): value for value, said in words.items() for word in (*said, str(value))}

    def read(self, word: str) -> T | None:
        """The value that a word means; None when none."""
        return self._read.get(_folded(word))

    def write(self, value: T) -> str:
        """How the value is written."""
        return self._written[value]

    @property
    def expected(self) -> str:
        """The words, for a sentence."""
        return ", ".join(self._written.values())


LEVELS: Final = Words[Level](
    {
        Level.CENTRAL: ("Trung ương",),
        Level.PROVINCE: ("Tỉnh", "Thành phố", "Cấp tỉnh", "Tỉnh, thành phố"),
        Level.COMMUNE: ("Xã", "Phường", "Đặc khu", "Cấp xã", "Xã, phường"),
        Level.UNIT: ("Đơn vị", "Sở", "Phòng", "Ban", "Trung tâm", "Thôn", "Tổ dân phố"),
        Level.OUTSIDE: ("Ngoài hệ thống", "Ngành dọc", "Mặt trận, đoàn thể", "Đảng"),
    }
)
POST_ROLES: Final = Words[PostRole](
    {
        PostRole.CHAIR: ("Chủ tịch",),
        PostRole.OFFICE: ("Văn phòng", "Chánh Văn phòng"),
        PostRole.MONITOR: ("Đầu mối theo dõi", "Theo dõi"),
        PostRole.HEAD: ("Thủ trưởng", "Người đứng đầu"),
        PostRole.OFFICER: ("Chuyên viên", "Chuyên viên đầu mối"),
    }
)
ROLES: Final = Words[Role](
    {
        Role.OFFICE: ("Văn phòng",),
        Role.UNIT: ("Đơn vị",),
        Role.OFFICER: ("Người thực hiện", "Chuyên viên"),
        Role.SUPERVISOR: ("Lãnh đạo",),
        Role.MONITOR: ("Đầu mối theo dõi",),
        Role.AUDITOR: ("Kiểm tra", "Cán bộ kiểm tra"),
        Role.ADMINISTRATOR: ("Quản trị", "Quản trị viên"),
    }
)
DAY_KINDS: Final = Words[DayKind](
    {
        DayKind.OFF: ("Nghỉ", "Nghỉ lễ", "Nghỉ bù", "Nghỉ hoán đổi"),
        DayKind.WORK: ("Làm việc", "Làm bù", "Đi làm", "Làm việc bù"),
        DayKind.HOURS: ("Giờ riêng", "Giờ làm việc", "Nửa ngày", "Làm nửa ngày"),
        DayKind.RULE: ("Theo lịch chung", "Lịch chung", "Bỏ"),
    }
)
OPEN_END: Final = Words[bool]({True: ("Không thời hạn", "Đến khi có thông báo mới", "until further notice")})
"""What stands in the place of a last day where there is none."""
WEEKDAYS: Final = Words[int](
    {
        0: ("Thứ Hai", "T2", "Hai", "Mon", "Monday"),
        1: ("Thứ Ba", "T3", "Ba", "Tue", "Tuesday"),
        2: ("Thứ Tư", "T4", "Tư", "Wed", "Wednesday"),
        3: ("Thứ Năm", "T5", "Năm", "Thu", "Thursday"),
        4: ("Thứ Sáu", "T6", "Sáu", "Fri", "Friday"),
        5: ("Thứ Bảy", "T7", "Bảy", "Sat", "Saturday"),
        6: ("Chủ nhật", "CN", "Sun", "Sunday"),
    }
)
FLAGS: Final = Words[bool]({True: ("Có", "x", "1", "yes", "đúng"), False: ("Không", "0", "no", "sai")})
FIELDS: Final = Words[Field]({field: (field.value, field.vietnamese) for field in Field})


@cache
def _ignored() -> frozenset[str]:
    return frozenset(map(_folded, _IGNORED))


@cache
def _by_heading(layout: Layout) -> Mapping[str, Column]:
    return {_folded(heading): column for column in layout.columns for heading in column.headings}
