"""`docs/overlaps.md` says what the code says; ``python -m tests.graph.test_overlaps_page`` writes it anew."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.findings import SENTENCES, Code, Severity

PAGE: Final = Path(__file__).parents[2] / "docs" / "overlaps.md"
_FACT: Final = re.compile(r"\{\w+\}")
_HEAD: Final = """# Chồng chéo giữa các văn bản · Overlaps between directives

This page is generated from `graph.findings`. Do not edit it; after a change there run
`python -m tests.graph.test_overlaps_page`. A test compares the two.

Khi soạn và trước khi ban hành, văn bản được so với các văn bản đang thực hiện. Có mâu thuẫn thì chỉ ban hành được khi
nêu lý do cho từng điểm; lý do được lưu cùng văn bản. Những điểm khác để người xem cân nhắc. Điểm đã xử lý không nêu
lại, trừ khi nội dung của nó thay đổi.

A draft is held against the directives that run, when it is shown and again when it is launched. Over a conflict it is
launched only with a reason for each one, which stays with the directive. The others are for the reader to weigh. What
was settled is not raised again unless what it says changes. “…” stands for what the finding names.
"""
_SEVERITIES: Final = {
    Severity.VIOLATION: ("Trái quy định", "Violations"),
    Severity.CONFLICT: ("Mâu thuẫn: ban hành phải nêu lý do", "Conflicts: a launch needs a reason"),
    Severity.WARNING: ("Cần xem", "Warnings"),
    Severity.INFO: ("Để biết", "Information"),
}


def test_the_page_is_what_is_generated() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.graph.test_overlaps_page"


def test_every_code_has_its_sentences() -> None:
    assert set(SENTENCES) == set(Code)


def page() -> str:
    """The whole page."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield from _HEAD.splitlines()
    heads = ("Mã · Code", "Ý nghĩa", "Meaning", "Cách xử lý", "What to do")
    for severity, (vietnamese, english) in _SEVERITIES.items():
        yield from ("", f"## {vietnamese} · {english}", "")
        yield f"| {' | '.join(heads)} |"
        yield f"| {' | '.join(['---'] * len(heads))} |"
        for code, told in SENTENCES.items():
            if told.severity is severity:
                said = (told.vietnamese, told.english, told.resolution, told.resolution_english)
                yield f"| `{code.value}` | {' | '.join(map(_plain, said))} |"


def _plain(words: str) -> str:
    words = _FACT.sub("…", words)
    words = re.sub(r"…+", "…", words).replace("….", "…")
    return words[:1].upper() + words[1:]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
