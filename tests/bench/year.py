"""A store as it looks after a year: letters to every commune and to departments, worked off in part, late in part.

Some letters live through weeks of moved time, turn by turn, as dockets do. The others are these again, row by row,
under ids, numbers and words of their own; the hashes of their ledgers are not, so that such a store is for reading.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

import sqlalchemy as sa

from tests.bench.corpus import Generator
from tests.bench.rows import told
from tests.samples import TERMS
from tests.store.driver import OFFICE, UNIT, Driver, one_life
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, AgencyTree, Level, Role
from thac.domain.commands import Accept, Progress, Submit, Take
from thac.domain.deadlines import Deadline
from thac.domain.directives import Directive, Mode, Task, Within
from thac.domain.docket import Docket
from thac.domain.planning import PlanMaker, Routed
from thac.store import directory, drafts, launches
from thac.store import tables as t
from thac.store.engine import Engines

PROVINCE: Final = "19"
_CLERK: Final = Actor(PROVINCE, Role.OFFICE, "Chuyên viên A")
_PERSON: Final = "Nguyễn Văn A"
_AGES: Final = (7, 25, 55)
"""Days since the letters that live were issued."""
_WIDE_TASKS: Final = 5
_NARROW_TASKS: Final = 6
_NARROW_SHARE: Final = 15
"""One in so many assignments is a department's, which is most of the directives."""
_AT_ONCE: Final = 25
_STEP: Final = timedelta(seconds=5)
_KEYS: Final = count()
_DONE, _WORKED, _SUBMITTED = 0.55, 0.75, 0.9


@dataclass(frozen=True, slots=True)
class _Model:
    """A letter that has lived."""

    directive: Directive
    issued_at: datetime
    assignments: int


def fill(engines: Engines, assignments: int, now: datetime) -> None:
    """Fill a store that has its directory with so many assignments, as they stand now."""
    chance, words = random.Random(1), Generator(1)
    with engines.read.connect() as connection:
        tree = directory.load(connection)
    wide = [_lived(engines, tree, words, chance, now, age, wide=True) for age in _AGES]
    narrow = [_lived(engines, tree, words, chance, now, age, wide=False) for age in _AGES]
    serial = count(100)
    for models, wanted in ((wide, assignments - assignments // _NARROW_SHARE), (narrow, assignments // _NARROW_SHARE)):
        copies = max(0, wanted // models[0].assignments - len(models))
        orders = [(models[place % len(models)], next(serial)) for place in range(copies)]
        for start in range(0, len(orders), _AT_ONCE):
            _clone(engines, words, orders[start : start + _AT_ONCE])
            told(f"{min(start + _AT_ONCE, len(orders))} of {len(orders)} letters")


def _lived(
    engines: Engines,
    tree: AgencyTree,
    words: Generator,
    chance: random.Random,
    now: datetime,
    age: int,
    *,
    wide: bool,
) -> _Model:
    """Issue a letter so many days ago and let it live until now."""
    issued_at = (now - timedelta(days=age)).replace(hour=2, minute=0, second=0, microsecond=0)
    tasks = [_task(words, number, issued_at.date(), tree, wide=wide) for number in range(1, _tasks(wide=wide) + 1)]
    letter = Directive(
        f"model{'w' if wide else 'n'}{age:03}x",
        PROVINCE,
        "Công văn",
        words.text(words.matter()),
        issued_at.date(),
        tuple(tasks),
        number=str(age),
        symbol="UBND-TH" if wide else "UBND-NC",
    )
    with engines.write.begin() as connection:
        _issue(connection, letter, issued_at)
        driver = Driver(connection, tree, issued_at)
        driver._serial = _KEYS  # no request of one letter has the key of another's
        driver.launch(letter, PlanMaker(letter, tree, _Routing(tree), TERMS))
        for docket in [driver.dockets[name] for name in sorted(driver.dockets, key=len, reverse=True)]:
            _work(driver, docket.id, chance)
        driver.advance(now)
        many = sum(len(docket.rows) for docket in driver.dockets.values())
    told(f"a letter of {many} assignments has lived {age} days")
    return _Model(letter, issued_at, many)


def _tasks(*, wide: bool) -> int:
    return _WIDE_TASKS if wide else _NARROW_TASKS


def _task(words: Generator, number: int, issued_on: date, tree: AgencyTree, *, wide: bool) -> Task:
    due = None if number == 1 else Deadline(issued_on + timedelta(days=8 * number))
    text = words.text(words.matter())
    if wide:
        return Task(number, text, Mode.EACH, recipients=("communes",), within=Within.ROUTED, deadline=due)
    departments = [one.id for one in tree.children(PROVINCE) if one.level is Level.UNIT]
    return Task(number, text, Mode.SINGLE, (departments[number % len(departments)],), deadline=due)


class _Routing:
    """Proposes another unit for each task."""

    def __init__(self, tree: AgencyTree) -> None:
        self._tree = tree

    def __call__(self, task: Task, agency: AgencyId) -> Routed:
        units = self._tree.children(agency)
        return Routed(units[task.number % len(units)].id)


def _work(driver: Driver, name: str, chance: random.Random) -> None:
    """Carry the assignments of a docket as far as chance has it."""
    for key in list(driver.dockets[name].rows):
        docket = driver.dockets[name]
        lead, fate = docket.rows[key].lead, chance.random()
        if docket.closed_at is not None:
            return
        if fate < _DONE and not driver.tree.issues(lead):
            one_life(driver, docket, key, chance, _STEP)
        elif fate < _SUBMITTED:
            _begin(driver, docket, key, lead, submit=fate >= _WORKED)


def _begin(driver: Driver, docket: Docket, key: str, lead: AgencyId, *, submit: bool) -> None:
    role = OFFICE if driver.tree.issues(lead) else UNIT
    driver.send(docket, lead, role, Accept(key))
    if role is UNIT:
        driver.send(docket, lead, role, Take(key, _PERSON))
        driver.send(docket, lead, role, Progress(key, 40))
        if submit:
            driver.send(docket, lead, role, Submit(key))


def _issue(connection: sa.Connection, letter: Directive, at: datetime) -> None:
    drafts.save_draft(connection, letter, _CLERK, at)
    launches.launch(connection, letter.id, _CLERK, at)
    launches.set_running(connection, letter.id)


def _clone(engines: Engines, words: Generator, orders: Sequence[tuple[_Model, int]]) -> None:
    with engines.write.begin() as connection:
        for model, number in orders:
            tasks = tuple(replace(task, text=words.text(words.matter())) for task in model.directive.tasks)
            letter = replace(
                model.directive,
                id=f"{number:016x}",
                number=str(number),
                subject=words.text(words.matter()),
                tasks=tasks,
            )
            _issue(connection, letter, model.issued_at + timedelta(seconds=number))
            for statement in _AGAIN:
                connection.execute(statement, {"old": model.directive.id, "new": letter.id})


def _again(table: sa.Table) -> sa.Insert:
    """The statement that writes the rows of a letter again, for another id."""
    old, new = sa.bindparam("old", type_=sa.String), sa.bindparam("new", type_=sa.String)
    columns = [
        sa.func.replace(column, old, new).label(column.name) if isinstance(column.type, sa.String) else column
        for column in table.columns
    ]
    dockets = sa.select(t.dockets.c.id).where(t.dockets.c.directive == old)
    here = table.c.directive == old if "directive" in table.c else table.c.docket.in_(dockets)
    return sa.insert(table).from_select(list(table.c.keys()), sa.select(*columns).where(here))


_AGAIN: Final = tuple(map(_again, (t.dockets, t.assignments, t.events, t.parties, t.alerts)))
