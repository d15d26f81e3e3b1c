"""One order of a document as a task of the draft: who, by when, what comes out, to which figure, reported to whom."""

from dataclasses import dataclass

from thac.intake.draft import DraftTask, Frequency, Recurring, Target
from thac.intake.meaning.actors import Actors, Setting, actors_of
from thac.intake.meaning.deadlines import Deadlines
from thac.intake.meaning.fields import Kind, only
from thac.intake.meaning.ordering import Order
from thac.intake.meaning.products import product_of
from thac.intake.meaning.reports import reporting
from thac.intake.meaning.resolving import Names
from thac.intake.meaning.targets import targets
from thac.intake.meaning.tracked import untracked_because
from thac.intake.structure.letters import capitals_only


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tasks of one document are read with."""

    setting: Setting
    names: Names
    deadlines: Deadlines


def task_of(number: int, order: Order, reading: Reading, kept: tuple[Frequency, ...] = ()) -> DraftTask:
    """Read one order; ``kept`` is how often its neighbour above reports."""
    actors = actors_of(order, reading.setting)
    dated = reading.deadlines.of(order, kept)
    product = product_of(order.text, order.fields)
    report = reporting(order.text, order.line, order.fields)
    reason = untracked_because(dated.deadline, product, reports=report.reports, has_actor=bool(actors.leads))
    body = reading.names.body
    return DraftTask(
        number,
        order.path,
        order.line,
        _whole(order),
        actors.mode,
        tuple(map(body, actors.leads)),
        tuple(map(body, actors.coordinators)),
        dated.deadline,
        product,
        _targets(order),
        tuple(map(body, report.to)),
        tuple(map(body, report.via)),
        tracked=reason is None,
        untracked_because=reason,
        unsure=(*_unsure_text(order), *_unsure(actors, deadline_is_sure=dated.sure)),
    )


def _unsure(actors: Actors, *, deadline_is_sure: bool) -> tuple[str, ...]:
    return (() if actors.sure else ("leads",)) + (() if deadline_is_sure else ("deadline",))


def _unsure_text(order: Order) -> tuple[str, ...]:
    """A title in capitals that stands alone is no order: what the document has below it, such as a table, is unread."""
    return ("text",) if capitals_only(order.text) and not (order.fields or order.details) else ()


def _whole(order: Order) -> str:
    """The text with the details that stand below it, each on a line of its own."""
    return "\n".join((order.text, *(f"- {one.text}" for top in order.details for one in top.walk())))


def _targets(order: Order) -> tuple[Target, ...]:
    found = list(targets(order.text, order.line))
    for one in only(order.fields, Kind.TARGET, Kind.PRODUCT):
        found += targets(one.text, one.line)
    for top in order.details:
        for item in top.walk():
            found += targets(item.text, item.line)
    return tuple(found)


def rhythm_of(task: DraftTask) -> tuple[Frequency, ...]:
    """How often a task recurs, for the neighbour that reports on the same occasions."""
    when = task.deadline.when if task.deadline else None
    return when.frequency if isinstance(when, Recurring) else ()
