"""What a bundle of an audit holds: the names of its files, its manifest, and the words it says about itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
README: Final = "README.md"
LEDGERS: Final = "ledgers/"
ROWS: Final = "rows/"
LADDERS: Final = "ladders.json"
CALENDARS: Final = "calendars.json"
TELLING: Final = f"{ROWS}untold.jsonl"
"""A file that is there where the bundle holds what was told."""


class BundleError(Exception):
    """A bundle could not be written or read at all; what is wrong within one is told as findings."""

    def __init__(self, code: str, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.code = code
        self.vietnamese = vietnamese
        self.english = english


@dataclass(frozen=True, slots=True)
class Selection:
    """Which ledgers a bundle holds: those that are so in everything that is named, or all of them.

    ``directive``: of that directive and of the plans that hang under it or that it hangs under. ``agency``: kept by
    that agency or below it. ``since``: in which something happened since the beginning of that day.
    """

    directive: str | None = None
    agency: str | None = None
    since: date | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself.

    ``heads`` are number and hash of the last event of each docket in it, ``elsewhere`` the dockets that are kin to them
    and left out, ``chronicle`` is number and hash of the chronicle's last entry.
    """

    made_at: datetime
    thac: str
    selection: Selection
    dockets: int
    events: int
    alerts: int
    heads: Mapping[str, tuple[int, str]]
    elsewhere: tuple[str, ...]
    chronicle: tuple[int, str] | None
    members: tuple[Member, ...]
    format: int = FORMAT

    def text(self) -> bytes:
        """The manifest as it is written; its SHA-256 is the seal of the bundle."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, default=str, ensure_ascii=False).encode() + b"\n"


def seal_of(manifest: bytes) -> str:
    """The seal of a bundle with that manifest: written down in another place, it vouches for every byte."""
    return hashlib.sha256(manifest).hexdigest()


def manifest_of(text: bytes) -> Manifest:
    """The manifest that was written.

    Raises
    ------
    ValueError
        It is none, or of a format that this program does not know.
    """
    try:
        fields: dict[str, Any] = json.loads(text)
        if fields["format"] != FORMAT:
            raise ValueError(f"format {fields['format']}, this program knows {FORMAT}")
        chosen = fields["selection"]
        since = chosen["since"]
        fields["selection"] = Selection(
            chosen["directive"], chosen["agency"], None if since is None else date.fromisoformat(since)
        )
        fields["made_at"] = datetime.fromisoformat(fields["made_at"])
        fields["heads"] = {str(docket): (int(seq), str(known)) for docket, (seq, known) in fields["heads"].items()}
        fields["elsewhere"] = tuple(map(str, fields["elsewhere"]))
        fields["members"] = tuple(Member(**one) for one in fields["members"])
        known = fields["chronicle"]
        fields["chronicle"] = None if known is None else (int(known[0]), str(known[1]))
        return Manifest(**fields)
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"no manifest: {error!r}") from error


ABOUT: Final = """# Gói kiểm tra của Thác · A bundle of Thác for auditors

Gói này chứa sổ lưu, nhắc việc, danh bạ và các bản ghi liên quan đúng như lúc xuất. Kiểm tra ngoại tuyến, không cần hệ
thống đang chạy và không cần mạng:

    thac audit --verify TỆP.zip

Lệnh tính lại tổng SHA-256 của từng tệp, đi lại từng sổ lưu từ sự kiện đầu tiên theo đúng quy tắc, tính lại ai phải được
nhắc việc gì, lúc nào, và nêu chỗ nào đã bị sửa. Nếu khi xuất đã ghi lại **dấu niêm phong** (SHA-256 của manifest.json),
hãy thêm `--seal DẤU`: chỉ dấu ghi ở nơi khác mới chứng minh được rằng cả gói không bị thay.

The bundle holds ledgers, alerts, the directory and the records around them as they were when it was exported. The
command above verifies it offline: the sums of the files, each ledger decided anew from its first event, and every alert
worked out again. It names what was altered. With `--seal` it also holds the bundle against the seal (the SHA-256 of
manifest.json) that was written down elsewhere at the export: nothing inside a bundle can vouch for all of it.

## Tự kiểm tra bằng tay · By hand

- `manifest.json`: kích thước và SHA-256 của từng tệp; sự kiện cuối (`heads`) của từng hồ sơ.
  Size and SHA-256 of each file; the last event of each docket.
- `ledgers/VĂN-BẢN/CƠ-QUAN.jsonl`: mỗi dòng một sự kiện, `body` là nguyên văn. `hash` = SHA-256(`hash` của dòng trước
  nối với `body`, UTF-8); trước dòng đầu là 64 chữ số 0.
  One event a line, `body` as it is stored. `hash` is SHA-256 over the `hash` of the line before followed by `body` in
  UTF-8; before the first line stand 64 zeros.
- `rows/alerts.jsonl`, `rows/answers.jsonl`: nhắc việc; câu trả lời đã lưu cho các yêu cầu.
  The alerts; the answers kept for requests.
- `rows/texts.jsonl`: nội dung dài, `digest` là SHA-256 của `text`.
  Long texts under their digests.
- `rows/directory_journal.jsonl`, `rows/directory_changes.jsonl`, `rows/agencies.jsonl`, `rows/posts.jsonl`: danh bạ và
  nhật ký của danh bạ.
  The directory and its journal.
- `rows/chronicle.jsonl`: sổ ghi chung, chuỗi băm của các bản ghi không thuộc hồ sơ nào.
  The chain over the records that are in no docket.
- `rows/calendar_journal.jsonl`, `rows/calendar_changes.jsonl`, `rows/ladders.jsonl`: nhật ký lịch làm việc và các bậc
  thang riêng đã ban hành.
  The journal of the calendars, and the ladders that were published.
- `rows/outbox.jsonl`, `rows/untold.jsonl`, `rows/notice_alerts.jsonl`, `rows/notices.jsonl`, `rows/deliveries.jsonl`,
  `rows/alert_answers.jsonl`: nhắc việc còn chờ, đã xem mà không báo, đã báo trong bản tin nào; các lượt gửi (không kèm
  địa chỉ); trả lời của người đọc. Gói trích một phần không kèm lời của bản tin.
  Alerts that wait, that were looked at and not told, that a digest tells of; deliveries, without addresses; what
  readers answered. In a bundle of a part the texts of the digests are left out.
- `ladders.json`, `calendars.json`: bậc thang đôn đốc và lịch làm việc mà các hồ sơ dùng.
  The ladders and calendars that the dockets keep.
"""
