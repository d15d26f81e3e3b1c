"""How like two directives are, so that a near second launch can be questioned."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from tests.samples import directive, led_by
from thac.domain.likeness import NEAR, likeness, runs

FIRST = replace(led_by(1, "19-SNV"), text="Rà soát danh mục thủ tục hành chính thuộc phạm vi quản lý của sở")
SECOND = replace(led_by(2, "19-SKHCN"), text="Xây dựng kế hoạch chuyển đổi số giai đoạn 2026 đến 2030 của tỉnh")
LETTER = directive(FIRST, SECOND)


def like(*tasks: str) -> float:
    """The likeness of the letter to one with those tasks."""
    other = directive(*(replace(led_by(number, "19-SNV"), text=text) for number, text in enumerate(tasks, 1)))
    return likeness(runs(LETTER), runs(other))


def test_the_same_words_are_entirely_alike_whoever_leads_and_however_they_are_written() -> None:
    assert like(FIRST.text, SECOND.text) == 1.0
    assert like(SECOND.text, FIRST.text) == 1.0
    assert like(FIRST.text.upper(), normalize("NFD", SECOND.text)) == 1.0


def test_another_subject_matter_is_not_alike() -> None:
    assert like("Tổ chức diễn tập phòng thủ dân sự trên địa bàn các xã ven biển năm 2027") < 0.1


def test_a_changed_word_takes_the_four_runs_it_stands_in() -> None:
    """The tasks have twelve and eleven runs, the subject one."""
    changed = FIRST.text.replace("thuộc", "trong")
    assert like(changed, SECOND.text) == pytest.approx((24 - 4) / (24 + 4))


def test_a_year_is_a_word() -> None:
    assert like(FIRST.text, SECOND.text.replace("2030", "2035")) < 1.0


def test_texts_shorter_than_a_run_are_compared_as_they_are() -> None:
    one, other = (replace(directive(), subject=subject) for subject in ("Họp", "Báo cáo"))
    assert likeness(runs(one), runs(one)) == 1.0
    assert likeness(runs(one), runs(other)) == 0.0


def test_nothing_is_like_nothing() -> None:
    assert likeness(frozenset(), frozenset()) == 1.0


def test_nearly_the_same_is_four_fifths() -> None:
    assert NEAR == 0.8
