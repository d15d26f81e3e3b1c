"""`thac audit --export` and `--verify`: a bundle for auditors, and what came of one."""

from pathlib import Path

import typer

from thac.auditing.bundle_format import BundleError, Selection
from thac.cli.console import err, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import opened_store
from thac.cli.words import CLASSES
from thac.clock import installed_clock
from thac.domain.findings import AuditReport, Class
from thac.settings import Settings


def export_bundle(settings: Settings, file: Path, selection: Selection, *, as_json: bool) -> None:
    """Write a bundle, and say its seal.

    Raises
    ------
    CommandFailedError
        It could not be written, or nothing was selected.
    """
    from thac.auditing.exporting import export  # noqa: PLC0415 - needed for this only

    with opened_store(settings) as store:
        try:
            with err().status("Đang xuất … · Exporting …"):
                exported = export(store.read, file, selection, installed_clock(settings).now())
        except BundleError as error:
            raise _failed(error) from error
        except OSError as error:
            raise CommandFailedError(
                "bundle-not-written", f"Không ghi được tệp {file}.", f"{file} cannot be written: {error}"
            ) from error
    manifest = exported.manifest
    if as_json:
        sizes = {"dockets": manifest.dockets, "events": manifest.events, "alerts": manifest.alerts}
        print_json({"file": str(file), "seal": exported.seal, "made_at": manifest.made_at.isoformat()} | sizes)
        return
    say(
        f"Đã xuất {manifest.dockets} hồ sơ, {manifest.events} sự kiện, {manifest.alerts} lượt nhắc việc vào {file}.",
        "dockets, events, alerts",
    )
    say(f"Dấu niêm phong: {exported.seal}", "the seal")
    say(
        f"Hãy ghi dấu này ở nơi khác; kiểm tra bằng: thac audit --verify {file} --seal {exported.seal}",
        "Write the seal down elsewhere.",
    )


def verify_bundle(file: Path, seal: str | None, *, as_json: bool) -> None:
    """Verify a bundle offline, and end with exit code 1 if anything is wrong.

    Raises
    ------
    CommandFailedError
        It is no bundle that can be read.
    """
    from thac.auditing.verifying import verify  # noqa: PLC0415 - needed for this only

    try:
        with err().status("Đang kiểm tra gói … · Verifying …"):
            verified = verify(file, seal)
    except BundleError as error:
        raise _failed(error) from error
    report, manifest = verified.report, verified.manifest
    if as_json:
        complete = manifest.selection.everything
        more = {"seal": verified.seal, "made_at": manifest.made_at.isoformat(), "complete": complete}
        print_json(report.as_json() | more)
    else:
        say(
            f"Gói xuất lúc {manifest.made_at.isoformat(sep=' ', timespec='seconds')}: {report.dockets} hồ sơ, "
            f"{report.events} sự kiện, {report.alerts} lượt nhắc việc. Dấu niêm phong: {verified.seal}",
            "as exported then",
        )
        if seal is None:
            say(
                "Chưa đối chiếu với dấu niêm phong ghi lúc xuất (--seal); người sửa cả gói có thể tính lại mọi tổng.",
                "Without the seal noted at the export, a bundle that was replaced as a whole is not known.",
            )
        print_findings(report)
    if not report.clean:
        raise typer.Exit(1)


def print_findings(report: AuditReport) -> None:
    """What was found, counted and one by one."""
    if report.clean:
        say("Không thấy vấn đề nào.", "Clean.")
        return
    counts = [(CLASSES[kind], kind.value, report.count(kind)) for kind in Class if report.count(kind)]
    out().print(table("Có vấn đề · Not clean", ("Loại", "Class", "Số lượng"), counts, numbers=(2,)))
    rows = [(one.code, one.docket, one.seq, f"{one.message}\n{one.english}") for one in report]
    out().print(table("", ("Mã · Code", "Hồ sơ · Docket", "Sự kiện", "Vấn đề · What"), rows))


def _failed(error: BundleError) -> CommandFailedError:
    return CommandFailedError(error.code, error.vietnamese, error.english)
