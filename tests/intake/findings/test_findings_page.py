"""`docs/findings.md` says what the code says; ``python -m tests.intake.findings.test_findings_page`` writes it anew."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from thac.intake.draft import Severity
from thac.intake.finding_codes import Code
from thac.intake.findings.sentences import SENTENCES

PAGE: Final = Path(__file__).parents[3] / "docs" / "findings.md"
OF_THE_STORE: Final = frozenset({Code.ISSUED_ELSEWHERE, Code.IMPLEMENTS_RUNNING})
"""What only the API finds, which knows who launches and what runs."""
_FACT: Final = re.compile(r"“?\{\w+\}”?")
_HEAD: Final = """# Lưu ý khi đọc văn bản · Findings

This page is generated from `thac.intake.findings.sentences`. Do not edit it; after a change there run
`python -m tests.intake.findings.test_findings_page`. A test compares the two.

Mỗi lưu ý có mã cố định, dòng trong văn bản, nguyên văn và cách xử lý. Văn bản còn một lỗi thì chưa ban hành được; mâu
thuẫn và cảnh báo cần người xem; thông tin thì không cần làm gì. Việc đã chuyển sang không theo dõi không còn lưu ý.

Each finding has a stable code, the line in the document, its words, and what to do. While one violation stands the
document cannot be launched; conflicts and warnings ask for a look; information asks for nothing. A task that was set
untracked gives rise to none. “…” stands for what the finding names.
"""
_SEVERITIES: Final = {
    Severity.VIOLATION: ("Lỗi: chưa ban hành được", "Violations: they forbid the launch"),
    Severity.CONFLICT: ("Mâu thuẫn", "Conflicts"),
    Severity.WARNING: ("Cảnh báo", "Warnings"),
    Severity.INFO: ("Thông tin", "Information"),
}


def test_the_page_is_what_is_generated() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.intake.findings.test_findings_page"


def test_every_code_has_its_sentences() -> None:
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_both_languages_name_the_same_facts(code: Code) -> None:
    vietnamese, english = (
        {fact.removesuffix("_english").replace("other_item", "other") for fact in re.findall(r"\{(\w+)\}", words)}
        for words in SENTENCES[code].says
    )
    assert {fact.replace("item", "place") for fact in english} == vietnamese


@pytest.mark.parametrize("code", Code)
def test_every_code_is_raised_by_a_test(code: Code) -> None:
    folder = Path(__file__).parents[2] / "api" if code in OF_THE_STORE else Path(__file__).parent
    tests = "".join(path.read_text("utf-8") for path in folder.glob("test_*.py"))
    assert f'"{code.value}"' in tests


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
        for code in Code:
            if SENTENCES[code].severity is severity:
                said = (*map(_plain, SENTENCES[code].says), *map(_plain, SENTENCES[code].do))
                yield f"| `{code.value}` | {' | '.join(said)} |"


def _plain(words: str) -> str:
    words = words.removeprefix("{place}: ").removeprefix("{item}: ")
    words = _FACT.sub("…", words).replace("……", "…").replace("….", "…")
    return words[:1].upper() + words[1:]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
