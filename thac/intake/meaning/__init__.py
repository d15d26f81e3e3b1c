"""What a document orders of whom by when: its tree of items becomes the tasks of a draft.

One module for each question: ``ordering`` (which items order something), ``subjects``, ``listing``, ``coordination``
and ``actors`` (who), ``modes`` (how they share it), ``when`` (by when), ``targets``, ``products``, ``reports``,
``tracked``. ``bodies`` reads names with the words of ``lexicon``.
"""

from thac.directory.names import Resolved
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.document import Document
from thac.intake.draft import Draft, DraftTask
from thac.intake.meaning.deadlines import Deadlines
from thac.intake.meaning.ordering import Order, orders
from thac.intake.meaning.preparing import prepared
from thac.intake.meaning.resolving import Names, issuing_body
from thac.intake.meaning.setting import setting_of
from thac.intake.meaning.tasks import Reading, rhythm_of, task_of
from thac.intake.meaning.when import Clock

__all__ = ["interpret"]


def interpret(document: Document, tree: AgencyTree | None = None, issuer: AgencyId | None = None) -> Draft:
    """Read what a document orders.

    Parameters
    ----------
    document
        The document taken apart.
    tree
        The directory; without it no name is resolved.
    issuer
        The agency that issues the document, where that is known; otherwise the letterhead or the text says it.

    Raises
    ------
    KeyError
        ``issuer`` is not in the tree.
    """
    read = prepared(document)
    setting = setting_of(read)
    issued_by = issuing_body(setting.issuer, tree, issuer, read)
    within = issued_by.meaning.agency if issued_by and isinstance(issued_by.meaning, Resolved) else None
    day = document.header.date
    clock = Clock(day.year, day.month, day.day)
    reading = Reading(setting, Names(tree, within), Deadlines(clock))
    return Draft(document, _tasks(tuple(orders(read)), reading), issuer=issued_by)


def _tasks(found: tuple[Order, ...], reading: Reading) -> tuple[DraftTask, ...]:
    tasks: list[DraftTask] = []
    for number, order in enumerate(found, 1):
        beside = number > 1 and found[number - 2].trail[-1:] == order.trail[-1:]
        tasks.append(task_of(number, order, reading, rhythm_of(tasks[-1]) if beside else ()))
    return tuple(tasks)
