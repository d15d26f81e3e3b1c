"""What the figures of supervisors are called, which columns they have, and how they fill a workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.figures import Figures, Ranked, TierFigures
from api.web.language import Speech
from api.web.sheets import Sheet, Value
from api.web.wording import Wording
from thac.directory.fields import Field
from thac.domain.agencies import Level
from thac.domain.numbering import reference
from thac.store.queries.directives import DirectiveLine
from thac.store.queries.standings import Cells, Tier

TIERS: Final = {
    Tier(Level.CENTRAL, Level.PROVINCE): ("Trung ương giao tỉnh", "Central to provinces"),
    Tier(Level.CENTRAL, Level.UNIT): ("Trung ương giao bộ, ngành", "Central to ministries"),
    Tier(Level.PROVINCE, Level.COMMUNE): ("Tỉnh giao xã, phường", "Provinces to communes"),
    Tier(Level.PROVINCE, Level.UNIT): ("Tỉnh giao sở, ngành", "Provinces to departments"),
    Tier(Level.COMMUNE, Level.UNIT): ("Xã, phường giao đơn vị", "Communes to units"),
}
DENSITY: Final = (
    ("không có", "none"),
    ("ít", "few"),
    ("vừa", "some"),
    ("nhiều", "many"),
    ("dồn việc", "crowded"),
)
"""The words of the five tints of the table by weeks."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its name in both languages and its number."""

    name: tuple[str, str]
    number: Callable[[Cells], int]
    kind: str = ""


COLUMNS: Final = (
    Column(("Đang làm, còn hạn", "Open, in time"), lambda cells: cells.open_in_time),
    Column(("Đang làm, quá hạn", "Open, late"), lambda cells: cells.open_late, "late"),
    Column(("Xong đúng hạn", "Done in time"), lambda cells: cells.done_in_time),
    Column(("Xong trễ hạn", "Done late"), lambda cells: cells.done_late, "late"),
    Column(("Đang làm, chưa có hạn", "Open, no deadline"), lambda cells: cells.open_undated),
    Column(("Xong, không có hạn", "Done, no deadline"), lambda cells: cells.done_undated),
    Column(("Tổng", "Total"), lambda cells: cells.total, "total"),
    Column(("Trễ so với hạn đầu", "Late by the first deadline"), lambda cells: cells.late_by_first),
)


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of tiers, fields, directives and shares, in the language of one reader."""

    say: Speech

    def tier(self, tier: Tier) -> str:
        """Who gave to whom."""
        known = TIERS.get(tier)
        if known is not None:
            return self.say(*known)
        issuers, leads = _LEVELS[tier.issuers], _LEVELS[tier.leads]
        return self.say(f"{issuers[0]} giao {leads[0].lower()}", f"{issuers[1]} to {leads[1].lower()}")

    def field(self, field: str | None) -> str:
        """A field of work; fields have names in Vietnamese only."""
        if field is None:
            return self.say("Chưa ghi lĩnh vực", "No field named")
        return Field(field).vietnamese if field in set(Field) else field

    def directive(self, line: DirectiveLine) -> str:
        """A directive as an office cites it, with its subject."""
        cited = reference(line.doc_type, line.number, line.symbol)
        return f"{cited}: {line.subject}"

    def share(self, cells: Cells) -> str:
        """The share of dated work that is in time."""
        return "–" if cells.in_time is None else f"{cells.in_time:.0%}".replace("%", " %")

    def density(self, number: int, most: int) -> int:
        """Which of the five tints a number has among numbers up to ``most``."""
        return 0 if number == 0 else min(4, 1 + (4 * (number - 1)) // max(most, 4))


_LEVELS: Final = {
    Level.CENTRAL: ("Trung ương", "Central"),
    Level.PROVINCE: ("Tỉnh", "Provinces"),
    Level.COMMUNE: ("Xã, phường", "Communes"),
    Level.UNIT: ("Đơn vị", "Units"),
    Level.OUTSIDE: ("Cơ quan ngoài hệ thống", "Bodies outside"),
}


def sheets(figures: Figures, one: TierFigures, wording: Wording) -> list[Sheet]:
    """All tables of a tier, as they stand on the pages."""
    say, naming = wording.say, Naming(wording.say)
    note = f"{naming.tier(one.tier)}. {say('Số liệu lúc', 'As of')} {wording.moment(figures.at)}"
    heads = [say(*column.name) for column in COLUMNS]
    share = say("Tỷ lệ đúng hạn", "Share in time")
    return [
        Sheet(
            say("Tổng hợp", "Summary"),
            f"{say('Số liệu lúc', 'As of')} {wording.moment(figures.at)}",
            [say("Cấp", "Tier"), say("Đếm theo", "Counted by"), *heads, share],
            list(_summary(figures, naming)),
        ),
        Sheet(
            say("Cơ quan", "Agencies"),
            note,
            [say("Xếp hạng", "Place"), say("Mã", "Code"), say("Cơ quan", "Agency"), *heads, share],
            [[row.place, row.agency, row.name, *_row(row.cells, naming)] for row in one.ranking],
        ),
        Sheet(
            say("Lĩnh vực", "Fields"),
            note,
            [say("Lĩnh vực", "Field"), *heads, share],
            [[naming.field(name), *_row(cells, naming)] for name, cells in one.fields],
        ),
        Sheet(
            say("Văn bản", "Directives"),
            note,
            [say("Văn bản", "Directive"), say("Ngày ban hành", "Issued on"), *heads, share],
            [
                [naming.directive(row.directive), row.directive.issued_on, *_row(row.cells, naming)]
                for row in one.directives
            ],
        ),
        Sheet(
            say("Hạn theo tuần", "Due by week"),
            note,
            [say("Cơ quan", "Agency"), *(_from(wording, week) for week in figures.ahead[:-1])],
            [[row.name, *row.due] for row in one.ranking],
        ),
        Sheet(
            say("Diễn biến", "Course"),
            note,
            [say("Tuần từ", "Week from"), *course_names(say)],
            [
                [wording.day(week), done.given, done.done_in_time, done.done_late, done.missed]
                for week, done in zip(figures.back[:-1], one.course, strict=True)
            ],
        ),
    ]


def course_names(say: Speech) -> list[str]:
    """What is counted in each week."""
    return [
        say("Giao mới", "Given out"),
        say("Xong đúng hạn", "Done in time"),
        say("Xong trễ hạn", "Done late"),
        say("Để quá hạn", "Deadlines missed"),
    ]


def busiest(ranking: Iterable[Ranked], number: int) -> list[Ranked]:
    """The agencies with most that is late, then with most that is open."""
    return sorted(ranking, key=lambda row: (-row.cells.open_late, -row.cells.open, row.agency))[:number]


def _summary(figures: Figures, naming: Naming) -> Iterable[Sequence[Value]]:
    for one in figures.tiers:
        for counted, cells in (
            (naming.say("bản giao", "copies"), one.copies),
            (naming.say("nhiệm vụ", "tasks"), one.tasks),
        ):
            yield [naming.tier(one.tier), counted, *_row(cells, naming)]


def _row(cells: Cells, naming: Naming) -> list[Value]:
    return [*(column.number(cells) for column in COLUMNS), naming.share(cells)]


def _from(wording: Wording, week: datetime) -> str:
    return f"{wording.say('từ', 'from')} {wording.day(week)}"
