"""How many of the commands that a property test drew were accepted: a test that only tries refusals proves little."""

from collections import Counter

from thac.domain.commands import KINDS

LEAST = 0.2
"""A kind of command of which less is accepted fails the test."""
_ENOUGH = 30
"""Of what a short test drew less often nothing is said."""
_MANY = 3_000
"""A test that drew so many commands must have drawn and carried out some of every kind."""


class Shares:
    """Counts of drawn and of accepted commands, by kind."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.drawn: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()

    def note(self, kind: str, *, accepted: bool) -> None:
        """One command and whether it was carried out."""
        self.drawn[kind] += 1
        self.accepted[kind] += accepted

    def share(self, kind: str) -> float:
        """The share of accepted commands of a kind."""
        return self.accepted[kind] / self.drawn[kind] if self.drawn[kind] else 0.0

    def table(self) -> list[str]:
        """One line for each kind."""
        return [
            f"{kind:10} {self.drawn[kind]:7} drawn {self.accepted[kind]:7} accepted {self.share(kind):6.0%}"
            for kind in KINDS
        ]

    def check(self) -> None:
        """Fail when a kind was hardly ever accepted."""
        many = sum(self.drawn.values()) >= _MANY
        judged = [kind for kind in KINDS if many or self.drawn[kind] >= _ENOUGH]
        poor = {kind: self.share(kind) for kind in judged if self.share(kind) < LEAST}
        assert not poor, f"accepted too seldom: {poor}\n" + "\n".join(self.table())
