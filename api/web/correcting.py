"""What a clerk corrects, form by form: the fields as they stand, and the corrections that a changed form comes to.

A form shows one task or the letterhead. Only what was changed in it becomes a correction; everything that was corrected
before stays.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.codes import ApiCode
from api.errors import Fault, ProblemError, invalid, problem
from api.schemas.corrections import CorrectionsIn
from api.schemas.drafts import DraftTaskOut
from api.showing_drafts import Shown
from api.web import target_fields
from api.web.deadline_fields import fields_of, shape_of
from api.web.typed_names import Names, shown_as
from thac.directory.groups import GroupKind
from thac.domain.agencies import AgencyTree

Json = dict[str, Any]
Fields = dict[str, str]

GROUPS: Final = {
    GroupKind.PROVINCES: ("các tỉnh, thành phố", "the provinces"),
    GroupKind.DEPARTMENTS: ("các sở, ban, ngành", "the departments"),
    GroupKind.COMMUNES: ("các xã, phường, đặc khu", "the communes"),
    GroupKind.UNITS: ("các phòng, đơn vị trực thuộc", "the units"),
    GroupKind.VILLAGES: ("các thôn, tổ dân phố", "the villages"),
}
_HEADER: Final = ("doc_type", "number", "symbol", "subject", "issued_on", "urgency", "issuing_body", "implements")
_BLANKABLE: Final = frozenset({"number", "symbol"})
_PLAIN: Final = ("text", "product", "within", "field", "silence_days", "beyond")
_SAID: Final = frozenset({"text", "product"})
"""Fields in which an empty one says something; in the others it takes back what was corrected."""
_NUMBERS: Final = ("collects", "implements")
_CODES: Final = re.compile(r" (?:\([a-z]+[._][a-z_.]+\)|\[[0-9a-f]{16}\])")
_LABELS: Final = {
    "text": "Nội dung",
    "lead": "Chủ trì",
    "recipients": "Nơi nhận",
    "coordinators": "Phối hợp",
    "deadline": "Thời hạn",
    "product": "Sản phẩm",
    "targets": "Chỉ tiêu",
    "tracked": "Theo dõi",
    "reason": "Lý do",
    "silence_days": "Số ngày báo cáo",
    "collects": "Tổng hợp từ các nhiệm vụ",
    "implements": "Thực hiện nhiệm vụ của văn bản cấp trên",
    "monitor": "Đầu mối theo dõi",
    "issued_on": "Ngày ban hành",
    "number": "Số",
    "symbol": "Ký hiệu",
    "subject": "Trích yếu",
    "doc_type": "Loại văn bản",
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a form comes to, or what could not be understood in it."""

    body: Json
    names: Names


def header_fields(shown: Shown) -> Fields:
    """The letterhead as its form shows it."""
    header, said = shown.stands.draft.document.header, shown.stands.corrections.header
    day = header.date.value
    stands = {
        "doc_type": header.doc_type,
        "number": header.number,
        "symbol": header.symbol,
        "subject": header.subject,
        "issued_on": None if day is None else day.isoformat(),
        "urgency": header.urgency.value,
        "issuing_body": header.issuing_body,
        "implements": said.implements,
    }
    return {name: " ".join((value or "").split()) for name, value in stands.items()}


def task_fields(shown: Shown, task: DraftTaskOut) -> Fields:
    """A task as its form shows it."""
    tree, said = shown.view.tree, shown.stands.corrections.of(task.number)
    meanings = [body["meaning"] or {} for body in task.bodies["leads"]]
    named = [_named(body, tree) for body in task.bodies["leads"] if (body["meaning"] or {}).get("kind") != "group"]
    groups = [group for meaning in meanings if meaning.get("kind") == "group" for group in meaning["groups"]]
    each = task.mode in {"fan_out", "each_named"} or len(named) > 1 or bool(groups)
    fields: Fields = {
        "text": task.text,
        "to": "each" if each else "lead",
        "lead": "" if each else next(iter(named), ""),
        "recipients": "\n".join(named) if each else "",
        "request": "yes" if task.mode == "request" else "",
        "coordinators": "\n".join(_named(body, tree) for body in task.bodies["coordinators"]),
        "product": task.product or "",
        "tracked": "yes" if task.tracked else "no",
        "reason": "" if task.tracked else task.untracked_because or "",
        "within": said.within or "",
        "field": said.field or "",
        "monitor": "" if said.monitor is None else shown_as(tree[said.monitor]),
        "collects": ", ".join(map(str, said.collects or ())),
        "silence_days": str(said.silence_days or ""),
        "implements": ", ".join(map(str, said.implements or ())),
        "beyond": said.beyond or "",
    }
    fields |= {f"group.{group}": "yes" for group in groups}
    figures = target_fields.fields_of(task.indicators)
    return {name: value.strip() for name, value in (fields | fields_of(task.deadline) | figures).items()}


def with_header(shown: Shown, form: FormData) -> Json:
    """All corrections, with the letterhead as the form says it."""
    body, before = _present(shown), header_fields(shown)
    for name in _HEADER:
        value = _one(form, name)
        if value != before[name] and (value or name in _BLANKABLE):
            body["header"][name] = value
    return body


def with_task(shown: Shown, task: DraftTaskOut, form: FormData) -> Corrected:
    """All corrections, with the task as the form says it."""
    body, names = _present(shown), _names(shown)
    changed = _changes(task_fields(shown, task), _sent(form), names)
    added = next((one for one in body["added"] if one["number"] == task.number), None)
    into = body["tasks"].setdefault(str(task.number), {}) if added is None else added
    _take(into, changed)
    if added is None and not into:
        del body["tasks"][str(task.number)]
    return Corrected(body, names)


def with_added(shown: Shown, form: FormData) -> Corrected:
    """All corrections, with a further task: a part of another one, or one that the reading missed."""
    body, names = _present(shown), _names(shown)
    empty: Fields = {"to": "lead", "tracked": "yes", "due.type": "none"}
    of, line = _one(form, "of"), _one(form, "line")
    changed = _changes(empty, _sent(form), names)
    where = {name: value for name, value in (("of", of), ("line", line)) if value}
    added: Json = {"number": next_number(shown), **where}
    _take(added, changed)
    body["added"].append(added)
    return Corrected(body, names)


def next_number(shown: Shown) -> int:
    """The number that the next task to be added has."""
    return max((one.number for one in shown.detail.tasks), default=0) + 1


def without_task(shown: Shown, number: int) -> Json:
    """All corrections but those of that task; one that was added is gone."""
    body = _present(shown)
    body["tasks"].pop(str(number), None)
    body["added"] = [one for one in body["added"] if one["number"] != number]
    return body


def with_parent(shown: Shown, form: FormData) -> Json:
    """All corrections, with the word whether the draft is the own plan for a directive that runs."""
    chosen = _one(form, "parent")
    body = _present(shown)
    return body | {"parent": chosen if chosen not in {"", "none"} else None, "independent": chosen == "none"}


def corrections_in(body: Json, version: int, names: Names | None = None) -> CorrectionsIn:
    """The corrections as the API takes them in.

    Raises
    ------
    ProblemError
        A name could not be understood, or a field has not the shape asked for; each says where in an official's words.
    """
    if names is not None and names.faults:
        raise problem(ApiCode.INVALID, names.faults)
    try:
        return CorrectionsIn.model_validate({"version": version, **body})
    except ValidationError as error:
        raise worded(invalid(error.errors(include_input=False))) from error


def worded(error: ProblemError) -> ProblemError:
    """The problem without what only programs read: with names of fields for pointers into data, without codes."""
    numbered = error.code == ApiCode.INVALID
    faults = tuple(_worded(one, numbered=numbered) for one in error.faults)
    return replace(error, detail=_plain(error.detail), detail_en=_plain(error.detail_en), faults=faults)


def _worded(one: Fault, *, numbered: bool) -> Fault:
    """``numbered``: its pointer names a task by its number; elsewhere the sentence does."""
    parts = (one.pointer or "").split("/")
    label = next((_LABELS[part] for part in reversed(parts) if part in _LABELS), None)
    number = next((f"Nhiệm vụ {after}" for part, after in pairwise(parts) if numbered and part == "tasks"), None)
    where = ", ".join(filter(None, (number, label)))
    detail = _plain(one.detail)
    return replace(one, detail=f"{where}: {detail}" if where else detail, detail_en=_plain(one.detail_en), pointer=None)


def _plain(sentence: str) -> str:
    """A sentence without the names of fields and the internal ids that programs find in it."""
    return _CODES.sub("", sentence)


def _present(shown: Shown) -> Json:
    held = shown.detail.corrections
    return {
        "header": dict(held["header"]),
        "tasks": {number: dict(one) for number, one in held["tasks"].items()},
        "added": [dict(one) for one in held["added"]],
        "parent": held["parent"],
        "independent": held["independent"],
    }


def _names(shown: Shown) -> Names:
    return Names(shown.view.tree, shown.view.agency)


def _sent(form: FormData) -> Fields:
    return {name: value.strip().replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}


def _one(form: FormData, name: str) -> str:
    value = form.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _changes(before: Mapping[str, str], sent: Mapping[str, str], names: Names) -> Json:
    """What the form says otherwise than it was shown, as fields of a correction."""
    changed: Json = {}
    for name in _PLAIN:
        value = sent.get(name, "")
        if value != before.get(name, ""):
            changed[name] = value if value or name in _SAID else None
    for name in _NUMBERS:
        if sent.get(name, "") != before.get(name, ""):
            changed[name] = [one.strip() for one in sent.get(name, "").split(",") if one.strip()]
    if (deadline := shape_of(sent)) != shape_of(before):
        changed["deadline"] = deadline
    if (targets := target_fields.targets_of(sent)) != target_fields.targets_of(before):
        changed["targets"] = targets
    if sent.get("coordinators", "") != before.get("coordinators", ""):
        changed["coordinators"] = names.several(sent.get("coordinators", ""), "coordinators")
    if (monitor := sent.get("monitor", "")) != before.get("monitor", ""):
        changed["monitor"] = names.one(monitor, "monitor") if monitor else None
    return changed | _addressed(before, sent, names) | _tracking(before, sent)


def _addressed(before: Mapping[str, str], sent: Mapping[str, str], names: Names) -> Json:
    changed: Json = {}
    if sent.get("request", "") != before.get("request", ""):
        changed["request"] = bool(sent.get("request"))
    address = ("to", "lead", "recipients", "group.")
    if _part(sent, *address) == _part(before, *address):
        return changed
    if sent.get("to") == "lead":
        lead = sent.get("lead", "")
        return changed | {"lead": names.one(lead, "lead") if lead else ""}
    chosen = [group.value for group in GroupKind if sent.get(f"group.{group}")]
    recipients = [*chosen, *names.several(sent.get("recipients", ""), "recipients")]
    return changed | {"recipients": recipients}


def _tracking(before: Mapping[str, str], sent: Mapping[str, str]) -> Json:
    said = (sent.get("tracked", "yes"), sent.get("reason", ""))
    if said == (before.get("tracked", "yes"), before.get("reason", "")):
        return {}
    if said[0] == "no":
        return {"tracked": False, "reason": said[1] or None}
    return {"tracked": True}


def _take(into: Json, changed: Json) -> None:
    """Put what was changed into a correction; a lead takes the place of recipients and the other way round."""
    if "lead" in changed or "recipients" in changed:
        into.pop("lead", None)
        into.pop("recipients", None)
    if changed.get("tracked"):
        into.pop("reason", None)
    into.update({name: value for name, value in changed.items() if value is not None})
    for name in [name for name, value in changed.items() if value is None]:
        into.pop(name, None)


def _part(fields: Mapping[str, str], *prefixes: str) -> Fields:
    return {name: value for name, value in fields.items() if value and name.startswith(prefixes)}


def _named(body: Mapping[str, Any], tree: AgencyTree) -> str:
    meaning = body["meaning"] or {}
    return shown_as(tree[meaning["agency"]]) if meaning.get("kind") == "agency" else str(body["name"])
