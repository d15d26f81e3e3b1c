"""Who is meant when a document addresses many at once: departments, communes, provinces, units, villages."""

from enum import StrEnum

from thac.directory.template import is_village
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level


class GroupKind(StrEnum):
    """A class of agencies that documents address together."""

    PROVINCES = "provinces"
    """UBND các tỉnh, thành phố."""
    DEPARTMENTS = "departments"
    """Các sở, ban, ngành: the units directly below a province."""
    COMMUNES = "communes"
    """UBND các xã, phường, đặc khu."""
    UNITS = "units"
    """Các cơ quan, đơn vị thuộc xã: everything directly below a commune, villages included."""
    VILLAGES = "villages"
    """Các thôn, tổ dân phố: the villages among the units."""


def members(kind: GroupKind | str, of: AgencyId, tree: AgencyTree) -> tuple[AgencyId, ...]:
    """The ids of the agencies of that kind below the agency ``of``, sorted.

    For Central, departments are those of all provinces; for a commune there are none.

    Raises
    ------
    KeyError
        The agency is not in the tree.
    ValueError
        The kind is none of ``GroupKind``.
    """
    wanted = GroupKind(kind)
    below = (agency for agency in tree.subtree(of) if agency.id != of)
    return tuple(sorted(agency.id for agency in below if _belongs(agency, wanted, tree)))


def _belongs(agency: Agency, kind: GroupKind, tree: AgencyTree) -> bool:
    if kind is GroupKind.PROVINCES:
        return agency.level is Level.PROVINCE
    if kind is GroupKind.COMMUNES:
        return agency.level is Level.COMMUNE
    if agency.level is not Level.UNIT or agency.parent is None:
        return False
    above = Level.PROVINCE if kind is GroupKind.DEPARTMENTS else Level.COMMUNE
    return tree[agency.parent].level is above and (kind is not GroupKind.VILLAGES or is_village(agency.id))
