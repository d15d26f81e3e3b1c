"""What is asked of a docket: a command as it was sent, with the texts that it names by digest."""

from dataclasses import dataclass, fields
from typing import Any

from api.schemas.commands import CommandIn, Form, Place, word_of
from thac.domain import commands as cmd
from thac.domain.agencies import AgencyId
from thac.domain.directives import DirectiveId, Mode, Task
from thac.domain.plans import PlannedTask
from thac.domain.views import split_assignment_id
from thac.store.access import digest


@dataclass(frozen=True, slots=True)
class Address:
    """Where a command goes. ``agency`` None: to the agency that issued the directive."""

    directive: DirectiveId
    agency: AgencyId | None = None
    assignment: str | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A command with the docket it goes to, and the texts it names by digest.

    As it was sent, agencies that are to receive work are named and no more; :mod:`api.addressing` adds what the
    directory knows of them. ``on_behalf`` is the agency whose act is entered, ``task`` a further task in its own words.
    """

    directive: DirectiveId
    agency: AgencyId | None
    command: cmd.Command
    texts: tuple[str, ...] = ()
    on_behalf: AgencyId | None = None
    task: Task | None = None


def address_of(assignment: str) -> Address:
    """Where an assignment is kept.

    Raises
    ------
    ValueError
        It is no id of an assignment.
    """
    return Address(*split_assignment_id(assignment))


def address_in(form: Form, item: Any) -> Address:
    """Where an item of a batch goes.

    Raises
    ------
    ValueError
        It names no assignment.
    """
    match form.place:
        case Place.ASSIGNMENT:
            return address_of(item.assignment)
        case Place.DOCKET:
            return Address(item.directive, item.agency)
        case Place.DIRECTIVE:
            return Address(item.directive)


def errand(form: Form, address: Address, body: CommandIn) -> Errand:
    """The errand that a body of that form is."""
    said: dict[str, Any] = {}
    texts: list[str] = []
    task: Task | None = None
    for name in form.words:
        sent = getattr(body, name)
        if sent is None:
            continue
        word = word_of(form.command, name)
        value = word.value(sent)
        if word.text:
            texts.append(value)
            value = digest(value)
        elif isinstance(value, Task):
            task, value = value, _as_worded(value)
        said[name] = value
    if any(one.name == "assignment" for one in fields(form.command)):
        said["assignment"] = address.assignment
    command = form.command(**said)
    return Errand(address.directive, address.agency, command, tuple(texts), body.on_behalf_of, task)


def _as_worded(task: Task) -> PlannedTask:
    """The task before it is planned: its number and whom it names."""
    return PlannedTask(task.number, (*task.leads, *task.recipients), single=task.mode is Mode.SINGLE)
