"""Changes of the directory as they come in, and what they came to as it goes out."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.schemas.agencies import AgencyDetail
from api.schemas.words import AgencyCode, Body, Line, Output
from thac.directory.importing.outline import Line as OutlineLine
from thac.directory.importing.outline import What, counts
from thac.domain.accounts import Account
from thac.domain.agencies import Absence, AgencyId, Level, Post, Role
from thac.domain.directory_changes import ChangeKind
from thac.importing import Outcome, Token
from thac.store.directory_journal import Difference, Name, Version

FieldCode = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A code of the list of fields of work, or its name."""


class ChangeIn(Body):
    """From which day a change holds (today, if it is not said), why, and by which document."""

    on: date | None = None
    reason: Line | None = None
    source: Line | None = None


class AddIn(ChangeIn):
    """A new agency; its posts are founded vacant."""

    id: AgencyCode
    level: Level
    name: Line
    parent: AgencyCode | None = None
    beside: AgencyCode | None = None
    fields: Annotated[tuple[FieldCode, ...], Field(max_length=50)] = ()
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    auto_allocate: bool = True


class RenameIn(ChangeIn):
    """A new name; the old one is kept as an alias."""

    name: Line


class CloseIn(ChangeIn):
    """The end of an agency. Whoever has open work needs a successor."""

    successor: AgencyCode | None = None


class MoveIn(ChangeIn):
    """Another agency above."""

    parent: AgencyCode


class DescribeIn(ChangeIn):
    """Fields of work, aliases, manner of allocation; what is left out stays."""

    fields: Annotated[tuple[FieldCode, ...], Field(max_length=50)] | None = None
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] | None = None
    auto_allocate: bool | None = None


class AbsenceIO(Body):
    """The days on which a holder is away, both included, and who stands in."""

    start: date
    end: date | None = None
    substitute: Line | None = None


class PostIn(ChangeIn):
    """Who holds a post; nobody where ``holder`` is null. What is left out does not hold any more, but for the title."""

    holder: Line | None
    title: Line | None = None
    since: date | None = None
    until: date | None = None
    acting: bool = False
    absence: AbsenceIO | None = None

    def value(self, before: Post) -> Post:
        """The post as it is to be.

        Raises
        ------
        ValueError
            A last day lies before a first.
        """
        away = self.absence
        return Post(
            agency=before.agency,
            role=before.role,
            title=self.title or before.title,
            holder=self.holder,
            since=self.since,
            until=self.until,
            acting=self.acting,
            absence=None if away is None else Absence(away.start, away.end, away.substitute),
        )


class NameOut(Output):
    """A name an agency had, from ``since`` (null: from the beginning) to the day before ``until``."""

    name: str
    since: date | None
    until: date | None


class KeptAgencyOut(AgencyDetail):
    """An agency with its names over time, and the version of the directory it is told by."""

    version: int
    name_then: str | None
    names: list[NameOut]


class ChangedOut(Output):
    """What a change came to; the version is the present one where it was so already."""

    version: int
    changed: bool


class VersionOut(Output):
    """One version of the directory."""

    version: int
    kind: ChangeKind
    at: datetime
    by: str
    effective_on: date
    reason: str | None
    source: str | None
    agencies: int
    posts: int


class DifferenceOut(Output):
    """One agency or post that a version changed; ``before`` is null where it was added."""

    subject: str
    agency: AgencyId
    before: dict[str, Any] | None
    after: dict[str, Any]


class ImportLineOut(Output):
    """One agency or post that an import changes: the values that differ, before and after."""

    what: What
    subject: str
    name: str
    differs: dict[str, tuple[Any, Any]]


class AccountOut(Output):
    """A new account; its token is shown this once, and not for a dry run."""

    agency: AgencyId
    role: Role
    person: str
    email: str | None
    expires_on: date | None
    token: str | None


class ImportOut(Output):
    """What an import came to, or with ``dry_run`` would come to."""

    version: int
    dry_run: bool
    rows: int
    counts: dict[What, int]
    lines: list[ImportLineOut]
    accounts: list[AccountOut]


def version_out(version: Version) -> VersionOut:
    """The version as it goes out."""
    return VersionOut(
        version=version.number,
        kind=version.kind,
        at=version.at,
        by=version.by,
        effective_on=version.effective_on,
        reason=version.reason,
        source=version.source,
        agencies=version.agencies,
        posts=version.posts,
    )


def difference_out(one: Difference) -> DifferenceOut:
    """The difference as it goes out."""
    before = None if one.before is None else dict(one.before)
    return DifferenceOut(subject=one.subject, agency=one.agency, before=before, after=dict(one.after))


def name_out(name: Name) -> NameOut:
    """The name as it goes out."""
    return NameOut(name=name.name, since=name.since, until=name.until)


def import_out(outcome: Outcome, made: list[Token], rows: int, *, dry_run: bool) -> ImportOut:
    """The outcome as it goes out, all of its lines."""
    tokens: dict[Account, str] = dict(made)
    return ImportOut(
        version=outcome.version,
        dry_run=dry_run,
        rows=rows,
        counts=counts(outcome.lines),
        lines=[_line(line) for line in outcome.lines],
        accounts=[_account(account, tokens.get(account)) for account in outcome.accounts],
    )


def _line(line: OutlineLine) -> ImportLineOut:
    differs = {name: (before, after) for name, before, after in line.differs}
    return ImportLineOut(what=line.what, subject=line.subject, name=line.name, differs=differs)


def _account(account: Account, token: str | None) -> AccountOut:
    return AccountOut(
        agency=account.agency,
        role=account.role,
        person=account.person,
        email=account.email,
        expires_on=account.expires_on,
        token=token,
    )
