"""`thac ladder`: which steps remind whom and when, and how an installation gets a ladder of its own."""

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.words import moment
from thac.domain.codec import dump
from thac.domain.courses import BUILT_IN, FIRST_OWN, LADDERS, TEXT
from thac.domain.directives import Urgency
from thac.domain.ladder_faults import LadderRefusedError
from thac.domain.ladder_reading import read_ladder
from thac.domain.ladder_words import COLOURS, counted_for, when, whom
from thac.domain.plans import CURRENT_LADDER
from thac.domain.rungs import Ladder, Step, Track
from thac.store import ladders
from thac.store.ladders import Published

app = typer.Typer(
    help="Thang nhắc việc: nhắc ai, lúc nào; thang riêng của nơi cài đặt. · Ladders: who is reminded when.",
    no_args_is_help=True,
)
_COLUMNS: Final = ("Nấc · Step", "Khi nào · When", "Nhắc ai · Whom", "Màu · Colour")
_STYLES: Final = {"red": "bold red", "yellow": "yellow", "blue": "blue"}

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Tệp TOML của thang. · The file, TOML.")
]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="ladder", rich_help_panel="Nhắc việc · Reminders")


@app.command("list")
def list_ladders(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Các thang đã có; hồ sơ mở từ nay dùng thang đánh dấu. · The ladders; dockets opened now take the marked one."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        own = ladders.journal(connection)
        present = ladders.current(connection).version
    if as_json:
        print_json({"current": present, "items": [*map(_as_json, own), *({"version": one} for one in _built_in())]})
        return
    rows = [(_marked(one.version, present), moment(one.at), one.by, one.reason) for one in own]
    with_program = "đi cùng chương trình · comes with the program"
    rows += [(_marked(one, present), None, "thac", with_program) for one in _built_in()]
    columns = ("Thang · Ladder", "Công bố lúc · Published", "Bởi · By", "Lý do · Why")
    out().print(table("", columns, rows, whole=(0,)))
    say(f"Hồ sơ mở từ nay dùng thang {present}.", f"dockets opened now keep ladder {present} for life")


@app.command("show")
def show(
    version: Annotated[int | None, typer.Argument(metavar="VERSION", help="Số của thang. · Its number.")] = None,
    urgency: Annotated[Urgency | None, typer.Option("--urgency", help="Chỉ một độ khẩn. · One urgency only.")] = None,
    source: Annotated[
        bool, typer.Option("--toml", help="In tệp TOML để sao chép, sửa. · The file, to copy and change.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Một thang, từng dãy nấc một; không ghi số là thang đang dùng. · A ladder, track by track; the present one."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        number = ladders.current(connection).version if version is None else version
        own = {one.version: one for one in ladders.journal(connection)}
        if number not in {*own, *_built_in()}:
            raise CommandFailedError(
                "no-such-ladder",
                f"Không có thang {number}; `thac ladder list` liệt kê các thang.",
                f"There is no ladder {number}; `thac ladder list` names those there are.",
            )
        ladder = ladders.load_own(connection, number) if number in own else BUILT_IN.get(number)
    if source:
        _print_source(number, own.get(number))
    elif as_json:
        steps = {"steps": [dump(Step, one) for one in LADDERS.get(number, ())]}
        print_json({"version": number, **(steps if ladder is None else _tracks(ladder))})
    elif ladder is None:
        out().print(table(f"Thang {number} · Ladder {number}", _COLUMNS, map(_row, LADDERS[number]), whole=(0,)))
    else:
        _print_tracks(track for track in ladder.tracks if urgency is None or urgency in track.urgency)


@app.command("check")
def check(file: FileArgument, as_json: JsonOption = False) -> None:
    """Kiểm tra một tệp thang, không ghi gì. · Check a ladder's file; nothing is written."""
    ladder = _read(file)
    steps = sum(len(track.steps) for track in ladder.tracks)
    if as_json:
        print_json({"right": True, **_tracks(ladder)})
    else:
        tracks = len(ladder.tracks)
        say(f"Thang hợp lệ: {tracks} dãy, {steps} nấc.", f"it is right: {tracks} tracks, {steps} steps")


@app.command("publish")
def publish(
    file: FileArgument,
    reason: Annotated[str, typer.Option("--reason", help="Lý do, căn cứ. · Why, and by which document.")],
    by: Annotated[str | None, typer.Option("--by", help="Người công bố; mặc định là tài khoản máy. · By whom.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Công bố thang riêng; hồ sơ mở sau đó dùng thang này. · Publish a ladder; dockets opened later take it."""
    if not reason.strip():
        raise typer.BadParameter("cần ghi lý do · a reason is needed", param_hint="--reason")
    ladder = _read(file)
    now = now_at(home)
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        text = file.read_text("utf-8")
        made, added = ladders.publish(connection, text, by or f"{getpass.getuser()} (thac)", now, reason.strip())
    if as_json:
        print_json({**_as_json(made), "added": added, "tracks": len(ladder.tracks)})
    elif added:
        say(
            f"Đã công bố thang {made.version}; hồ sơ mở từ nay dùng thang này, hồ sơ đang chạy giữ thang cũ.",
            f"published as {made.version}; dockets that run keep the ladder they were opened with",
        )
    else:
        say(f"Thang {made.version} đã như vậy rồi, không công bố lại.", "it is so already; nothing was written")


def _read(file: Path) -> Ladder:
    try:
        return read_ladder(file.read_text("utf-8"), FIRST_OWN)
    except UnicodeDecodeError as error:
        raise CommandFailedError(
            "ladder_refused", f"Tệp {file.name} không phải văn bản UTF-8.", f"{file.name} is no UTF-8 text."
        ) from error
    except LadderRefusedError as error:
        raise _refused(error) from error


def _refused(error: LadderRefusedError) -> CommandFailedError:
    details = [
        {"code": one.code.value, "detail": one.message, "detail_en": one.english, "pointer": one.place}
        for one in error.faults
    ]
    number = len(details)
    return CommandFailedError(
        "ladder_refused",
        f"Thang có {number} lỗi; chưa ghi gì.",
        f"The ladder has {number} fault{'' if number == 1 else 's'}; nothing was written.",
        details,
    )


def _built_in() -> tuple[int, ...]:
    return tuple(sorted({*LADDERS, *BUILT_IN}, reverse=True))


def _marked(version: int, present: int) -> str:
    return f"{version} ◀" if version == present else str(version)


def _as_json(one: Published) -> dict[str, Any]:
    return {"version": one.version, "at": one.at, "by": one.by, "reason": one.reason, "digest": one.digest}


def _tracks(ladder: Ladder) -> dict[str, Any]:
    data: dict[str, Any] = dump(Ladder, ladder)
    return {"tracks": data["tracks"]}


def _print_source(number: int, own: Published | None) -> None:
    if own is None and number != CURRENT_LADDER:
        raise CommandFailedError(
            "no-file",
            f"Thang {number} có trước khi thang là tệp; hãy sao chép thang {CURRENT_LADDER}.",
            f"Ladder {number} is older than ladders that are files; copy ladder {CURRENT_LADDER} instead.",
        )
    typer.echo(TEXT if own is None else own.source, nl=False)


def _print_tracks(tracks: Iterable[Track]) -> None:
    for track in tracks:
        vietnamese, english = counted_for(track)
        title = f"{track.name} ({vietnamese} · {english})"
        out().print(table(title, _COLUMNS, map(_row, track.steps), whole=(0,)))


def _row(step: Step) -> tuple[object, ...]:
    colour = Text(COLOURS[step.colour][0], _STYLES[step.colour.value])
    return step.code, _lines(when(step)), _lines(whom(step)), colour


def _lines(words: tuple[str, str]) -> Text:
    return Text.assemble(words[0], ("\n" + words[1], "dim"))
