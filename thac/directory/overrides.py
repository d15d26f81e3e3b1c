"""What an installation has otherwise than the template: names, fields, vacancies, units added or closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from thac.directory.fields import Field
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level, Post, PostRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different for one agency; None leaves a value as the template has it.

    ``under`` adds the agency as a new unit below that administration and then wants a name; ``closed`` takes a unit
    out. ``aliases`` come on top of those known, and a new name keeps the old one as an alias. ``holders`` puts somebody
    into a post, or with None leaves it vacant. ``fields`` replaces all fields.
    """

    agency: AgencyId
    under: AgencyId | None = None
    closed: bool = False
    name: str | None = None
    aliases: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    auto_allocate: bool | None = None
    holders: tuple[tuple[PostRole, str | None], ...] = ()


def apply_overrides(tree: AgencyTree, overrides: Iterable[Override], version: int | None = None) -> AgencyTree:
    """Build the tree with the overrides; the version stays unless another is given.

    Raises
    ------
    ValueError
        An override names an agency that does not exist (or, with ``under``, that does), an unknown field, a post the
        agency does not have, closes an agency that has others below it, or comes twice for one agency.
    """
    wanted = _by_agency(overrides)
    if not wanted and version in {None, tree.version}:
        return tree
    added = [_added(tree, override) for override in wanted.values() if override.under is not None]
    for override in wanted.values():
        _refuse_unfit(tree, override)
    kept = [agency for agency in tree if not _closed(wanted, agency.id)]
    agencies = [_changed(agency, wanted.get(agency.id)) for agency in (*kept, *added)]
    posts = [post for post in tree.posts() if not _closed(wanted, post.agency)]
    posts += [post for agency in added for post in _new_posts(agency)]
    held = {(o.agency, role): holder for o in wanted.values() for role, holder in o.holders}
    return AgencyTree(agencies, _filled(posts, held), tree.version if version is None else version)


def vacate(tree: AgencyTree, posts: Iterable[str], version: int | None = None) -> AgencyTree:
    """Build the tree with these posts vacant, each named by its id: ``chair@05443``.

    Raises
    ------
    ValueError
        A post does not exist.
    """
    gone: dict[AgencyId, list[tuple[PostRole, None]]] = {}
    for post in sorted(set(posts)):
        role, _, agency = post.partition("@")
        if role not in set(PostRole):
            raise ValueError(f"{post} is no post; expected a role and an agency such as chair@05443")
        gone.setdefault(agency, []).append((PostRole(role), None))
    overrides = (Override(agency=agency, holders=tuple(holders)) for agency, holders in gone.items())
    return apply_overrides(tree, overrides, version)


def _by_agency(overrides: Iterable[Override]) -> dict[AgencyId, Override]:
    wanted: dict[AgencyId, Override] = {}
    for override in overrides:
        if override.agency in wanted:
            raise ValueError(f"agency {override.agency} is overridden twice; put both changes into one override")
        wanted[override.agency] = override
    return wanted


def _added(tree: AgencyTree, override: Override) -> Agency:
    above = override.under
    if above is None or above not in tree or tree[above].level in {Level.UNIT, Level.OUTSIDE}:
        raise ValueError(f"agency {override.agency} is to stand under {above}, which is no administration here")
    if override.agency in tree:
        raise ValueError(f"agency {override.agency} exists already; leave out `under` to change it")
    if not override.agency.startswith(f"{above}-"):
        raise ValueError(f"agency {override.agency} stands under {above}, so its id has to begin with {above}-")
    if override.name is None:
        raise ValueError(f"agency {override.agency} is new and needs a name")
    return Agency(override.agency, Level.UNIT, normalize("NFC", override.name), above)


def _refuse_unfit(tree: AgencyTree, override: Override) -> None:
    agency = override.agency
    if override.under is None and agency not in tree:
        raise ValueError(f"agency {agency} does not exist; to add it, say under which administration it stands")
    if override.closed and tree.children(agency):
        raise ValueError(f"agency {agency} has agencies below it and cannot be closed")
    if unknown := sorted(set(override.fields or ()) - set(Field)):
        raise ValueError(f"agency {agency} cannot answer for {', '.join(unknown)}; known fields: {', '.join(Field)}")
    for role, _ in override.holders:
        known = role in {PostRole.HEAD, PostRole.OFFICER} if agency not in tree else tree.post(agency, role) is not None
        if not known:
            raise ValueError(f"agency {agency} has no post {role}")


def _closed(wanted: dict[AgencyId, Override], agency: AgencyId) -> bool:
    return agency in wanted and wanted[agency].closed


def _changed(agency: Agency, override: Override | None) -> Agency:
    if override is None:
        return agency
    name = agency.name if override.name is None else normalize("NFC", override.name)
    former = () if name == agency.name else (agency.name,)
    return replace(
        agency,
        name=name,
        aliases=(*agency.aliases, *former, *(normalize("NFC", alias) for alias in override.aliases)),
        fields=agency.fields if override.fields is None else tuple(override.fields),
        auto_allocate=agency.auto_allocate if override.auto_allocate is None else override.auto_allocate,
    )


def _new_posts(agency: Agency) -> tuple[Post, Post]:
    return (
        Post(agency.id, PostRole.HEAD, f"Thủ trưởng {agency.name}", f"thu-truong.{agency.id}"),
        Post(agency.id, PostRole.OFFICER, "Chuyên viên đầu mối", f"chuyen-vien.{agency.id}"),
    )


def _filled(posts: Iterable[Post], held: dict[tuple[AgencyId, PostRole], str | None]) -> Iterator[Post]:
    for post in posts:
        key = (post.agency, post.role)
        yield replace(post, holder=held[key]) if key in held else post
