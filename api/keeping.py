"""What takes long to work out is kept for a while, and when it has grown old it is shown once more while it is renewed.

For each name one reader works it out, in the foreground where nothing can be shown and in the background otherwise.
Whoever waits holds no connection meanwhile.
"""

from collections.abc import Callable, Hashable
from threading import Lock, Thread
from typing import Final, Generic, TypeVar

import structlog

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
_LOG: Final = structlog.get_logger("thac.api.keeping")


class Kept(Generic[K, T]):
    """Values by name, at most so many of them. When they are let go, two may be at work on one name for a while."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, T] = {}
        self._locks: dict[K, Lock] = {}
        self._lock = Lock()

    def of(self, name: K, make: Callable[[T | None], T], *, shown: Callable[[T], bool]) -> T:
        """The value of a name; blocks while it is worked out, unless another can be shown.

        Parameters
        ----------
        name
            What it is kept under.
        make
            Works it out; it is given the value that is kept and hands the same one back if that still holds.
        shown
            Whether a value that is kept may be shown as it is, while it is looked after in the background.
        """
        lock, kept = self._lock_of(name), self._values.get(name)
        if kept is None or not shown(kept):
            with lock:
                return self._renewed(name, make)
        if lock.acquire(blocking=False):
            Thread(target=self._behind, args=(lock, name, make), daemon=True).start()
        return kept

    def _behind(self, lock: Lock, name: K, make: Callable[[T | None], T]) -> None:
        try:
            self._renewed(name, make)
        except Exception:  # noqa: BLE001 - whoever asks when the old one is shown no more gets the error itself
            _LOG.exception("not_renewed", name=str(name))
        finally:
            lock.release()

    def _renewed(self, name: K, make: Callable[[T | None], T]) -> T:
        made = make(self._values.get(name))
        with self._lock:
            if name not in self._values and len(self._values) >= self._most:
                self._values.clear()
                self._locks = {other: lock for other, lock in self._locks.items() if lock.locked()}
            self._values[name] = made
        return made

    def _lock_of(self, name: K) -> Lock:
        with self._lock:
            return self._locks.setdefault(name, Lock())
