"""`thac rebuild`, `thac backup`, `thac restore`: the read model made anew, both databases copied and brought back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from thac.cli.console import JsonOption, err, out, print_json, progress, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, opened_store, settings_of
from thac.cli.words import moment
from thac.clock import installed_clock
from thac.settings import Settings
from thac.store import rebuild as rebuilding
from thac.store.engine import store_url
from thac.store.read_model import Difference

_PANEL = "Giữ gìn dữ liệu · Keeping the data"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("rebuild", rich_help_panel=_PANEL)(rebuild)
    app.command("backup", rich_help_panel=_PANEL)(backup)
    app.command("restore", rich_help_panel=_PANEL)(restore)


def rebuild(
    check: Annotated[
        bool, typer.Option("--check", help="Chỉ so sánh; mã thoát 1 nếu khác. · Compare only; exit code 1.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Dựng lại các bảng tra cứu từ sổ lưu, kể cả khi đang chạy. · Make the read model anew from the ledger."""
    settings = settings_of(home)
    if check:
        _check(settings, as_json=as_json)
        return
    with opened_store(settings) as store, progress() as shown:
        bar = shown.add_task("Dựng lại · Rebuilding", total=None)
        result = rebuilding.rebuild(store.write, lambda done, total: shown.update(bar, completed=done, total=total))
    if as_json:
        print_json(asdict(result))
        return
    say(
        f"Đã dựng lại {result.dockets} hồ sơ, {result.assignments} việc trong {result.seconds:.1f} giây.",
        f"writers waited {result.seconds_locked:.2f} s",
    )


def _check(settings: Settings, *, as_json: bool) -> None:
    with opened_store(settings) as store, err().status("Đang so sánh … · Comparing …"):
        found = rebuilding.compare(store.read)
    if as_json:
        print_json({"equal": not found, "differences": [asdict(one) for one in found]})
    elif found:
        columns = ("Bảng · Table", "Dòng · Row", "Cột · Column", "Đang ghi · Found", "Theo sổ lưu · Expected")
        out().print(table("Bảng tra cứu khác sổ lưu · It differs", columns, [_cells(one) for one in found]))
    else:
        say("Bảng tra cứu đúng với sổ lưu.", "The read model equals the ledger.")
    if found:
        raise typer.Exit(1)


def _cells(one: Difference) -> tuple[object, ...]:
    return one.table, one.row, one.column, one.found, one.expected


def backup(
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="Thư mục chưa có. · A new folder.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sao lưu cả hai cơ sở dữ liệu trong khi hệ thống vẫn chạy. · Copy both databases while everything runs."""
    from thac.store import backup as copies  # noqa: PLC0415 - it needs Alembic, which is slow to import

    settings = settings_of(home)
    _refuse_elsewhere(settings)
    _refuse_drill(settings)
    with opened_store(settings), err().status("Đang sao lưu … · Copying …"):
        manifest = copies.backup(settings, destination.absolute())
    if as_json:
        print_json({"destination": str(destination.absolute()), **asdict(manifest)})
        return
    size = sum(copied.bytes for copied in manifest.files) / 1e6
    say(
        f"Đã sao lưu {manifest.dockets} hồ sơ, {manifest.events} sự kiện ({size:.1f} MB) vào {destination.absolute()}.",
        f"made {moment(manifest.made_at)}",
    )
    say(f"Dấu của bản sao, nên ghi ở nơi khác: {manifest.heads}", "its seal; keep it in another place")


def restore(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="Thư mục sao lưu. · The backup's folder.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Phục hồi một bản sao lưu vào thư mục dữ liệu còn trống. · Bring a backup back into an empty data folder."""
    from thac.store import backup as copies  # noqa: PLC0415 - as above

    settings = settings_of(home)
    _refuse_elsewhere(settings)
    address = settings.store_url if _in_postgresql(settings) else None
    with err().status("Đang phục hồi … · Restoring …"):
        manifest = copies.restore(source.absolute(), settings.home, address)
    if as_json:
        print_json({"home": str(settings.home), **asdict(manifest)})
        return
    say(
        f"Đã phục hồi {manifest.dockets} hồ sơ, {manifest.events} sự kiện vào {settings.home}.",
        f"as of {moment(manifest.made_at)}; `thac up` goes on from there, `thac audit` checks it",
    )


def _refuse_drill(settings: Settings) -> None:
    """A copy would come back into a folder whose time is not scaled, where nothing in it makes sense."""
    if installed_clock(settings).scaled is not None:
        raise CommandFailedError(
            "drill-not-kept",
            "Đây là thư mục diễn tập, không sao lưu được; cần giữ thì chép cả thư mục.",
            "This is a drill's data folder and is not backed up; to keep it, copy the whole folder.",
        )


def _refuse_elsewhere(settings: Settings) -> None:
    """Two databases are copied in their order only where both are this installation's own."""
    if not _in_postgresql(settings) and settings.store_address != f"sqlite:///{settings.store_file}":
        raise CommandFailedError(
            "store-elsewhere",
            "Kho dữ liệu nằm ngoài thư mục dữ liệu (THAC_STORE_URL); hãy sao lưu bằng công cụ của cơ sở dữ liệu đó.",
            "The store lies outside the data folder (THAC_STORE_URL); back it up with the means of its database.",
        )
    if settings.temporal_address is not None:
        raise CommandFailedError(
            "temporal-elsewhere",
            "Temporal chạy ở máy chủ riêng (THAC_TEMPORAL_ADDRESS); hãy sao lưu cơ sở dữ liệu của Temporal trước, "
            "rồi sao lưu kho dữ liệu sau.",
            "Temporal runs on a server of its own (THAC_TEMPORAL_ADDRESS): back its databases up first with their own "
            "means, and the store after them.",
        )


def _in_postgresql(settings: Settings) -> bool:
    return store_url(settings.store_address).get_backend_name() == "postgresql"
