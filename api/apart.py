"""What takes a processor for seconds is worked out by a process of its own, so that no page waits for its thread.

The process is begun for one piece of work and ends with it: nothing of it is left when whoever began it is killed, and
the memory that it took is given back. It costs the time in which Python begins and loads what the work needs, so that
only what takes longer is worth it.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def apart(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What a function of a module answers in a process of its own; blocks until it has.

    What it is given and what it answers are handed over as they stand.

    Raises
    ------
    subprocess.CalledProcessError
        It failed; why stands where this process writes its errors.
    """
    command = [sys.executable, "-c", f"from {__name__} import work_from_stdin; work_from_stdin()"]
    handed = pickle.dumps((work, given, named))
    # Our interpreter with our words.
    done = subprocess.run(command, input=handed, stdout=subprocess.PIPE, check=True)  # noqa: S603
    answer: T = pickle.loads(done.stdout)  # noqa: S301 - from the process that this one began
    return answer


def work_from_stdin() -> None:
    """Write to the standard output what the work that comes in by the standard input answers."""
    work, given, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that began this one
    sys.stdout.buffer.write(pickle.dumps(work(*given, **named)))
