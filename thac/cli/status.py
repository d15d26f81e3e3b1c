"""`thac status`: how far directives have come, read from the store as the administrator of this machine."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

import sqlalchemy as sa
import typer
from rich.text import Text

from api.schemas.cascades import CascadeDetail, docket_detail, level_out
from api.schemas.directives import directive_out
from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.words import COLOURS, DIRECTIVE_STATES, LEVELS, SHORT_STATES, day, moment
from thac.domain.agencies import Level
from thac.domain.assignments import State, Timeliness
from thac.domain.numbering import reference
from thac.store.audit_reports import AuditState, audit_state
from thac.store.queries import cascades, directives
from thac.store.queries.cascades import Counts, DocketLine, LevelCounts
from thac.store.queries.directives import DirectiveFilter, DirectiveLine
from thac.store.queries.pages import Window
from thac.store.queries.scope import Scope

EVERYTHING: Final = Scope("TW", "TW/", below=True, watches_below=True)
"""Whoever can read the data folder reads all of it."""
PANEL: Final = "Xem · Looking"
_COUNTED: Final = tuple(state for state in State if state is not State.WITHDRAWN)
_MORE: Final = ("Quá hạn", "Sắp hạn", "Không hạn", "Thu hồi")
"""What was withdrawn is counted apart: it is in none of the other columns."""
_TELLING = (State.ASSIGNED, State.SUBMITTED, State.COMPLETED)

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số dòng nhiều nhất. · At most.")]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("status", rich_help_panel=PANEL)(status)


def status(
    directive: Annotated[str | None, typer.Argument(metavar="[DIRECTIVE]", help="Mã văn bản. · Its id.")] = None,
    home: HomeOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Văn bản đã đi đến đâu: từng cấp, từng hồ sơ. · How far directives have come, level by level."""
    now = now_at(home)
    settings = settings_of(home)
    with opened_store(settings) as store, store.read.connect() as connection:
        _warn(audit_state(connection, now, settings.audit_every))
        if directive is None:
            _status_of_all(connection, now, limit, as_json=as_json)
        else:
            _status_of_one(connection, directive, now, limit, as_json=as_json)


def _warn(state: AuditState) -> None:
    """Say beside the output that the audit does not run, or that something is wrong."""
    if state.overdue is not None:
        remark(f"Cảnh báo: {state.overdue.message}", state.overdue.english)
    if state.findings:
        vietnamese = f"Cảnh báo: kiểm tra thấy {state.findings} vấn đề chưa được khắc phục; `thac audit` nói rõ."
        remark(vietnamese, "Audits found things that are still wrong; `thac audit` names them.")


def _status_of_all(connection: sa.Connection, now: datetime, limit: int, *, as_json: bool) -> None:
    found = directives.directives(connection, EVERYTHING, DirectiveFilter(), Window(limit))
    rolled = {line.id: cascades.roll_up(connection, EVERYTHING, line.id, now) for line in found.items}
    if as_json:
        items = [
            directive_out(line).model_dump(mode="json")
            | {"levels": [level_out(level).model_dump(mode="json") for level in rolled[line.id]]}
            for line in found.items
        ]
        print_json({"as_of": now.isoformat(), "items": items, "count": len(items), "total": found.total})
        return
    for line in found.items:
        _print_levels(line, rolled[line.id])
    say(f"{len(found.items)} trên {found.total} văn bản", f"as of {moment(now)}")
    if found.items:
        say(f"Xem từng hồ sơ: thac status {found.items[0].id}")


def _status_of_one(connection: sa.Connection, wanted: str, now: datetime, limit: int, *, as_json: bool) -> None:
    line = directives.directive(connection, EVERYTHING, wanted)
    if line is None:
        raise CommandFailedError(
            "unknown-directive",
            f"Không có văn bản nào mang mã {wanted}; `thac status` liệt kê các mã.",
            f"There is no directive {wanted}; `thac status` lists them.",
        )
    levels = cascades.roll_up(connection, EVERYTHING, wanted, now)
    waiting = cascades.proposals(connection, EVERYTHING, wanted)
    top = cascades.top(connection, EVERYTHING, wanted, now)
    below = () if top is None else cascades.children(connection, EVERYTHING, top, now)
    header = directive_out(line)
    if as_json and top is None:
        print_json({"directive": header.model_dump(mode="json"), "levels": [], "top": None, "as_of": now.isoformat()})
    elif as_json and top is not None:
        counted = [level_out(level) for level in levels]
        detail = docket_detail(top, below)
        shown = CascadeDetail(directive=header, levels=counted, proposals=waiting, top=detail, as_of=now)
        print_json(shown.model_dump(mode="json"))
    else:
        _print_levels(line, levels)
        _print_waiting(waiting)
        if top is not None:
            _print_dockets(top, below, limit)


def _print_waiting(waiting: dict[Level, int]) -> None:
    """What was proposed and waits for an office to give it out."""
    for level, count in waiting.items():
        say(f"{LEVELS[level]}: {count} nhiệm vụ chờ văn phòng giao", "proposed, not given out yet")


def _print_levels(line: DirectiveLine, levels: tuple[LevelCounts, ...]) -> None:
    title = f"{reference(line.doc_type, line.number, line.symbol)} · {line.issuer_name}, {day(line.issued_on)}"
    console = out()
    console.print(Text(title, "bold"), soft_wrap=True)
    console.print(f"{line.subject}\nMã {line.id} · {DIRECTIVE_STATES[line.state]}", soft_wrap=True)
    columns = ("Cấp giao → nhận", "Việc", *(SHORT_STATES[one] for one in _COUNTED), *_MORE)
    rows = [
        (
            f"{LEVELS[level.issuers]} → {LEVELS[level.leads]}",
            level.counts.total,
            *_states(level.counts, _COUNTED),
            *_late(level.counts),
            level.counts.undated,
            level.counts.withdrawn,
        )
        for level in levels
    ]
    console.print(table("", columns, rows, numbers=range(1, len(columns)), whole=(0,)))
    console.print()


def _print_dockets(top: DocketLine, below: tuple[DocketLine, ...], limit: int) -> None:
    ranked = sorted(below, key=lambda one: (-one.counts.by_timeliness.get(Timeliness.OVERDUE, 0), one.agency))
    shown = [top, *ranked[: limit - 1]]
    columns = (
        *("Cơ quan giữ hồ sơ", "Mã", "Việc"),
        *(SHORT_STATES[state] for state in _TELLING),
        *("Quá hạn", "Sắp hạn"),
    )
    rows = [
        (_name(one), one.agency, one.counts.total, *_states(one.counts, _TELLING), *_late(one.counts)) for one in shown
    ]
    out().print(table("", columns, rows, numbers=range(2, len(columns)), whole=(1,)))
    say(
        f"{len(shown)} trên {1 + len(below)} hồ sơ, quá hạn nhiều nhất đứng trước",
        "most overdue first; --limit shows more",
    )


def _name(docket: DocketLine) -> str:
    return docket.name if docket.closed_at is None else f"{docket.name} (đã đóng)"


def _states(counts: Counts, states: Iterable[State]) -> list[int]:
    return [counts.by_state.get(state, 0) for state in states]


def _late(counts: Counts) -> list[Text]:
    found = [(one, counts.by_timeliness.get(one, 0)) for one in (Timeliness.OVERDUE, Timeliness.DUE_SOON)]
    return [Text(str(count), COLOURS[one] if count else "") for one, count in found]
