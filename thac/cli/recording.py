"""How a change of the directory is recorded from the command line: by whom, from when, why; how refusals are told."""

import getpass
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from thac.cli.console import print_json, say
from thac.cli.errors import CommandFailedError
from thac.cli.home import now_at, opened_store, settings_of
from thac.directory.importing.faults import Fault, Faults
from thac.domain.agencies import Agency, AgencyId, AgencyTree
from thac.domain.calendar import civil_day
from thac.domain.directory_changes import ChangeKind, Changes
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusal, DirectoryRefusedError, refusal
from thac.store import directory
from thac.store.directory import Changed, Record

_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def _day(text: str) -> date:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise typer.BadParameter(f"{text}: viết ngày theo dạng 31/12/2026 hoặc 2026-12-31 · write 2026-12-31")


DayOption = Annotated[
    date | None, typer.Option("--on", parser=_day, metavar="DAY", help="Hiệu lực từ ngày; mặc định hôm nay. · From.")
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Lý do. · Why.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="Văn bản căn cứ. · By which document.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Người ghi; mặc định là tài khoản máy. · Who records it.")]


def day_option(name: str, help_: str) -> typer.models.OptionInfo:
    """An option that takes a day."""
    option: typer.models.OptionInfo = typer.Option(name, parser=_day, metavar="DAY", help=help_)
    return option


def day_argument(help_: str) -> typer.models.ArgumentInfo:
    """An argument that is a day."""
    argument: typer.models.ArgumentInfo = typer.Argument(parser=_day, metavar="DAY", help=help_)
    return argument


def record_of(  # what the options of a change say, and where it is recorded
    kind: ChangeKind,
    by: str | None,
    on: date | None,
    reason: str | None,
    source: str | None,
    home: Path | None = None,
) -> Record:
    """Who changes the directory now, from which day on, why, and by which document."""
    now = now_at(home)
    return Record(kind, by or f"{getpass.getuser()} (thac)", now, on or civil_day(now), reason, source)


def known(tree: AgencyTree, agency: AgencyId) -> Agency:
    """The agency of that code.

    Raises
    ------
    DirectoryRefusedError
        There is none.
    """
    found = tree.get(agency)
    if found is None:
        raise DirectoryRefusedError([refusal(DirectoryCode.UNKNOWN_AGENCY, agency=agency)])
    return found


def change(home: Path | None, record: Record, make: Callable[[AgencyTree], Changes], *, as_json: bool) -> None:
    """Change the directory and say what came of it.

    Raises
    ------
    CommandFailedError
        The change is against a rule; every reason is listed and nothing was written.
    """
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        try:
            tree = directory.load_for_change(connection)
            made = directory.change(connection, tree, make(tree), record)
        except DirectoryRefusedError as error:
            raise refused(error.refusals) from error
    _tell(made, as_json=as_json)


def refused(refusals: Sequence[DirectoryRefusal]) -> CommandFailedError:
    """What refusals of the directory mean to the person who typed the command."""
    first = refusals[0]
    details = [
        {"code": one.code.value, "detail": one.message, "detail_en": one.english, "pointer": one.subject}
        for one in refusals[1:]
    ]
    return CommandFailedError(first.code.value, first.message, first.english, details)


def faulty(faults: Faults) -> CommandFailedError:
    """What is wrong in a file, all of it as far as it is listed."""
    shown = len(faults)
    more = "" if shown == faults.total else f" (liệt kê {shown} lỗi đầu)"
    return CommandFailedError(
        "import_refused",
        f"Tệp có {faults.total} lỗi{more}; chưa ghi gì vào danh bạ.",
        f"The files have {faults.total} faults, {shown} are listed; nothing was written.",
        [fault_as_json(fault) for fault in faults],
    )


def fault_as_json(fault: Fault) -> dict[str, object]:
    """A fault with its place, part by part and as a sentence."""
    place = fault.place
    return {
        "code": fault.code,
        "detail": fault.message,
        "detail_en": fault.english,
        "pointer": str(place),
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "heading": place.heading,
    }


def _tell(made: Changed, *, as_json: bool) -> None:
    if as_json:
        rows = len(made.agencies) + len(made.posts)
        print_json({"version": made.version, "changed": not made.nothing, "rows": rows})
    elif made.nothing:
        say(f"Danh bạ đã như vậy rồi (bản {made.version}), không có gì thay đổi.", "it was so already")
    else:
        say(f"Đã ghi vào danh bạ, nay là bản {made.version}.", f"recorded as version {made.version}")
