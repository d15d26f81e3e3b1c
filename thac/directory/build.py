"""Which agencies one installation has: the tree from Central down to the units, for a province or the country."""

from collections.abc import Iterable, Iterator

from thac.directory import catalogue, template
from thac.directory.catalogue import Division
from thac.directory.overrides import Override, apply_overrides
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Post

COUNTRY = "VN"
"""The scope that means all 34 provinces."""


def build_directory(
    scope: str | Iterable[AgencyId],
    *,
    units_per_commune: int | None = None,
    overrides: Iterable[Override] = (),
    version: int = 1,
) -> AgencyTree:
    """Build the directory of an installation.

    Parameters
    ----------
    scope
        ``"VN"`` for the country, or the two-digit code of a province or several: ``"19"``, ``["19", "08"]``. Central
        always stands on top, as the issuer of what the provinces implement.
    units_per_commune
        So many units in every commune: those of the template, filled up with numbered villages. None for the template.
    overrides
        What an installation has otherwise than the template; applied last.
    version
        The number of this directory.

    Raises
    ------
    ValueError
        A province does not exist, fewer units are asked for than the template has, or an override does not fit.
    """
    provinces = _provinces(scope)
    agencies: list[Agency] = [catalogue.central()]
    posts: list[Post] = list(template.central_posts())
    for division in _divisions(provinces):
        villages = list(_villages(division, units_per_commune))
        agencies += [catalogue.administration(division), *template.unit_agencies(division), *villages]
        posts += template.administration_posts(division)
        posts += template.unit_posts(division)
        posts += template.village_posts(villages)
    return apply_overrides(AgencyTree(agencies, posts, version), overrides)


def _provinces(scope: str | Iterable[AgencyId]) -> tuple[Division, ...]:
    known = {division.code: division for division in catalogue.provinces()}
    if scope == COUNTRY:
        return tuple(known.values())
    codes = {scope} if isinstance(scope, str) else set(scope)
    if unknown := sorted(codes - set(known)):
        raise ValueError(
            f"no province has the code {', '.join(unknown)}; expected {COUNTRY} or two-digit codes such as 19 for Thái "
            "Nguyên"
        )
    if not codes:
        raise ValueError(f"no province is named; expected {COUNTRY} or at least one two-digit code")
    return tuple(known[code] for code in sorted(codes))


def _divisions(provinces: Iterable[Division]) -> Iterator[Division]:
    for province in provinces:
        yield province
        yield from catalogue.communes(province.code)


def _villages(division: Division, units_per_commune: int | None) -> Iterator[Agency]:
    if division.province is None or units_per_commune is None:
        return iter(())
    missing = units_per_commune - len(template.units(division))
    if missing < 0:
        raise ValueError(
            f"{units_per_commune} units per commune: {division.titled} has {len(template.units(division))} by Decree "
            "150/2025/NĐ-CP; ask for as many or more, and close a unit by an override"
        )
    return template.villages(division, missing)
