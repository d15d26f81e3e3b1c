"""What time is it? One clock for everything outside workflows; no other module asks the machine for business time.

A drill's clock is scaled: a year passes in minutes. That is a property of the data folder, written into it when its
store is made and never changed, because what was written down under one scale is nonsense under another.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from thac.domain.codec import dump, load
from thac.domain.timescale import UNSCALED, Timescale
from thac.settings import Settings


class ScaledClockError(Exception):
    """A scaled clock was asked for where real work is kept, or another one than the data folder has."""

    code: Final = "scaled-clock"


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's time, or in a drill what a scale makes of it.

    ``ahead`` is by how much the machine's own clock is wrong; only a drill says so, of one process.
    """

    scale: Timescale = UNSCALED
    ahead: timedelta = timedelta(0)

    @property
    def scaled(self) -> Timescale | None:
        """The scale, as what starts workflows hands it on; None when the time is the machine's own."""
        return None if self.scale == UNSCALED else self.scale

    def now(self) -> datetime:
        """The moment that is shown, in UTC."""
        return self.scale.at(datetime.now(UTC) + self.ahead)

    def stretched(self, length: timedelta) -> timedelta:
        """A length of the machine's time as the clock shows it."""
        return self.scale.stretched(length)


REAL: Final = Clock()
"""The machine's own time."""


def installed_clock(settings: Settings) -> Clock:
    """The clock of an installation: the machine's, unless its data folder was made for a drill.

    Raises
    ------
    ScaledClockError
        The settings ask for a scaled clock that the data folder was not made with, or for a store elsewhere.
    """
    kept = _kept(settings.clock_file)
    if settings.clock not in {None, kept}:
        raise ScaledClockError(
            f"THAC_CLOCK scales time, and {settings.home} was not made with that scale; "
            "a drill needs a data folder of its own, that is not there yet"
        )
    if kept is None:
        return REAL
    if settings.store_url is not None:
        raise ScaledClockError(
            f"{settings.home} belongs to a drill, in which time is scaled; its store is the file in it, and "
            "THAC_STORE_URL names another"
        )
    return Clock(kept)


def begin_clock(settings: Settings) -> Clock:
    """The clock of an installation whose store is about to be made or brought up to date.

    A scale that the settings ask for is written down, if there is no store yet.

    Raises
    ------
    ScaledClockError
        See :func:`installed_clock`.
    """
    if settings.clock is not None and not settings.clock_file.exists() and _untouched(settings):
        draft = settings.clock_file.with_suffix(".new")
        draft.write_text(json.dumps(dump(Timescale, settings.clock)) + "\n", encoding="utf-8")
        draft.replace(settings.clock_file)
    return installed_clock(settings)


def _untouched(settings: Settings) -> bool:
    return settings.store_url is None and not settings.store_file.exists()


def _kept(file: Path) -> Timescale | None:
    try:
        return load(Timescale, json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
