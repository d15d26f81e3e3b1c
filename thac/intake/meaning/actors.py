"""Who does what a document orders: named in its fields, in its own words, in a heading above, or for all of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from thac.intake.document import Item
from thac.intake.draft import ReadMode
from thac.intake.meaning.bodies import Body
from thac.intake.meaning.coordination import coordinators
from thac.intake.meaning.fields import Kind, fields_of, only
from thac.intake.meaning.issuer import Issuer
from thac.intake.meaning.listing import Listed, Named, listed
from thac.intake.meaning.modes import mode_of
from thac.intake.meaning.ordering import Order
from thac.intake.meaning.plain import plain, squeezed
from thac.intake.meaning.standing import Standing, is_outside
from thac.intake.meaning.subjects import Subject, also_named, named_within, subject_of


@dataclass(frozen=True, slots=True)
class Actors:
    """Who carries out a task; ``sure`` is False where that was concluded and is not said."""

    mode: ReadMode
    leads: tuple[Named, ...] = ()
    coordinators: tuple[Named, ...] = ()
    sure: bool = True
    asked: bool = False
    """The words ask them (đề nghị); whether that makes it a request depends on who issues the document."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole document: who issues it, whom it addresses, who carries out what names nobody.

    ``concluded`` says that nothing but their standing in the document makes these carry out the rest.
    """

    issuer: Issuer | None = None
    addressees: tuple[Named, ...] = ()
    everybody: tuple[Named, ...] = ()
    concluded: bool = False
    asked: bool = False
    """The sentence before the first item asks them (đề nghị)."""


def actors_of(order: Order, setting: Setting) -> Actors:
    """Find who carries out an order."""
    found = _from_fields(order) or _from_text(order) or _from_trail(order.trail, order) or _everybody(order, setting)
    standing = setting.issuer.standing if setting.issuer else Standing.ADMINISTRATION
    if (found.asked or setting.asked) and any(
        is_outside(one.body.name, standing) for one in found.leads if not one.body.role
    ):
        found = replace(found, mode=ReadMode.REQUEST)
    return replace(found, leads=tuple(_full(one, setting) for one in found.leads))


def _bodies(named: Iterable[Named]) -> tuple[Body, ...]:
    return tuple(one.body for one in named)


# Fields ---------------------------------------------------------------------------------------------------------------


_ASKS = re.compile(r"(?:trân trọng |kính )?đề nghị:? ")


def _from_fields(order: Order) -> Actors | None:
    """Who the fields name; a cell or field may ask: "Chủ trì: Đề nghị Ủy ban MTTQ Việt Nam xã"."""
    asking = [one for one in only(order.fields, Kind.LEAD, Kind.ACTORS) if _ASKS.match(plain(one.text))]
    if not asking:
        return _named_in_fields(order)
    bare = tuple(replace(one, text=_unasked(one.text)) if one in asking else one for one in order.fields)
    found = _named_in_fields(replace(order, fields=bare))
    return replace(found, asked=True) if found else None


def _unasked(text: str) -> str:
    start = _ASKS.match(plain(text))
    return text[start.end() :] if start else text


def _named_in_fields(order: Order) -> Actors | None:
    leads = _merged(listed(one) for one in only(order.fields, Kind.LEAD))
    helpers = _merged(listed(one) for one in only(order.fields, Kind.COORDINATORS)).everyone
    doing = _merged(listed(one) for one in only(order.fields, Kind.ACTORS))
    if leads.everyone:
        named = leads.leading or leads.plain or leads.helping
        others = (*leads.helping, *helpers) if leads.leading or leads.plain else helpers
        extra = doing.everyone
        return Actors(
            mode_of(_bodies(named), joint=True), named, _others((*others, *extra), named), sure=not order.shared
        )
    if doing.leading:
        return Actors(
            mode_of(_bodies(doing.leading), joint=True),
            doing.leading,
            _others((*doing.plain, *doing.helping, *helpers), doing.leading),
        )
    if named := doing.plain or doing.helping:
        return Actors(_shared_mode(_bodies(named)), named, _others((*doing.helping, *helpers), named))
    if helpers and subject_of(order.text) is None and _from_trail(order.trail, order) is None:
        return Actors(ReadMode.COORDINATOR_ONLY, (), helpers)
    return None


def _shared_mode(bodies: tuple[Body, ...]) -> ReadMode:
    """The mode of "Cơ quan thực hiện: A, B, C": nobody is said to lead, unless there is one, or only classes."""
    mode = mode_of(bodies)
    classes_only = all(one.plural for one in bodies)
    return mode if len(bodies) == 1 or classes_only or mode is ReadMode.ROLE_BASED else ReadMode.NO_LEAD


def _merged(lists: Iterable[Listed]) -> Listed:
    merged = Listed()
    for one in lists:
        merged = Listed((*merged.leading, *one.leading), (*merged.helping, *one.helping), (*merged.plain, *one.plain))
    return merged


def _others(named: Iterable[Named], leads: Iterable[Named]) -> tuple[Named, ...]:
    """Without the leads, and each name once."""
    taken = {plain(one.body.name) for one in leads}
    kept: dict[str, Named] = {}
    for one in named:
        if plain(one.body.name) not in taken:
            kept.setdefault(plain(one.body.name), one)
    return tuple(kept.values())


# Words ----------------------------------------------------------------------------------------------------------------


def _from_text(order: Order) -> Actors | None:
    text = order.text
    subject = subject_of(text)
    if subject is None:
        subject = named_within(text)
        if subject is None or (not subject.leading and _from_trail(order.trail, order) is not None):
            return None
    # "Mỗi cơ sở trực thuộc có một điểm thu gom" says what the body in the heading is to bring about.
    if all(_EACH_OF.match(plain(one.name)) for one in subject.bodies) and _from_trail(order.trail, order) is not None:
        return None
    return _actors(subject, text, order)


_EACH_OF = re.compile(r"(?:mỗi|từng) ")


def _actors(subject: Subject, text: str, order: Order) -> Actors:
    bodies = subject.bodies if subject.leading else (*subject.bodies, *also_named(text, subject))
    mode = mode_of(bodies, joint=subject.leading, helping=subject.helping)
    leads = _named(bodies, text, order.line)
    asked = subject.asked or _asked_above(order)
    if mode is ReadMode.COORDINATOR_ONLY:
        return Actors(mode, leads, asked=asked)
    return Actors(mode, leads, _helpers(order, leads), asked=asked)


def _asked_above(order: Order) -> bool:
    return any(subject.asked for item in order.trail if (subject := subject_of(item.text, heading=True)))


def _helpers(order: Order, leads: tuple[Named, ...]) -> tuple[Named, ...]:
    """The coordinators that the fields list, or else those in the words of the order."""
    listed_ones = _merged(listed(one) for one in only(order.fields, Kind.COORDINATORS)).everyone
    return listed_ones or _named(coordinators(order.text, _bodies(leads)), order.text, order.line)


def _named(bodies: Iterable[Body], text: str, line: int) -> tuple[Named, ...]:
    return tuple(Named(one, squeezed(text[one.start : one.end]), line) for one in bodies)


# Headings -------------------------------------------------------------------------------------------------------------


def _from_trail(trail: tuple[Item, ...], order: Order) -> Actors | None:
    """The nearest heading above that names somebody, with whom it joins to them."""
    for item in reversed(trail):
        text = item.text
        fields, head = fields_of(text, item.line)
        if fields and (found := _from_fields(Order(item.path, item.line, head, fields=fields))):
            return found
        subject = subject_of(text, heading=True)
        if subject is None or not _heads(text, subject):
            continue
        leads = _named(subject.bodies, text, item.line)
        joined = _named(coordinators(text, subject.bodies), text, item.line)
        mode = mode_of(subject.bodies, joint=subject.leading)
        return Actors(mode, leads, _others((*_helpers(order, leads), *joined), leads), asked=subject.asked)
    return None


_TITLES = re.compile(r"\s*(?:về|trong|của|tại|quy định)\b")


def _heads(text: str, subject: Subject) -> bool:
    """Whether the bodies in a heading are who acts below it, and not what it is about."""
    return _TITLES.match(plain(text), subject.end) is None or subject.leading or text.rstrip().endswith(":")


# The rest -------------------------------------------------------------------------------------------------------------


def _everybody(order: Order, setting: Setting) -> Actors:
    leads = setting.everybody
    if not leads:
        return Actors(ReadMode.NO_LEAD, (), _helpers(order, ()))
    helpers = _helpers(order, leads)
    return Actors(mode_of(_bodies(leads)), leads, helpers, sure=not setting.concluded, asked=setting.asked)


_GENERAL = re.compile(
    r"(?:(?:tất cả )?các )?(?:cơ quan|đơn vị|địa phương|tổ chức)(?:(?:,| và) (?:cơ quan|đơn vị|địa phương|tổ chức))*$"
)
_OF_COMMITTEE = re.compile(r"(?:phó )?chủ tịch(?: thường trực)?(?= \(|$)")


def _full(named: Named, setting: Setting) -> Named:
    """The name made whole from what the document says elsewhere.

    "Các cơ quan, đơn vị" are those it addresses; a chairman or deputy named without a committee is the issuer's; a
    name that is an addressee's but for a slip has the addressee's spelling.
    """
    words = plain(named.body.name)
    if _GENERAL.fullmatch(words):
        for other in (*setting.addressees, *setting.everybody):
            longer = plain(other.body.name)
            if longer.startswith(words) and longer != words:
                return replace(named, body=replace(named.body, name=other.body.name))
    if named.body.post and setting.issuer and setting.issuer.committee and (post := _OF_COMMITTEE.match(words)):
        name = f"{named.body.name[: post.end()]} {setting.issuer.committee}{named.body.name[post.end() :]}"
        return replace(named, body=replace(named.body, name=name))
    return named
