"""On whose ground does a document order? Read from its letterhead and the national catalogue, without any directory."""

import re
from collections.abc import Iterable, Iterator

from graph.subjects import Chain, Ground
from thac.directory import spelling
from thac.directory.catalogue import CENTRAL, Division, central, communes, provinces
from thac.intake.document import Header

_CENTRAL = tuple(
    map(spelling.key, ("bộ", "thanh tra chính phủ", "ngân hàng nhà nước", "quốc hội", "hội đồng bầu cử quốc gia"))
)
_ABOVE = tuple(map(spelling.key, ("tỉnh", "thành phố", "tỉnh ủy", "thành ủy")))
_BELOW = tuple(map(spelling.key, ("xã", "phường", "đặc khu")))


def ground_of(header: Header, texts: Iterable[str] = ()) -> Ground:
    """The administrations from Central down to the one that issued a document; no path where nothing tells.

    A commune's name that several provinces have is told apart by the province that the ``texts`` name.
    """
    bodies = [one for one in (header.issuing_body, header.superior_body) if one]
    if any(_is_central(one) for one in bodies):
        return Ground((CENTRAL,))
    place = [header.place] if header.place else []
    level = bodies if list(_named((*provinces(), *communes()), bodies)) else place
    named = list(_named(communes(), level))
    here = list(_named(provinces(), level))
    if here and not (named and level is bodies and _commune(bodies)):
        return Ground((CENTRAL, here[0].code)) if len(here) == 1 else Ground()
    wanted = {one.code for one in _named(provinces(), [*bodies, *place, *texts])}
    fitting = [one for one in named if one.province in wanted] or named
    return Ground((CENTRAL, str(fitting[0].province), fitting[0].code)) if len(fitting) == 1 else Ground()


def chain_of(header: Header) -> Chain:
    """Whether the State, the Party or the Front speaks."""
    if header.party:
        return Chain.PARTY
    said = spelling.key(header.issuing_body or "")
    symbol = (header.symbol or "").upper()
    return Chain.FRONT if re.search(r"\bmttq\b|\bmặt trận\b", said) or "MTTQ" in symbol else Chain.STATE


def _is_central(body: str) -> bool:
    said = spelling.key(body)
    names = map(spelling.key, (central().name, *central().aliases))
    return said in names or any(said == one or said.startswith(f"{one} ") for one in (*_CENTRAL, *names))


def _commune(bodies: Iterable[str]) -> bool:
    """Whether one of the bodies is a commune's."""
    return any(f" {kind} " in f" {spelling.key(body)} " for kind in _BELOW for body in bodies)


def _named(divisions: Iterable[Division], texts: Iterable[str]) -> Iterator[Division]:
    """The divisions that the texts name, with their kind before the name or standing alone."""
    said = [f" {spelling.key(text)} " for text in texts]
    alone = {one.strip() for one in said}
    for one in divisions:
        name = spelling.key(one.name)
        kinds = _ABOVE if one.province is None else _BELOW
        if name in alone or any(f" {kind} {name} " in text for kind in kinds for text in said):
            yield one
