"""What may change in the directory, and when a change is turned away.

A change says how agencies and posts are to be. It is judged as a whole against the directory as it stands, so that the
rows of one file may depend on each other in any order. Nothing leaves the directory: a closed agency stays known.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias
from unicodedata import normalize

from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Post, PostRole
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusal, refusal

OpenWork: TypeAlias = Mapping[AgencyId, Mapping[str, int]]
"""Open assignments that an agency leads or has given out, counted by directive; agencies without any are left out."""

LONGEST: Final = 500
"""Characters a name or title may have."""


class ChangeKind(StrEnum):
    """What kind of change a version of the directory came from."""

    INSTALL = "install"
    IMPORT = "import"
    ADD = "add"
    RENAME = "rename"
    CLOSE = "close"
    MOVE = "move"
    DESCRIBE = "describe"
    """Other fields, aliases or manner of allocation."""
    POST = "post"


@dataclass(frozen=True, slots=True)
class Changes:
    """Agencies and posts as they are to be; those that are so already change nothing."""

    agencies: tuple[Agency, ...] = ()
    posts: tuple[Post, ...] = ()


LEVELS_ABOVE: Final[Mapping[Level, tuple[Level, ...]]] = {
    Level.CENTRAL: (),
    Level.PROVINCE: (Level.CENTRAL,),
    Level.COMMUNE: (Level.PROVINCE,),
    Level.UNIT: (Level.CENTRAL, Level.PROVINCE, Level.COMMUNE),
    Level.OUTSIDE: (),
}
"""Where an agency may stand: below an agency of one of these levels."""
ROLES_OF: Final[Mapping[Level, tuple[PostRole, ...]]] = {
    Level.CENTRAL: (PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR),
    Level.PROVINCE: (PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR),
    Level.COMMUNE: (PostRole.CHAIR, PostRole.OFFICE, PostRole.MONITOR),
    Level.UNIT: (PostRole.HEAD, PostRole.OFFICER),
    Level.OUTSIDE: (PostRole.HEAD, PostRole.OFFICER),
}
"""Which posts an agency of each level may have."""
_UNUSABLE: Final = re.compile(r"[;\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What lists are divided by, and signs that are no letters: controls, line ends, halves of surrogate pairs."""
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
CODE_DIGITS: Final[Mapping[Level, int]] = {Level.PROVINCE: 2, Level.COMMUNE: 5}
"""How many digits official codes have (Decision 19/2025/QĐ-TTg)."""
_NAMED: Final = 5


def renamed(agency: Agency, name: str) -> Agency:
    """The agency under a new name; the old one stays among its aliases."""
    if name == agency.name:
        return agency
    kept = dict.fromkeys((*agency.aliases, agency.name))
    return replace(agency, name=name, aliases=tuple(alias for alias in kept if alias != name))


def composed(text: str) -> str:
    """A line as it is kept: in Unicode's composed form, without spaces around it or doubled within."""
    return " ".join(normalize("NFC", text).split())


def usable(text: str) -> bool:
    """Whether the text may be a name or title: one composed line that no spreadsheet takes for a formula."""
    return (
        0 < len(text) <= LONGEST and text == composed(text) and text[0] not in "=+-@" and _UNUSABLE.search(text) is None
    )


def relocated(tree: AgencyTree, changes: Changes) -> tuple[AgencyId, ...]:
    """The agencies that a change closes or moves, and whose open work therefore has to be known."""
    return tuple(
        after.id
        for after in changes.agencies
        if after.id in tree and (after.parent != tree[after.id].parent or (after.ended and not tree[after.id].ended))
    )


def refusals(tree: AgencyTree, changes: Changes, open_work: OpenWork, today: date) -> Iterator[DirectoryRefusal]:
    """Every reason why a change is turned away; none when it may be written.

    Parameters
    ----------
    tree
        The directory as it stands.
    open_work
        The open work of the agencies that are ``relocated``.
    today
        The day in Vietnam on which the change is recorded.
    """
    target = {agency.id: agency for agency in tree} | {agency.id: agency for agency in changes.agencies}
    for after in changes.agencies:
        before = tree.get(after.id)
        if before != after:
            yield from _Agency(before, after, target, open_work, today).refusals()
    yield from _left_below(tree, changes, target)
    for post in changes.posts:
        held = tree.post(post.agency, post.role)
        if held != post:
            yield from _post(held, post, tree, target, today)


def beyond(tree: AgencyTree, changes: Changes, own: AgencyId) -> Iterator[DirectoryRefusal]:
    """What a change touches that is neither the agency ``own`` nor below it; who stands at the top changes everything.

    A body outside the chain of command belongs to the agency it stands beside, one that stands alone to the top.
    """
    before, after = reach(tree, Changes(), own), reach(tree, changes, own)
    for one in changes.agencies:
        known = tree.get(one.id)
        if known != one and not (after(one.id) and (known is None or before(one.id))):
            yield refusal(DirectoryCode.OUTSIDE_YOUR_TREE, one.id, "id", agency=one.id, own=own)
    for post in changes.posts:
        if tree.post(post.agency, post.role) != post and not after(post.agency):
            yield refusal(DirectoryCode.OUTSIDE_YOUR_TREE, post.id, "agency", agency=post.agency, own=own)


def reach(tree: AgencyTree, changes: Changes, own: AgencyId) -> Callable[[AgencyId], bool]:
    """Whether an agency belongs to ``own`` once the directory is changed; all of them do to who stands at the top."""
    if tree[own].level is Level.CENTRAL:
        return lambda _: True
    known = {agency.id: agency for agency in tree} | {agency.id: agency for agency in changes.agencies}
    return lambda agency: _within(own, agency, known)


def _within(own: AgencyId, agency: AgencyId, known: Mapping[AgencyId, Agency]) -> bool:
    above: AgencyId | None = agency
    for _ in Level:
        if above is None or above == own:
            break
        found = known.get(above)
        above = None if found is None else found.parent or found.beside
    return above == own


def _left_below(tree: AgencyTree, changes: Changes, target: Mapping[AgencyId, Agency]) -> Iterator[DirectoryRefusal]:
    """Agencies that would be closed over others that stand."""
    closing = {one.id for one in changes.agencies if one.ended and not (one.id in tree and tree[one.id].ended)}
    left: dict[AgencyId, list[AgencyId]] = {}
    if closing:
        for agency in target.values():
            if agency.parent in closing and not agency.ended:
                left.setdefault(agency.parent, []).append(agency.id)
    for above, below in left.items():
        which = _listed(below)
        yield refusal(DirectoryCode.AGENCIES_BELOW, above, "ended_on", agency=above, count=len(below), which=which)


class _Agency:
    """One agency that is to be otherwise than it is."""

    def __init__(
        self,
        before: Agency | None,
        after: Agency,
        target: Mapping[AgencyId, Agency],
        open_work: OpenWork,
        today: date,
    ) -> None:
        self.before = before
        self.after = after
        self.target = target
        self.open_work = open_work
        self.today = today

    def refusals(self) -> Iterator[DirectoryRefusal]:
        before, after = self.before, self.after
        if before is not None and before.ended:
            yield from self.of_closed(before)
            return
        if before is None:
            yield from self.of_code()
        elif before.level is not after.level:
            yield self.no(DirectoryCode.LEVEL_FIXED, "level", before=before.level)
            return
        yield from self.of_names()
        yield from self.of_place()
        if before is not None and before.parent != after.parent and after.id in self.open_work:
            yield self.no(DirectoryCode.OPEN_ASSIGNMENTS, "parent", **self.open())
        if after.ended:
            yield from self.of_end()
        elif after.successor is not None:
            yield self.no(DirectoryCode.SUCCESSOR_UNFIT, "successor", successor=after.successor)

    def no(self, code: DirectoryCode, aspect: str, **facts: object) -> DirectoryRefusal:
        known: dict[str, object] = {"agency": self.after.id, "level": self.after.level}
        return refusal(code, self.after.id, aspect, **(known | facts))

    def open(self) -> dict[str, object]:
        counted = self.open_work[self.after.id]
        where = _listed([f"{directive}: {count}" for directive, count in sorted(counted.items())])
        return {"count": sum(counted.values()), "where": where}

    def of_closed(self, before: Agency) -> Iterator[DirectoryRefusal]:
        """A closed agency may still be given the successor it lacks, and nothing else."""
        day = f"{before.ended_on:%d/%m/%Y}"
        if not self.after.ended:
            yield self.no(DirectoryCode.CANNOT_REOPEN, "ended_on", day=day)
        elif before.successor is not None or replace(self.after, successor=None) != before:
            yield self.no(DirectoryCode.AGENCY_ENDED, "", day=day)
        else:
            yield from self.of_successor()

    def of_code(self) -> Iterator[DirectoryRefusal]:
        after = self.after
        digits = CODE_DIGITS.get(after.level)
        if digits is not None:
            if not (len(after.id) == digits and after.id.isascii() and after.id.isdecimal()):
                said = f"{digits} chữ số", f"{digits} digits"
                yield self.no(DirectoryCode.BAD_CODE, "id", expected=said[0], expected_en=said[1])
            return
        head, mark, rest = after.id.partition("-")
        above = after.level is not Level.UNIT and not mark
        if not _CODE.fullmatch(after.id) or not (above or (rest and head in self.target)) or after.id.isdecimal():
            yield self.no(
                DirectoryCode.BAD_CODE,
                "id",
                expected="mã cơ quan hành chính, dấu “-” và phần riêng, ví dụ 05443-VP",
                expected_en="the code of an administration, “-” and an ending of its own, such as 05443-VP",
            )

    def of_names(self) -> Iterator[DirectoryRefusal]:
        known = () if self.before is None else (self.before.name, *self.before.aliases)
        named = (("name", (self.after.name,)), ("aliases", self.after.aliases))
        for aspect, texts in named:
            for text in texts:
                if text not in known and not usable(text):
                    yield self.no(DirectoryCode.BAD_NAME, aspect, text=text)

    def of_place(self) -> Iterator[DirectoryRefusal]:
        after, before = self.after, self.before
        if after.beside is not None and (before is None or before.beside != after.beside):
            yield from self.of_beside(after.beside)
        if after.level is Level.OUTSIDE or (after.level is Level.CENTRAL and after.parent is None):
            top = next(
                (one.id for one in self.target.values() if one.level is Level.CENTRAL and one.id != after.id), ""
            )
            if after.level is Level.CENTRAL and top:
                yield self.no(DirectoryCode.ONE_TOP, "level", top=top)
            if after.parent is not None:
                yield self.no(DirectoryCode.PARENT_LEVEL, "parent", parent=after.parent, expected="–")
            return
        if after.parent is None:
            yield self.no(DirectoryCode.PARENT_MISSING, "parent")
        elif after.parent not in self.target:
            yield refusal(DirectoryCode.UNKNOWN_AGENCY, after.id, "parent", agency=after.parent)
        elif self.target[after.parent].level not in LEVELS_ABOVE[after.level]:
            expected = _listed(LEVELS_ABOVE[after.level])
            yield self.no(DirectoryCode.PARENT_LEVEL, "parent", parent=after.parent, expected=expected)
        elif self.target[after.parent].ended and not after.ended and (before is None or before.parent != after.parent):
            yield self.no(DirectoryCode.PARENT_ENDED, "parent", parent=after.parent)

    def of_beside(self, beside: AgencyId) -> Iterator[DirectoryRefusal]:
        other = self.target.get(beside)
        if other is None:
            yield refusal(DirectoryCode.UNKNOWN_AGENCY, self.after.id, "beside", agency=beside)
        elif (
            self.after.level is not Level.OUTSIDE
            or other.level in {Level.UNIT, Level.OUTSIDE}
            or (other.ended and not self.after.ended)
        ):
            yield self.no(DirectoryCode.BESIDE_LEVEL, "beside", beside=beside)

    def of_end(self) -> Iterator[DirectoryRefusal]:
        after = self.after
        if after.ended_on is not None and after.ended_on > self.today:
            yield refusal(DirectoryCode.IN_FUTURE, after.id, "ended_on", **_days(after.ended_on, self.today))
        if after.level is Level.CENTRAL:
            yield self.no(DirectoryCode.ONE_TOP, "ended_on", top=after.id)
        if after.successor is not None:
            yield from self.of_successor()
        elif after.id in self.open_work:
            yield self.no(DirectoryCode.SUCCESSOR_NEEDED, "successor", **self.open())

    def of_successor(self) -> Iterator[DirectoryRefusal]:
        """A new entry may name one that is closed by now: it is history that comes in."""
        successor = self.target.get(self.after.successor or "")
        closed = successor is not None and successor.ended and self.before is not None
        if successor is None or successor.id == self.after.id or closed:
            yield self.no(DirectoryCode.SUCCESSOR_UNFIT, "successor", successor=self.after.successor)


def _post(
    before: Post | None, after: Post, tree: AgencyTree, target: Mapping[AgencyId, Agency], today: date
) -> Iterator[DirectoryRefusal]:
    agency = target.get(after.agency)
    if agency is None:
        yield refusal(DirectoryCode.UNKNOWN_AGENCY, after.id, "agency", agency=after.agency)
        return
    if before is None and after.role not in ROLES_OF[agency.level]:
        expected = _listed(ROLES_OF[agency.level])
        yield refusal(
            DirectoryCode.POST_LEVEL, after.id, "role", level=agency.level, role=after.role, expected=expected
        )
    if agency.ended and agency.id in tree and not after.vacant:
        day = f"{agency.ended_on:%d/%m/%Y}"
        yield refusal(DirectoryCode.AGENCY_ENDED, after.id, "holder", agency=agency.id, day=day)
    yield from _holder(before, after, today)


def _holder(before: Post | None, after: Post, today: date) -> Iterator[DirectoryRefusal]:
    substitute = None if after.absence is None else after.absence.substitute
    named = (("title", after.title), ("holder", after.holder), ("substitute", substitute))
    for aspect, text in named:
        if text is not None and not usable(text):
            yield refusal(DirectoryCode.BAD_NAME, after.id, aspect, text=text)
    if after.vacant and (after.dated or after.acting):
        yield refusal(DirectoryCode.HOLDER_MISSING, after.id, "holder", post=after.id)
    if substitute is not None and substitute == after.holder:
        yield refusal(DirectoryCode.OWN_SUBSTITUTE, after.id, "substitute", holder=after.holder, post=after.id)
    if after.since is not None and after.since > today and (before is None or before.since != after.since):
        yield refusal(DirectoryCode.IN_FUTURE, after.id, "since", **_days(after.since, today))


def _days(day: date, today: date) -> dict[str, object]:
    return {"day": f"{day:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"}


def _listed(names: "list[str] | tuple[str, ...]") -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
