"""Which provinces and communes exist, under which official codes, and how documents write their names."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from unicodedata import normalize

from vietnam_provinces import Province, VietNamDivisionType, Ward

from thac.domain.agencies import Agency, AgencyId, Level

CENTRAL: AgencyId = "TW"
"""The id of Central, the only agency above the provinces."""

PHU_QUOC: AgencyId = "31078"
"""Đặc khu Phú Quốc, which has the units of a phường (Decree 150/2025/NĐ-CP)."""

_HO_CHI_MINH_CITY: AgencyId = "79"
_SHORT_NAMES = {"01": ("Thủ đô Hà Nội",), _HO_CHI_MINH_CITY: ("TP.HCM", "TPHCM")}


class Kind(StrEnum):
    """The kind of an administrative division, as it stands before the name."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    RURAL = "xã"
    URBAN = "phường"
    SPECIAL_ZONE = "đặc khu"


_KINDS = {
    VietNamDivisionType.TINH: Kind.PROVINCE,
    VietNamDivisionType.THANH_PHO_TRUNG_UONG: Kind.CITY,
    VietNamDivisionType.XA: Kind.RURAL,
    VietNamDivisionType.PHUONG: Kind.URBAN,
    VietNamDivisionType.DAC_KHU: Kind.SPECIAL_ZONE,
}


@dataclass(frozen=True, slots=True)
class Division:
    """A province or commune of the national catalogue (Decision 19/2025/QĐ-TTg).

    ``code`` is zero padded: two digits for a province, five for a commune. ``name`` is bare and in NFC: ``Văn Lăng``.
    ``province`` is the code of the province a commune lies in, None for a province.
    """

    code: AgencyId
    kind: Kind
    name: str
    province: AgencyId | None = None

    @property
    def titled(self) -> str:
        """The name with its kind: ``xã Văn Lăng``; ``Thành phố Hồ Chí Minh`` (Decree 30/2020/NĐ-CP, Annex II)."""
        kind = str(self.kind)
        return f"{kind.capitalize() if self.code == _HO_CHI_MINH_CITY else kind} {self.name}"


@cache
def provinces() -> tuple[Division, ...]:
    """The 34 provinces and cities, by code."""
    found = (
        Division(f"{entry.code.value:02}", kind := _KINDS[entry.division_type], _bare(entry.name, kind))
        for entry in Province.iter_all()
    )
    return tuple(sorted(found, key=lambda division: division.code))


@cache
def communes(province: AgencyId | None = None) -> tuple[Division, ...]:
    """The communes of one province, or all 3,321, by code."""
    if province is not None:
        return tuple(division for division in communes() if division.province == province)
    found = (
        Division(
            f"{entry.code.value:05}",
            kind := _KINDS[entry.division_type],
            _bare(entry.name, kind),
            f"{entry.province_code.value:02}",
        )
        for entry in Ward.iter_all()
    )
    return tuple(sorted(found, key=lambda division: division.code))


def central() -> Agency:
    """Central: the Government and the Party's central bodies as issuers of what a province implements."""
    return Agency(
        id=CENTRAL,
        level=Level.CENTRAL,
        name="Trung ương",
        parent=None,
        aliases=(
            "Chính phủ",
            "Thủ tướng Chính phủ",
            "Văn phòng Chính phủ",
            "VPCP",
            "Ban Chấp hành Trung ương",
            "Bộ Chính trị",
            "Ban Bí thư",
        ),
    )


def administration(division: Division) -> Agency:
    """The people's committee of a division, under Central or under its province."""
    return Agency(
        id=division.code,
        level=Level.PROVINCE if division.province is None else Level.COMMUNE,
        name=f"UBND {division.titled}",
        parent=division.province or CENTRAL,
        aliases=(
            f"Ủy ban nhân dân {division.titled}",
            division.titled,
            division.name,
            *_SHORT_NAMES.get(division.code, ()),
        ),
    )


def _bare(name: str, kind: Kind) -> str:
    """The name without its kind, which the catalogue prints for communes and cities but not for provinces.

    Ten communes have a second space in their names there.
    """
    composed = " ".join(normalize("NFC", name).split())
    return composed[len(kind) + 1 :] if composed.lower().startswith(f"{kind} ") else composed
