"""`thac assignments` and `thac agencies`: who has what, and under which code an agency is known."""

from typing import Annotated

import typer
from rich.text import Text

from api.schemas.assignments import assignment_out
from api.schemas.words import page_out
from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.status import EVERYTHING, PANEL, LimitOption
from thac.cli.words import COLOURS, LEVELS, STANDINGS, STATES, moment
from thac.directory.spelling import fold, key
from thac.domain.agencies import AgencyTree
from thac.domain.assignments import State, Timeliness
from thac.store import access, directory
from thac.store.queries import assignments as assigned
from thac.store.queries.assignments import AssignmentFilter, AssignmentLine
from thac.store.queries.pages import Window

_LONGEST = 70

OffsetOption = Annotated[int, typer.Option("--offset", min=0, help="Bỏ qua số dòng đầu. · Leave out the first.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("assignments", rich_help_panel=PANEL)(list_assignments)
    app.command("agencies", rich_help_panel=PANEL)(agencies)


def list_assignments(
    directive: Annotated[str | None, typer.Option(help="Mã văn bản. · Id of the directive.")] = None,
    lead: Annotated[str | None, typer.Option(help="Mã cơ quan chủ trì. · Code of the lead.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Mã cơ quan giao. · Code of the issuer.")] = None,
    task: Annotated[int | None, typer.Option(help="Số nhiệm vụ. · Number of the task.")] = None,
    state: Annotated[list[State] | None, typer.Option(help="Trạng thái; lặp lại được. · May be repeated.")] = None,
    timeliness: Annotated[list[Timeliness] | None, typer.Option(help="Hạn; lặp lại được. · May be repeated.")] = None,
    open_: Annotated[bool | None, typer.Option("--open/--done", help="Chưa xong / đã xong. · Open or done.")] = None,
    period: Annotated[str | None, typer.Option(help="Kỳ: 2026-Q4, 2026-11 … · A period.")] = None,
    paused: Annotated[bool | None, typer.Option("--paused/--running", help="Đang tạm dừng. · Paused or not.")] = None,
    awaiting: Annotated[str | None, typer.Option(help="Đang chờ cơ quan này trả lời. · Who has to answer.")] = None,
    former: Annotated[str | None, typer.Option(help="Mã cơ quan từng chủ trì. · Code of a lead before.")] = None,
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ai được giao việc gì, hạn đến đâu: hạn sớm nhất đứng trước. · Who has what, the earliest deadline first."""
    now = now_at(home)
    wanted = AssignmentFilter(
        directive,
        issuer,
        lead,
        task,
        tuple(state or ()),
        open_,
        tuple(timeliness or ()),
        period=period,
        paused=paused,
        awaiting=awaiting,
        former=former,
    )
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        found = assigned.assignments(connection, EVERYTHING, wanted, Window(limit, offset), now)
        texts = access.texts(connection, assigned.texts_of(found.items))
    if as_json:
        print_json(page_out(found, [assignment_out(line, texts) for line in found.items]).model_dump(mode="json"))
        return
    columns = ("Hạn · Due", "Việc · What", "Cơ quan chủ trì · Lead", "Trạng thái · State")
    out().print(table("", columns, [_assignment(line) for line in found.items]))
    say(f"{len(found.items)} trên {found.total} việc", f"as of {moment(now)}; --offset and --limit show the others")


def _assignment(line: AssignmentLine) -> tuple[object, ...]:
    """Each cell has two lines, so that a narrow screen holds all of it."""
    standing = STANDINGS[line.timeliness]
    if line.timeliness is Timeliness.OVERDUE and line.days_over:
        standing = f"{standing} {line.days_over} ngày"
    due = [] if line.due is None else [f"{moment(line.due)}\n"]
    text = line.text if len(line.text) <= _LONGEST else f"{line.text[: _LONGEST - 1]}…"
    period = "" if line.period is None else f" ({line.period})"
    return (
        Text.assemble(*due, (standing, COLOURS.get(line.timeliness, ""))),
        Text.assemble(f"{line.task}. {text}{period}\n", (f"{line.issuer_name} giao", "dim")),
        Text.assemble(f"{line.lead_name}\n", (line.lead, "dim")),
        Text.assemble(f"{STATES[line.state]}\n", (f"{line.percent}%", "dim")),
    )


def agencies(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Một phần tên (có dấu hay không) hoặc mã. · Name.")],
    limit: LimitOption = 30,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tìm mã cơ quan theo tên. · Find the code of an agency by part of its name."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        tree = directory.load(connection)
    wanted = fold(key(query))
    found = [
        agency
        for agency in tree
        if agency.id.lower() == query.lower() or any(wanted in fold(key(one)) for one in (agency.name, *agency.aliases))
    ]
    if as_json:
        items = [{"id": one.id, "name": one.name, "level": one.level, "parent": one.parent} for one in found[:limit]]
        print_json({"items": items, "count": len(items), "total": len(found)})
        return
    columns = ("Mã · Code", "Tên · Name", "Cấp · Level", "Trực thuộc · Under")
    rows = [(one.id, one.name, LEVELS[one.level], _above(tree, one.parent)) for one in found[:limit]]
    out().print(table("", columns, rows, whole=(0,)))
    say(f"{min(limit, len(found))} trên {len(found)} cơ quan", "--limit shows more")


def _above(tree: AgencyTree, parent: str | None) -> str | None:
    return None if parent is None else tree[parent].name
