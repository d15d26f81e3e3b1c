"""Where is a running installation? A small file that programs read to find it."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError


class RunFile(BaseModel):
    """What ``thac up`` says about itself in ``run.json``."""

    model_config = ConfigDict(frozen=True)

    pid: int
    """The supervisor's process id."""
    api: str
    """The API's address, ``http://host:port``."""
    temporal: str
    """The Temporal frontend, ``host:port``."""
    processes: Mapping[str, int]
    """Process ids by name; what is down at the moment is missing."""
    started_at: AwareDatetime

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """What the file says; None when there is none or the supervisor that wrote it has ended."""
        try:
            found = cls.model_validate_json(file.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return found if found.is_alive() else None

    def write(self, file: Path) -> None:
        """Replace the file in one step: a reader sees the old or the new one, never half."""
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        draft.replace(file)

    def is_alive(self) -> bool:
        """Whether the supervisor still runs: its process id exists and was not given to a later process."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).create_time() <= self.started_at.timestamp() + 1
        return False
