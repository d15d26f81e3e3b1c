"""Which departments and units stand below an administration, and which posts they and it have."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from thac.directory.catalogue import CENTRAL, PHU_QUOC, Division, Kind
from thac.directory.fields import Field
from thac.domain.agencies import Agency, AgencyId, Level, Post, PostRole

MOST_VILLAGES = 99
"""Villages have two digits in their id, ``05443-T01``, so that ids sort as numbers do."""

OFFICE_SUFFIX = "-VP"
"""How the id of an administration's own office ends."""

_VILLAGE = "-T"


@dataclass(frozen=True, slots=True)
class UnitTemplate:
    """A department of every province or a unit of every commune of some kinds.

    ``holds`` is the post of the administration that the head of this unit holds as well; ``outside`` says that it is no
    unit but a body outside the chain of command.
    """

    suffix: str
    name: str
    aliases: tuple[str, ...]
    title: str
    head: str
    fields: tuple[str, ...]
    kinds: frozenset[Kind]
    holds: PostRole | None = None
    outside: bool = False

    def agency(self, administration: AgencyId, place: str) -> Agency:
        """The unit as it stands below one administration, or the body outside the chain beside it."""
        if self.outside:
            return Agency(
                id=f"{administration}-{self.suffix}",
                level=Level.OUTSIDE,
                name=self.name.replace("{place}", place),
                parent=None,
                aliases=tuple(alias.replace("{place}", place) for alias in self.aliases),
                auto_allocate=False,
                beside=administration,
            )
        return Agency(
            id=f"{administration}-{self.suffix}",
            level=Level.UNIT,
            name=self.name.replace("{place}", place),
            parent=administration,
            fields=self.fields,
            aliases=self.aliases,
        )

    def account(self, administration: AgencyId) -> str:
        """The account of the unit's head; the office's head has that of the administration's chief of office."""
        owner = administration if self.holds is PostRole.OFFICE else f"{administration}-{self.suffix}"
        return f"{self.head}.{owner}"

    def posts(self, administration: AgencyId, place: str) -> tuple[Post, Post]:
        """The head and the contact of the unit."""
        unit = f"{administration}-{self.suffix}"
        title = self.title.replace("{place}", place)
        return (
            Post(unit, PostRole.HEAD, title, self.account(administration)),
            Post(unit, PostRole.OFFICER, "Chuyên viên đầu mối", f"chuyen-vien.{unit}"),
        )


def units(division: Division) -> tuple[UnitTemplate, ...]:
    """The departments of a province or the units of a commune (Decree 150/2025/NĐ-CP)."""
    kind = Kind.URBAN if division.code == PHU_QUOC else division.kind
    return tuple(unit for unit in _templates() if kind in unit.kinds and not unit.outside)


def outside(division: Division) -> tuple[UnitTemplate, ...]:
    """The bodies outside the chain of command that stand beside an administration."""
    return tuple(body for body in _templates() if division.kind in body.kinds and body.outside)


def unit_agencies(division: Division) -> Iterator[Agency]:
    """The units of the template below one administration, and the bodies beside it."""
    return (one.agency(division.code, division.kind) for one in (*units(division), *outside(division)))


def standard_posts(agency: Agency) -> tuple[Post, ...]:
    """The posts that an agency is founded with, vacant; their titles may be changed."""
    if agency.level is Level.COMMUNE:
        titles = {PostRole.CHAIR: f"Chủ tịch {agency.name}", PostRole.OFFICE: "Chánh Văn phòng HĐND và UBND"}
    elif agency.level in {Level.UNIT, Level.OUTSIDE}:
        titles = {PostRole.HEAD: f"Thủ trưởng {agency.name}", PostRole.OFFICER: "Chuyên viên đầu mối"}
    else:
        titles = {
            PostRole.CHAIR: f"Chủ tịch {agency.name}",
            PostRole.OFFICE: "Chánh Văn phòng",
            PostRole.MONITOR: "Đầu mối theo dõi",
        }
    return tuple(Post(agency.id, role, title, None) for role, title in titles.items())


def villages(commune: Division, count: int) -> Iterator[Agency]:
    """So many villages (thôn; tổ dân phố in a phường), numbered because no national catalogue names them.

    Raises
    ------
    ValueError
        More than 99 are asked for.
    """
    if count > MOST_VILLAGES:
        raise ValueError(f"{count} villages for {commune.titled}: at most {MOST_VILLAGES} fit their two-digit numbers")
    kind = "Tổ dân phố" if commune.kind is Kind.URBAN else "Thôn"
    for number in range(1, count + 1):
        yield Agency(f"{commune.code}{_VILLAGE}{number:02}", Level.UNIT, f"{kind} {number}", commune.code)


def is_village(agency: AgencyId) -> bool:
    """Whether the id is that of a village or residential group: ``05443-T01``."""
    _, mark, number = agency.partition(_VILLAGE)
    return bool(mark) and number.isdecimal()


def central_posts() -> tuple[Post, ...]:
    """The posts of Central: they stand for the Prime Minister and the Government Office (Decree 39/2022/NĐ-CP)."""
    return (
        Post(CENTRAL, PostRole.CHAIR, "Thủ tướng Chính phủ", f"thu-tuong.{CENTRAL}"),
        Post(CENTRAL, PostRole.OFFICE, "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", f"chu-nhiem.{CENTRAL}"),
        Post(CENTRAL, PostRole.MONITOR, "Đầu mối theo dõi của Văn phòng Chính phủ", f"dau-moi.{CENTRAL}"),
    )


def administration_posts(division: Division) -> Iterator[Post]:
    """The posts of a people's committee: its chair, its office and, in a province, its monitor.

    The chief of the office and the monitor are heads of units at the same time and have one account for both posts.
    """
    chair = f"Chủ tịch UBND {division.titled}"
    yield Post(division.code, PostRole.CHAIR, chair, f"chu-tich.{division.code}")
    for unit in units(division):
        if unit.holds is not None:
            title = unit.title.replace("{place}", division.kind)
            yield Post(division.code, unit.holds, title, unit.account(division.code))


def unit_posts(division: Division) -> Iterator[Post]:
    """The heads and contacts of the template's units below one administration, and of the bodies beside it."""
    for unit in (*units(division), *outside(division)):
        yield from unit.posts(division.code, division.kind)


def village_posts(villages: Sequence[Agency]) -> Iterator[Post]:
    """The head and the deputy, who is the contact, of each village."""
    for village in villages:
        kind = village.name.rpartition(" ")[0]
        yield Post(village.id, PostRole.HEAD, f"{_VILLAGE_HEADS[kind]} {village.name}", f"truong.{village.id}")
        yield Post(village.id, PostRole.OFFICER, f"Phó {_VILLAGE_HEADS[kind].lower()}", f"pho.{village.id}")


_VILLAGE_HEADS = {"Thôn": "Trưởng", "Tổ dân phố": "Tổ trưởng"}


@cache
def _templates() -> tuple[UnitTemplate, ...]:
    data = tomllib.loads(files("thac.directory").joinpath("template.toml").read_text("utf-8"))
    province, commune = (Kind.PROVINCE, Kind.CITY), (Kind.RURAL, Kind.URBAN, Kind.SPECIAL_ZONE)
    return (
        *(_template(entry, province) for entry in data["province"]),
        *(_template(entry, commune) for entry in data["commune"]),
        *(_template(entry, province, outside=True) for entry in data["province_outside"]),
        *(_template(entry, commune, outside=True) for entry in data["commune_outside"]),
    )


def _template(entry: dict[str, Any], kinds: Sequence[Kind], *, outside: bool = False) -> UnitTemplate:
    return UnitTemplate(
        suffix=entry["suffix"],
        name=entry["name"],
        aliases=tuple(entry["aliases"]),
        title=entry["title"],
        head=entry["head"],
        fields=tuple(Field(code).value for code in entry.get("fields", ())),
        kinds=frozenset(Kind(kind) for kind in entry.get("kinds", kinds)),
        holds=PostRole(entry["post"]) if "post" in entry else None,
        outside=outside,
    )
