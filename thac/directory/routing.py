"""Which unit of an administration should lead a task: one, by the field of work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from thac.directory.fields import Field
from thac.directory.keywords import HINT, Keyword, spoken_of
from thac.directory.template import OFFICE_SUFFIX
from thac.domain.agencies import Agency, AgencyId, AgencyTree, Level
from thac.domain.directives import Task
from thac.domain.planning import Route, Routed

SURE_FROM = 3
"""Points the leading unit needs before its proposal counts as sure: one word that is the field's own."""

COORDINATES_FROM = 2
"""Points that make another unit a coordinator."""

_Spoken: TypeAlias = Mapping[Field, tuple[Keyword, ...]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who should lead a task and who should coordinate, with the reason in Vietnamese.

    ``sure`` is False when a person should look at it before it is accepted.
    """

    lead: AgencyId
    coordinators: tuple[AgencyId, ...]
    reason: str
    sure: bool


def propose(task_text: str, field: str | None, commune: AgencyId, tree: AgencyTree) -> Proposal:
    """Propose the one lead unit of a task (Conclusion 226-KL/TW: one task, one lead).

    A field given decides. Otherwise the words of the text speak for fields, and the unit whose fields get most points
    leads; it is sure when it has three or more, not from hints alone, and at least twice as many as the next. Where
    nothing speaks for any unit, or most for a field that none answers for, the administration's office leads and a
    person should look. Coordinators are the other units the text speaks of.

    Parameters
    ----------
    task_text
        The task as the document words it.
    field
        A code of ``Field``, or None when nobody has said.
    commune
        The administration whose units are meant; a province works as well.

    Raises
    ------
    KeyError
        The administration is not in the tree.
    ValueError
        The field is not in the vocabulary.
    """
    spoken = spoken_of(task_text)
    scores = _scores(spoken, _units(commune, tree))
    if field is not None:
        return _by_field(_known(field), scores, commune, tree)
    most = max(scores.values(), default=0)
    nobodys = {field: _points(words) for field, words in spoken.items() if not _owners(field, scores, tree)}
    strongest = max(nobodys, key=lambda field: nobodys[field], default=None)
    if strongest is not None and nobodys[strongest] >= most:
        return _nobodys(strongest, scores, commune, tree)
    if most == 0:
        return _to_office(commune, tree, "Nội dung không có từ nào cho biết lĩnh vực", ())
    return _by_words(spoken, scores, tree)


def routing(tree: AgencyTree) -> Route:
    """The routing by which a directive is worked out over that directory."""

    def route(task: Task, below: AgencyId) -> Routed:
        proposal = propose(task.text, task.field, below, tree)
        return Routed(proposal.lead, proposal.coordinators)

    return route


def _known(field: str) -> Field:
    if field not in set(Field):
        raise ValueError(f"{field} is no field of work; known are {', '.join(Field)}")
    return Field(field)


def _units(administration: AgencyId, tree: AgencyTree) -> list[Agency]:
    return [agency for agency in tree.children(tree[administration].id) if agency.level is Level.UNIT]


def _points(words: Iterable[Keyword]) -> int:
    return sum(word.weight for word in words)


def _scores(spoken: _Spoken, units: list[Agency]) -> dict[AgencyId, int]:
    """Points by unit, the highest first and by id where they are equal."""
    scored = {unit.id: sum(_points(spoken.get(Field(field), ())) for field in unit.fields) for unit in units}
    return dict(sorted(scored.items(), key=lambda item: (-item[1], item[0])))


def _owners(field: Field, units: Iterable[AgencyId], tree: AgencyTree) -> list[AgencyId]:
    """The units that answer for the field, first the one that names it earlier among its fields."""
    owners = (unit for unit in units if field in tree[unit].fields)
    return sorted(owners, key=lambda unit: (tree[unit].fields.index(field), unit))


def _by_field(field: Field, scores: dict[AgencyId, int], administration: AgencyId, tree: AgencyTree) -> Proposal:
    owners = _owners(field, scores, tree)
    if not owners:
        return _nobodys(field, scores, administration, tree)
    lead, *others = owners
    reason = f"{tree[lead].name} phụ trách lĩnh vực {field.vietnamese}."
    if others:
        reason += f" Lĩnh vực này còn ghi cho {_named(others, tree)}; cần người xem lại."
    coordinators = dict.fromkeys((*others, *_coordinators(scores, besides=lead)))
    return Proposal(lead, tuple(coordinators), reason, sure=not others)


def _by_words(spoken: _Spoken, scores: dict[AgencyId, int], tree: AgencyTree) -> Proposal:
    (lead, most), *rest = scores.items()
    second = rest[0][1] if rest else 0
    words = [word for field, found in spoken.items() if field in tree[lead].fields for word in found]
    strongest = sorted(words, key=lambda word: -word.weight)[:3]
    sure = most >= SURE_FROM and most >= 2 * second and strongest[0].weight > HINT
    quoted = ", ".join(f"“{word.text}”" for word in strongest)
    reason = f"{tree[lead].name} phụ trách lĩnh vực {strongest[0].field.vietnamese}; căn cứ các từ {quoted}."
    if not sure:
        reason += " Căn cứ chưa đủ rõ, cần người xem lại."
    return Proposal(lead, _coordinators(scores, besides=lead), reason, sure)


def _nobodys(field: Field, scores: dict[AgencyId, int], administration: AgencyId, tree: AgencyTree) -> Proposal:
    because = f"Chưa có đơn vị nào phụ trách lĩnh vực {field.vietnamese}"
    return _to_office(administration, tree, because, _coordinators(scores))


def _to_office(
    administration: AgencyId, tree: AgencyTree, because: str, coordinators: tuple[AgencyId, ...]
) -> Proposal:
    office = f"{administration}{OFFICE_SUFFIX}"
    lead = office if office in tree else administration
    reason = f"{because}; tạm giao {tree[lead].name}, cần người xem lại."
    return Proposal(lead, tuple(unit for unit in coordinators if unit != lead), reason, sure=False)


def _coordinators(scores: dict[AgencyId, int], besides: AgencyId | None = None) -> tuple[AgencyId, ...]:
    return tuple(unit for unit, points in scores.items() if points >= COORDINATES_FROM and unit != besides)


def _named(units: list[AgencyId], tree: AgencyTree) -> str:
    return ", ".join(tree[unit].name for unit in units)
