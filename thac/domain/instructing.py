"""What a docket tells those below it to follow, and how an instruction becomes an event there.

An instruction is an event of the docket above, told to the dockets that it concerns. It is kept with the docket until
the one below has signed for it in a report, and told again whenever there is doubt; a number is followed once.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from thac.domain import events as ev
from thac.domain.agencies import AgencyId
from thac.domain.assignments import Assignment
from thac.domain.codec import dump, load
from thac.domain.deadlines import Deadline, exactly
from thac.domain.docket import Docket
from thac.domain.hearings import Instruction
from thac.domain.plans import PlannedTask, Slice

GIVE = "give"
"""An instruction that is no event yet: tasks that the docket below is to be given, once they are planned for it.

Its fields are ``tasks``, and ``deadlines``: how those of them that are dated stand now, by the number of the task.
"""


def instruct(docket: Docket, below: Iterable[str], event: ev.Event, recorded: ev.Recorded) -> None:
    """Note that those dockets below have to follow the event, under the number of the one that brought it about."""
    for name in below:
        _note(docket, name, Instruction(recorded.seq, event.kind, dump(type(event), event), recorded.actor))


def give(
    docket: Docket, below: Iterable[AgencyId], task: int, recorded: ev.Recorded, row: Assignment | None = None
) -> None:
    """Note that those agencies' dockets are to be given a task, as that assignment of it stands.

    One that was closed will be open again. Several tasks that one event gives travel together.
    """
    deadline = _standing(docket, task, row)
    deadlines = {} if deadline is None else {str(task): dump(Deadline, deadline)}
    for name in below:
        docket.children_closed.discard(name)
        docket.close_ordered.pop(name, None)
        told = docket.instructions.get(name, ())
        fields: dict[str, Any] = {"tasks": [task], "deadlines": deadlines}
        if told and (told[-1].number, told[-1].kind) == (recorded.seq, GIVE):
            before = told[-1].fields
            fields = {"tasks": [*before["tasks"], task], "deadlines": {**before["deadlines"], **deadlines}}
            docket.instructions[name] = told[:-1]
        _note(docket, name, Instruction(recorded.seq, GIVE, fields, recorded.actor))


def _standing(docket: Docket, number: int, row: Assignment | None) -> Deadline | None:
    """The deadline of a task as it stands now, which may not be that of the document any more; None when undated."""
    task = docket.tasks[number]
    if task.recurrence is not None:
        return None
    if row is not None:
        return None if row.due is None else row.deadlines[-1].words or exactly(row.due)
    day = None if task.relative is None else docket.days.get(task.relative.event)
    if task.deadline is not None or task.relative is None or day is None:
        return task.deadline
    return task.relative.deadline(day, docket.slice.calendar)


def tasks_given(instruction: Instruction) -> tuple[int, ...]:
    """The numbers of the tasks that an instruction gives."""
    return tuple(instruction.fields["tasks"])


def given(instruction: Instruction, planned: Slice) -> Instruction:
    """The instruction with its tasks as they are planned for the docket that gets them, and dated as they stand now."""
    event = ev.TasksGiven(_as_they_stand(instruction, planned), planned.groups, planned.keepers, instruction.number)
    return replace(instruction, kind=event.kind, fields=dump(ev.TasksGiven, event))


def opening(instruction: Instruction, planned: Slice) -> Slice:
    """The slice with which a docket that is not there yet is started by the instruction to give tasks."""
    return replace(planned, tasks=_as_they_stand(instruction, planned), instruction=instruction.number)


def _as_they_stand(instruction: Instruction, planned: Slice) -> tuple[PlannedTask, ...]:
    standing = {int(number): load(Deadline, one) for number, one in instruction.fields.get("deadlines", {}).items()}
    return tuple(replace(task, deadline=standing.get(task.number, task.deadline)) for task in planned.tasks)


def followed(instruction: Instruction) -> ev.Event:
    """The event by which the docket below follows the instruction.

    Raises
    ------
    KeyError, ValueError
        It is no event that this version knows.
    """
    fields: dict[str, Any] = {**instruction.fields, "heard": instruction.number}
    event: ev.Event = load(ev.KINDS[instruction.kind], fields)
    return event


def _note(docket: Docket, name: str, instruction: Instruction) -> None:
    docket.instructions[name] = (*docket.instructions.get(name, ()), instruction)
