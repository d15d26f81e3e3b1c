"""What happens on the afternoon: who accepts, who works, who confirms and who is turned away, in rounds.

What each does follows from what the API shows him at that moment and from his place in the list, so that two
afternoons are alike and a second one in the same folder goes on where the first ended.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from thac.cli.demo.hall import Hall, Row
from thac.cli.demo.stage import PROVINCE, Who
from thac.domain.agencies import AgencyId, Role

OFFICE: Final[Who] = (PROVINCE, Role.OFFICE)
_NOTHING, _ACCEPT, _TAKE, _REPORT, _SUBMIT = range(5)
_USUAL: Final = (_SUBMIT, _REPORT, _SUBMIT, _TAKE, _ACCEPT, _SUBMIT)
_NEW, _WORKABLE = ("assigned",), ("assigned", "accepted", "taken", "returned")

Delivered = Callable[[], Awaitable[None]]
"""Waits until what the dockets below have to say has reached those above."""


@dataclass(frozen=True, slots=True)
class Places:
    """Who takes part: the communes with their units, and the departments, each list in the order of the codes."""

    communes: dict[AgencyId, tuple[AgencyId, ...]]
    departments: tuple[AgencyId, ...]

    @property
    def thorough(self) -> tuple[AgencyId, ...]:
        """Every fourth commune: all its units finish everything."""
        return tuple(self.communes)[::4]

    @property
    def silent(self) -> tuple[AgencyId, ...]:
        """The last of every eighth: nobody there touches anything this afternoon."""
        return tuple(self.communes)[7::8]

    @property
    def awake(self) -> tuple[AgencyId, ...]:
        """All communes but the silent ones."""
        quiet = set(self.silent)
        return tuple(commune for commune in self.communes if commune not in quiet)


class Afternoon:
    """One afternoon, round by round."""

    def __init__(self, hall: Hall, places: Places, delivered: Delivered) -> None:
        self._hall = hall
        self._places = places
        self._delivered = delivered

    def rounds(self) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
        """The rounds with what is said of each; one begins when the one before has been answered in full."""
        return (
            ("Văn phòng tỉnh và các xã tiếp nhận · offices accept", self._offices_accept),
            ("Các sở và đơn vị của xã làm việc · departments and units work", self._units_work),
            ("Các xã phê duyệt, trả lại · communes confirm and return", self._communes_review),
            ("Các xã báo cáo tỉnh · communes submit", self._communes_submit),
            ("Những thao tác phải bị từ chối · what must be refused", self._refusals),
            ("Chờ số liệu lên tỉnh · reports climb", self._delivered),
            ("Tỉnh phê duyệt, trả lại · the province confirms and returns", self._province_reviews),
        )

    async def _offices_accept(self) -> None:
        await self._each((PROVINCE, *self._places.awake), self._accept_copies)

    async def _accept_copies(self, agency: AgencyId) -> None:
        office = (agency, Role.OFFICE)
        rows = await self._hall.rows(office, lead=agency, state="assigned")
        await self._hall.do(office, [{"command": "accept", "assignment": row["id"]} for row in rows])

    async def _units_work(self) -> None:
        far: dict[AgencyId, int] = {}
        for place, department in enumerate(self._places.departments):
            far[department] = _SUBMIT if department == "19-SKHCN" else (_REPORT, _TAKE, _SUBMIT)[place % 3]
        for place, commune in enumerate(self._places.communes):
            for number, unit in enumerate(self._places.communes[commune]):
                usual = _USUAL[(place + number) % len(_USUAL)]
                far[unit] = _SUBMIT if commune in self._places.thorough else usual
        for commune in self._places.silent:
            far.update(dict.fromkeys(self._places.communes[commune], _NOTHING))

        async def work(unit: AgencyId) -> None:
            person = (unit, Role.UNIT)
            rows = await self._hall.rows(person, lead=unit, open=True)
            await self._hall.do(person, [command for row in rows for command in _work(row, far[unit])])

        await self._each((unit for unit in far if far[unit]), work)

    async def _communes_review(self) -> None:
        strict = self._places.awake[1]

        async def review(commune: AgencyId) -> None:
            office = (commune, Role.OFFICE)
            rows = await self._hall.rows(office, issuer=commune, state="submitted")
            back = rows[:1] if commune == strict else []
            await self._hall.do(office, [_returned(row) for row in back])
            await self._hall.do(office, [_confirmed(row) for row in rows if row not in back])

        await self._each(self._places.awake, review)

    async def _communes_submit(self) -> None:
        hasty = self._places.awake[2]

        async def submit(commune: AgencyId) -> None:
            office = (commune, Role.OFFICE)
            rows = await self._hall.rows(office, open=True)
            below = [row for row in rows if row["issuer"] == commune]
            unfinished = {(row["directive"], row["task"]) for row in below if commune != hasty or row["task"] != 1}
            own = [row for row in rows if row["lead"] == commune and row["state"] in _WORKABLE]
            ready = [row for row in own if (row["directive"], row["task"]) not in unfinished]
            await self._hall.do(office, [_submitted(row) for row in ready])

        await self._each(self._places.awake, submit)

    async def _province_reviews(self) -> None:
        """Every second commune is confirmed; one is returned, one confirmed over open work by the explicit word."""
        thorough, hasty, returned = self._places.thorough, self._places.awake[2], self._places.awake[5]
        confirmed = {*tuple(self._places.communes)[::2], *thorough, "19-SKHCN"} - {hasty, returned}
        rows = await self._hall.rows(OFFICE, issuer=PROVINCE, state="submitted")
        back = [row for row in rows if row["lead"] == returned][:1]
        over = [row for row in rows if row["lead"] == hasty and row["task"] == 1]
        for row in over:
            await self._hall.expect(OFFICE, "open_below", "POST", f"assignments/{row['id']}/confirm")
        await self._hall.do(OFFICE, [_returned(row) for row in back])
        await self._hall.do(OFFICE, [{**_confirmed(row), "over_open": True} for row in over])
        await self._hall.do(OFFICE, [_confirmed(row) for row in rows if row["lead"] in confirmed])

    async def _refusals(self) -> None:
        """A few things that nobody may do; each is turned away with its own code."""
        hall = self._hall
        await hall.expect(None, "unauthenticated", "GET", "assignments")
        await hall.expect((PROVINCE, Role.AUDITOR), "not_allowed", "POST", "launches", _two_leads())
        await hall.expect(OFFICE, "directive_refused", "POST", "launches", _two_leads())
        quiet = [self._places.communes[commune][0] for commune in self._places.silent]
        for unit, elsewhere in pairwise(quiet):
            rows = await hall.rows((unit, Role.UNIT), lead=unit, state="assigned")
            if rows:
                await self._refused_to(unit, f"assignments/{rows[0]['id']}", elsewhere)
                return

    async def _refused_to(self, unit: AgencyId, here: str, elsewhere: AgencyId) -> None:
        """What a unit may not do to an assignment that it has not accepted, and what others may not."""
        hall, person, officer = self._hall, (unit, Role.UNIT), (unit, Role.OFFICER)
        await hall.expect(person, "not_accepted", "POST", f"{here}/submit")
        await hall.expect(person, "progress_out_of_range", "POST", f"{here}/progress", {"percent": 150})
        await hall.expect(person, "not_yours", "POST", f"{here}/confirm")
        await hall.expect(officer, "role_not_allowed", "POST", f"{here}/accept")
        await hall.expect((elsewhere, Role.UNIT), "not_found", "GET", here)
        await self._same_key_twice(person, here)

    async def _same_key_twice(self, person: Who, here: str) -> None:
        """The same request again is answered with the first; another one under its key is refused."""
        hall, key = self._hall, self._hall.key()
        for repeated in (False, True):
            answer = (await hall.ask(person, "POST", f"{here}/accept", key=key)).raise_for_status().json()
            if answer["repeated"] is not repeated:
                hall.tally.surprises.append(f"{here}/accept under {key}: repeated is not {repeated}")
        hall.tally.carried_out["accept"] += 1
        other = await hall.ask(person, "POST", f"{here}/progress", {"percent": 10}, key=key)
        if other.json().get("code") == "key_reused":
            hall.tally.refused["key_reused"] += 1
        else:
            hall.tally.surprises.append(f"{here}: another request under {key} was answered {other.text[:200]}")

    async def _each(self, agencies: Iterable[AgencyId], act: Callable[[AgencyId], Awaitable[None]]) -> None:
        await asyncio.gather(*(act(agency) for agency in agencies))


def _work(row: Row, far: int) -> list[Row]:
    """What a lead does to an assignment that he has, up to that point."""
    state, on = row["state"], {"assignment": row["id"]}
    if state not in _WORKABLE:
        return []
    commands: list[Row] = []
    if state in _NEW:
        commands.append({"command": "accept", **on})
    if far >= _TAKE and state in {*_NEW, "accepted"}:
        commands.append({"command": "take", "person": "Chuyên viên đầu mối", **on})
    if far >= _REPORT:
        percent = 100 if far == _SUBMIT else 40
        commands.append({"command": "progress", "percent": percent, "note": f"Đã làm được {percent}%.", **on})
    return [*commands, _submitted(row)] if far == _SUBMIT else commands


def _submitted(row: Row) -> Row:
    return {"command": "submit", "assignment": row["id"], "report": "Đã hoàn thành, gửi kèm sản phẩm."}


def _confirmed(row: Row) -> Row:
    return {"command": "confirm", "assignment": row["id"]}


def _returned(row: Row) -> Row:
    return {"command": "return", "assignment": row["id"], "reason": "Số liệu chưa khớp, đề nghị rà lại."}


def _two_leads() -> Row:
    """A letter that breaks the rule of one lead."""
    task = {"number": 1, "text": "Việc có hai nơi chủ trì.", "mode": "single", "leads": ["19-SNV", "19-SKHCN"]}
    return {"doc_type": "Công văn", "subject": "Thử", "issued_on": "2026-01-05", "issuer": PROVINCE, "tasks": [task]}
