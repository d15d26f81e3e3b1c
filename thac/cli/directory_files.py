"""`thac directory import` and `export`: the directory of an office out of its files, and into files again."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, opened_store, settings_of
from thac.cli.recording import ByOption, DayOption, ReasonOption, SourceOption, faulty, record_of, refused
from thac.directory.importing.columns import LAYOUTS, ROLES, Kind
from thac.directory.importing.exporting import EXPORTED, csv_of, xlsx_of
from thac.directory.importing.outline import Line, What, counts
from thac.directory.importing.reading import Import
from thac.directory.importing.sheets import Source
from thac.domain.accounts import Account
from thac.domain.directory_changes import ChangeKind
from thac.domain.directory_refusals import DirectoryRefusedError
from thac.importing import Bounds, Outcome, Token, carry_out, foresee
from thac.store import access, directory

_SHOWN: Final = 100
_WHATS: Final = {
    What.ADDED: "Thêm cơ quan",
    What.RENAMED: "Đổi tên",
    What.MOVED: "Chuyển cấp trên",
    What.CLOSED: "Kết thúc",
    What.CHANGED: "Sửa cơ quan",
    What.POST_ADDED: "Thêm chức vụ",
    What.POST_CHANGED: "Sửa chức vụ",
}


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import")(import_files)
    app.command("export")(export)


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp .xlsx hoặc CSV. · XLSX or CSV files.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem khác biệt. · Show the difference.")] = False,
    tokens: Annotated[
        Path | None, typer.Option("--tokens", help="Ghi mã truy cập mới vào tệp này. · Where new tokens are written.")
    ] = None,
    expected: Annotated[
        int | None, typer.Option("--version", min=0, help="Chỉ nhập vào bản danh bạ này. · Only onto this version.")
    ] = None,
    on: DayOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Nhập cơ quan, lĩnh vực, chức vụ, tài khoản từ tệp; có lỗi thì không ghi gì. · All of the files or nothing."""
    wanted = Import([Source(file.name, _readable(file)) for file in files])
    record = record_of(ChangeKind.IMPORT, by, on, reason, source, home)
    bounds = Bounds(expected=expected)
    settings = settings_of(home)
    target = tokens or settings.home / f"tokens-{record.at:%Y%m%d-%H%M%S}.csv"
    with opened_store(settings) as store:
        secret = _TokenFile(target)
        try:
            if dry_run:
                outcome = foresee(store, wanted, record, bounds)
            else:
                outcome = carry_out(store, wanted, record, bounds, secret.write)
        except DirectoryRefusedError as error:
            raise refused(error.refusals) from error
        except BaseException:
            secret.discard()
            raise
    if outcome.faults is not None:
        raise faulty(outcome.faults)
    made = None if dry_run or not outcome.accounts else target
    _tell(outcome, wanted.rows, made, as_json=as_json, dry_run=dry_run)


def export(
    target: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="Tệp .xlsx, hoặc thư mục. · File or folder.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Xuất danh bạ ra .xlsx, hoặc CSV vào một thư mục; nhập lại thì không thay đổi gì. · Export the directory."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        tree, accounts = directory.load(connection), access.accounts(connection)
    if target.suffix.lower() == ".xlsx":
        files = {target: xlsx_of(tree, accounts)}
    else:
        files = {target / f"{kind}.csv": csv_of(kind, tree, accounts) for kind in EXPORTED}
    try:
        for file, data in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    except OSError as error:
        raise CommandFailedError(
            "file-not-written", f"Không ghi được {target}: {error.strerror}.", f"{target} cannot be written: {error}."
        ) from error
    if as_json:
        print_json({"version": tree.version, "files": [str(file) for file in files]})
        return
    say(f"Đã xuất bản {tree.version} của danh bạ: {', '.join(map(str, files))}.", f"{len(tree)} agencies")


def _readable(file: Path) -> Path:
    try:
        with file.open("rb"):
            return file
    except OSError as error:
        raise CommandFailedError(
            "file-missing", f"Không đọc được tệp {file}: {error.strerror}.", f"{file} cannot be read: {error.strerror}."
        ) from error


class _TokenFile:
    """Where new tokens are written, for its owner only, before the transaction that makes them commits."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._written = False

    def write(self, made: Sequence[Token]) -> None:
        if not made:
            return
        try:
            descriptor = os.open(self._target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._written = True
            with open(descriptor, "w", encoding="utf-8-sig", newline="") as file:  # noqa: PTH123 - the mode is given at creation
                writer = csv.writer(file)
                writer.writerow((*(column.headings[0] for column in LAYOUTS[Kind.ACCOUNTS].columns), "Mã truy cập"))
                writer.writerows((*_cells(account), token) for account, token in made)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandFailedError(
                "token-file",
                f"Không ghi được mã truy cập vào {self._target} ({error.strerror}); chưa nhập gì. Hãy chọn tệp khác.",
                f"The tokens cannot be written to {self._target}: {error.strerror}; nothing was imported.",
            ) from error

    def discard(self) -> None:
        """What was not committed leaves no file behind."""
        if self._written:
            self._target.unlink(missing_ok=True)


def _cells(account: Account) -> tuple[str, ...]:
    expires = "" if account.expires_on is None else f"{account.expires_on:%d/%m/%Y}"
    return account.agency, ROLES.write(account.role), account.person, account.email or "", expires


def _tell(outcome: Outcome, rows: int, token_file: Path | None, *, as_json: bool, dry_run: bool) -> None:
    counted = {what.value: count for what, count in counts(outcome.lines).items()}
    if as_json:
        print_json(
            {
                "version": outcome.version,
                "dry_run": dry_run,
                "rows": rows,
                "counts": counted | {"accounts": len(outcome.accounts)},
                "lines": [_line(line) for line in outcome.lines],
                "token_file": None if token_file is None else str(token_file),
            }
        )
        return
    shown = outcome.lines[:_SHOWN]
    if shown:
        lines = [(_WHATS[line.what], f"{line.subject}\n{line.name}", _differs(line)) for line in shown]
        out().print(table("", ("Thay đổi · Change", "Mục · What", "Khác biệt · Difference"), lines))
    for what, count in counts(outcome.lines).items():
        if count:
            say(f"{_WHATS[what]}: {count}", what.value)
    say(f"Tài khoản mới: {len(outcome.accounts)}", "new accounts")
    if len(shown) < len(outcome.lines):
        say(f"{len(shown)} trên {len(outcome.lines)} dòng", "--json lists all of them")
    if dry_run:
        remark(f"Mới chỉ xem thử; danh bạ vẫn là bản {outcome.version}.", "a dry run; nothing was written")
    else:
        remark(f"Danh bạ nay là bản {outcome.version}.", f"{rows} rows were read")
    if token_file is not None:
        remark(f"Mã truy cập ghi ở {token_file}, chỉ chủ tệp đọc được; mã không hiện lần nữa.", "shown this once")


def _line(line: Line) -> dict[str, Any]:
    differs = {name: {"before": before, "after": after} for name, before, after in line.differs}
    return {"what": line.what, "subject": line.subject, "name": line.name, "differs": differs}


def _differs(line: Line) -> str:
    return "\n".join(f"{name}: {_shown(before)} → {_shown(after)}" for name, before, after in line.differs)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)
