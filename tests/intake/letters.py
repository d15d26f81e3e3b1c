"""A provincial letter as it would be read, with a task of every kind; written for these tests."""

from datetime import date, time

from thac.directory.groups import GroupKind
from thac.directory.names import Ambiguous, Group, Resolved, Unknown
from thac.domain.directives import Urgency
from thac.intake.document import (
    Document,
    Header,
    Item,
    ItemKind,
    PartialDate,
    Recipients,
    Reference,
    ReferenceRole,
)
from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Draft,
    DraftTask,
    Due,
    Finding,
    Frequency,
    NamedBody,
    Ongoing,
    Op,
    Period,
    ReadDeadline,
    ReadMode,
    Recurring,
    Several,
    Severity,
    Target,
    TargetOp,
    Vague,
    When,
)
from thac.intake.transcript import Line, Medium, Transcript

LINES = (
    "ỦY BAN NHÂN DÂN TỈNH",
    "Số: 15/UBND-NC",
    "Các xã rà soát thủ tục, xong",
    "trước ngày 30/11/2026.",
    "Sở Nội vụ tổng hợp báo cáo.",
)
COMMUNES = NamedBody("các xã, phường", "Các xã", 3, Group((GroupKind.COMMUNES,), "19"))
SNV = NamedBody("Sở Nội vụ", "Sở Nội vụ", 5, Resolved("19-SNV"))
REVIEW = Item("1", "1.", "Các xã rà soát thủ tục, xong trước ngày 30/11/2026.", 3, (3, 4), ItemKind.SECTION)
COLLECT = Item("2", "2.", "Sở Nội vụ tổng hợp báo cáo.", 5, (5,), ItemKind.SECTION)
SHAPES: tuple[When, ...] = (
    Absolute(Op.BEFORE, date(2026, 11, 30), time(16, 30)),
    Several(((Absolute(Op.ON, date(2026, 12, 1)), "bước một"), (Absolute(Op.ON, date(2026, 12, 9)), ""))),
    Period("2026-10-01", "2026", ((Absolute(Op.ON_OR_BEFORE, date(2026, 11, 1)), "đợt một"),)),
    Recurring((Frequency.QUARTERLY, Frequency.YEARLY), (Due(Op.BEFORE, 15, "last_month_of_period"),)),
    Recurring((Frequency.WEEKLY,), (Due(Op.BEFORE, weekday=5, hour=time(16)), Due(Op.ON, 1, 6)), date(2027, 1, 1)),
    AfterEvent("ngày có thông báo", 10, working=True),
    AfterEvent("khi bão tan", hours=24, day=date(2026, 12, 2)),
    Ongoing(),
    Vague(),
)


def due(when: When) -> ReadDeadline:
    """A deadline of that shape, with its words."""
    return ReadDeadline(when, "trước ngày 30/11/2026", 4)


def letter(*tasks: DraftTask, findings: tuple[Finding, ...] = ()) -> Draft:
    """The letter with those tasks, or with its own two."""
    own = (
        DraftTask(1, "1", 3, REVIEW.text, ReadMode.FAN_OUT, (COMMUNES,), deadline=due(SHAPES[0])),
        DraftTask(2, "2", 5, COLLECT.text, ReadMode.SINGLE_LEAD, (SNV,), product="báo cáo", unsure=("lead", "product")),
    )
    header = Header(
        "15",
        "UBND-NC",
        "Công văn",
        None,
        "Ủy ban nhân dân tỉnh",
        "Thái Nguyên",
        PartialDate(16, 11, 2026),
        "Về việc rà soát thủ tục",
        urgency=Urgency.URGENT,
        lines={"number": 2},
    )
    reference = Reference(
        "226-KL/TW", "226-KL/TW", ReferenceRole.IMPLEMENTS, (3,), "Kết luận", None, date(2025, 12, 11)
    )
    transcript = Transcript(Medium.TEXT, tuple(Line(number, text) for number, text in enumerate(LINES, 1)))
    document = Document(transcript, header, Recipients(("Các xã",), ("Lưu VT",)), (reference,), (), (REVIEW, COLLECT))
    return Draft(document, tasks or own, findings, NamedBody("UBND tỉnh", "ỦY BAN NHÂN DÂN TỈNH", 1, Resolved("19")))


EVERYTHING = letter(
    *(
        DraftTask(number, str(number), 3, "Việc", ReadMode.NO_LEAD, deadline=due(when))
        for number, when in enumerate(SHAPES, 1)
    ),
    DraftTask(
        20,
        "II.2 bullet 1",
        5,
        "Việc",
        ReadMode.MULTI_LEAD_VIOLATION,
        (SNV, NamedBody("Sở Văn", "Sở Văn", 5, Unknown(("Sở Nội vụ",)))),
        (NamedBody("Công an", "Công an", 5, Ambiguous(("1", "2"))),),
        targets=(Target(TargetOp.REDUCE_AT_LEAST, 15.0, "%", "giảm ít nhất 15%", 5),),
        report_to=(SNV,),
        report_via=(SNV,),
        tracked=False,
        untracked_because="không rõ ai làm",
    ),
    findings=(
        Finding("two_leads", Severity.VIOLATION, "Hai nơi.", "Two.", 5, "Sở Nội vụ, Sở Văn", 20, ("Sở Nội vụ",)),
    ),
)
"""Every shape of a deadline, every meaning of a name."""
