"""Drafts written out for the tests of findings and directives, over a directory whose every agency can be counted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from thac.directory.names import resolve
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level
from thac.intake.document import Document, Header, PartialDate, Recipients, Reference, ReferenceRole
from thac.intake.draft import (
    Absolute,
    Draft,
    DraftTask,
    Due,
    Frequency,
    NamedBody,
    Op,
    ReadDeadline,
    ReadMode,
    Recurring,
    Target,
    TargetOp,
    When,
)
from thac.intake.transcript import Medium, Transcript

ISSUED = date(2026, 3, 2)
PARENT = Reference("15-KL/TU", "15-KL/TU", ReferenceRole.IMPLEMENTS, (9,), doc_type="Kết luận", date=date(2026, 2, 10))


def _unit(above: AgencyId, suffix: str, name: str) -> Agency:
    return Agency(f"{above}-{suffix}", Level.UNIT, name, above)


TREE = AgencyTree(
    (
        Agency("TW", Level.CENTRAL, "Chính phủ", None),
        Agency("30", Level.PROVINCE, "UBND tỉnh Sơn Hà", "TW"),
        _unit("30", "SNV", "Sở Nội vụ"),
        _unit("30", "STC", "Sở Tài chính"),
        _unit("30", "SKHCN", "Sở Khoa học và Công nghệ"),
        Agency("30-MTTQ", Level.OUTSIDE, "Ủy ban MTTQ Việt Nam tỉnh", None, beside="30"),
        Agency("30-THUE", Level.OUTSIDE, "Thuế tỉnh", None, beside="30"),
        Agency("30001", Level.COMMUNE, "UBND xã An Bình", "30"),
        _unit("30001", "VP", "Văn phòng HĐND và UBND xã"),
        _unit("30001", "KT", "Phòng Kinh tế"),
        _unit("30001", "VHXH", "Phòng Văn hóa - Xã hội"),
        Agency("30001-DU", Level.OUTSIDE, "Đảng ủy xã", None, beside="30001"),
        Agency("30002", Level.COMMUNE, "UBND xã Hòa Lạc", "30"),
        _unit("30002", "KT", "Phòng Kinh tế"),
        Agency("40", Level.PROVINCE, "UBND tỉnh Vĩnh Thủy", "TW"),
        _unit("40", "SNV", "Sở Nội vụ"),
    ),
    version=1,
)


def body(name: str, within: AgencyId = "30", *, tree: AgencyTree | None = TREE, line: int = 20) -> NamedBody:
    """A body of that name as the issuer's directory has it."""
    return NamedBody(name, name, line, None if tree is None else resolve(name, tree, within))


def bodies(names: str | Iterable[str], within: AgencyId = "30") -> tuple[NamedBody, ...]:
    """Bodies by name, several parted by semicolons."""
    listed = names.split("; ") if isinstance(names, str) else names
    return tuple(body(name, within) for name in listed if name)


def task(
    leads: str = "Sở Nội vụ",
    mode: ReadMode = ReadMode.SINGLE_LEAD,
    when: When | None = None,
    *,
    words: str = "",
    coordinators: str = "",
    text: str = "Rà soát vị trí việc làm của các phòng",
    number: int = 1,
    within: AgencyId = "30",
    **more: Any,
) -> DraftTask:
    """A tracked task, by default one that the Department of Home Affairs leads without a date."""
    return DraftTask(
        number,
        path=str(number),
        line=10 + 10 * number,
        text=text,
        mode=mode,
        leads=bodies(leads, within),
        coordinators=bodies(coordinators, within),
        deadline=None if when is None else ReadDeadline(when, words or "thời hạn", 11 + 10 * number),
        **more,
    )


def header(**more: Any) -> Header:
    """A whole letterhead of 2 March 2026."""
    fields: dict[str, Any] = {
        "number": "41",
        "symbol": "KH-UBND",
        "doc_type": "Kế hoạch",
        "subject": "Triển khai Kết luận số 15-KL/TU",
        "date": PartialDate(ISSUED.day, ISSUED.month, ISSUED.year),
        "lines": {"number": 3, "date": 4, "subject": 6, "doc_type": 5},
    }
    return Header(**(fields | more))


def draft(
    *tasks: DraftTask,
    issuer: AgencyId = "30",
    head: Header | None = None,
    references: tuple[Reference, ...] = (PARENT,),
    to: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Draft:
    """A draft with those tasks; nothing else about it gives rise to a finding."""
    document = Document(
        Transcript(Medium.TEXT, ()), head or header(), Recipients(to, copies), references, preamble=(), body=()
    )
    name = TREE[issuer].name
    return Draft(document, tasks, issuer=body(name, issuer))


def numbered(*tasks: DraftTask) -> tuple[DraftTask, ...]:
    """The tasks numbered from 1 in their order, each ten lines after the one before."""
    return tuple(_moved(one, number, 10 + 10 * number) for number, one in enumerate(tasks, 1))


def _moved(one: DraftTask, number: int, line: int) -> DraftTask:
    leads = tuple(replace(lead, line=line) for lead in one.leads)
    due = None if one.deadline is None else replace(one.deadline, line=line + 1)
    return replace(one, number=number, path=str(number), line=line, leads=leads, deadline=due)


def on(day: date, op: Op = Op.BEFORE, hour: time | None = None) -> Absolute:
    """A civil day."""
    return Absolute(op, day, hour)


def monthly(day: int | None) -> Recurring:
    """Each month, on that day where one is given."""
    dues = () if day is None else (Due(Op.BEFORE, day, "every"),)
    return Recurring((Frequency.MONTHLY,), dues)


def target(op: TargetOp, value: float, text: str, unit: str = "%") -> Target:
    """A target on line 25."""
    return Target(op, value, unit, text, 25)
