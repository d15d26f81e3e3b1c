"""`docs/defaults.md` says what the code says; ``python -m tests.structure.test_defaults_page`` writes it anew."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Final

from thac.domain.calendar import OFFICE_HOURS
from thac.domain.courses import BUILT_IN, LADDERS
from thac.domain.defaults import DEFAULTS, Defaults
from thac.domain.ladder_words import CLOCKS, COLOURS, counted_for, when, whom
from thac.domain.plans import CURRENT_LADDER
from thac.domain.rungs import Step
from thac.settings import NESTED, PREFIX

PAGE: Final = Path(__file__).parents[2] / "docs" / "defaults.md"

_DEFAULTS: Final = {
    "strict_before": ("“Trước ngày 15” hết hạn vào ngày 14", "“Before the 15th” ends on the 14th"),
    "due_soon_days": (
        "Việc chưa xong được coi là sắp đến hạn từ chừng này ngày làm việc trước hạn",
        "An open assignment counts as due soon from so many working days before the deadline",
    ),
    "receipt_unit_days": (
        "Đơn vị tiếp nhận chậm nhất khi hết ngày làm việc thứ mấy sau ngày được giao",
        "The unit accepts by the close of so many working days after the day of the assignment",
    ),
    "receipt_person_days": (
        "Đơn vị phân công người chậm nhất khi hết ngày làm việc thứ mấy sau ngày được giao",
        "The unit names the person by the close of so many working days after the day of the assignment",
    ),
    "receipt_urgent": (
        "Văn bản khẩn: giờ làm việc để tiếp nhận, và thêm chừng ấy để phân công người; thượng khẩn, hỏa tốc theo thang",
        "Urgent directives: working time to accept, as much again to name the person; above that the ladder says it",
    ),
    "review_days": (
        "Cơ quan giao việc phê duyệt hoặc trả lại trong chừng này ngày làm việc",
        "The issuer confirms or returns a result within so many working days",
    ),
    "redo_days": (
        "Việc bị trả lại được làm tiếp số ngày còn lại, ít nhất chừng này ngày làm việc",
        "A returned result gets the working days that were left, and at least so many",
    ),
    "silence_calendar_days": (
        "Việc không thời hạn bị nhắc sau chừng này ngày (theo lịch) không có báo cáo",
        "An undated assignment is called for after so many calendar days without a report",
    ),
    "answer_days": (
        "Trả lời đề nghị (giao lại, chuyển đơn vị, gia hạn, vướng mắc, giải trình) trong chừng này ngày làm việc",
        "Whoever is asked (decline, hand-over, extension, obstacle, explanation) answers within so many working days",
    ),
    "input_days": (
        "Cơ quan phối hợp cho ý kiến trong chừng này ngày làm việc nếu không hẹn ngày",
        "A coordinator gives its input within so many working days, unless a day was named",
    ),
    "hand_over_consent": (
        "Chuyển việc giữa hai nơi nhận phải được cơ quan giao đồng ý trước",
        "A hand-over between two receivers needs the issuer's consent first",
    ),
    "occurrence_opens_days": (
        "Việc của một kỳ mở trước hạn chừng này ngày làm việc",
        "An occurrence of a recurring task opens so many working days before it is due",
    ),
    "level_ahead_days": (
        "Mỗi cấp dưới phải báo cáo định kỳ sớm hơn cấp trên chừng này ngày làm việc",
        "At each level below, what recurs is due so many working days before it is due above",
    ),
}
_HEAD: Final = """# Mặc định và nấc đôn đốc · Defaults and ladders

This page is generated from `thac.domain.defaults` and the ladders of `thac.domain.courses` (the present one is
`thac/domain/ladder_3.toml`). Do not edit it; after a change there run
`python -m tests.structure.test_defaults_page`. A test compares the two.

## Mặc định · Defaults

Mỗi dòng là một biến môi trường. Hồ sơ giữ giá trị có lúc mở; đổi biến không làm thay đổi hồ sơ đang chạy.

Each row is an environment variable. A docket keeps the values it was opened with, so a change reaches only what is
launched later. Lengths of working time are written as ISO 8601 durations.
"""
_HOURS: Final = """
Giờ làm việc {hours}, thứ Hai đến thứ Sáu, giờ Việt Nam (UTC+7), trừ ngày nghỉ lễ và ngày hoán đổi.
Hạn không ghi giờ hết lúc {closing} của ngày làm việc cuối cùng không sau ngày ghi trong văn bản.

These hours are part of the working calendar and not variables; a deadline without an hour ends at {closing} of the last
working day that is not after the day named.
"""
_LADDER: Final = """
## Nấc đôn đốc, phiên bản {version} · Ladder, version {version}
"""
_PRESENT: Final = """
Hồ sơ mở từ nay dùng phiên bản này, trừ khi nơi cài đặt đã công bố thang riêng (`thac ladder`). Mỗi bảng là một dãy nấc
cho một loại việc và một số độ khẩn.

Nấc tính bằng ngày làm việc đến vào lúc {opening} của ngày ấy. Chức vụ còn khuyết thì nhắc chức vụ ngay trên; không ai
bị giao giám sát chính mình. Lặp đủ số lần thì thôi: việc vẫn đỏ trong danh sách, không ai bị nhắc thêm.

Dockets opened now keep this version for life, unless the installation has published a ladder of its own
(`thac ladder`). Each table is one climb for one kind of work at some urgencies.

A step counted in working days comes at {opening} of that day. Where a post is vacant, the next one up is reached by the
same step; nobody is told to supervise himself. Repeats have a bound: after the last the work stays red in the lists and
nobody is told again. Of steps that are already past when a deadline is set, only the latest fires; it names the others.
"""
_EARLIER: Final = """
Hồ sơ mở bằng phiên bản này giữ nó đến khi đóng. Dockets that were opened with this version keep it until they close.
"""
_HEADS: Final = ("Nấc · Step", "Đồng hồ · Clock", "Khi nào", "When", "Nhắc ai", "Whom", "Màu · Colour")


def test_the_page_is_what_is_generated() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.structure.test_defaults_page"


def page() -> str:
    """The whole page."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in OFFICE_HOURS)
    opening, closing = f"{OFFICE_HOURS[0][0]:%H:%M}", f"{OFFICE_HOURS[-1][1]:%H:%M}"
    yield _HEAD
    names = [field.name for field in fields(Defaults)]
    yield from _table(("Biến · Variable", "Mặc định · Default", "Ý nghĩa", "Meaning"), map(_default, names))
    yield _HOURS.format(hours=hours, closing=closing).rstrip()
    for version, ladder in sorted(BUILT_IN.items(), reverse=True):
        yield _LADDER.format(version=version).rstrip()
        yield (_PRESENT if version == CURRENT_LADDER else _EARLIER).format(opening=opening).rstrip()
        for track in ladder.tracks:
            yield f"\n### {track.name}: {_both(counted_for(track))}\n"
            yield from _table(_HEADS, map(_step, track.steps))
    for version, steps in sorted(LADDERS.items(), reverse=True):
        yield _LADDER.format(version=version).rstrip()
        yield _EARLIER
        yield from _table(_HEADS, map(_step, steps))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heads, ("---",) * len(heads), *rows):
        yield f"| {' | '.join(row)} |"


def _default(name: str) -> tuple[str, ...]:
    return f"`{PREFIX}{f'defaults{NESTED}{name}'.upper()}`", f"`{_value(getattr(DEFAULTS, name))}`", *_DEFAULTS[name]


def _value(value: object) -> str:
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds() / 3600:g}H"
    return str(value).lower()


def _step(step: Step) -> tuple[str, ...]:
    return f"`{step.code}`", _both(CLOCKS[step.clock]), *when(step), *whom(step), _both(COLOURS[step.colour])


def _both(words: tuple[str, str]) -> str:
    return " · ".join(words)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
