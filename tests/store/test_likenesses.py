"""The quick comparison finds exactly what comparing every pair of texts would find."""

import random
from dataclasses import replace
from pathlib import Path

from tests.rig import open_store
from tests.samples import FRIDAY, directive, led_by, small_tree
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.directives import Directive
from thac.domain.likeness import NEAR, likeness, runs
from thac.store import drafts, launches, likenesses

OFFICE = Actor("19", Role.OFFICE, "Văn phòng")


def _worded(number: int, words: list[str]) -> Directive:
    made = directive(replace(led_by(1, "19-SNV"), text=" ".join(words)), id_=f"d{number}")
    return replace(made, number=str(number), subject="Về việc")


def test_it_finds_what_comparing_every_pair_finds(tmp_path: Path) -> None:
    chance = random.Random(7)
    base = [f"từ{number}" for number in range(60)]
    letters = []
    for number in range(1, 61):
        words = list(base)
        for _ in range(chance.randrange(8)):
            words[chance.randrange(len(words))] = f"khác{number}"
        letters.append(_worded(number, words[: chance.randrange(45, 61)]))
    engines = open_store(tmp_path, small_tree())
    with engines.write.begin() as connection:
        for letter in letters:
            drafts.save_draft(connection, letter, OFFICE, FRIDAY)
            launches.launch(connection, letter.id, OFFICE, FRIDAY)
        found = {letter.id: {one.directive for one in likenesses.near(connection, letter)} for letter in letters}
    engines.dispose()
    expected = {
        one.id: {two.id for two in letters if two.id != one.id and likeness(runs(one), runs(two)) >= NEAR}
        for one in letters
    }
    assert found == expected
    assert 0 < sum(map(len, expected.values())) < len(letters) * (len(letters) - 1)
