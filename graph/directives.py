"""How a directive that runs, or a draft on its way to be launched, becomes a paper that is compared."""

import re
from collections.abc import Iterator

from graph.citations import symbol_key, symbols
from graph.subjects import Chain, Due, Ground, Holding, Paper, Rhythm, Source, Subject, SubjectId, Target
from thac.domain.agencies import AgencyId, AgencyTree, Level
from thac.domain.deadlines import Operator
from thac.domain.directives import Directive, DirectiveId, Group, Mode, Task
from thac.domain.recurrence import Recurrence

_OPERATORS = {Operator.BEFORE: "trước ngày", Operator.BY: "đến ngày", Operator.ON: "ngày"}
_FIGURE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|[^\W\d]+)?")
_AT_MOST = re.compile(r"không (?:quá|vượt)|tối đa|nhiều nhất|dưới|≤|<")
_PARTY = re.compile(r"\b(?:đảng ủy|tỉnh ủy|thành ủy|ban thường vụ)\b", re.IGNORECASE)


def paper_of(directive: Directive, tree: AgencyTree, parent: Directive | None = None) -> Paper:
    """The paper of a directive; ``parent`` is the directive it is an own plan for, where that runs here."""
    issuer = tree[directive.issuer]
    texts = (directive.implements or "",)
    implements = [key for text in texts for key in symbols(text)]
    if parent is not None and (key := own_symbol(parent)) is not None:
        implements.insert(0, key)
    source = Source(
        id=directive.id,
        ground=ground_of(tree, directive.issuer),
        chain=_chain(issuer.level, issuer.name),
        issuer=directive.issuer,
        symbol=own_symbol(directive),
        title=directive.subject,
        issued_on=directive.issued_on,
        implements=tuple(dict.fromkeys(implements)),
        names=(issuer.name,),
        around=(directive.subject, *texts),
    )
    return Paper(source, tuple(_subject(directive, task, tree, parent) for task in directive.tasks))


def subject_id(directive: DirectiveId, task: int) -> SubjectId:
    """The id of a directive's task as an item."""
    return f"{directive} {task}"


def own_symbol(directive: Directive) -> str | None:
    """The key of a directive's own number and symbol; None until it is registered."""
    if directive.number is None or directive.symbol is None:
        return None
    party = re.match(r"(?:NQ|QĐ|QĐi|CT|KL|KH|CV|TB|HD|CTr|TTr|BC)/", directive.symbol) is not None
    return symbol_key(f"{directive.number}{'-' if party else '/'}{directive.symbol}")


def ground_of(tree: AgencyTree, agency: AgencyId) -> Ground:
    """The administrations above an agency and its own; a body outside the chain stands where it is beside."""
    known = tree[agency]
    if known.level is Level.OUTSIDE:
        return ground_of(tree, known.beside) if known.beside is not None else Ground()
    return Ground(tuple(one for one in tree.path(agency) if tree[one].level is not Level.UNIT))


def _chain(level: Level, name: str) -> Chain:
    if level is not Level.OUTSIDE:
        return Chain.STATE
    return Chain.PARTY if _PARTY.search(name) else Chain.FRONT


def _subject(directive: Directive, task: Task, tree: AgencyTree, parent: Directive | None) -> Subject:
    each = task.mode is Mode.EACH
    leads = task.recipients if each else task.leads
    named = {one: tree[one].name for one in (*leads, *task.coordinators) if one in tree}
    return Subject(
        id=subject_id(directive.id, task.number),
        source=directive.id,
        line=task.number,
        text=task.text,
        path=str(task.number),
        holding=_holding(task),
        leads=tuple(leads),
        group=any(one in set(Group) for one in leads),
        coordinators=task.coordinators,
        due=_due(task),
        product=task.product,
        targets=tuple(target for words in task.targets for target in _targets(words)),
        field=task.field,
        implements=tuple(subject_id(parent.id, number) for number in task.implements) if parent else (),
        names=tuple(named.items()),
    )


def _holding(task: Task) -> Holding:
    if not task.tracked:
        return Holding.UNSAID
    if task.request:
        return Holding.REQUEST
    if task.mode is Mode.EACH:
        return Holding.EACH
    if len(task.leads) == 1:
        return Holding.ONE
    if task.leads:
        return Holding.JOINT
    return Holding.COORDINATORS if task.coordinators else Holding.NOBODY


def _due(task: Task) -> Due | None:
    if task.deadline is not None:
        return Due(f"{_OPERATORS[task.deadline.operator]} {task.deadline.day:%d/%m/%Y}", task.deadline.day)
    if task.recurrence is not None:
        return _recurring(task.recurrence)
    return None


def _recurring(rule: Recurrence) -> Due:
    rhythm = Rhythm(rule.every.value)
    return Due(f"{_OPERATORS[rule.operator]} {rule.day} ({rule.every})", rhythms=(rhythm,), day_of_period=rule.day)


def _targets(words: str) -> Iterator[Target]:
    if match := _FIGURE.search(words):
        value = float(match[1].replace(",", "."))
        yield Target(value, match[2] or "", _AT_MOST.search(words[: match.end()]) is None, words)
