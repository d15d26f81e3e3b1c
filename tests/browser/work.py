"""Work that others have done before: directives on their way, given out and answered, as the API was asked for it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from tests.browser.house import COMMUNE, PROVINCE, UNIT, House
from tests.browser.letter import letter
from tests.embedded.waiting import eventually
from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day

_NUMBER = count(100)
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Launched:
    """A directive that runs."""

    house: House
    id: str

    def of(self, issuer: AgencyId, task: int, lead: AgencyId) -> str:
        """The assignment of a task that one agency gave to another."""
        return f"{self.id}~{issuer}~{task}~{lead}"

    def do(self, agency: AgencyId, role: Role, assignment: str, kind: str, **body: Any) -> None:
        """Carry out a command at an assignment."""
        self.house.ask(agency, role, f"assignments/{assignment}/{kind}", body)

    def given(self, number: int) -> str:
        """The commune gives a task to its unit; the assignment."""
        self.there(self.of(PROVINCE, number, COMMUNE))
        body = {"task": number, "leads": [UNIT]}
        self.house.ask(COMMUNE, Role.OFFICE, f"cascades/{self.id}/dockets/{COMMUNE}/allocate", body)
        given = self.of(COMMUNE, number, UNIT)
        self.there(given)
        return given

    def there(self, assignment: str) -> None:
        """Wait until an assignment has come to its lead."""

        def has_come() -> bool:
            rows = self.house.ask(PROVINCE, Role.OFFICE, f"assignments?directive={self.id}&limit=200")["items"]
            return assignment in [row["id"] for row in rows]

        eventually(has_come, _PATIENCE)


def task(house: House, number: int, days: int, **more: Any) -> dict[str, Any]:
    """A task for the commune, due in so many days."""
    due = civil_day(house.clock.now()) + timedelta(days=days)
    words = f"Rà soát thủ tục hành chính lần {number}, báo cáo kết quả"
    to = {"mode": "each", "recipients": [COMMUNE]}
    return {"number": number, "text": words, "deadline": {"day": str(due)}, **to, **more}


def launched(house: House, *tasks: dict[str, Any]) -> Launched:
    """A letter of the province with those tasks, launched."""
    number = next(_NUMBER)
    body = {
        "doc_type": "Công văn",
        "number": str(number),
        "symbol": "UBND-VD",
        "subject": f"V/v rà soát thủ tục hành chính, đợt {number}",
        "issued_on": str(civil_day(house.clock.now())),
        "tasks": list(tasks),
    }
    return Launched(house, house.ask(PROVINCE, Role.OFFICE, "launches", body)["directive"])


def given_to_the_unit(house: House) -> str:
    """A piece of work that waits for the unit; its assignment."""
    return launched(house, task(house, 1, 30)).given(1)


def fill(house: House) -> None:
    """Work in every state, for every role to look at."""
    ordered = launched(house, *(task(house, number, 10 * number) for number in range(1, 8)))
    mine = [ordered.given(number) for number in range(1, 7)]
    for one in mine[1:]:
        ordered.do(UNIT, Role.UNIT, one, "accept")
    for one in mine[2:]:
        ordered.do(UNIT, Role.UNIT, one, "take", person="Chuyên viên")
        ordered.do(UNIT, Role.OFFICER, one, "progress", percent=40, note="Đã rà soát một nửa")
    for one in mine[3:]:
        ordered.do(UNIT, Role.OFFICER, one, "submit", report="Đã rà soát xong 12 thủ tục")
    ordered.do(COMMUNE, Role.OFFICE, mine[4], "return", reason="Thiếu danh mục kèm theo")
    ordered.do(COMMUNE, Role.OFFICE, mine[5], "confirm")
    ordered.do(UNIT, Role.UNIT, mine[1], "ask_extension", deadline=task(house, 2, 25)["deadline"], text="Thiếu người")
    ordered.do(UNIT, Role.UNIT, mine[2], "report_obstacle", text="Phần mềm chưa có biểu mẫu")
    ordered.do(PROVINCE, Role.OFFICE, ordered.of(PROVINCE, 1, COMMUNE), "urge", text="Đề nghị báo cáo sớm")
    ordered.there(ordered.of(PROVINCE, 7, COMMUNE))
    now = house.clock.now()
    house.ask(PROVINCE, Role.OFFICE, "drafts", letter(next(_NUMBER), now, now + timedelta(hours=1)))
