"""How the directory becomes a file again: one that, read again, changes nothing."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from thac.directory.importing.columns import FLAGS, LAYOUTS, LEVELS, POST_ROLES, ROLES, Kind
from thac.domain.accounts import Account
from thac.domain.agencies import Agency, AgencyTree, Post

_TEXT: Final = "@"
_DAY: Final = "dd/mm/yyyy"
_BETWEEN: Final = "; "
EXPORTED: Final = (Kind.AGENCIES, Kind.POSTS, Kind.ACCOUNTS)
"""The sheets of an export; the fields of work stand with the agencies."""


def rows_of(kind: Kind, tree: AgencyTree, accounts: Iterable[Account]) -> Iterator[tuple[str | date | None, ...]]:
    """The rows of a sheet, in the order of its columns.

    Raises
    ------
    ValueError
        The kind is not exported.
    """
    match kind:
        case Kind.AGENCIES:
            return map(_agency, tree)
        case Kind.POSTS:
            return map(_post, tree.posts())
        case Kind.ACCOUNTS:
            return map(_account, accounts)
        case Kind.FIELDS:
            raise ValueError("fields of work are exported with their agencies")


def csv_of(kind: Kind, tree: AgencyTree, accounts: Iterable[Account] = ()) -> bytes:
    """One sheet as CSV in UTF-8 with its mark, so that Excel shows Vietnamese letters as they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.headings[0] for column in LAYOUTS[kind].columns)
    for row in rows_of(kind, tree, accounts):
        writer.writerow("" if cell is None else _shown(cell) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(tree: AgencyTree, accounts: Iterable[Account] = ()) -> bytes:
    """All sheets as one workbook, codes as text, so that no zero is lost."""
    book = Workbook(write_only=True)
    for kind in EXPORTED:
        sheet = book.create_sheet(LAYOUTS[kind].title)
        sheet.freeze_panes = "A2"
        sheet.append([column.headings[0] for column in LAYOUTS[kind].columns])
        for row in rows_of(kind, tree, accounts):
            sheet.append([_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _agency(agency: Agency) -> tuple[str | date | None, ...]:
    return (
        agency.id,
        LEVELS.write(agency.level),
        agency.name,
        agency.parent,
        _BETWEEN.join(agency.fields),
        _BETWEEN.join(agency.aliases),
        FLAGS.write(agency.auto_allocate),
        agency.beside,
        agency.ended_on,
        agency.successor,
    )


def _post(post: Post) -> tuple[str | date | None, ...]:
    absence = post.absence
    return (
        post.agency,
        POST_ROLES.write(post.role),
        post.title,
        post.holder,
        post.since,
        post.until,
        FLAGS.write(post.acting),
        None if absence is None else absence.start,
        None if absence is None else absence.end,
        None if absence is None else absence.substitute,
    )


def _account(account: Account) -> tuple[str | date | None, ...]:
    return account.agency, ROLES.write(account.role), account.person, account.email, account.expires_on


def _shown(cell: str | date) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def _cell(sheet: Any, value: Any) -> Any:
    if not value:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _DAY if isinstance(value, date) else _TEXT
    return cell
