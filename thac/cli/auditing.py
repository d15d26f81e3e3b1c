"""`thac audit`: whether the ledgers are whole, the rules were kept, and each alert that was due exists once.

With `--export` it writes a bundle for others, and with `--verify` it verifies one offline.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from thac.auditing.bundle_format import Selection
from thac.auditing.secrets import EVERY_CHECK
from thac.cli import bundles
from thac.cli.console import JsonOption, err, print_json, progress, remark, say
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, opened_store, settings_of
from thac.clock import installed_clock
from thac.domain.findings import AuditReport
from thac.embedded import RunFile
from thac.settings import Settings
from thac.store.auditing import STANDARD, audit
from thac.store.backup import STORE, heads
from thac.store.engine import Engines

_SHOWN: Final = 10
"""Remarks printed one by one; beyond them their number."""


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("audit", rich_help_panel="Giữ gìn dữ liệu · Keeping the data")(audit_store)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What Temporal said: the heads of running dockets (None: it was not asked), and what has to be remarked."""

    heads: dict[str, int] | None = None
    gone: tuple[str, ...] = ()
    """Dockets that the store knows to be open and that do not run: nobody watches their deadlines."""
    remarks: tuple[tuple[str, str], ...] = ()


def audit_store(
    tolerance: Annotated[
        float | None,
        typer.Option(
            "--tolerance", min=0, max=86_400, metavar="SECONDS", help="Nhắc trễ bao lâu thì coi là trễ. · When late."
        ),
    ] = None,
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchors",
            metavar="FILE",
            help="Bản sao lưu (thư mục hoặc tệp thac.db) để đối chiếu. · A backup to hold the ledgers against.",
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE.zip",
            help="Xuất gói kiểm tra, kiểm tra được ngoại tuyến. · Write a bundle that verifies offline.",
        ),
    ] = None,
    directive: Annotated[
        str | None,
        typer.Option("--directive", metavar="ID", help="Chỉ xuất văn bản này. · Only this directive, with its plans."),
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option("--agency", metavar="ID", help="Chỉ xuất cơ quan này, bên dưới. · Only it and those below."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Chỉ hồ sơ có diễn biến từ ngày này. · What went on since."),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="FILE.zip", help="Kiểm tra một gói, không cần kho dữ liệu. · Verify offline."),
    ] = None,
    seal: Annotated[
        str | None,
        typer.Option("--seal", metavar="SHA256", help="Dấu niêm phong đã ghi lại lúc xuất. · As noted at the export."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Kiểm tra sổ lưu, quy tắc và nhắc việc; mã thoát 1 nếu có vấn đề. · Check ledgers, rules and alerts."""
    if verify is not None:
        bundles.verify_bundle(verify, seal, as_json=as_json)
        return
    settings = settings_of(home)
    clock = installed_clock(settings)
    if export is not None:
        day = None if since is None else _day(since)
        bundles.export_bundle(settings, export, Selection(directive, agency, day), as_json=as_json)
        return
    known = None if anchors is None else _heads_of(anchors)
    tolerances = STANDARD if tolerance is None else replace(STANDARD, fire=timedelta(seconds=tolerance))
    with opened_store(settings) as store:
        asked = _ask(settings, store)
        with err().status("Đang kiểm tra … · Auditing …"):
            report = audit(
                store.read,
                clock.now(),
                asked.heads,
                anchors=known,
                tolerances=tolerances.shown(clock.stretched),
                checks=EVERY_CHECK,
            )
    if as_json:
        running = None if asked.heads is None else len(asked.heads)
        more = {"running": running, "not_running": asked.gone, "remarks": asked.remarks}
        print_json(report.as_json() | more | {"anchors": None if known is None else len(known)})
    else:
        _print_remarks(asked.remarks)
        _print_report(report, asked.heads, known)
    if not report.clean or asked.gone:
        raise typer.Exit(1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailedError(
            "bad-day",
            f"“{text}” không phải một ngày; viết theo dạng 2026-11-20.",
            f"“{text}” is no day; write it as 2026-11-20.",
        ) from error


def _heads_of(anchors: Path) -> dict[str, tuple[int, str]]:
    """The heads that a backup knows; it is the backup's folder, or the file of the store in it."""
    folder = anchors.parent if anchors.name == STORE else anchors
    try:
        return heads(folder)
    except sqlite3.Error as error:
        raise CommandFailedError(
            "no-anchors",
            f"{anchors} không phải là bản sao lưu đọc được: cần thư mục do `thac backup` tạo ra.",
            f"{anchors} is no backup that can be read ({error}); name a folder that `thac backup` made.",
        ) from error


def _print_remarks(remarks: Sequence[tuple[str, str]]) -> None:
    for vietnamese, english in remarks[:_SHOWN]:
        remark(vietnamese, english)
    if len(remarks) > _SHOWN:
        remark(f"… {_SHOWN} trên {len(remarks)} điều cần lưu ý; --json ghi đủ", "all of them with --json")


def _ask(settings: Settings, store: Engines) -> _Asked:
    running = RunFile.read(settings.run_file)
    address = settings.temporal_address or (None if running is None else running.temporal)
    if address is not None:
        return _ask_at(address, settings, store)
    vietnamese = "Hệ thống không chạy trên thư mục này, nên không so được với các hồ sơ đang chạy."
    return _Asked(remarks=((vietnamese, "Nothing runs here; the ledgers are not compared with running dockets."),))


def _ask_at(address: str, settings: Settings, store: Engines) -> _Asked:
    from thac.cli.standings import Standings, ask, open_dockets  # noqa: PLC0415 - only where something runs
    from thac.temporal import connect  # noqa: PLC0415 - the same

    dockets = open_dockets(store)

    async def asked() -> Standings:
        client = await connect(address, settings.temporal_namespace)
        with progress() as shown:
            bar = shown.add_task("Hỏi các hồ sơ đang chạy · Asking dockets", total=len(dockets))
            return await ask(client, dockets, lambda: shown.advance(bar))

    try:
        standings = asyncio.run(asked())
    except RuntimeError as error:
        vietnamese = "Temporal không trả lời, nên không so được với các hồ sơ đang chạy."
        return _Asked(remarks=((vietnamese, f"No answer: {error}"),))
    gone = tuple(sorted(set(standings.gone).intersection(open_dockets(store))))  # one may have closed meanwhile
    remarks = [(f"Hồ sơ {one} đang mở nhưng không chạy.", "This docket is open and does not run.") for one in gone]
    remarks += [(f"Hồ sơ {one} không trả lời.", why) for one, why in sorted(standings.silent.items())]
    return _Asked(standings.heads, gone, tuple(remarks))


def _print_report(
    report: AuditReport, running: dict[str, int] | None, known: dict[str, tuple[int, str]] | None
) -> None:
    compared = "" if running is None else f", so với {len(running)} hồ sơ đang chạy"
    compared += "" if known is None else f", {len(known)} hồ sơ trong bản sao lưu"
    say(
        f"Đã xem {report.dockets} hồ sơ, {report.events} sự kiện, {report.alerts} lượt nhắc việc{compared}.",
        "dockets, events, alerts",
    )
    bundles.print_findings(report)
