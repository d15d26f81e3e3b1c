"""How a draft that was read from a document looks to the clerk: its letterhead, its tasks, and what to look at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from thac.cli.console import out, table
from thac.domain.numbering import reference

Json = Mapping[str, Any]
SEVERITIES: Final = {
    "violation": ("Trái quy định", "bold red"),
    "conflict": ("Mâu thuẫn", "red"),
    "warning": ("Cần xem", "yellow"),
    "info": ("Để biết", "dim"),
}
"""Colour comes with the word, never instead of it."""
_URGENCY: Final = {"urgent": "Khẩn", "very_urgent": "Thượng khẩn", "immediate": "Hỏa tốc"}
_MODES: Final = {"fan_out": "từng nơi", "each_named": "từng nơi", "request": "đề nghị"}
_RHYTHMS: Final = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "half_yearly": "6 tháng",
    "yearly": "hằng năm",
    "ad_hoc": "đột xuất",
    "periodic_unspecified": "định kỳ",
}
_LONGEST: Final = 120
_MOST_RECIPIENTS: Final = 6
_COLUMNS: Final = (
    "TT",
    "Mục · Item",
    "Dòng",
    "Nội dung · Task",
    "Chủ trì · Lead",
    "Phối hợp",
    "Thời hạn · Due",
    "Sản phẩm",
)


def show_draft(draft: Json) -> None:
    """Print a draft, in the shape in which `--json` and the API give it, with its findings under it."""
    console = out()
    _show_header(console, draft)
    tasks = draft["tasks"]
    tracked = [task for task in tasks if task["tracked"]]
    console.print(table(f"Nhiệm vụ theo dõi ({len(tracked)} trên {len(tasks)})", _COLUMNS, map(_row, tracked), (0, 2)))
    _show_untracked(console, [task for task in tasks if not task["tracked"]])
    show_findings(console, draft["findings"])
    _show_overlaps(console, draft.get("overlaps", ()))


def _show_overlaps(console: Console, overlaps: Sequence[Json]) -> None:
    """What was found between the draft and what runs; the key is how a conflict is accepted."""
    for one in overlaps:
        word, colour = SEVERITIES[one["severity"]]
        said = Text.assemble((f"{word} ", colour), one["message"], (f" · {one['english']} [{one['key']}]", "dim"))
        console.print(said, soft_wrap=True)
        for side in one["passages"]:
            where = side["directive"] or side["issuer_name"]
            console.print(
                Text.assemble((f"  {where} {side['task'] or ''}  ", "dim"), side["text"] or "…"), soft_wrap=True
            )


def title_of(header: Json) -> str:
    """How the document is cited: ``Công văn số 15/UBND-NC``."""
    return reference(header["doc_type"] or "Văn bản", header["number"], header["symbol"])


def show_findings(console: Console, findings: Sequence[Json]) -> None:
    """Print what is to be said of a draft, and whether it could be launched."""
    if findings:
        rows = [_finding(one) for one in findings]
        console.print()
        console.print(
            table("Điểm cần xem · Findings", ("Mức", "Mã · Code", "Dòng", "NV", "Vấn đề · What"), rows, (2, 3), (0,))
        )
    violations = sum(one["severity"] == "violation" for one in findings)
    console.print()
    if violations:
        console.print(
            Text(f"Chưa ban hành được: {violations} điểm trái quy định. · {violations} violations stand.", "red")
        )
    else:
        console.print(Text("Không có điểm trái quy định. · Nothing forbids the launch."))


def _show_header(console: Console, draft: Json) -> None:
    header = draft["header"]
    console.print(Text(title_of(header), "bold"))
    console.print(Text(header["subject"] or "(chưa có trích yếu)"), soft_wrap=True)
    to = draft["recipients"]["to"]
    facts = (
        ("Ban hành · Issuer", header["issuing_body"]),
        ("Ngày · Date", _day(header)),
        ("Người ký · Signer", header["signer"]),
        ("Độ khẩn · Urgency", _URGENCY.get(header["urgency"] or "")),
        ("Triển khai · Implements", "; ".join(_cited(draft["references"]))),
        ("Kính gửi · To", "; ".join(to[:_MOST_RECIPIENTS]) + (f" … ({len(to)})" if len(to) > _MOST_RECIPIENTS else "")),
    )
    for name, value in facts:
        if value:
            console.print(Text.assemble((f"{name}: ", "dim"), value), soft_wrap=True)
    console.print()


def _day(header: Json) -> str | None:
    day, place = header["date"], header["place"]
    if day["year"] is None:
        return None
    parts = ("…" if day[part] is None else f"{day[part]:02}" for part in ("day", "month"))
    return f"{place + ', ' if place else ''}{'/'.join(parts)}/{day['year']}"


def _cited(references: Iterable[Json]) -> list[str]:
    return [f"{one['doc_type'] or 'văn bản'} {one['symbol']}" for one in references if one["role"] == "implements"]


def _row(task: Json) -> tuple[Any, ...]:
    unsure = set(task["unsure"])
    led = "; ".join(task["leads"])
    if led and (each := _MODES.get(task["mode"])):
        led = f"{led} ({each})"
    if task["mode"] == "multi_lead_violation":
        led = f"{led} (nhiều chủ trì)"
    return (
        task["number"],
        task["path"],
        task["line"],
        _doubted(_short(task["text"]), unsure & {"text"}),
        _doubted(led or None, unsure & {"lead", "leads", "mode"}),
        _doubted("; ".join(task["coordinators"]) or None, unsure & {"coordinators"}),
        _doubted(due_in_words(task["deadline"]), unsure & {"deadline"}),
        _doubted(task["product"], unsure & {"product"}),
    )


def due_in_words(deadline: Json) -> str | None:
    """When a task is due: in the document's words where it has them."""
    if words := deadline.get("verbatim"):
        return _short(" ".join(words.split()))
    match deadline["type"]:
        case "absolute":
            hour = f"{deadline['time']} " if deadline.get("time") else ""
            return f"{hour}{_vietnamese(deadline['date'])}"
        case "absolute_multi":
            return "; ".join(_vietnamese(one["date"]) for one in deadline["items"])
        case "period":
            return " – ".join(_vietnamese(one) for one in (deadline["from"], deadline["to"]) if one)
        case "recurring":
            return ", ".join(_RHYTHMS[one] for one in deadline["frequency"])
        case "relative":
            return str(deadline["trigger"])
        case "ongoing":
            return "thường xuyên"
        case "vague":
            return "không rõ ngày"
        case _:
            return None


def _vietnamese(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def _doubted(value: str | None, unsure: set[str]) -> str | None:
    """A value with a question mark where the reading is unsure."""
    return f"{value or ''} (?)".strip() if unsure else value


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _show_untracked(console: Console, tasks: Sequence[Json]) -> None:
    if not tasks:
        return
    rows = [(one["number"], one["path"], one["line"], _short(one["text"]), one["untracked_because"]) for one in tasks]
    title = f"Chỉ phổ biến, không theo dõi ({len(tasks)}) · To be read, not followed"
    console.print()
    console.print(table(title, ("TT", "Mục · Item", "Dòng", "Nội dung · Text", "Vì sao · Why"), rows, (0, 2)))


def _finding(one: Json) -> tuple[Any, ...]:
    word, style = SEVERITIES[one["severity"]]
    said = Text.assemble(one["message"], ("\n" + one["english"], "dim"))
    if one["evidence"]:
        said.append(f"\n“{_short(one['evidence'])}”", "italic")
    if one["suggestions"]:
        said.append("\n→ " + "; ".join(one["suggestions"]), "green")
    return Text(word, style), one["code"], one["line"], one["task"], said
