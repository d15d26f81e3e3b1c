"""How a draft is put into words: names of bodies, deadlines, and what there is to choose from in its forms."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from api.showing_drafts import Shown
from api.web import target_fields
from api.web.correcting import GROUPS
from api.web.deadline_fields import FREQUENCIES, MONTHS, OPERATORS, TYPES, UNITS, rows
from api.web.language import Speech
from api.web.typed_names import shown_as
from api.web.visiting import Visit
from thac.directory.fields import Field
from thac.domain.directives import Urgency, Within
from thac.store.directives import DirectiveState

URGENCIES = {
    Urgency.NORMAL: ("Thường", "Normal"),
    Urgency.URGENT: ("Khẩn", "Urgent"),
    Urgency.VERY_URGENT: ("Thượng khẩn", "Very urgent"),
    Urgency.IMMEDIATE: ("Hỏa tốc", "Immediate"),
}
DIRECTIVE_STATES = {
    DirectiveState.RUNNING: ("Đang thực hiện", "Running"),
    DirectiveState.LAUNCHING: ("Đang ban hành", "Being launched"),
    DirectiveState.FAILED: ("Không ban hành được", "Launch failed"),
    DirectiveState.DRAFT: ("Dự thảo", "Draft"),
    DirectiveState.RECALLED: ("Đã thu hồi", "Recalled"),
}
WITHIN = {
    Within.ROUTED: ("giao một đơn vị theo lĩnh vực", "to the one unit of the field"),
    Within.EVERY_UNIT: ("giao mọi đơn vị trực thuộc", "to each of its units"),
}
MODES = {
    "single_lead": ("Một cơ quan chủ trì", "One lead"),
    "fan_out": ("Mỗi nơi nhận một bản", "Each its own copy"),
    "each_named": ("Mỗi nơi nhận một bản", "Each its own copy"),
    "role_based": ("Chưa rõ cơ quan nào", "A role, no agency yet"),
    "coordinator_only": ("Chỉ có cơ quan phối hợp", "Only coordinators"),
    "request": ("Đề nghị", "A request"),
    "no_lead": ("Chưa có cơ quan chủ trì", "No lead"),
    "multi_lead_violation": ("Nhiều cơ quan chủ trì", "Several leads"),
}
_UNSURE = {
    "text": ("nội dung", "text"),
    "lead": ("cơ quan chủ trì", "lead"),
    "leads": ("cơ quan chủ trì", "lead"),
    "mode": ("cách giao", "how it is given"),
    "coordinators": ("cơ quan phối hợp", "coordinators"),
    "deadline": ("thời hạn", "deadline"),
    "product": ("sản phẩm", "product"),
    "indicators": ("chỉ tiêu", "figures"),
    "tracked": ("có theo dõi hay không", "tracked or not"),
}


class Filled(dict[str, Any]):
    """The fields of a form; what was not filled in is empty."""

    def __missing__(self, name: str) -> str:
        """An empty field."""
        return ""


Words = Mapping[Any, tuple[str, str]]


def options(say: Speech, words: Words) -> list[tuple[str, str]]:
    """What a field may be chosen from: the code and its words."""
    return [(str(getattr(code, "value", code)), say(*said)) for code, said in words.items()]


def draft_options(visit: Visit, seen: Shown) -> dict[str, Any]:
    """What the forms of a draft have to choose from."""
    say = visit.say
    return {
        "types": options(say, TYPES),
        "operators": options(say, OPERATORS),
        "frequencies": options(say, FREQUENCIES),
        "months": options(say, MONTHS),
        "units": options(say, UNITS),
        "groups": options(say, GROUPS),
        "urgencies": options(say, URGENCIES),
        "within": options(say, WITHIN),
        "fields_of_work": [(one.value, say(one.vietnamese, one.value.replace("_", " "))) for one in Field],
        "rows": rows,
        "binding": options(say, target_fields.BINDING),
        "target_rows": target_fields.rows,
        "several_dues": {task.number for task in seen.detail.tasks if isinstance(task.deadline.get("due"), list)},
    }


def agency_options(seen: Shown) -> list[str]:
    """The agencies that the issuer may give work to, to choose from while typing."""
    return [shown_as(one) for one in seen.view.tree.children(seen.view.agency)]


def names_of(visit: Visit, seen: Shown) -> Callable[[Mapping[str, Any]], str]:
    """Says what a body that the draft names means in the directory."""
    tree, say = seen.view.tree, visit.say

    def name(body: Mapping[str, Any]) -> str:
        meaning = body["meaning"] or {}
        match meaning.get("kind"):
            case "agency":
                return tree[meaning["agency"]].name
            case "ambiguous":
                return say(f"{body['name']} (chưa rõ cơ quan nào)", f"{body['name']} (not clear which)")
            case "unknown":
                return say(f"{body['name']} (không có trong danh bạ)", f"{body['name']} (not in the directory)")
            case _:
                return str(body["name"])

    return name


def unsure_words(say: Speech, names: list[str]) -> str:
    """Which readings a person should look at."""
    return ", ".join(dict.fromkeys(say(*_UNSURE.get(name, (name, name))) for name in names))


def due_words(say: Speech, shape: Mapping[str, Any]) -> str:
    """A deadline as a sentence; the document's own words where it has any."""
    if said := shape.get("verbatim"):
        return str(said)
    match shape["type"]:
        case "absolute":
            return _day(say, shape)
        case "absolute_multi":
            return "; ".join(
                filter(None, (f"{_day(say, one)} {one.get('what') or ''}".strip() for one in shape["items"]))
            )
        case "period":
            return say("trong giai đoạn", "within") + f" {shape.get('from') or '…'} – {shape.get('to') or '…'}"
        case "recurring":
            return ", ".join(say(*FREQUENCIES[one]) for one in shape["frequency"])
        case "relative":
            return _after(say, shape)
        case kind:
            return say(*TYPES[kind])


def _day(say: Speech, shape: Mapping[str, Any]) -> str:
    day = date.fromisoformat(shape["date"])
    hour = f"{shape['time']} " if shape.get("time") else ""
    return f"{hour}{say(*OPERATORS[shape['op']])} {day:%d/%m/%Y}"


def _after(say: Speech, shape: Mapping[str, Any]) -> str:
    amounts = (
        (shape.get("offset_days"), "working" if shape.get("working_days") else "days"),
        (shape.get("offset_hours"), "hours"),
        (shape.get("offset_months"), "months"),
    )
    for amount, unit in amounts:
        if amount is not None:
            return say(
                f"{amount} {UNITS[unit][0]} kể từ {shape['trigger']}",
                f"{amount} {UNITS[unit][1]} from {shape['trigger']}",
            )
    return say(f"khi {shape['trigger']}", f"when {shape['trigger']}")
