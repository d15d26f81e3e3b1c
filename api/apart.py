"""What takes a processor for seconds is worked out by a process of its own, so that no page waits for its thread.

The process is begun for one piece of work and ends with it, and with the process that began it (at once on Linux); the
memory that it took is given back. It costs the time in which Python begins and loads what the work needs, so that only
what takes longer is worth it. Two are at work at once, others wait, and they give way to whoever answers pages.
"""

import ctypes
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any, Final, ParamSpec, TypeVar

from api.codes import ApiCode
from api.errors import problem

P = ParamSpec("P")
T = TypeVar("T")
_AT_ONCE: Final = BoundedSemaphore(2)
_SECONDS: Final = 300
"""What takes longer is given up: no transaction stands open for ever."""
_GIVES_WAY: Final = 10
"""So much less urgent than the API: a tenth of a core where both want it."""
_PR_SET_PDEATHSIG: Final = 1


def apart(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What a function of a module answers in a process of its own; blocks until it has.

    What it is given and what it answers are handed over as they stand, and what it raises is raised here.

    Raises
    ------
    ProblemError
        It took longer than five minutes.
    subprocess.CalledProcessError
        The process was ended from outside, or what it answered cannot be handed over; why stands in the log.
    """
    code = f"from {__name__} import work_from_stdin; work_from_stdin({os.getpid()})"
    # Our interpreter with our words, which finds what we find and nothing that lies in the folder it is begun in.
    command = [sys.executable, "-P", "-c", code]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    handed = pickle.dumps((work, given, named))
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - the same
                command, input=handed, stdout=subprocess.PIPE, env=environment, check=True, timeout=_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            raise problem(ApiCode.UNAVAILABLE) from error
    answer, raised = pickle.loads(done.stdout)  # noqa: S301 - from the process that this one began
    if raised is not None:
        raise raised
    found: T = answer
    return found


def work_from_stdin(parent: int) -> None:
    """Write to the standard output what the work that comes in by the standard input answers or raises."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was told
        sys.exit(1)
    os.nice(_GIVES_WAY)
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what anybody else prints is for the log
        work, given, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began this one
        out.write(pickle.dumps(_outcome(work, given, named)))


def _outcome(
    work: Callable[..., T], given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[T | None, Exception | None]:
    """What it answers, or what it raises."""
    try:
        return work(*given, **named), None
    except Exception as error:  # noqa: BLE001 - raised where it was asked for
        return None, error
