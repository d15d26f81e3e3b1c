"""A letter whose work is asked about, given to others, changed and counted: a world for what reads it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from tests.samples import FRIDAY, directive, led_by, small_tree, to_communes
from tests.store.driver import OFFICE, UNIT, Driver
from thac.domain import commands as cmd
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Role
from thac.domain.codec import dump
from thac.domain.deadlines import Deadline
from thac.domain.directives import Directive, Mode, Task, Within
from thac.domain.docket import Docket
from thac.domain.recurrence import Recurrence, Rhythm
from thac.domain.turns import Done
from thac.store import directives
from thac.store import tables as t

DUE = date(2026, 12, 15)
FRONT = "19-MTTQ"


def tree() -> AgencyTree:
    """The small directory with the Front beside the province."""
    small = small_tree()
    front = Agency(FRONT, Level.OUTSIDE, "Ủy ban Mặt trận Tổ quốc tỉnh", None, beside="19")
    return AgencyTree([*small, front], list(small.posts()), 1)


def letter(id_: str = "d1") -> Directive:
    """Reports of every unit, collected by Sở Nội vụ; quarterly figures; a request to the Front; a task without date."""
    reports = replace(to_communes(1, DUE), monitor="19-SNV")
    summary = replace(led_by(2, "19-SNV", date(2026, 12, 20)), collects=(1, 3), coordinators=("19-SKHCN",))
    every = Recurrence(Rhythm.QUARTERLY, day=15, first=date(2026, 10, 1))
    figures = Task(3, "Việc 3", Mode.EACH, recipients=("communes",), recurrence=every, within=Within.ROUTED)
    request = Task(4, "Việc 4", Mode.SINGLE, (FRONT,), deadline=Deadline(DUE), request=True)
    return directive(reports, summary, figures, request, led_by(5, "19-SKHCN"), id_=id_)


class World(Driver):
    """Dockets that follow each other's instructions too."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection, tree(), FRIDAY)
        keep(connection, letter())
        self.launch(letter())

    def does(self, docket: tuple[str, AgencyId], agency: AgencyId, role: Role, command: cmd.Command) -> Docket:
        """A command that must be carried out, a minute later; the docket after it."""
        self.now += timedelta(minutes=1)
        outcome = self.send(self.docket(*docket), agency, role, command)
        assert isinstance(outcome, Done), outcome
        return self.docket(*docket)

    def tell(self, above: tuple[str, AgencyId], below: tuple[str, AgencyId]) -> None:
        """The docket below follows what it was told, and says so."""
        upper, lower = self.docket(*above), self.docket(*below)
        self.now += timedelta(minutes=1)
        self.turn(lower, hearings=upper.instructions[lower.slice.agency])
        self.turn(upper, hearings=[self.docket(*below).report(self.now)])


def keep(connection: sa.Connection, ordered: Directive) -> None:
    """Keep a directive as one that runs."""
    connection.execute(
        sa.insert(t.directives).values(
            id=ordered.id,
            issuer=ordered.issuer,
            doc_type=ordered.doc_type,
            number=ordered.number,
            symbol=ordered.symbol,
            subject=ordered.subject,
            issued_on=ordered.issued_on,
            urgency=ordered.urgency.value,
            state="running",
            body=json.dumps(dump(Directive, ordered), ensure_ascii=False),
            created_by="{}",
            created_at=FRIDAY,
        )
    )
    directives.write_tasks(connection, ordered)


ROOT, FIRST, SECOND = ("d1", "19"), ("d1", "00001"), ("d1", "00002")
"""The dockets of the letter: the province's, and those of its two communes."""
__all__ = ["FIRST", "FRONT", "OFFICE", "ROOT", "SECOND", "UNIT", "World", "keep", "letter", "tree"]
