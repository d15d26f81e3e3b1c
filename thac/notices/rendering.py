"""How does a digest read? As a subject, a plain text and an HTML mail, in Vietnamese with English below."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from thac.domain.assignments import Clock
from thac.domain.calendar import VIETNAM
from thac.notices.digest import Digest
from thac.notices.lines import DigestLine, Group
from thac.notices.wording import CLOCKS, COLOURS, day, late, moment

SUBJECT: Final = 120
"""So many characters a subject has at most: a telephone shows half of them."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a digest is for, in words; ``inbox`` is the address of the page that shows everything, where there is one.

    ``inbox`` ends up as a link and must be http or https.

    Raises
    ------
    ValueError
        It is another kind of address.
    """

    title: str
    """The post: ``Chủ tịch``."""
    agency: str
    inbox: str | None = None

    def __post_init__(self) -> None:
        if self.inbox is not None and not self.inbox.startswith(("https://", "http://")):
            raise ValueError(f"{self.inbox!r} is no address of a page")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest as it is sent."""

    subject: str
    text: str
    html: str


def render(digest: Digest, addressee: Addressee) -> Rendered:
    """The digest as a mail; nothing in it is fetched from elsewhere when it is read."""
    values = {
        "digest": digest,
        "to": addressee,
        "opening": _opening(digest),
        "opening_en": _opening_en(digest),
        "at": moment(digest.moment),
        "since": None if digest.late_since is None else moment(digest.late_since),
        "sections": tuple(_section(group, digest.lines) for group in digest.groups),
    }
    mail = _environment()
    return Rendered(
        subject(digest),
        mail.get_template("digest.txt.j2").render(values),
        mail.get_template("digest.html.j2").render(values),
    )


def subject(digest: Digest) -> str:
    """What the mail is about: how many, or of a single one what."""
    urgent = "[KHẨN] " if any(group.urgent for group in digest.groups) else ""
    if len(digest.lines) == 1 and not digest.more and not digest.summary:
        (line,) = digest.lines
        return _shortened(f"{urgent}{_standing(line)}: {line.text or line.subject}", SUBJECT)
    told = ", ".join(
        _counted(*(sum(getattr(group, name) for group in digest.groups) for name in ("late", "behind", "near")))
    )
    kind = "Tổng hợp đầu tuần" if digest.summary else "Nhắc việc"
    return _shortened(f"{urgent}{kind} {digest.moment.astimezone(VIETNAM):%d/%m/%Y}: {told}", SUBJECT)


@dataclass(frozen=True, slots=True)
class _Bunch:
    """The units of one task that stand alike: how they stand, what is awaited, and by when where days differ."""

    colour: str
    standing: str
    held: str
    due: str | None
    under: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is told of one task of a directive; ``due`` is the day where all of it is due on the same."""

    number: int
    text: str
    due: str | None
    bunches: tuple[_Bunch, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """What is told of one directive; ``more`` is told and has no line."""

    group: Group
    heading: str
    summary: str
    acts: str
    parts: tuple[_Part, ...]
    more: int


def _section(group: Group, lines: Iterable[DigestLine]) -> _Section:
    tasks: dict[int, list[DigestLine]] = {}
    for line in lines:
        if line.directive == group.directive:
            tasks.setdefault(line.task, []).append(line)
    parts = tuple(_part(number, own) for number, own in tasks.items())
    return _Section(
        group, group.title or group.subject, _summary(group), _acts(group), parts, group.total - group.listed
    )


def _part(number: int, lines: list[DigestLine]) -> _Part:
    days = {None if line.due is None else day(line.due) for line in lines}
    shared = next(iter(days)) if len(days) == 1 else None
    bunches: dict[tuple[str, str, str, str | None, str], list[str]] = {}
    for line in lines:
        due = None if line.due is None or len(days) == 1 else day(line.due)
        alike = (line.colour.value, _standing(line), _held(line), due, _under(line))
        bunches.setdefault(alike, []).append(line.lead_name)
    return _Part(number, lines[0].text, shared, tuple(_Bunch(*alike, tuple(units)) for alike, units in bunches.items()))


def _held(line: DigestLine) -> str:
    """Who holds the clock, without the lead's name beside it; nothing where the standing says it."""
    own = f"{line.lead_name}: "
    return "" if line.clock == Clock.RECEIPT and line.holder.startswith(own) else line.holder.removeprefix(own)


def _under(line: DigestLine) -> str:
    more = line.below - len(line.under)
    return "; ".join((*line.under, f"và {more} việc khác") if more > 0 else line.under)


def _standing(line: DigestLine) -> str:
    if line.days_late is not None:
        return late(line.days_late)[0]
    if line.clock in {"", Clock.COMPLETION}:
        return COLOURS[line.colour][0]
    return CLOCKS[Clock(line.clock)][0]


def _summary(group: Group) -> str:
    """How many, of how many units, and by how much the worst is late."""
    told = [*_counted(group.late, group.behind, group.near), f"{group.units} đơn vị"]
    if group.days_late:
        told.append(f"lâu nhất {group.days_late} ngày")
    return " · ".join(told)


def _counted(late: int, behind: int, near: int) -> list[str]:
    named = ((late, "quá hạn"), (behind, "chậm phản hồi"), (near, "sắp đến hạn"))
    return [f"{number} việc {words}" for number, words in named if number]


def _acts(group: Group) -> str:
    """What is awaited of whoever holds the clock, where that is more than a line would say."""
    if group.total == group.listed and len(group.acts) == 1:
        return ""
    return ", ".join(f"{number} {act}" for act, number in group.acts[:4])


def _opening(digest: Digest) -> str:
    counts = digest.counts
    if not counts.late:
        said = f"{counts.behind} việc chậm phản hồi" if counts.behind else f"{counts.near} việc sắp đến hạn"
        return f"Hiện có {said}, chưa có việc quá hạn."
    quiet = f" {counts.quiet} việc đang tạm ngừng nhắc theo xác nhận." if counts.quiet else ""
    return f"Hiện có {counts.late} việc quá hạn, ở {counts.units} đơn vị.{quiet}"


def _opening_en(digest: Digest) -> str:
    counts = digest.counts
    said = f"{counts.late} overdue in {counts.units} units, {counts.behind} behind, {counts.near} due soon"
    return f"{said}, {counts.quiet} quiet." if counts.quiet else f"{said}."


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("thac.notices"),
        autoescape=select_autoescape(("html.j2",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["short"] = _shortened
    return made
