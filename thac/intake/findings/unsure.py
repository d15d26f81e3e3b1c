"""Which readings a person should look at."""

from collections.abc import Iterator
from typing import Final

from thac.intake.draft import Draft, DraftTask, Finding
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding, place

_FIELDS: Final = {
    "mode": ("cách giao việc", "the kind of assignment"),
    "lead": ("cơ quan chủ trì", "the lead"),
    "leads": ("cơ quan chủ trì", "the lead"),
    "coordinators": ("cơ quan phối hợp", "the coordinators"),
    "deadline": ("thời hạn", "the deadline"),
    "product": ("sản phẩm", "the product"),
    "targets": ("chỉ tiêu", "the targets"),
    "report_to": ("nơi nhận báo cáo", "whom the report goes to"),
    "report_via": ("đầu mối báo cáo", "through whom the report goes"),
    "tracked": ("việc có cần theo dõi hay không", "whether it is to be followed"),
    "text": ("nội dung", "the text"),
    "path": ("số thứ tự mục", "the number of the item"),
}


_TOLD_APART: Final = 3
"""Up to so many tasks with the same doubt are told one by one."""


def unsure(draft: Draft) -> Iterator[Finding]:
    """Tasks that were read unsurely, and what of them; many with the same doubt are one line.

    One that is not tracked is told only where its text is in doubt: what stands below a title may be unread.
    """
    alike: dict[tuple[str, ...], list[DraftTask]] = {}
    for task in draft.tasks:
        if task.unsure and (task.tracked or "text" in task.unsure):
            alike.setdefault(task.unsure, []).append(task)
    for fields, tasks in alike.items():
        if len(tasks) <= _TOLD_APART:
            yield from (_told(fields, task) for task in tasks)
        else:
            yield _told(fields, *tasks)


def _told(fields: tuple[str, ...], *tasks: DraftTask) -> Finding:
    said = [_FIELDS.get(name, (f"mục “{name}”", f"“{name}”")) for name in fields]
    first, many = tasks[0], len(tasks) > 1
    return finding(
        Code.UNSURE_READING,
        None if many else first,
        line=first.line,
        evidence=first.text,
        place=f"{len(tasks)} mục ({'; '.join(place(one).removeprefix('Mục ') for one in tasks)})",
        item=f"{len(tasks)} items ({'; '.join(one.path for one in tasks)})",
        fields=", ".join(vietnamese for vietnamese, _ in said),
        fields_english=", ".join(english for _, english in said),
    )
