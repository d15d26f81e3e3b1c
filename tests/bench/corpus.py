"""Directives like those of a year, made up by a seeded generator, with copies and repeats planted in known places."""

import random
from dataclasses import dataclass, replace
from itertools import accumulate

from graph.subjects import Ground, Holding, Paper, Source, Subject, SubjectId
from graph.tables import tables
from thac.directory.catalogue import communes, provinces

_TASKS_OF_A_DIRECTIVE = (3, 8)
_TAILS = (
    "theo đúng quy định, bảo đảm tiến độ và chất lượng",
    "báo cáo kết quả về Ủy ban nhân dân trước ngày {day}/{month}/2026",
    "phối hợp với các cơ quan, đơn vị có liên quan triển khai thực hiện",
    "chịu trách nhiệm về kết quả thực hiện trong phạm vi quản lý",
    "kịp thời tham mưu, đề xuất giải quyết khó khăn, vướng mắc phát sinh",
)
_LINKS = ("và", "cùng", "kèm", "sau", "theo", "qua", "từ", "tại")
_ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
)
_RIMES = (
    *("ai", "am", "an", "ang", "anh", "ao", "au", "ay", "âm", "ân", "âu", "ây", "ăn", "ăng", "em", "en", "eo", "ia"),
    *("iêm", "iên", "iêu", "in", "inh", "oa", "oan", "oi", "om", "on", "ong", "ô", "ôi", "ôm", "ôn", "ông"),
)
_FREE = [f"{onset}{rime}" for rime in _RIMES for onset in _ONSETS]
"""Syllables that mostly mean nothing; the first ones come far more often than the last."""
_FREQUENCIES = list(accumulate(1 / (rank + 10) for rank in range(len(_FREE))))
_TRIPLES = 150_000
"""So many matters are all different; after that three things may come together again."""
_LEADS = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Papers, with the pairs of items that were planted: equal runs of words, and repeats in other words."""

    papers: tuple[Paper, ...]
    copies: frozenset[tuple[SubjectId, SubjectId]]
    repeats: frozenset[tuple[SubjectId, SubjectId]]

    @property
    def tasks(self) -> int:
        """How many items there are."""
        return sum(len(paper.subjects) for paper in self.papers)


class Generator:
    """Makes tasks of things, acts and words no table knows; no two share what makes a matter, unless planted."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        table = tables()
        broad = set(table["broad"])
        self.objects = [name for name in table["objects"] if name not in broad]
        self.forms = table["objects"]
        self.broad = sorted(broad)
        self.acts = [
            forms[0] for name, forms in table["acts"].items() if name not in {"report", "consolidate", "supply"}
        ]
        self._used: set[frozenset[str]] = set()

    def matter(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """An act, three or four things of which no other matter has more than two, and words of its own."""
        while True:
            names = tuple(self.random.sample(self.objects, 3))
            triple = frozenset(names)
            if triple not in self._used or len(self._used) > _TRIPLES:
                self._used.add(triple)
                break
        free = tuple(" ".join(self.syllables(2)) for _ in range(6))
        return self.random.choice(self.acts), (*names, self.random.choice(self.broad)), free

    def syllables(self, number: int) -> list[str]:
        """So many words that no table knows."""
        return self.random.choices(_FREE, cum_weights=_FREQUENCIES, k=number)

    def paper(self, name: str, ground: Ground, most: int) -> Paper:
        """A directive of three to eight tasks, and of so many at the most."""
        source = Source(name, ground, issuer=ground.path[-1], symbol=f"{name}/kh-ubnd")
        texts = [self.text(self.matter()) for _ in range(min(self.random.randint(*_TASKS_OF_A_DIRECTIVE), most))]
        return Paper(source, tuple(_task(self, name, number, text) for number, text in enumerate(texts, 1)))

    def text(self, matter: tuple[str, tuple[str, ...], tuple[str, ...]]) -> str:
        """A sentence on a matter; each call finds other words for its things."""
        act, names, free = matter
        said = [self.random.choice(self.forms[name]) for name in names]
        parts = [f"{thing} {self.random.choice(_LINKS)} {words}" for thing, words in zip(said, free, strict=False)]
        body = f" {self.random.choice(_LINKS)} ".join([*parts, *free[4:]])
        tail = self.random.choice(_TAILS).format(day=self.random.randint(1, 28), month=self.random.randint(1, 12))
        return f"{act.capitalize()} {body}; {tail}."


def corpus(tasks: int, *, seed: int = 1, planted: int = 200) -> Corpus:
    """So many tasks over all provinces and communes of the country, in turn."""
    made = Generator(seed)
    places = country()
    papers: list[Paper] = []
    total = 0
    while total < tasks:
        papers.append(made.paper(f"d{len(papers):06}", places[len(papers) % len(places)], tasks - total))
        total += len(papers[-1].subjects)
    return _planted(made, papers, planted)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A commune's papers, and what was planted between them and those of its province."""

    corpus: Corpus
    ground: Ground


def jurisdictions(number: int, tasks: int, *, seed: int = 2) -> tuple[tuple[Paper, ...], list[Jurisdiction]]:
    """One province's papers and those of its communes, as many as come to so many tasks over the whole country.

    Of a commune's directives one pair holds a copy and one pair a repeat.
    """
    each = -(-tasks // len(communes()))
    made = Generator(seed + number)
    province = provinces()[number]
    above = Ground(("TW", province.code))
    letters = tuple(made.paper(f"{province.code}-{letter}", above, 8) for letter in range(12))
    found = []
    for commune in communes(province.code):
        ground = Ground((*above.path, commune.code))
        papers: list[Paper] = []
        total = 0
        while total < each:
            papers.append(made.paper(f"{commune.code}-{len(papers)}", ground, each - total))
            total += len(papers[-1].subjects)
        found.append(Jurisdiction(_planted(made, papers, 2), ground))
    return letters, found


def country() -> list[Ground]:
    """Every province and every commune, mixed."""
    found = [Ground(("TW", one.code)) for one in provinces()]
    found += [Ground(("TW", str(one.province), one.code)) for one in communes()]
    return found


def _task(made: Generator, source: str, number: int, text: str) -> Subject:
    lead = f"{source[:2]}-{made.random.choice(_LEADS)}"
    return Subject(f"{source} {number}", source, number, text, str(number), Holding.ONE, (lead,))


def _planted(made: Generator, papers: list[Paper], planted: int) -> Corpus:
    """Half of the planted are copied runs of words, half are repeats of a matter in other words."""
    places = made.random.sample(range(len(papers)), min(2 * planted, len(papers) // 2 * 2))
    copies, repeats = set(), set()
    for number, (one, other) in enumerate(zip(places[::2], places[1::2], strict=True)):
        if number % 2:
            copies.add(_plant(papers, one, other, *_copied(made)))
        else:
            matter = made.matter()
            repeats.add(_plant(papers, one, other, made.text(matter), made.text(matter)))
    return Corpus(tuple(papers), frozenset(copies), frozenset(repeats))


def _copied(made: Generator) -> tuple[str, str]:
    """Two texts with twelve to thirty equal words in the middle."""
    first, second = made.text(made.matter()), made.text(made.matter())
    middle = " ".join(made.syllables(made.random.randint(12, 30)))
    return f"{first[:-1]}, {middle}, xong.", f"{second[:-1]}, {middle}, hết."


def _plant(papers: list[Paper], one: int, other: int, first: str, second: str) -> tuple[SubjectId, SubjectId]:
    ids = []
    for place, text in ((one, first), (other, second)):
        paper = papers[place]
        changed = replace(paper.subjects[0], text=text)
        papers[place] = Paper(paper.source, (changed, *paper.subjects[1:]))
        ids.append(changed.id)
    return min(ids), max(ids)
