"""`thac overlaps --scope`: what was found between the directives that run, and what became of it."""

from typing import Any

import sqlalchemy as sa
from rich.text import Text

from api.schemas.overlaps import overlap_out
from graph.dispositions import Outcome
from thac.cli.console import out, print_json, say
from thac.cli.errors import CommandFailedError
from thac.cli.home import opened_store
from thac.cli.overlaps import SEVERITIES
from thac.domain.agencies import AgencyId
from thac.overlapping.looking import Look
from thac.overlapping.reading import Told
from thac.overlapping.running import Running
from thac.settings import Settings
from thac.store import directory, dispositions
from thac.store.directory_rows import path_of
from thac.store.dispositions import Decision
from thac.store.queries.scope import Scope

_OUTCOMES = {
    Outcome.OPEN: "chưa xử lý",
    Outcome.MERGED: "đã gộp",
    Outcome.ONE_LEAD: "đã chọn một cơ quan chủ trì",
    Outcome.COORDINATED: "đã phối hợp",
    Outcome.ACCEPTED: "chấp nhận",
}


def between_running(settings: Settings, agency: AgencyId, *, settled: bool, as_json: bool) -> None:
    """Print what touches an agency and those below it; what was settled only if that is asked for.

    Raises
    ------
    CommandFailedError
        There is no such agency.
    """
    with opened_store(settings) as store, store.read.connect() as connection:
        found, latest = _found(connection, agency)
    shown = [one for one in found if settled or _outcome(latest.get(one.finding.key)) is Outcome.OPEN]
    if as_json:
        items = [overlap_out(one, latest.get(one.finding.key)).model_dump(mode="json") for one in shown]
        print_json({"items": items, "count": len(items), "total": len(found)})
        return
    for one in shown:
        _tell(one, latest.get(one.finding.key))
    say(f"{len(shown)} trên {len(found)} phát hiện", "findings; --settled shows what was settled too")


def _found(connection: sa.Connection, agency: AgencyId) -> tuple[list[Told], dict[str, Decision]]:
    tree = directory.load(connection)
    if agency not in tree:
        raise CommandFailedError(
            "unknown-agency", f"Không có cơ quan nào mang mã {agency}.", f"No agency has the code {agency}."
        )
    look = Look(connection, Running(), tree)
    every = look.findings().every
    reader = look.reader(Scope(agency, path_of(agency, tree), below=True), every)
    return [reader.told(one) for one in every if reader.concerns(one)], dispositions.latest(connection)


def _outcome(decision: Decision | None) -> Outcome:
    return Outcome.OPEN if decision is None else Outcome(decision.outcome)


def _tell(told: Told, decision: Decision | None) -> None:
    one, console = told.finding, out()
    word, colour = SEVERITIES[one.severity]
    console.print(
        Text.assemble((f"{word} ", colour), told.message, (f" · {told.english} [{one.key}]", "dim")), soft_wrap=True
    )
    console.print(
        Text.assemble(("  → ", "bold"), one.resolution, (f" · {one.resolution_english}", "dim")), soft_wrap=True
    )
    for side in told.passages:
        where = f"{side.directive} {side.task}" if side.directive is not None else side.issuer_name
        console.print(Text.assemble((f"  {where}  ", "dim"), side.text or "…"), soft_wrap=True)
    if decision is not None:
        console.print(Text(f"  {_OUTCOMES[Outcome(decision.outcome)]}: {_why(decision)}"), soft_wrap=True)
    console.print()


def _why(decision: Decision) -> str:
    facts: list[Any] = [decision.reason, decision.lead, decision.by.name]
    return " · ".join(str(one) for one in facts if one)
