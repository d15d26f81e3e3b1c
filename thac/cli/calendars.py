"""`thac calendar`: when offices work, how that is corrected, and what a correction would move."""

import csv
import getpass
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final

import sqlalchemy as sa
import typer

from thac.calendars import Day, Foreseen, days_of, fixed_days, foreseen, says_nothing_new
from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.recording import ByOption, ReasonOption, day_argument, day_option, fault_as_json, known, refused
from thac.cli.words import LEVELS, day, moment
from thac.directory.importing.calendars import read_changes
from thac.directory.importing.columns import CALENDAR, DAY_KINDS, OPEN_END, WEEKDAYS
from thac.directory.importing.faults import Faults
from thac.directory.importing.sheets import Source
from thac.domain.agencies import AgencyTree, Level
from thac.domain.almanac import Almanac, DayChange, DayKind, Edition
from thac.domain.calendar import civil_day
from thac.domain.directory_refusals import DirectoryRefusedError
from thac.domain.foreseeing import Move, What
from thac.store import calendars, directory
from thac.store.calendars import Record

_SHOWN: Final = 60
_WHATS: Final = {
    What.DEADLINE: "Thời hạn dời",
    What.ANSWER: "Hạn trả lời dời",
    What.STEP: "Nhắc việc dời",
    What.OPENING: "Mở kỳ dời",
    What.PASSED: "Đã qua, giữ nguyên",
}
_WHATS_EN: Final = {
    What.DEADLINE: "deadlines that move",
    What.ANSWER: "answers due at another time",
    What.STEP: "reminders that move",
    What.OPENING: "periods that open at another time",
    What.PASSED: "steps that have come already and stay",
}

app = typer.Typer(
    help="Xem, kiểm tra, sửa lịch làm việc; xem trước hạn nào dời. · Working calendars and their corrections.",
    no_args_is_help=True,
)
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .xlsx hoặc CSV. · XLSX or CSV.")]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help="Chỉ cho xem hạn nào dời, không ghi gì. · Show what would move.")
]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="calendar", rich_help_panel="Lịch làm việc · Working calendar")


@app.command("show")
def show(
    agency: Annotated[
        str | None, typer.Argument(metavar="[AGENCY]", help="Mã cơ quan; bỏ trống: lịch chung. · Code, or everybody's.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=2024, max=2060, help="Năm; mặc định năm nay. · Year.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ngày nghỉ, ngày làm bù, giờ làm việc riêng của một cơ quan trong năm. · Days out of the ordinary in a year."""
    wanted = year or civil_day(now_at(home)).year
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        tree, almanac = directory.load(connection), calendars.load(connection)
        number, days = days_of(almanac, tree, None if agency is None else _known(tree, agency), wanted)
    if as_json:
        items = [day_as_json(one) for one in days]
        print_json({"agency": agency, "year": wanted, "version": number, "items": items, "count": len(items)})
        return
    rows = [(_first_to_last(several), _holds(several[0]), _why(several[0])) for several in _together(days)]
    out().print(table("", ("Ngày · Day", "Lịch · What holds", "Căn cứ · Why"), rows, whole=(0,)))
    say(f"Lịch số {number}; ngày khác theo tuần làm việc thường lệ.", "all other days are as the week has them")


@app.command("journal")
def journal(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Lịch đã được sửa những gì, lúc nào, do ai, vì sao. · Every edition, the newest first."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        editions = calendars.load(connection).editions[::-1]
    if as_json:
        print_json({"items": list(map(_edition_as_json, editions)), "count": len(editions)})
        return
    rows = [
        (one.number, f"{moment(one.at)}\n{one.by}", one.reason or "–", "\n".join(map(_in_short, one.changes)) or "–")
        for one in editions
    ]
    heads = ("Số · Number", "Ghi lúc · Recorded", "Lý do · Why", "Thay đổi · Changes")
    out().print(table("", heads, rows, whole=(0,)))
    say(f"{len(editions)} lần sửa lịch", "editions")


@app.command("check")
def check(file: FileArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Kiểm tra tệp lịch: lỗi ghi rõ dòng, cột; không ghi gì. · Read a file and name every fault by row and column."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        changes = _read([_source(file)], directory.load(connection), civil_day(now_at(home)))
    if as_json:
        print_json({"changes": [change_as_json(one) for one in changes], "count": len(changes)})
        return
    _list_changes(changes)
    say(f"Tệp đúng: {len(changes)} dòng.", "the file holds; nothing was written")


@app.command("apply")
def apply(
    file: FileArgument,
    dry_run: DryOption = False,
    reason: ReasonOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ghi thay đổi lịch từ tệp; hồ sơ đang chạy dời hạn theo. · Record changes; dockets that run move with them."""
    _apply(_source(file), dry_run, reason, by, home, as_json=as_json)


@app.command("set")
def set_days(
    kind: Annotated[DayKind, typer.Argument(metavar="KIND", help="off, work, hours, rule.")],
    first: Annotated[date, day_argument("Từ ngày. · From.")],
    last: Annotated[date | None, day_option("--to", "Đến hết ngày. · To this day.")] = None,
    endless: Annotated[bool, typer.Option("--open", help="Đến khi có thông báo mới. · Until further notice.")] = False,
    hours: Annotated[str | None, typer.Option("--hours", help="Ví dụ 07:30-11:30. · Such as 07:30-11:30.")] = None,
    weekdays: Annotated[str | None, typer.Option("--weekdays", help="Chỉ những thứ này: T7; CN. · Only those.")] = None,
    agency: Annotated[str | None, typer.Option("--agency", help="Cơ quan và cấp dưới. · It and all below.")] = None,
    level: Annotated[Level | None, typer.Option("--level", help="Cả một cấp. · A whole level.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Văn bản căn cứ. · By which document.")] = None,
    dry_run: DryOption = False,
    reason: ReasonOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ghi một thay đổi lịch không cần tệp. · One change without a file."""
    cells = {
        "first": f"{first:%d/%m/%Y}",
        "last": OPEN_END.write(True) if endless else "" if last is None else f"{last:%d/%m/%Y}",
        "kind": DAY_KINDS.write(kind),
        "sessions": hours or "",
        "weekdays": weekdays or "",
        "level": "" if level is None else LEVELS[level].split(",", maxsplit=1)[0],
        "agency": agency or "",
        "document": document or "",
    }
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.headings[0] for column in CALENDAR.columns)
    writer.writerow(cells[column.name] for column in CALENDAR.columns)
    _apply(Source("thac calendar set", text.getvalue().encode()), dry_run, reason, by, home, as_json=as_json)


def _apply(
    source: Source,
    dry_run: bool,
    reason: str | None,
    by: str | None,
    home: Path | None,
    *,
    as_json: bool,
) -> None:
    if reason is None and not dry_run:
        raise CommandFailedError(
            "calendar-reason",
            "Cần ghi lý do: --reason “…”; lý do được lưu cùng thay đổi.",
            "A correction needs a reason: --reason; it is kept with it.",
        )
    record = Record(by or f"{getpass.getuser()} (thac)", now_at(home), reason)
    with opened_store(settings_of(home)) as store:
        if dry_run:
            with store.read.connect() as connection:
                almanac, tree, edition = _planned(connection, source, record, for_change=False)
                found = [] if edition is None else _foreseen(connection, almanac, tree, edition)
            _tell_foreseen(edition, found, almanac, as_json=as_json)
            return
        with store.write.begin() as connection:
            almanac, tree, edition = _planned(connection, source, record, for_change=True)
            if edition is not None:
                calendars.add(connection, edition)
        _tell_recorded(edition, almanac, as_json=as_json)


def _planned(
    connection: sa.Connection, source: Source, record: Record, *, for_change: bool
) -> tuple[Almanac, AgencyTree, Edition | None]:
    """The almanac, the directory, and the edition that would be next; None where nothing would be new in it."""
    almanac = calendars.load_for_change(connection) if for_change else calendars.load(connection)
    tree = directory.load(connection)
    changes = _read([source], tree, civil_day(record.at))
    edition = calendars.planned(almanac, record, fixed_days(civil_day(record.at)), changes)
    return almanac, tree, None if says_nothing_new(almanac, edition, tree) else edition


def _foreseen(connection: sa.Connection, almanac: Almanac, tree: AgencyTree, edition: Edition) -> list[Foreseen]:
    return list(foreseen(connection, Almanac((*almanac.editions, edition)), tree, edition.at))


def _read(sources: Sequence[Source], tree: AgencyTree, today: date) -> tuple[DayChange, ...]:
    faults, base = Faults(), fixed_days(today)
    changes = read_changes(sources, tree, (base.first, base.last), faults)
    if faults:
        shown = len(faults)
        more = "" if shown == faults.total else f" (liệt kê {shown} lỗi đầu)"
        raise CommandFailedError(
            "calendar_refused",
            f"Tệp lịch có {faults.total} lỗi{more}; chưa ghi gì.",
            f"The file has {faults.total} faults, {shown} are listed; nothing was written.",
            [fault_as_json(fault) for fault in faults],
        )
    return changes


def _source(file: Path) -> Source:
    try:
        return Source(file.name, file.read_bytes())
    except OSError as error:
        raise CommandFailedError(
            "file-missing", f"Không đọc được tệp {file}: {error.strerror}.", f"{file} cannot be read: {error.strerror}."
        ) from error


def _known(tree: AgencyTree, agency: str) -> str:
    try:
        return known(tree, agency).id
    except DirectoryRefusedError as error:
        raise refused(error.refusals) from error


def _tell_recorded(edition: Edition | None, almanac: Almanac, *, as_json: bool) -> None:
    number = almanac.number if edition is None else edition.number
    if as_json:
        changes = () if edition is None else edition.changes
        print_json({"version": number, "changed": edition is not None, "changes": list(map(change_as_json, changes))})
    elif edition is None:
        say("Lịch đã như vậy rồi, không có gì thay đổi.", "it was so already")
    else:
        _list_changes(edition.changes)
        say(f"Đã ghi lịch số {number}.", "recorded; dockets that run hear of it within a minute")


def _tell_foreseen(edition: Edition | None, found: Sequence[Foreseen], almanac: Almanac, *, as_json: bool) -> None:
    counted = Counter(move.what for one in found for move in one.moves)
    if as_json:
        print_json(
            {
                "version": almanac.number if edition is None else edition.number,
                "dry_run": True,
                "changed": edition is not None,
                "dockets": len(found),
                "counts": {what.value: counted[what] for what in What},
                "items": [_foreseen_as_json(one) for one in found if one.moves],
            }
        )
        return
    if edition is None:
        say("Lịch đã như vậy rồi, không có gì thay đổi.", "it was so already")
        return
    _list_changes(edition.changes)
    _list_dockets(found)
    _list_moves(found)
    for what in What:
        say(f"{_WHATS[what]}: {counted[what]}", _WHATS_EN[what])
    say(f"Hồ sơ đang mở được báo lịch mới: {len(found)}", "open dockets that would be told")
    remark("Mới chỉ xem thử, chưa ghi gì.", "a dry run; nothing was written")


def _list_changes(changes: Sequence[DayChange]) -> None:
    rows = [(_range(one), _said(one), _for_whom(one), one.document or "–") for one in changes]
    out().print(
        table("", ("Ngày · Days", "Lịch · What holds", "Phạm vi · For", "Văn bản · Document"), rows, whole=(0,))
    )


def _in_short(one: DayChange) -> str:
    days, said = _range(one).replace("\n", ", "), _said(one).replace("\n", " ")
    return f"{days}: {said} ({_for_whom(one)})"


def _list_dockets(found: Sequence[Foreseen]) -> None:
    """How much moves, by directive and agency."""
    rows = []
    for directive, several in groupby(found, key=lambda one: one.docket.directive):
        for one in several:
            counted = Counter(move.what for move in one.moves)
            if one.moves:
                numbers = [counted[What.DEADLINE], counted[What.STEP] + counted[What.OPENING] + counted[What.ANSWER]]
                rows.append((directive, one.docket.agency, *numbers, counted[What.PASSED]))
    heads = ("Văn bản · Directive", "Cơ quan · Agency", "Hạn dời", "Nhắc dời", "Giữ nguyên · Stay")
    if rows:
        out().print(table("", heads, rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        say(f"{_SHOWN} trên {len(rows)} hồ sơ", "--json lists all of them")


def _list_moves(found: Sequence[Foreseen]) -> None:
    """The first of what moves, one line each."""
    moves = [(one, move) for one in found for move in one.moves]
    rows = [
        (f"{one.docket.directive}\n{one.docket.agency} · {move.key}", _what(move), _from_to(move))
        for one, move in moves[:_SHOWN]
    ]
    if rows:
        out().print(table("", ("Việc · Assignment", "Thay đổi · Change", "Từ → đến · From → to"), rows))
    if len(moves) > _SHOWN:
        say(f"{_SHOWN} trên {len(moves)} thay đổi", "--json lists all of them")


def _what(move: Move) -> str:
    return _WHATS[move.what] if move.step is None else f"{_WHATS[move.what]}\n{move.step}"


def _from_to(move: Move) -> str:
    return f"{moment(move.before) or '–'} → {moment(move.after) or '–'}"


def _range(one: DayChange) -> str:
    if one.last is None:
        return f"từ {day(one.first)}"
    days = day(one.first) if one.first == one.last else f"{day(one.first)}–{day(one.last)}"
    return f"{days}\n{', '.join(map(WEEKDAYS.write, one.weekdays))}" if one.weekdays else days


def _said(one: DayChange) -> str:
    hours = "; ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in one.sessions)
    return f"{DAY_KINDS.write(one.kind)}\n{hours}" if hours else DAY_KINDS.write(one.kind)


def _for_whom(one: DayChange) -> str:
    if one.scope.agency is not None:
        return f"{one.scope.agency} và cấp dưới"
    return "Mọi cơ quan" if one.scope.level is None else LEVELS[one.scope.level]


def _together(days: Sequence[Day]) -> list[list[Day]]:
    """The days in rows: those that follow each other under one change that gives a stretch its hours stand together."""
    rows: list[list[Day]] = []
    for one in days:
        before = rows[-1][-1] if rows else None
        season = one.said is not None and one.said.kind is DayKind.HOURS and one.works and one.name is None
        if before is not None and season and (before.said, before.works, before.name) == (one.said, True, None):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _first_to_last(several: Sequence[Day]) -> str:
    first, last = several[0].day, several[-1].day
    return _weekday(first) if first == last else f"{day(first)}–{day(last)}"


def _weekday(on: date) -> str:
    return f"{WEEKDAYS.write(on.weekday())}, {day(on)}"


def _holds(one: Day) -> str:
    return "Làm việc " + "; ".join("-".join(pair) for pair in one.hours) if one.works else "Nghỉ"


def _why(one: Day) -> str:
    said = () if one.said is None else (one.said.document, _for_whom(one.said))
    return "\n".join(part for part in (one.name, *said) if part) or "–"


def day_as_json(one: Day) -> dict[str, Any]:
    """A day as plain JSON data."""
    said = one.said
    return {
        "day": one.day.isoformat(),
        "works": one.works,
        "hours": [list(pair) for pair in one.hours],
        "name": one.name,
        "said_by": None if said is None else change_as_json(said),
    }


def change_as_json(one: DayChange) -> dict[str, Any]:
    """A change as plain JSON data."""
    return {
        "kind": one.kind.value,
        "first": one.first.isoformat(),
        "last": None if one.last is None else one.last.isoformat(),
        "weekdays": list(one.weekdays),
        "hours": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in one.sessions],
        "level": None if one.scope.level is None else one.scope.level.value,
        "agency": one.scope.agency,
        "document": one.document,
    }


def _edition_as_json(one: Edition) -> dict[str, Any]:
    return {
        "version": one.number,
        "at": one.at.isoformat(),
        "by": one.by,
        "reason": one.reason,
        "rebased": one.rebased,
        "changes": list(map(change_as_json, one.changes)),
    }


def _foreseen_as_json(one: Foreseen) -> dict[str, Any]:
    moves = [
        {
            "what": move.what.value,
            "assignment": move.key,
            "step": move.step,
            "from": None if move.before is None else move.before.isoformat(),
            "to": None if move.after is None else move.after.isoformat(),
        }
        for move in one.moves
    ]
    return {"directive": one.docket.directive, "agency": one.docket.agency, "docket": one.docket.docket, "moves": moves}
