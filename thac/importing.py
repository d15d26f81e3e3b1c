"""What does one import of the directory come to? Judged as a whole, then written in one transaction, or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from thac.directory.importing.faults import Faults
from thac.directory.importing.outline import Line, outline
from thac.directory.importing.reading import Asked, Import
from thac.domain.accounts import Account
from thac.domain.agencies import AgencyId, AgencyTree
from thac.domain.directory_changes import beyond, reach, relocated
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusal, DirectoryRefusedError, refusal
from thac.store import access, directory
from thac.store.directory import Changed, Record
from thac.store.engine import Engines

Token = tuple[Account, str]
"""An account with its token, which is shown this once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import came to, or would come to.

    ``version`` is the directory's after it; with ``faults`` nothing was written. ``accounts`` are those that are new.
    """

    version: int
    lines: tuple[Line, ...] = ()
    accounts: tuple[Account, ...] = ()
    faults: Faults | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Within which bounds an import is carried out.

    ``own`` is whose tree may be changed, None for everything; ``expected`` the version of the directory that whoever
    imports has looked at, None for whichever it is.
    """

    own: AgencyId | None = None
    expected: int | None = None


def foresee(engines: Engines, wanted: Import, record: Record, bounds: Bounds) -> Outcome:
    """What an import would change; nothing is written.

    Raises
    ------
    DirectoryRefusedError
        The directory has another version than expected.
    """
    with engines.read.connect() as connection:
        return _judged(connection, wanted, record, bounds, directory.load(connection)).outcome


def carry_out(
    engines: Engines, wanted: Import, record: Record, bounds: Bounds, keep: Callable[[Sequence[Token]], None]
) -> Outcome:
    """Import files in one transaction. ``keep`` is given the tokens that were made before it commits.

    The rows are judged before the transaction begins, so that nobody who writes waits for a whole country to be
    compared; and in it once more if the directory changed meanwhile, or an agency is closed or moved, for which no work
    may have been opened since.

    Raises
    ------
    DirectoryRefusedError
        The directory has another version than expected.
    """
    with engines.read.connect() as connection:
        judged = _judged(connection, wanted, record, bounds, directory.load(connection))
    if judged.outcome.faults is not None:
        return judged.outcome
    with engines.write.begin() as connection:
        present = directory.load_for_change(connection, judged.tree)
        if present is not judged.tree or relocated(judged.tree, judged.asked.changes):
            judged = _judged(connection, wanted, record, bounds, present)
        if judged.outcome.faults is not None:
            return judged.outcome
        made = directory.write(connection, present, judged.differs, record)
        keep(access.make_tokens(connection, judged.asked.accounts, record.at))
    return replace(judged.outcome, version=made.version)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the files ask of one directory, and what comes of it."""

    tree: AgencyTree
    asked: Asked
    differs: Changed
    outcome: Outcome


def _judged(connection: sa.Connection, wanted: Import, record: Record, bounds: Bounds, tree: AgencyTree) -> _Judged:
    if bounds.expected is not None and bounds.expected != tree.version:
        changed = refusal(DirectoryCode.DIRECTORY_CHANGED, expected=bounds.expected, present=tree.version)
        raise DirectoryRefusedError([changed])
    asked = wanted.ask(tree, access.accounts(connection))
    if not asked.faults and bounds.own is not None:
        asked.note(_beyond(tree, asked, bounds.own))
    if not asked.faults:
        try:
            directory.judge(connection, tree, asked.changes, record)
        except DirectoryRefusedError as error:
            asked.note(error.refusals)
    differs = directory.difference(tree, asked.changes)
    outcome = Outcome(tree.version, outline(differs.agencies, differs.posts), asked.accounts)
    if asked.faults:
        outcome = Outcome(tree.version, faults=asked.faults)
    return _Judged(tree, asked, differs, outcome)


def _beyond(tree: AgencyTree, asked: Asked, own: AgencyId) -> Iterator[DirectoryRefusal]:
    yield from beyond(tree, asked.changes, own)
    within = reach(tree, asked.changes, own)
    for account in asked.accounts:
        if not within(account.agency):
            subject = f"{account.person} ({account.role}@{account.agency})"
            yield refusal(DirectoryCode.OUTSIDE_YOUR_TREE, subject, "agency", agency=account.agency, own=own)
