"""Waiting for a fact of another process: look again until it holds or the time is over."""

import time
from collections.abc import Callable
from typing import TypeVar

import psutil

T = TypeVar("T")


def eventually(look: Callable[[], T | None], seconds: float = 10.0) -> T:
    """The first answer that counts as true; an assertion fails when none came in time."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {seconds} s; the last answer was {seen!r}"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether the process has ended, be it reaped or not."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
