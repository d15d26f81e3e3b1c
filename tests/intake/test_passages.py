"""Where a task stands in its document."""

from dataclasses import replace

from tests.intake.letters import letter
from thac.intake.corrections import NOTHING, AddedTask, TaskCorrection
from thac.intake.passages import passage
from thac.intake.record import corrections_text, draft_text, transcript_text

DRAFT = letter()
LINES, READING = transcript_text(DRAFT.document.transcript), draft_text(DRAFT)


def test_a_task_stands_in_its_line_with_those_around_it() -> None:
    first = DRAFT.tasks[0]
    found = passage(LINES, READING, corrections_text(NOTHING), first.number)
    assert [one.number for one in found if one.here] == [first.line]
    texts = {line.number: line.text for line in DRAFT.document.transcript.lines}
    assert all(texts[one.number] == one.text and one.text.strip() for one in found)
    assert all(first.line - 2 <= one.number <= first.line + 8 for one in found)


def test_a_task_that_a_clerk_added_stands_where_he_said() -> None:
    said = replace(NOTHING, added=(AddedTask(99, TaskCorrection(text="Việc thêm"), None, DRAFT.tasks[-1].line),))
    found = passage(LINES, READING, corrections_text(said), 99)
    assert [one.number for one in found if one.here] == [DRAFT.tasks[-1].line]


def test_what_stands_in_no_line_has_no_passage() -> None:
    nowhere = replace(NOTHING, added=(AddedTask(99, TaskCorrection(text="Việc thêm"), None, None),))
    assert passage(LINES, READING, corrections_text(nowhere), 99) == ()
    assert passage(LINES, READING, corrections_text(NOTHING), 77) == ()
