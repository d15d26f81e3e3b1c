"""For every command: who may send it, in which state, with which words; the table that the tests of the door share."""

from dataclasses import dataclass
from typing import Any

from tests.api.conftest import Office
from thac.domain.agencies import AgencyId, Role

Who = tuple[AgencyId, Role]
PROVINCE: Who = ("19", Role.OFFICE)
COMMUNE: Who = ("00001", Role.OFFICE)
UNIT: Who = ("00001-U1", Role.UNIT)
DEPARTMENT: Who = ("19-SNV", Role.UNIT)

ISSUING = frozenset({Role.OFFICE, Role.SUPERVISOR})
LEADING = frozenset({Role.UNIT, Role.OFFICE})
WORKING = LEADING | {Role.OFFICER}
URGING = ISSUING | {Role.MONITOR}

OF_THE_UNIT = "assignments/{d}~00001~1~00001-U1"
"""The unit's copy, given by the commune, due on 30 November."""
OF_THE_DEPARTMENT = "assignments/{d}~19~2~19-SNV"
"""The task of Sở Nội vụ, given by the province, undated, Sở Khoa học và Công nghệ coordinating."""
AT_THE_PROVINCE = "cascades/{d}/dockets/19"
AT_THE_COMMUNE = "cascades/{d}/dockets/00001"
DIRECTIVE = "directives/{d}"

LETTER: dict[str, Any] = {
    "doc_type": "Kế hoạch",
    "subject": "Chuyển đổi số năm 2027",
    "issued_on": "2026-11-16",
    "tasks": [
        {
            "number": 1,
            "text": "Rà soát thủ tục",
            "mode": "each",
            "recipients": ["communes"],
            "within": "every_unit",
            "deadline": {"day": "2026-11-30"},
        },
        {"number": 2, "text": "Tổng hợp báo cáo", "mode": "single", "leads": ["19-SNV"], "coordinators": ["19-SKHCN"]},
        {
            "number": 3,
            "text": "Báo cáo sau hội nghị",
            "mode": "single",
            "leads": ["19-SKHCN"],
            "relative": {"event": "Hội nghị sơ kết", "days": 10},
        },
        {"number": 4, "text": "Niêm yết thủ tục", "mode": "each", "recipients": ["00001"]},
        {
            "number": 5,
            "text": "Báo cáo năm",
            "mode": "single",
            "leads": ["19-SKHCN"],
            "recurrence": {"every": "yearly", "day": 25, "first": "2027-12-01"},
        },
    ],
}
"""A plan that the register has not numbered yet."""
FURTHER = {"number": 9, "text": "Bổ sung dữ liệu", "mode": "single", "leads": ["19-SNV"]}


@dataclass(frozen=True)
class Act:
    """Somebody sends a command to an address."""

    who: Who
    path: str
    kind: str
    body: dict[str, Any] | None = None

    async def by(self, office: Office, directive: str, who: Who | None = None, **more: Any) -> Any:
        """Send it, as somebody else perhaps."""
        path = f"{self.path.format(d=directive)}/{self.kind}"
        return await office.ask(who or self.who, "POST", path, self.body, **more)


@dataclass(frozen=True)
class Case:
    """One command: the act, which roles of its agency may, what has to happen before, and the event it makes.

    ``wrong`` is what happens before when it is to be refused with ``code``.
    """

    act: Act
    roles: frozenset[Role]
    event: str
    before: tuple[Act, ...] = ()
    wrong: tuple[Act, ...] = ()
    code: str = "wrong_state"


def of_unit(kind: str, **body: Any) -> Act:
    """What the unit does with its copy."""
    return Act(UNIT, OF_THE_UNIT, kind, body or None)


def of_commune(kind: str, **body: Any) -> Act:
    """What the commune's office does about the unit's copy."""
    return Act(COMMUNE, OF_THE_UNIT, kind, body or None)


def of_province(path: str, kind: str, **body: Any) -> Act:
    """What the province's office does about its directive."""
    return Act(PROVINCE, path, kind, body)


ACCEPT = of_unit("accept")
SUBMIT = of_unit("submit", report="Xong")
CONFIRM = of_commune("confirm")
DONE = (ACCEPT, SUBMIT, CONFIRM)
OBSTACLE = of_unit("report_obstacle", text="Thiếu kinh phí")
RECALL = of_province(DIRECTIVE, "recall", text="Ban hành nhầm")
WITHDRAW = of_province(AT_THE_PROVINCE, "withdraw_task", task=2, text="Không còn cần")
WITHDRAW_UNIT = Act(COMMUNE, AT_THE_COMMUNE, "withdraw_task", {"task": 1, "text": "Giao nhầm", "copies": ["00001-U1"]})
LATER_PERIODS = of_province(AT_THE_PROVINCE, "reassign_series", task=5, lead="19-SKHCN", to="19-SNV", text="Sắp xếp")
LATER = {"day": "2026-12-10"}

CASES = (
    Case(ACCEPT, LEADING, "accepted", wrong=(ACCEPT,)),
    Case(of_unit("take", person="Nguyễn Văn A"), LEADING, "taken", (ACCEPT,), code="not_accepted"),
    Case(of_unit("progress", percent=40, note="Đang làm"), WORKING, "progressed", (ACCEPT,), code="not_accepted"),
    Case(SUBMIT, WORKING, "submitted", (ACCEPT,), (ACCEPT, SUBMIT)),
    Case(CONFIRM, ISSUING, "confirmed", (ACCEPT, SUBMIT), (ACCEPT,)),
    Case(of_commune("return", reason="Thiếu phụ lục"), ISSUING, "returned", (ACCEPT, SUBMIT), (ACCEPT,)),
    Case(of_commune("reassign", to="00001-U2", text="Nhầm đơn vị"), ISSUING, "reassigned", wrong=DONE),
    Case(of_unit("decline", text="Không thuộc thẩm quyền"), LEADING, "asked", (), (ACCEPT, SUBMIT)),
    Case(of_unit("hand_over", to="00001-U2", text="Đúng chuyên môn hơn"), LEADING, "asked", (), (ACCEPT, SUBMIT)),
    Case(
        of_unit("ask_extension", deadline=LATER, text="Chờ số liệu"), LEADING, "asked", (ACCEPT,), code="not_accepted"
    ),
    Case(OBSTACLE, WORKING, "asked", (), (ACCEPT, SUBMIT)),
    Case(of_commune("ask_explanation", text="Vì sao chậm?"), ISSUING, "asked", (), DONE),
    Case(
        Act(DEPARTMENT, OF_THE_DEPARTMENT, "ask_input", {"of": "19-SKHCN", "text": "Cho số liệu"}),
        LEADING,
        "asked",
        wrong=(WITHDRAW,),
    ),
    Case(
        of_commune("answer", ask=1, text="Đã bố trí"),
        ISSUING,
        "answered",
        (OBSTACLE,),
        (OBSTACLE, of_commune("answer", ask=1, text="Đã bố trí")),
        "ask_answered",
    ),
    Case(
        of_commune("climb", ask=1, text="Vượt thẩm quyền xã"),
        ISSUING,
        "climbed",
        (OBSTACLE,),
        (of_unit("decline", text="Không thuộc thẩm quyền"),),
        "not_an_obstacle",
    ),
    Case(of_commune("pause", text="Chờ hướng dẫn"), ISSUING, "paused", (), DONE),
    Case(of_commune("resume"), ISSUING, "resumed", (of_commune("pause", text="Chờ"),), (), "not_paused"),
    Case(of_commune("urge", text="Khẩn trương"), URGING, "urged", (), DONE),
    Case(of_unit("acknowledge"), LEADING, "acknowledged", (WITHDRAW_UNIT,), (), "nothing_to_sign"),
    Case(WITHDRAW, ISSUING, "task_withdrawn", (), (WITHDRAW,), "task_ended"),
    Case(
        of_province(AT_THE_PROVINCE, "move_deadline", task=2, deadline=LATER, text="Lùi hạn"),
        ISSUING,
        "deadline_moved",
        (),
        (WITHDRAW,),
        "task_ended",
    ),
    Case(
        of_province(AT_THE_PROVINCE, "add_recipients", task=4, to=["00002"]),
        ISSUING,
        "allocated",
        (),
        (of_province(AT_THE_PROVINCE, "add_recipients", task=4, to=["00002"]),),
        "receives_already",
    ),
    Case(
        LATER_PERIODS,
        ISSUING,
        "series_reassigned",
        (),
        (LATER_PERIODS,),
        "no_series",
    ),
    Case(
        of_province(DIRECTIVE, "correct_text", task=2, text="Tổng hợp, báo cáo UBND tỉnh"),
        ISSUING,
        "text_corrected",
        (),
        (RECALL,),
        "recalled",
    ),
    Case(
        of_province(DIRECTIVE, "date_event", event="Hội nghị sơ kết", day="2026-12-01"),
        ISSUING,
        "event_dated",
        (),
        (RECALL,),
        "recalled",
    ),
    Case(RECALL, ISSUING, "recalled", (), (RECALL,), "recalled"),
    Case(
        of_province(DIRECTIVE, "register", number="15", symbol="KH-UBND", issued_on="2026-11-18"),
        ISSUING,
        "registered",
        (),
        (RECALL,),
        "recalled",
    ),
    Case(of_province(DIRECTIVE, "add_task", task=FURTHER), ISSUING, "task_added", (), (RECALL,), "recalled"),
)
"""Every command but allocate, which needs an agency that does not accept proposals by itself."""
