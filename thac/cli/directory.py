"""`thac directory`: what is known of agencies and posts, and how it is changed while work goes on."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import typer
from rich.text import Text

from thac.cli import directory_files
from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.recording import (
    ByOption,
    DayOption,
    ReasonOption,
    SourceOption,
    change,
    day_option,
    known,
    record_of,
    refused,
)
from thac.cli.words import LEVELS, day, moment
from thac.directory.importing.columns import POST_ROLES
from thac.domain.agencies import Absence, Agency, AgencyTree, Post, PostRole
from thac.domain.calendar import civil_day
from thac.domain.directory_changes import ChangeKind, Changes, composed, renamed
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusedError, refusal
from thac.store import directory
from thac.store.directory_journal import Name, Version, differences, journal, name_on, names
from thac.store.queries.pages import Window

app = typer.Typer(
    help="Xem, nhập, xuất và thay đổi danh bạ cơ quan, chức vụ. · The directory of agencies and posts.",
    no_args_is_help=True,
)


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="directory", rich_help_panel="Danh bạ · Directory")


directory_files.register(app)

AgencyArgument = Annotated[str, typer.Argument(metavar="AGENCY", help="Mã cơ quan, ví dụ 05443. · Code.")]
_KINDS = {
    ChangeKind.INSTALL: "Lập danh bạ",
    ChangeKind.IMPORT: "Nhập từ tệp",
    ChangeKind.ADD: "Thêm cơ quan",
    ChangeKind.RENAME: "Đổi tên",
    ChangeKind.CLOSE: "Kết thúc",
    ChangeKind.MOVE: "Chuyển cấp trên",
    ChangeKind.DESCRIBE: "Sửa mô tả",
    ChangeKind.POST: "Chức vụ",
}


@app.command("rename")
def rename(
    agency: AgencyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên mới. · The new name.")],
    on: DayOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Đổi tên một cơ quan; tên cũ vẫn tìm được. · Rename an agency; its old name is still found."""
    change(
        home,
        record_of(ChangeKind.RENAME, by, on, reason, source, home),
        lambda tree: Changes((renamed(known(tree, agency), composed(name)),)),
        as_json=as_json,
    )


@app.command("close")
def close(
    agency: AgencyArgument,
    successor: Annotated[str | None, typer.Option("--successor", help="Mã cơ quan kế thừa. · Who takes over.")] = None,
    on: DayOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Kết thúc một cơ quan; còn việc mở thì phải có cơ quan kế thừa. · Close an agency; open work wants a successor."""
    record = record_of(ChangeKind.CLOSE, by, on, reason, source, home)
    change(
        home,
        record,
        lambda tree: Changes((replace(known(tree, agency), ended_on=record.effective_on, successor=successor),)),
        as_json=as_json,
    )


@app.command("move")
def move(
    agency: AgencyArgument,
    parent: Annotated[str, typer.Argument(metavar="PARENT", help="Mã cơ quan cấp trên mới. · The agency above.")],
    on: DayOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Chuyển một cơ quan sang cơ quan cấp trên khác khi không còn việc mở. · Move an agency; no work may be open."""
    change(
        home,
        record_of(ChangeKind.MOVE, by, on, reason, source, home),
        lambda tree: Changes((replace(known(tree, agency), parent=parent),)),
        as_json=as_json,
    )


@app.command("post")
def post(
    agency: AgencyArgument,
    role: Annotated[PostRole, typer.Argument(metavar="ROLE", help="chair, office, monitor, head, officer.")],
    holder: Annotated[str | None, typer.Option("--holder", help="Người giữ chức vụ. · Who holds it.")] = None,
    vacant: Annotated[bool, typer.Option("--vacant", help="Để trống. · Nobody holds it.")] = False,
    acting: Annotated[bool | None, typer.Option("--acting/--appointed", help="Quyền, phụ trách. · Acting.")] = None,
    since: Annotated[date | None, day_option("--since", "Giữ từ ngày. · From this day on.")] = None,
    until: Annotated[date | None, day_option("--until", "Giữ đến hết ngày. · To this day.")] = None,
    away_from: Annotated[date | None, day_option("--away-from", "Vắng từ ngày. · Away from.")] = None,
    away_until: Annotated[date | None, day_option("--away-until", "Vắng đến hết ngày. · Away to.")] = None,
    substitute: Annotated[
        str | None, typer.Option("--substitute", help="Người thay khi vắng. · Who stands in.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Đã trở lại làm việc. · Not away any more.")] = False,
    on: DayOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ghi ai giữ chức vụ, giữ đến bao giờ, vắng thì ai thay. · Who holds a post, until when, and who stands in."""
    if vacant and holder is not None:
        raise typer.BadParameter("--holder và --vacant không đi cùng nhau · one or the other")
    if away_from is None and (away_until is not None or substitute is not None):
        raise typer.BadParameter("cần --away-from · --away-from is missing")

    def make(tree: AgencyTree) -> Changes:
        found = tree.post(known(tree, agency).id, role)
        if found is None:
            raise DirectoryRefusedError([refusal(DirectoryCode.UNKNOWN_POST, agency=agency, role=role)])
        if vacant:
            return Changes(posts=(Post(agency, role, found.title, None),))
        start = found if holder in {None, found.holder} else Post(agency, role, found.title, holder)
        absence = start.absence
        if away_from is not None:
            absence = Absence(away_from, away_until, substitute)
        elif back:
            absence = None
        held = replace(
            start,
            since=since or start.since,
            until=until or start.until,
            acting=start.acting if acting is None else acting,
            absence=absence,
        )
        return Changes(posts=(held,))

    record = record_of(ChangeKind.POST, by, on, reason, source, home)
    try:
        change(home, record, make, as_json=as_json)
    except ValueError as error:
        raise CommandFailedError(
            DirectoryCode.DATES_REVERSED.value, "Ngày kết thúc trước ngày bắt đầu.", f"{error}."
        ) from error


@app.command("show")
def show(
    agency: AgencyArgument,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Bản danh bạ. · Of which version.")] = None,
    on: DayOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Một cơ quan: tên qua các thời kỳ, chức vụ, việc còn mở. · One agency: its names, posts and open work."""
    today = on or civil_day(now_at(home))
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        tree = directory.load(connection)
        if version is not None:
            tree = directory.as_it_stood(connection, tree, version)
        try:
            found = known(tree, agency)
        except DirectoryRefusedError as error:
            raise refused(error.refusals) from error
        held = names(connection, agency)
        open_work = directory.open_work(connection, [agency]).get(agency, {})
    if as_json:
        print_json(_as_json(found, tree, held, today, dict(open_work)))
        return
    name = name_on(held, today) or found.name
    say(f"{found.id} · {name} ({LEVELS[found.level]})", f"version {tree.version}")
    if found.ended_on is not None:
        taken = "" if found.successor is None else f", {found.successor} kế thừa"
        say(f"Đã kết thúc ngày {day(found.ended_on)}{taken}.", "closed")
    rows = [(one.name, _since(one)) for one in held]
    out().print(table("", ("Tên · Name", "Thời gian · When"), rows))
    out().print(
        table("", ("Chức vụ · Post", "Người giữ · Holder", "Nay liên hệ · Reached"), _posts(tree, found, today))
    )
    say(f"{sum(open_work.values())} việc còn mở", "open assignments it leads or has given out")


@app.command("journal")
def show_journal(
    agency: Annotated[str | None, typer.Option("--agency", help="Chỉ một cơ quan. · Of one agency only.")] = None,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Chi tiết một bản. · One version.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số dòng nhiều nhất. · At most.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Bỏ qua số dòng đầu. · Leave out the first.")] = 0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Danh bạ đã thay đổi những gì, lúc nào, do ai. · What changed in the directory, when, and by whom."""
    window = Window(limit, offset)
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        if version is not None:
            lines = differences(connection, version, window, agency)
            items: list[dict[str, Any]] = [
                {"subject": one.subject, "before": one.before, "after": one.after} for one in lines.items
            ]
            total = lines.total
            columns: tuple[str, ...] = ("Mục · What", "Trước · Before", "Sau · After")
            rows: list[tuple[object, ...]] = [(one["subject"], one["before"] or "–", one["after"]) for one in items]
        else:
            found = journal(connection, window, agency)
            items, total = [_version(one) for one in found.items], found.total
            columns = ("Bản · Version", "Việc · Kind", "Ghi lúc, hiệu lực · Recorded, from", "Căn cứ · Why")
            rows = [_row(one) for one in found.items]
    if as_json:
        print_json({"items": items, "count": len(items), "total": total})
        return
    out().print(table("", columns, rows, whole=(0,)))
    say(f"{len(items)} trên {total}", "--offset and --limit show the others")


def _since(name: Name) -> str:
    since = "từ đầu" if name.since is None else f"từ {day(name.since)}"
    return since if name.until is None else f"{since} đến trước {day(name.until)}"


def _posts(tree: AgencyTree, agency: Agency, today: date) -> list[tuple[object, ...]]:
    held = [found for role in PostRole if (found := tree.post(agency.id, role)) is not None]
    return [(f"{one.title}\n{one.id}", _holder(one), one.on(today).holder) for one in held]


def _holder(held: Post) -> Text:
    said = [] if held.since is None else [f"từ {day(held.since)}"]
    said += [] if held.until is None else [f"đến {day(held.until)}"]
    if held.absence is not None:
        end = "" if held.absence.end is None else f" đến {day(held.absence.end)}"
        said.append(f"vắng từ {day(held.absence.start)}{end}")
    acting = " (quyền, phụ trách)" if held.acting else ""
    return Text.assemble((held.holder or "–") + acting, ("\n" + ", ".join(said) if said else "", "dim"))


def _row(one: Version) -> tuple[object, ...]:
    rows = f"{one.agencies} cơ quan, {one.posts} chức vụ"
    why = "\n".join(part for part in (one.reason, one.source) if part)
    return one.number, f"{_KINDS[one.kind]}\n{rows}", f"{moment(one.at)}, {day(one.effective_on)}\n{one.by}", why


def _version(one: Version) -> dict[str, Any]:
    return {
        "version": one.number,
        "kind": one.kind,
        "at": one.at.isoformat(),
        "by": one.by,
        "effective_on": one.effective_on,
        "reason": one.reason,
        "source": one.source,
        "agencies": one.agencies,
        "posts": one.posts,
    }


def _as_json(
    found: Agency, tree: AgencyTree, held: tuple[Name, ...], today: date, open_work: dict[str, int]
) -> dict[str, Any]:
    posts = [one for role in PostRole if (one := tree.post(found.id, role)) is not None]
    return {
        "version": tree.version,
        "id": found.id,
        "level": found.level,
        "name": found.name,
        "name_then": name_on(held, today),
        "parent": found.parent,
        "beside": found.beside,
        "fields": found.fields,
        "aliases": found.aliases,
        "ended_on": found.ended_on,
        "successor": found.successor,
        "names": [{"name": one.name, "since": one.since, "until": one.until} for one in held],
        "posts": [
            {
                "id": one.id,
                "role": POST_ROLES.write(one.role),
                "title": one.title,
                "holder": one.holder,
                "acting": one.acting,
                "since": one.since,
                "until": one.until,
                "reached": one.on(today).holder,
            }
            for one in posts
        ],
        "open": open_work,
    }
