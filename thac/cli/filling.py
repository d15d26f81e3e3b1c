"""How the tree of a launched directive fills: asked of the API until every docket of the plan is open."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from rich.live import Live
from rich.table import Table

from thac.cli.console import err, out, table
from thac.cli.errors import CommandFailedError
from thac.cli.office import Office
from thac.cli.words import LEVELS
from thac.domain.agencies import Level
from thac.store.directives import DirectiveState

_LOOK_SECONDS: Final = 0.5
_PATIENCE_SECONDS: Final = 180.0


@dataclass(frozen=True, slots=True)
class Filling:
    """How far the tree has come: dockets open of those planned, and the API's counts by level."""

    dockets: int
    planned: int | None
    """None until the first docket is open."""
    levels: list[dict[str, Any]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every docket of the plan is open."""
        return self.planned is not None and self.dockets >= self.planned


class _Tree:
    """What is known of the tree of one directive."""

    def __init__(self, office: Office, directive: str) -> None:
        self._office = office
        self._directive = directive
        self._planned: dict[str, frozenset[str]] = {}

    def look(self) -> Filling:
        try:
            cascade = self._office.get(f"cascades/{self._directive}")
        except CommandFailedError as error:
            if error.code != "not_found":
                raise
            self._require_hope()
            return Filling(0, None)  # the first docket is about to open
        opened, planned = self._count(cascade["top"])
        return Filling(opened, planned, cascade["levels"])

    def _require_hope(self) -> None:
        """Say why the directive was not given out, if that is so.

        Raises
        ------
        CommandFailedError
            It could not be planned.
        """
        launched = self._office.get(f"directives/{self._directive}")
        if launched["state"] == DirectiveState.FAILED:
            raise CommandFailedError(
                "launch-failed",
                f"Không ban hành được văn bản {self._directive}: danh bạ đã thay đổi sau khi kiểm tra.",
                f"{self._directive} could not be given out: the directory changed after it was checked.",
                tuple(launched["failure"]),
            )

    def _count(self, docket: dict[str, Any]) -> tuple[int, int]:
        """Open dockets and planned ones, this one and all below."""
        children = docket["children"]
        opened, planned = 1, 1 + len(self._keepers(docket) | {child["agency"] for child in children})
        for child in children:
            if child["level"] == Level.PROVINCE:
                deeper = self._office.get(f"cascades/{self._directive}/dockets/{child['agency']}")
                below_opened, below_planned = self._count(deeper)
                opened, planned = opened + below_opened, planned + below_planned - 1
            else:
                opened += 1
        return opened, planned

    def _keepers(self, docket: dict[str, Any]) -> frozenset[str]:
        """Who was given work in that docket and keeps a docket of its own; it is known once the docket is open."""
        agency = docket["agency"]
        if agency not in self._planned:
            given = self._office.pages("assignments", directive=self._directive, issuer=agency)
            below = self._office.pages("agencies", parent=agency)
            issuing = {one["id"] for one in below if one["issues"]}
            self._planned[agency] = frozenset(issuing.intersection(row["lead"] for row in given))
        return self._planned[agency]


def fillings(office: Office, directive: str) -> Iterator[Filling]:
    """How the tree fills, look by look; the last one is complete.

    Raises
    ------
    CommandFailedError
        It does not fill in three minutes.
    """
    tree = _Tree(office, directive)
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        filling = tree.look()
        yield filling
        if filling.complete:
            return
        if time.monotonic() > until:
            raise CommandFailedError(
                "not-filled",
                f"Sau {_PATIENCE_SECONDS:g} giây mới mở {filling.dockets} hồ sơ; hãy xem `thac status` và nhật ký.",
                f"Only {filling.dockets} dockets are open after {_PATIENCE_SECONDS:g} s; see the worker's log.",
            )
        time.sleep(_LOOK_SECONDS)


def show_filling(office: Office, directive: str, title: str, *, aside: bool = False) -> Filling:
    """Show the tree filling until it is full; ``aside``: on standard error."""
    console = err() if aside else out()
    last = Filling(0, None)
    if console.is_terminal:
        with Live(console=console, refresh_per_second=8) as live:
            for last in fillings(office, directive):
                live.update(level_table(last, title))
        return last
    for filling in fillings(office, directive):
        if filling != last:
            console.print(f"{title}: {_line(filling)}", soft_wrap=True)
        last = filling
    return last


def level_table(filling: Filling, title: str) -> Table:
    """The levels with their counts."""
    planned = "…" if filling.planned is None else filling.planned
    return table(
        f"{title}: {filling.dockets} trên {planned} hồ sơ đã mở · dockets open",
        ("Cấp giao · From", "Cấp nhận · To", "Việc · Given", "Chưa xong · Open"),
        [
            (_level(one["issuers"]), _level(one["leads"]), one["counts"]["total"], one["counts"]["open"])
            for one in filling.levels
        ],
        numbers=(2, 3),
    )


def _line(filling: Filling) -> str:
    planned = "…" if filling.planned is None else filling.planned
    levels = "; ".join(
        f"{_level(one['issuers'])} → {_level(one['leads'])}: {one['counts']['total']} việc" for one in filling.levels
    )
    return f"{filling.dockets} trên {planned} hồ sơ đã mở" + (f" ({levels})" if levels else "")


def _level(name: str) -> str:
    return LEVELS[Level(name)]
