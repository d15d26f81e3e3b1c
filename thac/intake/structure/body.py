"""Where the grounds of a text end, where its items stand and where its closing formula begins."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from thac.intake.structure.markers import BULLETS
from thac.intake.structure.paragraphs import Paragraph
from thac.intake.structure.wording import OPENS_CLOSING


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a text: before its items, its items, after them."""

    preamble: tuple[Paragraph, ...]
    items: tuple[Paragraph, ...]
    closing: tuple[Paragraph, ...]


_INTRODUCES = re.compile(
    r"(?:(?:như sau|sau đây|sau|dưới đây|yêu cầu|chỉ đạo|kết luận|quyết định|QUYẾT ĐỊNH|QUYẾT NGHỊ|quyết nghị"
    r"|chỉ thị|ý kiến|thông báo|đề nghị|hướng dẫn|"
    r"nội dung|nhiệm vụ|KẾT LUẬN|CHỈ THỊ|YÊU CẦU))\s*:$"
)
"""The end of the sentence that leads over to the items."""
_ORDERS = re.compile(r"\b(?:yêu cầu|đề nghị|giao|chỉ đạo|có ý kiến|thông báo|truyền đạt|báo cáo|khẩn trương)\b")
_GROUND = re.compile(r"(?:Căn cứ|Xét|Theo|Thực hiện|Luật)\b")


_CLOSES = re.compile(r"(?:Trên đây|Nhận được|Trân trọng|Rất mong|Trong quá trình)\b")
"""How a closing formula begins where no item stands before it to tell it apart."""


def body_of(paragraphs: Sequence[Paragraph]) -> Body:
    """Part a text into its preamble, its items and its closing."""
    start = _start(paragraphs)
    end = _end(paragraphs, start)
    return Body(tuple(paragraphs[:start]), tuple(paragraphs[start:end]), tuple(paragraphs[end:]))


def _start(paragraphs: Sequence[Paragraph]) -> int:
    """The first item: behind the sentence that introduces the items, else at the first marker or order."""
    numbered = _first(paragraphs, lambda one: one.marker is not None and one.marker.kind not in BULLETS)
    marked = _first(
        paragraphs, lambda one: one.row is not None or (one.marker is not None and not _GROUND.match(one.text))
    )
    until = numbered if numbered is not None else marked
    leads = [at for at, one in enumerate(paragraphs[:until]) if one.marker is None and one.text.endswith(":")]
    introducing = [at for at in leads if _INTRODUCES.search(paragraphs[at].text)]
    if introducing:
        return introducing[0] + 1
    if leads:
        return leads[-1] + 1
    if until is not None:
        return min(until, until if marked is None else marked)
    return _first(paragraphs, lambda one: _ORDERS.search(one.text) is not None) or 0


def _first(paragraphs: Sequence[Paragraph], test: Callable[[Paragraph], bool]) -> int | None:
    return next((at for at, one in enumerate(paragraphs) if test(one)), None)


def _end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Behind the last item: the closing begins with an unmarked paragraph of a known form."""
    marked = [at for at, one in enumerate(paragraphs) if one.marker is not None or one.row is not None]
    if not marked or marked[-1] < start:
        return len(paragraphs) - (len(paragraphs) > start + 1 and _CLOSES.match(paragraphs[-1].text) is not None)
    last = marked[-1]
    heading = paragraphs[last].row is None and not paragraphs[last].ended
    for at in range(last + 1 + heading, len(paragraphs)):
        if OPENS_CLOSING.match(paragraphs[at].text):
            return at
    return len(paragraphs)
