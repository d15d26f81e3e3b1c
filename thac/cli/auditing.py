"""`thac audit`: whether the ledgers are whole, the rules were kept, and each alert that was due exists once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import typer

from thac.cli.console import err, out, print_json, progress, remark, say, table
from thac.cli.home import HomeOption, JsonOption, opened_store, settings_of
from thac.cli.words import CLASSES
from thac.domain.findings import AuditReport, Class
from thac.embedded import RunFile
from thac.settings import Settings
from thac.store.auditing import audit
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


def audit_store(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Kiểm tra sổ lưu, quy tắc và nhắc việc; mã thoát 1 nếu có vấn đề. · Check ledgers, rules and alerts."""
    settings = settings_of(home)
    with opened_store(settings) as store:
        asked = _ask(settings, store)
        with err().status("Đang kiểm tra … · Auditing …"):
            report = audit(store.read, datetime.now(UTC), asked.heads)
    if as_json:
        running = None if asked.heads is None else len(asked.heads)
        print_json(report.as_json() | {"running": running, "not_running": asked.gone, "remarks": asked.remarks})
    else:
        _print_remarks(asked.remarks)
        _print_report(report, asked.heads)
    if not report.clean or asked.gone:
        raise typer.Exit(1)


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


def _print_report(report: AuditReport, heads: dict[str, int] | None) -> None:
    compared = "" if heads is None else f", so với {len(heads)} hồ sơ đang chạy"
    say(
        f"Đã xem {report.dockets} hồ sơ, {report.events} sự kiện, {report.alerts} lượt nhắc việc{compared}.",
        "dockets, events, alerts",
    )
    if report.clean:
        say("Không thấy vấn đề nào.", "Clean.")
        return
    counts = [(CLASSES[kind], kind.value, report.count(kind)) for kind in Class if report.count(kind)]
    out().print(table("Có vấn đề · Not clean", ("Loại", "Class", "Số lượng"), counts, numbers=(2,)))
    rows = [(one.code, one.docket, one.seq, f"{one.message}\n{one.english}") for one in report]
    out().print(table("", ("Mã · Code", "Hồ sơ · Docket", "Sự kiện", "Vấn đề · What"), rows))
