"""What does the province decide about its directive while the units work on it?

Every order here goes to dockets below; which ones have to follow it is written down, for the proof.
"""

import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeAlias

from tests.verify.afternoon import COMMUNES, ISSUER, UNITS, Afternoon, Who
from tests.verify.lives import ASKED, FIRST, LATER, LATEST, LESS, MONITOR, MOVED, SOON, day
from thac.domain.agencies import AgencyId, Role
from thac.domain.asks import AskKind
from thac.store import tables

OFFICE: Final[Who] = (ISSUER, Role.OFFICE)
DEPARTMENT: Final[Who] = (MONITOR, Role.UNIT)
COORDINATOR: Final[Who] = ("19-SKHCN", Role.UNIT)
OF_THE_UNITS, TAKEN_BACK, OF_THE_DEPARTMENT, AFTER_THE_EVENT, OF_SOME, RECURRING, OF_ONE, FURTHER = range(1, 9)
"""The tasks of a directive by their numbers; the last is added while it runs."""
SOME, OTHERS = COMMUNES[:3], COMMUNES[3:]
EVENT: Final = "Hội nghị sơ kết"

Order: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


def tasks(number: str) -> list[dict[str, Any]]:
    """The tasks that a directive is launched with. No two directives have the same words."""
    each = {"mode": "each", "recipients": list(COMMUNES)}
    single = {"mode": "single", "deadline": day(FIRST)}
    told: dict[int, dict[str, Any]] = {
        OF_THE_UNITS: {**each, "within": "every_unit", "deadline": day(FIRST), "monitor": MONITOR},
        TAKEN_BACK: {**each, "deadline": day(FIRST)},
        OF_THE_DEPARTMENT: {**single, "leads": [MONITOR], "coordinators": [COORDINATOR[0]]},
        AFTER_THE_EVENT: {**each, "relative": {"event": EVENT, "days": 10}},
        OF_SOME: {**each, "recipients": list(SOME), "deadline": day(FIRST)},
        RECURRING: {"mode": "single", "leads": [COORDINATOR[0]], "recurrence": _in_two_years()},
        OF_ONE: {**single, "leads": [COMMUNES[0]]},
    }
    return [{"number": task, "text": f"Việc {number}.{task}", **words} for task, words in told.items()]


ASSIGNMENTS: Final = len(COMMUNES) * (1 + UNITS) + 2 * len(COMMUNES) * 2 + 2 * len(SOME) + 2 + 1
"""How many assignments that makes: to every unit; to one unit of each; of some; of one; and the department's."""


def _in_two_years() -> dict[str, Any]:
    return {"every": "yearly", "day": 25, "first": f"{datetime.now(UTC).year + 2}-12-01"}


@dataclass(frozen=True, slots=True)
class Orders:
    """The province at work on one directive, and what concerns its other tasks."""

    afternoon: Afternoon
    directive: str
    number: str
    chance: random.Random

    def all(self) -> list[Order]:
        """Everything that goes on at once: one clerk takes his orders in an order that chance gives."""
        communes = self.chance.sample(COMMUNES, 2)
        units = {commune: self.chance.choice(self._units(commune)) for commune in SOME}
        return [
            self._clerk,
            self._department,
            self._another_directive,
            *(partial(self._result_that_may_come_too_late, row.id, row.lead) for row in self._to_be_taken_back()),
            *(partial(self._more_time, commune) for commune in communes),
            *(partial(self._given_anew, commune, unit) for commune, unit in units.items()),
        ]

    def _units(self, commune: AgencyId) -> list[AgencyId]:
        row = tables.assignments.c
        return [
            one.lead for one in self.afternoon.rows(self.directive, row.issuer == commune, row.task == OF_THE_UNITS)
        ]

    def _to_be_taken_back(self) -> Iterable[Any]:
        row = tables.assignments.c
        return self.afternoon.rows(self.directive, row.issuer != ISSUER, row.task == TAKEN_BACK)

    async def _clerk(self) -> None:
        orders: list[Order] = [
            self._takes_back,
            self._moves_a_deadline,
            self._corrects,
            self._dates_the_event,
            self._dates_the_event,
            self._adds_a_task,
            self._adds_recipients,
            self._gives_to_another_commune,
            self._gives_the_series_to_another,
        ]
        self.chance.shuffle(orders)
        for order in orders:
            await order()

    async def _order(self, path: str, below: Iterable[AgencyId], **words: Any) -> None:
        """One order of the province's office, which those communes have to follow."""
        place = await self.afternoon.carry(path, OFFICE, words)
        if place is not None:
            self.afternoon.instructed[place] = frozenset(below)

    def _at_docket(self, kind: str) -> str:
        return f"cascades/{self.directive}/dockets/{ISSUER}/{kind}"

    def _of_directive(self, kind: str) -> str:
        return f"directives/{self.directive}/{kind}"

    def _of_assignment(self, task: int, agency: AgencyId, kind: str) -> str:
        return f"assignments/{self._assignment(task, agency)}/{kind}"

    def _assignment(self, task: int, agency: AgencyId) -> str:
        return f"{self.directive}~{ISSUER}~{task}~{agency}"

    async def _takes_back(self) -> None:
        await self._order(self._at_docket("withdraw_task"), COMMUNES, task=TAKEN_BACK, text="Trùng với việc khác")

    async def _moves_a_deadline(self) -> None:
        moved = {"task": OF_THE_UNITS, "deadline": day(MOVED), "text": "Họp sớm hơn"}
        await self._order(self._at_docket("move_deadline"), COMMUNES, **moved)

    async def _corrects(self) -> None:
        text = f"Việc {self.number}.{OF_THE_UNITS}, đã đính chính"
        await self._order(self._of_directive("correct_text"), COMMUNES, task=OF_THE_UNITS, text=text)

    async def _dates_the_event(self) -> None:
        happens = day(self.chance.choice((SOON, LESS, ASKED)))
        await self._order(self._of_directive("date_event"), COMMUNES, event=EVENT, **happens)

    async def _adds_a_task(self) -> None:
        words = {"text": f"Việc {self.number}.{FURTHER}", "mode": "each", "recipients": list(COMMUNES)}
        further = {"number": FURTHER, **words, "deadline": day(LESS)}
        await self._order(self._of_directive("add_task"), COMMUNES, task=further)

    async def _adds_recipients(self) -> None:
        await self._order(self._at_docket("add_recipients"), OTHERS, task=OF_SOME, to=list(OTHERS))

    async def _gives_to_another_commune(self) -> None:
        had, gets = COMMUNES[0], self.chance.choice(COMMUNES[1:])
        path = self._of_assignment(OF_ONE, had, "reassign")
        await self._order(path, (had, gets), to=gets, text="Địa bàn chuyển sang xã khác")

    async def _gives_the_series_to_another(self) -> None:
        words = {"task": RECURRING, "lead": COORDINATOR[0], "to": MONITOR, "text": "Sắp xếp lại bộ máy"}
        await self._order(self._at_docket("reassign_series"), (), **words)

    async def _department(self) -> None:
        """The task of a department: a coordinator gives its part, more time is asked for and granted."""

        async def does(who: Who, kind: str, **words: Any) -> None:
            await self.afternoon.carry(self._of_assignment(OF_THE_DEPARTMENT, MONITOR, kind), who, words)

        await does(DEPARTMENT, "accept")
        await does(DEPARTMENT, "take", person="Cán bộ phụ trách")
        await does(DEPARTMENT, "ask_input", of=COORDINATOR[0], text="Cho số liệu", deadline=day(SOON))
        await does(COORDINATOR, "answer", ask=1, text="Có 12 hệ thống")
        await does(DEPARTMENT, "ask_extension", deadline=day(LATEST), text="Chờ số liệu của các xã")
        await does(OFFICE, "answer", ask=2, deadline=day(LATER), text="Đồng ý một phần")
        await does(DEPARTMENT, "submit", report="Đã tổng hợp")
        await does(OFFICE, "return", reason="Thiếu ba xã")
        await does(DEPARTMENT, "submit", report="Đã bổ sung")
        await does(OFFICE, "confirm")

    async def _more_time(self, commune: AgencyId) -> None:
        """A commune asks for more time for its own assignment; granted, its docket is told of the room it has."""
        mine = self._assignment(OF_THE_UNITS, commune)
        path = f"assignments/{mine}"
        asked = {"deadline": day(LATEST), "text": "Địa bàn rộng"}
        await self.afternoon.carry(f"{path}/accept", (commune, Role.OFFICE), {})
        await self.afternoon.carry(f"{path}/ask_extension", (commune, Role.OFFICE), asked)

        def asks() -> list[int]:
            return [ask["number"] for ask in self.afternoon.asks(mine) if ask["kind"] == AskKind.EXTENSION]

        number, *_ = await self.afternoon.until(asks, f"{mine} asks for more time")
        await self._order(f"{path}/answer", (commune,), ask=number, deadline=day(LATER))

    async def _given_anew(self, commune: AgencyId, unit: AgencyId) -> None:
        """A commune takes its task back from the unit it was proposed to and allocates it itself."""
        path, who = f"cascades/{self.directive}/dockets/{commune}", (commune, Role.OFFICE)
        await self.afternoon.carry(f"{path}/withdraw_task", who, {"task": OF_SOME, "text": "Giao lại"})
        await self.afternoon.carry(f"{path}/allocate", who, {"task": OF_SOME, "leads": [unit]})
        accepted = f"assignments/{self.directive}~{commune}~{OF_SOME}~{unit}/accept"
        await self.afternoon.carry(accepted, (unit, Role.UNIT), {})

    async def _result_that_may_come_too_late(self, assignment: str, unit: AgencyId) -> None:
        """Work on what the province takes back meanwhile: what was received after that is refused."""
        for kind in ("accept", "submit"):
            done = await self.afternoon.carry(f"assignments/{assignment}/{kind}", (unit, Role.UNIT), {}, "wrong_state")
            if done is None:
                return

    async def _another_directive(self) -> None:
        """A directive that the register numbers later, and that is recalled: it ends everywhere."""
        receiving = self.chance.sample(COMMUNES, 2)
        words = {"text": f"Việc {self.number}.0", "mode": "each", "recipients": receiving, "deadline": day(FIRST)}
        directive = await self.afternoon.launch([{"number": 1, **words}], f"{self.number}.0", numbered=False)
        await self.afternoon.until_rows(directive, 2 * len(receiving))
        number = {"number": f"{self.number}.0", "symbol": "UBND-NC", "issued_on": str(datetime.now(UTC).date())}
        await self.afternoon.carry(f"directives/{directive}/register", OFFICE, number)
        recalled = {"text": "Ban hành nhầm", "replaced_by": self.directive}
        await self._order(f"directives/{directive}/recall", receiving, **recalled)
        await self.afternoon.until(lambda: not self.afternoon.dockets(directive), f"{directive} ended everywhere")
