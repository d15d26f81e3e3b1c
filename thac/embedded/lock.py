"""Who works on a data folder? One ``thac up`` at a time."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from thac.embedded.errors import DataFolderInUseError


class DataFolderLock:
    """The exclusive right to a data folder, given up when the process ends, however it ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock and write our process id into its file; the folder is made if it is missing.

        Raises
        ------
        DataFolderInUseError
            Somebody has it; the error names the process.
        """
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)  # not inherited: children do not hold the lock
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 32).decode().strip()
            os.close(handle)
            raise DataFolderInUseError(self._file.parent, int(holder) if holder.isdecimal() else None) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle

    @property
    def held(self) -> bool:
        """Whether we have it."""
        return self._handle is not None

    def release(self) -> None:
        """Give the lock up; nothing happens without it. The file stays, because removing it would let two in."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()
