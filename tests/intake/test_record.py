"""What is kept of a draft comes back the same."""

import json
from datetime import date
from types import MappingProxyType

from tests.intake.letters import EVERYTHING, SHAPES, letter
from thac.domain.directives import Urgency, Within
from thac.intake.corrections import NOTHING, AddedTask, Corrections, HeaderCorrection, NoDeadline, TaskCorrection
from thac.intake.draft import Target, TargetOp
from thac.intake.record import (
    corrections_of,
    corrections_text,
    draft_of,
    draft_text,
    transcript_of,
    transcript_text,
)


def test_a_draft_comes_back_with_every_shape_and_meaning() -> None:
    lines = transcript_of(transcript_text(EVERYTHING.document.transcript))
    assert draft_of(draft_text(EVERYTHING), lines) == EVERYTHING
    assert draft_of(draft_text(letter()), lines) == letter()


def test_the_lines_are_kept_once() -> None:
    assert "ỦY BAN NHÂN DÂN TỈNH" in transcript_text(letter().document.transcript)
    assert json.loads(draft_text(letter()))["document"]["transcript"]["lines"] == []


def test_corrections_come_back_with_every_shape() -> None:
    everything = TaskCorrection(
        "Việc",
        "19-SNV",
        ("communes", "00001"),
        request=False,
        coordinators=(),
        product="",
        targets=(Target(TargetOp.AT_LEAST, 60.0, "%", "từ 60%", 3),),
        tracked=False,
        reason="Chỉ để biết",
        within=Within.EVERY_UNIT,
        field="office_documents",
        monitor="19-SNV",
        collects=(1,),
        silence_days=10,
        implements=(2, 3),
        beyond="Chờ số liệu",
    )
    said = Corrections(
        HeaderCorrection("Công văn", "", "UBND", "Về việc", date(2026, 11, 20), Urgency.IMMEDIATE, "Kết luận 1"),
        {
            1: everything,
            2: TaskCorrection(deadline=NoDeadline()),
            **{number: TaskCorrection(deadline=when) for number, when in enumerate(SHAPES, 10)},
        },
        (AddedTask(30, TaskCorrection("Việc"), of=1), AddedTask(31, TaskCorrection("Việc"), line=4)),
        "d1",
        independent=True,
    )
    assert corrections_of(corrections_text(said)) == said
    assert corrections_of(corrections_text(NOTHING)) == Corrections(tasks=MappingProxyType({}))
