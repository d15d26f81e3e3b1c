"""Where messages of a drill arrive, and how they are counted. The seam for delivery: a sink is a process like others.

A sink is killed with -9 as the others are. When the drill has ended, ``counted`` says by ``Message-ID`` how often each
message arrived, and ``expected`` which had to; what is missing or twice goes into the report.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from thac.embedded import Part
from thac.settings import Settings
from thac.store.engine import Engines


@dataclass(frozen=True, slots=True)
class Sink:
    """The processes that take messages in, the settings that lead there, and what came of it."""

    victims: tuple[str, ...] = ()
    """The names of its processes, for whoever kills them."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    parts: Callable[[Settings], Sequence[Part]] = lambda _settings: ()
    counted: Callable[[Path], Counter[str]] = lambda _home: Counter()
    expected: Callable[[Engines], Collection[str]] = lambda _engines: ()


NO_SINK: Final = Sink()
"""Nothing is delivered yet; alerts are read in the inbox."""
