"""Which change of the directory, and which accounts, the rows of an office's files ask for.

A column that is not there says nothing; an empty cell of a column that is there means empty. Rows may name agencies
that other rows add, in any order and from file to file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from thac.directory.fields import Field
from thac.directory.importing.cells import Row
from thac.directory.importing.columns import FIELDS, LEVELS, POST_ROLES, ROLES, Kind
from thac.directory.importing.faults import Faults, ImportCode, Place
from thac.directory.importing.sheets import Sheet, Source, read_sheets
from thac.domain.accounts import Account
from thac.domain.agencies import Absence, Agency, AgencyId, AgencyTree, Level, Post, Role
from thac.domain.directory_changes import LEVELS_ABOVE, Changes, renamed, usable
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusal, refusal


class Import:
    """The files of one import, read; ``ask`` holds them against a directory.

    Reading takes seconds for a whole country and asks no directory, so that nobody waits for it meanwhile.
    """

    def __init__(self, sources: Sequence[Source], most_faults: int = 500) -> None:
        self._most = most_faults
        self._noted = Faults(most_faults)
        self._sheets = read_sheets(sources, self._noted)

    @property
    def rows(self) -> int:
        """How many rows the files have below their headings."""
        return sum(len(sheet.rows) for sheet in self._sheets)

    def ask(self, tree: AgencyTree, accounts: Iterable[Account] = ()) -> "Asked":
        """What the files ask of a directory in which those accounts exist already."""
        if self._noted:
            return Asked(Changes(), (), self._noted, {})
        return _Reading(self._sheets, tree, Faults(self._most)).asked(accounts)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the files ask for: a change, and the accounts that are new. With any fault nothing of it may be written."""

    changes: Changes
    accounts: tuple[Account, ...]
    faults: Faults
    places: dict[str, Row]

    def note(self, refused: Iterable[DirectoryRefusal]) -> None:
        """Note the rules of the directory that rows are against, at the cells they mean."""
        for one in refused:
            row = self.places.get(one.subject)
            self.faults.note_refusal(Place("") if row is None else row.place(_COLUMNS.get(one.aspect, one.aspect)), one)


_COLUMNS = {"id": "agency"}
"""Where a rule names a value otherwise than the sheet its column."""


class _Reading:
    """One directory asked for by one import."""

    def __init__(self, sheets: Sequence[Sheet], tree: AgencyTree, faults: Faults) -> None:
        self.sheets = sheets
        self.tree = tree
        self.faults = faults
        self.agencies: dict[AgencyId, Agency] = {}
        self.posts: dict[str, Post] = {}
        self.new: dict[AgencyId, Level | None] = {}
        self.places: dict[str, Row] = {}

    def asked(self, accounts: Iterable[Account]) -> Asked:
        for agency, row in self.named():
            self.agency(agency, row)
        self.fields()
        for row in self.rows(Kind.POSTS):
            self.post(row)
        asked = tuple(self.accounts({account.key for account in accounts}))
        changes = Changes(tuple(self.agencies.values()), tuple(self.posts.values()))
        return Asked(changes, asked, self.faults, self.places)

    def rows(self, kind: Kind) -> Iterator[Row]:
        for sheet in self.sheets:
            needed = {column.name for column in sheet.layout.columns if column.required}
            if sheet.layout.kind is kind and needed <= sheet.places.keys():
                for number, cells in sheet.rows:
                    yield Row(sheet, number, cells, self.faults)

    def known(self, agency: AgencyId) -> bool:
        return agency in self.tree or agency in self.new

    def may_stand_above(self, agency: AgencyId, level: Level | None) -> bool:
        above = self.tree.get(agency)
        found = self.new.get(agency) if above is None else above.level
        return self.known(agency) and (None in {found, level} or found in LEVELS_ABOVE[level or Level.CENTRAL])

    def named(self) -> list[tuple[AgencyId, Row]]:
        """Which agency each row is about, told before any row is read, since rows name each other."""
        found: list[tuple[AgencyId, Row]] = []
        seen: dict[str, Place] = {}
        for row in self.rows(Kind.AGENCIES):
            level = row.glance("level", LEVELS)
            agency = row.own_code(level, self.tree.__contains__)
            if agency is not None and row.first_time(agency, seen):
                found.append((agency, row))
                if agency not in self.tree:
                    self.new[agency] = level
        return found

    def agency(self, agency: AgencyId, row: Row) -> None:
        before = self.tree.get(agency)
        level = row.needed("level", LEVELS) if before is None or row.has("level") else before.level
        name = before.name if before is not None else None
        if before is None or row.has("name"):
            name = row.needed_text("name", "tên cơ quan", "a name")
        values = self.values(row, level)
        if row.wrong or level is None or name is None:
            return
        start = replace(before or Agency(agency, level, name, None), level=level, **values)
        self.agencies[agency] = renamed(start, name)
        self.places[agency] = row

    def values(self, row: Row, level: Level | None) -> dict[str, Any]:
        """What the row says of an agency beside its level and name."""
        values: dict[str, Any] = {
            column: row.code(column, self.known) for column in ("beside", "successor") if row.has(column)
        }
        if row.has("parent"):
            values["parent"] = row.code("parent", lambda code: self.may_stand_above(code, level))
        if row.has("ended_on"):
            values["ended_on"] = row.day("ended_on")
        if row.has("fields"):
            values["fields"] = self.of_fields(row)
        if row.has("aliases"):
            values["aliases"] = row.several("aliases")
        if row.has("auto_allocate"):
            allocates = row.flag("auto_allocate")
            values["auto_allocate"] = True if allocates is None else allocates
        return values

    def of_fields(self, row: Row) -> tuple[str, ...]:
        read: list[str] = []
        for said in row.several("fields"):
            field = FIELDS.read(said)
            if field is None:
                row.wrong = True
                shown = f"{Field.FINANCE} ({Field.FINANCE.vietnamese})"
                unknown = refusal(DirectoryCode.UNKNOWN_FIELD, field=said, example=shown)
                self.faults.note_refusal(row.place("fields"), unknown)
            else:
                read.append(field.value)
        return tuple(dict.fromkeys(read))

    def fields(self) -> None:
        """Sheets of fields: all rows of an agency together are what it answers for."""
        told: dict[AgencyId, list[str]] = {}
        for row in self.rows(Kind.FIELDS):
            agency = row.own_code(None, self.known)
            if agency is None:
                continue
            if not self.known(agency):
                self.unknown(agency, row)
            elif (
                (other := self.places.get(agency)) and other.has("fields") and other.sheet.layout.kind is Kind.AGENCIES
            ):
                row.note("fields", ImportCode.ROW_TWICE, subject=agency, place=other.place("fields"))
            else:
                told.setdefault(agency, []).extend(self.of_fields(row))
                self.places.setdefault(agency, row)
        for agency, fields in told.items():
            start = self.agencies.get(agency) or self.tree.get(agency)
            if start is not None:
                self.agencies[agency] = replace(start, fields=tuple(dict.fromkeys(fields)))

    def unknown(self, agency: AgencyId, row: Row) -> None:
        row.wrong = True
        self.faults.note_refusal(row.place("agency"), refusal(DirectoryCode.UNKNOWN_AGENCY, agency=agency))

    def post(self, row: Row) -> None:
        agency = row.own_code(None, self.known)
        role = row.needed("role", POST_ROLES)
        if agency is None or role is None:
            return
        if not self.known(agency):
            self.unknown(agency, row)
            return
        before = self.tree.post(agency, role) if agency in self.tree else None
        holder = row.text("holder") if row.has("holder") else (None if before is None else before.holder)
        title = before.title if before is not None else None
        if row.has("title") or before is None:
            title = row.needed_text("title", "tên chức vụ", "the title of the post")
        # What was told of another holder is not told of this one.
        start = before if before is not None and before.holder == holder else Post(agency, role, "", holder)
        since = row.day("since") if row.has("since") else start.since
        until = row.day("until") if row.has("until") else start.until
        acting = bool(row.flag("acting")) if row.has("acting") else start.acting
        absence = self.absence(row, start.absence)
        self.in_order(row, "until", since, until)
        if row.wrong or title is None or not self.first(f"{role}@{agency}", row):
            return
        post = Post(agency, role, title, holder, since, until, acting, absence)
        self.posts[post.id] = post

    def first(self, subject: str, row: Row) -> bool:
        if subject in self.places:
            row.note("agency", ImportCode.ROW_TWICE, subject=subject, place=self.places[subject].place())
            return False
        self.places[subject] = row
        return True

    def absence(self, row: Row, before: Absence | None) -> Absence | None:
        if not any(row.has(column) for column in ("away_from", "away_until", "substitute")):
            return before
        start, end, substitute = row.day("away_from"), row.day("away_until"), row.text("substitute")
        if start is None:
            if not row.wrong and (end is not None or substitute is not None):
                row.note("away_from", ImportCode.AWAY_WITHOUT_DAY)
            return None
        return Absence(start, end, substitute) if self.in_order(row, "away_until", start, end) else None

    def in_order(self, row: Row, column: str, start: date | None, end: date | None) -> bool:
        if start is None or end is None or start <= end:
            return True
        row.wrong = True
        days = {"start": f"{start:%d/%m/%Y}", "end": f"{end:%d/%m/%Y}"}
        self.faults.note_refusal(row.place(column), refusal(DirectoryCode.DATES_REVERSED, **days))
        return False

    def accounts(self, existing: set[tuple[AgencyId, Role, str]]) -> Iterator[Account]:
        for row in self.rows(Kind.ACCOUNTS):
            agency = row.own_code(None, self.known)
            role = row.needed("role", ROLES)
            person = row.needed_text("person", "họ và tên", "the name of the person")
            email = row.email("email")
            expires_on = row.day("expires_on")
            if agency is None or role is None or person is None or row.wrong:
                continue
            if not self.known(agency):
                self.unknown(agency, row)
            elif not usable(person):
                self.faults.note_refusal(row.place("person"), refusal(DirectoryCode.BAD_NAME, text=person))
            elif self.first(f"{person} ({role}@{agency})", row):
                account = Account(agency, role, person, email, expires_on)
                if account.key not in existing:
                    yield account
