"""A busy afternoon: every unit leads its life while the province goes on deciding about a directive of every kind."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine

from api.schemas.commands import FORMS
from tests.verify.afternoon import COMMUNES, ISSUER, Afternoon
from tests.verify.lives import LIVES, MONITOR, Work, deal, deeds_of
from tests.verify.orders import ASSIGNMENTS, COORDINATOR, OF_THE_UNITS, Orders, tasks
from thac.domain.agencies import Role
from thac.store import tables

SEED = 20261122


async def launched(day: Afternoon, number: str) -> Counter[str]:
    """Launch a directive and let everything happen to it; how many commands of each kind the units' lives send."""
    chance = random.Random(f"{SEED} {number}")
    directive = await day.launch(tasks(number), number)
    await day.until_rows(directive, ASSIGNMENTS)
    row = tables.assignments.c
    units = {
        commune: [one.lead for one in day.rows(directive, row.issuer == commune, row.task == OF_THE_UNITS)]
        for commune in COMMUNES
    }
    day.tokens_for(
        *((unit, Role.UNIT) for named in units.values() for unit in named),
        *((commune, role) for commune in COMMUNES for role in (Role.OFFICE, Role.SUPERVISOR)),
        *((ISSUER, Role.OFFICE), (MONITOR, Role.UNIT), COORDINATOR),
    )
    works = [
        Work(day, directive, commune, unit, named[place - 1])
        for commune, named in units.items()
        for place, unit in enumerate(named)
    ]
    dealt = deal(chance, len(works))
    await asyncio.gather(
        *(work.live(LIVES[life]) for work, life in zip(works, dealt, strict=True)),
        *(order() for order in Orders(day, directive, number, chance).all()),
    )
    return deeds_of(dealt)


async def busy(day: Afternoon, number: str, during: Callable[[], Coroutine[None, None, None]]) -> None:
    """One directive, and meanwhile let happen what the test is about."""
    disturbing = asyncio.create_task(during())
    sent = await launched(day, number)
    await disturbing
    carried_out(day, sent)
    await day.proven()


def carried_out(day: Afternoon, sent: Counter[str]) -> None:
    """Nothing was refused but what a withdrawal overtook; every command there is was sent, and carried out."""
    assert day.refused == []
    assert set(day.done) == set(FORMS)
    assert {kind: count for kind, count in sent.items() if day.done[kind] < count} == {}
    assert len(day.confirmed) == day.done.total() == day.sent.total() - len(day.overtaken)
