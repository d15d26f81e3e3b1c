"""Appends made by hand, for tests of what becomes of them when several come at once."""

from collections.abc import Sequence
from dataclasses import replace

from tests.rig import parcel
from tests.samples import FRIDAY, directive, plan_maker, small_tree, to_communes
from thac.domain.agencies import Role
from thac.domain.appending import AnswerRecord, Append
from thac.domain.commands import Accept
from thac.domain.docket import Docket, docket_id
from thac.domain.turns import Done, Turn, begin, open_docket, settle
from thac.domain.views import assignment_views, docket_view


def opening(agency: str, communes: int = 2) -> Append:
    """The opening of a commune's docket with two units."""
    before, turn = _opened(agency, communes)
    return made(before, turn)


def accepted(agency: str, keys: Sequence[str]) -> Append:
    """The opening of a commune's docket in which its units have accepted already, under those request keys."""
    before, turn = _opened(agency, 2)
    units = [f"{agency}-U{number}" for number, _ in enumerate(keys, 1)]
    commands = [
        parcel(unit, Role.UNIT, Accept(f"1:{unit}"), FRIDAY, key) for unit, key in zip(units, keys, strict=True)
    ]
    settle(turn, commands, [])
    return made(before, turn)


def made(before: Docket, turn: Turn) -> Append:
    """The append that a workflow would ask for after that turn."""
    answers = tuple(
        AnswerRecord(key, turn.fingerprints[key], done.seq)
        for key, done in turn.answers.items()
        if isinstance(done, Done)
    )
    return Append(
        turn.docket.id,
        before.head,
        before.hash,
        tuple(turn.entries),
        docket_view(turn.docket),
        tuple(assignment_views(turn.docket, turn.changed)),
        answers,
        tuple(turn.answers),
    )


def named(request: Append, person: str) -> Append:
    """The same with somebody's name in each row of the read model."""
    return replace(request, rows=tuple(replace(row, person=person) for row in request.rows))


def _opened(agency: str, communes: int) -> tuple[Docket, Turn]:
    tree = small_tree(communes)
    before = Docket(docket_id("d1", agency))
    turn = begin(before, FRIDAY)
    open_docket(turn, plan_maker(directive(to_communes(1)), tree).plan(agency).own)
    return before, turn
