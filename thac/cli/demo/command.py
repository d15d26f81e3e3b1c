"""`thac demo`: everything brought up, two directives launched, and then a person's turn or the scripted afternoon."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from thac.cli.console import JsonOption, err, out, print_json, say
from thac.cli.demo import display
from thac.cli.demo.stage import FOLDER, PROVINCE, Stage, demo_settings, set_stage
from thac.cli.drafts import title_of as draft_title
from thac.cli.filling import show_filling
from thac.cli.home import HomeOption
from thac.cli.launching import title_of
from thac.cli.office import Office, read_json
from thac.cli.processes import logged_to_file, prepare_alone
from thac.domain.agencies import Role
from thac.embedded import Embedded, interrupted_by_signals

ExitOption = Annotated[
    bool, typer.Option("--exit", help="Chạy một buổi chiều theo kịch bản rồi dừng. · Play an afternoon, then end.")
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo", rich_help_panel="Bắt đầu · Start here")(demo)


def demo(exit_: ExitOption = False, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Chạy thử tỉnh Thái Nguyên với đủ các xã, phường. · Try it: a province with its real communes.

    Dữ liệu nằm ở ./thac-data, lần sau chạy tiếp; với --exit là thư mục tạm, xong thì xóa.
    """
    began = time.monotonic()
    with interrupted_by_signals():
        if not exit_:
            with suppress(KeyboardInterrupt):
                _stay(home or FOLDER, as_json=as_json)
            say("Đã dừng. Chạy lại `thac demo` thì tiếp tục dữ liệu này.", "Ended; the data stay.")
        elif not _play(home, began, as_json=as_json):
            raise typer.Exit(1)


def _stay(home: Path, *, as_json: bool) -> None:
    with _running(home) as (stage, running):
        launched = _launch(stage, running, aside=as_json)
        if as_json:
            print_json(display.place_json(stage, running.api_url, launched))
        else:
            display.show_place(stage, running.api_url)
        running.wait()


def _play(home: Path | None, began: float, *, as_json: bool) -> bool:
    from thac.cli.demo.play import play  # noqa: PLC0415 - the Temporal client is needed here only

    with _folder(home) as folder, _running(folder) as (stage, running):
        _launch(stage, running, aside=True)
        result, good = asyncio.run(play(running, began))
        if as_json:
            print_json(result)
        else:
            display.show_outcome(out(), result)
        return good


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    """The folder given, or a fresh one that is removed unless something goes wrong in it."""
    if home is not None:
        yield home
        return
    fresh = Path(tempfile.mkdtemp(prefix="thac-demo-"))
    try:
        yield fresh
    except Exception:  # whatever it was goes on up; the folder is kept so that it can be looked into
        err().print(f"Dữ liệu và nhật ký để lại tại {fresh} · data and logs are kept", soft_wrap=True)
        raise
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _running(home: Path) -> Iterator[tuple[Stage, Embedded]]:
    """The demo's installation, up and ready; it ends with the block."""
    settings = demo_settings(home)
    err().print("Đang chuẩn bị và khởi động … · Starting …", soft_wrap=True)
    prepare_alone(settings)
    stage = set_stage(settings)
    with logged_to_file(settings), Embedded(settings) as running:
        running.ready()
        yield stage, running


def _launch(stage: Stage, running: Embedded, *, aside: bool) -> list[str]:
    """Launch both directives through the API, each by the office that issues it, and show the trees filling."""
    body = read_json(stage.conclusion)
    with Office(running.api_url, stage.token("TW", Role.OFFICE)) as office:
        first = office.post("launches", body)
        show_filling(office, first["directive"], title_of(body), aside=aside)
    with Office(running.api_url, stage.token(PROVINCE, Role.OFFICE)) as office:
        title, second = _launch_letter(office, stage)
        show_filling(office, second["directive"], title, aside=aside)
    return [str(first["directive"]), str(second["directive"])]


def _launch_letter(office: Office, stage: Stage) -> tuple[str, dict[str, Any]]:
    """Have the province's letter read, add what its clerk adds, and launch the draft; again it is the same draft."""
    draft = office.upload("drafts", stage.letter.read_bytes(), stage.letter.name)
    said = {"version": draft["version"], **read_json(stage.corrections)}
    draft = office.put(f"drafts/{draft['id']}", said)
    launched: dict[str, Any] = office.post(f"drafts/{draft['id']}/launch", {"version": draft["version"]})
    return draft_title(draft["header"]), launched
