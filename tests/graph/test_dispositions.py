from datetime import UTC, datetime

import pytest

from graph.dispositions import Disposition, Outcome, latest, unsettled
from graph.overlaps import compare
from tests.graph.papers import paper_of

TEXT = "Tổ chức tiêm phòng cho đàn gia súc, gia cầm trên địa bàn xã."
EARLY, LATE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)


def test_what_was_settled_is_not_raised_again() -> None:
    first, *others = compare(
        [paper_of("a", {"text": TEXT, "lead": "Phòng Kinh tế"}), paper_of("b", {"text": TEXT, "lead": "Trạm Y tế"})]
    ).findings
    settled = latest([Disposition(first.key, Outcome.ONE_LEAD, "chanh-van-phong", EARLY)])
    assert unsettled([first, *others], settled) == tuple(others)


def test_what_was_opened_again_is_raised() -> None:
    first, *_ = compare(
        [paper_of("a", {"text": TEXT, "lead": "Phòng Kinh tế"}), paper_of("b", {"text": TEXT, "lead": "Trạm Y tế"})]
    ).findings
    decisions = latest(
        [
            Disposition(first.key, Outcome.OPEN, "chanh-van-phong", LATE),
            Disposition(first.key, Outcome.COORDINATED, "chanh-van-phong", EARLY),
        ]
    )
    assert unsettled([first], decisions) == (first,)


def test_with_another_lead_it_is_another_finding() -> None:
    first, *_ = compare(
        [paper_of("a", {"text": TEXT, "lead": "Phòng Kinh tế"}), paper_of("b", {"text": TEXT, "lead": "Trạm Y tế"})]
    ).findings
    again, *_ = compare(
        [paper_of("a", {"text": TEXT, "lead": "Phòng Kinh tế"}), paper_of("b", {"text": TEXT, "lead": "Công an xã"})]
    ).findings
    settled = latest([Disposition(first.key, Outcome.ONE_LEAD, "chanh-van-phong", EARLY)])
    assert unsettled([again], settled) == (again,)


def test_nothing_is_accepted_without_a_reason() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Disposition("k", Outcome.ACCEPTED, "chanh-van-phong", EARLY, "  ")
