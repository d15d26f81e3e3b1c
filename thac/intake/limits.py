"""How large a file may be, and what reading it may cost: the numbers behind every refusal for size."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. A directive with its appendices stays an order of magnitude below each of them.

    Sizes are in bytes, times in seconds. ``unpacked`` is what all parts of an archive may come to by its own word,
    ``part`` what one of those that are read may really be. ``depth`` counts tables inside each other. ``cpu``,
    ``seconds`` and ``memory`` bind the process that reads a binary format: its processor time; the time on the clock,
    which is longer so that a busy machine refuses nothing; its address space.
    """

    size: int = 20 * MIB
    unpacked: int = 256 * MIB
    part: int = 16 * MIB
    pages: int = 300
    lines: int = 20_000
    characters: int = 2_000_000
    depth: int = 8
    cpu: float = 1.5
    seconds: float = 6.0
    memory: int = 288 * MIB

    @property
    def size_mb(self) -> int:
        """The largest file in MB, for sentences."""
        return self.size // MIB


LIMITS: Final = Limits()
"""What holds where nobody says otherwise."""
