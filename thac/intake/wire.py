"""A draft as plain JSON data: what `thac parse --json` prints and the API answers with.

Names of deadline shapes, modes and operators are those of the project's answer keys for real documents.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import Any, TypeAlias

from thac.directory.names import Ambiguous, Group, Resolution, Resolved, Unknown
from thac.domain.codec import dump
from thac.domain.directives import Urgency
from thac.intake.corrections import AddedTask, Corrections, HeaderCorrection, NoDeadline, TaskCorrection
from thac.intake.document import Document, Header, Item, PartialDate, Reference
from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Draft,
    DraftTask,
    Due,
    Finding,
    NamedBody,
    Ongoing,
    Period,
    ReadDeadline,
    Recurring,
    Several,
    Target,
    Vague,
)

Json: TypeAlias = dict[str, Any]


def draft_json(draft: Draft) -> Json:
    """The whole draft: header, recipients, references, tasks, findings, and who issued it."""
    document = draft.document
    return {
        "header": header_json(document.header),
        "issuer": None if draft.issuer is None else body_json(draft.issuer),
        "recipients": {"to": list(document.recipients.to), "copies": list(document.recipients.copies)},
        "references": [reference_json(one) for one in document.references],
        "tasks": [task_json(one) for one in draft.tasks],
        "findings": [finding_json(one) for one in draft.findings],
        "source": _source(document),
    }


def header_json(header: Header) -> Json:
    """The letterhead and the signature; what is not printed or left blank is null."""
    return {
        "number": header.number,
        "symbol": header.symbol,
        "doc_type": header.doc_type,
        "superior_body": header.superior_body,
        "issuing_body": header.issuing_body,
        "place": header.place,
        "date": _partial(header.date),
        "subject": header.subject,
        "signer": header.signer,
        "signing_title": header.signing_title,
        "urgency": None if header.urgency is Urgency.NORMAL else header.urgency.value,
        "secrecy": None,  # a document with a mark of secrecy never becomes a draft
        "party": header.party,
        "lines": dict(header.lines),
    }


def reference_json(reference: Reference) -> Json:
    """A cited document."""
    return {
        "symbol": reference.symbol,
        "printed": reference.printed,
        "doc_type": reference.doc_type,
        "issuer": reference.issuer,
        "date": _iso(reference.date),
        "role": reference.role.value,
        "lines": list(reference.lines),
    }


def task_json(task: DraftTask) -> Json:
    """A task; bodies by their names, with what each means in the directory under ``bodies``."""
    roles = {
        "leads": task.leads,
        "coordinators": task.coordinators,
        "report_to": task.report_to,
        "report_via": task.report_via,
    }
    return {
        "number": task.number,
        "path": task.path,
        "line": task.line,
        "text": task.text,
        "mode": task.mode.value,
        **{role: [body.name for body in bodies] for role, bodies in roles.items()},
        "deadline": deadline_json(task.deadline),
        "product": task.product,
        "indicators": [target_json(one) for one in task.targets],
        "tracked": task.tracked,
        "untracked_because": task.untracked_because,
        "unsure": list(task.unsure),
        "bodies": {role: [body_json(body) for body in bodies] for role, bodies in roles.items()},
    }


def body_json(body: NamedBody) -> Json:
    """A body as printed, and which agencies that means."""
    return {
        "name": body.name,
        "printed": body.printed,
        "line": body.line,
        "meaning": None if body.meaning is None else meaning_json(body.meaning),
    }


def meaning_json(meaning: Resolution) -> Json:
    """What a name means: ``kind`` is agency, ambiguous, group or unknown."""
    match meaning:
        case Resolved(agency):
            return {"kind": "agency", "agency": agency}
        case Ambiguous(candidates):
            return {"kind": "ambiguous", "candidates": list(candidates)}
        case Group(kinds, of, partial):
            return {"kind": "group", "groups": [kind.value for kind in kinds], "of": of, "partial": partial}
        case Unknown(nearest):
            return {"kind": "unknown", "nearest": list(nearest)}


def target_json(target: Target) -> Json:
    """A figure to reach."""
    return {
        "op": target.op.value,
        "value": target.value,
        "unit": target.unit,
        "text": target.text,
        "line": target.line,
    }


def finding_json(finding: Finding) -> Json:
    """What is to be said about the draft."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "english": finding.english,
        "line": finding.line,
        "evidence": finding.evidence,
        "task": finding.task,
        "suggestions": list(finding.suggestions),
    }


def corrections_json(corrections: Corrections) -> Json:
    """What was put in place of what was read, without what was left as it was; deadlines in the shapes of a draft."""
    return {
        "header": dump(HeaderCorrection, corrections.header),
        "tasks": {str(number): _correction(one) for number, one in sorted(corrections.tasks.items())},
        "added": [_added(one) for one in corrections.added],
        "parent": corrections.parent,
        "independent": corrections.independent,
    }


def _correction(said: TaskCorrection) -> Json:
    shown: Json = dump(TaskCorrection, replace(said, deadline=None, targets=None))
    if said.deadline is not None:
        shown["deadline"] = {"type": "none"} if isinstance(said.deadline, NoDeadline) else _when(said.deadline)
    return shown if said.targets is None else shown | {"targets": [target_json(one) for one in said.targets]}


def _added(one: AddedTask) -> Json:
    where = {"number": one.number, "of": one.of, "line": one.line}
    return {name: value for name, value in where.items() if value is not None} | _correction(one.what)


def deadline_json(deadline: ReadDeadline | None) -> Json:
    """When a task is due, in the shape its ``type`` has; ``{"type": "none"}`` where nothing is printed."""
    if deadline is None:
        return {"type": "none"}
    return {**_when(deadline.when), "verbatim": deadline.words, "line": deadline.line}


@singledispatch
def _when(when: object) -> Json:
    raise TypeError(f"no shape of a deadline: {when!r}")


@_when.register
def _(when: Absolute) -> Json:
    return {"type": "absolute", **_day(when)}


@_when.register
def _(when: Several) -> Json:
    return {"type": "absolute_multi", "items": _milestones(when.items)}


@_when.register
def _(when: Period) -> Json:
    shape: Json = {"type": "period", "op": "within", "from": when.start, "to": when.end}
    return shape | {"milestones": _milestones(when.milestones)} if when.milestones else shape


@_when.register
def _(when: Recurring) -> Json:
    dues = [_due(one) for one in when.dues]
    shape: Json = {"type": "recurring", "frequency": [one.value for one in when.frequency], "due": None}
    if dues:
        shape["due"] = dues[0] if len(dues) == 1 else dues
    return shape if when.until is None else shape | {"until": when.until.isoformat()}


@_when.register
def _(when: AfterEvent) -> Json:
    # So long from an event is a term within which it is due; so long before one, or no number, says no such thing.
    within = (when.days or when.hours or when.months or 0) > 0
    return {
        "type": "relative",
        **({"op": "within"} if within else {}),
        "trigger": when.event,
        "offset_days": when.days,
        "working_days": when.working,
        "offset_hours": when.hours,
        "offset_months": when.months,
        "date": _iso(when.day),
    }


@_when.register
def _(_: Ongoing) -> Json:
    return {"type": "ongoing"}


@_when.register
def _(_: Vague) -> Json:
    return {"type": "vague"}


def _milestones(items: Iterable[tuple[Absolute, str]]) -> list[Json]:
    return [{**_day(day), "what": what} for day, what in items]


def _day(when: Absolute) -> Json:
    shape: Json = {"op": when.op.value, "date": when.day.isoformat()}
    return shape if when.hour is None else shape | {"time": f"{when.hour:%H:%M}"}


def _due(due: Due) -> Json:
    shape: Json = {"op": due.op.value, "day": due.day, "month": due.month}
    if due.weekday is not None:
        shape["weekday"] = due.weekday
    return shape if due.hour is None else shape | {"time": f"{due.hour:%H:%M}"}


def _source(document: Document) -> Json:
    """What the file was, and which of its lines no item of the draft covers is for the reader to see by the counts."""
    items: Iterable[Item] = (one for top in document.body for one in top.walk())
    return {
        "medium": document.transcript.medium.value,
        "pages": document.transcript.pages,
        "lines": len(document.transcript.lines),
        "items": sum(1 for _ in items),
    }


def _partial(day: PartialDate) -> Json:
    return {"day": day.day, "month": day.month, "year": day.year}


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
