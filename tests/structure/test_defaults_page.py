"""`docs/defaults.md` says what the code says; ``python -m tests.structure.test_defaults_page`` writes it anew."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Final

from thac.domain.assignments import Clock
from thac.domain.calendar import OFFICE_HOURS
from thac.domain.defaults import DEFAULTS, Defaults
from thac.domain.ladders import LADDERS, Audience, Colour, Step
from thac.domain.plans import CURRENT_LADDER
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
        "Văn bản khẩn: giờ làm việc để tiếp nhận, và thêm chừng ấy để phân công người",
        "Urgent directives: working time to accept, and as much again to name the person",
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
}
_CLOCKS: Final = {
    Clock.RECEIPT: ("tiếp nhận", "receipt"),
    Clock.COMPLETION: ("hoàn thành", "completion"),
    Clock.REVIEW: ("phê duyệt", "review"),
    Clock.SILENCE: ("im lặng", "silence"),
}
_ANCHORS: Final = {
    "receipt_unit": ("hết hạn tiếp nhận mà chưa tiếp nhận", "not accepted when the time to accept ends"),
    "receipt_person": (
        "hết hạn phân công mà chưa có người thực hiện",
        "nobody named when the time to name a person ends",
    ),
    "overdue": ("đến hạn mà chưa báo cáo kết quả", "the deadline passes without a result"),
    "review": ("hết hạn phê duyệt mà chưa trả lời", "not answered when the time to review ends"),
    "silence": (
        "việc không thời hạn quá lâu không có báo cáo; lặp lại sau mỗi khoảng như vậy",
        "an undated assignment without a report for too long; again after each such span",
    ),
}
_AUDIENCES: Final = {
    Audience.LEAD: ("đầu mối của cơ quan chủ trì", "the lead's contact"),
    Audience.LEAD_HEAD: ("người đứng đầu cơ quan chủ trì", "the lead's head"),
    Audience.ISSUING_OFFICE: ("văn phòng cơ quan giao", "the issuing office"),
    Audience.ISSUING_CHAIR: ("chủ tịch cơ quan giao", "the issuing chair"),
    Audience.UPPER_MONITOR: ("đầu mối theo dõi cấp trên", "the monitor one level up"),
    Audience.UPPER_CHAIR: ("chủ tịch cấp trên", "the chair one level up"),
}
_COLOURS: Final = {
    Colour.BLUE: ("xanh: sắp đến hạn", "blue: near"),
    Colour.YELLOW: ("vàng: chậm, im lặng", "yellow: behind or silent"),
    Colour.RED: ("đỏ: quá hạn", "red: overdue"),
}
_HEAD: Final = """# Mặc định và nấc đôn đốc · Defaults and ladders

This page is generated from `thac.domain.defaults` and `thac.domain.ladders`. Do not edit it; after a change there run
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

{which}Nấc tính bằng ngày làm việc đến vào lúc {opening} của ngày ấy. Chức vụ còn khuyết thì nhắc chức
vụ ngay trên.

A step counted in working days comes at {opening} of that day. Where a post is vacant, the next one up is reached by the
same step. Of steps that are already past when a deadline is set, only the latest fires; it names the others.
"""


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
    for version, steps in sorted(LADDERS.items()):
        current = version == CURRENT_LADDER
        which = "Hồ sơ mở từ nay dùng phiên bản này. Dockets opened now keep it for life.\n\n" if current else ""
        yield _LADDER.format(version=version, which=which, opening=opening)
        heads = ("Nấc · Step", "Đồng hồ · Clock", "Khi nào", "When", "Nhắc ai", "Whom", "Màu · Colour")
        yield from _table(heads, map(_step, steps))


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
    when = _when(step)
    whom = zip(*(_AUDIENCES[one] for one in step.audience), strict=True)
    return (
        f"`{step.code}`",
        _both(_CLOCKS[step.clock]),
        *when,
        *("; ".join(one) for one in whom),
        _both(_COLOURS[step.colour]),
    )


def _when(step: Step) -> tuple[str, str]:
    if step.share is not None:
        vietnamese = f"hết {step.share:.0%} giờ làm việc được giao"
        english = f"{step.share:.0%} of the working time allowed has passed"
    elif not step.days:
        vietnamese, english = _ANCHORS[step.code]
    else:
        side, word = ("sau", "after") if step.days > 0 else ("trước", "before")
        vietnamese = f"{abs(step.days)} ngày làm việc {side} hạn"
        english = f"{abs(step.days)} working days {word} the deadline"
    if step.if_silent:
        vietnamese, english = f"{vietnamese}, nếu chưa có báo cáo nào", f"{english}, if nothing was reported"
    if step.every is not None:
        vietnamese = f"{vietnamese}, rồi cứ {step.every} ngày làm việc một lần"
        english = f"{english}, then every {step.every} working days"
    return vietnamese, english


def _both(words: tuple[str, str]) -> str:
    return " · ".join(words)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
