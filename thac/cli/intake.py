"""`thac parse`: what a document orders, as a table for the clerk or JSON for a program."""

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from thac.cli.console import JsonOption, print_json
from thac.cli.errors import CommandFailedError
from thac.domain.agencies import AgencyId, AgencyTree

FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Tệp .docx, .pdf, .txt, .html; dấu - để đọc đầu vào chuẩn. · The document; - is standard input.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("parse", rich_help_panel="Văn bản · Directives")(parse)


def parse(
    file: FileArgument,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="CODE", help="Mã cơ quan ban hành, khi văn bản không ghi. · Who issues it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Đọc một văn bản: nhiệm vụ, chủ trì, thời hạn và điểm cần xem. · Read a document; nothing is stored.

    Không cần hệ thống đang chạy: tên cơ quan được tra trong danh bạ cả nước có sẵn.
    """
    data, name = bytes_of(file)
    draft = _read(data, name, issuer)
    if as_json:
        print_json(draft)
        return
    from thac.cli.drafts import show_draft  # noqa: PLC0415 - needed where a person looks

    show_draft(draft)


def _read(data: bytes, name: str | None, issuer: AgencyId | None) -> dict[str, Any]:
    """The draft as JSON data, with the directory of the whole country as it is before anybody changes it."""
    # Nothing but the help is wanted where no file is read.
    from thac.clock import REAL  # noqa: PLC0415
    from thac.directory.build import COUNTRY, build_directory  # noqa: PLC0415
    from thac.domain.calendar import civil_day  # noqa: PLC0415
    from thac.intake.reading import read_transcript  # noqa: PLC0415
    from thac.intake.refusals import FileRefusedError  # noqa: PLC0415
    from thac.intake.sandbox import read_file  # noqa: PLC0415
    from thac.intake.wire import draft_json  # noqa: PLC0415

    try:
        lines = read_file(data, name)
    except FileRefusedError as error:
        said = error.refusal
        raise CommandFailedError(said.code, said.message, said.english) from None
    gc.disable()  # nothing of a quarter of a million objects will go: looking for it doubles the time
    try:
        tree = build_directory(COUNTRY)
        _require_known(issuer, tree)
        return draft_json(read_transcript(lines, tree, issuer, civil_day(REAL.now())))
    finally:
        gc.enable()


def _require_known(issuer: AgencyId | None, tree: AgencyTree) -> None:
    if issuer is not None and issuer not in tree:
        raise CommandFailedError(
            "unknown-agency",
            f"Không có cơ quan nào mang mã {issuer}.",
            f"No agency of the built-in directory has the code {issuer}.",
        )


def bytes_of(file: Path) -> tuple[bytes, str | None]:
    """The bytes of a file and its name; ``-`` is standard input, which has none.

    Raises
    ------
    CommandFailedError
        It cannot be read.
    """
    if str(file) == "-":
        return sys.stdin.buffer.read(), None
    try:
        return file.read_bytes(), file.name
    except OSError as error:
        raise CommandFailedError(
            "file-missing", f"Không đọc được tệp {file}: {why(error)}.", f"{file} cannot be read: {error.strerror}."
        ) from error


def why(error: OSError) -> str:
    """Why a file cannot be read, for the person who named it."""
    match error:
        case FileNotFoundError():
            return "không có tệp này"
        case PermissionError():
            return "không có quyền đọc"
        case IsADirectoryError():
            return "đây là một thư mục"
        case _:
            return str(error.strerror)
