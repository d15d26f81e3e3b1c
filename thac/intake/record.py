"""A draft and its corrections as JSON that comes back the same: the form in which they are kept."""

import json
from dataclasses import replace
from typing import Any, Final, TypeAlias, get_args

from thac.domain.codec import dump, load
from thac.intake.corrections import AddedTask, Corrections, HeaderCorrection, NoDeadline, TaskCorrection
from thac.intake.document import Document
from thac.intake.draft import Draft, DraftTask, Finding, NamedBody, ReadDeadline, When
from thac.intake.transcript import Medium, Transcript

Json: TypeAlias = dict[str, Any]

_SHAPES: Final = {shape.__name__: shape for shape in (*get_args(When), NoDeadline)}
"""What a deadline may be, by the name it is kept under: two shapes may have the same members."""


def transcript_text(transcript: Transcript) -> str:
    """The lines of a document."""
    return _text(dump(Transcript, transcript))


def transcript_of(text: str) -> Transcript:
    """The lines that were kept."""
    return load(Transcript, json.loads(text))


def draft_text(draft: Draft) -> str:
    """What was read, without the lines, which are kept apart, and without findings, which are found anew."""
    bare = replace(draft.document, transcript=Transcript(Medium.TEXT, ()))
    return _text(
        {
            "document": dump(Document, bare),
            "tasks": [_task(task) for task in draft.tasks],
            "issuer": None if draft.issuer is None else dump(NamedBody, draft.issuer),
            "findings": dump(tuple[Finding, ...], draft.findings),
        }
    )


def draft_of(text: str, transcript: Transcript) -> Draft:
    """The draft that was kept, with its lines."""
    kept = json.loads(text)
    return Draft(
        replace(load(Document, kept["document"]), transcript=transcript),
        tuple(_task_of(task) for task in kept["tasks"]),
        load(tuple[Finding, ...], kept["findings"]),
        None if kept["issuer"] is None else load(NamedBody, kept["issuer"]),
    )


def corrections_text(corrections: Corrections) -> str:
    """What was put in place of what was read."""
    return _text(
        {
            "header": dump(HeaderCorrection, corrections.header),
            "tasks": {str(number): _correction(one) for number, one in sorted(corrections.tasks.items())},
            "added": [
                {"number": one.number, "of": one.of, "line": one.line, "what": _correction(one.what)}
                for one in corrections.added
            ],
            "parent": corrections.parent,
            "independent": corrections.independent,
        }
    )


def corrections_of(text: str) -> Corrections:
    """The corrections that were kept."""
    kept = json.loads(text)
    return Corrections(
        load(HeaderCorrection, kept["header"]),
        {int(number): _correction_of(one) for number, one in kept["tasks"].items()},
        tuple(AddedTask(one["number"], _correction_of(one["what"]), one["of"], one["line"]) for one in kept["added"]),
        kept["parent"],
        kept["independent"],
    )


def _task(task: DraftTask) -> Json:
    kept: Json = dump(DraftTask, replace(task, deadline=None))
    if task.deadline is not None:
        kept["deadline"] = {
            "when": _shape(task.deadline.when),
            "words": task.deadline.words,
            "line": task.deadline.line,
        }
    return kept


def _task_of(kept: Json) -> DraftTask:
    deadline = kept.pop("deadline", None)
    task = load(DraftTask, kept)
    if deadline is None:
        return task
    return replace(task, deadline=ReadDeadline(_shape_of(deadline["when"]), deadline["words"], deadline["line"]))


def _correction(said: TaskCorrection) -> Json:
    kept: Json = dump(TaskCorrection, replace(said, deadline=None))
    return kept if said.deadline is None else kept | {"deadline": _shape(said.deadline)}


def _correction_of(kept: Json) -> TaskCorrection:
    deadline = kept.pop("deadline", None)
    said = load(TaskCorrection, kept)
    return said if deadline is None else replace(said, deadline=_shape_of(deadline))


def _shape(when: When | NoDeadline) -> Json:
    return {"shape": type(when).__name__, **dump(type(when), when)}


def _shape_of(kept: Json) -> Any:
    return load(_SHAPES[kept.pop("shape")], kept)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
