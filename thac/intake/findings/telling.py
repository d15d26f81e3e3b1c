"""How a finding is put into words: where it is, in the document's own numbering, and its two sentences."""

from collections.abc import Iterable

from thac.intake.draft import DraftTask, Finding, ReadDeadline
from thac.intake.finding_codes import Code
from thac.intake.findings.sentences import SENTENCES
from thac.intake.timing import last_day

_BULLETS = (
    ("bullet", "gạch đầu dòng"),
    ("paragraph", "đoạn"),
    ("sentence", "câu"),
    ("closing", "đoạn cuối"),
    ("row", "dòng"),
)


def place(task: DraftTask) -> str:
    """Where a task stands, as a clerk says it: "Mục II.2, gạch đầu dòng 1"."""
    words = task.path
    for english, vietnamese in _BULLETS:
        words = words.replace(f" {english}", f", {vietnamese}").replace(english, vietnamese)
    return f"Mục {words}"


def item(task: DraftTask) -> str:
    """The same in English: "Item II.2 bullet 1"."""
    return f"Item {task.path}"


def due_words(deadline: ReadDeadline) -> str:
    """The document's words; where a clerk set the deadline, its day."""
    day = last_day(deadline.when)
    return deadline.words or ("" if day is None else f"{day:%d/%m/%Y}")


def finding(
    code: Code,
    task: DraftTask | None = None,
    *,
    line: int | None = None,
    evidence: str = "",
    suggestions: Iterable[str] = (),
    **facts: object,
) -> Finding:
    """The finding of that code with its sentences filled in; a task gives it place, line and number."""
    said = dict(facts)
    if task is not None:
        said |= {"place": place(task), "item": item(task)}
    sentence = SENTENCES[code]
    vietnamese, english = (f"{says} {do}".format(**said) for says, do in zip(sentence.says, sentence.do, strict=True))
    return Finding(
        code=code.value,
        severity=sentence.severity,
        message=vietnamese,
        english=english,
        line=line if line is not None or task is None else task.line,
        evidence=evidence,
        task=None if task is None else task.number,
        suggestions=tuple(dict.fromkeys(suggestions)),
    )
