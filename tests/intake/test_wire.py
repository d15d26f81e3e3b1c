"""What leaves: the shapes that the project's answer keys have."""

from tests.intake.letters import EVERYTHING, letter
from thac.intake.wire import deadline_json, draft_json, header_json

WORDS = {"verbatim": "trước ngày 30/11/2026", "line": 4}


def test_every_shape_of_a_deadline_has_its_type() -> None:
    assert [deadline_json(task.deadline) for task in EVERYTHING.tasks] == [
        {"type": "absolute", "op": "before", "date": "2026-11-30", "time": "16:30", **WORDS},
        {
            "type": "absolute_multi",
            "items": [
                {"op": "on", "date": "2026-12-01", "what": "bước một"},
                {"op": "on", "date": "2026-12-09", "what": ""},
            ],
            **WORDS,
        },
        {
            "type": "period",
            "op": "within",
            "from": "2026-10-01",
            "to": "2026",
            "milestones": [{"op": "on_or_before", "date": "2026-11-01", "what": "đợt một"}],
            **WORDS,
        },
        {
            "type": "recurring",
            "frequency": ["quarterly", "yearly"],
            "due": {"op": "before", "day": 15, "month": "last_month_of_period"},
            **WORDS,
        },
        {
            "type": "recurring",
            "frequency": ["weekly"],
            "due": [
                {"op": "before", "day": None, "month": None, "weekday": 5, "time": "16:00"},
                {"op": "on", "day": 1, "month": 6},
            ],
            "until": "2027-01-01",
            **WORDS,
        },
        {
            "type": "relative",
            "op": "within",
            "trigger": "ngày có thông báo",
            "offset_days": 10,
            "working_days": True,
            "offset_hours": None,
            "offset_months": None,
            "date": None,
            **WORDS,
        },
        {
            "type": "relative",
            "op": "within",
            "trigger": "khi bão tan",
            "offset_days": None,
            "working_days": False,
            "offset_hours": 24,
            "offset_months": None,
            "date": "2026-12-02",
            **WORDS,
        },
        {"type": "ongoing", **WORDS},
        {"type": "vague", **WORDS},
        {"type": "none"},
    ]


def test_the_letterhead_leaves_with_blanks_as_null() -> None:
    assert header_json(letter().document.header) == {
        "number": "15",
        "symbol": "UBND-NC",
        "doc_type": "Công văn",
        "superior_body": None,
        "issuing_body": "Ủy ban nhân dân tỉnh",
        "place": "Thái Nguyên",
        "date": {"day": 16, "month": 11, "year": 2026},
        "subject": "Về việc rà soát thủ tục",
        "signer": None,
        "signing_title": None,
        "urgency": "urgent",
        "secrecy": None,
        "party": False,
        "lines": {"number": 2},
    }


def test_bodies_leave_by_name_and_with_what_they_mean() -> None:
    task = draft_json(EVERYTHING)["tasks"][-1]
    assert (task["leads"], task["coordinators"]) == (["Sở Nội vụ", "Sở Văn"], ["Công an"])
    assert [body["meaning"] for body in task["bodies"]["leads"]] == [
        {"kind": "agency", "agency": "19-SNV"},
        {"kind": "unknown", "nearest": ["Sở Nội vụ"]},
    ]
    assert task["bodies"]["coordinators"][0]["meaning"] == {"kind": "ambiguous", "candidates": ["1", "2"]}
    assert task["indicators"] == [
        {"op": "reduce_by>=", "value": 15.0, "unit": "%", "text": "giảm ít nhất 15%", "line": 5}
    ]
    first = draft_json(letter())["tasks"][0]["bodies"]["leads"][0]["meaning"]
    assert first == {"kind": "group", "groups": ["communes"], "of": "19", "partial": False}


def test_findings_references_and_recipients_leave() -> None:
    draft = draft_json(EVERYTHING)
    assert draft["findings"] == [
        {
            "code": "two_leads",
            "severity": "violation",
            "message": "Hai nơi.",
            "english": "Two.",
            "line": 5,
            "evidence": "Sở Nội vụ, Sở Văn",
            "task": 20,
            "suggestions": ["Sở Nội vụ"],
        }
    ]
    assert draft["recipients"] == {"to": ["Các xã"], "copies": ["Lưu VT"]}
    assert draft["references"] == [
        {
            "symbol": "226-KL/TW",
            "printed": "226-KL/TW",
            "doc_type": "Kết luận",
            "issuer": None,
            "date": "2025-12-11",
            "role": "implements",
            "lines": [3],
        }
    ]
