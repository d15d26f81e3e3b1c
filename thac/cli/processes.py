"""`thac up`, `thac prepare` and the single processes `thac worker` and `thac api`: what runs an installation."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from thac.cli.console import JsonOption, out, print_json, remark, say
from thac.cli.home import FIRST_LOGIN, HomeOption, Prepared, opened_store, prepare, settings_of
from thac.embedded import DataFolderLock, Embedded, free_port, interrupted_by_signals
from thac.observability import configure_logging
from thac.settings import Settings
from thac.temporal import TemporalAddressMissingError

_PANEL = "Chạy hệ thống · Running it"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("up", rich_help_panel=_PANEL)(up)
    app.command("prepare", rich_help_panel=_PANEL)(prepare_store)
    app.command("worker", rich_help_panel=_PANEL)(worker)
    app.command("api", rich_help_panel=_PANEL)(api)


def up(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Chạy cả hệ thống trên máy này đến khi bấm Ctrl-C. · Run everything on this machine until Ctrl-C."""
    settings = settings_of(home)
    with interrupted_by_signals(), suppress(KeyboardInterrupt):
        prepared = prepare_alone(settings)
        if not as_json:
            tell_prepared(settings, prepared)
        with logged_to_file(settings), Embedded(settings) as running:
            if as_json:
                running.ready()
                print_json(_where(running))
            else:
                with out().status("Đang khởi động Temporal, worker và API … · Starting …"):
                    running.ready()
                _tell_running(running)
            running.wait()
    if not as_json:
        say("Đã dừng theo thứ tự; dữ liệu còn nguyên.", "Ended in order.")


def prepare_store(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Chuẩn bị kho dữ liệu: bảng, danh bạ, quản trị viên đầu tiên. · Prepare the store, as `thac up` does by itself."""
    settings = settings_of(home)
    prepared = prepare(settings)
    if as_json:
        print_json(
            {
                "home": str(settings.home),
                "revision": prepared.revision,
                "agencies": prepared.agencies,
                "installed": prepared.installed,
                "token_file": None if prepared.token_file is None else str(prepared.token_file),
                "password_file": None if prepared.password_file is None else str(prepared.password_file),
            }
        )
        return
    tell_prepared(settings, prepared)
    say(f"Kho dữ liệu sẵn sàng (phiên bản {prepared.revision}).", f"The store is ready ({prepared.agencies} agencies).")


def worker(home: HomeOption = None) -> None:
    """Chạy một tiến trình xử lý (worker). · Run one worker process."""
    from thac.worker import run_worker  # noqa: PLC0415 - only this process needs the workflows

    settings = settings_of(home)
    _require(settings)
    asyncio.run(_until_told(run_worker(settings)))


def api(
    home: HomeOption = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe. · Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Cổng; 0: cổng trống. · 0: a free one.")] = None,
) -> None:
    """Chạy một tiến trình API. · Run one API process."""
    from thac.cli.serving import serve  # noqa: PLC0415 - only this process needs the web framework

    settings = settings_of(home)
    _require(settings)
    host = settings.api_host if host is None else host
    port = settings.api_port if port is None else port
    serve(settings, host, port or free_port(host))


def _require(settings: Settings) -> None:
    """Turn a single process away before it starts where it could do nothing.

    Raises
    ------
    CommandFailedError
        The store is not prepared.
    TemporalAddressMissingError
        No Temporal server is named.
    """
    with opened_store(settings):
        pass
    if settings.temporal_address is None:
        raise TemporalAddressMissingError(
            "no Temporal server is named: start this process with `thac up`, or set THAC_TEMPORAL_ADDRESS to host:port"
        )


async def _until_told(work: Awaitable[None]) -> None:
    """Do the work until it ends or the process is told to stop; either way in order."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def prepare_alone(settings: Settings) -> Prepared:
    """Prepare the store while nobody else works on the data folder.

    Raises
    ------
    DataFolderInUseError
        Somebody does; nothing was touched.
    """
    with DataFolderLock(settings.lock_file):
        return prepare(settings)


@contextmanager
def logged_to_file(settings: Settings) -> Iterator[None]:
    """Let the supervisor's own lines of JSON go to a file beside those of its processes."""
    settings.logs_folder.mkdir(parents=True, exist_ok=True)
    with (settings.logs_folder / "up.log").open("a", encoding="utf-8") as stream:
        configure_logging("up", settings.log_level, stream)
        yield


def tell_prepared(settings: Settings, prepared: Prepared) -> None:
    """Say what was made new, and what is not as the settings would have it."""
    if prepared.installed:
        say(
            f"Đã lập danh bạ {prepared.agencies} cơ quan trong {settings.home}.",
            f"The directory of {prepared.agencies} agencies was installed.",
        )
    if prepared.token_file is not None:
        say(
            f"Mã truy cập của quản trị viên đầu tiên nằm trong tệp {prepared.token_file}; hãy cất giữ kỹ.",
            "The first administrator's token; keep it safe.",
        )
    if prepared.password_file is not None:
        say(
            f"Đăng nhập trang web lần đầu: tên “{FIRST_LOGIN}”, mật khẩu trong tệp {prepared.password_file}; đăng nhập "
            "xong sẽ phải đổi mật khẩu.",
            f"To sign in on the pages: login {FIRST_LOGIN}, password in that file, to be changed at once.",
        )
    wanted = settings.provinces
    if wanted is not None and tuple(sorted(wanted)) != prepared.provinces:
        remark(
            f"Lưu ý: danh bạ trong kho là của {', '.join(prepared.provinces)}, cấu hình ghi {settings.scope}.",
            "The store keeps the directory it was made with; THAC_SCOPE holds for a new store only.",
        )


def _tell_running(running: Embedded) -> None:
    say(f"Thác đang chạy. Mở trình duyệt tại {running.api_url}", "open it in a browser and sign in")
    say(f"Giao diện cho chương trình: {running.api_url}/docs", "description of the API")
    say(f"Dữ liệu: {running.settings.home}   Nhật ký: {running.settings.logs_folder}", "data, logs")
    say("Bấm Ctrl-C để dừng.", "Ctrl-C ends it.")


def _where(running: Embedded) -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "home": str(running.settings.home),
        "api": running.api_url,
        "pages": f"{running.api_url}/",
        "temporal": running.temporal_address,
        "processes": running.processes,
    }
